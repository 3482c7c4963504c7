//! Taking back (R13).

use super::{Life, Told, Twin};
use desk_core::enrolment::Event;
use desk_core::time::Timestamp;
use desk_core::touch::TouchState;
use std::rc::Rc;

/// What the timeline tells that can be taken back.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its row, once it is known.
    pub id: Option<i64>,
    /// The enrolment under which it stands.
    pub about: Option<usize>,
    /// The contact whose addresses and numbers were marked.
    person: Option<usize>,
    /// Enrolments as they were before.
    kept: Rc<[(usize, Life)]>,
    /// Those that were not there yet.
    made: Vec<usize>,
    /// How many enrolments there were before.
    lives: usize,
    /// Whether the contact has opted out.
    pub(super) opted_out: bool,
    pub(super) told: u64,
    at: Timestamp,
    /// Since when everything was paused then.
    paused: Option<Timestamp>,
    undone: bool,
}

impl Entry {
    /// Whether it was taken back.
    #[must_use]
    pub const fn is_undone(&self) -> bool {
        self.undone
    }

    /// Marks on a contact are taken back with it.
    pub(super) const fn with_marks(mut self, person: usize) -> Self {
        self.person = Some(person);
        self
    }
}

impl Twin {
    /// Keeps how these enrolments are before something happens.
    pub(super) fn begin_entry(&mut self, about: Option<usize>, lives: &[usize]) -> Entry {
        Entry {
            id: None,
            about,
            person: None,
            kept: lives.iter().map(|&life| (life, self.lives[life].clone())).collect(),
            made: Vec::new(),
            lives: self.lives.len(),
            opted_out: false,
            told: self.next_told(),
            at: self.now,
            paused: self.paused,
            undone: false,
        }
    }

    /// It has happened.
    pub(super) fn end_entry(&mut self, mut entry: Entry) {
        if self.lives.len() > entry.lives {
            // Where the contact has gone on from there is not part of it.
            entry.made.push(entry.lives);
        }
        self.entries.push(entry);
    }

    /// The entry that was made last is this row.
    pub fn name_entry(&mut self, id: i64) {
        if let Some(last) = self.entries.len().checked_sub(1) {
            self.entries[last].id.get_or_insert(id);
        }
    }

    /// The entry that was made last has a row that nobody has heard of: it is never taken back.
    pub fn lose_entry(&mut self) {
        if let Some(last) = self.entries.len().checked_sub(1)
            && self.entries[last].id.is_none()
        {
            self.entries[last].id = Some(0);
            self.entries[last].undone = true;
        }
    }

    /// Whether an entry can be taken back.
    #[must_use]
    pub fn can_undo(&self, entry: usize) -> bool {
        let entry = &self.entries[entry];
        let touched: Vec<usize> =
            entry.kept.iter().map(|(life, _)| *life).chain(entry.made.iter().copied()).collect();
        let about = entry.about.map(|life| self.lives[life].person).or(entry.person);
        let Some(person) = about else { return false };
        // What has never begun after all is not brought back.
        let brought_back = touched.iter().filter(|life| !self.lives[**life].gone);
        let people: Vec<usize> =
            brought_back.map(|life| self.lives[*life].person).chain([person]).collect();
        // R33: whoever wants no more mail begins nothing again, unless that is what is taken back.
        let wants_no_more = people
            .iter()
            .any(|&other| self.people[other].opted_out && !(other == person && entry.opted_out));
        let later = self
            .facts
            .iter()
            .any(|fact| fact.told > entry.told && !fact.undone && touched.contains(&fact.life));
        // Somebody has entered something else meanwhile.
        let elsewhere = people
            .iter()
            .flat_map(|person| self.open_of(*person))
            .any(|life| !touched.contains(&life));
        !entry.undone
            && !later
            && !elsewhere
            && !self.homes[self.people[person].home].deleted
            && !wants_no_more
    }

    /// Takes back what an entry tells.
    pub fn undo(&mut self, at: usize) -> Told {
        if !self.can_undo(at) {
            return Err("not_undoable");
        }
        let entry = self.entries[at].clone();
        // Nobody comes back into an archived cadence (R16).
        let mut back = entry.kept.iter().filter(|(life, _)| !self.lives[*life].gone);
        if back.any(|(_, was)| self.plans[was.plan].archived && was.model.spot().is_some()) {
            return Err("cadence_archived");
        }
        let mut concerned = entry.made.clone();
        for (life, before) in entry.kept.iter() {
            if self.lives[*life].gone {
                continue;
            }
            concerned.push(*life);
            self.bring_back(*life, before.clone());
        }
        for &life in &entry.made {
            self.take_back_mail(life);
            self.lives[life].gone = true;
            self.lives[life].letter = None;
        }
        if let Some(person) = entry.person {
            let person = &mut self.people[person];
            person.dead.retain(|(_, since)| *since != entry.at);
            person.bad.retain(|(_, since)| *since != entry.at);
            person.opted_out &= !entry.opted_out;
        }
        self.catch_up(&entry);
        for fact in &mut self.facts {
            let follows = fact.told > entry.told && concerned.contains(&fact.life);
            fact.undone |= follows || fact.told == entry.told;
        }
        for at in 0..self.entries.len() {
            let other = &mut self.entries[at];
            let follows = other.told > entry.told
                && other.about.is_some_and(|life| concerned.contains(&life));
            other.undone |= follows || other.told == entry.told;
        }
        Ok(())
    }

    fn bring_back(&mut self, life: usize, before: Life) {
        self.take_back_mail(life);
        let now = &self.lives[life];
        let is_same = now.model.spot_identity() == before.model.spot_identity();
        let draft = now.draft.clone().filter(|_| is_same);
        let last_touch = now.last_touch;
        self.lives[life] = Life { letter: None, last_touch, ..before };
        if draft.is_some() {
            self.lives[life].draft = draft;
        }
    }

    /// The cadence may have stopped or gone on meanwhile, and so may everything.
    fn catch_up(&mut self, entry: &Entry) {
        for (life, _) in entry.kept.iter() {
            let life = *life;
            if self.lives[life].gone || self.spot(life).is_none() {
                continue;
            }
            let had_mail = self.is_in_outbox(life);
            let is_active = self.plans[self.lives[life].plan].active;
            if !is_active && !self.lives[life].model.is_frozen() {
                let _ = self.tell(life, Event::Freeze);
            }
            if let Some(since) = entry.paused.filter(|since| self.paused != Some(*since)) {
                // It stood still with everything, and has done so until now.
                let _ = self.tell(life, Event::GoOn { since });
            }
            if is_active && self.lives[life].model.is_frozen() {
                let _ = self.tell(life, Event::Thaw);
            }
            // A message that leaves by itself only now is not meant.
            if had_mail && self.is_in_outbox(life) {
                let _ = self.tell(life, Event::TakenBack);
            }
        }
    }

    fn is_in_outbox(&self, life: usize) -> bool {
        self.spot(life).is_some_and(|(_, state)| state == TouchState::InOutbox)
    }
}

//! Messages on their way, and the loops of the program.

use super::{Kind, Told, Twin};
use desk_core::enrolment::Event;
use desk_core::ids::StepId;
use desk_core::pace::Pace;
use desk_core::step::{EmailMode, StepContent};
use desk_core::time::Timestamp;
use desk_core::touch::TouchState;

/// How long a message that the rep has sent can be taken back, in milliseconds.
pub const UNDO: i64 = 10_000;

/// Where a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It leaves at its moment.
    Queued,
    /// It has left.
    Sent,
    /// It was taken back.
    Cancelled,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Whose.
    pub life: usize,
    /// Run, step, visit and attempt of its touch.
    pub identity: (u32, StepId, u32, u32),
    /// Whether a rule has decided it.
    pub unattended: bool,
    /// Whether it is the first to its contact.
    pub first: bool,
    /// Its text.
    pub body: String,
    /// When it leaves.
    pub leaves_at: Timestamp,
    /// Where it is.
    pub way: Way,
}

impl Twin {
    /// Gives the e-mail of a touch that has turned due to the outbox, if it leaves by itself.
    pub(super) fn leave_by_itself(&mut self, life: usize) {
        let Some((_, TouchState::Due)) = self.spot(life) else { return };
        let Some(StepContent::Email { mode: EmailMode::Automatic, body, .. }) =
            self.current(life).map(|step| step.content.clone())
        else {
            return;
        };
        if self.addresses(self.lives[life].person).is_empty() {
            return;
        }
        let body = self.lives[life].draft.clone().unwrap_or(body);
        // It may stand still: then it is due for the rep.
        let _ = self.queue(life, body, self.now, true);
    }

    fn queue(&mut self, life: usize, body: String, leaves_at: Timestamp, unattended: bool) -> Told {
        let Some(identity) = self.lives[life].model.spot_identity() else {
            return Err("touch_closed");
        };
        let known =
            self.letters.places(|letter| letter.life == life && letter.identity == identity);
        let known = known.first().copied();
        if known.is_some_and(|at| self.letters[at].way != Way::Cancelled) {
            // R12: what has left never leaves again.
            return Err("already_left");
        }
        self.ask(life, Event::Queued)?;
        let person = self.lives[life].person;
        let written = |letter: &&Letter| {
            letter.way == Way::Sent
                && self.lives[letter.life].person == person
                && !self.lives[letter.life].gone
        };
        let first = known.map_or_else(
            || !self.letters.iter().any(|one| written(&one)),
            |at| self.letters[at].first,
        );
        let (way, body) = (Way::Queued, body);
        self.lives[life].draft = Some(body.clone());
        let letter = Letter { life, identity, unattended, first, body, leaves_at, way };
        let at = match known {
            Some(at) => {
                self.letters[at] = letter;
                at
            }
            None => self.letters.push(letter),
        };
        self.lives[life].letter = Some(at);
        Ok(())
    }

    /// The rep sends the e-mail of the open touch.
    pub fn send(&mut self, life: usize, body: &str) -> Told {
        if self.addresses(self.lives[life].person).is_empty() {
            return Err("email_field");
        }
        self.workable(life)?;
        if !matches!(self.current(life).map(|step| &step.content), Some(StepContent::Email { .. }))
        {
            return Err("touch_closed");
        }
        let leaves_at = Timestamp::from_millis(self.now.as_millis() + UNDO);
        // What was written is kept first, so that taking the sending back gives it back.
        self.lives[life].draft = Some(body.to_owned());
        let entry = self.begin_entry(Some(life), &[life]);
        self.queue(life, body.to_owned(), leaves_at, false)?;
        self.end_entry(entry);
        Ok(())
    }

    /// The rep saves a draft.
    pub fn write(&mut self, life: usize, body: &str) -> Told {
        match self.spot(life) {
            None | Some((_, TouchState::InOutbox)) => Err("touch_closed"),
            Some(_) => {
                self.lives[life].draft = Some(body.to_owned());
                Ok(())
            }
        }
    }

    /// The rep takes a message back.
    pub fn cancel(&mut self, letter: usize) -> Told {
        let life = self.letters[letter].life;
        match self.letters[letter].way {
            Way::Sent => Err("already_left"),
            Way::Cancelled => Err("touch_closed"),
            Way::Queued => {
                self.take_back_mail(life);
                Ok(())
            }
        }
    }

    /// R27: what has not left goes back into the draft.
    pub(super) fn take_back_mail(&mut self, life: usize) {
        let Some(letter) = self.lives[life].letter.take() else { return };
        self.letters[letter].way = Way::Cancelled;
        self.lives[life].draft = Some(self.letters[letter].body.clone());
        // It is in the outbox.
        let _ = self.tell(life, Event::TakenBack);
    }

    /// Lets the loops do one thing each. Gives the message that has left.
    pub fn turn(&mut self) -> Option<usize> {
        let before = self.noticed.replace(self.zone);
        if before.is_some_and(|before| before != self.zone) {
            self.replan(&self.open_lives());
        } else if self.paused.is_none() {
            self.tick();
        }
        if self.paused.is_some() || self.pace != Pace::NONE { None } else { self.send_next() }
    }

    /// What waits is computed again.
    pub fn replan(&mut self, lives: &[usize]) {
        for &life in lives {
            // What is over has nothing that waits.
            let _ = self.tell(life, Event::Replan);
        }
    }

    fn tick(&mut self) {
        let mut ripe: Vec<(Timestamp, Option<i64>, usize)> = Vec::new();
        for life in self.open_lives() {
            if let Some((due, TouchState::Waiting)) = self.lives[life].model.comes()
                && due <= self.now
            {
                ripe.push((due, self.lives[life].touch, life));
            }
        }
        ripe.sort_unstable();
        for (_, _, life) in ripe {
            let _ = self.tell(life, Event::Tick);
        }
    }

    /// The messages that wait, those that go first first: by hand, follow-ups, first ones.
    fn waiting(&self) -> Vec<usize> {
        let mut waiting = self.letters.places(|letter| letter.way == Way::Queued);
        waiting.sort_by_key(|&at| {
            let letter = &self.letters[at];
            let lane = match (letter.unattended, letter.first) {
                (false, _) => 0,
                (true, false) => 1,
                (true, true) => 2,
            };
            (lane, letter.leaves_at, at)
        });
        waiting
    }

    fn send_next(&mut self) -> Option<usize> {
        let waiting = self.waiting();
        let letter = waiting.into_iter().find(|&at| self.letters[at].leaves_at <= self.now)?;
        if self.letters[letter].unattended && !self.may_leave(letter) {
            return None;
        }
        self.left(letter);
        Some(letter)
    }

    /// R7: looks once more before a message leaves by itself.
    fn may_leave(&mut self, letter: usize) -> bool {
        let life = self.letters[letter].life;
        let scene = self.scene(life);
        let opens = self.lives[life].model.leaves_from(&scene, self.now);
        if opens > self.now {
            self.letters[letter].leaves_at = opens;
            return false;
        }
        let mut again = self.lives[life].model.clone();
        let is_wanted =
            again.tell(Event::Recheck, &scene, self.now).is_ok() && again == self.lives[life].model;
        if !is_wanted {
            self.taken_back_by_rule(letter);
        }
        is_wanted
    }

    /// A message has left: its touch is done.
    pub fn left(&mut self, letter: usize) {
        let life = self.letters[letter].life;
        self.letters[letter].way = Way::Sent;
        self.lives[life].letter = None;
        self.contacted(life);
        let told = self.next_told();
        self.note(life, Kind::Final, told);
        // It is in the outbox.
        let _ = self.tell(life, Event::Done);
    }

    /// What a paced outbox has done with a message: a rule has taken it back.
    pub fn taken_back_by_rule(&mut self, letter: usize) {
        let life = self.letters[letter].life;
        self.take_back_mail(life);
        let _ = self.tell(life, Event::Recheck);
    }
}

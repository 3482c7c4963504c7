//! Steers towards what was met least: a deed, and a state in which it meets somebody. What is chosen
//! depends on this simulation alone, so that its seed always gives the same.

use super::World;
use crate::coverage::Pair;
use crate::tally::DEEDS;
use crate::twin::Entry;
use crate::watch::Wrong;
use desk_core::step::StepContent;
use desk_core::touch::TouchState;
use std::collections::HashSet;

/// Steps that are taken towards the state before something else is aimed at.
const TRIES: u32 = 4;

/// So many attempts in vain weigh as much as what was met once.
const MET: u64 = 6;

/// What is to be met next.
#[derive(Debug, Clone, Copy)]
pub(super) struct Aim {
    pair: Pair,
    left: u32,
}

/// States and deeds that are seldom together with any other.
const SELDOM: [&str; 7] =
    ["in the outbox", "away", "cancel", "full disk", "colleague reply", "called", "log only"];

impl World {
    /// Leaves most of what is met easily to the other seeds, each by chance something else.
    pub(super) fn leave_to_others(&mut self) {
        for (_, (deed, state)) in self.tally.met.rarest(&DEEDS) {
            if !SELDOM.contains(&deed) && !SELDOM.contains(&state) && self.random.chance(60) {
                self.aimed.insert((deed, state), 2 * MET);
            }
        }
    }

    /// Lets the deed meet somebody in the state, or brings somebody nearer to it.
    pub(super) fn step_to_aim(&mut self) -> Result<(), Wrong> {
        let aim = self.aim.take().filter(|aim| aim.left > 0).unwrap_or_else(|| self.new_aim());
        let (deed, state) = aim.pair;
        let there = self.those_in(state);
        let suited: Vec<usize> =
            there.iter().copied().filter(|&life| self.suits(life, deed)).collect();
        if let Some(life) = self.one_of(&suited) {
            // It may be taken for another deed.
            *self.aimed.entry(aim.pair).or_default() += 1;
            return self.meet_aim(life, deed);
        }
        self.aim = Some(Aim { left: aim.left - 1, ..aim });
        if aim.left == 1 {
            *self.aimed.entry(aim.pair).or_default() += MET;
        }
        match self.one_of(&there) {
            Some(life) if deed == "colleague reply" => self.bring_colleague(life),
            _ => self.lead_to(state, deed),
        }
    }

    /// One of the pairs that were met and aimed at least.
    fn new_aim(&mut self) -> Aim {
        let rarest = self.tally.met.rarest(&DEEDS);
        let aimed = |pair: &Pair| self.aimed.get(pair).copied().unwrap_or(0);
        let counted: Vec<(u64, Pair)> =
            rarest.into_iter().map(|(count, pair)| (count * MET + aimed(&pair), pair)).collect();
        let least = counted.iter().map(|(count, _)| *count).min().unwrap_or(0);
        let rarest: Vec<Pair> = counted
            .into_iter()
            .filter(|(count, _)| *count == least)
            .map(|(_, pair)| pair)
            .collect();
        // In a state in which somebody is already, if possible.
        let lives = self.twin.lives.places(|life| !life.gone);
        let there: HashSet<&str> = lives.into_iter().map(|life| self.state(life)).collect();
        let near: Vec<Pair> =
            rarest.iter().copied().filter(|(_, state)| there.contains(state)).collect();
        let rarest = if near.is_empty() { rarest } else { near };
        let pair = self.random.pick_of(&rarest).unwrap_or(("time", "waiting"));
        Aim { pair, left: TRIES }
    }

    fn one_of(&mut self, lives: &[usize]) -> Option<usize> {
        self.random.pick_of(lives)
    }

    fn those_in(&self, state: &str) -> Vec<usize> {
        let lives = self
            .twin
            .lives
            .places(|life| !life.gone && (state == "finished") == life.model.spot().is_none());
        lives.into_iter().filter(|&life| self.state(life) == state).collect()
    }

    /// Whether a deed can be done to an enrolment at all, and is not taken for another one.
    fn suits(&self, life: usize, deed: &str) -> bool {
        let content = self.twin.current(life).map(|step| &step.content);
        let is_call = matches!(content, Some(StepContent::Call { .. }));
        let is_mail = matches!(content, Some(StepContent::Email { .. }));
        match deed {
            "done" => !is_mail || !self.is_workable(life),
            "called" | "log only" => is_call || !self.is_workable(life),
            "cancel" => self.has_letter(life),
            "undo" => self.has_entry(life),
            "colleague reply" => !self.open_colleagues(life).is_empty(),
            _ => true,
        }
    }

    fn has_letter(&self, life: usize) -> bool {
        !self.twin.letters.places(|letter| letter.life == life).is_empty()
    }

    fn has_entry(&self, life: usize) -> bool {
        let is_meant = |entry: &Entry| entry.id.is_some() && entry.about == Some(life);
        !self.twin.entries.places(is_meant).is_empty()
    }

    fn open_colleagues(&self, life: usize) -> Vec<usize> {
        self.twin.colleagues(self.twin.lives[life].person)
    }

    fn meet_aim(&mut self, life: usize, deed: &'static str) -> Result<(), Wrong> {
        let person = self.twin.lives[life].person;
        match deed {
            "time" => self.pass(Some(life)),
            "kill" => self.kill(),
            "full disk" => {
                // Those that write the most.
                let deed = self.random.pick("reply", &["unclear", "bounce", "away", "send"]);
                self.is_full = true;
                let done = self.anything(life, deed);
                self.is_full = false;
                done
            }
            "colleague reply" => {
                let colleagues = self.open_colleagues(life);
                match self.one_of(&colleagues) {
                    Some(colleague) => self.hear(colleague, "reply"),
                    None => Ok(()),
                }
            }
            "bin" => {
                let home = self.twin.people[person].home;
                self.bin(person, !self.twin.homes[home].deleted)
            }
            "assign" => self.assign_again(life),
            "replan" => self.meet(person),
            _ => self.anything(life, deed),
        }
    }

    /// Somebody else of the same partnership enters something.
    fn bring_colleague(&mut self, life: usize) -> Result<(), Wrong> {
        let person = self.twin.lives[life].person;
        let home = self.twin.people[person].home;
        let others = self.twin.people.places(|other| other.home == home && !other.opted_out);
        let others: Vec<usize> = others.into_iter().filter(|&other| other != person).collect();
        match self.random.pick_of(&others) {
            Some(other) => self.assign(other),
            None => self.pass(Some(life)),
        }
    }

    /// Brings somebody into a state, if possible somebody to whom the deed can be done then.
    fn lead_to(&mut self, state: &'static str, deed: &'static str) -> Result<(), Wrong> {
        let able: Vec<usize> = [self.those_in("due"), self.those_in("waiting")].concat();
        let suited: Vec<usize> = able
            .iter()
            .copied()
            .filter(|&life| match deed {
                "cancel" => self.has_letter(life) || state == "in the outbox",
                "colleague reply" => !self.open_colleagues(life).is_empty(),
                _ => true,
            })
            .collect();
        let found = self.one_of(&suited);
        let Some(life) = found.or_else(|| self.one_of(&able)) else {
            return self.let_go();
        };
        match state {
            "in the outbox" => self.lead_to_outbox(&able, life),
            _ if deed == "cancel" && found.is_none() => self.lead_to_letter(&able, life),
            "due" => self.pass(Some(life)),
            "away" => self.hear(life, "away"),
            "paused" => self.decide(life, "pause"),
            "review" => self.hear(life, "unclear"),
            "frozen" => self.set_active(self.twin.lives[life].plan, false),
            "all paused" => self.pause_all(true),
            "finished" => self.decide(life, "remove"),
            _ => self.refill(),
        }
    }

    /// Gives somebody a message that is not on its way any more.
    fn lead_to_letter(&mut self, able: &[usize], life: usize) -> Result<(), Wrong> {
        let sending = self.those_in("in the outbox");
        match self.one_of(&sending) {
            Some(life) => self.cancel(life),
            None => self.lead_to_outbox(able, life),
        }
    }

    fn lead_to_outbox(&mut self, able: &[usize], life: usize) -> Result<(), Wrong> {
        let can_mail = |life: &usize| {
            let content = self.twin.current(*life).map(|step| &step.content);
            matches!(content, Some(StepContent::Email { .. }))
                && !self.twin.addresses(self.twin.lives[*life].person).is_empty()
        };
        let mails: Vec<usize> = able.iter().copied().filter(can_mail).collect();
        match self.one_of(&mails) {
            Some(life) => self.send(life),
            None if self.twin.spot(life).is_some_and(|(_, state)| state == TouchState::Due) => {
                self.skip(life)
            }
            None => self.pass(Some(life)),
        }
    }

    /// Nobody can do anything: whatever holds them goes.
    fn let_go(&mut self) -> Result<(), Wrong> {
        if self.twin.paused.is_some() {
            return self.pause_all(false);
        }
        if !self.those_in("frozen").is_empty() {
            return self.thaw_all();
        }
        let still = [self.those_in("paused"), self.those_in("review")].concat();
        match self.one_of(&still) {
            Some(life) if self.random.chance(70) => self.decide(life, "resume"),
            _ => self.refill(),
        }
    }
}

//! One simulated workspace: the program, the model beside it, and somebody who looks on.

mod aim;
mod build;
mod choose;
mod deeds;
mod kills;
mod loops;
mod outside;
mod plans;

use crate::breaks::Break;
use crate::coverage::{Pair, state_name};
use crate::desk::{Desk, KILLED};
use crate::random::Random;
use crate::tally::Tally;
use crate::twin::{Told, Twin};
use crate::watch::{Watch, Wrong};
use aim::Aim;
use chrono::DateTime;
use desk_core::enrolment::EnrolmentState;
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

/// Characters of what was asked that the story tells.
const TOLD: usize = 300;

/// A simulated workspace.
pub struct World {
    /// Chance.
    pub random: Random,
    /// The program.
    pub desk: Desk,
    /// The model.
    pub twin: Twin,
    watch: Watch,
    /// What was met.
    pub tally: Tally,
    /// Enrolments whose end was counted.
    ended: HashSet<usize>,
    story: Vec<String>,
    /// Counts letters and people, so that each has a name of its own.
    names: u64,
    /// Whether mail leaves at a pace.
    paced: bool,
    /// The bug that is planted, and whether it is.
    breaks: Option<(&'static Break, bool)>,
    /// What was done last, and to which enrolment.
    last: (&'static str, i64),
    /// How many cadences are neither rings nor mills: those are the first.
    ordinary: usize,
    /// A cadence that never takes anybody.
    dead_end: Option<usize>,
    /// How many entries of the timeline there were when the clock was put back last.
    put_back: usize,
    /// What is to be met next, and how often what was aimed at.
    aim: Option<Aim>,
    aimed: BTreeMap<Pair, u64>,
    /// Whether the disk is full for what is asked next.
    is_full: bool,
}

/// Enrolments that a deed concerns, with the states in which it meets them.
type Concerns = Vec<&'static str>;

impl World {
    /// The workspace of this seed.
    ///
    /// # Errors
    /// What differed while it was made.
    pub fn new(seed: u64) -> Result<Self, Wrong> {
        build::world(seed, None)
    }

    /// The workspace of this seed whose program runs in a process of its own, which is killed now and then
    /// while it writes. `simulator` can be that process.
    ///
    /// # Errors
    /// What differed while it was made.
    pub fn with_kills(seed: u64, simulator: &Path) -> Result<Self, Wrong> {
        build::world(seed, Some(simulator.to_owned()))
    }

    fn moment(&self) -> String {
        let now = DateTime::from_timestamp_millis(self.twin.now.as_millis());
        now.unwrap_or_default().format("%F %T").to_string()
    }

    fn remember(&mut self, what: String) {
        self.story.push(format!("{} {what}", self.moment()));
    }

    /// The name of the state of an enrolment.
    #[must_use]
    pub fn state(&self, life: usize) -> &'static str {
        if !self.twin.is_open(life) {
            return "finished";
        }
        state_name(&self.twin.view(life), self.twin.paused.is_some(), self.twin.now)
    }

    fn states(&self, lives: &[usize]) -> Concerns {
        lives.iter().map(|&life| self.state(life)).collect()
    }

    fn count(&mut self, deed: &'static str, states: &Concerns) {
        for state in states {
            self.tally.met.meet((deed, *state));
        }
    }

    /// Asks the program and tells the model; both have to say the same, and everything has to be right
    /// afterwards.
    fn ask(
        &mut self,
        deed: &'static str,
        lives: &[usize],
        (command, input): (&str, Value),
        tell: impl FnOnce(&mut Twin) -> Told,
    ) -> Result<(), Wrong> {
        self.tally.events += 1;
        let ids: Vec<i64> = lives.iter().filter_map(|life| self.twin.lives[*life].id).collect();
        let states = self.states(lives);
        self.last = (deed, ids.first().copied().unwrap_or(0));
        let asked: String = input.to_string().chars().take(TOLD).collect();
        self.remember(format!("{deed} {ids:?} {states:?}: {command} {asked}"));
        let before = self.twin.clone();
        let told = tell(&mut self.twin);
        let is_full = self.is_full || self.random.chance(8);
        if is_full {
            self.desk.limit_pages(Some(0))?;
        }
        let print = if is_full { None } else { self.doom()? };
        let said = self.desk.ask(command, input);
        if is_full {
            self.desk.limit_pages(None)?;
        }
        if let Some(print) = print {
            self.start_again()?;
            if said == Err(KILLED.to_owned()) {
                return self.unanswered(print, before, told, deed == "undo");
            }
        }
        match (told, said) {
            (_, Err(code)) if is_full && code == "disk_full" => {
                self.twin = before;
                self.remember("the disk is full".to_owned());
                self.count("full disk", &states);
            }
            (Ok(()), Ok(answer)) => {
                if let Some(event) = answer.get("event").and_then(Value::as_i64) {
                    self.twin.name_entry(event);
                }
                self.count(deed, &states);
            }
            (Err(expected), Err(code)) if expected == code => {
                self.twin = before;
                self.count(deed, &states);
            }
            (told, said) => {
                let said = said.map(|_| ());
                return Err(format!("{command}: the program says {said:?}, the model {told:?}"));
            }
        }
        self.look(deed == "undo")
    }

    /// Plants this bug at some moment.
    pub const fn plant(&mut self, what: &'static Break) {
        self.breaks = Some((what, false));
    }

    /// Whether the bug is planted.
    #[must_use]
    pub fn is_planted(&self) -> bool {
        self.breaks.is_some_and(|(_, is_planted)| is_planted)
    }

    fn spoil(&mut self) -> Result<(), Wrong> {
        let Some((what, false)) = self.breaks else { return Ok(()) };
        let (deed, enrolment) = self.last;
        let fits = what.after.is_empty() || what.after == deed;
        if fits && self.tally.events > 30 && self.random.chance(50) {
            let is_planted = self.watch.spoil(what.sql, enrolment)?;
            self.breaks = Some((what, is_planted));
        }
        Ok(())
    }

    /// Everything has to be right.
    fn look(&mut self, taken_back: bool) -> Result<(), Wrong> {
        self.spoil()?;
        self.watch.look(&mut self.twin, taken_back)?;
        for life in 0..self.twin.lives.len() {
            if self.twin.is_open(life) {
                self.ended.remove(&life);
            } else if self.ended.insert(life)
                && let EnrolmentState::Finished { outcome, .. } = self.twin.view(life).state
            {
                self.tally.met.end(outcome);
            }
        }
        Ok(())
    }

    /// What has happened, the last of it last, and how the enrolments are.
    #[must_use]
    pub fn story(&self) -> Vec<String> {
        let open = self.twin.open_lives().into_iter().map(|life| {
            let (one, view) = (&self.twin.lives[life], self.twin.view(life));
            format!("{:?} at {:?}: {view:?}", one.id, self.twin.current(life))
        });
        self.story.iter().cloned().chain(open).collect()
    }
}

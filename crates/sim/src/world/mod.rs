//! One simulated workspace: the program, the model beside it, and somebody who looks on.

mod build;
mod choose;
mod deeds;
mod loops;
mod outside;
mod plans;

use crate::breaks::Break;
use crate::coverage::state_name;
use crate::desk::Desk;
use crate::naive::View;
use crate::random::Random;
use crate::tally::{Tally, exit_name};
use crate::twin::{Told, Twin};
use crate::watch::{Watch, Wrong};
use chrono::DateTime;
use desk_core::enrolment::EnrolmentState;
use serde_json::Value;
use std::collections::{HashSet, VecDeque};

/// How many events are remembered for the story.
const REMEMBERED: usize = 100_000;

/// A simulated workspace.
pub struct World {
    seed: u64,
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
    story: VecDeque<String>,
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
}

/// Enrolments that a deed concerns, with the states in which it meets them.
type Concerns = Vec<&'static str>;

impl World {
    /// The workspace of this seed.
    ///
    /// # Errors
    /// What differed while it was made.
    pub fn new(seed: u64) -> Result<Self, Wrong> {
        build::world(seed)
    }

    fn moment(&self) -> String {
        let now = DateTime::from_timestamp_millis(self.twin.now.as_millis());
        now.unwrap_or_default().format("%F %T").to_string()
    }

    fn remember(&mut self, what: String) {
        if self.story.len() >= REMEMBERED {
            self.story.pop_front();
        }
        self.story.push_back(format!("{} {what}", self.moment()));
    }

    /// The name of the state of an enrolment.
    #[must_use]
    pub fn state(&self, life: usize) -> &'static str {
        if !self.twin.is_open(life) {
            return "finished";
        }
        state_name(&self.twin.view(life), &self.twin.scene(life), self.twin.now)
    }

    fn states(&self, lives: &[usize]) -> Concerns {
        lives.iter().map(|&life| self.state(life)).collect()
    }

    fn count(&mut self, deed: &'static str, states: &Concerns) {
        for state in states {
            *self.tally.pairs.entry((deed, *state)).or_default() += 1;
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
        self.remember(format!("{deed} {ids:?} {states:?}: {command} {input}"));
        let before = self.twin.clone();
        let told = tell(&mut self.twin);
        let is_rare = states.first().is_some_and(|state| !matches!(*state, "waiting" | "finished"));
        let is_full = self.random.chance(if is_rare { 30 } else { 10 });
        if is_full {
            self.desk.limit_pages(Some(0))?;
        }
        let said = self.desk.ask(command, input);
        if is_full {
            self.desk.limit_pages(None)?;
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
        self.look(deed == "undo")?;
        if self.random.chance(2) { self.kill() } else { Ok(()) }
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
                *self.tally.exits.entry(exit_name(outcome)).or_default() += 1;
            }
        }
        Ok(())
    }

    /// What has happened last, and how the enrolments are.
    #[must_use]
    pub fn story(&self) -> String {
        let mut story = format!("seed {}\n", self.seed);
        for line in &self.story {
            story += &format!("  {line}\n");
        }
        for life in self.twin.open_lives() {
            let one = &self.twin.lives[life];
            let view: View = self.twin.view(life);
            story += &format!("  {:?} at {:?}: {view:?}\n", one.id, self.twin.current(life));
        }
        story
    }
}

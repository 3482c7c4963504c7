//! The naive model of a whole workspace: people, cadences, enrolments and the outbox, told what the
//! program is told. What happens to one enrolment is left to [`crate::naive`]; here is whom it
//! concerns and what follows from it.

mod cadence;
mod enter;
mod hear;
mod mail;
mod scene;
mod tell;
mod undo;

pub use enter::Start;
pub use hear::Heard;
pub use mail::{Letter, Way};
pub use tell::CallButton;
pub use undo::Entry;

use crate::arena::Arena;
use crate::naive::{Model, View};
use chrono_tz::Tz;
use desk_core::enrolment::{EnrolmentState, Outcome};
use desk_core::ids::StepId;
use desk_core::pace::Pace;
use desk_core::partnership::{ContactFields, PartnershipFields};
use desk_core::rep::WorkingTime;
use desk_core::rules::Rules;
use desk_core::step::Step;
use desk_core::time::Timestamp;
use desk_core::touch::{Disposition, TouchState};
use std::rc::Rc;

/// What a command leads to: the code of what is wrong, if it is refused.
pub type Told = Result<(), &'static str>;

/// A whole workspace.
#[derive(Debug, Clone)]
pub struct Twin {
    /// The present moment.
    pub now: Timestamp,
    /// Where the rep is.
    pub zone: Tz,
    /// Where the program has noticed the rep to be.
    pub noticed: Option<Tz>,
    /// When the rep works.
    pub working: WorkingTime,
    /// How fast mail leaves.
    pub pace: Pace,
    /// Since when everything is paused.
    pub paused: Option<Timestamp>,
    /// All cadences.
    pub plans: Arena<Plan>,
    /// All partnerships.
    pub homes: Arena<Home>,
    /// All contacts.
    pub people: Arena<Person>,
    /// All enrolments.
    pub lives: Arena<Life>,
    /// All messages.
    pub letters: Arena<Letter>,
    /// What the timeline tells that can be taken back.
    pub entries: Arena<Entry>,
    facts: Vec<Fact>,
    /// Counts what the timeline tells.
    told: u64,
}

/// A cadence.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Its row.
    pub id: i64,
    /// Whether it acts.
    pub active: bool,
    /// Whether it is in the archive.
    pub archived: bool,
    /// How often it was saved.
    pub revision: i64,
    /// Its versions, the latest last.
    pub versions: Vec<Rc<Version>>,
}

/// A version of a cadence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its row.
    pub id: i64,
    /// Its steps.
    pub steps: Vec<Step>,
    /// Its rules.
    pub rules: Rules,
}

/// A partnership.
#[derive(Debug, Clone)]
pub struct Home {
    /// Its row.
    pub id: i64,
    /// What is known about it.
    pub fields: PartnershipFields,
    /// Whether it is in the bin.
    pub deleted: bool,
}

/// A contact.
#[derive(Debug, Clone)]
pub struct Person {
    /// Its row.
    pub id: i64,
    /// Its partnership.
    pub home: usize,
    /// What is known about it.
    pub fields: ContactFields,
    /// Addresses that do not exist, and since when that is known.
    pub dead: Vec<(String, Timestamp)>,
    /// Numbers that must not be called, and since when.
    pub bad: Vec<(String, Timestamp)>,
    /// Whether it must not get mail.
    pub opted_out: bool,
}

/// An enrolment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    /// Its row, once it is known.
    pub id: Option<i64>,
    /// Its cadence.
    pub plan: usize,
    /// Which version of it.
    pub version: usize,
    /// Its contact.
    pub person: usize,
    /// What the rules make of it.
    pub model: Model,
    /// When it was to move and could not.
    pub not_moved: Option<Timestamp>,
    /// How often its contact was moved before.
    pub moves: u32,
    /// Its message that is on its way.
    pub letter: Option<usize>,
    /// The text that the rep has in the draft of the open touch.
    pub draft: Option<String>,
    /// Whether it was taken back that it ever began.
    pub gone: bool,
    /// The row of its open touch, as it was last seen.
    pub touch: Option<i64>,
    /// The row of a touch that is over.
    pub last_touch: Option<i64>,
}

/// Something that was said and that conditions and limits look back at.
#[derive(Debug, Clone)]
struct Fact {
    life: usize,
    person: usize,
    kind: Kind,
    at: Timestamp,
    /// Which entry of the timeline tells it.
    told: u64,
    undone: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Called {
        disposition: Option<Disposition>,
        number: String,
    },
    Replied,
    /// Something that cannot be taken back, nor what came before it (R13).
    Final,
}

impl Kind {
    /// R50: the classes of dispositions that mean that somebody was reached.
    fn reached(&self) -> bool {
        matches!(
            self,
            Self::Called {
                disposition: Some(
                    Disposition::Connected
                        | Disposition::NotInterested
                        | Disposition::MeetingBooked
                        | Disposition::DoNotCall
                ),
                ..
            }
        )
    }
}

impl Plan {
    /// The latest version.
    #[must_use]
    pub const fn latest(&self) -> usize {
        self.versions.len().saturating_sub(1)
    }
}

impl Twin {
    /// A workspace with nothing in it.
    #[must_use]
    pub fn new(now: Timestamp, zone: Tz) -> Self {
        Self {
            now,
            zone,
            noticed: None,
            working: WorkingTime::default(),
            pace: Pace::default(),
            paused: None,
            plans: Arena::default(),
            homes: Arena::default(),
            people: Arena::default(),
            lives: Arena::default(),
            letters: Arena::default(),
            entries: Arena::default(),
            facts: Vec::new(),
            told: 0,
        }
    }

    /// An enrolment as it has to look from outside.
    #[must_use]
    pub fn view(&self, life: usize) -> View {
        let one = &self.lives[life];
        let mut view = one.model.view(self.paused);
        if let Some(at) = one.not_moved {
            view.state = EnrolmentState::Finished { outcome: Outcome::NotMoved, at };
        }
        view
    }

    /// Whether an enrolment is not over.
    #[must_use]
    pub fn is_open(&self, life: usize) -> bool {
        let one = &self.lives[life];
        !one.gone && one.model.spot().is_some()
    }

    /// Those that are not over, in order.
    #[must_use]
    pub fn open_lives(&self) -> Vec<usize> {
        self.lives.places(|life| !life.gone && life.model.spot().is_some())
    }

    /// Those of a contact that are not over.
    #[must_use]
    pub fn open_of(&self, person: usize) -> Vec<usize> {
        self.lives.places(|life| life.person == person && !life.gone && life.model.spot().is_some())
    }

    /// The open touch of an enrolment: its step and where it is.
    #[must_use]
    pub fn spot(&self, life: usize) -> Option<(StepId, TouchState)> {
        self.lives[life].model.spot()
    }

    /// A step of the version of an enrolment.
    #[must_use]
    pub fn step(&self, life: usize, id: StepId) -> Option<&Step> {
        self.version(life)?.steps.iter().find(|step| step.id == id)
    }

    /// The step of the open touch of an enrolment.
    #[must_use]
    pub fn current(&self, life: usize) -> Option<&Step> {
        self.step(life, self.spot(life)?.0)
    }

    fn version(&self, life: usize) -> Option<&Version> {
        let life = &self.lives[life];
        self.plans[life.plan].versions.get(life.version).map(Rc::as_ref)
    }
}

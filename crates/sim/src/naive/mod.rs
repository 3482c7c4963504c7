//! The naive model of an enrolment.
//!
//! It is told the same events as the core and says what has to come of them. It keeps every touch
//! and every span of standing still in lists and counts them anew each time.

mod clock;
mod due;
mod events;
mod judge;
mod leave;
mod openings;
mod path;
mod still;
mod version;

use crate::scene::Scene;
use desk_core::enrolment::{
    Alert, EnrolmentState, Numbers, Outcome, PauseReason, Refused, SkipReason,
};
use desk_core::ids::{CadenceId, StepId};
use desk_core::time::Timestamp;
use desk_core::touch::{Disposition, TouchState};
use still::Span;

/// One enrolment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    going: Going,
    /// Until when the contact is away.
    held: Option<i64>,
    /// Since when its cadence is not active.
    frozen: Option<i64>,
    /// Spans of standing still that are over while another one is not.
    pending: Vec<Span>,
    run: u32,
    moves: u32,
    buying_signal: bool,
    open: Option<Open>,
    history: Vec<Touch>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Going {
    On,
    Paused { reason: PauseReason, since: i64 },
    Review { since: i64 },
    Over { outcome: Outcome, at: i64 },
}

/// The open touch.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Open {
    step: StepId,
    visit: u32,
    attempt: u32,
    /// The base before any standing still.
    base: i64,
    minutes: Option<u32>,
    /// Where the rep has moved it, before any standing still after that.
    snoozed: Option<i64>,
    beyond: bool,
    /// When it was opened, while it has not gone on since: it was opened while standing still.
    opened_still: Option<i64>,
    /// In which it stood still while it waited.
    still: Vec<Span>,
    /// How many of them were over when it was snoozed.
    still_before: usize,
    ready: i64,
    due: i64,
    state: TouchState,
}

/// A touch that has come to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Touch {
    /// In which run.
    pub run: u32,
    /// At which step.
    pub step: StepId,
    /// Which visit of it.
    pub visit: u32,
    /// Which attempt in this visit.
    pub attempt: u32,
    /// Why it was passed over.
    pub skipped: Option<SkipReason>,
    /// What came of the call.
    pub disposition: Option<Disposition>,
    /// When.
    pub at: Timestamp,
}

/// The open touch as it is seen from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Its step.
    pub step: StepId,
    /// Which visit of it in this run.
    pub visit: u32,
    /// Which attempt in this visit.
    pub attempt: u32,
    /// From where it is counted, after all standing still.
    pub base: Timestamp,
    /// Where the rep has moved it.
    pub snoozed_until: Option<Timestamp>,
    /// Base and delay.
    pub ready_at: Timestamp,
    /// When it is due.
    pub due_at: Timestamp,
    /// Where it is.
    pub state: TouchState,
}

/// An enrolment as it is seen from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// What it is doing.
    pub state: EnrolmentState,
    /// Whether its cadence is not active.
    pub frozen: bool,
    /// Since when it stands still.
    pub stopped_since: Option<Timestamp>,
    /// Which run.
    pub run: u32,
    /// How many touches it has had.
    pub touches: u32,
    /// Whether there was a buying signal.
    pub buying_signal: bool,
    /// Its open touch.
    pub open: Option<Spot>,
}

/// What an event has led to besides the next state.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// Touches that came to their end, in order.
    pub closed: Vec<Touch>,
    /// Whether the open touch turned due just now.
    pub turned_due: bool,
    /// What the rep is told.
    pub alert: Option<Alert>,
    /// The cadence in which the contact begins.
    pub move_to: Option<CadenceId>,
    /// What is done with the contact's numbers.
    pub numbers: Option<Numbers>,
}

impl Model {
    /// A contact begins: at `first`, or at the first step.
    ///
    /// # Errors
    /// [`Refused::NoSuchStep`] when there is no such step.
    pub fn begin(
        first: Option<StepId>,
        base: Timestamp,
        moves: u32,
        scene: &Scene,
        now: Timestamp,
    ) -> Result<(Self, Answer), Refused> {
        let chosen = first.or_else(|| scene.steps.first().map(|step| step.id));
        let step = chosen.filter(|id| scene.steps.iter().any(|step| step.id == *id));
        let step = step.ok_or(Refused::NoSuchStep)?;
        let mut model = Self {
            going: Going::On,
            held: None,
            frozen: None,
            pending: Vec::new(),
            run: 1,
            moves,
            buying_signal: false,
            open: None,
            history: Vec::new(),
        };
        let mut turn = path::Turn::new(&mut model, scene, now.as_millis());
        let minutes = first.map(|_| 0);
        turn.arrive(step, base.as_millis(), minutes);
        turn.settle();
        let answer = turn.answered();
        Ok((model, answer))
    }

    /// What an event leads to.
    ///
    /// # Errors
    /// [`Refused`] says why it cannot be; nothing has changed then.
    pub fn tell(
        &mut self,
        event: desk_core::enrolment::Event,
        scene: &Scene,
        now: Timestamp,
    ) -> Result<Answer, Refused> {
        let mut turn = path::Turn::new(self, scene, now.as_millis());
        turn.take(event)?;
        turn.settle();
        Ok(turn.answered())
    }

    /// All touches that have come to their end.
    #[must_use]
    pub fn history(&self) -> &[Touch] {
        &self.history
    }

    /// How it looks from outside, with everything paused since then, or not.
    #[must_use]
    pub fn view(&self, all_paused_since: Option<Timestamp>) -> View {
        let moment = Timestamp::from_millis;
        let held_until = self.held.map(moment);
        let state = match self.going {
            Going::On => EnrolmentState::Active { held_until },
            Going::Paused { reason, since } => {
                EnrolmentState::Paused { reason, since: moment(since), held_until }
            }
            Going::Review { since } => EnrolmentState::Review { since: moment(since), held_until },
            Going::Over { outcome, at } => EnrolmentState::Finished { outcome, at: moment(at) },
        };
        let open = self.open.as_ref().map(|open| Spot {
            step: open.step,
            visit: open.visit,
            attempt: open.attempt,
            base: moment(open.base_now()),
            snoozed_until: open.snoozed_now().map(moment),
            ready_at: moment(open.ready),
            due_at: moment(open.due),
            state: open.state,
        });
        View {
            state,
            frozen: self.frozen.is_some(),
            stopped_since: self.stopped_since(all_paused_since).map(moment),
            run: self.run,
            touches: u32::try_from(self.history.len()).unwrap_or(u32::MAX),
            buying_signal: self.buying_signal,
            open,
        }
    }
}

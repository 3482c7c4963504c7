//! When the message of a touch may leave by itself.

use super::Model;
use super::openings::Openings;
use crate::scene::Scene;
use desk_core::ids::StepId;
use desk_core::time::Timestamp;
use desk_core::touch::TouchState;

impl Model {
    /// The step of the open touch, and where that is.
    #[must_use]
    pub fn spot(&self) -> Option<(StepId, TouchState)> {
        self.open.as_ref().map(|open| (open.step, open.state))
    }

    /// When the open touch is due, and where it is, if it does not stand still by itself.
    #[must_use]
    pub fn comes(&self) -> Option<(Timestamp, TouchState)> {
        let open = self.open.as_ref().filter(|_| !self.is_stopped())?;
        Some((Timestamp::from_millis(open.due), open.state))
    }

    /// Whether it stands still by itself: it is paused or in review, or its cadence is not active.
    #[must_use]
    pub fn stands_still(&self) -> bool {
        self.is_stopped()
    }

    /// Whether its cadence is not active.
    #[must_use]
    pub const fn is_frozen(&self) -> bool {
        self.frozen.is_some()
    }

    /// Run, step, visit and attempt of the open touch: what names it (R12).
    #[must_use]
    pub fn spot_identity(&self) -> Option<(u32, StepId, u32, u32)> {
        self.open.as_ref().map(|open| (self.run, open.step, open.visit, open.attempt))
    }

    /// From when on the message of the open touch may leave: `now` while its hours are open, and also
    /// when they never open again.
    #[must_use]
    pub fn leaves_from(&self, scene: &Scene, now: Timestamp) -> Timestamp {
        let open = self.open.as_ref().filter(|open| !open.beyond);
        let opens = open.and_then(|open| {
            let step = scene.steps.iter().find(|step| step.id == open.step)?;
            Openings::of(scene, step, false).next(now.as_millis())
        });
        opens.map_or(now, Timestamp::from_millis)
    }
}

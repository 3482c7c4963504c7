//! Bringing an enrolment into another version of its cadence (PRODUCT 2.7, R17).

use super::transitions::end_run;
use super::{Advance, Course, Enrolment, Event, Refused, advance};
use crate::ids::StepId;
use crate::step::Step;
use crate::time::Timestamp;
use crate::touch::TouchState;

/// What becomes of the open touch of an enrolment in another version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Its step is there.
    Same(StepId),
    /// Its step was deleted: this one, the next that is still there, takes its place.
    Next(StepId),
    /// Its step was deleted, and none of those behind it is there any more.
    End,
}

/// Where those at the step `at` of `old` are in `new`.
#[must_use]
pub fn place(at: StepId, old: &[Step], new: &[Step]) -> Place {
    let there = |id: StepId| new.iter().any(|step| step.id == id);
    if there(at) {
        return Place::Same(at);
    }
    let behind = old.iter().skip_while(|step| step.id != at).skip(1);
    behind.map(|step| step.id).find(|id| there(*id)).map_or(Place::End, Place::Next)
}

/// The enrolment in another version, whose steps and rules `course` holds; `old` are the steps that it
/// worked through. Its base is unchanged; steps inserted before the open one are not visited; what was
/// due stays due. Messages of a deleted step have been taken back before.
///
/// # Errors
/// [`Refused`] when it is finished, or its message is on its way while its step was deleted.
pub fn into_version(
    enrolment: &Enrolment,
    old: &[Step],
    course: &Course<'_>,
    now: Timestamp,
) -> Result<Advance, Refused> {
    let open = enrolment.position.ok_or(Refused::Finished)?;
    match place(open.step, old, course.steps) {
        Place::Same(_) => advance(enrolment, Event::Replan, course, now),
        _ if open.state == TouchState::InOutbox => Err(Refused::TouchState),
        Place::Next(id) => {
            let step = course.step(id)?;
            let visit = course.facts.past.iter().filter(|past| past.run == enrolment.run);
            let visit = visit.filter(|past| past.step == id).map(|past| past.visit).max();
            let visit = visit.unwrap_or(0).saturating_add(1);
            let held = enrolment.held_until();
            let position = course.position(step, open.base, held, visit);
            let moved = Enrolment { position: Some(position), ..enrolment.clone() };
            advance(&moved, Event::Tick, course, now)
        }
        // Nothing is left in this run: it ended with the touch before.
        Place::End => Ok(end_run(enrolment, open.base, course, now)),
    }
}

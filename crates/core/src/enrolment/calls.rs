//! Where a call leads by what came of it (R36, R37).

use super::course::Past;
use super::transitions::Walk;
use super::{Alert, EnrolmentState, Numbers, PauseReason, Position, Refused};
use crate::routing::{self, Lead};
use crate::touch::Disposition;
use chrono::{Days, NaiveTime};

impl Walk<'_> {
    /// Where a call leads (R36, R37).
    pub(super) fn called(&mut self, disposition: Option<Disposition>) -> Result<(), Refused> {
        let Some(position) = self.next.position else { return Err(Refused::Finished) };
        let step = self.course.step(position.step)?;
        let Some(came) = disposition else {
            self.done(None);
            return Ok(());
        };
        match routing::lead(&step.rules.routing, came) {
            Lead::Retry { minutes, times } => {
                if self.tried(&position, came) < times {
                    return self.retry(&position, came, minutes);
                }
                self.done(disposition);
            }
            Lead::Next => self.done(disposition),
            Lead::Jump { to } => {
                self.close(None, disposition);
                self.go_to(to, self.now);
            }
            Lead::Rest { days } => {
                let day = self.course.contact_zone.civil(self.now).date();
                let until = day.checked_add_days(Days::new(u64::from(days))).unwrap_or(day);
                let until = self.course.contact_zone.moment(until.and_time(NaiveTime::MIN));
                let until = self.next.held_until().map_or(until, |held| held.max(until));
                self.next.state = EnrolmentState::Active { held_until: Some(until) };
                self.done(disposition);
            }
            Lead::Ask => {
                let reason = match came {
                    Disposition::NotInterested => PauseReason::NotInterested,
                    _ => PauseReason::Cadence,
                };
                self.effects.alert = Some(Alert::Decide);
                self.pause(reason);
                self.done(disposition);
            }
            Lead::Finish { end } => {
                self.close(None, disposition);
                if came == Disposition::MeetingBooked {
                    self.effects.alert = Some(Alert::Meeting);
                }
                self.end(end.into());
            }
            Lead::Move { to } => {
                self.close(None, disposition);
                self.move_on(to);
            }
            Lead::BadNumber => {
                self.effects.numbers = Some(Numbers::Bad);
                self.done(disposition);
            }
            Lead::NoCalls => {
                self.effects.numbers = Some(Numbers::NoCalls);
                self.done(disposition);
            }
        }
        Ok(())
    }

    /// How often this visit was tried again for the same disposition.
    fn tried(&self, open: &Position, came: Disposition) -> u32 {
        let run = self.next.run;
        let same = |past: &&Past| {
            past.run == run
                && past.step == open.step
                && past.visit == open.visit
                && past.disposition == Some(came)
        };
        u32::try_from(self.course.facts.past.iter().filter(same).count()).unwrap_or(u32::MAX)
    }

    fn retry(&mut self, open: &Position, came: Disposition, minutes: u32) -> Result<(), Refused> {
        self.close(None, Some(came));
        let step = self.course.step(open.step)?;
        let held = self.next.held_until();
        let again = Position {
            attempt: open.attempt.saturating_add(1),
            retry_minutes: Some(minutes),
            ..self.course.position(step, self.now, held, open.visit)
        };
        self.enter(self.course.timed(again, step, held, self.now));
        Ok(())
    }
}

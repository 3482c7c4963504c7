//! What comes from outside: the contact, the mailbox, the rep's decision to end it.

use super::transitions::Walk;
use super::{
    AWAY_DAYS, Alert, EnrolmentState, Event, MAX_AWAY_DAYS, Outcome, PauseReason, Position, Refused,
};
use crate::rules::OnReply;
use crate::touch::TouchState;
use chrono::{Days, NaiveDate, NaiveTime};

impl Walk<'_> {
    /// What comes from outside: the contact, the mailbox, the rep's decision to end it.
    pub(super) fn hear(&mut self, event: Event, open: &Position) -> Result<(), Refused> {
        let exits = self.course.rules.exits;
        match event {
            Event::Reply => {
                self.effects.alert = Some(Alert::Replied);
                match exits.reply {
                    OnReply::Pause => self.pause(PauseReason::Replied),
                    OnReply::Finish => self.end(Outcome::Replied),
                }
            }
            Event::ColleagueReply => {
                self.effects.alert = Some(Alert::ColleagueReplied);
                if exits.colleague_reply && !self.next.is_paused() {
                    self.pause(PauseReason::ColleagueReplied);
                }
            }
            Event::WroteByHand if exits.wrote_by_hand && !self.next.is_paused() => {
                self.effects.alert = Some(Alert::Decide);
                self.pause(PauseReason::WroteByHand);
            }
            Event::Ambiguous => self.review(),
            Event::OutOfOffice { back } if exits.out_of_office => self.away(back, open)?,
            Event::Bounced { last } => {
                self.effects.alert = Some(Alert::Bounced);
                if last {
                    self.end(Outcome::Bounced);
                }
            }
            Event::OptOut => {
                self.effects.alert = Some(Alert::OptedOut);
                self.end(Outcome::OptedOut);
            }
            Event::Meeting => {
                self.effects.alert = Some(Alert::Meeting);
                if exits.meeting {
                    self.end(Outcome::Won);
                }
            }
            Event::BuyingSignal => {
                self.effects.alert = Some(Alert::BuyingSignal);
                self.next.buying_signal = true;
            }
            Event::Finish { outcome } => self.end(outcome),
            _ => {}
        }
        Ok(())
    }

    fn review(&mut self) {
        self.effects.alert = Some(Alert::Review);
        let (since, held_until) = (self.waits_since(), self.next.held_until());
        self.next.state = EnrolmentState::Review { since, held_until };
        self.stop();
    }

    /// R21: held until the opening of the day of return; a day that makes no sense is looked at.
    fn away(&mut self, back: Option<NaiveDate>, open: &Position) -> Result<(), Refused> {
        let today = self.course.contact_zone.civil(self.now).date();
        let ahead = |days| today.checked_add_days(Days::new(days)).unwrap_or(today);
        let day = back.unwrap_or_else(|| ahead(AWAY_DAYS));
        if day < today || day > ahead(MAX_AWAY_DAYS) {
            self.review();
            return Ok(());
        }
        let until = self.course.contact_zone.moment(day.and_time(NaiveTime::MIN));
        let until = self.next.held_until().map_or(until, |held| held.max(until));
        match &mut self.next.state {
            EnrolmentState::Active { held_until }
            | EnrolmentState::Paused { held_until, .. }
            | EnrolmentState::Review { held_until, .. } => *held_until = Some(until),
            EnrolmentState::Finished { .. } => {}
        }
        if open.state == TouchState::InOutbox { Ok(()) } else { self.retime(*open) }
    }
}

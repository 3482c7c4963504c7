//! The strictest consent wins (R24): what one record says must not be done to a person holds for the result.

use crate::enrolment::{EnrolmentState, PauseReason};
use crate::time::Timestamp;

/// What must not be done to a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Consent {
    /// Since when they must not get e-mail (R33).
    pub opted_out_at: Option<Timestamp>,
    /// Whether they must not be called (R37).
    pub no_calls: bool,
    /// Why nothing goes on by itself.
    pub still: Still,
}

/// Why the enrolments of a contact stand still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Still {
    /// A message may or may not be theirs (R19).
    pub review: bool,
    /// They have answered, are not interested, or the rep has written to them: the strictest of it.
    pub paused: Option<PauseReason>,
    /// They are away until then.
    pub away_until: Option<Timestamp>,
}

impl Consent {
    /// What holds for a contact that is both.
    #[must_use]
    pub fn strictest(self, other: Self) -> Self {
        Self {
            opted_out_at: earlier(self.opted_out_at, other.opted_out_at),
            no_calls: self.no_calls || other.no_calls,
            still: self.still.and(other.still),
        }
    }
}

impl Still {
    /// What the state of an enrolment says about the person. Who was paused by the rep, by a cadence or for a
    /// colleague says nothing about what else they are in.
    #[must_use]
    pub fn of(state: EnrolmentState) -> Self {
        let about_them = |reason: &PauseReason| {
            matches!(
                reason,
                PauseReason::Replied | PauseReason::NotInterested | PauseReason::WroteByHand
            )
        };
        Self { paused: Self::all_of(state).paused.filter(about_them), ..Self::all_of(state) }
    }

    /// What the state of an enrolment says about another of the same person in the same cadence: all of it.
    #[must_use]
    pub const fn all_of(state: EnrolmentState) -> Self {
        let (review, paused, away_until) = match state {
            EnrolmentState::Active { held_until } => (false, None, held_until),
            EnrolmentState::Paused { reason, held_until, .. } => (false, Some(reason), held_until),
            EnrolmentState::Review { held_until, .. } => (true, None, held_until),
            EnrolmentState::Finished { .. } => (false, None, None),
        };
        Self { review, paused, away_until }
    }

    /// Both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            review: self.review || other.review,
            paused: self.paused.into_iter().chain(other.paused).min_by_key(|reason| rank(*reason)),
            away_until: self.away_until.max(other.away_until),
        }
    }
}

fn earlier(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    one.into_iter().chain(other).min()
}

/// The strictest first.
const fn rank(reason: PauseReason) -> u8 {
    match reason {
        PauseReason::Replied => 0,
        PauseReason::NotInterested => 1,
        PauseReason::WroteByHand => 2,
        PauseReason::ColleagueReplied => 3,
        PauseReason::Rep => 4,
        PauseReason::Cadence => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn moment() -> impl Strategy<Value = Option<Timestamp>> {
        prop::option::of((0..5_i64).prop_map(Timestamp::from_millis))
    }

    fn consent() -> impl Strategy<Value = Consent> {
        let reason = prop::option::of(prop::sample::select(vec![
            PauseReason::Replied,
            PauseReason::NotInterested,
            PauseReason::WroteByHand,
            PauseReason::ColleagueReplied,
            PauseReason::Rep,
            PauseReason::Cadence,
        ]));
        (moment(), any::<bool>(), any::<bool>(), reason, moment()).prop_map(
            |(opted_out_at, no_calls, review, paused, away_until)| Consent {
                opted_out_at,
                no_calls,
                still: Still { review, paused, away_until },
            },
        )
    }

    proptest! {
        #[test]
        fn r24_the_strictest_consent_is_the_same_whichever_is_kept(
            one in consent(), two in consent(), three in consent(),
        ) {
            prop_assert_eq!(one.strictest(two), two.strictest(one));
            prop_assert_eq!(one.strictest(one), one);
            prop_assert_eq!(
                one.strictest(two).strictest(three), one.strictest(two.strictest(three)));
            prop_assert_eq!(one.strictest(Consent::default()), one);
        }

        #[test]
        fn r24_nothing_that_one_of_them_forbids_is_allowed(one in consent(), two in consent()) {
            let both = one.strictest(two);
            prop_assert!(both.opted_out_at.is_some() || one.opted_out_at.is_none());
            prop_assert!(both.no_calls || !one.no_calls);
            prop_assert!(both.still.review || !one.still.review);
            prop_assert!(both.still.paused.is_some() || one.still.paused.is_none());
            prop_assert!(both.still.away_until >= one.still.away_until);
        }
    }

    #[test]
    fn r22_an_answer_concerns_all_and_a_pause_by_the_rep_only_its_own_cadence() {
        let since = Timestamp::from_millis(1);
        let paused = |reason| EnrolmentState::Paused { reason, since, held_until: None };
        let of = |reason| Still::of(paused(reason)).paused;
        assert_eq!(of(PauseReason::Replied), Some(PauseReason::Replied));
        assert_eq!(of(PauseReason::Rep), None);
        assert_eq!(Still::all_of(paused(PauseReason::Rep)).paused, Some(PauseReason::Rep));
    }
}

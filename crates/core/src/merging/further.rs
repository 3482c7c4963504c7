//! Which of two enrolments in one cadence is the further: it stays, the other is *moved* (R24).

use super::Side;
use crate::enrolment::Outcome;
use crate::time::Timestamp;
use std::cmp::Reverse;

/// How far an enrolment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How it ended; none while it goes on.
    pub ended: Option<Outcome>,
    /// Which run through the cadence, from 1.
    pub run: u32,
    /// Position of the step of its open touch in its version, from 0.
    pub step: u32,
    /// Which visit of the step.
    pub visit: u32,
    /// Which attempt in this visit.
    pub attempt: u32,
    /// How many touches it has had.
    pub touches: u32,
    /// When it began.
    pub started_at: Timestamp,
}

/// What becomes of an enrolment when its contact becomes one with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It goes on.
    GoesOn,
    /// It ends as *moved*: the other side has come further.
    Ends,
    /// It was over before and stays as it is.
    Past,
}

impl Standing {
    /// Whether it says how far the person has come: one from which they were taken out does not.
    #[must_use]
    pub const fn counts(&self) -> bool {
        !matches!(self.ended, Some(Outcome::Removed | Outcome::Moved | Outcome::NotMoved))
    }

    /// One that came to its end is further than any that goes on; then the later run, the later step, visit
    /// and attempt, then the one with more touches, then the one that began earlier.
    fn rank(&self) -> impl Ord {
        let Self { run, step, visit, attempt, touches, started_at, .. } = *self;
        (self.ended.is_some(), run, step, visit, attempt, touches, Reverse(started_at))
    }
}

/// The further of two; of two that are equal the kept one.
#[must_use]
pub fn further(kept: &Standing, other: &Standing) -> Side {
    if other.rank() > kept.rank() { Side::Other } else { Side::Kept }
}

/// What becomes of the enrolments of two contacts in one cadence: one that goes on ends where the other contact
/// has one that is further.
#[must_use]
pub fn fates(kept: &[Standing], other: &[Standing]) -> (Vec<Fate>, Vec<Fate>) {
    let fate = |one: &Standing, ends: bool| match (one.ended, ends) {
        (Some(_), _) => Fate::Past,
        (None, true) => Fate::Ends,
        (None, false) => Fate::GoesOn,
    };
    let beaten = |one: &Standing| {
        other.iter().any(|theirs| theirs.counts() && further(one, theirs) == Side::Other)
    };
    let beaten_by_kept =
        |one: &Standing| kept.iter().any(|ours| ours.counts() && further(ours, one) == Side::Kept);
    (
        kept.iter().map(|one| fate(one, beaten(one))).collect(),
        other.iter().map(|one| fate(one, beaten_by_kept(one))).collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(step: u32, touches: u32) -> Standing {
        let started_at = Timestamp::from_millis(0);
        Standing { ended: None, run: 1, step, visit: 1, attempt: 1, touches, started_at }
    }

    fn ended(outcome: Outcome) -> Standing {
        Standing { ended: Some(outcome), ..at(0, 0) }
    }

    #[test]
    fn r24_of_two_in_one_cadence_the_further_goes_on() {
        assert_eq!(fates(&[at(1, 1)], &[at(3, 2)]), (vec![Fate::Ends], vec![Fate::GoesOn]));
        assert_eq!(fates(&[at(3, 2)], &[at(1, 9)]), (vec![Fate::GoesOn], vec![Fate::Ends]));
        // Of two at one step the one with more touches, and of equals the kept one.
        assert_eq!(fates(&[at(1, 1)], &[at(1, 2)]), (vec![Fate::Ends], vec![Fate::GoesOn]));
        assert_eq!(fates(&[at(1, 1)], &[at(1, 1)]), (vec![Fate::GoesOn], vec![Fate::Ends]));
    }

    #[test]
    fn r12_who_has_been_through_it_does_not_go_through_it_again() {
        let was = fates(&[ended(Outcome::NoReply)], &[at(2, 2)]);
        assert_eq!(was, (vec![Fate::Past], vec![Fate::Ends]));
        let was_taken_out = fates(&[ended(Outcome::Removed)], &[at(2, 2)]);
        assert_eq!(was_taken_out, (vec![Fate::Past], vec![Fate::GoesOn]));
    }

    #[test]
    fn r14_who_has_entered_it_again_goes_on_unless_the_other_is_further() {
        let again = fates(&[ended(Outcome::NoReply), at(1, 1)], &[]);
        assert_eq!(again.0, [Fate::Past, Fate::GoesOn]);
    }

    fn standings() -> impl Strategy<Value = Vec<Standing>> {
        let outcome = prop::sample::select(vec![
            Outcome::Won,
            Outcome::NoReply,
            Outcome::Replied,
            Outcome::Removed,
            Outcome::Moved,
        ]);
        let one = (1..3_u32, 0..4_u32, 1..3_u32, 1..3_u32, 0..5_u32, 0..3_i64).prop_map(
            |(run, step, visit, attempt, touches, began)| {
                let started_at = Timestamp::from_millis(began);
                Standing { ended: None, run, step, visit, attempt, touches, started_at }
            },
        );
        // A contact is in a cadence at most once; it may have been in it before.
        (prop::collection::vec((one.clone(), outcome), 0..3), prop::option::of(one)).prop_map(
            |(past, open)| {
                let past = past.into_iter();
                let past = past.map(|(one, outcome)| Standing { ended: Some(outcome), ..one });
                past.chain(open).collect()
            },
        )
    }

    proptest! {
        #[test]
        fn every_enrolment_has_one_fate_and_at_most_one_goes_on(
            kept in standings(), other in standings(),
        ) {
            let (ours, theirs) = fates(&kept, &other);
            prop_assert_eq!((ours.len(), theirs.len()), (kept.len(), other.len()));
            let all = || ours.iter().zip(&kept).chain(theirs.iter().zip(&other));
            prop_assert!(all().filter(|(fate, _)| **fate == Fate::GoesOn).count() <= 1);
            for (fate, one) in all() {
                prop_assert_eq!(*fate == Fate::Past, one.ended.is_some());
            }
            // Nobody falls out: where somebody was in it, one goes on, or another has been through it.
            let open = all().any(|(_, one)| one.ended.is_none());
            let been = all().any(|(_, one)| one.ended.is_some() && one.counts());
            prop_assert!(!open || been || all().any(|(fate, _)| *fate == Fate::GoesOn));
        }
    }
}

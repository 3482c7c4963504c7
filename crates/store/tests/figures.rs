//! The figures that triggers keep, in whatever order things happen.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use desk_core::ids::CadenceId;
use desk_core::time::Timestamp;
use desk_store::due::Overdue;
use desk_store::figures::{self, DAY, Days};
use proptest::prelude::*;
use rusqlite::{Connection, StatementStatus, params};
use support::workspace;

const ENTRIES: [&str; 10] = [
    r#"{"type":"email_sent"}"#,
    r#"{"type":"bounced"}"#,
    r#"{"type":"replied"}"#,
    r#"{"type":"call_logged","disposition":"busy"}"#,
    r#"{"type":"call_logged","disposition":"connected","success":true}"#,
    r#"{"type":"call_logged","disposition":"meeting_booked"}"#,
    r#"{"type":"opted_out"}"#,
    r#"{"type":"meeting_booked"}"#,
    r#"{"type":"finished","outcome":"won"}"#,
    r#"{"type":"finished","outcome":"opted_out"}"#,
];

/// Adds an entry; returns how many steps the database took for it.
fn happens(connection: &Connection, enrolment: i64, what: &str, at: i64) -> i32 {
    let mut statement = connection
        .prepare_cached(
            "INSERT INTO event (uid, at, actor, what, partnership_id, contact_id, cadence_id,
                                enrolment_id)
             VALUES (randomblob(16), ?3, 'rep', ?2, 1, 1, ?1, ?1)",
        )
        .unwrap();
    statement.reset_status(StatementStatus::VmStep);
    statement.execute(params![enrolment, what, at]).unwrap();
    statement.get_status(StatementStatus::VmStep)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn entries_in_any_order_taken_back_and_deleted_count_as_from_nothing(
        steps in proptest::collection::vec((1..3_i64, 0..ENTRIES.len(), 0..5_i64, 0..6_u8), 1..40)
    ) {
        let (_folder, connection) = workspace();
        for (count, (enrolment, entry, at, then)) in (1_i64..).zip(steps) {
            happens(&connection, enrolment, ENTRIES[entry], at * DAY / 2);
            let earlier = count - count * at / 5;
            let sql = match then {
                0 => "UPDATE event SET undone_at = 7 WHERE id = ?1 AND undone_at IS NULL",
                1 => "UPDATE event SET undone_at = NULL WHERE id = ?1",
                2 => "DELETE FROM event WHERE id = ?1",
                _ => "UPDATE event SET step_name = '' WHERE id = ?1",
            };
            connection.execute(sql, [earlier]).unwrap();
            let kept = figures::kept(&connection).unwrap();
            prop_assert_eq!(kept, figures::recount(&connection).unwrap());
        }
    }

    #[test]
    fn overdue_touches_are_those_past_their_deadline_or_of_an_earlier_day(
        touches in proptest::collection::vec((1..3_i64, 0..6_i64, proptest::option::of(0..6_i64)), 0..20),
        now in 0..6_i64, before in 0..6_i64, days in proptest::option::of((0..4_i64, 0..4_i64)),
    ) {
        let (_folder, connection) = workspace();
        connection.pragma_update(None, "foreign_keys", false).unwrap();
        for (number, (cadence, due, deadline)) in (10_i64..).zip(&touches) {
            connection.execute(
                "INSERT INTO agenda (enrolment_id, cadence_id, step_id, partnership_id, contact_id, kind,
                    visit, attempt, base_at, ready_at, due_at, state, live, deadline_at)
                 VALUES (?1, ?2, ?2, 1, 1, 'task', 1, 1, 0, 0, ?3, 'due', 1, ?4)",
                params![number, cadence, due * DAY / 2, deadline.map(|at| at * DAY / 2)],
            ).unwrap();
        }
        let moment = |at: i64| Timestamp::from_millis(at * DAY / 2);
        let overdue = Overdue { now: moment(now), before: moment(before) };
        let range = days.map(|(from, until)| Days { from, until });
        let found = figures::by_cadence(&connection, range, overdue).unwrap();
        for cadence in [1, 2] {
            let late = touches.iter().filter(|(of, due, deadline)| {
                let on = due / 2;
                *of == cadence
                    && deadline.map_or(*due < before, |at| at <= now)
                    && days.is_none_or(|(from, until)| from <= on && on <= until)
            });
            let counted = found.get(&CadenceId(cadence)).map_or(0, |figures| figures.overdue);
            prop_assert_eq!(counted, i64::try_from(late.count()).unwrap());
        }
    }
}

#[test]
fn a_call_is_counted_in_as_many_steps_after_a_thousand_calls_as_after_two() {
    let (_folder, connection) = workspace();
    let (busy, connected) = (ENTRIES[3], ENTRIES[4]);
    let steps: Vec<i32> = (0..1_000).map(|at| happens(&connection, 1, busy, at)).collect();
    assert_eq!(steps.last(), steps.get(2));
    happens(&connection, 1, connected, 1_000);
    let kept = figures::kept(&connection).unwrap();
    assert_eq!(kept.totals.get(&(1, "calls_to_contact".to_owned())), Some(&1_001));
    let steps: Vec<i32> = (1_001..2_000).map(|at| happens(&connection, 1, busy, at)).collect();
    assert_eq!(steps.last(), steps.get(2));
}

//! Lists of due touches: every page of every list, compared with sorting all of them.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use desk_core::ids::{CadenceId, StepId};
use desk_core::time::Timestamp;
use desk_store::Connection;
use desk_store::due::{self, Behind, List, Of, Order, Overdue, Which};
use proptest::prelude::*;
use rusqlite::params;
use support::workspace;

/// A touch: its cadence and step, whether it waits, when it is due, its deadline, name, tier and priority.
type Open = (i64, i64, bool, i64, Option<i64>, u8, i64, i64);

fn open_touch() -> impl Strategy<Value = Open> {
    let deadline = prop_oneof![3 => Just(None), 1 => (0..9_i64).prop_map(Some)];
    (1..3_i64, 1..3_i64, any::<bool>(), 0..9_i64, deadline, b'a'..b'd', 1..5_i64, 0..3_i64)
}

fn add(connection: &Connection, touches: &[Open]) {
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    for (id, (cadence, step, waits, due, deadline, name, tier, priority)) in (1_i64..).zip(touches)
    {
        connection
            .execute(
                "INSERT INTO agenda (id, enrolment_id, cadence_id, step_id, partnership_id, contact_id,
                    kind, visit, attempt, base_at, ready_at, due_at, state, live, deadline_at, name_key,
                    tier, priority)
                 VALUES (?1, ?1, ?2, ?3, 1, 1, 'task', 1, 1, 0, 0, ?4, ?5, 1, ?6, ?7, ?8, ?9)",
                params![
                    id, cadence, cadence * 10 + step, due, if *waits { "waiting" } else { "due" },
                    deadline, char::from(*name).to_string(), tier, priority
                ],
            )
            .unwrap();
    }
}

/// The ids that a list has, sorted here.
fn expected(touches: &[Open], list: &List) -> Vec<i64> {
    let Overdue { now, before } = list.overdue;
    let mut found: Vec<(i64, &Open)> = (1..).zip(touches).collect();
    found.retain(|(_, (cadence, step, waits, due, deadline, ..))| {
        let overdue = deadline.map_or(*due < before.as_millis(), |at| at <= now.as_millis());
        let which = match list.which {
            Which::Due => !waits,
            Which::Overdue => !waits && overdue,
            Which::Today => !waits && !overdue,
            Which::Later(until) => *waits && *due < until.as_millis(),
        };
        let of = match list.of {
            Of::All => true,
            Of::Cadence(id) => id.0 == *cadence,
            Of::Step(id) => id.0 == cadence * 10 + step,
        };
        which && of
    });
    let order = if matches!(list.which, Which::Later(_)) { Order::Due } else { list.order };
    found.sort_by_key(|&(id, &(_, _, _, due, _, name, tier, priority))| match order {
        Order::Due => (0, due, id),
        Order::Priority => (priority, due, id),
        Order::Tier => (tier, due, id),
        Order::Name => (i64::from(name), id, id),
    });
    found.into_iter().map(|(id, _)| id).collect()
}

fn pages(connection: &Connection, list: &List) -> Vec<i64> {
    let (mut ids, mut after): (Vec<i64>, Option<Behind>) = (Vec::new(), None);
    loop {
        let rows = due::page(connection, list, after.as_ref(), 3).unwrap();
        let Some(last) = rows.last() else { return ids };
        let rank = if list.order == Order::Tier { last.tier } else { last.priority };
        let (due_at, name_key, id) = (last.due_at, last.name_key.clone(), last.id);
        after = Some(Behind { rank, due_at, name_key, id });
        ids.extend(rows.iter().map(|row| row.id.0));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_list_shows_each_of_its_touches_once_and_in_its_order(
        touches in proptest::collection::vec(open_touch(), 0..24), now in 0..9_i64, before in 0..9_i64,
    ) {
        let (_folder, connection) = workspace();
        add(&connection, &touches);
        let at = Timestamp::from_millis;
        let overdue = Overdue { now: at(now), before: at(before) };
        for which in [Which::Due, Which::Overdue, Which::Today, Which::Later(at(now))] {
            for order in [Order::Due, Order::Priority, Order::Tier, Order::Name] {
                for of in [Of::All, Of::Cadence(CadenceId(1)), Of::Step(StepId(21))] {
                    let list = List { order, of, which, overdue };
                    // What comes later in a step is found by the step's cadence.
                    if !matches!((which, of), (Which::Later(_), Of::Step(_))) {
                        let expected = expected(&touches, &list);
                        prop_assert_eq!(pages(&connection, &list), expected.clone(), "{:?}", list);
                        let count = due::count(&connection, &list).unwrap().count;
                        prop_assert_eq!(count as usize, expected.len(), "{:?}", list);
                    }
                }
            }
        }
    }
}

//! The engine is killed while it sends; what came to the server and what the file says have to agree.

#![cfg(unix)]
#![allow(clippy::print_stdout, reason = "the output of a test says in which phases it was killed")]

use desk_outgoing::kill::{self, Options, Plant, Report};
use std::path::Path;

fn killed(runs: u64, plant: Option<Plant>) -> Report {
    let program = Path::new(env!("CARGO_BIN_EXE_outgoing"));
    let report = kill::run(program, Options { runs, seed: 0, threads: 2, plant });
    println!("{report}");
    report
}

#[test]
fn no_message_comes_twice_and_none_is_missing_however_often_the_engine_is_killed() {
    let report = killed(50, None);
    assert_eq!(report.wrong, Vec::<String>::new());
    assert!(report.kills >= 50);
    assert!(report.least() >= 5, "a phase was hardly met");
}

#[test]
fn an_engine_that_marks_data_late_is_found_out() {
    let wrong = killed(16, Some(Plant::LateMark)).wrong;
    assert!(wrong.iter().any(|wrong| wrong.contains("times")), "{wrong:?}");
}

#[test]
fn an_engine_that_writes_receipts_early_is_found_out() {
    let wrong = killed(16, Some(Plant::EarlyReceipt)).wrong;
    assert!(wrong.iter().any(|wrong| wrong.contains("never came")), "{wrong:?}");
}

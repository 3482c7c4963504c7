//! What must hold, however often the engine is killed.

use super::file::Row;
use crate::sink::{Letter, Record};
use std::collections::{HashMap, HashSet};

/// Those whose data are begun and that have no receipt: in doubt when the engine starts again.
pub fn doubtful(rows: &[Row]) -> impl Iterator<Item = &Row> {
    rows.iter().filter(|row| row.state == "sending" && row.begun)
}

/// What is wrong right after a kill: more messages have come to be in doubt than connections were open, or
/// one whose data the server never let begin. `before` are those of the kill before, of which an engine that
/// is killed while it starts has not taken notice.
#[must_use]
pub fn after_kill(
    rows: &[Row],
    before: &HashSet<String>,
    letters: &[Letter],
    connections: usize,
) -> Vec<String> {
    let new: Vec<&Row> = doubtful(rows).filter(|row| !before.contains(&row.id)).collect();
    let mut wrong = Vec::new();
    if new.len() > connections {
        wrong.push(format!("{} more in doubt, {connections} connections", new.len()));
    }
    for row in new {
        if !letters.iter().any(|letter| letter.begun && letter.to == row.to) {
            wrong.push(format!("{} is in doubt, and its data were not begun", row.to));
        }
    }
    wrong
}

/// What is wrong at the end, when the engine has nothing left to send.
#[must_use]
pub fn at_end(rows: &[Row], record: &Record, messages: usize) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut copies: HashMap<&str, usize> = HashMap::new();
    for id in record.letters.iter().filter_map(|letter| letter.id.as_deref()) {
        *copies.entry(id).or_default() += 1;
    }
    for (id, count) in copies.iter().filter(|(_, count)| **count > 1) {
        wrong.push(format!("{id} came {count} times"));
    }
    if rows.len() != messages {
        wrong.push(format!("{} rows for {messages} messages", rows.len()));
    }
    for row in rows {
        let own = || record.letters.iter().filter(|letter| letter.to == row.to);
        let came = own().any(|letter| letter.id.as_ref() == Some(&row.id) && letter.accepted);
        match row.state.as_str() {
            "sent" if came => {}
            "sent" => wrong.push(format!("{} counts as sent and never came", row.to)),
            "in_doubt" if own().any(|letter| letter.begun) => {}
            "in_doubt" => wrong.push(format!("{} is in doubt and was never begun", row.to)),
            state => wrong.push(format!("{} is missing: {state}", row.to)),
        }
    }
    let known = |id: &str| rows.iter().any(|row| row.id == id);
    wrong.extend(copies.keys().filter(|id| !known(id)).map(|id| format!("{id} is nobody's")));
    wrong
}

//! Taking back: an enrolment's rows as they were before an event, kept with the event.

use crate::enrolment::{self, EnrolmentRow};
use crate::text_enum::Json;
use crate::{StoreError, Tx, contact, workspace};
use desk_core::change::TagKind;
use desk_core::draft::Draft;
use desk_core::enrolment::EnrolmentState;
use desk_core::ids::{ContactId, EnrolmentId, TouchId};
use desk_core::time::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, named_params, params_from_iter};
use serde::{Deserialize, Serialize};

/// Enrolments as they were. One that has no rows here was not there yet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    enrolments: Vec<Before>,
    /// Marks on this contact's numbers and addresses were made together with it.
    contact: Option<i64>,
    /// Since when everything was paused then.
    #[serde(default)]
    paused: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Before {
    id: i64,
    rows: Option<Rows>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Rows {
    state: EnrolmentState,
    frozen: bool,
    stopped_since: Option<i64>,
    #[serde(default = "first_run")]
    run: u32,
    touches: u32,
    #[serde(default)]
    buying_signal: bool,
    /// The version that it worked through; none in entries that never changed it.
    #[serde(default)]
    version: Option<i64>,
    /// The row of `agenda`, its columns in order.
    agenda: Option<Vec<Cell>>,
    draft: Option<(Draft, i64)>,
}

const fn first_run() -> u32 {
    1
}

/// A value of a column of `agenda`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum Cell {
    Number(i64),
    Word(String),
    Nothing,
}

/// The columns of `agenda` that are kept. New ones come last: older entries have kept fewer.
const AGENDA: [&str; 24] = [
    "id",
    "enrolment_id",
    "cadence_id",
    "step_id",
    "partnership_id",
    "contact_id",
    "kind",
    "visit",
    "attempt",
    "base_at",
    "retry_minutes",
    "snoozed_until",
    "ready_at",
    "due_at",
    "state",
    "live",
    "reminded",
    "beyond_hours",
    "name_key",
    "tier",
    "priority",
    "zone",
    "deadline_at",
    "caller",
];

/// Keeps how these enrolments are now.
///
/// # Errors
/// The database's.
pub fn snapshot(
    connection: &Connection,
    enrolments: &[EnrolmentId],
) -> Result<Snapshot, StoreError> {
    let enrolments = enrolments
        .iter()
        .map(|&id| Ok(Before { id: id.0, rows: rows(connection, id)? }))
        .collect::<Result<_, StoreError>>()?;
    let paused = workspace::settings(connection)?.paused_since.map(Timestamp::as_millis);
    Ok(Snapshot { enrolments, contact: None, paused })
}

/// Keeps that an enrolment was not there yet.
#[must_use]
pub fn was_not_there(id: EnrolmentId) -> Snapshot {
    Snapshot { enrolments: vec![Before { id: id.0, rows: None }], ..Snapshot::default() }
}

impl Snapshot {
    /// The same, and that another enrolment was not there yet.
    #[must_use]
    pub fn and_was_not_there(mut self, id: EnrolmentId) -> Self {
        self.enrolments.push(Before { id: id.0, rows: None });
        self
    }

    /// Notes that marks on the contact's numbers and addresses were made together with it.
    #[must_use]
    pub fn with_contact(self, contact: ContactId) -> Self {
        Self { contact: Some(contact.0), ..self }
    }

    /// The same of these enrolments alone.
    #[must_use]
    pub fn only(mut self, these: &[EnrolmentId]) -> Self {
        self.enrolments.retain(|before| these.contains(&EnrolmentId(before.id)));
        self
    }

    /// The enrolments that it holds.
    #[must_use]
    pub fn enrolments(&self) -> Vec<EnrolmentId> {
        self.enrolments.iter().map(|before| EnrolmentId(before.id)).collect()
    }
}

/// Brings enrolments back to how they were. What was finished since is open again.
///
/// # Errors
/// The database's.
pub fn restore(tx: &mut Tx<'_>, before: &Snapshot, since: Timestamp) -> Result<(), StoreError> {
    // Those that were not there yet go first: they may stand where others come back to.
    let made = before.enrolments.iter().filter(|one| one.rows.is_none());
    let kept = before.enrolments.iter().filter(|one| one.rows.is_some());
    for Before { id, rows } in made.chain(kept) {
        let now = enrolment::get(tx.connection(), EnrolmentId(*id))?;
        match rows {
            None => {
                tx.connection().execute("DELETE FROM enrolment WHERE id = ?1", [id])?;
            }
            // It was taken back meanwhile that it ever began.
            Some(_) if now.is_none() => {}
            Some(rows) => restore_one(tx, *id, rows, before.paused)?,
        }
        if let Some(row) = &now {
            note(tx, row);
        }
    }
    if let Some(contact) = before.contact {
        contact::take_marks_back(tx.connection(), ContactId(contact), since)?;
    }
    Ok(())
}

fn note(tx: &mut Tx<'_>, row: &EnrolmentRow) {
    enrolment::note(tx, row);
    tx.all(TagKind::Touch);
}

fn rows(connection: &Connection, id: EnrolmentId) -> Result<Option<Rows>, StoreError> {
    let Some(row) = enrolment::get(connection, id)? else { return Ok(None) };
    let agenda = match row.touch {
        None => None,
        Some(touch) => connection
            .prepare_cached(&format!("SELECT {} FROM agenda WHERE id = ?1", AGENDA.join(", ")))?
            .query_row([touch.0], |row| {
                (0..AGENDA.len())
                    .map(|column| {
                        Ok(match row.get::<_, Value>(column)? {
                            Value::Integer(number) => Cell::Number(number),
                            Value::Text(word) => Cell::Word(word),
                            Value::Null | Value::Real(_) | Value::Blob(_) => Cell::Nothing,
                        })
                    })
                    .collect::<rusqlite::Result<Vec<_>>>()
            })
            .optional()?,
    };
    let draft = match row.touch {
        None => None,
        Some(touch) => crate::draft::get(connection, touch)?,
    };
    Ok(Some(Rows {
        state: row.enrolment.state,
        frozen: row.enrolment.frozen,
        stopped_since: row.enrolment.stopped_since.map(Timestamp::as_millis),
        run: row.enrolment.run,
        touches: row.enrolment.touches,
        buying_signal: row.enrolment.buying_signal,
        version: Some(row.version.0),
        agenda,
        draft: draft.map(|(draft, at)| (draft, at.as_millis())),
    }))
}

/// An open touch of before is that of whoever the enrolment belongs to now: it may have been merged since.
fn theirs(connection: &Connection, id: i64, cells: &[Cell]) -> Result<Vec<Cell>, StoreError> {
    let (partnership, contact) = connection
        .prepare_cached("SELECT partnership_id, contact_id FROM enrolment WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let of = |(name, cell): (&str, &Cell)| match name {
        "partnership_id" => Cell::Number(partnership),
        "contact_id" => Cell::Number(contact),
        _ => cell.clone(),
    };
    Ok(AGENDA.into_iter().zip(cells).map(of).collect())
}

fn restore_one(
    tx: &mut Tx<'_>,
    id: i64,
    rows: &Rows,
    paused: Option<i64>,
) -> Result<(), StoreError> {
    let connection = tx.connection();
    connection.execute(
        // What stood still with everything, which has gone on since, has stood still from then on.
        "UPDATE enrolment SET state = :state, frozen = :frozen,
                stopped_since = coalesce(:stopped,
                    (SELECT :paused FROM workspace WHERE paused_since IS NOT :paused)),
                run = :run, touches = :touches, buying_signal = :signal,
                version_id = coalesce(:version, version_id) WHERE id = :id",
        named_params! {
            ":id": id, ":state": Json(rows.state), ":frozen": rows.frozen,
            ":paused": paused,
            ":stopped": rows.stopped_since, ":run": rows.run, ":touches": rows.touches,
            ":signal": rows.buying_signal, ":version": rows.version,
        },
    )?;
    let Some(cells) = &rows.agenda else { return Ok(()) };
    let cells = &theirs(connection, id, cells)?;
    let touch = match cells.first() {
        Some(Cell::Number(touch)) => *touch,
        _ => return Ok(()),
    };
    // The text that was given back to the draft meanwhile is newer than the one kept here.
    let text: Option<(Draft, Timestamp)> = crate::draft::get(connection, TouchId(touch))?;
    connection.execute("DELETE FROM agenda WHERE enrolment_id = ?1", [id])?;
    // Ids of touches grow within an enrolment: all from this one on were finished since.
    connection.execute("DELETE FROM touch WHERE enrolment_id = ?1 AND id >= ?2", [id, touch])?;
    let marks = vec!["?"; cells.len()].join(", ");
    let columns = AGENDA.into_iter().take(cells.len()).collect::<Vec<_>>().join(", ");
    connection.execute(
        &format!("INSERT INTO agenda ({columns}) VALUES ({marks})"),
        params_from_iter(cells.iter().map(|cell| match cell {
            Cell::Number(number) => Value::Integer(*number),
            Cell::Word(word) => Value::Text(word.clone()),
            Cell::Nothing => Value::Null,
        })),
    )?;
    let kept = rows.draft.clone().map(|(draft, at)| (draft, Timestamp::from_millis(at)));
    if let Some((draft, at)) = text.or(kept) {
        crate::draft::save(tx, TouchId(touch), &draft, at)?;
    }
    Ok(())
}

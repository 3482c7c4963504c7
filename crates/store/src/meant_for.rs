//! For whom cadences are meant (columns of table `cadence`), and which contacts those are.

use crate::cadence::{COLUMNS, CadenceError, CadenceRow, changed, editable, from_row};
use crate::text_enum::{Json, Word};
use crate::{StoreError, Tx};
use desk_core::change::TagKind;
use desk_core::ids::{CadenceId, ContactId, PartnershipId};
use desk_core::stage::{MeantFor, Stage, persona_key};
use desk_core::time::Timestamp;
use rusqlite::{Connection, named_params};

/// Sets for whom a cadence that is not archived is meant; it has been checked.
///
/// # Errors
/// [`CadenceError`] says why it was not done.
pub fn set(
    tx: &mut Tx<'_>,
    id: CadenceId,
    meant: &MeantFor,
    now: Timestamp,
) -> Result<CadenceRow, CadenceError> {
    editable(tx.connection(), id)?;
    tx.connection().execute(
        "UPDATE cadence SET persona = :persona, persona_key = :key, stages = :stages,
                updated_at = :now
         WHERE id = :id",
        named_params! {
            ":id": id.0, ":persona": meant.persona, ":key": persona_key(&meant.persona),
            ":stages": Json(&meant.stages), ":now": now.as_millis(),
        },
    )?;
    changed(tx, id)
}

/// Takes a stage out of what cadences are meant for.
///
/// # Errors
/// The database's.
pub(crate) fn forget_stage(tx: &mut Tx<'_>, stage: Stage) -> Result<(), StoreError> {
    let changed = tx.connection().execute(
        "UPDATE cadence SET stages =
             (SELECT json_group_array(value) FROM json_each(stages) WHERE value <> ?1)
         WHERE EXISTS (SELECT 1 FROM json_each(stages) WHERE value = ?1)",
        [Word(stage)],
    )?;
    if changed > 0 {
        tx.all(TagKind::Cadence);
    }
    Ok(())
}

/// Up to `limit` active cadences whose name contains the folded text `search`, for somebody to be assigned:
/// those first that are meant for more of what the contact is, then by name. With each the number of what fits.
///
/// # Errors
/// The database's.
pub fn fitting(
    connection: &Connection,
    search: &str,
    (persona, stage): (&str, Option<Stage>),
    limit: u32,
) -> Result<Vec<(CadenceRow, u32)>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS},
                (persona_key <> '' AND persona_key = :persona)
                + EXISTS (SELECT 1 FROM json_each(stages) WHERE value = :stage) AS fits
         FROM cadence
         WHERE archived_at IS NULL AND status = 'active' AND instr(name_key, :search) > 0
         ORDER BY fits DESC, name_key, id LIMIT :limit"
    );
    let rows = connection
        .prepare_cached(&sql)?
        .query_map(
            named_params! {
                ":search": search, ":persona": persona_key(persona), ":stage": stage.map(Word),
                ":limit": limit,
            },
            |row| Ok((from_row(row)?, row.get(13)?)),
        )?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

/// Up to `limit` personas that contacts have, in their order, and each once however it is written.
///
/// # Errors
/// The database's.
pub fn personas(connection: &Connection, limit: u32) -> Result<Vec<String>, StoreError> {
    // Each step leaps over everybody of a persona: contacts are not read.
    let mut statement = connection.prepare_cached(
        "WITH RECURSIVE found (persona) AS (
             SELECT min(persona) FROM contact INDEXED BY contact_by_persona WHERE persona <> ''
             UNION ALL
             SELECT (SELECT min(persona) FROM contact INDEXED BY contact_by_persona
                     WHERE persona <> '' AND persona > found.persona)
             FROM found WHERE found.persona IS NOT NULL
         )
         SELECT persona FROM found WHERE persona IS NOT NULL LIMIT ?1",
    )?;
    let mut seen = std::collections::HashSet::new();
    let mut personas: Vec<String> =
        statement.query_map([limit], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    personas.retain(|persona| seen.insert(persona_key(persona)));
    Ok(personas)
}

/// A contact with what the choice among those of a partnership looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Which one.
    pub id: ContactId,
    /// Whether it is the primary one.
    pub primary: bool,
    /// What kind of contact it is; may be empty.
    pub persona: String,
}

/// The contacts of a partnership, the primary one first; none for one in the bin.
///
/// # Errors
/// The database's.
pub fn candidates(
    connection: &Connection,
    partnership: PartnershipId,
) -> Result<Vec<Candidate>, StoreError> {
    let candidates = connection
        .prepare_cached(
            "SELECT contact.id, is_primary, persona
             FROM contact JOIN partnership ON partnership.id = partnership_id
             WHERE partnership_id = ?1 AND deleted_at IS NULL
             ORDER BY is_primary DESC, contact.id",
        )?
        .query_map([partnership.0], |row| {
            Ok(Candidate { id: ContactId(row.get(0)?), primary: row.get(1)?, persona: row.get(2)? })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(candidates)
}

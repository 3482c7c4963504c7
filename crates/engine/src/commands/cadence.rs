//! Commands about cadences.

use super::stage::known;
use super::{store_error, work_error};
use crate::outreach::{Moment, WorkError, bulk};
use crate::ports::{Reads, Writes, Zoned};
use desk_core::cadence::{self as domain, CadenceDescription, CadenceName};
use desk_core::ids::Ids;
use desk_core::stage::MeantFor;
use desk_core::time::{Clock, Timestamp};
use desk_store::bulk::Work;
use desk_store::cadence::{self as table, CadenceError, CadenceRow, Filter};
use desk_store::{Tx, meant_for};
use desk_wire::cadence::{
    CadenceArchive, CadenceCounts, CadenceCreate, CadenceCursor, CadenceFilter, CadenceListRequest,
    CadencePage, CadenceRef, CadenceSummary, CadenceUpdate,
};
use desk_wire::error::{Field, Problem, WireError};

/// Most rows in a page.
const MAX_PAGE: u32 = 200;

/// Answers `cadence_list`.
///
/// # Errors
/// The database's.
pub fn list(host: &impl Reads, request: CadenceListRequest) -> Result<CadencePage, WireError> {
    let filter = match request.filter {
        CadenceFilter::All => Filter::Unarchived,
        CadenceFilter::Active => Filter::Active,
        CadenceFilter::Draft => Filter::Draft,
        CadenceFilter::Archived => Filter::Archived,
    };
    let limit = request.limit.clamp(1, MAX_PAGE);
    let search = domain::name_key(&request.search);
    let after = request.after.as_ref().map(|cursor| (cursor.name_key.as_str(), cursor.id));
    // One row more than asked for tells whether another page follows.
    let (mut rows, counts) = host
        .store()
        .read(|c| Ok((table::page(c, filter, &search, after, limit + 1)?, table::counts(c)?)))
        .map_err(store_error)?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|row| CadenceCursor { name_key: row.name_key.clone(), id: row.id });
    Ok(CadencePage {
        rows: rows.into_iter().map(summary).collect(),
        next,
        counts: CadenceCounts {
            all: counts.unarchived,
            active: counts.active,
            draft: counts.draft,
            archived: counts.archived,
        },
    })
}

/// Answers `cadence_create`.
///
/// # Errors
/// A field that is refused, a name that is taken, a stage that is not in the list, or the database's.
pub fn create(
    host: &(impl Writes + Clock + Ids),
    request: CadenceCreate,
) -> Result<CadenceSummary, WireError> {
    let (name, description) = texts(&request.name, &request.description)?;
    let meant = checked(request.meant_for)?;
    let now = host.now();
    let uid = host.uid(now);
    let row = host.write(|tx| {
        let row = table::insert_draft(tx, uid, &name, &description, now).map_err(told)?;
        set_meant_for(tx, row, meant, now)
    });
    row.map(summary).map_err(work_error)
}

/// Answers `cadence_update`.
///
/// # Errors
/// A field that is refused, a name that is taken, a cadence that is archived or gone, or the
/// database's.
pub fn update(
    host: &(impl Writes + Clock),
    request: CadenceUpdate,
) -> Result<CadenceSummary, WireError> {
    let (name, description) = texts(&request.name, &request.description)?;
    let meant = checked(request.meant_for)?;
    let now = host.now();
    let row = host.write(|tx| {
        let row = table::rename(tx, request.id, &name, &description, now).map_err(told)?;
        set_meant_for(tx, row, meant, now)
    });
    row.map(summary).map_err(work_error)
}

/// Answers `cadence_archive`.
///
/// # Errors
/// People in it who are not to be finished, a cadence that is gone, or the database's.
pub fn archive(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: CadenceArchive,
) -> Result<CadenceSummary, WireError> {
    let CadenceArchive { id, finish } = request;
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let row = host.write(|tx| {
        let row = table::archive(tx, id, finish, moment.now).map_err(told)?;
        if row.people == 0 {
            return Ok(row);
        }
        bulk::begin(tx, moment, Work::Finish { cadence: id })?;
        table::get(tx.connection(), id)?.ok_or(WorkError::Gone)
    });
    row.map(summary).map_err(work_error)
}

/// Answers `cadence_restore`.
///
/// # Errors
/// A name that was given to another cadence meanwhile, a cadence that is gone, or the database's.
pub fn restore(
    host: &(impl Writes + Clock),
    request: CadenceRef,
) -> Result<CadenceSummary, WireError> {
    let now = host.now();
    host.write(|tx| table::restore(tx, request.id, now)).map(summary).map_err(cadence_error)
}

fn texts(name: &str, description: &str) -> Result<(CadenceName, CadenceDescription), WireError> {
    let name = CadenceName::parse(name).map_err(|e| WireError::text(Field::Name, e))?;
    let description = CadenceDescription::parse(description)
        .map_err(|e| WireError::text(Field::Description, e))?;
    Ok((name, description))
}

fn checked(meant: Option<MeantFor>) -> Result<Option<MeantFor>, WireError> {
    meant.map(MeantFor::checked).transpose().map_err(|e| WireError::text(Field::Persona, e))
}

/// Keeps for whom a cadence is meant, if that is said; its stages have to be in the list.
fn set_meant_for(
    tx: &mut Tx<'_>,
    row: CadenceRow,
    meant: Option<MeantFor>,
    now: Timestamp,
) -> Result<CadenceRow, WorkError> {
    let Some(meant) = meant else { return Ok(row) };
    for &stage in &meant.stages {
        known(tx.connection(), stage)?;
    }
    meant_for::set(tx, row.id, &meant, now).map_err(told)
}

fn told(error: CadenceError) -> WorkError {
    WorkError::Told(Box::new(cadence_error(error)))
}

pub(super) fn summary(row: CadenceRow) -> CadenceSummary {
    CadenceSummary {
        id: row.id,
        name: row.name,
        description: row.description,
        meant_for: row.meant_for,
        status: row.status,
        steps: row.step_count,
        people: row.people,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

pub(super) fn cadence_error(error: CadenceError) -> WireError {
    match error {
        CadenceError::NameTaken { name } => Problem::NameTaken { name }.into(),
        CadenceError::NotFound => Problem::NotFound.into(),
        CadenceError::Archived => Problem::CadenceArchived.into(),
        CadenceError::PeopleInside { count } => Problem::PeopleInside { count }.into(),
        CadenceError::Store(error) => store_error(error),
    }
}

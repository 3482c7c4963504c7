//! Commands about the figures of cadences (PRODUCT 10.1, R50).

use super::{due, store_error};
use crate::ports::{Reads, Zoned};
use chrono::NaiveDate;
use desk_core::ids::CadenceId;
use desk_core::step::{Step, StepContent};
use desk_core::time::Clock;
use desk_store::cadence::{self, CadenceRow, Filter};
use desk_store::figures::{self as table, Days, Figures as Counted};
use desk_store::version;
use desk_wire::cadence::CadenceFilter;
use desk_wire::error::{Problem, WireError};
use desk_wire::figures::{
    CadenceFigures, CadenceFiguresDetail, CadenceFiguresRequest, FigureSet, Figures,
    FiguresRequest, Share, StepFigures,
};

/// Answers `figures`.
///
/// # Errors
/// The database's.
pub fn all(
    host: &(impl Reads + Clock + Zoned),
    request: FiguresRequest,
) -> Result<Figures, WireError> {
    let filter = match request.filter {
        CadenceFilter::All => Filter::Unarchived,
        CadenceFilter::Active => Filter::Active,
        CadenceFilter::Draft => Filter::Draft,
        CadenceFilter::Archived => Filter::Archived,
    };
    let (now, rep_zone) = (host.now(), host.rep_zone());
    host.store()
        .read(|c| {
            let overdue = due::overdue(c, now, rep_zone)?;
            let counted = table::by_cadence(c, days(request.from, request.until), overdue)?;
            let of = |id: CadenceId| counted.get(&id).copied().unwrap_or_default();
            let cadences = cadence::page(c, filter, "", None, u32::MAX)?;
            let (steps, active) = cadence::active_steps(c)?;
            Ok(Figures {
                average_steps: Share { count: steps, of: active },
                totals: set(cadences.iter().map(|row| of(row.id)).sum()),
                rows: cadences.into_iter().map(|row| figures(of(row.id), row)).collect(),
            })
        })
        .map_err(store_error)
}

/// Answers `cadence_figures`.
///
/// # Errors
/// A cadence that is gone, or the database's.
pub fn one(
    host: &(impl Reads + Clock + Zoned),
    request: CadenceFiguresRequest,
) -> Result<CadenceFiguresDetail, WireError> {
    let (now, rep_zone) = (host.now(), host.rep_zone());
    let found = host.store().read(|c| {
        let Some(row) = cadence::get(c, request.id)? else { return Ok(None) };
        let overdue = due::overdue(c, now, rep_zone)?;
        let counted = table::by_cadence(c, days(request.from, request.until), overdue)?;
        let steps = version::latest(c, row.id)?.map(|version| version.steps).unwrap_or_default();
        let mut of_steps = table::by_step(c, row.id)?;
        let mut shown: Vec<StepFigures> = (0..)
            .zip(&steps)
            .map(|(position, step)| {
                let counted = of_steps.remove(&step.id).unwrap_or_default();
                step_figures(counted, step.id, Some((position, step)))
            })
            .collect();
        let others = of_steps.into_iter().map(|(id, counted)| step_figures(counted, id, None));
        shown.extend(others);
        let counted = counted.get(&row.id).copied().unwrap_or_default();
        Ok(Some(CadenceFiguresDetail { cadence: figures(counted, row), steps: shown }))
    });
    found.map_err(store_error)?.ok_or_else(|| Problem::NotFound.into())
}

fn days(from: Option<NaiveDate>, until: Option<NaiveDate>) -> Option<Days> {
    let number = |day: NaiveDate| i64::from(day.to_epoch_days());
    (from.is_some() || until.is_some()).then(|| Days {
        from: from.map_or(Days::ALL.from, number),
        until: until.map_or(Days::ALL.until, number),
    })
}

fn figures(counted: Counted, row: CadenceRow) -> CadenceFigures {
    CadenceFigures {
        id: row.id,
        name: row.name,
        status: row.status,
        steps: row.step_count,
        people: row.people,
        created_at: row.created_at,
        figures: set(counted),
    }
}

fn set(counted: Counted) -> FigureSet {
    let ended = counted.done + counted.skipped + counted.failed + counted.overdue;
    FigureSet {
        enrolled: number(counted.enrolled),
        mails: number(counted.mails),
        contact: share(counted.contacts, counted.calls),
        conversion: share(counted.successes, counted.contacts),
        attempts: share(counted.calls_to_contact, counted.reached),
        reply: share(counted.replied, counted.delivered),
        bounce: share(counted.bounced, counted.mailed),
        opt_out: share(counted.opted_out, counted.delivered),
        meeting: share(counted.met, counted.enrolled),
        completion: share(counted.done, ended),
        skipped: number(counted.skipped),
        failed: number(counted.failed),
        overdue: number(counted.overdue),
    }
}

fn step_figures(
    counted: table::StepFigures,
    step: desk_core::ids::StepId,
    shown: Option<(u32, &Step)>,
) -> StepFigures {
    let mails = shown
        .map_or(counted.mailed > 0, |(_, step)| matches!(step.content, StepContent::Email { .. }));
    StepFigures {
        step,
        position: shown.map(|(position, _)| position),
        name: shown.map(|(_, step)| step.name.clone()).unwrap_or_default(),
        kind: shown.map(|(_, step)| step.content.kind()),
        done: number(counted.done),
        skipped: number(counted.skipped),
        due: number(counted.due),
        reply: mails.then(|| share(counted.replied, counted.mailed)),
    }
}

fn share(count: i64, of: i64) -> Share {
    Share { count: number(count), of: number(of) }
}

fn number(n: i64) -> u32 {
    u32::try_from(n.max(0)).unwrap_or(u32::MAX)
}

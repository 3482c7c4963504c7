//! Commands about the numbers that the rep calls from, and the choice of one for a touch (R39).

use super::{store_error, work_error};
use crate::outreach::WorkError;
use crate::ports::{Reads, Writes};
use desk_core::caller::{self, CallerChoice, CallerNumber, choose, find};
use desk_core::ids::{Ids, TouchId};
use desk_core::step::{Step, StepRules};
use desk_core::time::Clock;
use desk_store::{Connection, StoreError, Tx, caller as table, version};
use desk_wire::caller::{CallerFault, CallerNumbers, CallerNumbersSave};
use desk_wire::command::Nothing;
use desk_wire::error::{Problem, WireError};
use desk_wire::rules::StepFault;

/// Answers `caller_numbers`.
///
/// # Errors
/// The database's.
pub fn numbers(host: &impl Reads, _: Nothing) -> Result<CallerNumbers, WireError> {
    let (numbers, _) = host.store().read(table::numbers).map_err(store_error)?;
    Ok(CallerNumbers { numbers })
}

/// Answers `caller_numbers_save`.
///
/// # Errors
/// A number or a label that is refused, a number left out that steps call from, or the database's.
pub fn save(host: &impl Writes, request: CallerNumbersSave) -> Result<CallerNumbers, WireError> {
    let numbers = caller::checked(request.numbers)
        .map_err(|problem| Problem::CallerNumbers { fault: Box::new(problem.into()) })?;
    let saved = host.write(|tx| {
        let (before, _) = table::numbers(tx.connection())?;
        for CallerNumber { number, .. } in before {
            if find(&numbers, &number).is_none() {
                unused(tx.connection(), number)?;
            }
        }
        table::set_numbers(tx, &numbers)?;
        Ok::<_, WorkError>(())
    });
    saved.map_err(work_error)?;
    Ok(CallerNumbers { numbers })
}

/// Refuses to leave a number out that steps call from, also in versions that people are still on.
fn unused(c: &Connection, number: String) -> Result<(), WorkError> {
    let cadences = version::cadences_with(c, |step| is_fixed(&step.rules, &number))?;
    if cadences.is_empty() {
        return Ok(());
    }
    let fault = Box::new(CallerFault::Used { number, cadences });
    Err(Problem::CallerNumbers { fault }.into())
}

fn is_fixed(rules: &StepRules, to: &str) -> bool {
    matches!(&rules.caller, CallerChoice::Fixed { number } if caller::is_same(number, to))
}

/// Why steps cannot be saved or activated: one calls from a number that is not in the list.
pub(super) fn unknown_caller<'a>(
    c: &Connection,
    steps: impl Iterator<Item = &'a StepRules>,
) -> Result<Option<Problem>, StoreError> {
    let (numbers, _) = table::numbers(c)?;
    let unknown = |rules: &StepRules| match &rules.caller {
        CallerChoice::Fixed { number } if find(&numbers, number).is_none() => Some(number.clone()),
        _ => None,
    };
    let found = (0..).zip(steps).find_map(|(position, rules)| Some((position, unknown(rules)?)));
    Ok(found.map(|(position, number)| Problem::StepRules {
        position,
        fault: StepFault::NoSuchCaller { number },
    }))
}

/// The number that an open touch's call is made from, if one was chosen and is still in the list.
pub(super) fn chosen(c: &Connection, touch: TouchId) -> Result<Option<CallerNumber>, StoreError> {
    let number = table::of_touch(c, touch)?;
    if number.is_empty() {
        return Ok(None);
    }
    let (numbers, _) = table::numbers(c)?;
    Ok(find(&numbers, &number).and_then(|at| numbers.into_iter().nth(at)))
}

/// Chooses from which number a touch's call is made, as its step says, unless that is settled: what is
/// chosen stays with the touch.
pub(super) fn settle(
    tx: &mut Tx<'_>,
    host: &(impl Clock + Ids),
    touch: TouchId,
    step: &Step,
) -> Result<(), StoreError> {
    if !is_open(tx.connection(), touch, step)? {
        return Ok(());
    }
    let (numbers, last) = table::numbers(tx.connection())?;
    let [.., a, b, c, d] = *host.uid(host.now()).as_bytes();
    let chance = u64::from(u32::from_be_bytes([a, b, c, d]));
    let choice = &step.rules.caller;
    let Some(caller) = choose(choice, &numbers, &last, chance) else { return Ok(()) };
    if *choice == CallerChoice::Rotating {
        table::set_last(tx, &caller.number)?;
    }
    table::set_of_touch(tx, touch, &caller.number)
}

/// Whether it is still to be chosen from which number a touch's call is made.
pub(super) fn is_open(c: &Connection, touch: TouchId, step: &Step) -> Result<bool, StoreError> {
    if step.rules.caller == CallerChoice::Any || chosen(c, touch)?.is_some() {
        return Ok(false);
    }
    let (numbers, _) = table::numbers(c)?;
    Ok(choose(&step.rules.caller, &numbers, "", 0).is_some())
}

//! Commands about custom fields: which there are, their values, and who has one.

use super::due::capped;
use super::partnership::{detail, list_row};
use super::{PAGE, store_error, work_error};
use crate::outreach::WorkError;
use crate::ports::{Reads, Writes, Zoned};
use desk_core::custom::value::canonical;
use desk_core::custom::{CustomField, FieldDefinition, FieldKind, FieldOwner, MAX_FIELDS};
use desk_core::ids::{CustomFieldId, Ids};
use desk_core::step;
use desk_core::time::Clock;
use desk_store::custom::find::{self, Behind, Found, Wanted};
use desk_store::custom::{self as table, Owner};
use desk_store::{Connection, StoreError, Tx, agenda, enrolment, merge, version};
use desk_wire::command::Nothing;
use desk_wire::custom::{
    CustomCursor, CustomFault, CustomFieldAdd, CustomFieldChange, CustomFieldOrder, CustomFieldRef,
    CustomFieldRemove, CustomFieldUse, CustomFields, CustomFind, CustomFound, CustomFoundRow,
    CustomMatch, CustomTyped, CustomValueFault, CustomValuesSave,
};
use desk_wire::error::{Problem, WireError};
use desk_wire::partnership::PartnershipDetail;
use std::collections::HashSet;

/// Answers `custom_fields`.
///
/// # Errors
/// The database's.
pub fn fields(host: &impl Reads, _: Nothing) -> Result<CustomFields, WireError> {
    let fields = host.store().read(table::fields).map_err(store_error)?;
    Ok(CustomFields { fields })
}

/// Answers `custom_field_add`.
///
/// # Errors
/// A definition that is refused, a key that another field has, too many fields, or the database's.
pub fn add(
    host: &(impl Writes + Clock + Ids),
    request: CustomFieldAdd,
) -> Result<CustomFields, WireError> {
    let definition = checked(request.definition).map_err(work_error)?;
    let uid = host.uid(host.now());
    let fields = host.write(|tx| {
        let fields = table::fields(tx.connection())?;
        if fields.len() >= MAX_FIELDS {
            let max = u32::try_from(MAX_FIELDS).unwrap_or(u32::MAX);
            return Err(refused(CustomFault::TooMany { max }));
        }
        if fields.iter().any(|field| field.definition.key == definition.key) {
            return Err(refused(CustomFault::KeyTaken));
        }
        table::insert(tx, uid, &definition)?;
        Ok(table::fields(tx.connection())?)
    });
    fields.map(|fields| CustomFields { fields }).map_err(work_error)
}

/// Answers `custom_field_change`.
///
/// # Errors
/// A name or choices that are refused, a choice left out that somebody has, a field that is gone, or the
/// database's.
pub fn change(host: &impl Writes, request: CustomFieldChange) -> Result<CustomFields, WireError> {
    let CustomFieldChange { id, name, choices } = request;
    let fields = host.write(|tx| {
        let field = table::get(tx.connection(), id)?.ok_or(WorkError::Gone)?;
        let definition = FieldDefinition { name, choices, ..field.definition.clone() };
        let changed = CustomField { id, definition: checked(definition)? };
        if let Some(fault) = left_out(tx.connection(), &field, &changed)? {
            return Err(refused(fault));
        }
        table::update(tx, &changed)?;
        Ok(table::fields(tx.connection())?)
    });
    fields.map(|fields| CustomFields { fields }).map_err(work_error)
}

/// The first choice that is left out and that somebody has. One that is written otherwise is another.
fn left_out(
    c: &Connection,
    field: &CustomField,
    changed: &CustomField,
) -> Result<Option<CustomFault>, StoreError> {
    for choice in &field.definition.choices {
        if !changed.definition.choices.contains(choice) {
            let count = table::count_of(c, field, choice)?;
            if count > 0 {
                return Ok(Some(CustomFault::ChoiceUsed { choice: choice.clone(), count }));
            }
        }
    }
    Ok(None)
}

/// Answers `custom_field_order`.
///
/// # Errors
/// Ids that are not those of all fields, or the database's.
pub fn order(host: &impl Writes, request: CustomFieldOrder) -> Result<CustomFields, WireError> {
    let fields = host.write(|tx| {
        let known = table::fields(tx.connection())?;
        let asked: HashSet<i64> = request.ids.iter().map(|id| id.0).collect();
        let all = known.iter().all(|field| asked.contains(&field.id.0));
        if !all || request.ids.len() != known.len() {
            return Err(WorkError::Gone);
        }
        table::reorder(tx, &request.ids)?;
        Ok(table::fields(tx.connection())?)
    });
    fields.map(|fields| CustomFields { fields }).map_err(work_error)
}

/// Answers `custom_field_use`.
///
/// # Errors
/// A field that is gone, or the database's.
pub fn used(host: &impl Reads, request: CustomFieldRef) -> Result<CustomFieldUse, WireError> {
    let found = host.store().read(|c| {
        let Some(field) = table::get(c, request.id)? else { return Ok(None) };
        let values = table::count(c, request.id)?;
        Ok(Some(CustomFieldUse { values, cadences: users(c, &field)? }))
    });
    found.map_err(store_error)?.ok_or_else(|| Problem::NotFound.into())
}

/// Answers `custom_field_remove`.
///
/// # Errors
/// A field that cadences use, another number of values than the rep was told, a field that is gone, or the
/// database's.
pub fn remove(host: &impl Writes, request: CustomFieldRemove) -> Result<CustomFields, WireError> {
    let fields = host.write(|tx| {
        let field = table::get(tx.connection(), request.id)?.ok_or(WorkError::Gone)?;
        let cadences = users(tx.connection(), &field)?;
        if !cadences.is_empty() {
            return Err(refused(CustomFault::Used { cadences }));
        }
        let count = table::count(tx.connection(), request.id)?;
        if count != request.values {
            return Err(refused(CustomFault::ValuesChanged { count }));
        }
        table::remove(tx, request.id)?;
        Ok(table::fields(tx.connection())?)
    });
    fields.map(|fields| CustomFields { fields }).map_err(work_error)
}

/// The cadences that use a field, also in versions that people are still on.
fn users(c: &Connection, field: &CustomField) -> Result<Vec<String>, StoreError> {
    version::cadences_with(c, |step| step::uses_custom(step, &field.definition))
}

/// Answers `custom_values_save`.
///
/// # Errors
/// A value that is none of its field, a field that is gone or of another owner, a partnership or contact that is
/// gone, or the database's.
pub fn save(
    host: &(impl Writes + Clock + Zoned),
    request: CustomValuesSave,
) -> Result<PartnershipDetail, WireError> {
    let CustomValuesSave { partnership, contact, values } = request;
    let (of, now) = (Owner { partnership, contact }, host.now());
    let saved = host.write(|tx| {
        let row = desk_store::partnership::get(tx.connection(), partnership)?;
        row.ok_or(WorkError::Gone)?;
        if merge::home(tx.connection(), partnership)? != partnership {
            return Err(WorkError::Gone);
        }
        if let Some(contact) = contact
            && table::home_of(tx.connection(), contact)? != Some(partnership)
        {
            return Err(WorkError::Gone);
        }
        let fields = table::fields(tx.connection())?;
        for typed in values {
            let (field, value) = kept(&fields, of, &typed)?;
            table::set(tx, field, of, &value)?;
        }
        table::touched(tx, partnership, now)?;
        texts_changed(tx, of)
    });
    saved.map_err(work_error)?;
    detail(host, partnership)
}

/// A value with its field, in the form in which it is kept.
fn kept<'a>(
    fields: &'a [CustomField],
    of: Owner,
    typed: &CustomTyped,
) -> Result<(&'a CustomField, String), WorkError> {
    let owner = if of.contact.is_some() { FieldOwner::Contact } else { FieldOwner::Partnership };
    let fits = |field: &&CustomField| field.id == typed.field && field.definition.of == owner;
    let field = fields.iter().find(fits).ok_or(WorkError::Gone)?;
    let value = canonical(&field.definition, &typed.value)
        .map_err(|problem| value_refused(field.id, problem.into()))?;
    Ok((field, value))
}

/// Open drafts are filled with it.
fn texts_changed(tx: &mut Tx<'_>, of: Owner) -> Result<(), WorkError> {
    let open = match of.contact {
        Some(contact) => enrolment::open_of_contact(tx.connection(), contact)?,
        None => enrolment::of_partnership(tx.connection(), of.partnership)?,
    };
    open.iter().filter_map(|row| row.touch).for_each(|touch| agenda::touch_changed(tx, touch));
    Ok(())
}

/// Answers `custom_find`.
///
/// # Errors
/// A value that is none of the field, a field that is gone, or the database's.
pub fn find(host: &impl Reads, request: CustomFind) -> Result<CustomFound, WireError> {
    let limit = request.limit.clamp(PAGE.0, PAGE.1);
    let field = host.store().read(|c| table::get(c, request.field)).map_err(store_error)?;
    let field = field.ok_or(Problem::NotFound)?;
    let asked = asked(&field, &request.wanted)?;
    let wanted = match &request.wanted {
        CustomMatch::Is { .. } => Wanted::Is(&asked),
        CustomMatch::Below { .. } => Wanted::Below(&asked),
        CustomMatch::Above { .. } => Wanted::Above(&asked),
        CustomMatch::Filled => Wanted::Filled,
    };
    let after = request.after.as_ref().map(|cursor| Behind {
        value: &cursor.value,
        name_key: &cursor.name_key,
        id: cursor.id,
    });
    let page = host.store().read(|c| {
        let mut found = find::page(c, &field, wanted, after, limit + 1)?;
        let more = found.len() > limit as usize;
        found.truncate(limit as usize);
        let next = found.last().filter(|_| more).map(|last| CustomCursor {
            value: last.value.clone(),
            name_key: last.row.name_key.clone(),
            id: last.row.id,
        });
        let rows = found.into_iter().map(|Found { row, value }| {
            Ok(CustomFoundRow { partnership: list_row(c, row)?, value })
        });
        let rows = rows.collect::<Result<_, StoreError>>()?;
        Ok(CustomFound { rows, next, matching: capped(find::matching(c, &field, wanted)?) })
    });
    page.map_err(store_error)
}

/// What is looked for in the form in which it is kept; empty for any value.
fn asked(field: &CustomField, wanted: &CustomMatch) -> Result<String, WireError> {
    let refuse = |fault| Problem::CustomValue { field: field.id, fault };
    let value = match wanted {
        CustomMatch::Filled => return Ok(String::new()),
        CustomMatch::Is { value } => value,
        CustomMatch::Below { value } | CustomMatch::Above { value } => {
            if !matches!(field.definition.kind, FieldKind::Number | FieldKind::Date) {
                return Err(refuse(CustomValueFault::NotCompared).into());
            }
            value
        }
    };
    let value = canonical(&field.definition, value).map_err(|problem| refuse(problem.into()))?;
    match value.is_empty() {
        true => {
            let fault = desk_wire::error::Fault::Empty;
            Err(refuse(CustomValueFault::Text { fault }).into())
        }
        false => Ok(value),
    }
}

fn checked(definition: FieldDefinition) -> Result<FieldDefinition, WorkError> {
    definition.checked().map_err(|problem| refused(problem.into()))
}

fn refused(fault: CustomFault) -> WorkError {
    Problem::CustomField { fault }.into()
}

fn value_refused(field: CustomFieldId, fault: CustomValueFault) -> WorkError {
    Problem::CustomValue { field, fault }.into()
}

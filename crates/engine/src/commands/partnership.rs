//! Commands about partnerships, their contacts and their timeline.

use super::due::capped;
use super::stage::{known, tell_change};
use super::{PAGE, enrolment::cards, person_problem, store_error, work_error};
use crate::outreach::bulk::replan;
use crate::outreach::carry::finish_all;
use crate::outreach::{Moment, WorkError, place_of};
use crate::ports::{Reads, Writes, Zoned};
use desk_core::address::EmailAddress;
use desk_core::enrolment::Outcome;
use desk_core::event::{Actor, What};
use desk_core::ids::{ContactId, Ids, PartnershipId};
use desk_core::incoming::is_shared_inbox;
use desk_core::partnership::{ContactFields, Tier, parse_notes};
use desk_core::text;
use desk_core::time::Clock;
use desk_core::zone::Zone;
use desk_store::contact::{self, Contact, ContactError};
use desk_store::event::{self, EventRow, NewEvent};
use desk_store::partnership::list::{self, Behind, Filter, NEVER, Order, TierFilter};
use desk_store::partnership::{self as table, PartnershipRow};
use desk_store::{Connection, StoreError, Tx, agenda, cadence, custom, enrolment, merge};
use desk_wire::custom::CustomValue;
use desk_wire::enrolment::NextTouch;
use desk_wire::error::{Problem, WireError};
use desk_wire::partnership::{
    self as wire, AddressLook, AddressLooks, ContactCreate, ContactDetail, ContactRef,
    ContactUpdate, NotesSave, PartnershipCreate, PartnershipCursor, PartnershipDetail,
    PartnershipListRequest, PartnershipOrder, PartnershipPage, PartnershipRef, PartnershipUpdate,
    Saved, StepName, TimelineCursor, TimelineEntry, TimelinePage, TimelineRequest,
};

/// Answers `partnership_list`.
///
/// # Errors
/// The database's.
pub fn list_page(
    host: &impl Reads,
    request: PartnershipListRequest,
) -> Result<PartnershipPage, WireError> {
    let limit = request.limit.clamp(PAGE.0, PAGE.1);
    let order = order_of(request.order.unwrap_or_default());
    let filter = Filter {
        search: text::fold(request.search.trim()),
        stage: request.stage,
        tier: request.tier.map(tier_of),
    };
    let after = request.after.as_ref().map(|cursor| Behind {
        rank: cursor.rank.unwrap_or(if order == Order::NextDue { NEVER } else { 0 }),
        name_key: &cursor.name_key,
        id: cursor.id,
    });
    host.store()
        .read(|c| {
            let mut found = list::page(c, &filter, order, after, limit + 1)?;
            let more = found.len() > limit as usize;
            found.truncate(limit as usize);
            let next = found.last().filter(|_| more).map(|listed| PartnershipCursor {
                name_key: listed.row.name_key.clone(),
                id: listed.row.id,
                rank: Some(listed.rank).filter(|&rank| order != Order::Name && rank != NEVER),
            });
            let rows = found
                .into_iter()
                .map(|listed| list_row(c, listed.row))
                .collect::<Result<_, _>>()?;
            let filtered = filter.stage.is_some() || filter.tier.is_some();
            let all = Filter { search: String::new(), ..filter };
            let matching = filtered.then(|| list::matching(c, &all)).transpose()?.map(capped);
            Ok(PartnershipPage { rows, next, total: table::count(c)?, matching })
        })
        .map_err(store_error)
}

const fn order_of(order: PartnershipOrder) -> Order {
    match order {
        PartnershipOrder::Name => Order::Name,
        PartnershipOrder::Tier => Order::Tier,
        PartnershipOrder::Stage => Order::Stage,
        PartnershipOrder::Updated => Order::Updated,
        PartnershipOrder::NextDue => Order::NextDue,
    }
}

const fn tier_of(tier: wire::TierFilter) -> TierFilter {
    match tier {
        wire::TierFilter::One => TierFilter::Is(Tier::One),
        wire::TierFilter::Two => TierFilter::Is(Tier::Two),
        wire::TierFilter::Three => TierFilter::Is(Tier::Three),
        wire::TierFilter::None => TierFilter::None,
    }
}

pub(super) fn list_row(
    c: &Connection,
    row: PartnershipRow,
) -> Result<wire::PartnershipRow, StoreError> {
    let (contact, contacts) = contact::summary(c, row.id)?;
    let next = match agenda::next_of_partnership(c, row.id)? {
        None => None,
        Some(next) => Some(NextTouch {
            cadence: cadence::name(c, next.cadence)?,
            kind: next.kind,
            due_at: next.due_at,
            due: next.due,
        }),
    };
    Ok(wire::PartnershipRow {
        id: row.id,
        name: row.fields.name,
        stage: row.fields.stage,
        tier: row.fields.tier,
        contact,
        contacts,
        next,
        updated_at: row.updated_at,
    })
}

/// Answers `partnership_create`.
///
/// # Errors
/// A field that is refused, an address that another contact has, a stage that is not in the list, or the
/// database's.
pub fn create(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: PartnershipCreate,
) -> Result<PartnershipDetail, WireError> {
    let fields = request.fields.checked().map_err(person_problem)?;
    let contact =
        request.contact.map(ContactFields::checked).transpose().map_err(person_problem)?;
    let now = host.now();
    let made = host.write(|tx| {
        known(tx.connection(), fields.stage)?;
        let id = table::insert(tx, host.uid(now), &fields, now)?;
        tell(tx, host, id, None, What::Created)?;
        if let Some(contact) = &contact {
            let told = |error| WorkError::Told(Box::new(contact_error(error)));
            contact::insert(tx, host.uid(now), id, contact).map_err(told)?;
        }
        Ok::<_, WorkError>(id)
    });
    detail(host, made.map_err(work_error)?)
}

/// Answers `partnership_update`.
///
/// # Errors
/// A field that is refused, a partnership that is gone, a stage that is not in the list, or the database's.
pub fn update(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: PartnershipUpdate,
) -> Result<PartnershipDetail, WireError> {
    let fields = request.fields.checked().map_err(person_problem)?;
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let found = host.write(|tx| {
        let before = table::get(tx.connection(), request.id)?.ok_or(WorkError::Gone)?;
        if before.fields.stage != fields.stage {
            let to = known(tx.connection(), fields.stage)?;
            tell_change(tx, host, request.id, (before.stage_name, to))?;
        }
        table::update(tx, request.id, &fields, moment.now)?;
        // Zone and country decide when what waits is due.
        replan(tx, moment, enrolment::of_partnership(tx.connection(), request.id)?)
    });
    found.map_err(work_error)?;
    detail(host, request.id)
}

/// Answers `partnership_get`.
///
/// # Errors
/// A partnership that is gone, or the database's.
pub fn get(
    host: &(impl Reads + Clock + Zoned),
    request: PartnershipRef,
) -> Result<PartnershipDetail, WireError> {
    detail(host, request.id)
}

/// Answers `partnership_delete`: enrolments end, messages that have not left are taken back (R24).
///
/// # Errors
/// A partnership that is gone, or the database's.
pub fn delete(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: PartnershipRef,
) -> Result<PartnershipDetail, WireError> {
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let deleted = host.write(|tx| {
        if merge::home(tx.connection(), request.id)? != request.id {
            return Err(WorkError::Gone);
        }
        for contact in contact::of_partnership(tx.connection(), request.id)? {
            let open = enrolment::open_of_contact(tx.connection(), contact.id)?;
            finish_all(tx, moment, open, Outcome::Removed, Actor::Rep)?;
        }
        table::set_deleted(tx, request.id, Some(moment.now))?;
        Ok::<_, WorkError>(())
    });
    deleted.map_err(work_error)?;
    detail(host, request.id)
}

/// Answers `partnership_restore`.
///
/// # Errors
/// A partnership that is gone, or the database's.
pub fn restore(
    host: &(impl Writes + Clock + Zoned),
    request: PartnershipRef,
) -> Result<PartnershipDetail, WireError> {
    host.write(|tx| table::set_deleted(tx, request.id, None)).map_err(store_error)?;
    detail(host, request.id)
}

/// Answers `partnership_notes`.
///
/// # Errors
/// Notes that are refused, a partnership that is gone, or the database's.
pub fn notes(host: &(impl Writes + Clock), request: NotesSave) -> Result<Saved, WireError> {
    let notes = parse_notes(&request.notes).map_err(person_problem)?;
    let now = host.now();
    found_or_gone(host.write(|tx| table::set_notes(tx, request.id, &notes, now)))?;
    Ok(Saved { at: now })
}

/// Answers `timeline`.
///
/// # Errors
/// The database's.
pub fn timeline(
    host: &(impl Reads + Clock),
    request: TimelineRequest,
) -> Result<TimelinePage, WireError> {
    let limit = request.limit.clamp(PAGE.0, PAGE.1);
    let after = request.after.map(|cursor| (cursor.at, cursor.id));
    let now = host.now();
    let read = host.store().read(|c| {
        let mut rows = event::page(c, merge::home(c, request.id)?, after, limit + 1)?;
        for row in rows.iter_mut().filter(|row| is_merge(&row.what)) {
            row.undoable = merge::is_young(c, row.id, now)?;
        }
        Ok(rows)
    });
    let mut rows = read.map_err(store_error)?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|row| TimelineCursor { at: row.at, id: row.id });
    Ok(TimelinePage { entries: rows.into_iter().map(entry).collect(), next })
}

/// A merge is taken back by `merge_undo`, which says what stands against it.
const fn is_merge(what: &What) -> bool {
    matches!(what, What::Merged { .. } | What::ContactMerged { .. })
}

fn entry(row: EventRow) -> TimelineEntry {
    TimelineEntry {
        id: row.id,
        at: row.at,
        actor: row.actor,
        what: row.what,
        contact: row.contact,
        cadence: row.cadence,
        step: row.step.map(|(position, name)| StepName { position, name }),
        undoable: row.undoable,
        undone: row.undone,
    }
}

/// Answers `contact_create`.
///
/// # Errors
/// A field that is refused, an address that another contact has, a partnership that is gone, or the
/// database's.
pub fn add_contact(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: ContactCreate,
) -> Result<PartnershipDetail, WireError> {
    let contact = request.fields.checked().map_err(person_problem)?;
    let now = host.now();
    let added = host.write(|tx| {
        let home = merge::home(tx.connection(), request.partnership)?;
        table::get(tx.connection(), home)?.ok_or(ContactError::NotFound)?;
        let id = contact::insert(tx, host.uid(now), home, &contact)?;
        tell(tx, host, home, Some(id), What::ContactAdded)?;
        Ok(())
    });
    added.map_err(contact_error)?;
    detail(host, request.partnership)
}

/// Answers `contact_update`.
///
/// # Errors
/// A field that is refused, an address that another contact has, a contact that is gone, or the
/// database's.
pub fn update_contact(
    host: &(impl Writes + Clock + Ids + Zoned),
    request: ContactUpdate,
) -> Result<PartnershipDetail, WireError> {
    let contact = request.fields.checked().map_err(person_problem)?;
    let moment = Moment { ids: host, now: host.now(), rep_zone: host.rep_zone() };
    let changed = host.write(|tx| {
        let partnership = contact::update(tx, request.id, &contact)?;
        // Open drafts are filled with it.
        for row in enrolment::open_of_contact(tx.connection(), request.id)? {
            if let Some(touch) = row.touch {
                agenda::touch_changed(tx, touch);
            }
        }
        // Zone and numbers decide when what waits is due.
        let open = enrolment::open_of_contact(tx.connection(), request.id)?;
        replan(tx, moment, open).map_err(|error| match error {
            WorkError::Store(error) => ContactError::Store(error),
            _ => ContactError::NotFound,
        })?;
        Ok(partnership)
    });
    detail(host, changed.map_err(contact_error)?)
}

/// Answers `address_look`.
#[must_use]
pub fn look_at_address(request: &AddressLook) -> AddressLooks {
    let shared = EmailAddress::parse(&request.address).is_ok_and(|one| is_shared_inbox(&one));
    AddressLooks { shared }
}

/// Answers `contact_primary`.
///
/// # Errors
/// A contact that is gone, or the database's.
pub fn make_primary(
    host: &(impl Writes + Clock + Zoned),
    request: ContactRef,
) -> Result<PartnershipDetail, WireError> {
    let changed = host.write(|tx| contact::make_primary(tx, request.id));
    detail(host, changed.map_err(contact_error)?)
}

pub(super) fn tell(
    tx: &mut Tx<'_>,
    host: &(impl Clock + Ids),
    partnership: PartnershipId,
    contact: Option<ContactId>,
    what: What,
) -> Result<(), StoreError> {
    let at = host.now();
    let uid = host.uid(at);
    let actor = Actor::Rep;
    let event =
        NewEvent { uid, at, actor, what, partnership, contact, enrolment: None, step: None };
    event::insert(tx, &event, None).map(drop)
}

pub(super) fn detail(
    host: &(impl Reads + Clock + Zoned),
    id: PartnershipId,
) -> Result<PartnershipDetail, WireError> {
    let (now, rep_zone) = (host.now(), host.rep_zone());
    let found = host.store().read(|c| {
        // What was merged into another is there now.
        let id = merge::home(c, id)?;
        let Some(row) = table::get(c, id)? else { return Ok(None) };
        let contacts = contact::of_partnership(c, id)?;
        let enrolments = cards(c, &row, &contacts, now, rep_zone)?;
        let zone = row.fields.zone.as_deref().and_then(Zone::parse).unwrap_or(rep_zone);
        let zone = zone.name().to_owned();
        let contacts =
            contacts.into_iter().map(|contact| contact_detail(contact, &row, rep_zone)).collect();
        Ok(Some(PartnershipDetail {
            id: row.id,
            zone,
            notes: row.notes,
            contacts,
            enrolments,
            custom: custom::of_partnership(c, id)?.into_iter().map(custom_value).collect(),
            created_at: row.created_at,
            deleted_at: row.deleted_at,
            fields: row.fields,
        }))
    });
    found.map_err(store_error)?.ok_or_else(|| Problem::NotFound.into())
}

fn contact_detail(contact: Contact, home: &PartnershipRow, rep_zone: Zone) -> ContactDetail {
    ContactDetail {
        id: contact.id,
        name: contact.name(),
        zone: place_of(&contact, home, rep_zone).zone.name().to_owned(),
        primary: contact.primary,
        opted_out: contact.opted_out_at.is_some(),
        dead: contact.dead_emails,
        fields: contact.fields,
    }
}

fn custom_value(value: custom::CustomValue) -> CustomValue {
    let custom::CustomValue { field, contact, value } = value;
    CustomValue { field, contact, value }
}

fn found_or_gone(found: Result<bool, StoreError>) -> Result<(), WireError> {
    match found.map_err(store_error)? {
        true => Ok(()),
        false => Err(Problem::NotFound.into()),
    }
}

pub(super) fn contact_error(error: ContactError) -> WireError {
    match error {
        ContactError::AddressTaken { address, partnership, partnership_name } => {
            Problem::AddressTaken { address, partnership, partnership_name }.into()
        }
        ContactError::NotFound => Problem::NotFound.into(),
        ContactError::Store(error) => store_error(error),
    }
}

//! Reads what the rules need to know about an enrolment.

use super::WorkError;
use super::custom::CustomOf;
use desk_core::country::Country;
use desk_core::custom::CustomField;
use desk_core::draft::CallLog;
use desk_core::enrolment::{Call, Course, Facts, Past};
use desk_core::ids::{EnrolmentId, StepId, TouchId, VersionId};
use desk_core::noted::Noted;
use desk_core::phone::PhoneNumber;
use desk_core::place::Place;
use desk_core::step::Step;
use desk_core::time::Timestamp;
use desk_core::touch::Disposition;
use desk_core::zone::Zone;
use desk_store::contact::{self, Contact};
use desk_store::enrolment::{self as table, Deadlines, EnrolmentRow, SortKeys};
use desk_store::partnership::{self, PartnershipRow};
use desk_store::version::{self, Version};
use desk_store::workspace::{self, Settings};
use desk_store::{Connection, StoreError, custom, event};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// What many enrolments share, read once in a transaction. Versions that somebody works through never
/// change; settings are those at the beginning.
#[derive(Default)]
pub(crate) struct Shared {
    versions: Rc<RefCell<HashMap<VersionId, Arc<Version>>>>,
    settings: RefCell<Option<Arc<Settings>>>,
    custom: RefCell<Option<Arc<[CustomField]>>>,
}

impl Shared {
    /// One that knows a version already.
    pub fn with(id: VersionId, version: &Arc<Version>) -> Self {
        let versions = HashMap::from([(id, Arc::clone(version))]);
        Self { versions: Rc::new(RefCell::new(versions)), ..Self::default() }
    }

    /// One for another transaction: it knows the same versions, and reads the settings anew.
    pub fn anew(&self) -> Self {
        Self { versions: Rc::clone(&self.versions), ..Self::default() }
    }

    pub fn version(&self, c: &Connection, id: VersionId) -> Result<Arc<Version>, WorkError> {
        if let Some(known) = self.versions.borrow().get(&id) {
            return Ok(Arc::clone(known));
        }
        let read = Arc::new(version::get(c, id)?.ok_or(WorkError::Gone)?);
        self.versions.borrow_mut().insert(id, Arc::clone(&read));
        Ok(read)
    }

    pub fn settings(&self, c: &Connection) -> Result<Arc<Settings>, StoreError> {
        if let Some(known) = &*self.settings.borrow() {
            return Ok(Arc::clone(known));
        }
        let read = Arc::new(workspace::settings(c)?);
        *self.settings.borrow_mut() = Some(Arc::clone(&read));
        Ok(read)
    }

    fn custom(&self, c: &Connection) -> Result<Arc<[CustomField]>, StoreError> {
        if let Some(known) = &*self.custom.borrow() {
            return Ok(Arc::clone(known));
        }
        let read: Arc<[CustomField]> = custom::fields(c)?.into();
        *self.custom.borrow_mut() = Some(Arc::clone(&read));
        Ok(read)
    }
}

/// A contact with its partnership, as the rules look at them.
pub(crate) struct Person {
    pub contact: Contact,
    pub partnership: PartnershipRow,
    pub settings: Arc<Settings>,
    /// The values of custom fields, the contact's and its partnership's.
    pub custom: CustomOf,
    /// Calls to the contact, for the limits and for *another half-day*.
    calls: Vec<Call>,
    /// Calls to others at a number that is the contact's as well.
    others: Vec<Call>,
    fields: Box<dyn Fn(&str) -> String>,
}

/// What has happened in an enrolment.
#[derive(Default)]
pub(crate) struct History {
    past: Vec<Past>,
    replied: bool,
    connected: bool,
}

/// An enrolment with all that the rules need to know about it.
pub(crate) struct Loaded {
    pub row: EnrolmentRow,
    pub version: Arc<Version>,
    pub person: Person,
    /// Which of the contact's numbers that can be called was dialled last, from 0.
    pub dialled: usize,
    pub(super) history: History,
}

impl Person {
    pub fn of(
        c: &Connection,
        contact: Contact,
        partnership: PartnershipRow,
        shared: &Shared,
    ) -> Result<Self, StoreError> {
        let of_contact =
            |(at, number): (Timestamp, String)| Call { at, number: number_of(&contact, &number) };
        let calls = event::calls(c, contact.id)?.into_iter().map(of_contact).collect();
        let others = event::calls_to_sharers(c, contact.id)?.into_iter().map(of_contact).collect();
        let custom = CustomOf::read(c, &contact, shared.custom(c)?)?;
        let fields = fields_of(&contact, &partnership, &custom);
        let settings = shared.settings(c)?;
        Ok(Self { contact, partnership, settings, custom, calls, others, fields })
    }

    /// Where the contact is.
    pub fn place(&self, rep_zone: Zone) -> Place {
        place_of(&self.contact, &self.partnership, rep_zone)
    }

    fn country(&self) -> Option<Country> {
        Country::parse(&self.partnership.fields.country)
    }

    /// What the rules need to know of the contact in a version.
    pub fn course<'a>(
        &'a self,
        version: &'a Version,
        history: &'a History,
        place: &'a Place,
        rep_zone: Zone,
    ) -> Course<'a> {
        let Settings { working, paused_since, .. } = &*self.settings;
        let home = &self.partnership.fields;
        Course {
            steps: &version.steps,
            rules: &version.rules,
            contact_zone: place.zone,
            call_zones: place.candidates(),
            contact_country: self.country(),
            rep_zone,
            working,
            all_paused_since: *paused_since,
            facts: Facts {
                has_email: !self.contact.usable_emails.is_empty(),
                phones: self.contact.usable_phones.len(),
                stage: home.stage,
                tier: home.tier,
                field: &*self.fields,
                replied: history.replied,
                connected: history.connected,
                calls: &self.calls,
                others: &self.others,
                past: &history.past,
            },
        }
    }

    /// What lists of open touches are sorted by.
    pub fn keys<'a>(&'a self, version: &'a Version, rep_zone: Zone) -> SortKeys<'a> {
        SortKeys {
            steps: &version.steps,
            name_key: &self.partnership.name_key,
            tier: self.partnership.fields.tier,
            zone: self.place(rep_zone).zone,
            priority: version.rules.priority,
            deadlines: Deadlines(Box::new(move |step, due| {
                step.rules.deadline_minutes?;
                let (place, history) = (self.place(rep_zone), History::default());
                Some(self.course(version, &history, &place, rep_zone).overdue_from(step, due))
            })),
        }
    }
}

fn fields_of(
    contact: &Contact,
    partnership: &PartnershipRow,
    custom: &CustomOf,
) -> Box<dyn Fn(&str) -> String> {
    let custom = custom.clone();
    let (fields, home) = (contact.fields.clone(), partnership.fields.clone());
    let email = contact.usable_emails.first().cloned().unwrap_or_default();
    Box::new(move |name| {
        let found = match name {
            "contact.first_name" => &fields.first_name,
            "contact.last_name" => &fields.last_name,
            "contact.title" => &fields.title,
            "contact.email" => &email,
            "contact.linkedin" => &fields.linkedin,
            "partnership.name" => &home.name,
            "partnership.website" => &home.website,
            "partnership.industry" => &home.industry,
            "partnership.country" => &home.country,
            _ => custom.get(name),
        };
        found.to_owned()
    })
}

impl Loaded {
    /// One that has just begun.
    pub fn begun(row: EnrolmentRow, version: Arc<Version>, person: Person) -> Self {
        Self { row, version, person, dialled: 0, history: History::default() }
    }

    /// Where the contact is.
    pub fn place(&self, rep_zone: Zone) -> Place {
        self.person.place(rep_zone)
    }

    /// What the rules need to know.
    pub fn course<'a>(&'a self, place: &'a Place, rep_zone: Zone) -> Course<'a> {
        self.person.course(&self.version, &self.history, place, rep_zone)
    }

    /// [`Loaded::course`] in another version.
    pub fn course_in<'a>(
        &'a self,
        version: &'a Version,
        place: &'a Place,
        rep_zone: Zone,
    ) -> Course<'a> {
        self.person.course(version, &self.history, place, rep_zone)
    }

    /// Looks back at a call as well that is being logged.
    pub fn note_call(&mut self, at: Timestamp, log: &CallLog) {
        let number = number_of(&self.person.contact, &log.number);
        self.dialled = number.unwrap_or_default();
        self.person.calls.push(Call { at, number });
        self.person.calls.sort_by_key(|call| call.at);
        self.history.connected |= log.disposition.is_some_and(Disposition::is_contact);
    }

    /// What the rep has noted at its tasks (R47). Who has just begun is not asked about.
    pub fn noted(&self, c: &Connection) -> Result<Noted, StoreError> {
        if !self.history.past.iter().any(|past| past.done) {
            return Ok(Noted::default());
        }
        let done = event::tasks_done(c, self.row.id)?;
        Ok(Noted::of(done.iter().map(|(work, notes)| (*work, notes.as_str()))))
    }

    /// The step of its open touch, with its position.
    pub fn current(&self) -> Option<(u32, &Step)> {
        let position = self.row.enrolment.position?;
        numbered(&self.version.steps, position.step)
    }
}

/// The place of a contact: its own zone, else the partnership's, else a guess, else the rep's.
pub(crate) fn place_of(contact: &Contact, partnership: &PartnershipRow, rep_zone: Zone) -> Place {
    Place::of(
        contact.fields.zone.as_deref().and_then(Zone::parse),
        partnership.fields.zone.as_deref().and_then(Zone::parse),
        contact.usable_phones.iter().map(|(_, key)| key.as_str()),
        Country::parse(&partnership.fields.country),
        rep_zone,
    )
}

/// Which of the contact's numbers that can be called a number is, from 0.
fn number_of(contact: &Contact, number: &str) -> Option<usize> {
    let number = PhoneNumber::parse(number).ok()?;
    contact.usable_phones.iter().position(|(_, key)| key == number.key())
}

/// A step with its position, from 0.
pub(crate) fn numbered(steps: &[Step], id: StepId) -> Option<(u32, &Step)> {
    (0..).zip(steps).find(|(_, step)| step.id == id)
}

/// Reads what the rules need to know about an enrolment.
pub(crate) fn load(
    c: &Connection,
    row: EnrolmentRow,
    shared: &Shared,
) -> Result<Loaded, WorkError> {
    let version = shared.version(c, row.version)?;
    let contact = contact::get(c, row.contact)?.ok_or(WorkError::Gone)?;
    let partnership = partnership::get(c, row.partnership)?.ok_or(WorkError::Gone)?;
    let person = Person::of(c, contact, partnership, shared)?;
    let history = history(c, &row)?;
    Ok(Loaded { row, version, person, dialled: 0, history })
}

fn history(c: &Connection, row: &EnrolmentRow) -> Result<History, StoreError> {
    let (replied, connected) = event::heard(c, row.id)?;
    Ok(History { past: table::past(c, row.id)?, replied, connected })
}

/// Reads the enrolment with this id.
pub(crate) fn load_enrolment(c: &Connection, id: EnrolmentId) -> Result<Loaded, WorkError> {
    load(c, table::get(c, id)?.ok_or(WorkError::Gone)?, &Shared::default())
}

/// Reads the enrolment whose open touch this is.
pub(crate) fn load_touch(c: &Connection, id: TouchId) -> Result<Loaded, WorkError> {
    load(c, table::of_touch(c, id)?.ok_or(WorkError::Gone)?, &Shared::default())
}

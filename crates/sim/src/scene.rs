//! Everything around one enrolment: its cadence, the person, the rep, and what is known.

use chrono_tz::Tz;
use desk_core::country::Country;
use desk_core::enrolment::{Call, Course, Facts, Past};
use desk_core::partnership::{Stage, Tier};
use desk_core::rep::WorkingTime;
use desk_core::rules::Rules;
use desk_core::step::Step;
use desk_core::time::Timestamp;
use desk_core::zone::Zone;
use std::collections::BTreeMap;

/// How many calls the store reads.
const CALLS_READ: usize = 40;

/// What surrounds one enrolment. Plain data: both the core and the model look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scene {
    /// The steps of the version.
    pub steps: Vec<Step>,
    /// The rules of the version.
    pub rules: Rules,
    /// The contact's zone.
    pub contact_zone: Tz,
    /// The zones in which calling hours have to hold.
    pub call_zones: Vec<Tz>,
    /// Where the contact is.
    pub contact_country: Option<Country>,
    /// The rep's zone.
    pub rep_zone: Tz,
    /// When the rep works.
    pub working: WorkingTime,
    /// Since when everything is paused.
    pub all_paused_since: Option<Timestamp>,
    /// Whether the contact has an address that can be written to.
    pub has_email: bool,
    /// How many numbers the contact has that can be called.
    pub phones: usize,
    /// The partnership's stage.
    pub stage: Stage,
    /// The partnership's tier.
    pub tier: Option<Tier>,
    /// The fields that conditions look at, by name; those that are not here are empty.
    pub fields: BTreeMap<String, String>,
    /// Whether the contact has answered.
    pub replied: bool,
    /// Whether somebody was reached by phone.
    pub connected: bool,
    /// All calls to the contact, ascending.
    pub calls: Vec<Call>,
}

impl Scene {
    /// The calls that the core is told of: the latest ones, as many as the store reads. It has to be
    /// more than the 8 of a week and number: a touch that was ready before some of them is limited by those
    /// before it.
    fn latest_calls(&self) -> &[Call] {
        let from = self.calls.len().saturating_sub(CALLS_READ);
        self.calls.get(from..).unwrap_or_default()
    }

    /// Calls `then` with this scene as the core takes it, after these touches.
    pub fn with_course<T>(&self, past: &[Past], then: impl FnOnce(&Course<'_>) -> T) -> T {
        let zone = |tz: Tz| Zone::parse(tz.name()).unwrap_or(Zone::UTC);
        let call_zones: Vec<Zone> = self.call_zones.iter().copied().map(zone).collect();
        let field = |name: &str| self.fields.get(name).cloned().unwrap_or_default();
        then(&Course {
            steps: &self.steps,
            rules: &self.rules,
            contact_zone: zone(self.contact_zone),
            call_zones: &call_zones,
            contact_country: self.contact_country,
            rep_zone: zone(self.rep_zone),
            working: &self.working,
            all_paused_since: self.all_paused_since,
            facts: Facts {
                has_email: self.has_email,
                phones: self.phones,
                stage: self.stage,
                tier: self.tier,
                field: &field,
                replied: self.replied,
                connected: self.connected,
                calls: self.latest_calls(),
                others: &[],
                past,
            },
        })
    }
}

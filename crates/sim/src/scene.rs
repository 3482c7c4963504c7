//! Everything around one enrolment: its cadence, the person, the rep, and what is known.

use chrono_tz::Tz;
use desk_core::country::Country;
use desk_core::enrolment::{Course, Facts, Past};
use desk_core::partnership::{Stage, Tier};
use desk_core::rep::WorkingTime;
use desk_core::rules::Rules;
use desk_core::step::Step;
use desk_core::time::Timestamp;
use desk_core::zone::Zone;
use std::collections::BTreeMap;

const WEEK: i64 = 7 * 24 * 3_600_000;

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
    pub calls: Vec<Timestamp>,
}

impl Scene {
    /// The calls that the rules are told of: those of the last seven days, and the last one.
    #[must_use]
    pub fn calls_known(&self, now: Timestamp) -> &[Timestamp] {
        let week = now.as_millis() - WEEK;
        let old = self.calls.iter().take_while(|call| call.as_millis() <= week).count();
        let from = old.min(self.calls.len().saturating_sub(1));
        self.calls.get(from..).unwrap_or_default()
    }

    /// Calls `then` with this scene as the core takes it, at the moment `now`, after these touches.
    pub fn with_course<T>(
        &self,
        past: &[Past],
        now: Timestamp,
        then: impl FnOnce(&Course<'_>) -> T,
    ) -> T {
        let zone = |tz: Tz| Zone::parse(tz.name()).unwrap_or(Zone::UTC);
        let call_zones: Vec<Zone> = self.call_zones.iter().copied().map(zone).collect();
        let field = |name: &str| self.fields.get(name).cloned().unwrap_or_default();
        let calls = self.calls_known(now);
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
                calls,
                past,
            },
        })
    }
}

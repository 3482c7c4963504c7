//! Where a contact is: the zone that counts, and how sure that is.

use crate::country::Country;
use crate::zone::Zone;
use std::{borrow::Cow, collections::HashMap, slice, sync::OnceLock};

const PHONE_ZONES: &str = include_str!("../data/phone_zones.txt");
const COUNTRY_ZONES: &str = include_str!("../data/country_zones.txt");

/// Where the zone of a contact comes from, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum ZoneSource {
    /// The contact's own zone.
    Contact,
    /// The zone of the partnership.
    Partnership,
    /// Guessed from the prefix of a phone number.
    Phone,
    /// Guessed from the country.
    Country,
    /// The rep's zone, for want of anything better.
    Rep,
}

/// The zone that counts for a contact, and whether it is a guess.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The zone that counts.
    pub zone: Zone,
    /// Where it comes from.
    pub source: ZoneSource,
    /// What it may be as well, if it is a guess; else empty.
    guesses: Cow<'static, [Zone]>,
}

impl Place {
    /// The place of a contact by its own zone, the zone of its partnership, its phone numbers as
    /// they are dialled ([`crate::phone::PhoneNumber::key`]), its country, and the rep's zone.
    ///
    /// Of the phones the first counts whose prefix says something. If it leaves several zones
    /// and some of them are the country's, it is one of those.
    #[must_use]
    pub fn of<'a>(
        own: Option<Zone>,
        partnership: Option<Zone>,
        phones: impl IntoIterator<Item = &'a str>,
        country: Option<Country>,
        rep: Zone,
    ) -> Self {
        if let Some(zone) = own {
            return Self::known(zone, ZoneSource::Contact);
        }
        if let Some(zone) = partnership {
            return Self::known(zone, ZoneSource::Partnership);
        }
        let of_country = country.map_or(&[] as &[Zone], zones_of_country);
        phones
            .into_iter()
            .find_map(zones_of_phone)
            .and_then(|zones| Self::guessed(narrowed(zones, of_country), ZoneSource::Phone))
            .or_else(|| Self::guessed(Cow::Borrowed(of_country), ZoneSource::Country))
            .unwrap_or_else(|| Self::known(rep, ZoneSource::Rep))
    }

    const fn known(zone: Zone, source: ZoneSource) -> Self {
        Self { zone, source, guesses: Cow::Borrowed(&[]) }
    }

    fn guessed(guesses: Cow<'static, [Zone]>, source: ZoneSource) -> Option<Self> {
        let zone = *guesses.first()?;
        Some(Self { zone, source, guesses })
    }

    /// All zones that it may be, the most populous first: [`Self::zone`] alone unless it is a
    /// guess. Some may never differ from each other.
    #[must_use]
    pub fn candidates(&self) -> &[Zone] {
        if self.guesses.is_empty() { slice::from_ref(&self.zone) } else { &self.guesses }
    }

    /// Whether the zone is guessed, from a phone number or the country.
    #[must_use]
    pub const fn is_guess(&self) -> bool {
        matches!(self.source, ZoneSource::Phone | ZoneSource::Country)
    }
}

/// The zones of the prefix that are the country's, or all if none is.
fn narrowed(zones: &'static [Zone], of_country: &[Zone]) -> Cow<'static, [Zone]> {
    let inside = |zone: &&Zone| of_country.contains(zone);
    match zones.iter().filter(inside).count() {
        0 => Cow::Borrowed(zones),
        all if all == zones.len() => Cow::Borrowed(zones),
        _ => zones.iter().filter(inside).copied().collect(),
    }
}

struct PhoneTable {
    zones: Vec<Vec<Zone>>,
    /// Digits after the + and the place of their zones.
    prefixes: HashMap<&'static str, usize>,
    longest: usize,
}

/// The zones that the longest known prefix of a number has, the most populous first. Only a number
/// with a leading + says where it is.
#[must_use]
pub fn zones_of_phone(key: &str) -> Option<&'static [Zone]> {
    static TABLE: OnceLock<PhoneTable> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut table = PhoneTable { zones: Vec::new(), prefixes: HashMap::new(), longest: 0 };
        for (head, prefixes) in PHONE_ZONES.lines().filter_map(entry) {
            for prefix in prefixes.split(' ') {
                table.prefixes.insert(prefix, table.zones.len());
                table.longest = table.longest.max(prefix.len());
            }
            table.zones.push(head.split(',').filter_map(Zone::parse).collect());
        }
        table
    });
    let digits = key.strip_prefix('+')?;
    let at = (1..=table.longest.min(digits.len()))
        .rev()
        .find_map(|length| table.prefixes.get(digits.get(..length)?))?;
    table.zones.get(*at).map(Vec::as_slice)
}

/// The zones of a country, the most populous first; none for an uninhabited island.
#[must_use]
pub fn zones_of_country(country: Country) -> &'static [Zone] {
    static TABLE: OnceLock<HashMap<&'static str, Vec<Zone>>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let read = |names: &str| names.split(' ').filter_map(Zone::parse).collect();
        COUNTRY_ZONES.lines().filter_map(entry).map(|(code, names)| (code, read(names))).collect()
    });
    table.get(country.code()).map_or(&[], Vec::as_slice)
}

/// A line of a table: its first word and the rest.
fn entry(line: &'static str) -> Option<(&'static str, &'static str)> {
    if line.starts_with('#') { None } else { line.split_once(' ') }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phone::PhoneNumber;

    const NOWHERE: Zone = Zone::UTC;

    fn zone(name: &str) -> Zone {
        Zone::parse(name).unwrap_or_else(|| panic!("{name} is no zone"))
    }

    fn country(name: &str) -> Country {
        Country::parse(name).unwrap()
    }

    fn names(zones: &[Zone]) -> Vec<&'static str> {
        zones.iter().map(|zone| zone.name()).collect()
    }

    fn phone(typed: &str) -> Vec<&'static str> {
        zones_of_phone(PhoneNumber::parse(typed).unwrap().key()).map(names).unwrap_or_default()
    }

    fn by(phones: &[&str], of: Option<&str>) -> Place {
        Place::of(None, None, phones.iter().copied(), of.map(country), NOWHERE)
    }

    #[test]
    fn every_zone_of_both_tables_is_one_of_the_iana() {
        let of_phones = PHONE_ZONES.lines().filter_map(entry).flat_map(|(names, prefixes)| {
            assert!(prefixes.bytes().all(|byte| byte == b' ' || byte.is_ascii_digit()));
            names.split(',')
        });
        let of_countries = COUNTRY_ZONES.lines().filter_map(entry).flat_map(|(code, names)| {
            assert!(Country::from_code(code).is_some(), "{code}");
            names.split(' ')
        });
        for name in of_phones.chain(of_countries) {
            assert_eq!(zone(name).name(), name);
        }
    }

    #[test]
    fn no_list_has_a_zone_twice_and_no_prefix_two_lists() {
        let mut prefixes = Vec::new();
        for (names, of) in PHONE_ZONES.lines().filter_map(entry) {
            let mut names: Vec<_> = names.split(',').collect();
            names.sort_unstable();
            assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
            prefixes.extend(of.split(' '));
        }
        prefixes.sort_unstable();
        assert!(prefixes.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn the_prefix_of_a_number_says_its_zone() {
        for (typed, expected) in [
            ("+49 30 1234567", "Europe/Berlin"),
            ("+43 1 234567", "Europe/Vienna"),
            ("+353 1 234 5678", "Europe/Dublin"),
            ("+1 212 555 0100", "America/New_York"),
            ("+1 312 555 0100", "America/Chicago"),
            ("+1 415 555 0100", "America/Los_Angeles"),
            ("+1 416 555 0100", "America/Toronto"),
            ("+1 808 555 0100", "Pacific/Honolulu"),
            ("+61 2 9999 0000", "Australia/Sydney"),
            ("+91 22 1234 5678", "Asia/Kolkata"),
            ("+54 11 1234 5678", "America/Argentina/Buenos_Aires"),
            ("+383 38 123 456", "Europe/Belgrade"),
            ("+7 495 123 4567", "Europe/Moscow"),
        ] {
            assert_eq!(phone(typed).first(), Some(&expected), "{typed}");
        }
        assert_eq!(phone("+1 212 555 0100").len(), 1);
    }

    #[test]
    fn a_number_without_a_country_or_with_none_that_exists_says_nothing() {
        for key in ["030123456", "", "+", "+999", "+0", "212", "+é12", "+800123"] {
            assert_eq!(zones_of_phone(key), None, "{key}");
        }
    }

    #[test]
    fn the_first_zone_of_a_country_is_where_most_people_live() {
        for (name, expected) in [
            ("US", "America/New_York"),
            ("Canada", "America/Toronto"),
            ("Australia", "Australia/Sydney"),
            ("Brazil", "America/Sao_Paulo"),
            ("Russia", "Europe/Moscow"),
            ("Spain", "Europe/Madrid"),
            ("Ukraine", "Europe/Kyiv"),
            ("Kosovo", "Europe/Belgrade"),
            ("Germany", "Europe/Berlin"),
        ] {
            assert_eq!(zones_of_country(country(name)).first(), Some(&zone(expected)), "{name}");
        }
    }

    #[test]
    fn every_country_has_a_zone_but_two_uninhabited_islands() {
        let without: Vec<_> = Country::all()
            .filter(|country| zones_of_country(*country).is_empty())
            .map(Country::code)
            .collect();
        assert_eq!(without, ["BV", "HM"]);
    }

    #[test]
    fn the_best_source_wins() {
        let (paris, rome) = (zone("Europe/Paris"), zone("Europe/Rome"));
        let of = |own, partnership, phones: &'static [&str], country| {
            let place = Place::of(own, partnership, phones.iter().copied(), country, NOWHERE);
            (place.zone.name(), place.source, place.is_guess(), place.candidates().len())
        };
        let phones: &'static [&str] = &["+81312345678"];
        let spain = Some(country("ES"));
        assert_eq!(
            of(Some(paris), Some(rome), phones, spain),
            ("Europe/Paris", ZoneSource::Contact, false, 1)
        );
        assert_eq!(
            of(None, Some(rome), phones, spain),
            ("Europe/Rome", ZoneSource::Partnership, false, 1)
        );
        assert_eq!(of(None, None, phones, spain), ("Asia/Tokyo", ZoneSource::Phone, true, 1));
        assert_eq!(of(None, None, &[], spain), ("Europe/Madrid", ZoneSource::Country, true, 3));
        assert_eq!(of(None, None, &[], None), (NOWHERE.name(), ZoneSource::Rep, false, 1));
    }

    #[test]
    fn the_first_phone_that_says_something_counts() {
        let place = by(&["0301234567", "+800123456", "+43123456", "+49301234567"], None);
        assert_eq!(place.zone.name(), "Europe/Vienna");
    }

    #[test]
    fn a_country_narrows_a_prefix_that_it_shares_with_others() {
        // Toll-free numbers are the same all over North America.
        let anywhere = by(&["+18005550100"], None);
        assert_eq!(anywhere.zone.name(), "America/New_York");
        assert!(anywhere.candidates().contains(&zone("America/Jamaica")));
        let canada = by(&["+18005550100"], Some("Canada"));
        assert_eq!((canada.zone.name(), canada.source), ("America/Toronto", ZoneSource::Phone));
        assert!(canada.candidates().contains(&zone("America/Vancouver")));
        assert!(!canada.candidates().contains(&zone("America/New_York")));
    }

    #[test]
    fn a_country_that_contradicts_the_prefix_changes_nothing() {
        assert_eq!(by(&["+49301234567"], Some("Japan")), by(&["+49301234567"], None));
    }

    #[test]
    fn an_island_without_a_zone_leaves_the_zone_of_the_rep() {
        assert_eq!(by(&[], Some("Bouvet Island")).source, ZoneSource::Rep);
    }
}

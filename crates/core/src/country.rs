//! Countries: what a rep types or a list brings in, as one of ISO 3166-1.

use std::{collections::HashMap, sync::OnceLock};
use unicode_normalization::UnicodeNormalization;

const NAMES: &str = include_str!("../data/countries.txt");

/// The longest name that is looked up, in bytes.
const MAX_NAME: usize = 200;

/// A country of ISO 3166-1, or Kosovo (XK).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "wire", derive(ts_rs::TS))]
#[cfg_attr(feature = "wire", ts(type = "string"))]
pub struct Country(&'static str);

/// A text that is not the two-letter code of a country.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not the two-letter code of a country")]
pub struct NoCountry(String);

struct Table {
    /// By code, with the English name.
    all: Vec<(Country, &'static str)>,
    /// By the [`key`] of every name and code.
    by_name: HashMap<String, Country>,
}

impl Country {
    /// The country that a text in a free field means: its two- or three-letter code, its name in
    /// English, in its own or another European language, or what people call it ("UK",
    /// "Holland"). Case, accents and dots make no difference.
    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        let raw = raw.trim();
        if raw.len() > MAX_NAME {
            return None;
        }
        table().by_name.get(&key(raw)).copied()
    }

    /// The country of this alpha-2 code, in capitals as it is stored.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let all = &table().all;
        let at = all.binary_search_by(|(country, _)| country.0.cmp(code)).ok()?;
        all.get(at).map(|(country, _)| *country)
    }

    /// Its alpha-2 code, in capitals.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.0
    }

    /// Its name in English.
    #[must_use]
    pub fn name(self) -> &'static str {
        let all = &table().all;
        all.binary_search_by_key(&self, |(country, _)| *country)
            .ok()
            .and_then(|at| all.get(at))
            .map_or(self.0, |(_, name)| *name)
    }

    /// All of them, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        table().all.iter().map(|(country, _)| *country)
    }
}

impl From<Country> for &'static str {
    fn from(country: Country) -> Self {
        country.code()
    }
}

impl TryFrom<String> for Country {
    type Error = NoCountry;

    fn try_from(code: String) -> Result<Self, NoCountry> {
        Self::from_code(&code).ok_or(NoCountry(code))
    }
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Table { all: Vec::new(), by_name: HashMap::new() };
        for line in NAMES.lines() {
            let Some((country, alpha3, names)) = entry(line) else { continue };
            table.all.push((country, names.split('|').next().unwrap_or(country.0)));
            for name in names.split('|').chain([country.0, alpha3]) {
                table.by_name.insert(key(name), country);
            }
        }
        table.all.sort_unstable();
        table
    })
}

/// A line of the table: the country, its alpha-3 code and its names.
fn entry(line: &'static str) -> Option<(Country, &'static str, &'static str)> {
    if line.starts_with('#') {
        return None;
    }
    let (code, rest) = line.split_once(' ')?;
    let (alpha3, names) = rest.split_once(' ')?;
    Some((Country(code), alpha3, names))
}

/// The form in which names are compared; `key` of data/make.py.
fn key(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for c in name.nfkd().flat_map(char::to_lowercase) {
        match c {
            // Accents, once they stand alone, and signs that many leave out.
            '\u{300}'..='\u{36f}' | '.' | '\'' | '’' | '‘' | '`' | '´' => {}
            'ß' => text.push_str("ss"),
            'ø' => text.push('o'),
            'æ' => text.push_str("ae"),
            'œ' => text.push_str("oe"),
            'ł' => text.push('l'),
            'đ' | 'ð' => text.push('d'),
            'ı' => text.push('i'),
            'þ' => text.push_str("th"),
            '&' => text.push_str(" and "),
            '–' | '—' | '،' | '·' => text.push(' '),
            c if c.is_ascii() && !c.is_ascii_alphanumeric() => text.push(' '),
            c => text.push(c),
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        ["the", rest @ ..] if !rest.is_empty() => rest.join(" "),
        words => words.join(" "),
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Country {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

// By hand: the derived one would borrow the code from what it reads.
#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Country {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::from_code(&code).ok_or_else(|| serde::de::Error::custom(NoCountry(code)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(typed: &str) -> Option<&'static str> {
        Country::parse(typed).map(Country::code)
    }

    #[test]
    fn a_country_is_known_by_its_codes_in_any_case() {
        for typed in ["DE", "de", "DEU", "deu", " De "] {
            assert_eq!(code(typed), Some("DE"), "{typed}");
        }
        assert_eq!(code("XK"), Some("XK"));
    }

    #[test]
    fn a_country_is_known_by_what_people_call_it() {
        for (typed, expected) in [
            ("USA", "US"),
            ("U.S.A.", "US"),
            ("the United States", "US"),
            ("United States of America", "US"),
            ("UK", "GB"),
            ("U.K.", "GB"),
            ("Great Britain", "GB"),
            ("united kingdom", "GB"),
            ("England", "GB"),
            ("Holland", "NL"),
            ("The Netherlands", "NL"),
            ("Czechia", "CZ"),
            ("Czech Republic", "CZ"),
            ("Ivory Coast", "CI"),
            ("Cote d’Ivoire", "CI"),
            ("Turkey", "TR"),
            ("South Korea", "KR"),
            ("Korea", "KR"),
            ("North Korea", "KP"),
            ("Russian Federation", "RU"),
            ("Viet Nam", "VN"),
            ("Hong Kong", "HK"),
            ("Taiwan", "TW"),
            ("UAE", "AE"),
            ("Burma", "MM"),
            ("Bosnia and Herzegovina", "BA"),
            ("Saint Lucia", "LC"),
            ("St Lucia", "LC"),
            ("Georgia", "GE"),
            ("Niger", "NE"),
            ("Nigeria", "NG"),
            ("Guinea", "GN"),
            ("Dominica", "DM"),
            ("Dominican Republic", "DO"),
            ("Democratic Republic of the Congo", "CD"),
            ("Iran, Islamic Republic of", "IR"),
            ("Korea, Democratic People's Republic of", "KP"),
            ("Sint Maarten (Dutch part)", "SX"),
        ] {
            assert_eq!(code(typed), Some(expected), "{typed}");
        }
    }

    #[test]
    fn a_country_is_known_by_its_own_name_and_its_neighbours_names() {
        for (typed, expected) in [
            ("Deutschland", "DE"),
            ("Österreich", "AT"),
            ("OESTERREICH", "AT"),
            ("O\u{308}sterreich", "AT"),
            ("España", "ES"),
            ("Espana", "ES"),
            ("Schweiz", "CH"),
            ("Suisse", "CH"),
            ("Frankreich", "FR"),
            ("Allemagne", "DE"),
            ("Vereinigte Staaten", "US"),
            ("Großbritannien", "GB"),
            ("Grossbritannien", "GB"),
            ("Nederland", "NL"),
            ("België", "BE"),
            ("Danmark", "DK"),
            ("Polska", "PL"),
            ("Türkiye", "TR"),
            ("Ελλάδα", "GR"),
            ("日本", "JP"),
            ("中国", "CN"),
            ("대한민국", "KR"),
            ("भारत", "IN"),
            ("ไทย", "TH"),
        ] {
            assert_eq!(code(typed), Some(expected), "{typed}");
        }
    }

    #[test]
    fn what_is_no_country_is_none() {
        for typed in ["", "  ", "the", "Europe", "Atlantis", "ZZ", "D E", "Bavaria", "-", "+49"] {
            assert_eq!(code(typed), None, "{typed}");
        }
        assert_eq!(code(&"Germany ".repeat(10_000)), None);
    }

    #[test]
    fn no_name_means_two_countries() {
        let mut owner: HashMap<String, Country> = HashMap::new();
        for (country, alpha3, names) in NAMES.lines().filter_map(entry) {
            for name in names.split('|').chain([country.0, alpha3]) {
                let before = owner.insert(key(name), country);
                assert!(before.is_none_or(|before| before == country), "{name} {before:?}");
            }
        }
    }

    #[test]
    fn every_country_is_found_by_its_codes_and_its_english_name() {
        assert_eq!(Country::all().count(), 250);
        assert!(Country::all().is_sorted());
        for (country, alpha3, _) in NAMES.lines().filter_map(entry) {
            assert!(country.code().len() == 2 && alpha3.len() == 3, "{country:?}");
            assert_eq!(Country::parse(country.code()), Some(country));
            assert_eq!(Country::parse(alpha3), Some(country));
            assert_eq!(Country::parse(country.name()), Some(country));
            assert_eq!(Country::from_code(country.code()), Some(country));
        }
        assert_eq!(Country::parse("at").unwrap().name(), "Austria");
    }

    #[test]
    fn a_stored_code_is_read_strictly() {
        for bad in ["de", "DEU", "Germany", ""] {
            assert_eq!(Country::try_from(bad.to_owned()), Err(NoCountry(bad.to_owned())));
        }
        assert!(Country::try_from("DE".to_owned()).is_ok());
    }
}

//! Public holidays of whole countries, from a table that ends.
//!
//! Holidays of a state, a canton or a city are not in it, nor are half days. Those that the moon
//! decides are estimates.

use crate::country::Country;
use chrono::{Datelike, NaiveDate};
use std::sync::OnceLock;

const TABLE: &str = include_str!("../data/holidays.txt");

/// The first year of the table.
pub const FIRST_YEAR: i32 = 2024;

/// The last year of the table.
pub const LAST_YEAR: i32 = 2040;

/// Whether the day is a public holiday in the whole country, or the day on which one that fell on
/// a weekend is made up for. In years that the table does not cover, none is known.
#[must_use]
pub fn is_holiday(country: Country, date: NaiveDate) -> bool {
    days(country).is_some_and(|days| days.binary_search(&date).is_ok())
}

/// Whether the table has this year.
#[must_use]
pub fn covers(year: i32) -> bool {
    (FIRST_YEAR..=LAST_YEAR).contains(&year)
}

/// Whether the table has this country. It may have no holiday all the same: Ukraine keeps none
/// while it is at war.
#[must_use]
pub fn known(country: Country) -> bool {
    days(country).is_some()
}

/// The holidays of a country, sorted.
fn days(country: Country) -> Option<&'static [NaiveDate]> {
    static DAYS: OnceLock<Vec<(Country, Vec<NaiveDate>)>> = OnceLock::new();
    let all = DAYS.get_or_init(|| {
        let mut all: Vec<_> =
            TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(entry).collect();
        all.sort_unstable();
        all
    });
    let at = all.binary_search_by_key(&country, |(country, _)| *country).ok()?;
    all.get(at).map(|(_, days)| days.as_slice())
}

/// A line of the table: the country, days of all years, then years with their other days.
fn entry(line: &str) -> Option<(Country, Vec<NaiveDate>)> {
    let mut words = line.split(' ');
    let country = Country::from_code(words.next()?)?;
    let mut years = FIRST_YEAR..=LAST_YEAR;
    let mut days = Vec::new();
    for word in words {
        if let Some(year) = word.strip_suffix(':') {
            let year = year.parse().ok()?;
            years = year..=year;
        } else {
            let (month, day) = word.split_at_checked(2)?;
            let first = NaiveDate::from_ymd_opt(2024, month.parse().ok()?, day.parse().ok()?)?;
            days.extend(years.clone().filter_map(|year| first.with_year(year)));
        }
    }
    days.sort_unstable();
    Some((country, days))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holiday(country: &str, date: &str) -> bool {
        is_holiday(Country::parse(country).unwrap(), date.parse().unwrap())
    }

    #[test]
    fn every_line_of_the_table_is_read_whole() {
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let (country, days) = entry(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(days.as_slice(), super::days(country).unwrap());
            assert!(days.iter().all(|day| covers(day.year())), "{line}");
            assert!(days.windows(2).all(|pair| pair[0] < pair[1]), "{line}");
            let once = line.split(' ').skip(1).take_while(|word| !word.ends_with(':')).count();
            let years = usize::try_from(LAST_YEAR - FIRST_YEAR + 1).unwrap();
            let other = line.split(' ').skip(1 + once).filter(|word| !word.ends_with(':')).count();
            assert_eq!(days.len(), once * years + other, "{line}");
        }
    }

    #[test]
    fn the_table_has_the_years_that_it_says() {
        let years = || {
            let words =
                TABLE.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
            words.filter_map(|word| word.strip_suffix(':')?.parse::<i32>().ok())
        };
        assert_eq!((years().min(), years().max()), (Some(FIRST_YEAR), Some(LAST_YEAR)));
    }

    #[test]
    fn every_country_is_in_the_table() {
        let missing: Vec<_> = Country::all().filter(|country| !known(*country)).collect();
        assert_eq!(missing, []);
    }

    #[test]
    fn holidays_that_everybody_knows_are_in_the_table() {
        for (country, date) in [
            ("DE", "2026-01-01"),
            ("DE", "2026-04-03"), // Good Friday
            ("DE", "2026-04-06"), // Easter Monday
            ("DE", "2026-05-14"), // Ascension Day
            ("DE", "2026-10-03"), // Unity Day
            ("DE", "2026-12-25"),
            ("DE", "2026-12-26"),
            ("AT", "2026-10-26"), // National Day
            ("CH", "2026-08-01"), // National Day
            ("FR", "2026-07-14"), // Bastille Day
            ("FR", "2026-11-11"), // Armistice
            ("GB", "2025-04-18"), // Good Friday
            ("GB", "2026-05-04"), // Early May bank holiday
            ("GB", "2026-12-25"),
            ("GB", "2026-12-28"), // Boxing Day, a Saturday, is made up for
            ("US", "2026-01-19"), // Martin Luther King, third Monday
            ("US", "2026-05-25"), // Memorial Day, last Monday
            ("US", "2026-06-19"), // Juneteenth
            ("US", "2026-07-03"), // Independence Day, a Saturday, is made up for
            ("US", "2026-11-26"), // Thanksgiving, fourth Thursday
            ("US", "2040-12-25"),
            ("CA", "2026-07-01"), // Canada Day
            ("AU", "2026-01-26"), // Australia Day
            ("NL", "2026-04-27"), // King's Day
            ("PL", "2026-11-11"), // Independence Day
            ("IT", "2026-08-15"), // Ferragosto
            ("ES", "2026-10-12"), // National Day
            ("SE", "2026-06-06"), // National Day
            ("NO", "2026-05-17"), // Constitution Day
            ("IN", "2026-08-15"), // Independence Day
            ("JP", "2026-05-05"), // Children's Day
            ("CN", "2026-10-01"), // National Day
            ("BR", "2026-09-07"), // Independence Day
            ("MX", "2026-09-16"), // Independence Day
            ("IL", "2026-09-21"), // Yom Kippur
        ] {
            assert!(holiday(country, date), "{country} {date}");
        }
    }

    #[test]
    fn a_day_that_is_one_elsewhere_is_no_holiday() {
        for (country, date) in [
            ("US", "2026-04-03"), // Good Friday is none of the United States
            ("US", "2026-04-06"),
            ("DE", "2026-11-26"),
            ("DE", "2026-07-14"),
            ("DE", "2026-10-31"), // Reformation Day is one of some states only
            ("GB", "2026-07-03"),
            ("FR", "2026-04-03"), // Good Friday is one in Alsace only
            ("CH", "2026-07-14"),
        ] {
            assert!(!holiday(country, date), "{country} {date}");
        }
    }

    #[test]
    fn in_a_year_that_the_table_lacks_no_holiday_is_known() {
        assert!(covers(FIRST_YEAR) && covers(LAST_YEAR));
        for year in [i32::MIN, FIRST_YEAR - 1, LAST_YEAR + 1, i32::MAX] {
            assert!(!covers(year));
        }
        assert!(!holiday("DE", "2023-12-25") && !holiday("DE", "2041-12-25"));
    }
}

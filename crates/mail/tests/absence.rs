//! Days of return out of automatic answers, in the languages in which people are away.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use desk_mail::classify::absence::{Absence, Hint, find};

/// Monday, 2 March 2026, unless a row says otherwise.
const ARRIVED: &str = "2026-03-02";

fn day(day: &str) -> NaiveDate {
    day.parse().unwrap()
}

fn returns(text: &str, arrived: &str, hint: Hint) -> Option<Absence> {
    find("Re: Coffee next week?", text, day(arrived), hint)
}

#[test]
fn r21_the_day_of_return_is_read_in_many_languages() {
    for (text, expected) in [
        ("I will be back on 3 March.", "2026-03-03"),
        ("I'm out of the office until March 6th, 2026.", "2026-03-07"),
        ("I am out of the office from 1 to 14 August with limited access.", "2026-08-15"),
        ("I am away March 3-6 and will reply after that.", "2026-03-07"),
        ("I am on holiday until the 5th.", "2026-03-06"),
        ("Out of office: returning Monday, March 9.", "2026-03-09"),
        ("I will return to the office on the 9th of March.", "2026-03-09"),
        ("I won't be back until 10 March 2026.", "2026-03-10"),
        ("I am out of the office today, back tomorrow.", "2026-03-03"),
        ("I am out of the office on Friday.", "2026-03-07"),
        ("I am out of the office through Wednesday.", "2026-03-05"),
        (
            "I'm away until 6 March. I return on 9 March. In urgent cases call us before 4 March.",
            "2026-03-09",
        ),
        ("Back in the office 2026-03-11.", "2026-03-11"),
        ("Ich bin bis einschließlich 12.03. nicht im Büro.", "2026-03-13"),
        ("Ich bin vom 02.03.2026 bis zum 13.03.2026 im Urlaub.", "2026-03-14"),
        ("Ab dem 16. März bin ich wieder für Sie da.", "2026-03-16"),
        ("Ich bin ab Montag, 9. März 2026 wieder erreichbar.", "2026-03-09"),
        ("Ich bin am 10.03. zurück.", "2026-03-10"),
        ("Ich bin vom 12.-16.03. abwesend.", "2026-03-17"),
        ("Ich bin heute nicht im Büro.", "2026-03-03"),
        ("Je suis absent, de retour le lundi 9 mars.", "2026-03-09"),
        ("Je suis en congés du 2 au 13 mars inclus.", "2026-03-14"),
        ("Je serai absente jusqu’au 6 mars.", "2026-03-07"),
        ("Absent du 1er au 14 août, je reviens le 17 août.", "2026-08-17"),
        ("Estaré de vacaciones del 1 al 14 de agosto.", "2026-08-15"),
        ("Estoy fuera de la oficina hasta el 6 de marzo.", "2026-03-07"),
        ("Vuelvo el lunes 9 de marzo.", "2026-03-09"),
        ("Sono in ferie fino al 6 marzo.", "2026-03-07"),
        ("Sarò assente dal 2 al 13 marzo. Rientro il 16 marzo.", "2026-03-16"),
        ("Ik ben afwezig tot en met 6 maart.", "2026-03-07"),
        ("Ik ben terug op maandag 9 maart.", "2026-03-09"),
        ("Vanaf 9 maart ben ik weer bereikbaar.", "2026-03-09"),
        ("Estou de férias até 6 de março.", "2026-03-07"),
        ("Estarei de volta no dia 9 de março de 2026.", "2026-03-09"),
        ("Jestem na urlopie do 6 marca.", "2026-03-07"),
        ("Jestem nieobecny od 2 do 13 marca, wracam 16 marca.", "2026-03-16"),
        ("Jag är tillbaka den 9 mars.", "2026-03-09"),
    ] {
        let found = returns(text, ARRIVED, Hint::None).map(|absence| absence.returns);
        assert_eq!(found, Some(day(expected)), "{text}");
    }
}

#[test]
fn the_order_of_day_and_month_follows_language_text_and_sender() {
    for (text, hint, expected) in [
        ("I am out of the office until 3/4/2026.", Hint::MonthFirst, "2026-03-05"),
        ("I am out of the office until 3/4/2026.", Hint::DayFirst, "2026-04-04"),
        ("I am out of the office from 13/3 until 3/4.", Hint::MonthFirst, "2026-04-04"),
        ("I am out of the office until 4/3.", Hint::None, "2026-03-05"),
        ("Je suis absent jusqu'au 03/04/2026.", Hint::MonthFirst, "2026-04-04"),
    ] {
        let found = returns(text, ARRIVED, hint).map(|absence| absence.returns);
        assert_eq!(found, Some(day(expected)), "{text} {hint:?}");
    }
}

#[test]
fn a_year_that_is_not_written_is_the_nearest_one() {
    let found = returns("I am back on 4 January.", "2025-12-20", Hint::None).unwrap();
    assert_eq!(found, Absence { returns: day("2026-01-04"), review: false });
    let found =
        returns("I am away since 28 December, back on 5 January.", "2026-01-02", Hint::None);
    assert_eq!(found.unwrap().returns, day("2026-01-05"));
}

#[test]
fn r21_a_return_in_the_past_or_over_90_days_away_is_for_the_rep() {
    let review = |text: &str| returns(text, ARRIVED, Hint::None).unwrap().review;
    assert!(review("I am back on 26 February 2026."));
    assert!(review("I am on parental leave until 31 May 2026."));
    assert!(!review("I am on leave until 30 May 2026."));
    assert!(!review("I am back today."));
}

#[test]
fn numbers_that_are_no_days_are_none() {
    for text in [
        "We will answer within 2 days. Ticket 4711, version 2.5, 24/7 support.",
        "Please call +49 30 1234567 or 555-0123 from 9:00 to 17:00.",
        "I may be slow to answer.",
        "We received your message on 2 March.",
        "",
    ] {
        assert_eq!(returns(text, ARRIVED, Hint::None), None, "{text}");
    }
    let subject = "Automatic reply: Coffee next week?";
    assert_eq!(find(subject, "I am out of the office.", day(ARRIVED), Hint::None), None);
    let found = find("Out of office until 6 March", "Sorry.", day(ARRIVED), Hint::None);
    assert_eq!(found.unwrap().returns, day("2026-03-07"));
}

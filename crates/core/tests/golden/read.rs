//! Reads a timeline. What is not understood is an error.
//!
//! ```text
//! A title.
//!
//! contact  Europe/Berlin DE                     also: call zones …, no e-mail, no number, 2 numbers
//! rep      Europe/Berlin DE
//! holiday  DE Fri 2026-04-03 Good Friday        each must be in the library's table; Python uses these
//! free     2026-04-07                           an own holiday of the workspace
//! off      2026-08-03 to 2026-08-14             time off of the rep, from the beginning
//! mail leaves in time off
//! watch overdue                                 also for steps without a deadline
//! cadence B version 2                           letter and version only where there are more
//!   hours  Mon-Fri 9:00-12:00 14:00-18:00 contact
//!   holidays kept
//!   runs   2, 5 days between
//!   then   move to A
//!   1  e-mail  at once
//!   2  call    after 2 days at 9:00, within 2 hours, at any hour, no answer: jump to 1
//! ---
//! Mon 2026-03-02 08:30 Europe/Berlin  2026-03-02T07:30:00Z  > begin
//! Mon 2026-03-02 09:00 Europe/Berlin  2026-03-02T08:00:00Z  1 e-mail due, done
//! ```
//!
//! `>` is what happens, everything else what must be seen; `due, done` lets it be done that very moment.
//! Lines that begin with `#` explain.

use crate::words;
use chrono::{NaiveDate, NaiveDateTime, Weekday};
use desk_core::country::Country;
use desk_core::hours::{Block, HoursZone, TimeRestriction, WeeklyHours};
use desk_core::ids::{CadenceId, StepId};
use desk_core::rep::{DaysOff, WorkingTime};
use desk_core::routing::Route;
use desk_core::rules::{AfterLastRun, Rules, Runs};
use desk_core::step::{Step, StepRules};
use desk_core::time::Timestamp;
use desk_core::touch::Disposition;
use desk_core::zone::Zone;

/// A version of a cadence.
pub struct Version {
    pub cadence: CadenceId,
    pub number: u32,
    pub rules: Rules,
    pub steps: Vec<Step>,
    /// The word for each step's type.
    pub kinds: Vec<(StepId, String)>,
}

/// Something that happens.
#[derive(Clone, Copy)]
pub enum Action {
    Begin { at: Option<StepId> },
    Done,
    Called(Disposition),
    Skip,
    Snooze { until: Timestamp, beyond_hours: bool },
    Pause,
    Resume,
    Freeze,
    Thaw,
    PauseAll,
    GoOnAll,
    Reply,
    ColleagueReply,
    Ambiguous,
    OutOfOffice { back: Option<NaiveDate> },
    TimeOff(DaysOff),
    Version(u32),
    Move(Zone),
}

/// A line below the rule.
pub struct Line {
    pub at: Timestamp,
    pub zone: String,
    /// What has to be seen; none when the line only says what happens.
    pub seen: Option<String>,
    pub action: Option<Action>,
}

pub struct Scenario {
    pub contact_zone: Zone,
    pub contact_country: Option<Country>,
    pub call_zones: Vec<Zone>,
    pub has_email: bool,
    pub phones: usize,
    pub rep_zone: Zone,
    pub working: WorkingTime,
    pub watch_overdue: bool,
    pub versions: Vec<Version>,
    pub lines: Vec<Line>,
}

/// The timeline in `text`.
pub fn scenario(text: &str) -> Result<Scenario, String> {
    let (head, body) = text.split_once("\n---\n").ok_or("no line --- below the cadence")?;
    let mut scenario = Scenario {
        contact_zone: Zone::UTC,
        contact_country: None,
        call_zones: Vec::new(),
        has_email: true,
        phones: 1,
        rep_zone: Zone::UTC,
        working: WorkingTime::default(),
        watch_overdue: false,
        versions: Vec::new(),
        lines: Vec::new(),
    };
    let counts = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    for line in head.lines().skip(1).filter(counts) {
        scenario.head(line).ok_or_else(|| format!("not understood: {line}"))?;
    }
    for line in body.lines().filter(counts) {
        let read = body_line(line).ok_or_else(|| format!("not understood: {line}"))?;
        scenario.lines.push(read);
    }
    scenario.working = scenario.working.checked().map_err(|problem| problem.to_string())?;
    if scenario.call_zones.is_empty() {
        scenario.call_zones.push(scenario.contact_zone);
    }
    for version in &mut scenario.versions {
        version.check()?;
    }
    Ok(scenario)
}

impl Scenario {
    fn head(&mut self, line: &str) -> Option<()> {
        if line.starts_with("  ") {
            return self.versions.last_mut()?.line(line.trim());
        }
        match line.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["contact", zone, rest @ ..] => {
                self.contact_zone = Zone::parse(zone)?;
                self.contact(rest)?;
            }
            ["rep", zone, country] => {
                self.rep_zone = Zone::parse(zone)?;
                self.working.country = Some(Country::from_code(country)?);
            }
            ["holiday", country, weekday, date, _, ..] => {
                let (date, country) = (day(date)?, Country::from_code(country)?);
                let right = weekday_of(date) == *weekday;
                (right && desk_core::holidays::is_holiday(country, date)).then_some(())?;
            }
            ["free", date] => self.working.holidays.push(day(date)?),
            ["off", from, "to", until] => self.working.time_off.push(days_off(from, until)?),
            ["mail", "leaves", "in", "time", "off"] => self.working.mail_in_time_off = true,
            ["watch", "overdue"] => self.watch_overdue = true,
            ["cadence", rest @ ..] => {
                let (cadence, number) = match rest {
                    [] => ("A", "1"),
                    ["version", number] => ("A", *number),
                    [cadence] => (*cadence, "1"),
                    [cadence, "version", number] => (*cadence, *number),
                    _ => return None,
                };
                self.versions.push(Version {
                    cadence: words::cadence_id(cadence)?,
                    number: number.parse().ok()?,
                    rules: Rules::default(),
                    steps: Vec::new(),
                    kinds: Vec::new(),
                });
            }
            _ => return None,
        }
        Some(())
    }

    fn contact(&mut self, mut words: &[&str]) -> Option<()> {
        while !words.is_empty() {
            words = match words {
                ["no", "e-mail", rest @ ..] => {
                    self.has_email = false;
                    rest
                }
                ["no", "number", rest @ ..] => {
                    self.phones = 0;
                    rest
                }
                ["2", "numbers", rest @ ..] => {
                    self.phones = 2;
                    rest
                }
                ["call", "zones", zones @ ..] => {
                    self.call_zones =
                        zones.iter().map(|zone| Zone::parse(zone)).collect::<Option<_>>()?;
                    &[]
                }
                [country, rest @ ..] => {
                    self.contact_country = Some(Country::from_code(country)?);
                    rest
                }
                [] => &[],
            };
        }
        Some(())
    }
}

impl Version {
    fn line(&mut self, line: &str) -> Option<()> {
        match line.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["hours", days, blocks @ .., zone] => self.hours(days, blocks, zone),
            ["holidays", "kept"] => {
                self.rules.holidays = true;
                Some(())
            }
            ["runs", total, delay @ .., "between"] => {
                let total = total.strip_suffix(',')?.parse().ok()?;
                self.rules.runs = Runs { total, pause: words::delay(delay)? };
                Some(())
            }
            ["then", "move", "to", cadence] => {
                self.rules.after = AfterLastRun::Move { to: words::cadence_id(cadence)? };
                Some(())
            }
            _ => self.step(line),
        }
    }

    fn hours(&mut self, days: &str, blocks: &[&str], zone: &str) -> Option<()> {
        let zone = match zone {
            "contact" => HoursZone::Contact,
            "rep" => HoursZone::Rep,
            _ => return None,
        };
        let empty = || TimeRestriction { zone, hours: WeeklyHours { days: Default::default() } };
        let restriction = self.rules.restriction.get_or_insert_with(empty);
        let (first, last) = days.split_once('-').unwrap_or((days, days));
        let index = |day: &str| -> Option<usize> {
            Some(day.parse::<Weekday>().ok()?.num_days_from_monday() as usize)
        };
        for day in restriction.hours.days.get_mut(index(first)?..=index(last)?)? {
            for block in blocks {
                let (from, until) = block.split_once('-')?;
                let (from, until) = (words::minute_of_day(from)?, words::minute_of_day(until)?);
                day.push(Block { from, until });
            }
        }
        (restriction.zone == zone && !blocks.is_empty()).then_some(())
    }

    /// `2  call  after 2 days at 9:00, within 2 hours`: two blanks or more between the columns.
    fn step(&mut self, line: &str) -> Option<()> {
        let mut columns = line.split("  ").map(str::trim).filter(|column| !column.is_empty());
        let id = StepId(columns.next()?.parse().ok()?);
        let (kind, timing) = (columns.next()?, columns.next()?);
        let mut options = timing.split(", ");
        let (delay, time_of_day) = words::timing(options.next()?)?;
        let mut rules = StepRules { time_of_day, ..StepRules::default() };
        for option in options {
            match option.split(' ').collect::<Vec<_>>().as_slice() {
                ["at", "any", "hour"] => rules.any_hour = true,
                ["within", n, "hours" | "hour"] => {
                    rules.deadline_minutes = Some(60 * n.parse::<u32>().ok()?);
                }
                ["within", n, "minutes"] => rules.deadline_minutes = Some(n.parse().ok()?),
                _ => {
                    let (came, leads_to) = option.split_once(": ")?;
                    let disposition = words::disposition(came)?;
                    rules.routing.push(Route { disposition, leads_to: words::lead(leads_to)? });
                }
            }
        }
        let content = words::content(kind)?;
        self.steps.push(Step { id, name: String::new(), delay, content, rules });
        self.kinds.push((id, kind.to_owned()));
        columns.next().is_none().then_some(())
    }

    /// What could not be saved could not happen.
    fn check(&mut self) -> Result<(), String> {
        let steps = self.steps.clone();
        let exists = |id| steps.iter().any(|step| step.id == id);
        for step in &steps {
            step.clone().checked(&exists).map_err(|problem| problem.to_string())?;
        }
        self.rules = self
            .rules
            .clone()
            .checked(self.cadence, 2026)
            .map_err(|problem| problem.to_string())?;
        Ok(())
    }
}

fn body_line(line: &str) -> Option<Line> {
    let mut columns = line.split("  ").map(str::trim).filter(|column| !column.is_empty());
    let (civil, utc, what) = (columns.next()?, columns.next()?, columns.next()?);
    let [weekday, date, time, zone] = civil.split(' ').collect::<Vec<_>>()[..] else { return None };
    let well = words::minute_of_day(time).is_some() && weekday_of(day(date)?) == weekday;
    (well && columns.next().is_none()).then_some(())?;
    let at = moment(utc)?;
    let zone = Zone::parse(zone)?.name().to_owned();
    let (seen, action) = match what.strip_prefix("> ") {
        Some(action) => (None, Some(self::action(action)?)),
        None => match what.split_once(" due, ") {
            Some((touch, then)) => (Some(format!("{touch} due")), Some(action(then)?)),
            None => (Some(what.to_owned()), None),
        },
    };
    Some(Line { at, zone, seen, action })
}

fn action(text: &str) -> Option<Action> {
    if let Some(disposition) = words::disposition(text) {
        return Some(Action::Called(disposition));
    }
    Some(match text.split(' ').collect::<Vec<_>>().as_slice() {
        ["begin"] => Action::Begin { at: None },
        ["begin", "at", "step", id] => Action::Begin { at: Some(StepId(id.parse().ok()?)) },
        ["done"] => Action::Done,
        ["skip"] => Action::Skip,
        ["snooze", "until", _, _, _, _, utc, beyond @ ..] => {
            let beyond_hours = match beyond {
                [] => false,
                ["whatever", "the", "hours"] => true,
                _ => return None,
            };
            Action::Snooze { until: moment(utc)?, beyond_hours }
        }
        ["pause"] => Action::Pause,
        ["resume"] => Action::Resume,
        ["deactivate"] => Action::Freeze,
        ["activate"] => Action::Thaw,
        ["pause", "everything"] => Action::PauseAll,
        ["go", "on"] => Action::GoOnAll,
        ["reply"] => Action::Reply,
        ["a", "colleague", "replies"] => Action::ColleagueReply,
        ["a", "mail", "that", "may", "belong"] => Action::Ambiguous,
        ["out", "of", "office"] => Action::OutOfOffice { back: None },
        ["out", "of", "office", "until", date] => Action::OutOfOffice { back: Some(day(date)?) },
        ["time", "off", from, "to", until] => Action::TimeOff(days_off(from, until)?),
        ["version", number] => Action::Version(number.parse().ok()?),
        ["contact", "moves", "to", zone] => Action::Move(Zone::parse(zone)?),
        _ => return None,
    })
}

fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

fn weekday_of(day: NaiveDate) -> String {
    day.format("%a").to_string()
}

fn days_off(from: &str, until: &str) -> Option<DaysOff> {
    Some(DaysOff { from: day(from)?, until: day(until)? })
}

fn moment(utc: &str) -> Option<Timestamp> {
    let civil = NaiveDateTime::parse_from_str(utc, "%Y-%m-%dT%H:%M:%SZ").ok()?;
    Some(Timestamp::from_millis(civil.and_utc().timestamp_millis()))
}

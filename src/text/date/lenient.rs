//! Every form of a date that Ruby's `Date._parse` knows, looked for in its order.

use std::sync::LazyLock;

use regex::{Captures, Regex, RegexBuilder};

use crate::text::date::fields::{Fields, nanos, number};
use crate::text::date::zone::DateError;
use crate::text::pieces::Pieces as _;

/// The length beyond which Ruby rejects a string.
const LONGEST: usize = 128;

/// Looks for a time, then for a date in the forms that Ruby's `Date._parse` knows, in its order.
pub(super) fn lenient(text: &str) -> Result<Fields, DateError> {
    let unreadable = || DateError::Unreadable(text.to_owned());
    if text.chars().count() > LONGEST {
        return Err(unreadable());
    }
    let forms = FORMS.as_ref().ok_or_else(unreadable)?;
    let mut rest = forms.noise.replace_all(text, " ").into_owned();
    let mut fields = Fields::default();
    take(&mut rest, &forms.weekday, |_| ());
    take(&mut rest, &forms.time, |found| {
        fields.zone = found.get(2).map(|zone| zone.as_str().to_owned());
        if let Some(time) = found.get(1).and_then(|time| forms.clock.captures(time.as_str())) {
            set_time(&mut fields, &time);
        }
    });
    find_date(&mut rest, forms, &mut fields);
    fields.before_christ |= take(&mut rest, &forms.before_christ, |_| ());
    if let Some(lone) = forms.lone_number.captures(&rest).and_then(|found| number(found.get(1)?.as_str())) {
        if fields.hour.is_some() && fields.day.is_none() && (1..=31).contains(&lone) {
            fields.day = Some(lone);
        } else if fields.day.is_some() && fields.hour.is_none() && lone <= 24 {
            fields.hour = Some(lone);
        }
    }
    Ok(fields)
}

fn find_date(rest: &mut String, forms: &Forms, fields: &mut Fields) {
    for (form, meaning) in &forms.dates {
        let found = match meaning {
            Meaning::OrdinalUnless(other) if other.is_match(rest) => false,
            _ => take(rest, form, |found| set_fields(fields, meaning, found)),
        };
        if found {
            return;
        }
    }
}

/// Puts a blank in the place of the first match of `form`, which `with` gets. False where there is none.
fn take(text: &mut String, form: &Regex, with: impl FnOnce(&Captures<'_>)) -> bool {
    let Some(found) = form.captures(text) else { return false };
    with(&found);
    let range = found.get(0).map_or(0..0, |whole| whole.range());
    text.replace_range(range, " ");
    true
}

fn set_time(fields: &mut Fields, time: &Captures<'_>) {
    let part = |i| time.get(i).map(|part| part.as_str());
    fields.hour = part(1).and_then(number);
    fields.minute = part(2).and_then(number);
    fields.second = part(3).and_then(number);
    fields.nanos = part(4).map_or(0, nanos);
    if let Some(half) = part(5) {
        let afternoon = half.eq_ignore_ascii_case("p");
        fields.hour = fields.hour.map(|hour| hour % 12 + if afternoon { 12 } else { 0 });
    }
}

fn set_fields(fields: &mut Fields, meaning: &Meaning, found: &Captures<'_>) {
    let part = |i| found.get(i).map(|part| part.as_str());
    match meaning {
        Meaning::DayMonthYear | Meaning::MonthDayYear => {
            let (day, month) = if matches!(meaning, Meaning::DayMonthYear) { (1, 2) } else { (2, 1) };
            fields.before_christ = part(3).is_some_and(|era| era.starts_with(['b', 'B']));
            fields.set_date(part(4), &month_number(part(month)), part(day));
        }
        Meaning::Numbers => fields.set_date(part(1), part(2).unwrap_or_default(), part(3)),
        Meaning::DayNameYear => fields.set_date(part(3), &month_number(part(2)), part(1)),
        Meaning::NameDayYear => fields.set_date(part(3), &month_number(part(1)), part(2)),
        Meaning::Japanese => {
            let era = match part(1).unwrap_or_default() {
                "M" | "m" => 1867,
                "T" | "t" => 1911,
                "S" | "s" => 1925,
                _ => 1988,
            };
            fields.year = part(2).and_then(number).map(|year| year + era);
            fields.month = part(3).and_then(number);
            fields.day = part(4).and_then(number);
        }
        Meaning::OrdinalUnless(_) => {
            fields.year = part(1).and_then(number);
            fields.day_of_year = part(2).and_then(number);
        }
        Meaning::Year => fields.year = part(1).and_then(number),
        Meaning::Month => fields.month = number(&month_number(part(1))),
        Meaning::NoYear => fields.day = part(1).and_then(number).or(Some(1)),
        Meaning::Compact => set_compact(fields, found),
    }
}

/// A run of digits, `20200131`, perhaps with a time after it.
fn set_compact(fields: &mut Fields, found: &Captures<'_>) {
    let part = |i| found.get(i).map(|part| part.as_str());
    let run = part(2).unwrap_or_default();
    let pair = |at: usize| run.get(at..at + 2).and_then(number);
    if part(3).is_none() && part(4).is_some() {
        // A fraction makes the run end in seconds; only the two longest then reach up to a year.
        fields.second = run.get(run.len() - 2..).and_then(number);
        return set_backwards(fields, run);
    }
    let years = match run.len() {
        5 | 6 => 2,
        7 | 8 | 10 | 12 | 14 => 4,
        _ => 0,
    };
    fields.year = run.get(..years).filter(|_| years > 0).and_then(number);
    if part(1) == Some("-") {
        fields.year = fields.year.map(|year| -year);
    }
    fields.whole_year = years == 4 && run.len() > 7;
    match run.len() {
        2 => fields.day = pair(0),
        3 | 5 | 7 => fields.day_of_year = run.get(years..).and_then(number),
        4 | 6 | 8 | 10 | 12 | 14 => {
            fields.month = pair(years);
            fields.day = pair(years + 2);
            fields.hour = pair(years + 4).or(fields.hour);
            fields.minute = pair(years + 6).or(fields.minute);
            fields.second = pair(years + 8).or(fields.second);
        }
        _ => {}
    }
    if let Some(time) = part(3).filter(|time| time.len() % 2 == 0) {
        let time_pair = |at: usize| time.get(at..at + 2).and_then(number);
        if part(4).is_some() {
            let end = time.len();
            fields.second = end.checked_sub(2).and_then(time_pair);
            fields.minute = end.checked_sub(4).and_then(time_pair).or(fields.minute);
            fields.hour = end.checked_sub(6).and_then(time_pair).or(fields.hour);
        } else {
            fields.hour = time_pair(0);
            fields.minute = time_pair(2).or(fields.minute);
            fields.second = time_pair(4).or(fields.second);
        }
    }
    fields.nanos = part(4).map_or(fields.nanos, nanos);
    if let Some(zone) = part(5) {
        let inner = zone.trim_start_matches('[').trim_end_matches(']');
        fields.zone = Some(inner.after_last(':').to_owned());
    }
}

/// Reads a run of digits from its end: seconds, minutes, hours, day, month, year.
fn set_backwards(fields: &mut Fields, run: &str) {
    let pair =
        |from_end: usize| run.len().checked_sub(from_end).and_then(|at| run.get(at..at + 2)).and_then(number);
    fields.minute = pair(4);
    fields.hour = pair(6);
    fields.day = pair(8);
    fields.month = pair(10);
    fields.whole_year = run.len() == 14;
    fields.year = match run.len() {
        12 => pair(12),
        14 => run.get(..4).and_then(number),
        _ => None,
    };
}

/// `Sep`, in any case, as `9`.
fn month_number(name: Option<&str>) -> String {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let name = name.unwrap_or_default().to_ascii_lowercase();
    MONTHS.iter().position(|month| *month == name).map_or_else(String::new, |i| (i + 1).to_string())
}

/// The meaning of the groups of a form.
enum Meaning {
    /// Day, month's name, era, year.
    DayMonthYear,
    /// Month's name, day, era, year.
    MonthDayYear,
    /// Two or three numbers, sorted by how they look.
    Numbers,
    /// Day, month's name, year.
    DayNameYear,
    /// Month's name, day, year.
    NameDayYear,
    /// A letter for the era, year, month, day.
    Japanese,
    /// Year and day of the year, unless this other form is there too.
    OrdinalUnless(Regex),
    /// A year.
    Year,
    /// A month's name.
    Month,
    /// A week or a day, but no year.
    NoYear,
    /// A run of digits.
    Compact,
}

struct Forms {
    noise: Regex,
    weekday: Regex,
    time: Regex,
    clock: Regex,
    before_christ: Regex,
    lone_number: Regex,
    dates: Vec<(Regex, Meaning)>,
}

static FORMS: LazyLock<Option<Forms>> = LazyLock::new(|| Forms::new().ok());

impl Forms {
    /// Every form that Ruby's `Date._parse` knows, in its order. What is not a letter, digit or one of `-+',./:@[]` has
    /// become one blank by then.
    fn new() -> Result<Self, regex::Error> {
        const MONTH: &str = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)";
        const ERA: &str = r"(c(?:e|\.e\.)|b(?:ce|\.c\.e\.)|a(?:d|\.d\.)|b(?:c|\.c\.))";
        let form = |pattern: &str| RegexBuilder::new(pattern).case_insensitive(true).build();
        let date = |pattern: &str, meaning| form(pattern).map(|form| (form, meaning));
        let half = r"[ap](?:m\b|\.m\.)";
        let zone = r"(?:gmt|utc?)?[-+][0-9]+(?:[,.:][0-9]+(?::[0-9]+)?)?|[\p{Alphabetic}. ]+(?:standard|daylight) time\b|\p{Alphabetic}+(?: dst)?\b";
        let clock =
            r"[0-9]+ *: *[0-9]+(?: *: *[0-9]+(?:[,.][0-9]*)?)?|[0-9]+ *h(?: *[0-9]+m?(?: *[0-9]+s?)?)?";
        Ok(Self {
            noise: form(r"[^-+',./:@\p{Alphabetic}\p{M}\p{Nd}\[\]]+")?,
            weekday: form(r"\b(?:sun|mon|tue|wed|thu|fri|sat)[^-/0-9 ]*")?,
            time: form(&format!(r"((?:{clock})(?: *{half})?|[0-9]+ *{half})(?: *({zone}))?"))?,
            clock: form(
                r"^([0-9]+)h?(?: *:? *([0-9]+)m?(?: *:? *([0-9]+)(?:[,.]([0-9]+))?s?)?)?(?: *([ap])(?:m\b|\.m\.))?",
            )?,
            before_christ: form(r"\b(?:bc\b|bce\b|b\.c\.)")?,
            lone_number: form(r"^ *([0-9]{1,2}) *$")?,
            dates: vec![
                date(
                    &format!(
                        r"('?[0-9]+)[^-0-9 ]* *{MONTH}[^-0-9 ']*(?: *{ERA}? *('?-?[0-9]+(?:(?:st|nd|rd|th)\b)?))?"
                    ),
                    Meaning::DayMonthYear,
                )?,
                date(
                    &format!(r"\b{MONTH}[^-0-9 ']* *('?[0-9]+)[^-0-9 ']*(?: *,? *{ERA}? *('?-?[0-9]+))?"),
                    Meaning::MonthDayYear,
                )?,
                date(r"('?[-+]?[0-9]+)-([0-9]+)-('?-?[0-9]+)", Meaning::Numbers)?,
                date(r"\b([mtsh])([0-9]+)\.([0-9]+)\.([0-9]+)", Meaning::Japanese)?,
                date(&format!(r"('?-?[0-9]+)-{MONTH}[^-/.]*-('?-?[0-9]+)"), Meaning::DayNameYear)?,
                date(&format!(r"\b{MONTH}[^-/.]*-('?-?[0-9]+)(?:-('?-?[0-9]+))?"), Meaning::NameDayYear)?,
                date(r"('?-?[0-9]+)/ *('?[0-9]+)(?:[^0-9] *('?-?[0-9]+))?", Meaning::Numbers)?,
                date(r"('?-?[0-9]+)\. *('?[0-9]+)\. *('?-?[0-9]+)", Meaning::Numbers)?,
                date(r"\b(?:[0-9]{2}|[0-9]{4})?-?w[0-9]{2}(?:-?([0-9]))?\b", Meaning::NoYear)?,
                date(r"-w-([0-9])\b", Meaning::NoYear)?,
                date(r"--(?:[0-9]{2})?-([0-9]{2})\b", Meaning::NoYear)?,
                date(r"--[0-9]{2}([0-9]{2})?\b", Meaning::NoYear)?,
                date(
                    r"\b([0-9]{2}|[0-9]{4})-([0-9]{3})\b",
                    Meaning::OrdinalUnless(form(r"[,.](?:[0-9]{2}|[0-9]{4})-[0-9]{3}\b")?),
                )?,
                date(r"'([0-9]+)\b", Meaning::Year)?,
                date(&format!(r"\b{MONTH}[^ ]*"), Meaning::Month)?,
                date(r"([0-9]+)(?:st|nd|rd|th)\b", Meaning::NoYear)?,
                date(
                    r"([-+]?)([0-9]{2,14})(?: *t? *([0-9]{2,6})?(?:[,.]([0-9]*))?)?(?: *(z\b|[-+][0-9]{1,4}\b|\[[-+]?[0-9][^\]]*\]))?",
                    Meaning::Compact,
                )?,
            ],
        })
    }
}

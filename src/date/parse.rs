//! Ruby's `Time.parse` and `.localtime`: which texts are dates to Jekyll, and what moments they mean.

use std::sync::LazyLock;

use chrono::{DateTime, FixedOffset, NaiveTime, Offset as _, TimeDelta, TimeZone as _};
use chrono_tz::{OffsetName as _, Tz};
use regex::{Captures, Regex, RegexBuilder};

use crate::date::zone::{DateError, from_local, in_zone, rolled_over};

/// The moment that `text` means to Ruby's `Time.parse`, with the offset that `zone` has then.
///
/// Without an offset of its own the text is read as local time. Zone abbreviations are those of RFC 822 and of
/// `zone`; other names are passed over. Day 29, 30 and 31 of a short month roll over into the next.
///
/// # Errors
/// When it holds no date, none with a year, or a number out of range.
pub fn parse(text: &str, zone: Tz) -> Result<DateTime<FixedOffset>, DateError> {
    read(text)?.moment(text, zone)
}

/// [`parse`], but a text with an offset of its own keeps it: Ruby's `Time.parse` alone.
///
/// # Errors
/// As [`parse`].
pub fn parse_as_written(text: &str, zone: Tz) -> Result<DateTime<FixedOffset>, DateError> {
    let fields = read(text)?;
    let written = fields.zone.clone();
    let date = fields.moment(text, zone)?;
    let offset = written.and_then(|name| offset(&name, chrono::Datelike::year(&date), zone));
    Ok(offset.map_or(date, |offset| date.with_timezone(&offset)))
}

fn read(text: &str) -> Result<Fields, DateError> {
    match plain(text.trim_ascii()) {
        Some(fields) => Ok(fields),
        None => lenient(text),
    }
}

/// What a text says, before it is checked.
#[derive(Debug, Default)]
struct Fields {
    year: Option<i64>,
    day_of_year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    hour: Option<i64>,
    minute: Option<i64>,
    second: Option<i64>,
    nanos: u32,
    zone: Option<String>,
    /// A year of two digits is in this or the last century.
    whole_year: bool,
    before_christ: bool,
}

impl Fields {
    fn moment(mut self, text: &str, zone: Tz) -> Result<DateTime<FixedOffset>, DateError> {
        let Some(year) = self.full_year() else {
            let anything = self.month.or(self.day).or(self.day_of_year).or(self.hour).or(self.second);
            let error = if anything.is_some() { DateError::Incomplete } else { DateError::Unreadable };
            return Err(error(text.to_owned()));
        };
        let checked = |part, value: Option<i64>, default, range: std::ops::RangeInclusive<i64>| {
            let value = value.unwrap_or(default);
            u32::try_from(value)
                .ok()
                .filter(|_| range.contains(&value))
                .ok_or_else(|| DateError::OutOfRange { text: text.to_owned(), part, value })
        };
        if let Some(days) = self.day_of_year {
            checked("day", Some(days), 1, 1..=366)?;
            (self.month, self.day) = (None, None);
        }
        let month = checked("month", self.month, 1, 1..=12)?;
        let day = checked("day", self.day, 1, 1..=31)?;
        let hour = checked("hour", self.hour, 0, 0..=24)?;
        let minute = checked("minute", self.minute, 0, 0..=if hour == 24 { 0 } else { 59 })?;
        let second = checked("second", self.second, 0, 0..=if hour == 24 { 0 } else { 60 })?;
        let year_error = || DateError::OutOfRange { text: text.to_owned(), part: "year", value: year };
        // A margin at either end, so that every offset and roll-over fits.
        let year = i32::try_from(year).ok().filter(|year| year.abs() < 262_000).ok_or_else(year_error)?;
        let date = match self.day_of_year.and_then(|days| u32::try_from(days).ok()) {
            Some(days) => rolled_over(year, 1, days),
            None => rolled_over(year, month, day),
        };
        let date = date.ok_or_else(year_error)?;
        let seconds = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
        let nanos = TimeDelta::nanoseconds(self.nanos.into());
        let local = date.and_time(NaiveTime::MIN) + TimeDelta::seconds(seconds) + nanos;
        let offset = self.zone.as_deref().and_then(|name| offset(name, year, zone));
        Ok(match offset.and_then(|offset| local.checked_sub_offset(offset)) {
            Some(utc) => in_zone(
                &DateTime::from_naive_utc_and_offset(
                    utc,
                    FixedOffset::east_opt(0).unwrap_or(zone.offset_from_utc_datetime(&utc).fix()),
                ),
                zone,
            ),
            None => from_local(local, zone),
        })
    }

    fn full_year(&self) -> Option<i64> {
        let year = self.year?;
        let year = if self.before_christ { 1_i64.checked_sub(year)? } else { year };
        Some(match year {
            0..=68 if !self.whole_year => year + 2000,
            69..=99 if !self.whole_year => year + 1900,
            _ => year,
        })
    }

    /// Sorts the parts of a date into year, month and day by how they look, in the order that Ruby's `date` does.
    fn set_date(&mut self, year: Option<&str>, month: &str, day: Option<&str>) {
        let looks_like_year = |part: &str| part.starts_with('\'') || part.len() > 2;
        let (mut year, mut month, mut day) = (year, Some(month), day);
        if year.is_some() && day.is_none() {
            (year, month, day) = (None, year, month);
        }
        if year.is_none() && day.is_some_and(looks_like_year) {
            (year, day) = (day, None);
        }
        // `Jan 3 2nd`: what has letters behind it is the day.
        if let Some(ordinal) = year.filter(|y| y.ends_with(|c: char| c.is_ascii_alphabetic())) {
            year = day;
            day = Some(ordinal);
        }
        if month.is_some_and(looks_like_year) {
            (year, month, day) = (month, day, year);
        }
        if day.is_some_and(looks_like_year) {
            (year, day) = (day, year);
        }
        if let Some(year) = year {
            let year = year.trim_start_matches('\'');
            let digits = year.trim_start_matches(['-', '+']);
            self.whole_year |= digits.len() < year.len() || digits.len() > 2;
            self.year = number(digits).map(|n| if year.starts_with('-') { -n } else { n });
        }
        self.month = month.and_then(number).or(self.month);
        self.day = day.and_then(number).or(self.day);
    }
}

/// The digits of `part` as a number; what overflows is out of every range.
fn number(part: &str) -> Option<i64> {
    let digits = part.trim_matches(|c: char| !c.is_ascii_digit());
    (!digits.is_empty()).then(|| digits.parse().unwrap_or(i64::MAX / 2))
}

/// The first nine digits behind a decimal point.
fn nanos(digits: &str) -> u32 {
    let mut padded = digits.to_owned();
    padded.truncate(9);
    format!("{padded:0<9}").parse().unwrap_or(0)
}

/// Ruby's `Time.zone_offset`: a numeric offset, RFC 822's abbreviations, or one that `local` has in January or July.
fn offset(name: &str, year: i32, local: Tz) -> Option<FixedOffset> {
    let name = name.to_ascii_uppercase();
    let bytes = name.as_bytes();
    if let [sign @ (b'+' | b'-'), rest @ ..] = bytes {
        let pair = |tens: u8, ones: u8| {
            (tens.is_ascii_digit() && ones.is_ascii_digit())
                .then(|| i32::from(tens - b'0') * 10 + i32::from(ones - b'0'))
        };
        let (hours, minutes, seconds) = match *rest {
            [a, b] => (pair(a, b)?, 0, 0),
            [a, b, c, d] | [a, b, b':', c, d] => (pair(a, b)?, pair(c, d)?, 0),
            [a, b, c, d, e, f] | [a, b, b':', c, d, b':', e, f] => (pair(a, b)?, pair(c, d)?, pair(e, f)?),
            _ => return None,
        };
        let seconds = (hours * 60 + minutes) * 60 + seconds;
        return FixedOffset::east_opt(if *sign == b'-' { -seconds } else { seconds });
    }
    let hours = match bytes {
        b"UTC" | b"UT" | b"GMT" | b"Z" => 0,
        b"EST" | b"CDT" => -5,
        b"EDT" => -4,
        b"CST" | b"MDT" => -6,
        b"MST" | b"PDT" => -7,
        b"PST" => -8,
        // The military letters, as RFC 1123 corrects RFC 822: J is not one.
        [letter @ b'A'..=b'I'] => i32::from(letter - b'A') + 1,
        [letter @ b'K'..=b'M'] => i32::from(letter - b'K') + 10,
        [letter @ b'N'..=b'Y'] => -(i32::from(letter - b'N') + 1),
        _ => {
            return [1, 7].into_iter().find_map(|month| {
                let moment = rolled_over(year, month, 1)?.and_time(NaiveTime::MIN);
                let offset = local.offset_from_local_datetime(&moment).latest()?;
                (offset.abbreviation() == Some(name.as_str())).then(|| offset.fix())
            });
        }
    };
    FixedOffset::east_opt(hours * 3600)
}

/// The form that nearly all dates have, `2020-1-31`, `2020-01-31 10:00`, `2020-01-31T10:00:00.5 +01:00`, by hand.
fn plain(text: &str) -> Option<Fields> {
    let (year, rest) = digits(text, 4, 4)?;
    let (month, rest) = digits(rest.strip_prefix('-')?, 1, 2)?;
    let (day, mut rest) = digits(rest.strip_prefix('-')?, 1, 2)?;
    let mut fields = Fields {
        year: Some(year),
        month: Some(month),
        day: Some(day),
        whole_year: true,
        ..Fields::default()
    };
    if rest.is_empty() {
        return Some(fields);
    }
    let hour;
    (hour, rest) = digits(rest.strip_prefix([' ', 'T'])?, 1, 2)?;
    fields.hour = Some(hour);
    let minute;
    (minute, rest) = digits(rest.strip_prefix(':')?, 2, 2)?;
    fields.minute = Some(minute);
    if let Some(seconds) = rest.strip_prefix(':') {
        let second;
        (second, rest) = digits(seconds, 2, 2)?;
        fields.second = Some(second);
        if let Some(fraction) = rest.strip_prefix('.') {
            let end = fraction.bytes().take_while(u8::is_ascii_digit).count();
            let (fraction, behind) =
                fraction.split_at_checked(end).filter(|(digits, _)| !digits.is_empty())?;
            fields.nanos = nanos(fraction);
            rest = behind;
        }
    }
    match rest.strip_prefix(' ').unwrap_or(rest) {
        "" => {}
        zone @ ("Z" | "UTC") => fields.zone = Some(zone.to_owned()),
        zone => {
            let numbers = zone.strip_prefix(['+', '-'])?;
            let colon = numbers.as_bytes().get(2) == Some(&b':');
            let count = numbers.bytes().filter(u8::is_ascii_digit).count();
            (count == 4 && numbers.len() == 4 + usize::from(colon)).then_some(())?;
            fields.zone = Some(zone.to_owned());
        }
    }
    Some(fields)
}

/// A number of `least` to `most` digits at the start of `text`, with no digit behind it, and the rest.
fn digits(text: &str, least: usize, most: usize) -> Option<(i64, &str)> {
    let count = text.bytes().take(most + 1).take_while(u8::is_ascii_digit).count();
    if !(least..=most).contains(&count) {
        return None;
    }
    let (digits, rest) = text.split_at_checked(count)?;
    Some((digits.parse().ok()?, rest))
}

/// The length beyond which Ruby refuses a text.
const LONGEST: usize = 128;

/// Looks for a time, then for a date in the forms that Ruby's `Date._parse` knows, in its order.
fn lenient(text: &str) -> Result<Fields, DateError> {
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

/// A run of digits, `20200131`, perhaps with a time behind it.
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
        fields.zone = Some(inner.rsplit(':').next().unwrap_or_default().to_owned());
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

/// What the groups of a form mean.
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
    /// Every form that Ruby's `Date._parse` knows, in its order. What is no letter, digit or one of `-+',./:@[]` has
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

#[cfg(test)]
mod tests {
    use chrono_tz::America::New_York;
    use chrono_tz::Europe::Berlin;
    use proptest::prelude::*;

    use super::*;
    use crate::date::rfc3339;

    #[test]
    fn texts_are_dates_as_ruby_reads_them() {
        for (text, moment) in [
            ("2020-01-07", "2020-01-07T00:00:00-05:00"),
            ("2020-1-7", "2020-01-07T00:00:00-05:00"),
            ("2020/01/07", "2020-01-07T00:00:00-05:00"),
            ("Jan 7, 2020", "2020-01-07T00:00:00-05:00"),
            ("7th January 2020", "2020-01-07T00:00:00-05:00"),
            ("January 2020", "2020-01-01T00:00:00-05:00"),
            ("07/01/2020", "2020-01-07T00:00:00-05:00"),
            ("20200107", "2020-01-07T00:00:00-05:00"),
            ("20200107T101112Z", "2020-01-07T05:11:12-05:00"),
            ("2020-007", "2020-01-07T00:00:00-05:00"),
            ("2020-01-07 10:00", "2020-01-07T10:00:00-05:00"),
            ("2020-01-07 10:00:00", "2020-01-07T10:00:00-05:00"),
            ("2020-01-07 10", "2020-01-07T10:00:00-05:00"),
            ("2020-01-07 3pm", "2020-01-07T15:00:00-05:00"),
            ("2020-01-07 12:30 a.m.", "2020-01-07T00:30:00-05:00"),
            ("2020-01-07 10:00:00 UTC", "2020-01-07T05:00:00-05:00"),
            ("2020-01-07T10:00:00Z", "2020-01-07T05:00:00-05:00"),
            ("2020-01-07 10:00 +0100", "2020-01-07T04:00:00-05:00"),
            ("2020-01-07 10:00:00.25 +01:00", "2020-01-07T04:00:00-05:00"),
            ("2020-01-07 10:00 EST", "2020-01-07T10:00:00-05:00"),
            ("2020-01-07 10:00 PST", "2020-01-07T13:00:00-05:00"),
            ("2020-01-07 10:00 America/Chicago", "2020-01-07T10:00:00-05:00"),
            ("2020-01-07 10:00 CET", "2020-01-07T10:00:00-05:00"),
            ("Tue, 07 Jan 2020 10:00:00 +0100", "2020-01-07T04:00:00-05:00"),
            ("Tue Jan  7 10:00:00 EST 2020", "2020-01-07T10:00:00-05:00"),
            ("2020-03-08 02:30", "2020-03-08T03:30:00-04:00"),
            ("2020-11-01 01:30", "2020-11-01T01:30:00-05:00"),
            ("2023-02-30", "2023-03-02T00:00:00-05:00"),
            ("2020-01-04 23:30:00 -0800", "2020-01-05T02:30:00-05:00"),
            ("2020-01-07 24:00", "2020-01-08T00:00:00-05:00"),
            ("20-1-7", "2020-01-07T00:00:00-05:00"),
            ("Sept. 3rd '99", "1999-09-03T00:00:00-04:00"),
        ] {
            assert_eq!(parse(text, New_York).map(|date| rfc3339(&date)), Ok(moment.to_owned()), "{text}");
        }
        let local_name = parse("2020-01-07 10:00 CET", Berlin);
        assert_eq!(local_name.map(|date| rfc3339(&date)), Ok("2020-01-07T10:00:00+01:00".to_owned()));
    }

    #[test]
    fn what_ruby_refuses_or_completes_from_the_clock_is_an_error() {
        for text in ["1578391200", "2023-02-32", "2023-13-01", "2020-01-07 25:00", "2020-01-07 10:60", "2020"]
        {
            let error = parse(text, New_York).unwrap_err();
            assert!(matches!(error, DateError::OutOfRange { .. } | DateError::Incomplete(_)), "{error}");
        }
        for text in ["", "soon", "TBD", "draft", "\u{0}", &"2020-01-07 ".repeat(20)] {
            assert!(matches!(parse(text, New_York), Err(DateError::Unreadable(_))), "{text}");
        }
        assert!(matches!(parse("10:30", New_York), Err(DateError::Incomplete(_))));
        assert!(matches!(parse("7 January", New_York), Err(DateError::Incomplete(_))));
    }

    #[test]
    fn the_form_read_by_hand_means_the_same_to_the_lenient_reader() {
        for text in ["2020-1-31", "2020-01-31 1:02", "2020-01-31T10:00:00.125 +0130", "0020-01-31 10:00:00Z"]
        {
            let by_hand = plain(text).unwrap().moment(text, Berlin).unwrap();
            assert_eq!(by_hand, lenient(text).unwrap().moment(text, Berlin).unwrap(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,40}|[0-9]{0,20}[-/.: ]?[0-9a-z+'., -]{0,30}") {
            let _ = parse(&text, Berlin);
        }
    }
}

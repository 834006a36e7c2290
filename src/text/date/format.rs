//! Ruby's `strftime`, which permalinks and Liquid's `date` filter speak.

use std::fmt::Write as _;

use crate::text::date::names;
use crate::text::pieces::Part as _;
use chrono::{DateTime, Datelike as _, FixedOffset, TimeZone as _, Timelike as _};
use chrono_tz::{OffsetName as _, Tz};

/// `date` written by a Ruby format, `%Y-%m-%d`, with English names in every language.
///
/// Knows Ruby's flags (`-`, `0`, `_`, `^`, `#`, `:`) and widths; a directive that Ruby does not know is left as it
/// stands. `%Z` is the abbreviation that `zone` uses then, or empty without one.
#[must_use]
pub(crate) fn strftime(date: &DateTime<FixedOffset>, format: &str, zone: Option<Tz>) -> String {
    let mut out = String::with_capacity(format.len() + 16);
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        let (before, directive) = rest.split_at(at);
        out.push_str(before);
        rest = match directive_len(directive) {
            Some((flags, length)) => {
                let name = directive.get(..length).and_then(|d| d.chars().last()).unwrap_or('%');
                match value(date, name, &flags, zone) {
                    Some(value) => out.push_str(&flags.pad(value)),
                    None => out.push_str(directive.part(..length)),
                }
                directive.part(length..)
            }
            None => {
                out.push_str(directive);
                ""
            }
        };
    }
    out.push_str(rest);
    out
}

/// The longest width that is honoured; Ruby's own limit is far higher.
const WIDEST: usize = 1024;

#[derive(Default)]
struct Flags {
    bare: bool,
    pad: Option<char>,
    upper: bool,
    swap_case: bool,
    colons: usize,
    width: usize,
}

/// The meaning of a directive, before its flags.
enum Field {
    Text(String),
    /// A number and its usual width and padding.
    Number(i64, usize, char),
    /// Already as it should be.
    Done(String),
}

/// The flags of the directive at the start of `text` and its length in bytes, `None` where it has no end.
fn directive_len(text: &str) -> Option<(Flags, usize)> {
    let mut flags = Flags::default();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some(&(at, c)) = chars.peek() {
        match c {
            '-' => flags.bare = true,
            '0' => flags.pad = Some('0'),
            '_' => flags.pad = Some(' '),
            '^' => flags.upper = true,
            '#' => flags.swap_case = true,
            ':' => flags.colons += 1,
            '1'..='9' => {
                while let Some(digit) = chars.peek().and_then(|(_, c)| c.to_digit(10)) {
                    flags.width = (flags.width * 10 + digit as usize).min(WIDEST);
                    chars.next();
                }
                continue;
            }
            'E' | 'O' => {}
            _ => return Some((flags, at + c.len_utf8())),
        }
        chars.next();
    }
    None
}

impl Flags {
    fn pad(&self, value: Field) -> String {
        match value {
            Field::Done(text) => text,
            Field::Text(text) => {
                let text = if self.upper || self.swap_case { text.to_uppercase() } else { text };
                let pad = self.pad.unwrap_or(' ');
                let missing = if self.bare { 0 } else { self.width.saturating_sub(text.chars().count()) };
                let mut padded: String = std::iter::repeat_n(pad, missing).collect();
                padded.push_str(&text);
                padded
            }
            Field::Number(number, width, pad) => {
                if self.bare {
                    return number.to_string();
                }
                let width = if self.width > 0 { self.width } else { width };
                let digits = number.unsigned_abs().to_string();
                let sign = if number < 0 { "-" } else { "" };
                let missing = width.saturating_sub(digits.len() + sign.len());
                match self.pad.unwrap_or(pad) {
                    '0' => format!("{sign}{}{digits}", "0".repeat(missing)),
                    _ => format!("{}{sign}{digits}", " ".repeat(missing)),
                }
            }
        }
    }
}

fn value(date: &DateTime<FixedOffset>, name: char, flags: &Flags, zone: Option<Tz>) -> Option<Field> {
    let weekday = date.weekday().num_days_from_sunday();
    let (day_name, month_name) = (names::day(date.weekday()), names::month(date.month()));
    let short = |name: &str| Field::Text(name.part(..3).to_owned());
    let two = |number: u32| Field::Number(number.into(), 2, '0');
    let blank = |number: u32| Field::Number(number.into(), 2, ' ');
    let year = i64::from(date.year());
    let iso = date.iso_week();
    let hour12 = date.hour12().1;
    let days = date.ordinal0();
    let again = |format: &str| Field::Text(strftime(date, format, zone));
    Some(match name {
        'Y' => Field::Number(year, if year < 0 { 5 } else { 4 }, '0'),
        'C' => Field::Number(year.div_euclid(100), 2, '0'),
        'y' => Field::Number(year.rem_euclid(100), 2, '0'),
        'm' => two(date.month()),
        'B' => Field::Text(month_name.to_owned()),
        'b' | 'h' => short(month_name),
        'd' => two(date.day()),
        'e' => blank(date.day()),
        'j' => Field::Number(date.ordinal().into(), 3, '0'),
        'H' => two(date.hour()),
        'k' => blank(date.hour()),
        'I' => two(hour12),
        'l' => blank(hour12),
        'P' => Field::Text(if date.hour() < 12 { "am" } else { "pm" }.to_owned()),
        'p' if flags.swap_case => Field::Done(if date.hour() < 12 { "am" } else { "pm" }.to_owned()),
        'p' => Field::Text(if date.hour() < 12 { "AM" } else { "PM" }.to_owned()),
        'M' => two(date.minute()),
        'S' => two(date.second()),
        'L' => Field::Done(fraction(date, if flags.width > 0 { flags.width } else { 3 })),
        'N' => Field::Done(fraction(date, if flags.width > 0 { flags.width } else { 9 })),
        'z' => Field::Done(offset(date, flags)),
        'Z' => {
            let abbreviation = zone.and_then(|zone| {
                let offset = zone.offset_from_utc_datetime(&date.naive_utc());
                offset.abbreviation().map(str::to_owned)
            });
            let name = abbreviation.unwrap_or_default();
            Field::Text(if flags.swap_case { name.to_lowercase() } else { name })
        }
        'A' => Field::Text(day_name.to_owned()),
        'a' => short(day_name),
        'u' => Field::Number(if weekday == 0 { 7 } else { weekday.into() }, 1, '0'),
        'w' => Field::Number(weekday.into(), 1, '0'),
        'G' => Field::Number(iso.year().into(), 4, '0'),
        'g' => Field::Number(iso.year().rem_euclid(100).into(), 2, '0'),
        'V' => two(iso.week()),
        'U' => two((days + 7 - weekday) / 7),
        'W' => two((days + 7 - (weekday + 6) % 7) / 7),
        's' => Field::Number(date.timestamp(), 1, '0'),
        'n' => Field::Done("\n".to_owned()),
        't' => Field::Done("\t".to_owned()),
        '%' => Field::Done("%".to_owned()),
        'c' => again("%a %b %e %H:%M:%S %Y"),
        'D' | 'x' => again("%m/%d/%y"),
        'F' => again("%Y-%m-%d"),
        'v' => again("%e-%^b-%Y"),
        'r' => again("%I:%M:%S %p"),
        'R' => again("%H:%M"),
        'T' | 'X' => again("%H:%M:%S"),
        '+' => again("%a %b %e %H:%M:%S %Z %Y"),
        _ => return None,
    })
}

/// The first `width` digits after the seconds' point.
fn fraction(date: &DateTime<FixedOffset>, width: usize) -> String {
    let nanos = format!("{:09}", date.nanosecond() % 1_000_000_000);
    nanos.chars().chain(std::iter::repeat('0')).take(width).collect()
}

/// `+0100`, with one colon `+01:00`, with two `+01:00:00`.
fn offset(date: &DateTime<FixedOffset>, flags: &Flags) -> String {
    let seconds = date.offset().local_minus_utc();
    let sign = if seconds < 0 { '-' } else { '+' };
    let seconds = seconds.abs();
    let mut text = format!("{sign}{:02}", seconds / 3600);
    let colon = if flags.colons > 0 { ":" } else { "" };
    let _ = write!(text, "{colon}{:02}", seconds / 60 % 60);
    if flags.colons > 1 {
        let _ = write!(text, ":{:02}", seconds % 60);
    }
    text
}

#[cfg(test)]
mod tests {
    use chrono_tz::America::New_York;
    use proptest::prelude::*;

    use super::*;
    use crate::text::date::parse;

    #[test]
    fn directives_are_those_of_ruby() {
        let date = parse("2020-02-03 04:05:06.789", New_York).unwrap();
        for (format, text) in [
            ("%Y-%m-%dT%H:%M:%S%:z", "2020-02-03T04:05:06-05:00"),
            ("%-d %-m %e|%_m|%3d|%k|%l", "3 2  3| 2|003| 4| 4"),
            ("%B %b %^a %A %#p %p %P", "February Feb MON Monday am AM am"),
            ("%j %U %W %V %G %u %w %s", "034 05 05 06 2020 1 1 1580720706"),
            ("%y %C %L %N %3N %z %Z %%", "20 20 789 789000000 789 -0500 EST %"),
            ("%F %T %D %R %r %c", "2020-02-03 04:05:06 02/03/20 04:05 04:05:06 AM Mon Feb  3 04:05:06 2020"),
            ("%10Y|%Q|%", "0000002020|%Q|%"),
            ("é%dü", "é03ü"),
        ] {
            assert_eq!(strftime(&date, format, Some(New_York)), text, "{format}");
        }
    }

    proptest! {
        #[test]
        fn no_format_makes_it_panic(format in "(%[-0_^#:]{0,3}[0-9]{0,3}\\PC|\\PC){0,8}", seconds in -1_000_000_000_000_i64..1_000_000_000_000) {
            if let Ok(date) = crate::text::date::from_epoch(seconds, New_York) {
                let _ = strftime(&date, &format, None);
            }
        }
    }
}

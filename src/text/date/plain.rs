//! The form that nearly all dates have, read by hand.

use crate::text::date::fields::{Fields, nanos};

/// The form that nearly all dates have, `2020-1-31`, `2020-01-31 10:00`, `2020-01-31T10:00:00.5 +01:00`, by hand.
pub(super) fn plain(text: &str) -> Option<Fields> {
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

/// A number of `least` to `most` digits at the start of `text`, with no digit after it, and the rest.
fn digits(text: &str, least: usize, most: usize) -> Option<(i64, &str)> {
    let count = text.bytes().take(most + 1).take_while(u8::is_ascii_digit).count();
    if !(least..=most).contains(&count) {
        return None;
    }
    let (digits, rest) = text.split_at_checked(count)?;
    Some((digits.parse().ok()?, rest))
}

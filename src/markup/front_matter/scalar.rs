//! What a YAML scalar without quotes is, as Ruby's Psych decides: YAML 1.1 with Psych's own exceptions. One alone is not
//! taken over: a symbol (`:name`) is a string here, as it is to SafeYAML, which Jekyll reads with.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};

use crate::markup::front_matter::Value;

/// Reads a plain scalar. Source: `Psych::ScalarScanner#tokenize`, 4.0, and `SafeYAML::Transform`, 1.0.
pub(super) fn resolve(text: Cow<'_, str>) -> Value {
    if text.is_empty() {
        return Value::Null;
    }
    if looks_like_text(&text) || text.contains('\n') {
        return word(&text).unwrap_or_else(|| Value::String(text.into_owned()));
    }
    number_or_date(&text).unwrap_or_else(|| Value::String(text.into_owned()))
}

/// Returns whether the first or second character rules out a number.
fn looks_like_text(text: &str) -> bool {
    fn is_word(c: char) -> bool {
        c.is_alphabetic() || matches!(c, ' ' | '\t'..='\r') || "_!@#$%^&*(){}<>|/\\~;=".contains(c)
    }
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return false };
    is_word(first) || !(first.is_ascii_digit() || ".:-".contains(first)) && chars.next().is_some_and(is_word)
}

fn word(text: &str) -> Option<Value> {
    if text.len() > 5 {
        return None;
    }
    let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is(&["~", "null"]) {
        Some(Value::Null)
    } else if is(&["yes", "true", "on"]) {
        Some(Value::Bool(true))
    } else if is(&["no", "false", "off"]) {
        Some(Value::Bool(false))
    } else {
        None
    }
}

fn number_or_date(text: &str) -> Option<Value> {
    if text.as_bytes().get(..6).is_some_and(|start| start.contains(&b'-'))
        && let Some(value) = time(text).or_else(|| date(text))
    {
        return Some(value);
    }
    match text.to_ascii_lowercase().as_str() {
        ".inf" | "+.inf" => return Some(Value::Float(f64::INFINITY)),
        "-.inf" => return Some(Value::Float(f64::NEG_INFINITY)),
        ".nan" => return Some(Value::Float(f64::NAN)),
        _ => {}
    }
    if text.contains(':') {
        return sexagesimal(text);
    }
    float(text).or_else(|| integer(text))
}

/// `-?YYYY-M-D`, then `T` or blanks, then `H:MM:SS`, perhaps with a fraction and an offset.
fn time(text: &str) -> Option<Value> {
    let (sign, rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (year, rest) = digits(rest, 4, 4)?;
    let (month, rest) = digits(rest.strip_prefix('-')?, 1, 2)?;
    let (day, rest) = digits(rest.strip_prefix('-')?, 1, 2)?;
    let rest = match rest.strip_prefix(['T', 't']) {
        Some(rest) => rest,
        None => {
            let time = rest.trim_ascii_start();
            (time.len() < rest.len()).then_some(time)?
        }
    };
    let (hour, rest) = digits(rest, 1, 2)?;
    let (minute, rest) = digits(rest.strip_prefix(':')?, 2, 2)?;
    let (second, mut rest) = digits(rest.strip_prefix(':')?, 2, 2)?;
    let mut nanos = 0;
    if let Some(fraction) = rest.strip_prefix('.') {
        let length = fraction.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, behind) = fraction.split_at_checked(length)?;
        let shown: String = digits.chars().chain(std::iter::repeat('0')).take(9).collect();
        nanos = shown.parse().ok()?;
        rest = behind;
    }
    let offset = match rest.trim_ascii_start() {
        "" if rest.is_empty() => 0,
        "Z" => 0,
        zone => {
            let (direction, numbers) = match zone.strip_prefix('-') {
                Some(numbers) => (-1, numbers),
                None => (1, zone.strip_prefix('+')?),
            };
            let (hours, minutes) = match numbers.len() {
                1 | 2 => (numbers, "0"),
                3 if numbers.ends_with(':') => (numbers.get(..2)?, "0"),
                _ => {
                    let (hours, minutes) = numbers.split_at_checked(numbers.len().checked_sub(2)?)?;
                    (hours.strip_suffix(':').unwrap_or(hours), minutes)
                }
            };
            let (hours, behind) = digits(hours, 1, 2)?;
            let (minutes, last) = digits(minutes, 1, 2)?;
            (behind.is_empty() && last.is_empty()).then_some(())?;
            direction * (hours * 3600 + minutes * 60)
        }
    };
    let midnight = day_of(sign * year, month, day)?.and_hms_opt(0, 0, 0)?;
    ((0..=24).contains(&hour) && minute < 60 && second <= 60).then_some(())?;
    let seconds = i64::from(hour * 3600 + minute * 60 + second - offset);
    let utc = midnight.checked_add_signed(TimeDelta::seconds(seconds) + TimeDelta::nanoseconds(nanos))?;
    Some(Value::Time(DateTime::from_naive_utc_and_offset(utc, FixedOffset::east_opt(offset)?)))
}

/// Ruby lets the 29th to 31st of a short month roll over into the next one when a time is given.
fn day_of(year: i32, month: i32, day: i32) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, 1)?;
    (1..=31).contains(&day).then(|| first.checked_add_signed(TimeDelta::days(i64::from(day) - 1))).flatten()
}

/// A day that exists, `2020-1-31`.
fn date(text: &str) -> Option<Value> {
    let (year, rest) = digits(text, 4, 4)?;
    let (month, rest) = digits(rest.strip_prefix('-')?, 1, 2)?;
    let (day, rest) = digits(rest.strip_prefix('-')?, 1, 2)?;
    rest.is_empty().then_some(())?;
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?).map(Value::Date)
}

/// A number of `least` to `most` digits at the start of `text`, with no digit after it, and the rest.
fn digits(text: &str, least: usize, most: usize) -> Option<(i32, &str)> {
    let count = text.bytes().take(most + 1).take_while(u8::is_ascii_digit).count();
    (least..=most).contains(&count).then_some(())?;
    let (number, rest) = text.split_at_checked(count)?;
    Some((number.parse().ok()?, rest))
}

/// `12:30` and `1:20:30.5`: Psych counts the first part as hours, also when there are only two.
fn sexagesimal(text: &str) -> Option<Value> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let parts: Vec<&str> = whole.split(':').collect();
    (2..=3).contains(&parts.len()).then_some(())?;
    let (first, later) = parts.split_first()?;
    let unsigned = first.strip_prefix(['-', '+']).unwrap_or(first);
    let first_fits = unsigned.starts_with(|c: char| c.is_ascii_digit())
        && unsigned.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    let later_fit =
        later.iter().all(|part| matches!(part.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9']));
    let fraction_fits = fraction.is_none_or(|digits| digits.bytes().all(|b| b.is_ascii_digit() || b == b'_'));
    (first_fits && later_fit && fraction_fits).then_some(())?;
    let weights = [3600, 60, 1];
    let mut sum: i64 = 0;
    for (part, weight) in parts.iter().zip(weights) {
        let number: i64 = part.replace('_', "").parse().ok()?;
        sum = sum.checked_add(number.checked_mul(weight)?)?;
    }
    Some(match fraction {
        None => Value::Int(sum),
        Some(digits) => {
            let digits = digits.replace('_', "");
            let fraction: f64 = format!("0.{digits}0").parse().ok()?;
            let weight = *weights.get(parts.len() - 1)?;
            Value::Float(sum as f64 + fraction * weight as f64)
        }
    })
}

/// `1.5`, `.5`, `1.`, `1_000.5`, `6.02e+23`; an exponent needs its sign, and there is no float without a point.
fn float(text: &str) -> Option<Value> {
    let (whole, rest) = text.split_once('.')?;
    let unsigned = whole.strip_prefix(['-', '+']).unwrap_or(whole);
    let whole_fits = unsigned.is_empty()
        || unsigned.starts_with(|c: char| c.is_ascii_digit())
            && unsigned.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'_' | b','));
    let (fraction, exponent) = match rest.find(['e', 'E']) {
        Some(at) => (rest.get(..at)?, rest.get(at + 1..)),
        None => (rest, None),
    };
    let exponent_fits = exponent.is_none_or(|exponent| {
        exponent.strip_prefix(['-', '+']).is_some_and(|digits| !digits.is_empty() && is_digits(digits))
    });
    (whole_fits && is_digits(fraction) && exponent_fits).then_some(())?;
    (!unsigned.is_empty() || !fraction.is_empty()).then_some(())?;
    text.replace([',', '_'], "").parse().ok().map(Value::Float)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `10`, `-1_000`, `1,000`, `0b11`, `010` (eight), `0x1F`. A number too large for 64 bits stays a string.
fn integer(text: &str) -> Option<Value> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (radix, digits) = match digits.as_bytes() {
        [b'0'] => (10, digits),
        [b'0', b'b', ..] => (2, digits.get(2..)?),
        [b'0', b'x', ..] => (16, digits.get(2..)?),
        [b'0', ..] => (8, digits.get(1..)?),
        [b'1'..=b'9', ..] => {
            let lone = digits.as_bytes().windows(2).all(|pair| pair.iter().any(u8::is_ascii_digit));
            (lone && digits.ends_with(|c: char| c.is_ascii_digit())).then_some((10, digits))?
        }
        _ => return None,
    };
    let clean = digits.replace(['_', ','], "");
    i64::from_str_radix(&clean, radix).ok()?.checked_mul(sign).map(Value::Int)
}

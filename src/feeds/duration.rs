//! Durations as people write them in front matter.

use crate::markup::front_matter::{Node, Value};

/// Seconds: a number, `1:02:03`, `62:03`, `1h 2m 3s`, `PT1H2M3S`. To YAML 1.1 `62:03` without quotes is a number, 223,380 in
/// Ruby: then `source` is asked for the file, and what it has there counts.
pub(crate) fn seconds(node: &Node, source: &dyn Fn() -> Option<String>) -> Option<u64> {
    let seconds = match &node.value {
        Value::Int(number) => {
            let written = source().filter(|_| node.plain && !node.span.is_empty());
            let written = written.as_ref().map_or("", |text| node.span.of(text)).trim();
            if written.contains(':') { of_text(written)? } else { u64::try_from(*number).ok()? }
        }
        Value::Float(number) if *number < 1e9 => number.round() as u64,
        Value::String(text) => of_text(text.trim())?,
        _ => return None,
    };
    (seconds > 0).then_some(seconds)
}

fn of_text(text: &str) -> Option<u64> {
    if !text.contains(|c: char| c.is_ascii_alphabetic()) {
        let parts: Option<Vec<u64>> = text.split(':').map(|part| part.trim().parse().ok()).collect();
        return match *parts?.as_slice() {
            [seconds] => Some(seconds),
            [minutes, seconds] if seconds < 60 => minutes.checked_mul(60)?.checked_add(seconds),
            [hours, minutes, seconds] if minutes < 60 && seconds < 60 => {
                hours.checked_mul(3600)?.checked_add(minutes * 60 + seconds)
            }
            _ => None,
        };
    }
    let lower = text.to_ascii_lowercase();
    let mut rest = lower.strip_prefix("pt").unwrap_or(&lower).trim_start();
    let mut total = 0_u64;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: u64 = rest.get(..digits)?.parse().ok()?;
        rest = rest.get(digits..)?.trim_start();
        let unit = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let factor = match rest.get(..unit)? {
            "h" | "hr" | "hrs" | "hour" | "hours" => 3600,
            "m" | "min" | "mins" | "minute" | "minutes" => 60,
            "s" | "sec" | "secs" | "second" | "seconds" => 1,
            _ => return None,
        };
        total = total.checked_add(number.checked_mul(factor)?)?;
        rest = rest.get(unit..)?.trim_start_matches([' ', ',', '.']);
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: Value) -> Option<u64> {
        seconds(&Node::unwritten(value), &|| None)
    }

    #[test]
    fn durations_in_every_form() {
        for (text, expected) in [
            ("3723", Some(3723)),
            ("1:02:03", Some(3723)),
            ("62:03", Some(3723)),
            ("00:45", Some(45)),
            ("1h 2m 3s", Some(3723)),
            ("1h2m3s", Some(3723)),
            ("PT1H2M3S", Some(3723)),
            ("45 min", Some(2700)),
            ("1 hour, 5 minutes", Some(3900)),
            ("1:75", None),
            ("0", None),
            ("", None),
            ("long", None),
            ("12 parsecs", None),
            ("99999999999999999999", None),
            ("1:2:3:4", None),
        ] {
            assert_eq!(of(Value::String(text.to_owned())), expected, "{text}");
        }
        assert_eq!(of(Value::Int(-5)), None);
        assert_eq!(of(Value::Float(90.4)), Some(90));
        assert_eq!(of(Value::Float(f64::NAN)), None);
    }
}

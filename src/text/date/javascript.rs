//! Dates as programs in JavaScript read them.

use chrono_tz::Tz;

use crate::text::date::parse::parse;

/// The time of a string as `new Date` reads it, in milliseconds since 1970: `12/31/2023` has the month first.
#[must_use]
pub(crate) fn javascript_time(text: &str) -> Option<i64> {
    let day = text.trim().split([' ', ',', 'T']).next().unwrap_or("");
    let parts: Vec<&str> = day.split('/').collect();
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let written = match parts.as_slice() {
        [month, day_of_month, year] if parts.iter().all(|part| is_number(part)) && year.len() == 4 => {
            let rest = text.trim().get(day.len()..).unwrap_or("").trim_start_matches(',');
            format!("{year}-{month:0>2}-{day_of_month:0>2}{rest}")
        }
        _ => text.to_owned(),
    };
    parse(&written, Tz::UTC).ok().map(|time| time.timestamp_millis())
}

//! Moments in a time zone: from the clock on its wall, from a day, from the epoch; and what can be wrong with a date.

use crate::text::pieces::Pieces as _;
use chrono::{
    DateTime, Datelike as _, Days, FixedOffset, NaiveDate, NaiveDateTime, Offset as _, TimeDelta,
    TimeZone as _,
};
use chrono_tz::Tz;

/// Why a string is not a date, or a name not a time zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// No form of a date was found in the text.
    #[error("`{0}` is not a date; write it as `2020-01-31 10:00:00 +0100`")]
    Unreadable(String),
    /// It is a date without its year (or only a time), which Ruby completes from the clock.
    #[error("`{0}` has no year; write it as `2020-01-31 10:00:00 +0100`")]
    Incomplete(String),
    /// A number in it is out of range, such as month 13.
    #[error("`{text}` is not a date: there is no {part} {value}")]
    OutOfRange {
        /// The whole text.
        text: String,
        /// `month`, `day`, `hour`, `minute`, `second` or `year`.
        part: &'static str,
        /// The text that was written for it.
        value: i64,
    },
    /// Not a name of the time zone database.
    #[error("`{name}` is not a time zone{}", suggestion.map(|zone| format!("; did you mean `{zone}`?")).unwrap_or_default())]
    UnknownZone {
        /// The text that was written.
        name: String,
        /// The name nearest to it.
        suggestion: Option<&'static str>,
    },
}

/// The time zone of this name in the IANA database, such as `America/New_York`.
///
/// # Errors
/// When there is none, with the nearest name.
pub fn zone(name: &str) -> Result<Tz, DateError> {
    name.parse().map_err(|_| {
        let wanted = name.to_lowercase();
        let last = wanted.after_last('/');
        let distance = |zone: &Tz| {
            let known = zone.name().to_lowercase();
            let city = known.after_last('/');
            strsim::damerau_levenshtein(&wanted, &known).min(1 + strsim::damerau_levenshtein(last, city))
        };
        let nearest = chrono_tz::TZ_VARIANTS.iter().map(|zone| (distance(zone), zone.name())).min();
        let suggestion = nearest
            .filter(|(distance, _)| *distance <= 3 && distance * 3 <= name.chars().count())
            .map(|(_, name)| name);
        DateError::UnknownZone { name: name.to_owned(), suggestion }
    })
}

/// The `day`th day counted from the first of a month, which may lie in the next month.
pub(super) fn rolled_over(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, 1)?.checked_add_days(Days::new(day.checked_sub(1)?.into()))
}

/// The moment at which the clocks of `zone` show `local`.
///
/// Where they never do, it is as long after the gap as `local` is after the gap's beginning; where they do twice, it
/// is the second time. Ruby's `Time.local` does so.
#[must_use]
pub(crate) fn from_local(local: NaiveDateTime, zone: Tz) -> DateTime<FixedOffset> {
    let offset = match zone.offset_from_local_datetime(&local) {
        chrono::MappedLocalTime::Single(offset) => offset.fix(),
        chrono::MappedLocalTime::Ambiguous(_, later) => later.fix(),
        chrono::MappedLocalTime::None => {
            // The offset in force before the gap; gaps are at most a day long.
            let before = local.checked_sub_signed(TimeDelta::days(1)).unwrap_or(local);
            zone.offset_from_local_datetime(&before)
                .latest()
                .map_or(FixedOffset::east_opt(0), |o| Some(o.fix()))
                .unwrap_or_else(|| zone.offset_from_utc_datetime(&local).fix())
        }
    };
    let utc = local.checked_sub_offset(offset).unwrap_or(local);
    in_zone(&DateTime::from_naive_utc_and_offset(utc, offset), zone)
}

/// The same moment with the offset that `zone` has then.
#[must_use]
pub(crate) fn in_zone(date: &DateTime<FixedOffset>, zone: Tz) -> DateTime<FixedOffset> {
    let utc = date.naive_utc();
    DateTime::from_naive_utc_and_offset(utc, zone.offset_from_utc_datetime(&utc).fix())
}

/// The moment `seconds` after 1970-01-01T00:00:00Z, with the offset that `zone` has then.
///
/// # Errors
/// When the year is beyond what chrono can hold.
pub fn from_epoch(seconds: i64, zone: Tz) -> Result<DateTime<FixedOffset>, DateError> {
    match DateTime::from_timestamp(seconds, 0) {
        // A day is left at either end, so that every offset fits.
        Some(date) if date.year().abs() < 262_000 => Ok(in_zone(&date.fixed_offset(), zone)),
        _ => Err(DateError::Unreadable(seconds.to_string())),
    }
}

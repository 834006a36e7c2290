//! Dates as Jekyll reads and writes them: lenient in, exact out, in a zone that is always named.

mod format;
mod parse;

use chrono::{
    DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone as _,
    Timelike,
};
use chrono_tz::Tz;

pub use format::strftime;
pub use parse::parse;

/// Why a text is no date, or a name no time zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// No form of a date was found in the text.
    #[error("`{0}` is not a date; write it as `2020-01-31 10:00:00 +0100`")]
    Unreadable(String),
    /// It is a date without its year (or only a time), which Ruby completes from the clock.
    #[error("`{0}` does not say the year; write it as `2020-01-31 10:00:00 +0100`")]
    Incomplete(String),
    /// A number in it is out of range, such as month 13.
    #[error("`{text}` is not a date: there is no {part} {value}")]
    OutOfRange {
        /// The whole text.
        text: String,
        /// `month`, `day`, `hour`, `minute`, `second` or `year`.
        part: &'static str,
        /// What was written for it.
        value: i64,
    },
    /// Not a name of the time zone database.
    #[error("`{name}` is not a time zone{}", suggestion.map(|zone| format!("; did you mean `{zone}`?")).unwrap_or_default())]
    UnknownZone {
        /// What was written.
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
        let last = wanted.rsplit('/').next().unwrap_or_default();
        let distance = |zone: &Tz| {
            let known = zone.name().to_lowercase();
            let city = known.rsplit('/').next().unwrap_or_default();
            strsim::damerau_levenshtein(&wanted, &known).min(1 + strsim::damerau_levenshtein(last, city))
        };
        let nearest = chrono_tz::TZ_VARIANTS.iter().map(|zone| (distance(zone), zone.name())).min();
        let suggestion = nearest.filter(|(distance, _)| *distance <= 3).map(|(_, name)| name);
        DateError::UnknownZone { name: name.to_owned(), suggestion }
    })
}

/// Midnight of a day in `zone`; a time that the clocks skip is put behind the gap.
///
/// A day that the month does not have rolls over, as in Ruby: 30 February 2023 is 2 March.
///
/// # Errors
/// When the month is not 1 to 12, the day not 1 to 31, or the year beyond what chrono can hold.
pub fn from_ymd_local(year: i32, month: u32, day: u32, zone: Tz) -> Result<DateTime<FixedOffset>, DateError> {
    let out_of_range = |part, value| {
        let text = format!("{year:04}-{month:02}-{day:02}");
        DateError::OutOfRange { text, part, value }
    };
    if !(1..=12).contains(&month) {
        return Err(out_of_range("month", month.into()));
    }
    if !(1..=31).contains(&day) {
        return Err(out_of_range("day", day.into()));
    }
    let date = rolled_over(year, month, day).ok_or_else(|| out_of_range("year", year.into()))?;
    Ok(from_local(date.into(), zone))
}

/// The `day`th day counted from the first of a month, which may lie in the next month.
fn rolled_over(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, 1)?.checked_add_days(Days::new(day.checked_sub(1)?.into()))
}

/// The moment at which the clocks of `zone` show `local`.
///
/// Where they never do, it is as long after the gap as `local` is after the gap's beginning; where they do twice, it
/// is the second time. Ruby's `Time.local` does so.
#[must_use]
pub fn from_local(local: NaiveDateTime, zone: Tz) -> DateTime<FixedOffset> {
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
pub fn in_zone(date: &DateTime<FixedOffset>, zone: Tz) -> DateTime<FixedOffset> {
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

/// RFC 3339 to the second, with a numeric offset: `2020-01-31T10:00:00+00:00`, never `Z`.
#[must_use]
pub fn rfc3339(date: &DateTime<FixedOffset>) -> String {
    let offset = date.offset().local_minus_utc();
    let (sign, offset) = if offset < 0 { ('-', -offset) } else { ('+', offset) };
    format!(
        "{:0width$}-{:02}-{:02}T{:02}:{:02}:{:02}{sign}{:02}:{:02}",
        date.year(),
        date.month(),
        date.day(),
        date.hour(),
        date.minute(),
        date.second(),
        offset / 3600,
        offset / 60 % 60,
        width = if date.year() < 0 { 5 } else { 4 },
    )
}

/// RFC 2822, as RSS has its dates: `Fri, 31 Jan 2020 10:00:00 +0000`, English whatever the language.
#[must_use]
pub fn rfc2822(date: &DateTime<FixedOffset>) -> String {
    strftime(date, "%a, %d %b %Y %H:%M:%S %z", None)
}

#[cfg(test)]
mod tests {
    use chrono_tz::America::New_York;

    use super::*;

    #[test]
    fn a_zone_is_found_by_name_or_suggested() {
        assert_eq!(zone("America/New_York"), Ok(New_York));
        assert_eq!(zone("UTC"), Ok(Tz::UTC));
        let error = zone("america/new-york").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`america/new-york` is not a time zone; did you mean `America/New_York`?"
        );
        assert_eq!(zone("Europe/Berln").unwrap_err().to_string().matches("Europe/Berlin").count(), 1);
        assert_eq!(zone("Middle Earth").unwrap_err().to_string(), "`Middle Earth` is not a time zone");
    }

    #[test]
    fn moments_are_written_with_a_numeric_offset() {
        let date = from_epoch(1_577_836_800, Tz::UTC).unwrap();
        assert_eq!(rfc3339(&date), "2020-01-01T00:00:00+00:00");
        assert_eq!(rfc2822(&date), "Wed, 01 Jan 2020 00:00:00 +0000");
        assert_eq!(rfc3339(&in_zone(&date, New_York)), "2019-12-31T19:00:00-05:00");
        assert!(from_epoch(i64::MAX, Tz::UTC).is_err());
        assert_eq!(
            rfc2822(&from_ymd_local(20_000, 2, 30, Tz::UTC).unwrap()),
            "Wed, 01 Mar 20000 00:00:00 +0000"
        );
    }

    #[test]
    fn a_day_that_does_not_exist_rolls_over() {
        assert_eq!(rfc3339(&from_ymd_local(2023, 2, 30, Tz::UTC).unwrap()), "2023-03-02T00:00:00+00:00");
        assert_eq!(
            from_ymd_local(2023, 13, 1, Tz::UTC).unwrap_err().to_string(),
            "`2023-13-01` is not a date: there is no month 13"
        );
        assert!(from_ymd_local(2023, 2, 32, Tz::UTC).is_err());
    }
}

//! Dates as Jekyll reads and writes them: lenient in, exact out, in a zone that is always named.

mod fields;
mod format;
mod javascript;
mod lenient;
mod names;
mod parse;
mod plain;
mod zone;

use chrono::{DateTime, Datelike as _, FixedOffset, Timelike as _};

use crate::text::pieces::Part as _;

pub(crate) use format::strftime;
pub(crate) use javascript::javascript_time;
pub use parse::parse;
pub(crate) use parse::parse_as_written;
pub use zone::{DateError, from_epoch, zone};

pub(crate) use zone::{from_local, in_zone};

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

/// RFC 2822, the date format of RSS: `Fri, 31 Jan 2020 10:00:00 +0000`, English in every language.
#[must_use]
pub(crate) fn rfc2822(date: &DateTime<FixedOffset>) -> String {
    let minutes = date.offset().local_minus_utc() / 60;
    // A third of the time that a format read at run time takes: every RSS item has one.
    format!(
        "{}, {:02} {} {:0width$} {:02}:{:02}:{:02} {}{:02}{:02}",
        date.weekday(),
        date.day(),
        names::month(date.month()).part(..3),
        date.year(),
        date.hour(),
        date.minute(),
        date.second(),
        if minutes < 0 { '-' } else { '+' },
        minutes.abs() / 60,
        minutes.abs() % 60,
        width = if date.year() < 0 { 5 } else { 4 },
    )
}

#[cfg(test)]
mod tests {
    use chrono_tz::{America::New_York, Tz};

    use super::zone::rolled_over;
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
        let far = rolled_over(20_000, 2, 30).unwrap();
        assert_eq!(rfc2822(&from_local(far.into(), Tz::UTC)), "Wed, 01 Mar 20000 00:00:00 +0000");
    }

    #[test]
    fn a_day_that_does_not_exist_rolls_over() {
        assert_eq!(rolled_over(2023, 2, 30).unwrap().to_string(), "2023-03-02");
        assert!(rolled_over(2023, 13, 1).is_none());
    }
}

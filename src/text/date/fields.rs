//! The fields of a written date, and the moment that it means.

use chrono::{DateTime, FixedOffset, NaiveTime, Offset as _, TimeDelta, TimeZone as _};
use chrono_tz::{OffsetName as _, Tz};

use crate::text::date::zone::{DateError, from_local, in_zone, rolled_over};

/// The fields as written, before they are checked.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub(super) year: Option<i64>,
    pub(super) day_of_year: Option<i64>,
    pub(super) month: Option<i64>,
    pub(super) day: Option<i64>,
    pub(super) hour: Option<i64>,
    pub(super) minute: Option<i64>,
    pub(super) second: Option<i64>,
    pub(super) nanos: u32,
    pub(super) zone: Option<String>,
    /// A year of two digits is in this or the last century.
    pub(super) whole_year: bool,
    pub(super) before_christ: bool,
}

impl Fields {
    pub(super) fn moment(mut self, text: &str, zone: Tz) -> Result<DateTime<FixedOffset>, DateError> {
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
    pub(super) fn set_date(&mut self, year: Option<&str>, month: &str, day: Option<&str>) {
        let looks_like_year = |part: &str| part.starts_with('\'') || part.len() > 2;
        let (mut year, mut month, mut day) = (year, Some(month), day);
        if year.is_some() && day.is_none() {
            (year, month, day) = (None, year, month);
        }
        if year.is_none() && day.is_some_and(looks_like_year) {
            (year, day) = (day, None);
        }
        // `Jan 3 2nd`: what has letters after it is the day.
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
pub(super) fn number(part: &str) -> Option<i64> {
    let digits = part.trim_matches(|c: char| !c.is_ascii_digit());
    (!digits.is_empty()).then(|| digits.parse().unwrap_or(i64::MAX / 2))
}

/// The first nine digits after a decimal point.
pub(super) fn nanos(digits: &str) -> u32 {
    let mut padded = digits.to_owned();
    padded.truncate(9);
    format!("{padded:0<9}").parse().unwrap_or(0)
}

/// Ruby's `Time.zone_offset`: a numeric offset, RFC 822's abbreviations, or one that `local` has in January or July.
pub(super) fn offset(name: &str, year: i32, local: Tz) -> Option<FixedOffset> {
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

//! Dates as feeds write them: RFC 3339 (Atom), RFC 822 with years of four digits (RSS), W3CDTF (Dublin Core).

/// A date that could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// Seconds since 1970, UTC.
    pub(crate) seconds: i64,
    /// The year as written.
    pub(crate) year: i64,
    /// Whether its time zone is a name that readers take differently (`EST`, `PDT`).
    pub(crate) named_zone: bool,
}

impl Moment {
    /// Before 1990, when there were no feeds, or more than a day after `now` (seconds since 1970).
    ///
    /// Without `now`, the year 2100 is taken to be far enough.
    pub(crate) fn is_implausible(self, now: Option<i64>) -> bool {
        self.year < 1990 || now.map_or(self.year >= 2100, |now| self.seconds > now.saturating_add(86_400))
    }
}

/// Why a date of RFC 822 is not good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rfc822Fault {
    /// No date at all.
    Invalid,
    /// A day of the week that the date does not fall on.
    Weekday,
    /// Right by RFC 822, but not in the form of RFC 2822 that readers understand.
    Problematical,
}

/// A date-time of RFC 3339, capital `T` and `Z` (RFC 4287 section 3.3).
pub(crate) fn rfc3339(value: &str) -> Option<Moment> {
    let (date, time) = value.split_once('T')?;
    let days = full_date(date)?;
    let (seconds, zone) = clock(time, true)?;
    Some(moment(date, days * 86_400 + seconds - zone?))
}

/// A date of W3CDTF: a year, month, day, or a time with a time zone.
pub(crate) fn w3cdtf(value: &str) -> Option<Moment> {
    let (date, time) = value.split_once('T').map_or((value, None), |(date, time)| (date, Some(time)));
    if let Some(time) = time {
        let (seconds, zone) = clock(time, false)?;
        return Some(moment(date, full_date(date)? * 86_400 + seconds - zone?));
    }
    let filled = match date.len() {
        4 => format!("{date}-01-01"),
        7 => format!("{date}-01"),
        _ => date.to_owned(),
    };
    Some(moment(date, full_date(&filled)? * 86_400))
}

fn moment(date: &str, seconds: i64) -> Moment {
    Moment { seconds, year: date.get(..4).and_then(|year| year.parse().ok()).unwrap_or(0), named_zone: false }
}

/// Days since 1970 of `YYYY-MM-DD`.
fn full_date(date: &str) -> Option<i64> {
    let mut parts = date.split('-');
    let (year, month, day) =
        (digits(parts.next()?, 4)?, digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    if parts.next().is_some() {
        return None;
    }
    days_of(year, month, day)
}

fn digits(text: &str, length: usize) -> Option<i64> {
    (text.len() == length && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// Days since 1970 in the proleptic Gregorian calendar; none for a day that does not exist.
fn days_of(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let of_era = shifted.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// Seconds of the day, and seconds east of Greenwich where a zone is given.
fn clock(time: &str, with_seconds: bool) -> Option<(i64, Option<i64>)> {
    let (time, zone) = match time.find(['Z', '+', '-']) {
        Some(at) => (time.get(..at)?, Some(zone_offset(time.get(at..)?)?)),
        None => (time, None),
    };
    let mut parts = time.split(':');
    let (hour, minute) = (digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    let second = match parts.next() {
        Some(second) => {
            let (whole, fraction) = second.split_once('.').unwrap_or((second, "0"));
            if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            digits(whole, 2)?
        }
        None if with_seconds => return None,
        None => 0,
    };
    let valid = parts.next().is_none() && hour <= 23 && minute <= 59 && second <= 60;
    valid.then_some((hour * 3600 + minute * 60 + second, zone))
}

/// `Z`, `+hh:mm`, `-hh:mm`.
fn zone_offset(zone: &str) -> Option<i64> {
    if zone == "Z" {
        return Some(0);
    }
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * 3600 + minutes * 60))
}

const DAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const ZONES: &[(&str, i64)] = &[
    ("ut", 0),
    ("gmt", 0),
    ("z", 0),
    ("est", -5),
    ("edt", -4),
    ("cst", -6),
    ("cdt", -5),
    ("mst", -7),
    ("mdt", -6),
    ("pst", -8),
    ("pdt", -7),
];

/// A date of RFC 822, years of four digits (RSS 2.0; RFC 2822 section 3.3).
///
/// # Errors
/// The worst that can be said of it.
pub(crate) fn rfc822(value: &str) -> Result<Moment, Rfc822Fault> {
    if !is_rfc2822_shape(value) {
        let lenient = without_comments(value).trim().to_ascii_lowercase();
        return Err(if is_rfc822_shape(&lenient) {
            Rfc822Fault::Problematical
        } else {
            Rfc822Fault::Invalid
        });
    }
    let (weekday, rest) = match value.split_once(", ") {
        Some((weekday, rest)) => (Some(weekday), rest),
        None => (None, value),
    };
    let mut words = rest.split(' ');
    let mut next = || words.next().unwrap_or("");
    let day = next().parse().map_err(|_| Rfc822Fault::Invalid)?;
    let month = next().to_ascii_lowercase();
    let month = MONTHS.iter().position(|name| *name == month).map_or(0, |at| at as i64 + 1);
    let year: i64 = next().parse().map_err(|_| Rfc822Fault::Invalid)?;
    let days = days_of(year, month, day).ok_or(Rfc822Fault::Invalid)?;
    let (time, _) = clock(next(), false).ok_or(Rfc822Fault::Invalid)?;
    let zone = next();
    let name = zone.to_ascii_lowercase();
    let named = ZONES.iter().find(|(known, _)| *known == name);
    let offset = named.map_or_else(|| numeric_zone(zone), |(_, hours)| hours * 3600);
    if let Some(weekday) = weekday {
        // 1970-01-01 was a Thursday.
        let actual = DAYS.get((days + 3).rem_euclid(7) as usize).copied().unwrap_or("");
        if !weekday.eq_ignore_ascii_case(actual) {
            return Err(Rfc822Fault::Weekday);
        }
    }
    let named_zone = named.is_some_and(|(_, hours)| *hours != 0);
    Ok(Moment { seconds: days * 86_400 + time - offset, year, named_zone })
}

fn numeric_zone(zone: &str) -> i64 {
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let number = zone.trim_start_matches(['+', '-']).parse::<i64>().unwrap_or(0);
    sign * (number / 100 * 3600 + number % 100 * 60)
}

/// `Sat, 07 Sep 2002 00:00:01 GMT`: exact case and single spaces, as RFC 2822 writes it.
fn is_rfc2822_shape(value: &str) -> bool {
    let rest = match value.split_once(", ") {
        Some((day, rest)) => match capitalised(day, DAYS) {
            true => rest,
            false => return false,
        },
        None => value,
    };
    let words: Vec<&str> = rest.split(' ').collect();
    let [day, month, year, time, zone] = words.as_slice() else { return false };
    let number = |text: &str, lengths: &[usize]| {
        lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let zone_ok = match zone.strip_prefix(['+', '-']).unwrap_or(zone) {
        digits if number(digits, &[4]) => {
            digits.ends_with("00") || digits.ends_with("30") || digits.ends_with("45")
        }
        _ => {
            zone.bytes().all(|b| b.is_ascii_uppercase())
                && ZONES.iter().any(|(name, _)| zone.eq_ignore_ascii_case(name))
        }
    };
    number(day, &[1, 2]) && capitalised(month, MONTHS) && number(year, &[4]) && is_time(time) && zone_ok
}

fn capitalised(word: &str, names: &[&str]) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(|c| c.is_ascii_uppercase())
        && chars.all(|c| c.is_ascii_lowercase())
        && names.iter().any(|name| word.eq_ignore_ascii_case(name))
}

fn is_time(time: &str) -> bool {
    let parts: Vec<&str> = time.split(':').collect();
    matches!(parts.len(), 2 | 3) && parts.iter().all(|part| digits(part, 2).is_some())
}

/// The same with any case, any white space, years of two digits and military zones; `value` is in lower case.
fn is_rfc822_shape(value: &str) -> bool {
    let rest = match value.split_once(',') {
        Some((day, rest)) if DAYS.contains(&day.trim_end()) => rest,
        Some(_) => return false,
        None => value,
    };
    let words: Vec<&str> = rest.split_whitespace().collect();
    let (day, month, year, time, zone) = match words.as_slice() {
        [day, month, year, time] => (day, month, year, time, ""),
        [day, month, year, time, zone] => (day, month, year, time, *zone),
        _ => return false,
    };
    let number = |text: &str, lengths: &[usize]| {
        lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let zone_ok = match zone.strip_prefix(['+', '-']) {
        Some(digits) => number(digits, &[4]),
        None if zone.is_empty() => true,
        None if zone.len() == 1 => zone != "j" && zone.bytes().all(|byte| byte.is_ascii_lowercase()),
        None => ZONES.iter().any(|(name, _)| *name == zone),
    };
    number(day, &[1, 2]) && MONTHS.contains(month) && number(year, &[2, 4]) && is_time(time) && zone_ok
}

/// RFC 822 comments stand in parentheses and may nest; a backslash quotes one character.
fn without_comments(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut depth = 0_usize;
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '(' => depth += 1,
            ')' if depth > 0 => {
                depth -= 1;
                out.push(' ');
            }
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc3339_is_strict() {
        assert_eq!(rfc3339("1970-01-02T00:00:00Z").map(|m| m.seconds), Some(86_400));
        assert_eq!(rfc3339("2024-02-29T12:00:00.25+01:00").map(|m| m.seconds), Some(1_709_204_400));
        for bad in [
            "2023-02-29T00:00:00Z",
            "2024-01-01",
            "2024-01-01t00:00:00z",
            "2024-01-01T00:00Z",
            "2024-01-01T00:00:00",
            "2024-01-01T24:00:00Z",
            "2024-13-01T00:00:00Z",
            "",
            "T",
            "2024-01-01T00:00:00+0100",
            "2024-01-01T00:00:00+24:00",
            "2024-01-01T00:00:00.Z",
        ] {
            assert_eq!(rfc3339(bad), None, "{bad}");
        }
        assert!(rfc3339("1989-12-31T00:00:00Z").is_some_and(|m| m.is_implausible(None)));
        assert!(rfc3339("2024-01-03T00:00:00Z").is_some_and(|m| m.is_implausible(Some(1_704_067_200))));
    }

    #[test]
    fn w3cdtf_may_stop_early_but_a_time_has_a_zone() {
        for good in ["2024", "2024-05", "2024-05-06", "2024-05-06T07:08Z", "2024-05-06T07:08:09.5-03:00"] {
            assert!(w3cdtf(good).is_some(), "{good}");
        }
        for bad in ["24", "2024-5", "2024-05-06T07:08:09", "2024-02-30", "May"] {
            assert_eq!(w3cdtf(bad), None, "{bad}");
        }
    }

    #[test]
    fn rfc822_has_three_degrees() {
        assert_eq!(rfc822("Sat, 07 Sep 2002 00:00:01 GMT").map(|m| m.seconds), Ok(1_031_356_801));
        assert_eq!(rfc822("7 Sep 2002 00:00 +0200").map(|m| m.named_zone), Ok(false));
        assert_eq!(
            rfc822("7 Sep 2002 00:00 EST").map(|m| (m.named_zone, m.seconds)),
            Ok((true, 1_031_374_800))
        );
        assert_eq!(rfc822("Sun, 07 Sep 2002 00:00:01 GMT"), Err(Rfc822Fault::Weekday));
        for (problematical, why) in
            [("Sat,07 Sep 02 00:00:01 gmt", "year"), ("sat, 7 sep 2002 00:00 (c) A", "case")]
        {
            assert_eq!(rfc822(problematical), Err(Rfc822Fault::Problematical), "{why}");
        }
        for bad in [
            "2002-09-07",
            "Sat, 07 September 2002 00:00:01 GMT",
            "",
            "Sat, 31 Sep 2002 00:00:01 GMT",
            "(((",
            "1 Jan",
        ] {
            assert_eq!(rfc822(bad), Err(Rfc822Fault::Invalid), "{bad}");
        }
    }
}

//! Dates in the three forms that feeds have.

use crate::lint::rules::feed::checker::{At, Checker};
use crate::lint::rules::feed::tables::beyond::NAMED_TIME_ZONE;
use crate::lint::rules::feed::tables::dates::{
    IMPLAUSIBLE_DATE, INCORRECT_DOW, INVALID_ISO8601_DATE_TIME, INVALID_RFC2822_DATE, INVALID_RFC3339_DATE,
    INVALID_W3_CDTF_DATE, PROBLEMATICAL_RFC822_DATE,
};
use crate::lint::rules::feed::values::date;
use crate::lint::rules::feed::values::date::{Moment, Rfc822Fault};

/// A date of RFC 3339 (RFC 4287 section 3.3).
pub(crate) fn rfc3339(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    match date::rfc3339(value) {
        Some(moment) => plausible(checker, at, value, moment),
        None => {
            let message = format!("{} is not a valid RFC 3339 date: `{value}`", at.words());
            checker.report_at(INVALID_RFC3339_DATE, at, value, message);
        }
    }
}

/// A date of Dublin Core.
pub(crate) fn w3cdtf(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    match date::w3cdtf(value) {
        Some(moment) => plausible(checker, at, value, moment),
        None => {
            let message = format!("{} is not a valid W3C date: `{value}`", at.words());
            checker.report_at(INVALID_W3_CDTF_DATE, at, value, message);
        }
    }
}

/// A date of ISO 8601 as the modules of RSS 1.0 have it: as [`w3cdtf`], but a time may lack its zone, and events lie in
/// the future.
pub(crate) fn iso8601(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if date::w3cdtf(value).is_none() && date::w3cdtf(&format!("{value}Z")).is_none() {
        let message = format!("{} is not a valid ISO 8601 date: `{value}`", at.words());
        checker.report_at(INVALID_ISO8601_DATE_TIME, at, value, message);
    }
}

/// A date of RFC 822 with a year of four digits (RSS 2.0).
pub(crate) fn rfc822(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    let place = at.words();
    match date::rfc822(value) {
        Ok(moment) => {
            plausible(checker, at, value, moment);
            if moment.named_zone {
                let message = format!("{place} names its time zone by letters: `{value}`");
                checker.report_at(NAMED_TIME_ZONE, at, value, message);
            }
        }
        Err(Rfc822Fault::Invalid) => {
            let message = format!("{place} is not a valid RFC 822 date: `{value}`");
            checker.report_at(INVALID_RFC2822_DATE, at, value, message);
        }
        Err(Rfc822Fault::Weekday) => {
            let message = format!("{place} names the wrong day of the week: `{value}`");
            let weekday = value.split(',').next().unwrap_or(value);
            checker.report_at(INCORRECT_DOW, at, weekday, message);
        }
        Err(Rfc822Fault::Problematical) => {
            let message = format!("{place} is a date that many readers cannot parse: `{value}`");
            checker.report_at(PROBLEMATICAL_RFC822_DATE, at, value, message);
        }
    }
}

fn plausible(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str, moment: Moment) {
    if moment.is_implausible(checker.options.now) && !is_of_empty_feed(checker, at) {
        let when = if moment.year < 1990 { "older than any feed" } else { "in the future" };
        checker.report_at(IMPLAUSIBLE_DATE, at, value, format!("{} is {when}: `{value}`", at.words()));
    }
}

/// Returns whether the date is the head's of a feed without entries: nothing was published or changed, so no date is right.
fn is_of_empty_feed(checker: &Checker<'_>, at: &At<'_, '_, '_, '_>) -> bool {
    let Some(head) = at.frame.parent else { return false };
    let entries = match head.local {
        "feed" => "entry",
        "channel" => "item",
        _ => return false,
    };
    // RSS 1.0 has its items beside the channel.
    let around = head.parent.map(|parent| parent.node);
    let holds = |node| checker.children(node, "", entries).next().is_some();
    head.prefix.is_empty() && !holds(head.node) && !around.is_some_and(holds)
}

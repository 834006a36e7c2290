//! Dates in the three forms that feeds have.

use crate::rules::feed::families::beyond::NAMED_TIME_ZONE;
use crate::rules::feed::judge::{At, Judge};
use crate::rules::feed::rule::{atom_entry, feed_rules, rss_item};
use crate::rules::feed::values::date::{self, Moment, Rfc822Fault};

feed_rules! {
    INVALID_RFC3339_DATE = "invalid-rfc3339-date", Error, "A date of Atom that is none",
    what: "`updated`, `published` or another date of Atom is not `2024-05-01T08:00:00Z`: year, month, day, `T`, time with seconds, `Z` or an offset with a colon, and a day that exists.",
    why: "Readers sort the entry to the end, or show it as new at every visit.",
    help: "Write the date as `2024-05-01T08:00:00Z` or `2024-05-01T10:00:00+02:00`",
    clause: ["RFC 4287 section 3.3", "RFC 3339 section 5.6"],
    bad: atom_entry!("<updated>2024-05-01</updated>"), good: atom_entry!("<updated>2024-05-01T10:00:00+02:00</updated>");

    INVALID_RFC2822_DATE = "invalid-rfc2822-date", Error, "A date of RSS that is none",
    what: "`pubDate` or `lastBuildDate` is not `Wed, 01 May 2024 08:00:00 GMT`.",
    why: "Readers take the time of their visit instead: old items come up as new.",
    help: "Write the date as `Wed, 01 May 2024 08:00:00 GMT` or `Wed, 01 May 2024 10:00:00 +0200`",
    clause: ["RSS 2.0 pubDate", "RFC 2822 section 3.3"],
    bad: rss_item!("<title>a</title><pubDate>2024-05-01T08:00:00Z</pubDate>"), good: rss_item!("<title>a</title><pubDate>Wed, 01 May 2024 08:00:00 GMT</pubDate>");

    INCORRECT_DOW = "incorrect-dow", Error, "The wrong day of the week",
    what: "A date of RSS names a day of the week that the date does not fall on.",
    why: "Some readers refuse the date, others move it.",
    help: "Leave the day of the week to a program, or leave it out",
    clause: ["RFC 2822 section 3.3"],
    bad: rss_item!("<title>a</title><pubDate>Mon, 01 May 2024 08:00:00 GMT</pubDate>"), good: rss_item!("<title>a</title><pubDate>Wed, 01 May 2024 08:00:00 GMT</pubDate>");

    PROBLEMATICAL_RFC822_DATE = "problematical-rfc822-date", Warning, "A date of RSS that readers fail on",
    what: "A date is right by RFC 822 but not in the one form that readers agree on: a year of two digits, no zone, a military zone, other case or spacing.",
    why: "Readers differ in what they make of it.",
    help: "Write the date as `Wed, 01 May 2024 08:00:00 GMT`",
    clause: ["RSS Profile, date and time", "RFC 2822 section 3.3"],
    bad: rss_item!("<title>a</title><pubDate>wed, 1 may 24 08:00 gmt</pubDate>"), good: rss_item!("<title>a</title><pubDate>Wed, 01 May 2024 08:00:00 GMT</pubDate>");

    INVALID_W3_CDTF_DATE = "invalid-w3-cdtf-date", Error, "A date of Dublin Core that is none",
    what: "`dc:date`, `dcterms:modified` or `sy:updateBase` is not a year, month, day, or a day with a time and its zone.",
    why: "Readers that go by it lose the date.",
    help: "Write `2024-05-01` or `2024-05-01T08:00:00Z`",
    clause: ["W3C NOTE-datetime"],
    bad: rss_item!("<title>a</title><dc:date>2024-05-01T08:00:00</dc:date>"), good: rss_item!("<title>a</title><dc:date>2024-05-01T08:00:00Z</dc:date>");

    IMPLAUSIBLE_DATE = "implausible-date", Warning, "A date before all feeds or in the future",
    what: "A date lies before 1990, or more than a day ahead.",
    why: "Entries of the future stay on top of every list until their day comes; those of 1970 are lost at its end.",
    help: "Write the day on which the entry was published",
    clause: ["RFC 4287 section 3.3"],
    bad: atom_entry!("<updated>1970-01-01T00:00:00Z</updated>"), good: atom_entry!("<updated>2024-05-01T08:00:00Z</updated>");
}

/// A date of RFC 3339 (RFC 4287 section 3.3).
pub(in crate::rules::feed) fn rfc3339(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    match date::rfc3339(value) {
        Some(moment) => plausible(judge, at, value, moment),
        None => {
            let message = format!("{} is no date-time of RFC 3339: `{value}`", at.words());
            judge.report_at(INVALID_RFC3339_DATE, at, value, message);
        }
    }
}

/// A date of Dublin Core.
pub(in crate::rules::feed) fn w3cdtf(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    match date::w3cdtf(value) {
        Some(moment) => plausible(judge, at, value, moment),
        None => {
            let message = format!("{} is no date of W3CDTF: `{value}`", at.words());
            judge.report_at(INVALID_W3_CDTF_DATE, at, value, message);
        }
    }
}

/// A date of RFC 822 with a year of four digits (RSS 2.0).
pub(in crate::rules::feed) fn rfc822(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    let place = at.words();
    match date::rfc822(value) {
        Ok(moment) => {
            plausible(judge, at, value, moment);
            if moment.named_zone {
                let message = format!("{place} names its time zone by letters: `{value}`");
                judge.report_at(NAMED_TIME_ZONE, at, value, message);
            }
        }
        Err(Rfc822Fault::Invalid) => {
            let message = format!("{place} is no date of RFC 822: `{value}`");
            judge.report_at(INVALID_RFC2822_DATE, at, value, message);
        }
        Err(Rfc822Fault::Weekday) => {
            let message = format!("{place} names a day of the week that the date is not: `{value}`");
            let weekday = value.split(',').next().unwrap_or(value);
            judge.report_at(INCORRECT_DOW, at, weekday, message);
        }
        Err(Rfc822Fault::Problematical) => {
            let message = format!("{place} is a date that many readers cannot read: `{value}`");
            judge.report_at(PROBLEMATICAL_RFC822_DATE, at, value, message);
        }
    }
}

fn plausible(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str, moment: Moment) {
    if moment.is_implausible(judge.options.now) {
        let when = if moment.year < 1990 { "older than any feed" } else { "in the future" };
        judge.report_at(IMPLAUSIBLE_DATE, at, value, format!("{} is {when}: `{value}`", at.words()));
    }
}

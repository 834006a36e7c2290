//! Persons and their addresses.

use crate::lint::rules::feed::checker::{At, Checker};
use crate::lint::rules::feed::rule::FeedRule;
use crate::lint::rules::feed::tables::people::{
    CONTAINS_EMAIL, EMAIL_FORMAT, INVALID_ADDR_SPEC, INVALID_CONTACT, MISSING_REAL_NAME, UNKNOWN_HOST,
};
use crate::lint::rules::feed::values::text;
use crate::lint::rules::feed::values::text::PersonFault;

/// `managingEditor`, `webMaster`, `author` of RSS.
pub(crate) fn rss_person(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    let place = at.words();
    match text::rss_person(value) {
        Some(PersonFault::Format) => {
            let message = format!("{place} is not `address (name)`: `{value}`");
            checker.report_at(EMAIL_FORMAT, at, value, message);
        }
        Some(PersonFault::NoName) => {
            checker.report_at(
                MISSING_REAL_NAME,
                at,
                value,
                format!("{place} has an address but no name: `{value}`"),
            );
        }
        other => {
            crate::lint::rules::feed::checks::plain::plain(checker, at, value);
            address_fault(checker, at, value, other, INVALID_CONTACT);
        }
    }
}

/// `atom:email` (RFC 4287 section 3.2.3).
pub(crate) fn address(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    address_fault(checker, at, value, text::address_fault(value), INVALID_ADDR_SPEC);
}

/// An e-mail address with or without a name.
pub(crate) fn contact(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    let address = value
        .split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'))
        .map_or(value, |(address, _)| address);
    let address = address.split_once('(').map_or(address, |(address, _)| address).trim();
    address_fault(checker, at, value, text::address_fault(address), INVALID_CONTACT);
}

fn address_fault(
    checker: &mut Checker<'_>,
    at: &At<'_, '_, '_, '_>,
    value: &str,
    fault: Option<PersonFault>,
    rule: &'static FeedRule,
) {
    match fault {
        None => {}
        Some(PersonFault::UnknownHost) => {
            let message = format!("mail cannot reach the host of `{value}`");
            checker.report_at(UNKNOWN_HOST, at, value, message);
        }
        Some(_) => {
            checker.report_at(rule, at, value, format!("{} is not an e-mail address: `{value}`", at.words()));
        }
    }
}

/// A name is not an address (RFC 4287 section 3.2.1).
pub(crate) fn name(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if text::contains_address(value) {
        checker.report_at(
            CONTAINS_EMAIL,
            at,
            value,
            format!("{} holds an e-mail address: `{value}`", at.words()),
        );
    }
}

//! Persons and their addresses.

use crate::rules::feed::judge::{At, Judge};
use crate::rules::feed::rule::{FeedRule, atom_feed, feed_rules, rss_item};
use crate::rules::feed::values::text::{self, PersonFault};

feed_rules! {
    INVALID_CONTACT = "invalid-contact", Error, "A person without an e-mail address",
    what: "`author`, `managingEditor` or `webMaster` of RSS is no e-mail address.",
    why: "RSS asks for an address there; readers show the text as the author's or drop it.",
    help: "Write `ann@wherry.example (Ann Bee)`, or the name alone in `dc:creator`",
    clause: ["RSS 2.0 author, managingEditor"],
    bad: rss_item!("<title>a</title><author>Ann Bee</author>"), good: rss_item!("<title>a</title><author>ann@wherry.example (Ann Bee)</author>");

    INVALID_ADDR_SPEC = "invalid-addr-spec", Error, "An e-mail address of Atom that is none",
    what: "`email` of a person is not `name@host`.",
    why: "Nobody can write to it.",
    help: "Write the bare address: the name has its own element",
    clause: ["RFC 4287 section 3.2.3"],
    bad: atom_feed!("<author><name>Ann</name><email>ann at wherry.example</email></author>"), good: atom_feed!("<author><name>Ann</name><email>ann@wherry.example</email></author>");

    EMAIL_FORMAT = "email-format", Warning, "A person in another form than `address (name)`",
    what: "`author`, `managingEditor` or `webMaster` has an address and a name in another order.",
    why: "Readers cannot tell the two apart.",
    help: "Write `ann@wherry.example (Ann Bee)`",
    clause: ["RSS Profile, data types, e-mail"],
    bad: rss_item!("<title>a</title><author>Ann Bee &#x3C;ann@wherry.example></author>"), good: rss_item!("<title>a</title><author>ann@wherry.example (Ann Bee)</author>");

    MISSING_REAL_NAME = "missing-real-name", Warning, "A person without a name",
    what: "`author`, `managingEditor` or `webMaster` has an address only.",
    why: "Readers show the address where the author's name belongs.",
    help: "Write `ann@wherry.example (Ann Bee)`",
    clause: ["RSS Profile, data types, e-mail"],
    bad: rss_item!("<title>a</title><author>ann@wherry.example</author>"), good: rss_item!("<title>a</title><author>ann@wherry.example (Ann Bee)</author>");

    CONTAINS_EMAIL = "contains-email", Warning, "An address in a name",
    what: "`name` of a person holds an e-mail address in angle brackets.",
    why: "Readers show it to everybody, as part of the name.",
    help: "Move the address into `email`",
    clause: ["RFC 4287 section 3.2.1"],
    bad: atom_feed!("<author><name>Ann &lt;ann@wherry.example></name></author>"), good: atom_feed!("<author><name>Ann</name><email>ann@wherry.example</email></author>");

    UNKNOWN_HOST = "unknown-host", Warning, "An address whose host no mail reaches",
    what: "The host of an e-mail address has no dot, or characters that no host has. Names are not looked up.",
    why: "Nobody outside can write to it.",
    help: "Write a full host name",
    clause: ["RFC 5321 section 2.3.5"],
    bad: atom_feed!("<author><name>Ann</name><email>ann@localhost</email></author>"), good: atom_feed!("<author><name>Ann</name><email>ann@wherry.example</email></author>");
}

/// `managingEditor`, `webMaster`, `author` of RSS.
pub(in crate::rules::feed) fn rss_person(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    let place = at.words();
    match text::rss_person(value) {
        Some(PersonFault::Format) => {
            let message = format!("{place} is not `address (name)`: `{value}`");
            judge.report_at(EMAIL_FORMAT, at, value, message);
        }
        Some(PersonFault::NoName) => {
            judge.report_at(
                MISSING_REAL_NAME,
                at,
                value,
                format!("{place} has an address but no name: `{value}`"),
            );
        }
        other => {
            crate::rules::feed::families::text::plain(judge, at, value);
            address_fault(judge, at, value, other, INVALID_CONTACT);
        }
    }
}

/// `atom:email` (RFC 4287 section 3.2.3).
pub(in crate::rules::feed) fn address(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    address_fault(judge, at, value, text::address_fault(value), INVALID_ADDR_SPEC);
}

/// An e-mail address with or without a name.
pub(in crate::rules::feed) fn contact(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    let address = value
        .split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'))
        .map_or(value, |(address, _)| address);
    let address = address.split_once('(').map_or(address, |(address, _)| address).trim();
    address_fault(judge, at, value, text::address_fault(address), INVALID_CONTACT);
}

fn address_fault(
    judge: &mut Judge<'_>,
    at: &At<'_, '_, '_, '_>,
    value: &str,
    fault: Option<PersonFault>,
    rule: &'static FeedRule,
) {
    match fault {
        None => {}
        Some(PersonFault::UnknownHost) => {
            let message = format!("the host of `{value}` is none that mail reaches");
            judge.report_at(UNKNOWN_HOST, at, value, message);
        }
        Some(_) => {
            judge.report_at(rule, at, value, format!("{} is no e-mail address: `{value}`", at.words()));
        }
    }
}

/// A name is not an address (RFC 4287 section 3.2.1).
pub(in crate::rules::feed) fn name(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if text::contains_address(value) {
        judge.report_at(
            CONTAINS_EMAIL,
            at,
            value,
            format!("{} holds an e-mail address: `{value}`", at.words()),
        );
    }
}

//! What can only be judged when an element was read whole: what is missing, and what stands twice.

use roxmltree::Node;

use crate::lint::rules::feed::checker::{Checker, FeedKind, Frame, own_text};
use crate::lint::rules::feed::checks::{beyond, construct, identity, itunes, links, modules, structure};
use crate::lint::rules::feed::names;
use crate::lint::rules::feed::rule::FeedRule;
use crate::lint::rules::feed::tables::channel::{
    AVOID_TEXT_INPUT, EIGHT_DAYS_A_WEEK, IMAGE_LINK_DOESNT_MATCH, IMAGE_TITLE_DOESNT_MATCH,
    NOT_ENOUGH_HOURS_IN_THE_DAY, SLASH_DATE,
};
use crate::lint::rules::feed::tables::identity::MISSING_GUID;
use crate::lint::rules::feed::tables::modules::{DUPLICATE_ITEM_SEMANTICS, DUPLICATE_SEMANTICS};
use crate::lint::rules::feed::tables::structure::{
    ITEM_MUST_CONTAIN_TITLE_OR_DESCRIPTION, MISPLACED_ITEM, MISPLACED_METADATA, MISSING_CONTENT_OR_ALTERNATE,
    MISSING_DESCRIPTION, MISSING_ELEMENT, MISSING_LINK, MISSING_SOURCE_ELEMENT, MISSING_SUMMARY,
    MISSING_TEXTUAL_CONTENT, MISSING_TITLE,
};
use crate::lint::rules::feed::tables::text::NEED_DESCRIPTION_BEFORE_CONTENT;
use crate::lint::rules::feed::values::text::essence;

fn need(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>, wanted: &[(&'static FeedRule, &'static str)]) {
    for (rule, name) in wanted {
        if checker.child(frame.node, "", name).is_none() {
            structure::missing(checker, rule, frame, name);
        }
    }
}

/// `rss`: a version, and a channel.
pub(crate) fn rss(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    if checker.is_whole(frame.node) {
        need(checker, frame, &[(MISSING_ELEMENT, "channel")]);
    }
}

/// A person needs a name (RFC 4287 section 3.2.1).
pub(crate) fn person(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    if checker.is_whole(frame.node)
        && checker.child(frame.node, "", "name").is_none()
        && checker.child(frame.node, "atom", "name").is_none()
    {
        structure::missing(checker, MISSING_ELEMENT, frame, "name");
    }
}

/// `atom:feed` (RFC 4287 section 4.1.1).
pub(crate) fn feed(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    let node = frame.node;
    let first_entry = checker.child(node, "", "entry");
    // A feed's head is complete where its first entry begins.
    let head_is_whole = checker.is_whole(node)
        || first_entry.is_some_and(|entry| checker.is_readable_at(entry.range().start));
    if head_is_whole {
        need(
            checker,
            frame,
            &[(MISSING_ELEMENT, "title"), (MISSING_ELEMENT, "id"), (MISSING_ELEMENT, "updated")],
        );
        links::need_self(checker, frame);
    }
    links::unique_alternates(checker, frame);
    let Some(first_entry) = first_entry else { return };
    let late: Vec<_> = first_entry.next_siblings().skip(1).filter(|node| node.is_element()).collect();
    for node in late {
        let local = node.tag_name().name();
        let own = node.tag_name().namespace().unwrap_or("") == checker.core;
        if own
            && local != "entry"
            && frame
                .model
                .children
                .iter()
                .flat_map(|l| l.iter())
                .any(|c| c.name == local && c.prefix.is_empty())
        {
            let span = checker.tag_span(node);
            let entry = checker.tag_span(first_entry);
            checker
                .report(MISPLACED_METADATA, span, format!("`{local}` of the feed follows its first entry"))
                .param("element", local)
                .param("parent", "feed")
                .related(entry, "the first entry");
        }
    }
    identity::entries(checker, frame);
}

/// `atom:source` (RFC 4287 section 4.2.11).
pub(crate) fn source(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    if checker.is_whole(frame.node) {
        let rule = MISSING_SOURCE_ELEMENT;
        need(checker, frame, &[(rule, "title"), (rule, "id"), (rule, "updated")]);
    }
    links::unique_alternates(checker, frame);
}

/// `atom:entry` (RFC 4287 section 4.1.2).
pub(crate) fn entry(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    let node = frame.node;
    links::unique_alternates(checker, frame);
    if !checker.is_whole(node) {
        return;
    }
    need(
        checker,
        frame,
        &[(MISSING_ELEMENT, "title"), (MISSING_ELEMENT, "id"), (MISSING_ELEMENT, "updated")],
    );
    let own = |name| checker.child(node, "", name);
    let of_source = own("source").is_some_and(|source| checker.child(source, "", "author").is_some());
    let of_feed = node.parent_element().is_some_and(|feed| checker.child(feed, "", "author").is_some());
    let summary = own("summary").is_some();
    let content = own("content");
    if own("author").is_none() && !of_source && !of_feed {
        structure::missing(checker, MISSING_ELEMENT, frame, "author");
    }
    match content {
        Some(content) => {
            let kind = essence(content.attribute("type").unwrap_or("text"));
            if !summary
                && (content.has_attribute("src") || construct::is_binary(&kind) && !kind.ends_with("/html"))
            {
                let message = "the content is not text, and there is no `summary`";
                checker.report_element(MISSING_SUMMARY, frame, message);
            }
        }
        None => {
            if !summary {
                checker.report_element(
                    MISSING_TEXTUAL_CONTENT,
                    frame,
                    "the entry has neither `content` nor `summary`",
                );
            }
            let alternate =
                checker.children(node, "", "link").any(|link| links::relation(link) == "alternate");
            if !alternate {
                let message = "the entry has neither `content` nor a `link` to where it is read";
                checker.report_element(MISSING_CONTENT_OR_ALTERNATE, frame, message);
            }
        }
    }
    beyond::entry_dates(checker, frame);
}

/// `channel` of RSS.
pub(crate) fn channel(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    let node = frame.node;
    if checker.is_whole(node) {
        need(
            checker,
            frame,
            &[(MISSING_DESCRIPTION, "description"), (MISSING_LINK, "link"), (MISSING_TITLE, "title")],
        );
        links::need_atom_self(checker, frame);
    }
    let first_item = checker.child(node, "", "item");
    let late = first_item.and_then(|item| {
        item.next_siblings().skip(1).find(|node| {
            let name = node.tag_name();
            let uri = name.namespace().unwrap_or("");
            node.is_element()
                && (uri == checker.core && name.name() != "item" && is_own(frame, name.name())
                    || uri == names::ATOM && name.name() == "link")
        })
    });
    if let (Some(item), Some(late)) = (first_item, late) {
        let span = checker.tag_span(item);
        let after = checker.tag_span(late);
        checker
            .report(MISPLACED_ITEM, span, "items before the end of the channel's own elements")
            .param("element", "item")
            .param("parent", "channel")
            .related(after, "this belongs before all items");
    }
    modules::semantics(checker, frame, modules::CHANNEL_TWINS, DUPLICATE_SEMANTICS);
    identity::guids(checker, frame);
    itunes::channel(checker, frame);
}

/// `item` of RSS.
pub(crate) fn item(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    let node = frame.node;
    let own = |name| checker.child(node, "", name);
    let (title, description, guid) = (own("title").is_some(), own("description"), own("guid").is_some());
    if checker.is_whole(node) {
        if !title && description.is_none() {
            checker.report_element(
                ITEM_MUST_CONTAIN_TITLE_OR_DESCRIPTION,
                frame,
                "the item has neither `title` nor `description`",
            );
        }
        if !guid && checker.kind == FeedKind::Rss && checker.version.starts_with("2.") {
            let message = "the item has no `guid`";
            let span = checker.tag_span(node);
            checker
                .report(MISSING_GUID, span, message)
                .param("element", "guid")
                .param("parent", frame.name());
        }
    }
    let comments = checker.child(node, "slash", "comments");
    if let (Some(comments), Some(channel), FeedKind::Rss) = (comments, frame.parent, checker.kind)
        && checker.child(channel.node, "", "lastBuildDate").is_none()
    {
        let span = checker.tag_span(comments);
        checker.report(SLASH_DATE, span, "`slash:comments` changes, but the channel has no `lastBuildDate`");
    }
    if let (Some(encoded), FeedKind::Rss) = (checker.child(node, "content", "encoded"), checker.kind) {
        let before = description.is_some_and(|description| description.range().start < encoded.range().start);
        if !before {
            let span = checker.tag_span(encoded);
            checker.report(
                NEED_DESCRIPTION_BEFORE_CONTENT,
                span,
                "`content:encoded` is before or without a `description`",
            );
        }
    }
    modules::semantics(checker, frame, modules::ITEM_TWINS, DUPLICATE_ITEM_SEMANTICS);
    itunes::item(checker, frame);
}

/// `item` of RSS 1.0.
pub(crate) fn rdf_item(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    if checker.is_whole(frame.node) {
        need(checker, frame, &[(MISSING_ELEMENT, "link"), (MISSING_ELEMENT, "title")]);
    }
}

/// `channel` of RSS 1.0.
pub(crate) fn rdf_channel(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    if checker.is_whole(frame.node) {
        need(
            checker,
            frame,
            &[(MISSING_DESCRIPTION, "description"), (MISSING_LINK, "link"), (MISSING_TITLE, "title")],
        );
    }
}

/// `image` of RSS: what it must have, and what it repeats of the channel.
pub(crate) fn image(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    if checker.is_whole(frame.node)
        && frame.node.attributes().all(|attribute| attribute.namespace() != Some(names::RDF))
    {
        need(checker, frame, &[(MISSING_TITLE, "title"), (MISSING_ELEMENT, "url"), (MISSING_LINK, "link")]);
    }
    let Some(channel) = frame.parent else { return };
    for (name, rule) in [("title", IMAGE_TITLE_DOESNT_MATCH), ("link", IMAGE_LINK_DOESNT_MATCH)] {
        let (Some(own), Some(theirs)) =
            (checker.child(frame.node, "", name), checker.child(channel.node, "", name))
        else {
            continue;
        };
        // The channel's element counts where it stands before the image, as readers read it.
        let value = own_text(theirs);
        if value.trim() != own_text(own).trim()
            && !value.trim().is_empty()
            && theirs.range().start < frame.node.range().start
        {
            let (span, related) = (checker.value_span(own), checker.value_span(theirs));
            let message = format!("the image's `{name}` is not that of the channel, `{}`", value.trim());
            checker
                .report(rule, span, message)
                .param("element", name)
                .param("parent", "image")
                .related(related, "the channel's");
        }
    }
}

/// `textInput` of RSS.
pub(crate) fn text_input(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    if checker.kind == FeedKind::Rss {
        checker.report_element(AVOID_TEXT_INPUT, frame, "no reader shows a `textInput`");
    }
    if checker.is_whole(frame.node) {
        need(
            checker,
            frame,
            &[
                (MISSING_TITLE, "title"),
                (MISSING_LINK, "link"),
                (MISSING_DESCRIPTION, "description"),
                (MISSING_ELEMENT, "name"),
            ],
        );
    }
}

/// `skipHours` of RSS: hours from 0 to 23, each once.
pub(crate) fn skip_hours(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    let hours: Vec<Node<'_, '_>> = checker.children(frame.node, "", "hour").collect();
    if hours.is_empty() && checker.is_whole(frame.node) {
        structure::missing(checker, MISSING_ELEMENT, frame, "hour");
    }
    if hours.len() > 24 {
        checker.report_element(
            NOT_ENOUGH_HOURS_IN_THE_DAY,
            frame,
            format!("`skipHours` names {} hours", hours.len()),
        );
    }
    identity::once_each(checker, "hour", "skipHours", &hours, |value| {
        value.parse::<u8>().ok().map(|hour| (hour % 24).to_string())
    });
}

/// `skipDays` of RSS: days of the week, each once.
pub(crate) fn skip_days(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    let days: Vec<Node<'_, '_>> = checker.children(frame.node, "", "day").collect();
    if days.is_empty() && checker.is_whole(frame.node) {
        structure::missing(checker, MISSING_ELEMENT, frame, "day");
    }
    if days.len() > 7 {
        checker.report_element(EIGHT_DAYS_A_WEEK, frame, format!("`skipDays` names {} days", days.len()));
    }
    identity::once_each(checker, "day", "skipDays", &days, |value| Some(value.to_owned()));
}

/// Returns whether the channel has an element of that name beside its items.
fn is_own(frame: &Frame<'_, '_, '_>, name: &str) -> bool {
    let mut own =
        frame.model.children.iter().flat_map(|list| list.iter()).filter(|child| child.prefix.is_empty());
    own.any(|child| child.name == name && !matches!(name, "item" | "rating"))
}

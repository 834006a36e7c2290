//! What can only be judged when an element was read whole: what is missing, and what stands twice.

use roxmltree::Node;

use crate::lint::rules::feed::checks::{beyond, construct, identity, itunes, links, modules, structure};
use crate::lint::rules::feed::judge::{Frame, Judge, Kind, own_text};
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

fn need(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>, wanted: &[(&'static FeedRule, &'static str)]) {
    for (rule, name) in wanted {
        if judge.child(frame.node, "", name).is_none() {
            structure::missing(judge, rule, frame, name);
        }
    }
}

/// `rss`: a version, and a channel.
pub(crate) fn rss(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    if judge.is_whole(frame.node) {
        need(judge, frame, &[(MISSING_ELEMENT, "channel")]);
    }
}

/// A person needs a name (RFC 4287 section 3.2.1).
pub(crate) fn person(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    if judge.is_whole(frame.node)
        && judge.child(frame.node, "", "name").is_none()
        && judge.child(frame.node, "atom", "name").is_none()
    {
        structure::missing(judge, MISSING_ELEMENT, frame, "name");
    }
}

/// `atom:feed` (RFC 4287 section 4.1.1).
pub(crate) fn feed(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    let node = frame.node;
    let first_entry = judge.child(node, "", "entry");
    // A feed's head is complete where its first entry begins.
    let head_is_whole =
        judge.is_whole(node) || first_entry.is_some_and(|entry| judge.is_readable_at(entry.range().start));
    if head_is_whole {
        need(
            judge,
            frame,
            &[(MISSING_ELEMENT, "title"), (MISSING_ELEMENT, "id"), (MISSING_ELEMENT, "updated")],
        );
        links::need_self(judge, frame);
    }
    links::unique_alternates(judge, frame);
    let Some(first_entry) = first_entry else { return };
    let late: Vec<_> = first_entry.next_siblings().skip(1).filter(|node| node.is_element()).collect();
    for node in late {
        let local = node.tag_name().name();
        let own = node.tag_name().namespace().unwrap_or("") == judge.core;
        if own
            && local != "entry"
            && frame
                .model
                .children
                .iter()
                .flat_map(|l| l.iter())
                .any(|c| c.name == local && c.prefix.is_empty())
        {
            let span = judge.tag_span(node);
            let entry = judge.tag_span(first_entry);
            judge
                .report(MISPLACED_METADATA, span, format!("`{local}` of the feed follows its first entry"))
                .param("element", local)
                .param("parent", "feed")
                .related(entry, "the first entry");
        }
    }
    identity::entries(judge, frame);
}

/// `atom:source` (RFC 4287 section 4.2.11).
pub(crate) fn source(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    if judge.is_whole(frame.node) {
        let rule = MISSING_SOURCE_ELEMENT;
        need(judge, frame, &[(rule, "title"), (rule, "id"), (rule, "updated")]);
    }
    links::unique_alternates(judge, frame);
}

/// `atom:entry` (RFC 4287 section 4.1.2).
pub(crate) fn entry(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    let node = frame.node;
    links::unique_alternates(judge, frame);
    if !judge.is_whole(node) {
        return;
    }
    need(judge, frame, &[(MISSING_ELEMENT, "title"), (MISSING_ELEMENT, "id"), (MISSING_ELEMENT, "updated")]);
    let own = |name| judge.child(node, "", name);
    let of_source = own("source").is_some_and(|source| judge.child(source, "", "author").is_some());
    let of_feed = node.parent_element().is_some_and(|feed| judge.child(feed, "", "author").is_some());
    let summary = own("summary").is_some();
    let content = own("content");
    if own("author").is_none() && !of_source && !of_feed {
        structure::missing(judge, MISSING_ELEMENT, frame, "author");
    }
    match content {
        Some(content) => {
            let kind = essence(content.attribute("type").unwrap_or("text"));
            if !summary
                && (content.has_attribute("src") || construct::is_binary(&kind) && !kind.ends_with("/html"))
            {
                let message = "the content is not text, and there is no `summary`";
                judge.report_element(MISSING_SUMMARY, frame, message);
            }
        }
        None => {
            if !summary {
                judge.report_element(
                    MISSING_TEXTUAL_CONTENT,
                    frame,
                    "the entry has neither `content` nor `summary`",
                );
            }
            let alternate = judge.children(node, "", "link").any(|link| links::relation(link) == "alternate");
            if !alternate {
                let message = "the entry has neither `content` nor a `link` to where it is read";
                judge.report_element(MISSING_CONTENT_OR_ALTERNATE, frame, message);
            }
        }
    }
    beyond::entry_dates(judge, frame);
}

/// `channel` of RSS.
pub(crate) fn channel(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    let node = frame.node;
    if judge.is_whole(node) {
        need(
            judge,
            frame,
            &[(MISSING_DESCRIPTION, "description"), (MISSING_LINK, "link"), (MISSING_TITLE, "title")],
        );
        links::need_atom_self(judge, frame);
    }
    let first_item = judge.child(node, "", "item");
    let late = first_item.and_then(|item| {
        item.next_siblings().skip(1).find(|node| {
            let name = node.tag_name();
            let uri = name.namespace().unwrap_or("");
            node.is_element()
                && (uri == judge.core && name.name() != "item" && is_own(frame, name.name())
                    || uri == names::ATOM && name.name() == "link")
        })
    });
    if let (Some(item), Some(late)) = (first_item, late) {
        let span = judge.tag_span(item);
        let after = judge.tag_span(late);
        judge
            .report(MISPLACED_ITEM, span, "items before the end of the channel's own elements")
            .param("element", "item")
            .param("parent", "channel")
            .related(after, "this belongs before all items");
    }
    modules::semantics(judge, frame, modules::CHANNEL_TWINS, DUPLICATE_SEMANTICS);
    identity::guids(judge, frame);
    itunes::channel(judge, frame);
}

/// `item` of RSS.
pub(crate) fn item(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    let node = frame.node;
    let own = |name| judge.child(node, "", name);
    let (title, description, guid) = (own("title").is_some(), own("description"), own("guid").is_some());
    if judge.is_whole(node) {
        if !title && description.is_none() {
            judge.report_element(
                ITEM_MUST_CONTAIN_TITLE_OR_DESCRIPTION,
                frame,
                "the item has neither `title` nor `description`",
            );
        }
        if !guid && judge.kind == Kind::Rss && judge.version.starts_with("2.") {
            let message = "the item has no `guid`";
            let span = judge.tag_span(node);
            judge.report(MISSING_GUID, span, message).param("element", "guid").param("parent", frame.name());
        }
    }
    let comments = judge.child(node, "slash", "comments");
    if let (Some(comments), Some(channel), Kind::Rss) = (comments, frame.parent, judge.kind)
        && judge.child(channel.node, "", "lastBuildDate").is_none()
    {
        let span = judge.tag_span(comments);
        judge.report(SLASH_DATE, span, "`slash:comments` changes, but the channel has no `lastBuildDate`");
    }
    if let (Some(encoded), Kind::Rss) = (judge.child(node, "content", "encoded"), judge.kind) {
        let before = description.is_some_and(|description| description.range().start < encoded.range().start);
        if !before {
            let span = judge.tag_span(encoded);
            judge.report(
                NEED_DESCRIPTION_BEFORE_CONTENT,
                span,
                "`content:encoded` is before or without a `description`",
            );
        }
    }
    modules::semantics(judge, frame, modules::ITEM_TWINS, DUPLICATE_ITEM_SEMANTICS);
    itunes::item(judge, frame);
}

/// `item` of RSS 1.0.
pub(crate) fn rdf_item(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    if judge.is_whole(frame.node) {
        need(judge, frame, &[(MISSING_ELEMENT, "link"), (MISSING_ELEMENT, "title")]);
    }
}

/// `channel` of RSS 1.0.
pub(crate) fn rdf_channel(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    if judge.is_whole(frame.node) {
        need(
            judge,
            frame,
            &[(MISSING_DESCRIPTION, "description"), (MISSING_LINK, "link"), (MISSING_TITLE, "title")],
        );
    }
}

/// `image` of RSS: what it must have, and what it repeats of the channel.
pub(crate) fn image(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    if judge.is_whole(frame.node)
        && frame.node.attributes().all(|attribute| attribute.namespace() != Some(names::RDF))
    {
        need(judge, frame, &[(MISSING_TITLE, "title"), (MISSING_ELEMENT, "url"), (MISSING_LINK, "link")]);
    }
    let Some(channel) = frame.parent else { return };
    for (name, rule) in [("title", IMAGE_TITLE_DOESNT_MATCH), ("link", IMAGE_LINK_DOESNT_MATCH)] {
        let (Some(own), Some(theirs)) =
            (judge.child(frame.node, "", name), judge.child(channel.node, "", name))
        else {
            continue;
        };
        // The channel's element counts where it stands before the image, as readers read it.
        let value = own_text(theirs);
        if value.trim() != own_text(own).trim()
            && !value.trim().is_empty()
            && theirs.range().start < frame.node.range().start
        {
            let (span, related) = (judge.value_span(own), judge.value_span(theirs));
            let message = format!("the image's `{name}` is not that of the channel, `{}`", value.trim());
            judge
                .report(rule, span, message)
                .param("element", name)
                .param("parent", "image")
                .related(related, "the channel's");
        }
    }
}

/// `textInput` of RSS.
pub(crate) fn text_input(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    if judge.kind == Kind::Rss {
        judge.report_element(AVOID_TEXT_INPUT, frame, "no reader shows a `textInput`");
    }
    if judge.is_whole(frame.node) {
        need(
            judge,
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
pub(crate) fn skip_hours(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    let hours: Vec<Node<'_, '_>> = judge.children(frame.node, "", "hour").collect();
    if hours.is_empty() && judge.is_whole(frame.node) {
        structure::missing(judge, MISSING_ELEMENT, frame, "hour");
    }
    if hours.len() > 24 {
        judge.report_element(
            NOT_ENOUGH_HOURS_IN_THE_DAY,
            frame,
            format!("`skipHours` names {} hours", hours.len()),
        );
    }
    identity::once_each(judge, "hour", "skipHours", &hours, |value| {
        value.parse::<u8>().ok().map(|hour| (hour % 24).to_string())
    });
}

/// `skipDays` of RSS: days of the week, each once.
pub(crate) fn skip_days(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    let days: Vec<Node<'_, '_>> = judge.children(frame.node, "", "day").collect();
    if days.is_empty() && judge.is_whole(frame.node) {
        structure::missing(judge, MISSING_ELEMENT, frame, "day");
    }
    if days.len() > 7 {
        judge.report_element(EIGHT_DAYS_A_WEEK, frame, format!("`skipDays` names {} days", days.len()));
    }
    identity::once_each(judge, "day", "skipDays", &days, |value| Some(value.to_owned()));
}

/// Whether the channel has an element of that name beside its items.
fn is_own(frame: &Frame<'_, '_, '_>, name: &str) -> bool {
    let mut own =
        frame.model.children.iter().flat_map(|list| list.iter()).filter(|child| child.prefix.is_empty());
    own.any(|child| child.name == name && !matches!(name, "item" | "rating"))
}

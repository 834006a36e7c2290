//! Which elements and attributes stand where, and which are missing.

use roxmltree::{Attribute, Node};

use crate::rules::feed::families::channel::{
    AVOID_TEXT_INPUT, EIGHT_DAYS_A_WEEK, IMAGE_LINK_DOESNT_MATCH, IMAGE_TITLE_DOESNT_MATCH,
    NOT_ENOUGH_HOURS_IN_THE_DAY, SLASH_DATE,
};
use crate::rules::feed::families::identity::MISSING_GUID;
use crate::rules::feed::families::namespaces::{
    NOT_IN_A_NAMESPACE, UNDETERMINABLE_VOCABULARY, USE_OF_EXTENSION_ATTR,
};
use crate::rules::feed::families::text::NEED_DESCRIPTION_BEFORE_CONTENT;
use crate::rules::feed::families::uris::{self, INVALID_IRI};
use crate::rules::feed::families::{beyond, channel, identity, itunes, links, modules, text};
use crate::rules::feed::judge::{At, Frame, Judge, Kind, own_text};
use crate::rules::feed::model::Text;
use crate::rules::feed::names;
use crate::rules::feed::rule::{FeedRule, atom_entry, atom_feed, feed_rules, rss_channel, rss_item};
use crate::rules::feed::values::uri::Wanted;
use crate::rules::feed::vocabulary;
use crate::source::Span;

feed_rules! {
    UNDEFINED_ELEMENT = "undefined-element", Error, "An element that its parent does not have",
    what: "An element stands where its vocabulary does not know it: misspelt, in the wrong place, or markup that was not escaped.",
    why: "Readers skip it with all that is in it.",
    help: "Check the spelling and the place; escape markup that is meant as text",
    clause: ["RFC 4287 sections 3 and 4", "RSS 2.0 channel and item"],
    bad: rss_item!("<title>a</title><summary>b</summary>"), good: rss_item!("<title>a</title><description>b</description>");

    UNEXPECTED_ATTRIBUTE = "unexpected-attribute", Error, "An attribute that its element does not have",
    what: "An element has an attribute that its vocabulary does not know, often in the wrong case.",
    why: "Readers ignore it, and take the default instead.",
    help: "Check the spelling, case included, or remove the attribute",
    clause: ["RFC 4287 section 2", "RSS 2.0"],
    bad: rss_item!("<title>a</title><guid isPermalink=\"false\">b</guid>"), good: rss_item!("<title>a</title><guid isPermaLink=\"false\">b</guid>");

    UNEXPECTED_TEXT = "unexpected-text", Error, "Text where only elements may stand",
    what: "Words stand directly in an element that holds elements, or in one whose content lies elsewhere.",
    why: "Readers drop them.",
    help: "Put the text into the element that it belongs to",
    clause: ["RFC 4287 section 4", "RSS 2.0"],
    bad: rss_item!("<title>a</title> lost words"), good: rss_item!("<title>a</title>");

    DUPLICATE_ELEMENT = "duplicate-element", Error, "An element that may stand once stands twice",
    what: "A second element of a kind of which there may be only one.",
    why: "Which one counts differs from reader to reader.",
    help: "Keep one of them",
    clause: ["RFC 4287 sections 4.1.1 and 4.1.2", "RSS 2.0"],
    bad: rss_item!("<title>a</title><title>b</title>"), good: rss_item!("<title>a</title>");

    MISSING_ELEMENT = "missing-element", Error, "An element that must be there is not",
    what: "A feed, an entry, a person or a container of RSS lacks an element that its specification demands.",
    why: "Readers invent something: a wrong date, a new id at every visit, no author.",
    help: "Add the element",
    clause: ["RFC 4287 sections 4.1.1, 4.1.2 and 3.2.1", "RSS 2.0"],
    bad: atom_entry!("<title>a</title><updated>2024-05-01T08:00:00Z</updated><content>b</content>"),
    good: atom_entry!("<title>a</title><id>https://wherry.example/a</id><updated>2024-05-01T08:00:00Z</updated><content>b</content>");

    MISSING_ATTRIBUTE = "missing-attribute", Error, "An attribute that must be there is not",
    what: "An element lacks an attribute without which it says nothing: `term` of a category, `url` of an enclosure, `version` of `rss`.",
    why: "Readers skip the element, or the whole feed.",
    help: "Add the attribute",
    clause: ["RFC 4287 section 4.2.2.1", "RSS 2.0"],
    bad: rss_item!("<title>a</title><source>b</source>"), good: rss_item!("<title>a</title><source url=\"https://b.example/rss\">b</source>");

    MISSING_TITLE = "missing-title", Error, "A channel, image or text input without a title",
    what: "RSS demands a `title` of `channel`, `image` and `textInput`.",
    why: "Subscribers see a feed without a name.",
    help: "Add a `title`",
    clause: ["RSS 2.0, required channel elements"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><link>https://a.example/</link></channel></rss>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><title>a</title><link>https://a.example/</link></channel></rss>\n";

    MISSING_LINK = "missing-link", Error, "A channel, image or text input without a link",
    what: "RSS demands a `link` of `channel`, `image` and `textInput`.",
    why: "Subscribers cannot get from the feed to the site.",
    help: "Add a `link`",
    clause: ["RSS 2.0, required channel elements"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><title>a</title></channel></rss>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><title>a</title><link>https://a.example/</link></channel></rss>\n";

    MISSING_DESCRIPTION = "missing-description", Error, "A channel or text input without a description",
    what: "RSS demands a `description` of `channel` and `textInput`.",
    why: "Directories and readers show nothing under the feed's name.",
    help: "Add a `description`: a phrase is enough",
    clause: ["RSS 2.0, required channel elements"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><title>a</title></channel></rss>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><title>a</title><description>b</description></channel></rss>\n";

    ITEM_MUST_CONTAIN_TITLE_OR_DESCRIPTION = "item-must-contain-title-or-description", Error, "An item that says nothing",
    what: "An item of RSS has neither a `title` nor a `description`.",
    why: "Readers have nothing to show.",
    help: "Add a `title` or a `description`",
    clause: ["RSS 2.0 item"],
    bad: rss_item!("<link>https://wherry.example/a</link>"), good: rss_item!("<description>a</description>");

    MISPLACED_METADATA = "misplaced-metadata", Error, "The feed's own elements behind its entries",
    what: "An element about the whole Atom feed stands behind the first entry.",
    why: "RFC 4287 imposes no order, but readers that work while they read have closed the feed's head by then.",
    help: "Move it before the first `entry`",
    clause: ["RFC 4287 section 4.1.1"],
    bad: atom_feed!("<title>a</title><entry><title>b</title></entry><subtitle>late</subtitle>"), good: atom_feed!("<title>a</title><subtitle>early</subtitle><entry><title>b</title></entry>");

    MISPLACED_ITEM = "misplaced-item", Warning, "Items before the channel's own elements",
    what: "Items of RSS stand before elements about the whole channel.",
    why: "Readers that work while they read have closed the channel's head by then.",
    help: "Move all `item` elements to the end of `channel`",
    clause: ["RSS Profile, item"],
    bad: rss_channel!("<item><title>a</title></item><ttl>60</ttl>"), good: rss_channel!("<ttl>60</ttl><item><title>a</title></item>");

    INVALID_RSS_VERSION = "invalid-rss-version", Error, "A version that RSS never had",
    what: "`version` of `rss` is none of 0.90 to 0.94, 2.0, 2.0.1, 2.00.",
    why: "A reader cannot tell which rules hold.",
    help: "Write `version=\"2.0\"`",
    clause: ["RSS 2.0 rss"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"3.0\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"/>\n";

    OBSOLETE_VERSION = "obsolete-version", Warning, "A version of RSS before 2.0",
    what: "`version` of `rss` is one of 0.90 to 0.94.",
    why: "RSS 2.0 replaced them in 2002 and reads them all; `guid`, `pubDate` of items and extensions are missing.",
    help: "Write RSS 2.0",
    clause: ["RSS 2.0 rss"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"0.92\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"/>\n";

    MISSING_CONTENT_OR_ALTERNATE = "missing-content-or-alternate", Error, "An entry that leads nowhere",
    what: "An Atom entry has no `content`, and no `link` to where it is read.",
    why: "Subscribers see a title and can do nothing with it.",
    help: "Add `content`, or `<link href=\"…\"/>`",
    clause: ["RFC 4287 section 4.1.2"],
    bad: atom_entry!("<title>a</title><id>https://wherry.example/a</id><updated>2024-05-01T08:00:00Z</updated>"),
    good: atom_entry!("<title>a</title><id>https://wherry.example/a</id><updated>2024-05-01T08:00:00Z</updated><link href=\"https://wherry.example/a\"/>");

    MISSING_SUMMARY = "missing-summary", Error, "Content that is not text, without a summary",
    what: "The `content` of an Atom entry lies elsewhere (`src`) or is in base64, and there is no `summary`.",
    why: "A reader that does not fetch or decode it has nothing to show.",
    help: "Add a `summary` in words",
    clause: ["RFC 4287 section 4.1.2"],
    bad: atom_entry!("<title>a</title><content type=\"image/png\" src=\"https://wherry.example/a.png\"/>"),
    good: atom_entry!("<title>a</title><summary>b</summary><content type=\"image/png\" src=\"https://wherry.example/a.png\"/>");

    MISSING_TEXTUAL_CONTENT = "missing-textual-content", Warning, "An entry with nothing to read",
    what: "An Atom entry has neither `content` nor `summary`.",
    why: "Subscribers see a title only.",
    help: "Add a `summary` or the `content`",
    clause: ["RFC 4287 section 4.1.1.1"],
    bad: atom_entry!("<title>a</title><link href=\"https://wherry.example/a\"/>"), good: atom_entry!("<title>a</title><link href=\"https://wherry.example/a\"/><summary>b</summary>");

    MISSING_SOURCE_ELEMENT = "missing-source-element", Warning, "A source without what names it",
    what: "`source` of an Atom entry lacks the `id`, `title` or `updated` of the feed that the entry comes from.",
    why: "Nobody can tell where the entry comes from.",
    help: "Copy `id`, `title` and `updated` of the feed into `source`",
    clause: ["RFC 4287 section 4.2.11"],
    bad: atom_entry!("<title>a</title><source><title>b</title></source>"),
    good: atom_entry!("<title>a</title><source><title>b</title><id>https://b.example/</id><updated>2024-05-01T08:00:00Z</updated></source>");

    MISPLACED_XHTML_CONTENT = "misplaced-xhtml-content", Warning, "XHTML outside of any text",
    what: "An element of XHTML stands directly in a feed, an entry or an item.",
    why: "Readers skip it.",
    help: "Put it into `content` with `type=\"xhtml\"`",
    clause: ["RFC 4287 section 6.4"],
    bad: atom_entry!("<title>a</title><p xmlns=\"http://www.w3.org/1999/xhtml\">b</p>"), good: atom_entry!("<title>a</title><content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">b</div></content>");

    QUESTIONABLE_USAGE = "questionable-usage", Warning, "A known element in an odd place",
    what: "An element of Atom or Dublin Core stands where it is neither defined nor forbidden.",
    why: "No reader looks for it there.",
    help: "Move it into the entry or feed that it speaks of",
    clause: ["RFC 4287 section 6.4"],
    bad: rss_channel!("<image><title>Wherry</title><url>https://wherry.example/a.png</url><link>https://wherry.example/</link><atom:updated>2024-05-01T08:00:00Z</atom:updated></image>"),
    good: rss_channel!("<atom:updated>2024-05-01T08:00:00Z</atom:updated>");
}

/// Judges one attribute: whether it may stand there, and what `xml:` says.
pub(in crate::rules::feed) fn attribute(
    judge: &mut Judge<'_>,
    frame: &Frame<'_, '_, '_>,
    attribute: &Attribute<'_, '_>,
) {
    text::attribute_characters(judge, frame.node, attribute);
    let span = attribute.range_value().into();
    if attribute.namespace() == Some(names::XML) {
        let name = names::qualified("xml", attribute.name());
        let at = At { frame, attribute: Some(&name), span };
        match attribute.name() {
            "lang" if !attribute.value().is_empty() => {
                judge.language_said();
                channel::language_tag(judge, &at, attribute.value());
            }
            "base" => {
                uris::judge(
                    judge,
                    &at,
                    attribute.value(),
                    Wanted { absolute: false, iri: true },
                    INVALID_IRI,
                );
            }
            _ => {}
        }
        return;
    }
    let model = frame.model;
    let expected = model.attributes.iter().any(|known| judge.is_named(attribute, known.prefix, known.name));
    // A colon without a namespace is a prefix that is declared nowhere, which is a finding already.
    let undeclared =
        Span::from(attribute.range_qname()).of(judge.source).contains(':') && attribute.namespace().is_none();
    if expected || model.text == Text::Free || undeclared {
        return;
    }
    let whole = attribute.range().into();
    let name = attribute.name();
    match attribute.namespace() {
        Some(uri) if names::prefix_of(uri).is_none() => {
            if judge.kind == Kind::Rss && frame.prefix.is_empty() && !judge.follows_rss_board {
                let message =
                    format!("`{}` of RSS has the attribute `{name}` of another namespace", frame.name());
                judge
                    .report(USE_OF_EXTENSION_ATTR, whole, message)
                    .param("attribute", name)
                    .param("element", frame.name());
            }
        }
        namespace => {
            let name = names::qualified(namespace.and_then(names::prefix_of).unwrap_or(""), name);
            let message = format!("`{}` has no attribute `{name}`", frame.name());
            judge
                .report(UNEXPECTED_ATTRIBUTE, whole, message)
                .param("attribute", name)
                .param("element", frame.name());
        }
    }
}

/// Text where only elements may stand.
pub(in crate::rules::feed) fn unexpected_text(
    judge: &mut Judge<'_>,
    frame: &Frame<'_, '_, '_>,
    node: Node<'_, '_>,
) {
    let span = text::trimmed_span(judge, node);
    let message = format!("text directly in `{}`, which holds elements only", frame.name());
    judge
        .report(UNEXPECTED_TEXT, span, message)
        .param("element", frame.name())
        .param("parent", frame.parent_name());
}

/// An element that its parent does not have.
pub(in crate::rules::feed) fn undefined(
    judge: &mut Judge<'_>,
    frame: &Frame<'_, '_, '_>,
    node: Node<'_, '_>,
    prefix: &'static str,
) {
    let span = judge.tag_span(node);
    let source_name = names::tag_name(span.of(judge.source));
    let local = node.tag_name().name();
    // Its prefix is declared nowhere, which is a finding already.
    if source_name.contains(':') && !source_name.ends_with(&format!(":{local}")) {
        return;
    }
    let name = names::qualified(prefix, local);
    let (parent, element) = (frame.name(), name.as_str());
    if prefix == "xhtml" {
        let message = format!("XHTML's `{local}` stands directly in `{parent}`");
        judge
            .report(MISPLACED_XHTML_CONTENT, span, message)
            .param("element", element)
            .param("parent", parent);
        return;
    }
    let atom = if judge.core == names::ATOM && prefix.is_empty() && !frame.prefix.is_empty() {
        "atom"
    } else {
        prefix
    };
    if vocabulary::is_usable_anywhere(atom, local) {
        let message = format!("`{name}` in `{parent}` is nothing that readers look for");
        judge.report(QUESTIONABLE_USAGE, span, message).param("element", element).param("parent", parent);
        return;
    }
    let nearest = frame
        .model
        .children
        .iter()
        .flat_map(|list| list.iter())
        .filter(|child| child.prefix == prefix)
        .map(|child| (strsim::jaro_winkler(child.name, local), child.name))
        .filter(|(likeness, _)| *likeness > 0.85)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let message = format!("`{parent}` has no element `{name}`");
    let noted =
        judge.report(UNDEFINED_ELEMENT, span, message).param("element", element).param("parent", parent);
    if let Some((_, nearest)) = nearest {
        noted.help(format!("Write `{}`, if that was meant", names::qualified(prefix, nearest)));
    }
}

/// An element in what is to be a value.
pub(in crate::rules::feed) fn undefined_in_value(
    judge: &mut Judge<'_>,
    frame: &Frame<'_, '_, '_>,
    node: Node<'_, '_>,
) {
    let span = judge.tag_span(node);
    let name = node.tag_name().name();
    let message = format!("`{}` holds text, not elements such as `{name}`", frame.name());
    judge
        .report(UNDEFINED_ELEMENT, span, message)
        .param("element", name)
        .param("parent", frame.name())
        .help("Escape the markup, or leave it out");
}

/// A second element of a kind that may stand once.
pub(in crate::rules::feed) fn duplicate(
    judge: &mut Judge<'_>,
    rule: &'static FeedRule,
    frame: &Frame<'_, '_, '_>,
    first: Span,
) {
    let message = format!("`{}` has more than one `{}`", frame.parent_name(), frame.name());
    judge.report_element(rule, frame, message).related(first, "the first one");
}

/// An element without a namespace in a format whose elements have one.
pub(in crate::rules::feed) fn undeterminable(
    judge: &mut Judge<'_>,
    frame: &Frame<'_, '_, '_>,
    node: Node<'_, '_>,
) {
    let span = judge.tag_span(node);
    let name = node.tag_name().name();
    let message = format!("`{name}` in `{}` has no namespace", frame.name());
    judge
        .report(UNDETERMINABLE_VOCABULARY, span, message)
        .param("element", name)
        .param("parent", frame.name());
}

/// An element without a namespace in an extension of RSS.
pub(in crate::rules::feed) fn not_in_a_namespace(judge: &mut Judge<'_>, node: Node<'_, '_>) {
    if judge.kind != Kind::Rss {
        return;
    }
    let span = judge.tag_span(node);
    let name = node.tag_name().name();
    judge
        .report(NOT_IN_A_NAMESPACE, span, format!("`{name}` stands in an extension but in no namespace"))
        .param("element", name);
}

/// Says that `frame` has no element `wanted`.
pub(in crate::rules::feed) fn missing(
    judge: &mut Judge<'_>,
    rule: &'static FeedRule,
    frame: &Frame<'_, '_, '_>,
    wanted: &str,
) {
    let message = format!("`{}` has no `{wanted}`", frame.name());
    let span = judge.tag_span(frame.node);
    judge
        .report(rule, span, message)
        .param("element", wanted)
        .param("parent", frame.name())
        .help(format!("Add a `{wanted}` to this `{}`", frame.name()));
}

fn need(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>, wanted: &[(&'static FeedRule, &'static str)]) {
    for (rule, name) in wanted {
        if judge.child(frame.node, "", name).is_none() {
            missing(judge, rule, frame, name);
        }
    }
}

/// `rss`: a version, and a channel.
pub(in crate::rules::feed) fn rss(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    if judge.is_whole(frame.node) {
        need(judge, frame, &[(MISSING_ELEMENT, "channel")]);
    }
}

/// A person needs a name (RFC 4287 section 3.2.1).
pub(in crate::rules::feed) fn person(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    if judge.is_whole(frame.node)
        && judge.child(frame.node, "", "name").is_none()
        && judge.child(frame.node, "atom", "name").is_none()
    {
        missing(judge, MISSING_ELEMENT, frame, "name");
    }
}

/// `atom:feed` (RFC 4287 section 4.1.1).
pub(in crate::rules::feed) fn feed(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
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
            && vocabulary::atom::FEED
                .children
                .iter()
                .flat_map(|l| l.iter())
                .any(|c| c.name == local && c.prefix.is_empty())
        {
            let span = judge.tag_span(node);
            let entry = judge.tag_span(first_entry);
            judge
                .report(
                    MISPLACED_METADATA,
                    span,
                    format!("`{local}` of the feed stands behind its first entry"),
                )
                .param("element", local)
                .param("parent", "feed")
                .related(entry, "the first entry");
        }
    }
    identity::entries(judge, frame);
}

/// `atom:source` (RFC 4287 section 4.2.11).
pub(in crate::rules::feed) fn source(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    if judge.is_whole(frame.node) {
        let rule = MISSING_SOURCE_ELEMENT;
        need(judge, frame, &[(rule, "title"), (rule, "id"), (rule, "updated")]);
    }
    links::unique_alternates(judge, frame);
}

/// `atom:entry` (RFC 4287 section 4.1.2).
pub(in crate::rules::feed) fn entry(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
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
        missing(judge, MISSING_ELEMENT, frame, "author");
    }
    match content {
        Some(content) => {
            let kind = content.attribute("type").unwrap_or("text");
            if !summary && (content.has_attribute("src") || text::is_binary(kind) && !kind.ends_with("/html"))
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
pub(in crate::rules::feed) fn channel(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
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
                && (uri == judge.core
                    && name.name() != "item"
                    && vocabulary::rss::is_channel_element(name.name())
                    || uri == names::ATOM && name.name() == "link")
        })
    });
    if let (Some(item), Some(late)) = (first_item, late) {
        let span = judge.tag_span(item);
        let after = judge.tag_span(late);
        judge
            .report(MISPLACED_ITEM, span, "items stand before the end of the channel's own elements")
            .param("element", "item")
            .param("parent", "channel")
            .related(after, "this belongs before all items");
    }
    modules::semantics(judge, frame, modules::CHANNEL_TWINS, modules::DUPLICATE_SEMANTICS);
    identity::guids(judge, frame);
    itunes::channel(judge, frame);
}

/// `item` of RSS.
pub(in crate::rules::feed) fn item(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
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
                "`content:encoded` stands before or without a `description`",
            );
        }
    }
    modules::semantics(judge, frame, modules::ITEM_TWINS, modules::DUPLICATE_ITEM_SEMANTICS);
    itunes::item(judge, frame);
}

/// `item` of RSS 1.0.
pub(in crate::rules::feed) fn rdf_item(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    if judge.is_whole(frame.node) {
        need(judge, frame, &[(MISSING_ELEMENT, "link"), (MISSING_ELEMENT, "title")]);
    }
}

/// `channel` of RSS 1.0.
pub(in crate::rules::feed) fn rdf_channel(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    if judge.is_whole(frame.node) {
        need(
            judge,
            frame,
            &[(MISSING_DESCRIPTION, "description"), (MISSING_LINK, "link"), (MISSING_TITLE, "title")],
        );
    }
}

/// `image` of RSS: what it must have, and what it repeats of the channel.
pub(in crate::rules::feed) fn image(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
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
pub(in crate::rules::feed) fn text_input(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
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
pub(in crate::rules::feed) fn skip_hours(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    let hours: Vec<Node<'_, '_>> = judge.children(frame.node, "", "hour").collect();
    if hours.is_empty() && judge.is_whole(frame.node) {
        missing(judge, MISSING_ELEMENT, frame, "hour");
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
pub(in crate::rules::feed) fn skip_days(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    let days: Vec<Node<'_, '_>> = judge.children(frame.node, "", "day").collect();
    if days.is_empty() && judge.is_whole(frame.node) {
        missing(judge, MISSING_ELEMENT, frame, "day");
    }
    if days.len() > 7 {
        judge.report_element(EIGHT_DAYS_A_WEEK, frame, format!("`skipDays` names {} days", days.len()));
    }
    identity::once_each(judge, "day", "skipDays", &days, |value| Some(value.to_owned()));
}

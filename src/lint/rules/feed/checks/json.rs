//! JSON Feed 1.1: its objects as tables of members, and what holds across members.

use std::collections::BTreeMap;

use crate::lint::rules::feed::checker::Checker;
use crate::lint::rules::feed::tables::beyond::{
    DOUBLE_ESCAPED_TITLE, RELATIVE_REFERENCE, UPDATED_BEFORE_PUBLISHED,
};
use crate::lint::rules::feed::tables::channel::{INVALID_LANGUAGE, MISSING_DC_LANGUAGE};
use crate::lint::rules::feed::tables::dates::IMPLAUSIBLE_DATE;
use crate::lint::rules::feed::tables::json::{
    DEPRECATED_JSON_MEMBER, DUPLICATE_JSON_ID, DUPLICATE_JSON_MEMBER, EMPTY_JSON_AUTHOR, INVALID_JSON_DATE,
    INVALID_JSON_URL, JSON_FEED_VERSION, JSON_NEXT_URL, JSON_SYNTAX, MISSING_JSON_MEMBER,
    MISSING_JSON_RECOMMENDATION, UNKNOWN_JSON_MEMBER, WRONG_JSON_TYPE,
};
use crate::lint::rules::feed::tables::links::SELF_DOESNT_MATCH_LOCATION;
use crate::lint::rules::feed::tables::markup::{
    DANGEROUS_STYLE_ATTR, NOT_HTML, SECURITY_RISK, SECURITY_RISK_ATTR,
};
use crate::lint::rules::feed::tables::text::{CONTAINS_HTML, INVALID_MIME_TYPE};
use crate::lint::rules::feed::values::html::{self, HtmlKind};
use crate::lint::rules::feed::values::json::{self, Json, JsonValue};
use crate::lint::rules::feed::values::uri::{self, Wanted};
use crate::lint::rules::feed::values::{date, text};
use crate::text::language;
use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// A member that an object may have.
struct Member {
    name: &'static str,
    required: bool,
    kind: MemberKind,
}

/// What a member must be.
enum MemberKind {
    Text,
    Title,
    Url,
    /// A page or, by the specification's word, a `mailto:` address.
    Contact,
    /// Text in which `<` may be meant.
    Comment,
    Date,
    Language,
    MediaType,
    Html,
    Number,
    Bool,
    Version,
    Array(&'static MemberKind),
    Object(&'static Object),
}

/// An object of JSON Feed.
struct Object {
    name: &'static str,
    members: &'static [Member],
}

const fn must(name: &'static str, kind: MemberKind) -> Member {
    Member { name, required: true, kind }
}

const fn may(name: &'static str, kind: MemberKind) -> Member {
    Member { name, required: false, kind }
}

const FEED: Object = Object {
    name: "the feed",
    members: &[
        must("version", MemberKind::Version),
        must("title", MemberKind::Title),
        may("home_page_url", MemberKind::Url),
        may("feed_url", MemberKind::Url),
        may("description", MemberKind::Text),
        may("user_comment", MemberKind::Comment),
        may("next_url", MemberKind::Url),
        may("icon", MemberKind::Url),
        may("favicon", MemberKind::Url),
        may("authors", MemberKind::Array(&MemberKind::Object(&AUTHOR))),
        may("author", MemberKind::Object(&AUTHOR)),
        may("language", MemberKind::Language),
        may("expired", MemberKind::Bool),
        may("hubs", MemberKind::Array(&MemberKind::Object(&HUB))),
        must("items", MemberKind::Array(&MemberKind::Object(&ITEM))),
    ],
};

const ITEM: Object = Object {
    name: "an item",
    members: &[
        must("id", MemberKind::Text),
        may("url", MemberKind::Url),
        may("external_url", MemberKind::Url),
        may("title", MemberKind::Title),
        may("content_html", MemberKind::Html),
        may("content_text", MemberKind::Text),
        may("summary", MemberKind::Text),
        may("image", MemberKind::Url),
        may("banner_image", MemberKind::Url),
        may("date_published", MemberKind::Date),
        may("date_modified", MemberKind::Date),
        may("authors", MemberKind::Array(&MemberKind::Object(&AUTHOR))),
        may("author", MemberKind::Object(&AUTHOR)),
        may("tags", MemberKind::Array(&MemberKind::Text)),
        may("language", MemberKind::Language),
        may("attachments", MemberKind::Array(&MemberKind::Object(&ATTACHMENT))),
    ],
};

const AUTHOR: Object = Object {
    name: "an author",
    members: &[
        may("name", MemberKind::Text),
        may("url", MemberKind::Contact),
        may("avatar", MemberKind::Url),
    ],
};

const ATTACHMENT: Object = Object {
    name: "an attachment",
    members: &[
        must("url", MemberKind::Url),
        must("mime_type", MemberKind::MediaType),
        may("title", MemberKind::Text),
        may("size_in_bytes", MemberKind::Number),
        may("duration_in_seconds", MemberKind::Number),
    ],
};

const HUB: Object =
    Object { name: "a hub", members: &[must("type", MemberKind::Text), must("url", MemberKind::Url)] };

/// Checks a JSON feed.
pub(crate) fn feed(checker: &mut Checker<'_>) {
    let feed = match json::read(checker.source) {
        Ok(feed) => feed,
        Err(fault) => {
            let rest = checker.source.part(fault.at..);
            let span = Span::new(fault.at, fault.at + rest.chars().next().map_or(0, char::len_utf8));
            checker.report(JSON_SYNTAX, span, format!("this is not JSON: {}", fault.cause));
            return;
        }
    };
    feed.member("version").and_then(Json::text).unwrap_or("").clone_into(&mut checker.version);
    object(checker, &feed, &FEED);
    for name in ["home_page_url", "feed_url"] {
        if feed.member(name).is_none() {
            let message = format!("the feed has no `{name}`");
            checker.report(MISSING_JSON_RECOMMENDATION, opening(&feed), message).param("element", name);
        }
    }
    addresses(checker, &feed);
    items(checker, feed.member("items").map_or(&[], Json::elements));
    let says_language = feed.member("language").is_some()
        || feed
            .member("items")
            .is_some_and(|items| items.elements().iter().any(|item| item.member("language").is_some()));
    if !says_language {
        checker
            .report(MISSING_DC_LANGUAGE, opening(&feed), "the feed does not declare its language")
            .help("add `\"language\": \"en\"`");
    }
}

/// The bracket that an object begins with.
fn opening(object: &Json) -> Span {
    Span::new(object.span.start, object.span.start + 1)
}

fn object(checker: &mut Checker<'_>, value: &Json, shape: &Object) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for (name, span, inner) in value.members() {
        if let Some(before) = seen.insert(name, *span) {
            let message = format!("{} has `{name}` twice", shape.name);
            checker
                .report(DUPLICATE_JSON_MEMBER, *span, message)
                .param("element", name.as_str())
                .related(before, "the first one");
        }
        match shape.members.iter().find(|member| member.name == name) {
            Some(member) => kind(checker, inner, name, &member.kind),
            None if is_extension(name) => {}
            None => {
                let message = format!("JSON Feed does not define the member `{name}` of {}", shape.name);
                checker.report(UNKNOWN_JSON_MEMBER, *span, message).param("element", name.as_str());
            }
        }
    }
    for member in shape.members.iter().filter(|member| member.required && value.member(member.name).is_none())
    {
        missing(checker, value, shape.name, member.name);
    }
    let is_1_0 = checker.version == "https://jsonfeed.org/version/1";
    if let Some(author) = value.member("author").filter(|_| !is_1_0 && value.member("authors").is_none()) {
        checker
            .report(DEPRECATED_JSON_MEMBER, author.span, "`author` is a member of JSON Feed 1.0")
            .param("element", "author");
    }
    if shape.name == AUTHOR.name && !AUTHOR.members.iter().any(|member| value.member(member.name).is_some()) {
        checker.report(EMPTY_JSON_AUTHOR, value.span, "the author has neither `name`, `url` nor `avatar`");
    }
}

/// Returns whether a name is one that authors may make up: `_` and a letter, then anything.
fn is_extension(name: &str) -> bool {
    name.strip_prefix('_').is_some_and(|rest| rest.starts_with(char::is_alphabetic))
}

fn missing(checker: &mut Checker<'_>, value: &Json, whose: &str, name: &str) {
    let message = format!("{whose} has no `{name}`");
    checker.report(MISSING_JSON_MEMBER, opening(value), message).param("element", name);
}

fn kind(checker: &mut Checker<'_>, value: &Json, name: &str, kind: &MemberKind) {
    let wanted = match kind {
        MemberKind::Number => "a number",
        MemberKind::Bool => "a boolean",
        MemberKind::Array(_) => "an array",
        MemberKind::Object(_) => "an object",
        _ => "a string",
    };
    if value.kind() != wanted {
        let message = format!("`{name}` is {}, not {wanted}", value.kind());
        checker.report(WRONG_JSON_TYPE, value.span, message).param("element", name);
        return;
    }
    match kind {
        MemberKind::Array(inner) => {
            value.elements().iter().for_each(|element| self::kind(checker, element, name, inner))
        }
        MemberKind::Object(shape) => object(checker, value, shape),
        MemberKind::Number => {
            if matches!(value.value, JsonValue::Number(number) if number < 0.0) {
                let message = format!("`{name}` is negative");
                checker.report(WRONG_JSON_TYPE, value.span, message).param("element", name);
            }
        }
        MemberKind::Bool => {}
        _ => string(checker, value.span, value.text().unwrap_or(""), name, kind),
    }
}

fn string(checker: &mut Checker<'_>, span: Span, value: &str, name: &str, kind: &MemberKind) {
    match kind {
        MemberKind::Contact if value.starts_with("mailto:") => {}
        MemberKind::Url | MemberKind::Contact => {
            let web = value.starts_with("https://") || value.starts_with("http://");
            if !web || uri::fault(value, Wanted { absolute: true, iri: true }).is_some() {
                let message = format!("`{name}` is not an absolute URL: `{value}`");
                checker.report(INVALID_JSON_URL, span, message).param("element", name).param("value", value);
            }
        }
        MemberKind::Date => match date::rfc3339(value) {
            None => {
                let message = format!("`{name}` is not a valid RFC 3339 date: `{value}`");
                checker.report(INVALID_JSON_DATE, span, message).param("element", name).param("value", value);
            }
            Some(moment) if moment.is_implausible(checker.options.now) => {
                let message = format!("`{name}` is older than any feed or in the future: `{value}`");
                checker.report(IMPLAUSIBLE_DATE, span, message).param("element", name).param("value", value);
            }
            Some(_) => {}
        },
        MemberKind::Language if !language::is_language(value) => {
            let message = format!("`{name}` is not a language tag: `{value}`");
            checker.report(INVALID_LANGUAGE, span, message).param("element", name).param("value", value);
        }
        MemberKind::MediaType if !text::is_media_type(value) => {
            let message = format!("`{name}` is not a media type: `{value}`");
            checker.report(INVALID_MIME_TYPE, span, message).param("element", name).param("value", value);
        }
        MemberKind::Version => version(checker, span, value),
        MemberKind::Title => {
            if let Some(reference) = text::markup_in(value).filter(|markup| markup.starts_with('&')) {
                let message = format!("`{name}` was escaped for HTML: readers show `{reference}` literally");
                checker
                    .report(DOUBLE_ESCAPED_TITLE, span, message)
                    .param("element", name)
                    .help("write the character itself: a title is plain text");
            }
        }
        MemberKind::Html => content(checker, span, value, name),
        _ => {}
    }
    if matches!(kind, MemberKind::Text | MemberKind::Title)
        && let Some(tag) = text::markup_in(value).filter(|markup| is_started(value, markup))
    {
        let message = format!("`{name}` holds `{tag}`, but HTML is allowed in `content_html` only");
        checker.report(CONTAINS_HTML, span, message).param("element", name).param("value", tag);
    }
}

/// Returns whether the start tag of an end tag is in the text too: a `</b>` alone is something that the text speaks of.
fn is_started(value: &str, end_tag: &str) -> bool {
    let Some(name) = end_tag.strip_prefix("</").and_then(|rest| rest.strip_suffix('>')) else { return false };
    value.match_indices('<').any(|(at, _)| {
        let Some((start, behind)) = value.get(at + 1..).and_then(|rest| rest.split_at_checked(name.len()))
        else {
            return false;
        };
        start.eq_ignore_ascii_case(name) && behind.starts_with(|c: char| c == '>' || c.is_ascii_whitespace())
    })
}

fn version(checker: &mut Checker<'_>, span: Span, value: &str) {
    const VERSIONS: &[&str] = &["https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1"];
    if !VERSIONS.contains(&value) {
        let message = format!("`{value}` is not a version of JSON Feed");
        checker.report(JSON_FEED_VERSION, span, message).param("version", value);
    }
}

fn content(checker: &mut Checker<'_>, span: Span, value: &str, name: &str) {
    for finding in html::inspect(value, false) {
        let detail = finding.detail.as_str();
        let (rule, message) = match finding.kind {
            HtmlKind::ParseError => (NOT_HTML, format!("the HTML in `{name}` is broken: {detail}")),
            HtmlKind::UnknownElement => (NOT_HTML, format!("HTML has no element `{detail}`")),
            HtmlKind::RiskyElement => (SECURITY_RISK, format!("readers strip `{detail}` from `{name}`")),
            HtmlKind::RiskyAttribute => {
                (SECURITY_RISK_ATTR, format!("readers strip the attribute `{detail}` from `{name}`"))
            }
            HtmlKind::RiskyStyle => {
                (DANGEROUS_STYLE_ATTR, format!("readers strip `{detail}` from a style in `{name}`"))
            }
            HtmlKind::RelativeReference | HtmlKind::OtherRelativeReference if detail.starts_with('#') => {
                continue;
            }
            HtmlKind::RelativeReference | HtmlKind::OtherRelativeReference => {
                (RELATIVE_REFERENCE, format!("`{detail}` in `{name}` is relative, and no base URL is given"))
            }
        };
        checker.report(rule, span, message).param("element", name).param("value", detail);
    }
}

/// The feed's own address held against where it stands, and against its next page.
fn addresses(checker: &mut Checker<'_>, feed: &Json) {
    let own = feed.member("feed_url");
    if let (Some(own), Some(base)) = (own, checker.options.base)
        && let Some(url) = own.text().filter(|url| uri::canonical(url) != uri::canonical(base))
    {
        let message = format!("`feed_url` is `{url}`, but the feed's URL is `{base}`");
        checker.report(SELF_DOESNT_MATCH_LOCATION, own.span, message).param("value", url);
    }
    if let Some(next) = feed.member("next_url")
        && next.text().is_some_and(|next| own.and_then(Json::text) == Some(next))
    {
        checker.report(JSON_NEXT_URL, next.span, "`next_url` is the URL of this feed itself");
    }
}

fn items(checker: &mut Checker<'_>, items: &[Json]) {
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    for item in items {
        if item.kind() == "an object"
            && item.member("content_html").is_none()
            && item.member("content_text").is_none()
        {
            missing(checker, item, "an item", "content_html` or `content_text");
        }
        modified_before_published(checker, item);
        let Some((id, span)) = item.member("id").and_then(|id| Some((id.text()?, id.span))) else { continue };
        match first.get(id) {
            Some(before) => {
                let message = format!("two items have the id `{id}`");
                checker
                    .report(DUPLICATE_JSON_ID, span, message)
                    .param("value", id)
                    .related(*before, "the first one");
            }
            None => {
                first.insert(id, span);
            }
        }
    }
}

/// The order of the two dates of an item.
fn modified_before_published(checker: &mut Checker<'_>, item: &Json) {
    let date = |name| {
        let date = item.member(name)?;
        Some((date.span, date::rfc3339(date.text()?)?))
    };
    if let (Some((span, modified)), Some((first, published))) =
        (date("date_modified"), date("date_published"))
        && modified.seconds < published.seconds
    {
        let message = "`date_modified` of the item is older than `date_published`";
        checker.report(UPDATED_BEFORE_PUBLISHED, span, message).related(first, "date_published");
    }
}

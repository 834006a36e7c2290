//! Links that are read as links or as HTML, but not as their author meant them: what `broken-link-syntax` finds beside its
//! forms.

use std::cell::LazyCell;
use std::sync::LazyLock;

use regex::bytes::Regex;

use crate::lint::rule::PostContext;
use crate::lint::rules::post::causes;
use crate::markup::markdown::{HtmlTag, Link, LinkKind, LinkRole};
use crate::text::diagnostic::{Diagnostic, Level};
use crate::text::pieces::{Part as _, Pieces as _};
use crate::text::source::Span;

const IN_HTML: &str = "this link is shown as written: inside a block of HTML, Markdown is not read";
const HELP_IN_HTML: &str = "write `<a href=\"url\">text</a>`";

const HELP_OF_MANY: &str =
    "close the element before them, with an empty line after it, or write `<a href=\"url\">text</a>`";

/// Adds the findings of all kinds.
pub(super) fn find(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    in_html(context, out);
    closing_definitions(context, out);
    open_brackets(context, out);
    nested(context, out);
    doubled(context, out);
    in_brackets(context, out);
    quotation_marks(context, out);
}

/// `<li>[text](url)</li>`: Markdown in a block of HTML.
fn in_html(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?-u)\[[^\[\]\n]+\]\((?:https?://|www\.|/|\./|\.\./|#)[^ \t\n()\[\]]*\)").ok()
    });
    let facts = &context.document.facts;
    let text = &*context.document.source.text;
    for raw in &facts.raw_text {
        let html = raw.of(text);
        if !html.contains("](") {
            continue;
        }
        let Some(pattern) = LINK.as_ref() else { return };
        let next = facts.html_tags.partition_point(|tag| tag.span.start < raw.start);
        let around = next.checked_sub(1).and_then(|at| facts.html_tags.get(at));
        if around.is_some_and(is_read_by_a_script) {
            continue;
        }
        for found in pattern.find_iter(html.as_bytes()) {
            let span = Span::new(raw.start + found.start(), raw.start + found.end());
            let escaped = text.part(..span.start).ends_with('\\');
            // A shortcode that writes Markdown may end the block before it.
            let is_in_shortcode = html.part(..found.start()).contains("{{%");
            if is_in_shortcode || escaped || facts.liquid.iter().any(|liquid| liquid.overlaps(span)) {
                continue;
            }
            // Pages that were converted from another format have hundreds; one `<p>` may be what begins the block of many.
            let causes = [
                causes::of_same_words(context, IN_HTML, Some(HELP_IN_HTML)),
                causes::of_one_file(context, "in-html", span, IN_HTML, HELP_OF_MANY),
            ];
            out.push(context.finding(span, IN_HTML).with_help(HELP_IN_HTML).with_causes(causes));
        }
    }
}

/// Returns whether a script in the browser reads what is in an element: its Markdown, or the text of a diagram.
fn is_read_by_a_script(tag: &HtmlTag) -> bool {
    const ELEMENTS: [&str; 6] = ["template", "xmp", "zero-md", "md-block", "mark-down", "noscript"];
    let named = |text: &str| {
        let text = text.to_ascii_lowercase();
        ["markdown", "mermaid", "marked"].iter().any(|word| text.contains(word))
    };
    ELEMENTS.contains(&&*tag.name)
        || tag.attributes.iter().any(|(name, value)| named(name) || name == "class" && named(&value.value))
}

/// `[label]: url)`: a bracket that became part of the URL.
fn closing_definitions(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let text = &*context.document.source.text;
    for definition in &context.document.facts.definitions {
        let url = &*definition.destination.value;
        let span = definition.destination.span;
        // An include's definition is written elsewhere.
        if span.of(text) != url || !has_bracket_too_many(url) {
            continue;
        }
        let bracket = Span::new(span.end - 1, span.end);
        out.push(
            context
                .finding(bracket, "this `)` opens nowhere in the URL, and becomes part of it")
                .with_help("remove it")
                .at_most(Level::Warning),
        );
    }
}

/// Returns whether an address ends with a `)` that nothing in it opens.
fn has_bracket_too_many(url: &str) -> bool {
    url.contains("://") && url.ends_with(')') && url.matches(')').count() > url.matches('(').count()
}

/// `[[text](url)`: a bracket before a link that nothing closes.
fn open_brackets(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let facts = &context.document.facts;
    let text = &*context.document.source.text;
    for link in facts.links.iter().filter(|it| it.kind == LinkKind::Inline && it.role == LinkRole::Anchor) {
        let Some(before) = text.part(..link.span.start).strip_suffix('[') else { continue };
        if before.ends_with(['\\', '!', '[', ']', '`']) || closes(text.part(link.span.end..)) {
            continue;
        }
        let bracket = Span::new(before.len(), link.span.start);
        if facts.is_prose(bracket.start) {
            let found = context.finding(bracket, "nothing closes this `[`, which is shown as written");
            out.push(found.with_help("remove it, or write the `]` that closes it").at_most(Level::Warning));
        }
    }
}

/// Returns whether what follows in the paragraph closes a bracket that is open.
fn closes(after: &str) -> bool {
    const MOST: usize = 4_000;
    let mut depth = 0;
    let mut line_is_blank = false;
    for byte in after.bytes().take(MOST) {
        match byte {
            b'\n' if line_is_blank => return false,
            b'\n' => line_is_blank = true,
            b' ' | b'\t' | b'\r' => {}
            _ => line_is_blank = false,
        }
        match byte {
            b'[' => depth += 1,
            b']' if depth == 0 => return true,
            b']' => depth -= 1,
            _ => {}
        }
    }
    // What is too far away is not known.
    after.len() > MOST
}

/// `[text]([url](url))`: a link in the place of a URL.
fn nested(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    for link in context.document.facts.links.iter().filter(|link| link.kind == LinkKind::Inline) {
        if is_nested(&link.destination.value) {
            out.push(
                context
                    .finding(link.place(), "the URL of this link is a link itself")
                    .with_help("write `[text](url)`"),
            );
        }
    }
}

/// Returns whether a URL is a link of Markdown.
pub(super) fn is_nested(url: &str) -> bool {
    url.starts_with('[') && url.contains("](")
}

/// `<a href="url">>text</a>`: the tag ends before its last `>`.
fn doubled(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let text = &*context.document.source.text;
    for link in context.document.facts.links.iter().filter(|link| link.kind == LinkKind::Html) {
        let end = link.span.end;
        let is_tag = link.role == LinkRole::Anchor && link.span.of(text).ends_with('>');
        let after = text.part(end..);
        if is_tag && after.starts_with('>') && after.part(1..).starts_with(char::is_alphanumeric) {
            out.push(
                context
                    .finding(Span::new(end, end + 1), "this `>` is shown: the tag ends before it")
                    .with_help("remove it")
                    .at_most(Level::Warning),
            );
        }
    }
}

/// What text in brackets shows that is neither a link nor the text of one.
fn in_brackets(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let text = &*context.document.source.text;
    // How far the links up to each of them go: they may be in one another.
    let ends = LazyCell::new(|| -> Vec<usize> {
        let furthest = |end: &mut usize, link: &Link| {
            *end = link.span.end.max(*end);
            Some(*end)
        };
        context.document.facts.links.iter().scan(0, furthest).collect()
    });
    for at in memchr::memchr_iter(b'[', text.as_bytes()) {
        let rest = text.part(at + 1..);
        let Some(end) = memchr::memchr3(b'[', b']', b'\n', rest.as_bytes()) else { return };
        let (inner, after) = (rest.part(..end), rest.part(end..));
        let Some(after) = after.strip_prefix(']') else { continue };
        let is_url = inner.starts_with("http://") || inner.starts_with("https://");
        let found = match after.strip_prefix('(') {
            None if is_url => in_wiki_form(context, at, (inner, after), &|before| ends.get(before).copied()),
            Some(after) if is_url => swapped(context, at, inner, after),
            Some(_) if inner.contains('<') => closed_early(context, at, inner),
            _ => None,
        };
        out.extend(found);
    }
}

/// `[https://… text]`: a link as wikis write it.
fn in_wiki_form(
    context: &PostContext<'_>,
    at: usize,
    (inner, after): (&str, &str),
    end_of_links: &dyn Fn(usize) -> Option<usize>,
) -> Option<Diagnostic> {
    let facts = &context.document.facts;
    let (url, words) = inner.split_once(' ')?;
    let is_plain = !url.contains(['(', ')', '<', '>', '{', '`', '"', ',']);
    let is_text = words.chars().any(char::is_alphanumeric) && !words.contains("://");
    let before = context.document.source.text.part(..at);
    let is_bare = !after.starts_with(['[', ':']) && !before.ends_with(['[', ']', '\\', '!', '`', '"', '\'']);
    let span = Span::new(at, at + inner.len() + 2);
    let is_other = || {
        let before = facts.links.partition_point(|link| link.span.start <= at);
        let end = before.checked_sub(1).and_then(end_of_links);
        end.is_some_and(|end| at < end) || facts.liquid.iter().any(|liquid| liquid.overlaps(span))
    };
    if !is_plain || !is_text || !is_bare || !context.document.facts.is_prose(at) || is_other() {
        return None;
    }
    let found =
        context.finding(span, "Markdown does not read links of a wiki: the brackets and the URL are shown");
    Some(found.with_help(format!("write `[{}]({url})`", words.trim())).at_most(Level::Warning))
}

/// `[text</a> and <a href="url">text](url)`: the text of a link with the end of another.
fn closed_early(context: &PostContext<'_>, at: usize, inner: &str) -> Option<Diagnostic> {
    let end = inner.find("</a>")?;
    let before = inner.part(..end);
    let is_escaped = context.document.source.text.part(..at).ends_with('\\');
    if before.contains("<a") || before.contains('`') || is_escaped || !context.document.facts.is_prose(at) {
        return None;
    }
    let start = at + 1 + end;
    let span = Span::new(start, start + "</a>".len());
    let found = context.finding(span, "this `</a>` is in the text of a link of Markdown and ends nothing");
    Some(found.with_help("write `[text](url)` for each link").at_most(Level::Warning))
}

/// `[https://…](some words)` and `[https://…](#12)`: a link whose text and URL are swapped.
fn swapped(context: &PostContext<'_>, at: usize, url: &str, after: &str) -> Option<Diagnostic> {
    let end = memchr::memchr2(b')', b'\n', after.as_bytes())?;
    let words = after.part(..end);
    let begins = words.starts_with(|c: char| c.is_alphanumeric());
    let are_words = begins && words.contains(' ') && !words.contains(['"', '\'', '/', '{']);
    // A table of contents may have URLs, and ids that `dead-fragment` judges.
    let is_number = |id: &str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let is_text = words.strip_prefix('#').is_some_and(is_number);
    let is_closed = after.part(end..).starts_with(')');
    if !is_closed || url.contains(char::is_whitespace) || !are_words && !is_text {
        return None;
    }
    let is_escaped = context.document.source.text.part(..at).ends_with(['\\', '!']);
    let links = &context.document.facts.links;
    let is_link = || {
        let next = links.partition_point(|link| link.span.start < at);
        links.get(next).is_some_and(|link| link.span.start == at)
    };
    if is_escaped || !context.document.facts.is_prose(at) && !is_link() {
        return None;
    }
    let span = Span::new(at, at + url.len() + 3 + end + 1);
    let found = context.finding(span, "the text and the URL of this link are swapped");
    Some(found.with_help(format!("write `[{words}]({url})`")).at_most(Level::Warning))
}

/// `[text](https://…/a')`: a quotation mark that became part of the URL.
fn quotation_marks(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let text = &*context.document.source.text;
    let mut seen: Vec<Span> = Vec::new();
    for link in context.document.facts.links.iter().filter(|link| link.kind != LinkKind::Html) {
        let (url, span) = (&*link.destination.value, link.destination.span);
        let Some(mark) = url.chars().next_back().filter(|mark| matches!(mark, '\'' | '"')) else { continue };
        if !url.contains("://")
            || url.matches(mark).count() > 1
            || span.of(text) != url
            || seen.contains(&span)
        {
            continue;
        }
        seen.push(span);
        let found = context.finding(
            Span::new(span.end - 1, span.end),
            format!("this `{mark}` becomes part of the URL: nothing in it opens it"),
        );
        out.push(found.with_help("remove it").at_most(Level::Warning));
    }
}

/// `<a href="url>text</a>`: an attribute that goes on to the next quotation mark, over tags.
pub(super) fn unclosed_attributes(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let text = &*context.document.source.text;
    for link in context.document.facts.links.iter().filter(|link| link.kind == LinkKind::Html) {
        let place = link.place();
        let url = place.of(text);
        let Some(at) = url.find('>').filter(|at| url.part(at + 1..).contains("</")) else { continue };
        if has_content(url) || !ends_in_next_attribute(url, text.part(place.end..)) {
            continue;
        }
        let found = context.finding(
            Span::new(place.start, place.start + at),
            "nothing closes the quotation marks of this URL, so that it goes on in the text",
        );
        out.push(found.with_help("close the quotation marks before the `>`"));
    }
}

/// Returns whether a URL is content itself, which may have tags: an image of SVG, or a script.
fn has_content(url: &str) -> bool {
    let scheme = url.trim_start().up_to(':');
    ["data", "javascript"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

/// Returns whether the quotation mark that ends a URL is one that opens another string: it is in another line, after a `=`, or
/// before a word. After the URL of a whole attribute are a space, the tag's end, or nothing.
fn ends_in_next_attribute(url: &str, after: &str) -> bool {
    let after = after.trim_start_matches(['"', '\'']);
    let ends_attribute = after.is_empty()
        || after.starts_with(|c: char| c.is_whitespace() || c == '>')
        || after.starts_with("/>");
    url.contains('\n') || url.ends_with('=') || !ends_attribute
}

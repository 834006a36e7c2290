//! What several rules about links need.

use crate::lint::rule::PostContext;
use crate::markup::markdown::{Definition, Link, LinkKind};
use crate::text::diagnostic::{Diagnostic, Fix, Safety};
use crate::text::pieces::{Part as _, Pieces as _};
use crate::text::source::Span;
use crate::text::url;

/// The place that a finding about a link's URL points at: the URL, or the whole link where it has no place of its own.
pub(crate) fn link_span(link: &Link) -> Span {
    link.place()
}

/// Returns whether a definition is a comment: `[//]: # (…)`.
pub(crate) fn is_comment(definition: &Definition) -> bool {
    matches!(definition.label.value.trim(), "//" | "comment" | "#" | "_")
        || matches!(definition.destination.value.trim(), "#" | "")
}

/// A finding with the fix that writes another URL into a link, where the link's own text has the URL as it is.
pub(crate) fn with_url(
    context: &PostContext<'_>,
    link: &Link,
    found: Diagnostic,
    right: String,
    safety: Safety,
) -> Diagnostic {
    let written = link.destination.value.trim();
    if link.destination.span.of(&context.document.source.text) != written {
        return found;
    }
    // Between angle brackets only an absolute URL is a link.
    let right = if link.kind == LinkKind::Autolink && right.starts_with('/') {
        let Some(host) = written.find("//").and_then(|at| {
            let host = written.part(at + 2..).up_to(['/', '?', '#']);
            written.get(..at + 2 + host.len())
        }) else {
            return found;
        };
        format!("{host}{right}")
    } else {
        right
    };
    let title = format!("replace `{written}` by `{right}`");
    found.with_fix(Fix::new(title, safety, context.edit(link.destination.span, right)))
}

/// Returns whether a relative URL was meant to begin with a host: `example.org/x`, `www.example.org`.
pub(crate) fn looks_like_host(url: &str) -> bool {
    /// Endings that are hosts' far more often than files'.
    const TOP_LEVEL: [&str; 14] =
        ["com", "org", "net", "io", "dev", "edu", "gov", "info", "eu", "de", "uk", "fr", "onion", "app"];
    let host = url.up_to(['/', '?', '#']);
    let Some((before, last)) = host.rsplit_once('.') else { return false };
    let name =
        !before.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    name && !before.ends_with('.') && (TOP_LEVEL.contains(&last) || before.starts_with("www."))
}

/// The URL of the site that is most like `path`, where one is near enough to be meant. In the place of an image, as
/// `only_files` says, and of what has a file's ending, no page is meant.
pub(crate) fn nearest_url(context: &PostContext<'_>, path: &str, only_files: bool) -> Option<String> {
    let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
    let is_file = ending.is_some_and(|ending| {
        (1..=5).contains(&ending.len())
            && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && !ending.bytes().all(|byte| byte.is_ascii_digit())
            && !matches!(ending, "html" | "htm" | "md" | "php")
    });
    // A file beside the page is not the page.
    let own = context.document.url().map(url::percent_decode);
    let near = context.site.index.nearest(path, only_files || is_file, own.as_deref());
    near.map(|near| url::escape_path(near).into_owned())
}

/// Returns the text of a paragraph up to `at`, at most its last 4,000 bytes: marks further away are not looked for.
pub(crate) fn paragraph_before(text: &str, at: usize) -> &str {
    const MOST: usize = 4_000;
    let mut start = at.saturating_sub(MOST);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let before = text.part(start..at);
    let mut lines = before.len();
    for line in before.rsplit('\n') {
        let start = lines - line.len();
        if line.trim().is_empty() && lines < before.len() {
            return before.part(lines..);
        }
        lines = start.saturating_sub(1);
    }
    before
}

/// Whether a place is within quotation marks: brackets there hold an editor's words.
pub(crate) fn is_in_quotation(text: &str, at: usize) -> bool {
    let paragraph = paragraph_before(text, at);
    // An odd mark in one item of a list is not about the next.
    let item = ["\n- ", "\n* ", "\n+ "].iter().filter_map(|mark| paragraph.rfind(mark)).max();
    let paragraph = paragraph.part(item.unwrap_or(0)..);
    let count = |mark: char| paragraph.matches(mark).count();
    count('"') % 2 == 1 || count('“') > count('”')
}

//! `truncated-title`: a title that YAML cuts at a ` #`.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::markup::front_matter::{Entry, Format, Map, Value};
use crate::text::diagnostic::{Diagnostic, Fix, Level, Safety};
use crate::text::source::Span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "truncated-title",
    level: Level::Warning,
    fixable: true,
    on_by_default: true,
    summary: "a title that YAML cuts at a ` #`",
    page: Page {
        what: "A `title` or `description`, of the post or in a list of its front matter, without quotes in which a ` #` \
               begins a YAML comment (`title: QSB #28` is `QSB`). A `#` with a space after it is read as an intended comment and skipped, and so is a \
               word after `#` where two other lines of the front matter end with comments.",
        why: "Everything from the `#` on is lost, on the page and in every feed, without a warning.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: WSB #28\ncategories: announcements\n---\nIt is here.\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: \"WSB #28\"\ncategories: announcements\n---\nIt is here.\n",
        }],
        sources: &["YAML 1.1, section 4.1.2"],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    if context.document.front_matter.format == Format::Yaml {
        of_map(context, &context.document.front_matter.data, out);
    }
}

/// The titles of a map, and of those in it: lists of pages have titles too.
fn of_map(context: &PostContext<'_>, map: &Map, out: &mut Vec<Diagnostic>) {
    for entry in map {
        if ["title", "description", "subtitle"].contains(&&*entry.key) {
            out.extend(truncated(context, entry));
        }
        of_value(context, &entry.value.value, out);
    }
}

fn of_value(context: &PostContext<'_>, value: &Value, out: &mut Vec<Diagnostic>) {
    match value {
        Value::Map(map) => of_map(context, map, out),
        Value::List(items) => items.iter().for_each(|item| of_value(context, &item.value, out)),
        _ => {}
    }
}

/// A title that ends at a comment.
fn truncated(context: &PostContext<'_>, entry: &Entry) -> Option<Diagnostic> {
    let text = &*context.document.source.text;
    let (key, node) = (&entry.key, &entry.value);
    if !(node.plain || node.value.is_null()) {
        return None;
    }
    let from = if node.value.is_null() { entry.key_span.end + 1 } else { node.span.end };
    let line = text.get(from..).and_then(|rest| rest.lines().next()).unwrap_or("").trim_end();
    let comment = line.trim_start_matches([' ', '\t']);
    let word = comment.strip_prefix('#')?;
    let meant = comment.len() < line.len() && word.starts_with(|c: char| c.is_alphanumeric());
    if !meant {
        return None;
    }
    if word.starts_with(char::is_alphabetic)
        && comments_elsewhere(context, place_of(from, line, comment)) >= 2
    {
        return None;
    }
    let start = if node.value.is_null() { from + line.len() - comment.len() } else { node.span.start };
    let span = Span::new(start, from + line.len());
    let whole = span.of(text);
    let quoted = format!("\"{}\"", whole.replace('\\', "\\\\").replace('"', "\\\""));
    let title = format!("write `{quoted}`");
    let place = place_of(from, line, comment);
    Some(
        context
            .finding(place, format!("YAML reads `{comment}` as a comment, so `{key}` ends before it"))
            .with_help(format!("put the whole {key} in quotes: `{quoted}`"))
            .with_fix(Fix::new(title, Safety::Unsafe, context.edit(span, quoted))),
    )
}

/// Where a comment at the end of a line is that begins at `from`.
fn place_of(from: usize, line: &str, comment: &str) -> Span {
    Span::new(from + line.len() - comment.len(), from + line.len())
}

/// How many lines of the front matter but that of a place end with a comment, `author: Ann  # who wrote it`: where keys are
/// explained so, a word after `#` explains one too.
fn comments_elsewhere(context: &PostContext<'_>, place: Span) -> usize {
    let text = &*context.document.source.text;
    let block = context.document.front_matter.block;
    let other = |at: usize, line: &str| !(at..=at + line.len()).contains(&place.start);
    let mut at = block.start;
    let mut count = 0;
    for line in block.of(text).split_inclusive('\n') {
        count += usize::from(other(at, line) && line.contains(" # ") && !line.trim_start().starts_with('#'));
        at += line.len();
    }
    count
}

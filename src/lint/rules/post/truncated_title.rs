//! `truncated-title`: a title that YAML cuts at a ` #`.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::markup::front_matter::Format;
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
        what: "A `title` or `description` without quotes in which a ` #` begins a YAML comment (`title: QSB \
               #28` is `QSB`). A `#` with a space after it is read as an intended comment and skipped.",
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
    let text = &*context.document.source.text;
    for key in ["title", "description", "subtitle"] {
        let Some(entry) = context.document.front_matter.data.entry(key) else { continue };
        let node = &entry.value;
        if !(node.plain || node.value.is_null()) || context.document.front_matter.format != Format::Yaml {
            continue;
        }
        let from = if node.value.is_null() { entry.key_span.end + 1 } else { node.span.end };
        let line = text.get(from..).and_then(|rest| rest.lines().next()).unwrap_or("").trim_end();
        let comment = line.trim_start_matches([' ', '\t']);
        let Some(word) = comment.strip_prefix('#') else { continue };
        let meant = comment.len() < line.len() && word.starts_with(|c: char| c.is_alphanumeric());
        if !meant {
            continue;
        }
        let start = if node.value.is_null() { from + line.len() - comment.len() } else { node.span.start };
        let span = Span::new(start, from + line.len());
        let whole = span.of(text);
        let quoted = format!("\"{}\"", whole.replace('\\', "\\\\").replace('"', "\\\""));
        let title = format!("write `{quoted}`");
        out.push(
            context
                .finding(
                    Span::new(from + line.len() - comment.len(), from + line.len()),
                    format!("YAML reads `{comment}` as a comment, so `{key}` ends before it"),
                )
                .with_help(format!("put the whole {key} in quotes: `{quoted}`"))
                .with_fix(Fix::new(title, Safety::Unsafe, context.edit(span, quoted))),
        );
    }
}

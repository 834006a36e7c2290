//! `broken-heading-id`: an id in braces that a heading shows as text.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::text::diagnostic::{Diagnostic, Fix, Level, Safety};
use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "broken-heading-id",
    level: Level::Warning,
    fixable: true,
    on_by_default: true,
    summary: "an id in braces that a heading shows as text",
    page: Page {
        what: "A heading that ends with `{#id}`, `{: #id}` or `{:#id}` and shows it as text: kramdown needs a space \
               before the brace and a letter at the beginning of the id, and other dialects have no such ids. Code \
               and escaped braces are skipped.",
        why: "The braces are in the title of the section, and links to the id lead nowhere.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\n---\n## New settings{#new-settings}\n\nText.\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\n---\n## New settings {#new-settings}\n\nText.\n",
        }],
        sources: &["kramdown: lib/kramdown/parser/kramdown/header.rb, HEADER_ID"],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let facts = &context.document.facts;
    let text = &*context.document.source.text;
    let kramdown = context.site.site.settings.markdown.is_kramdown();
    for heading in &facts.headings {
        if !heading.text.ends_with('}') || id_of(&heading.text).is_none() {
            continue;
        }
        let line = heading.span.of(text).lines().next().unwrap_or("").trim_end().trim_end_matches('#');
        let line = line.trim_end();
        let Some((at, id)) = id_of(line).filter(|(at, _)| !line.part(..*at).ends_with(['\\', '`'])) else {
            continue;
        };
        let span = Span::new(heading.span.start + at, heading.span.start + line.len());
        if facts.liquid.iter().any(|liquid| liquid.overlaps(span)) {
            continue;
        }
        let found = context.finding(span, format!("`{}` is shown as text", span.of(text)));
        let lacks_space = !line.part(..at).ends_with([' ', '\t']);
        let is_name = id.starts_with(|c: char| c.is_ascii_alphabetic());
        let found = match (kramdown, is_name) {
            (true, true) if lacks_space => {
                found.with_help(format!("write a space before it: ` {{#{id}}}`")).with_fix(Fix::new(
                    format!("write ` {{#{id}}}`"),
                    Safety::Unsafe,
                    context.edit(span, format!(" {{#{id}}}")),
                ))
            }
            (true, true) => found.with_help(format!("write `{{#{id}}}`")),
            (true, false) => found.with_help("begin the id with a letter"),
            (false, _) => found.with_help(format!(
                "the site's Markdown has no such ids: remove it, or write `<h2 id=\"{id}\">…</h2>`"
            )),
        };
        out.push(found.with_param("id", id));
    }
}

/// Where the braces at the end of a heading begin, and the id in them.
fn id_of(heading: &str) -> Option<(usize, &str)> {
    let open = heading.rfind('{')?;
    let inner = heading.part(open + 1..).strip_suffix('}')?;
    let id = inner.trim().trim_start_matches(':').trim_start().strip_prefix('#')?;
    let is_id =
        !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'));
    is_id.then_some((open, id))
}

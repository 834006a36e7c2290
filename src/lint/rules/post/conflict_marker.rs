//! `conflict-marker`: a line that marks a conflict of an unresolved merge.

use crate::lint::rule::{Check, Example, Head, Page, PostContext, Rule};
use crate::site::post::Markup;
use crate::text::diagnostic::{Diagnostic, Level, Related};
use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "conflict-marker",
    level: Level::Error,
    fixable: false,
    on_by_default: true,
    summary: "a line that marks a conflict of an unresolved merge",
    page: Page {
        what: "A line that begins with `<<<<<<<`, a space and a name, as Git writes it into a file with a conflict. Code is skipped, \
               and in HTML what is in `<pre>`, `<code>` or `<textarea>`.",
        why: "Both versions are on the page, with the marks between them.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\n<<<<<<< HEAD\nIt is here.\n=======\nIt is out.\n>>>>>>> release\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\nGit writes:\n\n    <<<<<<< HEAD\n",
        }],
        sources: &["git-merge(1), How conflicts are presented"],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    let text = &*document.source.text;
    for at in memchr::memmem::find_iter(text.as_bytes(), "<<<<<<< ") {
        let line = text.part(at..).lines().next().unwrap_or("").trim_end();
        let begins_line = at == 0 || text.part(..at).ends_with('\n');
        let name = line.part("<<<<<<< ".len()..);
        let is_name = !name.is_empty() && !name.contains(['<', '>']);
        if !begins_line || !is_name || at < document.front_matter.body || !is_shown(context, at) {
            continue;
        }
        let found = context
            .finding(
                Span::new(at, at + line.len()),
                "this line of Git marks a conflict: a merge was not resolved",
            )
            .with_help("keep what is meant of the two versions, and remove the lines of Git");
        let end = text.part(at..).find("\n>>>>>>>").map(|end| at + end + 1);
        out.push(match end {
            Some(end) => found.with_related(Related {
                path: document.path().clone(),
                span: Span::new(end, end + ">>>>>>>".len()),
                label: "the conflict ends here".to_owned(),
            }),
            None => found,
        });
    }
}

/// Whether a line is text of the page, and not code.
fn is_shown(context: &PostContext<'_>, at: usize) -> bool {
    let document = context.document;
    let text = &*document.source.text;
    if document.markup() == Markup::Markdown && !matches!(document.head, Head::Template(_)) {
        let holds = |span: &Span| span.start <= at && at < span.end;
        let facts = &document.facts;
        return facts.prose.iter().any(holds) || facts.headings.iter().any(|heading| holds(&heading.span));
    }
    let before = text.part(..at);
    ["pre", "code", "textarea"].iter().all(|name| {
        let opened = before.rfind(&format!("<{name}"));
        let closed = before.rfind(&format!("</{name}"));
        opened.is_none_or(|opened| closed.is_some_and(|closed| opened < closed))
    })
}

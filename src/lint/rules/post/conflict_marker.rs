//! `conflict-marker`: a line that marks a conflict of an unresolved merge.

use std::cell::LazyCell;

use crate::lint::rule::{Check, Example, Head, Page, PostContext, Rule};
use crate::markup::constructs::{Construct, find_end_tag};
use crate::markup::markdown::code::{Fences, Place};
use crate::site::post::Markup;
use crate::text::diagnostic::{Diagnostic, Level, Related};
use crate::text::pieces::{Part as _, Pieces as _};
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
    let mut begins = memchr::memmem::find_iter(text.as_bytes(), "<<<<<<< ").peekable();
    if begins.peek().is_none() {
        return;
    }
    let ends: Vec<usize> = memchr::memmem::find_iter(text.as_bytes(), "\n>>>>>>>").map(|at| at + 1).collect();
    let code = LazyCell::new(|| code(text, document.markup() == Markup::Markdown));
    for at in begins {
        if at > 0 && !text.part(..at).ends_with('\n') {
            continue;
        }
        let line = text.part(at..).up_to('\n').trim_end();
        let is_name = line.strip_prefix("<<<<<<< ").is_some_and(|name| !name.contains(['<', '>']));
        if !is_name || at < document.front_matter.body || !is_shown(context, at, &code) {
            continue;
        }
        let found = context
            .finding(
                Span::new(at, at + line.len()),
                "this line of Git marks a conflict: a merge was not resolved",
            )
            .with_help("keep what is meant of the two versions, and remove the lines of Git");
        let end = ends.get(ends.partition_point(|end| *end < at)).copied();
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
fn is_shown(
    context: &PostContext<'_>,
    at: usize,
    code: &LazyCell<Vec<Span>, impl FnOnce() -> Vec<Span>>,
) -> bool {
    let document = context.document;
    if document.markup() == Markup::Markdown && !matches!(document.head, Head::Template(_)) {
        let facts = &document.facts;
        let heading = facts.headings.partition_point(|heading| heading.span.end <= at);
        let heading = facts.headings.get(heading).map(|heading| heading.span);
        return facts.is_prose(at) || heading.is_some_and(|span| span.start <= at);
    }
    !Span::any_holds(code, at)
}

/// Where code and comments are in HTML, and in Markdown of which only some facts are known: in elements and tags for it, and in fences.
fn code(text: &str, is_markdown: bool) -> Vec<Span> {
    let mut spans = Vec::new();
    for name in ["pre", "code", "textarea"] {
        let (open, close) = (format!("<{name}"), format!("</{name}"));
        let mut at = 0;
        while let Some(start) = memchr::memmem::find(text.part(at..).as_bytes(), open.as_bytes()) {
            let start = at + start;
            let end = memchr::memmem::find(text.part(start..).as_bytes(), close.as_bytes());
            at = end.map_or(text.len(), |end| start + end);
            spans.push(Span::new(start, at));
        }
    }
    let mut at = 0;
    while let Some(tag) = Construct::next(text, at) {
        at = tag.span.end;
        if matches!(tag.name, "comment" | "highlight") {
            let end = find_end_tag(text, at, &format!("end{}", tag.name));
            at = end.map_or(text.len(), |(end, _)| end.end);
            spans.push(Span::new(tag.span.start, at));
        }
    }
    let (mut fences, mut at, mut opening) = (Fences::default(), 0, 0);
    for line in text.split_inclusive('\n').filter(|_| is_markdown) {
        let end = at + line.len();
        match fences.read(line) {
            Place::Opening => opening = at,
            Place::Closing => spans.push(Span::new(opening, end)),
            Place::Outside | Place::Within => {}
        }
        at = end;
    }
    if fences.is_open() {
        spans.push(Span::new(opening, text.len()));
    }
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        match merged.last_mut().filter(|last| span.start <= last.end) {
            Some(last) => last.end = last.end.max(span.end),
            None => merged.push(span),
        }
    }
    merged
}

//! `broken-link-syntax`: something that was meant as a link and is none.

use crate::diagnostic::{Diagnostic, Level};
use crate::markdown::LinkKind;
use crate::post::Markup;
use crate::rule::{Check, Example, Page, PostContext, Rule};
use crate::source::Span;
use regex::Regex;
use std::sync::LazyLock;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "broken-link-syntax",
    level: Level::Error,
    fixable: false,
    on_by_default: true,
    summary: "something that was meant as a link and is none",
    page: Page {
        what: "`[text]((url)`, `[text] (url)`, `[text][https://…]`, `(text)[url]`, and `[text](url` that nothing closes. Code and escaped brackets are passed over.",
        why: "The brackets and the URL are shown as they are written, on the page and in every feed reader.",
        bad: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\ncategories: announcements\n---\nSee [the notes] (https://wherry.example/notes/).\n",
            },
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\ncategories: announcements\n---\nSee [the notes][https://wherry.example/notes/].\n",
            },
        ],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\nSee [the notes](https://wherry.example/notes/) (and [sic] (so)).\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    let facts = &document.facts;
    for link in facts.links.iter().filter(|link| link.kind == LinkKind::Inline) {
        if link.destination.value.starts_with('(') {
            let span = if link.destination.span.is_empty() { link.span } else { link.destination.span };
            out.push(context.finding(span, "this link has a `(` too many").with_help("write `[text](url)`"));
        }
    }
    if document.markup() != Markup::Markdown {
        return;
    }
    let body = document.body();
    let offset = document.front_matter.body;
    let mut seen: Vec<Span> = Vec::new();
    for (form, pattern) in FORMS.iter() {
        for found in pattern.find_iter(body) {
            let whole = found.as_str().trim_end();
            let span = Span::new(found.start(), found.start() + whole.len()).shifted(offset);
            let begins = span.start;
            let escaped = body
                .get(..found.start())
                .is_some_and(|before| before.ends_with(['\\', '!']) && before.ends_with('\\'));
            let at = facts.prose.partition_point(|prose| prose.end <= begins);
            let in_prose = facts.prose.get(at).is_some_and(|prose| prose.start <= begins);
            let a_reference =
                facts.undefined_references.iter().any(|reference| reference.span.start == begins);
            let linked = facts.links.iter().any(|link| link.span.start <= begins && begins < link.span.end);
            let made = facts.liquid.iter().any(|liquid| liquid.overlaps(span));
            let before = seen.iter().any(|other| other.overlaps(span));
            if escaped || linked || made || before || !(in_prose || a_reference) {
                continue;
            }
            seen.push(span);
            out.push(
                context
                    .finding(span, format!("this is shown as it is written: {form}"))
                    .with_help("write `[text](url)`"),
            );
        }
    }
}

static FORMS: LazyLock<Vec<(&'static str, Regex)>> = LazyLock::new(|| {
    let url = r"(?:https?://|www\.|/[\w.-]+/|\.\./|#[\w-]+\))";
    let forms = [
        ("a link has one `(`", format!(r"\[[^\[\]\n]+\]\(\({url}[^\s)]*\)?")),
        ("a URL stands in round brackets", format!(r"\[[^\[\]\n]+\]\[(?:https?://|www\.)[^\]\s]*\]")),
        ("there is a space between text and URL", format!(r"\[[^\[\]\n]+\]\s+\({url}[^)\n]*\)")),
        (
            "text and URL have each other's brackets",
            r"\([^()\n]+\)\[(?:https?://|www\.)[^\]\s]+\]".to_owned(),
        ),
        (
            "nothing closes the URL",
            r"\[[^\[\]\n]+\]\((?:https?://|www\.|/[\w.-]+/)[^)\s]*(?:\s|$)".to_owned(),
        ),
        ("nothing closes the text", r"\[[^\[\]\n]{1,80}\((?:https?://)[^)\s]*\)".to_owned()),
    ];
    forms.into_iter().filter_map(|(form, pattern)| Some((form, Regex::new(&pattern).ok()?))).collect()
});

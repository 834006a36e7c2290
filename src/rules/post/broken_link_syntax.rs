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
            out.push(
                context
                    .finding(span, "this link has one `(` too many, which becomes part of its URL")
                    .with_help("write `[text](url)`"),
            );
        }
    }
    if document.markup() != Markup::Markdown {
        return;
    }
    let body = document.body();
    let offset = document.front_matter.body;
    let mut seen: Vec<Span> = Vec::new();
    let has = |needle: &&str| memchr::memmem::find(body.as_bytes(), needle.as_bytes()).is_some();
    for form in FORMS.iter().filter(|form| form.needles.iter().any(has)) {
        for found in form.pattern.find_iter(body) {
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
                    .finding(span, format!("this is no link, and is shown as it is written: {}", form.what))
                    .with_help("write `[text](url)`"),
            );
        }
    }
}

/// A form that is no link: what it is, what must be in a text that has it, and how it looks.
struct Form {
    what: &'static str,
    needles: &'static [&'static str],
    pattern: Regex,
}

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    // Classes of ASCII: those of Unicode cost more to build than a whole run over a small site.
    let url = r"(?:https?://|www\.|/[A-Za-z0-9_.-]+/|\.\./)";
    let forms: [(&str, &[&str], String); 6] = [
        (
            "it has two `(` where one belongs",
            &["](("],
            format!(
                r"\[[^\[\]
]+\]\(\({url}[^ 	
)]*\)?"
            ),
        ),
        (
            "its URL stands in square brackets instead of round ones",
            &["][http", "][www."],
            r"\[[^\[\]
]+\]\[(?:https?://|www\.)[^\] 	
]*\]"
                .to_owned(),
        ),
        (
            "there is a space between its text and its URL",
            &[
                "] (", "]
(", "]  (",
            ],
            format!(
                r"\[[^\[\]
]+\][ 	
]+\({url}[^)
]*\)"
            ),
        ),
        (
            "its text and its URL have each other's brackets",
            &[")[http", ")[www."],
            r"\([^()
]+\)\[(?:https?://|www\.)[^\] 	
]+\]"
                .to_owned(),
        ),
        (
            "no `)` closes its URL",
            &["](http", "](www.", "](/"],
            r"\[[^\[\]
]+\]\((?:https?://|www\.|/[A-Za-z0-9_.-]+/)[^) 	
]*(?:[ 	
]|$)"
                .to_owned(),
        ),
        (
            "no `]` closes its text",
            &["(http"],
            r"\[[^\[\]
]{1,80}\(https?://[^) 	
]*\)"
                .to_owned(),
        ),
    ];
    let form = |(what, needles, pattern): (&'static str, &'static [&'static str], String)| {
        Some(Form { what, needles, pattern: Regex::new(&pattern).ok()? })
    };
    forms.into_iter().filter_map(form).collect()
});

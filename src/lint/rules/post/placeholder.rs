//! `placeholder`: a placeholder that was never replaced.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::lint::rules::post::common::link_span;
use crate::text::diagnostic::{Diagnostic, Level};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "placeholder",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "a placeholder that was never replaced",
    page: Page {
        what: "A title or description of a post with `TODO`, `FIXME`, `XXX` or `lorem ipsum`, and a link of a post whose URL has `TODO`, `FIXME`, `XXXX` or an empty template (`YYYY-MM-DD`) in it.",
        why: "It was to be replaced before the post went out.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\nSee [the notes](https://wherry.example/TODO).\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\nSee [the notes](https://wherry.example/todo-list/) and what is TODO.\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    if document.post().is_none() {
        return;
    }
    for key in ["title", "description"] {
        let Some(node) = document.front_matter.data.get(key) else { continue };
        if let Some(word) = node.as_str().and_then(|text| placeholder(text, true)) {
            out.push(
                context
                    .finding(
                        node.span,
                        format!("`{word}` in `{key}` looks like a placeholder that was never replaced"),
                    )
                    .with_help(format!("write the {key} that was meant")),
            );
        }
    }
    for link in &document.facts.links {
        let url = link.destination.value.as_str();
        if let Some(word) = placeholder(url, false).filter(|_| !url.starts_with("data:")) {
            out.push(
                context
                    .finding(
                        link_span(link),
                        format!("`{word}` in this URL looks like a placeholder that was never replaced"),
                    )
                    .with_help("give the URL that was meant")
                    .with_param("url", url),
            );
        }
    }
}

/// A word that stands for another one still to come.
fn placeholder(text: &str, prose: bool) -> Option<&str> {
    if !prose && !may_hold_one(text) {
        return None;
    }
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let word = words.find(|word| {
        let run = |letters: &[u8]| word.len() >= 3 && word.bytes().all(|byte| letters.contains(&byte));
        matches!(*word, "TODO" | "FIXME" | "TBD" | "CHANGEME") || run(b"X") && (prose || word.len() >= 4)
    });
    let lower = if prose { text.to_lowercase() } else { String::new() };
    word.or_else(|| {
        let known = ["lorem ipsum", "YYYY-MM-DD", "yyyy-mm-dd"];
        let at = known.iter().find_map(|known| {
            Some((text.find(known).or_else(|| lower.find(known).filter(|_| prose))?, known.len()))
        });
        at.and_then(|(at, len)| text.get(at..at + len))
    })
}

/// Whether a URL has the beginning of a placeholder in it: looking at three bytes at a time costs a fiftieth of looking for
/// each word.
fn may_hold_one(url: &str) -> bool {
    url.as_bytes()
        .windows(3)
        .any(|begin| matches!(begin, b"TOD" | b"FIX" | b"TBD" | b"CHA" | b"XXX" | b"lor" | b"YYY" | b"yyy"))
}

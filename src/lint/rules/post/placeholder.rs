//! `placeholder`: a placeholder that was never replaced.

use std::borrow::Cow;

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::lint::rules::post::common::link_span;
use crate::markup::constructs::constructs;
use crate::site::post::Hidden;
use crate::text::diagnostic::{Diagnostic, Level};
use crate::text::pieces::Part as _;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "placeholder",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "a placeholder that was never replaced",
    page: Page {
        what: "A title or description of a post with `TODO`, `FIXME`, `XXX`, that begins with `lorem ipsum`, or that is only `TBA` or `TBC`, and a link of a post whose URL has `TODO`, `FIXME`, `XXXX` or an empty template (`YYYY-MM-DD`) in it, and a `permalink` with words in pointed brackets (`/crew/<My Page>/`). A post with `published: false` is skipped, and so are titles about a `TODO list`, a file of a repository (`…/blob/main/TODO`) and a `TODO` that the link's text names too.",
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
    let Some(post) = document.post() else { return };
    // What nobody reads may still be written.
    if post.hidden == Some(Hidden::Unpublished) {
        return;
    }
    for key in ["title", "description"] {
        let Some(node) = document.front_matter.data.get(key) else { continue };
        let to_come = |text: &'_ str| ["TBA", "tba", "TBC"].into_iter().find(|word| text.trim() == *word);
        if let Some(word) = node
            .as_str()
            .filter(|text| !is_about_notes(text))
            .and_then(|text| placeholder(text, true).or_else(|| to_come(text)))
        {
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
    if let Some(node) = document.front_matter.data.get("permalink")
        && let Some(name) = node.as_str().and_then(in_pointed)
    {
        let message = format!("`{name}` in `permalink` looks like a placeholder that was never replaced");
        out.push(context.finding(node.span, message).with_help("write the URL that was meant"));
    }
    for link in &document.facts.links {
        let url = without_liquid(&link.destination.value);
        let url = &*url;
        if let Some(word) = placeholder(url, false).filter(|_| !url.starts_with("data:")) {
            if is_file_of_repository(url, word) || is_named(&link.text, url, word) {
                continue;
            }
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

/// A URL without its tags and outputs: `{{ page.source | default: 'TODO' }}` is a template's, and no reader sees it.
fn without_liquid(url: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let mut at = 0;
    for construct in constructs(url).filter(|it| it.is_closed) {
        kept.push_str(url.part(at..construct.span.start));
        at = construct.span.end;
    }
    if at == 0 { Cow::Borrowed(url) } else { Cow::Owned(kept + url.part(at..)) }
}

/// Returns whether a word in a URL is part of the path of a file in a repository: `…/blob/main/TODO`.
fn is_file_of_repository(url: &str, word: &str) -> bool {
    const PLACES: [&str; 8] = ["blob", "tree", "raw", "blame", "src", "edit", "plain", "about"];
    let at = url.find(word).unwrap_or(0);
    let before = url.part(..at);
    // Two segments at least name the repository.
    before.contains("://") && before.split('/').skip(5).any(|segment| PLACES.contains(&segment))
}

/// Returns whether a link's text speaks of the same word, as `TODO list` does; a URL that is nothing but the word is still to
/// come.
fn is_named(text: &str, url: &str, word: &str) -> bool {
    let is_word = matches!(word, "TODO" | "FIXME" | "TBD" | "CHANGEME");
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    is_word && url.contains('/') && words.any(|other| other.eq_ignore_ascii_case(word))
}

/// Words in pointed brackets, which no URL can have: `<My Page>`.
fn in_pointed(url: &str) -> Option<&str> {
    let start = url.find('<')?;
    let end = url.part(start..).find('>')?;
    let name = url.part(start..=start + end);
    name.contains(char::is_alphabetic).then_some(name)
}

/// Whether a title speaks of notes of what is to be done, and lacks nothing: `My TODO list`.
fn is_about_notes(text: &str) -> bool {
    const KINDS: [&str; 8] = ["list", "lists", "item", "items", "comment", "comments", "app", "apps"];
    let mut words = text.split_whitespace().skip_while(|word| !matches!(*word, "TODO" | "FIXME"));
    let kind = words.nth(1).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    kind.is_some_and(|kind| KINDS.contains(&kind.as_str()))
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
    if word.is_none() && prose && !may_hold_phrase(text) {
        return None;
    }
    let lower = if prose { text.to_lowercase() } else { String::new() };
    word.or_else(|| {
        let known = ["lorem ipsum", "YYYY-MM-DD", "yyyy-mm-dd"];
        let at = known.iter().find_map(|known| {
            let at = text.find(known).or_else(|| lower.find(known).filter(|_| prose))?;
            // A title that names the words among others is about them.
            let is_named = prose && known.starts_with("lorem") && !lower.trim_start().starts_with(known);
            (!is_named).then_some((at, known.len()))
        });
        at.and_then(|(at, len)| text.get(at..at + len))
    })
}

/// Returns whether prose has the beginning of a phrase of several words in it, in any case of letters.
fn may_hold_phrase(text: &str) -> bool {
    text.as_bytes().windows(3).any(|begin| [b"lor", b"yyy"].iter().any(|it| it.eq_ignore_ascii_case(begin)))
}

/// Returns whether a URL has the beginning of a placeholder in it: looking at three bytes at a time costs a fiftieth of
/// looking for each word.
fn may_hold_one(url: &str) -> bool {
    url.as_bytes()
        .windows(3)
        .any(|begin| matches!(begin, b"TOD" | b"FIX" | b"TBD" | b"CHA" | b"XXX" | b"lor" | b"YYY" | b"yyy"))
}

//! `broken-link-syntax`: a mistyped link that is shown as text.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::lint::rules::post::common::paragraph_before;
use crate::lint::rules::post::odd_links;
use crate::markup::markdown::LinkKind;
use crate::markup::markdown::code::span_length;
use crate::site::post::Markup;
use crate::text::diagnostic::{Diagnostic, Level};
use crate::text::pieces::Part as _;
use crate::text::source::Span;
use regex::bytes::Regex;
use std::sync::LazyLock;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "broken-link-syntax",
    level: Level::Error,
    fixable: false,
    on_by_default: true,
    summary: "a mistyped link that is shown as text",
    page: Page {
        what: "`[text]((url)`, `[text] (url)`, `[text][https://…]`, `(text)[url]`, `[text](url` and `[text]({{ url }}` that nothing closes, `[text]word(url)`, `[text])url)`, `[text]{% link a.md %})` and `[text]/url/)` that nothing opens, `[https://… text]` as in a wiki, `[https://…](some words)` and `[https://…](#12)`, a link's text with a `</a>` in it, a URL that ends with a `'` or `\"` of its own, `text](url)` that nothing opens, `[text](url))` with a `)` that closes nothing, `<https://… …>` with a space, `[[text](url)` with a `[` that nothing closes, `[text]([url](url))`, a definition whose URL ends with a `)` too many, `<a href=\"url>` without its second quotation mark, also where the URL then goes on to the next tag's, `<a href=”url”>` with typographic quotation marks, and `[text](url)` in a block of HTML, where Markdown is not read. Code and escaped brackets are skipped.",
        why: "The brackets and the URL are shown as written, on the page and in every feed reader.",
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
    odd_links::unclosed_attributes(context, out);
    if document.markup() != Markup::Markdown {
        return;
    }
    odd_links::find(context, out);
    stray(context, out);
    let body = document.body();
    let offset = document.front_matter.body;
    let mut seen: Vec<Span> = Vec::new();
    let possible = possible(body);
    unopened(context, body, offset, &mut seen, out);
    for (form, _) in FORMS.iter().zip(possible).filter(|(_, possible)| *possible) {
        let Some(pattern) = form.pattern.as_ref() else { continue };
        for found in pattern.find_iter(body.as_bytes()) {
            let whole = body.part(found.range()).trim_end();
            let span = Span::new(found.start(), found.start() + whole.len()).shifted(offset);
            let begins = span.start;
            let escaped = body
                .get(..found.start())
                .is_some_and(|before| before.ends_with(['\\', '!']) && before.ends_with('\\'));
            let in_prose = facts.is_prose(begins);
            let a_reference =
                facts.undefined_references.iter().any(|reference| reference.span.start == begins);
            let linked = !form.is_tag
                && facts.links.iter().any(|link| link.span.start <= begins && begins < link.span.end);
            let made = facts.liquid.iter().any(|liquid| liquid.overlaps(span));
            // `<https://… …>` may be read as a tag.
            let a_tag = facts.html_tags.iter().any(|tag| tag.span.start == begins);
            let before = seen.iter().any(|other| other.overlaps(span));
            let made = made && !form.is_of_liquid;
            // `(see [it]{{ … }})`: the bracket is that of the words around.
            let is_of_words = || form.is_of_liquid && depth(body.part(..found.start())) > 0;
            if escaped || linked || made || before || !(in_prose || a_reference || a_tag) || is_of_words() {
                continue;
            }
            seen.push(span);
            out.push(
                context
                    .finding(span, format!("this is not a link and is shown as written: {}", form.what))
                    .with_help(form.help),
            );
        }
    }
}

/// `[text](url))`: a bracket after a link that closes nothing.
fn stray(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    let text = &*document.source.text;
    for link in document.facts.links.iter().filter(|link| link.kind == LinkKind::Inline) {
        let end = link.span.end;
        let is_single = text.part(end..).starts_with(')') && !text.part(end + 1..).starts_with(['(', ')']);
        if !is_single || !document.facts.is_prose(end) || link.span.of(text).contains("{{") {
            continue;
        }
        let body = document.front_matter.body;
        let before = text.part(body..end);
        if !opens_near(before, link.span.start.saturating_sub(body)) && depth(before) == 0 {
            let found =
                context.finding(Span::new(end, end + 1), "this `)` closes nothing: the link has its own");
            out.push(
                found.at_most(Level::Warning).with_help("remove it, or write the `(` that it should close"),
            );
        }
    }
}

/// Returns whether the last `(` before the link that ends a string is open after it: `(see [it](url))`. Then one is open in any
/// case, and [`depth`] need not walk through all of the string.
fn opens_near(text: &str, link: usize) -> bool {
    let before = text.as_bytes().get(..link).unwrap_or(&[]);
    let Some(open) = memchr::memrchr(b'(', before) else { return false };
    let is_code = before.get(open..).is_some_and(|between| between.contains(&b'`'));
    !is_code && !text.part(..open).ends_with('\\') && depth(text.part(open..)) > 0
}

/// How many `(` are open after this text, of the paragraphs in its last 4,000 bytes; those in code and after a
/// backslash are none. A bracket of full width, as in Chinese text, is one too: people close it with either.
fn depth(text: &str) -> usize {
    const MOST: usize = 4_000;
    let bytes = text.as_bytes();
    let near = bytes.get(bytes.len().saturating_sub(MOST)..).unwrap_or(bytes);
    // What begins within a paragraph may begin within code; in one without an end, nothing is known.
    let begin = if near.len() < bytes.len() { memchr::memmem::find(near, b"\n\n") } else { Some(0) };
    let Some(mut rest) = begin.and_then(|start| near.get(start..)) else { return 1 };
    let mut depth: usize = 0;
    while let [byte, after @ ..] = rest {
        rest = match byte {
            b'\\' => after.get(1..).unwrap_or(&[]),
            b'`' => rest.part(span_length(rest)..),
            _ => after,
        };
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            0xEF if after.starts_with(&[0xBC, 0x88]) => depth += 1,
            0xEF if after.starts_with(&[0xBC, 0x89]) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth
}

/// `text](url)` and `(text](url)`: a link that nothing opens.
fn unopened(
    context: &PostContext<'_>,
    body: &str,
    offset: usize,
    seen: &mut Vec<Span>,
    out: &mut Vec<Diagnostic>,
) {
    let facts = &context.document.facts;
    for at in memchr::memmem::find_iter(body.as_bytes(), "](") {
        let url = body.part(at + 2..);
        let begins =
            ["http://", "https://", "www.", "/", "../", "#"].iter().any(|start| url.starts_with(start));
        if !begins {
            continue;
        }
        let end = url.find(|c: char| c.is_whitespace() || c == ')').unwrap_or(url.len());
        if end < 2 || !url.get(end..).is_some_and(|rest| rest.starts_with(')')) {
            continue;
        }
        // A link's brackets are not prose, so that hardly a place goes on.
        if !facts.is_prose(at + offset) {
            continue;
        }
        let before = body.part(..at);
        let paragraph = paragraph_before(body, at);
        let open = paragraph.matches('[').count() > paragraph.matches(']').count();
        let code = paragraph.matches('`').count() % 2 == 1 || before.ends_with(['\\', '`']);
        let word = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let span = Span::new(word, at + 2 + end + 1).shifted(offset);
        let linked = facts.links.iter().any(|link| link.span.overlaps(span));
        let made = facts.liquid.iter().any(|liquid| liquid.overlaps(span));
        let reported = seen.iter().any(|other| other.overlaps(span));
        if open || code || linked || made || reported || before.ends_with(char::is_whitespace) {
            continue;
        }
        seen.push(span);
        out.push(
            context
                .finding(span, "this is not a link and is shown as written: no `[` opens its text")
                .with_help("write `[text](url)`"),
        );
    }
}

/// Which of [`FORMS`] a file may contain, found in one walk over its brackets. Six patterns over each post, most of which have links
/// and none a broken one, took a tenth of a run.
fn possible(body: &str) -> [bool; 13] {
    let bytes = body.as_bytes();
    let mut possible = [false; 13];
    for at in memchr::memchr3_iter(b']', b')', b'(', bytes) {
        let rest = bytes.get(at..).unwrap_or(&[]);
        let begins = |needles: &[&[u8]]| needles.iter().any(|needle| rest.starts_with(needle));
        let [double, square, spaced, swapped, open, unclosed, within, _, closed, tag, _, cut, _] =
            &mut possible;
        match rest {
            [b']', b'(', b'(', ..] => *double = true,
            [b']', b'(', ..] => {
                *cut |= begins(&[b"]({{"]);
                *open |= begins(&[b"](http", b"](www.", b"](/"]) && ends_open(rest.get(2..).unwrap_or(&[]));
            }
            [b']', b')', ..] => *closed |= begins(&[b"])http://", b"])https://"]),
            [b']', b'{', ..] => {
                *tag |= begins(&[b"]{% link ", b"]{% post_url ", b"]{{ ", b"]{{< ", b"]{{% "])
            }
            [b']', b'/' | b'h', ..] => *tag |= begins(&[b"]/", b"]http"]) && ends_closed(rest),
            [b']', b'[', ..] => *square |= begins(&[b"][http", b"][www."]),
            [b']', b' ' | b'\n', ..] => *spaced |= begins(&[b"] (", b"]\n(", b"]  ("]),
            [b')', b'[', ..] => *swapped |= begins(&[b")[http", b")[www."]),
            [b'(', b'h', ..] if begins(&[b"(http"]) => {
                *unclosed |= is_behind_open_bracket(bytes, at);
                *within |= is_behind_word(bytes, at);
            }
            _ => {}
        }
    }
    let [.., pointed, _, _, unquoted, _, curly] = &mut possible;
    for at in memchr::memchr_iter(b'<', bytes) {
        let rest = bytes.get(at + 1..).unwrap_or(&[]);
        *pointed |= rest.starts_with(b"http://") || rest.starts_with(b"https://");
        let is_tag = rest.starts_with(b"a ") || rest.starts_with(b"img ");
        *unquoted |= is_tag && is_half_quoted(rest);
        *curly |= is_tag && has_typographic_marks(rest);
    }
    possible
}

/// Returns whether what begins as a tag has an odd number of quotation marks up to its `>`.
fn is_half_quoted(tag: &[u8]) -> bool {
    let end = memchr::memchr2(b'>', b'\n', tag).unwrap_or(tag.len());
    let marks = tag.get(..end).unwrap_or(&[]).iter().filter(|byte| **byte == b'"').count();
    marks % 2 == 1 && tag.get(end) == Some(&b'>')
}

/// Returns whether what begins as a tag has a typographic quotation mark after a `=`.
fn has_typographic_marks(tag: &[u8]) -> bool {
    let end = memchr::memchr2(b'>', b'\n', tag).unwrap_or(tag.len());
    memchr::memmem::find(tag.get(..end).unwrap_or(&[]), b"=\xE2\x80").is_some()
}

/// Returns whether a word ends with a bracket that it does not open.
fn ends_closed(word: &[u8]) -> bool {
    word.iter().find(|byte| matches!(byte, b'(' | b')' | b' ' | b'\t' | b'\n')) == Some(&b')')
}

/// Returns whether a URL ends with its word or its line rather than with a bracket.
fn ends_open(url: &[u8]) -> bool {
    let end = url.iter().find(|byte| matches!(byte, b')' | b' ' | b'\t' | b'\n'));
    end != Some(&b')')
}

/// Returns whether the bracket that stands nearest before `at`, in its line and near, is an opening one.
fn is_behind_open_bracket(bytes: &[u8], at: usize) -> bool {
    // Eighty characters of four bytes.
    const FAR: usize = 320;
    let before = bytes.get(at.saturating_sub(FAR)..at).unwrap_or(&[]);
    let near = memchr::memrchr3(b'[', b']', b'\n', before).and_then(|near| before.get(near));
    near == Some(&b'[')
}

/// Returns whether the word before `at` begins right after a closing bracket.
fn is_behind_word(bytes: &[u8], at: usize) -> bool {
    const LONGEST: usize = 48;
    let before = bytes.get(at.saturating_sub(LONGEST)..at).unwrap_or(&[]);
    let close = memchr::memrchr(b']', before).and_then(|close| before.get(close + 1..));
    close.is_some_and(|word| {
        !word.is_empty() && !word.iter().any(|byte| byte.is_ascii_whitespace() || byte.is_ascii_punctuation())
    })
}

/// A form that is not a link: what it is, and how it looks.
struct Form {
    what: &'static str,
    /// Whether the form has Liquid in it.
    is_of_liquid: bool,
    /// Whether it is a tag of HTML, which may be read as a link all the same.
    is_tag: bool,
    help: &'static str,
    pattern: LazyLock<Option<Regex>>,
}

/// Each is built when a file first may contain it, and over bytes where no length is counted: classes of Unicode, even those
/// of all but a bracket, cost more to build than a whole run over a small site.
static FORMS: [Form; 13] = [
    Form {
        what: "it has two `(` instead of one",
        is_of_liquid: false,
        is_tag: false,
        help: AS_MARKDOWN,
        pattern: LazyLock::new(|| {
            Regex::new(r"(?-u)\[[^\[\]\n]*\]\(\((?:https?://|www\.|/[A-Za-z0-9_.-]+/|\.\./)[^ \t\n)]*\)?")
                .ok()
        }),
    },
    Form {
        what: "its URL is in square brackets instead of round ones",
        is_of_liquid: false,
        is_tag: false,
        help: AS_MARKDOWN,
        pattern: LazyLock::new(|| Regex::new(r"(?-u)\[[^\[\]\n]+\]\[(?:https?://|www\.)[^\] \t\n]*\]").ok()),
    },
    Form {
        what: "there is a space between its text and its URL",
        is_of_liquid: false,
        is_tag: false,
        help: AS_MARKDOWN,
        pattern: LazyLock::new(|| {
            Regex::new(r"(?-u)\[[^\[\]\n]+\][ \t\n]+\((?:https?://|www\.|/[A-Za-z0-9_.-]+/|\.\./)[^)\n]*\)")
                .ok()
        }),
    },
    Form {
        what: "the brackets of its text and its URL are swapped",
        is_of_liquid: false,
        is_tag: false,
        help: AS_MARKDOWN,
        pattern: LazyLock::new(|| Regex::new(r"(?-u)\([^()\n]+\)\[(?:https?://|www\.)[^\] \t\n]+\]").ok()),
    },
    Form {
        what: "no `)` closes its URL",
        is_of_liquid: false,
        is_tag: false,
        help: AS_MARKDOWN,
        pattern: LazyLock::new(|| {
            Regex::new(
                r"(?-u)\[(?:[^\[\]\n]|\n[^\[\]\n])+\]\((?:https?://|www\.|/[A-Za-z0-9_.-]+/)[^) \t\n]*(?:[ \t\n]|$)",
            )
            .ok()
        }),
    },
    Form {
        what: "no `]` closes its text",
        is_of_liquid: false,
        is_tag: false,
        help: AS_MARKDOWN,
        pattern: LazyLock::new(|| Regex::new(r"\[[^\[\]\n]{1,80}\(https?://[^) \t\n]*\)").ok()),
    },
    Form {
        what: "there are words between its `]` and its `(`",
        is_of_liquid: false,
        is_tag: false,
        help: AS_MARKDOWN,
        pattern: LazyLock::new(|| {
            Regex::new(r"(?-u)\[[^\[\]\n^]+\][^ \t\n\[\](){}:;,.<>|`*_-]{1,48}\(https?://[^) \t\n]+\)").ok()
        }),
    },
    Form {
        what: "a URL cannot contain a space",
        is_of_liquid: false,
        is_tag: false,
        help: AS_MARKDOWN,
        pattern: LazyLock::new(|| Regex::new(r"(?-u)<https?://[^<>\s]+ [^<>\n]*>").ok()),
    },
    Form {
        what: "a `)` begins its URL instead of a `(`",
        is_of_liquid: false,
        is_tag: false,
        help: AS_MARKDOWN,
        pattern: LazyLock::new(|| Regex::new(r"(?-u)\[[^\[\]\n]+\]\)https?://[^)( \t\n]+\)").ok()),
    },
    Form {
        what: "no `(` opens its URL",
        is_of_liquid: true,
        is_tag: false,
        help: AS_MARKDOWN,
        pattern: LazyLock::new(|| {
            Regex::new(
                r"(?-u)\[[^\[\]\n]+\](?:(?:\{% (?:link|post_url) [^%\n]+%\}|\{\{[<%]? [^}\n]+\}\})[^ ()\t\n]*|(?:https?:/|/[A-Za-z0-9{])[^ ()\t\n]*[/.#][^ ()\t\n]*)\)",
            )
            .ok()
        }),
    },
    Form {
        what: "one `\"` of its URL is missing",
        is_of_liquid: false,
        is_tag: false,
        help: "close the quotation marks before the `>`",
        pattern: LazyLock::new(|| {
            Regex::new(r#"(?-u)<(?:a|img)(?: [a-z-]+="[^"<>\n]*")* (?:href|src)="[^"<>\n]*>"#).ok()
        }),
    },
    Form {
        what: "no `)` closes its URL",
        is_of_liquid: true,
        is_tag: false,
        help: AS_MARKDOWN,
        pattern: LazyLock::new(|| {
            Regex::new(r"(?-u)\[[^\[\]\n]+\]\((?:\{\{[^}<%\n][^}\n]*\}\}[^ ()\t\n{]*)+(?:[ \t\n]|$)").ok()
        }),
    },
    Form {
        what: "typographic quotation marks are a part of its URL",
        is_of_liquid: false,
        is_tag: true,
        help: "write `\"` before and after the URL",
        pattern: LazyLock::new(|| {
            Regex::new(
                r#"(?-u)<(?:a|img)(?: [a-z-]+="[^"<>\n]*")* (?:href|src)=\xE2\x80[\x98-\x9F][^<>\n]*>"#,
            )
            .ok()
        }),
    },
];

const AS_MARKDOWN: &str = "write `[text](url)`";

//! `malformed-front-matter`: front matter that the generator cannot read.

use std::borrow::Cow;

use crate::lint::rule::{Check, Document, Example, Head, Page, PostContext, Rule};
use crate::lint::rules::post::{causes, invalid_date};
use crate::markup::front_matter::Format;
use crate::text::diagnostic::{Diagnostic, Fix, Level, Safety};
use crate::text::source::Span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "malformed-front-matter",
    level: Level::Error,
    fixable: true,
    on_by_default: true,
    summary: "front matter that cannot be read",
    page: Page {
        what: "Front matter that is not YAML (or TOML), is never closed, or is not a list of keys and values; a title or \
               description that ends with the only `\"` in it; and a file that is not UTF-8. The finding points at where the wrong or unfinished construct begins.",
        why: "Jekyll prints an error, but exits with status 0 and publishes the post without a title and \
              with the date of the build: it is the newest entry of every feed.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Wherry 3.0: released\n---\nIt is here.\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: \"Wherry 3.0: released\"\n---\nIt is here.\n",
        }],
        sources: &["YAML 1.1, section 9.1.3 (plain scalars)", "Jekyll: lib/jekyll/document.rb, read_content"],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    for fault in &document.front_matter.faults {
        let mut found = context.finding(fault.span, fault.message.clone());
        found.help = fault.help.clone().map(Cow::Owned);
        if let Some(replacement) = &fault.replacement {
            let title = format!("write `{replacement}`");
            found = found.with_fix(Fix::new(
                title,
                Safety::Unsafe,
                context.edit(fault.span, replacement.clone()),
            ));
        }
        out.push(found);
    }
    for key in ["title", "description"] {
        let Some(node) = document.front_matter.data.get(key) else { continue };
        let written = node.span.of(&document.source.text);
        if node.as_str().is_some_and(|text| text == written && ends_with_stray_quote(text)) {
            let mark = Span::new(node.span.end.saturating_sub(1), node.span.end);
            let found = context
                .finding(mark, format!("this `\"` becomes part of the `{key}`: no `\"` opens the value"));
            let help = "write a `\"` at the beginning of the value too, or remove this one";
            out.push(found.with_help(help).at_most(Level::Warning));
        }
    }
    if let Some((span, message)) = misplaced(document) {
        let help = match document.head {
            Head::Part(_) => "remove the front matter: only the page that takes the file in has one",
            _ => "begin the file with a line of `---` and nothing before it, not even a space",
        };
        out.push(context.finding(span, message).with_help(help));
    }
    // What else keeps a post from having a head; dates are `invalid-date`'s.
    if let Head::Unread(unreadable) = document.head
        && document.front_matter.faults.is_empty()
        && !invalid_date::is_reported(context)
    {
        let mut found = context.finding(unreadable.problem.span, unreadable.problem.message.clone());
        found.help = Some(Cow::Owned(unreadable.problem.help.clone()));
        let cause = (!is_written_here(document, &unreadable.problem.message)).then(|| {
            causes::of_same_words(context, &unreadable.problem.message, Some(&unreadable.problem.help))
        });
        out.push(found.with_causes(cause));
    }
}

/// Whether a value without quotation marks around it ends with one, the only one in it, that is not the sign for inches.
fn ends_with_stray_quote(text: &str) -> bool {
    text.strip_suffix('"').is_some_and(|text| !text.contains('"') && text.ends_with(char::is_alphabetic))
}

/// Whether the first words in backquotes of a message are in a file: otherwise the configuration has them, for many files.
fn is_written_here(document: &Document<'_>, message: &str) -> bool {
    message.split('`').nth(1).is_none_or(|words| document.source.text.contains(words))
}

/// Front matter that the generator does not recognise: its first fence is not the file's first line, or no fence.
pub(crate) fn misplaced(document: &Document<'_>) -> Option<(Span, &'static str)> {
    // What is not a front matter to the generator has no fence, and then nothing else before it but white space.
    const MOST_BLANK: usize = 200;
    let front_matter = &document.front_matter;
    if front_matter.format != Format::None || !front_matter.faults.is_empty() {
        return None;
    }
    let text = &*document.source.text;
    let start = front_matter.body.min(text.len()) + blank(text.get(front_matter.body..)?);
    if start > front_matter.body + MOST_BLANK {
        return None;
    }
    let mut lines = text.get(start..)?.lines();
    let fence = lines.next()?.trim_end();
    let first = lines.next()?;
    let dashes =
        fence.len() >= 2 && fence.bytes().all(|byte| matches!(byte, b'-' | b'\xe2' | b'\x80' | b'\x94'));
    let key = first.split_once(':').is_some_and(|(key, rest)| {
        !key.is_empty()
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
            && (rest.is_empty() || rest.starts_with([' ', '\t']))
    });
    let closed = lines.take(100).any(|line| line.trim_end() == fence || line.trim_end() == "---");
    let message = if matches!(document.head, Head::Part(_)) {
        "`include_relative` takes this file in as it is, so its front matter is shown as text"
    } else if fence == "---" {
        "the front matter does not begin on the file's first line and column, so all of it is shown as text"
    } else {
        "the front matter does not begin with a line of `---`, so all of it is shown as text"
    };
    (dashes && key && closed).then(|| (Span::new(start, start + fence.len()), message))
}

/// How many bytes of white space a file begins with.
fn blank(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

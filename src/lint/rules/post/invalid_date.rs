//! `invalid-date`: an invalid date.

use chrono::NaiveDate;

use crate::lint::rule::{Check, Example, Head, Page, PostContext, Rule};
use crate::markup::front_matter::{Node, Value};
use crate::text::date;
use crate::text::diagnostic::{Diagnostic, Level};
use crate::text::source::Span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "invalid-date",
    level: Level::Error,
    fixable: false,
    on_by_default: true,
    summary: "an invalid date",
    page: Page {
        what: "A `date` or `last_modified_at` in front matter, or the date that a post's file name begins \
               with, that the generator cannot read or that does not exist (30 February).",
        why: "An unreadable date stops the build. A day that the month does not have moves the post, and \
              its URL, into the next month.",
        bad: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\ndate: 2024-02-30\n---\nIt is here.\n",
            },
            Example {
                path: "_posts/2024-02-28-released.md",
                text: "---\ntitle: Released\ndate: next Tuesday, perhaps\n---\nIt is here.\n",
            },
        ],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ndate: 2024-02-27 10:00:00 +0000\n---\nIt is here.\n",
        }],
        sources: &["Jekyll: lib/jekyll/utils.rb, parse_date", "Ruby: Time.parse"],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

/// The keys that generators read as dates.
const KEYS: [&str; 2] = ["date", "last_modified_at"];

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    for key in KEYS {
        let Some(node) = document.front_matter.data.get(key) else { continue };
        if let Some(fault) = fault(context, node) {
            let written = node.span.of(&document.source.text).trim();
            // A template for posts, `YYYY-MM-DD-title.md`, that is a page itself.
            let name = document.path().rsplit('/').next().unwrap_or("");
            if document.post().is_none() && name.starts_with(written) {
                continue;
            }
            out.push(
                context
                    .finding(node.span, format!("`{key}: {written}` {fault}"))
                    .with_help("write it as `2024-02-27` or `2024-02-27 10:00:00 +0000`"),
            );
        }
    }
    if is_post_file(context)
        && let Some(written) = date_of_file(document.path())
        && day(&written).is_none()
    {
        out.push(
            context
                .finding(Span::default(), format!("the file name's date `{written}` does not exist"))
                .with_help("rename the file"),
        );
    }
}

/// Returns whether this rule, switched on or not, says why a document has no head.
pub(crate) fn is_reported(context: &PostContext<'_>) -> bool {
    let mut out = Vec::new();
    check(context, &mut out);
    !out.is_empty()
}

fn is_post_file(context: &PostContext<'_>) -> bool {
    match context.document.head {
        Head::Post(post) => !post.draft,
        Head::Unread(_) => context.document.path().split('/').any(|part| part == "_posts"),
        Head::Page(_) | Head::Part(_) | Head::Template(_) | Head::Nothing => false,
    }
}

/// What is wrong with a value that is read as a date, as the end of a sentence.
fn fault(context: &PostContext<'_>, node: &Node) -> Option<String> {
    match &node.value {
        Value::Null | Value::Date(_) | Value::Time(_) => None,
        // The same as no date where the generator is a program of JavaScript.
        Value::Bool(false) if context.site.site.settings.convention.dates.has("false") => None,
        Value::Bool(_) | Value::List(_) | Value::Map(_) | Value::Float(_) => {
            Some(format!("is {}, not a date", node.value.kind()))
        }
        Value::Int(_) | Value::String(_) => {
            let text = node.value.to_ruby_string();
            if text.trim().is_empty() {
                return Some("is blank".to_owned());
            }
            if context.site.site.settings.convention.dates.has(&text) {
                return None;
            }
            if date::parse(&text, context.site.site.settings.zone).is_err() {
                return Some("is not a date that can be read".to_owned());
            }
            let written = leading_date(&text)?;
            day(&written).is_none().then(|| "is a day that does not exist".to_owned())
        }
    }
}

/// `2024-2-30` at the start of a string, with `-` or `/` between the numbers.
pub(crate) fn leading_date(text: &str) -> Option<String> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '/'))).unwrap_or(text.len());
    let parts: Vec<&str> = text.get(..end)?.split(['-', '/']).collect();
    let digits = |part: &&str, most: usize| (1..=most).contains(&part.len());
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 && digits(month, 2) && digits(day, 2) => {
            Some(format!("{year}-{month}-{day}"))
        }
        _ => None,
    }
}

/// The date that the file name of a post begins with, as written.
pub(crate) fn date_of_file(path: &str) -> Option<String> {
    let name = path.rsplit('/').next()?;
    let mut parts = name.splitn(4, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    parts.next()?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let shape = (2..=4).contains(&year.len()) && month.len() <= 2 && day.len() <= 2;
    (shape && digits(year) && digits(month) && digits(day)).then(|| format!("{year}-{month}-{day}"))
}

/// The day that a date of three numbers names. A year of two digits is of this century up to 68, as in Ruby.
pub(crate) fn day(written: &str) -> Option<NaiveDate> {
    let mut parts = written.split('-');
    let year: i32 = parts.next()?.parse().ok()?;
    let (month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let year = match year {
        0..=68 => 2000 + year,
        69..=99 => 1900 + year,
        year => year,
    };
    NaiveDate::from_ymd_opt(year, month, day)
}

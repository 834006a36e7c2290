//! `redirect-with-body`: content that nobody sees, since its page redirects.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::markup::front_matter::Value;
use crate::text::diagnostic::{Diagnostic, Level, Related};
use crate::text::source::Span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "redirect-with-body",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "content that nobody sees, since its page redirects",
    page: Page {
        what: "A post or page with `redirect_to` and content below its front matter. Comments, line breaks, elements of the head (`meta`, `link`) \
               and a few words that name the same place are skipped.",
        why: "Readers are redirected at once; jekyll-redirect-from drops the text, in feeds too.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\nredirect_to: https://elsewhere.example/\n---\nIt is here.\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\nredirect_to: https://elsewhere.example/\n---\n\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    let Some(entry) =
        document.front_matter.data.entry("redirect_to").filter(|entry| entry.value.value.is_truthy())
    else {
        return;
    };
    let body = document.body();
    let text = body.trim();
    if shows_nothing(text) || says_so(text, &entry.value.value) {
        return;
    }
    let start = document.front_matter.body + body.len() - body.trim_start().len();
    let first = text.lines().next().unwrap_or("").trim_end();
    out.push(
        context
            .finding(
                Span::new(start, start + first.len()),
                "nobody sees this text, since `redirect_to` redirects the page",
            )
            .with_help("remove the text, or the redirect")
            .with_related(Related {
                path: document.path().clone(),
                span: Span::new(entry.key_span.start, entry.value.span.end.max(entry.key_span.end)),
                label: "the redirect".to_owned(),
            }),
    );
}

/// Whether HTML shows nothing: comments, line breaks, and what belongs into the head of a page.
fn shows_nothing(html: &str) -> bool {
    const EMPTY: [&str; 8] = ["meta", "link", "html", "head", "body", "!doctype", "br", "hr"];
    let mut rest = html.trim_start();
    while !rest.is_empty() {
        let after = match rest.strip_prefix("<!--") {
            Some(comment) => comment.split_once("-->"),
            None => rest.strip_prefix('<').and_then(|tag| tag.split_once('>')).filter(|(tag, _)| {
                let name = tag.trim_start_matches('/').split(|c: char| c.is_whitespace() || c == '/').next();
                name.is_some_and(|name| EMPTY.iter().any(|known| known.eq_ignore_ascii_case(name)))
            }),
        };
        match after {
            Some((_, after)) => rest = after.trim_start(),
            None => return false,
        }
    }
    true
}

/// Whether a short text names the place that the page redirects to: it is for those whose browsers stay.
fn says_so(text: &str, target: &Value) -> bool {
    const LONGEST: usize = 1_000;
    let target = match target {
        Value::List(targets) => targets.first().and_then(|target| target.as_str()),
        Value::String(target) => Some(target.as_str()),
        _ => None,
    };
    text.len() <= LONGEST && target.is_some_and(|target| text.contains(target.trim()))
}

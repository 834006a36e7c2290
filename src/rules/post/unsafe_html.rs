//! `unsafe-html`: HTML that feed readers strip or refuse.

use crate::diagnostic::{Diagnostic, Level};
use crate::rule::{Check, Example, Page, PostContext, Rule};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "unsafe-html",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "HTML that feed readers strip or refuse",
    page: Page {
        what: "A `script`, `style`, `iframe`, `form`, `object`, `embed`, `applet`, `base`, `meta` or `link` element, or an attribute that runs code (`onclick`), in the text of a post. Pages are passed over: they are in no feed.",
        why: "Feed readers take it out or refuse the entry, so that subscribers see a hole where it was.",
        bad: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\ncategories: announcements\n---\n<script>alert(1)</script>\n",
            },
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\ncategories: announcements\n---\n<iframe src=\"https://video.example/1\"></iframe>\n",
            },
        ],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\n`<script>` runs, and <b class=\"x\">bold</b> is bold.\n",
        }],
        sources: &["W3C Feed Validation Service: \"should not contain …\""],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    if !context.document.is_post() {
        return;
    }
    for tag in &context.document.facts.html_tags {
        let name = tag.name.as_str();
        if ELEMENTS.contains(&name) {
            out.push(
                context
                    .finding(tag.span, format!("feed readers take out `<{name}>`"))
                    .with_help("put a link in its place, or beside it"),
            );
        }
        let runs = tag.attributes.iter().find(|(name, value)| {
            name.len() > 2 && name.starts_with("on")
                || value.value.trim_start().to_lowercase().starts_with("javascript:")
        });
        if let Some((attribute, _)) = runs {
            out.push(
                context
                    .finding(tag.span, format!("feed readers take out what `{attribute}` is to run"))
                    .with_help("do without it"),
            );
        }
    }
}

const ELEMENTS: [&str; 11] =
    ["script", "style", "iframe", "form", "object", "embed", "applet", "base", "meta", "link", "frame"];

//! `missing-alt`: an image without an alternative text.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::markup::markdown::{LinkKind, LinkRole};
use crate::text::diagnostic::{Diagnostic, Level};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "missing-alt",
    level: Level::Info,
    fixable: false,
    on_by_default: true,
    summary: "an image without an alternative text",
    page: Page {
        what: "A Markdown image with nothing between its brackets, or an `<img>` without `alt`, in a post. `alt=\"\"` marks an image as decoration, and is not reported.",
        why: "People who cannot see the image, and feed readers that block images, get nothing in its place.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\n![](https://wherry.example/boat.png)\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\n![A boat](https://wherry.example/boat.png) <img src=\"https://wherry.example/line.png\" alt=\"\">\n",
        }],
        sources: &["WCAG 2.2, success criterion 1.1.1"],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    if document.post().is_none() {
        return;
    }
    for link in
        document.facts.links.iter().filter(|link| link.role == LinkRole::Image && link.kind != LinkKind::Html)
    {
        if link.text.trim().is_empty() {
            out.push(
                context.finding(link.span, MESSAGE).with_help("describe the image between the brackets"),
            );
        }
    }
    for tag in document.facts.html_tags.iter().filter(|tag| tag.name == "img") {
        if !tag
            .attributes
            .iter()
            .any(|(name, _)| matches!(name.as_str(), "alt" | "aria-hidden" | "role" | "aria-label"))
        {
            out.push(
                context
                    .finding(tag.span, MESSAGE)
                    .with_help("add `alt` with a description, or `alt=\"\"` for decoration"),
            );
        }
    }
}

const MESSAGE: &str = "this image has no alternative text";

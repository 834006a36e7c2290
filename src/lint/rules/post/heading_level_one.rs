//! `heading-level-one`: a heading of the first level in a post's text.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::lint::rules::post::causes;
use crate::text::diagnostic::{Diagnostic, Level};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "heading-level-one",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "a heading of the first level in a post's text",
    page: Page {
        what: "A heading of the first level (`# …`, or underlined with `=`) in the text of a post or of a document of a \
               collection. Each file has at most one finding. Pages are skipped, since many write their own \
               title; so are code, texts whose layout shows no title in such a heading, but the site's name or fixed words (a second heading beside one that is the title is found), files whose layouts show the title in a lower heading and have none of the first level, \
               and documents of collections that have no title or whose layouts have no such heading.",
        why: "The layout shows the post's title as the page's first heading, and feed readers show it above the entry. \
              A second heading of that level looks like the start of another post, also to people who use a \
              screen reader.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\n---\n\n# Released\n\nIt is here.\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\n---\n\n## What is new\n\nIt is here.\n",
        }],
        sources: &["WCAG 2.2, success criterion 1.3.1"],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    let Some(post) = document.post() else { return };
    let layouts = &context.site.layouts;
    // A document without a title shows none, or its heading becomes its title (jekyll-titles-from-headings).
    let has_no_other = || {
        !post.is_post() && (document.data().get("title").is_none() || layouts.lack_heading(document.data()))
    };
    if has_no_other() || layouts.show_title_lower(document.data()) {
        return;
    }
    let mut headings: Vec<_> = document.facts.headings.iter().filter(|heading| heading.level == 1).collect();
    let has_layout = document.data().get("layout").is_some_and(|layout| layout.value.is_truthy());
    if has_layout && layouts.lack_heading(document.data()) {
        // Where the layout does not show the title, the text may: its other headings of this level are like it.
        let title = document.data().get("title").and_then(|title| title.as_str()).unwrap_or("");
        let count = headings.len();
        headings.retain(|heading| heading.text.trim() != title.trim());
        if headings.len() == count {
            return;
        }
    }
    let mut headings = headings.into_iter();
    let Some(first) = headings.next() else { return };
    let others = match headings.count() {
        0 => String::new(),
        others => format!(" ({others} more in this file)"),
    };
    let message = format!("`{}` is a heading of the first level, as the page's title is{others}", first.text);
    let help = "begin the headings of the text with `##`, and those below them with `###`";
    let causes = causes::of_layouts_habit(context, &message, help)
        .into_iter()
        .chain([causes::of_sites_habit(context, &message, help)]);
    out.push(context.finding(first.span, message).with_help(help).with_causes(causes));
}

//! `heading-level-one`: a heading of the first level in a post's text.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::lint::rules::post::causes;
use crate::markup::constructs::constructs;
use crate::text::diagnostic::{Diagnostic, Level};
use crate::text::pieces::Pieces as _;
use crate::text::source::Span;

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
               title; so are code, what shortcodes are given, texts whose layout shows no title in such a heading, but the site's name or fixed words (a second heading beside one that is the title is found), files whose layouts show the title in a lower heading and have none of the first level, \
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
    let given = given_to_shortcodes(&document.source.text);
    let is_given = |span: Span| given.iter().any(|it| it.start < span.end && span.end <= it.end);
    let headings = document.facts.headings.iter();
    let mut headings: Vec<_> =
        headings.filter(|heading| heading.level == 1 && !is_given(heading.span)).collect();
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

/// What is given to shortcodes, which need not show it as Markdown: `{% sum() %}…{% end %}`, `{{< sum >}}…{{< /sum >}}`.
fn given_to_shortcodes(text: &str) -> Vec<Span> {
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut given = Vec::new();
    for construct in constructs(text) {
        match shortcode(construct.span.of(text)) {
            Some(Shortcode::Opens(name)) => open.push((name, construct.span.end)),
            Some(Shortcode::Closes(name)) => {
                if let Some(at) = open.iter().rposition(|(other, _)| *other == name) {
                    let start = open.get(at).map_or(0, |(_, start)| *start);
                    given.push(Span::new(start, construct.span.start));
                    open.truncate(at);
                }
            }
            None => {}
        }
    }
    given
}

enum Shortcode<'t> {
    Opens(&'t str),
    Closes(&'t str),
}

/// One call or its end. The ends of one form have no name.
fn shortcode(construct: &str) -> Option<Shortcode<'_>> {
    if let Some(inside) = construct.strip_prefix("{{<").and_then(|text| text.strip_suffix(">}}")) {
        let inside = inside.trim();
        return Some(match inside.strip_prefix('/') {
            Some(name) => Shortcode::Closes(name.trim()),
            None => Shortcode::Opens(inside.up_to([' ', '\n'])),
        });
    }
    let inside = construct.strip_prefix("{%")?.strip_suffix("%}")?.trim_matches('-').trim();
    let is_name = |name: &str| name.chars().all(|c| c.is_alphanumeric() || c == '_');
    match inside.split_once('(') {
        Some((name, _)) => is_name(name).then_some(Shortcode::Opens("")),
        None => (inside == "end").then_some(Shortcode::Closes("")),
    }
}

//! `unsafe-html`: HTML that feed readers strip or refuse.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::lint::rules::post::causes;
use crate::markup::markdown::HtmlTag;
use crate::text::diagnostic::{Diagnostic, Level};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "unsafe-html",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "HTML that feed readers strip or refuse",
    page: Page {
        what: "A `script`, `style`, `iframe`, `form`, `object`, `embed`, `applet`, `base`, `meta` or `link` \
               element, or an attribute that runs code (`onclick`), in the text of a post. Pages are \
               skipped: they are in no feed. Microdata (a `meta` with a name, a `link`), which subscribers \
               do not miss, is reported once per file, for information. Three or more elements of a kind in a \
               file are one finding. A `script` from elsewhere, after which a `noscript` has a link or picture for those without \
               it, is skipped.",
        why: "Feed readers remove it or reject the entry, so subscribers see a gap.",
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
    let tags = &context.document.facts.html_tags;
    let silent = tags.iter().filter(|tag| is_without_loss(tag)).count();
    if let Some(first) = tags.iter().find(|tag| is_without_loss(tag)) {
        let name = &first.name;
        let others = if silent > 1 { format!(" and {} more like it", silent - 1) } else { String::new() };
        out.push(
            context
                .finding(
                    first.span,
                    format!("feed readers remove `<{name}>`{others}, which subscribers do not miss"),
                )
                .at_most(Level::Info)
                .with_help(instead(name)),
        );
    }
    for (number, tag) in tags.iter().enumerate() {
        let name = tag.name.as_str();
        let next = tags.get(number + 1);
        if ELEMENTS.contains(&name) && !is_without_loss(tag) && !has_substitute(context, tag, next) {
            let message = format!("feed readers remove `<{name}>`, so subscribers do not get what it does");
            out.push(of_file(context, tag, name, message, instead(name)));
        }
        let runs = tag.attributes.iter().find(|(name, value)| {
            name.len() > 2 && name.starts_with("on")
                || value.value.trim_start().to_lowercase().starts_with("javascript:")
        });
        if let Some((attribute, _)) = runs {
            let message = format!("feed readers remove the script in `{attribute}`, so it never runs");
            out.push(of_file(context, tag, attribute, message, "make it work without a script"));
        }
    }
}

/// The finding for a tag; several of a kind in one file are one.
fn of_file(
    context: &PostContext<'_>,
    tag: &HtmlTag,
    kind: &str,
    message: String,
    help: &'static str,
) -> Diagnostic {
    let cause = causes::of_one_file(context, kind, tag.span, &message, help);
    context.finding(tag.span, message).with_help(help).with_causes([cause])
}

/// Returns whether a tag only says something to programs: a `meta` that sends nobody on, a `link` of microdata.
fn is_without_loss(tag: &HtmlTag) -> bool {
    let has = |name: &str| tag.attributes.iter().any(|(attribute, _)| attribute == name);
    match tag.name.as_str() {
        "meta" => !has("http-equiv"),
        "link" => has("itemprop"),
        _ => false,
    }
}

/// Returns whether a script that is loaded from elsewhere is followed by what to show without it, a `noscript` with a link or picture.
fn has_substitute(context: &PostContext<'_>, script: &HtmlTag, next: Option<&HtmlTag>) -> bool {
    let loads = script.attributes.iter().any(|(attribute, _)| attribute == "src");
    let Some(next) = next.filter(|next| script.name == "script" && loads && next.name == "noscript") else {
        return false;
    };
    let text = &context.document.source.text;
    let between = text.get(script.span.end..next.span.start).map(str::trim);
    let shown =
        text.get(next.span.end..).and_then(|rest| rest.split_once("</noscript")).map(|(shown, _)| shown);
    between.is_some_and(|between| between.eq_ignore_ascii_case("</script>"))
        && shown.is_some_and(|shown| shown.contains("href=") || shown.contains("src="))
}

fn instead(element: &str) -> &'static str {
    match element {
        "style" | "link" | "base" | "meta" => "put it into the site's style sheet or layout",
        "script" => "remove it, or add a link to a page that has it",
        "form" => "replace it by a link to a page that has the form",
        _ => "add a link to what it shows, or replace it by that link",
    }
}

const ELEMENTS: [&str; 11] =
    ["script", "style", "iframe", "form", "object", "embed", "applet", "base", "meta", "link", "frame"];

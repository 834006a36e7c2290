//! `empty-link`: a link without a URL or without text.

use crate::links::Destination;
use crate::links::issue_ref::Text;
use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::lint::rules::post::causes;
use crate::lint::rules::post::common::{link_span, paragraph_before};
use crate::markup::markdown::{Link, LinkKind, LinkRole};
use crate::site::post::Markup;
use crate::text::diagnostic::{Diagnostic, Level};
use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "empty-link",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "a link without a URL or without text",
    page: Page {
        what: "A Markdown link or image without a URL (`[text]()`), an HTML anchor with an empty `href`, and a Markdown link that shows nothing (`[](url)`). So is a link to `#` among other words (`see [here](#)`); one that stands alone, or has a word such as *top*, is skipped. An anchor with a class or an id on a page of HTML is an info: a script may give it its URL. \
               Three or more links without text in a file are one finding.",
        why: "A link without a URL leads to its own page; one without text cannot be seen or clicked.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\nSee [the notes]().\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\nSee [the notes](https://wherry.example/notes/) and [![boat](/b.png)](https://wherry.example/).\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    for (link, destination, reference) in document.links() {
        if *destination == Destination::Empty {
            // An issue reference without its URL is `malformed-issue-ref`.
            let is_reference = matches!(&reference.text, Text::Ref(found) if found.mark == "#");
            if !is_reference && !is_for_script(context, link.span) {
                let what = if link.role == LinkRole::Image { "image" } else { "link" };
                let found = without_url(context, link, what);
                let is_perhaps_filled = may_be_for_script(context, link.span);
                out.extend(
                    found.map(|found| if is_perhaps_filled { found.at_most(Level::Info) } else { found }),
                );
            }
            continue;
        }
        if is_to_come(context, link) {
            out.push(
                context
                    .finding(link_span(link), "this link leads to the top of its own page")
                    .with_help("write the URL that was meant, or leave only the text"),
            );
            continue;
        }
        let inner = link.span.of(&document.source.text);
        let shows_nothing = link.text.trim().is_empty() && !inner.contains("![") && !inner.contains('<');
        let by_text = !matches!(link.kind, LinkKind::Html | LinkKind::Autolink);
        if shows_nothing && by_text && link.role == LinkRole::Anchor && inner.starts_with("[]") {
            let (message, help) = (
                "this link has neither text nor image, so there is nothing to click on",
                "add its text, or remove the link",
            );
            let cause = causes::of_one_file(context, "text", link.span, message, help);
            out.push(context.finding(link.span, message).with_help(help).with_causes([cause]));
        }
    }
}

/// The finding for a link without a URL: where Liquid leaves it empty, it does so in other files too.
fn without_url(context: &PostContext<'_>, link: &Link, what: &str) -> Option<Diagnostic> {
    // The parts of the source after the text: those of the URL are empty.
    let source = link.span.of(&context.document.source.text);
    let after = source.rfind("](").map_or(source, |at| source.part(at..));
    let liquid = after.find("{{").and_then(|at| after.get(at..)?.split_inclusive("}}").next());
    let Some(written) = liquid else {
        let found = context.finding(link.span, format!("this {what} has no URL"));
        return Some(found.with_help("add a URL, or leave only the text"));
    };
    if written.contains("site.url") && context.site.site.settings.url_is_of_host {
        return None;
    }
    let message = format!("this {what} has no URL, since `{written}` is empty");
    let help = format!("write `{written}/` for the start page, or another URL");
    let cause = causes::of_same_words(context, &message, Some(&help));
    Some(context.finding(link.span, message).with_help(help).with_causes([cause]))
}

/// Whether a tag with a class is on a page of HTML, where a script of the layout may give it its URL.
fn may_be_for_script(context: &PostContext<'_>, span: Span) -> bool {
    let document = context.document;
    let tag = document.facts.html_tags.iter().find(|tag| tag.span.start == span.start);
    let has_name =
        tag.is_some_and(|tag| tag.attributes.iter().any(|(name, _)| name == "class" || name == "id"));
    has_name && document.post().is_none() && document.markup() == Markup::Verbatim
}

/// Whether a tag has an id that the rest of its file names: a script there gives it its URL.
fn is_for_script(context: &PostContext<'_>, span: Span) -> bool {
    let document = context.document;
    let tag = document.facts.html_tags.iter().find(|tag| tag.span.start == span.start);
    let id = tag.and_then(|tag| tag.attributes.iter().find(|(name, _)| name == "id"));
    let Some((_, id)) = id.filter(|(_, id)| !id.value.is_empty()) else { return false };
    let text = &document.source.text;
    let mut quoted = text.match_indices(&id.value).filter(|(at, _)| *at != id.span.start);
    quoted.any(|(at, name)| {
        let before = text.get(..at).unwrap_or("");
        let after = text.get(at + name.len()..).unwrap_or("");
        before.ends_with(['"', '\'', '`', '#']) && after.starts_with(['"', '\'', '`', ' ', ')'])
    })
}

/// Returns whether a Markdown link has `#` for its URL, as people write it until they know the URL: one among other words. A link
/// back to the top stands alone, or has a word for it.
fn is_to_come(context: &PostContext<'_>, link: &Link) -> bool {
    const UP: [&str; 6] = ["top", "up", "back", "start", "beginning", "contents"];
    let is_markdown = !matches!(link.kind, LinkKind::Html | LinkKind::Autolink);
    if link.destination.value.trim() != "#" || !is_markdown || link.role != LinkRole::Anchor {
        return false;
    }
    let text = &*context.document.source.text;
    let before = paragraph_before(text, link.span.start).rsplit('\n').next().unwrap_or("");
    let words =
        before.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
    let says_up =
        link.text.split(|c: char| !c.is_alphanumeric()).any(|word| UP.contains(&&*word.to_lowercase()));
    words.count() > 1 && !says_up && link.text.contains(char::is_alphanumeric) && !before.contains("](#)")
}

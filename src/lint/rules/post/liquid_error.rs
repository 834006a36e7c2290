//! `liquid-error`: a template that stops the build.

use std::borrow::Cow;

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::lint::rules::post::causes;
use crate::markup::constructs::constructs;
use crate::text::diagnostic::{Diagnostic, Level, Related};
use crate::text::source::Span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "liquid-error",
    level: Level::Error,
    fixable: false,
    on_by_default: true,
    summary: "a template that stops the build",
    page: Page {
        what: "A post or document whose Liquid cannot be run: an unknown or unclosed tag, a post, file or \
               include that does not exist, a comparison of values that cannot be compared. In pages, layouts \
               and includes: a tag that is never closed, or ends nothing, and a missing include. An include \
               that `.gitignore` names is not missing: another program makes it. Unknown tags \
               are skipped on sites with plugins of their own. A missing post in a link's \
               URL is reported by `dead-link`.",
        why: "Jekyll stops, and nothing is published, until it is fixed.",
        bad: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\ncategories: announcements\n---\n{% if page.title %}It is here.\n",
            },
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\ncategories: announcements\n---\n{% includ note.html %}\n",
            },
        ],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\n{% if page.title %}It is here.{% endif %} {% raw %}{% anything %}{% endraw %}\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    let Some(fault) = &document.template_fault else { return };
    let span = fault.span.shifted(document.front_matter.body);
    let names_a_plugin = fault.message.contains("unless a plugin brings it") && context.site.has_own_plugins;
    // Themes bring includes of their own, and where there are none at all they are not at hand.
    let site = context.site.site;
    let has_theme = ["theme", "remote_theme"].iter().any(|key| site.settings.data.get(key).is_some());
    if fault.message.contains("in `_includes` to include")
        && (has_theme || context.site.surroundings.includes.is_empty())
    {
        return;
    }
    if missing_include(&fault.message).is_some_and(|file| context.site.surroundings.absent.has_include(file))
    {
        return;
    }
    // `dead-link` reports these.
    let is_missing =
        ["`post_url` finds no", "`link` finds no"].iter().any(|start| fault.message.starts_with(start));
    let is_in_a_link =
        is_missing && document.facts.links.iter().any(|link| link.destination.span.overlaps(span));
    if names_a_plugin || is_in_a_link {
        return;
    }
    let mut found = context.finding(span, fault.message.clone());
    found.help = fault.help.clone().map(Cow::Owned);
    let is_of_structure =
        ["ends a tag that was not opened", "is never closed"].iter().any(|part| fault.message.contains(part));
    if let Some(open) = is_of_structure.then(|| unclosed_before(context, span.start)).flatten() {
        found = found.with_related(Related {
            path: document.path().clone(),
            span: open,
            label: "this tag ends with `}` instead of `%}`, and takes in the text up to the next `%}`"
                .to_owned(),
        });
    }
    // A tag or an include that many files use is a plugin's or a theme's.
    let is_foreign =
        ["unless a plugin brings it", "to include"].iter().any(|part| fault.message.contains(part));
    let cause = is_foreign.then(|| causes::of_same_words(context, &fault.message, fault.help.as_deref()));
    out.push(found.with_causes(cause));
}

/// The file of `_includes` that a message names as missing.
fn missing_include(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once("there is no file `")?;
    rest.split_once("` in `_includes` to include").map(|(file, _)| file)
}

/// The nearest tag before a place that is closed with `}` alone: `{% endif}`.
fn unclosed_before(context: &PostContext<'_>, place: usize) -> Option<Span> {
    let document = context.document;
    let tags = constructs(document.body()).filter(|it| it.is_tag && it.markup.starts_with('}'));
    let spans = tags.map(|it| it.span.shifted(document.front_matter.body));
    let open = spans.take_while(|span| span.start <= place).last()?;
    let end = open.of(&document.source.text).find('}')?;
    Some(Span::new(open.start, open.start + end + 1))
}

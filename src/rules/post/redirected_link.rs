//! `redirected-link`: a link that reaches its page through a redirect.

use crate::diagnostic::{Diagnostic, Fix, Level, Safety};
use crate::rule::{Check, Destination, Example, Page, PostContext, Rule, SentOn, Verdict};
use crate::rules::post::common::link_span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "redirected-link",
    level: Level::Info,
    fixable: true,
    on_by_default: true,
    summary: "a link that reaches its page through a redirect",
    page: Page {
        what: "A link of the site to a place that `redirect_from` of another page, or `redirect_to` of its own, sends on.",
        why: "It works as long as nobody tidies up the redirects, and costs readers a second request.",
        bad: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\ncategories: announcements\n---\nSee [about](/old-about/).\n",
            },
            Example {
                path: "about.md",
                text: "---\ntitle: About\npermalink: /about/\nredirect_from: /old-about/\n---\nIt is here.\n",
            },
        ],
        good: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\ncategories: announcements\n---\nSee [about](/about/).\n",
            },
            Example {
                path: "about.md",
                text: "---\ntitle: About\npermalink: /about/\nredirect_from: /old-about/\n---\nIt is here.\n",
            },
        ],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    for (link, destination) in document.facts.links.iter().zip(&document.destinations) {
        let Destination::Here(place) = destination else { continue };
        let Verdict::Found(target) = &place.verdict else { continue };
        let Some(SentOn { to: Some(to), by }) = context.site.sent_on(target) else { continue };
        let base = context.site.site.settings.baseurl.trim_end_matches('/');
        let fragment = place.fragment.as_deref().filter(|_| !to.contains('#'));
        let fragment = fragment.map_or_else(String::new, |fragment| format!("#{fragment}"));
        let to = if to.contains("://") { to } else { format!("{base}{to}{fragment}") };
        let written = link.destination.value.trim();
        let mut found = context
            .finding(link_span(link), format!("`{written}` is redirected to `{to}`"))
            .with_help(format!("link to `{to}`"))
            .with_param("url", written);
        for file in by {
            found = found.with_dependency(file);
        }
        if link.destination.span.of(&document.source.text) == written && !written.contains('{') {
            let title = format!("replace `{written}` by `{to}`");
            // A page of the site that sends readers elsewhere may be there to be changed at one place.
            let safety = if to.contains("://") { Safety::Unsafe } else { Safety::Safe };
            found = found.with_fix(Fix::new(title, safety, context.edit(link.destination.span, to)));
        }
        out.push(found);
    }
}

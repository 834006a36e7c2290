//! `missing-trailing-slash`: a link to a page that leaves out the slash at its end.

use crate::diagnostic::{Diagnostic, Fix, Level, Safety};
use crate::rule::{Check, Destination, Example, Page, PostContext, Rule, Verdict};
use crate::rules::post::common::link_span;
use crate::site::Target;
use crate::url;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "missing-trailing-slash",
    level: Level::Info,
    fixable: true,
    on_by_default: true,
    summary: "a link to a page that leaves out the slash at its end",
    page: Page {
        what: "A link of the site to `/doc/install` where the page is at `/doc/install/`.",
        why: "Most hosts answer with a redirect, which costs readers a second request; a few answer with nothing.",
        bad: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\ncategories: announcements\n---\nSee [about](/about).\n",
            },
            Example { path: "about.md", text: "---\ntitle: About\npermalink: /about/\n---\nIt is here.\n" },
        ],
        good: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\ncategories: announcements\n---\nSee [about](/about/).\n",
            },
            Example { path: "about.md", text: "---\ntitle: About\npermalink: /about/\n---\nIt is here.\n" },
        ],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    for (link, destination) in document.facts.links.iter().zip(&document.destinations) {
        let Destination::Here(place) = destination else { continue };
        let Verdict::Found(Target::Post(_) | Target::Page(_)) = &place.verdict else { continue };
        let Verdict::Found(target) = &place.verdict else { continue };
        let Some(page) = context.site.file_of(target).and_then(|file| context.site.document(file)) else {
            continue;
        };
        let Some(url) = page.url().filter(|url| url.ends_with('/') && url.len() > 1) else { continue };
        let path = place.path.as_str();
        if path.ends_with('/')
            || path.ends_with(".html")
            || !url::percent_decode(url).trim_end_matches('/').ends_with(path)
        {
            continue;
        }
        let written = link.destination.value.trim();
        let end = written.find(['?', '#']).unwrap_or(written.len());
        let (before, after) = written.split_at(end);
        if before.contains('{') || before.is_empty() {
            continue;
        }
        let right = format!("{before}/{after}");
        let mut found = context
            .finding(
                link_span(link),
                format!("`{written}` lacks the slash at the end of the page's address, `{url}`"),
            )
            .with_help(format!("write `{right}`, which needs no redirect"))
            .with_param("url", written);
        if link.destination.span.of(&document.source.text) == written {
            let title = format!("replace `{written}` by `{right}`");
            found = found.with_fix(Fix::new(title, Safety::Safe, context.edit(link.destination.span, right)));
        }
        out.push(found);
    }
}

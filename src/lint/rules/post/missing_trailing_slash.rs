//! `missing-trailing-slash`: a link that lacks the trailing slash of its page.

use crate::links::Verdict;
use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::lint::rules::post::common::{link_span, with_url};
use crate::text::diagnostic::{Diagnostic, Level, Safety};
use crate::text::url;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "missing-trailing-slash",
    level: Level::Info,
    fixable: true,
    on_by_default: true,
    summary: "a link that lacks the trailing slash of its page",
    page: Page {
        what: "A link of the site to `/doc/install` where the page is at `/doc/install/`. Silent where \
               `vercel.json` or `firebase.json` asks for addresses without the slash.",
        why: "Most hosts answer with a redirect, which costs readers a second request; a few answer with a \
              404.",
        around: &[Example {
            path: "harbour.md",
            text: "---\ntitle: Harbour\npermalink: /harbour/\n---\nNine templates lie there.\n",
        }],
        bad: &[Example {
            path: "_posts/2024-03-15-harbour.md",
            text: "---\ntitle: A harbour for templates\n---\nThey are in the [harbour](/harbour).\n",
        }],
        good: &[Example {
            path: "_posts/2024-03-15-harbour.md",
            text: "---\ntitle: A harbour for templates\n---\nThey are in the [harbour](/harbour/).\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    if context.site.surroundings.host_removes_slashes {
        return;
    }
    for (link, place) in context.document.places() {
        let Verdict::Found(target) = &place.verdict else { continue };
        let url = context.site.url_of(target);
        let Some(url) = url.filter(|url| url.ends_with('/') && url.len() > 1) else { continue };
        let path = place.path.as_str();
        if path.ends_with('/')
            || path.ends_with(".html")
            || !url::percent_decode(url).trim_end_matches('/').ends_with(path)
        {
            continue;
        }
        // Another file that is sent on from here, or is this place without the slash, may be meant.
        if context.site.index.find(path).len() > 1 {
            continue;
        }
        let written = link.destination.value.trim();
        let end = written.find(['?', '#']).unwrap_or(written.len());
        let (before, after) = written.split_at(end);
        if before.contains('{') || before.is_empty() {
            continue;
        }
        let right = format!("{before}/{after}");
        let found = context
            .finding(
                link_span(link),
                format!("`{written}` lacks the slash at the end of the page's address, `{url}`"),
            )
            .with_help(format!("write `{right}`, which needs no redirect"))
            .with_param("url", written);
        out.push(with_url(context, link, found, right, Safety::Safe));
    }
}

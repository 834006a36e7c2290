//! `own-host-link`: a link to the own site with scheme and host.

use crate::diagnostic::{Diagnostic, Fix, Level, Safety};
use crate::markdown::LinkKind;
use crate::rule::{Check, Destination, Example, Form, Page, PostContext, Rule};
use crate::rules::post::common::link_span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "own-host-link",
    level: Level::Info,
    fixable: true,
    on_by_default: false,
    summary: "a link to the own site with scheme and host",
    page: Page {
        what: "A link such as `https://own.host/doc/` in the site at that host. Whether it leads somewhere is `dead-link`'s matter. Off by default.",
        why: "It leaves the preview of a site for the real one, and breaks when the site moves.",
        bad: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\ncategories: announcements\n---\nSee [about](https://www.wherry-os.example/about/).\n",
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
        if place.form != Form::OwnHost {
            continue;
        }
        let written = link.destination.value.trim();
        let behind = written.split_once("//").map_or("", |(_, rest)| rest);
        let right = behind.find(['/', '?', '#']).and_then(|at| behind.get(at..)).unwrap_or("/");
        let right = if right.starts_with('/') { right.to_owned() } else { format!("/{right}") };
        let mut found = context
            .finding(link_span(link), format!("`{written}` names the site's own host, so it leads out of every preview and copy of the site"))
            .with_help(format!("write `{right}`"))
            .with_param("url", written);
        if link.destination.span.of(&document.source.text) == written && link.kind != LinkKind::Autolink {
            let title = format!("replace `{written}` by `{right}`");
            found = found.with_fix(Fix::new(title, Safety::Safe, context.edit(link.destination.span, right)));
        }
        out.push(found);
    }
}

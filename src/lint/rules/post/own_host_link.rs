//! `own-host-link`: a link to the site itself with scheme and host.

use crate::links::{Form, Verdict};
use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::lint::rules::post::common::{link_span, with_url};
use crate::markup::markdown::LinkKind;
use crate::text::diagnostic::{Diagnostic, Level, Safety};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "own-host-link",
    level: Level::Info,
    fixable: true,
    on_by_default: false,
    summary: "a link to the site itself with scheme and host",
    page: Page {
        what: "A link such as `https://own.host/doc/` in the site at that host. Where it leads is checked \
               by `dead-link`. Off by default.",
        why: "In a preview it leads to the published site, and it breaks when the site moves.",
        around: &[Example {
            path: "bulletins.md",
            text: "---\ntitle: Bulletins\npermalink: /bulletins/\n---\nAll of them.\n",
        }],
        bad: &[Example {
            path: "_posts/2024-02-09-wsb-011.md",
            text: "---\ntitle: Bulletin 11\n---\n[All bulletins](https://www.wherry-os.example/bulletins/)\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-09-wsb-011.md",
            text: "---\ntitle: Bulletin 11\n---\n[All bulletins](/bulletins/)\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    for (link, place) in context.document.places() {
        let written = link.destination.value.trim();
        // A folder that another repository fills exists at the host alone.
        let is_of_another = matches!(place.verdict, Verdict::Unknown(_));
        if place.form != Form::OwnHost || is_of_another || written.contains("absolute_url") {
            continue;
        }
        let behind = written.split_once("//").map_or("", |(_, rest)| rest);
        let right = behind.find(['/', '?', '#']).and_then(|at| behind.get(at..)).unwrap_or("/");
        let right = if right.starts_with('/') { right.to_owned() } else { format!("/{right}") };
        // A path that begins with two slashes would name another host.
        if right.starts_with("//") {
            continue;
        }
        let found = context
            .finding(link_span(link), format!("`{written}` names the site's own host, so it leads out of every preview and copy of the site"))
            .with_help(format!("write `{right}`"))
            .with_param("url", written);
        // Between angle brackets only an absolute URL is a link.
        let is_autolink = link.kind == LinkKind::Autolink;
        out.push(if is_autolink { found } else { with_url(context, link, found, right, Safety::Safe) });
    }
}

//! `redirected-link`: a link that reaches its page through a redirect.

use crate::links::Verdict;
use crate::lint::rule::{Check, Example, Page, PostContext, RedirectTarget, Rule};
use crate::lint::rules::post::common::{link_span, with_url};
use crate::text::diagnostic::{Diagnostic, Level, Safety};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "redirected-link",
    level: Level::Info,
    fixable: true,
    on_by_default: true,
    summary: "a link that reaches its page through a redirect",
    page: Page {
        what: "A link to a URL of the site that a `redirect_from` or `redirect_to` redirects. Where several \
               files claim that URL, no fix is proposed.",
        why: "It works as long as nobody tidies up the redirects, and costs readers a second request.",
        around: &[Example {
            path: "downloads.md",
            text: "---\ntitle: Downloads\npermalink: /downloads/\nredirect_from: /get/\n---\nImages and their signatures.\n",
        }],
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Wherry 4 is released\n---\n[Get it](/get/) today.\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Wherry 4 is released\n---\n[Get it](/downloads/) today.\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    for (link, place) in context.document.places() {
        let Verdict::Found(target) = &place.verdict else { continue };
        let Some(RedirectTarget { to: Some(to), is_contested, by_script }) =
            context.site.sent_on(&place.path, target)
        else {
            continue;
        };
        let base = context.site.site.settings.base_path();
        let fragment = place.fragment.as_deref().filter(|_| !to.contains('#'));
        let fragment = fragment.map_or_else(String::new, |fragment| format!("#{fragment}"));
        let to = if to.contains("://") { to } else { format!("{base}{to}{fragment}") };
        let written = link.destination.value.trim();
        // It was taken from a list of the site, of which this is not the place.
        if link.evaluated.is_some() && is_one_output(written) {
            continue;
        }
        if is_contested {
            let message = format!("`{written}` leads through a redirect that several files claim");
            let found = context.finding(link_span(link), message).with_param("url", written);
            out.push(found.with_help(
                "link to the page that is meant; `invalid-redirect` names the files that claim it",
            ));
            continue;
        }
        let found = context
            .finding(link_span(link), format!("`{written}` is redirected to `{to}`"))
            .with_help(format!("link to `{to}`"))
            .with_param("url", written);
        // A page of the site that sends readers elsewhere may be there to be changed at one place. What a script does is guessed.
        let safety = if by_script || to.contains("://") { Safety::Unsafe } else { Safety::Safe };
        out.push(if written.contains('{') { found } else { with_url(context, link, found, to, safety) });
    }
}

/// Returns whether a URL is nothing but one output of Liquid: `{{ post.url }}`.
fn is_one_output(written: &str) -> bool {
    let inner = written.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
    inner.is_some_and(|inner| !inner.contains("}}") && !inner.contains(['"', '\'']))
}

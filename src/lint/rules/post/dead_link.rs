//! `dead-link`: a link or image that leads to a place of the site where nothing is.

use crate::links::issue_ref::UrlReading;
use crate::links::{
    Destination, ExternalPlace, ExternalVerdict, Form, Place, Verdict, lacks_slash_after_base,
};
use crate::lint::rule::{Check, Example, Knowledge, Page, PostContext, Rule};
use crate::lint::rules::post::causes;
use crate::lint::rules::post::common::{link_span, looks_like_host, nearest_url, with_url};
use crate::lint::rules::post::odd_links;
use crate::markup::markdown::{Link, LinkKind, LinkRole};
use crate::text::diagnostic::{Diagnostic, Level, Safety};
use crate::text::url;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "dead-link",
    level: Level::Error,
    fixable: true,
    on_by_default: true,
    summary: "a link or image of the site that leads nowhere",
    page: Page {
        what: "A link, image or other resource (relative, from the root of the site or with the site's own \
               host) that leads to no post, page, document, file or redirect of the site. Redirects in \
               `_redirects`, `netlify.toml` and `vercel.json` count. `/a` and `/a/` are two files, `a.html` \
               and `a/index.html`: a link to `/a/` is dead where only `a.html` exists, since GitHub Pages \
               and nginx answer with a 404 (Netlify serves `a.html`). Links that share a cause are one \
               warning: three or more places in a folder that the site does not have; five or more that lead \
               somewhere without the same slash, `.html` or first folder; five or more relative ones in a \
               folder of sources where most lead nowhere; twenty or more whose paths end alike, where most \
               such links are dead; three or more folders without a page of their own; the same place in five \
               files; and fifty or more that lack the base URL where fewer have it. Paths that only some \
               hosts accept are reported for information: an empty folder name (`//img/a.png`), and the wrong \
               case on a site with a `netlify.toml`. Counted as not checked, and never as dead: what only a \
               build could make (Liquid, folders that are empty because a submodule was not checked out, or \
               because a workflow fills them from another repository); \
               links with the site's own host into a folder of which the site has nothing, since another \
               repository may fill it; links from the root into a folder that several links name with the \
               host; and folders that `elsewhere` of `[lint]` names. Links to other hosts are never \
               fetched; those into sites that `[[lint.sites]]` names are looked up in the sources, the \
               built pages or the inventory of that site.",
        why: "Readers get a 404, and so does everyone who follows the link from a feed reader years later.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\n---\nSee the [guide](/doc/instal/).\n",
        }],
        good: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\n---\nSee the [guide](/doc/install/).\n",
            },
            Example {
                path: "doc/install.md",
                text: "---\ntitle: Install\npermalink: /doc/install/\n---\nSo.\n",
            },
        ],
        sources: &["RFC 3986, section 5"],
        ..Page::EMPTY
    },
    check: Check::Among(check),
};

fn check(context: &PostContext<'_>, all: &Knowledge<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    for (link, destination, reference) in document.links() {
        if is_base_without_slash(context, link, destination) {
            out.push(base_without_slash(context, link));
            continue;
        }
        let place = match destination {
            Destination::Internal(place) => place,
            Destination::External(there) if there.verdict == ExternalVerdict::NoPage => {
                out.extend(nothing_there(context, link, there));
                continue;
            }
            _ => continue,
        };
        match place.verdict {
            // `malformed-issue-ref` says more about these.
            Verdict::Nothing if matches!(reference.url, UrlReading::Malformed(_)) => (),
            // And `broken-link-syntax` about `[text]((url))`.
            Verdict::Nothing if link.kind == LinkKind::Inline && link.destination.value.starts_with('(') => {}
            // And about `[text]([url](url))`.
            Verdict::Nothing if odd_links::is_nested(&link.destination.value) => {}
            Verdict::Nothing if all.is_filled(place) || all.is_replaced(place) => (),
            Verdict::Nothing => out.push(nothing_here(context, all, link, place)),
            Verdict::OutsideBase => out.push(outside_base(context, all, link)),
            Verdict::Found(_) | Verdict::Unknown(_) => (),
        }
    }
}

fn nothing_here(context: &PostContext<'_>, all: &Knowledge<'_>, link: &Link, place: &Place) -> Diagnostic {
    let written = link.destination.value.trim();
    let what = if link.role == LinkRole::Anchor { "page, post or file" } else { "file" };
    let span = link_span(link);
    if place.form == Form::Tag {
        let found =
            context.finding(span, format!("`{written}` names `{}`, which does not exist", place.path));
        return found
            .with_help("name a post or file of the site; until then the build fails here")
            .with_param("url", written);
    }
    if place.form == Form::Relative && looks_like_host(written) {
        let meant = format!("https://{written}");
        let found = context
            .finding(span, format!("`{written}` has no scheme, so browsers look for it on this site"))
            .with_help(format!("write `{meant}`"))
            .with_param("url", written);
        return with_url(context, link, found, meant, Safety::Unsafe);
    }
    let is_as_written = link.evaluated.is_none() && place.form == Form::Root;
    let leads =
        if place.path == written || is_as_written { String::new() } else { format!(" (`{}`)", place.path) };
    let finding = context
        .finding(span, format!("`{written}`{leads} leads nowhere: the site has no {what} there"))
        .with_param("url", written);
    if let Some(meant) = &place.meant {
        let path = written.split(['#', '?']).next().unwrap_or(written);
        let message = format!("`{written}`{leads} leads nowhere");
        let finding = finding.with_causes(causes::of_named_source(context, all, place, &message));
        let help = format!("write `{meant}`, where the build puts the file that `{path}` names");
        // The link names this file, and nothing else is there.
        return with_url(context, link, finding.with_help(help), meant.clone(), Safety::Safe);
    }
    if let Some(single) = with_single_slashes(context, &place.path) {
        return with_empty_folder(context, link, leads.as_str(), &single);
    }
    let message = format!("`{written}`{leads} leads nowhere");
    let near = nearest_url(context, &place.path, link.role != LinkRole::Anchor);
    let place_and_near = (place, near.as_deref());
    let finding = finding.with_causes(causes::of_dead_link(context, all, link, place_and_near, &message));
    match near {
        Some(near) if context.site.surroundings.host_ignores_case && differ_by_case(&near, &place.path) => {
            let message = format!("`{written}`{leads} is found only by Netlify, which ignores case");
            let found = context.finding(span, message).with_param("url", written);
            found.at_most(Level::Info).with_help(format!("write `{near}`"))
        }
        Some(near) => {
            // A filter adds it.
            let base = if written.contains("{{") { "" } else { context.site.site.settings.base_path() };
            finding.with_help(format!("did you mean `{base}{near}`? Correct the link, or remove it"))
        }
        None => finding.with_help("correct the link, or remove it"),
    }
}

/// Whether only the case of letters, and a slash at the end, keep two paths apart.
fn differ_by_case(near: &str, path: &str) -> bool {
    url::percent_decode(near).trim_end_matches('/').eq_ignore_ascii_case(path.trim_end_matches('/'))
}

/// A finding about a path that has an empty folder, and is `single` without.
fn with_empty_folder(context: &PostContext<'_>, link: &Link, leads: &str, single: &str) -> Diagnostic {
    let settings = &context.site.site.settings;
    let written = link.destination.value.trim();
    let message = format!("`{written}`{leads} has an empty folder name (`//`), which not every host ignores");
    let right = format!("{}{}", settings.base_path(), url::escape_path(single));
    let help = if settings.url.as_deref().is_some_and(|url| url.ends_with('/')) {
        format!("write `{right}`; the `url` of the site needs no slash at its end")
    } else {
        format!("write `{right}`")
    };
    context.finding(link_span(link), message).at_most(Level::Info).with_help(help).with_param("url", written)
}

/// A path without empty folders, where that is why nothing is at it: `//img/a.png`, which most hosts serve as `/img/a.png`.
fn with_single_slashes(context: &PostContext<'_>, path: &str) -> Option<String> {
    let mut single = path.to_owned();
    while single.contains("//") {
        single = single.replace("//", "/");
    }
    (single != path && !context.site.index.served(&single).is_empty()).then_some(single)
}

fn nothing_there(context: &PostContext<'_>, link: &Link, there: &ExternalPlace) -> Option<Diagnostic> {
    let other = context.site.others.get(there.site)?;
    let written = link.destination.value.trim();
    let message =
        format!("`{written}` leads nowhere: that site has no such page, according to {}", other.known_from);
    let finding = context.finding(link_span(link), message).with_param("url", written);
    Some(match other.nearest_page(&there.path) {
        Some(near) => finding.with_help(format!("did you mean `{near}`? Correct the link, or remove it")),
        None => finding.with_help(format!(
            "correct the link, or remove it; if the page is new there, update {}",
            other.known_from
        )),
    })
}

/// Whether a name follows `{{ site.baseurl }}` without a slash between, where nothing is.
fn is_base_without_slash(context: &PostContext<'_>, link: &Link, destination: &Destination) -> bool {
    let is_alive = matches!(destination, Destination::Internal(Place { verdict: Verdict::Found(_), .. }));
    let ends_in_slash = context.site.site.settings.baseurl.ends_with('/');
    lacks_slash_after_base(&link.destination.value) && !is_alive && !ends_in_slash
}

fn base_without_slash(context: &PostContext<'_>, link: &Link) -> Diagnostic {
    let written = link.destination.value.trim();
    let right = written.replacen("}}", "}}/", 1);
    context
        .finding(link_span(link), format!("`{written}` has no slash after the base URL"))
        .with_help(format!("write `{right}`"))
        .with_param("url", written)
}

fn outside_base(context: &PostContext<'_>, all: &Knowledge<'_>, link: &Link) -> Diagnostic {
    let written = link.destination.value.trim();
    let base = context.site.site.settings.base_path();
    let host_ends = url::parts(written).authority.and_then(|host| Some(written.find(host)? + host.len()));
    let filter = if context.site.site.settings.convention.runs_liquid && host_ends.is_none() {
        format!("`{{{{ '{written}' | relative_url }}}}`, or ")
    } else {
        String::new()
    };
    let (host, path) = host_ends.and_then(|at| written.split_at_checked(at)).unwrap_or(("", written));
    let right = format!("{host}{base}{path}");
    let span = link_span(link);
    let message = format!("`{written}` leaves out the site's base URL `{base}`");
    let help_for_all = format!(
        "write {filter}`{right}` and so on; if layouts or the host add `{base}`, or only previews have it, write `baseurl = \"\"` under `[site]` in feedwright.toml"
    );
    let place = (&**context.document.path(), span.start);
    let cause = causes::of_link_without_base(all, place, &message, help_for_all);
    let help = format!("write {filter}`{right}`: without `{base}` it leads out of the site");
    context.finding(span, message).with_help(help).with_param("url", written).with_causes(cause)
}

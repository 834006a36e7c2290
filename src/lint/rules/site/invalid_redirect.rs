//! `invalid-redirect`: a redirect that leads nowhere, in a circle, or away from an existing page.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::links::{Redirect, Target};
use crate::lint::rule::{Check, Example, Head, Outline, Page, Rule, SiteContext};
use crate::markup::front_matter::{Entry, Node};
use crate::text::diagnostic::{Cause, Diagnostic, Level, Related};
use crate::text::pieces::Pieces as _;
use crate::text::source::Span;
use crate::text::url;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "invalid-redirect",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "a redirect that leads nowhere, in a circle, or away from an existing page",
    page: Page {
        what: "A `redirect_to` whose target the site does not have; a `redirect_from` that is the page's \
               own URL or the URL of another file, or that several files claim, which is one finding. A `redirect_from` in the \
               configuration's `defaults` that applies to several pages is reported once.",
        why: "Readers get a 404 or the wrong page, or the redirect overwrites a page of the site.",
        around: &[Example {
            path: "team.md",
            text: "---\ntitle: Team\npermalink: /team/\n---\nSix people and a dog.\n",
        }],
        bad: &[Example {
            path: "join.md",
            text: "---\ntitle: Join\npermalink: /join/\nredirect_from: /team/\n---\nWe need hands.\n",
        }],
        good: &[Example {
            path: "join.md",
            text: "---\ntitle: Join\npermalink: /join/\nredirect_from: /jobs/\n---\nWe need hands.\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Site(check),
};

fn check(context: &SiteContext<'_>, out: &mut Vec<Diagnostic>) {
    for (url, targets) in context.site.index.iter().filter(|(_, targets)| targets.len() > 1) {
        // The page of a script has no `redirect_from` to remove it from.
        let is_stated = |target: &&Target| !target.is_by_script() && !is_copy(context, target);
        let stated: Vec<Target> = targets.iter().filter(is_stated).cloned().collect();
        if stated.len() > 1 && !from_defaults(context, url, &stated, out) {
            from_taken(context, url, &stated, out);
        }
    }
    for document in context.site.outlines {
        to_nowhere(context, document, out);
    }
}

/// A `redirect_from` that the configuration gives to several pages: whether that is so.
fn from_defaults(
    context: &SiteContext<'_>,
    url: &str,
    targets: &[Target],
    out: &mut Vec<Diagnostic>,
) -> bool {
    let pages: BTreeSet<&str> = targets
        .iter()
        .filter_map(|target| match target {
            Target::Redirect(redirect) => Some(redirect.path.as_str()),
            _ => None,
        })
        .filter(|path| {
            let document = context.site.outline(path);
            document.is_some_and(|document| document.front_matter.data.get("redirect_from").is_none())
        })
        .collect();
    let count = pages.len();
    if count < 2 {
        return false;
    }
    let Some((file, span)) = context.site.site.settings.place_in_defaults("redirect_from") else {
        return false;
    };
    let message =
        format!("`defaults` redirects from `{url}` to {count} pages, but only one redirect is kept");
    let help = "placeholders such as `:title` are not filled: write `redirect_from` into each page";
    out.push(context.finding(Arc::clone(file), span, message).with_help(help));
    true
}

/// `redirect_from` of a place that something else has.
fn from_taken(context: &SiteContext<'_>, url: &str, targets: &[Target], out: &mut Vec<Diagnostic>) {
    let files: Vec<&str> = targets.iter().filter_map(|target| context.site.file_of(target)).collect();
    let taken = targets.iter().find(|target| is_page(target));
    let page = taken.and_then(|target| context.site.file_of(target));
    let first = files.iter().min();
    for target in targets {
        let Target::Redirect(redirect) = target else { continue };
        let Redirect { from, path, .. } = &**redirect;
        let Some(document) = context.site.outline(path) else { continue };
        let Some(other) = files.iter().find(|file| **file != path.as_str()) else {
            // The same file twice: its own place, or the redirect written twice, which does no harm.
            let own = targets.iter().any(is_page);
            if own && document.url().is_some_and(|own| is_at(context, own, url)) {
                out.push(own_place(context, document, url, from.trim()));
            }
            continue;
        };
        // What several redirects ask for is one finding, at the first of their files.
        if page.is_none() && first != Some(&path.as_str()) {
            continue;
        }
        let others: BTreeSet<&str> = files.iter().copied().filter(|file| *file != path.as_str()).collect();
        let span = claim(context, document, url);
        let written = from.trim();
        let (message, shown) = match page.filter(|page| *page != path.as_str()) {
            // jekyll-redirect-from adds its pages after the site's; posts and files are written last.
            Some(page) if is_overwritten(taken, document) => (
                format!("the redirect from `{written}` overwrites `{page}`, so readers never see that page"),
                BTreeSet::from([page]),
            ),
            Some(page) => (
                format!("`{page}` is at `{written}`, so readers never get from there to this page"),
                BTreeSet::from([page]),
            ),
            None if others.len() > 1 => (
                format!(
                    "`{other}` and {} more redirect from `{written}` too, but only one of the redirects is kept",
                    others.len() - 1
                ),
                others,
            ),
            None => (
                format!(
                    "`{other}` redirects from `{written}` too, but only one of the two redirects is kept"
                ),
                others,
            ),
        };
        let key = key_of(document);
        let help = match page.filter(|page| *page != path.as_str()) {
            Some(page) => format!("remove it from `{key}`, or give `{page}` another URL"),
            None => format!("remove it from `{key}` here, or there"),
        };
        let mut found = context.finding(path.as_str(), span, message).with_help(help);
        for other in shown.into_iter().take(SHOWN).filter_map(|other| context.site.outline(other)) {
            found = found.with_related(Related {
                path: other.path().clone(),
                span: place_of(context, other, url),
                label: "this file claims it too".to_owned(),
            });
        }
        out.push(found);
        if page.is_none() {
            return;
        }
    }
}

/// A `redirect_from` that is the page's own place. One with a placeholder, which a plugin fills, is many pages' alike.
fn own_place(context: &SiteContext<'_>, document: &Outline<'_>, url: &str, from: &str) -> Diagnostic {
    const FILES: usize = 5;
    let is_page = matches!(document.head, Head::Page(_)) && key_of(document) == REDIRECT_FROM;
    let message = if is_page {
        format!("`{from}` is this page's own URL: the redirect overwrites the page and leads to itself")
    } else {
        format!("`{from}` is this page's own URL, so it cannot redirect from there")
    };
    let help = format!("remove it from `{}`", key_of(document));
    let pattern = pattern_of(document, from).filter(|_| !is_written(context, document, url));
    let span = pattern.map_or_else(|| claim(context, document, url), |node| node.span);
    let cause = pattern.and_then(Node::as_str).map(|pattern| {
        let like = format!("more files with `{pattern}` in `{}`", key_of(document));
        Cause::new(("own place", pattern), (&**document.path(), FILES), (&message, like, help.as_str()))
    });
    context.finding(document.path().clone(), span, message.clone()).with_help(help).with_causes(cause)
}

/// Whether a file's redirects name a URL as it is.
fn is_written(context: &SiteContext<'_>, document: &Outline<'_>, url: &str) -> bool {
    items_of(document).any(|item| item.as_str().is_some_and(|text| is_at(context, text.trim(), url)))
}

/// The value in a file's redirects of which a plugin made a URL: `/notes/:number` of `/notes/12`.
fn pattern_of<'d>(document: &'d Outline<'_>, from: &str) -> Option<&'d Node> {
    items_of(document).find(|item| {
        let Some((before, after)) = item.as_str().and_then(|text| text.trim().split_once(':')) else {
            return false;
        };
        let ending = after.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
        from.len() >= before.len() + ending.len() && from.starts_with(before) && from.ends_with(ending)
    })
}

fn items_of<'d>(document: &'d Outline<'_>) -> impl Iterator<Item = &'d Node> {
    let node = redirects_of(document).map(|entry| &entry.value);
    let items = node.and_then(|node| node.value.as_list()).unwrap_or_default();
    node.filter(|_| items.is_empty()).into_iter().chain(items)
}

/// So many of the other files are shown with a finding.
const SHOWN: usize = 5;

/// What makes a file claim a URL: its `permalink`, or the place in its redirects.
fn place_of(context: &SiteContext<'_>, document: &Outline<'_>, url: &str) -> Span {
    let permalink = document.front_matter.data.get("permalink");
    let is_own = document.url().is_some_and(|own| is_at(context, own, url));
    permalink.filter(|_| is_own).map_or_else(|| claim(context, document, url), |node| node.span)
}

/// Returns whether the page with this URL is written to a file of the index.
fn is_at(context: &SiteContext<'_>, url: &str, file: &str) -> bool {
    context.site.index.file_of(&url::percent_decode(url)) == file
}

/// Whether a redirect of a document takes the place of a page.
fn is_overwritten(taken: Option<&Target>, document: &Outline<'_>) -> bool {
    matches!(taken, Some(Target::Page(_))) && key_of(document) == REDIRECT_FROM
}

/// Whether a file is another one by a second path, through a symlink.
fn is_copy(context: &SiteContext<'_>, target: &Target) -> bool {
    let path = context.site.file_of(target);
    path.is_some_and(|path| context.site.outline(path).is_none() && context.site.site.is_by_symlink(path))
}

/// jekyll-redirect-from's key, which its pages are written for.
const REDIRECT_FROM: &str = "redirect_from";

const fn is_page(target: &Target) -> bool {
    !matches!(target, Target::Redirect(_))
}

/// The key with the old places of a page: `aliases` to generators that have no `redirect_from`.
fn redirects_of<'d>(document: &'d Outline<'_>) -> Option<&'d Entry> {
    let named = |name: &str| {
        let mut entries = document.front_matter.data.iter();
        entries.find(|entry| entry.key.eq_ignore_ascii_case(name))
    };
    named(REDIRECT_FROM).or_else(|| named("aliases"))
}

fn key_of<'d>(document: &'d Outline<'_>) -> &'d str {
    redirects_of(document).map_or(REDIRECT_FROM, |entry| entry.key.as_str())
}

/// The place in `redirect_from` that names a URL.
fn claim(context: &SiteContext<'_>, document: &Outline<'_>, url: &str) -> Span {
    let Some(node) = redirects_of(document).map(|entry| &entry.value) else { return document.top() };
    let items = node.value.as_list().unwrap_or_default();
    let same = |item: &&Node| item.as_str().is_some_and(|text| is_at(context, text.trim(), url));
    items.iter().find(same).map_or(node.span, |item| item.span)
}

/// `redirect_to` a place of the site where nothing is.
fn to_nowhere(context: &SiteContext<'_>, document: &Outline<'_>, out: &mut Vec<Diagnostic>) {
    let local = |(to, _): &(&str, Span)| to.starts_with('/') && !to.starts_with("//");
    let Some((to, span)) = document.redirect_to().filter(local) else { return };
    // A default of the configuration is not an error of the file.
    if document.front_matter.data.get("redirect_to").is_none() {
        return;
    }
    let path = to.up_to(['?', '#']);
    let base = context.site.site.settings.base_path();
    let path = path.strip_prefix(base).unwrap_or(path);
    let file = context.site.index.file_of(path);
    let itself = document.url().is_some_and(|url| is_at(context, url, &file));
    let in_a_circle = || {
        let mut targets = context.site.index.find(path).iter();
        targets.any(|target| context.site.sent_on(path, target).is_some_and(|sent| sent.to.is_none()))
    };
    let message = if itself {
        format!("this page redirects to itself (`{to}`)")
    } else if in_a_circle() {
        format!("the redirect to `{to}` leads in a circle")
    } else if !path.contains("{{")
        && context.site.index.find(path).is_empty()
        && context.site.surroundings.absent.is_empty()
    {
        format!("this page redirects to `{to}`, which the site does not have")
    } else {
        return;
    };
    out.push(context.finding(document.path().clone(), span, message).with_help("correct its target"));
}

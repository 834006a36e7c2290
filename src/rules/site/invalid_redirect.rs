//! `invalid-redirect`: a redirect that leads nowhere, in a circle, or from a place that is taken.

use crate::diagnostic::{Diagnostic, Level, Related};
use crate::front_matter::Node;
use crate::rule::{Check, Document, Example, Page, Rule, SiteContext};
use crate::site::Target;
use crate::source::Span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "invalid-redirect",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "a redirect that leads nowhere, in a circle, or from a place that is taken",
    page: Page {
        what: "A `redirect_to` to a place of the site where nothing is; a `redirect_from` that is a page's own place, that of another file, or that two files claim.",
        why: "Readers get a 404 or the wrong page, or the redirect overwrites a page of the site.",
        bad: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\nredirect_from: /about/\n---\nIt is here.\n",
            },
            Example { path: "about.md", text: "---\ntitle: About\npermalink: /about/\n---\nIt is here.\n" },
        ],
        good: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\nredirect_from: /old/\n---\nIt is here.\n",
            },
            Example { path: "about.md", text: "---\ntitle: About\npermalink: /about/\n---\nIt is here.\n" },
        ],
        ..Page::EMPTY
    },
    check: Check::Site(check),
};

fn check(context: &SiteContext<'_>, out: &mut Vec<Diagnostic>) {
    for (url, targets) in context.site.index.iter().filter(|(_, targets)| targets.len() > 1) {
        from_taken(context, url, targets, out);
    }
    for document in context.site.documents {
        to_nowhere(context, document, out);
    }
}

/// `redirect_from` of a place that something else has.
fn from_taken(context: &SiteContext<'_>, url: &str, targets: &[Target], out: &mut Vec<Diagnostic>) {
    let files: Vec<&str> = targets.iter().filter_map(|target| context.site.file_of(target)).collect();
    for target in targets {
        let Target::Redirect { path, .. } = target else { continue };
        let Some(document) = context.site.document(path) else { continue };
        let Some(other) = files.iter().find(|file| **file != path.as_str()) else {
            // The same file twice: its own place, or the redirect written twice, which does no harm.
            let own = targets.iter().any(|target| !matches!(target, Target::Redirect { .. }));
            if own && document.url().is_some_and(|own| own.trim_end_matches('/') == url) {
                out.push(
                    context
                        .finding(
                            path.as_str(),
                            claim(document, url),
                            format!("this page redirects from its own place `{url}`"),
                        )
                        .with_help("remove it from `redirect_from`"),
                );
            }
            continue;
        };
        let mut found = context
            .finding(
                path.as_str(),
                claim(document, url),
                format!("`{url}` is taken: `{other}` is or redirects from there too"),
            )
            .with_help("remove it from `redirect_from`, or give the other one another place")
            .with_dependency(*other);
        if let Some(other) = context.site.document(other) {
            found = found.with_related(Related {
                path: other.path().clone(),
                span: other
                    .front_matter
                    .data
                    .get("permalink")
                    .or_else(|| other.front_matter.data.get("redirect_from"))
                    .map_or_else(|| other.top(), |node| node.span),
                label: "this one".to_owned(),
            });
        }
        out.push(found);
    }
}

/// The place in `redirect_from` that names a URL.
fn claim(document: &Document<'_>, url: &str) -> Span {
    let Some(node) = document.front_matter.data.get("redirect_from") else { return document.top() };
    let items = node.value.as_list().unwrap_or_default();
    let same = |item: &&Node| item.as_str().is_some_and(|text| text.trim().trim_end_matches('/') == url);
    items.iter().find(same).map_or(node.span, |item| item.span)
}

/// `redirect_to` a place of the site where nothing is.
fn to_nowhere(context: &SiteContext<'_>, document: &Document<'_>, out: &mut Vec<Diagnostic>) {
    let Some(node) = document.front_matter.data.get("redirect_to") else { return };
    let Some(to) = node.as_str().map(str::trim).filter(|to| to.starts_with('/') && !to.starts_with("//"))
    else {
        return;
    };
    let path = to.split(['?', '#']).next().unwrap_or("");
    let base = context.site.site.settings.baseurl.trim_end_matches('/');
    let path = path.strip_prefix(base).unwrap_or(path);
    let itself = document.url().is_some_and(|url| url.trim_end_matches('/') == path.trim_end_matches('/'));
    let message = if itself {
        format!("this page redirects to itself (`{to}`)")
    } else if !path.contains("{{")
        && context.site.index.find(path).is_empty()
        && context.site.site.absent.is_empty()
    {
        format!("`redirect_to: {to}` leads nowhere")
    } else {
        return;
    };
    out.push(
        context
            .finding(document.path().clone(), node.span, message)
            .with_help("correct the place that it leads to"),
    );
}

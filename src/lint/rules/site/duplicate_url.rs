//! `duplicate-url`: two files with the same URL.

use crate::links::Target;
use crate::lint::rule::{Check, Example, Page, Rule, SiteContext};
use crate::text::diagnostic::{Diagnostic, Level, Related};
use crate::text::source::Span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "duplicate-url",
    level: Level::Error,
    fixable: false,
    on_by_default: true,
    summary: "two files with the same URL",
    page: Page {
        what: "Posts, documents, pages and files that the generator would write to one place: equal permalinks, or \
               equal dates and names. Jekyll writes `/a` to `a.html` and `/a/` to `a/index.html`: these are two places.",
        why: "One of them overwrites the other, and nobody can rely on which. In feeds both have the same \
              link and \
              often the same id, so that readers show one of them.",
        bad: &[
            Example { path: "about.md", text: "---\ntitle: About\npermalink: /about/\n---\nWe.\n" },
            Example { path: "team.md", text: "---\ntitle: Team\npermalink: /about/\n---\nUs.\n" },
        ],
        good: &[
            Example { path: "about.md", text: "---\ntitle: About\npermalink: /about/\n---\nWe.\n" },
            Example { path: "team.md", text: "---\ntitle: Team\npermalink: /team/\n---\nUs.\n" },
        ],
        sources: &["RFC 4287, section 4.1.1: entries with the same id are one entry"],
        ..Page::EMPTY
    },
    check: Check::Site(check),
};

fn check(context: &SiteContext<'_>, out: &mut Vec<Diagnostic>) {
    for (_, targets) in context.site.index.iter() {
        if targets.len() < 2 {
            continue;
        }
        let mut files: Vec<(&str, Span, &str)> =
            targets.iter().filter_map(|target| contender(context, target)).collect();
        files.sort_unstable();
        files.dedup_by_key(|file| file.0);
        if let Some(languages) = &context.site.site.settings.made.languages {
            let of = |path: &str| language(context, path, &languages.default);
            let all: Vec<String> = files.iter().map(|(path, ..)| of(path)).collect();
            files.retain(|(path, ..)| all.iter().filter(|other| **other == of(path)).count() > 1);
        }
        if files.len() < 2 {
            continue;
        }
        for (path, span, url) in files.iter().filter(|(path, ..)| context.site.outline(path).is_some()) {
            let mut found = context
                .finding(
                    *path,
                    *span,
                    format!("more than one file is written to `{url}`, and only the last one remains"),
                )
                .with_help("give one of them another `permalink`, date or name")
                .with_param("url", *url);
            for (other, other_span, _) in files.iter().filter(|(other, ..)| other != path) {
                found = found.with_related(Related {
                    path: (*other).into(),
                    span: *other_span,
                    label: "so is this file".to_owned(),
                });
            }
            out.push(found);
        }
    }
}

/// The language whose folder a file is written to.
fn language(context: &SiteContext<'_>, path: &str, default: &str) -> String {
    let document = context.site.outline(path);
    let own = document.and_then(|document| Some(document.data().get("lang")?.as_str()?.to_owned()));
    own.unwrap_or_else(|| default.to_owned())
}

/// A file that the build writes, with the place that sets its URL; redirects and plugins' pages are not included.
fn contender<'a>(context: &SiteContext<'a>, target: &Target) -> Option<(&'a str, Span, &'a str)> {
    let (site, surroundings) = (context.site.site, context.site.surroundings);
    let (path, url) = match target {
        Target::Post(at) => site.posts.get(*at).map(|post| (&*post.path, post.url.as_str()))?,
        Target::Page(at) => surroundings.pages.get(*at).map(|page| (&*page.path, page.url.as_str()))?,
        Target::File(at) => {
            surroundings.files.get(*at).map(|file| (file.path.as_str(), file.url.as_str()))?
        }
        Target::Redirect(_) | Target::Made => return None,
    };
    let outline = context.site.outline(path);
    // What a symlink leads to is written twice, which does no harm.
    if outline.is_none() && site.is_by_symlink(path) {
        return None;
    }
    let span = outline.map_or(Span::default(), |document| {
        ["permalink", "slug", "date"]
            .iter()
            .find_map(|key| document.front_matter.data.get(key))
            .map_or_else(|| document.top(), |node| node.span)
    });
    Some((path, span, url))
}

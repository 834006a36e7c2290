//! `undiscoverable-feed`: built pages that name no feed, or one that is not there.

use std::collections::{BTreeMap, BTreeSet};

use crate::feeds::plan;
use crate::links::{Built, Elsewhere, FeedLink};
use crate::lint::rule::{Check, Example, Page, Rule, SiteContext};
use crate::text::diagnostic::{Diagnostic, Level};
use crate::text::route::may_match;
use crate::text::source::Span;
use crate::text::url;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "undiscoverable-feed",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "a built page that names no feed, or one that is not there",
    page: Page {
        what: "With `--built`, and where the site has a feed: a home page without `<link rel=\"alternate\">` for a feed; such a link to a place of the site where nothing is, or where a page is, reported once for each address; for information, pages of posts without one where the home page has one. A feed on another host counts. Pages that send their readers on are not looked at.",
        why: "Browsers and feed readers find a feed by these links: people give them the address of the site or of a post.",
        around: &[Example { path: "feedwright.toml", text: "[[feeds]]\npath = \"news.xml\"\n" }],
        bad: &[Example {
            path: "_site/index.html",
            text: "<!doctype html>\n<title>Wherry OS</title>\n<link rel=\"alternate\" type=\"application/atom+xml\" href=\"/feed.xml\">\n",
        }],
        good: &[Example {
            path: "_site/index.html",
            text: "<!doctype html>\n<title>Wherry OS</title>\n<link rel=\"alternate\" type=\"application/atom+xml\" href=\"/news.xml\">\n",
        }],
        sources: &[
            "HTML Standard, section 4.6.7.1: `rel=alternate` with the type of a feed is autodiscovery",
        ],
        ..Page::EMPTY
    },
    check: Check::Site(check),
};

fn check(context: &SiteContext<'_>, out: &mut Vec<Diagnostic>) {
    let Some(built) = context.site.built else { return };
    let site = context.site.site;
    let paths = plan::paths(site, context.feeds);
    let feeds: BTreeSet<String> =
        paths.iter().map(|path| format!("/{}", path.trim_start_matches('/'))).collect();
    let places = Places { context, built, feeds: &feeds };
    places.of_links(out);
    // A site that configures no feeds, and has none, need not name any.
    let has_feed =
        !site.settings.config.feeds.is_empty() || feeds.iter().any(|path| built.file_at(path).is_some());
    let Some(home) = built.file_at("/").filter(|home| built.is_page(home) && has_feed) else { return };
    let names_one = |page: &str| built.feed_links().contains_key(page);
    let help = format!(
        "put the lines of `feedwright discovery` into the layout, or run `feedwright discovery --insert {}` after each build",
        built.place("")
    );
    if !names_one(home) {
        let message = "the home page names no feed, so browsers and readers find none";
        out.push(context.finding(built.place(home), Span::default(), message).with_help(help));
        return;
    }
    let posts = site.posts.iter().filter(|post| post.is_post() && post.hidden.is_none() && post.output);
    let pages = posts.filter_map(|post| built.file_at(&url::percent_decode(&post.url)));
    let bare: BTreeSet<&str> = pages.filter(|page| built.is_page(page) && !names_one(page)).collect();
    if let Some(first) = bare.first() {
        let message = format!("the page of this post names no feed{}", others(bare.len() - 1));
        let found = context.finding(built.place(first), Span::default(), message);
        out.push(found.at_most(Level::Info).with_help(help));
    }
}

/// How many pages beside the one that is named.
fn others(number: usize) -> String {
    match number {
        0 => String::new(),
        1 => ", as does another one".to_owned(),
        number => format!(", as do {number} others"),
    }
}

/// What is at the places that pages name as feeds.
struct Places<'a> {
    context: &'a SiteContext<'a>,
    built: &'a Built,
    /// The paths of the feeds that are written for the site, with a slash before each.
    feeds: &'a BTreeSet<String>,
}

/// What is wrong with such a place.
#[derive(Clone, Copy)]
enum Fault {
    Nothing,
    Page,
}

impl Places<'_> {
    /// Reports each place where no feed is, once.
    fn of_links(&self, out: &mut Vec<Diagnostic>) {
        let elsewhere = Elsewhere::new(self.context.site.site, self.context.site.index, Some(self.built));
        let mut faults: BTreeMap<String, (Fault, &str, &FeedLink, usize)> = BTreeMap::new();
        for (page, links) in self.built.feed_links() {
            for link in links {
                let Some((path, fault)) = self.judge(page, &link.href, &elsewhere) else { continue };
                faults.entry(path).or_insert((fault, page, link, 0)).3 += 1;
            }
        }
        for (path, (fault, page, link, number)) in faults {
            let what = match fault {
                Fault::Nothing => "and nothing is there",
                Fault::Page => "and a page is there",
            };
            let message = format!("`{}` is named as a feed, {what}{}", link.href, others(number - 1));
            let nearest = self.feeds.iter().find(|feed| feed.rsplit('/').next() == path.rsplit('/').next());
            let help = match nearest.or(self.feeds.first()) {
                Some(feed) => {
                    format!("write `{}`, or remove the link", self.context.site.site.settings.absolute(feed))
                }
                None => "correct the address, or remove the link".to_owned(),
            };
            out.push(self.context.finding(self.built.place(page), link.span, message).with_help(help));
        }
    }

    /// The place of the site that a page names, and what is wrong with it; nothing where a feed, or what only others know, is.
    fn judge(&self, page: &str, href: &str, elsewhere: &Elsewhere<'_>) -> Option<(String, Fault)> {
        let settings = &self.context.site.site.settings;
        let host = settings.url.as_deref().unwrap_or("https://site.invalid");
        let base = settings.base_path();
        let resolved = url::resolve(&format!("{host}{base}{page}"), href);
        let (parts, own) = (url::parts(&resolved), url::parts(host));
        let is_web = parts.scheme.is_some_and(|scheme| matches!(scheme, "http" | "https"));
        let is_own = match (parts.authority, own.authority) {
            (Some(theirs), Some(ours)) => theirs.eq_ignore_ascii_case(ours),
            _ => false,
        };
        // A query may choose what a program answers.
        if !is_web || !is_own || parts.query.is_some() {
            return None;
        }
        let decoded = url::percent_decode(parts.path);
        let path = decoded.strip_prefix(base).filter(|path| path.starts_with('/'))?;
        if self.feeds.contains(path) {
            return None;
        }
        if let Some(file) = self.built.file_at(path) {
            return self.built.is_page(file).then(|| (path.to_owned(), Fault::Page));
        }
        let in_folder = path.trim_start_matches('/').contains('/');
        let is_others = elsewhere.names(&decoded) || elsewhere.names(path);
        let may_be_others = in_folder && url::parts(href).authority.is_some() && elsewhere.may_serve(path);
        let patterns = &self.context.site.surroundings.redirect_patterns;
        let is_redirected = !self.context.site.index.served(path).is_empty()
            || patterns.iter().any(|(pattern, _)| may_match(pattern, path));
        (!is_others && !may_be_others && !is_redirected).then(|| (path.to_owned(), Fault::Nothing))
    }
}

//! A page about a whole site: its feeds, its posts by month and category, what the linter found, and the posts of no feed.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike as _;

use crate::feeds::emitters::uri;
use crate::feeds::page::{begin, line, table};
use crate::feeds::plan::Plan;
use crate::lint::feed_table::feed_table;
use crate::lint::page_text::{sentence, visible, visible_line};
use crate::lint::report::{Finding, Report, count};
use crate::lint::written::WrittenFeed;
use crate::site::Site;
use crate::site::post::{DateSource, Post};
use crate::text::diagnostic::Level;
use crate::text::html::text::{escape, escape_attribute};

/// So many bars at most: ten years of months, or the largest categories.
const MOST_BARS: usize = 120;

/// So many findings of one file, and so many posts, are listed.
const MOST_LISTED: usize = 200;

/// The stylesheet of pages about a site.
pub(super) const STYLE: &str = include_str!("overview.css");

/// Returns a page of HTML that needs nothing beside it, no script and no request. `feeds` are those of the plan, written.
#[must_use]
pub fn overview(site: &Site, plan: &Plan, feeds: &[WrittenFeed], report: &Report) -> String {
    let feeds = plan.feeds.iter().zip(feeds).filter(|(_, written)| written.failure.is_none());
    let name = site.settings.title.as_deref().or(site.settings.url.as_deref()).unwrap_or("the site");
    let title = format!("Overview of {name}");
    let mut out = begin(
        &title,
        Some("en"),
        &format!("<link rel=\"icon\" href=\"data:,\">\n<style>\n{STYLE}</style>\n"),
    );
    out += &format!("<header>\n<h1>{}</h1>\n</header>\n<nav aria-label=\"Sections\">\n<ul>\n", line(&title));
    let unfed = unfed(site, plan);
    let sections = [
        ("feeds", "Feeds", feed_table(feeds, &|feed| uri(&feed.feed.self_url).into_owned())),
        ("months", "Posts a month", months(site)),
        ("categories", "Categories", categories(site)),
        ("findings", "Findings", findings(report)),
        ("unfed", "Posts in no feed", list(&unfed)),
    ];
    for (id, heading, _) in &sections {
        out += &format!("<li><a href=\"#{id}\">{heading}</a></li>\n");
    }
    out += "</ul>\n</nav>\n<main>\n";
    for (id, heading, content) in &sections {
        out += &format!("<section id=\"{id}\" aria-labelledby=\"{id}-heading\">\n");
        out += &format!("<h2 id=\"{id}-heading\">{heading}</h2>\n{content}</section>\n");
    }
    out + "</main>\n</body>\n</html>\n"
}

/// Whether the site publishes a post.
fn is_published(post: &Post) -> bool {
    post.is_post() && post.is_read() && post.hidden.is_none()
}

/// The posts that the site publishes.
fn published(site: &Site) -> impl Iterator<Item = &Post> {
    site.posts.iter().map(|post| &**post).filter(|post| is_published(post))
}

fn months(site: &Site) -> String {
    let dated = published(site).filter(|post| {
        matches!(post.date_source, DateSource::FrontMatter | DateSource::FileName | DateSource::Modified)
    });
    let mut months: BTreeMap<i64, usize> = BTreeMap::new();
    for post in dated {
        let month = i64::from(post.date.year()) * 12 + i64::from(post.date.month0());
        *months.entry(month).or_default() += 1;
    }
    let last = months.keys().next_back().copied().unwrap_or(0);
    let before = i64::try_from(MOST_BARS).unwrap_or(i64::MAX) - 1;
    let first = months.keys().next().copied().unwrap_or(1).max(last - before);
    let name = |month: i64| format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1);
    let counts = (first..=last).map(|month| (name(month), months.get(&month).copied().unwrap_or(0)));
    plot(&counts.collect::<Vec<_>>())
}

fn categories(site: &Site) -> String {
    let mut categories: BTreeMap<&str, usize> = BTreeMap::new();
    for category in published(site).flat_map(|post| &post.categories) {
        *categories.entry(category).or_default() += 1;
    }
    let mut counts: Vec<(String, usize)> =
        categories.into_iter().map(|(name, posts)| (name.to_owned(), posts)).collect();
    counts.sort_by_key(|(_, posts)| Reverse(*posts));
    counts.truncate(MOST_BARS);
    let Some((_, most)) = counts.first() else { return NOTHING.to_owned() };
    // A category has no place on an axis: its bar is beside its name.
    let row = |(name, posts): &(String, usize)| {
        format!(
            "<tr><th scope=\"row\">{}</th><td class=\"number\">{posts}</td><td class=\"bar\">\
             <svg viewBox=\"0 0 {most} 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
             <rect width=\"{posts}\" height=\"1\"/></svg></td></tr>\n",
            visible(name)
        )
    };
    let rows: String = counts.iter().map(row).collect();
    table("Table of posts by category", &["Category", "Posts", "Share"], &rows)
}

/// What is shown in the place of a plot without bars.
const NOTHING: &str = "<p>There is none.</p>\n";

/// A plot with a bar for each month, and the same numbers as a table.
fn plot(months: &[(String, usize)]) -> String {
    const HEIGHT: usize = 100;
    const STEP: usize = 8;
    // Fewer months leave the rest of a year empty.
    const LEAST: usize = 12;
    let Some(most) = months.iter().map(|(_, posts)| *posts).max() else { return NOTHING.to_owned() };
    let mut bars = String::new();
    let mut rows = String::new();
    for (at, (name, posts)) in months.iter().enumerate() {
        let (name, height) = (line(name), (posts * HEIGHT).div_ceil(most));
        let (x, y) = (at * STEP, HEIGHT - height);
        let label = format!("{name}: {}", count(*posts, "post"));
        bars += &format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{height}\"><title>{label}</title></rect>\n",
            STEP - 2
        );
        rows += &format!("<tr><th scope=\"row\">{name}</th><td class=\"number\">{posts}</td></tr>\n");
    }
    let width = months.len().max(LEAST) * STEP;
    let most = count(most, "post");
    let ends = match months {
        [(first, _), .., (last, _)] => format!("{first} to {last}, at most {most} a month"),
        [(only, _)] => format!("{only}, {most}"),
        [] => String::new(),
    };
    format!(
        "<figure>\n<svg viewBox=\"0 0 {width} {HEIGHT}\" role=\"img\" aria-label=\"Posts a month: {ends}\" preserveAspectRatio=\"none\">\n\
         {bars}</svg>\n<figcaption>{ends}</figcaption>\n</figure>\n<details><summary>The numbers</summary>\n{}</details>\n",
        table("Table of posts by month", &["Month", "Posts"], &rows)
    )
}

fn findings(report: &Report) -> String {
    let summary = &report.summary;
    let mut out = format!(
        "<p>{}, {}, {} in {}.</p>\n",
        count(summary.errors, "error"),
        count(summary.warnings, "warning"),
        count(summary.infos, "info"),
        count(summary.files, "file"),
    );
    if report.findings.is_empty() {
        return out;
    }
    let mut rules: Vec<(&str, usize)> = report.statistics().into_iter().collect();
    rules.sort_by_key(|(_, found)| Reverse(*found));
    let row = |(rule, found): (&str, usize)| {
        format!("<tr><th scope=\"row\"><code>{rule}</code></th><td class=\"number\">{found}</td></tr>\n")
    };
    out += &table(
        "Table of findings by rule",
        &["Rule", "Findings"],
        &rules.into_iter().map(row).collect::<String>(),
    );
    for file in report.findings.chunk_by(|a, b| a.diagnostic.path == b.diagnostic.path) {
        let Some(first) = file.first() else { continue };
        let is_bad = file.iter().any(|finding| finding.diagnostic.level == Level::Error);
        out += &format!(
            "<details{}><summary><code>{}</code> ({})</summary>\n<ol>\n",
            if is_bad { " open" } else { "" },
            visible(&first.diagnostic.path),
            count(file.len(), "finding")
        );
        out.extend(file.iter().take(MOST_LISTED).map(finding));
        out += "</ol>\n</details>\n";
    }
    out
}

fn finding(finding: &Finding) -> String {
    let diagnostic = &finding.diagnostic;
    let mut out = format!(
        "<li class=\"{0}\"><p><strong>{0}</strong> <code>{1}</code> at {2}: {3}</p>\n",
        diagnostic.level,
        diagnostic.rule,
        finding.start,
        sentence(&diagnostic.message)
    );
    if let Some(help) = &diagnostic.help {
        out += &format!("<p>{}</p>\n", sentence(help));
    }
    if let Some(excerpt) = finding.excerpts.first().filter(|excerpt| !excerpt.text.is_empty()) {
        let lines: Vec<String> = excerpt.text.lines().map(visible_line).collect();
        out += &format!("<pre tabindex=\"0\"><code>{}</code></pre>\n", lines.join("\n"));
    }
    out + "</li>\n"
}

/// The posts that are published and in no feed.
fn unfed<'a>(site: &'a Site, plan: &Plan) -> Vec<&'a Post> {
    let fed: BTreeSet<usize> = plan.feeds.iter().flat_map(|feed| feed.posts.iter().copied()).collect();
    let posts = site.posts.iter().enumerate().filter(|(at, _)| !fed.contains(at));
    posts.map(|(_, post)| &**post).filter(|post| is_published(post)).collect()
}

fn list(posts: &[&Post]) -> String {
    if posts.is_empty() {
        return "<p>Every post is in a feed.</p>\n".to_owned();
    }
    let item = |post: &&Post| {
        let title = if post.title.trim().is_empty() { &*post.path } else { post.title.as_str() };
        format!("<li><a href=\"{}\">{}</a></li>\n", escape_attribute(&uri(&post.link)), line(title))
    };
    let items: String = posts.iter().take(MOST_LISTED).map(item).collect();
    let more = posts.len().saturating_sub(MOST_LISTED);
    let rest = if more > 0 { format!("<p>And {more} more.</p>\n") } else { String::new() };
    format!(
        "<p>{}, since their feeds hold newer ones or other posts.</p>\n<ul>\n{items}</ul>\n{rest}",
        escape(&count(posts.len(), "post"))
    )
}

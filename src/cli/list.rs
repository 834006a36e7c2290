//! `feedwright list`: every post and the feeds that it is in.

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use feedwright::feeds::plan::{Plan, Verdict, plan, url_fault};
use feedwright::site::Site;
use feedwright::site::post::{DateSource, Hidden, Post};
use feedwright::text::date;
use serde::Serialize;

use crate::cli::args::SiteArgs;
use crate::cli::console::Console;
use crate::cli::failure::{Failure, Outcome};
use crate::cli::{open, target, unread};

/// List the posts and the feeds that they are in.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright list                                     a table, the newest post first
  feedwright list --format json | jq '.[] | select(.feeds.feed) | .url'")]
pub(crate) struct ListArgs {
    #[command(flatten)]
    site: SiteArgs,
    /// A table for people, JSON for programs
    #[arg(long, alias = "output-format", value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    Table,
    Json,
}

/// One post, as `--format json` has it.
#[derive(Debug, Serialize)]
struct Row<'a> {
    path: &'a str,
    collection: &'a str,
    url: &'a str,
    id: &'a str,
    title: &'a str,
    /// Nothing where the post has none and no time is given that could stand in.
    date: Option<String>,
    updated: Option<String>,
    categories: &'a [String],
    tags: &'a [String],
    authors: Vec<&'a str>,
    draft: bool,
    future: bool,
    feeds: serde_json::Map<String, serde_json::Value>,
    #[serde(skip)]
    is_dated: bool,
    #[serde(skip)]
    hidden: Option<Hidden>,
}

pub(crate) fn run(args: &ListArgs, console: &Console) -> Outcome {
    let site = target::folder(&args.site.site, &args.site.reading);
    let (_, loaded) = open::open(&site, &args.site.reading, console)?;
    let plan = plan_or_empty(&loaded.site, &loaded.feeds, console)?;
    let rows: Vec<Row<'_>> = loaded
        .site
        .posts
        .iter()
        .enumerate()
        .map(|(index, post)| row(&loaded.site, post, index, &plan))
        .collect();
    match args.format {
        ListFormat::Json => console.lines(&serde_json::to_string_pretty(&rows)?),
        ListFormat::Table => {
            table(&rows, &loaded.site, console);
            if rows.is_empty() && loaded.site.unreadable.is_empty() {
                console.note(&format!("{}: there are no posts", site.display()));
            }
        }
    }
    let is_incomplete = unread::is_incomplete(&loaded.site);
    if args.format == ListFormat::Json || is_incomplete {
        unread::say(&loaded, console);
    }
    if !console.quiet {
        for ignored in &loaded.site.ignored {
            console.note(&format!("{}: no post, since {}", ignored.path, ignored.reason));
        }
    }
    Ok(ExitCode::from(if is_incomplete { 2 } else { 0 }))
}

/// A line a post: day, file, title, URL, categories, and the feeds that it is in, or why it is in none; then those that
/// cannot be read.
fn table(rows: &[Row<'_>], site: &Site, console: &Console) {
    let unreadable = site.unreadable.iter().map(|unreadable| &*unreadable.path);
    let paths = rows.iter().map(|row| row.path).chain(unreadable);
    let width = paths.map(|path| path.chars().count()).max().unwrap_or(0).min(60);
    for row in rows {
        let day = match &row.date {
            Some(date) if row.is_dated => date.get(..10).unwrap_or(date),
            _ => "undated",
        };
        let categories = match row.categories {
            [] => String::new(),
            categories => format!("  ({})", categories.join(", ")),
        };
        console.line(&format!(
            "{day:10}  {:width$}  {}  {}{categories}  [{}]",
            row.path,
            row.title,
            row.url,
            row.feeds_in_words()
        ));
    }
    for unreadable in &site.unreadable {
        console.line(&format!(
            "unreadable  {:width$}  line {}: {}",
            unreadable.path, unreadable.position.line, unreadable.problem.message
        ));
    }
}

impl Row<'_> {
    fn feeds_in_words(&self) -> String {
        let is_in = self.feeds.iter().filter(|(_, is_in)| is_in.as_bool() == Some(true));
        let feeds: Vec<&str> = is_in.map(|(name, _)| name.as_str()).collect();
        match self.hidden {
            _ if !feeds.is_empty() => feeds.join(", "),
            Some(Hidden::Draft) => "draft".to_owned(),
            Some(Hidden::Future) => "future".to_owned(),
            Some(Hidden::Unpublished) => "unpublished".to_owned(),
            Some(Hidden::Expired) => "expired".to_owned(),
            Some(Hidden::NotListed) => "not listed".to_owned(),
            Some(Hidden::NotRendered) => "not rendered".to_owned(),
            Some(Hidden::Limit) => "beyond limit_posts".to_owned(),
            None if self.date.is_none() => "no date".to_owned(),
            None => "in no feed".to_owned(),
        }
    }
}

/// The plan; without feeds where the site has no URL, since its posts can be listed all the same.
pub(crate) fn plan_or_empty(
    site: &Site,
    feeds: &[feedwright::site::config::Feed],
    console: &Console,
) -> Result<Plan, Failure> {
    if let Some(fault) = url_fault(&site.settings) {
        if !console.quiet {
            console.note(&match site.settings.url {
                None => "the site has no URL, so no feed can be planned: give one with `--url`".to_owned(),
                Some(_) => format!("{fault}; no feed can be planned"),
            });
        }
        return Ok(Plan { feeds: Vec::new(), notes: Vec::new(), warnings: Vec::new() });
    }
    Ok(plan(site, feeds, &[])?)
}

fn row<'a>(site: &'a Site, post: &'a Post, index: usize, plan: &Plan) -> Row<'a> {
    let is_in =
        |feed: &feedwright::feeds::plan::Planned| matches!(feed.verdict(site, index), Ok(Verdict::Member(_)));
    let has_date = post.date_source != DateSource::Build || site.settings.now_is_given;
    Row {
        path: &post.path,
        collection: &post.collection,
        url: &post.link,
        id: &post.id,
        title: &post.title,
        date: has_date.then(|| date::rfc3339(&post.date)),
        updated: has_date.then(|| date::rfc3339(&post.updated)),
        categories: &post.categories,
        tags: &post.tags,
        authors: site.settings.authors_of(post).iter().map(|author| author.name.as_str()).collect(),
        draft: post.draft,
        future: post.date > site.settings.now || post.hidden == Some(Hidden::Future),
        feeds: plan.feeds.iter().map(|feed| (feed.name.clone(), is_in(feed).into())).collect(),
        // A draft's day is that of its file's last change, an undated post's that of the build.
        is_dated: !matches!(post.date_source, DateSource::Build | DateSource::Modified | DateSource::None),
        hidden: post.hidden,
    }
}

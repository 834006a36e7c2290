//! `feedwright list`: every post and the feeds that it is in.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use feedwright::feeds::plan::{Plan, Planned, Verdict, plan, url_fault};
use feedwright::site::post::{DateSource, Hidden, Post};
use feedwright::site::{Ignored, Site, Unreadable};
use feedwright::text::date;
use feedwright::text::printable::printable;
use serde::Serialize;

use crate::cli::args::ReadingArgs;
use crate::cli::console::Console;
use crate::cli::failure::{CommandResult, Failure};
use crate::cli::target::Wanted;
use crate::cli::terminal::{self, columns, cut};
use crate::cli::{disk, open, target, unread};

/// List the posts and the feeds that they are in.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright list                            a table, the newest post first
  feedwright list _posts/2024-05-31-beta.md  the line of that post
  feedwright list --format json | jq '.[] | select(.feeds.feed) | .url'

On a terminal, long lines are shortened to its width; in a pipe they are whole.")]
pub(crate) struct ListArgs {
    /// The site's folder, or the file of one post
    #[arg(default_value = ".")]
    site: PathBuf,
    /// A table for people, JSON for programs
    #[arg(long, alias = "output-format", value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
    /// How the site is read.
    #[command(flatten)]
    reading: ReadingArgs,
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

/// The most columns of the feeds' names on a terminal.
const MOST_OF_FEEDS: usize = 24;

pub(crate) fn run(args: &ListArgs, console: &Console) -> CommandResult {
    let (folder, wanted) = site_and_file(args)?;
    let (_, loaded) = open::open(&folder, &args.reading, console)?;
    let site = &loaded.site;
    let plan = plan_or_empty(site, &loaded.feeds, console)?;
    let is_wanted = |path: &str| wanted.as_ref().is_none_or(|wanted| wanted.holds(path));
    let posts = site.posts.iter().enumerate().filter(|(_, post)| is_wanted(&post.path));
    let keys = keys(&plan);
    let rows: Vec<Row<'_>> = posts.map(|(index, post)| row(site, post, index, (&plan, &keys))).collect();
    let unreadable: Vec<&Unreadable> =
        site.unreadable.iter().filter(|unreadable| is_wanted(&unreadable.path)).collect();
    let ignored: Vec<&Ignored> = site.ignored.iter().filter(|ignored| is_wanted(&ignored.path)).collect();
    if let Some(wanted) = &wanted
        && rows.is_empty()
        && unreadable.is_empty()
        && ignored.is_empty()
    {
        return Err(Failure::new(format!("{wanted}: it is not a post")));
    }
    match args.format {
        ListFormat::Json => console.lines(&serde_json::to_string_pretty(&rows)?),
        ListFormat::Table => {
            table(&rows, &unreadable, site, console);
            if rows.is_empty() && site.unreadable.is_empty() && wanted.is_none() {
                console.note(&target::no_posts(&folder));
            }
        }
    }
    let is_incomplete = unread::is_incomplete(&loaded.site);
    if args.format == ListFormat::Json || is_incomplete {
        unread::say(&loaded, console);
    }
    if !console.quiet {
        for ignored in ignored {
            console.note(&format!("{}: no post, since {}", ignored.path, ignored.reason));
        }
    }
    Ok(ExitCode::from(if is_incomplete { 2 } else { 0 }))
}

/// The site, and the file of it that is named, where one is.
fn site_and_file(args: &ListArgs) -> Result<(PathBuf, Option<Wanted>), Failure> {
    if disk::is_folder(&args.site) || !disk::is_there(&args.site) {
        return Ok((target::folder(&args.site, &args.reading), None));
    }
    let target = target::find(std::slice::from_ref(&args.site))?;
    Ok((target.site, target.wanted))
}

/// A line a post: day, file, title, URL, categories, and the feeds that it is in, or why it is in none; then those that
/// cannot be read.
fn table(rows: &[Row<'_>], unreadable: &[&Unreadable], site: &Site, console: &Console) {
    let most = terminal::width();
    let paths = rows.iter().map(|row| row.path).chain(unreadable.iter().map(|unreadable| &*unreadable.path));
    // On a terminal, the other columns have two thirds of the line.
    let widest = most.map_or(60, |most| most / 3);
    let width = paths.map(|path| path.chars().count()).max().unwrap_or(0).min(widest);
    for row in rows {
        let day = match &row.date {
            Some(date) if row.is_dated => date.get(..10).unwrap_or(date),
            _ => "undated",
        };
        let line = row.line(&format!("{day:10}  {:width$}  ", row.path));
        match most {
            Some(most) if columns(&printable(&line)) > most => {
                let path = printable(row.path);
                let head = format!("{day:10}  {:width$}  ", cut_start(&path, width));
                console.line(&row.short_line(&head, site.settings.url.as_deref(), most));
            }
            _ => console.line(&line),
        }
    }
    for unreadable in unreadable {
        console.line(&format!(
            "unreadable  {:width$}  line {}: {}",
            unreadable.path, unreadable.position.line, unreadable.problem.message
        ));
    }
}

/// The end of a path, which tells files apart, in at most so many columns.
fn cut_start(path: &str, most: usize) -> Cow<'_, str> {
    if columns(path) <= most {
        return Cow::Borrowed(path);
    }
    let mut taken = 1;
    let fits = |(_, c): &(usize, char)| {
        taken += columns(c.encode_utf8(&mut [0; 4]));
        taken <= most
    };
    let start = path.char_indices().rev().take_while(fits).last().map_or(path.len(), |(at, _)| at);
    Cow::Owned(format!("…{}", path.get(start..).unwrap_or(path)))
}

impl Row<'_> {
    /// The line after its first columns, whole.
    fn line(&self, head: &str) -> String {
        let categories = match self.categories {
            [] => String::new(),
            categories => format!("  ({})", categories.join(", ")),
        };
        format!("{head}{}  {}{categories}  [{}]", self.title, self.url, self.feeds_in_words())
    }

    /// The line in at most so many columns: the feeds counted where they are many, no categories, the URL without the site's
    /// and only where it fits, and of the title what fits.
    fn short_line(&self, head: &str, site: Option<&str>, most: usize) -> String {
        let feeds = self.feeds_in_words();
        let is_in = self.feeds.values().filter(|is_in| is_in.as_bool() == Some(true)).count();
        let feeds =
            if is_in > 1 && columns(&feeds) > MOST_OF_FEEDS { format!("{is_in} feeds") } else { feeds };
        let tail = format!("  [{}]", cut(&printable(&feeds), MOST_OF_FEEDS));
        let url = site.and_then(|site| self.url.strip_prefix(site.trim_end_matches('/'))).unwrap_or(self.url);
        let whole = format!("{}  {}", printable(self.title), printable(url));
        let room = most.saturating_sub(columns(head) + columns(&tail));
        if columns(&whole) <= room {
            return format!("{head}{whole}{tail}");
        }
        format!("{head}{}{tail}", cut(&printable(self.title), room))
    }

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
            Some(Hidden::Undated) => "undated".to_owned(),
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
        return Ok(Plan { feeds: Vec::new(), notes: Vec::new(), warnings: Vec::new(), files: Vec::new() });
    }
    Ok(plan(site, feeds, &[])?)
}

/// What each feed is called: its name, or its path where feeds of other posts have the same name (`each`).
fn keys(plan: &Plan) -> Vec<String> {
    let mut named: BTreeMap<&str, (&[usize], bool)> = BTreeMap::new();
    for feed in &plan.feeds {
        let (posts, is_one) = named.entry(&feed.name).or_insert((&feed.posts, true));
        *is_one &= *posts == feed.posts;
    }
    let is_one = |name: &str| named.get(name).is_some_and(|(_, is_one)| *is_one);
    let key = |feed: &Planned| {
        let path = || feed.path.strip_suffix(&format!(".{}", feed.emitter.extension)).unwrap_or(&feed.path);
        if is_one(&feed.name) { feed.name.clone() } else { path().to_owned() }
    };
    plan.feeds.iter().map(key).collect()
}

fn row<'a>(site: &'a Site, post: &'a Post, index: usize, (plan, keys): (&Plan, &[String])) -> Row<'a> {
    let is_in = |feed: &Planned| matches!(feed.verdict(site, index), Ok(Verdict::Member(_)));
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
        feeds: keys.iter().zip(&plan.feeds).map(|(key, feed)| (key.clone(), is_in(feed).into())).collect(),
        // A draft's day is that of its file's last change, an undated post's that of the build.
        is_dated: !matches!(post.date_source, DateSource::Build | DateSource::Modified | DateSource::None),
        hidden: post.hidden,
    }
}

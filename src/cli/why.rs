//! `feedwright why`: which feeds hold a post, and why the others do not.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use feedwright::feeds::answers::{Answer, answers};
use feedwright::site::post::Post;
use feedwright::site::{Ignored, Site, Unreadable};
use feedwright::text::printable::printable;
use feedwright::text::suggest::did_you_mean;

use crate::cli::args::ReadingArgs;
use crate::cli::console::Console;
use crate::cli::failure::{CommandResult, Failure};
use crate::cli::list::plan_or_empty;
use crate::cli::terminal::{self, wrap};
use crate::cli::{disk, open, target, unread};

/// Print which feeds contain a post, and why the others do not.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright why _posts/2024-05-31-beta.md
  feedwright why https://example.org/2024/05/31/beta/
  feedwright why beta --site docs")]
pub(crate) struct WhyArgs {
    /// The post: its file, its URL, its slug, or a part of one of them
    post: String,
    /// The site's folder; by default the one that the post's file is in, or this folder
    #[arg(long)]
    site: Option<PathBuf>,
    #[command(flatten)]
    reading: ReadingArgs,
}

pub(crate) fn run(args: &WhyArgs, console: &Console) -> CommandResult {
    let (folder, wanted) = site_and_post(args);
    let (tree, mut loaded) = open::open(&folder, &args.reading, console)?;
    loaded.complete(&tree)?;
    let site = &loaded.site;
    let plan = plan_or_empty(site, &loaded.feeds, console)?;
    for found in find(site, &wanted)? {
        match found {
            Found::Unreadable(unreadable) => {
                console.line(&unreadable.path);
                console.line(&format!(
                    "  in no feed: it cannot be read ({}: {})",
                    unreadable.position, unreadable.problem.message
                ));
            }
            Found::Ignored(ignored) => {
                console.line(&ignored.path);
                console.line(&format!("  in no feed: {}; {}", ignored.reason, ignored.help));
            }
            Found::Post(index, post) => {
                console.line(&post.path);
                console.line(&format!("  {}", post.link));
                for answer in answers(site, &plan, index).map_err(Failure::new)? {
                    print(&answer, console);
                }
            }
        }
    }
    if unread::is_incomplete(site) {
        unread::say(&loaded, console);
        return Ok(ExitCode::from(2));
    }
    Ok(ExitCode::SUCCESS)
}

/// At most so many feeds are named before their reason.
const MOST_BEFORE: usize = 3;

fn print(Answer { is_member, feeds, reason }: &Answer<'_>, console: &Console) {
    let word = if *is_member { "in    " } else { "not in" };
    let named: Vec<Cow<'_, str>> = feeds.iter().map(|feed| printable(feed)).collect();
    let named = named.join(", ");
    if feeds.len() <= MOST_BEFORE {
        return console.line(&format!("  {word} {named}: {reason}"));
    }
    console.line(&format!("  {word} {} feeds: {reason}", feeds.len()));
    let indent = "         ";
    let list = format!("{indent}{named}");
    console.lines(&terminal::width().map_or_else(|| list.clone(), |width| wrap(&list, width, indent)));
}

/// The site, and the post as the site names its files.
fn site_and_post(args: &WhyArgs) -> (PathBuf, String) {
    let folder = args.site.clone().unwrap_or_else(|| PathBuf::from("."));
    let folder = target::folder(&folder, &args.reading);
    let path = PathBuf::from(&args.post);
    // An existing file tells which site it is in; anything else (a URL, a slug) is looked up in the site at hand.
    let target = if args.site.is_none() && disk::is_there(&path) { target::find(&[path]).ok() } else { None };
    match target.as_ref().and_then(|target| Some((target.site.clone(), target.only_path()?))) {
        Some(found) => found,
        None => {
            let wanted = below(&args.post, &folder);
            (folder, wanted)
        }
    }
}

/// A file that lies where posts lie.
enum Found<'a> {
    Post(usize, &'a Post),
    Unreadable(&'a Unreadable),
    Ignored(&'a Ignored),
}

impl Found<'_> {
    fn path(&self) -> &str {
        match self {
            Self::Post(_, post) => &post.path,
            Self::Unreadable(unreadable) => &unreadable.path,
            Self::Ignored(ignored) => &ignored.path,
        }
    }

    /// How well a word names it, 0 the best: by its whole path or address; by its file's name, with or without date and
    /// extension, or its slug; by the end of its path or address from a `/` or a `-` on; by any part of them.
    fn likeness(&self, wanted: &str) -> Option<u8> {
        let path = self.path();
        let name = path.rsplit('/').next().unwrap_or(path);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let without_extension = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
        let undated = stem.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
        let (addresses, slug) = match self {
            Self::Post(_, post) => (vec![&*post.link, &*post.id, &*post.url], &*post.slug),
            _ => (Vec::new(), ""),
        };
        let trimmed = |address: &str| address.trim_end_matches('/').to_owned();
        let wanted_address = trimmed(wanted);
        if path == wanted || addresses.iter().any(|address| trimmed(address) == wanted_address) {
            return Some(0);
        }
        if [name, stem, undated, slug].contains(&wanted) {
            return Some(1);
        }
        let ends = |whole: &str, end: &str| {
            whole.strip_suffix(end).is_some_and(|before| before.ends_with(['/', '-']) || end.starts_with('/'))
        };
        let in_address = |address: &&str| ends(&trimmed(address), &wanted_address);
        if ends(path, wanted) || ends(without_extension, wanted) || addresses.iter().any(in_address) {
            return Some(2);
        }
        let part = path.contains(wanted) || addresses.iter().any(|address| address.contains(wanted));
        part.then_some(3)
    }
}

/// What is meant by a word: those that it names best, where that is one, or where they have one address.
fn find<'a>(site: &'a Site, wanted: &str) -> Result<Vec<Found<'a>>, Failure> {
    if wanted.is_empty() {
        return Err(Failure::new("name a post: its file, its URL, its slug, or a part of one of them"));
    }
    let posts = site.posts.iter().enumerate().map(|(index, post)| Found::Post(index, post));
    let all = posts
        .chain(site.unreadable.iter().map(Found::Unreadable))
        .chain(site.ignored.iter().map(Found::Ignored));
    let named: Vec<(u8, Found<'_>)> =
        all.filter_map(|found| Some((found.likeness(wanted)?, found))).collect();
    let Some(best) = named.iter().map(|(likeness, _)| *likeness).min() else {
        return Err(Failure::new(nothing_is_called(site, wanted)));
    };
    let found: Vec<Found<'_>> =
        named.into_iter().filter(|(likeness, _)| *likeness == best).map(|(_, found)| found).collect();
    if best == 0 || found.len() == 1 {
        return Ok(found);
    }
    let mut lines: Vec<String> =
        found.iter().take(MOST_LISTED).map(|found| format!("  {}", found.path())).collect();
    if found.len() > MOST_LISTED {
        lines.push(format!("  … and {} more", found.len() - MOST_LISTED));
    }
    Err(Failure::new(format!("`{wanted}` matches {} posts:", found.len())).with_lines(lines))
}

/// A screen's worth.
const MOST_LISTED: usize = 20;

fn nothing_is_called(site: &Site, wanted: &str) -> String {
    if site
        .surroundings
        .iter()
        .flat_map(|around| &around.pages)
        .any(|page| &*page.path == wanted || page.url == wanted)
    {
        return format!("`{wanted}` is a page, not a post; feeds hold posts and documents of collections");
    }
    let slugs = site.posts.iter().map(|post| &*post.slug);
    format!("no post is called `{wanted}`{}", did_you_mean(wanted, slugs))
}

/// The argument as the site names its files: without the site's own folder before it.
fn below(post: &str, site: &Path) -> String {
    let path = Path::new(post);
    let below = path.strip_prefix(site).or_else(|_| path.strip_prefix(".")).unwrap_or(path);
    below.to_str().unwrap_or(post).to_owned()
}

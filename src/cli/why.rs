//! `feedwright why`: which feeds hold a post, and why the others do not.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use feedwright::load::Depth;
use feedwright::plan::Verdict;
use feedwright::site::Site;
use feedwright::suggest::did_you_mean;

use crate::cli::args::{Common, ReadingArgs};
use crate::cli::list::plan_or_empty;
use crate::cli::{Failure, Outcome, console, disk, open, target};

/// Say which feeds hold a post, and why the others do not.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright why _posts/2024-05-31-beta.md
  feedwright why https://example.org/2024/05/31/beta/
  feedwright why beta --site docs")]
pub(crate) struct WhyArgs {
    /// The post: its file, its URL, or the end of either
    post: String,
    /// The site's folder; by default the one that the post's file is in, or this folder
    #[arg(long)]
    site: Option<PathBuf>,
    #[command(flatten)]
    reading: ReadingArgs,
}

pub(crate) fn run(args: &WhyArgs, common: &Common) -> Outcome {
    let (folder, wanted) = site_and_post(args);
    let (tree, mut loaded) = open::open(&folder, &args.reading, Depth::Feeds, common)?;
    loaded.complete(&tree)?;
    let site = &loaded.site;
    let plan = plan_or_empty(site, &loaded.feeds, common)?;
    let known = site.posts.iter().any(|post| matches(&post.path, &wanted));
    let is = |path: &str| matches(path, &wanted) || !known && path.contains(&wanted);
    if let Some(unreadable) = site.unreadable.iter().find(|unreadable| is(&unreadable.path)) {
        console::line(&format!("{}", unreadable.path));
        console::line(&format!(
            "  in no feed: it cannot be read ({}: {})",
            unreadable.position, unreadable.diagnostic.message
        ));
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(ignored) = site.ignored.iter().find(|ignored| is(&ignored.path)) {
        console::line(&ignored.path);
        console::line(&format!("  in no feed: {}", ignored.reason));
        return Ok(ExitCode::SUCCESS);
    }
    let index = find(site, &wanted)?;
    let Some(post) = site.posts.get(index) else {
        return Err(Failure::new("no such post"));
    };
    console::line(&format!("{}", post.path));
    console::line(&format!("  {}", post.link));
    for feed in &plan.feeds {
        let verdict = feed.verdict(site, index).map_err(Failure::new)?;
        let word = if matches!(verdict, Verdict::Member(_)) { "in    " } else { "not in" };
        console::line(&format!("  {word} {}: {verdict}", feed.path));
    }
    Ok(ExitCode::SUCCESS)
}

/// The site, and the post as the site names its files.
fn site_and_post(args: &WhyArgs) -> (PathBuf, String) {
    let folder = args.site.clone().unwrap_or_else(|| PathBuf::from("."));
    let path = PathBuf::from(&args.post);
    // A file that is there says which site it is in; anything else (a URL, a slug) is looked up in the site at hand.
    let target = if args.site.is_none() && disk::is_there(&path) { target::find(&[path]).ok() } else { None };
    match target.as_ref().and_then(|target| Some((target.site.clone(), target.only_path()?))) {
        Some(found) => found,
        None => {
            let wanted = below(&args.post, &folder);
            (folder, wanted)
        }
    }
}

/// The one post that is meant.
fn find(site: &Site, wanted: &str) -> Result<usize, Failure> {
    let is = |post: &feedwright::post::Post| {
        matches(&post.path, wanted) || post.link == wanted || post.id == wanted || post.url == wanted
    };
    if let Some(index) = site.posts.iter().position(is) {
        return Ok(index);
    }
    let loosely = |post: &feedwright::post::Post| {
        post.slug == wanted || post.path.contains(wanted) || post.url.contains(wanted)
    };
    let found: Vec<usize> =
        site.posts.iter().enumerate().filter(|(_, post)| loosely(post)).map(|(index, _)| index).collect();
    match found.as_slice() {
        [one] => Ok(*one),
        [] => {
            let slugs = site.posts.iter().map(|post| post.slug.as_str());
            Err(Failure::new(format!("no post is called `{wanted}`{}", did_you_mean(wanted, slugs))))
        }
        many => {
            let paths: Vec<&str> = many
                .iter()
                .take(5)
                .filter_map(|index| site.posts.get(*index))
                .map(|post| &*post.path)
                .collect();
            Err(Failure::new(format!(
                "`{wanted}` may be any of {} posts: {} …",
                many.len(),
                paths.join(", ")
            )))
        }
    }
}

fn matches(path: &str, wanted: &str) -> bool {
    path == wanted || path.strip_suffix(wanted).is_some_and(|before| before.ends_with('/'))
}

/// The argument as the site names its files: without the site's own folder before it.
fn below(post: &str, site: &Path) -> String {
    let path = Path::new(post);
    let below = path.strip_prefix(site).or_else(|_| path.strip_prefix(".")).unwrap_or(path);
    below.to_str().unwrap_or(post).to_owned()
}

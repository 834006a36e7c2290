//! Stale feeds in the output folder: reported, and removed with `--prune`.

use std::path::Path;

use feedwright::feeds::plan::Plan;
use feedwright::feeds::stale::{Stale, stale};
use feedwright::lint::report::count;
use feedwright::site::load::Loaded;
use feedwright::site::tree::TreeError;
use feedwright::text::printable::printable;

use crate::cli::console::Console;
use crate::cli::disk::{self, Disk, DiskSink, Removed};
use crate::cli::failure::Failure;
use crate::cli::left_out::{like_posts, undated};

/// What is to be done about stale feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    /// They are differences.
    Check,
    /// They are reported; that a row has no feed left is an error unless `also_all`.
    Report { also_all: bool },
    /// Those of this program are removed; where posts may be missing, only if `also_all`.
    Prune { also_all: bool },
}

/// Reports the stale feeds, or removes them; whether all is as it should be.
pub(crate) fn run(
    loaded: &Loaded,
    plan: &Plan,
    limited: bool,
    output: &Path,
    wish: Wish,
    console: &Console,
) -> Result<bool, Failure> {
    let stale = stale(&loaded.site, &loaded.feeds, &plan.feeds, limited, &Disk::new(output))
        .map_err(|error| unread(&error, output))?;
    if let Wish::Prune { also_all } = wish
        && !stale.is_empty()
        && let Some(doubt) = doubt(loaded, plan, also_all)
    {
        for feed in &stale {
            console.error(&format!("{}: stale, but not removed: {doubt}", shown(feed, output)));
        }
        return Ok(false);
    }
    let mut good = true;
    for feed in &stale {
        good &= one(feed, output, wish, console)?;
    }
    Ok(good)
}

fn one(feed: &Stale, output: &Path, wish: Wish, console: &Console) -> Result<bool, Failure> {
    let place = shown(feed, output);
    if let Wish::Report { also_all: false } | Wish::Prune { also_all: false } = wish
        && let Some(each) = &feed.emptied
    {
        console.error(&format!(
            "{place}: stale, but not removed: no feed of `each = \"{}\"` has a post any more; if that is right, \
             add `--prune --allow-empty`",
            each.name()
        ));
        return Ok(false);
    }
    match wish {
        Wish::Check => {
            console.line(&format!("{place}: stale: the configuration writes nothing there any more"));
            return Ok(false);
        }
        Wish::Report { .. } => {
            let remedy = if feed.is_ours { "remove it with `--prune`" } else { "delete it" };
            console.warning(&format!(
                "{place}: stale: the configuration writes nothing there any more; {remedy}"
            ));
        }
        Wish::Prune { .. } if !feed.is_ours => console.warning(&format!(
            "{place}: stale, but not removed: a JSON feed does not name its generator; delete it"
        )),
        Wish::Prune { .. } => match DiskSink::new(output)
            .remove(&feed.path, &feed.bytes)
            .map_err(|error| disk::error_below(output, error))?
        {
            Removed::Done => console.line(&format!("removed    {place}")),
            Removed::Left => {
                console.error(&format!(
                    "{place}: stale, but not removed: it changed meanwhile, or is a symlink"
                ));
                return Ok(false);
            }
        },
    }
    Ok(true)
}

/// Reports what cannot be read in the output folder, with paths below it.
fn unread(error: &TreeError, output: &Path) -> Failure {
    let path = Path::new(&error.path);
    let place = if path.starts_with(output) { path.to_owned() } else { disk::below(output, path) };
    let place = place.display().to_string();
    Failure::new(format!("{}: {}; a stale feed may be there", printable(&place), error.reason))
}

/// A file name in the output folder may be anything.
fn shown(feed: &Stale, output: &Path) -> String {
    printable(&disk::below(output, &feed.path).display().to_string()).into_owned()
}

/// Why a feed that is planned no more may still be wanted: a post that cannot be read may belong to it.
fn doubt(loaded: &Loaded, plan: &Plan, also_all: bool) -> Option<String> {
    let site = &loaded.site;
    if !site.unreadable.is_empty() {
        let posts = count(site.unreadable.len(), "post");
        return Some(format!("{posts} cannot be read and may belong to it; correct them first"));
    }
    if also_all {
        return None;
    }
    let fault = if site.posts.iter().all(|post| post.hidden.is_some()) {
        "the site has no posts".to_owned()
    } else if let Some(like) = like_posts(site).first() {
        let path = printable(&like.path);
        format!("{path} looks like a post, is not read ({}) and may belong to it", like.reason)
    } else {
        let undated = undated(site, plan);
        format!("{} has no date and may belong to it", printable(&undated.first()?.path))
    };
    Some(format!("{fault}; if that is right, add `--allow-empty`"))
}

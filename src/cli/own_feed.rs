//! Feeds at the paths of files of the site's own: not written into the folder that the site's generator writes to.

use std::path::Path;

use feedwright::feeds::plan::{Plan, Planned, own_feeds};
use feedwright::site::config::Feed;
use feedwright::site::load::Loaded;
use feedwright::text::printable::toml_string;

use crate::cli::console::Console;
use crate::cli::disk;
use crate::cli::outside::resolved;
use crate::cli::shell::quoted;

/// The folder that is proposed for feeds: generators skip a name that begins with `_`.
const ELSEWHERE: &str = "_feeds";

/// Takes the feeds out of the plan that the site makes of files of its own, unless they are written elsewhere; whether every
/// feed that was asked for is still there. `place` names the file of a feed's path.
pub(crate) fn stop(
    plan: &mut Plan,
    loaded: &Loaded,
    (output, own_output): (&Path, &Path),
    site: &Path,
    place: &dyn Fn(&str) -> String,
    console: &Console,
) -> bool {
    if !is_same(output, own_output) {
        return true;
    }
    let (stopped, left): (Vec<Planned>, Vec<Planned>) =
        std::mem::take(&mut plan.feeds).into_iter().partition(|feed| feed.own_source.is_some());
    plan.feeds = left;
    let is_only = plan.feeds.is_empty();
    let mut all = true;
    let mut helped: Vec<&str> = Vec::new();
    for feed in &stopped {
        let Some(own) = &feed.own_source else { continue };
        if !feed.is_row && !is_only {
            console.note(&format!("no feed is written to `{}`: the site's own `{own}` makes it", feed.path));
            continue;
        }
        all = false;
        // One template may make a feed of each tag.
        if !feed.is_row && helped.contains(&&**own) {
            continue;
        }
        let is_first = helped.is_empty();
        helped.push(own);
        let others = |other: &&Planned| !feed.is_row && !other.is_row && other.own_source == feed.own_source;
        let (more, files) = match stopped.iter().filter(others).count() {
            0 | 1 => (String::new(), "this file"),
            all => (format!(" and {} more", all - 1), "these files"),
        };
        let what = format!("{}{more}: not written: the site's own `{own}` makes {files}", place(&feed.path));
        let help = if feed.is_row {
            vec![format!(
                "  help: delete `{own}` and set `replace = true` in the feed's row of feedwright.toml, or give the row another `path`"
            )]
        } else if !is_first {
            Vec::new()
        } else {
            vec![
                "  help: to write the feed to another folder, and to compare the two:".to_owned(),
                String::new(),
                format!("    {}", build_elsewhere(site)),
                format!("    {}", diff(feed, &place(&feed.path), site)),
                String::new(),
                format!("  to replace the site's own feed, {}", replacement(feed, own, loaded, site)),
            ]
        };
        console.error_with(&what, &help);
    }
    all
}

/// What to do so that a feed is written in the place of a file of the site's own. Where a feedwright.toml exists, `init` has been
/// run, or would refuse; and its rows are comments where they cannot replace the generator's feeds.
fn replacement(feed: &Planned, own: &str, loaded: &Loaded, site: &Path) -> String {
    if !loaded.feeds.iter().all(Feed::fits_in_a_row) {
        return format!("delete `{own}`");
    }
    if loaded.site.settings.config.file.is_none() {
        return format!("`{}` writes a feedwright.toml that does", command("init", site));
    }
    format!(
        "delete `{own}`, or write a row of `[[feeds]]` with `path = {}` and `replace = true` into feedwright.toml",
        toml_string(&feed.path)
    )
}

/// Notes that the site's own feeds are not written, where none of its feeds are those that are.
pub(crate) fn note_others(loaded: &Loaded, plan: &Plan, site: &Path, console: &Console) {
    let settings = &loaded.site.settings;
    if settings.writes_feeds || !settings.config.feeds.is_empty() {
        return;
    }
    // A feed at the path of an own one is that, and is reported by itself.
    if plan.feeds.iter().any(|feed| feed.own_source.is_some()) {
        return;
    }
    let is_planned = |path: &str| plan.feeds.iter().any(|feed| feed.path == path);
    let own: Vec<String> = own_feeds(&loaded.site)
        .filter(|(path, _)| !is_planned(path))
        .map(|(_, own)| format!("`{}`", own.path))
        .collect();
    if let (Some(first), Some(feed)) = (own.first(), plan.feeds.first()) {
        let (is, rows) = if own.len() == 1 { ("is", "a row for it") } else { ("are", "rows for them") };
        let list = if own.len() > 3 { format!("{first} and {} more", own.len() - 1) } else { own.join(", ") };
        console.note(&format!(
            "`{}` is a feed that the site does not have, and its own {list} {is} not written; `{}` writes {rows}",
            feed.path,
            command("init", site)
        ));
    }
}

/// This command again, with another output folder, to be pasted into a shell.
fn build_elsewhere(site: &Path) -> String {
    let mut given = Vec::new();
    let mut words = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    while let Some(word) = words.next() {
        match word.as_str() {
            "--check" => {}
            "--output" | "-o" => _ = words.next(),
            word if word.starts_with("--output=") => {}
            word => given.push(quoted(word)),
        }
    }
    let elsewhere = quoted(&site.join(ELSEWHERE).display().to_string());
    let words = std::iter::once("feedwright".to_owned()).chain(given);
    words.chain(["--output".to_owned(), elsewhere]).collect::<Vec<_>>().join(" ")
}

/// The command that compares the site's own feed, where it is built or published, with the one that is written elsewhere.
fn diff(feed: &Planned, built: &str, site: &Path) -> String {
    let new = quoted(&site.join(ELSEWHERE).join(&feed.path).display().to_string());
    if disk::is_there(Path::new(built)) {
        format!("feedwright diff {} {new}", quoted(built))
    } else {
        format!("curl -s {} | feedwright diff - {new}", quoted(&feed.feed.self_url))
    }
}

/// A command of ours for the site, to be pasted into a shell.
pub(crate) fn command(name: &str, site: &Path) -> String {
    let site = quoted(&site.display().to_string());
    if site == "." { format!("feedwright {name}") } else { format!("feedwright {name} {site}") }
}

/// Whether two names are of one folder, which need not exist.
fn is_same(one: &Path, other: &Path) -> bool {
    one == other || resolved(one).is_some_and(|one| resolved(other) == Some(one))
}

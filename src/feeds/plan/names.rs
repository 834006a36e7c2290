//! What feeds are called and where they are written.

use std::sync::Arc;

use crate::feeds::model::Emitter;
use crate::feeds::plan::fault::row_error;
use crate::feeds::plan::own::own_source;
use crate::feeds::plan::planned::Planned;
use crate::site::Site;
use crate::site::config::{self, ConfigError, Origin};
use crate::text::printable::{is_unprintable, printable};
use crate::text::suggest::nearest;

/// The path below the output folder, its placeholders filled, without `.` and empty parts.
pub(super) fn path(site: &Site, row: &config::Feed, emitter: &Emitter) -> Result<String, ConfigError> {
    let template = match (&row.path, &row.name) {
        (Some(path), _) => path.clone(),
        (None, Some(name)) => format!("{name}.{{ext}}"),
        (None, None) => "feed.{ext}".to_owned(),
    };
    let written = template.replace("{format}", emitter.name).replace("{ext}", emitter.extension);
    let is_folder = written.ends_with('/') || matches!(written.rsplit('/').next(), Some("" | "."));
    let parts: Vec<&str> = written.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    let path = parts.join("/");
    let key = if row.path.is_some() { "path" } else { "name" };
    let bad = |fault: String| Err(row_error(&site.settings, row, &path, (key, None), &fault));
    if is_folder {
        let folder = if path.is_empty() { String::new() } else { format!("{path}/") };
        return bad(format!(
            "names a folder, `{written}`; add a file name: `{folder}feed.{}`",
            emitter.extension
        ));
    }
    let leads_out =
        path.split(['/', '\\']).any(|part| part == "..") || path.contains(':') && path.contains('\\');
    if leads_out || path.contains('\0') {
        return bad(format!("`{written}` leads out of the output folder; name a path below it"));
    }
    Ok(path)
}

/// The site's own file that makes what is at a path, unless the row replaces it.
pub(super) fn own_of(site: &Site, row: &config::Feed, path: &str) -> Option<Arc<str>> {
    own_source(site, path).filter(|_| row.replace != Some(true)).map(|own| Arc::clone(&own.path))
}

/// A further path of a feed, and the site's own file that is written to it.
pub(super) type FurtherPath = (String, Option<Arc<str>>);

/// The further paths of a feed.
pub(super) fn also(
    site: &Site,
    row: &config::Feed,
    emitter: &Emitter,
) -> Result<Vec<FurtherPath>, ConfigError> {
    let mut paths = Vec::new();
    for template in &row.also.0 {
        let row = config::Feed { path: Some(template.clone()), ..row.clone() };
        let path = path(site, &row, emitter)?;
        check_printable(site, &row, &path)?;
        let own = own_of(site, &row, &path);
        paths.push((path, own));
    }
    Ok(paths)
}

/// Checks that a path can be printed and typed: what fills its placeholders can.
pub(super) fn check_printable(site: &Site, row: &config::Feed, path: &str) -> Result<(), ConfigError> {
    let Some(control) = path.chars().find(|c| is_unprintable(*c)) else { return Ok(()) };
    let shown = printable(path);
    let key = if row.path.is_some() { "path" } else { "name" };
    let fault = format!("has the character U+{:04X} in it, `{shown}`; write it without", u32::from(control));
    Err(row_error(&site.settings, row, &shown, (key, None), &fault))
}

/// The path as part of a URL: our own files may be called `C#.xml`. What the generator asks for is written as the
/// generator's own plugin writes it.
pub(super) fn in_url(row: &config::Feed, path: &str) -> String {
    if row.origin == Origin::Generator {
        return path.to_owned();
    }
    path.replace('%', "%25").replace('#', "%23").replace('?', "%3F")
}

/// Every feed has its own path.
pub(super) fn check_paths(site: &Site, feeds: &[Planned]) -> Result<(), ConfigError> {
    let mut order: Vec<usize> = (0..feeds.len()).collect();
    order.sort_by_key(|number| feeds.get(*number).map(|feed| &feed.path));
    for pair in order.windows(2) {
        let [first, second] = pair else { continue };
        let (Some(first), Some(second)) = (feeds.get(*first), feeds.get(*second)) else { continue };
        if first.path != second.path {
            continue;
        }
        let config = &site.settings.config;
        let place = |feed: &Planned| match feed.origin {
            Origin::Row(number) => Some(config.error(&["feeds", &number.to_string(), "path"], "")),
            _ => None,
        };
        let line = place(first).and_then(|error| error.position).map(|position| position.line);
        let message = match line {
            Some(line) if first.origin != second.origin => format!(
                "`{}` is written by the feed of line {line} too; give one of them another `path`",
                second.path
            ),
            _ => format!(
                "two feeds are written to `{}`: `{}` and `{}`; give one of them another `path`",
                first.path, first.name, second.name
            ),
        };
        let place = place(second).unwrap_or_else(|| ConfigError::general(""));
        return Err(ConfigError { message, ..place });
    }
    Ok(())
}

/// Keeps the feeds that are asked for: by name or path, or by the end of either where that can be no other feed.
pub(super) fn select(feeds: &mut Vec<Planned>, only: &[String]) -> Result<(), ConfigError> {
    if only.is_empty() {
        return Ok(());
    }
    let mut names: Vec<String> = Vec::new();
    for wanted in only {
        names.extend(named(feeds, wanted)?);
    }
    // A feed and its archive are linked to each other.
    let is_named = |path: &String| names.contains(path);
    feeds.retain(|feed| is_named(&feed.path) || feed.page_of.as_ref().is_some_and(is_named));
    Ok(())
}

/// The paths of the feeds that a word means.
fn named(feeds: &[Planned], wanted: &str) -> Result<Vec<String>, ConfigError> {
    let below = wanted.trim_start_matches("./").trim_start_matches('/');
    let exact = |feed: &&Planned| feed.name == wanted || feed.path == below;
    let paths = |found: Vec<&Planned>| found.iter().map(|feed| feed.path.clone()).collect();
    let found: Vec<&Planned> = feeds.iter().filter(exact).collect();
    if !found.is_empty() {
        return Ok(paths(found));
    }
    let ends = |text: &str| text.strip_suffix(below).is_some_and(|before| before.ends_with('/'));
    let found: Vec<&Planned> = feeds.iter().filter(|feed| ends(&feed.name) || ends(&feed.path)).collect();
    let mut names: Vec<&str> = found.iter().map(|feed| feed.name.as_str()).collect();
    names.dedup();
    match names.as_slice() {
        [] => {}
        [_] => return Ok(paths(found)),
        several => {
            let several: Vec<String> = several.iter().take(5).map(|name| format!("`{name}`")).collect();
            return Err(ConfigError::general(format!(
                "`{wanted}` matches the feeds {}; name one of them",
                several.join(", ")
            )));
        }
    }
    let words = feeds.iter().flat_map(|feed| [feed.name.as_str(), last(&feed.name)]);
    let right = nearest(below, words).and_then(|word| {
        feeds.iter().find(|feed| feed.name == word || last(&feed.name) == word).map(|feed| &feed.name)
    });
    let hint = match right {
        Some(name) => format!("; did you mean `{name}`?"),
        None => "; `feedwright list` shows the feeds of every post".to_owned(),
    };
    Err(ConfigError::general(format!("no feed is called `{wanted}`{hint}")))
}

fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

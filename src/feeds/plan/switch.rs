//! The switches in the posts' front matter, and the feeds that they apply to.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::feeds::model::Emitter;
use crate::feeds::plan::each::expand;
use crate::feeds::plan::formats;
use crate::feeds::plan::names::path;
use crate::feeds::plan::own::like_own_source;
use crate::site::Site;
use crate::site::config::{self, Origin};
use crate::site::filter::{Filter, Switches};

/// Reads the switches of a site's posts, where one of these feeds heeds them.
pub(super) fn of_site(site: &Site, feeds: &[config::Feed]) -> Arc<Switches> {
    if !feeds.iter().any(|row| applies(site, row)) {
        return Arc::default();
    }
    let configured = || {
        let rows = site.settings.config.feeds.iter().chain(feeds);
        let rows = rows.flat_map(|row| expand(site, &like_own_source(site, row)).0);
        rows.flat_map(|row| {
            formats::of_row(&row).into_iter().flat_map(|of| names(site, &row, of)).collect::<Vec<_>>()
        })
        .collect::<BTreeSet<String>>()
    };
    let posts = site.posts.iter().map(|post| &**post).filter(|post| post.hidden.is_none());
    Arc::new(Switches::read(&site.settings, posts, &configured))
}

/// Makes the filter of a feed heed the switches. A feed of the command line has no name that posts know.
pub(super) fn heed(
    filter: Filter,
    switches: &Arc<Switches>,
    site: &Site,
    row: &config::Feed,
    emitter: &Emitter,
) -> Filter {
    match applies(site, row) {
        false => filter,
        true if row.origin == Origin::CommandLine => filter.with_switches(switches, Vec::new()),
        true => filter.with_switches(switches, names(site, row, emitter)),
    }
}

/// Whether a feed heeds switches: subscribers of the generator's own feeds get what the generator writes, unless the
/// configuration names the key.
fn applies(site: &Site, row: &config::Feed) -> bool {
    let posts = &site.settings.config.posts;
    let is_named = posts.feed_key.is_some() || !posts.exclude_key.is_empty();
    row.origin != Origin::Generator || is_named || site.settings.convention.config_is_ours
}

/// What a feed may be called: its name, its path, and its path without the extension.
fn names(site: &Site, row: &config::Feed, emitter: &Emitter) -> Vec<String> {
    let path = path(site, row, emitter).ok();
    let stem = path.as_ref().and_then(|path| path.rsplit_once('.')).map(|(stem, _)| stem.to_owned());
    [row.name.clone(), path, stem].into_iter().flatten().collect()
}

//! What the pages are made of: a site, its plan, and its feeds as they would be written.

use std::sync::OnceLock;

use crate::feeds::plan::{Plan, Planned};
use crate::lint::preview::source::Places;
use crate::lint::self_check::self_check;
use crate::lint::written::WrittenFeed;
use crate::site::Site;
use crate::text::diagnostic::Level;

/// A site and its feeds, at one moment.
pub struct Preview {
    /// The site.
    pub(super) site: Site,
    /// Which post is in which feed.
    pub(super) plan: Plan,
    /// The feeds of the plan, in its order.
    pub(super) feeds: Vec<WrittenFeed>,
    /// Notes about the site.
    pub(super) notes: Vec<Note>,
    /// Why `build` would not write a feed: its place in the plan, and the reason.
    pub(super) unsound: Vec<(usize, Note)>,
    /// Where the entries of each feed begin, once a page has asked for it.
    places: Vec<OnceLock<Places>>,
    /// For each post, the feeds that it is in, by their place in the plan.
    pub(super) feeds_of: Vec<Vec<usize>>,
}

/// The site that pages show, or why it cannot be read.
#[derive(Clone, Copy)]
pub struct State<'a> {
    /// A number that grows with each change of the site.
    pub version: u64,
    /// The site as it was last read.
    pub preview: Option<&'a Preview>,
    /// Why the site cannot be read now: a message, and lines after it.
    pub error: Option<&'a [String]>,
}

/// A line about the site or a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// How bad it is.
    pub level: Level,
    /// What it says.
    pub text: String,
}

impl Preview {
    /// Returns what the pages show of a site: `feeds` are those of the plan, written; `notes` come before those of the plan.
    #[must_use]
    pub fn new(site: Site, plan: Plan, feeds: Vec<WrittenFeed>, mut notes: Vec<Note>) -> Self {
        let said = |level, texts: &[String]| -> Vec<Note> {
            texts.iter().map(|text| Note { level, text: text.clone() }).collect()
        };
        notes.extend(said(Level::Warning, &plan.warnings));
        notes.extend(said(Level::Info, &plan.notes));
        let mut feeds_of = vec![Vec::new(); site.posts.len()];
        for (at, feed) in plan.feeds.iter().enumerate() {
            for post in &feed.posts {
                if let Some(feeds) = feeds_of.get_mut(*post) {
                    feeds.push(at);
                }
            }
        }
        let unsound = self_check(&site, &plan).into_iter().map(|found| {
            let diagnostic = found.diagnostic;
            let help = diagnostic.help.map_or_else(String::new, |help| format!("; {help}"));
            let text = format!("{}: {}{help}", diagnostic.path, diagnostic.message);
            (found.feed, Note { level: diagnostic.level, text })
        });
        let places = feeds.iter().map(|_| OnceLock::new()).collect();
        Self { unsound: unsound.collect(), site, plan, feeds, notes, places, feeds_of }
    }

    /// Where the entries of a feed begin, by its place in the plan; `text` is its text.
    pub(super) fn places(&self, feed: usize, text: &str) -> Option<&Places> {
        let emitter = self.plan.feeds.get(feed)?.emitter;
        Some(self.places.get(feed)?.get_or_init(|| Places::of(text, emitter)))
    }

    /// The feed of a path, with its place in the plan.
    pub(super) fn feed(&self, path: &str) -> Option<(usize, &Planned, &WrittenFeed)> {
        let at = self.plan.feeds.iter().position(|feed| feed.path == path)?;
        Some((at, self.plan.feeds.get(at)?, self.feeds.get(at)?))
    }
}

//! One feed that is to be written, and what it says about a post.

use std::sync::Arc;

use crate::feeds::model::{Emitter, EntryStyle, Feed};
use crate::site::config::{Limit, Origin, Shown};
use crate::site::filter::{Filter, Reason};
use crate::site::post::{DateSource, Hidden, Post};
use crate::site::{DateHint, Site};

/// One feed file.
pub struct Planned {
    /// What the feed is called on the command line.
    pub name: String,
    /// Where it is written, below the output folder.
    pub path: String,
    /// How it is written.
    pub emitter: &'static Emitter,
    /// Its head.
    pub feed: Feed,
    /// The posts in it, by their index in [`Site::posts`], in order.
    pub posts: Vec<usize>,
    /// What its entries hold.
    pub style: EntryStyle,
    /// How its entries' bodies are made.
    pub body: BodyStyle,
    /// The values that its posts have in common; `None` where it takes all posts.
    pub about: Option<Vec<String>>,
    /// The site's own file that its generator writes to the same path, unless the feed is to replace it.
    pub own_source: Option<Arc<str>>,
    /// Whether the feed is a row of `feedwright.toml`, not the generator's.
    pub is_row: bool,
    /// The fewest entries that it may be written with.
    pub min_entries: usize,
    /// The most bytes that it may have.
    pub max_bytes: Option<usize>,
    /// Which posts.
    pub(super) filter: Arc<Filter>,
    /// The path of the feed that this is a document of the archive of.
    pub page_of: Option<String>,
    /// How many at most.
    pub(super) limit: Limit,
    /// Who asks for it.
    pub(super) origin: Origin,
    /// The posts that the generator puts into it, where it does not leave that to the filters alone.
    pub(super) members: Option<Vec<usize>>,
    /// The posts that it shows otherwise than other feeds do.
    pub shown: Shown,
    /// What it asks for that no post has, in words.
    pub(super) unknown: Vec<String>,
}

/// How bodies are made. Feeds of one style share the rendering.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BodyStyle {
    /// Whether the content is taken from the page that the generator built.
    pub built: bool,
    /// Whether relative URLs stay as they are written.
    pub urls_as_written: bool,
    /// Whether scripts are taken out.
    pub without_scripts: bool,
    /// Whether ids are taken out.
    pub without_ids: bool,
    /// Whether the summary keeps its markup.
    pub html_summary: bool,
    /// Whether that summary, where a post has one, takes the place of the whole text.
    pub summary_replaces_content: bool,
    /// The bound of the summary in characters, 0 for none.
    pub summary_length: usize,
    /// The bound of the summary in words, 0 for none.
    pub summary_words: usize,
    /// Whether the summary keeps its markup where the generator itself has no summary with markup.
    pub own_html_summary: bool,
    /// Whether the configuration asks for a summary: it is the beginning of the text where a post has no other.
    pub asks_for_summary: bool,
    /// The number of the row whose text frames the entries.
    pub framed_by: Option<usize>,
    /// Whether that frames the summary, not the whole text.
    pub summary_is_framed: bool,
}

/// What a feed says about a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is in the feed, at this place from 1.
    Member(usize),
    /// The generator itself leaves it out.
    Hidden(Hidden),
    /// It has no date, and no time is given that could stand in; what to do.
    Undated(String),
    /// A filter leaves it out.
    Rejected(Reason),
    /// It is the post of this path, reached by another one.
    Copy(Arc<str>),
    /// The generator does not list it on the page that the feed belongs to.
    NotOnPage,
    /// It matches, but so many newer posts do.
    BeyondLimit(usize),
    /// It is in the feed itself, or in another document of its archive.
    OtherPage,
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Member(place) => write!(out, "entry {place}"),
            Self::Hidden(hidden) => out.write_str(hidden.reason()),
            Self::Undated(advice) => write!(out, "it has no date; {advice}"),
            Self::Rejected(reason) => write!(out, "{reason}"),
            Self::Copy(path) => write!(out, "it is the same post as {path}"),
            Self::NotOnPage => out.write_str("the page that the feed belongs to does not list it"),
            Self::OtherPage => out.write_str("the feed or another document of its archive has it"),
            Self::BeyondLimit(limit) => write!(out, "the feed is limited to the {limit} newest that match"),
        }
    }
}

impl Planned {
    /// Whether the feed has as many entries as its limit allows, so that new ones push out old ones.
    pub(crate) fn is_full(&self) -> bool {
        self.posts.len() >= self.limit.most()
    }

    /// The same feed at another path: its head still gives its own address, to which a podcast has moved unless it names
    /// another one.
    pub(super) fn at_path(&self, path: String, own_source: Option<Arc<str>>) -> Self {
        let mut feed = self.feed.clone();
        // Podcast apps follow this element, not the self link.
        if let Some(show) = &mut feed.show {
            show.new_feed_url.get_or_insert_with(|| feed.self_url.clone());
        }
        Self {
            name: self.name.clone(),
            path,
            own_source,
            feed,
            posts: self.posts.clone(),
            filter: Arc::clone(&self.filter),
            page_of: self.page_of.clone(),
            members: self.members.clone(),
            shown: Shown::clone(&self.shown),
            about: self.about.clone(),
            unknown: Vec::new(),
            ..*self
        }
    }

    /// Whether the feed takes a post, by its index in [`Site::posts`], without regard to its limit.
    pub(crate) fn takes(&self, site: &Site, index: usize) -> bool {
        self.members.as_ref().is_none_or(|members| members.contains(&index))
            && site
                .posts
                .get(index)
                .is_some_and(|post| matches!(rejection(site, &self.filter, post), Ok(None)))
    }

    /// What this feed says about a post.
    ///
    /// # Errors
    /// When `where` cannot be evaluated for it.
    pub fn verdict(&self, site: &Site, index: usize) -> Result<Verdict, String> {
        if let Some(place) = self.posts.iter().position(|post| *post == index) {
            return Ok(Verdict::Member(place + 1));
        }
        let Some(post) = site.posts.get(index) else {
            if site.post_at(index).is_some() {
                return Ok(Verdict::BeyondLimit(self.limit.most()));
            }
            return Err(format!("there is no post {index}"));
        };
        Ok(match (rejection(site, &self.filter, post)?, self.limit) {
            (Some(verdict), _) => verdict,
            (None, _) if self.members.as_ref().is_some_and(|members| !members.contains(&index)) => {
                Verdict::NotOnPage
            }
            (None, _) if self.page_of.is_some() => Verdict::OtherPage,
            (None, Limit::Newest(limit)) => Verdict::BeyondLimit(limit),
            (None, Limit::All) => Verdict::BeyondLimit(self.posts.len()),
        })
    }
}

/// Why a post that no limit leaves out is not in the feed.
pub(super) fn rejection(site: &Site, filter: &Filter, post: &Post) -> Result<Option<Verdict>, String> {
    if let Some(hidden) = post.hidden {
        return Ok(Some(Verdict::Hidden(hidden)));
    }
    if let Some(path) = &post.same_as {
        return Ok(Some(Verdict::Copy(Arc::clone(path))));
    }
    let rejected = filter.reject(&site.settings, post)?.map(Verdict::Rejected);
    let undated = post.date_source == DateSource::Build && !site.settings.now_is_given;
    let advice = || DateHint::advice(DateHint::of(post).as_ref(), post);
    Ok(rejected.or_else(|| undated.then(|| Verdict::Undated(advice()))))
}

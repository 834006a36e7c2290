//! Whether a new feed may replace the file at its path: not where it loses all entries that the old one had.
//!
//! The old file decides only whether the new one is written, never what is in it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use memchr::memmem;

use crate::feeds::diff::{self, EntrySummary};
use crate::feeds::emitters::{iri, uri};
use crate::feeds::plan::{Planned, Verdict};
use crate::site::Site;
use crate::site::tree::TreeError;
use crate::text::printable::printable;

/// At most so many lost entries are named in a warning.
const NAMED: usize = 3;

/// The rules for replacing the feeds of one site.
pub struct Replacement<'a> {
    site: &'a Site,
    allow_empty: bool,
    /// The posts by id and link, as feeds contain them.
    posts: OnceLock<HashMap<Cow<'a, str>, usize>>,
}

/// Whether a feed may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// It may.
    Write,
    /// It may, but most of the old entries are gone; in words.
    Warn(String),
    /// It may not, and why.
    Refuse(String),
}

impl<'a> Replacement<'a> {
    /// The rules for a site's feeds; with `allow_empty`, a feed may lose all its entries.
    #[must_use]
    pub const fn new(site: &'a Site, allow_empty: bool) -> Self {
        Self { site, allow_empty, posts: OnceLock::new() }
    }

    /// Judges a feed that would be written with so many entries. `old` reads the file at its path, and is called at most
    /// once.
    pub fn judge(
        &self,
        feed: &Planned,
        entries: usize,
        old: &dyn Fn() -> Result<Vec<u8>, TreeError>,
    ) -> Judgement {
        if entries < feed.min_entries {
            let why = if entries == 0 { self.because(feed) } else { String::new() };
            return Judgement::Refuse(format!(
                "it would have {}, fewer than `min-entries = {}`{why}",
                count(entries),
                feed.min_entries
            ));
        }
        match (entries, self.allow_empty) {
            (0, true) => Judgement::Write,
            (0, false) => match held(old) {
                Some(held) => Judgement::Refuse(format!(
                    "it would have no entries{}, and {held}; to write it all the same, use `--allow-empty`",
                    self.because(feed)
                )),
                None => Judgement::Write,
            },
            _ => match old() {
                Ok(old) => self.lost(feed, &old).map_or(Judgement::Write, Judgement::Warn),
                // Nothing can be compared; a feed with entries is written, as where there is no old one.
                Err(_) => Judgement::Write,
            },
        }
    }

    fn because(&self, feed: &Planned) -> String {
        format!(" ({})", feed.why_empty(self.site))
    }

    /// What to say where more than half of the old entries are lost.
    ///
    /// A scan for ids decides that nothing is wrong, in time linear to the file and without an allocation an entry; the
    /// feed is read as XML or JSON only where the scan does not find half of the old entries again.
    fn lost(&self, feed: &Planned, old: &[u8]) -> Option<String> {
        let mut members = vec![false; self.site.posts.len()];
        for post in &feed.posts {
            *members.get_mut(*post)? = true;
        }
        let posts = self.posts();
        let kept = |key: &str| posts.get(key).is_some_and(|post| members.get(*post) == Some(&true));
        let found = ids(old).filter(|id| kept(id)).count();
        if found * 2 >= starts(old) {
            return None;
        }
        let old = diff::read_entries(old).ok()?;
        let lost: Vec<&EntrySummary> =
            old.iter().filter(|entry| !self.survives(feed, entry, &members)).collect();
        if lost.len() * 2 <= old.len() {
            return None;
        }
        let names: Vec<String> = lost.iter().take(NAMED).map(|entry| named(entry)).collect();
        let more = if lost.len() > NAMED { " …" } else { "" };
        Some(format!(
            "{} of the {} in the old file are gone: {}{more}",
            lost.len(),
            count(old.len()),
            names.join(", ")
        ))
    }

    /// Whether an old entry is in the new feed, or only newer ones keep it out.
    fn survives(&self, feed: &Planned, entry: &EntrySummary, members: &[bool]) -> bool {
        let keys = [Some(&entry.id), entry.url.as_ref()];
        keys.into_iter().flatten().filter_map(|key| self.posts().get(key.as_str())).any(|post| {
            members.get(*post) == Some(&true)
                || matches!(feed.verdict(self.site, *post), Ok(Verdict::BeyondLimit(_)))
        })
    }

    fn posts(&self) -> &HashMap<Cow<'a, str>, usize> {
        self.posts.get_or_init(|| {
            let posts = self.site.posts.iter().enumerate();
            posts.flat_map(|(at, post)| [(iri(&post.id), at), (uri(&post.link), at)]).collect()
        })
    }
}

/// What the old file holds that would be lost, in words; nothing where no file exists or it is a feed without entries.
fn held(old: &dyn Fn() -> Result<Vec<u8>, TreeError>) -> Option<String> {
    let bytes = match old() {
        Ok(bytes) => bytes,
        Err(error) if error.missing => return None,
        Err(error) => return Some(format!("the old file cannot be read: {}", error.reason)),
    };
    if bytes.trim_ascii().is_empty() {
        return None;
    }
    match diff::read_entries(&bytes) {
        Ok(entries) if entries.is_empty() && starts(&bytes) == 0 => None,
        Ok(entries) if !entries.is_empty() => Some(format!("the old one has {}", count(entries.len()))),
        // A page, or half a feed: what it held cannot be known.
        _ => Some("the old file is not empty, and cannot be read as a feed".to_owned()),
    }
}

/// How many entries begin in a feed of any format, by their opening tags or ids.
fn starts(feed: &[u8]) -> usize {
    let is_whole = |end: usize| matches!(feed.get(end), Some(b'>' | b' ' | b'\n' | b'\t' | b'\r' | b':'));
    let tag = |tag: &[u8]| memmem::find_iter(feed, tag).filter(|at| is_whole(at + tag.len())).count();
    match Form::of(feed) {
        Form::Json => tag(b"\"id\""),
        Form::Atom => tag(b"<entry"),
        Form::Rss => tag(b"<item"),
        Form::Unknown => tag(b"<entry") + tag(b"<item"),
    }
}

/// The ids that a scan finds, in order.
fn ids(feed: &[u8]) -> impl Iterator<Item = Cow<'_, str>> {
    let (start, before, end): (&[u8], u8, u8) = match Form::of(feed) {
        // Ours has no space after the colon, those of others may; either way the id is between the next two quotes.
        Form::Json => (b"\"id\":", b'"', b'"'),
        Form::Rss => (b"<guid", b'>', b'<'),
        Form::Atom | Form::Unknown => (b"<id", b'>', b'<'),
    };
    memmem::find_iter(feed, start).filter_map(move |at| {
        let rest = feed.get(at + start.len()..)?;
        let rest = rest.get(memchr::memchr(before, rest)? + 1..)?;
        let id = std::str::from_utf8(rest.get(..memchr::memchr(end, rest)?)?).ok()?;
        let id = id.trim();
        Some(if id.contains("&amp;") { Cow::Owned(id.replace("&amp;", "&")) } else { Cow::Borrowed(id) })
    })
}

/// What a scan looks for.
enum Form {
    Json,
    Atom,
    Rss,
    Unknown,
}

impl Form {
    fn of(feed: &[u8]) -> Self {
        let head = feed.trim_ascii_start();
        // The root element follows the declaration and, in feeds that a browser shows, the address of a stylesheet.
        let head = head.get(..1024).unwrap_or(head);
        let has = |tag: &[u8]| memmem::find(head, tag).is_some();
        match head.first() {
            Some(b'{') => Self::Json,
            _ if has(b"<rss") || has(b"<rdf:") => Self::Rss,
            _ if has(b"<feed") => Self::Atom,
            _ => Self::Unknown,
        }
    }
}

/// An entry by its title, or by its id where it has none.
fn named(entry: &EntrySummary) -> String {
    let name = if entry.title.trim().is_empty() { &entry.id } else { &entry.title };
    let shown: String = name.trim().chars().take(80).collect();
    format!("`{}`", printable(shown.trim()))
}

fn count(entries: usize) -> String {
    match entries {
        0 => "no entries".to_owned(),
        1 => "1 entry".to_owned(),
        many => format!("{many} entries"),
    }
}

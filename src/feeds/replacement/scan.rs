//! What a scan for ids finds in an old file, in time linear to it and without an allocation an entry.

use std::borrow::Cow;

use memchr::memmem;

/// How many entries begin in a feed of any format, by their opening tags or ids.
pub(super) fn starts(feed: &[u8]) -> usize {
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
pub(super) fn ids(feed: &[u8]) -> impl Iterator<Item = Cow<'_, str>> {
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

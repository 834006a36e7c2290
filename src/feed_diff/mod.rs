//! Two feeds compared entry by entry, as their subscribers' readers compare them: by id.
//!
//! An entry whose id changed shows up as new for every subscriber, however old it is.

mod read;

use std::collections::BTreeMap;
use std::fmt::Write as _;

pub use read::{EntrySummary, FeedSummary, ReadError, read_entries, read_feed};

/// What became of the entries of one feed in another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Entries of the same id in both, whether they differ or not, in the new feed's order.
    pub kept: Vec<Kept>,
    /// Entries of the same link in both but of another id: subscribers see each a second time.
    pub renamed: Vec<Pair>,
    /// Entries that only the old feed has, in its order.
    pub gone: Vec<EntrySummary>,
    /// Entries that only the new feed has, in its order.
    pub new: Vec<EntrySummary>,
    /// Ids of kept entries that stand elsewhere in the order; as few as explain it.
    pub moved: Vec<String>,
}

/// An entry in both feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// As the old feed has it.
    pub old: EntrySummary,
    /// As the new feed has it.
    pub new: EntrySummary,
}

/// An entry of the same id in both feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Both states.
    pub pair: Pair,
    /// What differs: `url`, `title`, `published`, `updated`, `categories`, `content`.
    pub changed: Vec<&'static str>,
}

impl Comparison {
    /// How many entries a subscriber of the old feed sees as new in the new one.
    #[must_use]
    pub fn seen_as_new(&self) -> usize {
        self.new.len() + self.renamed.len()
    }

    /// Whether an entry that both feeds have changed its id.
    #[must_use]
    pub fn breaks_ids(&self) -> bool {
        !self.renamed.is_empty()
    }

    /// Whether both feeds hold the same entries in the same state and order.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.seen_as_new() == 0
            && self.gone.is_empty()
            && self.moved.is_empty()
            && self.kept.iter().all(|kept| kept.changed.is_empty())
    }
}

/// Compares the entries of two feeds: by id first, then, for those left over, by link.
///
/// An id that stands twice in a feed is matched in the order of the feed.
#[must_use]
pub fn compare(old: &[EntrySummary], new: &[EntrySummary]) -> Comparison {
    let mut comparison = Comparison::default();
    let mut partner: Vec<Option<usize>> = vec![None; new.len()];
    let mut taken = vec![false; old.len()];
    pair_up(old, new, &mut partner, &mut taken, |entry| Some(entry.id.clone()));
    let by_id = partner.clone();
    pair_up(old, new, &mut partner, &mut taken, |entry| entry.url.as_deref().map(same_page));

    let mut order = Vec::new();
    for ((entry, by_id), partner) in new.iter().zip(by_id).zip(partner) {
        let Some((at, before)) = partner.and_then(|at| Some((at, old.get(at)?))) else {
            comparison.new.push(entry.clone());
            continue;
        };
        let pair = Pair { old: before.clone(), new: entry.clone() };
        if by_id.is_some() {
            order.push(at);
            comparison.kept.push(Kept { changed: changes(before, entry), pair });
        } else {
            comparison.renamed.push(pair);
        }
    }
    comparison.gone =
        old.iter().zip(taken).filter(|(_, taken)| !taken).map(|(entry, _)| entry.clone()).collect();
    let stay = longest_rising(&order);
    let ids = comparison.kept.iter().zip(stay);
    comparison.moved = ids.filter(|(_, stays)| !stays).map(|(kept, _)| kept.pair.new.id.clone()).collect();
    comparison
}

/// The comparison as text: one line an entry that differs, then the verdict.
#[must_use]
pub fn render(comparison: &Comparison) -> String {
    let mut out = String::new();
    let name = |entry: &EntrySummary| entry.url.clone().unwrap_or_else(|| entry.id.clone());
    for Pair { old, new } in &comparison.renamed {
        let _ = writeln!(
            out,
            "id changed  {}\n            was {}\n            now {}",
            name(new),
            old.id,
            new.id
        );
    }
    for entry in &comparison.new {
        let _ = writeln!(out, "new         {}  {}", name(entry), entry.title);
    }
    for entry in &comparison.gone {
        let _ = writeln!(out, "gone        {}  {}", name(entry), entry.title);
    }
    for Kept { pair: Pair { old, new }, changed } in
        comparison.kept.iter().filter(|kept| !kept.changed.is_empty())
    {
        let _ = writeln!(out, "changed     {}  {}", name(new), changed.join(", "));
        for field in changed {
            if let Some((before, after)) = values(field, old, new) {
                let _ = writeln!(out, "            {field}: {before} -> {after}");
            }
        }
    }
    for id in &comparison.moved {
        let _ = writeln!(out, "moved       {id}");
    }
    let same = comparison.kept.iter().filter(|kept| kept.changed.is_empty()).count();
    let _ = writeln!(
        out,
        "{} kept ({} unchanged), {} gone, {} new, {} with another id{}",
        count(comparison.kept.len(), "entry", "entries"),
        same,
        comparison.gone.len(),
        comparison.new.len(),
        comparison.renamed.len(),
        if comparison.moved.is_empty() { "; same order" } else { "; another order" },
    );
    let _ =
        writeln!(out, "Subscribers will see {} as new.", count(comparison.seen_as_new(), "entry", "entries"));
    out
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn values(field: &str, old: &EntrySummary, new: &EntrySummary) -> Option<(String, String)> {
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
    Some(match field {
        "url" => (shown(&old.url), shown(&new.url)),
        "title" => (old.title.clone(), new.title.clone()),
        "published" => (shown(&old.published), shown(&new.published)),
        "updated" => (shown(&old.updated), shown(&new.updated)),
        "categories" => (old.categories.join(", "), new.categories.join(", ")),
        _ => return None,
    })
}

fn changes(old: &EntrySummary, new: &EntrySummary) -> Vec<&'static str> {
    let differs = [
        ("url", old.url != new.url),
        ("title", old.title != new.title),
        ("published", old.published != new.published),
        ("updated", old.updated != new.updated),
        ("categories", old.categories != new.categories),
        ("content", old.content_hash != new.content_hash),
    ];
    differs.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
}

/// Gives each new entry without partner the first old one that is free and has the same key.
fn pair_up(
    old: &[EntrySummary],
    new: &[EntrySummary],
    partner: &mut [Option<usize>],
    taken: &mut [bool],
    key: impl Fn(&EntrySummary) -> Option<String>,
) {
    let mut free: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, entry) in old.iter().enumerate().rev() {
        if let (Some(key), Some(false)) = (key(entry), taken.get(at)) {
            free.entry(key).or_default().push(at);
        }
    }
    for (entry, partner) in new.iter().zip(partner) {
        if partner.is_some() {
            continue;
        }
        let found = key(entry).and_then(|key| free.get_mut(&key)?.pop());
        if let Some(slot) = found.and_then(|at| taken.get_mut(at)) {
            *slot = true;
            *partner = found;
        }
    }
}

/// A link without what does not make another page: the scheme's `s`, a last `/`, `index.html`.
fn same_page(url: &str) -> String {
    let rest = url.trim().trim_start_matches("https://").trim_start_matches("http://");
    rest.trim_end_matches("index.html").trim_end_matches('/').to_owned()
}

/// For each number, whether it belongs to one longest rising subsequence. O(n log n).
fn longest_rising(numbers: &[usize]) -> Vec<bool> {
    // `tails[l]` is the place of the smallest number that ends a rising run of length `l + 1`.
    let mut tails: Vec<(usize, usize)> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (place, &number) in numbers.iter().enumerate() {
        let length = tails.partition_point(|&(tail, _)| tail < number);
        before.push(length.checked_sub(1).and_then(|at| tails.get(at)).map(|&(_, place)| place));
        match tails.get_mut(length) {
            Some(tail) => *tail = (number, place),
            None => tails.push((number, place)),
        }
    }
    let mut stays = vec![false; numbers.len()];
    let mut at = tails.last().map(|&(_, place)| place);
    while let Some(place) = at {
        if let Some(stay) = stays.get_mut(place) {
            *stay = true;
        }
        at = before.get(place).copied().flatten();
    }
    stays
}

#[cfg(test)]
mod tests {
    use super::*;

    const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>
<link href="https://a.example/"/><link rel="self" href="https://a.example/feed.xml"/>
<entry><id>tag:a,1</id><title type="html">One &amp;amp; two</title><link href="https://a.example/one/"/>
<updated>2024-03-01T10:00:00+02:00</updated><content type="html">&lt;p&gt;Hi &lt;b&gt;you&lt;/b&gt;&lt;br&gt;&lt;/p&gt;</content>
<category term="x"/></entry>
<entry><id>tag:a,2</id><title>Two</title><link href="https://a.example/two/"/><updated>2024-02-01T10:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Hi <b>you</b><br/></p></div></content></entry></feed>"#;

    const RSS: &str = r#"<rss version="2.0"><channel><title>T</title><link>https://a.example/</link>
<item><guid isPermaLink="false">tag:a,1</guid><title>One &amp; two</title><link>https://a.example/one/</link>
<description>&lt;p&gt;Hi  &lt;b&gt;you&lt;/b&gt;&lt;br/&gt;&lt;/p&gt;</description><category>x</category></item>
<item><title>Two</title><link>http://a.example/two</link></item></channel></rss>"#;

    #[test]
    fn every_format_is_read_alike() {
        let atom = read_feed(ATOM.as_bytes()).unwrap();
        let rss = read_feed(RSS.as_bytes()).unwrap();
        let json = br#"{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"tag:a,1",
            "url":"https://a.example/one/","title":"One & two","content_html":"<p>Hi <b>you</b><br></p>","tags":["x"]}]}"#;
        let json = read_feed(json).unwrap();
        assert_eq!((atom.format, rss.format, json.format), ("Atom", "RSS", "JSON Feed"));
        assert_eq!(atom.own.as_deref(), Some("https://a.example/feed.xml"));
        for first in [&atom.entries[0], &rss.entries[0], &json.entries[0]] {
            assert_eq!(first.id, "tag:a,1");
            assert_eq!(first.title, "One & two");
            assert_eq!(first.url.as_deref(), Some("https://a.example/one/"));
            assert_eq!(first.categories, ["x"]);
            assert_eq!(first.content_hash, atom.entries[1].content_hash);
        }
        assert_eq!(atom.entries[0].updated.as_deref(), Some("2024-03-01T08:00:00Z"));
    }

    #[test]
    fn a_changed_id_for_the_same_page_breaks() {
        let comparison =
            compare(&read_entries(ATOM.as_bytes()).unwrap(), &read_entries(RSS.as_bytes()).unwrap());
        assert!(comparison.breaks_ids());
        assert_eq!((comparison.kept.len(), comparison.renamed.len(), comparison.seen_as_new()), (1, 1, 1));
        assert_eq!(comparison.kept[0].changed, ["updated"]);
        assert!(render(&comparison).ends_with("Subscribers will see 1 entry as new.\n"));
    }

    #[test]
    fn a_feed_is_the_same_as_itself() {
        let entries = read_entries(ATOM.as_bytes()).unwrap();
        assert!(compare(&entries, &entries).is_same());
        let turned: Vec<_> = entries.iter().rev().cloned().collect();
        let comparison = compare(&entries, &turned);
        assert_eq!((comparison.moved.len(), comparison.seen_as_new()), (1, 0));
    }

    #[test]
    fn what_is_no_feed_is_refused() {
        assert_eq!(read_entries(b"<html/>"), Err(ReadError::NotAFeed("html".to_owned())));
        assert!(read_entries(b"").is_err() && read_entries(b"{").is_err());
    }
}

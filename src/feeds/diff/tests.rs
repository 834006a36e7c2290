//! Comparisons of small feeds in every format.

use crate::feeds::diff::{
    EntrySummary, ReadError, compare, compare_feeds, first_difference, json, read_entries, read_feed, render,
};

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
    let comparison = compare(&read_entries(ATOM.as_bytes()).unwrap(), &read_entries(RSS.as_bytes()).unwrap());
    assert!(comparison.breaks_ids());
    assert_eq!((comparison.kept.len(), comparison.renamed.len(), comparison.seen_as_new()), (1, 1, 1));
    let changed: Vec<_> = comparison.kept[0].changed.iter().map(|change| change.field).collect();
    assert_eq!(changed, ["updated"]);
    assert!(render(&comparison).ends_with("Subscribers will see 1 entry as new, 1 of them old.\n"));
}

#[test]
fn a_feed_is_the_same_as_itself() {
    let entries = read_entries(ATOM.as_bytes()).unwrap();
    assert!(compare(&entries, &entries).is_same());
    let turned: Vec<_> = entries.iter().rev().cloned().collect();
    let comparison = compare(&entries, &turned);
    assert_eq!((comparison.reordered.len(), comparison.seen_as_new()), (1, 0));
}

#[test]
fn what_is_no_feed_is_refused() {
    assert_eq!(read_entries(b"<html/>"), Err(ReadError::NotAFeed("html".to_owned())));
    assert!(read_entries(b"").is_err() && read_entries(b"{").is_err());
}

/// Each word of the Atom feed that is replaced, by another, and the field that is then named.
const EDITS: [(&str, &str, &str); 12] = [
    ("<title>T<", "<title>U<", "changed     the feed itself  title\n"),
    ("<subtitle>s<", "<subtitle>t<", "changed     the feed itself  subtitle\n"),
    ("<id>f<", "<id>g<", "changed     the feed itself  id\n"),
    (
        "self\" href=\"https://a.example/f",
        "self\" href=\"https://a.example/g",
        "changed     the feed itself  self link\n",
    ),
    ("<name>Head<", "<name>Neck<", "changed     the feed itself  authors\n"),
    ("<updated>2024-03", "<updated>2024-04", "changed     the feed itself  updated\n"),
    ("<name>Ada<", "<name>Bea<", "changed     https://a.example/1  authors\n"),
    ("a@a.example", "b@a.example", "changed     https://a.example/1  authors\n"),
    ("<summary>Short<", "<summary>Long<", "changed     https://a.example/1  summary\n"),
    ("p.png", "q.png", "changed     https://a.example/1  image\n"),
    ("length=\"1\"", "length=\"2\"", "changed     https://a.example/1  enclosures\n"),
    (
        "rel=\"related\" href=\"https://b",
        "rel=\"related\" href=\"https://c",
        "changed     https://a.example/1  links\n",
    ),
];

const WHOLE: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><id>f</id>
<title>T</title><subtitle>s</subtitle><link rel="self" href="https://a.example/f"/><updated>2024-03-01T00:00:00Z</updated>
<author><name>Head</name></author><entry><id>1</id><title>One</title><link href="https://a.example/1"/>
<link rel="enclosure" href="https://a.example/1.mp3" type="audio/mpeg" length="1"/><link rel="related" href="https://b.example/"/>
<author><name>Ada</name><email>a@a.example</email></author><updated>2024-01-01T00:00:00Z</updated>
<summary>Short</summary><content>Hi</content><media:thumbnail url="https://a.example/p.png"/></entry></feed>"#;

#[test]
fn the_field_that_changed_is_named() {
    let old = read_feed(WHOLE.as_bytes()).unwrap();
    for (from, to, named) in EDITS {
        let text = WHOLE.replace(from, to);
        assert_ne!(text, WHOLE, "{from}");
        let comparison = compare_feeds(&old, &read_feed(text.as_bytes()).unwrap());
        assert!(render(&comparison).starts_with(named), "{from}: {}", render(&comparison));
        assert!(!comparison.is_same());
    }
}

#[test]
fn an_id_that_is_there_twice_is_no_new_entry() {
    let old = read_entries(WHOLE.as_bytes()).unwrap();
    let twice = [old[0].clone(), old[0].clone()];
    let comparison = compare(&old, &twice);
    assert_eq!((comparison.seen_as_new(), comparison.duplicates.len()), (0, 1));
    assert!(!comparison.is_same());
    let value = json(&comparison);
    assert_eq!(value["duplicates"][0]["id"], "1");
    assert_eq!(value["summary"]["seen_as_new"], 0);
}

/// A feed of one entry a day, of these days and with this place before their ids and links.
fn daily(days: std::ops::RangeInclusive<u32>, place: &str) -> Vec<EntrySummary> {
    let entry = |day: u32| EntrySummary {
        id: format!("{place}/{day}"),
        url: Some(format!("{place}/{day}")),
        title: format!("Day {day}"),
        published: Some(format!("2024-03-{day:02}T08:00:00Z")),
        ..EntrySummary::default()
    };
    days.rev().map(entry).collect()
}

#[test]
fn an_entry_that_newer_ones_push_out_is_not_lost() {
    let old = daily(1..=10, "https://a.example");
    let next = compare(&old, &daily(3..=12, "https://a.example"));
    assert_eq!((next.gone.len(), next.lost, next.new.len(), next.old_as_new), (2, 0, 2, 0));
    assert!(!next.hurts());
    // Fewer newer ones than are gone, and one gone from the middle.
    let fewer = compare(&old, &daily(5..=11, "https://a.example"));
    assert_eq!((fewer.gone.len(), fewer.lost), (4, 3));
    let mut holed = daily(2..=11, "https://a.example");
    holed.retain(|entry| entry.title != "Day 5");
    let holed = compare(&old, &holed);
    assert_eq!((holed.gone.len(), holed.lost), (2, 1));
    assert!(holed.hurts() && render(&holed).contains("\nSubscribers will lose 1 entry.\n"));
}

#[test]
fn an_old_entry_that_comes_up_hurts() {
    let longer = compare(&daily(5..=10, "https://a.example"), &daily(1..=10, "https://a.example"));
    assert_eq!((longer.new.len(), longer.old_as_new), (4, 4));
    assert!(longer.hurts() && render(&longer).ends_with("see 4 entries as new, 4 of them old.\n"));
    assert!(!compare(&[], &daily(1..=3, "https://a.example")).hurts());
}

#[test]
fn pairs_moved_entries_by_title_and_date() {
    let moved = compare(&daily(1..=3, "https://a.example"), &daily(1..=3, "https://b.example"));
    assert_eq!((moved.moved.len(), moved.gone.len(), moved.new.len()), (3, 0, 0));
    assert!(moved.hurts() && render(&moved).starts_with("moved       https://b.example/3  Day 3\n"));
    let mut retitled = daily(1..=3, "https://b.example");
    retitled.iter_mut().for_each(|entry| entry.title.push('!'));
    assert!(compare(&daily(1..=3, "https://a.example"), &retitled).moved.is_empty());
}

#[test]
fn a_feed_that_is_not_well_formed_is_read_as_meant() {
    let text = WHOLE.replace("<title>One<", "<title>AT&T, b & c, d&nbsp;e &amp; f<");
    let feed = read_feed(text.as_bytes()).unwrap();
    assert_eq!(feed.entries[0].title, "AT&T, b & c, d&nbsp;e & f");
    assert_eq!(feed.fault.as_deref(), Some("line 3: a bare `&` begins a reference"));
    assert_eq!(read_feed(WHOLE.as_bytes()).unwrap().fault, None);
}

#[test]
fn the_line_in_which_texts_part() {
    assert_eq!(first_difference("a\nb", "a\nb"), None);
    let difference = first_difference("a\nb c\n", "a\nb d\n").unwrap();
    assert_eq!((difference.line, &*difference.old, &*difference.new), (2, "b c", "b d"));
    assert_eq!(first_difference("a", "a\nb").unwrap().line, 2);
}

#[test]
fn reads_the_text_of_entries_as_html() {
    let html = |feed: &str| -> Vec<String> {
        super::read_contents(feed.as_bytes()).into_iter().map(|content| content.html).collect()
    };
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://e.org/'>
        <entry><content type='html'>&lt;p>a &amp;amp; b&lt;/p></content></entry>
        <entry><content>1 &lt; 2</content></entry>
        <entry><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>c</p> d</div></content></entry>
        <entry xml:base='x/'><summary type='html'>&lt;b>s&lt;/b></summary></entry>
        <entry><title>t</title></entry></feed>";
    assert_eq!(html(atom), ["<p>a &amp; b</p>", "1 &lt; 2", "<p>c</p> d", "<b>s</b>", ""]);
    let bases = super::read_contents(atom.as_bytes()).into_iter().map(|content| content.base);
    let bases: Vec<Option<String>> = bases.collect();
    assert_eq!(bases[0].as_deref(), Some("https://e.org/"));
    assert_eq!(bases[3].as_deref(), Some("x/"));
    let rss = "<rss><channel><item><description>&lt;i>d&lt;/i></description></item>
        <item><description>d</description><encoded><![CDATA[<p>e</p>]]></encoded></item></channel></rss>";
    assert_eq!(html(rss), ["<i>d</i>", "<p>e</p>"]);
    let json = r#"{"items":[{"content_html":"<p>h</p>","content_text":"t"},{"content_text":"1 < 2"},{"summary":"s"},{}]}"#;
    assert_eq!(html(json), ["<p>h</p>", "1 &lt; 2", "s", ""]);
    assert!(html("<html/>").is_empty() && html("{").is_empty() && html("").is_empty());
}

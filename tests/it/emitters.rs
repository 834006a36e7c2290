//! Every emitter: goldens, and documents that stay valid for any input.

use chrono::{DateTime, FixedOffset};
use feedwright::feeds::diff::read_entries;
use feedwright::feeds::emitters::EMITTERS;
use feedwright::feeds::model::{
    Authors, Content, ContentStyle, Details, Emitter, Enclosure, Entry, EntryStyle, Feed, Generator,
    GuidStyle, LinkStyle, Paging, Person, Schedule, Source, Text,
};
use feedwright::feeds::show::{Credit, Document, Episode, Owner, Show};
use feedwright::lint::rules::feed::is_feed;
use proptest::prelude::*;

use crate::golden;

#[test]
fn a_full_feed() {
    let (feed, entries) = full();
    for emitter in EMITTERS {
        let document = emitter.document(&feed, &entries, &EntryStyle::default()).unwrap();
        golden::check(&format!("emitters/{}/full.{}", emitter.name, emitter.extension), &document);
    }
}

#[test]
fn counts_entries_by_their_mark() {
    let entries = [bare_entry(), bare_entry()];
    for emitter in EMITTERS {
        let document = emitter.document(&bare_feed(), &entries, &EntryStyle::default()).unwrap();
        if let Some(mark) = emitter.entry_mark {
            assert_eq!(document.matches(mark).count(), 2, "{document}");
        }
        if let Some(mark) = emitter.document_mark {
            assert!(document.contains(mark), "{document}");
        }
    }
}

#[test]
fn readable_formats_are_recognised() {
    for emitter in EMITTERS {
        let document = emitter.document(&bare_feed(), [&bare_entry()], &EntryStyle::default()).unwrap();
        assert_eq!(emitter.readable, is_feed(document.as_bytes()), "{}", emitter.name);
        assert_eq!(emitter.readable, read_entries(document.as_bytes()).is_ok(), "{}", emitter.name);
    }
}

#[test]
fn a_feed_of_summaries_by_id_and_target() {
    let (feed, entries) = full();
    let style = EntryStyle {
        content: ContentStyle::Summary,
        guid: GuidStyle::Id,
        link: LinkStyle::Target,
        ..EntryStyle::default()
    };
    for emitter in EMITTERS {
        let document = emitter.document(&feed, &entries, &style).unwrap();
        golden::check(&format!("emitters/{}/summaries.{}", emitter.name, emitter.extension), &document);
    }
}

#[test]
fn a_feed_with_nothing_that_may_be_left_out() {
    for emitter in EMITTERS {
        let document = emitter.document(&bare_feed(), [&bare_entry()], &EntryStyle::default()).unwrap();
        golden::check(&format!("emitters/{}/bare.{}", emitter.name, emitter.extension), &document);
        let empty = emitter.document(&bare_feed(), [], &EntryStyle::default()).unwrap();
        golden::check(&format!("emitters/{}/empty.{}", emitter.name, emitter.extension), &empty);
    }
}

#[test]
fn a_feed_of_what_no_format_may_hold() {
    let hostile = "a \u{0}\u{8}\u{fffe}]]> <b>&amp; \"q\" 'a' &nosuch; </item></entry></content> ü";
    let feed = feed_of(hostile);
    let entry = entry_of(hostile);
    for emitter in EMITTERS {
        let document = emitter.document(&feed, [&entry, &entry], &podcast()).unwrap();
        golden::check(&format!("emitters/{}/hostile.{}", emitter.name, emitter.extension), &document);
        read_back(emitter, &feed, &[entry.clone(), entry.clone()], &document);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_valid_feed_that_reads_back(head in text(), texts in prop::collection::vec(text(), 0..4)) {
        let feed = feed_of(&head);
        let entries: Vec<Entry> = texts.iter().map(|text| entry_of(text)).collect();
        for emitter in EMITTERS {
            let document = emitter.document(&feed, &entries, &podcast()).unwrap();
            read_back(emitter, &feed, &entries, &document);
        }
    }
}

/// The style of feeds with everything.
fn podcast() -> EntryStyle {
    EntryStyle { is_podcast: true, ..EntryStyle::default() }
}

/// Strings that break formats, between strings that do not.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<char>().prop_map(String::from),
        prop::sample::select(vec![
            "]]>",
            "<![CDATA[",
            "-->",
            "<!--",
            "&",
            "&amp;",
            "&lt;",
            "<",
            ">",
            "\"",
            "'",
            "</item>",
            "</entry>",
            "</content>",
            "</channel>",
            "</feed>",
            "\u{0}",
            "\u{b}",
            "\u{fffe}",
            "\u{ffff}",
            "\r\n",
            "\t",
            " ",
            "<?x?>",
            "%",
            "{",
            "\\",
            "é",
            "😀",
            "-",
            "@",
            "<![CDATA[-]]>",
            "<entry xmlns=",
            "\u{feff}",
            "x",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// The document is well formed, a reader finds the entries in it, and what they say is what went in.
fn read_back(emitter: &Emitter, feed: &Feed, entries: &[Entry], document: &str) {
    assert!(document.ends_with(emitter.tail));
    if !emitter.readable {
        // Its own file tests it.
        return;
    }
    if document.starts_with('{') {
        let value: serde_json::Value = serde_json::from_str(document).unwrap();
        let items = value["items"].as_array().unwrap();
        assert_eq!(items.len(), entries.len());
        assert_eq!(value["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(value["title"].as_str().unwrap(), legal(&feed.title.plain()));
        for (item, entry) in items.iter().zip(entries) {
            assert_eq!(item["title"].as_str().unwrap_or_default(), legal(&entry.title.plain()));
            assert_eq!(item["content_html"].as_str().unwrap(), legal(&entry.content.as_ref().unwrap().html));
            assert!(item["id"].is_string() && item["url"].is_string());
        }
        return;
    }
    let xml = roxmltree::Document::parse(document).unwrap_or_else(|error| panic!("{error}\n{document}"));
    let is_atom = xml.root_element().has_tag_name_local("feed");
    let name = if is_atom { "entry" } else { "item" };
    let found: Vec<_> = xml.descendants().filter(|node| node.has_tag_name_local(name)).collect();
    assert_eq!(found.len(), entries.len());
    for (node, entry) in found.iter().zip(entries) {
        let child = |name: &str| node.children().find(|child| child.has_tag_name_local(name));
        let said = |name: &str| child(name).map(|child| child.text_of()).unwrap_or_default();
        let title = if is_atom { entry.title.html().into() } else { entry.title.plain() };
        assert_eq!(said("title"), parsed(&title));
        let content = if is_atom { "content" } else { "encoded" };
        assert_eq!(said(content), parsed(&entry.content.as_ref().unwrap().html));
        let categories: Vec<String> = node
            .children()
            .filter(|child| child.has_tag_name_local("category"))
            .map(|child| child.attribute("term").map_or_else(|| child.text_of(), str::to_owned))
            .collect();
        let line = |text: &String| legal(text).split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        let wanted: Vec<String> = entry.categories.iter().map(line).filter(|line| !line.is_empty()).collect();
        assert_eq!(categories, wanted);
        assert_eq!(child("thumbnail").is_some(), entry.image.is_some());
    }
    let read = feed_rs::parser::parse(document.as_bytes()).unwrap();
    assert_eq!(read.entries.len(), entries.len());
    for (read, entry) in read.entries.iter().zip(entries) {
        assert_eq!(read.published.unwrap(), entry.published);
        if is_atom {
            assert_eq!(read.updated.unwrap(), entry.updated);
        }
        assert!(!read.id.is_empty());
        assert!(read.links.iter().any(|link| link.href.starts_with("https://e.org/")));
    }
}

trait Local {
    fn has_tag_name_local(&self, name: &str) -> bool;
    fn text_of(&self) -> String;
}

impl Local for roxmltree::Node<'_, '_> {
    fn has_tag_name_local(&self, name: &str) -> bool {
        self.tag_name().name() == name
    }

    fn text_of(&self) -> String {
        self.children().filter_map(|child| child.text()).collect()
    }
}

/// What is left of a string when the characters that XML forbids or discourages are gone.
fn legal(text: &str) -> String {
    let forbidden = |c: char| {
        c.is_control() && !"\t\r\n".contains(c)
            || ('\u{fdd0}'..='\u{fdef}').contains(&c)
            || matches!(c as u32 % 0x1_0000, 0xfffe | 0xffff)
    };
    text.replace(forbidden, "")
}

/// What an XML parser makes of that.
fn parsed(text: &str) -> String {
    legal(text).replace("\r\n", "\n").replace('\r', "\n")
}

fn at(date: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(date).unwrap()
}

fn generator() -> Generator {
    Generator {
        name: "Feedwright".to_owned(),
        uri: Some("https://e.org/feedwright".to_owned()),
        version: Some("1.2.3".to_owned()),
    }
}

pub(crate) fn bare_feed() -> Feed {
    Feed {
        id: "https://e.org/feed".to_owned(),
        title: Text::from_plain("Notes"),
        subtitle: None,
        self_url: "https://e.org/feed".to_owned(),
        media_type: "application/atom+xml",
        home_url: "https://e.org/".to_owned(),
        language: None,
        updated: at("2024-05-06T07:08:09Z"),
        authors: Authors::new(Vec::new(), ["Notes"]),
        categories: Vec::new(),
        generator: generator(),
        icon: None,
        logo: None,
        rights: None,
        hubs: Vec::new(),
        paging: Paging::default(),
        stylesheet: None,
        schedule: Schedule::default(),
        counts_comments: false,
        translations: Vec::new(),
        show: None,
    }
}

pub(crate) fn bare_entry() -> Entry {
    Entry {
        id: "https://e.org/a".to_owned(),
        guid: None,
        url: "https://e.org/a".to_owned(),
        title: Text::default(),
        published: at("2024-05-06T07:08:09Z"),
        updated: at("2024-05-06T07:08:09Z"),
        authors: Vec::new(),
        categories: Vec::new(),
        summary: None,
        summary_html: None,
        content: None,
        image: None,
        language: None,
        related: Vec::new(),
        editor: None,
        enclosures: Vec::new(),
        details: Details::default(),
    }
}

fn feed_of(text: &str) -> Feed {
    Feed {
        title: Text::from_plain(text),
        subtitle: Some(Text::from_html(text)),
        self_url: format!("https://e.org/{text}"),
        language: Some(text.to_owned()),
        authors: Authors::new(Vec::new(), [text]),
        categories: vec![text.to_owned()],
        icon: Some(text.to_owned()),
        logo: Some(format!("https://e.org/{text}")),
        rights: Some(Text::from_plain(text)),
        hubs: vec![text.to_owned()],
        stylesheet: Some(text.to_owned()),
        counts_comments: true,
        translations: vec![("de".to_owned(), format!("https://e.org/de/{text}"))],
        show: Some(Box::new(show_of(text))),
        generator: Generator {
            name: text.to_owned(),
            uri: Some(text.to_owned()),
            version: Some(text.to_owned()),
        },
        ..bare_feed()
    }
}

fn entry_of(text: &str) -> Entry {
    let person = Person::new(text).map(|person| person.with(Some(text.to_owned()), Some(text.to_owned())));
    Entry {
        id: format!("https://e.org/{text}"),
        guid: None,
        url: format!("https://e.org/{text}"),
        title: Text::from_html(text),
        published: at("2024-05-06T07:08:09+02:00"),
        updated: at("2024-05-07T07:08:09-03:30"),
        authors: person.into_iter().collect(),
        categories: vec![text.to_owned(), text.to_owned()],
        summary: Some(Text::from_html(text)),
        summary_html: None,
        content: Some(Content { html: text.to_owned(), base: format!("https://e.org/{text}") }),
        image: Some(text.to_owned()),
        language: Some(text.to_owned()),
        related: vec![format!("https://e.org/{text}")],
        editor: None,
        enclosures: vec![Enclosure {
            url: text.to_owned(),
            media_type: text.to_owned(),
            length: 7,
            duration: Some(61),
        }],
        details: Details {
            rights: Some(Text::from_plain(text)),
            contributors: Person::new(text).into_iter().collect(),
            source: Some(Source {
                title: Some(Text::from_plain(text)),
                url: Some(format!("https://e.org/{text}")),
                feed: Some(format!("https://e.org/{text}")),
            }),
            comments: Some(format!("https://e.org/{text}")),
            comment_count: Some(7),
            own_language: Some("en".to_owned()),
            translations: vec![("de".to_owned(), format!("https://e.org/de/{text}"))],
            image_size: Some((640, 480)),
            episode: Some(Box::new(episode_of(text))),
        },
    }
}

fn show_of(text: &str) -> Show {
    let all = || Some(text.to_owned());
    Show {
        author: all(),
        owner: Some(Owner { name: text.to_owned(), email: all() }),
        categories: vec![(text.to_owned(), all())],
        image: all(),
        explicit: Some(true),
        order: Some("serial"),
        summary: all(),
        subtitle: all(),
        is_blocked: true,
        is_complete: true,
        new_feed_url: all(),
        guid: text.to_owned(),
        locked: Some(true),
        medium: Some("music".to_owned()),
        funding: Some((text.to_owned(), text.to_owned())),
        people: vec![credit_of(text)],
    }
}

fn episode_of(text: &str) -> Episode {
    let all = || Some(text.to_owned());
    let document =
        || Document { url: text.to_owned(), media_type: text.to_owned(), language: Some("en".to_owned()) };
    Episode {
        number: Some(7),
        season: Some(2),
        kind: Some("bonus".to_owned()),
        title: all(),
        subtitle: all(),
        summary: all(),
        author: all(),
        image: all(),
        duration: Some(61),
        explicit: Some(false),
        is_blocked: true,
        transcripts: vec![document(), document()],
        chapters: Some(document()),
        people: vec![credit_of(text), credit_of(text)],
    }
}

fn credit_of(text: &str) -> Credit {
    let all = || Some(text.to_owned());
    Credit { name: text.to_owned(), role: all(), image: all(), url: all() }
}

/// A feed that uses everything, and three entries.
fn full() -> (Feed, Vec<Entry>) {
    let ann = Person::new("Ann Other").unwrap();
    let ann = ann.with(Some("ann@e.org".to_owned()), Some("https://e.org/ann?a=1&b=2".to_owned()));
    let feed = Feed {
        id: "https://e.org/feed/news".to_owned(),
        title: Text::from_html("Notes &amp; queries"),
        subtitle: Some(Text::from_plain("All that is < 1 & > 0")),
        self_url: "https://e.org/feed/R&D.xml".to_owned(),
        home_url: "https://e.org/".to_owned(),
        language: Some("en-GB".to_owned()),
        updated: at("2024-05-06T07:08:09+02:00"),
        authors: Authors::new(vec![ann.clone()], []),
        categories: vec!["news".to_owned()],
        icon: Some("https://e.org/icon.png".to_owned()),
        logo: Some("https://e.org/logo.png".to_owned()),
        rights: Some(Text::from_plain("CC BY 4.0")),
        hubs: vec!["https://hub.e.org/".to_owned()],
        stylesheet: Some("https://e.org/feed.xslt.xml".to_owned()),
        schedule: Schedule { ttl: Some(60), skip_hours: vec![0, 23], skip_days: vec!["Sunday"] },
        ..bare_feed()
    };
    let first = Entry {
        id: "https://e.org/news/2024/05/06/first".to_owned(),
        guid: None,
        url: "https://e.org/news/2024/05/06/first.html".to_owned(),
        title: Text::from_html("“First” &amp; last"),
        published: at("2024-05-06T07:08:09+02:00"),
        updated: at("2024-05-07T00:00:00+02:00"),
        authors: vec![ann, Person::new("Bob").unwrap()],
        categories: vec!["news".to_owned(), "R&D".to_owned()],
        summary: Some(Text::from_html("What is 1 &lt; 2 &amp; why.")),
        summary_html: None,
        content: Some(Content {
            html: "<p>What is 1 &lt; 2 &amp; why. <code>a[b[0]]&gt;1</code></p>\n<!-- ]]> -->".to_owned(),
            base: "https://e.org/news/2024/05/06/first.html".to_owned(),
        }),
        image: Some("https://e.org/a.png?x=1&y=2".to_owned()),
        language: Some("de".to_owned()),
        related: Vec::new(),
        editor: None,
        enclosures: vec![Enclosure {
            url: "https://e.org/a.mp3".to_owned(),
            media_type: "audio/mpeg".to_owned(),
            length: 1234,
            duration: None,
        }],
        details: Details {
            rights: Some(Text::from_plain("CC BY & so on")),
            contributors: vec![Person::new("Cy").unwrap()],
            source: Some(Source {
                title: Some(Text::from_plain("Elsewhere")),
                url: Some("https://elsewhere.org/a?b=1&c=2".to_owned()),
                feed: Some("https://elsewhere.org/rss?b=1&c=2".to_owned()),
            }),
            comments: Some("https://e.org/news/2024/05/06/first.html#comments".to_owned()),
            ..Details::default()
        },
    };
    let moved = Entry {
        id: "https://e.org/news/moved".to_owned(),
        guid: None,
        url: "https://e.org/news/moved.html".to_owned(),
        title: Text::from_plain("Moved"),
        related: vec!["https://elsewhere.org/page?a=1&b=2".to_owned()],
        content: Some(Content {
            html: "<p>See <a href=\"https://elsewhere.org/page?a=1&amp;b=2\">there</a>.</p>".to_owned(),
            base: "https://e.org/news/moved.html".to_owned(),
        }),
        ..bare_entry()
    };
    (feed, vec![first, moved, bare_entry()])
}

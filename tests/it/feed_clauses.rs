//! The clauses of the feed rules, one line a case: `fixtures/feed-clauses/*.txt`.
//!
//! A line is `frame | rules | XML`: the XML is put into a feed that lacks nothing, and the errors and warnings that are
//! then found must be those of the rules that are named, no more and no fewer; `=` names none. Rules of the level `info`
//! count where they are named. In the frames `feed`, `entry`, `source`, `channel`, `item`, `image` and `textInput` the
//! XML follows what each must have; `-name` before it leaves that element out, `~` the one that the XML begins
//! with. In `raw` it is the whole document, or stands in `ATOM(…)` or `RSS(…)`, where `ENTRY` and `ITEM` are the
//! elements that those must have.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use feedwright::lint::rules::feed::{FeedLintOptions, lint_feed};
use feedwright::text::diagnostic::Level;

const FEED: &[&str] = &[
    "<title>Wherry</title>",
    "<id>https://wherry.example/</id>",
    "<updated>2024-05-01T08:00:00Z</updated>",
    "<author><name>Ann</name></author>",
    "<link rel=\"self\" type=\"application/atom+xml\" href=\"https://wherry.example/feed.xml\"/>",
];
const ENTRY: &[&str] = &[
    "<title>One</title>",
    "<id>tag:wherry.example,2024:1</id>",
    "<updated>2024-05-01T08:00:00Z</updated>",
    "<link href=\"https://wherry.example/1/\"/>",
    "<summary>Words</summary>",
];
const SOURCE: &[&str] =
    &["<title>Other</title>", "<id>tag:other.example,2024:s</id>", "<updated>2024-05-01T07:00:00Z</updated>"];
const CHANNEL: &[&str] = &[
    "<title>Wherry</title>",
    "<link>https://wherry.example/</link>",
    "<description>News</description>",
    "<language>en</language>",
    "<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"https://wherry.example/rss.xml\"/>",
];
const ITEM: &[&str] = &[
    "<title>One</title>",
    "<link>https://wherry.example/1/</link>",
    "<description>Words</description>",
    "<guid>https://wherry.example/1/</guid>",
];
const IMAGE: &[&str] = &[
    "<url>https://wherry.example/a.png</url>",
    "<title>Wherry</title>",
    "<link>https://wherry.example/</link>",
];
const TEXT_INPUT: &[&str] = &[
    "<title>Search</title>",
    "<description>Find</description>",
    "<name>q</name>",
    "<link>https://wherry.example/q</link>",
];

const MODULES: &[(&str, &str)] = &[
    ("admin", "http://webns.net/mvcb/"),
    ("ag", "http://purl.org/rss/1.0/modules/aggregation/"),
    ("annotate", "http://purl.org/rss/1.0/modules/annotate/"),
    ("app", "http://www.w3.org/2007/app"),
    ("blogChannel", "http://backend.userland.com/blogChannelModule"),
    ("cc", "http://web.resource.org/cc/"),
    ("content", "http://purl.org/rss/1.0/modules/content/"),
    ("cp", "http://my.theinfo.org/changed/1.0/rss/"),
    ("creativeCommons", "http://backend.userland.com/creativeCommonsRssModule"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("ev", "http://purl.org/rss/1.0/modules/event/"),
    ("fh", "http://purl.org/syndication/history/1.0"),
    ("geo", "http://www.w3.org/2003/01/geo/wgs84_pos#"),
    ("georss", "http://www.georss.org/georss"),
    ("geourl", "http://geourl.org/rss/module/"),
    ("icbm", "http://postneo.com/icbm"),
    ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
    ("media", "http://search.yahoo.com/mrss/"),
    ("podcast", "https://podcastindex.org/namespace/1.0"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("slash", "http://purl.org/rss/1.0/modules/slash/"),
    ("sy", "http://purl.org/rss/1.0/modules/syndication/"),
    ("thr", "http://purl.org/syndication/thread/1.0"),
    ("trackback", "http://madskills.com/public/xml/rss/module/trackback/"),
    ("wfw", "http://wellformedweb.org/CommentAPI/"),
];

#[test]
fn each_clause_is_found_where_it_is_broken_and_nowhere_else() {
    let mut wrong = String::new();
    let mut count = 0;
    let mut files: Vec<_> =
        fs::read_dir("fixtures/feed-clauses").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
            if line.starts_with('#') {
                continue;
            }
            let mut parts = line.splitn(3, " | ");
            let mut part = || parts.next().unwrap_or_else(|| panic!("{line}")).trim();
            let (frame, rules, xml) = (part(), part(), part());
            let document = document(frame, &xml.replace("\\n", "\n").replace("\\t", "\t"));
            let wanted: BTreeSet<&str> = rules.split(',').filter(|rule| *rule != "=").collect();
            let found = found(&document, &wanted);
            if found != wanted {
                let place = format!("{}:{}", file.display(), number + 1);
                writeln!(wrong, "{place}: found {found:?}, not {wanted:?}\n    {frame} | {xml}").unwrap();
            }
            count += 1;
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(count > 1000, "{count}");
}

/// The errors and warnings, and what else is wanted.
fn found(document: &str, wanted: &BTreeSet<&str>) -> BTreeSet<&'static str> {
    lint_feed("feed.xml", document.as_bytes(), &FeedLintOptions::default())
        .into_iter()
        .map(|found| (found.rule.trim_start_matches("feed/"), found.level))
        .filter(|(rule, level)| matches!(level, Level::Error | Level::Warning) || wanted.contains(rule))
        .map(|(rule, _)| rule)
        .collect()
}

fn document(frame: &str, xml: &str) -> String {
    let (feed, channel) = (FEED.join("\n"), CHANNEL.join("\n"));
    match frame {
        "feed" => atom(&filled(FEED, xml)),
        "entry" => {
            let feed = if xml.starts_with("-author") { filled(FEED, "-author ") } else { feed };
            atom(&format!("{feed}\n<entry>\n{}\n</entry>", filled(ENTRY, xml)))
        }
        "source" => {
            let source = filled(SOURCE, xml);
            atom(&format!("{feed}\n<entry>\n{}\n<source>\n{source}\n</source></entry>", ENTRY.join("\n")))
        }
        "channel" => rss(&filled(CHANNEL, xml)),
        "item" => rss(&format!("{channel}\n<item>\n{}\n</item>", filled(ITEM, xml))),
        "image" => rss(&format!("{channel}\n<image>\n{}\n</image>", filled(IMAGE, xml))),
        "textInput" => rss(&format!("{channel}\n<textInput>\n{}\n</textInput>", filled(TEXT_INPUT, xml))),
        "raw" => {
            let inside = |name: &str| xml.strip_prefix(name).and_then(|rest| rest.strip_suffix(')'));
            if let Some(inside) = inside("ATOM(") {
                atom(&format!("{feed}\n{}", inside.replace("ENTRY", &ENTRY.join("\n"))))
            } else if let Some(inside) = inside("RSS(") {
                rss(&format!("{channel}\n{}", inside.replace("ITEM", &ITEM.join("\n"))))
            } else if xml.starts_with(['{', '\n']) || xml.starts_with("<?") {
                xml.to_owned()
            } else {
                format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{xml}")
            }
        }
        _ => panic!("there is no frame `{frame}`"),
    }
}

/// The elements that must be there, but for those that the line leaves out, and its own.
fn filled(needed: &[&str], line: &str) -> String {
    let mut left_out: Vec<&str> = Vec::new();
    let mut rest = line;
    while let Some(after) = rest.strip_prefix('-') {
        let end = after.find(' ').unwrap_or(after.len());
        left_out.push(&after[..end]);
        rest = after[end..].trim_start();
    }
    if let Some(after) = rest.strip_prefix('~') {
        left_out.push(name_of(after));
        rest = after;
    }
    let kept: Vec<&str> = needed.iter().copied().filter(|xml| !left_out.contains(&name_of(xml))).collect();
    format!("{}\n{rest}", kept.join("\n"))
}

fn name_of(xml: &str) -> &str {
    xml.trim_start_matches('<').split([' ', '>', '/']).next().unwrap_or("")
}

fn declarations() -> String {
    MODULES.iter().map(|(prefix, uri)| format!(" xmlns:{prefix}=\"{uri}\"")).collect()
}

fn atom(inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"{}>\n{inside}\n</feed>\n",
        declarations()
    )
}

fn rss(inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"{}>\n<channel>\n{inside}\n</channel>\n</rss>\n",
        declarations()
    )
}

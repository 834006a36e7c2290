//! Apple's podcast elements.

use roxmltree::Node;

use crate::rules::feed::families::{beyond, structure, text};
use crate::rules::feed::judge::{At, Frame, Judge};
use crate::rules::feed::names;
use crate::rules::feed::rule::{feed_rules, rss_with};

feed_rules! {
    MISSING_ITUNES_ELEMENT = "missing-itunes-element", Warning, "A podcast without what directories ask for",
    what: "A channel with podcast elements lacks `itunes:category`, `itunes:explicit` or a language.",
    why: "Apple Podcasts and the directories that copy its rules refuse the show.",
    help: "Add the element",
    clause: ["A Podcaster’s Guide to RSS, Apple"],
    bad: rss_with!(itunes, "<itunes:author>a</itunes:author>"), good: rss_with!(itunes, "<language>en</language><itunes:category text=\"Arts\"/><itunes:explicit>false</itunes:explicit>");

    MISSING_ITUNES_EMAIL = "missing-itunes-email", Warning, "A podcast without an owner",
    what: "A channel with podcast elements has no `itunes:owner`.",
    why: "Directories verify the owner by its address.",
    help: "Add `itunes:owner` with `itunes:email`",
    clause: ["A Podcaster’s Guide to RSS, Apple"],
    bad: rss_with!(itunes, "<itunes:author>a</itunes:author>"), good: rss_with!(itunes, "<itunes:owner><itunes:email>ann@wherry.example</itunes:email></itunes:owner>");

    UNSUPPORTED_ITUNES_FORMAT = "unsupported-itunes-format", Warning, "An enclosure that podcast players do not take",
    what: "The enclosure of a podcast item is none of m4a, mp3, mov, mp4, m4v, pdf, epub.",
    why: "Apple Podcasts does not show the episode.",
    help: "Offer the episode as `mp3` or `m4a`",
    clause: ["A Podcaster’s Guide to RSS, Apple"],
    bad: rss_with!(itunes, "<item><title>a</title><itunes:duration>60</itunes:duration><enclosure url=\"https://a.example/1.ogg\" length=\"1\" type=\"audio/ogg\"/></item>"), good: rss_with!(itunes, "<item><title>a</title><itunes:duration>60</itunes:duration><enclosure url=\"https://a.example/1.mp3\" length=\"1\" type=\"audio/mpeg\"/></item>");

    INVALID_DURATION = "invalid-duration", Error, "A duration that is none",
    what: "`itunes:duration` is not seconds, `mm:ss` or `hh:mm:ss`.",
    why: "Players show no length.",
    help: "Write seconds, or `hh:mm:ss`",
    clause: ["A Podcaster’s Guide to RSS, Apple"],
    bad: rss_with!(itunes, "<item><title>a</title><itunes:duration>1h</itunes:duration></item>"), good: rss_with!(itunes, "<item><title>a</title><itunes:duration>1:00:00</itunes:duration></item>");

    INVALID_YES_NO_CLEAN = "invalid-yes-no-clean", Error, "A yes or no that is neither",
    what: "`itunes:block` or `itunes:complete` is not Yes or No.",
    why: "Directories take their default.",
    help: "Write `Yes`, or remove the element",
    clause: ["A Podcaster’s Guide to RSS, Apple"],
    bad: rss_with!(itunes, "<itunes:block>hide</itunes:block>"), good: rss_with!(itunes, "<itunes:block>Yes</itunes:block>");

    TOO_LONG = "too-long", Error, "A text longer than directories keep",
    what: "`itunes:subtitle`, `itunes:author` or `itunes:keywords` has more than 255 characters, or `itunes:summary` more than 4000.",
    why: "Directories cut it in the middle of a word.",
    help: "Shorten the text",
    clause: ["A Podcaster’s Guide to RSS, Apple"],
    bad: rss_with!(itunes, "<itunes:subtitle>long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long</itunes:subtitle>"), good: rss_with!(itunes, "<itunes:subtitle>short</itunes:subtitle>");

    INVALID_KEYWORDS = "invalid-keywords", Warning, "Keywords between spaces",
    what: "`itunes:keywords` has spaces but no commas.",
    why: "Directories take all of it for one keyword.",
    help: "Put commas between the keywords",
    clause: ["A Podcaster’s Guide to RSS, Apple"],
    bad: rss_with!(itunes, "<itunes:keywords>boats rivers</itunes:keywords>"), good: rss_with!(itunes, "<itunes:keywords>boats, rivers</itunes:keywords>");

    INVALID_ITUNES_CHANNEL_TYPE = "invalid-itunes-channel-type", Error, "A type of show that Apple does not have",
    what: "`itunes:type` is not episodic or serial.",
    why: "Apple Podcasts shows the newest episode first, a serial's end before its beginning.",
    help: "Write `episodic` or `serial`",
    clause: ["A Podcaster’s Guide to RSS, Apple"],
    bad: rss_with!(itunes, "<itunes:type>weekly</itunes:type>"), good: rss_with!(itunes, "<itunes:type>serial</itunes:type>");

    INVALID_ITUNES_EPISODE_TYPE = "invalid-itunes-episode-type", Error, "A type of episode that Apple does not have",
    what: "`itunes:episodeType` is not full, trailer or bonus.",
    why: "Apple Podcasts takes it for a full episode.",
    help: "Write `full`, `trailer` or `bonus`",
    clause: ["A Podcaster’s Guide to RSS, Apple"],
    bad: rss_with!(itunes, "<item><title>a</title><itunes:episodeType>extra</itunes:episodeType></item>"), good: rss_with!(itunes, "<item><title>a</title><itunes:episodeType>bonus</itunes:episodeType></item>");

    INVALID_ITUNES_CATEGORY = "invalid-itunes-category", Error, "A category that Apple does not have",
    what: "`text` of `itunes:category` is none of Apple's categories, or stands under the wrong one.",
    why: "Directories put the show nowhere.",
    help: "Choose a category of Apple's list, spelt as there",
    clause: ["A Podcaster’s Guide to RSS, Apple", "Apple Podcasts categories"],
    bad: rss_with!(itunes, "<itunes:category text=\"Boats\"/>"), good: rss_with!(itunes, "<itunes:category text=\"Leisure\"><itunes:category text=\"Hobbies\"/></itunes:category>");

    OBSOLETE_ITUNES_CATEGORY = "obsolete-itunes-category", Warning, "A category that Apple gave up",
    what: "`text` of `itunes:category` is one of the categories before 2019.",
    why: "Directories map it to another one, or to none.",
    help: "Choose a category of Apple's present list",
    clause: ["A Podcaster’s Guide to RSS, Apple", "Apple Podcasts categories"],
    bad: rss_with!(itunes, "<itunes:category text=\"Talk Radio\"/>"), good: rss_with!(itunes, "<itunes:category text=\"News\"/>");
}

/// A channel that has podcast elements: what directories ask for.
pub(in crate::rules::feed) fn channel(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    let has = |node: Node<'_, '_>| {
        node.children().any(|child| child.tag_name().namespace().and_then(names::prefix_of) == Some("itunes"))
    };
    let items: Vec<Node<'_, '_>> = judge.children(frame.node, "", "item").collect();
    if !judge.is_whole(frame.node) || !has(frame.node) && !items.iter().any(|item| has(*item)) {
        return;
    }
    let wanted = [
        ("category", MISSING_ITUNES_ELEMENT),
        ("explicit", MISSING_ITUNES_ELEMENT),
        ("owner", MISSING_ITUNES_EMAIL),
    ];
    for (name, rule) in wanted {
        if judge.child(frame.node, "itunes", name).is_none() {
            structure::missing(judge, rule, frame, &format!("itunes:{name}"));
        }
    }
    if judge.child(frame.node, "", "language").is_none() && !judge.said_language {
        structure::missing(judge, MISSING_ITUNES_ELEMENT, frame, "language");
    }
}

/// An item of a podcast: its enclosure is of a kind that players take.
pub(in crate::rules::feed) fn item(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    let Some(enclosure) = judge.child(frame.node, "", "enclosure") else { return };
    beyond::enclosure_on_disk(judge, enclosure);
    let podcast = frame
        .node
        .children()
        .any(|child| child.tag_name().namespace().and_then(names::prefix_of) == Some("itunes"));
    let Some(url) = enclosure.attribute_node("url").filter(|_| podcast) else { return };
    let path = url.value().split(['?', '#']).next().unwrap_or("");
    let extension = path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    if !matches!(extension.as_str(), "m4a" | "mp3" | "mov" | "mp4" | "m4v" | "pdf" | "epub") {
        let message = format!("podcast players do not take a `{extension}`");
        judge
            .report(UNSUPPORTED_ITUNES_FORMAT, url.range_value().into(), message)
            .param("extension", extension);
    }
}

/// `itunes:owner` needs an address.
pub(in crate::rules::feed) fn owner(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    if judge.is_whole(frame.node) && judge.child(frame.node, "itunes", "email").is_none() {
        structure::missing(judge, structure::MISSING_ELEMENT, frame, "itunes:email");
    }
}

/// `itunes:duration`: seconds, `mm:ss` or `hh:mm:ss`.
pub(in crate::rules::feed) fn duration(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    let mut parts = value.split(':');
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let first = parts.next().is_some_and(digits);
    let rest: Vec<&str> = parts.collect();
    let sixty = |part: &&str| part.len() == 2 && digits(part) && part.starts_with(|c: char| c < '6');
    if !first || rest.len() > 2 || !rest.iter().all(sixty) {
        judge.report_at(INVALID_DURATION, at, value, format!("{} is no duration: `{value}`", at.words()));
    }
}

/// `itunes:block`.
pub(in crate::rules::feed) fn yes_no(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if !["yes", "no", "clean"].iter().any(|known| value.eq_ignore_ascii_case(known)) {
        judge.report_at(
            INVALID_YES_NO_CLEAN,
            at,
            value,
            format!("{} is `{value}`, not yes or no", at.words()),
        );
    }
}

/// Text of at most 255 characters.
pub(in crate::rules::feed) fn short(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    limited(judge, at, value, 255);
}

/// Text of at most 4000 characters.
pub(in crate::rules::feed) fn long(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    limited(judge, at, value, 4000);
}

fn limited(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str, most: usize) {
    let length = value.chars().count();
    if length > most {
        let message = format!("{} has {length} characters, more than {most}", at.words());
        judge
            .report(TOO_LONG, at.span, message)
            .param("element", at.frame.name())
            .param("len", length.to_string())
            .param("max", most.to_string());
    }
    text::plain(judge, at, value);
}

/// `itunes:keywords`: words between commas.
pub(in crate::rules::feed) fn keywords(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if value.contains(' ') && !value.contains(',') {
        judge.report_at(
            INVALID_KEYWORDS,
            at,
            value,
            format!("{} stand between spaces, not commas", at.words()),
        );
    }
}

/// `itunes:type`.
pub(in crate::rules::feed) fn channel_type(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if !matches!(value, "episodic" | "serial") {
        judge.report_at(
            INVALID_ITUNES_CHANNEL_TYPE,
            at,
            value,
            format!("`{value}` is not episodic or serial"),
        );
    }
}

/// `itunes:episodeType`.
pub(in crate::rules::feed) fn episode_type(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if !matches!(value, "full" | "trailer" | "bonus") {
        judge.report_at(
            INVALID_ITUNES_EPISODE_TYPE,
            at,
            value,
            format!("`{value}` is not full, trailer or bonus"),
        );
    }
}

/// `text` of `itunes:category`: one of Apple's, with its subcategories.
pub(in crate::rules::feed) fn category(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    let outer = at.frame.parent.filter(|parent| parent.prefix == "itunes" && parent.local == "category");
    let known = match outer.and_then(|outer| outer.node.attribute("text")) {
        Some(outer) => {
            CATEGORIES.iter().find(|(name, _)| *name == outer).is_none_or(|(_, inner)| inner.contains(&value))
        }
        None => CATEGORIES.iter().any(|(name, _)| *name == value),
    };
    if known {
        return;
    }
    if OLD_CATEGORIES.contains(&value) {
        let message = format!("the category `{value}` is no longer in use");
        judge.report_at(OBSOLETE_ITUNES_CATEGORY, at, value, message).param("text", value);
    } else {
        let message = format!("Apple has no category `{value}` here");
        judge.report_at(INVALID_ITUNES_CATEGORY, at, value, message).param("text", value);
    }
}

/// Apple's categories of podcasts and their subcategories.
const CATEGORIES: &[(&str, &[&str])] = &[
    ("Arts", &["Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"]),
    ("Business", &["Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"]),
    ("Comedy", &["Comedy Interviews", "Improv", "Stand-Up"]),
    ("Education", &["Courses", "How To", "Language Learning", "Self-Improvement"]),
    ("Fiction", &["Comedy Fiction", "Drama", "Science Fiction"]),
    ("Government", &[]),
    (
        "Health & Fitness",
        &["Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"],
    ),
    ("History", &[]),
    ("Kids & Family", &["Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"]),
    (
        "Leisure",
        &[
            "Animation & Manga",
            "Automotive",
            "Aviation",
            "Crafts",
            "Games",
            "Hobbies",
            "Home & Garden",
            "Video Games",
        ],
    ),
    ("Music", &["Music Commentary", "Music History", "Music Interviews"]),
    (
        "News",
        &[
            "Business News",
            "Daily News",
            "Entertainment News",
            "News Commentary",
            "Politics",
            "Sports News",
            "Tech News",
        ],
    ),
    (
        "Religion & Spirituality",
        &["Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality"],
    ),
    (
        "Science",
        &[
            "Astronomy",
            "Chemistry",
            "Earth Sciences",
            "Life Sciences",
            "Mathematics",
            "Natural Sciences",
            "Nature",
            "Physics",
            "Social Sciences",
        ],
    ),
    (
        "Society & Culture",
        &["Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"],
    ),
    (
        "Sports",
        &[
            "Baseball",
            "Basketball",
            "Cricket",
            "Fantasy Sports",
            "Football",
            "Golf",
            "Hockey",
            "Rugby",
            "Running",
            "Soccer",
            "Swimming",
            "Tennis",
            "Volleyball",
            "Wilderness",
            "Wrestling",
        ],
    ),
    ("Technology", &[]),
    ("True Crime", &[]),
    ("TV & Film", &["After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"]),
];

/// Categories that Apple had before 2019.
const OLD_CATEGORIES: &[&str] = &[
    "Arts & Entertainment",
    "Audio Blogs",
    "Family",
    "Food",
    "Games & Hobbies",
    "Government & Organizations",
    "Health",
    "International",
    "Literature",
    "Movies & Television",
    "News & Politics",
    "Podcasting",
    "Public Radio",
    "Science & Medicine",
    "Software How-To",
    "Sports & Recreation",
    "Talk Radio",
    "Gadgets",
    "Transportation",
    "Travel",
];

//! Apple's podcast elements.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use roxmltree::Node;

use crate::lint::rules::feed::checker::{At, Checker, Frame, own_text};
use crate::lint::rules::feed::checks::{beyond, plain, structure};
use crate::lint::rules::feed::names;
use crate::lint::rules::feed::tables::itunes::{
    DUPLICATE_EPISODE_FILE, INVALID_DURATION, INVALID_ITUNES_CATEGORY, INVALID_ITUNES_CHANNEL_TYPE,
    INVALID_ITUNES_EPISODE_TYPE, INVALID_KEYWORDS, INVALID_YES_NO_CLEAN, MISSING_EPISODE_FILE,
    MISSING_ITUNES_DURATION, MISSING_ITUNES_ELEMENT, MISSING_ITUNES_EMAIL, OBSOLETE_ITUNES_CATEGORY,
    TOO_LONG, UNSUPPORTED_ITUNES_FORMAT,
};
use crate::lint::rules::feed::tables::structure::MISSING_ELEMENT;
use crate::text::pieces::Pieces as _;

/// A channel that has podcast elements: what directories ask for.
pub(crate) fn channel(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    let has = |node: Node<'_, '_>| {
        node.children().any(|child| child.tag_name().namespace().and_then(names::prefix_of) == Some("itunes"))
    };
    let items: Vec<Node<'_, '_>> = checker.children(frame.node, "", "item").collect();
    if !checker.is_whole(frame.node) || !has(frame.node) && !items.iter().any(|item| has(*item)) {
        return;
    }
    let wanted = [
        ("category", MISSING_ITUNES_ELEMENT),
        ("explicit", MISSING_ITUNES_ELEMENT),
        ("image", MISSING_ITUNES_ELEMENT),
        ("owner", MISSING_ITUNES_EMAIL),
    ];
    for (name, rule) in wanted {
        if checker.child(frame.node, "itunes", name).is_none() {
            structure::missing(checker, rule, frame, &format!("itunes:{name}"));
        }
    }
    if checker.child(frame.node, "", "language").is_none() && !checker.said_language {
        structure::missing(checker, MISSING_ITUNES_ELEMENT, frame, "language");
    }
    let is_serial =
        checker.child(frame.node, "itunes", "type").is_some_and(|node| own_text(node).trim() == "serial");
    let mut files: BTreeMap<&str, Node<'_, '_>> = BTreeMap::new();
    let has_enclosure =
        |checker: &Checker<'_>, item: &Node<'_, '_>| checker.child(*item, "", "enclosure").is_some();
    let is_heard = items.iter().any(|item| has_enclosure(checker, item));
    for item in items {
        // A news item among episodes is not one; in a feed without any, only what calls itself one is.
        if !has_enclosure(checker, &item) && (is_heard || has(item)) {
            let message = "the item of a podcast has no `enclosure`";
            checker.report(MISSING_EPISODE_FILE, checker.tag_span(item), message);
        } else if has_enclosure(checker, &item) && checker.child(item, "itunes", "duration").is_none() {
            let message = "the episode has no `itunes:duration`";
            checker.report(MISSING_ITUNES_DURATION, checker.tag_span(item), message);
        }
        let Some(enclosure) = checker.child(item, "", "enclosure") else { continue };
        let is_full = checker
            .child(item, "itunes", "episodeType")
            .is_none_or(|node| !matches!(own_text(node).trim(), "trailer" | "bonus"));
        if is_serial && is_full && checker.child(item, "itunes", "episode").is_none() {
            let message = "the episode of a serial show has no `itunes:episode`";
            let span = checker.tag_span(item);
            checker
                .report(MISSING_ITUNES_ELEMENT, span, message)
                .param("element", "itunes:episode")
                .param("parent", "item");
        }
        let Some(url) = enclosure.attribute_node("url").filter(|url| !url.value().trim().is_empty()) else {
            continue;
        };
        match files.entry(url.value().trim()) {
            Entry::Vacant(entry) => {
                entry.insert(enclosure);
            }
            Entry::Occupied(first) => {
                let related = checker.tag_span(*first.get());
                let message = format!("another episode has the file `{}` too", url.value().trim());
                checker
                    .report(DUPLICATE_EPISODE_FILE, url.range_value().into(), message)
                    .related(related, "the first one");
            }
        }
    }
}

/// An item of a podcast: its enclosure is of a kind that players take.
pub(crate) fn item(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    let Some(enclosure) = checker.child(frame.node, "", "enclosure") else { return };
    beyond::enclosure_on_disk(checker, enclosure);
    let podcast = frame
        .node
        .children()
        .any(|child| child.tag_name().namespace().and_then(names::prefix_of) == Some("itunes"));
    let Some(url) = enclosure.attribute_node("url").filter(|_| podcast) else { return };
    let path = url.value().up_to(['?', '#']);
    let extension = path.after_last('.').to_ascii_lowercase();
    if !matches!(extension.as_str(), "m4a" | "mp3" | "mov" | "mp4" | "m4v" | "pdf") {
        let message = format!("podcast players do not support `{extension}` files");
        checker
            .report(UNSUPPORTED_ITUNES_FORMAT, url.range_value().into(), message)
            .param("extension", extension);
    }
}

/// `itunes:owner` needs an address.
pub(crate) fn owner(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    if checker.is_whole(frame.node) && checker.child(frame.node, "itunes", "email").is_none() {
        structure::missing(checker, MISSING_ELEMENT, frame, "itunes:email");
    }
}

/// `itunes:duration`: seconds, `mm:ss` or `hh:mm:ss`.
pub(crate) fn duration(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    let mut parts = value.split(':');
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let first = parts.next().is_some_and(digits);
    let rest: Vec<&str> = parts.collect();
    let sixty = |part: &&str| part.len() == 2 && digits(part) && part.starts_with(|c: char| c < '6');
    if !first || rest.len() > 2 || !rest.iter().all(sixty) {
        checker.report_at(
            INVALID_DURATION,
            at,
            value,
            format!("{} is not a duration: `{value}`", at.words()),
        );
    }
}

/// `itunes:block` and `itunes:complete`.
pub(crate) fn yes_no(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if !["yes", "no"].iter().any(|known| value.eq_ignore_ascii_case(known)) {
        checker.report_at(
            INVALID_YES_NO_CLEAN,
            at,
            value,
            format!("{} is `{value}`, not yes or no", at.words()),
        );
    }
}

/// Text of at most 255 characters.
pub(crate) fn short(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    limited(checker, at, value, 255);
}

/// Text of at most 4000 characters.
pub(crate) fn long(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    limited(checker, at, value, 4000);
}

fn limited(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str, most: usize) {
    let length = value.chars().count();
    if length > most {
        let message = format!("{} has {length} characters, more than {most}", at.words());
        checker
            .report(TOO_LONG, at.span, message)
            .param("element", at.frame.name())
            .param("len", length.to_string())
            .param("max", most.to_string());
    }
    plain::plain(checker, at, value);
}

/// `itunes:keywords`: words between commas.
pub(crate) fn keywords(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if value.contains(' ') && !value.contains(',') {
        checker.report_at(
            INVALID_KEYWORDS,
            at,
            value,
            format!("{} have spaces between them, not commas", at.words()),
        );
    }
}

/// `itunes:type`.
pub(crate) fn channel_type(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if !matches!(value, "episodic" | "serial") {
        checker.report_at(
            INVALID_ITUNES_CHANNEL_TYPE,
            at,
            value,
            format!("`{value}` is not episodic or serial"),
        );
    }
}

/// `itunes:episodeType`.
pub(crate) fn episode_type(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if !matches!(value, "full" | "trailer" | "bonus") {
        checker.report_at(
            INVALID_ITUNES_EPISODE_TYPE,
            at,
            value,
            format!("`{value}` is not full, trailer or bonus"),
        );
    }
}

/// `text` of `itunes:category`: one of Apple's, with its subcategories.
pub(crate) fn category(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
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
        checker.report_at(OBSOLETE_ITUNES_CATEGORY, at, value, message).param("text", value);
    } else {
        let message = format!("Apple has no category `{value}` here");
        checker.report_at(INVALID_ITUNES_CATEGORY, at, value, message).param("text", value);
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
    "Amateur",
    "Arts & Entertainment",
    "Audio Blogs",
    "Business News",
    "College & High School",
    "Educational Technology",
    "Family",
    "Fitness & Nutrition",
    "Food",
    "Gadgets",
    "Games & Hobbies",
    "Government & Organizations",
    "Health",
    "Higher Education",
    "International",
    "K-12",
    "Language Courses",
    "Literature",
    "Local",
    "Management & Marketing",
    "Movies & Television",
    "National",
    "News & Politics",
    "Other Games",
    "Outdoor",
    "Podcasting",
    "Professional",
    "Public Radio",
    "Regional",
    "Science & Medicine",
    "Self-Help",
    "Shopping",
    "Software How-To",
    "Sports & Recreation",
    "Talk Radio",
    "Training",
    "Transportation",
    "Travel",
];

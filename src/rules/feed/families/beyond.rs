//! What no specification forbids but subscribers notice: relative addresses, order, sizes, style sheets.

use roxmltree::Node;

use crate::rules::feed::judge::{At, Frame, Judge, own_text};
use crate::rules::feed::rule::{atom_entry, atom_feed, feed_rules, rss_channel, rss_item};
use crate::rules::feed::values::date;

feed_rules! {
    RELATIVE_REFERENCE = "relative-reference", Warning, "A relative address in content",
    what: "An attribute with an address (`srcset`, `poster`, `cite`, `action` and all others; in Atom `href` and `src`, too) is relative, and no `xml:base` says to what. For `a href` and `img src` in RSS see `feed/contains-rel-ref`.",
    why: "Images are missing and links are dead in every reader that shows the entry away from the site.",
    help: "Write the whole address, from `https://` on",
    clause: ["RFC 4287 section 2", "RFC 3986 section 5.1"],
    bad: atom_entry!("<title>a</title><content type=\"html\">&lt;img src=\"/b.png\" alt=\"b\"></content>"), good: atom_entry!("<title>a</title><content type=\"html\">&lt;img src=\"https://wherry.example/b.png\" alt=\"b\"></content>");

    UPDATED_BEFORE_PUBLISHED = "updated-before-published", Warning, "An entry updated before it was published",
    what: "`updated` of an entry is older than `published`.",
    why: "Readers that sort by one and show the other put the entry in a place that nobody understands.",
    help: "Write in `updated` the later of the two",
    clause: ["RFC 4287 sections 4.2.9 and 4.2.15"],
    bad: atom_entry!("<published>2024-05-02T08:00:00Z</published><updated>2024-05-01T08:00:00Z</updated>"), good: atom_entry!("<published>2024-05-01T08:00:00Z</published><updated>2024-05-02T08:00:00Z</updated>");

    UNSORTED_ENTRIES = "unsorted-entries", Info, "Entries that are not sorted",
    what: "An entry is newer than the one before it.",
    why: "No specification imposes an order, but aggregators that read the first entries only miss the new ones.",
    help: "Put the newest entry first",
    clause: ["RFC 4287 section 4.1.1"],
    bad: atom_feed!("<entry><updated>2024-05-01T08:00:00Z</updated></entry><entry><updated>2024-05-03T08:00:00Z</updated></entry>"), good: atom_feed!("<entry><updated>2024-05-03T08:00:00Z</updated></entry><entry><updated>2024-05-01T08:00:00Z</updated></entry>");

    XSLT_STYLESHEET = "xslt-stylesheet", Warning, "A style sheet of XSLT",
    what: "An `xml-stylesheet` instruction names an XSLT style sheet.",
    why: "Browsers give XSLT up (Chrome in November 2026, others follow): who opens the feed sees bare XML.",
    help: "Use a CSS style sheet (`type=\"text/css\"`), which browsers go on to apply, or link to a page about the feed",
    clause: ["XSL Transformations 1.0 section 2.7", "xml-stylesheet 1.0"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>
<?xml-stylesheet type=\"text/xsl\" href=\"/feed.xslt.xml\"?>
<rss version=\"2.0\"/>
", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>
<?xml-stylesheet type=\"text/css\" href=\"/feed.css\"?>
<rss version=\"2.0\"/>
";

    WRONG_ENCLOSURE = "wrong-enclosure", Warning, "An enclosure that is not as its file",
    what: "`length` or `type` of an `enclosure` is not that of the file in the site's output, or there is no such file. Looked at where the output and `--base` are given.",
    why: "Players show a wrong length, stop early, or download nothing.",
    help: "Write what the file has",
    clause: ["RSS 2.0 enclosure"],
    bad: rss_item!("<title>a</title><enclosure url=\"https://wherry.example/1.mp3\" length=\"7\" type=\"audio/mpeg\"/>"), good: rss_item!("<title>a</title><enclosure url=\"https://wherry.example/1.mp3\" length=\"3\" type=\"audio/mpeg\"/>");

    OVERSIZED_FEED = "oversized-feed", Warning, "A feed larger than aggregators take",
    what: "The feed has more bytes than the budget: 1048576 unless configured.",
    why: "Aggregators stop reading there or skip the feed, and every subscriber fetches all of it at each visit.",
    help: "Write fewer entries, or summaries instead of whole texts",
    clause: ["RFC 5005 section 3"],
    bad: atom_entry!("<title>a</title><content>A text that goes on and on. A text that goes on and on. A text that goes on and on. A text that goes on and on. A text that goes on and on. A text that goes on and on. A text that goes on and on. A text that goes on and on. A text that goes on and on.</content>"), good: atom_feed!("<entry><title>a</title></entry>");

    OVERSIZED_ENTRY = "oversized-entry", Warning, "An entry larger than aggregators take",
    what: "An entry has more bytes than the budget: 524288 unless configured.",
    why: "Aggregators cut it or drop it.",
    help: "Write a summary; leave embedded images (`data:`) to the page",
    clause: ["RFC 4287 section 4.1.3"],
    bad: atom_entry!("<title>a</title><content>A text that goes on and on. A text that goes on and on. A text that goes on and on. A text that goes on and on. A text that goes on and on. A text that goes on and on. A text that goes on and on. A text that goes on and on. A text that goes on and on.</content>"), good: atom_feed!("<entry><title>a</title></entry>");

    DOUBLE_ESCAPED_TITLE = "double-escaped-title", Warning, "A title that was escaped twice",
    what: "A plain title holds `&amp;`, `&lt;` or another reference after XML was read.",
    why: "Subscribers read `Fish &amp; chips` with all letters.",
    help: "Escape the title once",
    clause: ["RFC 4287 section 3.1.1.1", "RSS Profile, character data"],
    bad: rss_item!("<title>Fish &amp;amp; chips</title>"), good: rss_item!("<title>Fish &#x26; chips</title>");

    NAMED_TIME_ZONE = "named-time-zone", Warning, "A time zone by its name",
    what: "A date of RSS names its zone `EST`, `PDT` or the like.",
    why: "RFC 822 gives the names a meaning, but many readers take them for UTC or refuse them: entries move by hours.",
    help: "Write the offset: `-0500` for `EST`",
    clause: ["RFC 2822 section 4.3"],
    bad: rss_item!("<title>a</title><pubDate>Wed, 01 May 2024 08:00:00 EST</pubDate>"), good: rss_item!("<title>a</title><pubDate>Wed, 01 May 2024 08:00:00 -0500</pubDate>");

    MALFORMED_LANGUAGE_TAG = "malformed-language-tag", Warning, "A language tag whose end is wrong",
    what: "A language tag begins with a language, but goes on with a subtag that is too long, or a region that is not registered (`en-UK`).",
    why: "Programs that match languages by it fail.",
    help: "Write a registered region, such as `GB`, or the language alone",
    clause: ["RFC 5646 section 2.1"],
    bad: rss_channel!("<item xml:lang=\"en-UK\"><title>a</title></item>"), good: rss_channel!("<item xml:lang=\"en-GB\"><title>a</title></item>");
}

/// A relative reference where `feed/contains-rel-ref` does not look: any attribute, and Atom's content.
pub(in crate::rules::feed) fn relative_reference(
    judge: &mut Judge<'_>,
    at: &At<'_, '_, '_, '_>,
    url: &str,
    based: bool,
) {
    // With a base, Atom says what a reference is relative to; some readers do not follow it all the same.
    if based || url.starts_with('#') {
        return;
    }
    let message = format!("`{url}` in {} is relative, and nothing says to what", at.words());
    judge.report_at(RELATIVE_REFERENCE, at, url, message);
}

/// Plain text that was escaped twice: `&amp;amp;`.
pub(in crate::rules::feed) fn double_escaped(judge: &mut Judge<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    const TWICE: &[&str] = &["&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&apos;", "&nbsp;"];
    let in_title = at.attribute.is_none() && at.frame.local == "title";
    let Some(twice) = TWICE.iter().find(|reference| value.contains(**reference)).filter(|_| in_title) else {
        return;
    };
    // Hexadecimal escapes are the RSS Profile's way to say that HTML is meant.
    let source = judge.source.get(at.frame.node.range()).unwrap_or("");
    if !source.contains("&#x") {
        let message = format!("{} was escaped twice: readers show `{twice}` as it stands", at.words());
        judge.report_at(DOUBLE_ESCAPED_TITLE, at, twice, message);
    }
}

/// `updated` before `published` in one entry.
pub(in crate::rules::feed) fn entry_dates(judge: &mut Judge<'_>, frame: &Frame<'_, '_, '_>) {
    let date = |judge: &Judge<'_>, name| {
        judge.child(frame.node, "", name).map(|node| (own_text(node).trim().to_owned(), node))
    };
    let (Some((updated, node)), Some((published, first))) =
        (date(judge, "updated"), date(judge, "published"))
    else {
        return;
    };
    if let (Some(later), Some(earlier)) = (date::rfc3339(&updated), date::rfc3339(&published))
        && later.seconds < earlier.seconds
    {
        let (span, related) = (judge.value_span(node), judge.value_span(first));
        let message = format!("the entry was updated (`{updated}`) before it was published (`{published}`)");
        judge
            .report(UPDATED_BEFORE_PUBLISHED, span, message)
            .param("value", updated)
            .related(related, "published");
    }
}

/// Entries that do not stand newest first.
pub(in crate::rules::feed) fn order(judge: &mut Judge<'_>, dates: &[Node<'_, '_>]) {
    let seconds = |node: &Node<'_, '_>| {
        let text = own_text(*node);
        date::rfc3339(text.trim()).or_else(|| date::rfc822(text.trim()).ok()).map(|moment| moment.seconds)
    };
    let read: Vec<(i64, &Node<'_, '_>)> =
        dates.iter().filter_map(|node| Some((seconds(node)?, node))).collect();
    let rises = |pair: &[(i64, &Node<'_, '_>)]| matches!(pair, [(before, _), (after, _)] if before < after);
    let wrong = read.windows(2).filter(|pair| rises(pair)).count();
    if wrong == 0 {
        return;
    }
    let Some([(_, before), (_, after)]) = read.windows(2).find(|pair| rises(pair)) else { return };
    let (span, related) = (judge.value_span(**after), judge.value_span(**before));
    let oldest_first =
        wrong == read.windows(2).filter(|pair| matches!(pair, [(a, _), (b, _)] if a != b)).count();
    let message = if oldest_first && read.len() > 2 {
        "the entries stand oldest first".to_owned()
    } else {
        "the entries are not sorted: this one is newer than the one before it".to_owned()
    };
    judge.report(UNSORTED_ENTRIES, span, message).related(related, "the entry before");
}

/// Style sheets of XSLT, which browsers no longer run.
pub(in crate::rules::feed) fn instructions(judge: &mut Judge<'_>, root: Node<'_, '_>) {
    for node in root.children().filter(Node::is_pi) {
        let Some(pi) = node.pi().filter(|pi| pi.target == "xml-stylesheet") else { continue };
        let value = pi.value.unwrap_or("");
        let xslt =
            value.contains("text/xsl") || value.contains("application/xslt+xml") || value.contains(".xsl");
        if xslt {
            let message = "the feed is dressed by an XSLT style sheet, which Chrome no longer runs";
            judge.report(XSLT_STYLESHEET, node.range().into(), message);
        }
    }
}

/// What aggregators take of a feed: a megabyte.
const FEED_BUDGET: usize = 1 << 20;
/// What they take of an entry: half of that.
const ENTRY_BUDGET: usize = 512 << 10;

/// Entries and feeds that are larger than aggregators take.
pub(in crate::rules::feed) fn sizes(judge: &mut Judge<'_>, root: Node<'_, '_>, bytes: usize) {
    let feed = judge.options.feed_budget.unwrap_or(FEED_BUDGET);
    if bytes > feed {
        let message = format!("the feed has {bytes} bytes, more than the {feed} that aggregators take");
        let span = judge.tag_span(root);
        judge
            .report(OVERSIZED_FEED, span, message)
            .param("bytes", bytes.to_string())
            .param("budget", feed.to_string());
    }
    let most = judge.options.entry_budget.unwrap_or(ENTRY_BUDGET);
    let entries: Vec<Node<'_, '_>> =
        root.descendants().filter(|node| matches!(node.tag_name().name(), "entry" | "item")).collect();
    for entry in entries {
        let bytes = entry.range().len();
        if bytes > most {
            let span = judge.tag_span(entry);
            let message = format!("the entry has {bytes} bytes, more than {most}");
            judge
                .report(OVERSIZED_ENTRY, span, message)
                .param("bytes", bytes.to_string())
                .param("budget", most.to_string());
        }
    }
}

/// An enclosure held against the file that it names, where the site's output is at hand.
pub(in crate::rules::feed) fn enclosure_on_disk(judge: &mut Judge<'_>, enclosure: Node<'_, '_>) {
    let (Some(output), Some(base)) = (judge.options.output, judge.options.base) else { return };
    let (Some(url), Some(base)) = (enclosure.attribute_node("url"), url::Url::parse(base).ok()) else {
        return;
    };
    let Some(target) = base.join(url.value()).ok().filter(|target| target.host() == base.host()) else {
        return;
    };
    let path = percent_encoding::percent_decode_str(target.path()).decode_utf8_lossy();
    let path = path.trim_start_matches('/');
    let Ok(bytes) = output.read(path) else {
        let message = format!("the enclosure `{path}` is no file of the site");
        judge.report(WRONG_ENCLOSURE, url.range_value().into(), message).param("value", url.value());
        return;
    };
    if let Some(length) = enclosure.attribute_node("length")
        && length.value().trim().parse::<usize>().is_ok_and(|said| said != 0 && said != bytes.len())
    {
        let message = format!(
            "the enclosure says that `{path}` has {} bytes, but it has {}",
            length.value(),
            bytes.len()
        );
        judge
            .report(WRONG_ENCLOSURE, length.range_value().into(), message)
            .param("value", length.value())
            .help(format!("Write `length=\"{}\"`", bytes.len()));
    }
    let kind = enclosure.attribute_node("type");
    let extension = path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    let expected = TYPES.iter().find(|(known, _)| *known == extension).map(|(_, kind)| *kind);
    if let (Some(kind), Some(expected)) = (kind, expected)
        && !kind.value().split(';').next().unwrap_or("").trim().eq_ignore_ascii_case(expected)
    {
        let message = format!("a file `.{extension}` is of the type `{expected}`, not `{}`", kind.value());
        judge
            .report(WRONG_ENCLOSURE, kind.range_value().into(), message)
            .param("value", kind.value())
            .help(format!("Write `type=\"{expected}\"`"));
    }
}

/// Media types of the files that feeds enclose.
const TYPES: &[(&str, &str)] = &[
    ("epub", "application/epub+zip"),
    ("flac", "audio/flac"),
    ("gif", "image/gif"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("m4a", "audio/mp4"),
    ("m4v", "video/mp4"),
    ("mov", "video/quicktime"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("oga", "audio/ogg"),
    ("ogg", "audio/ogg"),
    ("opus", "audio/ogg"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("wav", "audio/wav"),
    ("webm", "video/webm"),
    ("webp", "image/webp"),
    ("zip", "application/zip"),
];

//! What no specification forbids but subscribers notice: relative addresses, order, sizes, style sheets.

use roxmltree::Node;

use crate::lint::rules::feed::checker::{At, Checker, Frame, own_text};
use crate::lint::rules::feed::tables::beyond::{
    DOUBLE_ESCAPED_TITLE, OVERSIZED_ENTRY, OVERSIZED_FEED, RELATIVE_REFERENCE, UNSORTED_ENTRIES,
    UPDATED_BEFORE_PUBLISHED, WRONG_ENCLOSURE, XSLT_STYLESHEET,
};
use crate::lint::rules::feed::tables::xml::SAX_ERROR;
use crate::lint::rules::feed::values::date;
use crate::text::pieces::{Part as _, Pieces as _};

/// A relative reference where `feed/contains-rel-ref` does not look: any attribute, and Atom's content.
pub(crate) fn relative_reference(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, url: &str, based: bool) {
    // With a base, Atom defines what a reference is relative to; some readers do not follow it all the same.
    if based || url.starts_with('#') {
        return;
    }
    let message = format!("`{url}` in {} is relative, and no base URL is given", at.words());
    checker.report_at(RELATIVE_REFERENCE, at, url, message);
}

/// Plain text that was escaped twice: `&amp;amp;`.
pub(crate) fn double_escaped(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    const TWICE: &[&str] = &["&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&apos;", "&nbsp;"];
    let in_title = at.attribute.is_none() && at.frame.local == "title";
    let Some(twice) = TWICE.iter().find(|reference| value.contains(**reference)).filter(|_| in_title) else {
        return;
    };
    // Hexadecimal escapes are the RSS Profile's way to mark HTML.
    let source = checker.source.part(checker.written(at.frame.node));
    if !source.contains("&#x") {
        let message = format!("{} was escaped twice: readers show `{twice}` literally", at.words());
        checker.report_at(DOUBLE_ESCAPED_TITLE, at, twice, message);
    }
}

/// `updated` before `published` in one entry.
pub(crate) fn entry_dates(checker: &mut Checker<'_>, frame: &Frame<'_, '_, '_>) {
    let date = |checker: &Checker<'_>, name| {
        checker.child(frame.node, "", name).map(|node| (own_text(node).trim().to_owned(), node))
    };
    let (Some((updated, node)), Some((published, first))) =
        (date(checker, "updated"), date(checker, "published"))
    else {
        return;
    };
    if let (Some(later), Some(earlier)) = (date::rfc3339(&updated), date::rfc3339(&published))
        && later.seconds < earlier.seconds
    {
        let (span, related) = (checker.value_span(node), checker.value_span(first));
        let message = format!("the entry was updated (`{updated}`) before it was published (`{published}`)");
        checker
            .report(UPDATED_BEFORE_PUBLISHED, span, message)
            .param("value", updated)
            .related(related, "published");
    }
}

/// Entries that do not stand newest first.
pub(crate) fn order(checker: &mut Checker<'_>, dates: &[Node<'_, '_>]) {
    let seconds = |node: &Node<'_, '_>| {
        let text = own_text(*node);
        date::rfc3339(text.trim()).or_else(|| date::rfc822(text.trim()).ok()).map(|moment| moment.seconds)
    };
    let read: Vec<(i64, &Node<'_, '_>)> =
        dates.iter().filter_map(|node| Some((seconds(node)?, node))).collect();
    let rises = |pair: &[(i64, &Node<'_, '_>)]| matches!(pair, [(before, _), (after, _)] if before < after);
    let wrong = read.windows(2).filter(|pair| rises(pair)).count();
    // An old post that was changed is newer by `updated` than the one before it.
    let published = |node: &Node<'_, '_>| {
        let mut siblings = node.parent()?.children();
        let published = siblings.find(|sibling| sibling.tag_name().name() == "published")?;
        seconds(&published)
    };
    let of_publication: Vec<i64> = dates.iter().filter_map(published).collect();
    let is_sorted =
        of_publication.len() == dates.len() && of_publication.is_sorted_by(|before, after| before >= after);
    if wrong == 0 || is_sorted {
        return;
    }
    let Some([(_, before), (_, after)]) = read.windows(2).find(|pair| rises(pair)) else { return };
    let (span, related) = (checker.value_span(**after), checker.value_span(**before));
    let oldest_first =
        wrong == read.windows(2).filter(|pair| matches!(pair, [(a, _), (b, _)] if a != b)).count();
    let message = if oldest_first && read.len() > 2 {
        "the entries are sorted oldest first".to_owned()
    } else {
        "the entries are not sorted: this one is newer than the one before it".to_owned()
    };
    checker.report(UNSORTED_ENTRIES, span, message).related(related, "the entry before");
}

/// Instructions beside the feed: none but the declaration is called `xml`, and style sheets of XSLT no longer run.
pub(crate) fn instructions(checker: &mut Checker<'_>, root: Node<'_, '_>) {
    for node in root.children().filter(Node::is_pi) {
        let target = node.pi().map_or("", |pi| pi.target);
        if target != "xml" && target.eq_ignore_ascii_case("xml") {
            let message = format!("not well-formed: `<?{target}` is reserved for `<?xml`");
            checker.report(SAX_ERROR, node.range().into(), message).help("write `<?xml` in small letters");
        }
        let Some(pi) = node.pi().filter(|pi| pi.target == "xml-stylesheet") else { continue };
        let value = pi.value.unwrap_or("");
        let xslt =
            value.contains("text/xsl") || value.contains("application/xslt+xml") || value.contains(".xsl");
        if xslt {
            let message = "the feed uses an XSLT style sheet, which Chrome no longer runs";
            checker.report(XSLT_STYLESHEET, node.range().into(), message);
        }
    }
}

/// Entries and feeds that are larger than aggregators take.
pub(crate) fn sizes(checker: &mut Checker<'_>, root: Node<'_, '_>, bytes: usize) {
    let (bytes, feed) = (bytes as u64, checker.options.feed_bytes);
    if bytes > feed {
        let message = format!("the feed has {bytes} bytes, more than the {feed} that aggregators accept");
        let span = checker.tag_span(root);
        checker
            .report(OVERSIZED_FEED, span, message)
            .param("bytes", bytes.to_string())
            .param("budget", feed.to_string());
    }
    let most = checker.options.entry_bytes;
    let entries: Vec<Node<'_, '_>> =
        root.descendants().filter(|node| matches!(node.tag_name().name(), "entry" | "item")).collect();
    for entry in entries {
        let bytes = entry.range().len() as u64;
        if bytes > most {
            let span = checker.tag_span(entry);
            let message = format!("the entry has {bytes} bytes, more than {most}");
            checker
                .report(OVERSIZED_ENTRY, span, message)
                .param("bytes", bytes.to_string())
                .param("budget", most.to_string());
        }
    }
}

/// An enclosure held against the file that it names, where the site's output is at hand.
pub(crate) fn enclosure_on_disk(checker: &mut Checker<'_>, enclosure: Node<'_, '_>) {
    let (Some(output), Some(base)) = (checker.options.output, checker.options.base) else { return };
    let (Some(url), Some(base)) = (enclosure.attribute_node("url"), url::Url::parse(base).ok()) else {
        return;
    };
    let Some(target) = base.join(url.value()).ok().filter(|target| target.host() == base.host()) else {
        return;
    };
    let path = percent_encoding::percent_decode_str(target.path()).decode_utf8_lossy();
    let path = path.trim_start_matches('/');
    let Ok(bytes) = output.read(path) else {
        let message = format!("the site has no file for the enclosure `{path}`");
        checker.report(WRONG_ENCLOSURE, url.range_value().into(), message).param("value", url.value());
        return;
    };
    if let Some(length) = enclosure.attribute_node("length")
        && length.value().trim().parse::<usize>().is_ok_and(|said| said != 0 && said != bytes.len())
    {
        let message = format!(
            "the enclosure has `length=\"{}\"`, but `{path}` has {} bytes",
            length.value(),
            bytes.len()
        );
        checker
            .report(WRONG_ENCLOSURE, length.range_value().into(), message)
            .param("value", length.value())
            .help(format!("write `length=\"{}\"`", bytes.len()));
    }
    let kind = enclosure.attribute_node("type");
    let extension = path.after_last('.').to_ascii_lowercase();
    let expected = TYPES.iter().find(|(known, _)| *known == extension).map(|(_, kind)| *kind);
    if let (Some(kind), Some(expected)) = (kind, expected)
        && !kind.value().up_to(';').trim().eq_ignore_ascii_case(expected)
    {
        let message = format!("a `.{extension}` file has the type `{expected}`, not `{}`", kind.value());
        checker
            .report(WRONG_ENCLOSURE, kind.range_value().into(), message)
            .param("value", kind.value())
            .help(format!("write `type=\"{expected}\"`"));
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

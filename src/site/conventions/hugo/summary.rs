//! Hugo's summary: up to a mark, the one of front matter, or the first paragraphs.
//!
//! Source: observed on Hugo 0.168; words are counted in HTML.

use std::borrow::Cow;

use crate::site::conventions::hugo::summary_code;
use crate::text::html::balance::{balance, is_void};
use crate::text::pieces::Pieces as _;

/// The mark that ends a summary.
pub(super) const MORE: &str = "<!--more-->";

/// What stands for the mark while Markdown is read: a word that nobody writes.
pub(super) const MARK: &str = "HUGOMORE42";

/// The HTML before the mark, its open elements closed; nothing without a mark.
pub(super) fn to_mark(html: &str) -> Option<String> {
    let at = html.find(MARK)?;
    let before = html.get(..at)?.trim_end();
    let before = before.strip_suffix("<p>").unwrap_or(before).trim_end();
    Some(match balance(before) {
        Cow::Owned(closed) => closed,
        Cow::Borrowed(closed) => closed.to_owned(),
    })
}

/// HTML without the mark; a paragraph of nothing else goes with it.
pub(super) fn without_mark(html: &str) -> String {
    html.replace(&format!("<p>{MARK}</p>\n"), "").replace(MARK, "")
}

/// Whole blocks up to the paragraph in which so many words are reached; what that is in, a quotation or a list, to its end.
pub(super) fn beginning<'h>(html: &'h str, length: usize, words: &Words<'_>) -> &'h str {
    const CLOSE: &str = "</p>";
    let mut count = 0;
    let mut from = 0;
    while let Some(close) = html.get(from..).and_then(|rest| rest.find(CLOSE)) {
        count += words.of(html.get(from..from + close).unwrap_or(""));
        if count >= length {
            let end = end_of_block(html, from + close + CLOSE.len());
            return html.get(..end).unwrap_or(html).trim();
        }
        from += close + CLOSE.len();
    }
    html.trim()
}

/// Where the outermost element that is open at a place ends; the place itself where none is, or it does not end.
fn end_of_block(html: &str, place: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    let next = |at: usize| Some(at + memchr::memchr(b'<', html.as_bytes().get(at..)?)?);
    while let Some(open) = next(at) {
        if at >= place && depth == 0 {
            return at.min(html.len());
        }
        let rest = html.get(open..).unwrap_or("").as_bytes();
        let (close, length) = match rest.starts_with(b"<!--") {
            true => (memchr::memmem::find(rest, b"-->"), 3),
            false => (memchr::memchr(b'>', rest), 1),
        };
        let Some(end) = close.map(|end| open + end + length) else { break };
        if open >= place && depth == 0 {
            return place;
        }
        let inner = html.get(open + 1..end - 1).unwrap_or("");
        let name = inner.trim_start_matches('/');
        let name = name.get(..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len()));
        let is_element = name.is_some_and(|name| !name.is_empty() && !is_void(name));
        if is_element && inner.starts_with('/') {
            depth = depth.saturating_sub(1);
            if depth == 0 && end >= place {
                return end;
            }
        } else if is_element && !inner.ends_with('/') {
            depth += 1;
        }
        at = end;
    }
    place
}

/// How words are counted.
pub(super) struct Words<'s> {
    /// Whether each character of a word counts where one is not ASCII.
    pub(super) is_cjk: bool,
    /// The Markdown: signs that are not in it are the typographer's, which Hugo writes as references.
    pub(super) source: &'s str,
}

impl Words<'_> {
    /// The words of HTML that blanks are between; what looks like a part of a tag is not counted, nor is the last character.
    fn of(&self, html: &str) -> usize {
        let of = |html: &str| {
            // Only within a tag is `a="b"` an attribute: quotation marks of text are written as references.
            let mut in_tag = false;
            let count = |word: &str| {
                let count = self.count(word, in_tag);
                in_tag = match (word.rfind('<'), word.rfind('>')) {
                    (None, None) => in_tag,
                    (open, close) => open > close,
                };
                count
            };
            html.split_whitespace().map(count).sum::<usize>()
        };
        // Goldmark writes `<img>` without the slash.
        let html = if html.has(" />") { Cow::Owned(html.replace(" />", ">")) } else { Cow::Borrowed(html) };
        let end = html.char_indices().next_back().map_or(0, |(at, _)| at);
        let mut rest = html.get(..end).unwrap_or("");
        let mut count = 0;
        while rest.has(summary_code::OPEN)
            && let Some((before, block)) = rest.split_once(summary_code::OPEN)
        {
            let (words, after) = summary_code::words(block);
            count += of(before) + words;
            rest = after;
        }
        count + of(rest)
    }

    /// One word, or as many as it has characters; none for a part of a tag.
    ///
    /// Source: Hugo, `resources/page/page_markup.go`.
    fn count(&self, word: &str, in_tag: bool) -> usize {
        let is_of_tag = word.starts_with(['<', '>', '/']) || in_tag && word.contains('=');
        if !is_of_tag && !self.is_cjk {
            return 1;
        }
        let letters = |text: &str| text.bytes().take_while(u8::is_ascii_alphabetic).count();
        let name = word.strip_prefix('<').map(|tag| tag.strip_prefix('/').unwrap_or(tag));
        let is_tag =
            name.is_some_and(|name| matches!(name.get(letters(name)..), Some("" | ">")) && letters(name) > 0);
        let value = word.get(letters(word)..).unwrap_or("");
        let is_attribute =
            in_tag && letters(word) > 0 && (value.starts_with("=\"") || value.starts_with("='"));
        if is_tag || is_attribute || matches!(word, ">" | "/>") {
            return 0;
        }
        if !self.is_cjk {
            return 1;
        }
        let plain = without_tags(word);
        // Where there are tags in a word, it is not in the Markdown as it is here.
        let may_be_written = word.contains('<') || self.source.contains(plain.as_str());
        let is_written = |c: char| may_be_written && self.source.contains(c);
        let lengths = plain.chars().map(|c| (c, reference_length(c).filter(|_| !is_written(c))));
        let is_ascii = lengths.clone().all(|(c, reference)| c.is_ascii() || reference.is_some());
        if is_ascii { 1 } else { lengths.map(|(_, reference)| reference.unwrap_or(1)).sum() }
    }
}

/// How long the reference is by which the typographer writes a sign.
const fn reference_length(sign: char) -> Option<usize> {
    match sign {
        '‘' | '’' | '“' | '”' | '–' | '—' | '«' | '»' => Some("&lsquo;".len()),
        '…' => Some("&hellip;".len()),
        _ => None,
    }
}

/// Whether Chinese, Japanese or Korean characters occur.
pub(super) fn has_cjk(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{2fd5}' | '\u{3005}' | '\u{3007}'
            | '\u{3021}'..='\u{3029}' | '\u{3038}'..='\u{303b}' | '\u{3041}'..='\u{30ff}'
            | '\u{3131}'..='\u{318e}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7fb}'
            | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ffdc}' | '\u{20000}'..='\u{323af}')
            && !matches!(c, '\u{309b}' | '\u{309c}' | '\u{30a0}' | '\u{30fb}' | '\u{30fc}')
    })
}

fn without_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let (before, tag) = rest.split_at(open);
        out.push_str(before);
        rest = tag.find('>').and_then(|close| tag.get(close + 1..)).unwrap_or("");
    }
    out + rest
}

/// HTML of one paragraph without its tags.
pub(super) fn inline(html: &str) -> &str {
    let html = html.trim();
    let inner = html.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>"));
    inner.filter(|inner| !inner.contains("<p>")).unwrap_or(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_ends_with_a_paragraph() {
        let html =
            "<h2 id=\"a\">A</h2>\n<p>one two</p>\n<ul>\n<li>x</li>\n</ul>\n<p>three four</p>\n<p>five</p>\n";
        assert_eq!(
            beginning(html, 2, &Words { is_cjk: false, source: "" }),
            "<h2 id=\"a\">A</h2>\n<p>one two</p>"
        );
        let nested = "<blockquote>\n<p>one two</p>\n<p>three<br></p>\n</blockquote>\n<p>four</p>\n";
        assert_eq!(
            beginning(nested, 2, &Words { is_cjk: false, source: "" }),
            nested.strip_suffix("\n<p>four</p>\n").unwrap()
        );
        assert_eq!(
            beginning("<div><p>aa bb</p>\n<p>c</p>", 2, &Words { is_cjk: false, source: "" }),
            "<div><p>aa bb</p>"
        );
        let cjk = Words { is_cjk: true, source: "a—b" };
        assert_eq!(cjk.of("<p>the <a href=\"/x\">Spec project</a> これ. "), 5);
        // A quotation mark of the typographer's, one among other letters, and a dash as it is written.
        assert_eq!((cjk.of("it’s x"), cjk.of("“これ” x"), cjk.of("a—b x")), (1, 16, 3));
        assert_eq!(cjk.of("c—d x"), 1);
        let words = Words { is_cjk: false, source: "" };
        assert_eq!(words.of("<pre><code>&lt;img src=\"x\" a=\"b\" /&gt;\n</code></pre>\n<p>ww end"), 7);
        assert_eq!(words.of("<p><img src=\"/c\" alt=\"a b\" title=\"t u\" />"), 3);
        assert_eq!(words.of("<p><img src=\"/c\" alt=\"a b\" title=\"t u\" /></p>\n<p>ww end"), 5);
        assert_eq!(
            beginning(html, 5, &Words { is_cjk: false, source: "" }),
            html.strip_suffix("\n<p>five</p>\n").unwrap()
        );
        assert_eq!(beginning(html, 70, &Words { is_cjk: false, source: "" }), html.trim());
        assert_eq!(to_mark("<p>a</p>\n<p>b HUGOMORE42 c</p>\n").as_deref(), Some("<p>a</p>\n<p>b</p>"));
        assert_eq!(to_mark("<p>a</p>\n<p>HUGOMORE42</p>\n<p>b</p>").as_deref(), Some("<p>a</p>"));
        assert_eq!(without_mark("<p>a</p>\n<p>HUGOMORE42</p>\n<p>b</p>"), "<p>a</p>\n<p>b</p>");
        assert_eq!(inline("<p>A <em>b</em></p>\n"), "A <em>b</em>");
    }
}

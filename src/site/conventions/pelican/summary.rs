//! The beginning of an article: so many words of its HTML.

use crate::text::html::balance::balance;
use crate::text::html::text::unescape;

/// The HTML up to and with the word of this number, and `end` after it, elements closed; nothing where it has fewer words.
///
/// Source: Pelican 4.12, `utils.py`, `truncate_html_words`.
pub(super) fn beginning(html: &str, most: usize, end: &str) -> Option<String> {
    let cut = end_of_word(html, most)?;
    let start = html.get(..cut)?;
    let closed = balance(start);
    let tags = closed.strip_prefix(start).unwrap_or("");
    Some(format!("{start} {end}{tags}"))
}

/// So many paragraphs of HTML, without what is between them.
///
/// Source: Pelican 4.12, `utils.py`, `truncate_html_paragraphs`.
pub(super) fn paragraphs(html: &str, count: usize) -> String {
    const CLOSE: &str = "</p>";
    let mut out = String::new();
    let mut rest = html;
    for _ in 0..count {
        let (Some(start), Some(end)) = (rest.find("<p>"), rest.find(CLOSE)) else { break };
        out.push_str(rest.get(start..end + CLOSE.len()).unwrap_or(""));
        rest = rest.get(end + CLOSE.len()..).unwrap_or("");
    }
    out
}

/// A summary without the list of the article's headings, whose links lead nowhere in it.
pub(super) fn without_contents(html: &str) -> String {
    const OPEN: &str = "<div class=\"contents";
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find(OPEN) {
        let (before, from) = rest.split_at(start);
        let Some(end) = from.find("</div>") else { break };
        out.push_str(before);
        rest = from.get(end + "</div>".len()..).unwrap_or("");
    }
    out.push_str(rest);
    while let Some(start) = out.find("<a class=\"toc-backref\"") {
        let open = out.get(start..).and_then(|from| from.find('>')).map(|end| start + end + 1);
        let close = out.get(start..).and_then(|from| from.find("</a>")).map(|end| start + end);
        let (Some(open), Some(close)) = (open, close) else { break };
        out.replace_range(close..close + "</a>".len(), "");
        out.replace_range(start..open, "");
    }
    out
}

/// Words that are counted, up to the one that is wanted.
struct Words {
    left: usize,
    /// Where the last word ends, while more of it may follow.
    open: Option<usize>,
}

impl Words {
    /// Counts the word that is open; returns its end where it is the wanted one.
    fn close(&mut self) -> Option<usize> {
        let end = self.open.take()?;
        self.left = self.left.saturating_sub(1);
        (self.left == 0).then_some(end)
    }

    /// Counts the words of text that begins at a place; only its end may be within a word.
    fn text(&mut self, text: &str, start: usize) -> Option<usize> {
        let mut end = 0;
        while let Some((from, to)) = next_word(text, end) {
            if from > 0
                && let Some(found) = self.close()
            {
                return Some(found);
            }
            end = to;
            self.open = Some(start + end);
        }
        if end < text.len() { self.close() } else { None }
    }
}

/// Where the word of a number ends, counted from 1. Tags end words; entities do where they stand for no letter.
fn end_of_word(html: &str, most: usize) -> Option<usize> {
    let mut words = Words { left: most, open: None };
    let mut at = 0;
    while let Some(rest) = html.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = rest.find(['<', '&']).unwrap_or(rest.len());
        if plain > 0 {
            if let Some(end) = words.text(rest.get(..plain)?, at) {
                return Some(end);
            }
            at += plain;
        } else if let Some(length) = comment(rest) {
            at += length;
        } else if let Some(length) = tag(rest) {
            if let Some(end) = words.close() {
                return Some(end);
            }
            at += length;
        } else if let Some(length) = reference(rest) {
            let is_letter = unescape(rest.get(..length)?).starts_with(is_part);
            if is_letter {
                words.open = Some(at + length);
            } else if let Some(end) = words.close() {
                return Some(end);
            }
            at += length;
        } else {
            if let Some(end) = words.text(rest.get(..1)?, at) {
                return Some(end);
            }
            at += 1;
        }
    }
    None
}

/// The next word of a string from a place on: a letter with letters, digits, `'` and `-` after it, or one ideograph.
fn next_word(text: &str, from: usize) -> Option<(usize, usize)> {
    let start = from + text.get(from..)?.find(is_part)?;
    let rest = text.get(start..)?;
    let first = rest.chars().next()?;
    if is_ideograph(first) {
        return Some((start, start + first.len_utf8()));
    }
    let length = rest.find(|c| !(is_part(c) || matches!(c, '\'' | '-'))).unwrap_or(rest.len());
    Some((start, start + length))
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn comment(html: &str) -> Option<usize> {
    let inner = html.strip_prefix("<!--")?;
    Some(inner.find("-->").map_or(html.len(), |end| end + "<!---->".len()))
}

/// The length of the tag that HTML begins with.
fn tag(html: &str) -> Option<usize> {
    let name = html.strip_prefix('<')?;
    let name = name.strip_prefix('/').unwrap_or(name);
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(())?;
    let mut quote = None;
    for (at, c) in html.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '>' => return Some(at + 1),
            None if matches!(c, '"' | '\'') && html.get(..at).is_some_and(|it| it.ends_with('=')) => {
                quote = Some(c)
            }
            None => {}
        }
    }
    None
}

/// The length of the entity or character reference that HTML begins with.
fn reference(html: &str) -> Option<usize> {
    let name = html.strip_prefix('&')?;
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '#')).unwrap_or(name.len());
    let is_closed = name.get(end..).is_some_and(|rest| rest.starts_with(';'));
    (end > 0).then_some(end + 1 + usize::from(is_closed))
}

/// Characters that are words by themselves: Chinese, Japanese and Korean ones.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{30ff}' | '\u{3130}'..='\u{318f}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2a6df}'
        | '\u{2f800}'..='\u{2fa1f}')
}

#[cfg(test)]
mod tests {
    use super::beginning;

    #[test]
    fn words_are_counted_outside_of_tags() {
        for (html, most, expected) in [
            ("<p>One <b class=\"x\">two</b> three</p>", 2, Some("<p>One <b class=\"x\">two …</b></p>")),
            ("<p>it's a well-known &amp; x</p>", 3, Some("<p>it's a well-known …</p>")),
            ("<p>One two</p>", 2, Some("<p>One two …</p>")),
            ("<p>One</p>", 2, None),
            ("<p>日本語 x</p>", 2, Some("<p>日本 …</p>")),
            ("<p>a<b>b</b>c d</p>", 3, Some("<p>a<b>b</b>c …</p>")),
            ("<p>caf&eacute;s a<!-- x -->b c</p>", 2, Some("<p>caf&eacute;s a<!-- x -->b …</p>")),
            ("<p>x < y &amp z</p>", 3, Some("<p>x < y &amp z …</p>")),
        ] {
            assert_eq!(beginning(html, most, "…").as_deref(), expected, "{html}");
        }
    }
}

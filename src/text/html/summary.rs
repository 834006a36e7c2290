//! Summaries of a bounded length.

use std::borrow::Cow;

use crate::text::html::tags::Tags;
use crate::text::html::text::unescape;
use crate::text::pieces::Part as _;

/// `text` (plain, one line) cut to at most `max` characters: after the last sentence that fits if it fills half of them,
/// else after the last word, with an ellipsis.
#[must_use]
pub fn summarise(text: &str, max: usize) -> String {
    let text = text.trim();
    let Some((end, _)) = text.char_indices().nth(max) else {
        return text.to_owned();
    };
    // One character is the ellipsis's.
    let (fits, rest) = text.split_at(end);
    let room = fits.char_indices().next_back().map_or(0, |(at, _)| at);
    let sentence = if rest.starts_with(char::is_whitespace) && ends_sentence(fits) {
        Some(fits.len())
    } else {
        fits.char_indices()
            .filter(|(at, c)| c.is_whitespace() && ends_sentence(fits.part(..*at)))
            .map(|(at, _)| at)
            .next_back()
    };
    if let Some(at) = sentence.filter(|at| at * 2 >= fits.len()) {
        return fits.part(..at).trim_end().to_owned();
    }
    let room = fits.part(..room);
    let whole = fits.get(room.len()..).is_some_and(|next| next.starts_with(char::is_whitespace));
    let word = if whole { Some(room.len()) } else { room.rfind(char::is_whitespace) };
    let cut = word.and_then(|at| room.get(..at)).unwrap_or(room);
    let cut = cut.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '–' | '—' | '(')
    });
    if max == 0 { String::new() } else { format!("{cut}…") }
}

/// `text` cut to at most `max` words, with an ellipsis where some are gone.
#[must_use]
pub fn first_words(text: &str, max: usize) -> String {
    let text = text.trim();
    match words(text).nth(max) {
        None => text.to_owned(),
        Some((start, _)) => ellipsis(text.part(..start)),
    }
}

/// The most that a summary has of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// So many characters.
    Characters(usize),
    /// So many words.
    Words(usize),
}

/// HTML cut after the last word of its text that there is room for, with an ellipsis; elements that are open there stay open.
#[must_use]
pub fn cut_html(html: &str, bound: Bound) -> Cow<'_, str> {
    let mut tags = Tags::new(html);
    let mut room = match bound {
        Bound::Characters(most) | Bound::Words(most) => most,
    };
    let (mut at, mut fits) = (0, 0);
    loop {
        let tag = tags.next_tag();
        let end = tag.map_or(html.len(), |tag| tag.span.start);
        let text = html.part(at..end);
        // A comment is not text, and nothing ends inside it.
        let words = words(text).filter(|_| !text.contains("<!--"));
        for (start, word) in words {
            let cost = match bound {
                Bound::Words(_) => 1,
                Bound::Characters(_) => unescape(word).chars().count() + usize::from(start > 0),
            };
            if cost > room {
                return Cow::Owned(ellipsis(html.part(..fits)));
            }
            room -= cost;
            fits = at + start + word.len();
        }
        match tag {
            Some(tag) => at = tag.inside,
            None => return Cow::Borrowed(html),
        }
    }
}

/// The words of a string with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(char::is_whitespace).filter_map(move |word| {
        let start = at;
        at += word.len() + text.get(start + word.len()..)?.chars().next().map_or(0, char::len_utf8);
        (!word.is_empty()).then_some((start, word))
    })
}

fn ellipsis(text: &str) -> String {
    // A semicolon may end a character reference.
    let cut = text.trim_end_matches(|c: char| c.is_whitespace() || ",:-–—(".contains(c));
    format!("{cut}…")
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '\'', '”', '’', ')', '»']).ends_with(['.', '!', '?', '…', '。', '！', '？'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_without_tags() {
        assert_eq!(first_words(" one  two three ", 3), "one  two three");
        assert_eq!(first_words("one two, three", 2), "one two…");
        let html = "<p>One <b>two</b> three &amp; four</p>";
        for (most, cut) in
            [(0, "…"), (1, "<p>One…"), (2, "<p>One <b>two…"), (4, "<p>One <b>two</b> three &amp;…")]
        {
            assert_eq!(cut_html(html, Bound::Words(most)), cut);
        }
        assert_eq!(cut_html(html, Bound::Words(5)), html);
        assert_eq!(cut_html(html, Bound::Characters(12)), "<p>One <b>two</b> three…");
        assert_eq!(cut_html(html, Bound::Characters(99)), html);
        assert_eq!(cut_html("a <!-- b c --> d", Bound::Words(1)), "a <!-- b c --> d");
    }

    #[test]
    fn a_cut_comes_at_a_sentence_or_a_word() {
        let text = "One sentence here. “And another one.” Then, a third that is long.";
        assert_eq!(summarise(text, 200), text);
        assert_eq!(summarise(text, 40), "One sentence here. “And another one.”");
        assert_eq!(summarise(text, 30), "One sentence here.");
        assert_eq!(summarise(text, 18), "One sentence here.");
        assert_eq!(summarise(text, 17), "One sentence…");
        assert_eq!(summarise("Word, word", 6), "Word…");
        assert_eq!(summarise("Donaudampfschifffahrt", 6), "Donau…");
        assert_eq!(summarise("日本語のテキスト", 4), "日本語…");
        assert_eq!(summarise("abc", 0), "");
    }
}

//! Summaries of a bounded length.

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

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '\'', '”', '’', ')', '»']).ends_with(['.', '!', '?', '…', '。', '！', '？'])
}

#[cfg(test)]
mod tests {
    use super::*;

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

//! The beginning of an article: so many words of its HTML.

use crate::text::html::balance::balance;

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

/// Where the word of a number ends, counted from 1.
fn end_of_word(html: &str, most: usize) -> Option<usize> {
    let mut words = 0;
    let mut in_word = false;
    let mut characters = html.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        if c == '<' {
            // An element within a word does not end it.
            let end = html.get(at..).and_then(|rest| rest.find('>')).map_or(html.len(), |end| at + end);
            while characters.next_if(|(place, _)| *place <= end).is_some() {}
            continue;
        }
        let is_part = c.is_alphanumeric() || c == '_' || in_word && matches!(c, '\'' | '-');
        if is_part && (!in_word || is_ideograph(c)) {
            words += 1;
        }
        in_word = is_part && !is_ideograph(c);
        if c == '&' {
            let end = html.get(at..).and_then(|rest| rest.find(';')).filter(|end| *end < 10);
            if let Some(end) = end {
                while characters.next_if(|(place, _)| *place <= at + end).is_some() {}
            }
            in_word = false;
        }
        let goes_on = characters.peek().is_some_and(|(_, next)| {
            !is_ideograph(c) && (next.is_alphanumeric() || matches!(next, '_' | '\'' | '-'))
        });
        if is_part && words == most && !goes_on {
            return Some(at + c.len_utf8());
        }
    }
    None
}

/// Characters that are words by themselves: Chinese, Japanese and Korean ones.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{9fff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2fa1f}')
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
        ] {
            assert_eq!(beginning(html, most, "…").as_deref(), expected, "{html}");
        }
    }
}

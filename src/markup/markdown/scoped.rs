//! Symbols by the rules of markdown-it: `(c)`, `+-`, dots, dashes and repeated signs.
//!
//! Source: markdown-it 14, `rules_core/replacements.mjs`.

/// What stands for the characters from `at` of a run that begins at `start`, and how many they are; an empty string where
/// they stay as they are. Nothing where none of the rules is about them.
pub(super) fn symbol(text: &[u8], start: usize, at: usize) -> Option<(&'static str, usize)> {
    let rest = text.get(at..)?;
    let before = at.checked_sub(1).filter(|_| at > start).and_then(|before| text.get(before)).copied();
    let first = *rest.first()?;
    let length = rest.iter().take_while(|byte| **byte == first).count();
    match first {
        b'(' => scoped(rest),
        b'+' if rest.get(1) == Some(&b'-') => Some(("±", 2)),
        b'.' if length > 1 => Some(match before {
            Some(b'?' | b'!') => ("..", length),
            _ => ("…", length),
        }),
        b'?' | b'!' => {
            let length = rest.iter().take_while(|byte| matches!(byte, b'?' | b'!')).count();
            let symbol = if first == b'?' { "???" } else { "!!!" };
            (length > 3).then_some((symbol, length))
        }
        b',' if length > 1 => Some((",", length)),
        b'-' if length > 1 => Some((dash(before, length, rest.get(length).copied()), length)),
        _ => None,
    }
}

fn scoped(rest: &[u8]) -> Option<(&'static str, usize)> {
    const NAMES: [(&[u8], &str); 3] = [(b"(c)", "©"), (b"(r)", "®"), (b"(tm)", "™")];
    NAMES.into_iter().find_map(|(name, symbol)| {
        let is_name = rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        is_name.then_some((symbol, name.len()))
    })
}

/// A long dash for three hyphens; a short one for two with blanks on both sides or on none.
const fn dash(before: Option<u8>, length: usize, after: Option<u8>) -> &'static str {
    let open = matches!(before, None | Some(b' ' | b'\n' | b'\t'));
    let closed = matches!(after, None | Some(b' ' | b'\n' | b'\t'));
    match length {
        3 => "—",
        2 if open == closed => "–",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use crate::markup::markdown::{CommonMark, Options, render};

    #[test]
    fn symbols_are_those_of_markdown_it() {
        let common_mark = CommonMark { scoped_symbols: true, ..CommonMark::DEFAULT };
        let options =
            Options { typographic_symbols: true, smart_quotes: true, common_mark, ..Options::common_mark() };
        for (text, expected) in [
            ("(c) (C)2024 (r) (TM) (p) (cc)", "© ©2024 ® ™ (p) (cc)"),
            ("+-5 .. a.. ... .....", "±5 … a… … …"),
            ("what?.... no!... yes", "what?.. no!.. yes"),
            ("a????? b!!!!! c?!?!? d!!!", "a??? b!!! c??? d!!!"),
            ("a,,, b, c", "a, b, c"),
            ("a -- b a--b a --b a-- b --- c---d ----", "a – b a–b a --b a-- b — c—d ----"),
            ("`(c)` \"q\" -- it's", "<code>(c)</code> “q” – it’s"),
        ] {
            assert_eq!(render(text, &options), format!("<p>{expected}</p>\n"), "{text}");
        }
        let plain = Options { common_mark, ..Options::common_mark() };
        assert_eq!(render("(c) ..", &plain), "<p>(c) ..</p>\n");
    }
}

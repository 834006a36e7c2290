//! Text of posts and file names in one line that shows what it is: nothing in it ends the line, moves a terminal's cursor or
//! turns the direction of reading.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Returns whether a character has to be escaped in text that people read: control characters, line and paragraph
/// separators, and those that turn the direction of reading (Unicode's `Bidi_Control`).
#[must_use]
pub fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

/// Returns the text in one line, its unprintable characters escaped as TOML and JSON escape them: `\n`, `\u001b`.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unprintable) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    text.chars().for_each(|c| push(&mut out, c));
    Cow::Owned(out)
}

/// Returns the text as [`printable`] does, but for its line ends, which stay: for text of several lines. What is escaped
/// already stays as it is.
#[must_use]
pub fn printable_lines(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| c != '\n' && is_unprintable(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if c == '\n' { out.push(c) } else { push(&mut out, c) }
    }
    Cow::Owned(out)
}

/// Returns the text as a string of TOML in one line: what reads it gets the same text again.
#[must_use]
pub fn toml_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        push(&mut out, c);
    }
    out.push('"');
    out
}

fn push(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c if is_unprintable(c) => {
            // All of them have four digits at most.
            write!(out, "\\u{:04x}", u32::from(c)).ok();
        }
        c => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BAD: &str =
        "a\n[[b]]\r\t\0\u{1b}[31m\u{7f}\u{85}\u{9b}\u{61c}\u{200f}\u{2028}\u{2029}\u{202e}\u{2066}\u{2069}z";

    #[test]
    fn leaves_printable_text_as_it_is() {
        for text in ["", "C++ & <b>", "\\n", "日本 é 👩‍👩‍👧"] {
            assert_eq!(printable(text), text);
        }
    }

    #[test]
    fn escapes_controls_and_direction_marks() {
        let escaped = "a\\n[[b]]\\r\\t\\u0000\\u001b[31m\\u007f\\u0085\\u009b\\u061c\\u200f\\u2028\\u2029\\u202e\\u2066\\u2069z";
        assert_eq!(printable(BAD), escaped);
        assert_eq!(toml_string(BAD), format!("\"{escaped}\""));
        assert_eq!(toml_string("\\n \"x\""), "\"\\\\n \\\"x\\\"\"");
    }

    #[test]
    fn keeps_line_ends_and_what_is_escaped() {
        assert_eq!(printable_lines("a\n\u{1b}[31m\r\n\u{202e}b"), "a\n\\u001b[31m\\r\n\\u202eb");
        assert_eq!(printable_lines(&printable(BAD)), printable(BAD));
    }

    proptest! {
        #[test]
        fn toml_reads_the_same_text(text in any::<String>()) {
            let table: toml::Table = toml::from_str(&format!("key = {}\n", toml_string(&text))).unwrap();
            prop_assert_eq!(table["key"].as_str(), Some(text.as_str()));
        }
    }
}

//! The width of the terminal, and text that fits it.

use std::borrow::Cow;
use std::io::stdout;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Narrower than this, text cut to fit has no meaning left.
const NARROWEST: usize = 40;

/// Returns how many columns standard output has; nothing where it is no terminal, or one that does not tell.
#[expect(clippy::disallowed_methods, reason = "the program's edge: how wide its terminal is")]
pub(crate) fn width() -> Option<usize> {
    let (width, _) = terminal_size::terminal_size_of(stdout())?;
    (width.0 > 0).then(|| usize::from(width.0).max(NARROWEST))
}

/// Returns how many columns text takes.
pub(crate) fn columns(text: &str) -> usize {
    text.width()
}

/// Returns text in at most so many columns, `…` in the place of its end.
pub(crate) fn cut(text: &str, most: usize) -> Cow<'_, str> {
    if columns(text) <= most {
        return Cow::Borrowed(text);
    }
    let mut taken = 1;
    let fits = |c: &char| {
        taken += c.width().unwrap_or(0);
        taken <= most
    };
    Cow::Owned(text.chars().take_while(fits).chain(['…']).collect())
}

/// Returns text in lines of at most so many columns, broken at spaces; the lines after the first begin with `indent`.
pub(crate) fn wrap(text: &str, most: usize, indent: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    let mut at = 0;
    for (number, word) in text.split(' ').enumerate() {
        let width = columns(word);
        if number > 0 && at + 1 + width > most {
            out.push('\n');
            out.push_str(indent);
            at = columns(indent);
        } else if number > 0 {
            out.push(' ');
            at += 1;
        }
        out.push_str(word);
        at += width;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_by_columns() {
        assert_eq!(cut("abcdef", 6), "abcdef");
        assert_eq!(cut("abcdefg", 6), "abcde…");
        assert_eq!(cut("日本語の題", 6), "日本…");
        assert_eq!(cut("", 0), "");
    }

    #[test]
    fn wraps_at_spaces() {
        assert_eq!(wrap("one two three", 7, ""), "one two\nthree");
        assert_eq!(wrap("- one two three", 8, "  "), "- one\n  two\n  three");
        assert_eq!(wrap("unbreakable b", 4, ""), "unbreakable\nb");
    }
}

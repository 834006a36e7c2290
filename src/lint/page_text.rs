//! Strings of files, paths, settings and messages on pages about a site.

use crate::text::html::text::escape;
use crate::text::printable::printable;

/// Returns a string as HTML in which nothing changes the reading direction of what follows: such characters are escaped, as on a
/// terminal.
pub(super) fn visible(text: &str) -> String {
    escape(&printable(text)).into_owned()
}

/// Returns a line of a file like [`visible`], with its tabs.
pub(super) fn visible_line(text: &str) -> String {
    text.split('\t').map(visible).collect::<Vec<_>>().join("\t")
}

/// Returns a message as HTML: text in backquotes is code.
pub(super) fn sentence(text: &str) -> String {
    let text = visible(text);
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        // A quoted word contains a backquote itself.
        return text;
    }
    let part = |(at, part): (usize, &&str)| {
        if at % 2 == 1 { format!("<code>{part}</code>") } else { (*part).to_owned() }
    };
    parts.iter().enumerate().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_markup_and_direction() {
        assert_eq!(visible("a\u{202e}<b>\n\tc"), "a\\u202e&lt;b&gt;\\n\\tc");
        assert_eq!(visible_line("\ta\u{2067}\tb"), "\ta\\u2067\tb");
    }

    #[test]
    fn quotes_code_in_sentences() {
        assert_eq!(sentence("`a<b>` and `\u{202e}c`"), "<code>a&lt;b&gt;</code> and <code>\\u202ec</code>");
        assert_eq!(sentence("a ` b"), "a ` b");
        assert_eq!(sentence("plain"), "plain");
    }
}

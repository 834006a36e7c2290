//! Slugs by Pelican's default rules.

use deunicode::deunicode_char;

use crate::text::html::text::{normalize_whitespace, strip_html, unescape};

/// A title or name without its tags, references decoded.
pub(super) fn plain(name: &str) -> String {
    unescape(&normalize_whitespace(&strip_html(name))).trim().to_owned()
}

/// The slug of a title or name: no tags, Latin letters, lower case, of other characters only `_` and `-`, a `-` for each run
/// of blanks.
pub(super) fn slug(name: &str) -> String {
    let mut latin = String::with_capacity(name.len());
    for c in plain(name).chars() {
        if c.is_ascii() { latin.push(c) } else { latin.push_str(deunicode_char(c).unwrap_or("")) }
    }
    let kept: String = latin
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || c.is_whitespace() || matches!(c, '_' | '-'))
        .collect();
    let mut slug = String::with_capacity(kept.len());
    for c in kept.trim().chars() {
        match c {
            _ if !(c.is_whitespace() || c == '-') => slug.push(c.to_ascii_lowercase()),
            _ if !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn slugs_are_those_of_the_real_thing() {
        for (name, expected) in [
            ("Title Ünï & \"quotes\" C++ v1.2: x/y", "title-uni-quotes-c-v12-xy"),
            ("日本語", "ri-ben-yu"),
            ("Title with <b>bold</b> -- and &amp; 'q'", "title-with-bold-and-q"),
            ("C#", "c"),
            (".NET", "net"),
            ("snake_case - x", "snake_case-x"),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
    }
}

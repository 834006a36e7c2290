//! Slugs of ASCII letters and digits, of text in any script.

use deunicode::deunicode_char;

/// The slug of a title or name by the rules of the crate `slug`: letters of every script in Latin ones, lower case, `-` for
/// each run of other characters, none at the ends.
pub(crate) fn ascii_slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut push = |byte: char| match byte {
        'a'..='z' | '0'..='9' => slug.push(byte),
        'A'..='Z' => slug.push(byte.to_ascii_lowercase()),
        _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
        _ => {}
    };
    for c in text.chars() {
        if c.is_ascii() {
            push(c);
        } else {
            deunicode_char(c).unwrap_or("-").chars().for_each(&mut push);
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::ascii_slug;

    #[test]
    fn slugs_are_those_of_the_crate() {
        for (text, slug) in [
            ("dots.in.name-v1.2", "dots-in-name-v1-2"),
            ("under_score", "under-score"),
            ("ünïcode-näme", "unicode-name"),
            ("日本語", "ri-ben-yu"),
            ("sym'bols&(x)+y,z!", "sym-bols-x-y-z"),
            ("C++ and C# 1.2.3", "c-and-c-1-2-3"),
            ("!!!", ""),
        ] {
            assert_eq!(ascii_slug(text), slug, "{text}");
        }
    }
}

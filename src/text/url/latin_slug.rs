//! Slugs as `@sindresorhus/slugify` makes them, which Eleventy's filter and its plugin for heading ids use.

use std::sync::LazyLock;

use icu_normalizer::DecomposingNormalizerBorrowed;
use regex::Regex;

/// The same with a `-` between the words of `camelCase`: the package's default, which Eleventy switches off.
pub(crate) fn decamelized_slug(text: &str) -> String {
    static BETWEEN: LazyLock<Vec<Regex>> = LazyLock::new(|| {
        let patterns = [
            r"([A-Z]{2,})(\d+)",
            r"([a-z\d]+)([A-Z]{2,})",
            r"([a-z\d])([A-Z])",
            r"([A-Z]+)([A-Z][a-rt-z\d]+)",
        ];
        patterns.iter().filter_map(|pattern| Regex::new(pattern).ok()).collect()
    });
    let words = BETWEEN
        .iter()
        .fold(text.to_owned(), |text, between| between.replace_all(&text, "${1} ${2}").into_owned());
    latin_slug(&words)
}

/// The slug of a title or name: ASCII letters and digits, `-` between words, `&` as `and`. What has no Latin letter is left out.
pub(crate) fn latin_slug(text: &str) -> String {
    let mut latin = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        match c {
            '&' => latin.push_str(" and "),
            '♥' => latin.push_str(" love "),
            '🦄' => latin.push_str(" unicorn "),
            'ä' | 'Ä' => latin.push_str("ae"),
            'ö' | 'Ö' => latin.push_str("oe"),
            'ü' | 'Ü' => latin.push_str("ue"),
            'ß' | 'ẞ' => latin.push_str("ss"),
            'æ' | 'Æ' => latin.push_str("ae"),
            'ø' | 'Ø' => latin.push('o'),
            'đ' | 'Đ' | 'ð' | 'Ð' => latin.push('d'),
            'ł' | 'Ł' => latin.push('l'),
            'þ' | 'Þ' => latin.push_str("th"),
            'ı' => latin.push('i'),
            // `don't` is one word.
            '\'' if is_contraction(text, at, c) => {}
            'а'..='я' | 'А'..='Я' | 'ё' | 'Ё' => latin.push_str(cyrillic(c)),
            c => latin.push(c),
        }
    }
    let latin = DecomposingNormalizerBorrowed::new_nfd().normalize(&latin).into_owned();
    let mut slug = String::with_capacity(latin.len());
    for c in latin.chars() {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            'A'..='Z' => slug.push(c.to_ascii_lowercase()),
            '\u{300}'..='\u{36f}' => {}
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// A letter of the Russian alphabet.
fn cyrillic(c: char) -> &'static str {
    const LETTERS: [&str; 32] = [
        "a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u",
        "f", "kh", "ts", "ch", "sh", "sch", "", "y", "", "e", "yu", "ya",
    ];
    let lower = c.to_lowercase().next().unwrap_or(c);
    let place = u32::from(lower).wrapping_sub(u32::from('а')) as usize;
    LETTERS.get(place).copied().unwrap_or("yo")
}

/// Returns whether an apostrophe stands before `s` or `t` at the end of a word.
fn is_contraction(text: &str, at: usize, apostrophe: char) -> bool {
    let before = text.get(..at).unwrap_or("").chars().next_back();
    let mut after = text.get(at + apostrophe.len_utf8()..).unwrap_or("").chars();
    before.is_some_and(|c| c.is_ascii_alphanumeric())
        && matches!(after.next(), Some('s' | 't'))
        && after.next().is_none_or(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::latin_slug;

    #[test]
    fn slugs_are_those_of_the_real_thing() {
        for (text, slug) in [
            ("Ünï Cöde & More!", "ueni-coede-and-more"),
            ("C++ and C# 1.2.3", "c-and-c-1-2-3"),
            ("日本語", ""),
            ("Given {#my-id}", "given-my-id"),
            ("under_score -- dash", "under-score-dash"),
            ("Don't stop 'me'", "dont-stop-me"),
            ("Ångström", "angstroem"),
            ("Привет, мир", "privet-mir"),
            ("It’s ½", "it-s"),
        ] {
            assert_eq!(latin_slug(text), slug, "{text}");
        }
    }

    #[test]
    fn words_of_camel_case_are_told_apart() {
        for (text, slug) in
            [("WebC", "web-c"), ("fooBarBaz", "foo-bar-baz"), ("myAPIs", "my-apis"), ("HTML5", "html-5")]
        {
            assert_eq!(super::decamelized_slug(text), slug, "{text}");
        }
    }
}

//! Heading ids, as kramdown and its GFM input make them.

use std::sync::LazyLock;

use foldhash::HashMap;
use icu_normalizer::DecomposingNormalizerBorrowed;
use regex::Regex;

use crate::markup::markdown::options::{HeadingIdStyle, Options, SlugPackage};
use crate::markup::markdown::smart::{Run, push_plain_run};
use crate::text::url::{
    ascii_slug, decamelized_slug, latin_slug, percent_encode, punctuated_slug, strict_slug,
};

/// The id that a heading gets from markdown-it-anchor: small letters, a hyphen for each run of white space, the rest as in
/// URLs.
fn anchor_id(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let mut id = String::new();
    for c in words.join("-").chars() {
        // What `encodeURIComponent` leaves beside RFC 3986's unreserved characters.
        if matches!(c, '!' | '*' | '\'' | '(' | ')') {
            id.push(c);
        } else {
            percent_encode(c.encode_utf8(&mut [0; 4]), &mut id);
        }
    }
    id
}

/// The id that a heading with this text gets from kramdown's GFM input, before duplicates are told apart.
///
/// Lower case; letters, marks and digits of any script, `_` and `-` stay; white space becomes `-`; the rest goes.
/// Empty where nothing is left (kramdown-parser-gfm, `generate_gfm_header_id`).
#[must_use]
pub fn heading_id(text: &str) -> String {
    let mut id = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'a'..='z' | '0'..='9' | '_' | '-' => id.push(c),
            'A'..='Z' => id.push(c.to_ascii_lowercase()),
            ' ' | '\t' => id.push('-'),
            _ if c.is_ascii() => {}
            _ => push_lowercase(&mut id, c),
        }
    }
    id
}

/// The id that a heading with this text gets from kramdown without GFM input: plain ASCII from the first letter on.
#[must_use]
pub fn plain_heading_id(text: &str) -> String {
    let text = text.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    let id: String = text
        .chars()
        .filter_map(|c| match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' => Some(c.to_ascii_lowercase()),
            ' ' => Some('-'),
            _ => None,
        })
        .collect();
    if id.is_empty() { "section".to_owned() } else { id }
}

/// The ids given out so far in one text.
#[derive(Clone, Debug, Default)]
pub struct HeadingIds {
    counts: HashMap<String, usize>,
}

impl HeadingIds {
    /// The id of the next heading: the one that it is given, or one made of its text.
    pub(crate) fn of(&mut self, given: Option<String>, text: &str, options: &Options) -> Option<String> {
        match given.filter(|id| !id.is_empty()) {
            Some(id) => {
                self.counts.entry(id.clone()).or_insert(1);
                Some(id)
            }
            None => self.of_heading(text, options),
        }
    }

    /// The id of the next heading, whose text is `text`; none where the dialect gives none or nothing of it is usable.
    pub(crate) fn of_heading(&mut self, text: &str, options: &Options) -> Option<String> {
        if !options.auto_ids {
            return None;
        }
        let style = options.common_mark.heading_ids;
        if !options.is_kramdown() && style != HeadingIdStyle::Kramdown {
            if matches!(
                style,
                HeadingIdStyle::Goldmark | HeadingIdStyle::GoldmarkAscii | HeadingIdStyle::Blackfriday
            ) {
                return (!text.trim().is_empty()).then(|| {
                    let made = goldmark_id(text, style);
                    self.numbered(if made.is_empty() { "heading".to_owned() } else { made }, 1)
                });
            }
            return Some(match style {
                HeadingIdStyle::Anchor => self.numbered(anchor_id(text), 1),
                HeadingIdStyle::AnchorOf(package) => self.numbered(slug_of(text.trim(), package), 1),
                HeadingIdStyle::Latin => self.numbered(latin_slug(text), 2),
                HeadingIdStyle::Ascii => self.numbered(ascii_slug(text), 1),
                HeadingIdStyle::Safe => {
                    self.numbered(text.replace(|c: char| c.is_ascii_whitespace(), "_"), 1)
                }
                _ => self.numbered(heading_id(smart(text.trim(), options).trim()), 1),
            });
        }
        let made = if options.gfm { heading_id(text) } else { plain_heading_id(text) };
        let id = options.auto_id_prefix.clone() + &self.unique(made);
        Some(id).filter(|id| !id.is_empty())
    }

    /// The id of a heading by the rules of Python-Markdown's extension `toc`: the second of one text is `_1`.
    pub(crate) fn of_python(&mut self, text: &str) -> String {
        let mut id = String::with_capacity(text.len());
        for c in DecomposingNormalizerBorrowed::new_nfkd().normalize(text.trim()).chars() {
            match c {
                'a'..='z' | '0'..='9' | '_' => id.push(c),
                'A'..='Z' => id.push(c.to_ascii_lowercase()),
                ' ' | '-' | '\t' | '\n' if !id.ends_with('-') => id.push('-'),
                _ => {}
            }
        }
        let mut free = id.clone();
        let mut number = 0;
        while free.is_empty() || self.counts.contains_key(&free) {
            number += 1;
            free = format!("{id}_{number}");
        }
        self.counts.insert(free.clone(), 0);
        free
    }

    /// `id`, or the first of `id-1`, `id-2` … from this number on that no heading has.
    fn numbered(&mut self, id: String, first: usize) -> String {
        let Some(count) = self.counts.get_mut(&id) else {
            self.counts.insert(id.clone(), first);
            return id;
        };
        let mut number = *count;
        // A number is not free again, so that counting goes on where it ended.
        *count += 1;
        while self.counts.contains_key(&format!("{id}-{number}")) {
            number += 1;
        }
        let free = format!("{id}-{number}");
        self.counts.insert(free.clone(), first);
        free
    }

    /// `id`, or `id-1`, `id-2` … where it was asked for before. An empty id stays empty the first time.
    pub fn unique(&mut self, id: String) -> String {
        if let Some(count) = self.counts.get_mut(&id) {
            *count += 1;
            return format!("{id}-{count}");
        }
        self.counts.insert(id.clone(), 0);
        id
    }
}

/// The slug that a package of npm makes of a heading.
pub(crate) fn slug_of(text: &str, package: SlugPackage) -> String {
    match package {
        SlugPackage::Latin => latin_slug(text),
        SlugPackage::Decamelized => decamelized_slug(text),
        SlugPackage::Punctuated => punctuated_slug(text),
        SlugPackage::Strict => strict_slug(text),
        SlugPackage::GitHub => heading_id(text),
    }
}

/// An id by one of Hugo's three rules, `autoHeadingIDType`.
fn goldmark_id(text: &str, style: HeadingIdStyle) -> String {
    let text = text.trim();
    match style {
        HeadingIdStyle::Blackfriday => {
            let mut id = String::with_capacity(text.len());
            for c in text.chars() {
                match c {
                    c if c.is_alphanumeric() => id.extend(c.to_lowercase()),
                    _ if !id.is_empty() && !id.ends_with('-') => id.push('-'),
                    _ => {}
                }
            }
            id.trim_end_matches('-').to_owned()
        }
        HeadingIdStyle::GoldmarkAscii => {
            let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(text);
            heading_id(&decomposed.chars().filter(char::is_ascii).collect::<String>())
        }
        // Marks, such as the one that makes a sign an emoji, are no letters in Go.
        _ if !text.is_ascii() => {
            static MARKS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("[\\p{M}\u{200d}]+").ok());
            let without = MARKS.as_ref().map(|marks| marks.replace_all(text, ""));
            heading_id(without.as_deref().unwrap_or(text))
        }
        _ => heading_id(text),
    }
}

/// A heading's text as github-slugger sees it: typographic already.
fn smart(text: &str, options: &Options) -> String {
    let mut out = String::with_capacity(text.len());
    let run = Run { text, start: 0, end: text.len(), before: None, markup: true };
    push_plain_run(&mut out, run, options);
    out
}

fn push_lowercase(id: &mut String, c: char) {
    if is_word(c) {
        id.extend(c.to_lowercase());
    }
}

/// Letters, marks, decimal digits and connector punctuation of any script, as a regular expression's `\w`.
fn is_word(c: char) -> bool {
    if c.is_alphabetic() {
        return true;
    }
    // Punctuation and symbols, of which headings are full: building the classes took a thirtieth of a run.
    match c {
        '\u{80}'..='\u{bf}' | '\u{2190}'..='\u{2bff}' => return false,
        '\u{2000}'..='\u{206f}' => return matches!(c, '\u{203f}' | '\u{2040}' | '\u{2054}'),
        _ => {}
    }
    static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[\p{M}\p{Nd}\p{Pc}]$").ok());
    let mut bytes = [0; 4];
    WORD.as_ref().is_some_and(|word| word.is_match(c.encode_utf8(&mut bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_keep_letters_of_any_script() {
        for (text, id) in [
            ("Café au Lait", "café-au-lait"),
            ("What’s new in 4.1.2?", "whats-new-in-412"),
            ("Hello World & Co.", "hello-world--co"),
            ("1. Ünïcode “q”", "1-ünïcode-q"),
            ("日本語 テスト", "日本語-テスト"),
            ("e\u{301}t", "e\u{301}t"),
            ("5² = ½", "5--"),
            ("!?", ""),
            ("snake_case a-b", "snake_case-a-b"),
        ] {
            assert_eq!(heading_id(text), id, "{text}");
        }
    }

    #[test]
    fn duplicates_are_numbered() {
        let mut ids = HeadingIds::default();
        let got: Vec<String> = ["a", "a", "", "a", ""].map(|id| ids.unique(id.to_owned())).into();
        assert_eq!(got, ["a", "a-1", "", "a-2", "-1"]);
    }

    #[test]
    fn python_ids_are_numbered_with_underscores() {
        let mut ids = HeadingIds::default();
        let got = ["What is new & old", "What is new & old", "Ünï", "!!!"].map(|text| ids.of_python(text));
        assert_eq!(got, ["what-is-new-old", "what-is-new-old_1", "uni", "_1"]);
    }

    #[test]
    fn plain_ids_are_ascii() {
        assert_eq!(plain_heading_id("1. Café au Lait"), "caf-au-lait");
        assert_eq!(plain_heading_id("42"), "section");
    }
}

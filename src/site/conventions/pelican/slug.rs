//! Slugs of articles, categories, tags and authors.
//!
//! Source: Pelican 4.12, `utils.py`, `slugify`; `settings.py` for the default substitutions.

use std::borrow::Cow;

use deunicode::deunicode_char;
use icu_normalizer::ComposingNormalizerBorrowed;
use regex::{Regex, RegexBuilder};

use crate::site::conventions::pelican::python::{Assignments, PyValue};
use crate::text::html::text::{normalize_whitespace, strip_html, unescape};

/// A title or name without its tags, references decoded.
pub(super) fn plain(name: &str) -> String {
    unescape(&normalize_whitespace(&strip_html(name))).trim().to_owned()
}

/// How slugs are made: `SLUG_REGEX_SUBSTITUTIONS`, `SLUGIFY_USE_UNICODE`, `SLUGIFY_PRESERVE_CASE`.
#[derive(Clone, Debug, Default)]
pub(super) struct SlugStyle {
    /// Regular expressions and what stands for each match; nothing for Pelican's own.
    rules: Option<Vec<(Regex, String)>>,
    uses_unicode: bool,
    keeps_case: bool,
}

/// The slugs of each kind of name.
#[derive(Clone, Debug, Default)]
pub(super) struct Slugs {
    pub(super) article: SlugStyle,
    pub(super) category: SlugStyle,
    pub(super) tag: SlugStyle,
    pub(super) author: SlugStyle,
}

impl Slugs {
    pub(super) fn new(names: &Assignments) -> Self {
        let is = |name: &str| names.get(name) == Some(&PyValue::Bool(true));
        let style = |kind: &str| SlugStyle {
            rules: rules(names, kind).or_else(|| rules(names, "SLUG")),
            uses_unicode: is("SLUGIFY_USE_UNICODE"),
            keeps_case: is("SLUGIFY_PRESERVE_CASE"),
        };
        Self {
            article: style("SLUG"),
            category: style("CATEGORY"),
            tag: style("TAG"),
            author: style("AUTHOR"),
        }
    }
}

/// The substitutions of a kind of name: `TAG_REGEX_SUBSTITUTIONS`, or in older sites `TAG_SUBSTITUTIONS`.
fn rules(names: &Assignments, kind: &str) -> Option<Vec<(Regex, String)>> {
    if let Some(pairs) = pairs(names, &format!("{kind}_REGEX_SUBSTITUTIONS")) {
        return Some(pairs.into_iter().filter_map(|(from, to)| rule(&from, &to)).collect());
    }
    let mut old = pairs(names, &format!("{kind}_SUBSTITUTIONS"))?;
    if matches!(kind, "CATEGORY" | "TAG")
        && let Some(mut all) = pairs(names, "SLUG_SUBSTITUTIONS")
    {
        all.append(&mut old);
        old = all;
    }
    let own = old.iter().filter_map(|(from, to)| rule(&regex::escape(from), to));
    Some(own.chain(DEFAULT.iter().filter_map(|(from, to)| rule(from, to))).collect())
}

/// Pelican's own substitutions.
const DEFAULT: [(&str, &str); 4] = [(r"[^\w\s-]", ""), (r"\A\s*", ""), (r"\s*\z", ""), (r"[-\s]+", "-")];

fn pairs(names: &Assignments, name: &str) -> Option<Vec<(String, String)>> {
    let Some(PyValue::List(items)) = names.get(name) else { return None };
    let pair = |item: &PyValue| match item {
        PyValue::List(parts) => match parts.as_slice() {
            [from, to, ..] => Some((from.as_text()?.to_owned(), to.as_text()?.to_owned())),
            _ => None,
        },
        _ => None,
    };
    Some(items.iter().filter_map(pair).collect())
}

/// A substitution in the words of the crate `regex`; nothing for one that it cannot read.
fn rule(from: &str, to: &str) -> Option<(Regex, String)> {
    let pattern = from.replace(r"\Z", r"\z");
    let from = RegexBuilder::new(&pattern).case_insensitive(true).build().ok()?;
    // `$` is nothing special to Python; its groups are `\1` and `\g<name>`.
    let mut template = String::with_capacity(to.len());
    let mut rest = to;
    while let Some(at) = rest.find(['$', '\\']) {
        let (before, sign) = rest.split_at(at);
        template.push_str(before);
        let after = sign.get(1..).unwrap_or("");
        let group = after.strip_prefix("g<").and_then(|named| named.split_once('>'));
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        match (sign.starts_with('$'), group, after.split_at_checked(digits)) {
            (true, ..) => {
                template.push_str("$$");
                rest = after;
            }
            (false, Some((name, following)), _) => {
                template.push_str(&format!("${{{name}}}"));
                rest = following;
            }
            (false, None, Some((number, following))) if digits > 0 => {
                template.push_str(&format!("${{{number}}}"));
                rest = following;
            }
            _ => {
                template.push('\\');
                rest = after;
            }
        }
    }
    Some((from, template + rest))
}

impl SlugStyle {
    /// The slug of a title or name.
    pub(super) fn slug(&self, name: &str) -> String {
        let normalizer = ComposingNormalizerBorrowed::new_nfkc();
        let text = plain(name);
        let text = normalizer.normalize(&text);
        let text = if self.uses_unicode { text } else { latin(&text) };
        let slug = match &self.rules {
            None => with_hyphens(&text, self.uses_unicode),
            Some(rules) => rules.iter().fold(text.into_owned(), |text, (from, to)| {
                from.replace_all(&text, to.as_str()).into_owned()
            }),
        };
        let slug = slug.trim();
        if self.keeps_case { slug.to_owned() } else { slug.to_lowercase() }
    }
}

/// Text in Latin letters.
fn latin(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut latin = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() { latin.push(c) } else { latin.push_str(deunicode_char(c).unwrap_or("")) }
    }
    Cow::Owned(latin)
}

/// Pelican's own substitutions: of signs only `_` and `-`, and one `-` for each run of blanks and hyphens.
fn with_hyphens(text: &str, uses_unicode: bool) -> String {
    let is_kept = |c: char| {
        let is_letter = if uses_unicode { is_word(c) } else { c.is_ascii_alphanumeric() || c == '_' };
        is_letter || c == '-' || c.is_whitespace()
    };
    let kept: String = text.chars().filter(|c| is_kept(*c)).collect();
    let mut slug = String::with_capacity(kept.len());
    for c in kept.trim().chars() {
        match c {
            _ if !(c.is_whitespace() || c == '-') => slug.push(c),
            _ if !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug
}

/// Python's `\w`: letters and digits of any script, no marks that stand alone.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(settings: &str) -> SlugStyle {
        let mut names = Assignments::default();
        names.read("pelicanconf.py", settings, &|_| None);
        Slugs::new(&names).article
    }

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
            assert_eq!(style("").slug(name), expected, "{name}");
        }
    }

    #[test]
    fn settings_change_slugs() {
        let unicode = "SLUGIFY_USE_UNICODE = True\nSLUGIFY_PRESERVE_CASE = True\n";
        let own = r"SLUG_REGEX_SUBSTITUTIONS = [(r'C\+\+', 'cpp'), (r'[^\w\s-]', ''), (r'(?u)\s*\Z', ''), (r'[-\s]+', '_')]";
        let groups = r"SLUG_REGEX_SUBSTITUTIONS = [(r'(\w+) (\w+)', r'\2-\1$')]";
        let old = "SLUG_SUBSTITUTIONS = (('C++', 'cpp'),)";
        for (settings, name, expected) in [
            (unicode, "MiXed Über 日本 v1.2", "MiXed-Über-日本-v12"),
            (own, "c++ & Rust  x ", "cpp_rust_x"),
            (groups, "one two", "two-one$"),
            (old, "C++ now", "cpp-now"),
        ] {
            assert_eq!(style(settings).slug(name), expected, "{settings}");
        }
    }
}

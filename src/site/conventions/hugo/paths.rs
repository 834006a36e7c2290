//! Paths of pages: what of a file's path, a slug or a term is in a URL.
//!
//! Source: observed on Hugo 0.168.

use icu_normalizer::DecomposingNormalizerBorrowed;

use crate::text::url::percent_decode;

/// What of names and slugs is changed by the configuration.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PathStyle {
    /// `disablePathToLower`.
    pub(super) keeps_case: bool,
    /// `removePathAccents`.
    pub(super) without_accents: bool,
}

impl PathStyle {
    /// A path of names: blanks are hyphens, signs that URLs do not have are gone.
    pub(super) fn path(self, path: &str) -> String {
        let kept = path.chars().filter_map(|c| match c {
            _ if c.is_whitespace() => Some('-'),
            _ if is_kept(c) => Some(c),
            _ => None,
        });
        self.cased(&kept.collect::<String>())
    }

    /// A slug or a title: runs of blanks are one hyphen, with none beside a hyphen.
    pub(super) fn slug(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let (mut is_pending, mut was_hyphen) = (false, false);
        for (at, c) in text.char_indices() {
            if is_kept(c) || c == '%' && is_escape(text.get(at..).unwrap_or("")) {
                was_hyphen = c == '-';
                if is_pending && !was_hyphen {
                    out.push('-');
                }
                is_pending = false;
                out.push(c);
            } else if !out.is_empty() && !was_hyphen && c.is_whitespace() {
                is_pending = true;
            }
        }
        self.cased(&out)
    }

    /// A part of a permalink that a token stands for: a plus sign is a blank there, an escape its sign.
    pub(super) fn token(self, text: &str) -> String {
        let spaced = text.replace('+', " ");
        let slug = self.slug(&percent_decode(&spaced));
        // The generator reads it as an address, of which an empty fragment is dropped.
        slug.strip_suffix('#').unwrap_or(&slug).to_owned()
    }

    fn cased(self, path: &str) -> String {
        let path = if self.without_accents { folded(path) } else { path.to_owned() };
        if self.keeps_case { path } else { path.to_lowercase() }
    }
}

fn is_kept(c: char) -> bool {
    matches!(c, '.' | '/' | '_' | '#' | '+' | '~' | '-' | '@') || c.is_alphanumeric() || is_mark(c)
}

/// A mark that belongs to a letter before it, of the blocks that have most of them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{e31}' | '\u{e34}'..='\u{e3a}'
        | '\u{e47}'..='\u{e4e}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{3099}' | '\u{309a}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

/// Whether a string begins with `%` and two hexadecimal digits.
fn is_escape(text: &str) -> bool {
    let digits = text.as_bytes().get(1..3);
    digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

/// A string without accents on its letters.
pub(super) fn folded(text: &str) -> String {
    let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(text);
    decomposed.chars().filter(|c| !is_mark(*c)).collect()
}

/// A path as it is in an address: what an address does not have is escaped, what is escaped stays.
pub(super) fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for (at, c) in path.char_indices() {
        let stays = c.is_ascii_alphanumeric()
            || matches!(c, '-' | '_' | '.' | '~' | '$' | '&' | '+' | ',' | '/' | ':' | ';' | '=' | '@')
            || matches!(c, '!' | '\'' | '(' | ')' | '*' | '[' | ']')
            || c == '%' && is_escape(path.get(at..).unwrap_or(""));
        if stays {
            out.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    out
}

/// Joins the parts of a path, without empty ones between slashes.
pub(super) fn joined(parts: &[&str]) -> String {
    let parts: Vec<&str> =
        parts.iter().flat_map(|part| part.split('/')).filter(|it| !it.is_empty()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_slugs_come_out_as_hugo_writes_them() {
        let style = PathStyle::default();
        for (path, expected) in [
            ("posts/a b  c", "posts/a-b--c"),
            ("sym'bols&(x)+y,z!", "symbolsx+yz"),
            ("UPPER-Folder/Mixed", "upper-folder/mixed"),
            ("dots.in.name-v1.2", "dots.in.name-v1.2"),
            ("日本語", "日本語"),
        ] {
            assert_eq!(style.path(path), expected, "{path}");
        }
        for (text, expected) in [
            ("a  b -- c", "a-b--c"),
            ("ends with space &", "ends-with-space"),
            ("C++ x%20y", "c++-x%20y"),
            ("a/b", "a/b"),
        ] {
            assert_eq!(style.slug(text), expected, "{text}");
        }
        for (text, expected) in [
            ("My Slug & Über, C++/x (1)", "my-slug-über-c-/x-1"),
            ("C# and @x ~y +z", "c#-and-@x-~y-z"),
            ("100% of % 20%20x", "100-of-20-x"),
        ] {
            assert_eq!(style.token(text), expected, "{text}");
        }
        assert_eq!(PathStyle { without_accents: true, ..style }.path("Ünï"), "uni");
        assert_eq!(encoded("/c#/ü x/a%20b'@"), "/c%23/%C3%BC%20x/a%20b'@");
    }
}

//! Slugs: titles and names as they stand in URLs, by `Jekyll::Utils.slugify`.

use std::sync::LazyLock;

use icu_normalizer::DecomposingNormalizerBorrowed;
use regex::Regex;

/// What becomes a hyphen in a slug.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SlugMode {
    /// Nothing; the text is only put in lower case. Every name that Jekyll does not know means this.
    None,
    /// White space.
    Raw,
    /// All but letters, marks and decimal digits of any script.
    #[default]
    Default,
    /// As the default, but `._~!$&'()+,;=@` are kept.
    Pretty,
    /// All but the ASCII letters and digits.
    Ascii,
    /// As the default, after Latin letters have lost their accents and everything else beyond ASCII is gone.
    Latin,
}

impl SlugMode {
    /// The mode that Jekyll knows by this name, [`SlugMode::None`] where it knows none.
    #[must_use]
    pub(crate) fn from_name(name: &str) -> Self {
        match name {
            "raw" => Self::Raw,
            "default" => Self::Default,
            "pretty" => Self::Pretty,
            "ascii" => Self::Ascii,
            "latin" => Self::Latin,
            _ => Self::None,
        }
    }
}

/// `text` as a slug; in lower case unless `cased`. It may come out empty.
///
/// Each run of characters that `mode` does not keep becomes one `-`, then one `-` is cut off either end.
#[must_use]
pub fn slugify(text: &str, mode: SlugMode, cased: bool) -> String {
    let slug = match mode {
        SlugMode::None => text.to_owned(),
        SlugMode::Latin => hyphenate(&transliterate(text), SlugMode::Default),
        _ => hyphenate(text, mode),
    };
    if cased { slug } else { lower_case(&slug) }
}

fn hyphenate(text: &str, mode: SlugMode) -> String {
    let mut slug = String::with_capacity(text.len() + 2);
    let mut in_run = false;
    let mut buffer = [0; 4];
    for c in text.chars() {
        if is_kept(c, mode, &mut buffer) {
            slug.push(c);
            in_run = false;
        } else if !in_run {
            slug.push('-');
            in_run = true;
        }
    }
    if slug.ends_with('-') {
        slug.pop();
    }
    if slug.starts_with('-') {
        slug.remove(0);
    }
    slug
}

fn is_kept(c: char, mode: SlugMode, buffer: &mut [u8; 4]) -> bool {
    match mode {
        SlugMode::None => true,
        SlugMode::Raw => !matches!(c, ' ' | '\t'..='\r'),
        SlugMode::Ascii => c.is_ascii_alphanumeric(),
        _ if c.is_ascii_alphanumeric() => true,
        SlugMode::Pretty if c.is_ascii() => {
            matches!(c, '.' | '_' | '~' | '!' | '$' | '&' | '\'' | '(' | ')' | '+' | ',' | ';' | '=' | '@')
        }
        _ if c.is_ascii() => false,
        _ => WORD.as_ref().is_some_and(|word| word.is_match(c.encode_utf8(buffer))),
    }
}

static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[\p{M}\p{L}\p{Nd}]").ok());

/// Ruby's `downcase` looks at each character alone, so a final sigma is an ordinary one.
fn lower_case(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        text.chars().flat_map(char::to_lowercase).collect()
    }
}

/// The letters of Latin-1 and Latin Extended-A without their accents, everything else beyond ASCII as `?`.
fn transliterate(text: &str) -> String {
    let decomposer = DecomposingNormalizerBorrowed::new_nfd();
    let mut out = String::with_capacity(text.len());
    let mut buffer = [0; 4];
    for c in text.chars() {
        match c {
            '\0'..='\x7f' => out.push(c),
            '\u{c0}'..='\u{17e}' => match digraph(c) {
                Some(letters) => out.push_str(letters),
                None => {
                    let base = decomposer.normalize(c.encode_utf8(&mut buffer)).chars().next();
                    out.push(base.filter(char::is_ascii).unwrap_or('?'));
                }
            },
            _ => out.push('?'),
        }
    }
    out
}

/// What stands for a letter that has no canonical decomposition into an ASCII one.
fn digraph(c: char) -> Option<&'static str> {
    Some(match c {
        'Æ' => "AE",
        'æ' => "ae",
        'Ð' | 'Đ' => "D",
        'ð' | 'đ' => "d",
        '×' => "x",
        'Ø' => "O",
        'ø' => "o",
        'Þ' => "Th",
        'þ' => "th",
        'ß' => "ss",
        'Ħ' => "H",
        'ħ' => "h",
        'ı' => "i",
        'Ĳ' => "IJ",
        'ĳ' => "ij",
        'ĸ' => "k",
        'Ŀ' | 'Ł' => "L",
        'ŀ' | 'ł' => "l",
        'ŉ' => "'n",
        'Ŋ' => "NG",
        'ŋ' => "ng",
        'Œ' => "OE",
        'œ' => "oe",
        'Ŧ' => "T",
        'ŧ' => "t",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_those_of_jekyll() {
        let text = " The _config.yml file, Ünï ÷ Ł №5! ";
        for (mode, slug) in [
            (SlugMode::None, " the _config.yml file, ünï ÷ ł №5! "),
            (SlugMode::Raw, "the-_config.yml-file,-ünï-÷-ł-№5!"),
            (SlugMode::Default, "the-config-yml-file-ünï-ł-5"),
            (SlugMode::Pretty, "the-_config.yml-file,-ünï-ł-5!"),
            (SlugMode::Ascii, "the-config-yml-file-n-5"),
            (SlugMode::Latin, "the-config-yml-file-uni-l-5"),
        ] {
            assert_eq!(slugify(text, mode, false), slug, "{mode:?}");
        }
        assert_eq!(slugify("Foo_Bar.Baz", SlugMode::Pretty, true), "Foo_Bar.Baz");
        assert_eq!(slugify("--a--", SlugMode::Raw, true), "-a-");
        assert_eq!(slugify("-", SlugMode::Default, true), "");
        assert_eq!(slugify("ΣΑΣ", SlugMode::Default, false), "σασ");
        assert_eq!(slugify("!?", SlugMode::Default, false), "");
    }
}

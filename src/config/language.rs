//! Tags of languages, by their shape.

/// Whether a text has the shape of a tag of BCP 47 (`en`, `pt-BR`, `zh-Hant-TW`), be it with `_` for `-`. `English` and
/// `german` are none: no language's own tag is longer than three letters.
#[must_use]
pub fn is_language_tag(tag: &str) -> bool {
    let mut subtags = tag.split(['-', '_']);
    let language = subtags.next().unwrap_or_default();
    let known = matches!(language.len(), 2 | 3) && language.bytes().all(|byte| byte.is_ascii_alphabetic());
    let fits =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (known || matches!(language, "x" | "i")) && subtags.all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_a_shape() {
        for tag in ["en", "pt-BR", "en_GB", "zh-Hant-TW", "x-klingon", "ast"] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for text in ["", "English", "e", "en-", "en us", "1a", "deutsch-x"] {
            assert!(!is_language_tag(text), "{text}");
        }
    }
}

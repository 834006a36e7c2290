//! Slugs that keep some punctuation, as the package `slugify` of npm makes them: Eleventy's filter `slug`.

use deunicode::deunicode_char;
use icu_normalizer::ComposingNormalizerBorrowed;

/// The slug of a title or name: lower case, `-` between words, the punctuation `$*_+~.()'"!:@` as written, signs by their
/// English names. Letters that are neither Latin, Greek nor Cyrillic are left out.
pub(crate) fn punctuated_slug(text: &str) -> String {
    let spaced = spaced(text, "-", true);
    let words: Vec<&str> = spaced.split_whitespace().collect();
    words.join("-").to_lowercase()
}

/// The same without any punctuation: the package's options `lower` and `strict`.
pub(crate) fn strict_slug(text: &str) -> String {
    let spaced = spaced(text, "-", true);
    let plain: String = spaced.chars().filter(|c| c.is_ascii_alphanumeric() || c.is_whitespace()).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.join("-").to_lowercase()
}

/// Text in ASCII, with blanks for what words will be joined by; without signs that slugs do not have where `is_filtered` is
/// set.
pub(crate) fn spaced(text: &str, between: &str, is_filtered: bool) -> String {
    let text = ComposingNormalizerBorrowed::new_nfc().normalize(text);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let c = if c == '–' { '-' } else { c };
        if c.encode_utf8(&mut [0; 4]) == between {
            out.push(' ');
        } else if c.is_ascii() && is_filtered {
            push_ascii(c, &mut out);
        } else if c.is_ascii() {
            match name(c) {
                Some(name) => out.push_str(name),
                None => out.push(c),
            }
        } else {
            other(c).chars().for_each(|c| push_ascii(c, &mut out));
        }
    }
    out
}

/// The English name of a sign.
const fn name(c: char) -> Option<&'static str> {
    Some(match c {
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '<' => "less",
        '>' => "greater",
        '|' => "or",
        _ => return None,
    })
}

fn push_ascii(c: char, out: &mut String) {
    if let Some(name) = name(c) {
        return out.push_str(name);
    }
    match c {
        '*' | '_' | '+' | '~' | '.' | '(' | ')' | '\'' | '"' | '!' | '-' | ':' | '@' => out.push(c),
        _ if c.is_ascii_alphanumeric() || c.is_ascii_whitespace() => out.push(c),
        _ => {}
    }
}

/// What a letter or sign beyond ASCII is in ASCII.
fn other(c: char) -> &'static str {
    match c {
        '‘' | '’' => "'",
        '“' | '”' | '„' => "\"",
        '…' => "...",
        '•' => "*",
        '†' => "+",
        '£' => "pound",
        '¥' => "yen",
        '€' => "euro",
        '¢' => "cent",
        '©' => "(c)",
        '®' => "(r)",
        '™' => "tm",
        '♥' => "love",
        '∞' => "infinity",
        '∑' => "sum",
        'đ' | 'Đ' => "dj",
        'θ' | 'Θ' => "8",
        'ξ' | 'Ξ' => "3",
        'η' | 'Η' => "h",
        'ω' | 'Ω' => "w",
        'х' | 'Х' => "h",
        'й' | 'Й' => "j",
        'ц' | 'Ц' => "c",
        'щ' | 'Щ' => "sh",
        'ъ' | 'Ъ' => "u",
        'ь' | 'Ь' => "",
        '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{4ff}' | '\u{1e00}'..='\u{1eff}' => {
            deunicode_char(c).unwrap_or("")
        }
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::{punctuated_slug, strict_slug};

    #[test]
    fn slugs_are_those_of_the_package() {
        for (text, slug) in [
            ("One, two & three!", "one-two-and-three!"),
            ("Three: 'q'", "three:-'q'"),
            ("Ünï — Cöde (v1.2)", "uni-code-(v1.2)"),
            ("  a -- b/c_d  ", "a-bc_d"),
            ("日本 x", "x"),
            ("Привет 50%", "privet-50percent"),
        ] {
            assert_eq!(punctuated_slug(text), slug, "{text}");
        }
        for (text, slug) in [("Release 4.0!", "release-40"), ("It's C++ & more", "its-c-and-more")] {
            assert_eq!(strict_slug(text), slug, "{text}");
        }
    }
}

//! Slugs that keep some punctuation, as the package `slugify` of npm makes them: Eleventy's filter `slug`.

use deunicode::deunicode_char;
use icu_normalizer::ComposingNormalizerBorrowed;

/// The slug of a title or name: lower case, `-` between words, the punctuation `$*_+~.()'"!:@` as written, signs by their
/// English names. Letters that are neither Latin, Greek nor Cyrillic are left out.
pub(crate) fn punctuated_slug(text: &str) -> String {
    let text = ComposingNormalizerBorrowed::new_nfc().normalize(text);
    let mut spaced = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '-' | '–' => spaced.push(' '),
            _ if c.is_ascii() => push_ascii(c, &mut spaced),
            _ => other(c).chars().for_each(|c| push_ascii(c, &mut spaced)),
        }
    }
    let words: Vec<&str> = spaced.split_whitespace().collect();
    words.join("-").to_lowercase()
}

fn push_ascii(c: char, out: &mut String) {
    match c {
        '$' => out.push_str("dollar"),
        '%' => out.push_str("percent"),
        '&' => out.push_str("and"),
        '<' => out.push_str("less"),
        '>' => out.push_str("greater"),
        '|' => out.push_str("or"),
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
    use super::punctuated_slug;

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
    }
}

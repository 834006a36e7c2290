//! The order of titles for people: without regard to case at first, signs before digits before letters.
//!
//! Source: the default order of the Unicode Collation Algorithm, for the signs of ASCII.

use std::cmp::Ordering;

use icu_normalizer::DecomposingNormalizerBorrowed;

/// The order of two titles.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    if a == b {
        return Ordering::Equal;
    }
    let normalizer = DecomposingNormalizerBorrowed::new_nfd();
    let (a, b) = (normalizer.normalize(a), normalizer.normalize(b));
    let primary = |text: &str| -> Vec<(u8, u32)> {
        text.chars().flat_map(char::to_lowercase).filter_map(weight).collect()
    };
    primary(&a)
        .cmp(&primary(&b))
        .then_with(|| a.to_lowercase().cmp(&b.to_lowercase()))
        // Small letters before capitals, which is the other way round in Unicode.
        .then_with(|| b.cmp(&a))
}

/// The order of ASCII's signs.
const SIGNS: &str = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";

/// The class and the place of a character; nothing for accents, which only tell equal words apart.
fn weight(c: char) -> Option<(u8, u32)> {
    Some(match c {
        '\u{300}'..='\u{36f}' => return None,
        _ if c.is_whitespace() => (0, 0),
        _ if c.is_ascii_punctuation() => {
            (1, SIGNS.find(c).and_then(|at| u32::try_from(at).ok()).unwrap_or(0) * 4)
        }
        '–' | '—' => (1, 5),
        '‘' | '’' => (1, 33),
        '“' | '”' => (1, 37),
        '…' => (1, 29),
        _ if c.is_numeric() => (3, c.into()),
        _ if c.is_alphabetic() => (4, c.into()),
        _ => (2, c.into()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_in_the_order_of_people() {
        for pair in [
            ("& starts", "100% of"),
            ("a  b", "A title"),
            ("A title", "A—B"),
            ("A—B", "a/ b"),
            ("alpha", "Bravo"),
            ("dots", "émigré"),
            ("émigré", "ends"),
            ("page", "Page"),
            ("Relref", "RelRef"),
            ("zebra", "Zebra"),
            ("Apfel", "äpfel"),
            ("10 things", "9 things"),
        ] {
            assert_eq!(compare(pair.0, pair.1), Ordering::Less, "{pair:?}");
        }
        assert_eq!(compare("Same", "Same"), Ordering::Equal);
    }
}

//! `style` attributes: properties and values that readers let through, and the others.

use crate::text::pieces::Part as _;

/// Properties, keywords or whole declarations that a reader strips from a `style` attribute; each once.
///
/// A value with anything but names, numbers, colours and quoted words is dangerous as a whole: `url(…)`,
/// `expression(…)`, escapes, comments.
pub(crate) fn dangers(style: &str) -> Vec<String> {
    if !is_plain(style) || !is_declarations(style) {
        return vec![style.to_owned()];
    }
    let mut found: Vec<String> = Vec::new();
    let mut note = |what: &str| {
        if found.len() < 50 && !found.iter().any(|known| known == what) {
            found.push(what.to_owned());
        }
    };
    for declaration in style.to_ascii_lowercase().split(';') {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let property = property.trim();
        if PROPERTIES.binary_search(&property).is_err() {
            note(property);
        } else if matches!(property.split('-').next(), Some("background" | "border" | "margin" | "padding")) {
            for word in value.split_whitespace().filter(|word| !is_safe_value(word)) {
                note(word);
            }
        }
    }
    found
}

/// Only names, numbers, punctuation of declarations, quoted words, and numbers in parentheses.
fn is_plain(style: &str) -> bool {
    let mut rest = style;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            ':' | ',' | ';' | '#' | '%' | '.' | '!' => 1,
            c if c.is_whitespace() || c.is_ascii_alphanumeric() => c.len_utf8(),
            '-' => match rest.get(1..).and_then(|after| after.chars().next()) {
                Some(next) if next.is_alphanumeric() || next == '_' => 1,
                _ => return false,
            },
            '\'' | '"' => match rest.get(1..).and_then(|after| after.split_once(c)) {
                Some((quoted, _))
                    if !quoted.is_empty()
                        && quoted.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || c == '_') =>
                {
                    quoted.len() + 2
                }
                _ => return false,
            },
            '(' => match rest.get(1..).and_then(|after| after.split_once(')')) {
                Some((numbers, _))
                    if !numbers.is_empty()
                        && numbers.chars().all(|c| c.is_ascii_digit() || c == ',' || c.is_whitespace()) =>
                {
                    numbers.len() + 2
                }
                _ => return false,
            },
            _ => return false,
        };
        rest = rest.part(length..);
    }
    // A hyphen joins two words: one at the start of a word belongs to no name that readers know.
    !style.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).any(|word| word.starts_with('-'))
}

/// `name: value;`, any number of times.
fn is_declarations(style: &str) -> bool {
    let mut parts = style.split(';').peekable();
    while let Some(part) = parts.next() {
        if part.trim().is_empty() && (parts.peek().is_none() || style.trim().is_empty()) {
            continue;
        }
        let Some((name, value)) = part.split_once(':') else { return false };
        let name = name.trim();
        let named = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
        if !named || value.contains(':') {
            return false;
        }
    }
    true
}

/// A colour, a length, or one of the keywords that feeds use.
fn is_safe_value(word: &str) -> bool {
    if KEYWORDS.binary_search(&word).is_ok() {
        return true;
    }
    if let Some(hex) = word.strip_prefix('#') {
        return !hex.is_empty() && hex.chars().all(|c| c.is_ascii_hexdigit());
    }
    let function = word.split_once('(').map_or("", |(name, _)| name);
    if matches!(function, "rgb" | "rgba") {
        return word.chars().skip(function.len()).all(|c| c.is_ascii_digit() || "(),%.".contains(c));
    }
    let number: usize = word.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(word.len());
    let (digits, unit) = word.split_at(number);
    let plain = digits.chars().filter(char::is_ascii_digit).count() <= 3
        && digits.chars().filter(|c| *c == '.').count() <= 1
        && digits.ends_with(|c: char| c.is_ascii_digit());
    plain
        && matches!(
            unit,
            "" | "%"
                | ","
                | ")"
                | "cm"
                | "em"
                | "ex"
                | "in"
                | "mm"
                | "pc"
                | "pt"
                | "px"
                | "rem"
                | "ch"
                | "vw"
                | "vh"
        )
}

/// Properties that readers keep, sorted.
const PROPERTIES: &[&str] = &[
    "azimuth",
    "background",
    "background-color",
    "border",
    "border-bottom",
    "border-bottom-color",
    "border-bottom-style",
    "border-bottom-width",
    "border-collapse",
    "border-color",
    "border-left",
    "border-left-color",
    "border-left-style",
    "border-left-width",
    "border-right",
    "border-right-color",
    "border-right-style",
    "border-right-width",
    "border-spacing",
    "border-style",
    "border-top",
    "border-top-color",
    "border-top-style",
    "border-top-width",
    "border-width",
    "clear",
    "color",
    "cursor",
    "direction",
    "display",
    "elevation",
    "float",
    "font",
    "font-family",
    "font-size",
    "font-style",
    "font-variant",
    "font-weight",
    "height",
    "letter-spacing",
    "line-height",
    "list-style-type",
    "margin",
    "margin-bottom",
    "margin-left",
    "margin-right",
    "margin-top",
    "overflow",
    "padding",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "pause",
    "pause-after",
    "pause-before",
    "pitch",
    "pitch-range",
    "richness",
    "speak",
    "speak-header",
    "speak-numeral",
    "speak-punctuation",
    "speech-rate",
    "stress",
    "text-align",
    "text-decoration",
    "text-indent",
    "unicode-bidi",
    "vertical-align",
    "voice-family",
    "volume",
    "white-space",
    "width",
];

/// Keywords that are usual in backgrounds, borders, margins and paddings, sorted.
const KEYWORDS: &[&str] = &[
    "!important",
    "aqua",
    "auto",
    "black",
    "block",
    "blue",
    "bold",
    "both",
    "bottom",
    "brown",
    "center",
    "collapse",
    "dashed",
    "dotted",
    "fuchsia",
    "gray",
    "green",
    "italic",
    "left",
    "lime",
    "maroon",
    "medium",
    "navy",
    "none",
    "normal",
    "nowrap",
    "olive",
    "pointer",
    "purple",
    "red",
    "right",
    "silver",
    "solid",
    "teal",
    "top",
    "transparent",
    "underline",
    "white",
    "yellow",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        for table in [PROPERTIES, KEYWORDS] {
            assert!(table.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }

    #[test]
    fn what_readers_keep_is_no_danger() {
        for style in [
            "",
            "color: red",
            "color: red;",
            "border: 1px solid #ff0000; margin:0",
            "background: rgb(0,0,0)",
            "font-family: 'Courier New'",
            "text-align:center;width:50%",
        ] {
            assert_eq!(dangers(style), Vec::<String>::new(), "{style}");
        }
    }

    #[test]
    fn the_rest_is_named() {
        assert_eq!(dangers("position: absolute; color: red"), ["position"]);
        assert_eq!(dangers("background: bogus"), ["bogus"]);
        assert_eq!(dangers("background: url(x)"), ["background: url(x)"]);
        assert_eq!(dangers("color"), ["color"]);
        assert_eq!(dangers("color: \\72 ed"), ["color: \\72 ed"]);
    }
}

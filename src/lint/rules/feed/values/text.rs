//! Small values: numbers, e-mail addresses, media types, languages, markup in plain text.

use crate::lint::rules::feed::values::html_names::is_html_element;

/// What is wrong with the address of a person in RSS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PersonFault {
    /// No e-mail address.
    NoAddress,
    /// A host that only a name service could know.
    UnknownHost,
    /// An address without a name.
    NoName,
    /// Address and name in another order than `address (name)`.
    Format,
}

/// A person as RSS writes one: `lawyer@boyer.example (Lawyer Boyer)` (RSS 2.0, RSS Profile).
pub(crate) fn rss_person(value: &str) -> Option<PersonFault> {
    let unescaped;
    let value = match value.strip_prefix("mailto:") {
        Some(address) => {
            unescaped = percent_encoding::percent_decode_str(address).decode_utf8_lossy().into_owned();
            unescaped.as_str()
        }
        None => value,
    };
    if value.find('@').is_some_and(|at| at > 0) && !value.ends_with(')') {
        return Some(if value.contains(' ') { PersonFault::Format } else { PersonFault::NoName });
    }
    let address = value.split_once('(').map_or(value, |(address, _)| address).trim();
    address_fault(address)
}

/// An addr-spec of RFC 5322, as far as feeds need it (RFC 4287 section 3.2.3).
pub(crate) fn address_fault(value: &str) -> Option<PersonFault> {
    let Some((local, domain)) = value.split_once('@') else { return Some(PersonFault::NoAddress) };
    let word = |c: char| c.is_alphanumeric() || c == '_';
    if is_local_part(local) && (is_domain(domain) || is_domain_literal(domain)) {
        return None;
    }
    let loose = !local.is_empty()
        && local.chars().all(|c| word(c) || ".%+-".contains(c))
        && domain.starts_with(|c: char| c.is_ascii_alphabetic())
        && domain.len() > 1
        && domain.chars().all(|c| word(c) || ".-".contains(c))
        && !domain.contains("..");
    Some(if loose { PersonFault::UnknownHost } else { PersonFault::NoAddress })
}

/// Words of letters, digits and marks between single dots, or anything in quotes (RFC 5322 section 3.4.1).
fn is_local_part(local: &str) -> bool {
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let quoted = local
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .is_some_and(|inside| inside.chars().all(|c| matches!(c, ' '..='~') && !matches!(c, '"' | '\\')));
    quoted || !local.is_empty() && local.chars().all(atom)
}

/// An address in brackets (RFC 5322 section 3.4.1).
fn is_domain_literal(domain: &str) -> bool {
    let inside = domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inside.is_some_and(|inside| {
        !inside.is_empty() && inside.chars().all(|c| c.is_ascii_alphanumeric() || ".:-".contains(c))
    })
}

/// Labels of letters, digits and hyphens, at least two of them.
pub(crate) fn is_domain(domain: &str) -> bool {
    let label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    domain.contains('.')
        && domain.split('.').all(label)
        && !domain.rsplit('.').next().is_some_and(|l| l.starts_with('-'))
}

/// Returns whether a name contains an e-mail address, in brackets or bare.
pub(crate) fn contains_address(value: &str) -> bool {
    value
        .split(|c: char| c.is_whitespace() || "<>()[]:,;\"".contains(c))
        .any(|word| address_fault(word).is_none())
}

/// What a construct is of: a media type in small letters without its parameters, or `text`, `html`, `xhtml`.
pub(crate) fn essence(kind: &str) -> String {
    match kind.contains('/') {
        true => kind.split(';').next().unwrap_or(kind).trim_end().to_ascii_lowercase(),
        false => kind.to_owned(),
    }
}

/// `type/subtype` with parameters (RFC 6838, RFC 2045).
pub(crate) fn is_media_type(value: &str) -> bool {
    let token = |text: &str| {
        !text.is_empty()
            && text.chars().all(|c| !c.is_whitespace() && !"()<>,;:\\\"/[]?=".contains(c) && !c.is_control())
    };
    let mut parts = value.split(';');
    let essence = parts.next().unwrap_or("");
    let essence = if value.contains(';') { essence.trim_end() } else { essence };
    let Some((kind, subtype)) = essence.split_once('/') else { return false };
    token(kind)
        && token(subtype)
        && parts.all(|parameter| {
            parameter.trim().split_once('=').is_some_and(|(name, value)| {
                let quoted = value.len() >= 2 && value.starts_with('"') && value.ends_with('"');
                token(name) && (quoted || token(value))
            })
        })
}

/// A whole number as people write one, with or without a sign and white space around it.
pub(crate) fn integer(value: &str) -> Option<i128> {
    value.trim().parse().ok()
}

/// The tag or reference that makes plain text look like HTML.
pub(crate) fn markup_in(value: &str) -> Option<String> {
    if let Some(tag) = html_end_tag(value) {
        return Some(format!("</{tag}>"));
    }
    references(value).find(|name| is_known_reference(name)).map(|name| format!("&{name};"))
}

/// Returns whether plain text holds what a reader may take for markup: `&#1`, `</b`, `<b`.
pub(crate) fn looks_like_markup(value: &str) -> bool {
    let after = |mark: &str, test: fn(char) -> bool| {
        value
            .match_indices(mark)
            .any(|(at, _)| value.get(at + mark.len()..).is_some_and(|rest| rest.starts_with(test)))
    };
    after("&#", |c| c == 'x' || c.is_ascii_digit()) || after("<", |c| c == '/' || c.is_ascii_alphabetic())
}

fn html_end_tag(value: &str) -> Option<&str> {
    value.match_indices("</").find_map(|(at, _)| {
        let (name, _) = value.get(at + 2..)?.split_once('>')?;
        let known = name.len() <= 12 && is_html_element(&name.to_ascii_lowercase());
        known.then_some(name)
    })
}

/// What stands after each `&`: a name, or `#` and a number.
fn references(value: &str) -> impl Iterator<Item = &str> {
    value.match_indices('&').filter_map(|(at, _)| {
        let rest = value.get(at + 1..)?;
        let hash = usize::from(rest.starts_with('#'));
        let length = rest.get(hash..)?.find(|c: char| !(c.is_alphanumeric() || c == '_'));
        let name = rest.get(..length.map_or(rest.len(), |length| length + hash))?;
        (name.len() > hash).then_some(name)
    })
}

fn is_known_reference(name: &str) -> bool {
    !name.chars().all(char::is_alphabetic) || REFERENCES.binary_search(&name).is_ok()
}

/// What base64 (RFC 4648 section 4), white space left out, stands for.
pub(crate) fn base64(value: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(value.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0_u32);
    let (mut length, mut padding) = (0_usize, 0_usize);
    for byte in value.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        length += 1;
        let six = match byte {
            b'=' => {
                padding += 1;
                continue;
            }
            _ if padding > 0 => return None,
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(six)) & 0xFF_FFFF;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xFF).unwrap_or_default());
        }
    }
    (length.is_multiple_of(4) && padding <= 2).then_some(bytes)
}

/// Returns whether HTML 4 defines a character reference of that name.
pub(crate) fn is_html_reference(name: &str) -> bool {
    REFERENCES.binary_search(&name).is_ok()
}

/// The names of HTML 4's character references and `apos`, sorted by byte.
const REFERENCES: &[&str] = &[
    "AElig", "Aacute", "Acirc", "Agrave", "Alpha", "Aring", "Atilde", "Auml", "Beta", "Ccedil", "Chi",
    "Dagger", "Delta", "ETH", "Eacute", "Ecirc", "Egrave", "Epsilon", "Eta", "Euml", "Gamma", "Iacute",
    "Icirc", "Igrave", "Iota", "Iuml", "Kappa", "Lambda", "Mu", "Ntilde", "Nu", "OElig", "Oacute", "Ocirc",
    "Ograve", "Omega", "Omicron", "Oslash", "Otilde", "Ouml", "Phi", "Pi", "Prime", "Psi", "Rho", "Scaron",
    "Sigma", "THORN", "Tau", "Theta", "Uacute", "Ucirc", "Ugrave", "Upsilon", "Uuml", "Xi", "Yacute", "Yuml",
    "Zeta", "aacute", "acirc", "acute", "aelig", "agrave", "alefsym", "alpha", "amp", "and", "ang", "apos",
    "aring", "asymp", "atilde", "auml", "bdquo", "beta", "brvbar", "bull", "cap", "ccedil", "cedil", "cent",
    "chi", "circ", "clubs", "cong", "copy", "crarr", "cup", "curren", "dArr", "dagger", "darr", "deg",
    "delta", "diams", "divide", "eacute", "ecirc", "egrave", "empty", "emsp", "ensp", "epsilon", "equiv",
    "eta", "eth", "euml", "euro", "exist", "fnof", "forall", "frac", "frasl", "gamma", "ge", "gt", "hArr",
    "harr", "hearts", "hellip", "iacute", "icirc", "iexcl", "igrave", "image", "infin", "int", "iota",
    "iquest", "isin", "iuml", "kappa", "lArr", "lambda", "lang", "laquo", "larr", "lceil", "ldquo", "le",
    "lfloor", "lowast", "loz", "lrm", "lsaquo", "lsquo", "lt", "macr", "mdash", "micro", "middot", "minus",
    "mu", "nabla", "nbsp", "ndash", "ne", "ni", "not", "notin", "nsub", "ntilde", "nu", "oacute", "ocirc",
    "oelig", "ograve", "oline", "omega", "omicron", "oplus", "or", "ordf", "ordm", "oslash", "otilde",
    "otimes", "ouml", "para", "part", "permil", "perp", "phi", "pi", "piv", "plusmn", "pound", "prime",
    "prod", "prop", "psi", "quot", "rArr", "radic", "rang", "raquo", "rarr", "rceil", "rdquo", "real", "reg",
    "rfloor", "rho", "rlm", "rsaquo", "rsquo", "sbquo", "scaron", "sdot", "sect", "shy", "sigma", "sigmaf",
    "sim", "spades", "sub", "sube", "sum", "sup", "supe", "szlig", "tau", "theta", "thetasym", "thinsp",
    "thorn", "tilde", "times", "trade", "uArr", "uacute", "uarr", "ucirc", "ugrave", "uml", "upsih",
    "upsilon", "uuml", "weierp", "xi", "yacute", "yen", "yuml", "zeta", "zwj", "zwnj",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_sorted() {
        assert!(
            REFERENCES.windows(2).all(|pair| pair[0] < pair[1]),
            "{:?}",
            REFERENCES.windows(2).find(|p| p[0] >= p[1])
        );
    }

    #[test]
    fn people_are_an_address_and_a_name() {
        assert_eq!(rss_person("a.b+c@d.example (Ann Bee)"), None);
        assert_eq!(rss_person("mailto:a%40d.example%20(Ann)"), None);
        assert_eq!(rss_person("a@d.example"), Some(PersonFault::NoName));
        assert_eq!(rss_person("Ann <a@d.example>"), Some(PersonFault::Format));
        assert_eq!(rss_person("Ann"), Some(PersonFault::NoAddress));
        assert_eq!(address_fault("a@localhost"), Some(PersonFault::UnknownHost));
        assert!(contains_address("Ann <a@d.example>") && contains_address("a@d.example"));
        assert!(!contains_address("Ann @ Wherry") && !contains_address("@ann"));
        assert_eq!(address_fault("\"ann b\"@[192.0.2.1]"), None);
        assert_eq!(address_fault("a@d..example"), Some(PersonFault::NoAddress));
    }

    #[test]
    fn media_types_have_two_parts() {
        for good in
            ["text/html", "application/atom+xml;type=entry", "text/plain; charset=\"utf-8\"", "image/svg+xml"]
        {
            assert!(is_media_type(good), "{good}");
        }
        for bad in ["", "text", "/x", "x/", "text/html/x", "a b/c", "text/html;", "html text/html"] {
            assert!(!is_media_type(bad), "{bad}");
        }
    }

    #[test]
    fn markup_is_an_end_tag_or_a_reference() {
        assert_eq!(markup_in("a <b>c</b>").as_deref(), Some("</b>"));
        assert_eq!(markup_in("a &amp; b").as_deref(), Some("&amp;"));
        assert_eq!(markup_in("a &#38; b").as_deref(), Some("&#38;"));
        for plain in ["AT&T", "R & D", "a < b", "</made-up>", "<3"] {
            assert_eq!(markup_in(plain), None, "{plain}");
        }
        assert!(looks_like_markup("x <y") && !looks_like_markup("x < y"));
    }

    #[test]
    fn base64_comes_in_fours() {
        assert_eq!(base64("aGk=\n").as_deref(), Some(&b"hi"[..]));
        assert_eq!(base64("").as_deref(), Some(&b""[..]));
        assert_eq!((base64("a$gk"), base64("aGk"), base64("a=gk")), (None, None, None));
    }
}

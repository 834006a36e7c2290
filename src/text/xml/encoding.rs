//! Bytes to text: byte order marks, the declaration, and the encodings that feeds come in (XML 1.0, appendix F).

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::text::pieces::Part as _;
use crate::text::source::Span;
use crate::text::xml::fault::{Fault, FaultKind};

/// Decoded text and the errors in its bytes.
#[derive(Clone, Debug)]
pub struct Decoded<'a> {
    /// The whole text without a byte order mark; bytes that mean nothing are U+FFFD.
    pub text: Cow<'a, str>,
    /// Errors in the encoding and its declaration.
    pub faults: Vec<Fault>,
}

/// Encodings that XML processors need not know but that readers do.
const COMMON: &[&str] = &[
    "us-ascii",
    "ascii",
    "iso-8859-1",
    "iso-8859-2",
    "iso-8859-7",
    "iso-8859-15",
    "euc-jp",
    "shift_jis",
    "koi8-r",
    "gb18030",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1254",
    "windows-1255",
    "windows-1256",
];

/// How the names of registered encodings begin that hardly any XML reader knows, this one neither.
const RARE: &[&str] = &[
    "cp",
    "ibm",
    "iso-8859-",
    "iso-2022-",
    "iso-ir-",
    "utf-7",
    "hz-",
    "johab",
    "koi",
    "mac",
    "tis-620",
    "viscii",
    "ptcp",
];

const UTF_16_NAMES: &[&str] = &["utf-16", "utf-16be", "utf-16le", "iso-10646-ucs-2", "ucs-2", "csunicode"];
const UTF_32_NAMES: &[&str] = &["utf-32", "utf-32be", "utf-32le", "iso-10646-ucs-4", "ucs-4", "csucs4"];
const UTF_8_NAMES: &[&str] = &["utf-8", "utf8"];

/// The encoding that the bytes themselves declare.
enum Family {
    Utf8Mark,
    Utf16(&'static Encoding, bool),
    Utf32 { big: bool },
    Ebcdic,
    Ascii,
}

/// The text of `bytes`, by their byte order mark, their first characters and their XML declaration.
///
/// Never fails: where the declaration names nothing that can be read, the text is read as UTF-8.
#[must_use]
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    match family(bytes) {
        Family::Utf8Mark => {
            let (text, bad) = strict(UTF_8, bytes.part(3..));
            finish(text, bad, "UTF-8", UTF_8_NAMES, false)
        }
        Family::Utf16(encoding, marked) => {
            let (text, bad) = strict(encoding, bytes.part(if marked { 2 } else { 0 }..));
            finish(text, bad, "UTF-16", UTF_16_NAMES, !marked)
        }
        Family::Utf32 { big } => {
            let (text, bad) = utf32(bytes, big);
            finish(Cow::Owned(text), bad, "UTF-32", UTF_32_NAMES, true)
        }
        Family::Ebcdic => {
            let (text, _) = strict(WINDOWS_1252, bytes);
            let fault =
                Fault { kind: FaultKind::UnknownEncoding, span: Span::at(0), detail: "EBCDIC".to_owned() };
            Decoded { text, faults: vec![fault] }
        }
        Family::Ascii => by_declaration(bytes),
    }
}

fn family(bytes: &[u8]) -> Family {
    match bytes {
        [0, 0, 0xFE, 0xFF, ..] | [0, 0, 0, b'<', ..] => Family::Utf32 { big: true },
        [0xFF, 0xFE, 0, 0, ..] | [b'<', 0, 0, 0, ..] => Family::Utf32 { big: false },
        [0xFE, 0xFF, ..] => Family::Utf16(UTF_16BE, true),
        [0xFF, 0xFE, ..] => Family::Utf16(UTF_16LE, true),
        [0xEF, 0xBB, 0xBF, ..] => Family::Utf8Mark,
        [0, b'<', 0, _, ..] => Family::Utf16(UTF_16BE, false),
        [b'<', 0, _, 0, ..] => Family::Utf16(UTF_16LE, false),
        [0x4C, 0x6F, 0xA7, 0x94, ..] => Family::Ebcdic,
        _ => Family::Ascii,
    }
}

/// Whether the declaration contradicts what the bytes said, and where they were not characters.
fn finish<'a>(
    text: Cow<'a, str>,
    bad: Option<usize>,
    family: &str,
    names: &[&str],
    wanted: bool,
) -> Decoded<'a> {
    let mut faults = Vec::new();
    match declared_encoding(&text) {
        Some((name, span)) if !names.iter().any(|known| name.eq_ignore_ascii_case(known)) => {
            faults.push(Fault {
                kind: FaultKind::Bytes,
                span,
                detail: format!("the text is {family} but declares `{name}`"),
            })
        }
        None if wanted => faults.push(Fault {
            kind: FaultKind::Bytes,
            span: Span::at(0),
            detail: format!("the text looks like {family}, which needs a byte order mark or a declaration"),
        }),
        _ => {}
    }
    faults.extend(bad.map(|at| bad_bytes(at, &text, family)));
    Decoded { text, faults }
}

fn by_declaration(bytes: &[u8]) -> Decoded<'_> {
    let head = String::from_utf8_lossy(bytes.part(..bytes.len().min(512)));
    let Some((name, span)) = declared_encoding(&head) else {
        let (text, bad) = strict(UTF_8, bytes);
        let mut faults = vec![Fault {
            kind: FaultKind::MissingEncoding,
            span: declaration(&text).unwrap_or_default(),
            detail: String::new(),
        }];
        faults.extend(bad.map(|at| bad_bytes(at, &text, "UTF-8")));
        return Decoded { text, faults };
    };
    let lower = name.to_ascii_lowercase();
    let fault = |kind, detail: &str| Fault { kind, span, detail: detail.to_owned() };
    if UTF_16_NAMES.contains(&lower.as_str()) || UTF_32_NAMES.contains(&lower.as_str()) {
        let (text, _) = strict(UTF_8, bytes);
        let detail = format!("the text declares `{name}` but is not");
        return Decoded { text, faults: vec![fault(FaultKind::Bytes, &detail)] };
    }
    let other_label = format!("x-{name}");
    let label = [name.as_bytes(), other_label.as_bytes()];
    let Some(encoding) = label.into_iter().find_map(Encoding::for_label_no_replacement) else {
        let rare = RARE.iter().any(|prefix| lower.starts_with(prefix));
        let (kind, guess) = if rare {
            (FaultKind::ObscureEncoding, WINDOWS_1252)
        } else {
            (FaultKind::UnknownEncoding, UTF_8)
        };
        return Decoded { text: strict(guess, bytes).0, faults: vec![fault(kind, &name)] };
    };
    let mut faults = Vec::new();
    // The Web reads Latin-1 as Windows-1252; XML means what it says.
    let latin1 = matches!(lower.as_str(), "iso-8859-1" | "latin1" | "l1" | "us-ascii" | "ascii");
    if !UTF_8_NAMES.contains(&lower.as_str()) {
        let common = COMMON.contains(&lower.as_str());
        let kind = if common { FaultKind::NonstdEncoding } else { FaultKind::ObscureEncoding };
        faults.push(fault(kind, &name));
    }
    let (text, mut bad) =
        if latin1 { (encoding_rs::mem::decode_latin1(bytes), None) } else { strict(encoding, bytes) };
    if matches!(lower.as_str(), "us-ascii" | "ascii") {
        bad = bad.or_else(|| text.bytes().position(|byte| !byte.is_ascii()));
    }
    faults.extend(bad.map(|at| bad_bytes(at, &text, &name)));
    Decoded { text, faults }
}

fn bad_bytes(at: usize, text: &str, encoding: &str) -> Fault {
    let end = text.get(at..).and_then(|rest| rest.chars().next()).map_or(at, |c| at + c.len_utf8());
    let detail = format!("these bytes are not {encoding}");
    Fault { kind: FaultKind::Bytes, span: Span::new(at, end), detail }
}

/// The text and the offset in it of the first byte that is not a character.
fn strict<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> (Cow<'a, str>, Option<usize>) {
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    let bad = malformed.then(|| text.find('\u{FFFD}').unwrap_or(0));
    (text, bad)
}

fn utf32(bytes: &[u8], big: bool) -> (String, Option<usize>) {
    let mut text = String::with_capacity(bytes.len() / 4);
    let mut bad = None;
    for unit in bytes.chunks(4) {
        let number = match *unit {
            [a, b, c, d] if big => u32::from_be_bytes([a, b, c, d]),
            [a, b, c, d] => u32::from_le_bytes([a, b, c, d]),
            _ => u32::MAX,
        };
        let character = char::from_u32(number).unwrap_or_else(|| {
            bad.get_or_insert(text.len());
            '\u{FFFD}'
        });
        text.push(character);
    }
    match text.strip_prefix('\u{FEFF}') {
        Some(rest) => (rest.to_owned(), bad.map(|at| at.saturating_sub(3))),
        None => (text, bad),
    }
}

/// The XML declaration's span, where the text begins with one.
pub(super) fn declaration(text: &str) -> Option<Span> {
    let rest = text.strip_prefix("<?xml")?;
    rest.starts_with([' ', '\t', '\r', '\n']).then_some(())?;
    rest.find("?>").map(|end| Span::new(0, 5 + end + 2))
}

/// The value of a pseudo-attribute of the XML declaration, and its span without the quotes.
pub(super) fn declared<'a>(text: &'a str, name: &str) -> Option<(&'a str, Span)> {
    let whole = declaration(text)?.of(text);
    let at = whole.match_indices(name).map(|(at, _)| at).find(|&at| {
        whole.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_whitespace()))
    })?;
    let value = whole.get(at + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let value = value.get(1..)?;
    let value = value.get(..value.find(quote)?)?;
    let start = value.as_ptr() as usize - text.as_ptr() as usize;
    Some((value, Span::new(start, start + value.len())))
}

fn declared_encoding(text: &str) -> Option<(String, Span)> {
    declared(text, "encoding").map(|(name, span)| (name.to_owned(), span))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, Vec<FaultKind>) {
        let decoded = decode(bytes);
        (decoded.text.into_owned(), decoded.faults.into_iter().map(|fault| fault.kind).collect())
    }

    #[test]
    fn each_family_is_read() {
        let utf16: Vec<u8> = "\u{FEFF}<a>é</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&utf16), ("<a>é</a>".to_owned(), vec![]));
        let utf32: Vec<u8> = "\u{FEFF}<?xml version='1.0' encoding='utf-32'?><a>é</a>"
            .chars()
            .flat_map(|c| (c as u32).to_be_bytes())
            .collect();
        assert_eq!(read(&utf32), ("<?xml version='1.0' encoding='utf-32'?><a>é</a>".to_owned(), vec![]));
        let latin = b"<?xml version='1.0' encoding='iso-8859-1'?><a>\xe9</a>";
        assert!(read(latin).0.ends_with("<a>é</a>"));
        assert_eq!(read(latin).1, [FaultKind::NonstdEncoding]);
    }

    #[test]
    fn contradictions_are_faults() {
        let marked = b"\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"us-ascii\"?><a/>";
        assert_eq!(read(marked).1, [FaultKind::Bytes]);
        assert_eq!(read(b"<?xml version=\"1.0\" encoding=\"utf-8\"?><a>\xff</a>").1, [FaultKind::Bytes]);
        assert_eq!(read(b"<?xml version=\"1.0\" encoding=\"x-fake\"?><a/>").1, [FaultKind::UnknownEncoding]);
        assert_eq!(read(b"<?xml version=\"1.0\" encoding=\"utf-16\"?><a/>").1, [FaultKind::Bytes]);
        assert_eq!(read(b"<a/>").1, [FaultKind::MissingEncoding]);
        assert_eq!(
            read(b"<?xml\n\tversion='1.0'\n encoding='mac-cyrillic'?><a/>").1,
            [FaultKind::ObscureEncoding]
        );
    }

    #[test]
    fn any_bytes_are_read() {
        for bytes in [&b""[..], b"\xff", b"\xff\xfe", b"\xff\xfe\0", b"\xef\xbb", b"\0\0\xfe\xff\0", b"<?xml"]
        {
            read(bytes);
        }
    }
}

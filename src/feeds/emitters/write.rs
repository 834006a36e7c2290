//! What every emitter needs: characters that XML forbids, URLs, dates, CDATA.

use std::borrow::Cow;
use std::fmt::Display;

use chrono::{DateTime, FixedOffset, Utc};

use crate::feeds::model::EmitError;
use crate::site::profile::AddressForm;
use crate::text::html::text::{escape_attribute, normalize_whitespace};
use crate::text::language::is_language;
use crate::text::pieces::Part as _;

/// The namespace of `media:thumbnail` and `media:content` (Media RSS).
pub(crate) const MEDIA: &str = "http://search.yahoo.com/mrss/";

/// The namespace of `fh:archive` and `fh:complete` (RFC 5005).
pub(crate) const HISTORY: &str = "http://purl.org/syndication/history/1.0";

/// `text` without the characters that XML 1.0 (2.2) has no way to write, and without the control characters and
/// noncharacters that it discourages: no browser shows them, and HTML has them for parse errors.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if !suspicious(text.as_bytes()) || text.chars().all(allowed) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| allowed(*c)).collect())
}

fn allowed(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => true,
        '\u{7f}'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}' => false,
        _ => c >= ' ' && (c as u32) & 0xfffe != 0xfffe,
    }
}

/// Whether such a character may be there. One pass without branches, which the compiler can make wide, finds the control
/// characters of ASCII (and carriage returns, which are few). Elsewhere C2 80 begins the control characters, EF B7 and BF BE
/// end in noncharacters.
fn suspicious(bytes: &[u8]) -> bool {
    let control =
        |byte: u8| u8::from(byte < 9) | u8::from(byte.wrapping_sub(11) < 21) | u8::from(byte == 0x7f);
    let mut all = 0;
    for chunk in bytes.chunks(64) {
        let mut found = 0;
        for &byte in chunk {
            found |= control(byte);
            all |= byte;
        }
        if found != 0 {
            return true;
        }
    }
    !all.is_ascii()
        && memchr::memchr3_iter(0xc2, 0xef, 0xbf, bytes).any(|at| {
            matches!(bytes.get(at..at + 2), Some([0xc2, 0..=0x9f] | [0xef, 0xb7] | [0xbf, 0xbe..=0xff]))
        })
}

/// Returns the processing instruction for a stylesheet, CSS or XSLT, on a line of its own.
pub(crate) fn stylesheet(href: &str) -> String {
    let path = href.split(['?', '#']).next().unwrap_or(href);
    let kind = if path.to_ascii_lowercase().ends_with(".css") { "text/css" } else { "text/xml" };
    format!("<?xml-stylesheet type=\"{kind}\" href=\"{}\"?>\n", escape_attribute(&uri(href)))
}

/// Appends `text` as CDATA, in as many sections as it takes.
pub(crate) fn push_cdata(text: &str, out: &mut String) {
    let text = clean(text);
    out.push_str("<![CDATA[");
    let mut from = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), "]]>") {
        out.push_str(text.part(from..at + 2));
        out.push_str("]]><![CDATA[");
        from = at + 2;
    }
    out.push_str(text.part(from..));
    out.push_str("]]>");
}

/// A URL that RFC 3986 allows: what has no place in one is percent-encoded, everything else stays as it is.
pub(crate) fn uri(url: &str) -> Cow<'_, str> {
    encode(url, |byte| byte >= 0x80)
}

/// The same for ids, which may be IRIs (RFC 3987) and must not change by a byte that need not.
pub(crate) fn iri(id: &str) -> Cow<'_, str> {
    encode(id, |_| false)
}

/// The id of an entry.
pub(crate) fn entry_id(id: &str, form: AddressForm) -> Cow<'_, str> {
    match form {
        AddressForm::AsWritten => clean(id),
        AddressForm::Encoded => iri(id),
        AddressForm::EscapedTwice => Cow::Owned(iri(&escaped(id)).into_owned()),
    }
}

/// The address of an entry, in a format that takes IRIs or only URIs.
pub(crate) fn entry_address(url: &str, form: AddressForm, takes_iris: bool) -> Cow<'_, str> {
    match form {
        AddressForm::AsWritten if takes_iris => iri(url),
        AddressForm::AsWritten | AddressForm::Encoded => uri(url),
        AddressForm::EscapedTwice => Cow::Owned(uri(&escaped(url)).into_owned()),
    }
}

fn escaped(address: &str) -> Cow<'_, str> {
    if !address.contains(['&', '\'']) {
        return Cow::Borrowed(address);
    }
    Cow::Owned(address.replace('&', "&amp;").replace('\'', "&#39;"))
}

fn encode(url: &str, further: impl Fn(u8) -> bool) -> Cow<'_, str> {
    let url = url.trim();
    let bad = |byte: u8| {
        byte <= b' '
            || matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | 0x7f)
            || further(byte)
    };
    if !url.bytes().any(|byte| bad(byte) || byte == b'%') && !suspicious(url.as_bytes()) {
        return Cow::Borrowed(url);
    }
    let url = clean(url);
    let mut out: Vec<u8> = Vec::with_capacity(url.len() + 16);
    let bytes = url.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        let escaped = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_hexdigit);
        let lone = byte == b'%' && !(escaped(bytes.get(at + 1)) && escaped(bytes.get(at + 2)));
        if bad(byte) || lone {
            out.extend_from_slice(percent_encoding::percent_encode_byte(byte).as_bytes());
        } else {
            out.push(byte);
        }
    }
    Cow::Owned(String::from_utf8_lossy(&out).into_owned())
}

/// One line: without what XML forbids, each run of white space as one space.
pub(crate) fn line(text: &str) -> String {
    normalize_whitespace(&clean(text)).into_owned()
}

/// The lines that are not blank.
pub(crate) fn lines(texts: &[String]) -> impl Iterator<Item = String> {
    texts.iter().map(|text| line(text)).filter(|text| !text.is_empty())
}

/// A language tag in the shape of BCP 47, also where it was written with underscores; `None` where it is not one.
/// The language has to be registered: `English` is none.
pub(crate) fn language(tag: Option<&str>) -> Option<String> {
    let tag = tag?.trim().replace('_', "-");
    let fits =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_language(&tag) && tag.split('-').all(fits)).then_some(tag)
}

/// A media type, or the generic one where it is invalid.
pub(crate) fn media_type(text: &str) -> String {
    let text = line(text);
    if text.contains('/') { text } else { "application/octet-stream".to_owned() }
}

/// Width and height as attributes.
pub(crate) fn pixels(size: Option<(usize, usize)>) -> impl Iterator<Item = (String, String)> {
    let size = size.map(|(width, height)| [("width", width), ("height", height)]);
    size.into_iter().flatten().map(|(name, pixels)| (name.to_owned(), pixels.to_string()))
}

/// An address that looks like one (RFC 4287, 3.2.3), without what XML forbids.
pub(crate) fn email(address: &Option<String>) -> Option<String> {
    let address = clean(address.as_deref()?.trim());
    let (name, host) = address.split_once('@')?;
    // Validators want a dot: an address within one house helps no reader of a feed.
    let reachable = host.contains('.') && !host.starts_with('.') && !host.ends_with('.');
    (!name.is_empty() && reachable && !address.contains(char::is_whitespace)).then(|| address.into_owned())
}

/// A date as the formats can write it: whole seconds, a zone of whole minutes, a year of four digits.
pub(crate) fn date(date: &DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    // The first moment of year 1 is a date that generators show where there is none; any other is kept a day from the ends
    // (0001-01-02 and 9999-12-30), so that no zone leads out of the years.
    const FIRST: i64 = -62_135_596_800;
    let seconds = match date.timestamp() {
        FIRST if date.offset().local_minus_utc() == 0 => FIRST,
        seconds => seconds.clamp(-62_135_510_400, 253_402_128_000),
    };
    let offset = date.offset().local_minus_utc();
    let zone = FixedOffset::east_opt(offset - offset % 60).unwrap_or_else(|| *date.offset());
    DateTime::<Utc>::from_timestamp(seconds, 0).unwrap_or_default().with_timezone(&zone)
}

/// A date of RFC 3339, with `+00:00` rather than `Z`.
pub(crate) fn rfc3339(at: &DateTime<FixedOffset>) -> String {
    crate::text::date::rfc3339(&date(at))
}

/// A date of RFC 822 with a year of four digits, a day of two and a numeric zone.
pub(crate) fn rfc822(at: &DateTime<FixedOffset>) -> String {
    crate::text::date::rfc2822(&date(at))
}

/// Returns the output of a crate as a string, or its failure as an error of the emitter `format`.
pub(crate) fn text<E: Display>(
    format: &'static str,
    written: Result<Vec<u8>, E>,
) -> Result<String, EmitError> {
    let bytes = written.map_err(|error| EmitError { format, reason: error.to_string() })?;
    String::from_utf8(bytes).map_err(|error| EmitError { format, reason: error.to_string() })
}

/// Returns the error for output of a crate without `part`, by which an emitter finds its way in it.
pub(crate) fn without(format: &'static str, part: &str) -> EmitError {
    EmitError { format, reason: format!("the written XML has no `{part}` where it is expected") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_characters_are_dropped() {
        assert_eq!(clean("a\u{0}\u{b}b\u{1f}c\u{fffe}\u{ffff}"), "abc");
        assert_eq!(clean("\u{7f}a\u{80}b\u{9f}c\u{fdd0}\u{1fffe}\u{10ffff}"), "abc");
        assert_eq!(clean("abc\u{85}"), "abc");
        assert_eq!(clean("abc\u{1}"), "abc");
        assert_eq!(clean(&format!("{}\u{96}{}", "x".repeat(4095), "y")).len(), 4096);
        let fine = "tab\t line\n \u{a0} \u{fffd} ￮ ﷲ 全角，。😀";
        assert!(matches!(clean(fine), Cow::Borrowed(_)));
    }

    #[test]
    fn cdata_never_ends_early() {
        let mut out = String::new();
        push_cdata("a]]>b]]]]>>\u{1}]]", &mut out);
        let xml = format!("<x>{out}</x>");
        assert_eq!(roxmltree::Document::parse(&xml).unwrap().root_element().text(), Some("a]]>b]]]]>>]]"));
    }

    #[test]
    fn urls_keep_what_they_may_hold() {
        let fine = "https://e.org/q&a/%C3%BC?a=1&b=[2]#x";
        assert_eq!(iri(fine), fine);
        assert_eq!(uri(fine), fine);
        // A percent sign is looked at; without one there is no copy.
        assert!(matches!(iri("https://e.org/q&a/?a=1&b=[2]#x"), Cow::Borrowed(_)));
        assert!(matches!(uri("https://e.org/q&a/?a=1&b=[2]#x"), Cow::Borrowed(_)));
        assert_eq!(uri(" https://e.org/a b/100%/ü\u{0}<> "), "https://e.org/a%20b/100%25/%C3%BC%3C%3E");
        assert_eq!(iri("tag:e.org,2020:/ü x"), "tag:e.org,2020:/ü%20x");
    }

    #[test]
    fn languages_are_tags_or_left_out() {
        assert_eq!(language(Some("en_GB ")), Some("en-GB".to_owned()));
        assert_eq!(language(Some("zh-Hant-TW")), Some("zh-Hant-TW".to_owned()));
        for none in ["", "-", "en-", "english text", "English", "1a", "\u{1}"] {
            assert_eq!(language(Some(none)), None);
        }
    }

    #[test]
    fn dates_are_written_as_the_formats_want_them() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap();
        assert_eq!(rfc3339(&at("2020-01-02T03:04:05.6Z")), "2020-01-02T03:04:05+00:00");
        assert_eq!(rfc822(&at("2020-01-02T03:04:05-07:30")), "Thu, 02 Jan 2020 03:04:05 -0730");
        let lmt = FixedOffset::east_opt(53 * 60 + 28).unwrap();
        assert_eq!(rfc3339(&at("1890-01-01T00:00:00Z").with_timezone(&lmt)), "1890-01-01T00:53:00+00:53");
        assert_eq!(rfc3339(&DateTime::<Utc>::MAX_UTC.into()), "9999-12-30T00:00:00+00:00");
        assert_eq!(rfc3339(&DateTime::<Utc>::MIN_UTC.into()), "0001-01-02T00:00:00+00:00");
    }
}

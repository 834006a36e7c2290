//! Character references as the HTML Standard wants them written.

use std::borrow::Cow;

use crate::text::html::text::{escape, unescape};
use crate::text::pieces::Part as _;

/// `html`, which holds no tags, with every character reference in it known, closed by a semicolon, and to a character that
/// text may hold; it shows what it showed before.
///
/// `&nosuch;` becomes `&amp;nosuch;`, `&copy 1` becomes `© 1`, `&#150;` the dash that browsers show, and `&#0;` goes.
/// A `&` that begins no reference stays. Borrowed where nothing changes.
#[must_use]
pub(crate) fn repair_references(html: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    for at in memchr::memchr_iter(b'&', html.as_bytes()) {
        let tail = html.part(at..);
        let reference = tail.part(..length(tail));
        let Some(repaired) = repaired_reference(reference) else { continue };
        out.push_str(html.part(copied..at));
        out.push_str(&repaired);
        copied = at + reference.len();
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(html.part(copied..));
    Cow::Owned(out)
}

/// How long what looks like a reference is: 33 characters for the longest name, with `&` and `;`.
fn length(tail: &str) -> usize {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
    let name = tail.bytes().skip(1).take(40).take_while(|byte| part(byte)).count();
    1 + name + usize::from(tail.as_bytes().get(1 + name) == Some(&b';'))
}

/// What to write for a reference; none where it is right.
fn repaired_reference(reference: &str) -> Option<String> {
    if matches!(reference, "&" | "&amp;" | "&lt;" | "&gt;" | "&quot;" | "&nbsp;") {
        return None;
    }
    let meant = unescape(reference);
    let closed = reference.ends_with(';');
    let number = reference.starts_with("&#");
    if meant == reference {
        // No reference at all: what looks like one is to be read as it is written.
        return (closed || number).then(|| format!("&amp;{}", reference.part(1..)));
    }
    let right = if number {
        closed
            && number_of(reference)
                .and_then(char::from_u32)
                .is_some_and(|c| may_stand(c) && meant == c.to_string())
    } else {
        closed && !meant.ends_with(';') || reference == "&semi;"
    };
    (!right).then(|| {
        let kept: String = meant.chars().filter(|c| may_stand(*c)).collect();
        escape(&kept).into_owned()
    })
}

fn number_of(reference: &str) -> Option<u32> {
    let digits = reference.strip_prefix("&#")?.strip_suffix(';')?;
    match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    }
}

/// Returns whether a reference may lead to a character (HTML Standard, 13.2.5.80).
fn may_stand(c: char) -> bool {
    match c {
        '\t' | '\n' | '\u{c}' => true,
        '\u{fffd}' | '\u{fdd0}'..='\u{fdef}' => false,
        c => !c.is_control() && (c as u32) & 0xfffe != 0xfffe,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_right_stays() {
        for html in [
            "",
            "a & b",
            "AT&T",
            "&amp;&lt;&copy;&#8212;&#x2014;&semi;&NotEqualTilde;",
            "&nosuch x",
            "?a=1&b=2",
        ] {
            assert!(matches!(repair_references(html), Cow::Borrowed(_)), "{html}");
        }
    }

    #[test]
    fn what_is_wrong_shows_what_it_showed() {
        let cases = [
            ("&nosuch;", "&amp;nosuch;"),
            ("a &amp b &copy c", "a &amp; b © c"),
            ("&notit;", "¬it;"),
            ("&#150;&#x96;", "––"),
            ("a&#0;b&#1;c&#xD800;d&#x110000;", "abcd"),
            ("&#13;&#65", "A"),
            ("&# &#x; &#;", "&amp;# &amp;#x; &amp;#;"),
            ("&#x26;amp;", "&#x26;amp;"),
            ("&ltb&gt", "&lt;b&gt;"),
            ("&&&", "&&&"),
        ];
        for (html, expected) in cases {
            assert_eq!(repair_references(html), expected, "{html}");
            assert!(matches!(repair_references(expected), Cow::Borrowed(_)), "{expected}");
        }
    }
}

//! Taking URLs apart and resolving references, RFC 3986 sections 3 and 5, on strings and without failing.

use crate::text::pieces::Part as _;
use std::borrow::Cow;

/// A URL's five components as they are written, RFC 3986 appendix B.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts<'a> {
    /// What stands before the first `:`, if it is a scheme: `https`.
    pub scheme: Option<&'a str>,
    /// What stands between `//` and the next `/`, `?` or `#`: `user@example.org:8080`.
    pub authority: Option<&'a str>,
    /// The path, which may be empty.
    pub path: &'a str,
    /// What stands between `?` and `#`.
    pub query: Option<&'a str>,
    /// What follows `#`.
    pub fragment: Option<&'a str>,
}

/// Takes `url` apart. Any text has components; what is not a scheme belongs to the path.
#[must_use]
pub fn parts(url: &str) -> Parts<'_> {
    let scheme = scheme(url);
    let rest = scheme.and_then(|s| url.get(s.len() + 1..)).unwrap_or(url);
    let (rest, fragment) = split_at_byte(rest, b'#');
    let (rest, query) = split_at_byte(rest, b'?');
    let (authority, path) = match rest.strip_prefix("//") {
        Some(rest) => {
            let end = memchr::memchr(b'/', rest.as_bytes()).unwrap_or(rest.len());
            let (authority, path) = rest.split_at(end);
            (Some(authority), path)
        }
        None => (None, rest),
    };
    Parts { scheme, authority, path, query, fragment }
}

/// `text` before an ASCII character, and what follows. Every link of a site is taken apart, where the standard
/// library's search for a character costs twice as much.
fn split_at_byte(text: &str, byte: u8) -> (&str, Option<&str>) {
    let at = memchr::memchr(byte, text.as_bytes());
    at.map_or((text, None), |at| (text.part(..at), text.get(at + 1..)))
}

/// The scheme of `url` without its colon (`https`, `mailto`), or `None` where it is a relative reference.
#[must_use]
pub fn scheme(url: &str) -> Option<&str> {
    let end = url.bytes().position(|byte| !is_scheme_byte(byte))?;
    let scheme = url.get(..end)?;
    (url.as_bytes().get(end) == Some(&b':') && scheme.starts_with(|first: char| first.is_ascii_alphabetic()))
        .then_some(scheme)
}

fn is_scheme_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')
}

/// The URL that `reference` means on the page at `base`, RFC 3986 section 5.2.
///
/// A reference with a scheme (`https:`, `mailto:`, `data:` …) is returned as it is, without a copy and without
/// normalisation; so is every reference when `base` has neither scheme nor authority nor path.
#[must_use]
pub fn resolve<'a>(base: &str, reference: &'a str) -> Cow<'a, str> {
    if scheme(reference).is_some() || base.is_empty() {
        return Cow::Borrowed(reference);
    }
    if let Some(url) = at_root(base, reference) {
        return Cow::Owned(url);
    }
    let base = parts(base);
    let reference = parts(reference);
    let mut url = String::with_capacity(base.path.len() + reference.path.len() + 64);
    if let Some(scheme) = base.scheme {
        url.push_str(scheme);
        url.push(':');
    }
    if let Some(authority) = reference.authority.or(base.authority) {
        url.push_str("//");
        url.push_str(authority);
    }
    let mut query = reference.query;
    if reference.authority.is_some() || reference.path.starts_with('/') {
        remove_dot_segments(reference.path, &mut url);
    } else if reference.path.is_empty() {
        url.push_str(base.path);
        query = query.or(base.query);
    } else {
        let folder = base.path.rfind('/').and_then(|at| base.path.get(..=at));
        let folder = folder.unwrap_or(if base.authority.is_some() { "/" } else { "" });
        remove_dot_segments(&[folder, reference.path].concat(), &mut url);
    }
    if let Some(query) = query {
        url.push('?');
        url.push_str(query);
    }
    if let Some(fragment) = reference.fragment {
        url.push('#');
        url.push_str(fragment);
    }
    Cow::Owned(url)
}

/// The common case, `/a/b` on a page with a host, which is appended to the host as it is.
fn at_root(base: &str, reference: &str) -> Option<String> {
    if !reference.starts_with('/') || reference.starts_with("//") || reference.contains("/.") {
        return None;
    }
    let host = base.strip_prefix("https://").or_else(|| base.strip_prefix("http://"))?;
    let origin = base.len() - host.len() + host.find(['/', '?', '#']).unwrap_or(host.len());
    Some([base.get(..origin)?, reference].concat())
}

/// Appends `path` to `out` without its `.` and `..` segments, RFC 3986 section 5.2.4.
pub(super) fn remove_dot_segments(path: &str, out: &mut String) {
    if !path.contains("/.") && !path.starts_with('.') {
        out.push_str(path);
        return;
    }
    let root = out.len();
    let absolute = path.starts_with('/');
    let mut segments = path.split('/').peekable();
    if absolute {
        segments.next();
    }
    // Where each kept segment begins, so that `..` can take it back.
    let mut kept = Vec::new();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        let begin = out.len();
        match segment {
            "." | ".." => {
                if segment == ".." {
                    out.truncate(kept.pop().unwrap_or(root));
                }
                if last && (absolute || out.len() > root) {
                    out.push('/');
                }
            }
            _ => {
                if absolute || !kept.is_empty() {
                    out.push('/');
                }
                out.push_str(segment);
                kept.push(begin);
            }
        }
    }
}

/// `url` before its `#`, and the fragment after it.
#[must_use]
pub(crate) fn split_fragment(url: &str) -> (&str, Option<&str>) {
    split_at_byte(url, b'#')
}

/// The id that a fragment (without `#`) asks for, decoded and as it is written; `None` where it asks for the top of the
/// page, for a text fragment (HTML, section 7.4.6.4; `#:~:text=`), or for a state of a script (`#?tag=a`, `#!/a`, `#page=2`).
#[must_use]
pub(crate) fn fragment_id(fragment: &str) -> Option<(Cow<'_, str>, &str)> {
    let directive = memchr::memchr_iter(b':', fragment.as_bytes())
        .find(|at| fragment.get(*at..).is_some_and(|rest| rest.starts_with(":~:")));
    let written = directive.and_then(|at| fragment.get(..at)).unwrap_or(fragment);
    let decoded = percent_decode(written);
    let top = decoded.is_empty() || decoded.eq_ignore_ascii_case("top");
    (!top && !is_state(&decoded)).then_some((decoded, written))
}

/// Returns whether a fragment is what a script makes of a page's state: no heading has such an id.
fn is_state(fragment: &str) -> bool {
    let is_word = |key: &str| !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    fragment.starts_with(['?', '!', '/']) || fragment.split_once('=').is_some_and(|(key, _)| is_word(key))
}

/// `text` with its `%xx` decoded; what would not be UTF-8 then is left as it was written.
#[must_use]
pub(crate) fn percent_decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    match percent_encoding::percent_decode_str(text).decode_utf8() {
        Ok(decoded) => decoded,
        Err(_) => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 3986 section 5.4, the base of its examples.
    const BASE: &str = "http://a/b/c/d;p?q";

    #[test]
    fn references_resolve_as_in_rfc_3986_section_5_4() {
        for (reference, url) in [
            ("g:h", "g:h"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("#s", "http://a/b/c/d;p?q#s"),
            ("g#s", "http://a/b/c/g#s"),
            ("g?y#s", "http://a/b/c/g?y#s"),
            (";x", "http://a/b/c/;x"),
            ("g;x?y#s", "http://a/b/c/g;x?y#s"),
            ("", "http://a/b/c/d;p?q"),
            (".", "http://a/b/c/"),
            ("./", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../..", "http://a/"),
            ("../../", "http://a/"),
            ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"),
            ("../../../../g", "http://a/g"),
            ("/./g", "http://a/g"),
            ("/../g", "http://a/g"),
            ("g.", "http://a/b/c/g."),
            (".g", "http://a/b/c/.g"),
            ("g..", "http://a/b/c/g.."),
            ("..g", "http://a/b/c/..g"),
            ("./../g", "http://a/b/g"),
            ("./g/.", "http://a/b/c/g/"),
            ("g/./h", "http://a/b/c/g/h"),
            ("g/../h", "http://a/b/c/h"),
            ("g;x=1/./y", "http://a/b/c/g;x=1/y"),
            ("g;x=1/../y", "http://a/b/c/y"),
            ("g?y/./x", "http://a/b/c/g?y/./x"),
            ("g#s/../x", "http://a/b/c/g#s/../x"),
            ("//cdn.example/x.png", "http://cdn.example/x.png"),
        ] {
            assert_eq!(resolve(BASE, reference), url, "{reference}");
        }
    }

    #[test]
    fn what_has_a_scheme_is_not_copied() {
        assert!(matches!(resolve(BASE, "mailto:a@b"), Cow::Borrowed("mailto:a@b")));
        assert!(matches!(resolve("", "x/y"), Cow::Borrowed("x/y")));
        assert_eq!(resolve("/blog/post.html", "../a.png"), "/a.png");
        assert_eq!(resolve("https://e.org", "a.png"), "https://e.org/a.png");
        assert_eq!(resolve("https://e.org", "#a"), "https://e.org#a");
    }

    #[test]
    fn a_scheme_begins_with_a_letter() {
        assert_eq!(scheme("x+y.z-1:"), Some("x+y.z-1"));
        assert_eq!(scheme("1:b"), None);
        assert_eq!(scheme("a b:c"), None);
        assert_eq!(scheme("/a:b"), None);
        assert_eq!(scheme("é:b"), None);
        assert_eq!(scheme("https"), None);
    }

    #[test]
    fn decoding_leaves_what_is_not_text() {
        assert_eq!(percent_decode("%C3%A9%20x"), "é x");
        assert_eq!(percent_decode("%FF%20"), "%FF%20");
        assert_eq!(percent_decode("100%"), "100%");
    }
}

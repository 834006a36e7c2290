//! Pieces of a text that are read whole: code spans, math, tags, the ends of links.

use crate::markup::markdown::kramdown::attributes;
use crate::markup::markdown::kramdown::definitions::is_name;
use crate::markup::markdown::kramdown::extension;
use crate::markup::markdown::kramdown::finder::Finder;
use crate::markup::markdown::kramdown::layout::Context;
use crate::markup::markdown::kramdown::line::{is_space, is_space_char};
use crate::markup::markdown::kramdown::tags::{self, Model};

/// How far the end of a piece is looked for: a bound, so that hostile texts stay linear.
const FAR: usize = 1 << 16;

/// A run of backticks.
pub(crate) struct Code {
    /// How many backticks open it.
    pub(crate) marks: usize,
    /// The length of what they hold, where they are a code span.
    pub(crate) body: Option<usize>,
    /// The length of the span, or of the marks where it is none.
    pub(crate) whole: usize,
}

/// The code span at the beginning of `text`.
pub(crate) fn code(text: &str, behind_space: bool) -> Code {
    let marks = text.bytes().take_while(|&b| b == b'`').count();
    let rest = text.get(marks..).unwrap_or("");
    let fence = text.get(..marks).unwrap_or("`");
    let plain = marks == 1 && behind_space && rest.starts_with(is_space_char);
    let body = if plain { None } else { find(rest, fence) };
    Code { marks, body, whole: body.map_or(marks, |body| marks + body + marks) }
}

/// The length of math `$$…$$`.
pub(crate) fn math(finder: &Finder<'_>, at: usize) -> Option<usize> {
    finder.math_end(at + 2).map(|end| end + 2 - at)
}

/// The name of the footnote that is marked here.
pub(crate) fn footnote(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("[^")?;
    let length = rest.bytes().take(1000).position(|b| b == b']')?;
    rest.get(..length).filter(|name| is_name(name))
}

/// The length of an extension with its body, or of an attribute list behind an element.
pub(crate) fn extension(finder: &Finder<'_>, at: usize) -> Option<usize> {
    let rest = finder.text.get(at..)?;
    if let Some(tag) = extension::tag(rest) {
        let known = matches!(tag.name, "comment" | "nomarkdown" | "options");
        let behind = at + tag.length;
        let stop = if tag.closed { Some((behind, 0)) } else { finder.stop_tag(behind, tag.name) };
        return stop.filter(|_| known).map(|(stop, length)| stop + length - at);
    }
    attribute_list(finder.text, at).map(|end| end + 1)
}

/// Where the brace stands that closes the attribute list here; a list must stand right behind an element.
pub(crate) fn attribute_list(text: &str, at: usize) -> Option<usize> {
    let before = at.checked_sub(1).and_then(|at| text.as_bytes().get(at));
    let behind_element =
        before.is_some_and(|b| matches!(b, b')' | b']' | b'*' | b'_' | b'`' | b'>' | b'}' | b'~' | b'$'));
    let rest = text.get(at..).filter(|_| behind_element)?;
    attributes::closing_brace(rest).filter(|&end| end > 2 && rest.as_bytes().get(2) != Some(&b'/'))
}

/// The length of what begins with `<` and holds no markup: `<<`, a comment, an autolink, a tag alone, a raw element.
pub(crate) fn opaque_angle(finder: &Finder<'_>, at: usize) -> Option<usize> {
    let text = finder.text.get(at..)?;
    if text.starts_with("<<") {
        return Some(2);
    }
    if text.starts_with("<!--") {
        return finder.comment_end(at).map(|end| end + 3 - at);
    }
    if let Some(length) = autolink(text) {
        return Some(length);
    }
    if let Some((_, length)) = tags::end_tag(text) {
        return Some(length);
    }
    let tag = tags::start_tag(text)?;
    let name = tags::known_name(tag.name);
    if tag.closed || tags::is_void(&name) || tags::is_block(&name) {
        return Some(tag.length);
    }
    None
}

/// Whether what begins with `<` here is an element, and no lone end tag or tag of a block, which are text.
pub(crate) fn is_element(text: &str) -> bool {
    !text.starts_with("</")
        && tags::start_tag(text).is_none_or(|tag| !tags::is_block(&tags::known_name(tag.name)))
}

/// The name of the element that opens here, and the length of its tag; its whole length where it is raw.
pub(crate) fn open_tag(text: &str, parse: bool) -> Option<(String, usize)> {
    let tag = tags::start_tag(text)?;
    let name = tags::known_name(tag.name);
    let wanted =
        tags::attributes(tag.attributes).find(|(name, _)| *name == "markdown").map(|(_, value)| value);
    if is_parsed(&name, wanted, parse) {
        return Some((name, tag.length));
    }
    let rest = text.get(tag.length..)?;
    let body = raw_end(rest, &name).map_or(rest.len(), |(at, _)| at);
    Some((name, tag.length + body))
}

/// Whether the content of an element in a text is read as Markdown.
pub(crate) fn is_parsed(name: &str, wanted: Option<&str>, parse: bool) -> bool {
    let raw = tags::model(name) == Model::Raw;
    match wanted {
        Some("0") => false,
        Some("1") => !raw,
        Some("span") => true,
        _ => !raw && parse,
    }
}

/// Where the end tag of an element stands, and its length.
pub(crate) fn raw_end(text: &str, name: &str) -> Option<(usize, usize)> {
    near(text).match_indices("</").find_map(|(at, _)| {
        let (closing, length) = text.get(at..).and_then(tags::end_tag)?;
        closing.eq_ignore_ascii_case(name).then_some((at, length))
    })
}

/// Whether the end tag of this element begins here.
pub(crate) fn is_end_tag(text: &str, name: &str) -> bool {
    text.starts_with("</")
        && tags::end_tag(text).is_some_and(|(closing, _)| tags::known_name(closing) == name)
}

/// The length of the end tag here.
pub(crate) fn end_tag_length(text: &str) -> usize {
    tags::end_tag(text).map_or(1, |(_, length)| length)
}

/// The length of `~~text~~`.
pub(crate) fn struck(finder: &Finder<'_>, at: usize) -> Option<usize> {
    let inside = finder.text.get(at..)?.strip_prefix("~~")?;
    if inside.is_empty() || inside.starts_with(|c| c == '~' || is_space_char(c)) {
        return None;
    }
    finder.struck_end(at + 3).map(|end| end + 2 - at)
}

/// The place behind a link whose text begins at `start` and ends with the `]` at `end`; `None` where it is none.
pub(crate) fn link_end(
    finder: &Finder<'_>,
    start: usize,
    end: usize,
    context: &Context<'_, '_>,
) -> Option<usize> {
    let inside = finder.text.get(start..end)?;
    let behind = finder.text.get(end + 1..)?;
    let label = behind.trim_start_matches(is_space_char);
    let spaces = behind.len() - label.len();
    if let Some(label) = label.strip_prefix('[')
        && let Some((label, _)) = near(label).split_once(']')
    {
        let known = context.is_label(if label.is_empty() { inside } else { label });
        return known.then_some(end + 1 + spaces + label.len() + 2);
    }
    if !behind.starts_with('(') {
        return context.is_label(inside).then_some(end + 1);
    }
    destination(finder, end + 2).map(|destination| end + 2 + destination.whole)
}

/// What stands in the parentheses of a link.
pub(crate) struct Destination {
    /// The length of the URL with white space around it.
    pub(crate) url: usize,
    /// Where the title with its quotes begins, and its length.
    pub(crate) title: Option<(usize, usize)>,
    /// The length of all with the closing parenthesis.
    pub(crate) whole: usize,
}

/// Reads what stands behind `](`; lengths count from there.
pub(crate) fn destination(finder: &Finder<'_>, at: usize) -> Option<Destination> {
    let text = finder.text.get(at..)?;
    let bytes = text.as_bytes();
    let (url, title_at) = if bytes.first() == Some(&b'<') {
        let end = bytes.iter().take(FAR).position(|b| matches!(b, b'>' | b'\n'))?;
        if bytes.get(end) != Some(&b'>') {
            return None;
        }
        if bytes.get(end + 1) == Some(&b')') {
            return Some(Destination { url: end + 1, title: None, whole: end + 2 });
        }
        (end + 1, end + 1)
    } else {
        let close = finder.closing_parenthesis(at.checked_sub(1)?);
        match (close, finder.title(at)) {
            (Some(close), title) if title.is_none_or(|title| close < title) => {
                return Some(Destination { url: close - at, title: None, whole: close - at + 1 });
            }
            (_, Some(title)) => (title - at, title - at + 1),
            (_, None) => return None,
        }
    };
    let rest = text.get(title_at..)?;
    let quoted = rest.trim_start_matches(is_space_char);
    let start = title_at + rest.len() - quoted.len();
    let length = title(quoted)?;
    let behind = quoted.get(length..)?;
    let spaces = behind.len() - behind.trim_start_matches(is_space_char).len();
    Some(Destination { url, title: Some((start, length)), whole: start + length + spaces + 1 })
}

/// The length of a title with its quotes, where a closing parenthesis follows it.
fn title(text: &str) -> Option<usize> {
    let quote = text.bytes().next().filter(|b| matches!(b, b'"' | b'\''))?;
    let bytes = text.as_bytes();
    let bytes = bytes.get(..4096).unwrap_or(bytes);
    memchr::memchr_iter(quote, bytes).filter(|&at| at > 1).take(64).find_map(|at| {
        let behind = text.get(at + 1..)?.trim_start_matches(is_space_char);
        behind.starts_with(')').then_some(at + 1)
    })
}

/// The length of an autolink: `mailto:`, `http(s):`, `ftp(s):`, or an address of mail.
pub(crate) fn autolink(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('<')?;
    let end = memchr::memchr3(b'>', b'<', b'\n', inside.as_bytes())?;
    if inside.as_bytes().get(end) != Some(&b'>') {
        return None;
    }
    let inside = inside.get(..end)?;
    let scheme = ["mailto:", "http:", "https:", "ftp:", "ftps:"];
    let known = scheme.iter().any(|scheme| inside.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()));
    let word = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    let mail = || inside.split_once('@').is_some_and(|(user, host)| word(user) && word(host));
    (known || mail()).then_some(end + 2)
}

/// Whether white space or nothing stands before.
pub(crate) fn space_before(text: &str, at: usize) -> bool {
    at == 0 || text.as_bytes().get(at - 1).copied().is_none_or(is_space)
}

/// The characters that a backslash escapes in kramdown; before any other it is a plain backslash.
pub(crate) fn is_escapable(byte: u8) -> bool {
    matches!(
        byte,
        b'\\'
            | b'.'
            | b'*'
            | b'_'
            | b'+'
            | b'`'
            | b'<'
            | b'>'
            | b'('
            | b')'
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'#'
            | b'!'
            | b':'
            | b'|'
            | b'"'
            | b'\''
            | b'$'
            | b'='
            | b'-'
            | b'~'
    )
}

/// Where `what` stands near the beginning of `text`.
fn find(text: &str, what: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memmem::find(bytes.get(..FAR).unwrap_or(bytes), what.as_bytes())
}

/// The beginning of a text.
pub(crate) fn near(text: &str) -> &str {
    if text.len() <= FAR {
        return text;
    }
    let end = (0..=FAR).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    text.get(..end).unwrap_or("")
}

/// A text without the backslashes that escape.
pub(crate) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(&next) if c == '\\' && u8::try_from(next).is_ok_and(is_escapable) => {
                out.push(next);
                chars.next();
            }
            _ => out.push(c),
        }
    }
    out
}

//! Front matter: the data at the top of a post, read as the site's generator reads it, every value with its place.

mod blame;
mod blame_value;
mod convert;
pub mod csv;
mod fallback;
mod fault;
#[cfg(feature = "javascript")]
pub mod javascript;
#[cfg(not(feature = "javascript"))]
#[path = "no_javascript.rs"]
mod javascript;
pub mod json;
mod key_value;
mod lines;
mod ruby;
mod scalar;
mod simple;
pub mod toml;
mod value;
pub mod yaml;

pub use fault::Fault;
pub use ruby::float;
pub use value::{Entry, Map, Node, Value};

use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// What stands above a post's body.
#[derive(Clone, Debug, Default)]
pub struct FrontMatter {
    /// The keys; empty where there is no front matter or it cannot be read.
    pub data: Map,
    /// The whole block with both its fences; empty where there is none.
    pub block: Span,
    /// What stands between the fences, where new keys can go.
    pub inner: Span,
    /// Where the body begins, in bytes.
    pub body: usize,
    /// How the data is written.
    pub format: Format,
    /// What is wrong with it, in order.
    pub faults: Box<[Fault]>,
}

/// How front matter is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// There is none.
    #[default]
    None,
    /// YAML between lines of `---`.
    Yaml,
    /// TOML between lines of `+++`.
    Toml,
    /// A JSON object at the very beginning, up to its closing brace (Hugo).
    Json,
    /// JSON between a line of `---json` and one of `---` (Eleventy).
    JsonFenced,
    /// JavaScript between a line of `---js` and one of `---` (Eleventy).
    JavaScriptFenced,
    /// Lines of `Key: value` up to a blank line (Pelican).
    KeyValue,
    /// Lines of `Key: value` after a line of `---`, which is not YAML (Pelican).
    KeyValueFenced,
    /// No form of its own: blanks and blank lines may be before the others (Hugo).
    AfterBlanks,
}

impl Format {
    /// Returns whether a file that begins with these bytes may have front matter of this form.
    #[must_use]
    pub fn may_begin(self, start: &[u8]) -> bool {
        match self {
            Self::None | Self::AfterBlanks => false,
            Self::Yaml | Self::KeyValueFenced => start.starts_with(b"---"),
            Self::Toml => start.starts_with(b"+++"),
            Self::Json => {
                start.first() == Some(&b'{') && !start.starts_with(b"{{") && !start.starts_with(b"{%")
            }
            Self::JsonFenced => start.starts_with(b"---json"),
            Self::JavaScriptFenced => start.starts_with(b"---js") && !start.starts_with(b"---json"),
            Self::KeyValue => start.first().is_some_and(u8::is_ascii_alphabetic),
        }
    }
}

/// Reads the front matter of a post. Never fails: errors are in [`FrontMatter::faults`].
///
/// YAML front matter is what Jekyll's regular expression takes for it: a first line of `---`, up to a line of `---` or
/// `...`, and the blank lines after that. A byte order mark is skipped. Source: Jekyll's `document.rb`.
#[must_use]
pub fn parse(text: &str) -> FrontMatter {
    parse_as(text, &[Format::Yaml, Format::Toml])
}

/// The same for a generator that reads these forms, tried in order.
#[must_use]
pub fn parse_as(text: &str, formats: &[Format]) -> FrontMatter {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let start = start
        + if formats.contains(&Format::AfterBlanks) { blanks_before_fence(text.part(start..)) } else { 0 };
    let rest = text.part(start..);
    let may_be = |format: &&Format| format.may_begin(rest.as_bytes().get(..16).unwrap_or(rest.as_bytes()));
    for format in formats.iter().filter(may_be) {
        let read = match format {
            Format::Json => unfenced_json(text, start),
            Format::JsonFenced => fenced_json(text, start),
            Format::JavaScriptFenced => fenced_javascript(text, start),
            Format::KeyValue => key_value::parse(text, start).map(|(data, body)| {
                let block = Span::new(start, body);
                FrontMatter { data, block, inner: block, body, format: *format, faults: Box::default() }
            }),
            Format::KeyValueFenced => fenced_key_values(text, start),
            Format::None | Format::AfterBlanks | Format::Yaml | Format::Toml => continue,
        };
        if let Some(read) = read {
            return read;
        }
    }
    let (format, fence) = if rest.starts_with("---") {
        (Format::Yaml, "---")
    } else if rest.starts_with("+++") {
        (Format::Toml, "+++")
    } else {
        return FrontMatter { body: start, ..FrontMatter::default() };
    };
    let none = FrontMatter { body: start, block: Span::at(start), ..FrontMatter::default() };
    let Some(inner) = behind_fence(text, start) else { return none };
    let Some((end, behind)) = closing_fence(text, inner, format) else {
        // A lone thematic break at the top of a file without front matter is not unclosed front matter.
        if !begins_with_key(text.part(inner..), format) {
            return none;
        }
        let fault = Fault {
            span: Span::new(start, start + fence.len()),
            message: format!(
                "the front matter is never closed, so all of it is shown as text: there is no second line of `{fence}`"
            ),
            help: Some(format!("write a line of `{fence}` after the last key")),
            replacement: None,
            fatal: true,
        };
        return FrontMatter { faults: Box::new([fault]), ..none };
    };
    let inner = Span::new(inner, end);
    let (data, faults) = match format {
        Format::Toml => {
            let (data, fault) = toml::parse(inner.of(text), inner.start);
            (data, fault.into_iter().collect())
        }
        _ => yaml_mapping(text, inner),
    };
    FrontMatter {
        data,
        block: Span::new(start, behind),
        inner,
        body: skip_blank_lines(text, behind),
        format,
        faults,
    }
}

/// How many bytes of blanks are before front matter; none where it does not follow.
fn blanks_before_fence(text: &str) -> usize {
    let rest = text.trim_start_matches(is_space);
    let is_fence = rest.starts_with("---") || rest.starts_with("+++") || rest.starts_with('{');
    if is_fence { text.len() - rest.len() } else { 0 }
}

/// An object that begins the text, which goes on after its closing brace.
fn unfenced_json(text: &str, start: usize) -> Option<FrontMatter> {
    let (read, length) = json::object(text.get(start..)?, start)?;
    let end = start + length;
    let (data, faults) = or_fault(read);
    Some(FrontMatter {
        data,
        block: Span::new(start, end),
        inner: Span::new((start + 1).min(end), end.saturating_sub(1).max(start)),
        body: skip_blank_lines(text, end),
        format: Format::Json,
        faults,
    })
}

/// An object between a line of `---json` and one of `---`.
fn fenced_json(text: &str, start: usize) -> Option<FrontMatter> {
    let inner = behind_fence(text, start + "json".len())?;
    let (end, behind) = closing_fence(text, inner, Format::Yaml)?;
    let (read, _) = json::object(text.get(inner..end)?, inner)?;
    let (data, faults) = or_fault(read);
    Some(FrontMatter {
        data,
        block: Span::new(start, behind),
        inner: Span::new(inner, end),
        body: skip_blank_lines(text, behind),
        format: Format::JsonFenced,
        faults,
    })
}

/// Names, or an object, between a line of `---js` (or `---javascript`) and one of `---`.
fn fenced_javascript(text: &str, start: usize) -> Option<FrontMatter> {
    let name = if text.get(start..)?.starts_with("---javascript") { "javascript" } else { "js" };
    let inner = behind_fence(text, start + name.len())?;
    let (end, behind) = closing_fence(text, inner, Format::Yaml)?;
    Some(FrontMatter {
        data: javascript::data(text.get(inner..end)?),
        block: Span::new(start, behind),
        inner: Span::new(inner, end),
        body: skip_blank_lines(text, behind),
        format: Format::JavaScriptFenced,
        faults: Box::default(),
    })
}

/// Lines after one that begins with `---`, up to a second one, a blank line, or a line that is not a key with a value: the text begins there.
fn fenced_key_values(text: &str, start: usize) -> Option<FrontMatter> {
    let first = text.get(start..)?.split_inclusive('\n').next().filter(|line| line.starts_with("---"))?;
    let inner = start + first.len();
    let none = || (Map::default(), key_value::after_end(text, inner));
    let (data, body) = key_value::parse(text, inner).unwrap_or_else(none);
    let block = Span::new(start, body);
    let inner = Span::new(inner, key_value::end_of_keys(text, inner, body));
    Some(FrontMatter { data, block, inner, body, format: Format::KeyValueFenced, faults: Box::default() })
}

fn or_fault(read: Result<Map, Fault>) -> (Map, Box<[Fault]>) {
    match read {
        Ok(data) => (data, Box::default()),
        Err(fault) => (Map::default(), Box::new([fault])),
    }
}

/// Reads the front matter of a file by its name: one of YAML that begins with `---` is data as a whole, up to a second such
/// line (Jekyll's `document.rb`, `read`).
#[must_use]
pub fn of_file(path: &str, text: &str, formats: &[Format]) -> FrontMatter {
    let is_yaml = [".yml", ".yaml"].iter().any(|ending| path.ends_with(ending));
    let start = text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len();
    let inner = || behind_fence(text, start).filter(|_| text.get(start..start + 3) == Some("---"));
    let Some(inner) = is_yaml.then(inner).flatten() else { return parse_as(text, formats) };
    if closing_fence(text, inner, Format::Yaml).is_some() {
        return parse_as(text, formats);
    }
    let inner = Span::new(inner, text.len());
    let (data, faults) = yaml_mapping(text, inner);
    let block = Span::new(start, text.len());
    FrontMatter { data, block, inner, body: text.len(), format: Format::Yaml, faults }
}

fn yaml_mapping(text: &str, inner: Span) -> (Map, Box<[Fault]>) {
    let (root, mut faults) = yaml::parse(inner.of(text), inner.start);
    match root.value {
        Value::Map(map) => return (map, faults.into_boxed_slice()),
        Value::Null => {}
        // To Ruby, `false` is as good as nothing.
        Value::Bool(false) => {}
        value => faults.push(Fault::fatal(
            root.span,
            format!("the front matter is {} and not keys with values", value.kind()),
            "write `key: value`, a line each",
        )),
    }
    (Map::default(), faults.into_boxed_slice())
}

/// Where the line after the fence at `start` begins; `None` where more than blanks stand on the fence's line.
fn behind_fence(text: &str, start: usize) -> Option<usize> {
    let rest = text.get(start + 3..)?;
    let length = memchr::memchr(b'\n', rest.as_bytes())?;
    is_blank(rest.get(..length)?).then_some(start + 3 + length + 1)
}

/// The first closing fence from byte `from` on: where it begins and where its line's text ends.
fn closing_fence(text: &str, from: usize, format: Format) -> Option<(usize, usize)> {
    let fences: &[&str] = if format == Format::Toml { &["+++"] } else { &["---", "..."] };
    let mut at = from;
    loop {
        let rest = text.get(at..)?;
        let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let line = rest.get(..length)?;
        if line.get(..3).is_some_and(|start| fences.contains(&start)) && line.get(3..).is_some_and(is_blank) {
            return Some((at, at + 3));
        }
        if length == rest.len() {
            return None;
        }
        at += length + 1;
    }
}

/// After the line that `from` is in and the blank lines after it, which Jekyll's expression takes with the fence.
fn skip_blank_lines(text: &str, from: usize) -> usize {
    let rest = text.part(from..);
    let content = rest.trim_start_matches(is_space);
    if content.is_empty() {
        return text.len();
    }
    let blanks = rest.len() - content.len();
    let blanks = rest.get(..blanks).and_then(|blanks| blanks.rfind('\n')).map_or(0, |at| at + 1);
    from + blanks
}

fn is_blank(text: &str) -> bool {
    text.chars().all(is_space)
}

/// Ruby's `\s`.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r')
}

fn begins_with_key(text: &str, format: Format) -> bool {
    let first = text.lines().find(|line| !is_blank(line) && !line.starts_with('#')).unwrap_or_default();
    let sign = if format == Format::Toml { '=' } else { ':' };
    first.split_once(sign).is_some_and(|(key, _)| {
        let key = key.trim_end();
        !key.is_empty()
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
    })
}

#[cfg(test)]
mod tests;

//! Lines of `Key: value` that begin a file, up to a blank line or one of `---`, as in Python-Markdown's extension `meta`.

use crate::markup::front_matter::{Entry, Map, Node, Value};
use crate::text::source::Span;

/// The block at byte `start`, and where the text after it begins; nothing where the first line is not a key with a value. Keys are in lower case.
pub(super) fn parse(text: &str, start: usize) -> Option<(Map, usize)> {
    let mut data = Map::default();
    let mut at = start;
    let mut last: Option<(String, Span, String, Span)> = None;
    for line in text.get(start..)?.split_inclusive('\n') {
        let end = at + line.trim_end().len();
        if line.trim().is_empty() || is_end(line) {
            at += line.len();
            break;
        }
        if line.starts_with("    ") || line.starts_with('\t') {
            // A value goes on in lines that are indented by four spaces.
            let (_, _, value, span) = last.as_mut()?;
            value.push('\n');
            value.push_str(line.trim());
            span.end = end;
        } else {
            let Some((key, value)) = line.split_once(':').filter(|(key, _)| is_key(key)) else { break };
            add(&mut data, last.take());
            let indent = value.len() - value.trim_start_matches([' ', '\t']).len();
            let value_start = (at + key.len() + 1 + indent).min(end);
            let key_span = Span::new(at, at + key.len());
            let value = value.trim().to_owned();
            last = Some((key.trim().to_lowercase(), key_span, value, Span::new(value_start, end)));
        }
        at += line.len();
    }
    add(&mut data, Some(last?));
    Some((data, at))
}

/// Where the last line with a key ends: before a blank line or one of `---`, which belong to the block.
pub(super) fn end_of_keys(text: &str, start: usize, body: usize) -> usize {
    let block = text.get(start..body).unwrap_or("");
    let last = block.split_inclusive('\n').next_back().unwrap_or("");
    if last.trim().is_empty() || is_end(last) { body - last.len() } else { body }
}

/// The place after the line at `start` where that ends the block.
pub(super) fn after_end(text: &str, start: usize) -> usize {
    let line = text.get(start..).and_then(|rest| rest.split_inclusive('\n').next()).unwrap_or("");
    if line.trim().is_empty() || is_end(line) { start + line.len() } else { start }
}

/// `^(-{3}|\.{3})(\s.*)?`, which any line fits that begins so.
fn is_end(line: &str) -> bool {
    line.starts_with("---") || line.starts_with("...")
}

fn add(data: &mut Map, line: Option<(String, Span, String, Span)>) {
    if let Some((key, key_span, value, span)) = line {
        let value = Node { value: Value::String(value), span, plain: true };
        data.push(Entry { key, key_span, value });
    }
}

/// `[ ]{0,3}[A-Za-z0-9_-]+`
fn is_key(key: &str) -> bool {
    let name = key.trim_start_matches(' ');
    key.len() - name.len() < 4
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

//! Lines of `Key: value` that begin a file, up to a blank line, as in Python-Markdown's extension `meta`.

use crate::markup::front_matter::{Entry, Map, Node, Value};
use crate::text::source::Span;

/// The block at byte `start`, and where the text after it begins; nothing where the first line is not a key with a value. Keys are in lower case.
pub(super) fn parse(text: &str, start: usize) -> Option<(Map, usize)> {
    let mut data = Map::default();
    let mut at = start;
    let mut last: Option<(String, Span, String, Span)> = None;
    for line in text.get(start..)?.split_inclusive('\n') {
        let end = at + line.trim_end().len();
        if line.trim().is_empty() {
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
        && name.trim_end().bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

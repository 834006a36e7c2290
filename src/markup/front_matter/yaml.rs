//! YAML by Jekyll's rules: libyaml's verdict, Psych's types, and the place of every key and value.

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError};

use crate::markup::front_matter::blame::blame;
use crate::markup::front_matter::fallback;
use crate::markup::front_matter::fault::{Complaint, Fault};
use crate::markup::front_matter::scalar::resolve;
use crate::markup::front_matter::simple;
use crate::markup::front_matter::{Entry, Map, Node, Value};
use crate::text::source::Span;

/// How deep lists and mappings may be nested.
const DEEPEST: usize = 64;
/// How many values aliases may repeat, so that a file of one line cannot stand for a billion values.
const MOST_ALIASED: usize = 100_000;

/// The value that `text` holds, and what is wrong with it. `offset` is where `text` begins in its file; all spans count
/// from the file's beginning.
///
/// Types are those of Ruby's Psych (YAML 1.1): `no` is false, `010` is 8, `12:30` a number, `1e3` a string. What asks for an
/// object of some program (`:symbol`, `!ruby/regexp /x/`, `!custom [a]`) is the text, list or mapping that is written, as
/// it is to SafeYAML, which Jekyll reads with. With a syntax error, the only error, the value is null. Never fails; a file
/// without any value is null.
#[must_use]
pub fn parse(text: &str, offset: usize) -> (Node, Vec<Fault>) {
    if let Some(map) = simple::parse(text, offset) {
        let span = Span::new(offset, offset + text.len());
        return (Node { value: Value::Map(map), span, plain: false }, Vec::new());
    }
    parse_in_full(text, offset)
}

/// [`parse`] without the shortcut for simple front matter.
pub(super) fn parse_in_full(text: &str, offset: usize) -> (Node, Vec<Fault>) {
    let mut builder =
        Builder { text, offset, frames: Vec::new(), root: None, anchors: HashMap::new(), aliased: 0 };
    match builder.read() {
        // Too deep or too large for us: libyaml is not asked, as it takes quadratic time for deep nesting.
        Err(Stop::Bound(fault)) => (Node::default(), vec![fault]),
        Ok(()) => match fallback::verdict(text) {
            Ok(()) => (builder.root.unwrap_or_default(), Vec::new()),
            Err(error) => (Node::default(), vec![blame(text, offset, &error)]),
        },
        Err(Stop::Syntax(error)) if nests_deeply(text) => {
            (Node::default(), vec![blame(text, offset, &error)])
        }
        Err(Stop::Syntax(error)) => match fallback::read(text, offset) {
            Ok(root) => (root, Vec::new()),
            Err(verdict) => {
                // The place is only the end of the search for the cause, so the later one is the better.
                let place = error.place.max(verdict.place);
                (Node::default(), vec![blame(text, offset, &Complaint { place, ..verdict })])
            }
        },
    }
}

/// Returns whether brackets may be nested so deeply that libyaml would take quadratic time.
fn nests_deeply(text: &str) -> bool {
    let mut depth = 0_usize;
    text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > DEEPEST
    })
}

enum Stop {
    Syntax(Complaint),
    Bound(Fault),
}

impl From<ScanError> for Complaint {
    fn from(error: ScanError) -> Self {
        Self { place: error.marker().byte_offset().unwrap_or(0), words: error.info().to_owned() }
    }
}

/// A list or mapping whose end has not come yet.
struct Frame {
    content: Content,
    span: Span,
    anchor: usize,
}

enum Content {
    List(Vec<Node>),
    Map(Map, Option<Key>),
}

struct Key {
    text: String,
    span: Span,
    merges: bool,
}

struct Builder<'a> {
    text: &'a str,
    offset: usize,
    frames: Vec<Frame>,
    root: Option<Node>,
    anchors: HashMap<usize, Node>,
    aliased: usize,
}

impl Builder<'_> {
    fn read(&mut self) -> Result<(), Stop> {
        let options = granit_parser::options! { emit_comments: false };
        let mut parser = Parser::new_from_str_with_options(self.text, options);
        while let Some(next) = parser.next_event() {
            let (event, span) = next.map_err(|error| Stop::Syntax(error.into()))?;
            let span =
                span.byte_range().map_or(Span::default(), |range| Span::from(range).shifted(self.offset));
            match event {
                Event::Scalar(text, style, anchor, tag) => {
                    let tag = tag.as_ref().map(|tag| tag.original());
                    let node = scalar(text, style, span, tag.as_deref());
                    self.complete(node, anchor)?;
                }
                Event::SequenceStart(_, anchor, _) => {
                    self.open(Content::List(Vec::new()), span, anchor)?;
                }
                Event::MappingStart(_, anchor, _) => {
                    self.open(Content::Map(Map::default(), None), span, anchor)?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.close(span)?,
                Event::Alias(anchor) => {
                    let aliased = self.anchors.get(&anchor).cloned().unwrap_or_default();
                    self.aliased += count(&aliased.value);
                    if self.aliased > MOST_ALIASED {
                        return Err(Stop::Bound(Fault::fatal(
                            span,
                            format!("the aliases repeat more than {MOST_ALIASED} values"),
                            "write the values out, or repeat fewer of them",
                        )));
                    }
                    self.complete(Node { span, ..aliased }, 0)?;
                }
                // Psych reads the first document only.
                Event::DocumentEnd => return Ok(()),
                _ => {}
            }
        }
        Ok(())
    }

    fn open(&mut self, content: Content, span: Span, anchor: usize) -> Result<(), Stop> {
        if self.frames.len() >= DEEPEST {
            return Err(Stop::Bound(Fault::fatal(
                span,
                format!("lists and mappings are nested more than {DEEPEST} deep"),
                "nest them less deeply",
            )));
        }
        self.frames.push(Frame { content, span, anchor });
        Ok(())
    }

    fn close(&mut self, end: Span) -> Result<(), Stop> {
        let Some(Frame { content, mut span, anchor }) = self.frames.pop() else { return Ok(()) };
        let (value, last) = match content {
            Content::List(items) => {
                let last = items.last().map(|item| item.span.end);
                if items.first().is_some_and(|first| first.span.start == span.start) {
                    span.start = self.dash_before(span.start);
                }
                (Value::List(items.into()), last)
            }
            Content::Map(map, _) => {
                let last = map.iter().last().map(|entry| entry.value.span.end.max(entry.key_span.end));
                (Value::Map(map), last)
            }
        };
        // A collection without brackets ends with its last value, not with the line that shows that it has ended.
        let end = if end.is_empty() { last.unwrap_or(end.end) } else { end.end };
        self.complete(Node { value, span: Span::new(span.start, end), plain: false }, anchor)
    }

    /// The dash of the item at `start`: the parser places a list that is not indented at its first item.
    fn dash_before(&self, start: usize) -> usize {
        let before = start.checked_sub(self.offset).and_then(|at| self.text.get(..at)).unwrap_or_default();
        match before.trim_end_matches([' ', '\n']).strip_suffix('-') {
            Some(before) => self.offset + before.len(),
            None => start,
        }
    }

    fn complete(&mut self, node: Node, anchor: usize) -> Result<(), Stop> {
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        let Some(frame) = self.frames.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match &mut frame.content {
            Content::List(items) => items.push(node),
            Content::Map(map, key) => match key.take() {
                None => {
                    let merges = node.as_str() == Some("<<");
                    let text = match node.value {
                        Value::String(text) => text,
                        value => value.to_ruby_string().into_owned(),
                    };
                    *key = Some(Key { text, span: node.span, merges });
                }
                Some(key) if key.merges => merge(map, key, node),
                Some(Key { text, span, .. }) => {
                    // The span of an omitted value is right after the key's colon.
                    let unwritten = node.span.is_empty() && node.plain;
                    let behind = Span::at((span.end + 1).min(self.offset + self.text.len()));
                    let node = if unwritten { Node { span: behind, ..node } } else { node };
                    map.push(Entry { key: text, key_span: span, value: node });
                }
            },
        }
        Ok(())
    }
}

fn scalar(text: Cow<'_, str>, style: ScalarStyle, span: Span, tag: Option<&str>) -> Node {
    let plain = style == ScalarStyle::Plain;
    let value = match tag {
        Some("!str" | "!!str" | "!binary" | "!!binary") => Value::String(text.into_owned()),
        None if !plain => Value::String(text.into_owned()),
        tag => match resolve(text) {
            Value::Int(number) if matches!(tag, Some("!float" | "!!float")) => Value::Float(number as f64),
            value => value,
        },
    };
    Node { value, span, plain }
}

/// `<<: *other` lays the other mapping, or the first of a list on top of the later ones, over what came before.
fn merge(map: &mut Map, key: Key, node: Node) {
    match node.value {
        Value::Map(other) => other.iter().for_each(|entry| map.set(entry.clone())),
        Value::List(others) => {
            for other in others.iter().rev().filter_map(|node| node.value.as_map()) {
                other.iter().for_each(|entry| map.set(entry.clone()));
            }
        }
        _ => map.push(Entry { key: key.text, key_span: key.span, value: node }),
    }
}

/// How many values there are in a value, itself included.
fn count(value: &Value) -> usize {
    match value {
        Value::List(items) => 1 + items.iter().map(|item| count(&item.value)).sum::<usize>(),
        Value::Map(map) => 1 + map.iter().map(|entry| 1 + count(&entry.value.value)).sum::<usize>(),
        Value::String(text) => 1 + text.len() / 1024,
        _ => 1,
    }
}

//! libyaml's reading of a YAML document: the verdict that Ruby shares, and its values where the other parser gives up.

use serde::Deserialize as _;
use serde::de::IgnoredAny;

use crate::markup::front_matter::fault::Complaint;
use crate::markup::front_matter::{Entry, Map, Node, Value};
use crate::text::source::Span;

/// Whether libyaml, and so Ruby, can read the first document of `text`.
pub(super) fn verdict(text: &str) -> Result<(), Complaint> {
    match serde_yaml::Deserializer::from_str(text).next() {
        Some(document) => {
            IgnoredAny::deserialize(document).map(|_| ()).map_err(|error| complaint(text, &error))
        }
        None => Ok(()),
    }
}

/// The value of `text` by libyaml's rules. All its parts have the span of the whole.
pub(super) fn read(text: &str, offset: usize) -> Result<Node, Complaint> {
    let Some(document) = serde_yaml::Deserializer::from_str(text).next() else { return Ok(Node::default()) };
    let value = serde_yaml::Value::deserialize(document).map_err(|error| complaint(text, &error))?;
    Ok(node(value, Span::new(offset, offset + text.len())))
}

fn complaint(text: &str, error: &serde_yaml::Error) -> Complaint {
    let place = error.location().map_or(0, |location| location.index()).min(text.len());
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or(&words).to_owned();
    Complaint { place, words }
}

fn node(value: serde_yaml::Value, span: Span) -> Node {
    let value = match value {
        serde_yaml::Value::Null => Value::Null,
        serde_yaml::Value::Bool(truth) => Value::Bool(truth),
        serde_yaml::Value::Number(number) => match number.as_i64() {
            Some(number) => Value::Int(number),
            None => number.as_f64().map_or(Value::Null, Value::Float),
        },
        serde_yaml::Value::String(text) => Value::String(text),
        serde_yaml::Value::Sequence(items) => {
            Value::List(items.into_iter().map(|item| node(item, span)).collect())
        }
        serde_yaml::Value::Mapping(mapping) => {
            let mut map = Map::default();
            for (key, value) in mapping {
                let key = node(key, span).value.to_ruby_string().into_owned();
                map.push(Entry { key, key_span: span, value: node(value, span) });
            }
            Value::Map(map)
        }
        serde_yaml::Value::Tagged(tagged) => return node(tagged.value, span),
    };
    Node { value, span, plain: false }
}

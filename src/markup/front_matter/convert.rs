//! From and to JSON.

use crate::markup::front_matter::{Map, Node, Value};

impl From<serde_json::Value> for Value {
    fn from(json: serde_json::Value) -> Self {
        match json {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(truth) => Self::Bool(truth),
            serde_json::Value::Number(number) => match number.as_i64() {
                Some(number) => Self::Int(number),
                None => number.as_f64().map_or(Self::Null, Self::Float),
            },
            serde_json::Value::String(text) => Self::String(text),
            serde_json::Value::Array(items) => {
                Self::List(items.into_iter().map(|item| Node::unwritten(item.into())).collect())
            }
            serde_json::Value::Object(object) => {
                Self::Map(object.into_iter().map(|(key, value)| (key, Self::from(value))).collect::<Map>())
            }
        }
    }
}

impl Value {
    /// The value as JSON, dates as strings, as in Ruby's `to_json`.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Null => serde_json::Value::Null,
            Self::Bool(truth) => (*truth).into(),
            Self::Int(number) => (*number).into(),
            Self::Float(number) => (*number).into(),
            Self::String(text) => text.as_str().into(),
            Self::Date(_) | Self::Time(_) => self.to_ruby_string().into_owned().into(),
            Self::List(items) => items.iter().map(|item| item.value.to_json()).collect(),
            Self::Map(map) => {
                map.iter().map(|entry| (entry.key.clone(), entry.value.value.to_json())).collect()
            }
        }
    }
}

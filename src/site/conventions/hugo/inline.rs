//! Names of emoji, and formulas that pass through, as the configuration asks for them.

use crate::markup::front_matter::{Map, Value};
use crate::site::conventions::hugo::values::{at, truth};
use crate::site::conventions::inlines::Inlines;

/// What stands in Markdown for itself.
pub(super) fn inlines(data: &Map) -> Inlines {
    let base = "markup.goldmark.extensions.passthrough";
    let mut delimiters = Vec::new();
    if truth(data, &format!("{base}.enable")) == Some(true) {
        for (kind, is_block) in [("block", true), ("inline", false)] {
            let pairs = match at(data, &format!("{base}.delimiters.{kind}")) {
                Some(Value::List(pairs)) => &**pairs,
                _ => &[],
            };
            for pair in pairs {
                if let Some([open, close]) = pair.value.as_list()
                    && let (Some(open), Some(close)) = (open.as_str(), close.as_str())
                    && !open.is_empty()
                    && !close.is_empty()
                {
                    delimiters.push((open.to_owned(), close.to_owned(), is_block));
                }
            }
        }
    }
    Inlines::new(truth(data, "enableemoji") == Some(true), delimiters)
}

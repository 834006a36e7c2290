//! Finds a setting's place in `feedwright.toml`. Looked up only when something is wrong with it.

use toml::de::{DeTable, DeValue};

use crate::text::source::Span;

/// The place of what the keys lead to, numbers standing for the items of a list; of the nearest table or list above it
/// where the last keys are not there.
pub(super) fn place_of(text: &str, keys: &[&str]) -> Option<Span> {
    let table = DeTable::parse(text).ok()?;
    let (first, rest) = keys.split_first()?;
    let mut value = table.get_ref().get(*first)?;
    let mut place = value.span();
    for key in rest {
        let next = match value.get_ref() {
            DeValue::Table(table) => table.get(*key),
            DeValue::Array(list) => key.parse::<usize>().ok().and_then(|number| list.get(number)),
            _ => None,
        };
        let Some(next) = next else { break };
        value = next;
        place = value.span();
    }
    Some(place.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_to_values_and_what_is_missing_to_its_table() {
        let text = "[site]\nurl = \"u\"\n\n[[feeds]]\npath = \"a\"\n\n[[feeds]]\ntags = [\"x\", \"y\"]\n";
        let at = |keys: &[&str]| place_of(text, keys).map(|span| span.of(text));
        assert_eq!(at(&["site", "url"]), Some("\"u\""));
        assert_eq!(at(&["feeds", "1", "tags", "1"]), Some("\"y\""));
        assert_eq!(at(&["feeds", "1", "path"]), Some("[[feeds]]"));
        assert_eq!(at(&["posts", "path"]), None);
    }
}

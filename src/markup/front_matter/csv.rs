//! Data files of comma or tab separated values, RFC 4180, by Jekyll's rules.

use crate::markup::front_matter::fault::Fault;
use crate::markup::front_matter::value::{Map, Node, Value};
use crate::text::source::Span;

/// A list of mappings, one a row below the first, with the names in the first row for keys.
///
/// All values are strings; a field with nothing in it, not even quotes, is null. Never fails: what is odd is text.
#[must_use]
pub fn parse(text: &str, separator: char) -> Value {
    let mut rows = rows(text.trim_start_matches('\u{feff}'), separator).into_iter();
    let names: Vec<String> =
        rows.next().unwrap_or_default().into_iter().map(Option::unwrap_or_default).collect();
    let record = |row: Vec<Option<String>>| {
        let mut values = row.into_iter();
        let pairs = names
            .iter()
            .map(|name| (name.clone(), values.next().flatten().map_or(Value::Null, Value::String)));
        Node::unwritten(Value::Map(pairs.collect::<Map>()))
    };
    Value::List(rows.map(record).collect())
}

/// The first quote that RFC 4180 forbids, where Ruby's reader stops: within a field without quotes, before more of a field
/// than its end, or without a second one.
#[must_use]
pub fn fault(text: &str, separator: char) -> Option<Fault> {
    enum State {
        Start,
        Plain,
        Quoted,
        Closed,
    }
    let wrong = |start: usize, message: &str, help: &str| {
        Some(Fault::fatal(Span::new(start, start + 1), message, help))
    };
    let mut state = State::Start;
    let mut opened = 0;
    for (at, c) in text.char_indices() {
        let ends_field = c == separator || matches!(c, '\r' | '\n');
        state = match (state, c) {
            (State::Start, '\u{feff}') if at == 0 => State::Start,
            (State::Start, '"') => {
                opened = at;
                State::Quoted
            }
            (State::Quoted, '"') => State::Closed,
            (State::Quoted, _) => State::Quoted,
            // Two quotes stand for one.
            (State::Closed, '"') => State::Quoted,
            (State::Start | State::Plain | State::Closed, _) if ends_field => State::Start,
            (State::Closed, _) => {
                return wrong(at, "text after a quoted field", "put the whole field in quotes");
            }
            (State::Plain, '"') => {
                let help = "put the whole field in quotes, with `\"\"` for a quote in it";
                return wrong(at, "a quote in a field without quotes", help);
            }
            (State::Start | State::Plain, _) => State::Plain,
        };
    }
    match state {
        State::Quoted => wrong(opened, "a quoted field is never closed", "close it with `\"`"),
        State::Start | State::Plain | State::Closed => None,
    }
}

fn rows(text: &str, separator: char) -> Vec<Vec<Option<String>>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut field: Option<String> = None;
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.get_or_insert_default().push('"');
            }
            '"' if quoted || field.is_none() => {
                quoted = !quoted;
                field.get_or_insert_default();
            }
            _ if quoted => field.get_or_insert_default().push(c),
            c if c == separator => row.push(field.take()),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' => {
                if !row.is_empty() || field.is_some() {
                    row.push(field.take());
                    rows.push(std::mem::take(&mut row));
                }
            }
            _ => field.get_or_insert_default().push(c),
        }
    }
    if !row.is_empty() || field.is_some() {
        row.push(field);
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_mappings() {
        let data = parse("name,n\r\n\"a \"\"b\"\", c\",1\n\nx,,\ny,\"\"\nz", ',');
        let printed = r#"[{"name"=>"a \"b\", c", "n"=>"1"}, {"name"=>"x", "n"=>nil}, {"name"=>"y", "n"=>""}, {"name"=>"z", "n"=>nil}]"#;
        assert_eq!(data.inspect(), printed);
        assert_eq!(parse("", ',').inspect(), "[]");
    }
}

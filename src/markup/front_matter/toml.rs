//! TOML front matter, between lines of `+++`, as Hugo and Zola have it.

use chrono::{DateTime, FixedOffset, NaiveDate};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::markup::front_matter::fault::Fault;
use crate::markup::front_matter::{Entry, Map, Node, Value};
use crate::text::source::Span;

/// The table that `text` holds, and the first thing that is wrong with it. `offset` is where `text` begins in its file.
///
/// With an error the table is empty. A time without an offset is in UTC. Never fails.
#[must_use]
pub fn parse(text: &str, offset: usize) -> (Map, Option<Fault>) {
    match DeTable::parse(text) {
        Ok(table) => (map(table.get_ref(), offset), None),
        Err(error) => {
            let place = error.span().map_or(Span::default(), Span::from).shifted(offset);
            let message = format!("the TOML cannot be read: {}", error.message().trim().replace('\n', ", "));
            (
                Map::default(),
                Some(Fault::fatal(place, message, "fix the line, or put the value in double quotes")),
            )
        }
    }
}

fn map(table: &DeTable<'_>, offset: usize) -> Map {
    let mut entries: Vec<Entry> =
        table.iter().map(|(key, value)| entry(key.get_ref(), key.span().into(), value, offset)).collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    let mut map = Map::default();
    entries.into_iter().for_each(|entry| map.push(entry));
    map
}

fn entry(key: &str, key_span: Span, value: &Spanned<DeValue<'_>>, offset: usize) -> Entry {
    Entry { key: key.to_owned(), key_span: key_span.shifted(offset), value: node(value, offset) }
}

fn node(spanned: &Spanned<DeValue<'_>>, offset: usize) -> Node {
    let value = match spanned.get_ref() {
        DeValue::String(text) => Value::String(text.clone().into_owned()),
        DeValue::Integer(number) => {
            match i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()) {
                Ok(number) => Value::Int(number),
                Err(_) => Value::String(number.as_str().to_owned()),
            }
        }
        DeValue::Float(number) => Value::Float(number.as_str().replace('_', "").parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(truth) => Value::Bool(*truth),
        DeValue::Datetime(datetime) => date(*datetime).unwrap_or_else(|| Value::String(datetime.to_string())),
        DeValue::Array(items) => Value::List(items.iter().map(|item| node(item, offset)).collect()),
        DeValue::Table(table) => Value::Map(map(table, offset)),
    };
    let span = Span::from(spanned.span()).shifted(offset);
    Node { value, span, plain: !matches!(spanned.get_ref(), DeValue::String(_)) }
}

fn date(datetime: toml::value::Datetime) -> Option<Value> {
    let day = datetime.date?;
    let day = NaiveDate::from_ymd_opt(day.year.into(), day.month.into(), day.day.into())?;
    let Some(time) = datetime.time else { return Some(Value::Date(day)) };
    let second = time.second.unwrap_or(0);
    let (second, nano) = if second > 59 { (59, 999_999_999) } else { (second, time.nanosecond.unwrap_or(0)) };
    let local = day.and_hms_nano_opt(time.hour.into(), time.minute.into(), second.into(), nano)?;
    let minutes = match datetime.offset {
        Some(toml::value::Offset::Custom { minutes }) => i32::from(minutes),
        Some(toml::value::Offset::Z) | None => 0,
    };
    let offset = FixedOffset::east_opt(minutes * 60)?;
    Some(Value::Time(DateTime::from_naive_utc_and_offset(local.checked_sub_offset(offset)?, offset)))
}

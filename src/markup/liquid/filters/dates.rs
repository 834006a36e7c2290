//! Filters that write dates.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveTime};
use chrono_tz::Tz;

use crate::markup::liquid::context::Context;
use crate::markup::liquid::filters::arguments::{Arguments, FilterResult};
use crate::markup::liquid::problem::Problem;
use crate::markup::liquid::value::Value;
use crate::text::date::{from_epoch, from_local, in_zone, parse_as_written, strftime};

pub(super) fn date<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    let zone = context.globals.zone();
    let format = arguments.text(0);
    context.spend_text(&format)?;
    if format.is_empty() {
        return Ok(input);
    }
    Ok(match moment(context, &input, Tz::UTC) {
        Some(date) => strftime(&date, &format, Some(zone)).into(),
        None => input,
    })
}

/// Writes a date in the site's time zone.
type Write = fn(&DateTime<FixedOffset>, &Arguments<'_>, Tz) -> String;

/// A date in one of Jekyll's forms; what is empty stays.
pub(super) fn write<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
    write: Write,
) -> FilterResult<'a> {
    let zone = context.globals.zone();
    if input.to_text().is_empty() {
        return Ok(input);
    }
    match moment(context, &input, zone) {
        Some(date) => Ok(write(&in_zone(&date, zone), arguments, zone).into()),
        None => Err(Problem::new(
            format!("`{}` is not a date", input.to_text()),
            "write it as `2020-01-31 10:00:00 +0100`",
        )),
    }
}

/// `31 Jan 2020`.
pub(super) fn short(date: &DateTime<FixedOffset>, arguments: &Arguments<'_>, zone: Tz) -> String {
    in_words(date, "%b", arguments, zone)
}

/// `31 January 2020`.
pub(super) fn long(date: &DateTime<FixedOffset>, arguments: &Arguments<'_>, zone: Tz) -> String {
    in_words(date, "%B", arguments, zone)
}

/// The moment that a value means. `day_zone` is where a day without a time begins.
fn moment(context: &Context<'_>, value: &Value<'_>, day_zone: Tz) -> Option<DateTime<FixedOffset>> {
    let zone = context.globals.zone();
    match value {
        Value::Time(time) => Some(*time),
        Value::Date(date) => Some(from_local(date.and_time(NaiveTime::MIN), day_zone)),
        Value::Int(seconds) => from_epoch(*seconds, zone).ok(),
        Value::Text(text) => match text.to_lowercase().as_str() {
            "" => None,
            "now" | "today" => Some(context.globals.now()),
            digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                from_epoch(digits.parse().ok()?, zone).ok()
            }
            // A time of day is one of today.
            written => parse_as_written(written, zone).ok().or_else(|| {
                let today = in_zone(&context.globals.now(), zone).format("%Y-%m-%d");
                written.contains(':').then(|| parse_as_written(&format!("{today} {written}"), zone).ok())?
            }),
        },
        _ => None,
    }
}

fn in_words(date: &DateTime<FixedOffset>, month: &str, arguments: &Arguments<'_>, zone: Tz) -> String {
    let format = if arguments.text(0) == "ordinal" {
        let day = date.day();
        let ending = match (day, day % 10) {
            (11..=13, _) => "th",
            (_, 1) => "st",
            (_, 2) => "nd",
            (_, 3) => "rd",
            _ => "th",
        };
        if arguments.text(1) == "US" {
            format!("{month} {day}{ending}, %Y")
        } else {
            format!("{day}{ending} {month} %Y")
        }
    } else {
        format!("%d {month} %Y")
    };
    strftime(date, &format, Some(zone))
}

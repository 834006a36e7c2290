//! Filters that write dates.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveTime};
use chrono_tz::Tz;

use crate::markup::liquid::context::Context;
use crate::markup::liquid::filters::arguments::{Arguments, Outcome};
use crate::markup::liquid::problem::Problem;
use crate::markup::liquid::value::Value;
use crate::text::date::{from_epoch, from_local, in_zone, parse_as_written, rfc2822, rfc3339, strftime};

pub(super) fn apply<'a>(
    context: &mut Context<'a>,
    name: &str,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> Outcome<'a> {
    let zone = context.globals.zone();
    if name == "date" {
        let format = arguments.text(0);
        context.spend_text(&format)?;
        if format.is_empty() {
            return Ok(Ok(input));
        }
        return Ok(Ok(match moment(context, &input, Tz::UTC) {
            Some(date) => strftime(&date, &format, Some(zone)).into(),
            None => input,
        }));
    }
    let write: fn(&DateTime<FixedOffset>, &Arguments<'_>, Tz) -> String = match name {
        "date_to_string" => |date, arguments, zone| in_words(date, "%b", arguments, zone),
        "date_to_long_string" => |date, arguments, zone| in_words(date, "%B", arguments, zone),
        "date_to_xmlschema" => |date, _, _| rfc3339(date),
        "date_to_rfc822" => |date, _, _| rfc2822(date),
        _ => return Ok(Err(input)),
    };
    if input.to_text().is_empty() {
        return Ok(Ok(input));
    }
    match moment(context, &input, zone) {
        Some(date) => Ok(Ok(write(&in_zone(&date, zone), arguments, zone).into())),
        None => Err(Problem::new(
            format!("`{}` is not a date", input.to_text()),
            "write it as `2020-01-31 10:00:00 +0100`",
        )),
    }
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

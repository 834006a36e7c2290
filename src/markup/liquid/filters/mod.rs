//! Liquid's own filters and Jekyll's: the table of them.

mod arguments;
mod dates;
mod json;
mod lists;
mod numbers;
mod searches;
mod strings;
mod urls;

use crate::markup::liquid::context::{Context, to_int};
use crate::markup::liquid::output::UNKNOWN;
use crate::markup::liquid::problem::Problem;
use crate::markup::liquid::value::Value;
use crate::text::date::{rfc2822, rfc3339};
use crate::text::html;
use crate::text::url;

pub(super) use arguments::Arguments;

use arguments::FilterResult;

/// How a filter makes its output.
#[derive(Clone, Copy)]
enum Filter {
    /// Of a string.
    Text(fn(&str) -> String),
    /// Of a string and arguments.
    TextWith(fn(&str, &Arguments<'_>) -> String),
    /// The same, but nothing stays nothing.
    TextOrNil(fn(&str, &Arguments<'_>) -> String),
    /// Of any value.
    Value(for<'a> fn(&mut Context<'a>, Value<'a>, &Arguments<'a>) -> FilterResult<'a>),
}

use Filter::{Text, TextOrNil, TextWith, Value as Any};

/// Every filter.
const FILTERS: &[(&str, Filter)] = &[
    ("abs", Any(numbers::abs)),
    ("absolute_url", Any(urls::absolute)),
    ("append", TextWith(|text, arguments| [text, &arguments.text(0)].concat())),
    ("array_to_sentence_string", Any(lists::sentence)),
    ("at_least", Any(numbers::at_least)),
    ("at_most", Any(numbers::at_most)),
    ("capitalize", Text(strings::capitalize)),
    ("ceil", Any(numbers::ceil)),
    ("cgi_escape", TextOrNil(|text, _| urls::form_escape(text))),
    ("compact", Any(lists::compact)),
    ("concat", Any(lists::concat)),
    ("date", Any(dates::date)),
    (
        "date_to_long_string",
        Any(|context, input, arguments| dates::write(context, input, arguments, dates::long)),
    ),
    (
        "date_to_rfc822",
        Any(|context, input, arguments| dates::write(context, input, arguments, |date, _, _| rfc2822(date))),
    ),
    (
        "date_to_string",
        Any(|context, input, arguments| dates::write(context, input, arguments, dates::short)),
    ),
    (
        "date_to_xmlschema",
        Any(|context, input, arguments| dates::write(context, input, arguments, |date, _, _| rfc3339(date))),
    ),
    ("default", Any(strings::default)),
    ("divided_by", Any(numbers::divided_by)),
    ("downcase", Text(str::to_lowercase)),
    ("escape", TextOrNil(|text, _| strings::html_escape(text))),
    ("escape_once", Text(strings::escape_once)),
    ("find", Any(searches::find)),
    ("find_exp", Any(searches::find_by)),
    ("first", Any(|_, input, _| Ok(lists::end(&input, "first")))),
    ("floor", Any(numbers::floor)),
    ("group_by", Any(searches::group_by)),
    ("group_by_exp", Any(searches::group_by_expression)),
    ("h", TextOrNil(|text, _| strings::html_escape(text))),
    ("inspect", Any(strings::inspect)),
    ("join", Any(lists::join)),
    ("jsonify", Any(strings::jsonify)),
    ("last", Any(|_, input, _| Ok(lists::end(&input, "last")))),
    ("lstrip", Text(|text| text.trim_start_matches(strings::is_blank).to_owned())),
    ("map", Any(lists::map)),
    ("markdownify", Any(strings::markdownify)),
    ("minus", Any(numbers::minus)),
    ("modulo", Any(numbers::modulo)),
    ("newline_to_br", Text(|text| text.replace("\r\n", "\n").replace('\n', "<br />\n"))),
    ("normalize_whitespace", Text(|text| html::text::normalize_whitespace(text).into_owned())),
    ("number_of_words", Any(strings::number_of_words)),
    ("plus", Any(numbers::plus)),
    ("pop", Any(lists::pop)),
    ("prepend", TextWith(|text, arguments| [&arguments.text(0), text].concat())),
    ("push", Any(lists::push)),
    ("relative_url", Any(urls::relative)),
    ("remove", Any(|context, input, arguments| strings::replace(context, input, &arguments.text(0), ""))),
    ("remove_first", TextWith(|text, arguments| text.replacen(&arguments.text(0), "", 1))),
    ("remove_last", TextWith(|text, arguments| strings::replace_last(text, &arguments.text(0), ""))),
    (
        "replace",
        Any(|context, input, arguments| {
            strings::replace(context, input, &arguments.text(0), &arguments.text(1))
        }),
    ),
    ("replace_first", Any(strings::replace_first)),
    (
        "replace_last",
        TextWith(|text, arguments| strings::replace_last(text, &arguments.text(0), &arguments.text(1))),
    ),
    ("reverse", Any(lists::reverse)),
    ("round", Any(numbers::round)),
    ("rstrip", Text(|text| text.trim_end_matches(strings::is_blank).to_owned())),
    ("sample", Any(lists::sample)),
    ("sassify", Text(str::to_owned)),
    ("scssify", Text(str::to_owned)),
    ("shift", Any(lists::shift)),
    ("size", Any(lists::size)),
    ("slice", Any(lists::slice)),
    ("slugify", TextOrNil(strings::slug)),
    ("smartify", Any(strings::smartify)),
    ("sort", Any(lists::sort)),
    ("sort_natural", Any(lists::sort_natural)),
    ("split", Any(strings::split)),
    ("strip", Text(|text| text.trim_matches(strings::is_blank).to_owned())),
    ("strip_html", Text(|text| html::text::strip_html(text).into_owned())),
    ("strip_index", TextOrNil(|text, _| urls::strip_index(text))),
    ("strip_newlines", Text(|text| text.replace("\r\n", "").replace('\n', ""))),
    ("times", Any(numbers::times)),
    ("to_integer", Any(|_, input, _| Ok(Value::Int(to_int(&input))))),
    ("truncate", TextOrNil(strings::truncate)),
    ("truncatewords", TextOrNil(strings::truncate_words)),
    ("uniq", Any(lists::unique)),
    ("unshift", Any(lists::unshift)),
    ("upcase", Text(str::to_uppercase)),
    ("uri_escape", TextOrNil(|text, _| url::escape_reserved(text))),
    ("url_decode", TextOrNil(|text, _| urls::decode(text))),
    ("url_encode", TextOrNil(|text, _| urls::form_escape(text))),
    ("where", Any(searches::filter)),
    ("where_exp", Any(searches::filter_by)),
    ("xml_escape", Text(strings::xml_escape)),
];

/// Returns whether a filter is Liquid's own or Jekyll's.
pub(super) fn is_built_in(name: &str) -> bool {
    FILTERS.iter().any(|(known, _)| *known == name)
}

/// Applies the filter `name` to `input`. As in Ruby, an unknown filter passes its input through.
pub(super) fn apply<'a>(
    context: &mut Context<'a>,
    name: &str,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> Result<Value<'a>, Problem> {
    context.spend(1)?;
    if context.globals.has_filters() {
        let text = context.text(input.clone())?;
        let own = context.globals.filter(name, &text, &|number| arguments.text(number));
        if let Some(output) = own {
            context.spend_text(&output)?;
            return Ok(output.into());
        }
    }
    let Some((_, filter)) = FILTERS.iter().find(|(known, _)| *known == name) else {
        if context.strict {
            let message = format!("the filter `{name}` is unknown");
            return Err(Problem::new(message, "write a filter of the template language"));
        }
        // A plugin may bring the filter.
        return Ok(if context.lenient { Value::from(UNKNOWN) } else { input });
    };
    let output = match filter {
        Any(filter) => return filter(context, input, arguments),
        TextOrNil(_) if matches!(input, Value::Nil) => return Ok(input),
        Text(filter) => filter(&context.text(input)?),
        TextWith(filter) | TextOrNil(filter) => filter(&context.text(input)?, arguments),
    };
    context.spend_text(&output)?;
    Ok(output.into())
}

//! Filters that write URLs.

use crate::markup::liquid::context::Context;
use crate::markup::liquid::filters::arguments::{Arguments, FilterResult};
use crate::markup::liquid::value::Value;
use crate::text::url;

pub(super) fn relative<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    _arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    of_place(context, input, |context, path| url::relative_url(context.globals.baseurl(), path))
}

pub(super) fn absolute<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    _arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    of_place(context, input, |context, path| {
        url::absolute_url(context.globals.url(), context.globals.baseurl(), path)
    })
}

/// The URL of a path; a post or page stands for its URL.
fn of_place<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    url: impl Fn(&Context<'a>, &str) -> String,
) -> FilterResult<'a> {
    let input = match &input {
        Value::Nil => return Ok(input),
        Value::Object(object) => object.get("url").unwrap_or(input),
        _ => input,
    };
    let path = context.text(input)?;
    let url = url(context, &path);
    context.spend_text(&url)?;
    Ok(url.into())
}

pub(super) fn strip_index(text: &str) -> String {
    let folder = text.strip_suffix("index.html").or_else(|| text.strip_suffix("index.htm"));
    folder.filter(|folder| folder.ends_with('/')).unwrap_or(text).to_owned()
}

pub(super) fn decode(text: &str) -> String {
    url::percent_decode(&text.replace('+', " ")).into_owned()
}

/// Ruby's `CGI.escape`: a blank as `+`, all but letters, digits and `-._~` percent-encoded.
pub(super) fn form_escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for part in text.split_inclusive(' ') {
        let word = part.strip_suffix(' ');
        url::percent_encode(word.unwrap_or(part), &mut escaped);
        if word.is_some() {
            escaped.push('+');
        }
    }
    escaped
}

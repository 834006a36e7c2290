//! Filters that write URLs.

use crate::markup::liquid::context::Context;
use crate::markup::liquid::filters::arguments::{Arguments, Outcome};
use crate::markup::liquid::value::Value;
use crate::text::url;

pub(super) fn apply<'a>(
    context: &mut Context<'a>,
    name: &str,
    input: Value<'a>,
    _arguments: &Arguments<'a>,
) -> Outcome<'a> {
    let known = [
        "relative_url",
        "absolute_url",
        "strip_index",
        "cgi_escape",
        "url_encode",
        "url_decode",
        "uri_escape",
    ];
    if !known.contains(&name) || matches!(input, Value::Nil) {
        return Ok(if known.contains(&name) { Ok(input) } else { Err(input) });
    }
    // A post or page stands for its URL.
    let input = match &input {
        Value::Object(object) if name.ends_with("_url") => object.get("url").unwrap_or(input),
        _ => input,
    };
    let text = context.text(input)?;
    let output = match name {
        "relative_url" => url::relative_url(context.globals.baseurl(), &text),
        "absolute_url" => url::absolute_url(context.globals.url(), context.globals.baseurl(), &text),
        "strip_index" => {
            let folder = text.strip_suffix("index.html").or_else(|| text.strip_suffix("index.htm"));
            folder.filter(|folder| folder.ends_with('/')).unwrap_or(&text).to_owned()
        }
        "url_decode" => {
            let spaced = text.replace('+', " ");
            url::percent_decode(&spaced).into_owned()
        }
        "uri_escape" => url::escape_reserved(&text),
        _ => form_escape(&text),
    };
    context.spend_text(&output)?;
    Ok(Ok(output.into()))
}

/// Ruby's `CGI.escape`: a blank as `+`, all but letters, digits and `-._~` percent-encoded.
fn form_escape(text: &str) -> String {
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

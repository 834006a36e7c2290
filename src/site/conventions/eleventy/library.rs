//! The Markdown library in the hands of a site's filters and shortcodes: `md.render(text)`, `md.utils.escapeHtml(text)`.

use crate::markup::javascript::Value;
use crate::markup::markdown;
use crate::text::html::text::escape_attribute;

/// What a call of the library that needs no options returns.
pub(super) fn called(name: &str, arguments: &[Value]) -> Option<Value> {
    let text = arguments.first()?.as_text()?;
    is_escape(name).then(|| Value::Text(escape_attribute(text).into_owned()))
}

/// What a call of the library returns.
pub(super) fn called_with(name: &str, arguments: &[Value], options: &markdown::Options) -> Option<Value> {
    let of_library = |method: &str| name.starts_with("markdown-it") && name.ends_with(method);
    if of_library(".render") {
        return Some(Value::Text(markdown::render(arguments.first()?.as_text()?, options)));
    }
    if of_library(".renderInline") {
        let html = markdown::render(arguments.first()?.as_text()?, options);
        let html = html.trim_end();
        let inner = html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>"));
        return Some(Value::Text(inner.unwrap_or(html).to_owned()));
    }
    called(name, arguments)
}

fn is_escape(name: &str) -> bool {
    (name.starts_with("markdown") || name.starts_with("md")) && name.ends_with("utils.escapeHtml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_of_the_library_are_evaluated() {
        let call = |method: &str, text: &str| {
            let name = format!("markdown-it#default().use().{method}");
            let options = markdown::Options::common_mark();
            called_with(&name, &[Value::Text(text.to_owned())], &options).and_then(|made| made.to_text())
        };
        assert_eq!(call("render", "*a*").as_deref(), Some("<p><em>a</em></p>\n"));
        assert_eq!(call("renderInline", "*a*").as_deref(), Some("<em>a</em>"));
        assert_eq!(call("utils.escapeHtml", "<b>").as_deref(), Some("&lt;b&gt;"));
        assert_eq!(call("parse", "x"), None);
    }
}

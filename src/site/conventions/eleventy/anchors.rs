//! Links of headings to themselves, as markdown-it-anchor writes them (versions 8 to 10).

use crate::markup::javascript::{Object, Value};
use crate::markup::markdown::{AnchorPlace, HeadingAnchors};
use crate::text::html::text::escape_attribute;

/// Whether a function of the plugin makes links that are known here.
pub(super) fn is_known(function: &str) -> bool {
    matches!(function, "ariaHidden" | "linkInsideHeader" | "headerLink" | "linkAfterHeader")
}

/// What the function makes.
pub(super) fn made(function: &str, options: &Object) -> Option<HeadingAnchors> {
    let class = class_of(options, "class");
    if function == "linkAfterHeader" {
        return None;
    }
    if function == "headerLink" {
        let is_fixed = options.get("safariReaderFix").and_then(Value::truth) == Some(true);
        let span = if is_fixed { "<span>" } else { "" };
        return Some(HeadingAnchors {
            place: AnchorPlace::LinkBase,
            html: format!("<a{class} href=\"#{{id}}\">{span}"),
        });
    }
    let is_hidden = options.get("ariaHidden").and_then(Value::truth).unwrap_or(function == "ariaHidden");
    let aria = if is_hidden { " aria-hidden=\"true\"" } else { "" };
    let symbol = options.get("symbol").and_then(Value::as_text).unwrap_or("#");
    let space = options.get("space").and_then(Value::truth) != Some(false);
    let is_before = options.get("placement").and_then(Value::as_text) == Some("before");
    Some(inside(&format!("<a{class} href=\"#{{id}}\"{aria}>{symbol}</a>"), is_before, space))
}

/// What the plugin's older options make: `permalink: true`.
pub(super) fn of_options(options: &Object) -> Option<HeadingAnchors> {
    let class = class_of(options, "permalinkClass");
    let symbol = options.get("permalinkSymbol").and_then(Value::as_text).unwrap_or("¶");
    let space = options.get("permalinkSpace").and_then(Value::truth) != Some(false);
    let is_before = options.get("permalinkBefore").and_then(Value::truth) == Some(true);
    Some(inside(&format!("<a{class} href=\"#{{id}}\">{symbol}</a>"), is_before, space))
}

fn class_of(options: &Object, key: &str) -> String {
    match options.get(key) {
        Some(Value::Text(class)) => format!(" class=\"{}\"", escape_attribute(class)),
        None | Some(Value::Undefined) => " class=\"header-anchor\"".to_owned(),
        _ => String::new(),
    }
}

fn inside(link: &str, is_before: bool, space: bool) -> HeadingAnchors {
    let blank = if space { " " } else { "" };
    match is_before {
        true => HeadingAnchors { place: AnchorPlace::Before, html: format!("{link}{blank}") },
        false => HeadingAnchors { place: AnchorPlace::After, html: format!("{blank}{link}") },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_those_of_the_plugin() {
        let mut options = Object::default();
        let html = |made: Option<HeadingAnchors>| made.map(|made| made.html).unwrap();
        assert_eq!(html(of_options(&options)), " <a class=\"header-anchor\" href=\"#{id}\">¶</a>");
        options.set("placement", Value::Text("before".to_owned()), 0);
        let expected = "<a class=\"header-anchor\" href=\"#{id}\" aria-hidden=\"true\">#</a> ";
        assert_eq!(html(made("ariaHidden", &options)), expected);
        assert_eq!(html(made("headerLink", &options)), "<a class=\"header-anchor\" href=\"#{id}\">");
    }
}

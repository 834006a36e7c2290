//! What every page begins with.

use crate::feeds::emitters;
use crate::text::html::text::{escape, escape_attribute};

/// Returns a page up to the content of its body: its title, its language, and further lines of its head.
pub(crate) fn begin(title: &str, language: Option<&str>, head: &str) -> String {
    let language = language
        .map_or_else(String::new, |tag| format!(" lang=\"{}\"", escape_attribute(&emitters::line(tag))));
    format!(
        "<!DOCTYPE html>\n<html{language}>\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n{head}</head>\n<body>\n",
        line(title)
    )
}

/// Returns a string as text of HTML or XML, on one line.
pub(crate) fn line(text: &str) -> String {
    escape(&emitters::line(text)).into_owned()
}

/// Returns a table that a narrow screen scrolls: what it is of, its column headings, and its rows as HTML.
pub(crate) fn table(name: &str, head: &[&str], rows: &str) -> String {
    let head: String = head.iter().map(|cell| format!("<th scope=\"col\">{cell}</th>")).collect();
    format!(
        "<div class=\"scrolls\" tabindex=\"0\" role=\"region\" aria-label=\"{name}\">\n<table>\n<thead><tr>{head}</tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table>\n</div>\n"
    )
}

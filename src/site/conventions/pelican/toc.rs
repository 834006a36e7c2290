//! Headings as the extension `toc` of Python-Markdown writes them: links to themselves, and `[TOC]`.
//!
//! Source: Python-Markdown 3.11, `extensions/toc.py`.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use crate::site::conventions::pelican::configuration::Configuration;
use crate::site::conventions::pelican::python::PyValue;
use crate::text::html::text::{escape, escape_attribute, strip_html, unescape};

/// A heading with an id.
struct Heading {
    level: u8,
    id: String,
    /// Its text without markup.
    name: String,
}

/// HTML with the links of headings, and a list of them in the place of the mark.
pub(super) fn with_contents(html: &str, configuration: &Configuration) -> String {
    let setting = |key: &str| configuration.extension("toc", key);
    let first = match setting("baselevel") {
        Some(PyValue::Int(level @ 2..=6)) => u8::try_from(*level).unwrap_or(1),
        _ => 1,
    };
    let html = &*lowered(html, first);
    let marker = setting("marker").and_then(PyValue::as_text).unwrap_or("[TOC]");
    let mark = format!("<p>{marker}</p>");
    let has_mark = !marker.is_empty() && html.contains(&mark);
    let has_links = ["permalink", "anchorlink"].iter().any(|key| is_on(setting(key)));
    if !has_mark && !has_links {
        return html.to_owned();
    }
    let headings = headings(html, setting("toc_depth"));
    let mut out = if has_links { linked(html, configuration) } else { html.to_owned() };
    if has_mark {
        let title = setting("title").and_then(PyValue::as_text).filter(|title| !title.is_empty());
        let title = title
            .map_or_else(String::new, |title| format!("<span class=\"toctitle\">{}</span>", escape(title)));
        let class = setting("toc_class").and_then(PyValue::as_text).unwrap_or("toc");
        let line = if title.is_empty() { "\n" } else { "" };
        let list = format!(
            "<div class=\"{}\">{title}{line}{}</div>",
            escape_attribute(class),
            nested(&mut headings.iter().peekable(), 0)
        );
        out = out.replace(&mark, &list);
    }
    out
}

/// HTML whose headings begin at a level; none is below the sixth.
fn lowered(html: &str, first: u8) -> Cow<'_, str> {
    if first < 2 {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len());
    let mut done = 0;
    for (at, _) in html.match_indices('h') {
        let before = html.get(..at).unwrap_or("");
        let is_name = before.ends_with('<') || before.ends_with("</");
        let level = html.as_bytes().get(at + 1).filter(|byte| (b'1'..=b'6').contains(byte));
        let is_whole = html.as_bytes().get(at + 2).is_some_and(|byte| matches!(byte, b'>' | b' '));
        if let (true, true, Some(level)) = (is_name, is_whole, level) {
            out.push_str(html.get(done..=at).unwrap_or(""));
            out.push(char::from((level + first - 1).min(b'6')));
            done = at + 2;
        }
    }
    out.push_str(html.get(done..).unwrap_or(""));
    Cow::Owned(out)
}

fn is_on(value: Option<&PyValue>) -> bool {
    match value {
        Some(PyValue::Bool(truth)) => *truth,
        Some(PyValue::Text(text)) => !text.is_empty() && !matches!(text.as_str(), "False" | "false" | "no"),
        _ => false,
    }
}

fn pattern() -> Option<&'static Regex> {
    static HEADING: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#"(?s)<h([1-6])((?: [^>]*)?) id="([^"]*)"([^>]*)>(.*?)</h[1-6]>"#).ok());
    HEADING.as_ref()
}

/// The headings of the levels that `toc_depth` names: `3`, or `2-4`.
fn headings(html: &str, depth: Option<&PyValue>) -> Vec<Heading> {
    let (top, bottom) = match depth {
        Some(PyValue::Int(bottom)) => (1, u8::try_from(*bottom).unwrap_or(6)),
        Some(PyValue::Text(range)) => match range.split_once('-') {
            Some((top, bottom)) => (top.parse().unwrap_or(1), bottom.parse().unwrap_or(6)),
            None => (1, range.parse().unwrap_or(6)),
        },
        _ => (1, 6),
    };
    let of = |found: regex::Captures<'_>| {
        let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
        let level = part(1).parse().unwrap_or(6);
        let name = unescape(&strip_html(part(5))).trim().to_owned();
        Heading { level, id: part(3).to_owned(), name }
    };
    let all = pattern().into_iter().flat_map(|heading| heading.captures_iter(html)).map(of);
    all.filter(|heading| (top..=bottom).contains(&heading.level)).collect()
}

/// A list of the headings that are deeper than a level, with those of deeper ones in lists of their own.
fn nested<'h>(headings: &mut std::iter::Peekable<impl Iterator<Item = &'h Heading>>, above: u8) -> String {
    if headings.peek().is_none() {
        return "<ul></ul>\n".to_owned();
    }
    let mut out = "<ul>\n".to_owned();
    while let Some(heading) = headings.next_if(|heading| heading.level > above) {
        out.push_str(&format!("<li><a href=\"#{}\">{}</a>", heading.id, escape(&heading.name)));
        if headings.peek().is_some_and(|next| next.level > heading.level) {
            out.push_str(&nested(headings, heading.level));
        }
        out.push_str("</li>\n");
    }
    out + "</ul>\n"
}

/// Headings with links to themselves.
fn linked(html: &str, configuration: &Configuration) -> String {
    let setting = |key: &str| configuration.extension("toc", key);
    let sign = match setting("permalink") {
        Some(PyValue::Text(sign)) if is_on(setting("permalink")) && sign != "True" && sign != "true" => {
            escape(sign).into_owned()
        }
        _ => "&para;".to_owned(),
    };
    let title = setting("permalink_title").and_then(PyValue::as_text).unwrap_or("Permanent link");
    let class = setting("permalink_class").and_then(PyValue::as_text).unwrap_or("headerlink");
    let leads = setting("permalink_leading") == Some(&PyValue::Bool(true));
    let (has_permalink, has_anchor) = (is_on(setting("permalink")), is_on(setting("anchorlink")));
    let Some(pattern) = pattern() else { return html.to_owned() };
    let replaced = pattern.replace_all(html, |found: &regex::Captures<'_>| {
        let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
        let (level, id, inner) = (part(1), part(3), part(5));
        let anchor = format!(
            "<a class=\"{}\" href=\"#{id}\" title=\"{}\">{sign}</a>",
            escape_attribute(class),
            escape_attribute(title)
        );
        let inner = match (has_permalink, has_anchor) {
            (false, true) => format!("<a class=\"toclink\" href=\"#{id}\">{inner}</a>"),
            (true, _) if leads => format!("{anchor}{inner}"),
            _ => format!("{inner}{anchor}"),
        };
        format!("<h{level}{} id=\"{id}\"{}>{inner}</h{level}>", part(2), part(4))
    });
    replaced.into_owned()
}

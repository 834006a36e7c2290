//! What markdown-it-anchor does to headings beside the links in them: links after them (`linkAfterHeader`), and levels that have
//! none.

use crate::markup::javascript::{Object, Reader, Value};
use crate::site::conventions::programs::Modules;
use crate::text::html::text::{escape, escape_attribute, strip_html, unescape};

/// The headings that have ids and links, and links after them.
#[derive(Clone, Debug, Default)]
pub(super) struct AfterHeadings {
    levels: Option<Value>,
    has_no_tab_index: bool,
    link: Option<Link>,
}

#[derive(Clone, Debug)]
struct Link {
    class: String,
    style: String,
    assistive: Value,
    hidden_class: String,
    symbol: String,
    space: String,
    is_before: bool,
    wrapper: Option<(String, String)>,
}

impl AfterHeadings {
    /// What options of the plugin, and of the function that makes its links, ask for; nothing where they ask for nothing.
    pub(super) fn of(options: &Object, link: Option<&Object>) -> Option<Self> {
        let levels = options.get("level").filter(|level| matches!(level, Value::Number(_) | Value::List(_)));
        let has_no_tab_index = options.get("tabIndex").and_then(Value::truth) == Some(false);
        let made = Self { levels: levels.cloned(), has_no_tab_index, link: link.map(Link::of) };
        (made.levels.is_some() || has_no_tab_index || made.link.is_some()).then_some(made)
    }

    fn has(&self, level: f64) -> bool {
        match &self.levels {
            Some(Value::Number(least)) => level >= *least,
            Some(Value::List(levels)) => levels.iter().any(|known| known.to_number() == Some(level)),
            _ => true,
        }
    }

    /// HTML whose headings are as the plugin leaves them.
    pub(super) fn applied(&self, html: &str) -> String {
        let mut out = String::with_capacity(html.len());
        let mut rest = html;
        while let Some((before, heading, after)) = next_heading(rest) {
            out.push_str(before);
            let bare;
            let heading = if self.has_no_tab_index {
                bare = heading.replacen(TAB_INDEX, "", 1);
                bare.as_str()
            } else {
                heading
            };
            let level = heading.get(2..3).and_then(|level| level.parse().ok()).unwrap_or(1.0);
            if !self.has(level) {
                out.push_str(&without_id(heading));
            } else if let (Some(link), Some(id)) = (&self.link, id_of(heading)) {
                out.push_str(&link.around(heading, id));
                rest = after.strip_prefix('\n').unwrap_or(after);
                continue;
            } else {
                out.push_str(heading);
            }
            rest = after;
        }
        out + rest
    }
}

impl Link {
    fn of(options: &Object) -> Self {
        let text = |key: &str| options.get(key).and_then(Value::as_text);
        let class = match options.get("class") {
            Some(Value::Text(class)) => class.clone(),
            None | Some(Value::Undefined) => "header-anchor".to_owned(),
            _ => String::new(),
        };
        let wrapper = options.get("wrapper").and_then(Value::as_list);
        Self {
            class,
            style: text("style").unwrap_or("visually-hidden").to_owned(),
            assistive: options.get("assistiveText").cloned().unwrap_or_default(),
            hidden_class: text("visuallyHiddenClass").unwrap_or("").to_owned(),
            symbol: text("symbol").unwrap_or("#").to_owned(),
            space: match options.get("space") {
                Some(Value::Text(space)) => space.clone(),
                Some(Value::Bool(false)) => String::new(),
                _ => " ".to_owned(),
            },
            is_before: text("placement") == Some("before"),
            wrapper: wrapper.and_then(|pair| match pair {
                [open, close] => Some((open.as_text()?.to_owned(), close.as_text()?.to_owned())),
                _ => None,
            }),
        }
    }

    /// A heading and its link, in their wrapper.
    fn around(&self, heading: &str, id: &str) -> String {
        let title = unescape(&strip_html(heading)).trim().to_owned();
        let modules = Modules::alone();
        let assistive = Reader::new(&modules).call(&self.assistive, &[Value::Text(title)]);
        let assistive = assistive.to_text().unwrap_or_default();
        let mut attributes = String::new();
        if !self.class.is_empty() {
            attributes.push_str(&format!(" class=\"{}\"", escape_attribute(&self.class)));
        }
        attributes.push_str(&format!(" href=\"#{id}\""));
        let inner = if self.style == "visually-hidden" {
            let hidden = format!(
                "<span class=\"{}\">{}</span>",
                escape_attribute(&self.hidden_class),
                escape(&assistive)
            );
            let symbol = format!("<span aria-hidden=\"true\">{}</span>", self.symbol);
            match self.is_before {
                true => format!("{symbol}{}{hidden}", self.space),
                false => format!("{hidden}{}{symbol}", self.space),
            }
        } else {
            let value = if self.style == "aria-label" {
                escape_attribute(&assistive).into_owned()
            } else {
                id.to_owned()
            };
            attributes.push_str(&format!(" {}=\"{value}\"", self.style));
            self.symbol.clone()
        };
        let link = format!("{heading}\n<a{attributes}>{inner}</a>");
        match &self.wrapper {
            Some((open, close)) => format!("{open}\n{link}{close}\n"),
            None => link,
        }
    }
}

/// The attribute that the plugin gives headings with an id.
const TAB_INDEX: &str = " tabindex=\"-1\"";

/// The next heading: what stands before it, the heading, and what stands after it.
fn next_heading(html: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let at = from + html.get(from..)?.find("<h")?;
        let rest = html.get(at..)?;
        let level = rest.chars().nth(2).filter(|c| ('1'..='6').contains(c));
        let is_tag = rest.get(3..).is_some_and(|rest| rest.starts_with([' ', '>']));
        let close = level.filter(|_| is_tag).and_then(|level| {
            let close = format!("</h{level}>");
            Some(rest.find(&close)? + close.len())
        });
        match close {
            Some(length) => return Some((html.get(..at)?, rest.get(..length)?, rest.get(length..)?)),
            None => from = at + 2,
        }
    }
}

fn id_of(heading: &str) -> Option<&str> {
    let tag = heading.get(..heading.find('>')?)?;
    tag.split_once(" id=\"")?.1.split('"').next()
}

fn without_id(heading: &str) -> String {
    let Some(id) = id_of(heading) else { return heading.to_owned() };
    heading.replacen(&format!(" id=\"{id}\""), "", 1).replacen(TAB_INDEX, "", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_come_after_headings_of_their_levels() {
        let mut options = Object::default();
        options.set("level", Value::List([Value::Number(2.0)].into()), 0);
        let mut link = Object::default();
        link.set("style", Value::Text("aria-labelledby".to_owned()), 0);
        let made = AfterHeadings::of(&options, Some(&link)).unwrap();
        assert_eq!(
            made.applied("<h1 id=\"t\" tabindex=\"-1\">T</h1>\n<h2 id=\"a\">A</h2>\n<p>b</p>\n"),
            "<h1>T</h1>\n<h2 id=\"a\">A</h2>\n<a class=\"header-anchor\" href=\"#a\" aria-labelledby=\"a\">#</a><p>b</p>\n"
        );
    }
}

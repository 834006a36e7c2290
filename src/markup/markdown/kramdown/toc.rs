//! The table of contents.

use crate::markup::markdown::kramdown::attributes::Attributes;
use crate::markup::markdown::kramdown::html::push_start_tag;
use crate::text::pieces::Part as _;

/// The id of a table of contents whose author gave it none.
pub(crate) const DEFAULT_ID: &str = "markdown-toc";

/// A heading in the table of contents.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) level: u8,
    pub(crate) id: String,
    /// What it says, without links and footnotes.
    pub(crate) html: String,
}

/// Nested lists of links to the headings; empty where there are none.
pub(crate) fn html(entries: &[Entry], ordered: bool, mut attributes: Attributes) -> String {
    if entries.is_empty() {
        return String::new();
    }
    let name = if ordered { "ol" } else { "ul" };
    if attributes.get("id").is_none() {
        attributes.set("id", DEFAULT_ID);
    }
    let prefix = attributes.get("id").unwrap_or("").to_owned();
    let mut out = String::new();
    push_start_tag(&mut out, name, &attributes);
    out.push('\n');
    let mut open: Vec<u8> = Vec::new();
    let close = |out: &mut String, deeper: bool| {
        if deeper {
            out.push_str("</");
            out.push_str(name);
            out.push('>');
        }
        out.push_str("</li>\n");
    };
    // Whether the innermost open entry has a list of its own.
    let mut nested = false;
    for entry in entries {
        while open.last().is_some_and(|level| *level >= entry.level) {
            close(&mut out, nested);
            open.pop();
            nested = true;
        }
        if !open.is_empty() && !nested {
            out.push_str(&format!("<{name}>\n"));
        }
        let mut link = Attributes::default();
        link.set("href", &format!("#{}", entry.id));
        link.set("id", &format!("{prefix}-{}", entry.id));
        out.push_str("<li>");
        push_start_tag(&mut out, "a", &link);
        out.push_str(&entry.html);
        out.push_str("</a>");
        open.push(entry.level);
        nested = false;
    }
    while open.pop().is_some() {
        close(&mut out, nested);
        nested = true;
    }
    out.push_str(&format!("</{name}>\n"));
    out
}

/// HTML without its links (their text stays) and without marks of footnotes.
pub(crate) fn without_links(html: &str) -> String {
    if !html.contains("<a") && !html.contains("<sup id=\"fnref:") {
        return html.to_owned();
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let footnote = tag.starts_with("<sup id=\"fnref:");
        if footnote {
            rest = tag.find("</sup>").and_then(|end| tag.get(end + 6..)).unwrap_or("");
            continue;
        }
        let link = tag.starts_with("</a>") || tag.starts_with("<a ") || tag.starts_with("<a>");
        if !link {
            out.push_str(tag.part(..end));
        }
        rest = tag.part(end..);
    }
    out.push_str(rest);
    out
}

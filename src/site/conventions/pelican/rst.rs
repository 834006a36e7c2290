//! The head of a file of reStructuredText: the document's title, and the field list after it.

use crate::markup::front_matter::Map;
use crate::site::conventions::pelican::metadata::put;
use crate::text::html::text::{escape, escape_attribute, strip_html};

/// Its metadata, keys in lower case; without a title where its underline is shorter than it, as docutils warns.
pub(super) fn metadata(text: &str) -> Map {
    let mut data = Map::default();
    let mut lines =
        text.trim_start_matches('\u{feff}').lines().skip_while(|line| line.trim().is_empty()).peekable();
    // A line above the title is as good as one below it.
    if lines.peek().is_some_and(|line| is_underline(line)) {
        lines.next();
    }
    let Some(title) = lines.next() else { return data };
    let Some(underline) = lines.next().filter(|line| is_underline(line)) else { return data };
    if underline.trim_end().chars().count() >= title.trim().chars().count() {
        put(&mut data, "title", &strip_html(&inline(title.trim())));
    }
    let mut last: Option<(String, String)> = None;
    for line in lines.skip_while(|line| line.trim().is_empty()) {
        let field = line.strip_prefix(':').and_then(|rest| rest.split_once(':'));
        match (field, &mut last) {
            (Some((key, value)), _) => {
                if let Some((key, value)) = last.replace((key.trim().to_owned(), value.trim().to_owned())) {
                    put(&mut data, &key, &value);
                }
            }
            (None, Some((_, value))) if line.starts_with(' ') => {
                value.push(' ');
                value.push_str(line.trim());
            }
            _ => break,
        }
    }
    if let Some((key, value)) = last {
        put(&mut data, &key, &value);
    }
    data
}

fn is_underline(line: &str) -> bool {
    let line = line.trim_end();
    let first = line.chars().next().filter(char::is_ascii_punctuation);
    line.len() > 1 && first.is_some_and(|first| line.chars().all(|c| c == first))
}

/// The summary of the field list as HTML.
pub(super) fn summary(text: &str) -> String {
    format!("<p class=\"first last\">{}</p>\n", inline(text))
}

/// The HTML of a file: paragraphs, sections, notes and code. What else docutils knows is left out.
pub(super) fn html(text: &str) -> String {
    let head = text.lines().skip_while(|line| !is_underline(line)).skip(1);
    let body: Vec<&str> =
        head.skip_while(|line| line.trim().is_empty() || line.starts_with([':', ' '])).collect();
    let mut out = String::new();
    let mut levels: Vec<char> = Vec::new();
    let mut open = 0;
    let mut at = 0;
    while let Some(line) = body.get(at) {
        let next = body.get(at + 1).copied().unwrap_or("");
        let end = at + block_length(body.get(at..).unwrap_or(&[]));
        let block = body.get(at..end).unwrap_or(&[]);
        at = end.max(at + 1);
        if line.trim().is_empty() {
            continue;
        }
        if is_underline(next) && !line.starts_with(' ') {
            let sign = next.chars().next().unwrap_or('=');
            let level = levels.iter().position(|known| *known == sign).unwrap_or(levels.len());
            levels.truncate(level);
            levels.push(sign);
            while open > level {
                out.push_str("</div>\n");
                open -= 1;
            }
            open += 1;
            let title = line.trim();
            out.push_str(&format!(
                "<div class=\"section\" id=\"{}\">\n<h{2}>{}</h{2}>\n",
                section_id(title),
                inline(title),
                (level + 2).min(6)
            ));
        } else if let Some(directive) = line.strip_prefix(".. ") {
            push_directive(directive, block.get(1..).unwrap_or(&[]), &mut out);
        } else if !line.starts_with(' ') {
            out.push_str(&format!("<p>{}</p>\n", inline(&block.join("\n"))));
        }
    }
    out + &"</div>\n".repeat(open)
}

/// The id of a section: docutils' `make_id`.
fn section_id(title: &str) -> String {
    let mut id = String::with_capacity(title.len());
    for c in title.chars() {
        let latin = if c.is_ascii() { None } else { deunicode::deunicode_char(c) };
        for c in latin.unwrap_or(c.encode_utf8(&mut [0; 4])).chars() {
            match c.to_ascii_lowercase() {
                c if c.is_ascii_alphanumeric() => id.push(c),
                _ if !id.ends_with('-') => id.push('-'),
                _ => {}
            }
        }
    }
    id.trim_start_matches(|c: char| c == '-' || c.is_ascii_digit()).trim_end_matches('-').to_owned()
}

/// How many lines a block has: a title with its line, a paragraph, or a directive with what is indented below it.
fn block_length(lines: &[&str]) -> usize {
    let Some(first) = lines.first() else { return 0 };
    if first.trim().is_empty() {
        return 1;
    }
    if lines.get(1).is_some_and(|line| is_underline(line)) {
        return 2;
    }
    let is_directive = first.starts_with("..");
    let goes_on = |line: &&&str| {
        if is_directive { line.trim().is_empty() || line.starts_with(' ') } else { !line.trim().is_empty() }
    };
    1 + lines.iter().skip(1).take_while(goes_on).count()
}

fn push_directive(directive: &str, lines: &[&str], out: &mut String) {
    let Some((name, argument)) = directive.split_once("::") else { return };
    let indented = lines.iter().map(|line| line.trim()).collect::<Vec<_>>();
    match name.trim() {
        name @ ("note" | "warning" | "tip" | "hint" | "important" | "caution" | "danger" | "attention"
        | "error") => {
            let title = name.get(..1).unwrap_or("").to_uppercase() + name.get(1..).unwrap_or("");
            let text = [argument.trim(), indented.join(" ").trim()].join(" ");
            out.push_str(&format!(
                "<div class=\"admonition {name}\">\n<p class=\"first admonition-title\">{title}</p>\n<p class=\"last\">{}</p>\n</div>\n",
                inline(text.trim())
            ));
        }
        "code-block" | "code" | "sourcecode" => {
            let code = lines.iter().skip_while(|line| line.trim().is_empty() || line.trim().starts_with(':'));
            let code: Vec<&str> = code.copied().collect();
            let indent = code
                .iter()
                .filter(|line| !line.trim().is_empty())
                .map(|line| line.len() - line.trim_start().len())
                .min();
            let code: Vec<&str> =
                code.iter().map(|line| line.get(indent.unwrap_or(0)..).unwrap_or("")).collect();
            out.push_str(&format!(
                "<div class=\"highlight\"><pre><span></span>{}\n</pre></div>\n",
                escape(code.join("\n").trim_end())
            ));
        }
        _ => {}
    }
}

/// Text with its marks: code, emphasis, links.
fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['`', '*']) {
        let (before, from) = rest.split_at(at);
        out.push_str(&escape(before));
        let marked = |mark: &str| {
            let inner = from.strip_prefix(mark)?;
            let end = inner.find(mark).filter(|end| *end > 0)?;
            Some((inner.get(..end)?, inner.get(end + mark.len()..)?))
        };
        if let Some((inner, after)) = marked("``") {
            out.push_str(&format!("<tt class=\"docutils literal\">{}</tt>", escape(inner)));
            rest = after;
        } else if let Some((inner, after)) = marked("**") {
            out.push_str(&format!("<strong>{}</strong>", escape(inner)));
            rest = after;
        } else if let Some((inner, after)) = marked("*") {
            out.push_str(&format!("<em>{}</em>", escape(inner)));
            rest = after;
        } else if let Some((inner, after)) = marked("`") {
            match inner.strip_suffix('>').and_then(|inner| inner.split_once(" <")) {
                Some((words, address)) => out.push_str(&format!(
                    "<a class=\"reference external\" href=\"{}\">{}</a>",
                    escape_attribute(address),
                    escape(words)
                )),
                None => out.push_str(&format!("<cite>{}</cite>", escape(inner))),
            }
            rest = after.trim_start_matches('_');
        } else {
            out.push_str(from.get(..1).unwrap_or(""));
            rest = from.get(1..).unwrap_or("");
        }
    }
    out.push_str(&escape(rest));
    out
}

#[cfg(test)]
mod tests {
    use super::metadata;

    #[test]
    fn titles_and_fields_are_read() {
        let data = metadata("A post\n######\n\n:Date: 2024-01-04\n:tags: a,\n   b\n\nText.\n:no: x\n");
        let text = |key: &str| data.get(key).and_then(|node| node.as_str());
        assert_eq!(
            (text("title"), text("date"), text("tags")),
            (Some("A post"), Some("2024-01-04"), Some("a, b"))
        );
        assert_eq!(text("no"), None);
        assert!(metadata("A long title\n===\n").get("title").is_none());
    }
}

//! Attribute lists in running text, `*word*{.red}`, as markdown-it-attrs reads them: taken out of the Markdown and put into the HTML.

use crate::markup::markdown::code::{Fences, Place, fence_length, span_length};
use crate::text::html::text::escape_attribute;
use crate::text::pieces::Part as _;

/// Signs that stand for a list while the Markdown is rendered: punctuation, so that emphasis before it ends, and private
/// characters around its number.
const OPEN: &str = "\u{2e2d}\u{e010}";
const CLOSE: &str = "\u{e011}\u{2e2d}";

/// An attribute list: names and values, classes joined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct List {
    written: String,
    attributes: Vec<(String, String)>,
}

/// Markdown with signs in the places of its attribute lists, and those; lists on lines of their own stay.
pub(super) fn taken_out(text: &str) -> (String, Vec<List>) {
    let mut lists = Vec::new();
    let mut out = String::with_capacity(text.len());
    let mut fences = Fences::default();
    for line in text.split_inclusive('\n') {
        let place = fences.read(line);
        if place == Place::Opening {
            push_fence(line, &mut lists, &mut out);
            continue;
        }
        let trimmed = line.trim();
        let is_alone = trimmed.starts_with('{') && trimmed.ends_with('}') && !trimmed.contains("} ");
        if place != Place::Outside || is_alone || !line.contains('{') {
            out.push_str(line);
        } else {
            push_line(line, &mut lists, &mut out);
        }
    }
    (out, lists)
}

fn sign(number: usize) -> String {
    format!("{OPEN}{number}{CLOSE}")
}

/// A fence whose list is moved to the first line of its code.
fn push_fence(line: &str, lists: &mut Vec<List>, out: &mut String) {
    let found = line.find('{').and_then(|at| Some((at, list_at(line.get(at..)?)?)));
    match found.filter(|(at, (length, _))| line.get(at + length..).is_some_and(|rest| rest.trim().is_empty()))
    {
        Some((at, (_, list))) => {
            out.push_str(line.get(..at).unwrap_or("").trim_end());
            out.push('\n');
            out.push_str(&sign(lists.len()));
            lists.push(list);
        }
        None => out.push_str(line),
    }
}

fn push_line(line: &str, lists: &mut Vec<List>, out: &mut String) {
    let mut rest = line;
    // The list at the end of a heading is read with it.
    let is_heading = line.trim_start().starts_with('#');
    while let Some(at) = rest.find(['{', '`', '\\']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if from.starts_with('`') {
            let length = span_length(from);
            out.push_str(from.get(..length).unwrap_or(""));
            rest = from.get(length..).unwrap_or("");
            continue;
        }
        if from.starts_with('\\') {
            let length = 1 + from.chars().nth(1).map_or(0, char::len_utf8);
            out.push_str(from.get(..length).unwrap_or(""));
            rest = from.get(length..).unwrap_or("");
            continue;
        }
        let found = list_at(from).filter(|(length, _)| {
            let behind = from.get(*length..).unwrap_or("");
            !(behind.starts_with('}') || is_heading && behind.trim().is_empty())
        });
        match found {
            Some((length, list)) => {
                out.push_str(&sign(lists.len()));
                lists.push(list);
                rest = from.get(length..).unwrap_or("");
            }
            None => {
                out.push('{');
                rest = from.get(1..).unwrap_or("");
            }
        }
    }
    out.push_str(rest);
}

/// The attribute list that a string begins with, and its length with its braces.
fn list_at(text: &str) -> Option<(usize, List)> {
    let mut quoted = false;
    let close = text.find(|c: char| {
        quoted ^= c == '"';
        c == '}' && !quoted
    })?;
    let inner = text.get(1..close)?;
    let mut list = List { written: text.get(..=close)?.to_owned(), attributes: Vec::new() };
    let mut classes: Vec<&str> = Vec::new();
    let mut rest = inner.trim();
    let is_name = |name: &str| {
        !name.is_empty()
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.' | '@'))
    };
    if !rest.contains(['.', '#', '=']) {
        return None;
    }
    while !rest.is_empty() {
        let mut quoted = false;
        let end = rest
            .find(|c: char| {
                quoted ^= c == '"';
                c.is_whitespace() && !quoted
            })
            .unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        if let Some(class) = word.strip_prefix('.').filter(|class| is_name(class)) {
            classes.push(class);
        } else if let Some(id) = word.strip_prefix('#').filter(|id| is_name(id)) {
            list.attributes.push(("id".to_owned(), id.to_owned()));
        } else {
            let (name, value) = word.split_once('=').unwrap_or((word, ""));
            let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | ':' | '@'));
            if !starts || !is_name(name) {
                return None;
            }
            list.attributes.push((name.to_owned(), value.trim_matches('"').to_owned()));
        }
        rest = behind.trim_start();
    }
    if !classes.is_empty() {
        list.attributes.push(("class".to_owned(), classes.join(" ")));
    }
    (!list.attributes.is_empty()).then_some((close + 1, list))
}

/// HTML with the attributes of lists in the tags that they belong to: of the element that ends before a list, of the block
/// that ends after it, or of the code that it begins. Other lists are text.
pub(super) fn put_in(html: String, lists: &[List]) -> String {
    let mut out = html;
    for (number, list) in lists.iter().enumerate() {
        let mark = sign(number);
        let Some(at) = out.find(&mark) else { continue };
        let end = at + mark.len();
        let tag = {
            let (before, after) = (out.get(..at).unwrap_or(""), out.get(end..).unwrap_or(""));
            tag_of(before, after)
        };
        match tag {
            Some(place) => {
                let before = out.get(..at).unwrap_or("");
                let is_block = !before.ends_with('>');
                let kept = if is_block { before.trim_end().len() } else { at };
                out.replace_range(kept..end, "");
                insert(&mut out, place, list);
            }
            None => out.replace_range(at..end, &list.written.replace('"', "&quot;")),
        }
    }
    out
}

/// Where the tag begins that a list between `before` and `after` belongs to.
fn tag_of(before: &str, after: &str) -> Option<usize> {
    if before.ends_with('>') {
        let start = before.rfind('<')?;
        let tag = before.get(start..)?;
        return match tag.strip_prefix("</") {
            Some(name) => opening(before.get(..start)?, name.trim_end_matches('>')),
            // An image, or code that the list begins.
            None => (tag.starts_with("<img") || tag.starts_with("<code") || tag.starts_with("<li"))
                .then_some(start),
        };
    }
    let close = after.trim_start();
    let name = match close.strip_prefix("</") {
        Some(rest) => rest.split('>').next()?,
        None if close.starts_with("<ul") || close.starts_with("<ol") => "li",
        None => return None,
    };
    matches!(name, "p" | "li" | "td" | "th" | "dt" | "dd" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
        .then(|| opening(before, name))
        .flatten()
}

/// Where the tag begins that the end of an element after `before` closes.
fn opening(before: &str, name: &str) -> Option<usize> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut end = before.len();
    let mut depth = 0_usize;
    loop {
        let part = before.get(..end)?;
        let start = part.rfind(&open);
        let closed = part.rfind(&close);
        if closed > start {
            depth += 1;
            end = closed?;
            continue;
        }
        let start = start?;
        let follows = part.get(start + open.len()..).unwrap_or("");
        end = start;
        if !follows.starts_with([' ', '>', '/']) && !follows.is_empty() {
            continue;
        }
        if depth == 0 {
            return Some(start);
        }
        depth -= 1;
    }
}

/// Adds attributes to the tag that begins at `place`.
fn insert(html: &mut String, place: usize, list: &List) {
    let Some(length) = html.get(place..).and_then(|tag| tag.find('>')) else { return };
    let tag = html.get(place..place + length).unwrap_or("").to_owned();
    let (body, slash) = tag.strip_suffix('/').map_or((tag.as_str(), ""), |body| (body.trim_end(), " /"));
    let mut made = body.to_owned();
    for (name, value) in &list.attributes {
        let value = escape_attribute(value);
        let start = format!(" {name}=\"");
        match made.find(&start).filter(|_| name == "class") {
            Some(at) => {
                let inner = at + start.len();
                let end =
                    made.get(inner..).and_then(|rest| rest.find('"')).map_or(made.len(), |end| inner + end);
                made.insert_str(end, &format!(" {value}"));
            }
            None => made.push_str(&format!("{start}{value}\"")),
        }
    }
    html.replace_range(place..place + length, &(made + slash));
}

/// Markdown whose notes in running text, `^[note]`, are footnotes of their own.
pub(super) fn with_notes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut notes = String::new();
    let mut count = 0;
    let (mut start, mut at) = (0, 0);
    while let Some(from) = text.get(at..).filter(|from| !from.is_empty()) {
        let before = text.part(..at);
        let fence = if at == 0 || before.ends_with('\n') { fence_length(from) } else { None };
        if let Some(code) = fence.or_else(|| from.starts_with('`').then(|| span_length(from))) {
            at += code;
            continue;
        }
        let Some(note) = from.strip_prefix("^[").filter(|_| !before.ends_with('\\')).and_then(note) else {
            at += from.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        count += 1;
        out.push_str(text.part(start..at));
        out.push_str(&format!("[^{NOTE}{count}]"));
        let words: Vec<&str> = note.split_whitespace().collect();
        notes.push_str(&format!("\n[^{NOTE}{count}]: {}\n", words.join(" ")));
        at += note.len() + 3;
        start = at;
    }
    out.push_str(text.part(start..));
    if !notes.is_empty() {
        out.push('\n');
        out.push_str(&notes);
    }
    out
}

/// What the labels of such notes begin with.
const NOTE: &str = "inline-note-";

/// The text of a note after its bracket, up to the one that closes it in the same paragraph.
fn note(text: &str) -> Option<&str> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '[' => depth += 1,
            ']' if depth == 0 => return text.get(..at).filter(|note| !note.trim().is_empty()),
            ']' => depth -= 1,
            '\n' if text.get(at + 1..).is_some_and(|rest| rest.starts_with('\n')) => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::markdown;

    fn html(text: &str) -> String {
        let (text, lists) = taken_out(text);
        put_in(markdown::render(&text, &markdown::Options::common_mark()), &lists)
    }

    #[test]
    fn lists_belong_to_what_they_follow() {
        for (text, expected) in [
            ("A *word.*{.red .b} more\n", "<p>A <em class=\"red b\">word.</em> more</p>\n"),
            (
                "[l](/x){target=_blank rel=\"a b\"}\n",
                "<p><a href=\"/x\" target=\"_blank\" rel=\"a b\">l</a></p>\n",
            ),
            (
                "`c`{.js} ![i](/i.png){width=30}\n",
                "<p><code class=\"js\">c</code> <img src=\"/i.png\" alt=\"i\" width=\"30\" /></p>\n",
            ),
            ("`a``{.x}` b\n", "<p><code>a``{.x}</code> b</p>\n"),
            ("Lead {.lead #l}\n", "<p id=\"l\" class=\"lead\">Lead</p>\n"),
            ("- a {.i}\n- b\n", "<ul>\n<li class=\"i\">a</li>\n<li>b</li>\n</ul>\n"),
            (
                "```js {data-x=1}\nx\n```\n",
                "<pre><code class=\"language-js\" data-x=\"1\">x\n</code></pre>\n",
            ),
            (
                "Not {a word} nor `{.x}` nor in {.the} middle\n",
                "<p>Not {a word} nor <code>{.x}</code> nor in {.the} middle</p>\n",
            ),
        ] {
            assert_eq!(html(text), expected, "{text}");
        }
    }

    #[test]
    fn notes_are_footnotes() {
        assert_eq!(
            with_notes("A^[b [c](d)] `^[x]` e\n"),
            "A[^inline-note-1] `^[x]` e\n\n\n[^inline-note-1]: b [c](d)\n"
        );
        for text in ["x^2 ^[]", "```\n^[x]\n\n^[y]\n```\n", "`a``^[x]` b"] {
            assert_eq!(with_notes(text), text);
        }
        assert!(with_notes("A ` b\n\nC^[d] ` e").starts_with("A ` b\n\nC[^inline-note-1] ` e"));
    }
}

//! One text on its way to pulldown-cmark: what kramdown reads otherwise gets its placeholder.

use crate::markdown::escape::push_attribute;
use crate::markdown::kramdown::attributes::{self, Attributes};
use crate::markdown::kramdown::definitions::is_name;
use crate::markdown::kramdown::extension;
use crate::markdown::kramdown::html::{push_start_tag, push_text_with_references};
use crate::markdown::kramdown::layout::{Context, GUARD, Insert, Joined, Layout};
use crate::markdown::kramdown::line::{is_space, is_space_char};
use crate::markdown::kramdown::tags::{self, Model};

/// Appends a text.
pub(crate) fn lay_out(layout: &mut Layout, joined: &Joined<'_>, context: &Context<'_, '_>) {
    let mut scan = Scan {
        layout,
        joined,
        context,
        done: 0,
        at: 0,
        open: Vec::new(),
        brackets: Vec::new(),
        missing: Missing::default(),
    };
    scan.line_start();
    while let Some(found) =
        joined.text.as_bytes().get(scan.at..).and_then(|rest| rest.iter().position(|&b| is_special(b)))
    {
        scan.at += found;
        scan.special();
    }
    let end = joined.text.len();
    scan.copy_up_to(end);
    while let Some(name) = scan.open.pop() {
        scan.html(format!("</{name}>"), end, end);
    }
}

struct Scan<'l, 'j, 'c> {
    layout: &'l mut Layout,
    joined: &'j Joined<'j>,
    context: &'c Context<'c, 'c>,
    /// How far the text is copied.
    done: usize,
    at: usize,
    /// Elements of HTML that are open.
    open: Vec<String>,
    /// Where the texts in open brackets begin.
    brackets: Vec<usize>,
    missing: Missing,
}

/// What was looked for to the end in vain.
#[derive(Default)]
struct Missing {
    /// The least number of backticks that nothing closes.
    code: Option<usize>,
    math: bool,
    comment: bool,
    stop_tag: bool,
    parenthesis: bool,
    raw_end: Vec<String>,
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b'\\' | b'\n' | b'`' | b'$' | b'{' | b'<' | b'~' | b'[' | b']')
}

impl<'j> Scan<'_, 'j, '_> {
    fn rest(&self) -> &'j str {
        let joined: &'j Joined<'j> = self.joined;
        joined.text.get(self.at..).unwrap_or("")
    }

    fn copy_up_to(&mut self, to: usize) {
        self.layout.copy(self.joined, self.done, to, self.context);
        self.done = self.done.max(to);
    }

    /// Copies up to here and leaves out `length` bytes for which an insert stands.
    fn replace(&mut self, length: usize, insert: Insert) {
        self.copy_up_to(self.at);
        self.layout.insert(insert, self.joined.place(self.at), self.context);
        self.at += length;
        self.done = self.at;
    }

    fn html(&mut self, html: String, from: usize, to: usize) {
        let span = self.joined.span(from, to);
        self.layout.insert(Insert::Html(html, span), span.start, self.context);
    }

    /// Copies up to here, then a backslash, so that the next `length` bytes are plain text.
    fn escape(&mut self, length: usize) {
        self.copy_up_to(self.at);
        self.layout.add("\\", self.joined.place(self.at), self.context);
        self.at += length;
    }

    fn special(&mut self) {
        let bytes = self.joined.text.as_bytes();
        let next = bytes.get(self.at + 1).copied();
        match bytes.get(self.at) {
            Some(b'\n') => self.line_end(),
            Some(b'\\') => self.backslash(next),
            Some(b'`') => self.code(),
            Some(b'$') if next == Some(b'$') => self.math(),
            Some(b'{') if next == Some(b':') => self.extension(),
            Some(b'<') => self.angle(next),
            Some(b'~') => self.tildes(),
            Some(b'[') if next == Some(b'^') => self.footnote(),
            Some(b'[') => {
                self.at += 1;
                self.brackets.push(self.at);
            }
            Some(b']') => match self.brackets.pop() {
                Some(_) if next == Some(b'(') => self.destination(),
                Some(start) if next.is_some_and(|b| b == b'[' || is_space(b)) => self.label(start),
                _ => self.at += 1,
            },
            _ => self.at += 1,
        }
    }

    fn line_end(&mut self) {
        let bytes = self.joined.text.as_bytes();
        let end = if self.at > 0 && bytes.get(self.at - 1) == Some(&b'\r') { self.at - 1 } else { self.at };
        self.copy_up_to(end.max(self.done));
        self.layout.add("\n", self.joined.place(self.at), self.context);
        self.at += 1;
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(is_space_char).len();
        self.done = self.at;
        self.line_start();
    }

    /// A line that does not begin with a letter is kept from being read as a block.
    fn line_start(&mut self) {
        let first = self.rest().bytes().next().unwrap_or(b'a');
        if !(first.is_ascii_alphabetic() || first >= 0x80) {
            let mut guard = [0; 4];
            self.layout.add(GUARD.encode_utf8(&mut guard), self.joined.place(self.at), self.context);
        }
    }

    fn backslash(&mut self, next: Option<u8>) {
        let behind = self.joined.text.get(self.at + 2..).unwrap_or("");
        if next == Some(b'\\') && (behind.starts_with('\n') || behind.starts_with("\r\n")) {
            // Two backslashes break the line in kramdown, one in CommonMark.
            self.copy_up_to(self.at);
            self.at += 1;
            self.done = self.at;
            self.at += 1;
        } else {
            self.at += if next.is_some_and(|b| b.is_ascii_punctuation()) { 2 } else { 1 };
        }
    }

    fn code(&mut self) {
        let marks = self.rest().bytes().take_while(|&b| b == b'`').count();
        let rest = self.rest().get(marks..).unwrap_or("");
        if marks == 1 && self.joined.space_before(self.at) && rest.starts_with(is_space_char) {
            return self.escape(1);
        }
        let fence = self.rest().get(..marks).unwrap_or("`");
        let found =
            if self.missing.code.is_some_and(|least| least <= marks) { None } else { rest.find(fence) };
        let Some(length) = found else {
            self.missing.code = Some(self.missing.code.map_or(marks, |least| least.min(marks)));
            self.at += marks;
            return;
        };
        let body = rest.get(..length).unwrap_or("");
        let exact = rest.as_bytes().get(length + marks) != Some(&b'`');
        let mut shown = body;
        if marks > 1 {
            shown = shown.strip_prefix(' ').unwrap_or(shown);
            shown = shown.strip_suffix(' ').unwrap_or(shown);
        }
        let spaced = body.starts_with(' ') && body.ends_with(' ') && !body.trim().is_empty();
        let same = if spaced { marks > 1 } else { shown == body };
        if exact && same && !body.is_empty() && !body.contains(['\n', GUARD]) {
            self.at += marks + length + marks;
            return;
        }
        let code = Insert::Code(shown.to_owned());
        self.replace(marks + length + marks, code);
    }

    fn math(&mut self) {
        let rest = self.rest().get(2..).unwrap_or("");
        let found = if self.missing.math { None } else { rest.find("$$") };
        let Some(length) = found else {
            self.missing.math = true;
            self.at += 2;
            return;
        };
        let math = rest.get(..length).unwrap_or("").trim_matches(is_space_char).to_owned();
        self.replace(length + 4, Insert::Math(math));
    }

    fn extension(&mut self) {
        let rest = self.rest();
        if let Some(tag) = extension::tag(rest) {
            let behind = rest.get(tag.length..).unwrap_or("");
            let stop = match tag.closed {
                true => Some((0, 0)),
                false if self.missing.stop_tag => None,
                false => extension::stop_tag(behind, tag.name),
            };
            let Some((length, stop)) = stop else {
                self.missing.stop_tag = true;
                self.at += 1;
                return;
            };
            let body = behind.get(..length).unwrap_or("");
            let html = match tag.name {
                "comment" if !tag.closed => format!("<!-- {body} -->"),
                "nomarkdown" if extension::is_for_html(tag.attributes) => body.to_owned(),
                "comment" | "nomarkdown" | "options" => String::new(),
                _ => {
                    self.at += 1;
                    return;
                }
            };
            let whole = tag.length + length + stop;
            let span = self.joined.span(self.at, self.at + whole);
            return self.replace(whole, Insert::Html(html, span));
        }
        let before = self.at.checked_sub(1).and_then(|at| self.joined.text.as_bytes().get(at));
        let behind_element =
            before.is_some_and(|b| matches!(b, b')' | b']' | b'*' | b'_' | b'`' | b'>' | b'}' | b'~' | b'$'));
        let list = attributes::closing_brace(rest).filter(|&end| behind_element && end > 2);
        let Some((end, inside)) = list.and_then(|end| Some((end, rest.get(2..end)?))) else {
            self.at += 1;
            return;
        };
        if inside.starts_with('/') {
            self.at += 1;
            return;
        }
        let mut attributes = Box::<Attributes>::default();
        attributes.parse(inside);
        let literal = rest.get(..=end).unwrap_or("").to_owned();
        let span = self.joined.span(self.at, self.at + end + 1);
        self.replace(end + 1, Insert::Attributes(attributes, literal, span));
    }

    /// Two tildes strike through; one, or what more there are, are plain.
    fn tildes(&mut self) {
        let length = self.rest().bytes().take_while(|&b| b == b'~').count();
        let opens = self.joined.space_before(self.at);
        if length != 1 && !opens {
            self.at += 2;
        }
        for _ in 0..length - if length == 1 { 0 } else { 2 } {
            self.escape(1);
            self.copy_up_to(self.at);
        }
        if length != 1 && opens {
            self.at += 2;
        }
    }

    fn footnote(&mut self) {
        let rest = self.rest().get(2..).unwrap_or("");
        let length = rest.bytes().take_while(|&b| b != b']' && !b.is_ascii_whitespace()).take(1000).count();
        let name = rest.get(..length).unwrap_or("");
        if !is_name(name) || !rest.get(length..).is_some_and(|rest| rest.starts_with(']')) {
            self.at += 1;
            return;
        }
        let length = name.len() + 3;
        if self.context.footnotes.contains_key(name) {
            let span = self.joined.span(self.at, self.at + length);
            self.replace(length, Insert::Footnote(name.to_owned(), span));
        } else {
            self.at += length;
        }
    }

    /// `[text][label]`; kramdown allows white space between, and then looks for no other label.
    fn label(&mut self, start: usize) {
        let behind = self.rest().get(1..).unwrap_or("");
        let label = behind.trim_start_matches(is_space_char);
        let spaces = behind.len() - label.len();
        let Some((label, _)) = label.strip_prefix('[').and_then(|label| label.split_once(']')) else {
            self.at += 1;
            return;
        };
        let text = self.joined.text.get(start..self.at).unwrap_or("");
        let known = self.context.is_label(if label.is_empty() { text } else { label });
        if known {
            self.at += 1;
            self.copy_up_to(self.at);
            self.at += spaces;
            self.done = self.at;
            self.at += label.len() + 2;
        } else if spaces > 0 && text.len() < 1000 && self.context.is_label(text) {
            self.escape(1);
        } else {
            self.at += 1;
        }
    }

    /// `](url "title")`: a URL with spaces is one in kramdown, as is a title with quotes in it.
    fn destination(&mut self) {
        let open = self.at + 2;
        let rest = self.joined.text.get(open..).unwrap_or("");
        if rest.starts_with('<') {
            let end = rest.bytes().take(8192).position(|b| matches!(b, b'>' | b'\n'));
            self.at = open + end.filter(|&end| rest.as_bytes().get(end) == Some(&b'>')).unwrap_or(0);
            return;
        }
        if self.missing.parenthesis {
            self.at += 2;
            return;
        }
        let Some((length, title)) = url_length(rest) else {
            self.missing.parenthesis = true;
            self.at += 2;
            return;
        };
        let url = rest.get(..length).unwrap_or("");
        let trimmed = url.trim_matches(is_space_char);
        let quotes = title.map(|title| title_length(rest.get(title..).unwrap_or("")));
        if quotes == Some(None) {
            self.at += 2;
            return;
        }
        let odd = trimmed.contains(is_space_char) && !trimmed.contains(['\n', '<', '>']);
        if odd {
            self.copy_up_to(open);
            let start = open + (url.len() - url.trim_start_matches(is_space_char).len());
            self.layout.add("<", self.joined.place(start), self.context);
            self.done = start;
            self.copy_up_to(start + trimmed.len());
            self.layout.add(">", self.joined.place(start + trimmed.len()), self.context);
        }
        self.at = open + length;
        if let (Some(title), Some(Some(length))) = (title, quotes) {
            self.title(open + title, length);
        }
    }

    fn title(&mut self, start: usize, length: usize) {
        let text = self.joined.text.get(start..start + length).unwrap_or("");
        let quote = text.bytes().next().unwrap_or(b'"');
        let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or("");
        let marks: Vec<usize> = memchr::memchr_iter(quote, inner.as_bytes()).collect();
        for mark in marks {
            self.copy_up_to(start + 1 + mark);
            self.layout.add("\\", self.joined.place(start + 1 + mark), self.context);
        }
        if !inner.contains('\n') {
            self.at = start + length;
        }
    }

    fn angle(&mut self, next: Option<u8>) {
        let rest = self.rest();
        match next {
            Some(b'<') if self.context.options.typographic_symbols => {
                let spaced = rest.as_bytes().get(2) == Some(&b' ');
                let text = if spaced { "«\u{a0}" } else { "«" };
                return self.replace(if spaced { 3 } else { 2 }, Insert::Text(text));
            }
            Some(b'!') if rest.starts_with("<!--") && !self.missing.comment => {
                if let Some(end) = rest.find("-->") {
                    let comment = rest.get(..end + 3).unwrap_or("").to_owned();
                    let span = self.joined.span(self.at, self.at + end + 3);
                    return self.replace(end + 3, Insert::Html(comment, span));
                }
                self.missing.comment = true;
            }
            _ => {}
        }
        if let Some(length) = autolink_length(rest) {
            let url = rest.get(1..length - 1).unwrap_or("");
            if url.contains([' ', '\t', '<']) {
                let mut html = "<a href=\"".to_owned();
                push_attribute(&mut html, url);
                html.push_str("\">");
                push_text_with_references(&mut html, url);
                html.push_str("</a>");
                let span = self.joined.span(self.at, self.at + length);
                return self.replace(length, Insert::Html(html, span));
            }
            self.at += length;
            return;
        }
        if let Some((name, length)) = tags::end_tag(rest) {
            let name = tags::known_name(name);
            if self.open.last() != Some(&name) {
                return self.escape(1);
            }
            self.open.pop();
            let span = self.joined.span(self.at, self.at + length);
            return self.replace(length, Insert::Html(format!("</{name}>"), span));
        }
        match tags::start_tag(rest) {
            Some(tag) => {
                let name = tags::known_name(tag.name);
                self.start_tag(name, tag);
            }
            None if next
                .is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?' | b'<')) =>
            {
                self.escape(1);
            }
            None => self.at += 1,
        }
    }

    fn start_tag(&mut self, name: String, tag: tags::StartTag<'_>) {
        if tags::is_block(&name) {
            return self.escape(1);
        }
        let mut attributes = Attributes::default();
        for (key, value) in tags::attributes(tag.attributes) {
            attributes.set(&key.to_lowercase(), &value.replace('\n', " "));
        }
        let wanted = attributes.take("markdown");
        let model = tags::model(&name);
        let parse = match wanted.as_deref() {
            Some("0") => false,
            Some("1") => model != Model::Raw,
            Some("span") => true,
            _ => model != Model::Raw && self.context.options.parse_span_html,
        };
        let mut html = String::new();
        push_start_tag(&mut html, &name, &attributes);
        let mut length = tag.length;
        if tags::is_void(&name) {
            html.truncate(html.len() - 1);
            html.push_str(" />");
        } else if tag.closed {
            html.push_str(&format!("</{name}>"));
        } else if parse {
            self.open.push(name);
        } else {
            let rest = self.rest().get(length..).unwrap_or("");
            let end = if self.missing.raw_end.contains(&name) { None } else { end_of(rest, &name) };
            if end.is_none() {
                self.missing.raw_end.push(name.clone());
            }
            let (body, behind) = end.unwrap_or((rest.len(), 0));
            push_raw(&mut html, rest.get(..body).unwrap_or(""));
            html.push_str(&format!("</{name}>"));
            length += body + behind;
        }
        let span = self.joined.span(self.at, self.at + length);
        self.replace(length, Insert::Html(html, span));
    }
}

/// Where the end tag of an element stands, and its length.
fn end_of(text: &str, name: &str) -> Option<(usize, usize)> {
    text.match_indices("</").find_map(|(at, _)| {
        let (closing, length) = text.get(at..).and_then(tags::end_tag)?;
        closing.eq_ignore_ascii_case(name).then_some((at, length))
    })
}

/// Text and tags that are not read as Markdown.
fn push_raw(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        push_text_with_references(out, rest.get(..at).unwrap_or(""));
        rest = rest.get(at..).unwrap_or("");
        let length = tags::start_tag(rest)
            .map(|tag| tag.length)
            .or_else(|| tags::end_tag(rest).map(|(_, length)| length));
        match length {
            Some(length) => {
                out.push_str(rest.get(..length).unwrap_or(""));
                rest = rest.get(length..).unwrap_or("");
            }
            None => {
                out.push_str("&lt;");
                rest = rest.get(1..).unwrap_or("");
            }
        }
    }
    push_text_with_references(out, rest);
}

/// The length of an autolink: `mailto:`, `http(s):`, `ftp(s):`, or an address of mail.
fn autolink_length(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('<')?;
    let end = inside.bytes().take(8192).position(|b| matches!(b, b'>' | b'\n'))?;
    if inside.as_bytes().get(end) != Some(&b'>') {
        return None;
    }
    let inside = inside.get(..end)?;
    let scheme = ["mailto:", "http:", "https:", "ftp:", "ftps:"];
    let known = scheme.iter().any(|scheme| inside.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()));
    let word = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    let mail = || inside.split_once('@').is_some_and(|(user, host)| word(user) && word(host));
    (known || mail()).then_some(end + 2)
}

/// The length of a URL up to its closing parenthesis, or to the white space before a title, whose place comes second.
fn url_length(text: &str) -> Option<(usize, Option<usize>)> {
    let bytes = text.as_bytes();
    let mut depth = 1usize;
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => return Some((at, None)),
            b')' => depth -= 1,
            _ if is_space(byte) && matches!(bytes.get(at + 1), Some(b'"' | b'\'')) => {
                return Some((at, Some(at + 1)));
            }
            _ => {}
        }
    }
    None
}

/// The length of a title with its quotes, where a closing parenthesis follows it.
fn title_length(text: &str) -> Option<usize> {
    let quote = text.bytes().next()?;
    let bytes = text.as_bytes();
    memchr::memchr_iter(quote, bytes).skip(1).filter(|&at| at > 1).take(64).find_map(|at| {
        let behind = text.get(at + 1..)?.trim_start_matches(is_space_char);
        behind.starts_with(')').then_some(at + 1)
    })
}

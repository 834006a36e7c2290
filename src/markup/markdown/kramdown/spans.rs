//! One text on its way to pulldown-cmark: what kramdown reads otherwise gets its placeholder.

use crate::markup::markdown::bytes;
use crate::markup::markdown::escape::push_attribute;
use crate::markup::markdown::kramdown::attributes::Attributes;
use crate::markup::markdown::kramdown::emphasis::{self, Mark, MarkKind};
use crate::markup::markdown::kramdown::extension;
use crate::markup::markdown::kramdown::finder::Finder;
use crate::markup::markdown::kramdown::html::{push_start_tag, push_text_with_references};
use crate::markup::markdown::kramdown::layout::{Context, GUARD, Insert, Joined, Layout, Target};
use crate::markup::markdown::kramdown::line::{is_space, is_space_char};
use crate::markup::markdown::kramdown::tags;
use crate::markup::markdown::kramdown::units;
use crate::markup::markdown::smart::push_glyphs;

/// Appends a text.
pub(crate) fn lay_out(layout: &mut Layout, joined: &Joined<'_>, context: &Context<'_, '_>) {
    let finder = Finder::new(&joined.text);
    let bytes = joined.text.as_bytes();
    let marked = memchr::memchr3(b'*', b'_', b'[', bytes).is_some() || memchr::memchr(b'~', bytes).is_some();
    let marks = if marked { emphasis::marks(&finder, context) } else { None };
    let mut scan = Scan {
        layout,
        joined,
        finder: &finder,
        context,
        done: 0,
        at: 0,
        open: Vec::new(),
        brackets: Vec::new(),
        images: Vec::new(),
        marks,
        mark: 0,
    };
    scan.line_start();
    while let Some(found) =
        joined.text.as_bytes().get(scan.at..).and_then(|rest| bytes::position(rest, &SPECIAL))
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
    finder: &'c Finder<'j>,
    context: &'c Context<'c, 'c>,
    /// How far the text is copied.
    done: usize,
    at: usize,
    /// Elements of HTML that are open.
    open: Vec<String>,
    /// Where the texts in open brackets begin.
    brackets: Vec<usize>,
    /// Where the texts of open images end and begin.
    images: Vec<(usize, usize)>,
    /// The marks of emphasis, and how many are passed.
    marks: Option<Vec<Mark>>,
    mark: usize,
}

/// The bytes at which a text is looked at.
const SPECIAL: [bool; 256] = bytes::table(b"\\\n`${<~[]*_!");

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
        let places = self.joined.place(self.at)..self.joined.place(self.at + length);
        self.layout.insert(insert, self.rest(), places, self.context);
        self.at += length;
        self.done = self.at;
    }

    fn html(&mut self, html: String, from: usize, to: usize) {
        let span = self.joined.span(from, to);
        self.layout.insert(Insert::Html(html, span), "", span.into(), self.context);
    }

    /// Makes the byte here plain text.
    fn escape(&mut self) {
        let plain = match self.joined.text.as_bytes().get(self.at) {
            Some(b'*') => "*",
            Some(b'_') => "_",
            Some(b'`') => "`",
            Some(b'[') => "[",
            Some(b']') => "]",
            Some(b'<') => "<",
            _ => {
                self.at += 1;
                return;
            }
        };
        if self.context.mapped {
            self.copy_up_to(self.at);
            self.layout.add("\\", self.joined.place(self.at), self.context);
            self.at += 1;
        } else {
            self.replace(1, Insert::Text(plain));
        }
    }

    fn special(&mut self) {
        let bytes = self.joined.text.as_bytes();
        let next = bytes.get(self.at + 1).copied();
        match bytes.get(self.at) {
            Some(b'\n') => self.line_end(),
            Some(b'\\') => self.backslash(next),
            Some(b'*' | b'_' | b'~') => self.emphasis(),
            Some(b'!') if next == Some(b'[') => self.image(),
            Some(b'`') => self.code(),
            Some(b'$') if next == Some(b'$') => self.math(),
            Some(b'{') if next == Some(b':') => self.extension(),
            Some(b'<') => self.angle(next),
            Some(b'[') if next == Some(b'^') => self.footnote(),
            Some(b'[') => self.bracket(),
            Some(b']') => self.closing_bracket(next),
            _ => self.at += 1,
        }
    }

    fn line_end(&mut self) {
        let line = self.joined.text.get(self.done..self.at).unwrap_or("");
        let line = line.strip_suffix('\r').unwrap_or(line);
        // Two spaces break the line; other white space at its end is nothing. Where every line's end breaks, nothing else
        // does.
        let hard_wrap = self.context.options.hard_wrap;
        let bare = line.trim_end_matches(is_space_char).len();
        let spaces = match line.get(..bare).unwrap_or("").ends_with('\\') {
            _ if line.ends_with("  ") && !hard_wrap => 2,
            // A backslash right before the line's end would break it.
            true if bare < line.len() || hard_wrap => 1,
            _ => 0,
        };
        self.copy_up_to(self.done + bare);
        self.done = self.at;
        if spaces > 0 {
            let place = self.joined.place(self.at - spaces);
            match spaces {
                2 => self.layout.add("  ", place, self.context),
                _ => {
                    let mut guard = [0; 4];
                    self.layout.add(GUARD.encode_utf8(&mut guard), place, self.context);
                }
            }
        }
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
        let hard_wrap = self.context.options.hard_wrap;
        if !hard_wrap && next == Some(b'\\') && (behind.starts_with('\n') || behind.starts_with("\r\n")) {
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
        let rest = self.rest();
        let code = units::code(rest, self.joined.space_before(self.at));
        let Some(length) = code.body else {
            // Plain backticks: they must not meet others further on.
            for _ in 0..code.marks.min(64) {
                self.escape();
            }
            return;
        };
        let body = rest.get(code.marks..code.marks + length).unwrap_or("");
        let exact = rest.as_bytes().get(code.whole) != Some(&b'`');
        let mut shown = body;
        if code.marks > 1 {
            shown = shown.strip_prefix(' ').unwrap_or(shown);
            shown = shown.strip_suffix(' ').unwrap_or(shown);
        }
        let spaced = body.starts_with(' ') && body.ends_with(' ') && !body.trim().is_empty();
        let same = if spaced { code.marks > 1 } else { shown == body };
        if exact && same && !body.is_empty() && !body.contains(['\n', GUARD]) {
            self.at += code.whole;
            return;
        }
        let shown = Insert::Code(shown.to_owned());
        self.replace(code.whole, shown);
    }

    /// The mark here, where the walk found one.
    fn mark(&mut self) -> Option<Mark> {
        let marks = self.marks.as_ref()?;
        while marks.get(self.mark).is_some_and(|mark| mark.at < self.at) {
            self.mark += 1;
        }
        marks.get(self.mark).copied().filter(|mark| mark.at == self.at)
    }

    /// A mark of emphasis, or a plain asterisk, underscore or tilde.
    fn emphasis(&mut self) {
        if self.marks.is_none() {
            self.at += 1;
            return;
        }
        let insert = match self.mark() {
            Some(Mark { kind: MarkKind::Start(name), length, .. }) => Some((length, Insert::Start(name))),
            Some(Mark { kind: MarkKind::End, length, .. }) => Some((length, Insert::End)),
            _ => None,
        };
        if let Some((length, insert)) = insert {
            return self.replace(length, insert);
        }
        let bytes = self.joined.text.as_bytes();
        let word = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        let plain =
            bytes.get(self.at) == Some(&b'_') && word(self.at.checked_sub(1)) && word(Some(self.at + 1));
        if plain || bytes.get(self.at) == Some(&b'~') {
            self.at += 1;
        } else {
            self.escape();
        }
    }

    /// The start of a link, or a plain bracket. For facts the brackets stay, so that references are seen that lead
    /// nowhere.
    fn bracket(&mut self) {
        let link = matches!(self.mark(), Some(Mark { kind: MarkKind::Link, .. }));
        if link {
            self.brackets.push(self.at + 1);
        }
        if link || self.marks.is_none() || self.context.mapped {
            self.at += 1;
        } else {
            self.escape();
        }
    }

    /// The end of a link's text, or a plain bracket.
    fn closing_bracket(&mut self, next: Option<u8>) {
        let ends_link = matches!(self.mark(), Some(Mark { kind: MarkKind::LinkEnd, .. }));
        let image = self.images.pop_if(|(end, _)| *end == self.at);
        let start = if ends_link { self.brackets.pop() } else { image.map(|(_, start)| start) };
        match start {
            Some(_) if next == Some(b'(') => self.destination(),
            Some(start) if next.is_some_and(|b| b == b'[' || is_space(b)) => self.label(start),
            None if self.marks.is_some() && !self.context.mapped => self.escape(),
            _ => self.at += 1,
        }
    }

    /// An image with its alternative text as it is written; for facts pulldown-cmark reads it.
    fn image(&mut self) {
        let mark = self.mark();
        let Some(Mark { kind: MarkKind::Image(end), length, .. }) = mark else {
            self.at += 1;
            return;
        };
        if self.context.mapped {
            self.images.push((end, self.at + 2));
            self.at += 2;
            return;
        }
        let text = self.joined.text.get(self.at + 2..end).unwrap_or("");
        let tail = self.joined.text.get(end + 1..self.at + length).unwrap_or("");
        let target = match tail
            .strip_prefix('(')
            .and_then(|inner| Some((inner, units::destination(self.finder, end + 2)?)))
        {
            Some((inner, found)) => {
                let url = inner.get(..found.url).unwrap_or("").trim_matches(is_space_char);
                let url = url.strip_prefix('<').and_then(|url| url.strip_suffix('>')).unwrap_or(url);
                let title = found.title.and_then(|(start, length)| inner.get(start + 1..start + length - 1));
                Target::Here(url.to_owned(), title.map(str::to_owned))
            }
            None => {
                let label = tail.trim_matches(|c| is_space_char(c) || matches!(c, '[' | ']'));
                Target::Label(if label.is_empty() { text } else { label }.to_owned())
            }
        };
        self.replace(length, Insert::Image(units::unescaped(text), target));
    }

    fn math(&mut self) {
        let Some(length) = units::math(self.finder, self.at) else {
            self.at += 1;
            return;
        };
        let math = self.rest().get(2..length - 2).unwrap_or("").trim_matches(is_space_char).to_owned();
        self.replace(length, Insert::Math(math));
    }

    fn extension(&mut self) {
        let rest = self.rest();
        if let Some(tag) = extension::tag(rest) {
            let behind = self.at + tag.length;
            let stop = if tag.closed { Some((behind, 0)) } else { self.finder.stop_tag(behind, tag.name) };
            let Some((end, stop)) = stop else {
                self.at += 1;
                return;
            };
            let body = self.joined.text.get(behind..end).unwrap_or("");
            let html = match tag.name {
                "comment" if !tag.closed => format!("<!-- {body} -->"),
                "nomarkdown" if extension::is_for_html(tag.attributes) => body.to_owned(),
                "comment" | "nomarkdown" | "options" => String::new(),
                _ => {
                    self.at += 1;
                    return;
                }
            };
            let whole = end + stop - self.at;
            let span = self.joined.span(self.at, self.at + whole);
            return self.replace(whole, Insert::Html(html, span));
        }
        let text =
            self.marks.is_some() && !matches!(self.mark(), Some(Mark { kind: MarkKind::Attributes, .. }));
        let end = units::attribute_list(&self.joined.text, self.at).filter(|_| !text);
        let Some(end) = end else {
            self.at += 1;
            return;
        };
        let inside = rest.get(2..end).unwrap_or("");
        let mut attributes = Box::<Attributes>::default();
        attributes.parse(inside);
        let literal = rest.get(..=end).unwrap_or("").to_owned();
        let span = self.joined.span(self.at, self.at + end + 1);
        self.replace(end + 1, Insert::Attributes(attributes, literal, span));
    }

    fn footnote(&mut self) {
        let Some(name) = units::footnote(self.rest()) else {
            self.at += 1;
            return;
        };
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
        } else {
            self.at += 1;
        }
    }

    /// `](url "title")`: a URL with spaces is one in kramdown, as is a title with quotes in it.
    fn destination(&mut self) {
        let open = self.at + 2;
        let rest = self.joined.text.get(open..).unwrap_or("");
        let Some(found) = units::destination(self.finder, open) else {
            self.at += 1;
            return;
        };
        let url = rest.get(..found.url).unwrap_or("");
        let trimmed = url.trim_matches(is_space_char);
        let odd = trimmed.contains(is_space_char) && !trimmed.contains(['\n', '<', '>']);
        if odd {
            let start = open + (url.len() - url.trim_start_matches(is_space_char).len());
            self.copy_up_to(start);
            self.layout.add("<", self.joined.place(start), self.context);
            self.keep_backslashes(start, trimmed);
            self.copy_up_to(start + trimmed.len());
            self.layout.add(">", self.joined.place(start + trimmed.len()), self.context);
        } else {
            self.keep_backslashes(open, url);
        }
        self.at = open + found.url;
        if let Some((start, length)) = found.title {
            self.title(open + start, length);
        } else if !rest.get(..found.whole).unwrap_or("").contains('\n') {
            self.at = open + found.whole;
        }
    }

    /// Copies a URL up to its last backslash: none of them escapes in kramdown.
    fn keep_backslashes(&mut self, start: usize, url: &str) {
        for at in memchr::memchr_iter(b'\\', url.as_bytes()) {
            self.copy_up_to(start + at);
            self.layout.add("\\", self.joined.place(start + at), self.context);
        }
    }

    fn title(&mut self, start: usize, length: usize) {
        let text = self.joined.text.get(start..start + length).unwrap_or("");
        let quote = text.bytes().next().unwrap_or(b'"');
        let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or("");
        let marks: Vec<usize> = memchr::memchr2_iter(quote, b'\\', inner.as_bytes()).collect();
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
                let length = if spaced { 3 } else { 2 };
                if self.context.options.glyphs.is_empty() {
                    return self.replace(length, Insert::Text(text));
                }
                let mut html = String::new();
                push_glyphs(&mut html, text, self.context.options);
                let span = self.joined.span(self.at, self.at + length);
                return self.replace(length, Insert::Html(html, span));
            }
            Some(b'!') if rest.starts_with("<!--") => {
                if let Some(length) = units::opaque_angle(self.finder, self.at) {
                    let comment = rest.get(..length).unwrap_or("").to_owned();
                    let span = self.joined.span(self.at, self.at + length);
                    return self.replace(length, Insert::Html(comment, span));
                }
            }
            _ => {}
        }
        if let Some(length) = units::autolink(rest) {
            let url = rest.get(1..length - 1).unwrap_or("");
            let shown = url.strip_prefix("mailto:").unwrap_or(url);
            if url.contains([' ', '\t', '<']) || shown.len() < url.len() {
                let mut html = "<a href=\"".to_owned();
                push_attribute(&mut html, url);
                html.push_str("\">");
                push_text_with_references(&mut html, shown);
                html.push_str("</a>");
                let span = self.joined.span(self.at, self.at + length);
                return self.replace(length, Insert::Html(html, span));
            }
            self.at += length;
            return;
        }
        if let Some((name, length)) = tags::end_tag(rest) {
            let name = tags::known_name(name);
            let closes = match &self.marks {
                Some(_) => matches!(self.mark(), Some(Mark { kind: MarkKind::HtmlEnd, .. })),
                None => self.open.last() == Some(&name),
            };
            if !closes {
                return self.escape();
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
                self.escape();
            }
            None => self.at += 1,
        }
    }

    /// The tag of a block inside a text: kramdown shows it letter by letter, its quotes straight.
    fn block_tag(&mut self, length: usize) {
        let tag = self.rest().get(..length).unwrap_or("");
        if self.context.mapped || !tag.contains(['"', '\'']) {
            return self.escape();
        }
        let mut html = String::new();
        push_text_with_references(&mut html, tag);
        let span = self.joined.span(self.at, self.at + length);
        self.replace(length, Insert::Html(html, span));
    }

    fn start_tag(&mut self, name: String, tag: tags::StartTag<'_>) {
        if tags::is_block(&name) {
            return self.block_tag(tag.length);
        }
        let mut attributes = Attributes::default();
        for (key, value) in tags::attributes(tag.attributes) {
            attributes.set(&key.to_lowercase(), &value.replace('\n', " "));
        }
        let wanted = attributes.take("markdown");
        let parse = units::is_parsed(&name, wanted.as_deref(), self.context.options.parse_span_html);
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
            let (body, behind) = units::raw_end(rest, &name).unwrap_or((rest.len(), 0));
            push_raw(&mut html, rest.get(..body).unwrap_or(""));
            html.push_str(&format!("</{name}>"));
            length += body + behind;
        }
        let span = self.joined.span(self.at, self.at + length);
        self.replace(length, Insert::Html(html, span));
    }
}

/// Text and tags that are not read as Markdown.
pub(crate) fn push_raw(out: &mut String, text: &str) {
    let mut rest = text;
    let mut comment_ends = true;
    while let Some(at) = rest.find('<') {
        push_text_with_references(out, rest.get(..at).unwrap_or(""));
        rest = rest.get(at..).unwrap_or("");
        let comment = (comment_ends && rest.starts_with("<!--"))
            .then(|| memchr::memmem::find(rest.as_bytes(), b"-->").map(|end| end + 3));
        comment_ends &= comment != Some(None);
        let length = comment
            .flatten()
            .or_else(|| tags::start_tag(rest).map(|tag| tag.length))
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

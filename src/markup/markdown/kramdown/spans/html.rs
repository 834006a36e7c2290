//! What begins with `<`: tags, comments, autolinks.

use std::ops::Range;

use crate::markup::markdown::facts::LinkKind;
use crate::markup::markdown::kramdown::spans::part::{Goal, Link, Part};
use crate::markup::markdown::kramdown::spans::reader::{Reader, Stop};
use crate::markup::markdown::kramdown::spans::units;
use crate::markup::markdown::kramdown::tags::{self, StartTag};

impl Reader<'_, '_> {
    /// What begins with the `<` here: the place after it.
    pub(super) fn angle(&mut self, at: usize) -> usize {
        if let Some(end) = self.autolink(at) {
            return end;
        }
        if let Some(end) = self.markup(at, false) {
            return end;
        }
        let pair = self.byte(at + 1) == Some(b'<') && self.context.options.has_guillemets();
        at + 1 + usize::from(pair)
    }

    fn autolink(&mut self, at: usize) -> Option<usize> {
        let rest = self.rest(at + 1);
        let letter = |b: u8| b.is_ascii_alphanumeric() || b >= 0x80 || matches!(b, b'-' | b'_' | b'.');
        if !rest.as_bytes().first().is_some_and(|&b| letter(b)) {
            return None;
        }
        let close = self.finder.angle(at + 2).filter(|&close| close < self.end)?;
        let inside = self.text.get(at + 1..close)?;
        let place = at + 1..close;
        let (goal, text) = if units::has_scheme(inside) {
            let shown = inside.strip_prefix("mailto:").unwrap_or(inside);
            (Goal::Url(place.clone(), None), close - shown.len()..close)
        } else if units::is_email(inside) {
            (Goal::Email(place.clone()), place)
        } else {
            return None;
        };
        let whole = at..close + 1;
        let link = Link { kind: LinkKind::Autolink, whole: whole.clone(), text: text.clone(), goal };
        self.words(at);
        let part = self.reading.parts.len();
        self.reading.parts.push(Part::Link(link));
        self.reading.parts.push(Part::Literal(text));
        self.reading.parts.push(Part::End(close..close + 1));
        self.run = whole.end;
        self.ended = Some((whole.end, part));
        Some(whole.end)
    }

    /// A comment or a tag: the place after it, after the element where a start tag begins one.
    fn markup(&mut self, at: usize, raw: bool) -> Option<usize> {
        let rest = self.rest(at);
        if rest.starts_with("<!--") {
            let end = self.finder.comment_end(at + 4).map(|end| end + 3).filter(|&end| end <= self.end)?;
            return Some(self.push_bare(&(at..end), Part::Raw(at..end)));
        }
        if let Some((_, length)) = tags::end_tag(rest) {
            return Some(self.stray(at..at + length));
        }
        let Some(tag) = tags::start_tag(rest) else {
            let length = loose_tag(rest).filter(|_| self.context.options.python_markdown)?;
            return Some(self.stray(at..at + length));
        };
        let name = tags::known_name(tag.name);
        // To Python-Markdown each tag stands for itself.
        let is_lone = self.context.options.python_markdown
            && !tag.closed
            && !tags::is_void(&name)
            && self.finder.end_tag(at + tag.length, &name).is_none_or(|end| end >= self.end);
        if tags::is_block(&name) || is_lone || !self.may_nest() {
            return Some(self.stray(at..at + tag.length));
        }
        Some(self.html_element(at, &name, &tag, raw))
    }

    fn literal(&mut self, range: Range<usize>) -> usize {
        self.push(&range, Part::Literal(range.clone()))
    }

    /// A tag that is no element within text: words to kramdown, written as it is by Python-Markdown.
    fn stray(&mut self, range: Range<usize>) -> usize {
        if self.context.options.python_markdown {
            return self.push_bare(&range.clone(), Part::Raw(range));
        }
        self.literal(range)
    }

    fn html_element(&mut self, at: usize, name: &str, tag: &StartTag<'_>, raw: bool) -> usize {
        let body = at + tag.length;
        let has_content = !tag.closed && !tags::is_void(name);
        self.push(&(at..body), Part::Tag(at..body, has_content));
        let part = self.reading.parts.len() - 1;
        if !has_content {
            self.ended = Some((body, part));
            return body;
        }
        let wanted =
            tags::attributes(tag.attributes).find(|(name, _)| *name == "markdown").map(|(_, value)| value);
        let options = self.context.options;
        let parse =
            options.python_markdown || units::is_parsed(name, wanted, options.parse_span_html && !raw);
        let outer = self.parent.take();
        self.depth += 1;
        self.html += 1;
        let close = if parse { self.spans(body, &mut Stop::EndTag(name)) } else { self.raw(body, name) };
        self.html -= 1;
        self.depth -= 1;
        self.parent = outer;
        if close.is_none() {
            self.unclosed.insert((at, self.open, self.end));
        }
        let close = close.unwrap_or(self.end);
        let end = close + if close < self.end { units::end_tag_length(self.rest(close)) } else { 0 };
        self.push(&(close..end), Part::End(close..end));
        self.ended = Some((end, part));
        end
    }

    /// Content in which only tags are read, up to the end tag of `name`.
    fn raw(&mut self, mut at: usize, name: &str) -> Option<usize> {
        while let Some(found) = memchr::memchr(b'<', self.rest(at).as_bytes()) {
            at += found;
            if units::is_end_tag(self.rest(at), name) {
                self.raw_text(at);
                return Some(at);
            }
            self.raw_text(at);
            at = self.markup(at, true).unwrap_or(at + 1);
        }
        self.raw_text(self.end);
        None
    }

    fn raw_text(&mut self, end: usize) {
        if end > self.run {
            self.reading.parts.push(Part::Literal(self.run..end));
        }
        self.run = end;
    }
}

/// The length of a tag that only Python-Markdown takes for one: with attributes that are not quoted.
///
/// Source: Python-Markdown 3.11, `inlinepatterns.py`, `HTML_RE`.
fn loose_tag(text: &str) -> Option<usize> {
    let name = text.strip_prefix('<')?;
    let name = name.strip_prefix('/').unwrap_or(name);
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(())?;
    let end = text.get(1..)?.find(['<', '>']).map(|end| end + 1)?;
    let first = text.get(..end)?.split(' ').next()?;
    (text.get(end..)?.starts_with('>') && !first.contains('@')).then_some(end + 1)
}

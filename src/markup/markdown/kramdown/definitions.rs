//! Definitions: of links, footnotes and abbreviations.

use crate::markup::markdown::kramdown::block::{BlockKind, End};
use crate::markup::markdown::kramdown::leaf;
use crate::markup::markdown::kramdown::line::{Line, is_space_char};
use crate::markup::markdown::kramdown::names::{is_name, normalise};
use crate::markup::markdown::kramdown::state::{Children, Defined, Footnote, Frame, LinkDefinition, Parser};
use crate::text::source::Span;

/// A footnote's definition, `[^name]: text`, with the indented lines that follow.
pub(crate) fn footnote(parser: &mut Parser<'_>, frame: &mut Frame<'_>, children: &mut Children<'_>) -> bool {
    let source = parser.document.source;
    let Some(line) = frame.line() else { return false };
    let Some(text) = line.behind_spaces(source, 3).and_then(|text| text.strip_prefix("[^")) else {
        return false;
    };
    let Some((name, rest)) = text.split_once("]:").filter(|(name, _)| is_name(name)) else { return false };
    if !parser.may_nest() {
        return false;
    }
    frame.at += 1;
    let mut lines = vec![Line { pad: 0, start: line.end - rest.len(), end: line.end }];
    lines.extend(leaf::code_lines(frame, source, true));
    let end = lines.last().map_or(line.end, |line| line.end);
    for line in &mut lines {
        *line = line.outdented(source);
    }
    let mut blocks = Vec::new();
    parser.nested(lines, &mut blocks);
    let span = Span::new(line.trimmed_start(source).start, end);
    let footnotes = &mut parser.document.footnotes;
    parser.document.footnote_names.insert(name.to_owned(), footnotes.len());
    footnotes.push(Footnote { name: name.to_owned(), span, children: blocks });
    parser.defined = None;
    children.push(BlockKind::End(End::Definition), span);
    true
}

/// A link's definition, `[label]: url "title"`; the title may stand on the next line.
pub(crate) fn link(parser: &mut Parser<'_>, frame: &mut Frame<'_>, children: &mut Children<'_>) -> bool {
    let source = parser.document.source;
    let Some(line) = frame.line() else { return false };
    let Some(text) = line.behind_spaces(source, 3).and_then(|text| text.strip_prefix('[')) else {
        return false;
    };
    let Some((label, rest)) = text.split_once(']') else { return false };
    let Some(rest) = rest.strip_prefix(':').filter(|_| !label.is_empty()) else { return false };
    let is_python = parser.document.options.python_markdown;
    if is_python && label.contains('[') {
        return false;
    }
    let rest = rest.trim_start_matches([' ', '\t']).trim_end_matches(is_space_char);
    let at = |part: &str| {
        let start = part.as_ptr() as usize - source.as_ptr() as usize;
        Span::new(start, start + part.len())
    };
    let mut below = frame.lines.get(frame.at + 1..).unwrap_or(&[]).iter().copied();
    let found = match is_python {
        true => python_target(rest, &mut below, source),
        false => target(rest, below.next(), source),
    };
    let Some(found) = found.filter(|found| found.bracketed || !has_stray_title(found.url)) else {
        return false;
    };
    let more = found.lines_below;
    let last = frame.lines.get(frame.at + more).copied().unwrap_or(line);
    frame.at += 1 + more;
    let span = Span::new(line.trimmed_start(source).start, last.trimmed_end(source).end);
    let links = &mut parser.document.links;
    parser.document.labels.insert(normalise(label).into_owned(), links.len());
    links.push(LinkDefinition {
        label: at(label),
        url: at(found.url),
        title: found.title.map(at),
        span,
        attributes: None,
    });
    let number = links.len() - 1;
    parser.defined = Some(Defined::Link(number));
    children.push(BlockKind::End(End::Definition), span);
    true
}

struct Target<'s> {
    url: &'s str,
    bracketed: bool,
    title: Option<&'s str>,
    /// How many lines after the label's it takes.
    lines_below: usize,
}

/// What follows `[label]:`, where it makes a definition.
fn target<'s>(text: &'s str, next: Option<Line>, source: &'s str) -> Option<Target<'s>> {
    let below = || next.and_then(|line| quoted(line.text(source).trim_matches(is_space_char)));
    if let Some((url, rest)) = text.strip_prefix('<').and_then(|text| text.split_once('>')) {
        let title = rest.trim_start_matches([' ', '\t']);
        if title.is_empty() {
            let title = below();
            return Some(Target { url, bracketed: true, title, lines_below: usize::from(title.is_some()) });
        }
        if let Some(title) = quoted(title).filter(|_| rest.starts_with([' ', '\t'])) {
            return Some(Target { url, bracketed: true, title: Some(title), lines_below: 0 });
        }
    }
    if text.is_empty() {
        return None;
    }
    // The URL is the shortest that leaves a title which ends the line.
    for (at, _) in text.match_indices([' ', '\t']) {
        let rest = text.get(at..)?.trim_start_matches([' ', '\t']);
        if rest.starts_with(['"', '\''])
            && let Some(title) = quoted(rest)
        {
            let url = text.get(..at)?.trim_end_matches([' ', '\t']);
            return Some(Target { url, bracketed: false, title: Some(title), lines_below: 0 });
        }
    }
    let title = below();
    Some(Target { url: text, bracketed: false, title, lines_below: usize::from(title.is_some()) })
}

/// The same in Python-Markdown: the URL has no spaces and may stand on the next line, and the title may be in parentheses. Of
/// `[label]:` before another definition nothing is made.
fn python_target<'s>(
    text: &'s str,
    below: &mut impl Iterator<Item = Line>,
    source: &'s str,
) -> Option<Target<'s>> {
    let mut below = below.map(|line| line.text(source).trim_matches(is_space_char));
    let is_alone = text.is_empty();
    let text = if is_alone { below.next()? } else { text };
    let (url, rest) = text.split_once(' ').unwrap_or((text, ""));
    let rest = rest.trim_start_matches(' ');
    let title = match rest {
        "" => below.next().and_then(python_title),
        rest => Some(python_title(rest)?),
    };
    let is_below = rest.is_empty() && title.is_some();
    let inner = url.trim_start_matches('<').trim_end_matches('>');
    let lines_below = usize::from(is_alone) + usize::from(is_below);
    (!inner.is_empty()).then_some(Target { url: inner, bracketed: true, title, lines_below })
}

/// Whether a line is a definition of Python-Markdown, which ends a paragraph.
pub(crate) fn is_of_python(text: &str) -> bool {
    let rest = text.strip_prefix('[').and_then(|text| text.split_once("]:"));
    rest.is_some_and(|(label, rest)| {
        let rest = rest.trim_matches(is_space_char);
        !label.is_empty()
            && !label.contains(['[', ']'])
            && !rest.is_empty()
            && python_target(rest, &mut std::iter::empty(), "").is_some()
    })
}

fn python_title(text: &str) -> Option<&str> {
    quoted(text).or_else(|| text.strip_prefix('(')?.strip_suffix(')'))
}

/// The inside of a string in quotes.
fn quoted(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inside = text.get(1..)?.strip_suffix(quote)?;
    (!inside.is_empty()).then_some(inside)
}

/// White space and a quote in a URL: then the whole is not a definition.
fn has_stray_title(url: &str) -> bool {
    url.match_indices(['"', '\''])
        .any(|(at, _)| url.get(..at).is_some_and(|before| before.ends_with([' ', '\t'])))
}

/// An abbreviation's definition, `*[short]: long`.
pub(crate) fn abbreviation(
    parser: &mut Parser<'_>,
    frame: &mut Frame<'_>,
    children: &mut Children<'_>,
) -> bool {
    let source = parser.document.source;
    let Some(line) = frame.line() else { return false };
    let Some(text) = line.behind_spaces(source, 3).and_then(|text| text.strip_prefix("*[")) else {
        return false;
    };
    let Some((short, long)) = text.split_once("]:").filter(|(short, _)| !short.is_empty()) else {
        return false;
    };
    frame.at += 1;
    let abbreviations = &mut parser.document.abbreviations;
    abbreviations.push((short.to_owned(), long.trim_matches(is_space_char).to_owned(), None));
    let number = abbreviations.len() - 1;
    parser.defined = Some(Defined::Abbreviation(number));
    children.push(BlockKind::End(End::Definition), line.span());
    true
}

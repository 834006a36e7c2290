//! Lists and definition lists.

use crate::markup::markdown::kramdown::attributes::{self, Attributes};
use crate::markup::markdown::kramdown::block::{Block, BlockKind, CheckBox, Definition, Item, Text};
use crate::markup::markdown::kramdown::boundary::{begins_html, is_attribute_list};
use crate::markup::markdown::kramdown::leaf;
use crate::markup::markdown::kramdown::line::{self, Line};
use crate::markup::markdown::kramdown::state::{Children, Frame, Parser};
use crate::text::source::Span;

/// A list marker: whether it numbers, and its width with the spaces before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    pub(crate) ordered: bool,
    pub(crate) width: usize,
}

/// The list marker after at most `most` spaces.
pub(crate) fn marker(line: Line, source: &str, most: usize) -> Option<Marker> {
    let text = line.behind_spaces(source, most)?;
    let bytes = text.as_bytes();
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let (ordered, length) = match bytes.first()? {
        b'+' | b'*' | b'-' => (false, 1),
        b'0'..=b'9' if bytes.get(digits) == Some(&b'.') => (true, digits + 1),
        _ => return None,
    };
    let spaced = bytes.get(length).is_some_and(|b| matches!(b, b' ' | b'\t' | b'|'));
    spaced.then(|| Marker { ordered, width: line.spaces(source) + length })
}

/// The width of the marker `:` of a definition with the spaces before it.
pub(crate) fn definition_marker(line: Line, source: &str) -> Option<usize> {
    let text = line.behind_spaces(source, 3)?;
    let spaced = text.strip_prefix(':').is_some_and(|rest| rest.starts_with([' ', '\t', '|']));
    spaced.then(|| line.spaces(source) + 1)
}

/// An ordered or unordered list.
pub(crate) fn list(parser: &mut Parser<'_>, frame: &mut Frame<'_>, children: &mut Children<'_>) -> bool {
    let source = parser.document.source;
    let Some(first) = frame.line() else { return false };
    let Some(Marker { ordered, .. }) = marker(first, source, 3) else { return false };
    let (items, ended) = read_items(frame, source, ordered);
    let end = items.iter().rev().find_map(|item| item.last_line(source)).unwrap_or(first.end);
    let pending = children.pending.take();
    let count = items.len();
    let mut list: Vec<Item> = Vec::with_capacity(count);
    let mut task = false;
    let mut blank_behind = None;
    for (number, raw) in items.into_iter().enumerate() {
        let last = number + 1 == count;
        let mut item = Item { attributes: raw.attributes, ..Item::default() };
        for lines in raw.parts {
            parser.nested(lines, &mut item.children);
        }
        if last {
            blank_behind = None;
        }
        if !item.children.is_empty() {
            show_bare(&mut item.children, last, ended, &list);
            blank_behind = match item.children.last() {
                Some(Block { kind: BlockKind::Blank { .. }, .. }) => item.children.pop(),
                _ => None,
            };
        }
        if parser.document.options.is_github()
            && let Some(Block { kind: BlockKind::Paragraph { text, .. }, .. }) = item.children.first()
        {
            item.task = take_check_box(text, &mut parser.document.lines, source);
            task |= item.task.is_some();
            item.task_class = task;
        }
        list.push(item);
    }
    children.pending = pending;
    children.push(BlockKind::List { ordered, task, items: list }, Span::new(first.start, end));
    if let Some(blank) = blank_behind
        && !ended
    {
        children.blocks.push(blank);
    }
    true
}

/// An item's lines before they are read as blocks.
struct RawItem {
    attributes: Option<Box<Attributes>>,
    /// Parts that are read one by one: a nested list begins the second.
    parts: Vec<Vec<Line>>,
}

impl RawItem {
    fn push(&mut self, line: Line) {
        match self.parts.last_mut() {
            Some(part) => part.push(line),
            None => self.parts.push(vec![line]),
        }
    }

    fn last_line(&self, source: &str) -> Option<usize> {
        self.parts.iter().flatten().rev().find(|line| !line.is_blank(source)).map(|line| line.end)
    }
}

/// Takes the lines of a list; also whether `^` ended it.
fn read_items(frame: &mut Frame<'_>, source: &str, ordered: bool) -> (Vec<RawItem>, bool) {
    let mut items: Vec<RawItem> = Vec::new();
    let mut indentation = 0;
    let mut most = 3;
    let mut nested = false;
    let mut blank = false;
    while let Some(line) = frame.line() {
        let text = line.text(source);
        if blank && line.behind_spaces(source, 3).is_some_and(leaf::is_rule) {
            break;
        }
        if line.pad == 0 && text.strip_prefix('^').is_some_and(|rest| rest.trim().is_empty()) {
            frame.at += 1;
            return (items, true);
        }
        if let Some(found) = marker(line, source, most).filter(|found| found.ordered == ordered) {
            let (content, attributes, width) = first_line(line, source, found.width);
            indentation = width;
            most = indentation.saturating_sub(1).min(3);
            nested = marker(content, source, 3).is_some();
            blank = false;
            items.push(RawItem { attributes, parts: vec![unless_empty(content)] });
        } else if let Some(item) = items.last_mut() {
            if line.is_blank(source) {
                nested = true;
                blank = true;
                item.push(line);
            } else if has_indentation(line, source, indentation)
                || !blank && !ends_item(line, source, indentation)
            {
                let mut line = expand_tabs(line, source);
                let indented = line.spaces(source) >= indentation;
                if indented {
                    line = line.without_spaces(indentation);
                }
                let begins = marker(line, source, 3).is_some();
                if !nested && indented && begins {
                    item.parts.push(Vec::new());
                    nested = true;
                } else if nested && !indented && begins {
                    line.pad += indentation + 4;
                }
                item.push(line);
                blank = false;
            } else {
                break;
            }
        } else {
            break;
        }
        frame.at += 1;
    }
    (items, false)
}

/// The content of a marker's own line, the attribute list before it, and how deep the item's lines are indented.
fn first_line(line: Line, source: &str, width: usize) -> (Line, Option<Box<Attributes>>, usize) {
    let marked = line.behind_spaces(source, usize::MAX).unwrap_or("");
    let marker_length = width - line.spaces(source);
    let start = line.end - marked.len() + marker_length;
    let content = Line { pad: 0, start, end: line.end };
    let trimmed = content.trimmed_start(source);
    let (list, length) = attributes::list(trimmed.text(source)).unwrap_or(("", 0));
    let valid = length > 0 && attributes::definition(trimmed.text(source)).is_none();
    let behind =
        if valid { Line { start: trimmed.start + length, ..trimmed }.trimmed_start(source) } else { trimmed };
    let mut column = width;
    for byte in content.text(source).bytes().take_while(|b| matches!(b, b' ' | b'\t')) {
        column += if byte == b'\t' { 4 - column % 4 } else { 1 };
    }
    let indentation = if behind.start >= behind.end { 4 } else { column };
    let attributes = valid.then(|| {
        let mut attributes = Box::<Attributes>::default();
        attributes.parse(list);
        attributes.id_place = Some(Span::new(trimmed.start, trimmed.start + length));
        attributes
    });
    (behind, attributes, indentation)
}

fn unless_empty(line: Line) -> Vec<Line> {
    // Most items have a few lines: one growth less for each.
    let mut lines = Vec::with_capacity(4);
    lines.extend(Some(line).filter(|line| line.start < line.end));
    lines
}

/// Returns whether a line is indented as an item's content: so many spaces, or tabs that reach further.
fn has_indentation(line: Line, source: &str, indentation: usize) -> bool {
    let mut spaces = line.pad;
    let mut tabs_and_fours = 0;
    for byte in line.text(source).bytes() {
        match byte {
            b' ' => spaces += 1,
            b'\t' if spaces.is_multiple_of(4) => {
                tabs_and_fours += spaces / 4 + 1;
                spaces = 0;
            }
            _ => break,
        }
    }
    let units = tabs_and_fours + spaces / 4;
    units > indentation / 4 || units == indentation / 4 && spaces % 4 >= indentation % 4
}

/// Returns whether a line that is not indented ends the item: an attribute list, a tag of a block's HTML.
fn ends_item(line: Line, source: &str, indentation: usize) -> bool {
    line.behind_spaces(source, indentation.min(3))
        .is_some_and(|text| is_attribute_list(text) || begins_html(text))
}

fn expand_tabs(line: Line, source: &str) -> Line {
    if line.pad > 0 {
        return line;
    }
    let tabs = line.text(source).bytes().take_while(|&b| b == b'\t').count();
    Line { pad: 4 * tabs, start: line.start + tabs, end: line.end }
}

/// kramdown's rule for an item whose first paragraph shows without `<p>`.
fn show_bare(children: &mut Vec<Block>, last: bool, ended: bool, before: &[Item]) {
    if let [
        Block { kind: BlockKind::Paragraph { .. }, attributes: Some(_), .. },
        Block { kind: BlockKind::End(_), .. },
        ..,
    ] = children.as_slice()
    {
        children.remove(1);
    }
    let count = children.len();
    let second_blank = matches!(children.get(1), Some(Block { kind: BlockKind::Blank { .. }, .. }));
    let follows_bare = || {
        before.is_empty()
            || before.iter().any(|item| {
                !matches!(
                    item.children.first(),
                    Some(Block { kind: BlockKind::Paragraph { transparent: false, .. }, .. })
                )
            })
    };
    if let Some(Block { kind: BlockKind::Paragraph { transparent, .. }, .. }) = children.first_mut() {
        let close = count < 2 || !second_blank || last && count == 2 && !ended;
        *transparent = close && (!last || follows_bare());
    }
}

/// Takes `[ ]` or `[x]` from the start of an item that has text after it, and the attribute lists that follow.
fn take_check_box(text: &Text, lines: &mut [Line], source: &str) -> Option<CheckBox> {
    let first = lines.get_mut(text.lines.start)?;
    let trimmed = first.trimmed_start(source);
    let content = trimmed.text(source);
    let checked = match content.get(..3)? {
        "[ ]" => false,
        "[x]" | "[X]" => true,
        _ => return None,
    };
    let rest = content.get(3..)?;
    let goes_on = text.lines.len() > 1;
    let is_text = |rest: &str| !rest.trim_start_matches(line::is_space_char).is_empty();
    if !(rest.is_empty() || rest.starts_with(line::is_space_char)) || !(is_text(rest) || goes_on) {
        return None;
    }
    let mut behind = Line { start: trimmed.start + 3, ..trimmed }.trimmed_start(source);
    let mut attributes: Option<Box<Attributes>> = None;
    while let Some((list, length)) = attributes::list(behind.text(source)) {
        let own = attributes.get_or_insert_default();
        own.parse(list);
        own.id_place = Some(Span::new(behind.start, behind.start + length));
        behind.start += length;
    }
    let rest = behind.text(source);
    let space = match &attributes {
        Some(_) if !is_text(rest) && goes_on => "\n",
        Some(_) if is_text(rest) && rest.starts_with(line::is_space_char) => " ",
        _ => "",
    };
    *first = behind;
    Some(CheckBox { checked, attributes, space })
}

/// A definition list: the paragraph before it holds the terms.
pub(crate) fn definition_list(
    parser: &mut Parser<'_>,
    frame: &mut Frame<'_>,
    children: &mut Children<'_>,
) -> bool {
    let source = parser.document.source;
    let Some(first) = frame.line().filter(|line| definition_marker(*line, source).is_some()) else {
        return false;
    };
    let is_paragraph =
        |block: Option<&Block>| matches!(block, Some(Block { kind: BlockKind::Paragraph { .. }, .. }));
    let count = children.blocks.len();
    let behind_blank =
        matches!(children.blocks.last(), Some(Block { kind: BlockKind::Blank { single: true }, .. }));
    let as_paragraph =
        behind_blank && is_paragraph(count.checked_sub(2).and_then(|at| children.blocks.get(at)));
    if !is_paragraph(children.blocks.last()) && !as_paragraph {
        return false;
    }
    if as_paragraph {
        children.blocks.pop();
    }
    let Some(Block { kind: BlockKind::Paragraph { text, .. }, attributes, span }) = children.blocks.pop()
    else {
        return false;
    };
    let mut list: Vec<Definition> = text
        .lines
        .map(|number| {
            let line = parser.document.lines.get(number).copied().unwrap_or(first);
            let (content, attributes, _) = term(line, source);
            if let Some(line) = parser.document.lines.get_mut(number) {
                *line = content;
            }
            Definition::Term { text: Text { lines: number..number + 1 }, attributes }
        })
        .collect();
    let pending = children.pending.take();
    let mut blank_behind = None;
    let mut end = first.end;
    for description in read_descriptions(frame, source, as_paragraph) {
        let mut blocks = Vec::new();
        end = description.lines.iter().rev().find(|l| !l.is_blank(source)).map_or(end, |line| line.end);
        // A paragraph of an indented block after it makes the first one to one, in Python-Markdown.
        let is_python = parser.document.options.python_markdown;
        let after = description.lines.iter().position(|line| line.is_blank(source));
        let after = after.and_then(|at| description.lines.get(at..));
        let after = after.and_then(|rest| rest.iter().find(|line| !line.is_blank(source)));
        let goes_on = after.is_some_and(|line| line.spaces(source) < 4);
        parser.nested(description.lines, &mut blocks);
        if !blocks.is_empty() {
            blank_behind = match blocks.last() {
                Some(Block { kind: BlockKind::Blank { .. }, .. }) => blocks.pop(),
                _ => None,
            };
        }
        if let Some(Block { kind: BlockKind::Paragraph { transparent, .. }, .. }) = blocks.first_mut() {
            *transparent = !(description.as_paragraph || is_python && goes_on);
        }
        list.push(Definition::Description { children: blocks, attributes: description.attributes });
    }
    children.pending = pending;
    push_definitions(children, list, attributes, Span::new(span.start, end));
    children.blocks.extend(blank_behind);
    true
}

/// Appends to a definition list that stands right before, or makes a new one.
fn push_definitions(
    children: &mut Children<'_>,
    list: Vec<Definition>,
    attributes: Option<Box<Attributes>>,
    span: Span,
) {
    let is_list =
        |block: Option<&Block>| matches!(block, Some(Block { kind: BlockKind::Definitions(_), .. }));
    let count = children.blocks.len();
    let behind_blank = matches!(children.blocks.last(), Some(Block { kind: BlockKind::Blank { .. }, .. }))
        && is_list(count.checked_sub(2).and_then(|at| children.blocks.get(at)));
    if behind_blank {
        children.blocks.pop();
    }
    if let Some(Block { kind: BlockKind::Definitions(before), span: whole, .. }) = children.blocks.last_mut()
    {
        before.extend(list);
        whole.end = span.end;
        return;
    }
    children.push(BlockKind::Definitions(list), span);
    if let (Some(block), Some(attributes)) = (children.blocks.last_mut(), attributes) {
        block.attributes = Some(attributes);
    }
}

fn term(line: Line, source: &str) -> (Line, Option<Box<Attributes>>, usize) {
    let trimmed = line.trimmed_start(source);
    first_line(Line { pad: 0, ..trimmed }, source, 0)
}

struct Description {
    lines: Vec<Line>,
    attributes: Option<Box<Attributes>>,
    as_paragraph: bool,
}

fn read_descriptions(frame: &mut Frame<'_>, source: &str, behind_blank: bool) -> Vec<Description> {
    let mut descriptions: Vec<Description> = Vec::new();
    let mut as_paragraph = behind_blank;
    let mut indentation = 0;
    let mut most = 3;
    let mut blank = false;
    while let Some(line) = frame.line() {
        let width = definition_marker(line, source).filter(|_| line.spaces(source) <= most);
        if let Some(width) = width {
            let (content, attributes, deep) = first_line(line, source, width);
            indentation = deep;
            most = indentation.saturating_sub(1).min(3);
            descriptions.push(Description { lines: unless_empty(content), attributes, as_paragraph });
            as_paragraph = false;
            blank = false;
        } else if line
            .text(source)
            .strip_prefix('^')
            .is_some_and(|rest| line.pad == 0 && rest.trim().is_empty())
        {
            break;
        } else if let Some(description) = descriptions.last_mut() {
            if line.is_blank(source) {
                description.lines.push(line);
                as_paragraph = true;
                blank = true;
            } else if has_indentation(line, source, indentation)
                || !blank && !ends_item(line, source, indentation)
            {
                let line = expand_tabs(line, source);
                let deep = line.spaces(source) >= indentation;
                description.lines.push(if deep { line.without_spaces(indentation) } else { line });
                as_paragraph = false;
                blank = false;
            } else {
                break;
            }
        } else {
            break;
        }
        frame.at += 1;
    }
    descriptions
}

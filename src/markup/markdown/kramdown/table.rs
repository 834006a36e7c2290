//! Tables: lines with pipes.

use crate::markup::markdown::kramdown::block::{Alignment, BlockKind, Part, Table, Text};
use crate::markup::markdown::kramdown::boundary::is_boundary;
use crate::markup::markdown::kramdown::line::{Line, is_space_char};
use crate::markup::markdown::kramdown::spans::code;
use crate::markup::markdown::kramdown::state::{Children, Frame, Parser};
use crate::markup::markdown::kramdown::tags;
use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// How many cells are added to rows that are too short; 14 kB of them can ask for four million. kramdown has no bound; the
/// largest table of a real site that was seen has some thousand cells in all. The rule `ragged-table` reports it.
const MOST_MISSING_CELLS: usize = 100_000;

/// A table; `false` where the lines with pipes are none, as when text follows them.
pub(crate) fn table(parser: &mut Parser<'_>, frame: &mut Frame<'_>, children: &mut Children<'_>) -> bool {
    let source = parser.document.source;
    let Some(first) = frame.line() else { return false };
    let text = first.text(source);
    if memchr::memchr(b'|', text.as_bytes()).is_none() || !has_pipe(text) || !children.at_boundary() {
        return false;
    }
    if text.trim_start_matches(' ').starts_with('\t') {
        return false;
    }
    let second = frame.lines.get(frame.at + 1);
    if parser.document.options.python_markdown && !second.is_some_and(|line| separator(line.text(source))) {
        return false;
    }
    // kramdown gives a waiting attribute list to the table that it tries to read, be it one or not.
    let pending = children.pending.take();
    let rest = frame.lines.get(frame.at..).unwrap_or(&[]);
    let count = rest.iter().take_while(|line| is_table_line(**line, source)).count();
    let skip = usize::from(separator(first.text(source)));
    if !is_boundary(rest.get(count.max(skip)).copied(), source) {
        return false;
    }
    let lines: Vec<Line> = rest.iter().take(count).copied().collect();
    let start = parser.document.lines.len();
    let text: Vec<&str> = lines.iter().map(|line| line.text(source)).collect();
    if !has_pipes_everywhere(&text.join("\n")) {
        return false;
    }
    let Some(mut table) = read(parser, &lines, skip) else {
        parser.document.lines.truncate(start);
        return false;
    };
    if parser.document.options.python_markdown {
        // Its head tells how many columns a table has.
        table.columns = table.parts.first().and_then(|(_, rows)| rows.first()).map_or(0, Vec::len);
    }
    let mut missing = 0;
    for row in table.parts.iter_mut().flat_map(|(_, rows)| rows) {
        missing += table.columns.saturating_sub(row.len());
        if missing > MOST_MISSING_CELLS {
            parser.document.ragged_tables.push(first.trimmed_start(source).span());
            break;
        }
        row.resize_with(table.columns, Text::default);
    }
    table.alignment.resize(table.columns, Alignment::Default);
    frame.at += count;
    let end = lines.last().map_or(first.end, |line| line.end);
    children.pending = pending;
    children.push(BlockKind::Table(Box::new(table)), Span::new(first.start, end));
    true
}

fn read(parser: &mut Parser<'_>, lines: &[Line], skip: usize) -> Option<Table> {
    let source = parser.document.source;
    let leading = lines.first()?.text(source).trim_start_matches(is_space_char).starts_with('|');
    let mut table = Table::default();
    let mut rows: Vec<Vec<Text>> = Vec::new();
    let mut footer = false;
    for line in lines.iter().skip(skip) {
        let text = line.text(source);
        if separator(text) {
            if rows.is_empty() {
                continue;
            }
            if table.alignment.is_empty() && !footer {
                table.parts.push((Part::Head, std::mem::take(&mut rows)));
                table.alignment = alignment(text);
            } else if !footer {
                table.parts.push((Part::Body, std::mem::take(&mut rows)));
            }
        } else if footer_separator(text) {
            if !rows.is_empty() {
                table.parts.push((Part::Body, std::mem::take(&mut rows)));
            }
            footer = true;
        } else {
            let cells = cells(*line, source, leading);
            table.columns = table.columns.max(cells.len());
            let row = cells.into_iter().map(|cell| {
                let start = parser.document.lines.len();
                parser.document.lines.push(cell);
                Text { lines: start..start + 1 }
            });
            rows.push(row.collect());
        }
    }
    if !rows.is_empty() {
        table.parts.push((if footer { Part::Foot } else { Part::Body }, rows));
    }
    table.parts.iter().any(|(part, _)| *part == Part::Body).then_some(table)
}

/// Returns whether a line may belong to a table: it begins with a pipe or has one that no backslash stands before.
fn is_table_line(line: Line, source: &str) -> bool {
    has_pipe(line.text(source))
}

fn has_pipe(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'|', bytes).any(|at| at == 0 || bytes.get(at - 1) != Some(&b'\\'))
}

fn separator(text: &str) -> bool {
    text.contains('-') && text.bytes().all(|b| matches!(b, b'+' | b'|' | b':' | b' ' | b'\t' | b'-'))
}

fn footer_separator(text: &str) -> bool {
    text.contains('=') && text.bytes().all(|b| matches!(b, b'+' | b'|' | b':' | b' ' | b'\t' | b'='))
}

fn alignment(text: &str) -> Vec<Alignment> {
    let mut columns = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| rest.iter().position(|&b| b == b'-')) {
        let start = at + found;
        let length = bytes.iter().skip(start).take_while(|&&b| b == b'-').count();
        let left = start > 0 && bytes.get(start - 1) == Some(&b':');
        let right = bytes.get(start + length) == Some(&b':');
        columns.push(match (left, right) {
            (false, false) => Alignment::Default,
            (true, false) => Alignment::Left,
            (false, true) => Alignment::Right,
            (true, true) => Alignment::Center,
        });
        at = start + length + usize::from(right);
    }
    columns
}

/// The cells of a row.
fn cells(line: Line, source: &str, leading: bool) -> Vec<Line> {
    let line = line.trimmed_end(source);
    let text = line.text(source);
    let mut cells = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let mut push = |from: usize, to: usize| {
        let cell = Line { pad: 0, start: line.start + from, end: line.start + to };
        cells.push(cell.trimmed_start(source).trimmed_end(source));
    };
    let bytes = text.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'|' if at == 0 || bytes.get(at - 1) != Some(&b'\\') => {
                push(start, at);
                start = at + 1;
                at += 1;
            }
            b'`' => {
                at += code(text, at).whole;
            }
            b'<' => at += code_element_length(text.part(at..)),
            _ => at += 1,
        }
    }
    push(start, text.len());
    if leading && cells.first().is_some_and(|cell| cell.start >= cell.end) {
        cells.remove(0);
    }
    if cells.last().is_some_and(|cell| cell.start >= cell.end) {
        cells.pop();
    }
    cells
}

/// kramdown's check that lines have pipes outside of code spans and HTML.
fn has_pipes_everywhere(text: &str) -> bool {
    let mut found = false;
    let mut at = 0;
    let mut start = 0;
    let bytes = text.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        // Inside of a character stands none of the bytes below.
        let rest = text.get(at..).unwrap_or("");
        let length = match byte {
            b'`' => {
                let code = code(text, at);
                let Some(body) = code.body else {
                    at += code.whole;
                    continue;
                };
                if !pipes_in_text(text.part(start..at), &mut found) {
                    return found;
                }
                let lines =
                    rest.part(code.marks..code.marks + body).trim_end_matches('\n').split('\n').count();
                if lines > 2 || lines == 2 && !found {
                    return found;
                }
                found &= lines < 2;
                code.whole
            }
            b'<' => {
                let Some(length) = element_length(rest) else {
                    at += 1;
                    continue;
                };
                if !pipes_in_text(text.part(start..at), &mut found) {
                    return found;
                }
                length
            }
            _ => {
                at += 1;
                continue;
            }
        };
        at += length;
        start = at;
    }
    pipes_in_text(text.part(start..), &mut found);
    found
}

/// Takes a run of text into account; `false` where one of its lines has no pipe.
fn pipes_in_text(text: &str, found: &mut bool) -> bool {
    let trimmed = text.trim_end_matches('\n');
    if trimmed.is_empty() && !text.is_empty() {
        return true;
    }
    let lines: Vec<&str> = trimmed.split('\n').collect();
    let pipe = |line: Option<&&str>| line.is_some_and(|line| has_pipe(line));
    if lines.len() > 1 && !*found && !pipe(lines.first()) {
        return false;
    }
    *found = (lines.len() <= 1 && *found) || pipe(lines.last());
    true
}

/// The length of the element of HTML that begins here: up to its end tag, or to the end.
fn element_length(text: &str) -> Option<usize> {
    let tag = tags::start_tag(text)?;
    let name = tags::known_name(tag.name);
    if tags::is_block(&name) {
        return None;
    }
    if tag.closed || tags::is_void(&name) {
        return Some(tag.length);
    }
    let rest = text.get(tag.length..)?;
    Some(tag.length + tags::raw_end(rest, &name).map_or(rest.len(), |(at, length)| at + length))
}

fn code_element_length(text: &str) -> usize {
    if !text.starts_with("<code") {
        return 1;
    }
    let Some(open) = find_near(text, ">") else { return 1 };
    text.get(open..).and_then(|rest| find_near(rest, "</code>")).map_or(1, |end| open + end + 7)
}

/// The offset of `what` in the first few thousand bytes: a bound, so that hostile lines stay linear.
fn find_near(text: &str, what: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memmem::find(bytes.get(..bytes.len().min(8192)).unwrap_or(bytes), what.as_bytes())
}

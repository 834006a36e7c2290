//! Blocks without blocks in them: blank lines, code, headings, rules, math.

use crate::markup::markdown::kramdown::block::{Block, BlockKind, Text};
use crate::markup::markdown::kramdown::boundary::{ends_lazily, is_boundary};
use crate::markup::markdown::kramdown::line::{self, Line};
use crate::markup::markdown::kramdown::state::{Children, Frame, Parser};
use crate::text::pieces::{Part as _, Pieces as _};
use crate::text::source::Span;

/// Blank lines.
pub(crate) fn blank(frame: &mut Frame<'_>, source: &str, children: &mut Children<'_>) {
    let start = frame.line().map_or(0, |line| line.start);
    let mut count = 0;
    let mut empty = true;
    let mut end = start;
    while let Some(line) = frame.line().filter(|line| line.is_blank(source)) {
        count += 1;
        empty &= line.start == line.end && line.pad == 0;
        end = line.end;
        frame.at += 1;
    }
    if let Some(Block { kind: BlockKind::Blank { single }, .. }) = children.blocks.last_mut() {
        *single = false;
        return;
    }
    children.push(BlockKind::Blank { single: count == 1 && empty }, Span::new(start, end));
}

/// A block of indented code, with the lines that kramdown lets follow lazily.
pub(crate) fn indented_code(
    frame: &mut Frame<'_>,
    source: &str,
    takes_lazy: bool,
    children: &mut Children<'_>,
) {
    let start = frame.line().map_or(0, |line| line.start);
    let lines = code_lines(frame, source, takes_lazy);
    let end = lines.last().map_or(start, |line| line.end);
    let mut code = String::new();
    for (number, line) in lines.iter().enumerate() {
        let lazy = number > 0
            && !line.is_blank(source)
            && line.spaces(source) < 4
            && !line.text(source).starts_with('\t');
        if lazy {
            code.pop();
            code.push(' ');
        }
        line.outdented(source).push_to(source, &mut code);
        code.push('\n');
    }
    children.push(BlockKind::Code { code, language: None, options: String::new() }, Span::new(start, end));
}

/// Takes the lines of indented code: groups of indented lines, blank ones between, and, where `takes_lazy`, lazy ones after
/// them.
pub(crate) fn code_lines(frame: &mut Frame<'_>, source: &str, takes_lazy: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    loop {
        let mut ahead = frame.at;
        while frame.lines.get(ahead).is_some_and(|line| line.is_blank(source)) {
            ahead += 1;
        }
        let begins = |line: &Line| line.is_indented(source) && !line.is_blank(source);
        if !frame.lines.get(ahead).is_some_and(begins) {
            return lines;
        }
        lines.extend_from_slice(frame.lines.get(frame.at..ahead).unwrap_or(&[]));
        frame.at = ahead;
        while let Some(line) = frame.line().filter(begins) {
            lines.push(line);
            frame.at += 1;
        }
        let goes_on = |line: &Line| begins(line) || takes_lazy && !ends_lazily(*line, source);
        while let Some(line) = frame.line().filter(goes_on) {
            lines.push(line);
            frame.at += 1;
        }
    }
}

/// The marks of a fence: their run and what follows.
pub(crate) fn fence_marks(text: &str) -> Option<(&str, &str)> {
    let length = text.bytes().take_while(|b| matches!(b, b'`' | b'~')).count();
    (length >= 3).then(|| text.split_at(length))
}

/// A fenced block of code; `false` where its first line says more than a language, or nothing closes it.
pub(crate) fn fence(parser: &mut Parser<'_>, frame: &mut Frame<'_>, children: &mut Children<'_>) -> bool {
    let source = parser.document.source;
    let Some(line) = frame.line() else { return false };
    let Some((marks, info)) = line.behind_spaces(source, 3).and_then(fence_marks) else { return false };
    if !parser.document.options.gfm && (marks.contains('`') || line.spaces(source) > 0) {
        return false;
    }
    let length = shorter_fence(marks, info, frame, source).unwrap_or(marks.len());
    let rest = frame.lines.get(frame.at + 1..).unwrap_or(&[]);
    let Some((marks, info)) = line.behind_spaces(source, 3).and_then(|text| text.split_at_checked(length))
    else {
        return false;
    };
    let info = info.trim_matches(line::is_space_char);
    let mut words = info.split(line::is_space_char);
    let language = words.next().unwrap_or(info);
    let is_wordy = words.next().is_some();
    if is_wordy && (info.contains(['`', '~']) || !parser.document.options.fence_words) {
        return false;
    }
    let last = marks.as_bytes().last().copied().unwrap_or(b'~');
    let missing = format!("fence {marks}");
    let closes = |line: &Line| {
        line.behind_spaces(source, 3)
            .and_then(|text| text.strip_prefix(marks))
            .is_some_and(|rest| rest.trim_start_matches(char::from(last)).trim().is_empty())
    };
    let found = if frame.is_missing(&missing) { None } else { rest.iter().position(closes) };
    let Some(length) = found else {
        // Marks of both kinds, or a backtick after the marks, are a code span rather than a fence that someone forgot to close.
        let means_fence =
            !is_wordy && marks.bytes().all(|b| b == last) && !(last == b'`' && info.contains('`'));
        if means_fence {
            parser.document.unclosed_fences.push(line.trimmed_start(source).span());
        }
        frame.missing.push(missing);
        return false;
    };
    let mut code = String::new();
    line::push_lines(rest.get(..length).unwrap_or(&[]), source, &mut code);
    let end = rest.get(length).map_or(line.end, |line| line.end);
    if is_wordy && !parser.document.options.python_markdown {
        parser.document.wordy_fences.push(line.trimmed_start(source).span());
    }
    let options = language.to_owned();
    let language = language.split('?').next().filter(|language| !language.is_empty()).map(str::to_owned);
    frame.at += length + 2;
    children.push(BlockKind::Code { code, language, options }, Span::new(line.start, end));
    true
}

/// The length of the longest beginning of a fence's marks that a later line closes, where none closes all of them: kramdown's
/// expression for a fence then takes fewer marks, and reads those that are left as the language. Nothing where the first line
/// leaves no room for that.
fn shorter_fence(marks: &str, info: &str, frame: &mut Frame<'_>, source: &str) -> Option<usize> {
    const SHORTEST: usize = 3;
    /// No one writes more.
    const LONGEST: usize = 16;
    let mark = marks.bytes().next()?;
    let is_one_word = !info.trim_end_matches(line::is_space_char).contains(line::is_space_char);
    let has_room = (SHORTEST + 1..=LONGEST).contains(&marks.len());
    if !has_room || !is_one_word || !marks.bytes().all(|byte| byte == mark) {
        return None;
    }
    let name = |length: usize| format!("fence {}", marks.part(..length));
    // What an earlier fence did not find does not follow this one either.
    let possible = (SHORTEST..=marks.len()).rev().find(|&length| !frame.is_missing(&name(length)))?;
    let mut longest = 0;
    for line in frame.lines.get(frame.at + 1..).unwrap_or(&[]) {
        let Some(text) = line.behind_spaces(source, 3) else { continue };
        let run = text.bytes().take_while(|&byte| byte == mark).count();
        if run > longest && text.get(run..).is_some_and(|rest| rest.trim().is_empty()) {
            longest = run;
        }
        if longest >= possible {
            break;
        }
    }
    let longest = longest.min(possible);
    let missing: Vec<String> = (longest.max(SHORTEST - 1) + 1..=possible).map(name).collect();
    frame.missing.extend(missing);
    (longest >= SHORTEST && longest < marks.len()).then_some(longest)
}

/// Returns whether `#` marks begin a heading here.
pub(crate) fn is_atx_heading(line: Line, source: &str) -> bool {
    let text = line.text(source);
    let level = text.bytes().take_while(|&b| b == b'#').count();
    line.pad == 0
        && (1..=6).contains(&level)
        && text.get(level..).is_some_and(|rest| rest.starts_with([' ', '\t']))
}

/// A heading with `#` marks.
pub(crate) fn atx_heading(
    parser: &mut Parser<'_>,
    frame: &mut Frame<'_>,
    line: Line,
    children: &mut Children<'_>,
) -> bool {
    let source = parser.document.source;
    let gfm = parser.document.options.gfm;
    let text = line.text(source);
    let level = text.bytes().take_while(|&b| b == b'#').count().min(6);
    if line.pad > 0 || level == 0 || gfm && !is_atx_heading(line, source) || !gfm && !children.at_boundary() {
        return false;
    }
    let content = Line { start: line.start + level, ..line }.trimmed_start(source).trimmed_end(source);
    let (content, id) = explicit_id(content, source);
    let marks = content.text(source).trim_end_matches('#');
    let closing = marks.len() < content.text(source).len();
    let content = if closing && (!gfm || marks.ends_with([' ', '\t'])) {
        Line { end: content.start + marks.len(), ..content }.trimmed_end(source)
    } else {
        content
    };
    if content.start >= content.end {
        return false;
    }
    frame.at += 1;
    heading(parser, children, u8::try_from(level).unwrap_or(6), content, id, line.trimmed_end(source).span());
    true
}

/// A heading with a line under it.
pub(crate) fn setext_heading(
    parser: &mut Parser<'_>,
    frame: &mut Frame<'_>,
    line: Line,
    children: &mut Children<'_>,
) -> bool {
    let source = parser.document.source;
    let Some(under) = frame.lines.get(frame.at + 1).copied() else { return false };
    let rule = under.text(source);
    let level = match rule.as_bytes().first() {
        Some(b'=') => 1,
        Some(b'-') => 2,
        _ => return false,
    };
    let bare =
        rule.trim_start_matches(['=', '-']).bytes().all(|b| matches!(b, b' ' | b'\t' | b'\r' | 0x0b | 0x0c));
    if under.pad > 0
        || !bare
        || !(children.at_boundary() || parser.document.options.python_markdown && follows_whole(children))
        || line.text(source).trim_start_matches(' ').starts_with('\t')
    {
        return false;
    }
    let (content, id) = explicit_id(line.trimmed_start(source).trimmed_end(source), source);
    if content.start >= content.end {
        return false;
    }
    frame.at += 2;
    let span = Span::new(line.trimmed_start(source).start, under.trimmed_end(source).end);
    heading(parser, children, level, content, id, span);
    true
}

/// Whether the last block is of lines that end it: to Python-Markdown what follows begins another.
fn follows_whole(children: &Children<'_>) -> bool {
    children
        .blocks
        .last()
        .is_some_and(|last| matches!(last.kind, BlockKind::Rule | BlockKind::Heading { .. }))
}

fn heading(
    parser: &mut Parser<'_>,
    children: &mut Children<'_>,
    level: u8,
    content: Line,
    id: Option<String>,
    span: Span,
) {
    let start = parser.document.lines.len();
    let mut content = content;
    if parser.document.options.python_markdown {
        // To Python a no-break space is white space too.
        let text = content.text(parser.document.source);
        content.end -= text.len() - text.trim_end().len();
        content.start = content.end - text.trim().len();
    }
    parser.document.lines.push(content);
    let text = Text { lines: start..start + 1 };
    children.push(BlockKind::Heading { level, text, id }, span);
}

/// Takes `{#id}` from the end of a heading.
fn explicit_id(content: Line, source: &str) -> (Line, Option<String>) {
    let text = content.text(source);
    let found = text.strip_suffix('}').and_then(|text| text.rsplit_once("{#")).filter(|(before, id)| {
        before.ends_with([' ', '\t'])
            && id.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | ':'))
            && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '.'))
    });
    match found {
        Some((before, id)) => {
            let content = Line { end: content.start + before.len(), ..content }.trimmed_end(source);
            (content, Some(id.to_owned()))
        }
        None => (content, None),
    }
}

/// Returns whether the line is a horizontal rule: three or more of one mark, with white space between.
pub(crate) fn is_rule(text: &str) -> bool {
    let mark = text.as_bytes().first().copied().unwrap_or(b' ');
    matches!(mark, b'*' | b'-' | b'_')
        && text.bytes().filter(|&b| b == mark).count() >= 3
        && text.bytes().all(|b| b == mark || matches!(b, b' ' | b'\t'))
}

/// A horizontal rule.
pub(crate) fn rule(frame: &mut Frame<'_>, text: &str, children: &mut Children<'_>) -> bool {
    let Some(line) = frame.line().filter(|_| is_rule(text)) else { return false };
    frame.at += 1;
    children.push(BlockKind::Rule, line.span());
    true
}

/// A block of math between `$$`, alone between block boundaries.
pub(crate) fn math<'s>(
    parser: &mut Parser<'s>,
    frame: &mut Frame<'s>,
    line: Line,
    children: &mut Children<'_>,
) -> bool {
    let source = parser.document.source;
    let Some(text) = line.behind_spaces(source, 3) else { return false };
    let escaped = text.starts_with("\\$$");
    if !(escaped || text.starts_with("$$")) || !children.at_boundary() || frame.is_missing("$$") {
        return false;
    }
    let start = line.end - text.len();
    let number = frame.at;
    let flat = frame.flat(parser.document.source);
    let open = flat.offset(number, Line { pad: 0, start, end: line.end }) + usize::from(escaped) + 2;
    let Some(rest) = flat.text.get(open..) else { return false };
    let Some(length) = memchr::memmem::find(rest.as_bytes(), b"$$") else {
        frame.missing.push("$$".to_owned());
        return false;
    };
    let body = rest.part(..length).trim_matches(line::is_space_char).to_owned();
    let behind = rest.part(length + 2..);
    let line_rest = behind.up_to('\n');
    let (last, _) = flat.line_at(open + length);
    let ends_line = line_rest.bytes().all(line::is_space);
    if !ends_line || !is_boundary(frame.lines.get(last + 1).copied(), source) {
        return false;
    }
    if escaped {
        // The backslash only keeps the block from being one: it is not shown.
        if let Some(line) = frame.lines.get_mut(number) {
            line.pad = 0;
            line.start = start + 1;
        }
        return false;
    }
    let end = frame.lines.get(last).map_or(line.end, |line| line.end);
    frame.at = last + 1;
    children.push(BlockKind::Math(body), Span::new(start, end));
    true
}

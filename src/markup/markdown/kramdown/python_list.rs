//! Lists as Python-Markdown reads them: what is nested is indented by four, and a blank line beside an item makes it loose.
//!
//! Source: Python-Markdown 3.11, `blockprocessors.py`.

use crate::markup::markdown::kramdown::block::{Block, BlockKind, Item};
use crate::markup::markdown::kramdown::boundary::{begins_html, is_attribute_list};
use crate::markup::markdown::kramdown::leaf;
use crate::markup::markdown::kramdown::line::Line;
use crate::markup::markdown::kramdown::list::{Marker, marker};
use crate::markup::markdown::kramdown::state::{Children, Frame, Parser};
use crate::text::source::Span;

/// How far the content of an item is indented.
const INDENT: usize = 4;

/// An ordered or unordered list.
pub(crate) fn list(parser: &mut Parser<'_>, frame: &mut Frame<'_>, children: &mut Children<'_>) -> bool {
    let source = parser.document.source;
    let Some(first) = frame.line() else { return false };
    let Some(Marker { ordered, .. }) = marker(first, source, INDENT - 1) else { return false };
    let is_sane = parser.document.options.sane_lists;
    let items = read_items(frame, source, |marker| !is_sane || marker.ordered == ordered);
    let lines = items.iter().flat_map(|item| &item.parts).flatten();
    let end = lines.filter(|line| !line.is_blank(source)).map(|line| line.end).max().unwrap_or(first.end);
    let pending = children.pending.take();
    let mut list: Vec<Item> = Vec::with_capacity(items.len());
    for raw in items {
        let mut item = Item::default();
        for lines in raw.parts {
            parser.nested(lines, &mut item.children);
        }
        if let Some(Block { kind: BlockKind::Paragraph { transparent, .. }, .. }) = item.children.first_mut()
        {
            *transparent = !raw.is_loose;
        }
        while matches!(item.children.last(), Some(Block { kind: BlockKind::Blank { .. }, .. })) {
            item.children.pop();
        }
        list.push(item);
    }
    children.pending = pending;
    children.push(BlockKind::List { ordered, task: false, items: list }, Span::new(first.start, end));
    // A sane list counts from its first number.
    let digits = first.text(source).trim_start();
    let number = digits.get(..digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(0)).unwrap_or("");
    let number = number.trim_start_matches('0');
    if let Some(list) = children.blocks.last_mut().filter(|_| is_sane && ordered && number != "1") {
        let number = if number.is_empty() { "0" } else { number };
        list.attributes.get_or_insert_default().set("start", number);
    }
    true
}

/// An item's lines before they are read as blocks.
struct RawItem {
    /// Parts that are read one by one: a nested list begins one.
    parts: Vec<Vec<Line>>,
    /// Whether its text is a paragraph.
    is_loose: bool,
}

impl RawItem {
    fn new(content: Line, is_loose: bool) -> Self {
        Self { parts: vec![vec![content]], is_loose }
    }

    fn push(&mut self, lines: impl IntoIterator<Item = Line>) {
        match self.parts.last_mut() {
            Some(part) => part.extend(lines),
            None => self.parts.push(lines.into_iter().collect()),
        }
    }
}

/// Takes the lines of a list; `takes` tells which markers go on with it.
fn read_items(frame: &mut Frame<'_>, source: &str, takes: impl Fn(&Marker) -> bool) -> Vec<RawItem> {
    let mut items: Vec<RawItem> = Vec::new();
    let mut blanks: Vec<Line> = Vec::new();
    let mut at = frame.at;
    // Whether the lines since the last blank one all belong to the last item, and whether they are in a list in it.
    let (mut is_content, mut is_nested) = (false, false);
    while let Some(line) = frame.lines.get(at).copied() {
        if line.is_blank(source) {
            blanks.push(line);
            at += 1;
            continue;
        }
        let spaces = line.spaces(source);
        let begins_block = !blanks.is_empty();
        let own = marker(line, source, INDENT - 1).filter(&takes).filter(|_| !is_rule(line, source));
        match items.last_mut() {
            Some(item) if begins_block && spaces >= INDENT => {
                // Code in an item leaves its text as it is.
                item.is_loose |= spaces < 2 * INDENT;
                item.push(blanks.drain(..));
                item.push([outdented(line, source)]);
                is_content = true;
            }
            Some(item) if !begins_block && is_content => item.push([outdented(line, source)]),
            last => {
                let is_nested_marker = || {
                    let inner = outdented(line, source);
                    (INDENT..2 * INDENT).contains(&spaces) && marker(inner, source, INDENT - 1).is_some()
                };
                match (last, own) {
                    (last, Some(found)) => {
                        if let Some(before) = last {
                            before.is_loose |= begins_block;
                        }
                        items.push(RawItem::new(
                            content(line, source, &found),
                            begins_block && !items.is_empty(),
                        ));
                        (is_content, is_nested) = (false, false);
                    }
                    (Some(_), None) if begins_block || ends(line, source) => break,
                    (Some(item), None) if is_nested => item.push([outdented(line, source)]),
                    (Some(item), None) if is_nested_marker() => {
                        item.parts.push(vec![outdented(line, source)]);
                        is_nested = true;
                    }
                    (Some(item), None) => item.push([line]),
                    (None, None) => break,
                }
            }
        }
        blanks.clear();
        at += 1;
        frame.at = at;
    }
    items
}

/// What follows a marker.
fn content(line: Line, source: &str, marker: &Marker) -> Line {
    let text = line.behind_spaces(source, INDENT - 1).unwrap_or("");
    let start = line.end - text.len() + marker.width.saturating_sub(line.spaces(source));
    Line { pad: 0, start: start.min(line.end), end: line.end }.trimmed_start(source)
}

/// A line without the indentation of an item's content, where it has that.
fn outdented(line: Line, source: &str) -> Line {
    if line.spaces(source) < INDENT { line } else { line.without_spaces(INDENT) }
}

fn is_rule(line: Line, source: &str) -> bool {
    line.behind_spaces(source, INDENT - 1).is_some_and(leaf::is_rule)
}

/// Whether a line ends a list without a blank line before it: HTML, an attribute list, a rule.
fn ends(line: Line, source: &str) -> bool {
    line.behind_spaces(source, INDENT - 1)
        .is_some_and(|text| is_attribute_list(text) || begins_html(text) || leaf::is_rule(text))
}

#[cfg(test)]
mod tests {
    use crate::markup::markdown::{Options, render};

    fn html(text: &str, sane_lists: bool) -> String {
        let options = Options {
            python_markdown: true,
            sane_lists,
            auto_ids: false,
            syntax_highlighter: false,
            ..Options::default()
        };
        render(text, &options).replace('\n', "")
    }

    #[test]
    fn lists_come_out_as_python_markdown_writes_them() {
        for (text, expected) in [
            ("- a\n  - b\n- c", "<ul><li>a</li><li>b</li><li>c</li></ul>"),
            ("- a\n    - b\n    - c\n- d", "<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>"),
            ("- a\n    - b\n        - c", "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul>"),
            (
                "- a\n\n- b\n- c\n\n- d",
                "<ul><li><p>a</p></li><li><p>b</p></li><li><p>c</p></li><li><p>d</p></li></ul>",
            ),
            ("- a\n- b\n\n- c\n- d", "<ul><li>a</li><li><p>b</p></li><li><p>c</p></li><li>d</li></ul>"),
            ("- a\n\n    p\n- b", "<ul><li><p>a</p><p>p- b</p></li></ul>"),
            ("- a\n\n  p\n\n- b", "<ul><li>a</li></ul><p>p</p><ul><li>b</li></ul>"),
            (
                "- a\n\n        x = 1\n\n- b",
                "<ul><li><p>a</p><pre><code>x = 1</code></pre></li><li><p>b</p></li></ul>",
            ),
            (
                "1. a\n\n    - n\n\n    - m\n2. b",
                "<ol><li><p>a</p><ul><li><p>n</p></li><li><p>m</p></li><li>b</li></ul></li></ol>",
            ),
            ("- a\ncontinued\n- b", "<ul><li>acontinued</li><li>b</li></ul>"),
            ("1. a\n* b", "<ol><li>a</li><li>b</li></ol>"),
            ("> a\n\n> b", "<blockquote><p>a</p><p>b</p></blockquote>"),
            (
                "[x], [y]\n\n[r]:\n[x]: http://b.example/\n[y]:\n  http://c.example/\n  (T)",
                "<p><a href=\"http://b.example/\">x</a>, <a href=\"http://c.example/\" title=\"T\">y</a></p><p>[r]:</p>",
            ),
            (
                "[x]\n\n[x]: <http://b.example/>\n\"T\"",
                "<p><a href=\"http://b.example/\" title=\"T\">x</a></p>",
            ),
            ("A [x]\n[x]: http://b.example/\nB", "<p>A <a href=\"http://b.example/\">x</a></p><p>B</p>"),
            ("[x]\n\n[x]: http://b.example/ more", "<p>[x]</p><p>[x]: http://b.example/ more</p>"),
            (
                "- [a - [b]: [c] d](http://e.example)",
                "<ul><li><a href=\"http://e.example\">a - [b]: [c] d</a></li></ul>",
            ),
            (
                "- [a `[T; N]::b_[c_]d`](http://e.example) f",
                "<ul><li><a href=\"http://e.example\">a <code>[T; N]::b_[c_]d</code></a> f</li></ul>",
            ),
            ("[a](b){target=_blank}", "<p><a href=\"b\" target=\"_blank\">a</a></p>"),
            (
                "*a*{: .x #y title=\"t u\" } `c`{.d}",
                "<p><em class=\"x\" id=\"y\" title=\"t u\">a</em> <code class=\"d\">c</code></p>",
            ),
            (
                "| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |",
                "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td></td></tr><tr><td>1</td><td>2</td></tr></tbody></table>",
            ),
            ("a\\\nb $$x$$ <<c", "<p>a\\b $$x$$ &lt;&lt;c</p>"),
            // A rule needs no blank line around it.
            ("a  \n* * *\nb\n---\nc\nd\n___", "<p>a  </p><hr /><h2>b</h2><p>cd</p><hr />"),
            ("a  \n\nb", "<p>a  </p><p>b</p>"),
            // Each tag in text stands for itself.
            ("a <x> *b* </c> <u>*d*</u>", "<p>a <x> <em>b</em> </c> <u><em>d</em></u></p>"),
        ] {
            assert_eq!(html(text, false), expected, "{text}");
        }
        assert_eq!(html("1. a\n* b", true), "<ol><li>a* b</li></ol>");
        assert_eq!(html("1. a\n\n* b", true), "<ol><li>a</li></ol><ul><li>b</li></ul>");
        assert_eq!(html("3. a\n4. b", true), "<ol start=\"3\"><li>a</li><li>b</li></ol>");
        assert_eq!(html("3. a", false), "<ol><li>a</li></ol>");
    }
}

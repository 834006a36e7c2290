//! reStructuredText: the head of a file, its title and field list, and the HTML of its text.

mod blocks;
mod contents;
mod directives;
mod encode;
mod ids;
mod inline;
mod labels;
mod model;
mod names;
mod numbers;
mod options;
mod preamble;
mod quotes;
mod rows;
mod tables;

use std::collections::{HashMap, HashSet};

use crate::markup::front_matter::Map;
use crate::site::conventions::pelican::metadata::put;
use crate::text::html::text::{strip_html, unescape};

use blocks::blocks;
use contents::{Heading, MARK, filled, heading_mark};
use ids::{is_underline, section_id};
use inline::inline;
use model::Place;
use names::Names;
use numbers::Numbers;
use preamble::before_title;

/// Its metadata, keys in lower case; without a title where its underline is shorter than it, as docutils warns.
pub(super) fn metadata(text: &str) -> Map {
    let mut data = Map::default();
    let all: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    let mut lines = all.iter().copied().skip(before_title(&all)).peekable();
    // A line above the title is as good as one below it.
    if lines.peek().is_some_and(|line| is_underline(line)) {
        lines.next();
    }
    let Some(title) = lines.next() else { return data };
    let Some(underline) = lines.next().filter(|line| is_underline(line)) else { return data };
    if underline.trim_end().chars().count() >= title.trim().chars().count() {
        put(&mut data, "title", &strip_html(&inline(title.trim(), &Names::default())));
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

/// The summary of the field list as HTML.
pub(super) fn summary(text: &str) -> String {
    format!("<p class=\"first last\">{}</p>\n", inline(text, &Names::default()))
}

/// The HTML of a file whose first headings are of the second level.
#[cfg(test)]
pub(super) fn html(text: &str, language: &str) -> String {
    html_from(text, language, 2)
}

/// The HTML of a file: sections with what docutils makes of their blocks, words of its own in a language; `first` is the
/// level of the headings that are in no other.
pub(super) fn html_from(text: &str, language: &str, first: usize) -> String {
    let text = without_tabs(text).replace(MARK, "");
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().map(str::trim_end).collect();
    let (title, start) = title_and_body(&lines);
    // What precedes the title precedes the text.
    let before = if start > 0 { before_title(&lines) } else { 0 };
    // A target right before it leads to the page.
    let before = targets_before(lines.get(..before).unwrap_or(&[])).0;
    let body: Vec<&str> = lines.iter().take(before).chain(lines.iter().skip(start)).copied().collect();
    let mut names = Names::of(&lines);
    let mut numbers = Numbers::of(&body);
    let mut taken: HashSet<String> = title.map(|title| id_of(&inline(title, &names))).into_iter().collect();
    // The last number that the ids of a base have.
    let mut last: HashMap<String, usize> = HashMap::new();
    language.clone_into(&mut names.language);
    let mut out = String::new();
    let mut styles: Vec<(bool, char)> = Vec::new();
    let mut headings: Vec<Heading> = Vec::new();
    let mut open = 0;
    let mut start = 0;
    let mut at = 0;
    let flush = |from: usize, to: usize, out: &mut String| {
        let found = blocks(body.get(from..to).unwrap_or(&[]), &names, 0);
        out.push_str(&model::html(&found, Place::BODY));
    };
    while at < body.len() {
        let Some((title, style, length)) = heading(body.get(at..).unwrap_or(&[])) else {
            at += 1;
            continue;
        };
        let is_after_blank = at == start || body.get(at - 1).is_none_or(|line| line.is_empty());
        if !is_after_blank {
            at += 1;
            continue;
        }
        let (text_end, targets) = targets_before(body.get(start..at).unwrap_or(&[]));
        flush(start, start + text_end, &mut out);
        taken.extend(names::defined(body.get(start..at).unwrap_or(&[])));
        let level = styles.iter().position(|known| *known == style).unwrap_or(styles.len());
        styles.truncate(level + 1);
        if level == styles.len() {
            styles.push(style);
        }
        while open > level {
            out.push_str("</div>\n");
            open -= 1;
        }
        open += 1;
        let words = inline(title, &names);
        let base = id_of(&words);
        let mut id = base.clone();
        while id.is_empty() || taken.contains(&id) {
            let number = last.entry(base.clone()).or_default();
            *number += 1;
            id = if base.is_empty() { format!("section-{number}") } else { format!("{base}-{number}") };
        }
        taken.insert(id.clone());
        let own = numbers.next(level);
        let is_numbered = own.is_some();
        let words = own.unwrap_or_default() + &words;
        out.push_str(&format!(
            "<div class=\"section\" id=\"{id}\">\n{targets}<h{0}>{1}</h{0}>\n",
            (level + first).min(6),
            heading_mark(headings.len())
        ));
        headings.push(Heading { level, words, id, is_numbered });
        at += length;
        start = at;
    }
    flush(start, body.len(), &mut out);
    // docutils writes such blanks by their name.
    filled(&out, &headings).replace('\u{a0}', "&nbsp;") + &"</div>\n".repeat(open)
}

/// Text with blanks up to the next multiple of eight columns for each tab.
fn without_tabs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' => {
                let width = 8 - column % 8;
                out.extend(std::iter::repeat_n(' ', width));
                column += width;
            }
            '\n' => {
                out.push(c);
                column = 0;
            }
            _ => {
                out.push(c);
                column += 1;
            }
        }
    }
    out
}

/// The id that the text of a heading gives.
fn id_of(words: &str) -> String {
    section_id(&unescape(&strip_html(words)))
}

/// Where the text before a heading ends, and the elements of the targets that lead to the heading.
fn targets_before(lines: &[&str]) -> (usize, String) {
    let mut end = lines.len();
    let mut targets = String::new();
    while let Some(line) = end.checked_sub(1).and_then(|at| lines.get(at)) {
        let id = line.strip_prefix(".. _").and_then(directives::own_id);
        if let Some(id) = &id {
            targets.insert_str(0, &format!("<span id=\"{id}\"></span>"));
        } else if !line.is_empty() {
            break;
        }
        end -= 1;
    }
    (end, targets)
}

/// The title, and where the text after it and the field list begins.
fn title_and_body<'l>(lines: &[&'l str]) -> (Option<&'l str>, usize) {
    let mut at = before_title(lines);
    let title = match heading(lines.get(at..).unwrap_or(&[])) {
        Some((title, _, length)) => {
            at += length;
            title
        }
        None => return (None, 0),
    };
    at += lines.iter().skip(at).take_while(|line| line.is_empty()).count();
    let is_marker = |line: &str| {
        let ends = line.strip_prefix(':').and_then(|rest| rest.split_once(':'));
        ends.is_some_and(|(name, value)| !name.is_empty() && (value.is_empty() || value.starts_with(' ')))
    };
    let is_field = |line: &&&str| line.is_empty() || line.starts_with(' ') || is_marker(line);
    if lines.get(at).is_some_and(|line| is_marker(line)) {
        // Fields end at a blank line that something else follows.
        at += lines.iter().skip(at).take_while(is_field).count();
    }
    (Some(title), at)
}

/// The heading that lines begin with: its text, its style and its number of lines.
fn heading<'l>(lines: &[&'l str]) -> Option<(&'l str, (bool, char), usize)> {
    let first = lines.first()?;
    let second = lines.get(1)?;
    let sign = |line: &str| line.chars().next().unwrap_or('=');
    if is_underline(first) && lines.get(2).is_some_and(|third| third == first) && !second.is_empty() {
        return Some((second.trim(), (true, sign(first)), 3));
    }
    let is_text = !first.is_empty() && !first.starts_with([' ', '|', '+']) && !is_underline(first);
    let is_long = second.chars().count() > 3 || second.chars().count() >= first.chars().count();
    (is_text && is_underline(second) && is_long && !second.starts_with('|'))
        .then(|| (first.trim(), (false, sign(second)), 2))
}

#[cfg(test)]
mod tests {
    use super::{html, metadata};

    #[test]
    fn blocks_are_written_as_docutils_does() {
        for (text, expected) in [
            (
                "- a\n- b\n\n  - c\n",
                "<ul class=\"simple\">\n<li>a</li>\n<li>b<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n",
            ),
            (
                "3. a\n4. b\n\n   more\n",
                "<ol start=\"3\" class=\"arabic\">\n<li><p class=\"first\">a</p>\n</li>\n<li><p class=\"first\">b</p>\n<p>more</p>\n</li>\n</ol>\n",
            ),
            (
                "Term : kind\n   Meaning.\n",
                "<dl class=\"docutils\">\n<dt>Term <span class=\"classifier-delimiter\">:</span> <span class=\"classifier\">kind</span></dt>\n<dd>Meaning.</dd>\n</dl>\n",
            ),
            (
                "So::\n\n   x < 1\n\n   y\n",
                "<p>So:</p>\n<pre class=\"literal-block\">\nx &lt; 1\n\ny\n</pre>\n",
            ),
            ("A:\n\n   Said.\n", "<p>A:</p>\n<blockquote>\nSaid.</blockquote>\n"),
            (
                ".. note::\n   Take *care*.\n",
                "<div class=\"admonition note\">\n<p class=\"first admonition-title\">Note</p>\n<p class=\"last\">Take <em>care</em>.</p>\n</div>\n",
            ),
            (".. image:: a.png\n   :alt: A\n", "<img alt=\"A\" src=\"a.png\" />\n"),
            (
                ".. figure:: a.png\n\n   Words\n",
                "<div class=\"figure\">\n<img alt=\"\" src=\"a.png\" />\n<p class=\"caption\">Words</p>\n</div>\n",
            ),
            (
                "| a\n  b\n| c\n",
                "<div class=\"line-block\">\n<div class=\"line\">a\nb</div>\n<div class=\"line\">c</div>\n</div>\n",
            ),
            (
                "Head\n~~~~\nInner\n-----\nx\u{a0}y\n",
                "<div class=\"section\" id=\"head\">\n<h2>Head</h2>\n<div class=\"section\" id=\"inner\">\n<h3>Inner</h3>\n<p>x&nbsp;y</p>\n</div>\n</div>\n",
            ),
            (
                ".. csv-table:: T\n   :header: \"a\", b\n\n   1, 2\n",
                "<table border=\"1\" class=\"docutils\">\n<caption>T</caption>\n<colgroup>\n<col width=\"50%\" />\n<col width=\"50%\" />\n</colgroup>\n<thead valign=\"bottom\">\n<tr><th class=\"head\">a</th>\n<th class=\"head\">b</th>\n</tr>\n</thead>\n<tbody valign=\"top\">\n<tr><td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>\n",
            ),
            (
                ".. epigraph::\n\n   Said.\n\n   -- Ada\n",
                "<blockquote class=\"epigraph\">\n<p>Said.</p>\n<p class=\"attribution\">&mdash;Ada</p>\n</blockquote>\n",
            ),
            (
                ".. danger:: x\n",
                "<div class=\"admonition danger\">\n<p class=\"first admonition-title\">!DANGER!</p>\n<p class=\"last\">x</p>\n</div>\n",
            ),
            (
                "w\n\n:A: one\n:Longer than that: two\n   lines\n\nx\n",
                "<p>w</p>\n<table class=\"docutils field-list\" frame=\"void\" rules=\"none\">\n<col class=\"field-name\" />\n<col class=\"field-body\" />\n<tbody valign=\"top\">\n<tr class=\"field\"><th class=\"field-name\">A:</th><td class=\"field-body\">one</td>\n</tr>\n<tr class=\"field\"><th class=\"field-name\" colspan=\"2\">Longer than that:</th></tr>\n<tr class=\"field\"><td>&nbsp;</td><td class=\"field-body\">two\nlines</td>\n</tr>\n</tbody>\n</table>\n<p>x</p>\n",
            ),
            (".. code-block:: c\n\n   x\n", "<div class=\"highlight\"><pre><span></span>x\n</pre></div>\n"),
            (
                "==  ===\nA   B\n==  ===\n1   2\n==  ===\n",
                "<table border=\"1\" class=\"docutils\">\n<colgroup>\n<col width=\"40%\" />\n<col width=\"60%\" />\n</colgroup>\n<thead valign=\"bottom\">\n<tr><th class=\"head\">A</th>\n<th class=\"head\">B</th>\n</tr>\n</thead>\n<tbody valign=\"top\">\n<tr><td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>\n",
            ),
            (
                "+---+---+\n| a | b |\n+---+---+\n",
                "<table border=\"1\" class=\"docutils\">\n<colgroup>\n<col width=\"50%\" />\n<col width=\"50%\" />\n</colgroup>\n<tbody valign=\"top\">\n<tr><td>a</td>\n<td>b</td>\n</tr>\n</tbody>\n</table>\n",
            ),
            (
                "Part\n----\n\nText.\n",
                "<div class=\"section\" id=\"part\">\n<h2>Part</h2>\n<p>Text.</p>\n</div>\n",
            ),
        ] {
            assert_eq!(
                html(&format!("Title\n=====\n\n:date: 2024-01-02\n\n{text}"), "en"),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn text_is_written_as_docutils_does() {
        let link = |kind: &str, to: &str, words: &str| {
            format!("<a class=\"reference {kind}\" href=\"{to}\">{words}</a>")
        };
        let site = link("external", "https://w.example", "site");
        for (text, expected) in [
            ("**a** *b* ``c-d`` 2*3*4", "<strong>a</strong> <em>b</em> <tt class=\"docutils literal\"><span class=\"pre\">c-d</span></tt> 2*3*4".to_owned()),
            ("`site <https://w.example>`_ site_", format!("{site} {site}")),
            ("Word_\n\n.. _word: https://w.example", link("external", "https://w.example", "Word")),
            ("See https://w.example/x.", format!("See {}.", link("external", "https://w.example/x", "https://w.example/x"))),
            ("|v| is out\n\n.. |v| replace:: 3 *of* 4", "3 <em>of</em> 4 is out".to_owned()),
            (":code:`x` :sup:`2` `role`", "<code>x</code> <sup>2</sup> <cite>role</cite>".to_owned()),
            ("a\\ *b*\\ c", "a<em>b</em>c".to_owned()),
        ] {
            assert_eq!(html(&format!("Title\n=====\n\n{text}\n"), "en"), format!("<p>{expected}</p>\n"), "{text}");
        }
        let note = html("Title\n=====\n\nA [1]_.\n\n.. [1] Note.\n", "en");
        assert!(note.contains("href=\"#footnote-1\" id=\"footnote-reference-1\">[1]</a>.</p>"), "{note}");
        let notes = html("Title\n=====\n\nA [#]_ b [#]_.\n\n.. [#] One.\n.. [#] Two.\n", "en");
        assert!(
            notes.contains("footnote-reference-1\">[1]</a> b")
                && notes.contains("href=\"#footnote-2\" id=\"footnote-reference-2\">[2]</a>."),
            "{notes}"
        );
        assert!(notes.contains("id=\"footnote-2\"") && notes.contains("[2]</a></td><td>Two."), "{notes}");
    }

    #[test]
    fn signs_and_places_are_those_of_docutils() {
        for (text, expected) in [
            ("\"a\" b@c ``\"``", "<p>&quot;a&quot; b&#64;c <tt class=\"docutils literal\">&quot;</tt></p>\n"),
            (
                ".. image:: a.png\n   :target: https://w.example/?a=1&b='2'\n   :alt: it's\n",
                "<a class=\"reference external image-reference\" href=\"https://w.example/?a=1&amp;b='2'\">\n<img alt=\"it's\" src=\"a.png\" />\n</a>\n",
            ),
            (
                ":pep:`8` :rfc:`2822`",
                "<p><a class=\"reference external\" href=\"https://peps.python.org/pep-0008\">PEP 8</a> <a class=\"reference external\" href=\"https://tools.ietf.org/html/rfc2822.html\">RFC 2822</a></p>\n",
            ),
            (
                "- 1. a\n- (a) b\n  c\n",
                "<ul class=\"simple\">\n<li><ol class=\"first arabic\">\n<li>a</li>\n</ol>\n</li>\n<li>(a) b\nc</li>\n</ul>\n",
            ),
            (
                "   a\n\n   --Ada\n",
                "<blockquote>\n<p>a</p>\n<p class=\"attribution\">&mdash;Ada</p>\n</blockquote>\n",
            ),
            (
                ".. _p:\n\nText.\n\n.. class:: c\n\nMore.\n",
                "<p id=\"p\">Text.</p>\n<p class=\"c\">More.</p>\n",
            ),
            (
                "`A b <https://w.example>`_\n\n.. _s:\n\nA b\n---\n\nx\n",
                "<p><a class=\"reference external\" href=\"https://w.example\">A b</a></p>\n<div class=\"section\" id=\"a-b-1\">\n<span id=\"s\"></span><h2>A b</h2>\n<p>x</p>\n</div>\n",
            ),
        ] {
            assert_eq!(html(&format!("Title\n=====\n\n{text}"), "en"), expected, "{text}");
        }
        // Targets and comments may precede the title, which may look like a field.
        let text = ".. _top:\n\nNote: x\n#######\n\n:date: 2024-01-02\n\nNote: x\n-------\n";
        assert_eq!(metadata(text).get("title").and_then(|node| node.as_str()), Some("Note: x"));
        assert_eq!(html(text, "en"), "<div class=\"section\" id=\"note-x-1\">\n<h2>Note: x</h2>\n</div>\n");
    }

    #[test]
    fn any_text_is_written() {
        for text in [
            "",
            "..",
            ".. ",
            "- ",
            "1. ",
            "::",
            "+-+",
            "== ==",
            "`",
            "``",
            "|",
            "[x]_",
            "A\n==",
            ".. [",
            ".. _",
            ".. |",
            "  - a\n - b\n- c",
            "**",
            "é\n \u{a0}x",
        ] {
            html(text, "en");
            html(&format!("Title\n=====\n\n{text}"), "en");
        }
        html(&"- ".repeat(500), "en");
        html(&(0..200).map(|depth| " ".repeat(depth) + "x\n").collect::<String>(), "en");
    }

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

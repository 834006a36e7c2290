//! Blocks: paragraphs, lists, quotations, code, tables and directives.
//!
//! Source: the reStructuredText specification, "Body Elements"; docutils 0.23, `writers/html4css1`.

use crate::site::conventions::pelican::rst::directives;
use crate::site::conventions::pelican::rst::encode::escape;
use crate::site::conventions::pelican::rst::ids::is_underline;
use crate::site::conventions::pelican::rst::inline::inline;
use crate::site::conventions::pelican::rst::model::{Block, Place, html, indented};
use crate::site::conventions::pelican::rst::names::Names;
use crate::site::conventions::pelican::rst::options;
use crate::site::conventions::pelican::rst::quotes::quoted;
use crate::site::conventions::pelican::rst::tables;

/// How deep blocks may be in each other.
const DEEPEST: usize = 24;

/// The blocks of lines that begin at the left margin.
pub(super) fn blocks(lines: &[&str], names: &Names, depth: usize) -> Vec<Block> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if line.trim().is_empty() {
            at += 1;
            continue;
        }
        let rest = lines.get(at..).unwrap_or(&[]);
        if depth > DEEPEST {
            out.push(Block::Html(format!("<pre>{}</pre>\n", escape(&rest.join("\n")))));
            return out;
        }
        at += block(rest, names, depth, &mut out).max(1);
    }
    out
}

/// Reads one block; returns its number of lines.
fn block(lines: &[&str], names: &Names, depth: usize, out: &mut Vec<Block>) -> usize {
    let line = lines.first().copied().unwrap_or("");
    if line.starts_with(' ') {
        let (inner, length) = indented(lines);
        out.push(Block::Quote(quoted(&inner, names, depth, blocks)));
        return length;
    }
    if let Some((html, length)) = options::list(lines, (names, depth, blocks)) {
        out.push(Block::Html(html));
        return length;
    }
    if let Some(marker) = marker(line).filter(|own| own.bullet.is_some() || is_item(lines)) {
        return list(lines, &marker, names, depth, out);
    }
    if line == ".." || line.starts_with(".. ") {
        let length = 1 + indented(lines.get(1..).unwrap_or(&[])).1;
        directives::explicit(lines.get(..length).unwrap_or(lines), (names, depth, blocks), out);
        return length;
    }
    if field(line).is_some() {
        return fields(lines, names, depth, out);
    }
    if line.starts_with("__ ") {
        return 1;
    }
    if line.starts_with(">>> ") {
        let length = lines.iter().take_while(|line| !line.trim().is_empty()).count();
        let code = lines.get(..length).unwrap_or(&[]).join("\n");
        out.push(Block::Html(format!("<pre class=\"doctest-block\">\n{}\n</pre>\n", escape(&code))));
        return length;
    }
    if line.starts_with("| ") || line == "|" {
        let length = lines.iter().take_while(|line| line.starts_with('|') || line.starts_with(' ')).count();
        let mut texts: Vec<String> = Vec::new();
        for line in lines.get(..length).unwrap_or(&[]) {
            match (line.strip_prefix('|'), texts.last_mut()) {
                (None, Some(above)) => above.push_str(&format!("\n{}", line.trim())),
                (text, _) => texts.push(text.unwrap_or(line).trim().to_owned()),
            }
        }
        let one = |text: &String| {
            let html = if text.is_empty() { "<br />".to_owned() } else { inline(text, names) };
            format!("<div class=\"line\">{html}</div>\n")
        };
        let inner: String = texts.iter().map(one).collect();
        out.push(Block::Html(format!("<div class=\"line-block\">\n{inner}</div>\n")));
        return length;
    }
    if let Some((html, length)) = tables::table(lines, names, depth, blocks) {
        out.push(Block::Html(html));
        return length;
    }
    if is_underline(line) && line.trim_end().len() > 3 && lines.get(1).is_none_or(|it| it.trim().is_empty()) {
        out.push(Block::Html("<hr class=\"docutils\" />\n".to_owned()));
        return 1;
    }
    let next = lines.get(1).copied().unwrap_or("");
    if next.starts_with(' ') && !next.trim().is_empty() && !line.trim_end().ends_with("::") {
        return definition(lines, names, depth, out);
    }
    paragraph(lines, names, out)
}

/// The name and the text of a field, `:name: text`.
fn field(line: &str) -> Option<(&str, &str)> {
    let (name, text) = line.strip_prefix(':')?.split_once(':')?;
    let is_name = !name.is_empty() && !name.starts_with([' ', ':']) && !name.contains('`');
    (is_name && (text.is_empty() || text.starts_with(' '))).then_some((name, text.trim()))
}

/// A list of fields, each with the indented lines that follow it.
fn fields(lines: &[&str], names: &Names, depth: usize, out: &mut Vec<Block>) -> usize {
    /// Longer names have a row of their own.
    const LONGEST: usize = 14;
    let mut rows = String::new();
    let mut at = 0;
    while let Some((name, text)) = lines.get(at).copied().and_then(field) {
        let (more, length) = indented(lines.get(at + 1..).unwrap_or(&[]));
        let mut inner = vec![text];
        inner.extend(more);
        let body = html(&blocks(&inner, names, depth + 1), Place::CELL);
        let open = match name.chars().count() > LONGEST {
            true => " colspan=\"2\">",
            false => ">",
        };
        let close = if open.len() > 1 { "</tr>\n<tr class=\"field\"><td>&nbsp;</td>" } else { "" };
        let name = inline(name, names);
        rows.push_str(&format!(
            "<tr class=\"field\"><th class=\"field-name\"{open}{name}:</th>{close}<td class=\"field-body\">{body}</td>\n</tr>\n"
        ));
        at += 1 + length;
        let blank = lines.get(at..).unwrap_or(&[]).iter().take_while(|line| line.trim().is_empty()).count();
        if lines.get(at + blank).copied().and_then(field).is_some() {
            at += blank;
        }
    }
    out.push(Block::Html(format!(
        "<table class=\"docutils field-list\" frame=\"void\" rules=\"none\">\n<col class=\"field-name\" />\n<col class=\"field-body\" />\n<tbody valign=\"top\">\n{rows}</tbody>\n</table>\n"
    )));
    at
}

/// A paragraph, and the code that follows one which ends in `::`.
fn paragraph(lines: &[&str], names: &Names, out: &mut Vec<Block>) -> usize {
    let length = lines.iter().take_while(|line| !line.trim().is_empty()).count();
    let text: Vec<&str> = lines.get(..length).unwrap_or(&[]).iter().map(|line| line.trim_end()).collect();
    let text = text.join("\n");
    let Some(before) = text.strip_suffix("::") else {
        out.push(Block::Paragraph(inline(&text, names)));
        return length;
    };
    match before.trim_end() {
        "" => {}
        text if before.ends_with([' ', '\n']) => out.push(Block::Paragraph(inline(text, names))),
        text => out.push(Block::Paragraph(inline(&format!("{text}:"), names))),
    }
    let after = lines.get(length..).unwrap_or(&[]);
    let blank = after.iter().take_while(|line| line.trim().is_empty()).count();
    let code = after.get(blank..).unwrap_or(&[]);
    if !code.first().is_some_and(|line| line.starts_with(' ')) {
        return length;
    }
    let (inner, taken) = indented(code);
    let inner = inner.join("\n");
    out.push(Block::Html(format!("<pre class=\"literal-block\">\n{}\n</pre>\n", escape(inner.trim_end()))));
    length + blank + taken
}

/// Whether a line with a number is an item: text on the next line at its margin makes both a paragraph.
fn is_item(lines: &[&str]) -> bool {
    let next = lines.get(1).copied().unwrap_or("");
    next.trim().is_empty() || next.starts_with(' ') || marker(next).is_some_and(|next| next.bullet.is_none())
}

/// The mark of a list's item.
struct Marker {
    /// The sign of a bullet, or nothing.
    bullet: Option<char>,
    class: &'static str,
    first: usize,
    /// How many characters precede the text.
    width: usize,
    /// What surrounds a number.
    form: (bool, char),
}

fn marker(line: &str) -> Option<Marker> {
    let first = line.chars().next()?;
    if matches!(first, '*' | '+' | '-' | '•' | '‣' | '⁃') {
        let rest = line.get(first.len_utf8()..)?;
        (rest.is_empty() || rest.starts_with(' ')).then_some(())?;
        let width = first.len_utf8() + (rest.len() - rest.trim_start().len()).max(1);
        return Some(Marker { bullet: Some(first), class: "", first: 1, width, form: (false, ' ') });
    }
    let inner = line.strip_prefix('(').unwrap_or(line);
    let has_parenthesis = inner.len() < line.len();
    let end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || c == '#'))?;
    let number = inner.get(..end)?;
    let close = inner.get(end..)?.chars().next().filter(|close| matches!(close, '.' | ')'))?;
    (!has_parenthesis || close == ')').then_some(())?;
    let rest = inner.get(end + 1..)?;
    rest.starts_with(' ').then_some(())?;
    let (class, first) = if number == "#" || number.parse::<usize>().is_ok() {
        ("arabic", number.parse().unwrap_or(1))
    } else {
        match number.as_bytes() {
            b"i" | b"ii" | b"iii" | b"iv" => ("lowerroman", 1),
            b"I" | b"II" | b"III" | b"IV" => ("upperroman", 1),
            [letter @ b'a'..=b'z'] => ("loweralpha", usize::from(letter - b'a') + 1),
            [letter @ b'A'..=b'Z'] => ("upperalpha", usize::from(letter - b'A') + 1),
            _ => return None,
        }
    };
    let width = line.len() - rest.trim_start().len();
    Some(Marker { bullet: None, class, first, width, form: (has_parenthesis, close) })
}

fn list(lines: &[&str], first: &Marker, names: &Names, depth: usize, out: &mut Vec<Block>) -> usize {
    let mut items = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if line.trim().is_empty() {
            at += 1;
            continue;
        }
        let rest = lines.get(at..).unwrap_or(&[]);
        let Some(own) = marker(line).filter(|own| own.bullet.is_some() || is_item(rest)) else { break };
        let is_same = own.bullet == first.bullet
            && own.form == first.form
            && (own.class == first.class || own.class.ends_with("roman") != first.class.ends_with("roman"));
        if !is_same {
            break;
        }
        let width = own.width.min(line.len());
        let is_in =
            |line: &&&str| line.trim().is_empty() || line.len() - line.trim_start().len() >= own.width;
        let more = lines.get(at + 1..).unwrap_or(&[]).iter().take_while(is_in).count();
        let mut inner = vec![line.get(width..).unwrap_or("")];
        inner.extend(
            lines
                .get(at + 1..at + 1 + more)
                .unwrap_or(&[])
                .iter()
                .map(|line| line.get(width..).unwrap_or("")),
        );
        items.push(blocks(&inner, names, depth + 1));
        at += 1 + more;
    }
    let (name, open) = match first.bullet {
        Some(_) => ("ul", "<ul".to_owned()),
        None if first.first > 1 => ("ol", format!("<ol start=\"{}\"", first.first)),
        None => ("ol", "<ol".to_owned()),
    };
    out.push(Block::List { open, name, class: first.class, items });
    at
}

fn definition(lines: &[&str], names: &Names, depth: usize, out: &mut Vec<Block>) -> usize {
    let term = lines.first().copied().unwrap_or("");
    let (inner, length) = indented(lines.get(1..).unwrap_or(&[]));
    let mut parts = term.split(" : ");
    let mut html = inline(parts.next().unwrap_or("").trim_end(), names);
    for class in parts {
        html.push_str(&format!(
            " <span class=\"classifier-delimiter\">:</span> <span class=\"classifier\">{}</span>",
            inline(class, names)
        ));
    }
    let meaning = blocks(&inner, names, depth + 1);
    match out.last_mut() {
        Some(Block::Definitions(terms)) => terms.push((html, meaning)),
        _ => out.push(Block::Definitions(vec![(html, meaning)])),
    }
    1 + length
}

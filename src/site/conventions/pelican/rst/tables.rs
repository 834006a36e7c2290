//! Tables: simple ones, between lines of `=`, and grids.

use crate::site::conventions::pelican::rst::model::{Place, Read, html};
use crate::site::conventions::pelican::rst::names::Names;

/// The table that lines begin with, and its number of lines.
pub(super) fn table(lines: &[&str], names: &Names, depth: usize, read: Read) -> Option<(String, usize)> {
    let first = lines.first()?.trim_end();
    if first.starts_with("+-") && first.ends_with('+') {
        return grid(lines, names, depth, read);
    }
    let is_border = |line: &str| {
        let line = line.trim_end();
        line.starts_with('=') && line.contains(' ') && line.bytes().all(|byte| matches!(byte, b'=' | b' '))
    };
    if !is_border(first) {
        return None;
    }
    let borders: Vec<usize> =
        (0..lines.len()).filter(|at| lines.get(*at).is_some_and(|line| is_border(line))).collect();
    // A table ends at its third border, or its second where no heads are.
    let ends_at_second = lines.get(borders.get(1)? + 1).is_none_or(|line| line.trim().is_empty());
    let (end, head_end) = match (ends_at_second, borders.get(2)) {
        (false, Some(third)) => (*third, Some(*borders.get(1)?)),
        _ => (*borders.get(1)?, None),
    };
    let mut columns: Vec<(usize, usize)> = Vec::new();
    let mut from = 0;
    for part in first.split(' ') {
        if !part.is_empty() {
            columns.push((from, from + part.len()));
        }
        from += part.len() + 1;
    }
    let row = |line: &str| -> Vec<String> {
        let characters: Vec<char> = line.chars().collect();
        let last = columns.len().saturating_sub(1);
        let cell = |(at, (start, end)): (usize, &(usize, usize))| {
            let end = if at == last { characters.len() } else { (*end).min(characters.len()) };
            characters
                .get((*start).min(end)..end)
                .map_or_else(String::new, |it| it.iter().collect::<String>().trim_end().to_owned())
        };
        columns.iter().enumerate().map(cell).collect()
    };
    let (mut heads, mut rows): (Vec<Vec<String>>, Vec<Vec<String>>) = (Vec::new(), Vec::new());
    for (at, line) in lines.iter().enumerate().take(end).skip(1) {
        if Some(at) == head_end
            || line.trim().is_empty()
            || line.trim_end().bytes().all(|byte| matches!(byte, b'-' | b' '))
        {
            continue;
        }
        let cells = row(line);
        let target = if head_end.is_some_and(|head| at < head) { &mut heads } else { &mut rows };
        match target.last_mut() {
            // Without a first cell a line goes on with the row above.
            Some(above) if cells.first().is_some_and(String::is_empty) => {
                for (cell, more) in above.iter_mut().zip(cells) {
                    if !more.is_empty() {
                        cell.push('\n');
                        cell.push_str(&more);
                    }
                }
            }
            _ => target.push(cells),
        }
    }
    let widths: Vec<usize> = columns.iter().map(|(start, end)| end - start).collect();
    Some((
        written(&widths, &heads, &rows, &|lines| html(&read(lines, names, depth + 1), Place::CELL)),
        end + 1,
    ))
}

/// A grid without cells that span others; nothing for one with such.
fn grid(lines: &[&str], names: &Names, depth: usize, read: Read) -> Option<(String, usize)> {
    let length = lines.iter().take_while(|line| line.starts_with(['+', '|'])).count();
    let first = lines.first()?.trim_end();
    let edges: Vec<usize> = first.char_indices().filter(|(_, c)| *c == '+').map(|(at, _)| at).collect();
    let widths: Vec<usize> = edges.windows(2).map(|pair| pair[1] - pair[0] - 1).collect();
    let (mut heads, mut rows) = (Vec::new(), Vec::new());
    let mut open: Vec<String> = vec![String::new(); widths.len()];
    for line in lines.get(1..length)? {
        let characters: Vec<char> = line.chars().collect();
        if line.starts_with('+') {
            let row = std::mem::replace(&mut open, vec![String::new(); widths.len()]);
            rows.push(row);
            if line.contains('=') {
                heads = std::mem::take(&mut rows);
            }
            continue;
        }
        for (cell, pair) in open.iter_mut().zip(edges.windows(2)) {
            let inner = characters.get(pair[0] + 1..pair[1].min(characters.len()))?;
            let text: String = inner.iter().collect();
            cell.push_str(text.trim_end());
            cell.push('\n');
        }
    }
    Some((
        written(&widths, &heads, &rows, &|lines| html(&read(lines, names, depth + 1), Place::CELL)),
        length,
    ))
}

/// The HTML of a table.
pub(super) fn written(
    widths: &[usize],
    heads: &[Vec<String>],
    rows: &[Vec<String>],
    cell_html: &dyn Fn(&[&str]) -> String,
) -> String {
    let total: usize = widths.iter().sum::<usize>().max(1);
    let mut out = "<table border=\"1\" class=\"docutils\">\n<colgroup>\n".to_owned();
    for width in widths {
        out.push_str(&format!("<col width=\"{}%\" />\n", (200 * width + total) / (2 * total)));
    }
    out.push_str("</colgroup>\n");
    let cell = |text: &String, open: &str, close: &str| {
        let lines: Vec<&str> = text.lines().collect();
        let indents = lines
            .iter()
            .filter(|line| !line.trim().is_empty())
            .map(|line| line.len() - line.trim_start().len());
        let indent = indents.min().unwrap_or(0);
        let lines: Vec<&str> = lines.iter().map(|line| line.get(indent..).unwrap_or("")).collect();
        let inner = cell_html(&lines);
        let inner = if inner.is_empty() { "&nbsp;".to_owned() } else { inner };
        format!("{open}{inner}</{close}>\n")
    };
    if !heads.is_empty() {
        out.push_str("<thead valign=\"bottom\">\n");
        for row in heads {
            let row: String = row.iter().map(|text| cell(text, "<th class=\"head\">", "th")).collect();
            out.push_str(&format!("<tr>{row}</tr>\n"));
        }
        out.push_str("</thead>\n");
    }
    out.push_str("<tbody valign=\"top\">\n");
    for row in rows {
        let row: String = row.iter().map(|text| cell(text, "<td>", "td")).collect();
        out.push_str(&format!("<tr>{row}</tr>\n"));
    }
    out + "</tbody>\n</table>\n"
}

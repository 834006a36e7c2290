//! What a render hook of a table sees: its rows and their cells.

use crate::site::conventions::hugo::shortcodes::value::ShortcodeValue;

/// The rows of the head and of the body, from what is between the tags of the table.
pub(super) fn values(inner: &str) -> Vec<(&'static str, ShortcodeValue)> {
    let (head, body) = inner.split_once("</thead>").unwrap_or(("", inner));
    vec![("THead", rows(head, "th")), ("TBody", rows(body, "td"))]
}

fn rows(html: &str, name: &str) -> ShortcodeValue {
    let rows = html.split("<tr>\n").skip(1);
    ShortcodeValue::List(rows.map(|row| ShortcodeValue::List(cells(row, name).into())).collect())
}

fn cells(row: &str, name: &str) -> Vec<ShortcodeValue> {
    let (open, close) = (format!("<{name}"), format!("</{name}>\n"));
    let mut cells = Vec::new();
    let mut rest = row;
    while let Some((tag, after)) = rest.strip_prefix(open.as_str()).and_then(|rest| rest.split_once('>')) {
        let (text, after) = after.split_once(close.as_str()).unwrap_or((after, ""));
        let alignment = ["left", "center", "right"].into_iter().find(|side| tag.contains(side)).unwrap_or("");
        cells.push(ShortcodeValue::Map(
            [
                ("Text".to_owned(), ShortcodeValue::Html(text.to_owned())),
                ("Alignment".to_owned(), ShortcodeValue::Text(alignment.to_owned())),
            ]
            .into(),
        ));
        rest = after;
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_rows_of_cells() {
        let inner = "\n<thead>\n<tr>\n<th style=\"text-align: left\">A</th>\n<th>B</th>\n</tr>\n</thead>\n\
            <tbody>\n<tr>\n<td style=\"text-align: left\"><em>1</em></td>\n<td></td>\n</tr>\n</tbody>\n";
        let cell = |text: &str, alignment: &str| {
            ShortcodeValue::Map(
                [
                    ("Text".to_owned(), ShortcodeValue::Html(text.to_owned())),
                    ("Alignment".to_owned(), ShortcodeValue::Text(alignment.to_owned())),
                ]
                .into(),
            )
        };
        let rows =
            |cells: Vec<ShortcodeValue>| ShortcodeValue::List([ShortcodeValue::List(cells.into())].into());
        assert_eq!(
            values(inner),
            [
                ("THead", rows(vec![cell("A", "left"), cell("B", "")])),
                ("TBody", rows(vec![cell("<em>1</em>", "left"), cell("", "")])),
            ]
        );
    }
}

//! Tables that are written as lists or as values with commas between.

/// The cells of `* - a` lists: the lines of each, by rows.
pub(super) fn of_list(lines: &[&str]) -> Vec<Vec<String>> {
    let items = |lines: &[String]| -> Vec<Vec<String>> {
        let mut items: Vec<Vec<String>> = Vec::new();
        for line in lines {
            let marked =
                line.strip_prefix(['*', '-', '+']).filter(|rest| rest.is_empty() || rest.starts_with(' '));
            match (marked, items.last_mut()) {
                (Some(rest), _) => items.push(vec![rest.strip_prefix(' ').unwrap_or(rest).to_owned()]),
                (None, Some(item)) => {
                    item.push(line.strip_prefix("  ").unwrap_or(line.trim_start()).to_owned())
                }
                (None, None) => {}
            }
        }
        items
    };
    let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    let rows = items(&lines).into_iter();
    rows.map(|row| items(&row).into_iter().map(|cell| cell.join("\n").trim().to_owned()).collect()).collect()
}

/// The values of lines with commas between, in quotes or not.
pub(super) fn of_values(lines: &[&str]) -> Vec<Vec<String>> {
    let text = lines.join("\n");
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row: Vec<String> = Vec::new();
    let mut cell = String::new();
    let mut is_quoted = false;
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if is_quoted && signs.peek() == Some(&'"') => cell.extend(signs.next()),
            '"' if is_quoted || cell.trim().is_empty() => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell).trim().to_owned()),
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell).trim().to_owned());
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(sign),
        }
    }
    row.push(cell.trim().to_owned());
    rows.push(row);
    rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_from_lists_and_values() {
        let list = ["* - A", "  - B", "", "    more", "* - 1", "  -"];
        assert_eq!(of_list(&list), [["A", "B\n\nmore"].map(str::to_owned), ["1", ""].map(str::to_owned)]);
        let values = ["\"a, \"\"b\"\"\", c", "", "d,"];
        assert_eq!(of_values(&values), [["a, \"b\"", "c"].map(str::to_owned), ["d", ""].map(str::to_owned)]);
        for text in ["", "*", "* -", "\"", ",", "é"] {
            let _ = (of_list(&[text]), of_values(&[text]));
        }
    }
}

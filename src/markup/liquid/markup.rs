//! The markup of a tag: what follows its name.

use crate::markup::liquid::operand::{Operand, Scanner, is_plain, split_outside_quotes};
use crate::markup::liquid::problem::Problem;
use crate::markup::liquid::template::{Block, Loop, NodeKind};
use crate::text::pieces::Part as _;

/// Returns the runs of characters that names of variables have, each with the text after it (liquid:
/// `VariableSignature`). Of `/dev/null` that is `dev`, then `null`.
pub(super) fn variables(markup: &str) -> impl Iterator<Item = (&str, &str)> {
    let fits = |c: char| c.is_ascii_alphanumeric() || "_-.[]()".contains(c);
    let mut rest = markup;
    std::iter::from_fn(move || {
        let (_, name) = rest.split_at(rest.find(fits)?);
        let (name, after) = name.split_at(name.find(|c| !fits(c)).unwrap_or(name.len()));
        rest = after;
        Some((name, after))
    })
}

/// Returns the name and the value of an assignment: the name is the first one with `=` after it.
pub(super) fn assignment(markup: &str) -> Option<(String, &str)> {
    variables(markup).find_map(|(name, after)| Some((name.to_owned(), after.trim_start().strip_prefix('=')?)))
}

pub(super) fn or_alternatives(text: &str) -> Vec<Operand> {
    let mut scanner = Scanner::new(text);
    let mut alternatives = Vec::new();
    while !scanner.rest().trim().is_empty() {
        let before = scanner.rest().len();
        let operand = scanner.operand();
        if operand != "or" && !operand.is_empty() {
            alternatives.push(Operand::parse(operand));
        }
        if scanner.rest().len() == before {
            break;
        }
    }
    alternatives
}

/// `item in list reversed limit: 2 offset: continue cols: 3`.
pub(super) fn for_loop(markup: &str) -> Option<Box<Loop>> {
    let mut scanner = Scanner::new(markup);
    let variable = scanner.word().to_owned();
    (scanner.word() == "in" && !variable.is_empty()).then_some(())?;
    let written = scanner.operand();
    (!written.is_empty()).then_some(())?;
    let mut run = Box::new(Loop {
        name: format!("{variable}-{written}"),
        variable,
        list: Operand::parse(written),
        reversed: false,
        limit: None,
        offset: None,
        columns: None,
        has_excess: !is_plain(written),
        body: Block::default(),
        otherwise: None,
    });
    loop {
        match scanner.word() {
            "reversed" => run.reversed = true,
            name @ ("limit" | "offset" | "cols") => {
                scanner.skip_past([':', ':']);
                let value = Some(Operand::parse(scanner.operand()));
                match name {
                    "limit" => run.limit = value,
                    "offset" => run.offset = value,
                    _ => run.columns = value,
                }
            }
            "" if scanner.rest().is_empty() => return Some(run),
            "" => {
                scanner.operand();
                if !scanner.skip_past([',', ' ']) {
                    return Some(run);
                }
            }
            _ => run.has_excess = true,
        }
    }
}

/// `"a", "b"` or `group: "a", "b"`.
pub(super) fn cycle(markup: &str) -> NodeKind {
    let mut parts = split_outside_quotes(markup, ':').into_iter();
    let (name, list) = match (parts.next(), parts.next()) {
        (Some(name), Some(list)) => (name.trim().to_owned(), list),
        _ => (markup.to_owned(), markup),
    };
    let values = split_outside_quotes(list, ',').into_iter().map(Operand::parse);
    NodeKind::Cycle(name, values.filter(|operand| *operand != Operand::Nil).collect())
}

/// `file.html name="text" other=variable`; the file's name may be an output.
pub(super) fn include(name: &str, markup: &str) -> Result<NodeKind, Problem> {
    let wrong = || {
        Problem::new(
            format!("the tag `{name}` is malformed"),
            "write `{% include file.html name=\"value\" %}`",
        )
    };
    let length = match markup.find("{{") {
        Some(_) => markup.rfind("}}").map_or(markup.len(), |at| {
            let behind = markup.part(at + 2..);
            at + 2 + behind.find(char::is_whitespace).unwrap_or(behind.len())
        }),
        None => markup.find(char::is_whitespace).unwrap_or(markup.len()),
    };
    let (file, mut rest) = markup.split_at_checked(length).ok_or_else(wrong)?;
    if file.is_empty() {
        return Err(wrong());
    }
    let mut parameters = Vec::new();
    while !rest.trim().is_empty() {
        let (key, value) = rest.split_once('=').ok_or_else(wrong)?;
        let value = value.trim_start();
        let (operand, behind) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = value.part(1..);
                let end = closing_quote(inner, quote).ok_or_else(wrong)?;
                let text = inner.part(..end);
                let escaped = format!("\\{quote}");
                let text = text.replace(&escaped, quote.encode_utf8(&mut [0; 4]));
                (Operand::Text(text), inner.part(end + 1..))
            }
            _ => {
                let end = value.find(char::is_whitespace).unwrap_or(value.len());
                let (operand, behind) =
                    value.split_at_checked(end).filter(|(value, _)| !value.is_empty()).ok_or_else(wrong)?;
                (Operand::parse(operand), behind)
            }
        };
        parameters.push((key.trim().to_owned(), operand));
        rest = behind;
    }
    Ok(NodeKind::Include { file: file.to_owned(), parameters, relative: name == "include_relative" })
}

/// Where the quote is that closes a string, backslashes heeded.
fn closing_quote(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return Some(at),
            _ => {}
        }
    }
    None
}

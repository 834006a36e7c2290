//! The parts of an expression.

/// A part of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token<'t> {
    Name(&'t str),
    Text(&'t str),
    Number(f64, bool),
    Sign(&'t str),
}

/// The parts of an expression; nothing where a character is not understood.
pub(super) fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    const SIGNS: [&str; 24] = [
        "::", "==", "!=", "<=", ">=", "<", ">", "(", ")", "[", "]", "|", ",", ".", "=", "+", "-", "~", "*",
        "/", "%", "{", "}", ":",
    ];
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if matches!(first, '"' | '\'' | '`') {
            let end = rest.get(1..)?.find(first)? + 1;
            out.push(Token::Text(rest.get(1..end)?));
            end + 1
        } else if first.is_ascii_digit() {
            let mut end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let is_float = rest.get(end..).is_some_and(|after| {
                after.starts_with('.')
                    && after.get(1..2).is_some_and(|it| it.bytes().all(|b| b.is_ascii_digit()))
            });
            // A place in a list, `list.0`, is no fraction.
            let is_place = matches!(out.last(), Some(Token::Sign(".")));
            if is_float && !is_place {
                let after = rest.get(end + 1..)?;
                end += 1 + after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
            }
            out.push(Token::Number(rest.get(..end)?.parse().ok()?, !is_float || is_place));
            end
        } else if first.is_alphabetic() || first == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            out.push(Token::Name(rest.get(..end)?));
            end
        } else {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign))?;
            out.push(Token::Sign(sign));
            sign.len()
        };
        rest = rest.get(length..)?.trim_start();
    }
    Some(out)
}

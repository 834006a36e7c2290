//! Templates of shortcodes, as far as they are text, arguments and conditions: a part of Tera.

use crate::markup::markdown;
use crate::text::html::text::escape_attribute;

/// The value of an argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TeraValue {
    Text(String),
    Number(String),
    Bool(bool),
    /// A list.
    Other,
}

/// The arguments that a template is called with.
#[derive(Clone, Debug, Default)]
pub(super) struct Arguments(pub(super) Vec<(String, TeraValue)>);

impl Arguments {
    pub(super) fn get(&self, name: &str) -> Option<&TeraValue> {
        self.0.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value)
    }
}

impl TeraValue {
    fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text.clone()),
            Self::Bool(truth) => Some(truth.to_string()),
            Self::Other => None,
        }
    }

    fn is_truthy(&self) -> bool {
        match self {
            Self::Text(text) => !text.is_empty(),
            Self::Number(number) => number.parse::<f64>() != Ok(0.0),
            Self::Bool(truth) => *truth,
            Self::Other => true,
        }
    }
}

/// How a template is run.
pub(super) struct Run<'a> {
    pub(super) arguments: Arguments,
    pub(super) markdown: &'a markdown::Options,
    /// Whether outputs are escaped unless they are `safe`.
    pub(super) escapes: bool,
}

/// A piece of a template.
enum Piece<'t> {
    Text(&'t str),
    Output(&'t str),
    Tag(&'t str),
}

/// A condition that is open.
struct Branch {
    /// Whether what is around it is written.
    outer: bool,
    /// Whether one of its branches was written.
    taken: bool,
}

impl Run<'_> {
    /// What a template writes; nothing where it has more in it than is understood.
    pub(super) fn write(mut self, template: &str) -> Option<String> {
        let mut out = String::new();
        let mut open: Vec<Branch> = Vec::new();
        let mut is_written = true;
        for piece in pieces(template)? {
            match piece {
                Piece::Text(text) if is_written => out.push_str(text),
                Piece::Output(expression) if is_written => out.push_str(&self.output(expression)?),
                Piece::Text(_) | Piece::Output(_) => {}
                Piece::Tag(tag) => {
                    let (name, rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
                    match name {
                        "if" => {
                            let taken = is_written && self.condition(rest)?;
                            open.push(Branch { outer: is_written, taken });
                            is_written = taken;
                        }
                        "elif" | "else" => {
                            let branch = open.last_mut()?;
                            let is_next = branch.outer && !branch.taken;
                            is_written = is_next && (name == "else" || self.condition(rest)?);
                            branch.taken |= is_written;
                        }
                        "endif" => is_written = open.pop()?.outer,
                        "set" if is_written => {
                            let (name, value) = rest.split_once('=')?;
                            let value = TeraValue::Text(self.value(value)?.0);
                            self.arguments.0.push((name.trim().to_owned(), value));
                        }
                        "set" => {}
                        _ => return None,
                    }
                }
            }
        }
        open.is_empty().then_some(out)
    }

    fn output(&self, expression: &str) -> Option<String> {
        let (text, is_safe) = self.value(expression)?;
        Some(if is_safe || !self.escapes { text } else { escape_attribute(&text).into_owned() })
    }

    /// The value of an expression after its filters, and whether it is not to be escaped.
    fn value(&self, expression: &str) -> Option<(String, bool)> {
        let mut parts = split(expression, '|').into_iter();
        let first = parts.next()?;
        let mut value = self.joined(first);
        let mut is_safe = false;
        for filter in parts {
            let (name, argument) = filter.trim().split_once('(').unwrap_or((filter.trim(), ")"));
            let argument = argument.trim_end().strip_suffix(')')?.trim();
            match name.trim() {
                "default" => {
                    let named = argument.split_once('=').filter(|(name, _)| name.trim() == "value")?.1;
                    value = value.or_else(|| self.joined(named));
                }
                "safe" => is_safe = true,
                "markdown" => {
                    let html = markdown::render(&value?, self.markdown);
                    let is_inline = argument.replace(' ', "").contains("inline=true");
                    let paragraph =
                        html.trim_end().strip_prefix("<p>").and_then(|it| it.strip_suffix("</p>"));
                    value = Some(match paragraph.filter(|it| is_inline && !it.contains("<p>")) {
                        Some(inner) => inner.to_owned(),
                        None => html,
                    });
                }
                "trim" => value = Some(value?.trim().to_owned()),
                "upper" => value = Some(value?.to_uppercase()),
                "lower" => value = Some(value?.to_lowercase()),
                "as_str" | "escape" => {}
                _ => return None,
            }
        }
        Some((value?, is_safe))
    }

    /// Operands that `~` joins.
    fn joined(&self, expression: &str) -> Option<String> {
        let operands = split(expression, '~');
        operands.into_iter().map(|operand| self.operand(operand)?.text()).collect()
    }

    fn operand(&self, operand: &str) -> Option<TeraValue> {
        let operand = operand.trim();
        literal(operand).or_else(|| self.arguments.get(operand).cloned())
    }

    fn condition(&self, text: &str) -> Option<bool> {
        if text.contains('(') {
            return None;
        }
        let all = |text: &str| -> Option<bool> {
            let mut holds = true;
            for term in text.split(" and ") {
                holds &= self.term(term.trim())?;
            }
            Some(holds)
        };
        let mut holds = false;
        for part in text.split(" or ") {
            holds |= all(part)?;
        }
        Some(holds)
    }

    fn term(&self, term: &str) -> Option<bool> {
        if let Some(rest) = term.strip_prefix("not ") {
            return self.term(rest.trim()).map(|holds| !holds);
        }
        for (sign, equal) in [("==", true), ("!=", false)] {
            if let Some((left, right)) = term.split_once(sign) {
                let same = self.value(left).map(|it| it.0) == self.value(right).map(|it| it.0);
                return Some(same == equal);
            }
        }
        if let Some(name) = term.strip_suffix(" is defined") {
            return Some(self.arguments.get(name.trim()).is_some());
        }
        let is_name = term.chars().all(|c| c.is_alphanumeric() || c == '_');
        is_name.then(|| self.operand(term).is_some_and(|value| value.is_truthy()))
    }
}

/// A string in quotes, a number or a truth value.
pub(super) fn literal(text: &str) -> Option<TeraValue> {
    let quote = text.chars().next()?;
    if matches!(quote, '"' | '\'' | '`') {
        let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
        return (!inner.contains(quote)).then(|| TeraValue::Text(inner.to_owned()));
    }
    match text {
        "true" | "True" => Some(TeraValue::Bool(true)),
        "false" | "False" => Some(TeraValue::Bool(false)),
        _ if text.parse::<f64>().is_ok() => Some(TeraValue::Number(text.to_owned())),
        _ if text.starts_with('[') => Some(TeraValue::Other),
        _ => None,
    }
}

/// The parts of a string between separators outside of quotes and brackets.
pub(super) fn split(text: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut quote, mut depth, mut start) = (None, 0_usize, 0);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), _) => quote = Some(open).filter(|open| *open != c),
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => depth = depth.saturating_sub(1),
            (None, _) if c == separator && depth == 0 => {
                parts.push(text.get(start..at).unwrap_or(""));
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(text.get(start..).unwrap_or(""));
    parts
}

/// The pieces of a template, without comments and the white space that `-` takes out; nothing where one is not closed.
fn pieces(template: &str) -> Option<Vec<Piece<'_>>> {
    let mut out = Vec::new();
    let mut rest = template;
    let mut trims = false;
    loop {
        let open = rest
            .match_indices('{')
            .map(|(at, _)| at)
            .find(|at| matches!(rest.as_bytes().get(at + 1), Some(b'{' | b'%' | b'#')));
        let text = rest.get(..open.unwrap_or(rest.len()))?;
        let text = if trims { text.trim_start() } else { text };
        let Some(open) = open else {
            out.push(Piece::Text(text));
            return Some(out);
        };
        let close = match rest.as_bytes().get(open + 1)? {
            b'{' => "}}",
            b'%' => "%}",
            _ => "#}",
        };
        let end = open + 2 + rest.get(open + 2..)?.find(close)?;
        let inner = rest.get(open + 2..end)?;
        out.push(Piece::Text(if inner.starts_with('-') { text.trim_end() } else { text }));
        trims = inner.ends_with('-');
        let inner = inner.trim_matches('-').trim();
        match close {
            "}}" => out.push(Piece::Output(inner)),
            "%}" => out.push(Piece::Tag(inner)),
            _ => {}
        }
        rest = rest.get(end + 2..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(template: &str) -> Option<String> {
        let arguments = Arguments(vec![
            ("text".to_owned(), TeraValue::Text("a <b>".to_owned())),
            ("wide".to_owned(), TeraValue::Bool(true)),
        ]);
        Run { arguments, markdown: &markdown::Options::common_mark(), escapes: true }.write(template)
    }

    #[test]
    fn arguments_and_conditions_are_filled_in() {
        for (template, expected) in [
            ("<i>{{ text }}</i>", Some("<i>a &lt;b&gt;</i>")),
            ("{{ text | safe }}{# no #}", Some("a <b>")),
            ("{{ text | upper | markdown(inline=true) | safe }}", Some("A <B>")),
            ("{% if wide %}W{% else %}N{% endif %}", Some("W")),
            ("{% if other %}{{ other }}{% elif text == 'x' %}x{% else %}N{% endif %}", Some("N")),
            ("{{ other | default(value='d') }}{{ 'a' ~ 1 }}", Some("da1")),
            ("a {%- set x = 'y' -%} b{{ x }}", Some("aby")),
            ("{{ other }}", None),
            ("{{ get_url(path=text) }}", None),
            ("{% for x in y %}{% endfor %}", None),
        ] {
            assert_eq!(written(template).as_deref(), expected, "{template}");
        }
    }
}

//! Expressions: names, literals, chains of filters, conditions. As lenient as Ruby's Liquid, which makes nothing of
//! what it cannot read.

use crate::text::pieces::Part as _;

/// A literal or the way to a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operand {
    Nil,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    Empty,
    Blank,
    Range(Box<(Operand, Operand)>),
    Lookup(Vec<Step>),
}

/// A step from a value to one of its parts.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    Name(String),
    Index(Operand),
}

/// A value and what is to be done with it.
#[derive(Clone, Debug)]
pub(super) struct Expression {
    pub(super) base: Operand,
    pub(super) filters: Vec<Filter>,
    /// Whether a part of the text was ignored.
    pub(super) has_excess: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Filter {
    pub(super) name: String,
    pub(super) arguments: Vec<Operand>,
    pub(super) named: Vec<(String, Operand)>,
}

/// Comparisons joined by `and` and `or`, which bind to the right.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    pub(super) first: Comparison,
    pub(super) rest: Vec<(bool, Comparison)>,
    /// A token in the place of a comparison.
    pub(super) unknown: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Comparison {
    pub(super) left: Operand,
    pub(super) test: Option<(Test, Operand)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Test {
    Equal,
    Unequal,
    Less,
    Greater,
    LessOrEqual,
    GreaterOrEqual,
    Contains,
}

/// How deep brackets and ranges may be nested in an expression.
const DEEPEST: usize = 20;

impl Operand {
    /// Returns whether it is a part of the variable `name`.
    pub(super) fn is_of(&self, name: &str) -> bool {
        matches!(self, Self::Lookup(steps) if matches!(steps.first(), Some(Step::Name(first)) if first == name))
    }

    /// Its name, where it is a variable and no part of one.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Lookup(steps) => match steps.as_slice() {
                [Step::Name(name)] => Some(name),
                _ => None,
            },
            _ => None,
        }
    }

    /// The value of the configuration that it is a part of: `site.a` of `site.a.b`. Plugins may put more into `site.data`.
    pub(super) fn configured(&self) -> Option<Self> {
        match self {
            Self::Lookup(steps) => match steps.as_slice() {
                [site, Step::Name(name), _, ..] if name != "data" => {
                    Some(Self::Lookup(vec![site.clone(), Step::Name(name.clone())]))
                }
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn parse(text: &str) -> Self {
        Self::parse_nested(text, DEEPEST)
    }

    fn parse_nested(text: &str, depth: usize) -> Self {
        let text = text.trim();
        match text {
            "" | "nil" | "null" => return Self::Nil,
            "true" => return Self::Bool(true),
            "false" => return Self::Bool(false),
            "empty" => return Self::Empty,
            "blank" => return Self::Blank,
            _ => {}
        }
        for quote in ['\'', '"'] {
            if let Some(inner) = text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)) {
                return Self::Text(inner.to_owned());
            }
        }
        if let Ok(number) = text.parse() {
            return Self::Int(number);
        }
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        if unsigned.starts_with(|c: char| c.is_ascii_digit())
            && unsigned.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && let Ok(number) = text.trim_end_matches('.').parse()
        {
            return Self::Float(number);
        }
        let Some(depth) = depth.checked_sub(1) else { return Self::Nil };
        if let Some((from, to)) =
            text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')?.split_once(".."))
        {
            return Self::Range(Box::new((Self::parse_nested(from, depth), Self::parse_nested(to, depth))));
        }
        Self::Lookup(steps(text, depth))
    }
}

/// `site.posts[0]["x y"].title` step by step; characters that belong to no name are skipped.
fn steps(text: &str, depth: usize) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first == '[' {
            let end = closing_bracket(rest).unwrap_or(rest.len());
            let inner = rest.part(1..end);
            steps.push(Step::Index(Operand::parse_nested(inner, depth)));
            rest = rest.get(end + 1..).unwrap_or("");
        } else {
            let length = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
            if length == 0 {
                rest = rest.part(first.len_utf8()..);
                continue;
            }
            let (name, behind) = rest.split_at(length);
            // A question mark may end a name.
            let question = behind.starts_with('?');
            steps.push(Step::Name(if question { format!("{name}?") } else { name.to_owned() }));
            rest = if question { behind.part(1..) } else { behind };
        }
    }
    steps
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

/// Where the `]` is that closes the bracket at the start of `text`.
fn closing_bracket(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match c {
            '\'' | '"' if quote == Some(c) => quote = None,
            '\'' | '"' if quote.is_none() => quote = Some(c),
            '[' if quote.is_none() => depth += 1,
            ']' if quote.is_none() => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

impl Expression {
    /// `value | filter: argument, name: argument | …`.
    pub(super) fn parse(text: &str) -> Self {
        let mut parts = split_outside_quotes(text, '|').into_iter();
        let mut scanner = Scanner::new(parts.next().unwrap_or(""));
        let operand = scanner.operand();
        let parts: Vec<&str> = parts.collect();
        let has_excess = !scanner.rest().trim().is_empty()
            || !is_plain(operand)
            || parts.iter().any(|part| !Filter::is_whole(part));
        let filters = parts.into_iter().filter_map(Filter::parse).collect();
        Self { base: Operand::parse(operand), filters, has_excess }
    }
}

/// Whether nothing of an operand is ignored: it is a literal, a range, or names with dots and brackets.
pub(super) fn is_plain(text: &str) -> bool {
    let mut depth = 0_usize;
    text.starts_with(['"', '\'', '(', '-'])
        || text.chars().all(|c| match c {
            '[' => {
                depth += 1;
                true
            }
            ']' => {
                depth = depth.saturating_sub(1);
                true
            }
            c => depth > 0 || is_name(c) || matches!(c, '.' | '?'),
        })
}

impl Filter {
    /// Whether a filter is a name, with arguments after a colon.
    fn is_whole(text: &str) -> bool {
        let rest =
            text.trim_start().trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').trim_start();
        rest.is_empty() || rest.starts_with(':')
    }

    fn parse(text: &str) -> Option<Self> {
        let text = text.trim_start();
        let length = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
        let (name, rest) = text.split_at_checked(length).filter(|(name, _)| !name.is_empty())?;
        let mut filter = Self { name: name.to_owned(), arguments: Vec::new(), named: Vec::new() };
        let mut scanner = Scanner::new(rest);
        while scanner.skip_past([':', ',']) {
            let operand = scanner.operand();
            if operand.is_empty() {
                continue;
            }
            if operand.chars().all(is_name) && scanner.rest().trim_start().starts_with(':') {
                scanner.skip_past([':', ':']);
                let value = Operand::parse(scanner.operand());
                filter.named.push((operand.to_owned(), value));
            } else {
                filter.arguments.push(Operand::parse(operand));
            }
        }
        Some(filter)
    }
}

impl Condition {
    /// `a == b and c contains "d" or e`. What cannot be read is nothing, and so is not true.
    pub(super) fn parse(text: &str) -> Self {
        let mut scanner = Scanner::new(text);
        let first = Comparison::parse(&mut scanner);
        let mut rest = Vec::new();
        let mut unknown = None;
        // After a whole comparison, or a sign such as the bar of a filter, the rest up to `and` or `or` does not count.
        let mut skipping = first.test.is_some();
        loop {
            let word = scanner.word();
            match word {
                "and" | "or" => {
                    let comparison = Comparison::parse(&mut scanner);
                    skipping = comparison.test.is_some();
                    rest.push((word == "and", comparison));
                }
                "" => {
                    let Some(sign) = scanner.rest().chars().next() else { break };
                    if matches!(sign, '=' | '!' | '<' | '>') && !skipping && unknown.is_none() {
                        unknown = Some(sign.to_string());
                    }
                    skipping = true;
                    scanner.skip_character();
                }
                _ if skipping || unknown.is_some() => {}
                _ => unknown = Some(word.to_owned()),
            }
        }
        Self { first, rest, unknown }
    }
}

impl Comparison {
    fn parse(scanner: &mut Scanner<'_>) -> Self {
        let left = Operand::parse(scanner.operand());
        let test = scanner.test().map(|test| (test, Operand::parse(scanner.operand())));
        Self { left, test }
    }
}

/// `text` at every `separator` outside quotes.
pub(super) fn split_outside_quotes(text: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut quote = None;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        match c {
            '\'' | '"' if quote == Some(c) => quote = None,
            // A quote that is never closed is none.
            '\'' | '"' if quote.is_none() && text.get(at + 1..).is_some_and(|rest| rest.contains(c)) => {
                quote = Some(c)
            }
            c if c == separator && quote.is_none() => {
                parts.push(text.part(start..at));
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(text.part(start..));
    parts
}

/// Reads the markup of a tag from left to right.
pub(super) struct Scanner<'t> {
    text: &'t str,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text }
    }

    pub(super) fn rest(&self) -> &'t str {
        self.text
    }

    fn advance(&mut self, length: usize) -> &'t str {
        let (taken, rest) = self.text.split_at_checked(length).unwrap_or((self.text, ""));
        self.text = rest;
        taken
    }

    fn skip_blanks(&mut self) {
        self.text = self.text.trim_start();
    }

    fn skip_character(&mut self) {
        let length = self.text.chars().next().map_or(0, char::len_utf8);
        self.advance(length);
    }

    /// The next text in quotes, range, or run of characters up to a blank, comma, colon, bar or comparison.
    pub(super) fn operand(&mut self) -> &'t str {
        self.skip_blanks();
        let mut depth = 0_usize;
        let mut quote = None;
        let mut end = self.text.len();
        for (at, c) in self.text.char_indices() {
            match c {
                '\'' | '"' if quote == Some(c) => {
                    quote = None;
                    if depth == 0 {
                        end = at + 1;
                        break;
                    }
                }
                _ if quote.is_some() => {}
                '\'' | '"' if at == 0 || depth > 0 => quote = Some(c),
                '(' | '[' => depth += 1,
                ')' | ']' if depth > 0 => {
                    depth -= 1;
                    if depth == 0 && self.text.starts_with('(') {
                        end = at + 1;
                        break;
                    }
                }
                _ if depth > 0 => {}
                ' ' | '\t' | '\n' | '\r' | ',' | ':' | '|' | '=' | '<' | '>' | '!' | '\'' | '"' | ')' => {
                    end = at;
                    break;
                }
                _ => {}
            }
        }
        self.advance(end)
    }

    /// The next word of letters, digits, `_` and `-`.
    pub(super) fn word(&mut self) -> &'t str {
        self.skip_blanks();
        let length = self.text.find(|c: char| !is_name(c)).unwrap_or(self.text.len());
        self.advance(length)
    }

    /// The next comparison, if one is next.
    fn test(&mut self) -> Option<Test> {
        self.skip_blanks();
        let tests = [
            ("==", Test::Equal),
            ("!=", Test::Unequal),
            ("<>", Test::Unequal),
            ("<=", Test::LessOrEqual),
            (">=", Test::GreaterOrEqual),
            ("<", Test::Less),
            (">", Test::Greater),
            ("contains ", Test::Contains),
            ("contains\"", Test::Contains),
            ("contains'", Test::Contains),
        ];
        let (sign, test) = tests.into_iter().find(|(sign, _)| self.text.starts_with(sign))?;
        self.advance(if test == Test::Contains { "contains".len() } else { sign.len() });
        Some(test)
    }

    /// Goes after the next of two characters; false where neither follows.
    pub(super) fn skip_past(&mut self, characters: [char; 2]) -> bool {
        match self.text.find(characters) {
            Some(at) => {
                self.advance(at + 1);
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operands_are_read() {
        let name = |name: &str| Step::Name(name.to_owned());
        assert_eq!(Operand::parse("'a b'"), Operand::Text("a b".to_owned()));
        assert_eq!(Operand::parse("-1.5"), Operand::Float(-1.5));
        assert_eq!(
            Operand::parse("(1..n)"),
            Operand::Range(Box::new((Operand::Int(1), Operand::Lookup(vec![name("n")]))))
        );
        assert_eq!(
            Operand::parse("a.b-c[0]['x.y'].size"),
            Operand::Lookup(vec![
                name("a"),
                name("b-c"),
                Step::Index(Operand::Int(0)),
                Step::Index(Operand::Text("x.y".to_owned())),
                name("size")
            ])
        );
    }

    #[test]
    fn filters_and_conditions_are_read() {
        let expression = Expression::parse(" a | replace: 'x|y', \"b\" | slice:1,2 | f: x: 1 | ");
        let names: Vec<_> =
            expression.filters.iter().map(|filter| (filter.name.as_str(), filter.arguments.len())).collect();
        assert_eq!(names, [("replace", 2), ("slice", 2), ("f", 0)]);
        let condition = Condition::parse("a=='b' and c.d contains \"e\" or f");
        assert_eq!(condition.first.test.map(|(test, _)| test), Some(Test::Equal));
        assert_eq!(condition.rest.len(), 2);
    }
}

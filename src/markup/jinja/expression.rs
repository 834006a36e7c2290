//! Expressions of templates, by precedence.

use crate::markup::jinja::grammar::{Constant, Feature, Grammar};
use crate::markup::jinja::node::{Argument, Expression};
use crate::markup::jinja::token::{Token, tokens};

/// How deep brackets may be in each other.
const DEEPEST: usize = 60;

/// How many operators, filters, members and calls a tag may have.
const MOST: usize = 300;

/// Reads the tokens of a tag.
pub(super) struct Tokens {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    count: usize,
    /// Whether something was not as it should be.
    has_trouble: bool,
    grammar: &'static Grammar,
    is_strict: bool,
}

impl Tokens {
    pub(super) fn new(text: &str, grammar: &'static Grammar, is_strict: bool) -> Self {
        let (tokens, is_whole) = tokens(text, grammar);
        Self { tokens, at: 0, depth: 0, count: 0, has_trouble: !is_whole, grammar, is_strict }
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn is_done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    pub(super) fn accepts(&mut self, sign: &str) -> bool {
        let is = matches!(self.peek(), Some(Token::Sign(found)) if *found == sign);
        self.at += usize::from(is);
        is
    }

    /// A sign that has to come.
    fn expects(&mut self, sign: &str) {
        self.has_trouble |= !self.accepts(sign);
    }

    pub(super) fn takes(&mut self, word: &str) -> bool {
        let is = matches!(self.peek(), Some(Token::Word(found)) if found == word);
        self.at += usize::from(is);
        is
    }

    pub(super) fn name(&mut self) -> Option<String> {
        let Some(Token::Word(word)) = self.peek() else { return None };
        let word = word.clone();
        self.at += 1;
        Some(word)
    }

    /// A name that has to come.
    fn expected_name(&mut self) -> Option<String> {
        let name = self.name();
        self.has_trouble |= name.is_none();
        name
    }

    /// Names with commas between them.
    pub(super) fn names(&mut self) -> Vec<String> {
        let mut names = Vec::new();
        let in_brackets = self.accepts("[") || self.accepts("(");
        while let Some(name) = self.name() {
            names.push(name);
            if !self.accepts(",") {
                break;
            }
        }
        if in_brackets {
            let _ = self.accepts("]") || self.accepts(")");
        }
        names
    }

    /// An expression up to the end of the tag.
    pub(super) fn whole(&mut self) -> Expression {
        let value = self.expression();
        self.checked(value)
    }

    /// A value that is invalid unless everything of the tag is read.
    fn checked(&mut self, value: Expression) -> Expression {
        let is_read = self.is_done() && !self.has_trouble;
        if is_read || !self.is_strict { value } else { Expression::Invalid }
    }

    /// The list of a loop, and the condition that selects from it.
    pub(super) fn list(&mut self) -> (Expression, Option<Expression>) {
        if !self.grammar.has(Feature::Selections) {
            return (self.whole(), None);
        }
        let list = self.or();
        let condition = if self.takes("if") { Some(self.expression()) } else { None };
        (self.checked(list), condition)
    }

    /// An expression.
    pub(super) fn expression(&mut self) -> Expression {
        if self.depth >= DEEPEST {
            self.at = self.tokens.len();
            self.has_trouble = true;
            return Expression::UNDEFINED;
        }
        self.depth += 1;
        let value = self.or();
        let value = if self.grammar.has(Feature::Choices) && self.takes("if") {
            let condition = self.or();
            let other = if self.takes("else") { self.expression() } else { Expression::text(String::new()) };
            Expression::Choice(Box::new(condition), Box::new(value), Box::new(other))
        } else {
            value
        };
        self.depth -= 1;
        value
    }

    /// Counts a part around a value; whether there may be one more.
    fn has_space(&mut self) -> bool {
        self.count += 1;
        if self.count > MOST {
            self.at = self.tokens.len();
            self.has_trouble = true;
        }
        self.count <= MOST
    }

    fn or(&mut self) -> Expression {
        let mut left = self.and();
        while self.takes("or") && self.has_space() {
            left = Expression::Binary("or", Box::new(left), Box::new(self.and()));
        }
        left
    }

    fn and(&mut self) -> Expression {
        let mut left = self.not();
        while self.takes("and") && self.has_space() {
            left = Expression::Binary("and", Box::new(left), Box::new(self.not()));
        }
        left
    }

    fn not(&mut self) -> Expression {
        let mut times = 0_usize;
        while self.takes("not") {
            times += 1;
        }
        let value = self.contained();
        match times % 2 {
            _ if times == 0 => value,
            1 => Expression::Not(Box::new(value)),
            _ => Expression::Not(Box::new(Expression::Not(Box::new(value)))),
        }
    }

    /// `a in b`, `a not in b`, and tests of a whole comparison.
    fn contained(&mut self) -> Expression {
        let mut left = self.compared();
        while self.has_space() {
            let start = self.at;
            let is_not = self.takes("not");
            if self.takes("in") {
                let right = self.compared();
                left = negated(Expression::Binary("in", Box::new(left), Box::new(right)), is_not);
            } else if !is_not && self.takes("is") {
                left = self.tested(left);
            } else {
                self.at = start;
                self.count -= 1;
                return left;
            }
        }
        left
    }

    /// What follows `is`.
    fn tested(&mut self, value: Expression) -> Expression {
        let is_not = self.takes("not");
        let Some(name) = self.expected_name() else { return value };
        let arguments = if self.accepts("(") { self.arguments(")") } else { Vec::new() };
        negated(Expression::Test(name, Box::new(value), arguments), is_not)
    }

    fn compared(&mut self) -> Expression {
        let count = self.count;
        let value =
            self.operators(&["===", "!==", "==", "!=", "<=", ">=", "<", ">"], |tokens| tokens.joined());
        // `a < b < c` is more than two comparisons of which one has the other's result.
        let is_chain = matches!(&value, Expression::Binary(_, left, _) if self.count > count + 1
            && matches!(&**left, Expression::Binary("==" | "!=" | "<=" | ">=" | "<" | ">", ..)));
        self.has_trouble |= is_chain && self.is_strict;
        value
    }

    fn joined(&mut self) -> Expression {
        let value = self.operators(&["~"], Self::sum);
        if self.grammar.has(Feature::OperandFilters) { value } else { self.filtered(value) }
    }

    fn sum(&mut self) -> Expression {
        self.operators(&["+", "-"], Self::product)
    }

    fn product(&mut self) -> Expression {
        self.operators(&["*", "//", "/", "%", "**"], Self::operand)
    }

    fn operators(&mut self, signs: &[&'static str], inner: fn(&mut Self) -> Expression) -> Expression {
        let mut left = inner(self);
        while let Some(sign) = signs.iter().find(|sign| self.accepts(sign)) {
            if !self.has_space() {
                break;
            }
            left = Expression::Binary(sign, Box::new(left), Box::new(inner(self)));
        }
        left
    }

    /// A value with its sign, and with what applies to it alone.
    fn operand(&mut self) -> Expression {
        let mut is_negative = false;
        loop {
            if self.accepts("-") {
                is_negative = !is_negative;
            } else if !self.accepts("+") {
                break;
            }
        }
        let value = self.postfix();
        let mut value = if is_negative { Expression::Negative(Box::new(value)) } else { value };
        if self.grammar.has(Feature::OperandFilters) {
            value = self.filtered(value);
        }
        if self.grammar.has(Feature::OperandTests) && self.takes("is") {
            value = self.tested(value);
        }
        value
    }

    /// The filters of a tag that begins with their names.
    pub(super) fn filters(&mut self) -> Expression {
        self.tokens.insert(0, Token::Sign("|"));
        let value = self.filtered(Expression::UNDEFINED);
        self.checked(value)
    }

    /// A value after filters.
    fn filtered(&mut self, mut value: Expression) -> Expression {
        while self.accepts("|") && self.has_space() {
            let Some(mut name) = self.expected_name() else { return value };
            while self.accepts(".") {
                name = format!("{name}.{}", self.expected_name().unwrap_or_default());
            }
            let arguments = if self.accepts("(") { self.arguments(")") } else { Vec::new() };
            value = Expression::Filter(name, Box::new(value), arguments);
        }
        value
    }

    fn postfix(&mut self) -> Expression {
        let mut value = self.primary();
        while self.has_space() {
            if self.accepts(".") {
                let key = match self.peek() {
                    Some(Token::Word(name)) => Expression::text(name.clone()),
                    Some(Token::Number(number, true)) => {
                        Expression::Constant(Constant::Number(*number, true))
                    }
                    _ => {
                        self.has_trouble = true;
                        return value;
                    }
                };
                self.at += 1;
                value = Expression::Member(Box::new(value), Box::new(key));
            } else if self.accepts("[") {
                value = self.item(value);
            } else if self.accepts("(") {
                let arguments = self.arguments(")");
                value = Expression::Call(Box::new(value), arguments);
            } else {
                self.count -= 1;
                return value;
            }
        }
        value
    }

    /// `[key]`, `[start:end]`
    fn item(&mut self, value: Expression) -> Expression {
        let start =
            if matches!(self.peek(), Some(Token::Sign(":"))) { None } else { Some(self.expression()) };
        if !self.grammar.has(Feature::Slices) || !self.accepts(":") {
            self.expects("]");
            return Expression::Member(Box::new(value), Box::new(start.unwrap_or(Expression::UNDEFINED)));
        }
        let end = if matches!(self.peek(), Some(Token::Sign("]"))) { None } else { Some(self.expression()) };
        self.expects("]");
        Expression::Part(Box::new(value), start.map(Box::new), end.map(Box::new))
    }

    /// The arguments of a tag of the site's own, which needs no commas, or of a call without its brackets.
    pub(super) fn all_arguments(&mut self) -> Vec<Argument> {
        self.arguments_up_to(None)
    }

    /// Whether what is read so far is understood.
    pub(super) const fn is_understood(&self) -> bool {
        !self.has_trouble
    }

    /// Arguments up to a bracket, with commas between them.
    pub(super) fn arguments(&mut self, close: &str) -> Vec<Argument> {
        self.arguments_up_to(Some(close))
    }

    fn arguments_up_to(&mut self, close: Option<&str>) -> Vec<Argument> {
        let mut out = Vec::new();
        while !self.is_done() {
            if close.is_some_and(|close| self.accepts(close)) {
                return out;
            }
            let at = self.at;
            let name = match (self.peek(), self.tokens.get(self.at + 1)) {
                (Some(Token::Word(word)), Some(Token::Sign("="))) => Some(word.clone()),
                _ => None,
            };
            if name.is_some() {
                self.at += 2;
            }
            out.push((name, self.expression()));
            let is_last = match close {
                Some(close) => matches!(self.peek(), Some(Token::Sign(sign)) if *sign == close),
                None => self.is_done(),
            };
            self.has_trouble |= !is_last && !self.accepts(",");
            if self.at == at {
                self.at += 1;
            }
        }
        self.has_trouble |= close.is_some();
        out
    }

    fn primary(&mut self) -> Expression {
        let Some(token) = self.peek().cloned() else {
            self.has_trouble = true;
            return Expression::UNDEFINED;
        };
        self.at += 1;
        match token {
            Token::Text(text) => Expression::text(text),
            Token::Number(number, is_whole) => Expression::Constant(Constant::Number(number, is_whole)),
            Token::Pattern(pattern) => Expression::Constant(Constant::Pattern(pattern)),
            Token::Word(word) => self.word(word),
            Token::Sign("[") => {
                Expression::List(self.arguments("]").into_iter().map(|(_, value)| value).collect())
            }
            Token::Sign("(") => {
                let value = self.expression();
                // A list in brackets.
                self.has_trouble |= self.accepts(",");
                self.expects(")");
                value
            }
            Token::Sign("{") => self.map(),
            Token::Sign(_) => {
                self.has_trouble = true;
                Expression::UNDEFINED
            }
        }
    }

    fn word(&mut self, word: String) -> Expression {
        if let Some((_, constant)) = self.grammar.constants.iter().find(|(known, _)| *known == word) {
            return Expression::Constant(constant.clone());
        }
        // A macro of another template.
        if self.grammar.macro_sign != "." && self.accepts(self.grammar.macro_sign) {
            let name = self.expected_name().unwrap_or_default();
            return Expression::Name(format!("{word}{}{name}", self.grammar.macro_sign));
        }
        Expression::Name(word)
    }

    fn map(&mut self) -> Expression {
        let mut pairs = Vec::new();
        while !self.is_done() && !self.accepts("}") {
            let at = self.at;
            let key = match self.peek() {
                Some(Token::Word(word)) => {
                    let key = Expression::text(word.clone());
                    self.at += 1;
                    key
                }
                _ => self.expression(),
            };
            let value = if self.accepts(":") { self.expression() } else { Expression::UNDEFINED };
            pairs.push((key, value));
            self.accepts(",");
            if self.at == at {
                self.at += 1;
            }
        }
        Expression::Map(pairs)
    }
}

fn negated(value: Expression, is_not: bool) -> Expression {
    if is_not { Expression::Not(Box::new(value)) } else { value }
}

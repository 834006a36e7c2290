//! Expressions of templates, by precedence.

use crate::markup::nunjucks::node::{Argument, Expression};
use crate::markup::nunjucks::token::Token;

/// How deep expressions may be in each other.
const DEEPEST: usize = 60;

/// Reads the tokens of a tag.
pub(super) struct Tokens<'t> {
    tokens: &'t [Token],
    at: usize,
    depth: usize,
}

impl<'t> Tokens<'t> {
    pub(super) const fn new(tokens: &'t [Token]) -> Self {
        Self { tokens, at: 0, depth: 0 }
    }

    fn peek(&self) -> Option<&'t Token> {
        self.tokens.get(self.at)
    }

    pub(super) fn is_done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    pub(super) fn accepts(&mut self, sign: &str) -> bool {
        let is = matches!(self.peek(), Some(Token::Sign(found)) if *found == sign);
        self.at += usize::from(is);
        is
    }

    pub(super) fn takes(&mut self, word: &str) -> bool {
        let is = matches!(self.peek(), Some(Token::Word(found)) if found == word);
        self.at += usize::from(is);
        is
    }

    pub(super) fn name(&mut self) -> Option<String> {
        let Some(Token::Word(word)) = self.peek() else { return None };
        self.at += 1;
        Some(word.clone())
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

    /// A whole expression.
    pub(super) fn expression(&mut self) -> Expression {
        if self.depth >= DEEPEST {
            self.at = self.tokens.len();
            return Expression::Undefined;
        }
        self.depth += 1;
        let value = self.or();
        let value = if self.takes("if") {
            let condition = self.or();
            let other = if self.takes("else") { self.expression() } else { Expression::Undefined };
            Expression::Choice(Box::new(condition), Box::new(value), Box::new(other))
        } else {
            value
        };
        self.depth -= 1;
        value
    }

    fn or(&mut self) -> Expression {
        let mut left = self.and();
        while self.takes("or") {
            left = Expression::Binary("or", Box::new(left), Box::new(self.and()));
        }
        left
    }

    fn and(&mut self) -> Expression {
        let mut left = self.not();
        while self.takes("and") {
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

    /// `a in b`, `a not in b`, `a is b`, `a is not b`
    fn contained(&mut self) -> Expression {
        let mut left = self.compared();
        loop {
            let start = self.at;
            let is_not = self.takes("not");
            if self.takes("in") {
                let right = self.compared();
                left = negated(Expression::Binary("in", Box::new(left), Box::new(right)), is_not);
            } else if !is_not && self.takes("is") {
                let is_not = self.takes("not");
                let Some(name) = self.name() else { return left };
                let arguments = if self.accepts("(") { self.arguments(")") } else { Vec::new() };
                left = negated(Expression::Test(name, Box::new(left), arguments), is_not);
            } else {
                self.at = start;
                return left;
            }
        }
    }

    fn compared(&mut self) -> Expression {
        self.operators(&["===", "!==", "==", "!=", "<=", ">=", "<", ">"], Self::joined)
    }

    fn joined(&mut self) -> Expression {
        self.operators(&["~"], Self::sum)
    }

    fn sum(&mut self) -> Expression {
        self.operators(&["+", "-"], Self::product)
    }

    fn product(&mut self) -> Expression {
        self.operators(&["*", "//", "/", "%", "**"], Self::unary)
    }

    fn operators(&mut self, signs: &[&'static str], inner: fn(&mut Self) -> Expression) -> Expression {
        let mut left = inner(self);
        while let Some(sign) = signs.iter().find(|sign| self.accepts(sign)) {
            left = Expression::Binary(sign, Box::new(left), Box::new(inner(self)));
        }
        left
    }

    fn unary(&mut self) -> Expression {
        let value = if self.accepts("-") {
            Expression::Negative(Box::new(self.postfix()))
        } else {
            self.accepts("+");
            self.postfix()
        };
        self.filtered(value)
    }

    /// A value after filters.
    pub(super) fn filtered(&mut self, mut value: Expression) -> Expression {
        while self.accepts("|") {
            let Some(mut name) = self.name() else { return value };
            while self.accepts(".") {
                name = format!("{name}.{}", self.name().unwrap_or_default());
            }
            let arguments = if self.accepts("(") { self.arguments(")") } else { Vec::new() };
            value = Expression::Filter(name, Box::new(value), arguments);
        }
        value
    }

    fn postfix(&mut self) -> Expression {
        let mut value = self.primary();
        loop {
            if self.accepts(".") {
                let Some(name) = self.name() else { return value };
                value = Expression::Member(Box::new(value), Box::new(Expression::Text(name)));
            } else if self.accepts("[") {
                let index = self.expression();
                self.accepts("]");
                value = Expression::Member(Box::new(value), Box::new(index));
            } else if self.accepts("(") {
                let arguments = self.arguments(")");
                value = Expression::Call(Box::new(value), arguments);
            } else {
                return value;
            }
        }
    }

    /// Arguments up to a bracket, with commas between them; those of a shortcode may have none.
    pub(super) fn arguments(&mut self, close: &str) -> Vec<Argument> {
        let mut out = Vec::new();
        while !self.is_done() && !self.accepts(close) {
            let at = self.at;
            let name = match (self.peek(), self.tokens.get(self.at + 1)) {
                (Some(Token::Word(word)), Some(Token::Sign("="))) => Some(word.clone()),
                _ => None,
            };
            if name.is_some() {
                self.at += 2;
            }
            out.push((name, self.expression()));
            self.accepts(",");
            if self.at == at {
                self.at += 1;
            }
        }
        out
    }

    fn primary(&mut self) -> Expression {
        let Some(token) = self.peek() else { return Expression::Undefined };
        self.at += 1;
        match token {
            Token::Text(text) => Expression::Text(text.clone()),
            Token::Number(number) => Expression::Number(*number),
            Token::Pattern(pattern) => Expression::Pattern(pattern.clone()),
            Token::Word(word) => match word.as_str() {
                "true" => Expression::Bool(true),
                "false" => Expression::Bool(false),
                "none" | "null" => Expression::Null,
                _ => Expression::Name(word.clone()),
            },
            Token::Sign("[") => {
                Expression::List(self.arguments("]").into_iter().map(|(_, value)| value).collect())
            }
            Token::Sign("(") => {
                let value = self.expression();
                self.accepts(",");
                self.accepts(")");
                value
            }
            Token::Sign("{") => {
                let mut pairs = Vec::new();
                while !self.is_done() && !self.accepts("}") {
                    let at = self.at;
                    let key = match self.peek() {
                        Some(Token::Word(word)) => {
                            self.at += 1;
                            Expression::Text(word.clone())
                        }
                        _ => self.primary(),
                    };
                    let value = if self.accepts(":") { self.expression() } else { Expression::Undefined };
                    pairs.push((key, value));
                    self.accepts(",");
                    if self.at == at {
                        self.at += 1;
                    }
                }
                Expression::Object(pairs)
            }
            Token::Sign(_) => Expression::Undefined,
        }
    }
}

fn negated(value: Expression, is_not: bool) -> Expression {
    if is_not { Expression::Not(Box::new(value)) } else { value }
}

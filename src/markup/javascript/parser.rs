//! The tokens of a program as they are read, functions, and what is bound to values.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::markup::javascript::syntax::{Expression, Function, Parameter, Statement, Target};
use crate::markup::javascript::token::{Lexeme, Token, tokens};

/// How deep expressions and blocks may be in each other.
pub(super) const DEEPEST: usize = 150;

/// The statements of a program.
pub(super) fn parse(text: &str) -> Vec<Statement> {
    let tokens = tokens(text);
    let mut parser = Parser::new(&tokens, 0);
    let mut out = Vec::new();
    while parser.at < tokens.len() {
        parser.statement(&mut out);
    }
    out
}

pub(super) struct Parser<'t> {
    pub(super) tokens: &'t [Lexeme],
    pub(super) at: usize,
    pub(super) depth: usize,
    /// How deep the chains of members, calls and operators are in each other that were read last; see [`MOST_LINKS`].
    pub(super) links: usize,
    /// Where no function begins, though it looks so up to its arrow.
    pub(super) no_arrows: BTreeSet<usize>,
    /// For each opening bracket the place of the one that closes it.
    closing: Vec<usize>,
}

/// How deep chains such as `a.b.c` and `a + b + c` may be, which are trees as deep as they are long.
pub(super) const MOST_LINKS: usize = 300;

/// How many tokens a type may have, brackets counted as one.
const LONGEST_TYPE: usize = 1_000;

impl<'t> Parser<'t> {
    pub(super) fn new(tokens: &'t [Lexeme], depth: usize) -> Self {
        let closing = closing(tokens);
        Self { tokens, at: 0, depth, links: 0, no_arrows: BTreeSet::new(), closing }
    }

    /// Reads something whose chains are apart from those around it.
    pub(super) fn apart<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::take(&mut self.links);
        let value = read(self);
        self.links = self.links.max(before);
        value
    }

    /// One more link of a chain: too many are not understood.
    pub(super) fn linked(&mut self, value: Expression) -> Expression {
        self.links += 1;
        if self.links <= MOST_LINKS {
            return value;
        }
        self.links = 0;
        Expression::Unknown
    }

    pub(super) fn peek(&self) -> Option<&'t Token> {
        self.tokens.get(self.at).map(|lexeme| &lexeme.token)
    }

    /// The place of the next token.
    pub(super) fn place(&self) -> usize {
        self.tokens.get(self.at).or(self.tokens.last()).map_or(0, |lexeme| lexeme.at)
    }

    pub(super) fn newline(&self) -> bool {
        self.tokens.get(self.at).is_none_or(|lexeme| lexeme.newline)
    }

    pub(super) fn is(&self, sign: &str) -> bool {
        self.is_at(self.at, sign)
    }

    pub(super) fn is_at(&self, at: usize, sign: &str) -> bool {
        matches!(self.tokens.get(at), Some(Lexeme { token: Token::Sign(found), .. }) if *found == sign)
    }

    pub(super) fn accepts(&mut self, sign: &str) -> bool {
        let is = self.is(sign);
        self.at += usize::from(is);
        is
    }

    pub(super) fn word(&self) -> Option<&'t str> {
        match self.peek() {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    pub(super) fn takes_word(&mut self, wanted: &str) -> bool {
        let is = self.word() == Some(wanted);
        self.at += usize::from(is);
        is
    }

    pub(super) fn name(&mut self) -> Option<String> {
        let word = self.word()?;
        self.at += 1;
        Some(word.to_owned())
    }

    /// The place after the bracket that closes the one at `at`.
    pub(super) fn behind_bracket(&self, at: usize) -> usize {
        self.closing.get(at).map_or(self.tokens.len(), |close| close + 1).min(self.tokens.len())
    }

    /// Skips a type, up to one of these signs outside brackets.
    pub(super) fn skip_type(&mut self, ends: &[&str]) {
        let mut angles = 0_usize;
        for _ in 0..LONGEST_TYPE {
            let Some(token) = self.peek() else { return };
            match token {
                Token::Sign("=>") => {
                    if angles == 0 && ends.contains(&"=>") {
                        return;
                    }
                    self.at += 1;
                }
                Token::Sign(sign) if angles == 0 && ends.contains(sign) => return,
                Token::Sign("(" | "[" | "{") => self.at = self.behind_bracket(self.at),
                Token::Sign(")" | "]" | "}" | ";") => return,
                Token::Sign("<") => {
                    angles += 1;
                    self.at += 1;
                }
                Token::Sign(">") => {
                    angles = angles.saturating_sub(1);
                    self.at += 1;
                }
                _ => self.at += 1,
            }
        }
    }

    pub(super) fn word_at(&self, ahead: usize) -> Option<&'t str> {
        match self.tokens.get(self.at + ahead).map(|lexeme| &lexeme.token) {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// `async function* name(parameters) { … }`.
    pub(super) fn function_expression(&mut self) -> Expression {
        self.takes_word("async");
        self.takes_word("function");
        self.accepts("*");
        if !self.is("(") {
            self.at += 1;
        }
        if self.is("<") {
            self.skip_type(&["("]);
        }
        self.method().unwrap_or(Expression::Unknown)
    }

    /// `(parameters) { … }`.
    pub(super) fn method(&mut self) -> Option<Expression> {
        let parameters = self.parameters()?;
        if self.accepts(":") {
            self.skip_return_type();
        }
        let body = if self.is("{") { self.block() } else { Vec::new() };
        Some(Expression::Function(Arc::new(Function { parameters, body })))
    }

    /// A function's own type, up to its body.
    pub(super) fn skip_return_type(&mut self) {
        if self.is("{") {
            self.at = self.behind_bracket(self.at);
        }
        self.skip_type(&["{", "=>"]);
    }

    pub(super) fn parameters(&mut self) -> Option<Vec<Parameter>> {
        if !self.accepts("(") {
            return None;
        }
        let mut parameters = Vec::new();
        while self.peek().is_some() && !self.accepts(")") {
            let at = self.at;
            let is_rest = self.accepts("...");
            if let Some(target) = self.target() {
                let target = if is_rest { Target::Rest(Box::new(target)) } else { target };
                self.accepts("?");
                if self.accepts(":") {
                    self.skip_type(&["=", ","]);
                }
                let default = self.accepts("=").then(|| self.expression());
                parameters.push((target, default));
            }
            self.accepts(",");
            if self.at == at {
                self.at += 1;
            }
        }
        Some(parameters)
    }

    /// A name, or several in brackets.
    pub(super) fn target(&mut self) -> Option<Target> {
        if self.depth >= DEEPEST {
            return None;
        }
        self.depth += 1;
        let target = if self.accepts("[") {
            let mut items = Vec::new();
            while self.peek().is_some() && !self.accepts("]") {
                if self.accepts(",") {
                    items.push(None);
                    continue;
                }
                let at = self.at;
                let is_rest = self.accepts("...");
                let item = self.target();
                items.push(if is_rest { item.map(|item| Target::Rest(Box::new(item))) } else { item });
                if self.accepts("=") {
                    self.expression();
                }
                self.accepts(",");
                if self.at == at {
                    self.at += 1;
                }
            }
            Some(Target::List(items))
        } else if self.accepts("{") {
            Some(self.object_target())
        } else {
            self.name().map(Target::Name)
        };
        self.depth -= 1;
        target
    }

    fn object_target(&mut self) -> Target {
        let (mut keys, mut rest) = (Vec::new(), None);
        while self.peek().is_some() && !self.accepts("}") {
            let at = self.at;
            if self.accepts("...") {
                rest = self.name();
            } else if let Some(key) = self.key() {
                let target = if self.accepts(":") { self.target() } else { Some(Target::Name(key.clone())) };
                let default = self.accepts("=").then(|| self.expression());
                keys.extend(target.map(|target| (key, target, default)));
            }
            self.accepts(",");
            if self.at == at {
                self.at += 1;
            }
        }
        Target::Object(keys, rest)
    }

    /// A key of an object: a name, a string or a number.
    pub(super) fn key(&mut self) -> Option<String> {
        let key = match self.peek()? {
            Token::Word(word) => word.clone(),
            Token::Text(text) => text.clone(),
            Token::Number(number) => number.to_string(),
            _ => return None,
        };
        self.at += 1;
        Some(key)
    }

    /// Goes after a bracket; past what is not understood before it.
    pub(super) fn close(&mut self, bracket: &str) {
        while self.peek().is_some() && !self.accepts(bracket) {
            match self.peek() {
                Some(Token::Sign("(" | "[" | "{")) => self.at = self.behind_bracket(self.at),
                Some(Token::Sign(")" | "]" | "}")) => return,
                _ => self.at += 1,
            }
        }
    }
}

/// For each opening bracket the place of the one that closes it, a bracket of any kind; the end where none does.
fn closing(tokens: &[Lexeme]) -> Vec<usize> {
    let mut closing = vec![tokens.len(); tokens.len()];
    let mut open = Vec::new();
    for (place, lexeme) in tokens.iter().enumerate() {
        match lexeme.token {
            Token::Sign("(" | "[" | "{") => open.push(place),
            Token::Sign(")" | "]" | "}") => {
                if let Some(close) = open.pop().and_then(|place| closing.get_mut(place)) {
                    *close = place;
                }
            }
            _ => {}
        }
    }
    closing
}

//! Expressions, by precedence.

use std::sync::Arc;

use crate::markup::javascript::parser::Parser;
use crate::markup::javascript::syntax::{Expression, Function, Item, Part, Property, Statement, Target};
use crate::markup::javascript::token::{Piece, Token};

/// How deep expressions may be in each other.
const DEEPEST: usize = 150;

/// How strongly an operator binds.
fn strength(sign: &str) -> Option<u8> {
    Some(match sign {
        "??" | "||" => 1,
        "&&" => 2,
        "==" | "!=" | "===" | "!==" => 3,
        "<" | ">" | "<=" | ">=" | "in" => 4,
        "+" | "-" => 5,
        "*" | "/" | "%" => 6,
        _ => return None,
    })
}

impl Parser<'_> {
    /// An expression without commas.
    pub(super) fn expression(&mut self) -> Expression {
        if self.depth >= DEEPEST {
            self.skip();
            return Expression::Unknown;
        }
        self.depth += 1;
        let value = self.apart(Self::choice);
        self.depth -= 1;
        value
    }

    /// Skips up to where an expression ends at the latest.
    fn skip(&mut self) {
        while let Some(token) = self.peek() {
            match token {
                Token::Sign("," | ";" | ")" | "]" | "}") => return,
                Token::Sign("(" | "[" | "{") => self.at = self.behind_bracket(self.at),
                _ => self.at += 1,
            }
        }
    }

    fn choice(&mut self) -> Expression {
        if let Some(arrow) = self.arrow() {
            return arrow;
        }
        let condition = self.binary(0);
        if !self.accepts("?") {
            return condition;
        }
        let then = self.expression();
        self.accepts(":");
        let otherwise = self.expression();
        Expression::Choice(Box::new(condition), Box::new(then), Box::new(otherwise))
    }

    /// `x => …`, `(a, b) => …`, `async (a) => …`.
    fn arrow(&mut self) -> Option<Expression> {
        let start = self.at;
        // What is within is read twice where it is not one, and so is what is within that.
        if self.no_arrows.contains(&start) {
            return None;
        }
        self.takes_word("async");
        // Types that stand for others: `<T extends U>(a: T) => …`.
        if self.is("<") {
            self.at += 1;
            self.skip_type(&[">"]);
            self.accepts(">");
        }
        let parameters = if self.word().is_some() && self.is_at(self.at + 1, "=>") {
            self.name().map(|name| vec![(Target::Name(name), None)])
        } else if self.is("(") && self.is_arrow_behind(self.behind_bracket(self.at)) {
            let parameters = self.parameters();
            if self.accepts(":") {
                self.skip_type(&["=>"]);
            }
            parameters
        } else {
            None
        };
        let is_tried = parameters.is_some();
        let Some(parameters) = parameters.filter(|_| self.accepts("=>")) else {
            self.at = start;
            if is_tried {
                self.no_arrows.insert(start);
            }
            return None;
        };
        let body = if self.is("{") { self.block() } else { vec![Statement::Return(self.expression())] };
        Some(Expression::Function(Arc::new(Function { parameters, body })))
    }

    /// Returns whether `=>` stands here, a type before it perhaps.
    fn is_arrow_behind(&self, at: usize) -> bool {
        if !self.is_at(at, ":") {
            return self.is_at(at, "=>");
        }
        let near = self.tokens.iter().skip(at + 1).take(12);
        near.map(|lexeme| &lexeme.token)
            .take_while(|token| !matches!(token, Token::Sign(";" | "," | "{" | "(" | "?" | ")")))
            .any(|token| *token == Token::Sign("=>"))
    }

    fn binary(&mut self, least: u8) -> Expression {
        self.apart(|parser| parser.binary_chain(least))
    }

    fn binary_chain(&mut self, least: u8) -> Expression {
        let mut left = self.unary();
        loop {
            let sign = match self.peek() {
                Some(Token::Sign(sign)) => sign,
                Some(Token::Word(word)) if word == "in" => "in",
                _ => return left,
            };
            let Some(binds) = strength(sign).filter(|binds| *binds > least) else { return left };
            self.at += 1;
            let right = self.binary(binds);
            left = self.linked(Expression::Binary(sign, Box::new(left), Box::new(right)));
        }
    }

    fn unary(&mut self) -> Expression {
        if self.depth >= DEEPEST {
            self.skip();
            return Expression::Unknown;
        }
        self.depth += 1;
        let value = if self.accepts("!") {
            Expression::Not(Box::new(self.unary()))
        } else if self.accepts("-") {
            Expression::Negative(Box::new(self.unary()))
        } else if self.accepts("+") {
            Expression::Binary("-", Box::new(self.unary()), Box::new(Expression::Number(0.0)))
        } else if self.takes_word("await") {
            self.unary()
        } else if self.takes_word("typeof") {
            Expression::TypeOf(Box::new(self.unary()))
        } else {
            self.postfix()
        };
        self.depth -= 1;
        value
    }

    fn postfix(&mut self) -> Expression {
        self.apart(Self::postfix_chain)
    }

    fn postfix_chain(&mut self) -> Expression {
        let mut value = self.primary();
        loop {
            let place = self.place();
            if self.accepts("?.") || self.accepts(".") {
                if self.is("[") || self.is("(") {
                    continue;
                }
                self.accepts("#");
                let Some(name) = self.name() else { return value };
                value = self.linked(Expression::Member(Box::new(value), name));
            } else if self.accepts("[") {
                let index = self.expression();
                self.close("]");
                value = self.linked(Expression::Index(Box::new(value), Box::new(index)));
            } else if self.is("(") {
                let arguments = self.items("(", ")");
                value = self.linked(Expression::Call(Box::new(value), arguments, place));
            } else if self.is("!") && !self.newline() {
                self.at += 1;
            } else if self.word() == Some("as") || self.word() == Some("satisfies") {
                self.at += 1;
                self.skip_type(&[",", ";", "=>", "?", "&&", "||", "??", ":", "="]);
            } else if matches!(self.peek(), Some(Token::Template(_))) {
                self.at += 1;
                value = Expression::Unknown;
            } else {
                return value;
            }
        }
    }

    /// Items between brackets, with commas between them.
    fn items(&mut self, open: &str, close: &str) -> Vec<Item> {
        let mut items = Vec::new();
        self.accepts(open);
        while self.peek().is_some() && !self.accepts(close) {
            let at = self.at;
            if !self.is(",") {
                let spread = self.accepts("...");
                items.push(Item { spread, value: self.expression() });
            }
            // What is left of an expression that was not understood.
            if !self.is(",") && !self.is(close) {
                self.skip();
                if let Some(item) = items.last_mut() {
                    item.value = Expression::Unknown;
                }
            }
            self.accepts(",");
            if self.at == at {
                self.at += 1;
                return items;
            }
        }
        items
    }

    fn primary(&mut self) -> Expression {
        let Some(token) = self.peek() else { return Expression::Unknown };
        match token {
            Token::Text(text) => {
                self.at += 1;
                Expression::Text(text.clone())
            }
            Token::Number(number) => {
                self.at += 1;
                Expression::Number(*number)
            }
            Token::Template(pieces) => {
                self.at += 1;
                Expression::Template(pieces.iter().map(|piece| self.part(piece)).collect())
            }
            Token::Pattern(pattern) => {
                self.at += 1;
                Expression::Pattern(pattern.clone())
            }
            Token::Sign("[") => Expression::List(self.items("[", "]")),
            Token::Sign("{") => self.object(),
            Token::Sign("(") => {
                self.at += 1;
                let mut value = self.expression();
                while self.accepts(",") {
                    value = self.expression();
                }
                self.close(")");
                value
            }
            Token::Sign(_) => Expression::Unknown,
            Token::Word(word) => self.word_expression(word),
        }
    }

    fn word_expression(&mut self, word: &str) -> Expression {
        let is_function = word == "function"
            || word == "async"
                && matches!(self.tokens.get(self.at + 1).map(|it| &it.token), Some(Token::Word(next)) if next == "function");
        if is_function {
            return self.function_expression();
        }
        self.at += 1;
        match word {
            "undefined" | "void" => Expression::Undefined,
            "null" => Expression::Null,
            "true" => Expression::Bool(true),
            "false" => Expression::Bool(false),
            // `new new A`: nobody writes it.
            "new" if self.word() == Some("new") => {
                while self.takes_word("new") {}
                Expression::Unknown
            }
            "new" => {
                let place = self.place();
                let mut callee = self.primary();
                while self.accepts(".") {
                    let Some(name) = self.name() else { break };
                    callee = self.linked(Expression::Member(Box::new(callee), name));
                }
                let arguments = if self.is("(") { self.items("(", ")") } else { Vec::new() };
                Expression::New(Box::new(callee), arguments, place)
            }
            "class" | "delete" | "yield" => {
                self.skip();
                Expression::Unknown
            }
            name => Expression::Name(name.to_owned()),
        }
    }

    fn part(&mut self, piece: &Piece) -> Part {
        match piece {
            Piece::Text(text) => Part::Text(text.clone()),
            Piece::Code(tokens) => {
                let mut parser = Parser::new(tokens, self.depth);
                let code = parser.expression();
                self.links = self.links.max(parser.links);
                Part::Code(code)
            }
        }
    }

    fn object(&mut self) -> Expression {
        self.accepts("{");
        let mut entries = Vec::new();
        while self.peek().is_some() && !self.accepts("}") {
            let at = self.at;
            entries.extend(self.entry());
            // What is left of an expression that was not understood.
            if !self.is(",") && !self.is("}") {
                self.skip();
                if let Some(Property::Named(_, value, _)) = entries.last_mut() {
                    *value = Expression::Unknown;
                }
            }
            self.accepts(",");
            if self.at == at {
                self.at += 1;
                break;
            }
        }
        Expression::Object(entries)
    }

    fn entry(&mut self) -> Option<Property> {
        let place = self.place();
        if self.accepts("...") {
            return Some(Property::Spread(self.expression()));
        }
        if self.accepts("[") {
            let key = self.expression();
            self.close("]");
            let value = if self.accepts(":") { self.expression() } else { self.method()? };
            return Some(Property::Computed(key, value, place));
        }
        // `async name() {}`, `get name() {}`
        let is_marked = matches!(self.word(), Some("async" | "get" | "set"));
        let next = self.tokens.get(self.at + 1).map(|lexeme| &lexeme.token);
        if is_marked && matches!(next, Some(Token::Word(_) | Token::Text(_))) {
            self.at += 1;
        }
        self.accepts("*");
        let is_text = matches!(self.peek(), Some(Token::Text(_)));
        let key = self.key()?;
        if self.accepts(":") {
            return Some(Property::Named(key, self.expression(), place));
        }
        if self.is("(") {
            let method = self.method()?;
            return Some(Property::Named(key, method, place));
        }
        (!is_text).then(|| Property::Named(key.clone(), Expression::Name(key), place))
    }
}

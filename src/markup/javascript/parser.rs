//! Statements and targets. What is not understood is skipped: reading never fails.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::markup::javascript::syntax::{Expression, Function, Parameter, Statement, Target};
use crate::markup::javascript::token::{Lexeme, Token, tokens};

/// How deep expressions and blocks may be in each other.
const DEEPEST: usize = 150;

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

    fn statement(&mut self, out: &mut Vec<Statement>) {
        let start = self.at;
        if self.depth >= DEEPEST {
            self.at = self.tokens.len();
            return;
        }
        self.depth += 1;
        self.one_statement(out);
        self.depth -= 1;
        // Always go on with the next token, so that the loop ends.
        if self.at == start {
            self.at += 1;
        }
    }

    fn one_statement(&mut self, out: &mut Vec<Statement>) {
        if self.is("{") {
            let block = self.block();
            return out.push(Statement::Block(block));
        }
        match self.word().unwrap_or("") {
            "import" if !self.is_at(self.at + 1, "(") && !self.is_at(self.at + 1, ".") => self.import(out),
            "export" => self.export(out),
            "const" | "let" | "var" => self.bindings(false, out),
            "function" => self.function_statement(false, out),
            "async" if self.word_at(1) == Some("function") => self.function_statement(false, out),
            "return" => {
                self.at += 1;
                let ends = self.newline() || self.is(";") || self.is("}");
                let value = if ends { Expression::Undefined } else { self.expression() };
                out.push(Statement::Return(value));
            }
            "if" => self.condition(out),
            "for" => self.for_loop(out),
            "type" | "interface" | "declare" | "enum" if self.word_at(1).is_some() => {
                self.at += 2;
                self.skip_declaration();
            }
            // What a program makes where it fails is not told.
            "throw" => {
                self.at += 1;
                self.expression();
                out.push(Statement::Return(Expression::Unknown));
            }
            "catch" => {
                self.at += 1;
                if self.is("(") {
                    self.at = self.behind_bracket(self.at);
                }
                if self.is("{") {
                    self.at = self.behind_bracket(self.at);
                }
            }
            "try" | "else" | "do" | "finally" => self.at += 1,
            _ => {
                let value = self.expression();
                // `exports.name = …`, `module.exports = …`
                match exported(&value) {
                    Some(name) if self.accepts("=") => {
                        let value = self.expression();
                        out.push(Statement::Export(name, value));
                    }
                    _ => out.push(self.assigned(value)),
                }
            }
        }
        self.accepts(";");
    }

    /// A statement that begins with this expression.
    fn assigned(&mut self, value: Expression) -> Statement {
        let is_place = matches!(value, Expression::Name(_) | Expression::Member(..) | Expression::Index(..));
        if !is_place {
            return Statement::Expression(value);
        }
        if self.accepts("=") {
            return Statement::Assign(value, self.expression());
        }
        let step = |sign, by| Expression::Binary(sign, Box::new(value.clone()), Box::new(by));
        for (sign, operator) in
            [("+=", "+"), ("-=", "-"), ("*=", "*"), ("/=", "/"), ("||=", "||"), ("??=", "??"), ("&&=", "&&")]
        {
            if self.accepts(sign) {
                let changed = step(operator, self.expression());
                return Statement::Assign(value, changed);
            }
        }
        for (sign, operator) in [("++", "+"), ("--", "-")] {
            if !self.newline() && self.accepts(sign) {
                let changed = step(operator, Expression::Number(1.0));
                return Statement::Assign(value, changed);
            }
        }
        Statement::Expression(value)
    }

    fn word_at(&self, ahead: usize) -> Option<&'t str> {
        match self.tokens.get(self.at + ahead).map(|lexeme| &lexeme.token) {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// A block in braces, or one statement.
    pub(super) fn block(&mut self) -> Vec<Statement> {
        let mut out = Vec::new();
        if !self.accepts("{") {
            self.statement(&mut out);
            return out;
        }
        while self.peek().is_some() && !self.accepts("}") {
            self.statement(&mut out);
        }
        out
    }

    fn condition(&mut self, out: &mut Vec<Statement>) {
        self.at += 1;
        if !self.accepts("(") {
            return;
        }
        let condition = self.expression();
        self.close(")");
        let then = self.block();
        let otherwise = if self.takes_word("else") { self.block() } else { Vec::new() };
        out.push(Statement::If(condition, then, otherwise));
    }

    fn for_loop(&mut self, out: &mut Vec<Statement>) {
        self.at += 1;
        self.takes_word("await");
        let open = self.at;
        if !self.accepts("(") {
            return;
        }
        let behind = self.behind_bracket(open);
        let _ = self.takes_word("const") || self.takes_word("let") || self.takes_word("var");
        let target = self.target();
        let list = self.takes_word("of").then(|| self.expression());
        self.at = behind;
        let body = self.block();
        match (target, list) {
            (Some(target), Some(list)) => out.push(Statement::For(target, list, body)),
            _ => out.push(Statement::Block(body)),
        }
    }

    fn import(&mut self, out: &mut Vec<Statement>) {
        self.at += 1;
        let is_type = self.word() == Some("type") && !self.is_at(self.at + 1, ",");
        self.at += usize::from(is_type && self.word_at(1) != Some("from"));
        let mut names = Vec::new();
        if let Some(name) = self.name() {
            names.push(("default".to_owned(), name));
            self.accepts(",");
        }
        if self.accepts("*") {
            self.takes_word("as");
            names.extend(self.name().map(|name| ("*".to_owned(), name)));
        }
        if self.accepts("{") {
            names.extend(self.names());
        }
        self.takes_word("from");
        if let Some(Token::Text(module)) = self.peek() {
            self.at += 1;
            out.push(Statement::Import(module.clone(), names));
        }
        if self.takes_word("with") && self.is("{") {
            self.at = self.behind_bracket(self.at);
        }
    }

    /// `a, b as c }`: each name, and what it is called after `as`.
    fn names(&mut self) -> Vec<(String, String)> {
        let mut names = Vec::new();
        while self.peek().is_some() && !self.accepts("}") {
            if self.word() == Some("type") && self.word_at(1).is_some_and(|word| word != "as") {
                self.at += 1;
            }
            if let Some(name) = self.name() {
                let alias = if self.takes_word("as") { self.name() } else { None };
                names.push((name.clone(), alias.unwrap_or(name)));
            } else if !self.accepts(",") {
                self.at += 1;
            }
        }
        names
    }

    fn export(&mut self, out: &mut Vec<Statement>) {
        self.at += 1;
        if self.takes_word("default") {
            let value = match self.word() {
                Some("function") => self.function_expression(),
                Some("async") if self.word_at(1) == Some("function") => self.function_expression(),
                _ => self.expression(),
            };
            return out.push(Statement::Export("default".to_owned(), value));
        }
        if self.accepts("{") {
            let names = self.names();
            let from = self.takes_word("from").then(|| self.peek());
            if let Some(Some(Token::Text(module))) = from {
                self.at += 1;
                let imported = names.iter().map(|(name, alias)| (name.clone(), alias.clone())).collect();
                out.push(Statement::Import(module.clone(), imported));
                out.extend(
                    names
                        .into_iter()
                        .map(|(_, alias)| Statement::Export(alias.clone(), Expression::Name(alias))),
                );
                return;
            }
            let exports =
                names.into_iter().map(|(name, alias)| Statement::Export(alias, Expression::Name(name)));
            return out.extend(exports);
        }
        match self.word().unwrap_or("") {
            "const" | "let" | "var" => self.bindings(true, out),
            "function" | "async" => self.function_statement(true, out),
            "type" | "interface" | "declare" | "enum" => self.one_statement(out),
            _ => {}
        }
    }

    fn bindings(&mut self, exported: bool, out: &mut Vec<Statement>) {
        self.at += 1;
        loop {
            let Some(target) = self.target() else { return };
            if self.accepts("!") || self.is(":") {
                self.accepts(":");
                self.skip_type(&["=", ","]);
            }
            let value = if self.accepts("=") { self.expression() } else { Expression::Undefined };
            out.push(Statement::Bind(target, value, exported));
            if !self.accepts(",") {
                return;
            }
        }
    }

    fn function_statement(&mut self, exported: bool, out: &mut Vec<Statement>) {
        let at = self.at;
        let name = {
            self.takes_word("async");
            self.at += 1;
            self.accepts("*");
            self.word().map(str::to_owned)
        };
        self.at = at;
        let function = self.function_expression();
        if let Some(name) = name {
            out.push(Statement::Bind(Target::Name(name), function, exported));
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
    fn skip_return_type(&mut self) {
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

    /// Skips a declaration of types: up to the end of its block, or of its line.
    fn skip_declaration(&mut self) {
        let mut is_first = true;
        while self.peek().is_some() && !self.is(";") {
            let continues = self.is("|")
                || self.is("&")
                || self.is_at(self.at.wrapping_sub(1), "=")
                || self.is_at(self.at.wrapping_sub(1), "|");
            if self.newline() && !is_first && !continues {
                return;
            }
            is_first = false;
            let is_open = matches!(self.peek(), Some(Token::Sign("(" | "[" | "{")));
            self.at = if is_open { self.behind_bracket(self.at) } else { self.at + 1 };
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

/// The name that an assignment to this exports.
fn exported(target: &Expression) -> Option<String> {
    let Expression::Member(of, name) = target else { return None };
    match (&**of, name.as_str()) {
        (Expression::Name(module), "exports") if module == "module" => Some("default".to_owned()),
        (Expression::Name(exports), _) if exports == "exports" => Some(name.clone()),
        (Expression::Member(module, exports), _) if exports == "exports" => {
            matches!(&**module, Expression::Name(name) if name == "module").then(|| name.clone())
        }
        _ => None,
    }
}

//! Statements. What is not understood is skipped: reading never fails.

use crate::markup::javascript::parser::{DEEPEST, Parser};
use crate::markup::javascript::syntax::{Expression, Statement, Target};
use crate::markup::javascript::token::Token;

impl Parser<'_> {
    pub(super) fn statement(&mut self, out: &mut Vec<Statement>) {
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

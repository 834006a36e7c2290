//! A template as nodes.

use std::collections::BTreeSet;

use crate::markup::nunjucks::expression::Tokens;
use crate::markup::nunjucks::node::{Expression, Macro, Node};
use crate::markup::nunjucks::token::{Piece, pieces, tokens};

/// How deep tags may be in each other.
const DEEPEST: usize = 60;

/// The nodes of a template; a tag that is not closed ends with the template.
pub(super) fn parse(text: &str) -> Vec<Node> {
    let pieces = pieces(text);
    // A tag of the site's own is paired where one that closes it comes.
    let closed = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Tag(inner, _) => inner.trim().strip_prefix("end").map(str::to_owned),
            _ => None,
        })
        .collect();
    let mut parser = Parser { pieces: &pieces, at: 0, depth: 0, closed };
    let mut all = Vec::new();
    while parser.at < pieces.len() {
        parser.until(&[], &mut all);
        // A tag that closes nothing.
        parser.at += 1;
    }
    all
}

struct Parser<'p, 't> {
    pieces: &'p [Piece<'t>],
    at: usize,
    depth: usize,
    closed: BTreeSet<String>,
}

impl<'t> Parser<'_, 't> {
    /// Nodes up to a tag of one of these names, which is not taken; its name and what follows it.
    fn until(&mut self, ends: &[&str], out: &mut Vec<Node>) -> Option<(&'t str, &'t str)> {
        while let Some(piece) = self.pieces.get(self.at) {
            match piece {
                Piece::Text(text) => out.push(Node::Text((*text).to_owned())),
                Piece::Output(inner, at) => {
                    let tokens = tokens(inner);
                    out.push(Node::Output(Tokens::new(&tokens).expression(), *at));
                }
                Piece::Tag(inner, at) => {
                    let inner = inner.trim();
                    let end = inner
                        .find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-')
                        .unwrap_or(inner.len());
                    let (name, rest) = inner.split_at(end);
                    if ends.contains(&name) {
                        return Some((name, rest));
                    }
                    if is_end(name) {
                        return None;
                    }
                    self.at += 1;
                    if self.depth < DEEPEST {
                        self.depth += 1;
                        self.tag(name, rest, *at, out);
                        self.depth -= 1;
                    }
                    continue;
                }
            }
            self.at += 1;
        }
        None
    }

    /// The nodes up to the tag that closes this one, which is taken.
    fn inside(&mut self, end: &str) -> Vec<Node> {
        let mut body = Vec::new();
        if self.until(&[end], &mut body).is_some() {
            self.at += 1;
        }
        body
    }

    fn tag(&mut self, name: &str, rest: &'t str, at: usize, out: &mut Vec<Node>) {
        let all = tokens(rest);
        let mut given = Tokens::new(&all);
        match name {
            "if" | "ifAsync" => {
                let mut branches = Vec::new();
                let mut condition = Some(given.expression());
                loop {
                    let mut body = Vec::new();
                    let found = self.until(&["elif", "elseif", "elsif", "else", "endif"], &mut body);
                    branches.push((condition.take(), body));
                    let Some((name, rest)) = found else { break };
                    self.at += 1;
                    match name {
                        "endif" => break,
                        "else" => {}
                        _ => condition = Some(Tokens::new(&tokens(rest)).expression()),
                    }
                }
                out.push(Node::If(branches));
            }
            "for" | "asyncEach" | "asyncAll" => {
                let names = given.names();
                given.takes("in");
                let list = given.expression();
                let end = if name == "for" {
                    "endfor"
                } else if name == "asyncEach" {
                    "endeach"
                } else {
                    "endall"
                };
                let (mut body, mut otherwise) = (Vec::new(), Vec::new());
                let found = self.until(&["else", end], &mut body);
                if found.is_some() {
                    self.at += 1;
                }
                if found.is_some_and(|(name, _)| name == "else") {
                    otherwise = self.inside(end);
                }
                out.push(Node::For(names, list, body, otherwise));
            }
            "set" => {
                let names = given.names();
                if given.accepts("=") {
                    out.push(Node::Set(names, given.expression()));
                } else if let Some(name) = names.into_iter().next() {
                    let body = self.inside("endset");
                    out.push(Node::Capture(name, body));
                }
            }
            "macro" => {
                let name = given.name().unwrap_or_default();
                let parameters = if given.accepts("(") { given.arguments(")") } else { Vec::new() };
                let parameters = parameters.into_iter().filter_map(|(name, value)| match (name, value) {
                    (Some(name), default) => Some((name, Some(default))),
                    (None, Expression::Name(name)) => Some((name, None)),
                    _ => None,
                });
                let parameters = parameters.collect();
                let body = self.inside("endmacro");
                out.push(Node::Macro(Macro { name, parameters, body }));
            }
            "call" => {
                if given.accepts("(") {
                    given.arguments(")");
                }
                let call = given.expression();
                let body = self.inside("endcall");
                out.push(Node::Call(call, body));
            }
            "include" => {
                let file = given.expression();
                out.push(Node::Include(file, given.takes("ignore")));
            }
            "import" => {
                let file = given.expression();
                given.takes("as");
                out.push(Node::Import(file, None, given.name().unwrap_or_default()));
            }
            "from" => {
                let file = given.expression();
                given.takes("import");
                let mut names = Vec::new();
                while let Some(name) = given.name().filter(|name| name != "with" && name != "without") {
                    let alias = if given.takes("as") { given.name() } else { None };
                    names.push((name.clone(), alias.unwrap_or(name)));
                    if !given.accepts(",") {
                        break;
                    }
                }
                out.push(Node::Import(file, Some(names), String::new()));
            }
            "filter" => {
                // The filter of a value that the text becomes.
                let mut all = all;
                all.insert(0, crate::markup::nunjucks::token::Token::Sign("|"));
                let filter = Tokens::new(&all).filtered(Expression::Undefined);
                let body = self.inside("endfilter");
                out.push(Node::Filter(filter, body));
            }
            "block" => {
                let body = self.inside("endblock");
                out.push(Node::Block(body));
            }
            "extends" => {}
            "switch" => self.switch(given.expression(), out),
            _ => {
                let arguments = given.arguments("%}");
                let is_paired = self.closed.contains(name) && self.closes(name);
                let body = is_paired.then(|| self.inside(&format!("end{name}")));
                out.push(Node::Shortcode(name.to_owned(), arguments, body, at));
            }
        }
    }

    /// Whether a tag that closes this one comes, those in between counted.
    fn closes(&self, name: &str) -> bool {
        let end = format!("end{name}");
        let mut depth = 0_usize;
        for piece in self.pieces.iter().skip(self.at) {
            let Piece::Tag(inner, _) = piece else { continue };
            let word = inner.trim();
            if word == end {
                match depth {
                    0 => return true,
                    _ => depth -= 1,
                }
            } else if word.split(|c: char| c.is_whitespace() || c == ',').next() == Some(name) {
                depth += 1;
            }
        }
        false
    }

    fn switch(&mut self, of: Expression, out: &mut Vec<Node>) {
        let mut branches: Vec<(Option<Expression>, Vec<Node>)> = Vec::new();
        let mut before = Vec::new();
        let ends = ["case", "default", "endswitch"];
        let mut found = self.until(&ends, &mut before);
        while let Some((name, rest)) = found {
            self.at += 1;
            if name == "endswitch" {
                break;
            }
            let value = (name == "case").then(|| Tokens::new(&tokens(rest)).expression());
            let mut body = Vec::new();
            found = self.until(&ends, &mut body);
            branches.push((value, body));
        }
        out.push(Node::Switch(of, branches));
    }
}

/// Whether a tag closes or divides another one.
fn is_end(name: &str) -> bool {
    name.starts_with("end") || matches!(name, "else" | "elif" | "elseif" | "elsif" | "case" | "default")
}

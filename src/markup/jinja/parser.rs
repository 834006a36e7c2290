//! A template as nodes.

use std::collections::{BTreeMap, BTreeSet};

use crate::markup::jinja::expression::Tokens;
use crate::markup::jinja::grammar::Grammar;
use crate::markup::jinja::node::{Expression, Kind, Loop, Macro, Node};
use crate::markup::jinja::token::{Piece, pieces};

/// How deep tags may be in each other.
const DEEPEST: usize = 60;

/// A template as nodes.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) nodes: Vec<Node>,
    /// The first tag that is not closed, or closes none, and where it begins.
    pub(super) loose: Option<(String, usize)>,
}

/// The nodes of a template; a tag that is not closed ends with the template.
pub(super) fn parse(text: &str, grammar: &'static Grammar, is_strict: bool) -> Parsed {
    let (pieces, unclosed) = pieces(text, grammar);
    let closed = closed(&pieces);
    let loose = unclosed.map(|at| ("{".to_owned(), at));
    let mut parser = Parser { pieces: &pieces, at: 0, depth: 0, closed, grammar, is_strict, loose };
    let mut all = Vec::new();
    while parser.at < pieces.len() {
        parser.until(&[], &mut all);
        if let Some(Piece::Tag(inner, at)) = pieces.get(parser.at) {
            parser.loose.get_or_insert_with(|| (inner.trim().to_owned(), *at));
        }
        parser.at += 1;
    }
    Parsed { nodes: all, loose: parser.loose }
}

struct Parser<'p, 't> {
    pieces: &'p [Piece<'t>],
    at: usize,
    depth: usize,
    closed: BTreeSet<usize>,
    grammar: &'static Grammar,
    is_strict: bool,
    loose: Option<(String, usize)>,
}

impl<'t> Parser<'_, 't> {
    /// Nodes up to a tag of one of these names, which is not taken; its name and what follows it.
    fn until(&mut self, ends: &[&str], out: &mut Vec<Node>) -> Option<(&'t str, &'t str)> {
        while let Some(piece) = self.pieces.get(self.at) {
            match piece {
                Piece::Text(text) => {
                    let kind = Kind::Text((*text).to_owned());
                    out.push(Node { kind, at: 0, source: String::new() });
                }
                Piece::Output(inner, at) => {
                    let kind = Kind::Output(self.tokens(inner).whole());
                    out.push(Node { kind, at: *at, source: inner.trim().to_owned() });
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
                    if self.depth >= DEEPEST {
                        self.loose.get_or_insert_with(|| (name.to_owned(), *at));
                        continue;
                    }
                    self.depth += 1;
                    if let Some(kind) = self.tag(name, rest, *at) {
                        out.push(Node { kind, at: *at, source: inner.to_owned() });
                    }
                    self.depth -= 1;
                    continue;
                }
            }
            self.at += 1;
        }
        None
    }

    fn tokens(&self, text: &str) -> Tokens {
        Tokens::new(text, self.grammar, self.is_strict)
    }

    /// The nodes up to the tag that closes this one, which is taken.
    fn inside(&mut self, name: &str, at: usize, end: &str) -> Vec<Node> {
        let mut body = Vec::new();
        let found = self.until(&[end], &mut body);
        self.close(found.is_some(), name, at);
        body
    }

    /// Takes the tag that closes or divides another one.
    fn close(&mut self, is_found: bool, name: &str, at: usize) {
        if is_found {
            self.at += 1;
        } else {
            self.loose.get_or_insert_with(|| (name.to_owned(), at));
        }
    }

    fn tag(&mut self, name: &str, rest: &'t str, at: usize) -> Option<Kind> {
        let mut given = self.tokens(rest);
        Some(match name {
            _ if !self.grammar.tags.contains(&name) => {
                let arguments = given.all_arguments();
                // Its own place is before that of the next one.
                let is_paired = self.at.checked_sub(1).is_some_and(|own| self.closed.contains(&own));
                let body = is_paired.then(|| self.inside(name, at, &format!("end{name}")));
                Kind::Shortcode(name.to_owned(), arguments, body)
            }
            "if" | "ifAsync" => self.branches(&mut given, name, at),
            "for" | "asyncEach" | "asyncAll" => {
                let end = match name {
                    "for" => "endfor",
                    "asyncEach" => "endeach",
                    _ => "endall",
                };
                let names = given.names();
                given.takes("in");
                let (list, condition) = given.list();
                let (mut body, mut otherwise) = (Vec::new(), Vec::new());
                let found = self.until(&["else", end], &mut body);
                self.close(found.is_some(), name, at);
                if found.is_some_and(|(name, _)| name == "else") {
                    otherwise = self.inside(name, at, end);
                }
                Kind::For(Box::new(Loop { names, list, condition, body, otherwise }))
            }
            "set" | "set_global" => {
                let names = given.names();
                if given.accepts("=") {
                    Kind::Set(names, given.whole(), name == "set_global")
                } else {
                    Kind::Capture(names.into_iter().next()?, self.inside(name, at, "endset"))
                }
            }
            "macro" => {
                let own = given.name().unwrap_or_default();
                let parameters = if given.accepts("(") { given.arguments(")") } else { Vec::new() };
                let parameters = parameters.into_iter().filter_map(|(name, value)| match (name, value) {
                    (Some(name), default) => Some((name, Some(default))),
                    (None, Expression::Name(name)) => Some((name, None)),
                    _ => None,
                });
                let parameters = parameters.collect();
                let body = self.inside(name, at, "endmacro");
                Kind::Macro(Macro { name: own, parameters, body })
            }
            "call" => {
                if given.accepts("(") {
                    given.arguments(")");
                }
                let call = given.whole();
                Kind::Call(call, self.inside(name, at, "endcall"))
            }
            "include" => {
                let file = given.expression();
                Kind::Include(file, given.takes("ignore"))
            }
            "import" => {
                let file = given.expression();
                given.takes("as");
                Kind::Import(file, None, given.name().unwrap_or_default())
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
                Kind::Import(file, Some(names), String::new())
            }
            "filter" => {
                let filters = given.filters();
                Kind::Filter(filters, self.inside(name, at, "endfilter"))
            }
            "block" => Kind::Block(self.inside(name, at, "endblock")),
            "switch" => {
                let of = given.whole();
                self.switch(of, at)
            }
            "continue" => Kind::Continue,
            "break" => Kind::Break,
            // `extends`: content has no blocks of a layout.
            _ => return None,
        })
    }

    fn branches(&mut self, given: &mut Tokens, name: &str, at: usize) -> Kind {
        let mut branches = Vec::new();
        let mut condition = Some(given.whole());
        loop {
            let mut body = Vec::new();
            let found = self.until(&["elif", "elseif", "elsif", "else", "endif"], &mut body);
            branches.push((condition.take(), body));
            self.close(found.is_some(), name, at);
            match found {
                None | Some(("endif", _)) => return Kind::If(branches),
                Some(("else", _)) => {}
                Some((_, rest)) => condition = Some(self.tokens(rest).whole()),
            }
        }
    }

    fn switch(&mut self, of: Expression, at: usize) -> Kind {
        let mut branches: Vec<(Option<Expression>, Vec<Node>)> = Vec::new();
        let mut before = Vec::new();
        let ends = ["case", "default", "endswitch"];
        let mut found = self.until(&ends, &mut before);
        loop {
            self.close(found.is_some(), "switch", at);
            let value = match found {
                None | Some(("endswitch", _)) => return Kind::Switch(of, branches),
                Some(("case", rest)) => Some(self.tokens(rest).whole()),
                Some(_) => None,
            };
            let mut body = Vec::new();
            found = self.until(&ends, &mut body);
            branches.push((value, body));
        }
    }
}

/// The places of the tags that another one closes, those in between counted: a tag of the site's own is paired where one comes.
fn closed(pieces: &[Piece<'_>]) -> BTreeSet<usize> {
    let mut open: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut closed = BTreeSet::new();
    for (place, piece) in pieces.iter().enumerate() {
        let Piece::Tag(inner, _) = piece else { continue };
        let word = inner.trim();
        if let Some(own) = word.strip_prefix("end").and_then(|name| open.get_mut(name)?.pop()) {
            closed.insert(own);
        } else {
            let name = word.split(|c: char| c.is_whitespace() || c == ',').next().unwrap_or("");
            open.entry(name).or_default().push(place);
        }
    }
    closed
}

/// Whether a tag closes or divides another one.
fn is_end(name: &str) -> bool {
    name.starts_with("end") || matches!(name, "else" | "elif" | "elseif" | "elsif" | "case" | "default")
}

//! The pieces of a template in Tera.

use crate::site::conventions::jinja::values::split;

/// A piece of a template.
#[derive(Debug)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    Output(&'t str),
    Set(&'t str, &'t str),
    SetGlobal(&'t str, &'t str),
    /// `{% set name %}…{% endset %}`
    Capture(&'t str, Vec<Self>),
    /// Conditions and what they hold for; the last may have an empty one.
    If(Vec<(&'t str, Vec<Self>)>),
    For {
        key: Option<&'t str>,
        name: &'t str,
        list: &'t str,
        inner: Vec<Self>,
        otherwise: Vec<Self>,
    },
    Import(&'t str, &'t str),
    Include(&'t str),
    Macro {
        name: &'t str,
        parameters: Vec<(&'t str, Option<&'t str>)>,
        inner: Vec<Self>,
    },
    Continue,
    Break,
}

/// What the text of a template is made of.
#[derive(Clone, Copy)]
enum Token<'t> {
    Text(&'t str),
    Output(&'t str),
    Tag(&'t str),
}

/// The pieces of a template; nothing where it has tags that are not understood.
pub(super) fn parse(template: &str) -> Option<Vec<Piece<'_>>> {
    let tokens = tokens(template)?;
    let mut parser = Parser { tokens: &tokens, at: 0, depth: 0 };
    let (pieces, end) = parser.pieces()?;
    end.is_none().then_some(pieces)
}

struct Parser<'p, 't> {
    tokens: &'p [Token<'t>],
    at: usize,
    depth: usize,
}

/// How deep blocks may be in each other.
const DEEPEST: usize = 60;

impl<'t> Parser<'_, 't> {
    /// Pieces up to a tag that ends or divides a block, which is returned too.
    fn pieces(&mut self) -> Option<(Vec<Piece<'t>>, Option<&'t str>)> {
        let mut pieces = Vec::new();
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        while let Some(token) = self.tokens.get(self.at).copied() {
            self.at += 1;
            match token {
                Token::Text(text) => pieces.push(Piece::Text(text)),
                Token::Output(expression) => pieces.push(Piece::Output(expression)),
                Token::Tag(tag) => {
                    let (word, rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
                    if word.starts_with("end") || matches!(word, "elif" | "else") {
                        self.depth -= 1;
                        return Some((pieces, Some(tag)));
                    }
                    pieces.push(self.tag(word, rest.trim())?);
                }
            }
        }
        self.depth -= 1;
        Some((pieces, None))
    }

    fn tag(&mut self, word: &str, rest: &'t str) -> Option<Piece<'t>> {
        Some(match word {
            "set" | "set_global" => match rest.split_once('=') {
                Some((name, value)) if word == "set" => Piece::Set(name.trim(), value.trim()),
                Some((name, value)) => Piece::SetGlobal(name.trim(), value.trim()),
                None => Piece::Capture(rest, self.block("endset")?),
            },
            "if" => {
                let mut branches = Vec::new();
                let mut condition = rest;
                loop {
                    let (inner, end) = self.pieces()?;
                    branches.push((condition, inner));
                    let end = end?;
                    match end.split_once(char::is_whitespace).unwrap_or((end, "")) {
                        ("endif", _) => break,
                        ("elif", next) => condition = next.trim(),
                        ("else", _) => condition = "",
                        _ => return None,
                    }
                }
                Piece::If(branches)
            }
            "for" => {
                let (names, list) = rest.split_once(" in ")?;
                let (key, name) = match names.split_once(',') {
                    Some((key, name)) => (Some(key.trim()), name.trim()),
                    None => (None, names.trim()),
                };
                let (inner, end) = self.pieces()?;
                let otherwise = match end? {
                    "else" => self.block("endfor")?,
                    "endfor" => Vec::new(),
                    _ => return None,
                };
                Piece::For { key, name, list: list.trim(), inner, otherwise }
            }
            "macro" => {
                let (name, parameters) = rest.split_once('(')?;
                let parameters = parameters.trim_end().strip_suffix(')')?;
                let inner = self.block("endmacro")?;
                let one = |part: &'t str| match part.split_once('=') {
                    Some((name, default)) => (name.trim(), Some(default.trim())),
                    None => (part.trim(), None),
                };
                let parameters = split(parameters, ',').into_iter().map(one);
                let parameters = parameters.filter(|(name, _)| !name.is_empty()).collect();
                Piece::Macro { name: name.trim(), parameters, inner }
            }
            "import" => {
                let (path, name) = rest.split_once(" as ")?;
                Piece::Import(unquoted(path)?, name.trim())
            }
            "include" => Piece::Include(unquoted(rest)?),
            "continue" => Piece::Continue,
            "break" => Piece::Break,
            _ => return None,
        })
    }

    /// The pieces of a block that this tag ends.
    fn block(&mut self, end: &str) -> Option<Vec<Piece<'t>>> {
        let (inner, tag) = self.pieces()?;
        (tag?.split_whitespace().next()? == end).then_some(inner)
    }
}

fn unquoted(text: &str) -> Option<&str> {
    let text = text.trim();
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    text.strip_prefix(quote)?.strip_suffix(quote)
}

/// The tokens of a template, without comments and the white space that `-` takes out; nothing where one is not closed.
fn tokens(template: &str) -> Option<Vec<Token<'_>>> {
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
            out.push(Token::Text(text));
            return Some(out);
        };
        let close = match rest.as_bytes().get(open + 1)? {
            b'{' => "}}",
            b'%' => "%}",
            _ => "#}",
        };
        let end = open + 2 + rest.get(open + 2..)?.find(close)?;
        let inner = rest.get(open + 2..end)?;
        out.push(Token::Text(if inner.starts_with('-') { text.trim_end() } else { text }));
        trims = inner.ends_with('-');
        let inner = inner.trim_start_matches('-').trim_end_matches('-').trim();
        rest = rest.get(end + 2..)?;
        match close {
            "}}" => out.push(Token::Output(inner)),
            "%}" if inner == "raw" => {
                let (end, after) = rest.match_indices("{%").find_map(|(at, _)| {
                    let tag = rest.get(at + 2..)?;
                    let length = tag.find("%}")?;
                    (tag.get(..length)?.trim_matches('-').trim() == "endraw").then_some((at, at + length + 4))
                })?;
                out.push(Token::Text(rest.get(..end)?));
                rest = rest.get(after..)?;
            }
            "%}" => out.push(Token::Tag(inner)),
            _ => {}
        }
    }
}

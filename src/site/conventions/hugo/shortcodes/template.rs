//! The templates of a site's own shortcodes: text, values, `if` and `with`. Nothing else of Go templates is read.

/// A part of a template.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Text(String),
    /// A value that is written.
    Value(Pipe),
    /// `$name := value`, `$name = value`.
    Set(String, Pipe),
    /// `if` and `else if`, in order, with what is written; and what else is.
    If(Vec<(Condition, Vec<Node>)>, Vec<Node>),
    /// `with`, which sets the dot.
    With(Condition, Vec<Node>, Vec<Node>),
    /// `range`: the names of what its values are assigned to, what is written for each, and what where there is none.
    Range(Vec<String>, Pipe, Vec<Node>, Vec<Node>),
    /// `continue`, which ends a round of a loop, or `break`, which ends the loop.
    Leave(Flow),
    /// `return`, which ends a partial.
    Return(Pipe),
}

/// What decides what is written, and the name that its value is assigned to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Condition {
    pub(super) name: Option<String>,
    pub(super) pipe: Pipe,
}

/// How a list of nodes ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    Next,
    Continue,
    Break,
    Return,
}

/// Commands, each of which gets the value of the one before as its last argument.
pub(super) type Pipe = Vec<Vec<Operand>>;

/// A word of a command.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operand {
    Text(String),
    Number(i64),
    Truth(bool),
    /// `.Get`, `.Page.Title`; empty for the dot itself.
    Field(Vec<String>),
    /// `$name.Field`; an empty name for the root.
    Variable(String, Vec<String>),
    Function(String),
    /// A pipe in brackets, and the fields after it.
    Pipe(Pipe, Vec<String>),
}

/// The parts of a template; nothing for one with more than is read.
pub(super) fn parse(text: &str) -> Option<Vec<Node>> {
    let pieces = pieces(text)?;
    let mut reader = Reader { pieces, at: 0 };
    let nodes = reader.nodes(0)?;
    (reader.at == reader.pieces.len()).then_some(nodes)
}

enum Piece {
    Text(String),
    Action(String),
}

fn pieces(text: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut trims = false;
    while let Some(open) = rest.find("{{") {
        let (before, action) = rest.split_at(open);
        let close = end_of_action(action)?;
        let inner = action.get(2..close)?;
        let trims_before = inner.starts_with("- ") || inner.starts_with("-\n");
        let before = if trims { before.trim_start() } else { before };
        let before = if trims_before { before.trim_end() } else { before };
        pieces.push(Piece::Text(before.to_owned()));
        trims = inner.ends_with(" -") || inner.ends_with("\n-");
        let inner = inner.trim_start_matches('-').trim_end_matches('-').trim();
        if !inner.starts_with("/*") {
            pieces.push(Piece::Action(inner.to_owned()));
        }
        rest = action.get(close + 2..)?;
    }
    pieces.push(Piece::Text(if trims { rest.trim_start() } else { rest }.to_owned()));
    Some(pieces)
}

/// Where `}}` is that closes an action: not within quotes.
fn end_of_action(action: &str) -> Option<usize> {
    let mut quote: Option<char> = None;
    let mut escaped = false;
    for (at, c) in action.char_indices().skip(2) {
        match quote {
            Some('"') if escaped => escaped = false,
            Some('"') if c == '\\' => escaped = true,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '`' => quote = Some(c),
            None if action.get(at..)?.starts_with("}}") => return Some(at),
            None => {}
        }
    }
    None
}

struct Reader {
    pieces: Vec<Piece>,
    at: usize,
}

/// How deep blocks may be in each other.
const DEEPEST: usize = 16;

impl Reader {
    /// Nodes up to an `else` or `end`, or the end of the template.
    fn nodes(&mut self, depth: usize) -> Option<Vec<Node>> {
        if depth > DEEPEST {
            return None;
        }
        let mut nodes = Vec::new();
        while let Some(piece) = self.pieces.get(self.at) {
            match piece {
                Piece::Text(text) => {
                    nodes.push(Node::Text(text.clone()));
                    self.at += 1;
                }
                Piece::Action(action) => {
                    let (word, rest) =
                        action.split_once(char::is_whitespace).unwrap_or((action.as_str(), ""));
                    let rest = rest.trim().to_owned();
                    match word {
                        "else" | "end" => return Some(nodes),
                        "if" => nodes.push(self.branches(&rest, depth)?),
                        "with" => {
                            self.at += 1;
                            let condition = condition(&rest)?;
                            let then = self.nodes(depth + 1)?;
                            let other = self.otherwise(depth)?;
                            nodes.push(Node::With(condition, then, other));
                        }
                        "range" => nodes.push(self.range(&rest, depth)?),
                        "break" | "continue" if rest.is_empty() => {
                            nodes.push(Node::Leave(if word == "break" {
                                Flow::Break
                            } else {
                                Flow::Continue
                            }));
                            self.at += 1;
                        }
                        "return" => {
                            nodes.push(Node::Return(pipe(&rest)?));
                            self.at += 1;
                        }
                        "define" | "template" | "block" | "break" | "continue" => {
                            return None;
                        }
                        _ => {
                            nodes.push(value_or_set(action)?);
                            self.at += 1;
                        }
                    }
                }
            }
        }
        Some(nodes)
    }

    fn range(&mut self, head: &str, depth: usize) -> Option<Node> {
        self.at += 1;
        let (names, values) = head.split_once(":=").filter(|_| head.starts_with('$')).unwrap_or(("", head));
        let names = names.split(',').filter_map(|name| name.trim().strip_prefix('$'));
        let names = names.map(str::to_owned).collect();
        let pipe = pipe(values.trim())?;
        let each = self.nodes(depth + 1)?;
        Some(Node::Range(names, pipe, each, self.otherwise(depth)?))
    }

    fn branches(&mut self, first: &str, depth: usize) -> Option<Node> {
        self.at += 1;
        let mut branches = vec![(condition(first)?, self.nodes(depth + 1)?)];
        loop {
            let Piece::Action(action) = self.pieces.get(self.at)? else { return None };
            let Some(next) = action.strip_prefix("else if ").map(str::to_owned) else { break };
            self.at += 1;
            branches.push((condition(&next)?, self.nodes(depth + 1)?));
        }
        Some(Node::If(branches, self.otherwise(depth)?))
    }

    /// What comes after `else` or `else with`, and the `end`.
    fn otherwise(&mut self, depth: usize) -> Option<Vec<Node>> {
        if depth > DEEPEST {
            return None;
        }
        let mut nodes = Vec::new();
        let Piece::Action(action) = self.pieces.get(self.at)? else { return None };
        if let Some(value) = action.strip_prefix("else with ") {
            let condition = condition(value.trim())?;
            self.at += 1;
            let then = self.nodes(depth + 1)?;
            // Its `end` is that of both.
            return Some(vec![Node::With(condition, then, self.otherwise(depth + 1)?)]);
        }
        if action == "else" {
            self.at += 1;
            nodes = self.nodes(depth + 1)?;
        }
        let Piece::Action(action) = self.pieces.get(self.at)? else { return None };
        (action == "end").then_some(())?;
        self.at += 1;
        Some(nodes)
    }
}

fn value_or_set(action: &str) -> Option<Node> {
    match assigned(action) {
        Some((name, value)) => Some(Node::Set(name.to_owned(), pipe(value)?)),
        None => Some(Node::Value(pipe(action)?)),
    }
}

fn condition(text: &str) -> Option<Condition> {
    let (name, value) = assigned(text).map_or((None, text), |(name, value)| (Some(name.to_owned()), value));
    Some(Condition { name, pipe: pipe(value)? })
}

/// The name that a value is assigned to, and the value: `$name := value`.
fn assigned(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.strip_prefix('$')?.split_once('=')?;
    let name = name.trim_end_matches(':').trim();
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_name.then(|| (name, value.trim()))
}

fn pipe(text: &str) -> Option<Pipe> {
    let mut words = Words { rest: text.trim() };
    let pipe = words.pipe(0)?;
    words.rest.is_empty().then_some(pipe)
}

struct Words<'t> {
    rest: &'t str,
}

impl Words<'_> {
    fn pipe(&mut self, depth: usize) -> Option<Pipe> {
        let mut pipe: Pipe = vec![Vec::new()];
        loop {
            self.rest = self.rest.trim_start();
            if self.rest.is_empty() || self.rest.starts_with(')') {
                return pipe.iter().all(|command| !command.is_empty()).then_some(pipe);
            }
            if let Some(rest) = self.rest.strip_prefix('|') {
                self.rest = rest;
                pipe.push(Vec::new());
                continue;
            }
            let operand = self.operand(depth)?;
            pipe.last_mut()?.push(operand);
        }
    }

    fn operand(&mut self, depth: usize) -> Option<Operand> {
        if depth > DEEPEST {
            return None;
        }
        if let Some(rest) = self.rest.strip_prefix('(') {
            self.rest = rest;
            let inner = self.pipe(depth + 1)?;
            self.rest = self.rest.strip_prefix(')')?;
            let fields = if self.rest.starts_with('.') { fields(self.word()) } else { Vec::new() };
            return Some(Operand::Pipe(inner, fields));
        }
        if self.rest.starts_with(['"', '`']) {
            return self.quoted().map(Operand::Text);
        }
        let word = self.word();
        if let Some(name) = word.strip_prefix('$') {
            let (name, after) =
                name.split_once('.').map_or((name, String::new()), |(name, rest)| (name, format!(".{rest}")));
            return Some(Operand::Variable(name.to_owned(), fields(after)));
        }
        if word.starts_with('.') {
            return Some(Operand::Field(fields(word)));
        }
        if let Ok(number) = word.parse() {
            return Some(Operand::Number(number));
        }
        match word.as_str() {
            "true" | "false" => Some(Operand::Truth(word == "true")),
            "" => None,
            _ => Some(Operand::Function(word)),
        }
    }

    fn quoted(&mut self) -> Option<String> {
        let open = self.rest.chars().next()?;
        let inner = self.rest.get(1..)?;
        let mut value = String::new();
        let mut escaped = false;
        for (at, c) in inner.char_indices() {
            if escaped {
                value.push(match c {
                    'n' => '\n',
                    't' => '\t',
                    other => other,
                });
                escaped = false;
            } else if c == '\\' && open == '"' {
                escaped = true;
            } else if c == open {
                self.rest = inner.get(at + 1..)?;
                return Some(value);
            } else {
                value.push(c);
            }
        }
        None
    }

    fn word(&mut self) -> String {
        let end = self
            .rest
            .find(|c: char| c.is_whitespace() || matches!(c, '|' | ')' | '(' | ','))
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word.to_owned()
    }
}

fn fields(word: String) -> Vec<String> {
    word.split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_of_a_template() {
        let nodes =
            parse("<b>{{- with .Get \"a\" }}{{ . | upper }}{{ else }}{{ .Inner }}{{ end }}{{/* no */}}")
                .unwrap();
        assert_eq!(nodes.len(), 4);
        assert!(matches!(&nodes[1], Node::With(_, then, other) if then.len() == 3 && other.len() == 3));
        assert_eq!(parse("{{ $x := default \"a\" (.Get 0) }}").unwrap().len(), 3);
        let nodes = parse("{{ with .A }}a{{ else with .B }}b{{ else }}c{{ end }}d").unwrap();
        assert_eq!(nodes.len(), 3);
        assert!(matches!(&nodes[1], Node::With(_, _, other) if matches!(other.as_slice(), [Node::With(..)])));
        for unread in [
            "{{ range .Params }}",
            "{{ block \"x\" . }}{{ end }}",
            "{{ if .X }}",
            "{{ end }}",
            "{{ \"unclosed }}",
            "{{ }}",
            "{{ continue 1 }}",
        ] {
            assert_eq!(parse(unread), None, "{unread}");
        }
    }
}

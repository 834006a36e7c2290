//! Templates as trees: text, outputs and tags, each with its place.

use crate::front_matter::Fault;
use crate::liquid::operand::{Condition, Expression, Operand, Scanner, split_outside_quotes};
use crate::liquid::problem::Problem;
use crate::source::Span;

/// A run of text, outputs and tags.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) nodes: Vec<Node>,
    /// Whether it can print white space only; then it prints nothing.
    pub(super) blank: bool,
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) span: Span,
    pub(super) kind: Kind,
}

#[derive(Debug)]
pub(super) enum Kind {
    Text(String),
    Output(Expression),
    Assign(String, Expression),
    Capture(String, Block),
    /// Branches with their conditions; the last may have none. `unless` negates the first.
    If(Vec<(Option<Condition>, Block)>, bool),
    Case(Operand, Vec<(Vec<Operand>, Block)>, Option<Block>),
    For(Box<Loop>),
    TableRow(Box<Loop>),
    Cycle(String, Vec<Operand>),
    Increment(String),
    Decrement(String),
    IfChanged(Block),
    Break,
    Continue,
    Highlight {
        language: String,
        lines: bool,
        body: Block,
    },
    /// `include` or, below the page's folder, `include_relative`.
    Include {
        file: String,
        parameters: Vec<(String, Operand)>,
        relative: bool,
    },
    PostUrl(String),
    Link(String),
    Nothing,
}

#[derive(Debug)]
pub(super) struct Loop {
    pub(super) variable: String,
    pub(super) list: Operand,
    /// What the loop is called to itself and to `offset: continue`.
    pub(super) name: String,
    pub(super) reversed: bool,
    pub(super) limit: Option<Operand>,
    pub(super) offset: Option<Operand>,
    pub(super) columns: Option<Operand>,
    pub(super) body: Block,
    pub(super) otherwise: Option<Block>,
}

/// How deep blocks may be nested; Ruby's Liquid has the same bound.
const DEEPEST: usize = 100;

/// Reads a template.
pub(super) fn parse(source: &str) -> Result<Block, Fault> {
    let mut parser = Parser { source, at: 0, trim: false, depth: 0 };
    let (block, end) = parser.block(None, &[])?;
    debug_assert!(end.is_none(), "only an end tag ends the outermost block, and it has none");
    Ok(block)
}

struct Parser<'s> {
    source: &'s str,
    at: usize,
    /// Whether the tag before ended with `-`.
    trim: bool,
    depth: usize,
}

struct Tag<'s> {
    name: &'s str,
    markup: &'s str,
    span: Span,
}

impl Tag<'_> {
    /// The fault that the tag's markup is not what it should be.
    fn odd(&self, example: &'static str) -> Fault {
        Problem::new(format!("the tag `{}` is not written as it should be", self.name), example).at(self.span)
    }
}

impl<'s> Parser<'s> {
    /// Reads up to one of the tags `ends`, which is returned. `opener` is the tag that a missing end is shown at.
    fn block(&mut self, opener: Option<&Tag<'s>>, ends: &[&str]) -> Result<(Block, Option<Tag<'s>>), Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            let span = opener.map_or(Span::at(self.at), |tag| tag.span);
            return Err(Problem::new(
                format!("tags are nested more than {DEEPEST} deep"),
                "nest them less deeply",
            )
            .at(span));
        }
        let mut block = Block { nodes: Vec::new(), blank: true };
        loop {
            let rest = self.source.get(self.at..).unwrap_or_default();
            let next = memchr::memchr_iter(b'{', rest.as_bytes())
                .find(|at| matches!(rest.as_bytes().get(at + 1), Some(b'{' | b'%')));
            self.text(next.unwrap_or(rest.len()), &mut block);
            let Some(next) = next else { break };
            if rest.as_bytes().get(next + 1) == Some(&b'{') {
                let (markup, span) = self.delimited("}}", "output")?;
                block.blank = false;
                block.nodes.push(Node { span, kind: Kind::Output(Expression::parse(markup)) });
                continue;
            }
            let (markup, span) = self.delimited("%}", "tag")?;
            let markup = markup.trim();
            let length = markup.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(markup.len());
            let (name, markup) = markup.split_at_checked(length).unwrap_or(("", markup));
            let tag = Tag { name, markup: markup.trim(), span };
            if ends.contains(&name) {
                self.depth -= 1;
                return Ok((block, Some(tag)));
            }
            let kind = self.tag(&tag)?;
            block.blank &= kind.is_blank();
            block.nodes.push(Node { span, kind });
        }
        self.depth -= 1;
        match opener {
            None => Ok((block, None)),
            Some(tag) => Err(Problem::new(
                format!("the tag `{}` is never closed", tag.name),
                "write its end tag, or put the text between `{% raw %}` and `{% endraw %}` if it is no template",
            )
            .at(tag.span)),
        }
    }

    fn text(&mut self, length: usize, block: &mut Block) {
        let text = self.source.get(self.at..self.at + length).unwrap_or_default();
        let span = Span::new(self.at, self.at + length);
        self.at += length;
        let behind = self.source.get(self.at..).unwrap_or_default();
        let trims_before = behind.get(2..).is_some_and(|rest| rest.starts_with('-'));
        let text = if self.trim { text.trim_start() } else { text };
        let text = if trims_before { text.trim_end() } else { text };
        self.trim = false;
        if !text.is_empty() {
            block.blank &= text.trim().is_empty();
            block.nodes.push(Node { span, kind: Kind::Text(text.to_owned()) });
        }
    }

    /// What stands between the delimiter at hand and its `end`.
    fn delimited(&mut self, end: &str, what: &str) -> Result<(&'s str, Span), Fault> {
        let start = self.at;
        let rest = self.source.get(start + 2..).unwrap_or_default();
        let found = match end {
            // Ruby takes the first brace for the end, so one alone is a fault.
            "}}" => rest.find('}').filter(|at| rest.get(*at..).is_some_and(|rest| rest.starts_with(end))),
            _ => rest.find(end),
        };
        let Some(length) = found else {
            let line = rest.find('\n').unwrap_or(rest.len());
            return Err(Problem::new(
                format!("the {what} is never closed with `{end}`"),
                "close it, or put the text between `{% raw %}` and `{% endraw %}` if it is no template",
            )
            .at(Span::new(start, start + 2 + line)));
        };
        self.at = start + 2 + length + 2;
        let inner = rest.get(..length).unwrap_or_default();
        self.trim = inner.ends_with('-') && inner.len() > 1;
        let inner = inner.strip_prefix('-').unwrap_or(inner);
        Ok((inner.strip_suffix('-').unwrap_or(inner), Span::new(start, self.at)))
    }

    fn tag(&mut self, tag: &Tag<'s>) -> Result<Kind, Fault> {
        match tag.name {
            "if" => self.branches(tag, "endif", false),
            "unless" => self.branches(tag, "endunless", true),
            "case" => self.case(tag),
            "for" => self.for_tag(tag),
            "capture" => self.capture(tag),
            "tablerow" => self.table(tag),
            "ifchanged" => self.body(tag, "endifchanged").map(Kind::IfChanged),
            "highlight" => self.highlight(tag),
            _ => self.plain_tag(tag),
        }
    }

    /// A tag that holds no other tags.
    fn plain_tag(&mut self, tag: &Tag<'s>) -> Result<Kind, Fault> {
        let markup = tag.markup;
        Ok(match tag.name {
            "assign" => {
                let parts = markup.split_once('=').and_then(|(name, value)| Some((variable(name)?, value)));
                let (name, value) = parts.ok_or_else(|| tag.odd("write `{% assign name = value %}`"))?;
                Kind::Assign(name, Expression::parse(value))
            }
            "cycle" => cycle(markup),
            "increment" => Kind::Increment(markup.to_owned()),
            "decrement" => Kind::Decrement(markup.to_owned()),
            "break" => Kind::Break,
            "continue" => Kind::Continue,
            "echo" => Kind::Output(Expression::parse(markup)),
            "raw" => Kind::Text(self.verbatim(tag, "endraw")?.to_owned()),
            "comment" => self.comment(tag)?,
            "" if markup.starts_with('#') => Kind::Nothing,
            "include" | "include_relative" => {
                include(tag.name, markup).map_err(|problem| problem.at(tag.span))?
            }
            "post_url" => Kind::PostUrl(markup.to_owned()),
            "link" => Kind::Link(markup.to_owned()),
            name if name.starts_with("end") => {
                let help = "take it away, or write the tag that it ends";
                return Err(
                    Problem::new(format!("`{name}` ends a tag that was not begun"), help).at(tag.span)
                );
            }
            name => {
                return Err(Problem::new(
                    format!("there is no tag `{name}` in Jekyll, unless a plugin brings it"),
                    "mend the name, or put the text between `{% raw %}` and `{% endraw %}` if it is no template",
                )
                .at(tag.span));
            }
        })
    }

    fn capture(&mut self, tag: &Tag<'s>) -> Result<Kind, Fault> {
        let name = variable(tag.markup).ok_or_else(|| tag.odd("write `{% capture name %}`"))?;
        Ok(Kind::Capture(name, self.body(tag, "endcapture")?))
    }

    fn for_tag(&mut self, tag: &Tag<'s>) -> Result<Kind, Fault> {
        let mut run = for_loop(tag.markup).ok_or_else(|| tag.odd("write `{% for item in list %}`"))?;
        let (body, end) = self.block(Some(tag), &["else", "endfor"])?;
        run.body = body;
        if end.is_some_and(|end| end.name == "else") {
            run.otherwise = Some(self.body(tag, "endfor")?);
        }
        Ok(Kind::For(run))
    }

    fn table(&mut self, tag: &Tag<'s>) -> Result<Kind, Fault> {
        let mut run = for_loop(tag.markup).ok_or_else(|| tag.odd("write `{% tablerow item in list %}`"))?;
        run.body = self.body(tag, "endtablerow")?;
        Ok(Kind::TableRow(run))
    }

    fn highlight(&mut self, tag: &Tag<'s>) -> Result<Kind, Fault> {
        let mut words = tag.markup.split_whitespace();
        let language =
            words.next().ok_or_else(|| tag.odd("write `{% highlight language %}`"))?.to_lowercase();
        let lines = words.any(|word| word.split('=').next() == Some("linenos"));
        Ok(Kind::Highlight { language, lines, body: self.body(tag, "endhighlight")? })
    }

    fn body(&mut self, tag: &Tag<'s>, end: &str) -> Result<Block, Fault> {
        self.block(Some(tag), &[end]).map(|(block, _)| block)
    }

    fn branches(&mut self, tag: &Tag<'s>, end: &str, negated: bool) -> Result<Kind, Fault> {
        let mut branches = Vec::new();
        let mut condition = Some(condition(tag)?);
        loop {
            let (block, stop) = self.block(Some(tag), &["elsif", "else", end])?;
            branches.push((condition, block));
            condition = match stop {
                Some(stop) if stop.name == "elsif" => Some(self::condition(&stop)?),
                Some(stop) if stop.name == "else" => None,
                _ => return Ok(Kind::If(branches, negated)),
            };
        }
    }

    fn case(&mut self, tag: &Tag<'s>) -> Result<Kind, Fault> {
        if tag.markup.is_empty() {
            return Err(
                Problem::new("the tag `case` names nothing", "write `{% case page.layout %}`").at(tag.span)
            );
        }
        let value = Operand::parse(Scanner::new(tag.markup).operand());
        let mut whens = Vec::new();
        let mut otherwise = None;
        let (_, mut stop) = self.block(Some(tag), &["when", "else", "endcase"])?;
        while let Some(branch) = stop.take().filter(|stop| stop.name != "endcase") {
            let (block, next) = self.block(Some(tag), &["when", "else", "endcase"])?;
            stop = next;
            if branch.name == "else" {
                otherwise = Some(block);
            } else {
                let alternatives =
                    split_outside_quotes(branch.markup, ',').into_iter().flat_map(or_alternatives);
                whens.push((alternatives.collect(), block));
            }
        }
        Ok(Kind::Case(value, whens, otherwise))
    }

    /// The text up to an end tag, whatever is in it.
    fn verbatim(&mut self, tag: &Tag<'s>, end: &str) -> Result<&'s str, Fault> {
        let start = self.at;
        let mut from = start;
        while let Some(found) = self.source.get(from..).and_then(|rest| rest.find("{%")) {
            let open = from + found;
            let inner = self.source.get(open + 2..).unwrap_or_default();
            let length = inner.find("%}").unwrap_or(inner.len());
            let markup = inner.get(..length).unwrap_or_default();
            if markup.trim_matches('-').trim() == end && length < inner.len() {
                self.at = open + 2 + length + 2;
                let text = self.source.get(start..open).unwrap_or_default();
                let text = if self.trim { text.trim_start() } else { text };
                let text = if markup.starts_with('-') { text.trim_end() } else { text };
                self.trim = markup.ends_with('-');
                return Ok(text);
            }
            from = open + 2;
        }
        Err(Problem::new(format!("the tag `{}` is never closed", tag.name), "write its end tag").at(tag.span))
    }

    fn comment(&mut self, tag: &Tag<'s>) -> Result<Kind, Fault> {
        let opened = |text: &str| {
            let names = text.match_indices("{%").map(|(at, _)| {
                let markup = text.get(at + 2..).unwrap_or_default().trim_start_matches('-').trim_start();
                markup.strip_prefix("comment").is_some_and(|rest| rest.starts_with([' ', '%', '-']))
            });
            names.filter(|is_comment| *is_comment).count()
        };
        // A comment may hold comments.
        let mut open = 1;
        while open > 0 {
            open += opened(self.verbatim(tag, "endcomment")?);
            open -= 1;
        }
        Ok(Kind::Nothing)
    }
}

impl Kind {
    /// Whether it prints white space only.
    fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::Assign(..) | Self::Capture(..) | Self::Nothing | Self::Break | Self::Continue => true,
            Self::If(branches, _) => branches.iter().all(|(_, block)| block.blank),
            Self::Case(_, whens, otherwise) => {
                whens.iter().all(|(_, block)| block.blank)
                    && otherwise.as_ref().is_none_or(|block| block.blank)
            }
            Self::For(run) => run.body.blank && run.otherwise.as_ref().is_none_or(|block| block.blank),
            _ => false,
        }
    }
}

fn condition(tag: &Tag<'_>) -> Result<Condition, Fault> {
    if tag.markup.is_empty() {
        return Err(Problem::new(
            format!("the tag `{}` has no condition", tag.name),
            "write `{% if page.title %}`",
        )
        .at(tag.span));
    }
    Ok(Condition::parse(tag.markup))
}

/// A variable's name, perhaps in quotes.
fn variable(text: &str) -> Option<String> {
    let name = text.trim().trim_matches(['"', '\'']);
    let fits = |c: char| c.is_alphanumeric() || "_-.[]()".contains(c);
    let length = name.find(|c| !fits(c)).unwrap_or(name.len());
    name.get(..length).filter(|name| !name.is_empty()).map(str::to_owned)
}

fn or_alternatives(text: &str) -> Vec<Operand> {
    let mut scanner = Scanner::new(text);
    let mut alternatives = Vec::new();
    while !scanner.rest().trim().is_empty() {
        let before = scanner.rest().len();
        let operand = scanner.operand();
        if operand != "or" && !operand.is_empty() {
            alternatives.push(Operand::parse(operand));
        }
        if scanner.rest().len() == before {
            break;
        }
    }
    alternatives
}

/// `item in list reversed limit: 2 offset: continue cols: 3`.
fn for_loop(markup: &str) -> Option<Box<Loop>> {
    let mut scanner = Scanner::new(markup);
    let variable = scanner.word().to_owned();
    (scanner.word() == "in" && !variable.is_empty()).then_some(())?;
    let written = scanner.operand();
    (!written.is_empty()).then_some(())?;
    let mut run = Box::new(Loop {
        name: format!("{variable}-{written}"),
        variable,
        list: Operand::parse(written),
        reversed: false,
        limit: None,
        offset: None,
        columns: None,
        body: Block::default(),
        otherwise: None,
    });
    loop {
        match scanner.word() {
            "reversed" => run.reversed = true,
            name @ ("limit" | "offset" | "cols") => {
                scanner.skip_past([':', ':']);
                let value = Some(Operand::parse(scanner.operand()));
                match name {
                    "limit" => run.limit = value,
                    "offset" => run.offset = value,
                    _ => run.columns = value,
                }
            }
            "" if scanner.rest().is_empty() => return Some(run),
            "" => {
                scanner.operand();
                if !scanner.skip_past([',', ' ']) {
                    return Some(run);
                }
            }
            _ => {}
        }
    }
}

/// `"a", "b"` or `group: "a", "b"`.
fn cycle(markup: &str) -> Kind {
    let mut parts = split_outside_quotes(markup, ':').into_iter();
    let (name, list) = match (parts.next(), parts.next()) {
        (Some(name), Some(list)) => (name.trim().to_owned(), list),
        _ => (markup.to_owned(), markup),
    };
    let values = split_outside_quotes(list, ',').into_iter().map(Operand::parse);
    Kind::Cycle(name, values.filter(|operand| *operand != Operand::Nil).collect())
}

/// `file.html name="text" other=variable`; the file's name may be an output.
fn include(name: &str, markup: &str) -> Result<Kind, Problem> {
    let wrong = || {
        Problem::new(
            format!("the tag `{name}` is not written as it should be"),
            "write `{% include file.html name=\"value\" %}`",
        )
    };
    let length = match markup.find("{{") {
        Some(_) => markup.rfind("}}").map_or(markup.len(), |at| {
            let behind = markup.get(at + 2..).unwrap_or_default();
            at + 2 + behind.find(char::is_whitespace).unwrap_or(behind.len())
        }),
        None => markup.find(char::is_whitespace).unwrap_or(markup.len()),
    };
    let (file, mut rest) = markup.split_at_checked(length).ok_or_else(wrong)?;
    if file.is_empty() {
        return Err(wrong());
    }
    let mut parameters = Vec::new();
    while !rest.trim().is_empty() {
        let (key, value) = rest.split_once('=').ok_or_else(wrong)?;
        let value = value.trim_start();
        let (operand, behind) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = value.get(1..).unwrap_or_default();
                let end = closing_quote(inner, quote).ok_or_else(wrong)?;
                let text = inner.get(..end).unwrap_or_default();
                let escaped = format!("\\{quote}");
                let text = text.replace(&escaped, quote.encode_utf8(&mut [0; 4]));
                (Operand::Text(text), inner.get(end + 1..).unwrap_or_default())
            }
            _ => {
                let end = value.find(char::is_whitespace).unwrap_or(value.len());
                let (operand, behind) =
                    value.split_at_checked(end).filter(|(value, _)| !value.is_empty()).ok_or_else(wrong)?;
                (Operand::parse(operand), behind)
            }
        };
        parameters.push((key.trim().to_owned(), operand));
        rest = behind;
    }
    Ok(Kind::Include { file: file.to_owned(), parameters, relative: name == "include_relative" })
}

/// Where the quote is that closes a text, backslashes heeded.
fn closing_quote(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return Some(at),
            _ => {}
        }
    }
    None
}

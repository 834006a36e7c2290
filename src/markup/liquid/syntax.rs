//! Reads a template into its tree.

use std::collections::HashMap;

use crate::markup::constructs::{self, Construct, constructs};
use crate::markup::front_matter::Fault;
use crate::markup::liquid::markup::{assignment, cycle, for_loop, include, or_alternatives, variables};
use crate::markup::liquid::operand::{Condition, Expression, Operand, Scanner, split_outside_quotes};
use crate::markup::liquid::problem::Problem;
use crate::markup::liquid::template::{Block, Node, NodeKind};
use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// How deep blocks may be nested; Ruby's Liquid has the same bound.
const DEEPEST: usize = 100;

/// Reads a template in which tags that Jekyll does not know are [`NodeKind::Foreign`]; returns the error for the first of them
/// too. `has_gists` is whether jekyll-gist runs.
pub(super) fn parse(source: &str, has_gists: bool) -> Result<(Block, Option<Fault>), Fault> {
    let mut parser =
        Parser { source, has_gists, at: 0, trim: false, depth: 0, foreign: None, last_ends: HashMap::new() };
    match parser.block(None, &[]) {
        Ok((block, _)) => Ok((block, parser.foreign)),
        Err(fault) => Err(parser.foreign.unwrap_or(fault)),
    }
}

struct Parser<'s> {
    source: &'s str,
    has_gists: bool,
    at: usize,
    /// Whether the tag before ended with `-`.
    trim: bool,
    depth: usize,
    /// The error for the first tag that Jekyll does not know.
    foreign: Option<Fault>,
    /// Where the last end tag of each such tag is.
    last_ends: HashMap<&'s str, Option<usize>>,
}

struct Tag<'s> {
    name: &'s str,
    markup: &'s str,
    span: Span,
}

impl Tag<'_> {
    /// The error for a tag with invalid markup.
    fn odd(&self, example: &'static str) -> Fault {
        Problem::new(format!("the tag `{}` is malformed", self.name), example).at(self.span)
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
            let next = Construct::next(self.source, self.at);
            self.text(next.map_or(self.source.len(), |next| next.span.start), &mut block);
            let Some(next) = next else { break };
            self.go_past(next)?;
            let Construct { span, name, markup, .. } = next;
            if !next.is_tag {
                block.blank = false;
                block.nodes.push(Node {
                    span,
                    written: None,
                    kind: NodeKind::Output(Expression::parse(markup)),
                });
                continue;
            }
            let tag = Tag { name, markup, span };
            if ends.contains(&name) {
                self.depth -= 1;
                return Ok((block, Some(tag)));
            }
            let kind = self.tag(&tag)?;
            block.blank &= kind.is_blank();
            let written = kind.is_left_as_written().then(|| self.source.part(span.start..self.at).into());
            block.nodes.push(Node { span, written, kind });
        }
        self.depth -= 1;
        match opener {
            None => Ok((block, None)),
            Some(tag) => Err(Problem::new(
                format!("the tag `{}` is never closed", tag.name),
                "write its end tag, or put the text between `{% raw %}` and `{% endraw %}` if it is not a template",
            )
            .at(tag.span)),
        }
    }

    /// Adds the text up to the byte `end`, trimmed by the dashes around it.
    fn text(&mut self, end: usize, block: &mut Block) {
        let whole = self.source.part(self.at..end);
        let start = self.at;
        self.at = end;
        let behind = self.source.part(self.at..);
        let trims_before = behind.get(2..).is_some_and(|rest| rest.starts_with('-'));
        let text = if self.trim { whole.trim_start() } else { whole };
        let start = start + whole.len() - text.len();
        let text = if trims_before { text.trim_end() } else { text };
        let span = Span::new(start, start + text.len());
        self.trim = false;
        if !text.is_empty() {
            block.blank &= text.trim().is_empty();
            block.nodes.push(Node { span, written: None, kind: NodeKind::Text(text.to_owned()) });
        }
    }

    /// Goes on after a construct.
    fn go_past(&mut self, next: Construct<'s>) -> Result<(), Fault> {
        // Ruby treats the first brace as the end, so one alone is an error.
        if !next.is_closed || next.has_lone_brace {
            let (what, end) = if next.is_tag { ("tag", "%}") } else { ("output", "}}") };
            let line = next.span.of(self.source).lines().next().map_or(0, str::len);
            return Err(Problem::new(
                format!("the {what} is never closed with `{end}`"),
                "close it, or put the text between `{% raw %}` and `{% endraw %}` if it is not a template",
            )
            .at(Span::new(next.span.start, next.span.start + line)));
        }
        self.at = next.span.end;
        self.trim = next.trims_after;
        Ok(())
    }

    fn tag(&mut self, tag: &Tag<'s>) -> Result<NodeKind, Fault> {
        match tag.name {
            "if" => self.branches(tag, "endif", false),
            "unless" => self.branches(tag, "endunless", true),
            "case" => self.case(tag),
            "for" => self.for_tag(tag),
            "capture" => self.capture(tag),
            "tablerow" => self.table(tag),
            "ifchanged" => self.body(tag, "endifchanged").map(NodeKind::IfChanged),
            "highlight" => self.highlight(tag),
            _ => self.plain_tag(tag),
        }
    }

    /// A tag that holds no other tags.
    fn plain_tag(&mut self, tag: &Tag<'s>) -> Result<NodeKind, Fault> {
        let markup = tag.markup;
        Ok(match tag.name {
            "assign" => {
                let (name, value) =
                    assignment(markup).ok_or_else(|| tag.odd("write `{% assign name = value %}`"))?;
                NodeKind::Assign(name, Expression::parse(value))
            }
            "cycle" => cycle(markup),
            "increment" => NodeKind::Increment(markup.to_owned()),
            "decrement" => NodeKind::Decrement(markup.to_owned()),
            "break" => NodeKind::Break,
            "continue" => NodeKind::Continue,
            "echo" => NodeKind::Output(Expression::parse(markup)),
            "raw" => {
                // The dash of `raw` itself trims what follows `endraw`; those of `endraw` do nothing (liquid: `raw.rb`).
                let trims = self.trim;
                let span = self.verbatim(tag, "endraw")?;
                self.trim = trims;
                NodeKind::Raw(span.of(self.source).to_owned(), span)
            }
            "comment" => self.comment(tag)?,
            "" if markup.starts_with('#') => NodeKind::Nothing,
            "include" | "include_relative" => {
                include(tag.name, markup).map_err(|problem| problem.at(tag.span))?
            }
            "post_url" => NodeKind::PostUrl(markup.to_owned()),
            "link" => NodeKind::Link(markup.to_owned()),
            "gist" if self.has_gists => match markup.split_ascii_whitespace().count() {
                1 | 2 => NodeKind::Gist(markup.to_owned()),
                _ => {
                    return Err(tag.odd(
                        "write `{% gist user/1234567 %}`, with the name of a file after it for one file",
                    ));
                }
            },
            name if name.starts_with("end") => {
                let help = "remove it, or write the tag that it ends";
                let problem = Problem::new(format!("`{name}` ends a tag that was not opened"), help);
                match &self.foreign {
                    // It may end a tag of the same plugin.
                    Some(_) => NodeKind::Foreign,
                    None => return Err(problem.at(tag.span)),
                }
            }
            name => {
                let problem = Problem::new(
                    format!("there is no tag `{name}` in Jekyll, unless a plugin brings it"),
                    "fix the name, or put the text between `{% raw %}` and `{% endraw %}` if it is not a template",
                );
                self.foreign.get_or_insert_with(|| problem.at(tag.span));
                self.skip_foreign_block(name);
                NodeKind::Foreign
            }
        })
    }

    /// Goes on after the end tag of a block that Jekyll does not know, where there is one: what is in it is the plugin's.
    fn skip_foreign_block(&mut self, name: &'s str) {
        const MOST_NAMES: usize = 100;
        if self.last_ends.len() > MOST_NAMES {
            return;
        }
        let end = format!("end{name}");
        let last = *self
            .last_ends
            .entry(name)
            .or_insert_with(|| constructs::find_last_end_tag(self.source, &end).map(|span| span.start));
        if last.is_none_or(|last| last < self.at) {
            return;
        }
        if let Some((span, trims)) = constructs::find_end_tag(self.source, self.at, &end) {
            self.at = span.end;
            self.trim = trims;
        }
    }

    fn capture(&mut self, tag: &Tag<'s>) -> Result<NodeKind, Fault> {
        let name = variables(tag.markup)
            .next()
            .map(|(name, _)| name.to_owned())
            .ok_or_else(|| tag.odd("write `{% capture name %}`"))?;
        Ok(NodeKind::Capture(name, self.body(tag, "endcapture")?))
    }

    fn for_tag(&mut self, tag: &Tag<'s>) -> Result<NodeKind, Fault> {
        let mut run = for_loop(tag.markup).ok_or_else(|| tag.odd("write `{% for item in list %}`"))?;
        let (body, end) = self.block(Some(tag), &["else", "endfor"])?;
        run.body = body;
        if end.is_some_and(|end| end.name == "else") {
            run.otherwise = Some(self.body(tag, "endfor")?);
        }
        Ok(NodeKind::For(run))
    }

    fn table(&mut self, tag: &Tag<'s>) -> Result<NodeKind, Fault> {
        let mut run = for_loop(tag.markup).ok_or_else(|| tag.odd("write `{% tablerow item in list %}`"))?;
        run.body = self.body(tag, "endtablerow")?;
        Ok(NodeKind::TableRow(run))
    }

    fn highlight(&mut self, tag: &Tag<'s>) -> Result<NodeKind, Fault> {
        let mut words = tag.markup.split_whitespace();
        let language =
            words.next().ok_or_else(|| tag.odd("write `{% highlight language %}`"))?.to_lowercase();
        let lines = words.any(|word| word.split('=').next() == Some("linenos"));
        Ok(NodeKind::Highlight { language, lines, body: self.body(tag, "endhighlight")? })
    }

    fn body(&mut self, tag: &Tag<'s>, end: &str) -> Result<Block, Fault> {
        self.block(Some(tag), &[end]).map(|(block, _)| block)
    }

    fn branches(&mut self, tag: &Tag<'s>, end: &str, negated: bool) -> Result<NodeKind, Fault> {
        let mut branches = Vec::new();
        let mut condition = Some(condition(tag)?);
        loop {
            let (block, stop) = self.block(Some(tag), &["elsif", "else", end])?;
            branches.push((condition, block));
            condition = match stop {
                Some(stop) if stop.name == "elsif" => Some(self::condition(&stop)?),
                Some(stop) if stop.name == "else" => None,
                _ => return Ok(NodeKind::If(branches, negated)),
            };
        }
    }

    fn case(&mut self, tag: &Tag<'s>) -> Result<NodeKind, Fault> {
        if tag.markup.is_empty() {
            return Err(
                Problem::new("the tag `case` has no value", "write `{% case page.layout %}`").at(tag.span)
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
        Ok(NodeKind::Case(value, whens, otherwise))
    }

    /// The text up to an end tag, unread.
    fn verbatim(&mut self, tag: &Tag<'s>, end: &str) -> Result<Span, Fault> {
        let start = self.at;
        let Some((span, trims)) = constructs::find_end_tag(self.source, start, end) else {
            let problem =
                Problem::new(format!("the tag `{}` is never closed", tag.name), "write its end tag");
            return Err(problem.at(tag.span));
        };
        self.at = span.end;
        self.trim = trims;
        Ok(Span::new(start, span.start))
    }

    fn comment(&mut self, tag: &Tag<'s>) -> Result<NodeKind, Fault> {
        // A comment may hold comments.
        let mut open = 1;
        while open > 0 {
            let inside = self.verbatim(tag, "endcomment")?.of(self.source);
            open += constructs(inside).filter(|it| it.name == "comment").count();
            open -= 1;
        }
        Ok(NodeKind::Nothing)
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

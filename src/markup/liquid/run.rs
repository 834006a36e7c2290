//! Runs a template's tree.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use crate::markup::front_matter::Fault;
use crate::markup::liquid::captured::Captured;
use crate::markup::liquid::context::Context;
use crate::markup::liquid::filters::{self, Arguments};
use crate::markup::liquid::globals::{Globals, Page};
use crate::markup::liquid::highlight::code_block;
use crate::markup::liquid::operand::{Expression, Operand};
use crate::markup::liquid::output::{Evaluated, MARK, Output, UNKNOWN};
use crate::markup::liquid::problem::{Problem, within};
use crate::markup::liquid::syntax;
use crate::markup::liquid::template::{Block, Node, NodeKind};
use crate::markup::liquid::value::Value;
use crate::text::source::Span;
use crate::text::url;

/// How deep tags and includes may be in each other while they run.
const DEEPEST: usize = 100;

/// Runs the template `source`. See [`crate::markup::liquid::render`].
pub(super) fn run<'a>(
    source: &str,
    globals: &'a dyn Globals,
    page: &'a dyn Page,
) -> Result<(String, Option<Fault>), Fault> {
    let (block, fault) = syntax::parse(source, globals.gists().is_some())?;
    let mut out = Output::new(source.len());
    let mut runner = Runner::new(globals, page);
    runner.fault = fault;
    runner.block(&block, &mut out)?;
    Ok((out.text, runner.fault))
}

/// What a strict run prints.
#[derive(Clone, Debug, Default)]
pub struct Strict {
    /// The result.
    pub text: String,
    /// The names that the template itself prints.
    pub names: Vec<Named>,
    /// Whether a part of it was ignored, as in another language.
    pub has_excess: bool,
}

/// A name that a template prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The output, with its braces.
    pub written: String,
    /// Whether it has a value.
    pub has_value: bool,
}

/// Runs the template `source` without ignoring anything. See [`crate::markup::liquid::render_strictly`].
pub(super) fn run_strictly<'a>(
    source: &str,
    globals: &'a dyn Globals,
    page: &'a dyn Page,
) -> Result<Strict, Fault> {
    let (block, fault) = syntax::parse(source, globals.gists().is_some())?;
    let mut out = Output::new(source.len());
    let mut runner = Runner::new(globals, page);
    runner.context.strict = true;
    runner.fault = fault;
    runner.names = Some(Vec::new());
    runner.block(&block, &mut out)?;
    let has_excess = runner.has_excess;
    let names = runner.names.into_iter().flatten();
    let named = |(span, has_value): (Span, bool)| Named { written: span.of(source).to_owned(), has_value };
    let names = names.map(named).collect();
    runner.fault.map_or(Ok(Strict { text: out.text, names, has_excess }), Err)
}

/// Runs the template `source` as far as it can be; of a part of another template, names that mean nothing are that one's.
/// See [`crate::markup::liquid::evaluate`].
pub(super) fn run_leniently<'a>(
    source: &str,
    globals: &'a dyn Globals,
    page: &'a dyn Page,
    is_part: bool,
) -> Result<Evaluated, Fault> {
    let (block, fault) = syntax::parse(source, globals.gists().is_some())?;
    let mut out = Output::with_places(source.len());
    let mut runner = Runner::new(globals, page);
    runner.context.lenient = true;
    runner.fault = fault;
    runner.context.is_part = is_part;
    runner.context.captured = Some(Captured::default());
    out.template = Some(source);
    runner.block(&block, &mut out)?;
    let captured = runner.context.captured.map_or_else(Output::discarded, Captured::shown_as_it_is);
    let mut evaluated = Evaluated::new(out, captured, runner.fault);
    evaluated.may_have_more_ids = runner.may_have_more_ids;
    Ok(evaluated)
}

impl<'a> Runner<'a> {
    fn new(globals: &'a dyn Globals, page: &'a dyn Page) -> Self {
        Self {
            context: Context::new(globals, page, evaluate),
            fault: None,
            includer: None,
            file: None,
            leaving: None,
            depth: 0,
            loops: Vec::new(),
            continued: HashMap::new(),
            cycles: HashMap::new(),
            emptied: BTreeSet::new(),
            last_output: None,
            included: HashMap::new(),
            names: None,
            has_excess: false,
            may_have_more_ids: false,
            has_gaps: false,
            markup: BTreeSet::new(),
        }
    }
}

/// An expression's value after all its filters.
fn evaluate<'a>(context: &mut Context<'a>, expression: &Expression) -> Result<Value<'a>, Problem> {
    let mut value = context.value(&expression.base);
    let mut is_unknown = context.lenient && may_be_more(expression, &value);
    let captured = context.captured.as_ref().filter(|captured| captured.may_rewrite(expression));
    let pattern = captured.map(|_| value.to_text().into_owned());
    for filter in &expression.filters {
        let arguments = Arguments {
            values: filter.arguments.iter().map(|operand| context.value(operand)).collect(),
            named: filter
                .named
                .iter()
                .map(|(name, operand)| (name.clone(), context.value(operand)))
                .collect(),
        };
        for argument in &arguments.values {
            context.weigh(argument)?;
            is_unknown |= context.lenient && argument.is_marked();
        }
        if !is_unknown {
            value = filters::apply(context, &filter.name, value, &arguments)?;
            is_unknown = context.lenient && value.is_marked();
        }
    }
    if let (Some(pattern), Some(captured)) = (pattern, &mut context.captured)
        && (is_unknown || value.to_text() != pattern)
    {
        captured.rewrite(&pattern);
    }
    Ok(if is_unknown { Value::from(UNKNOWN) } else { value })
}

/// Returns whether filters are applied to what only the build knows: their result is not known either.
fn may_be_more(expression: &Expression, value: &Value<'_>) -> bool {
    let has_default = expression.filters.iter().any(|filter| &*filter.name == "default");
    let means_nothing =
        matches!(value, Value::Nil) && expression.base != Operand::Nil && !expression.base.is_of("include");
    !expression.filters.is_empty() && (means_nothing && !has_default || value.is_marked())
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaving {
    Break,
    Continue,
}

pub(super) struct Runner<'a> {
    pub(super) context: Context<'a>,
    /// Set by `break` and `continue` until the loop that they are meant for.
    pub(super) leaving: Option<Leaving>,
    depth: usize,
    /// The `forloop` of each loop that runs.
    pub(super) loops: Vec<Value<'a>>,
    /// Where `offset: continue` goes on.
    pub(super) continued: HashMap<String, usize>,
    cycles: HashMap<String, usize>,
    /// The variables that the template sets to nothing: no plugin knows more of them.
    emptied: BTreeSet<String>,
    pub(super) last_output: Option<String>,
    /// The templates of the files of `_includes` that were read.
    pub(super) included: HashMap<String, Rc<Block>>,
    /// The first error, which would end Jekyll's build, and after which the run went on.
    pub(super) fault: Option<Fault>,
    /// The tag of the page's own template that includes what runs.
    pub(super) includer: Option<Span>,
    /// The included file that runs.
    pub(super) file: Option<Rc<str>>,
    /// The outputs of names in the template itself, with whether they have a value, where that is asked for.
    names: Option<Vec<(Span, bool)>>,
    /// Whether a part of the template was ignored.
    has_excess: bool,
    /// Whether something that only the build knows may have ids.
    pub(super) may_have_more_ids: bool,
    /// Whether a part was not run that may set variables.
    pub(super) has_gaps: bool,
    /// The variables with markup that only the build knows.
    pub(super) markup: BTreeSet<String>,
}

impl<'a> Runner<'a> {
    pub(super) fn block(&mut self, block: &Block, out: &mut Output<'_>) -> Result<(), Fault> {
        self.depth += 1;
        for node in &block.nodes {
            if self.depth > DEEPEST {
                let message = format!("tags and includes are nested more than {DEEPEST} deep");
                self.context.exhaust();
                return Err(
                    Problem::new(message, "does a file include itself? nest them less deeply").at(node.span)
                );
            }
            let (depth, before) = (self.depth, out.len());
            if let Err(fault) = self.node(node, out) {
                let written = node.written.as_deref();
                if self.context.is_exhausted() || !self.context.lenient && written.is_none() {
                    return Err(fault);
                }
                self.note(fault);
                self.depth = depth;
                out.truncate(before);
                match written {
                    Some(written) if !self.context.lenient => out.push(written, self.place(node.span)),
                    _ => self.push_unknown(node, out),
                }
            }
            if self.leaving.is_some() {
                break;
            }
        }
        self.depth -= 1;
        Ok(())
    }

    /// Keeps the first error; one of an included file is shown at the tag that includes it.
    pub(super) fn note(&mut self, fault: Fault) {
        if self.fault.is_none() {
            self.fault = Some(match (&self.includer, &self.file) {
                (Some(tag), Some(file)) => within(file, *tag, fault),
                _ => fault,
            });
        }
    }

    /// The place of a node in the page's own template.
    pub(super) fn place(&self, span: Span) -> Span {
        self.includer.unwrap_or(span)
    }

    fn node(&mut self, node: &Node, out: &mut Output<'_>) -> Result<(), Fault> {
        let written = out.len();
        self.context.spend(1).map_err(|problem| problem.at(node.span))?;
        match &node.kind {
            NodeKind::Capture(name, block) => self.capture(name, block, node.span),
            NodeKind::If(branches, negated) => self.branches(branches, *negated, node.span, out),
            NodeKind::Case(value, whens, otherwise) => {
                self.case(value, whens, otherwise.as_ref(), node.span, out)
            }
            NodeKind::For(run) => {
                self.note_excess(run.has_excess, node.span);
                self.for_loop(run, node.span, out)
            }
            NodeKind::TableRow(run) => self.table(run, node.span, out),
            NodeKind::IfChanged(block) => self.if_changed(block, out),
            NodeKind::Highlight { language, lines, body } => {
                self.highlight(language, *lines, body, node.span, out)
            }
            NodeKind::Include { file, parameters, relative } => {
                self.include(file, parameters, *relative, node.span, out)
            }
            NodeKind::Link(path) => self.link_tag(path, node.span, out),
            _ => self.leaf(node, out).map_err(|problem| problem.at(node.span)),
        }?;
        let cost = out.len().saturating_sub(written) / 16;
        self.context.spend(cost).map_err(|problem| problem.at(node.span))
    }

    /// Runs a tag that contains no other tags.
    fn leaf(&mut self, node: &Node, out: &mut Output<'_>) -> Result<(), Problem> {
        match &node.kind {
            NodeKind::Text(text) => self.copy(text, node.span, out),
            NodeKind::Raw(text, span) => self.copy(text, *span, out),
            NodeKind::Output(expression) => {
                self.note_excess(expression.has_excess, node.span);
                self.note_name(expression, node.span);
                let value = evaluate(&mut self.context, expression)?;
                self.context.weigh(&value)?;
                if self.context.lenient
                    && self.is_unknown(expression, &value)
                    && !(self.is_never_set(expression) && out.is_within_word())
                {
                    self.push_unknown(node, out);
                } else {
                    if self.context.lenient && value.is_marked() {
                        self.doubt_ids(node, out);
                    }
                    let text = value.to_output();
                    if let Some(captured) = &mut self.context.captured {
                        captured.show(&text);
                    }
                    out.push(&text, self.place(node.span));
                }
            }
            NodeKind::Foreign => match node.written.as_deref() {
                Some(written) if !self.context.lenient => out.push(written, self.place(node.span)),
                _ => self.push_unknown(node, out),
            },
            NodeKind::Assign(name, expression) => {
                self.note_excess(expression.has_excess, node.span);
                let value = evaluate(&mut self.context, expression)?;
                if matches!(expression.base, Operand::Nil) {
                    self.emptied.insert(name.clone());
                } else {
                    self.emptied.remove(name);
                }
                self.remember_markup(name, expression, &value);
                self.context.assign(name, value);
            }
            NodeKind::Cycle(name, values) => {
                let place = self.place(node.span);
                let turn = self.cycles.entry(name.clone()).or_insert(0);
                if let Some(operand) = values.get(*turn) {
                    out.push(&self.context.value(operand).to_output(), place);
                }
                *turn = (*turn + 1) % values.len().max(1);
            }
            NodeKind::Increment(name) => {
                let counter = self.context.counters.entry(name.clone()).or_insert(0);
                out.push(&counter.to_string(), self.includer.unwrap_or(node.span));
                *counter = counter.saturating_add(1);
            }
            NodeKind::Decrement(name) => {
                let counter = self.context.counters.entry(name.clone()).or_insert(0);
                *counter = counter.saturating_sub(1);
                out.push(&counter.to_string(), self.includer.unwrap_or(node.span));
            }
            NodeKind::Break => self.leaving = Some(Leaving::Break),
            NodeKind::Continue => self.leaving = Some(Leaving::Continue),
            NodeKind::PostUrl(name) => {
                let found = self.context.globals.post_url(name);
                let missing = || format!("`post_url` finds no post `{name}`");
                let help = "write the file's name without its ending, with the date";
                out.push(&self.link(found, &out.text, missing, help)?, self.place(node.span));
            }
            NodeKind::Gist(_) if self.context.lenient => self.push_unknown(node, out),
            NodeKind::Gist(markup) => out.push(&self.gist(markup), self.place(node.span)),
            _ => {}
        }
        Ok(())
    }

    /// Remembers that a part of a construct was ignored: what it prints is not what is written.
    fn note_excess(&mut self, has_excess: bool, span: Span) {
        if let Some(names) = self.names.as_mut().filter(|_| has_excess && self.file.is_none()) {
            names.push((span, false));
            self.has_excess = true;
        }
    }

    /// Notes a name that the template itself prints, unless it has a default.
    fn note_name(&mut self, expression: &Expression, span: Span) {
        let is_name = matches!(expression.base, Operand::Lookup(_)) && self.file.is_none();
        if !is_name
            || expression.has_excess
            || expression.filters.iter().any(|filter| filter.name == "default")
        {
            return;
        }
        if let Some(names) = &mut self.names {
            names.push((span, !matches!(self.context.value(&expression.base), Value::Nil)));
        }
    }

    /// Prints text as it is in the template.
    fn copy(&self, text: &str, span: Span, out: &mut Output<'_>) {
        match self.includer {
            Some(tag) => out.push(text, tag),
            None => out.push_copied(text, span),
        }
    }

    /// Prints [`UNKNOWN`] for a node.
    fn push_unknown(&mut self, node: &Node, out: &mut Output<'_>) {
        // What a file that is not at hand, or the tag of a plugin, does to variables is not known.
        self.has_gaps |= !matches!(node.kind, NodeKind::Output(_));
        self.doubt_ids(node, out);
        self.push_unknown_without_ids(node.span, out);
    }

    /// Prints [`UNKNOWN`] for a node of which it is known whether it may have ids.
    pub(super) fn push_unknown_without_ids(&self, span: Span, out: &mut Output<'_>) {
        match self.includer {
            Some(tag) => out.push_unknown_within(tag),
            None => out.push_unknown(span),
        }
    }

    /// Returns whether only the build knows a value: of a name that means nothing to us a plugin may know more. A parameter
    /// that an include was not given is nothing to Jekyll too.
    fn is_unknown(&self, expression: &Expression, value: &Value<'a>) -> bool {
        matches!(value, Value::Nil) && self.means_nothing(&expression.base)
    }

    pub(super) fn means_nothing(&self, operand: &Operand) -> bool {
        let is_parameter = self.includer.is_some() && operand.is_of("include");
        let is_emptied = || operand.name().is_some_and(|name| self.emptied.contains(name));
        !is_parameter && !is_emptied() && matches!(self.context.value(operand), Value::Nil)
    }

    fn capture(&mut self, name: &str, block: &Block, span: Span) -> Result<(), Fault> {
        let has_places = self.context.captured.is_some();
        let mut out = if has_places { Output::with_places(0) } else { Output::discarded() };
        self.block(block, &mut out)?;
        self.context.assign(name, out.text.clone().into());
        if let Some(captured) = self.context.captured.as_mut().filter(|_| self.includer.is_none()) {
            captured.add(out, span);
        }
        Ok(())
    }

    /// Runs a block and returns its output.
    pub(super) fn apart(&mut self, block: &Block) -> Result<String, Fault> {
        let mut out = Output::discarded();
        self.block(block, &mut out)?;
        Ok(out.text)
    }

    fn highlight(
        &mut self,
        language: &str,
        lines: bool,
        body: &Block,
        span: Span,
        out: &mut Output<'_>,
    ) -> Result<(), Fault> {
        let code = self.apart(body)?;
        let is_highlighted = self.context.globals.markdown().known_highlighter;
        out.push(&code_block(&code, language, lines, is_highlighted), self.place(span));
        Ok(())
    }

    fn link_tag(&mut self, path: &str, span: Span, out: &mut Output<'_>) -> Result<(), Fault> {
        let path = self.inner(path, span)?;
        if self.context.lenient && path.contains(MARK) {
            self.push_unknown_without_ids(span, out);
            return Ok(());
        }
        let found = self.context.globals.link(path.trim_start_matches('/'));
        let missing = || format!("`link` finds no file `{path}`");
        let url = self.link(found, &out.text, missing, "write the file's path from the top of the site");
        out.push(&url.map_err(|problem| problem.at(span))?, self.place(span));
        Ok(())
    }

    fn link(
        &self,
        found: Option<String>,
        before: &str,
        missing: impl Fn() -> String,
        help: &'static str,
    ) -> Result<String, Problem> {
        match found {
            Some(place) => {
                let before = if self.context.lenient { before } else { "" };
                Ok(url::relative_url(self.context.globals.base_of_tags(before), &place))
            }
            None => Err(Problem::new(missing(), help)),
        }
    }
}

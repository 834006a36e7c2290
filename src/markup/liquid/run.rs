//! Runs a template's tree.

use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

use crate::markup::front_matter::Fault;
use crate::markup::liquid::context::{Context, to_int};
use crate::markup::liquid::filters::{self, Arguments};
use crate::markup::liquid::globals::{Globals, Page};
use crate::markup::liquid::operand::{Condition, Expression, Operand};
use crate::markup::liquid::problem::Problem;
use crate::markup::liquid::syntax;
use crate::markup::liquid::template::{Block, Kind, Loop, Node};
use crate::markup::liquid::value::Value;
use crate::text::html;
use crate::text::source::Span;
use crate::text::url;

/// How deep tags and includes may be in each other while they run.
const DEEPEST: usize = 100;

/// Runs the template `source`. See [`crate::markup::liquid::render`].
pub(super) fn run<'a>(source: &str, globals: &'a dyn Globals, page: &'a dyn Page) -> Result<String, Fault> {
    let block = syntax::parse(source)?;
    let mut runner = Runner {
        context: Context::new(globals, page, evaluate),
        leaving: None,
        depth: 0,
        loops: Vec::new(),
        continued: HashMap::new(),
        cycles: HashMap::new(),
        last_output: None,
        included: HashMap::new(),
    };
    let mut out = String::with_capacity(source.len());
    runner.block(&block, &mut out)?;
    Ok(out)
}

/// An expression's value behind all its filters.
fn evaluate<'a>(context: &mut Context<'a>, expression: &Expression) -> Result<Value<'a>, Problem> {
    let mut value = context.value(&expression.base);
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
        }
        value = filters::apply(context, &filter.name, value, &arguments)?;
    }
    Ok(value)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Leaving {
    Break,
    Continue,
}

struct Runner<'a> {
    context: Context<'a>,
    /// Set by `break` and `continue` until the loop that they are meant for.
    leaving: Option<Leaving>,
    depth: usize,
    /// The `forloop` of each loop that runs.
    loops: Vec<Value<'a>>,
    /// Where `offset: continue` goes on.
    continued: HashMap<String, usize>,
    cycles: HashMap<String, usize>,
    last_output: Option<String>,
    /// The templates of the files of `_includes` that were read.
    included: HashMap<String, Rc<Block>>,
}

impl<'a> Runner<'a> {
    fn block(&mut self, block: &Block, out: &mut String) -> Result<(), Fault> {
        self.depth += 1;
        for node in &block.nodes {
            if self.depth > DEEPEST {
                let message = format!("tags and includes are nested more than {DEEPEST} deep");
                return Err(
                    Problem::new(message, "does a file include itself? nest them less deeply").at(node.span)
                );
            }
            self.node(node, out)?;
            if self.leaving.is_some() {
                break;
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn node(&mut self, node: &Node, out: &mut String) -> Result<(), Fault> {
        let written = out.len();
        self.context.spend(1).map_err(|problem| problem.at(node.span))?;
        match &node.kind {
            Kind::Capture(name, block) => self.capture(name, block),
            Kind::If(branches, negated) => self.branches(branches, *negated, node.span, out),
            Kind::Case(value, whens, otherwise) => {
                self.case(value, whens, otherwise.as_ref(), node.span, out)
            }
            Kind::For(run) => self.for_loop(run, node.span, out),
            Kind::TableRow(run) => self.table(run, node.span, out),
            Kind::IfChanged(block) => self.if_changed(block, out),
            Kind::Highlight { language, lines, body } => self.highlight(language, *lines, body, out),
            Kind::Include { file, parameters, relative } => {
                self.include(file, parameters, *relative, node.span, out)
            }
            Kind::Link(path) => self.link_tag(path, node.span, out),
            _ => self.leaf(node, out).map_err(|problem| problem.at(node.span)),
        }?;
        let cost = out.len().saturating_sub(written) / 16;
        self.context.spend(cost).map_err(|problem| problem.at(node.span))
    }

    /// What holds no other tags.
    fn leaf(&mut self, node: &Node, out: &mut String) -> Result<(), Problem> {
        match &node.kind {
            Kind::Text(text) => out.push_str(text),
            Kind::Output(expression) => {
                let value = evaluate(&mut self.context, expression)?;
                self.context.weigh(&value)?;
                out.push_str(&value.to_output());
            }
            Kind::Assign(name, expression) => {
                let value = evaluate(&mut self.context, expression)?;
                self.context.assign(name, value);
            }
            Kind::Cycle(name, values) => {
                let turn = self.cycles.entry(name.clone()).or_insert(0);
                if let Some(operand) = values.get(*turn) {
                    out.push_str(&self.context.value(operand).to_output());
                }
                *turn = (*turn + 1) % values.len().max(1);
            }
            Kind::Increment(name) => {
                let counter = self.context.counters.entry(name.clone()).or_insert(0);
                out.push_str(&counter.to_string());
                *counter = counter.saturating_add(1);
            }
            Kind::Decrement(name) => {
                let counter = self.context.counters.entry(name.clone()).or_insert(0);
                *counter = counter.saturating_sub(1);
                out.push_str(&counter.to_string());
            }
            Kind::Break => self.leaving = Some(Leaving::Break),
            Kind::Continue => self.leaving = Some(Leaving::Continue),
            Kind::PostUrl(name) => {
                let found = self.context.globals.post_url(name);
                let missing = || format!("`post_url` finds no post `{name}`");
                let help = "write the file's name without its ending, with the date";
                out.push_str(&self.link(found, missing, help)?);
            }
            _ => {}
        }
        Ok(())
    }

    fn capture(&mut self, name: &str, block: &Block) -> Result<(), Fault> {
        let mut text = String::new();
        self.block(block, &mut text)?;
        self.context.assign(name, text.into());
        Ok(())
    }

    fn branches(
        &mut self,
        branches: &[(Option<Condition>, Block)],
        negated: bool,
        span: Span,
        out: &mut String,
    ) -> Result<(), Fault> {
        let blank = branches.iter().all(|(_, block)| block.blank);
        for (i, (condition, block)) in branches.iter().enumerate() {
            if self.holds(condition.as_ref(), negated && i == 0).map_err(|problem| problem.at(span))? {
                return self.visible(block, blank, out);
            }
        }
        Ok(())
    }

    fn if_changed(&mut self, block: &Block, out: &mut String) -> Result<(), Fault> {
        let mut text = String::new();
        self.block(block, &mut text)?;
        if self.last_output.as_deref() != Some(&text) {
            out.push_str(&text);
            self.last_output = Some(text);
        }
        Ok(())
    }

    fn highlight(
        &mut self,
        language: &str,
        lines: bool,
        body: &Block,
        out: &mut String,
    ) -> Result<(), Fault> {
        let mut code = String::new();
        self.block(body, &mut code)?;
        let numbered = lines && self.context.globals.markdown().syntax_highlighter;
        push_code(&code, language, numbered, out);
        Ok(())
    }

    fn link_tag(&mut self, path: &str, span: Span, out: &mut String) -> Result<(), Fault> {
        let path = self.inner(path, span)?;
        let found = self.context.globals.link(path.trim_start_matches('/'));
        let missing = || format!("`link` finds no file `{path}`");
        let url = self.link(found, missing, "write the file's path from the top of the site");
        out.push_str(&url.map_err(|problem| problem.at(span))?);
        Ok(())
    }

    fn link(
        &self,
        found: Option<String>,
        missing: impl Fn() -> String,
        help: &'static str,
    ) -> Result<String, Problem> {
        match found {
            Some(place) => Ok(url::relative_url(self.context.globals.baseurl(), &place)),
            None => Err(Problem::new(missing(), help)),
        }
    }

    /// Runs a block; what could only print white space prints nothing.
    fn visible(&mut self, block: &Block, blank: bool, out: &mut String) -> Result<(), Fault> {
        if blank { self.block(block, &mut String::new()) } else { self.block(block, out) }
    }

    fn holds(&mut self, condition: Option<&Condition>, negated: bool) -> Result<bool, Problem> {
        match condition {
            Some(condition) => Ok(self.context.test(condition)? != negated),
            None => Ok(true),
        }
    }

    fn case(
        &mut self,
        value: &Operand,
        whens: &[(Vec<Operand>, Block)],
        otherwise: Option<&Block>,
        span: Span,
        out: &mut String,
    ) -> Result<(), Fault> {
        let value = self.context.value(value);
        self.context.check_depth(&value).map_err(|problem| problem.at(span))?;
        let blank = whens.iter().all(|(_, block)| block.blank) && otherwise.is_none_or(|block| block.blank);
        let mut found = false;
        for (alternatives, block) in whens {
            if alternatives.iter().any(|alternative| self.context.value(alternative).equals(&value)) {
                found = true;
                self.visible(block, blank, out)?;
            }
        }
        match otherwise {
            Some(block) if !found => self.visible(block, blank, out),
            _ => Ok(()),
        }
    }

    /// The items that a loop runs over, and where it is to go on for `offset: continue`.
    fn selected(&mut self, run: &Loop, span: Span) -> Result<Vec<Value<'a>>, Fault> {
        let list = self.context.value(&run.list);
        let items = self.context.items(&list).map_err(|problem| problem.at(span))?;
        let continues = matches!(&run.offset, Some(operand) if *operand == Operand::parse("continue"));
        let number = |operand: &Operand| usize::try_from(to_int(&self.context.value(operand))).unwrap_or(0);
        let offset = match &run.offset {
            Some(_) if continues => self.continued.get(&run.name).copied().unwrap_or(0),
            Some(operand) => number(operand),
            None => 0,
        };
        let limit = run.limit.as_ref().map_or(usize::MAX, number);
        let mut chosen: Vec<Value<'a>> = items.iter().skip(offset).take(limit).cloned().collect();
        self.continued.insert(run.name.clone(), offset.saturating_add(chosen.len()));
        if matches!(list, Value::Text(_)) {
            // A text is one item, whatever part of it is asked for.
            chosen = items.to_vec();
        }
        if run.reversed {
            chosen.reverse();
        }
        Ok(chosen)
    }

    fn for_loop(&mut self, run: &Loop, span: Span, out: &mut String) -> Result<(), Fault> {
        let items = self.selected(run, span)?;
        let blank = run.body.blank && run.otherwise.as_ref().is_none_or(|block| block.blank);
        if items.is_empty() {
            return match &run.otherwise {
                Some(block) => self.visible(block, blank, out),
                None => Ok(()),
            };
        }
        let parent = self.loops.last().cloned().unwrap_or_default();
        let length = items.len();
        for (index, item) in items.into_iter().enumerate() {
            self.context.spend(1).map_err(|problem| problem.at(span))?;
            let state = for_state(&run.name, index, length, parent.clone());
            self.loops.push(state.clone());
            self.context.push_scope(vec![("forloop".to_owned(), state), (run.variable.clone(), item)]);
            let done = self.visible(&run.body, blank, out);
            self.context.pop_scope();
            self.loops.pop();
            done?;
            if self.leaving.take() == Some(Leaving::Break) {
                break;
            }
        }
        Ok(())
    }

    fn table(&mut self, run: &Loop, span: Span, out: &mut String) -> Result<(), Fault> {
        let items = self.selected(run, span)?;
        let length = items.len();
        let columns = run.columns.as_ref().map(|operand| to_int(&self.context.value(operand)));
        let columns = columns
            .and_then(|columns| usize::try_from(columns).ok())
            .filter(|columns| *columns > 0)
            .unwrap_or(length.max(1));
        out.push_str("<tr class=\"row1\">\n");
        for (index, item) in items.into_iter().enumerate() {
            self.context.spend(1).map_err(|problem| problem.at(span))?;
            let column = index % columns;
            out.push_str(&format!("<td class=\"col{}\">", column + 1));
            let state = table_state(
                for_state(&run.name, index, length, Value::Nil),
                column,
                columns,
                index / columns,
            );
            self.context.push_scope(vec![("tablerowloop".to_owned(), state), (run.variable.clone(), item)]);
            let done = self.block(&run.body, out);
            self.context.pop_scope();
            done?;
            out.push_str("</td>");
            if self.leaving.take() == Some(Leaving::Break) {
                break;
            }
            if column + 1 == columns && index + 1 < length {
                out.push_str(&format!("</tr>\n<tr class=\"row{}\">", index / columns + 2));
            }
        }
        out.push_str("</tr>\n");
        Ok(())
    }

    /// A template inside a tag's markup.
    fn inner<'m>(&mut self, markup: &'m str, span: Span) -> Result<Cow<'m, str>, Fault> {
        if !markup.contains("{{") {
            return Ok(Cow::Borrowed(markup));
        }
        let block = syntax::parse(markup).map_err(|fault| Fault { span, ..fault })?;
        let mut text = String::new();
        self.block(&block, &mut text).map_err(|fault| Fault { span, ..fault })?;
        Ok(Cow::Owned(text.trim().to_owned()))
    }

    fn include(
        &mut self,
        file: &str,
        parameters: &[(String, Operand)],
        relative: bool,
        span: Span,
        out: &mut String,
    ) -> Result<(), Fault> {
        let (file, block) = self.included(file, relative, span)?;
        let scope = self.parameters(parameters).map_err(|problem| problem.at(span))?;
        self.context.push_scope(scope);
        let done = self.block(&block, out);
        self.context.pop_scope();
        done.map_err(|fault| within(&file, span, fault))
    }

    /// The name and the template of a file to include.
    fn included(&mut self, file: &str, relative: bool, span: Span) -> Result<(String, Rc<Block>), Fault> {
        let file = self.inner(file, span)?.into_owned();
        if !relative && let Some(block) = self.included.get(&file) {
            let block = Rc::clone(block);
            return Ok((file, block));
        }
        let odd = |c: char| !(c.is_alphanumeric() || "_/.-()+~#@".contains(c));
        let dots = file.as_bytes().windows(2).any(|pair| pair.iter().all(|byte| matches!(byte, b'.' | b'/')));
        if file.is_empty() || file.contains(odd) || dots {
            let help = "write the path of a file below `_includes`, without `..`";
            return Err(
                Problem::new(format!("`{file}` cannot be the path of a file to include"), help).at(span)
            );
        }
        let source = if relative {
            self.context.page.file_beside(&file).map(|text| text.map(Cow::Owned))
        } else {
            let text = self.context.globals.include(&file);
            text.map(|text| text.map(Cow::Borrowed)).map_err(str::to_owned)
        };
        let place = if relative { "beside this file" } else { "in `_includes`" };
        let source = source.map_err(|reason| {
            self.context.page.cannot_read(&file, &format!("it cannot be read: {reason}"));
            let message = format!("the file `{file}` {place} cannot be read: {reason}");
            Problem::new(message, "make the file readable").at(span)
        })?;
        let Some(source) = source else {
            let message = format!("there is no file `{file}` {place} to include");
            return Err(Problem::new(message, "mend the name, or write the file").at(span));
        };
        self.context.spend_text(&source).map_err(|problem| problem.at(span))?;
        let block = Rc::new(syntax::parse(&source).map_err(|fault| within(&file, span, fault))?);
        if !relative {
            self.included.insert(file.clone(), Rc::clone(&block));
        }
        Ok((file, block))
    }

    fn parameters(&mut self, parameters: &[(String, Operand)]) -> Result<Vec<(String, Value<'a>)>, Problem> {
        if parameters.is_empty() {
            return Ok(Vec::new());
        }
        let parts =
            parameters.iter().map(|(name, operand)| (Cow::Owned(name.clone()), self.context.value(operand)));
        let include = Value::Record(Rc::new(parts.collect()));
        self.context.check_depth(&include)?;
        Ok(vec![("include".to_owned(), include)])
    }
}

/// A fault of an included file, at the tag that includes it. Of files within files, the innermost is named.
fn within(file: &str, span: Span, fault: Fault) -> Fault {
    let message = if fault.message.starts_with(INCLUDED) {
        fault.message
    } else {
        format!("{INCLUDED}`{file}`: {}", fault.message)
    };
    Fault { span, message, ..fault }
}

/// How the message of a fault in an included file begins.
const INCLUDED: &str = "in the included ";

/// What `forloop` is in the pass number `index`.
fn for_state<'a>(name: &str, index: usize, length: usize, parent: Value<'a>) -> Value<'a> {
    let number = |number: usize| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
    Value::Record(Rc::new(vec![
        (Cow::Borrowed("name"), name.to_owned().into()),
        (Cow::Borrowed("length"), number(length)),
        (Cow::Borrowed("index"), number(index + 1)),
        (Cow::Borrowed("index0"), number(index)),
        (Cow::Borrowed("rindex"), number(length - index)),
        (Cow::Borrowed("rindex0"), number(length - index - 1)),
        (Cow::Borrowed("first"), Value::Bool(index == 0)),
        (Cow::Borrowed("last"), Value::Bool(index + 1 == length)),
        (Cow::Borrowed("parentloop"), parent),
    ]))
}

/// What `tablerowloop` is: a `forloop` with the place in the table.
fn table_state(state: Value<'_>, column: usize, columns: usize, row: usize) -> Value<'_> {
    let number = |number: usize| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
    let mut parts = match state {
        Value::Record(parts) => parts.to_vec(),
        _ => Vec::new(),
    };
    parts.extend([
        (Cow::Borrowed("col"), number(column + 1)),
        (Cow::Borrowed("col0"), number(column)),
        (Cow::Borrowed("col_first"), Value::Bool(column == 0)),
        (Cow::Borrowed("col_last"), Value::Bool(column + 1 == columns)),
        (Cow::Borrowed("row"), number(row + 1)),
    ]);
    Value::Record(Rc::new(parts))
}

/// The code of a `highlight` block as Jekyll wraps it, without the highlighter's spans.
fn push_code(code: &str, language: &str, lines: bool, out: &mut String) {
    let code = code.trim_matches(['\n', '\r']);
    let escaped = html::text::escape(code);
    out.push_str("\n<figure class=\"highlight\"><pre><code class=\"language-");
    out.push_str(&language.replace('+', "-"));
    out.push_str("\" data-lang=\"");
    out.push_str(language);
    out.push_str("\">");
    if lines {
        out.push_str(
            "<table class=\"rouge-table\"><tbody><tr><td class=\"gutter gl\"><pre class=\"lineno\">",
        );
        for line in 1..=code.lines().count() {
            out.push_str(&format!("{line}\n"));
        }
        out.push_str("</pre></td><td class=\"code\"><pre>");
        out.push_str(&escaped);
        out.push_str("\n</pre></td></tr></tbody></table>");
    } else {
        out.push_str(&escaped);
    }
    out.push_str("</code></pre></figure>\n");
}

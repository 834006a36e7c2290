//! What a template of a shortcode comes to: values, and the functions that need nothing but them.

use std::collections::BTreeMap;

use crate::site::conventions::hugo::shortcodes::escape::escaped;
use crate::site::conventions::hugo::shortcodes::functions;
use crate::site::conventions::hugo::shortcodes::position::Position;
use crate::site::conventions::hugo::shortcodes::scope::{Scope, Store};
use crate::site::conventions::hugo::shortcodes::tags::{Arguments, Frame};
use crate::site::conventions::hugo::shortcodes::template::{Condition, Flow, Node, Operand, Pipe};
use crate::site::conventions::hugo::shortcodes::value::ShortcodeValue;

/// A shortcode that is called.
pub(super) struct Call<'a> {
    pub(super) scope: &'a Scope<'a>,
    pub(super) arguments: &'a Arguments,
    /// What is between its tags, shortcodes in it evaluated.
    pub(super) inner: &'a str,
    /// Whether there is no shortcode: the dot is the page.
    pub(super) is_page: bool,
    /// The shortcode itself; nothing for a render hook.
    pub(super) frame: Option<&'a Frame<'a>>,
    /// The fields of an element of Markdown, for a render hook.
    pub(super) element: Option<&'a ShortcodeValue>,
    /// What the shortcode keeps for itself.
    pub(super) store: Store,
}

/// What a template writes; nothing where something of it is not understood.
pub(super) fn evaluate(nodes: &[Node], call: &Call<'_>) -> Option<String> {
    let mut run = Run {
        call,
        variables: BTreeMap::new(),
        place: Position::default(),
        root: None,
        depth: 0,
        returned: ShortcodeValue::Nothing,
    };
    let mut out = String::new();
    run.nodes(nodes, None, &mut out)?;
    Some(out)
}

/// Whether a value is escaped in another way than in text and tags: within scripts, and within styles where it is more than a word.
fn is_elsewhere(value: &ShortcodeValue, place: &Position) -> bool {
    let is_word =
        || value.text().bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.#%".contains(&byte));
    let (is_in_script, is_in_style) = place.is_within();
    is_in_script || is_in_style && !is_word()
}

pub(super) struct Run<'a> {
    pub(super) call: &'a Call<'a>,
    variables: BTreeMap<String, ShortcodeValue>,
    /// Where in what it writes the next value is.
    place: Position,
    /// What a partial was called with.
    root: Option<&'a ShortcodeValue>,
    /// How many partials it is in.
    depth: usize,
    /// What the partial returns.
    returned: ShortcodeValue,
}

/// How deep partials may be in each other.
const DEEPEST: usize = 12;

/// How many rounds a loop over a number may take.
const MOST_ROUNDS: usize = 10_000;

impl Run<'_> {
    fn nodes(&mut self, nodes: &[Node], dot: Option<&ShortcodeValue>, out: &mut String) -> Option<Flow> {
        let budget = &self.call.scope.budget;
        for node in nodes {
            budget.step(1)?;
            let flow = match node {
                Node::Text(text) => {
                    budget.spend(text.len())?;
                    out.push_str(text);
                    Flow::Next
                }
                Node::Value(pipe) => {
                    let value = self.pipe(pipe, dot)?;
                    self.place.advance(out);
                    if !value.is_plain() || is_elsewhere(&value, &self.place) {
                        return None;
                    }
                    let tag = self.place.tag(out);
                    budget.spend(tag.map_or(0, str::len))?;
                    let text = escaped(&value, tag);
                    budget.spend(text.len())?;
                    out.push_str(&text);
                    Flow::Next
                }
                Node::Set(name, pipe) => {
                    let value = self.pipe(pipe, dot)?;
                    self.variables.insert(name.clone(), value);
                    Flow::Next
                }
                Node::If(branches, other) => {
                    let mut taken = other;
                    for (condition, nodes) in branches {
                        if self.condition(condition, dot)?.is_true() {
                            taken = nodes;
                            break;
                        }
                    }
                    self.nodes(taken, dot, out)?
                }
                Node::Range(names, pipe, nodes, other) => {
                    self.range((names, pipe), nodes, other, dot, out)?
                }
                Node::With(condition, nodes, other) => {
                    let value = self.condition(condition, dot)?;
                    if value.is_true() {
                        self.nodes(nodes, Some(&value), out)?
                    } else {
                        self.nodes(other, dot, out)?
                    }
                }
                Node::Leave(flow) => *flow,
                Node::Return(pipe) => {
                    self.returned = self.pipe(pipe, dot)?;
                    Flow::Return
                }
            };
            if flow != Flow::Next {
                return Some(flow);
            }
        }
        Some(Flow::Next)
    }

    fn range(
        &mut self,
        (names, pipe): (&[String], &Pipe),
        each: &[Node],
        other: &[Node],
        dot: Option<&ShortcodeValue>,
        out: &mut String,
    ) -> Option<Flow> {
        let place = |at: usize| i64::try_from(at).map_or(ShortcodeValue::Nothing, ShortcodeValue::Number);
        let whole = self.pipe(pipe, dot)?;
        let budget = &self.call.scope.budget;
        let values: Box<dyn Iterator<Item = (ShortcodeValue, ShortcodeValue)>> = match &whole {
            ShortcodeValue::Nothing => Box::new(std::iter::empty()),
            ShortcodeValue::List(values) => {
                Box::new(values.iter().enumerate().map(|(at, value)| (place(at), value.clone())))
            }
            ShortcodeValue::Map(entries) => {
                budget.spend(entries.len().saturating_mul(size_of::<usize>()))?;
                let mut entries: Vec<&(String, ShortcodeValue)> = entries.iter().collect();
                entries.sort_by(|(a, _), (b, _)| a.cmp(b));
                let entries = entries.into_iter();
                Box::new(entries.map(|(key, value)| (ShortcodeValue::Text(key.clone()), value.clone())))
            }
            ShortcodeValue::Number(count) => {
                let Some(count) = usize::try_from(*count).ok().filter(|count| *count <= MOST_ROUNDS) else {
                    return budget.refuse();
                };
                Box::new((0..count).map(|at| (place(at), place(at))))
            }
            _ => return None,
        };
        let mut values = values.peekable();
        if values.peek().is_none() {
            return self.nodes(other, dot, out);
        }
        for (key, value) in values {
            let (key, value) = (key.charged(budget)?, value.charged(budget)?);
            match names {
                [] => {}
                [name] => {
                    self.variables.insert(name.clone(), value.clone());
                }
                [first, second, ..] => {
                    self.variables.insert(first.clone(), key);
                    self.variables.insert(second.clone(), value.clone());
                }
            }
            match self.nodes(each, Some(&value), out)? {
                Flow::Break => break,
                Flow::Return => return Some(Flow::Return),
                Flow::Next | Flow::Continue => {}
            }
        }
        Some(Flow::Next)
    }

    /// The value of a condition, which has its name from then on.
    fn condition(&mut self, condition: &Condition, dot: Option<&ShortcodeValue>) -> Option<ShortcodeValue> {
        let value = self.pipe(&condition.pipe, dot)?;
        if let Some(name) = &condition.name {
            self.variables.insert(name.clone(), value.clone());
        }
        Some(value)
    }

    fn pipe(&self, pipe: &Pipe, dot: Option<&ShortcodeValue>) -> Option<ShortcodeValue> {
        let mut last: Option<ShortcodeValue> = None;
        for command in pipe {
            last = Some(self.command(command, last, dot)?);
        }
        last
    }

    fn command(
        &self,
        command: &[Operand],
        last: Option<ShortcodeValue>,
        dot: Option<&ShortcodeValue>,
    ) -> Option<ShortcodeValue> {
        let (first, rest) = command.split_first()?;
        let mut arguments = Vec::with_capacity(rest.len() + 1);
        for operand in rest {
            arguments.push(self.operand(operand, &[], dot)?.charged(&self.call.scope.budget)?);
        }
        arguments.extend(last);
        let made = match first {
            Operand::Function(name) => self.function(name, &arguments),
            operand => self.operand(operand, &arguments, dot),
        };
        made?.charged(&self.call.scope.budget)
    }

    fn operand(
        &self,
        operand: &Operand,
        arguments: &[ShortcodeValue],
        dot: Option<&ShortcodeValue>,
    ) -> Option<ShortcodeValue> {
        match operand {
            Operand::Text(text) => Some(ShortcodeValue::Text(text.clone())),
            Operand::Number(number) => Some(ShortcodeValue::Number(*number)),
            Operand::Truth(truth) => Some(ShortcodeValue::Truth(*truth)),
            Operand::Field(fields) if fields.is_empty() => Some(dot.cloned().unwrap_or(self.whole())),
            // The dot of `with` and `range` is a value, which has no fields but its keys.
            Operand::Field(fields)
                if dot.is_some_and(|dot| dot.has("IsNamedParams")) && *fields == ["Get"] =>
            {
                let parameters = dot?.below(&["Params".to_owned()])?;
                functions::call("index", &[parameters, arguments.first()?.clone()])
            }
            Operand::Field(fields) => self.below(dot.unwrap_or(&self.whole()), fields, arguments),
            Operand::Variable(name, fields) if name.is_empty() => {
                self.below(self.root.unwrap_or(&self.whole()), fields, arguments)
            }
            Operand::Variable(name, fields) => self.below(self.variables.get(name)?, fields, arguments),
            Operand::Function(name) => self.function(name, arguments),
            Operand::Pipe(pipe, fields) => self.below(&self.pipe(pipe, dot)?, fields, arguments),
        }
    }

    /// What the dot is where nothing has set it.
    fn whole(&self) -> ShortcodeValue {
        self.root.cloned().unwrap_or(if self.call.is_page {
            ShortcodeValue::Page
        } else {
            ShortcodeValue::Root
        })
    }

    /// What a partial writes that is called with a value.
    pub(super) fn partial(&self, name: &str, value: Option<&ShortcodeValue>) -> Option<ShortcodeValue> {
        let nodes = self.call.scope.partials.template(name)?;
        if self.depth >= DEEPEST {
            return self.call.scope.budget.refuse();
        }
        let root = value.unwrap_or(&ShortcodeValue::Nothing);
        let mut run = Run {
            call: self.call,
            variables: BTreeMap::new(),
            place: Position::default(),
            root: Some(root),
            depth: self.depth + 1,
            returned: ShortcodeValue::Nothing,
        };
        let mut out = String::new();
        match run.nodes(nodes, Some(root), &mut out)? {
            Flow::Return => Some(run.returned),
            _ => Some(ShortcodeValue::Html(out)),
        }
    }
}

//! What a template comes to.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::markup::jinja::expression::Tokens;
use crate::markup::jinja::grammar::{Constant, Feature};
use crate::markup::jinja::language::{Arguments, Language, Marked};
use crate::markup::jinja::node::{Expression, Kind, Loop, Macro, Node};
use crate::markup::jinja::parser::parse;
use crate::markup::liquid::{Named, Strict};
use crate::text::budget::Budget;
use crate::text::html::text::escape_attribute;

/// Something that is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Missed {
    pub(super) lack: Lack,
    pub(crate) name: String,
    /// Its place in the template, in bytes.
    pub(crate) at: usize,
}

/// What is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lack {
    Value,
    Filter,
    Function,
    Method,
    /// A tag, or the template that one names.
    Tag,
    /// A tag that is not closed, or closes none.
    Loose,
    /// What takes more steps, nesting or memory than a run may have.
    Excess,
}

impl Missed {
    /// Whether it is a tag.
    pub(crate) fn is_shortcode(&self) -> bool {
        self.lack == Lack::Tag
    }

    /// A sentence for people.
    pub(crate) fn message(&self) -> String {
        let name = &self.name;
        match self.lack {
            Lack::Value => format!("`{name}` cannot be evaluated"),
            Lack::Filter => format!("the filter `{name}` is unknown"),
            Lack::Function => format!("the function `{name}` is unknown"),
            Lack::Method => format!("the method `{name}` is unknown"),
            Lack::Tag => format!("the tag `{name}` is unknown"),
            Lack::Loose => format!("`{name}` is not closed, or closes nothing"),
            Lack::Excess => format!("`{name}` takes too many steps, or makes too large a value"),
        }
    }
}

/// What a template comes to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rendered {
    pub(crate) text: String,
    /// What is not known, in the order of the template.
    pub(crate) unknown: Vec<Missed>,
    /// What the outputs of the template itself print.
    pub(crate) names: Vec<Named>,
    /// Whether the run came to the end of the template.
    pub(crate) is_whole: bool,
}

impl Rendered {
    /// The same of a run in which everything is known.
    pub(crate) fn into_strict(self) -> Strict {
        Strict { text: self.text, names: self.names, has_excess: false }
    }
}

/// How deep templates may be in each other.
pub(super) const DEEPEST: usize = 12;

/// How many bytes a template may grow to: hundreds of times a page.
const LONGEST: usize = 2_000_000;

/// How many nodes and expressions are run.
const STEPS: usize = 200_000;

/// How deep nodes, expressions and calls may be in each other when they are run: each takes a part of the stack.
const NESTED: usize = 180;

/// How many bytes all values of a run may have: with few of them twice as long as others, templates ask for any amount.
const MOST: usize = 1 << 28;

/// What an item of a loop takes beside its text and parts.
const OF_ITEM: usize = 64;

/// What a template comes to, with these variables.
pub(crate) fn render<L: Language>(
    text: &str,
    language: &mut L,
    variables: Vec<(String, L::Value)>,
) -> Rendered {
    let parsed = parse(text, language.grammar(), language.is_strict());
    let is_strict = language.is_strict();
    let mut run = Run::new(language, variables);
    if let Some((name, at)) = parsed.loose.filter(|_| is_strict) {
        run.unknown.push(Missed { lack: Lack::Loose, name, at });
        return Rendered { unknown: run.unknown, ..Rendered::default() };
    }
    let is_whole = run.nodes(&parsed.nodes).is_some();
    Rendered { text: run.out, unknown: run.unknown, names: run.names, is_whole }
}

/// Arguments that are written outside of a template; nothing where one of them is not known.
pub(crate) fn arguments<L: Language>(text: &str, language: &mut L) -> Option<Arguments<L::Value>> {
    let mut tokens = Tokens::new(text, language.grammar(), language.is_strict());
    let given = tokens.all_arguments();
    Run::new(language, Vec::new()).arguments(&given).filter(|_| tokens.is_understood())
}

/// How a list of nodes ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Next,
    Continue,
    Break,
}

/// The macros that a template may call, by the names that it has for them.
pub(super) type Macros = BTreeMap<String, Rc<Own>>;

/// A macro, and the number of its template.
pub(super) struct Own {
    pub(super) own: Macro,
    pub(super) space: usize,
}

pub(super) struct Run<'l, L: Language> {
    pub(super) language: &'l mut L,
    out: String,
    /// Variables, the innermost last.
    pub(super) frames: Vec<BTreeMap<String, Marked<L::Value>>>,
    /// What the template was given, where macros see that.
    pub(super) given: BTreeMap<String, Marked<L::Value>>,
    /// The macros of each template, the first's first.
    pub(super) spaces: Vec<Macros>,
    /// The numbers of imported templates, by their paths.
    pub(super) imported: BTreeMap<String, usize>,
    /// The number of the template that is run.
    pub(super) space: usize,
    unknown: Vec<Missed>,
    names: Vec<Named>,
    /// Whether a part of the output that is being written has no value.
    pub(super) lacks: bool,
    at: usize,
    source: String,
    pub(super) budget: Budget,
    /// How deep nodes, expressions and calls are in each other.
    nested: usize,
    pub(super) depth: usize,
}

/// What the text inside `call` is called here.
pub(super) const CALLER: &str = "caller()";

impl<'l, L: Language> Run<'l, L> {
    fn new(language: &'l mut L, variables: Vec<(String, L::Value)>) -> Self {
        let variables = variables.into_iter().map(|(name, value)| (name, (value, false)));
        let variables: BTreeMap<_, _> = variables.collect();
        let is_seen = language.grammar().features.contains(&Feature::ContextMacros);
        Self {
            language,
            out: String::new(),
            given: if is_seen { variables.clone() } else { BTreeMap::new() },
            frames: vec![variables],
            spaces: vec![Macros::new()],
            imported: BTreeMap::new(),
            space: 0,
            unknown: Vec::new(),
            names: Vec::new(),
            lacks: false,
            at: 0,
            source: String::new(),
            budget: Budget::new(STEPS, MOST),
            nested: 0,
            depth: 0,
        }
    }

    /// Counts a step; nothing where there are too many, which ends the run.
    pub(super) fn step(&mut self) -> Option<()> {
        self.unless(self.budget.step(1).is_none() || self.out.len() > LONGEST)
    }

    /// Goes on unless a bound is passed.
    pub(super) fn unless(&mut self, is_over: bool) -> Option<()> {
        if is_over {
            let (name, at) = (self.source.clone(), self.at);
            self.unknown.push(Missed { lack: Lack::Excess, name, at });
            return None;
        }
        Some(())
    }

    /// Goes one level deeper, up to where [`Self::leave`] is called.
    pub(super) fn enter(&mut self) -> Option<()> {
        self.step()?;
        self.unless(self.nested >= NESTED)?;
        self.nested += 1;
        Some(())
    }

    pub(super) const fn leave(&mut self) {
        self.nested = self.nested.saturating_sub(1);
    }

    /// Counts a value that is made or copied.
    pub(super) fn spend(&mut self, value: &L::Value) -> Option<()> {
        let is_left = self.budget.charge(|size| self.language.measure(value, size));
        self.unless(is_left.is_none())
    }

    pub(super) fn has(&self, feature: Feature) -> bool {
        self.language.grammar().has(feature)
    }

    /// Remembers something that is not known, which ends the run of a strict language.
    pub(super) fn miss(&mut self, lack: Lack, name: &str) -> Option<()> {
        self.unknown.push(Missed { lack, name: name.to_owned(), at: self.at });
        (!self.language.is_strict()).then_some(())
    }

    /// The same of a value in what is being run.
    pub(super) fn miss_value(&mut self, expression: &Expression) -> Option<()> {
        let name = if self.language.is_strict() { self.source.clone() } else { expression.described() };
        self.miss(Lack::Value, &name)
    }

    pub(super) fn nodes(&mut self, nodes: &[Node]) -> Option<Flow> {
        for node in nodes {
            self.enter()?;
            let flow = self.node(node);
            self.leave();
            let flow = flow?;
            if flow != Flow::Next {
                return Some(flow);
            }
        }
        Some(Flow::Next)
    }

    pub(super) fn node(&mut self, node: &Node) -> Option<Flow> {
        if let Kind::Text(text) = &node.kind {
            self.out.push_str(text);
            return Some(Flow::Next);
        }
        // A part of another template is placed where that is called.
        if self.depth == 0 {
            self.at = node.at;
            self.source.clone_from(&node.source);
        }
        match &node.kind {
            Kind::Text(_) => {}
            Kind::Output(expression) => self.output(expression)?,
            Kind::If(branches) => {
                for (condition, body) in branches {
                    let holds = match condition {
                        Some(condition) => self.truth(condition)?,
                        None => true,
                    };
                    if holds {
                        return self.nodes(body);
                    }
                }
            }
            Kind::For(of) => self.each(of)?,
            Kind::Set(names, value, is_global) => self.set(names, value, *is_global)?,
            Kind::Capture(name, body) => {
                let text = self.captured(body)?;
                let is_safe = self.has(Feature::CapturedMarkup);
                self.assign(name, (text, is_safe));
            }
            Kind::Macro(own) => {
                let own = Own { own: own.clone(), space: self.space };
                self.know(self.space, &own.own.name.clone(), Rc::new(own));
            }
            Kind::Call(call, body) => {
                let inner = self.captured(body)?;
                self.frames.push(BTreeMap::from([(CALLER.to_owned(), (inner, true))]));
                let value = self.value(call);
                self.frames.pop();
                self.print(&value?.0, call, true)?;
            }
            Kind::Include(file, may_miss) => self.include(file, *may_miss)?,
            Kind::Import(file, names, alias) => self.import(file, names.as_deref(), alias)?,
            Kind::Filter(filter, body) => {
                let text = self.captured(body)?;
                let (value, _) = self.filter_of(filter, (text, true))?;
                self.print(&value, filter, true)?;
            }
            Kind::Block(body) => return self.nodes(body),
            Kind::Switch(of, branches) => {
                let (of, _) = self.value(of)?;
                let mut found = branches.iter().find(|(case, _)| case.is_none());
                for branch in branches {
                    let Some(case) = &branch.0 else { continue };
                    let (case, _) = self.value(case)?;
                    let is_same = self.language.binary("===", of.clone(), case)?;
                    if self.language.truth(&is_same) == Some(true) {
                        found = Some(branch);
                        break;
                    }
                }
                if let Some((_, body)) = found {
                    return self.nodes(body);
                }
            }
            Kind::Continue => return Some(Flow::Continue),
            Kind::Break => return Some(Flow::Break),
            Kind::Shortcode(name, given, body) => {
                let inner = match body {
                    Some(body) => Some(self.written(body)?),
                    None => None,
                };
                if self.depth == 0 {
                    self.at = node.at;
                }
                let given = self.arguments(given)?;
                let made = self.language.shortcode(name, given, inner.as_deref());
                let made = match made {
                    Some(text) => text,
                    None => {
                        self.miss(Lack::Tag, name)?;
                        inner.unwrap_or_else(|| self.language.stand_in())
                    }
                };
                self.out.push_str(&made);
            }
        }
        Some(Flow::Next)
    }

    fn output(&mut self, expression: &Expression) -> Option<()> {
        self.lacks = false;
        let (value, is_safe) = self.value(expression)?;
        let has_value = self.language.has_value(&value);
        if !has_value && self.has(Feature::RequiredValues) {
            return self.miss_value(expression);
        }
        if self.depth == 0 {
            let written = format!("{{{{ {} }}}}", self.source);
            self.names.push(Named { written, has_value: has_value && !self.lacks });
        }
        self.print(&value, expression, is_safe)
    }

    fn print(&mut self, value: &L::Value, expression: &Expression, is_safe: bool) -> Option<()> {
        if self.language.is_unknown(value) {
            return self.miss_value(expression);
        }
        let Some(text) = self.language.text(value) else { return self.miss_value(expression) };
        if is_safe || !self.language.escapes() {
            self.out.push_str(&text);
        } else {
            self.out.push_str(&escape_attribute(&text));
        }
        Some(())
    }

    /// What nodes write.
    fn written(&mut self, nodes: &[Node]) -> Option<String> {
        let outer = std::mem::take(&mut self.out);
        let flow = self.nodes(nodes);
        let text = std::mem::replace(&mut self.out, outer);
        flow.map(|_| text)
    }

    /// The same as a value.
    pub(super) fn captured(&mut self, nodes: &[Node]) -> Option<L::Value> {
        let text = self.written(nodes)?;
        Some(self.language.constant(Constant::Text(text)))
    }

    fn set(&mut self, names: &[String], value: &Expression, is_global: bool) -> Option<()> {
        let (made, is_safe) = self.value(value)?;
        if self.has(Feature::RequiredValues) && !self.language.has_value(&made) {
            return self.miss_value(value);
        }
        if names.len() > 1 && self.has(Feature::Unpacking) {
            let frame = self.unpacked(names, made);
            frame.into_iter().for_each(|(name, value)| self.assign(&name, value));
        } else if is_global {
            let frame = self.frames.first_mut()?;
            frame.extend(names.iter().map(|name| (name.clone(), (made.clone(), is_safe))));
        } else {
            names.iter().for_each(|name| self.assign(name, (made.clone(), is_safe)));
        }
        Some(())
    }

    fn assign(&mut self, name: &str, value: Marked<L::Value>) {
        let reaches_out = self.has(Feature::OuterVariables);
        let known = self.frames.iter_mut().rev().find(|frame| reaches_out && frame.contains_key(name));
        let frame = match known {
            Some(frame) => Some(frame),
            None => self.frames.last_mut(),
        };
        if let Some(frame) = frame {
            frame.insert(name.to_owned(), value);
        }
    }

    /// Names with the parts of a value.
    fn unpacked(&self, names: &[String], value: L::Value) -> BTreeMap<String, Marked<L::Value>> {
        let undefined = self.language.constant(Constant::Undefined);
        let parts = self.language.items(value).unwrap_or_default();
        let parts = parts.into_iter().map(|(_, part)| part).chain(std::iter::repeat(undefined));
        names.iter().cloned().zip(parts.map(|part| (part, false))).collect()
    }

    fn each(&mut self, of: &Loop) -> Option<()> {
        let (list, _) = self.value(&of.list)?;
        if self.language.is_unknown(&list) {
            return self.miss_value(&of.list);
        }
        let has_value = self.language.has_value(&list) || !self.has(Feature::RequiredValues);
        let Some(items) = self.language.items(list).filter(|_| has_value) else {
            return self.miss_value(&of.list);
        };
        // Items are copied.
        self.unless(self.budget.spend(items.len().saturating_mul(OF_ITEM)).is_none())?;
        let mut frames = Vec::new();
        for (key, item) in items {
            let frame = match (of.names.as_slice(), key) {
                ([name], _) => BTreeMap::from([(name.clone(), (item, false))]),
                ([key_name, name], Some(key)) => {
                    BTreeMap::from([(key_name.clone(), (key, false)), (name.clone(), (item, false))])
                }
                (names, _) => self.unpacked(names, item),
            };
            match &of.condition {
                None => frames.push(frame),
                Some(condition) => {
                    self.frames.push(frame);
                    let holds = self.truth(condition);
                    frames.extend(self.frames.pop().filter(|_| holds == Some(true)));
                    holds?;
                }
            }
        }
        if frames.is_empty() {
            return self.nodes(&of.otherwise).map(drop);
        }
        let count = frames.len();
        for (number, mut frame) in frames.into_iter().enumerate() {
            self.step()?;
            frame.insert("loop".to_owned(), (self.loop_at(number, count), false));
            self.frames.push(frame);
            let flow = self.nodes(&of.body);
            self.frames.pop();
            if flow? == Flow::Break {
                break;
            }
        }
        Some(())
    }

    /// `loop`, in the pass of this number.
    fn loop_at(&self, number: usize, count: usize) -> L::Value {
        #[expect(clippy::cast_precision_loss, reason = "a number of entries")]
        let whole = |number: usize| self.language.constant(Constant::Number(number as f64, true));
        let truth = |is: bool| self.language.constant(Constant::Bool(is));
        let pairs = [
            ("index", whole(number + 1)),
            ("index0", whole(number)),
            ("revindex", whole(count - number)),
            ("revindex0", whole(count - number - 1)),
            ("length", whole(count)),
            ("first", truth(number == 0)),
            ("last", truth(number + 1 == count)),
        ];
        self.language.map(pairs.map(|(name, value)| (name.to_owned(), value)).into())
    }
}

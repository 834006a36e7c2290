//! What a template comes to.

use std::collections::BTreeMap;

use crate::markup::javascript::{Object, Reader, Value, operate};
use crate::markup::nunjucks::filters;
use crate::markup::nunjucks::node::{Argument, Expression, Macro, Node};
use crate::markup::nunjucks::parser::parse;
use crate::markup::nunjucks::values::{is_unknown, printed};
use crate::text::html::text::escape_attribute;

/// What a template gets from outside.
pub(crate) trait Outside {
    /// A variable of the data.
    fn variable(&self, name: &str) -> Option<Value>;

    /// A value after a filter that Nunjucks does not have; nothing where it cannot be told.
    fn filter(&self, reader: &mut Reader<'_>, name: &str, given: &[Value]) -> Option<Value>;

    /// What a shortcode makes of its arguments and of the text inside it; nothing where it cannot be told.
    fn shortcode(&self, reader: &mut Reader<'_>, given: &Given<'_>) -> Option<String>;

    /// The text of a template that another one names.
    fn template(&self, name: &str) -> Option<String>;

    /// What replaces an unknown shortcode.
    fn stand_in(&self) -> String;
}

/// A shortcode, as the site's function gets it.
pub(crate) struct Given<'g> {
    pub(crate) name: &'g str,
    pub(crate) arguments: &'g [Value],
    pub(crate) content: Option<&'g str>,
}

/// Something that could not be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unknown {
    pub(crate) name: String,
    /// Whether it is a shortcode; a filter or a template otherwise.
    pub(crate) is_shortcode: bool,
    /// Its place in the template, in bytes.
    pub(crate) at: usize,
}

/// What a template comes to, and what could not be told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rendered {
    pub(crate) text: String,
    pub(crate) unknown: Vec<Unknown>,
}

/// How deep templates may be in each other.
const DEEPEST: usize = 12;

/// How many bytes a template may grow to: hundreds of times a page.
const LONGEST: usize = 2_000_000;

/// How many nodes are run.
const STEPS: usize = 200_000;

/// What a template comes to.
pub(crate) fn render(text: &str, reader: &mut Reader<'_>, outside: &dyn Outside) -> Rendered {
    let nodes = parse(text);
    let mut run = Run::new(reader, outside);
    run.nodes(&nodes);
    Rendered { text: run.out, unknown: run.unknown }
}

/// A value, and whether it is markup that is not escaped any more.
type Marked = (Value, bool);

pub(super) struct Run<'r, 'h, 'o> {
    pub(super) reader: &'r mut Reader<'h>,
    pub(super) outside: &'o dyn Outside,
    out: String,
    /// Variables, the innermost last.
    frames: Vec<BTreeMap<String, Marked>>,
    macros: BTreeMap<String, Macro>,
    unknown: Vec<Unknown>,
    at: usize,
    steps: usize,
    depth: usize,
}

impl<'r, 'h, 'o> Run<'r, 'h, 'o> {
    fn new(reader: &'r mut Reader<'h>, outside: &'o dyn Outside) -> Self {
        Self {
            reader,
            outside,
            out: String::new(),
            frames: vec![BTreeMap::new()],
            macros: BTreeMap::new(),
            unknown: Vec::new(),
            at: 0,
            steps: 0,
            depth: 0,
        }
    }

    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.steps += 1;
            if self.steps > STEPS || self.out.len() > LONGEST {
                return;
            }
            self.node(node);
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Text(text) => self.out.push_str(text),
            Node::Output(expression, at) => {
                self.at = *at;
                let (value, is_safe) = self.value(expression);
                if is_unknown(&value) {
                    return self.miss(&described(expression), false);
                }
                let text = printed(&value);
                if is_safe { self.out.push_str(&text) } else { self.out.push_str(&escape_attribute(&text)) }
            }
            Node::If(branches) => {
                let found = branches.iter().find(|(condition, _)| match condition {
                    Some(condition) => self.truth(condition),
                    None => true,
                });
                if let Some((_, body)) = found {
                    self.nodes(body);
                }
            }
            Node::For(names, list, body, otherwise) => self.for_loop(names, list, body, otherwise),
            Node::Set(names, value) => {
                let value = self.value(value);
                names.iter().for_each(|name| self.assign(name, value.clone()));
            }
            Node::Capture(name, body) => {
                let text = self.captured(body);
                self.assign(name, (Value::Text(text), true));
            }
            Node::Macro(own) => {
                self.macros.insert(own.name.clone(), own.clone());
            }
            Node::Call(call, body) => {
                let inner = self.captured(body);
                self.frames.push(BTreeMap::from([(CALLER.to_owned(), (Value::Text(inner), true))]));
                let (value, _) = self.value(call);
                self.frames.pop();
                self.out.push_str(&printed(&value));
            }
            Node::Include(file, may_miss) => self.include(file, *may_miss),
            Node::Import(file, names, alias) => self.import(file, names.as_deref(), alias),
            Node::Filter(filter, body) => {
                let text = self.captured(body);
                let (value, _) = self.filter_of(filter, (Value::Text(text), true));
                self.out.push_str(&printed(&value));
            }
            Node::Block(body) => self.nodes(body),
            Node::Switch(of, branches) => {
                let (of, _) = self.value(of);
                let found = branches.iter().position(|(case, _)| {
                    case.as_ref().is_some_and(|case| {
                        let (case, _) = self.value(case);
                        operate("===", &of, &case).truth() == Some(true)
                    })
                });
                let default = || branches.iter().position(|(case, _)| case.is_none());
                if let Some((_, body)) = found.or_else(default).and_then(|at| branches.get(at)) {
                    self.nodes(body);
                }
            }
            Node::Shortcode(name, arguments, body, at) => {
                let inner = body.as_ref().map(|body| self.captured(body));
                self.at = *at;
                let arguments: Vec<Value> = self.arguments(arguments);
                let given = Given { name, arguments: &arguments, content: inner.as_deref() };
                match self.outside.shortcode(self.reader, &given) {
                    Some(text) => self.out.push_str(&text),
                    None => {
                        self.miss(name, true);
                        self.out.push_str(&inner.unwrap_or_else(|| self.outside.stand_in()));
                    }
                }
            }
        }
    }

    fn miss(&mut self, name: &str, is_shortcode: bool) {
        self.unknown.push(Unknown { name: name.to_owned(), is_shortcode, at: self.at });
    }

    /// What nodes write.
    fn captured(&mut self, nodes: &[Node]) -> String {
        let outer = std::mem::take(&mut self.out);
        self.nodes(nodes);
        std::mem::replace(&mut self.out, outer)
    }

    fn assign(&mut self, name: &str, value: Marked) {
        let known = self.frames.iter_mut().rev().find(|frame| frame.contains_key(name));
        let frame = match known {
            Some(frame) => Some(frame),
            None => self.frames.last_mut(),
        };
        if let Some(frame) = frame {
            frame.insert(name.to_owned(), value);
        }
    }

    fn for_loop(&mut self, names: &[String], list: &Expression, body: &[Node], otherwise: &[Node]) {
        let (value, _) = self.value(list);
        let pair = |key: Value, value: Value| Value::List(vec![key, value]);
        let (items, is_pairs) = match value {
            Value::List(items) => (items, false),
            Value::Object(object) => {
                let pairs = object.0.into_iter().map(|field| pair(Value::Text(field.name), field.value));
                (pairs.collect(), true)
            }
            Value::Text(text) => (text.chars().map(|c| Value::Text(c.to_string())).collect(), false),
            value if is_unknown(&value) => return self.miss(&described(list), false),
            _ => (Vec::new(), false),
        };
        if items.is_empty() {
            return self.nodes(otherwise);
        }
        let count = items.len();
        for (number, item) in items.into_iter().enumerate() {
            let mut frame = BTreeMap::new();
            frame.insert("loop".to_owned(), (loop_at(number, count), false));
            match (names, item) {
                ([name], item) => {
                    frame.insert(name.clone(), (item, false));
                }
                (names, Value::List(parts)) => {
                    let parts = parts.into_iter().chain(std::iter::repeat(Value::Undefined));
                    frame.extend(names.iter().cloned().zip(parts.map(|part| (part, false))));
                }
                _ if is_pairs => {}
                (names, _) => {
                    frame.extend(names.iter().map(|name| (name.clone(), (Value::Undefined, false))))
                }
            }
            self.frames.push(frame);
            self.nodes(body);
            self.frames.pop();
            if self.steps > STEPS {
                return;
            }
        }
    }

    fn include(&mut self, file: &Expression, may_miss: bool) {
        let (file, _) = self.value(file);
        let text =
            file.as_text().and_then(|name| self.outside.template(name)).filter(|_| self.depth < DEEPEST);
        match text {
            Some(text) => {
                self.depth += 1;
                self.nodes(&parse(&text));
                self.depth -= 1;
            }
            None if may_miss => {}
            None => self.miss("include", true),
        }
    }

    fn import(&mut self, file: &Expression, names: Option<&[(String, String)]>, alias: &str) {
        let (file, _) = self.value(file);
        let Some(text) = file.as_text().and_then(|name| self.outside.template(name)) else {
            return self.miss("import", true);
        };
        for node in parse(&text) {
            let Node::Macro(own) = node else { continue };
            match names {
                None => {
                    self.macros.insert(format!("{alias}.{}", own.name), own.clone());
                }
                Some(names) => {
                    for (_, alias) in names.iter().filter(|(name, _)| *name == own.name) {
                        self.macros.insert(alias.clone(), own.clone());
                    }
                }
            }
            // Macros of one file call each other.
            self.macros.entry(own.name.clone()).or_insert(own);
        }
    }

    pub(super) fn truth(&mut self, expression: &Expression) -> bool {
        let (value, _) = self.value(expression);
        value.truth().unwrap_or_else(|| {
            self.miss(&described(expression), false);
            false
        })
    }

    pub(super) fn value(&mut self, expression: &Expression) -> Marked {
        self.steps += 1;
        if self.steps > STEPS {
            return (Value::Unknown, false);
        }
        let plain = |value: Value| (value, false);
        match expression {
            Expression::Undefined => plain(Value::Undefined),
            Expression::Null => plain(Value::Null),
            Expression::Bool(truth) => plain(Value::Bool(*truth)),
            Expression::Number(number) => plain(Value::Number(*number)),
            Expression::Text(text) => plain(Value::Text(text.clone())),
            Expression::Pattern(pattern) => plain(Value::Pattern(pattern.clone())),
            Expression::Name(name) => self.variable(name),
            Expression::List(items) => {
                plain(Value::List(items.iter().map(|item| self.value(item).0).collect()))
            }
            Expression::Object(pairs) => {
                let mut object = Object::default();
                for (key, value) in pairs {
                    let key = self.value(key).0.to_text().unwrap_or_default();
                    object.set(&key, self.value(value).0, 0);
                }
                plain(Value::Object(object))
            }
            Expression::Member(of, name) => {
                let (of, name) = (self.value(of).0, self.value(name).0);
                plain(self.reader.item(of, &name))
            }
            Expression::Call(callee, arguments) => self.call(callee, arguments),
            Expression::Filter(name, of, arguments) => {
                let of = self.value(of);
                self.filtered(name, of, arguments)
            }
            Expression::Test(name, of, arguments) => {
                let (of, _) = self.value(of);
                let arguments = self.arguments(arguments);
                plain(filters::test(name, &of, &arguments).map_or(Value::Unknown, Value::Bool))
            }
            Expression::Not(of) => {
                let truth = self.value(of).0.truth();
                plain(truth.map_or(Value::Unknown, |truth| Value::Bool(!truth)))
            }
            Expression::Negative(of) => {
                let number = self.value(of).0.to_number();
                plain(number.map_or(Value::Unknown, |number| Value::Number(-number)))
            }
            Expression::Binary(sign, left, right) => self.binary(sign, left, right),
            Expression::Choice(condition, then, otherwise) => match self.value(condition).0.truth() {
                Some(true) => self.value(then),
                Some(false) => match self.value(otherwise) {
                    (Value::Undefined, _) => plain(Value::Text(String::new())),
                    value => value,
                },
                None => plain(Value::Unknown),
            },
        }
    }

    fn variable(&self, name: &str) -> Marked {
        let own = self.frames.iter().rev().find_map(|frame| frame.get(name));
        own.cloned().unwrap_or_else(|| (self.outside.variable(name).unwrap_or_default(), false))
    }

    fn binary(&mut self, sign: &'static str, left: &Expression, right: &Expression) -> Marked {
        let left = self.value(left);
        match (sign, left.0.truth()) {
            ("and", Some(false)) | ("or", Some(true)) => return left,
            ("and", Some(true)) | ("or", Some(false)) => return self.value(right),
            ("and" | "or", None) => return (Value::Unknown, false),
            _ => {}
        }
        let (right, _) = self.value(right);
        (filters::operated(sign, &left.0, &right), false)
    }

    pub(super) fn arguments(&mut self, arguments: &[Argument]) -> Vec<Value> {
        let (mut out, mut named) = (Vec::new(), Object::default());
        for (name, value) in arguments {
            let (value, _) = self.value(value);
            match name {
                Some(name) => named.set(name, value, 0),
                None => out.push(value),
            }
        }
        // Arguments with names are one object, the last.
        if !named.0.is_empty() {
            out.push(Value::Object(named));
        }
        out
    }

    fn call(&mut self, callee: &Expression, arguments: &[Argument]) -> Marked {
        let name = described(callee);
        if name == "caller" {
            return self.variable(CALLER);
        }
        if let Some(own) = self.macros.get(&name).cloned() {
            return self.call_macro(&own, arguments);
        }
        if name == "range" {
            let given: Vec<f64> = self.arguments(arguments).iter().filter_map(Value::to_number).collect();
            return (filters::range(&given), false);
        }
        let arguments = self.arguments(arguments);
        let value = match callee {
            Expression::Member(of, method) => {
                let (of, method) = (self.value(of).0, self.value(method).0);
                method
                    .as_text()
                    .map_or(Value::Unknown, |method| self.reader.called_on(of, method, &arguments))
            }
            callee => {
                let function = self.value(callee).0;
                self.reader.call(&function, &arguments)
            }
        };
        (value, false)
    }

    fn call_macro(&mut self, own: &Macro, arguments: &[Argument]) -> Marked {
        if self.depth >= DEEPEST {
            return (Value::Unknown, false);
        }
        let mut places = arguments.iter().filter(|(name, _)| name.is_none());
        let mut frame = BTreeMap::new();
        for (parameter, default) in &own.parameters {
            let by_name = arguments.iter().find(|(name, _)| name.as_ref() == Some(parameter));
            let place = if default.is_some() && by_name.is_some() { None } else { places.next() };
            let given = by_name.or(place).map(|(_, value)| value).or(default.as_ref());
            let value = given.map_or((Value::Undefined, false), |value| self.value(value));
            frame.insert(parameter.clone(), value);
        }
        self.depth += 1;
        self.frames.push(frame);
        let text = self.captured(&own.body);
        self.frames.pop();
        self.depth -= 1;
        (Value::Text(text), true)
    }

    fn filter_of(&mut self, filter: &Expression, value: Marked) -> Marked {
        match filter {
            Expression::Filter(name, of, arguments) => {
                let value = self.filter_of(of, value);
                self.filtered(name, value, arguments)
            }
            _ => value,
        }
    }

    fn filtered(&mut self, name: &str, (value, is_safe): Marked, arguments: &[Argument]) -> Marked {
        let mut given = vec![value];
        given.extend(self.arguments(arguments));
        match name {
            "safe" => return (given.swap_remove(0), true),
            "escape" | "e" | "forceescape" => {
                let value = given.swap_remove(0);
                if is_unknown(&value) || is_safe && name != "forceescape" {
                    return (value, is_safe);
                }
                return (Value::Text(escape_attribute(&printed(&value)).into_owned()), true);
            }
            _ => {}
        }
        // A site's own filter takes the place of one of the same name.
        if let Some(value) = self.outside.filter(self.reader, name, &given).filter(|value| !is_unknown(value))
        {
            return (value, false);
        }
        if given.first().is_some_and(is_unknown) {
            return (Value::Unknown, false);
        }
        match filters::filtered(self.reader, name, &given) {
            Some(value) => (value, is_safe && filters::keeps_markup(name)),
            None => {
                self.miss(name, false);
                (Value::Undefined, false)
            }
        }
    }
}

/// What the text inside `call` is called here.
const CALLER: &str = "caller()";

/// `loop`, in the pass of this number.
fn loop_at(number: usize, count: usize) -> Value {
    let mut object = Object::default();
    #[expect(clippy::cast_precision_loss, reason = "a number of entries")]
    let mut set = |name: &str, value: usize| object.set(name, Value::Number(value as f64), 0);
    set("index", number + 1);
    set("index0", number);
    set("revindex", count - number);
    set("revindex0", count - number - 1);
    set("length", count);
    object.set("first", Value::Bool(number == 0), 0);
    object.set("last", Value::Bool(number + 1 == count), 0);
    Value::Object(object)
}

/// The names of an expression, for people: `post.data.title`.
fn described(expression: &Expression) -> String {
    match expression {
        Expression::Name(name) => name.clone(),
        Expression::Member(of, name) => match &**name {
            Expression::Text(name) => format!("{}.{name}", described(of)),
            _ => described(of),
        },
        Expression::Filter(name, ..) | Expression::Test(name, ..) => name.clone(),
        Expression::Call(callee, _) => described(callee),
        Expression::Binary(_, left, _) => described(left),
        Expression::Not(of) | Expression::Choice(_, of, _) => described(of),
        _ => String::new(),
    }
}

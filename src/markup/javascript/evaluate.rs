//! Tells the values of a program without running it: only what is written out or follows from it by plain expressions.

use std::sync::{Arc, RwLock};

use crate::markup::javascript::syntax::{Expression, Item, Part, Property, Statement, Target};
use crate::markup::javascript::value::{Closure, Entries, Object, Program, Scope, Value};
use crate::markup::javascript::{methods, parser};
use crate::text::bounded::added;
use crate::text::budget::Budget;
use crate::text::source::LineIndex;

/// What a program gets from outside.
pub trait Host {
    /// The value of a name that the program does not define, `process.env.URL`; nothing where only running would tell.
    fn value(&self, name: &str) -> Option<Value>;

    /// What a call of such a name returns.
    fn call(&self, name: &str, arguments: &[Value]) -> Option<Value>;

    /// What another module exports.
    fn module(&self, from: &str, module: &str) -> Option<Object>;
}

/// A call of something that the program does not define.
#[derive(Clone, Debug)]
pub struct Call {
    /// What is called, `config.addPlugin`.
    pub name: String,
    /// The arguments.
    pub arguments: Vec<Value>,
    /// The file.
    pub path: Arc<str>,
    /// The line, from 1.
    pub line: usize,
}

/// Reads programs.
pub struct Reader<'h> {
    pub(super) host: &'h dyn Host,
    /// The calls of what the program does not define, in order.
    pub calls: Vec<Call>,
    pub(super) budget: Budget,
    depth: usize,
    /// How deep expressions and blocks are in each other, those of called functions too.
    nested: usize,
}

/// How much one reader evaluates: a thousand times what configurations need, a tenth of a second.
const STEPS: usize = 300_000;

/// How deep functions may be in each other.
const DEEPEST: usize = 24;

/// How deep expressions and blocks may be in each other when they are evaluated: each takes a part of the stack.
const NESTED: usize = 180;

/// How many bytes all values may have: with few statements twice as long as others, programs ask for any amount.
const MOST: usize = 1 << 28;

enum Flow {
    Next,
    Return(Value),
}

/// The address of a module in itself.
const OWN_ADDRESS: &str = "import.meta.url";

impl<'h> Reader<'h> {
    /// Returns a reader of programs that get this from outside.
    #[must_use]
    pub const fn new(host: &'h dyn Host) -> Self {
        Self { host, calls: Vec::new(), budget: Budget::new(STEPS, MOST), depth: 0, nested: 0 }
    }

    /// Returns what a program exports.
    pub fn exports(&mut self, path: &str, text: &str) -> Object {
        let mut exports = Object::default();
        self.program(path, text, &mut exports);
        exports
    }

    /// Returns the names that a program defines.
    pub fn names(&mut self, path: &str, text: &str) -> Object {
        let program = self.program(path, text, &mut Object::default());
        program.names.read().map(|names| names.clone()).unwrap_or_default()
    }

    fn program(&mut self, path: &str, text: &str, exports: &mut Object) -> Arc<Program> {
        let with_address;
        let text = if text.contains(OWN_ADDRESS) && !path.contains(['"', '\\', '\n']) {
            with_address = text.replace(OWN_ADDRESS, &format!("\"file:///{path}\""));
            with_address.as_str()
        } else {
            text
        };
        let statements = parser::parse(text);
        let program = Arc::new(Program {
            path: Arc::from(path),
            lines: LineIndex::new(text),
            text: text.to_owned(),
            names: RwLock::default(),
        });
        let mut scope = Scope::of(Arc::clone(&program));
        // Functions may be called before they are written.
        for statement in &statements {
            if let Statement::Bind(Target::Name(name), value @ Expression::Function(_), _) = statement {
                let value = self.value(value, &scope);
                scope.bind(name, value, true);
            }
        }
        self.block(&statements, &mut scope, Some(exports));
        program
    }

    /// Lets the reader evaluate as much again: for one more of many entries.
    pub fn restart(&mut self) {
        self.budget = Budget::new(STEPS, MOST);
    }

    /// Returns what a function returns for these arguments.
    pub fn call(&mut self, function: &Value, arguments: &[Value]) -> Value {
        let (function, scope) = match function {
            Value::Function(Closure { function, scope }) => (function, scope),
            // `filter(Boolean)`
            Value::Host(name) => {
                let made = self.host.call(name, arguments).or_else(|| methods::known(name, arguments));
                return made.unwrap_or(Value::Unknown);
            }
            _ => return Value::Unknown,
        };
        if self.depth >= DEEPEST {
            return Value::Unknown;
        }
        self.depth += 1;
        let mut inner = scope.clone();
        for (number, (target, default)) in function.parameters.iter().enumerate() {
            let given = match target {
                Target::Rest(_) => Value::List(arguments.get(number..).unwrap_or(&[]).to_vec().into()),
                _ => arguments.get(number).cloned().unwrap_or_default(),
            };
            let value = self.or_default(given, default.as_ref(), &inner);
            self.bind(target, value, &mut inner, false);
        }
        let flow = self.block(&function.body, &mut inner, None);
        self.depth -= 1;
        match flow {
            Flow::Return(value) => value,
            Flow::Next => Value::Undefined,
        }
    }

    fn or_default(&mut self, value: Value, default: Option<&Expression>, scope: &Scope) -> Value {
        match (value, default) {
            (Value::Undefined, Some(default)) => self.value(default, scope),
            (value, _) => value,
        }
    }

    /// Runs statements; `exports` is there at the top of a program.
    fn block(
        &mut self,
        statements: &[Statement],
        scope: &mut Scope,
        mut exports: Option<&mut Object>,
    ) -> Flow {
        for statement in statements {
            let is_top = exports.is_some();
            match statement {
                Statement::Import(module, names) => self.import(module, names, scope),
                Statement::Bind(target, value, exported) => {
                    let value = self.value(value, scope);
                    self.bind(target, value, scope, is_top);
                    if let (true, Target::Name(name), Some(exports)) =
                        (exported, target, exports.as_deref_mut())
                    {
                        exports.set(name, scope.get(name).unwrap_or_default(), 0);
                    }
                }
                Statement::Export(name, value) => {
                    let value = self.value(value, scope);
                    if let Some(exports) = exports.as_deref_mut() {
                        exports.set(name, value, 0);
                    }
                }
                Statement::Expression(value) => {
                    self.value(value, scope);
                }
                Statement::Assign(place, value) => {
                    let value = self.value(value, scope);
                    self.assign(place, value, scope);
                }
                Statement::Return(value) => return Flow::Return(self.value(value, scope)),
                _ if self.nested >= NESTED => {}
                Statement::Block(inner) => {
                    if let returned @ Flow::Return(_) = self.block(inner, &mut scope.clone(), None) {
                        return returned;
                    }
                }
                Statement::If(condition, then, otherwise) => {
                    let truth = self.value(condition, scope).truth();
                    let mut branch = |of: &[Statement]| self.block(of, &mut scope.clone(), None);
                    let flow = match truth {
                        Some(true) => branch(then),
                        Some(false) => branch(otherwise),
                        None => match (branch(then), branch(otherwise)) {
                            (Flow::Next, Flow::Next) => Flow::Next,
                            _ => Flow::Return(Value::Unknown),
                        },
                    };
                    if matches!(flow, Flow::Return(_)) {
                        return flow;
                    }
                }
                Statement::For(target, list, body) => {
                    let items = match self.value(list, scope) {
                        Value::List(items) => self.taken_out(items).unwrap_or_default(),
                        Value::Entries(entries)
                            if self.pushes(&[(target.clone(), None)], entries.clone(), body, scope) =>
                        {
                            continue;
                        }
                        _ => vec![Value::Unknown],
                    };
                    for item in items {
                        let mut inner = scope.clone();
                        self.bind(target, item, &mut inner, false);
                        if let returned @ Flow::Return(_) = self.block(body, &mut inner, None) {
                            return returned;
                        }
                    }
                }
            }
        }
        Flow::Next
    }

    fn import(&mut self, module: &str, names: &[(String, String)], scope: &mut Scope) {
        let path = Arc::clone(&scope.program.path);
        let exports = self.host.module(&path, module);
        for (name, alias) in names {
            let value = match &exports {
                Some(exports) if name == "*" => Some(Value::Object(exports.clone())),
                Some(exports) => exports.get(name).cloned(),
                None => None,
            };
            let value = value.unwrap_or_else(|| Value::Host(Arc::from(format!("{module}#{name}"))));
            scope.bind(alias, value, true);
        }
    }

    /// Gives a place another value: a name, or a part of what a name stands for.
    fn assign(&mut self, place: &Expression, value: Value, scope: &Scope) {
        let (of, key) = match place {
            Expression::Name(name) => return scope.assign(name, value),
            Expression::Member(of, name) => (of, Value::Text(name.clone())),
            Expression::Index(of, index) => (of, self.value(index, scope)),
            _ => return,
        };
        let whole = match (self.value(of, scope), key.as_count(), key.to_text()) {
            (Value::Object(mut object), _, Some(name)) => {
                object.set(&name, value, 0);
                Value::Object(object)
            }
            (Value::List(mut items), Some(number), _) if number <= items.len() => {
                let all = items.to_mut();
                match all.get_mut(number) {
                    Some(item) => *item = value,
                    None => all.push(value),
                }
                Value::List(items)
            }
            _ => return,
        };
        let whole = self.bounded(whole);
        self.assign(of, whole, scope);
    }

    fn bind(&mut self, target: &Target, value: Value, scope: &mut Scope, is_top: bool) {
        match target {
            Target::Name(name) => scope.bind(name, value, is_top),
            Target::Rest(target) => self.bind(target, value, scope, is_top),
            Target::List(items) => {
                for (number, item) in items.iter().enumerate() {
                    if let Some(item) = item {
                        let value = match &value {
                            Value::List(values) if matches!(item, Target::Rest(_)) => {
                                Value::List(values.get(number..).unwrap_or(&[]).to_vec().into())
                            }
                            Value::List(values) => values.get(number).cloned().unwrap_or_default(),
                            _ => Value::Unknown,
                        };
                        self.bind(item, value, scope, is_top);
                    }
                }
            }
            Target::Object(keys, rest) => {
                for (key, item, default) in keys {
                    let value = self.member(value.clone(), key);
                    let value = self.or_default(value, default.as_ref(), scope);
                    self.bind(item, value, scope, is_top);
                }
                if let Some(rest) = rest {
                    let left = match value {
                        Value::Object(mut object) => {
                            object
                                .fields_mut()
                                .retain(|field| keys.iter().all(|(key, ..)| *key != field.name));
                            self.bounded(Value::Object(object))
                        }
                        other => other,
                    };
                    scope.bind(rest, left, is_top);
                }
            }
        }
    }

    /// The value of an expression.
    pub(super) fn value(&mut self, expression: &Expression, scope: &Scope) -> Value {
        if self.budget.step(1).is_none() || self.nested >= NESTED {
            return Value::Unknown;
        }
        self.nested += 1;
        let made = self.chain(expression, scope);
        self.nested -= 1;
        self.bounded(made)
    }

    /// The value, unless it is too large, or its parts are too deep in each other.
    pub(super) fn bounded(&mut self, value: Value) -> Value {
        // An object is searched from its beginning.
        let fields = value.as_object().map_or(0, |object| object.fields().len());
        let is_left =
            self.budget.step(fields / 256).and_then(|()| self.budget.charge(|size| value.measure(size)));
        is_left.map_or(Value::Unknown, |()| value)
    }

    pub(super) fn evaluated(&mut self, expression: &Expression, scope: &Scope) -> Value {
        match expression {
            Expression::Undefined => Value::Undefined,
            Expression::Null => Value::Null,
            Expression::Bool(truth) => Value::Bool(*truth),
            Expression::Number(number) => Value::Number(*number),
            Expression::Text(text) => Value::Text(text.clone()),
            Expression::Pattern(pattern) => Value::Pattern(pattern.clone()),
            Expression::Template(parts) => self.template(parts, scope),
            Expression::List(items) => self.list(items, scope),
            Expression::Object(entries) => self.object(entries, scope),
            Expression::Function(function) => {
                Value::Function(Closure { function: Arc::clone(function), scope: scope.clone() })
            }
            Expression::Not(of) => {
                self.value(of, scope).truth().map_or(Value::Unknown, |truth| Value::Bool(!truth))
            }
            Expression::Negative(of) => {
                self.value(of, scope).to_number().map_or(Value::Unknown, |number| Value::Number(-number))
            }
            Expression::TypeOf(of) => methods::type_of(&self.value(of, scope)),
            Expression::Choice(condition, then, otherwise) => match self.value(condition, scope).truth() {
                Some(true) => self.value(then, scope),
                Some(false) => self.value(otherwise, scope),
                None => Value::Unknown,
            },
            Expression::New(callee, items, at) => {
                let arguments = self.arguments(items, scope);
                match (&**callee, arguments.as_slice()) {
                    (Expression::Name(name), []) if name == "Date" => self.now(),
                    (Expression::Name(name), _) => match scope.get(name) {
                        // Of a class of another module.
                        Some(class @ Value::Host(_)) => self.called(class, arguments, *at, scope),
                        _ => methods::made(name, &arguments),
                    },
                    _ => Value::Unknown,
                }
            }
            Expression::Call(callee, items, at) => self.call_by_name(callee, items, *at, scope),
            // The others are chains.
            _ => Value::Unknown,
        }
    }

    /// The time of the build, where the host tells it.
    fn now(&self) -> Value {
        match self.host.call("Date.now", &[]) {
            #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970")]
            Some(Value::Number(milliseconds)) => Value::Time(milliseconds as i64),
            _ => Value::Unknown,
        }
    }

    /// Returns the item of a list, the key of an object, or the character of a string that `index` names.
    pub fn item(&self, of: Value, index: &Value) -> Value {
        match (&of, index.as_count(), index.to_text()) {
            (Value::List(items), Some(number), _) => items.get(number).cloned().unwrap_or_default(),
            (Value::Text(text), Some(number), _) => {
                text.chars().nth(number).map_or(Value::Undefined, |c| Value::Text(c.to_string()))
            }
            (_, _, Some(name)) => self.member(of, &name),
            _ => Value::Unknown,
        }
    }

    /// Returns what a method of a value, or a function that is one of its keys, makes of arguments.
    pub fn called_on(&mut self, of: Value, method: &str, arguments: &[Value]) -> Value {
        match self.member(of.clone(), method) {
            found @ (Value::Function(_) | Value::Host(_)) => self.call(&found, arguments),
            _ => self.method(of, method, arguments),
        }
    }

    /// A name that the program does not define.
    pub(super) fn outside(&self, name: &str) -> Value {
        self.host.value(name).unwrap_or_else(|| Value::Host(Arc::from(name)))
    }

    pub(super) fn member(&self, of: Value, name: &str) -> Value {
        match of {
            Value::Object(object) => object.get(name).cloned().unwrap_or_default(),
            Value::Host(host) => match host.strip_suffix("#*") {
                Some(module) => self.outside(&format!("{module}#{name}")),
                None => self.outside(&format!("{host}.{name}")),
            },
            #[expect(clippy::cast_precision_loss, reason = "JavaScript's own numbers")]
            Value::List(items) if matches!(name, "length" | "size") => Value::Number(items.len() as f64),
            // Longer than any number that a program compares it with.
            Value::Entries(_) if name == "length" => Value::Number(f64::INFINITY),
            // An address is a string here.
            Value::Text(text) => match name {
                "href" => Value::Text(text),
                #[expect(clippy::cast_precision_loss, reason = "JavaScript's own numbers")]
                "length" => Value::Number(text.encode_utf16().count() as f64),
                _ => methods::part_of_address(&text, name).map_or(Value::Unknown, Value::Text),
            },
            Value::Undefined | Value::Null => Value::Undefined,
            _ => Value::Unknown,
        }
    }

    fn template(&mut self, parts: &[Part], scope: &Scope) -> Value {
        let mut out = String::new();
        for part in parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Code(code) => match self.value(code, scope).to_text().or_else(|| self.unknown_text()) {
                    Some(text) => match added(out, &text) {
                        Some(longer) => out = longer,
                        None => return Value::Unknown,
                    },
                    None => return Value::Unknown,
                },
            }
        }
        Value::Text(out)
    }

    fn list(&mut self, items: &[Item], scope: &Scope) -> Value {
        let mut out = Vec::new();
        let mut joined: Option<Entries> = None;
        for item in items {
            match (self.value(&item.value, scope), item.spread) {
                (Value::List(more), true) => match self.taken_out(more) {
                    Some(more) => out.extend(more),
                    None => return Value::Unknown,
                },
                (Value::Entries(entries), true) => match &mut joined {
                    Some(all) => all.join(entries),
                    None => joined = Some(entries),
                },
                (_, true) => return Value::Unknown,
                (value, false) => out.push(value),
            }
        }
        joined.map_or_else(|| Value::List(out.into()), Value::Entries)
    }

    fn object(&mut self, entries: &[Property], scope: &Scope) -> Value {
        let mut object = Object::default();
        for entry in entries {
            match entry {
                Property::Named(name, value, at) => {
                    let value = self.value(value, scope);
                    if self.budget.step(object.fields().len() / 256).is_none() {
                        return Value::Unknown;
                    }
                    object.set(name, value, scope.program.line(*at));
                }
                Property::Computed(key, value, at) => {
                    if let Some(name) = self.value(key, scope).to_text() {
                        let value = self.value(value, scope);
                        object.set(&name, value, scope.program.line(*at));
                    }
                }
                Property::Spread(of) => {
                    if let Value::Object(more) = self.value(of, scope) {
                        for field in more.into_fields() {
                            object.set(&field.name, field.value, field.line);
                        }
                    }
                }
            }
        }
        Value::Object(object)
    }

    pub(super) fn binary(&mut self, sign: &str, left: Value, right: &Expression, scope: &Scope) -> Value {
        // What another module exports is there.
        let is_imported = matches!(&left, Value::Host(name) if name.contains('#') && !name.contains("()"));
        if matches!(sign, "||" | "??") && is_imported {
            return left;
        }
        match (sign, left.truth()) {
            ("&&", Some(false)) | ("||", Some(true)) => return left,
            ("??", _)
                if !matches!(left, Value::Undefined | Value::Null | Value::Unknown | Value::Host(_)) =>
            {
                return left;
            }
            ("&&", Some(true)) | ("||", Some(false)) => return self.value(right, scope),
            ("??", _) if matches!(left, Value::Undefined | Value::Null) => return self.value(right, scope),
            ("&&" | "||" | "??", _) => return Value::Unknown,
            _ => {}
        }
        let right = self.value(right, scope);
        methods::operate(sign, &left, &right)
    }

    pub(super) fn arguments(&mut self, items: &[Item], scope: &Scope) -> Vec<Value> {
        match self.list(items, scope) {
            Value::List(values) => values.into_vec(),
            other => vec![other],
        }
    }
}

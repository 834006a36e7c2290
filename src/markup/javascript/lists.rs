//! Methods of lists that call functions, and lists that statements change.

use std::sync::Arc;

use crate::markup::javascript::evaluate::Reader;
use crate::markup::javascript::methods;
use crate::markup::javascript::syntax::{Expression, Function, Parameter, Statement, Target};
use crate::markup::javascript::value::{CHAIN, Closure, Entries, Object, Scope, Step, Value};
use crate::text::shared::Shared;

impl Reader<'_> {
    /// What a method of a value returns; the changed list where it changes one.
    pub(super) fn method(&mut self, of: Value, method: &str, arguments: &[Value]) -> Value {
        match of {
            Value::Entries(entries) => {
                if let ("forEach", [Value::Function(Closure { function, scope: inner })]) =
                    (method, arguments)
                {
                    self.pushes(&function.parameters, entries, &function.body, &mut inner.clone());
                    return Value::Undefined;
                }
                // A host may have a placeholder for the text of all entries.
                if method == "join"
                    && let Some(made) = self.host.call("entries.join", &[Value::Entries(entries.clone())])
                {
                    return made;
                }
                Value::Entries(methods::of_entries(entries, method, arguments))
            }
            Value::List(items) => match self.taken_out(items) {
                Some(items) => self.of_list(items, method, arguments),
                None => Value::Unknown,
            },
            Value::Object(chain) if chain.get(CHAIN).is_some() => chained(chain, method, arguments),
            of => methods::of_value(&of, method, arguments),
        }
    }

    /// The items of a list, of which others may have copies too; nothing where too much is copied.
    pub(super) fn taken_out(&self, items: Shared<Value>) -> Option<Vec<Value>> {
        self.budget.spend(items.iter().map(Value::size_alone).sum())?;
        Some(items.into_vec())
    }

    /// The placeholder of an unknown part of text, where a host has one.
    pub(super) fn unknown_text(&self) -> Option<String> {
        self.host.call("template.unknown", &[])?.to_text()
    }

    fn of_list(&mut self, items: Vec<Value>, method: &str, arguments: &[Value]) -> Value {
        let function = arguments.first();
        match (method, function) {
            #[expect(clippy::cast_precision_loss, reason = "JavaScript's own numbers")]
            ("map" | "forEach", Some(function)) => {
                let made = items.into_iter().enumerate();
                Value::List(
                    made.map(|(at, item)| self.call(function, &[item, Value::Number(at as f64)])).collect(),
                )
            }
            ("flatMap", Some(function)) => {
                let made = items.into_iter().map(|item| self.call(function, &[item]));
                let one = |value| match value {
                    Value::List(items) => items,
                    other => [other].into(),
                };
                Value::List(made.flat_map(one).collect())
            }
            ("filter" | "some" | "every" | "find", Some(function)) => {
                let mut kept = Vec::new();
                let count = items.len();
                for item in items {
                    match self.call(function, std::slice::from_ref(&item)).truth() {
                        Some(true) => kept.push(item),
                        Some(false) => {}
                        None => return Value::Unknown,
                    }
                }
                match method {
                    "some" => Value::Bool(!kept.is_empty()),
                    "every" => Value::Bool(kept.len() == count),
                    "find" => kept.into_iter().next().unwrap_or_default(),
                    _ => Value::List(kept.into()),
                }
            }
            ("sort" | "toSorted", Some(function)) => {
                let sorted = self.sorted(items, function, &|item| item, &|_| ());
                sorted.map_or(Value::Unknown, |items| Value::List(items.into()))
            }
            ("reduce", Some(function)) => {
                let mut items = items.into_iter();
                let first = arguments.get(1).cloned().or_else(|| items.next()).unwrap_or_default();
                items.fold(first, |made, item| self.call(function, &[made, item]))
            }
            ("findIndex", Some(function)) => {
                let found = items
                    .iter()
                    .position(|item| self.call(function, std::slice::from_ref(item)).truth() == Some(true));
                #[expect(clippy::cast_precision_loss, reason = "JavaScript's own numbers")]
                Value::Number(found.map_or(-1.0, |place| place as f64))
            }
            ("push", Some(Value::Entries(more))) if items.is_empty() => Value::Entries(more.clone()),
            _ => methods::of_list(items, method, arguments),
        }
    }

    /// Items in the order that a function of a program gives, which tells for two of them whether the first comes later; nothing
    /// where nobody knows. The function gets `value` of an item; `before` precedes each call.
    pub fn sorted<T>(
        &mut self,
        items: Vec<T>,
        function: &Value,
        value: &dyn Fn(&T) -> &Value,
        before: &dyn Fn(&mut Self),
    ) -> Option<Vec<T>> {
        let Some(Keyed { key, sign, is_turned }) = Keyed::of(function) else {
            return self.merged(items, &mut |reader, a, b| {
                before(reader);
                reader.call(function, &[value(a).clone(), value(b).clone()])
            });
        };
        let mut keyed = Vec::with_capacity(items.len());
        for item in items {
            before(self);
            keyed.push((self.call(&key, std::slice::from_ref(value(&item))), item));
        }
        let sorted = self.merged(keyed, &mut |_, (a, _), (b, _)| {
            if is_turned { methods::operate(sign, b, a) } else { methods::operate(sign, a, b) }
        })?;
        Some(sorted.into_iter().map(|(_, item)| item).collect())
    }

    /// A merge sort: the function of a program may contradict itself.
    fn merged<T>(
        &mut self,
        mut items: Vec<T>,
        compare: &mut dyn FnMut(&mut Self, &T, &T) -> Value,
    ) -> Option<Vec<T>> {
        if items.len() < 2 {
            return Some(items);
        }
        let behind = items.split_off(items.len() / 2);
        let first = self.merged(items, compare)?;
        let second = self.merged(behind, compare)?;
        let mut out = Vec::with_capacity(first.len() + second.len());
        let (mut first, mut second) = (first.into_iter().peekable(), second.into_iter().peekable());
        while let (Some(a), Some(b)) = (first.peek(), second.peek()) {
            let order = match compare(self, a, b) {
                Value::Bool(later) => f64::from(u8::from(later)),
                other => other.to_number()?,
            };
            out.extend(if order > 0.0 { second.next() } else { first.next() });
        }
        out.extend(first);
        out.extend(second);
        Some(out)
    }

    /// A loop over entries that pushes something made of each to a list: the list is what the loop's body makes of them.
    /// Returns whether it pushes at all.
    pub(super) fn pushes(
        &mut self,
        parameters: &[Parameter],
        mut entries: Entries,
        body: &[Statement],
        scope: &mut Scope,
    ) -> bool {
        let mut list = None;
        let body = pushed(body, &mut list);
        let Some(list) = list else { return false };
        let function = Arc::new(Function { parameters: parameters.to_vec(), body });
        entries.steps.push(Step::Map(Value::Function(Closure { function, scope: scope.clone() })));
        let made = match scope.get(&list) {
            Some(Value::List(items)) if items.is_empty() => Value::Entries(entries),
            Some(Value::Entries(mut all)) => {
                all.join(entries);
                Value::Entries(all)
            }
            _ => Value::Unknown,
        };
        scope.assign(&list, made);
        true
    }
}

/// A function that compares the same part of two values: `(a, b) => b.data.date - a.data.date`. A sort calls it for each pair that it
/// compares; the part of each value is evaluated once.
struct Keyed {
    /// The function of one value that returns its part.
    key: Value,
    sign: &'static str,
    /// Whether the part of the second value is on the left.
    is_turned: bool,
}

impl Keyed {
    fn of(function: &Value) -> Option<Self> {
        let Value::Function(Closure { function, scope }) = function else { return None };
        let [(Target::Name(a), None), (Target::Name(b), None)] = function.parameters.as_slice() else {
            return None;
        };
        let [Statement::Return(Expression::Binary(sign, left, right))] = function.body.as_slice() else {
            return None;
        };
        if !matches!(*sign, "-" | "<" | ">" | "<=" | ">=") || a == b {
            return None;
        }
        let is_turned = is_same_part((left, b), (right, a));
        if !is_turned && !is_same_part((left, a), (right, b)) {
            return None;
        }
        let part = if is_turned { right } else { left };
        let parameters = vec![(Target::Name(a.clone()), None)];
        let function = Arc::new(Function { parameters, body: vec![Statement::Return((**part).clone())] });
        Some(Self { key: Value::Function(Closure { function, scope: scope.clone() }), sign, is_turned })
    }
}

/// Returns whether two expressions are the same part, each of the value of its name: `a.data.date.valueOf()`,
/// `new Date(a.date)`.
fn is_same_part((mut one, a): (&Expression, &str), (mut other, b): (&Expression, &str)) -> bool {
    /// More links than programs have.
    const MOST: usize = 16;
    for _ in 0..MOST {
        (one, other) = match (one, other) {
            (Expression::Name(one), Expression::Name(other)) => return one == a && other == b,
            (Expression::Member(one, name), Expression::Member(other, same)) if name == same => {
                (&**one, &**other)
            }
            (Expression::Call(one, with, _), Expression::Call(other, same, _))
                if with.is_empty() && same.is_empty() && matches!(**one, Expression::Member(..)) =>
            {
                (&**one, &**other)
            }
            (Expression::New(one, with, _), Expression::New(other, same, _)) => {
                let is_date = |of: &Expression| matches!(of, Expression::Name(name) if name == "Date");
                match (with.as_slice(), same.as_slice()) {
                    ([with], [same]) if is_date(one) && is_date(other) && !with.spread && !same.spread => {
                        (&with.value, &same.value)
                    }
                    _ => return false,
                }
            }
            _ => return false,
        };
    }
    false
}

/// A chain of calls with one more.
fn chained(mut chain: Object, method: &str, arguments: &[Value]) -> Value {
    let mut calls = chain.get(CHAIN).and_then(Value::as_list).unwrap_or(&[]).to_vec();
    calls.push(Value::List([Value::Text(method.to_owned()), Value::List(arguments.to_vec().into())].into()));
    chain.set(CHAIN, Value::List(calls.into()), 0);
    Value::Object(chain)
}

/// The body of a loop as that of a function which returns what the loop pushes; `list` becomes the name of the list.
fn pushed(body: &[Statement], list: &mut Option<String>) -> Vec<Statement> {
    let mut one = |statement: &Statement| match statement {
        Statement::Expression(Expression::Name(name)) if name == "continue" => {
            Statement::Return(Expression::Undefined)
        }
        Statement::Expression(Expression::Call(callee, items, _)) => match (&**callee, items.as_slice()) {
            (Expression::Member(of, method), [item]) if method == "push" && !item.spread => match &**of {
                Expression::Name(name) => {
                    *list = Some(name.clone());
                    Statement::Return(item.value.clone())
                }
                _ => statement.clone(),
            },
            _ => statement.clone(),
        },
        Statement::If(condition, then, otherwise) => {
            Statement::If(condition.clone(), pushed(then, list), pushed(otherwise, list))
        }
        Statement::Block(inner) => Statement::Block(pushed(inner, list)),
        other => other.clone(),
    };
    body.iter().map(&mut one).collect()
}

//! Chains such as `a.b[c].d(e) + f`: one link after the other, and calls.

use std::sync::Arc;

use crate::markup::chain::Chain as _;
use crate::markup::javascript::evaluate::{Call, Reader};
use crate::markup::javascript::methods;
use crate::markup::javascript::syntax::{Expression, Item};
use crate::markup::javascript::value::{Scope, Step, Value};

impl Reader<'_> {
    /// The value of a chain: one link after the other, so that it takes no more of the stack than one of them.
    pub(super) fn chain(&mut self, expression: &Expression, scope: &Scope) -> Value {
        let (first, mut links) = expression.links();
        let mut made = match first {
            Expression::Name(name) => self.read(name, &mut links, scope),
            _ => self.evaluated(first, scope),
        };
        while let Some(link) = links.pop() {
            if self.budget.step(1).is_none() {
                return Value::Unknown;
            }
            let left = self.bounded(made);
            made = match link {
                Expression::Member(_, name) => self.member(left, name),
                Expression::Index(_, index) => {
                    let index = self.value(index, scope);
                    self.item(left, &index)
                }
                Expression::Binary(sign, _, right) => self.binary(sign, left, right, scope),
                Expression::Call(callee, items, at) => self.call_of(left, callee, items, *at, scope),
                _ => Value::Unknown,
            };
        }
        made
    }

    /// The value of a name, or the part of it that the first links lead to: no more than that is copied.
    fn read(&mut self, name: &str, links: &mut Vec<&Expression>, scope: &Scope) -> Value {
        let mut keys = Vec::new();
        while let Some(link @ (Expression::Member(..) | Expression::Index(..))) = links.last() {
            keys.push(match link {
                Expression::Index(_, index) => self.value(index, scope),
                Expression::Member(_, name) => Value::Text(name.clone()),
                _ => break,
            });
            links.pop();
        }
        let found = scope.with(name, |value| value.part(&keys));
        let (mut made, count, fields) = found.unwrap_or_else(|| (self.outside(name), 0, 0));
        // An object is searched from its beginning.
        if self.budget.step(keys.len() + fields / 256).is_none() {
            return Value::Unknown;
        }
        for key in keys.get(count..).unwrap_or(&[]) {
            made = self.item(made, key);
        }
        made
    }

    /// What a call of a name returns.
    pub(super) fn call_by_name(
        &mut self,
        callee: &Expression,
        items: &[Item],
        at: usize,
        scope: &Scope,
    ) -> Value {
        if let Expression::Name(require) = callee
            && matches!(require.as_str(), "require" | "import")
            && let [Item { value: Expression::Text(module), .. }] = items
        {
            let exports = self.host.module(&scope.program.path, module);
            return match exports {
                Some(exports) if require == "require" => {
                    exports.get("default").cloned().unwrap_or(Value::Object(exports))
                }
                Some(exports) => Value::Object(exports),
                None => Value::Host(Arc::from(format!("{module}#*"))),
            };
        }
        let function = self.value(callee, scope);
        let arguments = self.arguments(items, scope);
        self.called(function, arguments, at, scope)
    }

    /// What a call of a method of `left`, or else of `left` itself, returns.
    fn call_of(
        &mut self,
        left: Value,
        callee: &Expression,
        items: &[Item],
        at: usize,
        scope: &Scope,
    ) -> Value {
        let function = match callee {
            Expression::Member(of, method) => {
                let name = match &**of {
                    Expression::Name(name) => Some(name),
                    _ => None,
                };
                let of = left;
                match self.member(of.clone(), method) {
                    found @ (Value::Function(_) | Value::Host(_)) => found,
                    _ => {
                        let arguments = self.arguments(items, scope);
                        let is_list = matches!(of, Value::List(_) | Value::Entries(_));
                        let made = self.method(of, method, &arguments);
                        if let Some(name) = name.filter(|_| is_list && methods::changes(method)) {
                            scope.assign(name, made.clone());
                        }
                        return made;
                    }
                }
            }
            _ => left,
        };
        let arguments = self.arguments(items, scope);
        self.called(function, arguments, at, scope)
    }

    /// What a call returns.
    pub(super) fn called(
        &mut self,
        function: Value,
        arguments: Vec<Value>,
        at: usize,
        scope: &Scope,
    ) -> Value {
        match function {
            Value::Function(_) => self.call(&function, &arguments),
            Value::Host(name) => {
                if let Some(value) =
                    self.host.call(&name, &arguments).or_else(|| methods::known(&name, &arguments))
                {
                    return value;
                }
                if let Some(Value::Entries(entries)) = arguments.first() {
                    let mut entries = entries.clone();
                    entries.steps.push(Step::Unknown);
                    return Value::Entries(entries);
                }
                let (path, line) = (Arc::clone(&scope.program.path), scope.program.line(at));
                self.calls.push(Call { name: name.to_string(), arguments, path, line });
                Value::Host(Arc::from(format!("{name}()")))
            }
            _ => Value::Unknown,
        }
    }
}

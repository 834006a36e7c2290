//! The values of expressions.

use std::collections::BTreeMap;

use crate::markup::jinja::grammar::{Constant, Feature};
use crate::markup::jinja::language::{Arguments, Language, Marked};
use crate::markup::jinja::node::{Argument, Expression};
use crate::markup::jinja::run::{CALLER, DEEPEST, Lack, Own, Run};

impl<L: Language> Run<'_, L> {
    /// Whether a condition holds.
    pub(super) fn truth(&mut self, expression: &Expression) -> Option<bool> {
        let (value, _) = self.value(expression)?;
        match self.language.truth(&value) {
            Some(truth) => Some(truth),
            None => self.miss_value(expression).map(|()| false),
        }
    }

    fn undefined(&self) -> L::Value {
        self.language.constant(Constant::Undefined)
    }

    /// The value of an expression; nothing where the run ends.
    pub(super) fn value(&mut self, expression: &Expression) -> Option<Marked<L::Value>> {
        if let Expression::Constant(constant) = expression {
            return Some((self.language.constant(constant.clone()), false));
        }
        self.enter()?;
        let made = self.evaluated(expression);
        self.leave();
        let made = made?;
        self.spend(&made.0)?;
        Some(made)
    }

    fn evaluated(&mut self, expression: &Expression) -> Option<Marked<L::Value>> {
        let value = match expression {
            Expression::Invalid => return self.or_missed(None, expression),
            Expression::Constant(constant) => Some(self.language.constant(constant.clone())),
            Expression::Name(name) => return Some(self.variable(name)),
            Expression::List(items) => {
                let items = items.iter().map(|item| Some(self.value(item)?.0)).collect::<Option<_>>()?;
                self.language.list(items)
            }
            Expression::Map(pairs) => {
                let mut all = Vec::new();
                for (key, value) in pairs {
                    let key = self.value(key)?.0;
                    all.push((self.language.text(&key).unwrap_or_default(), self.value(value)?.0));
                }
                Some(self.language.map(all))
            }
            Expression::Member(of, key) => {
                let (of, key) = (self.value(of)?.0, self.value(key)?.0);
                Some(self.language.member(of, &key))
            }
            Expression::Part(of, start, end) => {
                let of = self.value(of)?.0;
                let start = self.optional(start.as_deref())?;
                let end = self.optional(end.as_deref())?;
                self.language.part(of, start, end)
            }
            Expression::Call(callee, given) => return self.call(callee, given),
            Expression::Filter(name, of, given) => {
                let of = self.value(of)?;
                return self.filtered(name, of, given, expression);
            }
            Expression::Test(name, of, given) => {
                let (of, _) = self.value(of)?;
                let given = self.arguments(given)?;
                self.language.test(name, &of, &given)
            }
            Expression::Not(of) => {
                let (of, _) = self.value(of)?;
                match self.language.truth(&of) {
                    Some(truth) => Some(self.language.constant(Constant::Bool(!truth))),
                    // What is not known stays so.
                    None => Some(of),
                }
            }
            Expression::Negative(of) => {
                let (of, _) = self.value(of)?;
                self.language.negative(of)
            }
            Expression::Binary(sign, left, right) => return self.binary(sign, left, right, expression),
            Expression::Choice(condition, then, otherwise) => {
                let (condition, _) = self.value(condition)?;
                return match self.language.truth(&condition) {
                    Some(true) => self.value(then),
                    Some(false) => self.value(otherwise),
                    None => Some((condition, false)),
                };
            }
        };
        self.or_missed(value, expression)
    }

    fn or_missed(&mut self, value: Option<L::Value>, expression: &Expression) -> Option<Marked<L::Value>> {
        if value.is_none() {
            self.miss_value(expression)?;
        }
        Some((value.unwrap_or_else(|| self.undefined()), false))
    }

    fn optional(&mut self, expression: Option<&Expression>) -> Option<Option<L::Value>> {
        Some(match expression {
            Some(expression) => Some(self.value(expression)?.0),
            None => None,
        })
    }

    fn variable(&self, name: &str) -> Marked<L::Value> {
        let own = self.frames.iter().rev().find_map(|frame| frame.get(name));
        own.cloned().unwrap_or_else(|| (self.language.variable(name), false))
    }

    fn binary(
        &mut self,
        sign: &'static str,
        left: &Expression,
        right: &Expression,
        whole: &Expression,
    ) -> Option<Marked<L::Value>> {
        let left = self.value(left)?;
        if matches!(sign, "and" | "or") {
            let made = match self.language.truth(&left.0) {
                Some(truth) if truth == (sign == "or") => left,
                Some(_) => self.value(right)?,
                None => return Some((left.0, false)),
            };
            if !self.has(Feature::BooleanLogic) {
                return Some(made);
            }
            let truth = self.language.truth(&made.0).map(Constant::Bool);
            let truth = truth.map(|truth| self.language.constant(truth));
            return self.or_missed(truth, whole);
        }
        let (right, _) = self.value(right)?;
        let lacks = !self.language.has_value(&left.0) || !self.language.has_value(&right);
        self.lacks |= sign == "~" && lacks;
        let made = self.language.binary(sign, left.0, right);
        self.or_missed(made, whole)
    }

    pub(super) fn arguments(&mut self, given: &[Argument]) -> Option<Arguments<L::Value>> {
        given.iter().map(|(name, value)| Some((name.clone(), self.value(value)?.0))).collect()
    }

    fn call(&mut self, callee: &Expression, given: &[Argument]) -> Option<Marked<L::Value>> {
        let name = callee.described();
        if name == "caller" {
            return Some(self.variable(CALLER));
        }
        if let Some(own) = self.own(&name) {
            return self.call_macro(&own, given, callee);
        }
        let given = self.arguments(given)?;
        let (made, lack, name) = match callee {
            Expression::Member(of, method) => {
                let (of, method) = (self.value(of)?.0, self.value(method)?.0);
                let name = self.language.text(&method).unwrap_or_default();
                (self.language.method(of, &name, given), Lack::Method, name)
            }
            callee => {
                let (function, _) = self.value(callee)?;
                (self.language.call(&name, function, given), Lack::Function, name)
            }
        };
        if made.is_none() {
            self.miss(lack, &name)?;
        }
        Some((made.unwrap_or_else(|| self.undefined()), false))
    }

    fn call_macro(&mut self, own: &Own, given: &[Argument], callee: &Expression) -> Option<Marked<L::Value>> {
        if self.depth >= DEEPEST {
            return self.or_missed(None, callee);
        }
        let mut places = given.iter().filter(|(name, _)| name.is_none());
        let mut frame = BTreeMap::new();
        for (parameter, default) in &own.own.parameters {
            let by_name = given.iter().find(|(name, _)| name.as_ref() == Some(parameter));
            let place = if by_name.is_some() { None } else { places.next() };
            let value = match by_name.or(place).map(|(_, value)| value).or(default.as_ref()) {
                Some(value) => self.value(value)?,
                None if self.has(Feature::RequiredValues) => return self.or_missed(None, callee),
                None => (self.undefined(), false),
            };
            frame.insert(parameter.clone(), value);
        }
        let caller = self.variable(CALLER);
        frame.insert(CALLER.to_owned(), caller);
        let is_open = self.has(Feature::OpenMacros);
        let outer = if is_open { None } else { Some(std::mem::take(&mut self.frames)) };
        let space = std::mem::replace(&mut self.space, own.space);
        self.depth += 1;
        self.frames.push(frame);
        let text = self.captured(&own.own.body);
        self.frames.pop();
        self.depth -= 1;
        self.space = space;
        if let Some(outer) = outer {
            self.frames = outer;
        }
        Some((text?, true))
    }

    /// A value after the filters of a tag.
    pub(super) fn filter_of(
        &mut self,
        filter: &Expression,
        value: Marked<L::Value>,
    ) -> Option<Marked<L::Value>> {
        match filter {
            Expression::Filter(name, of, given) => {
                let value = self.filter_of(of, value)?;
                self.filtered(name, value, given, filter)
            }
            Expression::Invalid => self.or_missed(None, filter),
            _ => Some(value),
        }
    }

    fn filtered(
        &mut self,
        name: &str,
        value: Marked<L::Value>,
        given: &[Argument],
        whole: &Expression,
    ) -> Option<Marked<L::Value>> {
        let given = self.arguments(given)?;
        if name == "safe" {
            return Some((value.0, true));
        }
        let made = self.language.filter(name, value, given);
        match made {
            Some(made) => Some(made),
            None if self.language.has_filter(name) => self.or_missed(None, whole),
            None => {
                self.miss(Lack::Filter, name)?;
                Some((self.undefined(), false))
            }
        }
    }
}

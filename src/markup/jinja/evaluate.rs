//! The values of expressions.

use crate::markup::chain::Chain as _;
use crate::markup::jinja::grammar::{Constant, Feature};
use crate::markup::jinja::language::{Arguments, Language, Marked};
use crate::markup::jinja::node::{Argument, Expression};
use crate::markup::jinja::run::{CALLER, Lack, Run};

impl<L: Language> Run<'_, L> {
    /// Whether a condition holds.
    pub(super) fn truth(&mut self, expression: &Expression) -> Option<bool> {
        let (value, _) = self.value(expression)?;
        match self.language.truth(&value) {
            Some(truth) => Some(truth),
            None => self.miss_value(expression).map(|()| false),
        }
    }

    pub(super) fn undefined(&self) -> L::Value {
        self.language.constant(Constant::Undefined)
    }

    /// The value of an expression; nothing where the run ends.
    pub(super) fn value(&mut self, expression: &Expression) -> Option<Marked<L::Value>> {
        self.enter()?;
        let made = self.chain(expression);
        self.leave();
        let made = made?;
        self.spend(&made.0)?;
        Some(made)
    }

    /// The value of a chain: one link after the other, so that it takes no more of the stack than one of them.
    fn chain(&mut self, expression: &Expression) -> Option<Marked<L::Value>> {
        let (first, mut links) = expression.links();
        let mut made = match first {
            Expression::Name(name) => self.read(name, &mut links)?,
            _ => self.evaluated(first)?,
        };
        while let Some(link) = links.pop() {
            self.step()?;
            self.spend(&made.0)?;
            made = self.linked(made, link)?;
        }
        Some(made)
    }

    /// A variable, or the part of it that the first links lead to: no more than that is copied.
    fn read(&mut self, name: &str, links: &mut Vec<&Expression>) -> Option<Marked<L::Value>> {
        let mut keys = Vec::new();
        while let Some(Expression::Member(_, key)) = links.last() {
            keys.push(self.value(key)?.0);
            links.pop();
        }
        let own = self.known(name);
        let (mut made, count) = match own {
            Some(own) if keys.is_empty() => return Some(own.clone()),
            Some((of, _)) => self.language.within(of, &keys),
            None => self.language.variable(name, &keys),
        };
        for key in keys.get(count..).unwrap_or(&[]) {
            made = self.language.member(made, key);
        }
        Some((made, false))
    }

    /// The value of a link whose left side has this value.
    fn linked(&mut self, left: Marked<L::Value>, link: &Expression) -> Option<Marked<L::Value>> {
        let value = match link {
            Expression::Member(_, key) => {
                let key = self.value(key)?.0;
                Some(self.language.member(left.0, &key))
            }
            Expression::Part(_, start, end) => {
                let start = self.optional(start.as_deref())?;
                let end = self.optional(end.as_deref())?;
                self.language.part(left.0, start, end)
            }
            Expression::Filter(name, _, given) => return self.filtered(name, left, given, link),
            Expression::Test(name, _, given) => {
                let given = self.arguments(given)?;
                self.language.test(name, &left.0, &given)
            }
            Expression::Binary(sign, _, right) => return self.binary(sign, left, right, link),
            _ => None,
        };
        self.or_missed(value, link)
    }

    fn evaluated(&mut self, expression: &Expression) -> Option<Marked<L::Value>> {
        let value = match expression {
            Expression::Constant(constant) => Some(self.language.constant(constant.clone())),
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
            Expression::Call(callee, given) => return self.call(callee, given),
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
            Expression::Choice(condition, then, otherwise) => {
                let (condition, _) = self.value(condition)?;
                return match self.language.truth(&condition) {
                    Some(true) => self.value(then),
                    Some(false) => self.value(otherwise),
                    None => Some((condition, false)),
                };
            }
            // The others are chains.
            _ => None,
        };
        self.or_missed(value, expression)
    }

    pub(super) fn or_missed(
        &mut self,
        value: Option<L::Value>,
        expression: &Expression,
    ) -> Option<Marked<L::Value>> {
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

    /// A variable of the template, or what it was given.
    fn known(&self, name: &str) -> Option<&Marked<L::Value>> {
        self.frames.iter().rev().find_map(|frame| frame.get(name)).or_else(|| self.given.get(name))
    }

    pub(super) fn variable(&self, name: &str) -> Marked<L::Value> {
        let own = self.known(name);
        own.cloned().unwrap_or_else(|| (self.language.variable(name, &[]).0, false))
    }

    fn binary(
        &mut self,
        sign: &'static str,
        left: Marked<L::Value>,
        right: &Expression,
        whole: &Expression,
    ) -> Option<Marked<L::Value>> {
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

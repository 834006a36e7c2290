//! Expressions.

use crate::markup::front_matter::{Map, Node, Value};
use crate::site::conventions::jinja::operators::{compared, contains, member, operated, part, tested};
use crate::site::conventions::jinja::run::Run;
use crate::site::conventions::jinja::tokens::{Token, tokens};
use crate::site::conventions::jinja::values::{as_number, is_true, number, split};

/// The arguments of a call, of which each is written out; one that is not understood is left out.
pub(in crate::site::conventions) fn arguments(run: &mut Run<'_>, list: &str) -> Option<Map> {
    let mut all = Map::default();
    for part in split(list, ',').into_iter().filter(|part| !part.trim().is_empty()) {
        let (name, value) = part.split_once('=')?;
        if let Some(value) = run.value(value)? {
            all.insert(name.trim(), Node::unwritten(value));
        }
    }
    Some(all)
}

impl Run<'_> {
    /// The value of an expression, none for an undefined one; nothing where it is not understood.
    pub(in crate::site::conventions) fn value(&mut self, expression: &str) -> Option<Option<Value>> {
        Some(self.value_of_output(expression)?.0)
    }

    /// The same, and whether it is not to be escaped.
    pub(super) fn value_of_output(&mut self, expression: &str) -> Option<(Option<Value>, bool)> {
        let found = self.whole_value(expression);
        if found.is_none() {
            self.refuse(format!("`{expression}` cannot be evaluated"));
        }
        found
    }

    fn whole_value(&mut self, expression: &str) -> Option<(Option<Value>, bool)> {
        let tokens = tokens(expression)?;
        let mut parser = Parser { tokens: &tokens, at: 0, is_safe: false, depth: 0, run: self };
        let value = parser.choice()?;
        let is_safe = parser.is_safe;
        (parser.at == tokens.len()).then_some((value, is_safe))
    }

    pub(super) fn condition(&mut self, expression: &str) -> Option<bool> {
        Some(self.value(expression)?.is_some_and(|value| is_true(&value)))
    }
}

struct Parser<'p, 't, 'r, 'a> {
    tokens: &'p [Token<'t>],
    at: usize,
    is_safe: bool,
    depth: usize,
    run: &'r mut Run<'a>,
}

/// How deep brackets may be in each other.
const DEEPEST: usize = 40;

/// A value that may be undefined; nothing outside where it is not understood.
type Found = Option<Option<Value>>;

impl<'t> Parser<'_, 't, '_, '_> {
    fn accepts(&mut self, sign: &str) -> bool {
        let is = matches!(self.tokens.get(self.at), Some(Token::Sign(known)) if *known == sign);
        self.at += usize::from(is);
        is
    }

    fn takes(&mut self, word: &str) -> bool {
        let is = matches!(self.tokens.get(self.at), Some(Token::Name(known)) if *known == word);
        self.at += usize::from(is);
        is
    }

    fn is_python(&self) -> bool {
        self.run.world.language.is_python()
    }

    /// `a`, and in Python `a if b else c`.
    fn choice(&mut self) -> Found {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let value = self.either()?;
        let value = if self.is_python() && self.takes("if") {
            let condition = self.either()?;
            let other = if self.takes("else") { self.choice()? } else { Some(Value::from("")) };
            if condition.is_some_and(|value| is_true(&value)) { value } else { other }
        } else {
            value
        };
        self.depth -= 1;
        Some(value)
    }

    fn either(&mut self) -> Found {
        let mut left = self.both()?;
        while self.takes("or") {
            let right = self.both()?;
            left = self.joined(left, right, true);
        }
        Some(left)
    }

    fn both(&mut self) -> Found {
        let mut left = self.negated()?;
        while self.takes("and") {
            let right = self.negated()?;
            left = self.joined(left, right, false);
        }
        Some(left)
    }

    /// Two values with `or` or `and` between them: one of them in Python, or else whether it holds.
    fn joined(&self, left: Option<Value>, right: Option<Value>, is_or: bool) -> Option<Value> {
        let is_left = left.as_ref().is_some_and(is_true);
        let value = if is_left == is_or { left } else { right };
        if self.is_python() {
            return value;
        }
        Some(Value::Bool(value.as_ref().is_some_and(is_true)))
    }

    fn negated(&mut self) -> Found {
        let mut negations = 0;
        while self.takes("not") {
            negations += 1;
        }
        let value = self.comparison()?;
        if negations == 0 {
            return Some(value);
        }
        let is_odd = negations % 2 == 1;
        Some(Some(Value::Bool(value.as_ref().is_some_and(is_true) != is_odd)))
    }

    fn comparison(&mut self) -> Found {
        let left = self.filtered()?;
        let language = self.run.world.language;
        for sign in ["==", "!=", "<=", ">=", "<", ">"] {
            if self.accepts(sign) {
                let right = self.filtered()?;
                return Some(Some(Value::Bool(compared(sign, left.as_ref(), right.as_ref(), language)?)));
            }
        }
        let is_not = self.takes("not");
        if self.takes("in") {
            let list = self.filtered()?;
            let is_in = match (list, left) {
                (Some(list), Some(item)) => contains(&list, &item, language)?,
                _ if self.is_python() => false,
                _ => return None,
            };
            return Some(Some(Value::Bool(is_in != is_not)));
        }
        if is_not { None } else { Some(left) }
    }

    /// A value with the filters that apply to all of it.
    fn filtered(&mut self) -> Found {
        let value = self.sum()?;
        self.with_filters(value)
    }

    fn with_filters(&mut self, mut value: Option<Value>) -> Found {
        while self.accepts("|") {
            let Some(Token::Name(name)) = self.tokens.get(self.at).cloned() else { return None };
            self.at += 1;
            let given = if self.accepts("(") { self.given()? } else { Map::default() };
            let language = self.run.world.language;
            if !language.has_filter(name) {
                self.run.refuse(format!("the filter `{name}` is unknown"));
                return None;
            }
            match name {
                "safe" => self.is_safe = true,
                "default" | "d" => {
                    let or_empty = given.get("boolean").or_else(|| given.get("1"));
                    let is_strict = or_empty.is_some_and(|node| is_true(&node.value));
                    if !value.as_ref().is_some_and(|value| !is_strict || is_true(value)) {
                        let default = ["value", "default_value", "0"].iter().find_map(|key| given.get(key));
                        value = default.map(|node| node.value.clone());
                        if value.is_none() && self.is_python() {
                            value = Some(Value::from(""));
                        }
                    }
                }
                // A filter of an undefined value is undefined.
                _ if value.is_none() && self.is_python() => {}
                _ => value = Some(language.filtered(name, value?, &given, self.run.world.markdown)?),
            }
        }
        Some(value)
    }

    /// Arguments up to the bracket that closes them; those without names, in Python, by their places.
    fn given(&mut self) -> Option<Map> {
        let mut all = Map::default();
        let mut place = 0;
        loop {
            if self.accepts(")") {
                return Some(all);
            }
            let name = match (self.tokens.get(self.at), self.tokens.get(self.at + 1)) {
                (Some(Token::Name(name)), Some(Token::Sign("="))) => Some((*name).to_owned()),
                _ if self.is_python() => None,
                _ => return None,
            };
            let name = match name {
                Some(name) => {
                    self.at += 2;
                    name
                }
                None => {
                    place += 1;
                    (place - 1).to_string()
                }
            };
            if let Some(value) = self.choice()? {
                all.insert(name, Node::unwritten(value));
            }
            if !self.accepts(",") && !matches!(self.tokens.get(self.at), Some(Token::Sign(")"))) {
                return None;
            }
        }
    }

    fn sum(&mut self) -> Found {
        let mut left = self.product()?;
        loop {
            let sign = ["+", "-", "~"].into_iter().find(|sign| self.accepts(sign));
            let Some(sign) = sign else { return Some(left) };
            let right = self.product()?;
            left = self.operated(sign, left, right)?;
        }
    }

    fn product(&mut self) -> Found {
        let mut left = self.whole_operand()?;
        loop {
            let sign = ["*", "/", "%"].into_iter().find(|sign| self.accepts(sign));
            let Some(sign) = sign else { return Some(left) };
            let right = self.whole_operand()?;
            left = self.operated(sign, left, right)?;
        }
    }

    fn operated(&mut self, sign: &str, left: Option<Value>, right: Option<Value>) -> Found {
        let language = self.run.world.language;
        match (left, right) {
            (Some(left), Some(right)) => Some(Some(operated(sign, &left, &right, language)?)),
            // What has no value is printed as nothing.
            (left, right) if sign == "~" && self.is_python() => {
                self.run.lacks = true;
                Some(left.or(right))
            }
            _ if self.is_python() => Some(None),
            _ => None,
        }
    }

    /// An operand with what applies to it alone in Python: filters and tests.
    fn whole_operand(&mut self) -> Found {
        let value = self.operand()?;
        if !self.is_python() {
            return Some(value);
        }
        let value = self.with_filters(value)?;
        self.with_test(value)
    }

    fn operand(&mut self) -> Found {
        let mut is_negative = false;
        while self.accepts("-") {
            is_negative = !is_negative;
        }
        let value = self.atom()?;
        if !is_negative {
            return Some(value);
        }
        let (value, is_whole) = as_number(&value?)?;
        Some(Some(number(-value, is_whole)))
    }

    fn atom(&mut self) -> Found {
        let token = self.tokens.get(self.at)?.clone();
        self.at += 1;
        match token {
            Token::Text(text) if self.is_python() => {
                // Escapes are not read.
                let value = Some(Value::from(text)).filter(|_| !text.contains('\\'))?;
                self.member_of(Some(value))
            }
            Token::Text(text) => Some(Some(Value::from(text))),
            Token::Number(value, is_whole) => Some(Some(number(value, is_whole))),
            Token::Sign("(") => {
                let value = self.choice()?;
                if self.accepts(",") {
                    return None;
                }
                let value = self.accepts(")").then_some(value)?;
                if self.is_python() { self.member_of(value) } else { Some(value) }
            }
            Token::Sign("[") => {
                let mut items = Vec::new();
                while !self.accepts("]") {
                    items.push(Node::unwritten(self.choice()??));
                    if !self.accepts(",") && !matches!(self.tokens.get(self.at), Some(Token::Sign("]"))) {
                        return None;
                    }
                }
                Some(Some(Value::List(items)))
            }
            Token::Name("true" | "True") => Some(Some(Value::Bool(true))),
            Token::Name("false" | "False") => Some(Some(Value::Bool(false))),
            Token::Name("none" | "None") if self.is_python() => Some(Some(Value::Null)),
            Token::Name(name) => self.named(name),
            Token::Sign(_) => None,
        }
    }

    /// A name with what follows it: keys, a test, a call.
    fn named(&mut self, name: &'t str) -> Found {
        if self.accepts("::") {
            let Some(Token::Name(inner)) = self.tokens.get(self.at).cloned() else { return None };
            self.at += 1;
            let given = if self.accepts("(") { self.given()? } else { return None };
            self.is_safe = true;
            return Some(Some(Value::String(self.run.called(name, inner, given)?)));
        }
        if self.accepts("(") {
            let given = self.given()?;
            return Some(Some(self.function(name, &given)?));
        }
        let value = self.run.name(name);
        let value = self.member_of(value)?;
        if self.is_python() { Some(value) } else { self.with_test(value) }
    }

    /// What the keys, places and methods after a value lead to.
    fn member_of(&mut self, mut value: Option<Value>) -> Found {
        let language = self.run.world.language;
        loop {
            if self.accepts(".") {
                let key = match self.tokens.get(self.at)? {
                    Token::Name(key) => (*key).to_owned(),
                    Token::Number(number, _) => number.to_string(),
                    _ => return None,
                };
                self.at += 1;
                if self.is_python() && self.accepts("(") {
                    let given = self.given()?;
                    value = match value {
                        Some(of) => Some(self.method(&of, &key, &given)?),
                        None => None,
                    };
                } else {
                    value = member(value, &Value::String(key), language);
                }
            } else if self.accepts("[") {
                value = self.item(value)?;
            } else {
                return Some(value);
            }
        }
    }

    fn method(&mut self, of: &Value, name: &str, given: &Map) -> Option<Value> {
        let made = self.run.world.language.called(of, name, given);
        if made.is_none() {
            self.run.refuse(format!("the method `{name}` is unknown"));
        }
        made
    }

    /// `[key]`, and in Python `[start:end]`.
    fn item(&mut self, of: Option<Value>) -> Found {
        let start = if self.accepts(":") { None } else { Some(self.choice()??) };
        if let Some(key) = &start
            && self.accepts("]")
        {
            return Some(member(of, key, self.run.world.language));
        }
        if !self.is_python() || start.is_some() && !self.accepts(":") {
            return None;
        }
        let end = if self.accepts("]") { None } else { Some(self.choice()??) };
        if end.is_some() && !self.accepts("]") {
            return None;
        }
        match of {
            Some(of) => Some(Some(part(&of, start.as_ref(), end.as_ref())?)),
            None => Some(None),
        }
    }

    fn with_test(&mut self, value: Option<Value>) -> Found {
        if !self.takes("is") {
            return Some(value);
        }
        let is_not = self.takes("not");
        let Some(Token::Name(test)) = self.tokens.get(self.at).cloned() else { return None };
        self.at += 1;
        let argument = if self.accepts("(") {
            let argument = self.choice()?;
            self.accepts(")").then_some(argument)?
        } else {
            None
        };
        let is = tested(test, value.as_ref(), argument.as_ref(), self.run.world.language)?;
        Some(Some(Value::Bool(is != is_not)))
    }

    fn function(&mut self, name: &str, given: &Map) -> Option<Value> {
        let whole = |key: &str| match given.get(key).map(|node| &node.value) {
            Some(Value::Int(number)) => Some(*number),
            _ => None,
        };
        if name != "range" {
            let made = self.run.world.language.function(name, given, self.run.world.address);
            if made.is_none() {
                self.run.refuse(format!("the function `{name}` is unknown"));
            }
            return made;
        }
        let (start, end) = match (whole("0"), whole("1")) {
            (Some(end), None) => (0, end),
            (Some(start), Some(end)) => (start, end),
            _ => (whole("start").unwrap_or(0), whole("end")?),
        };
        let step = whole("step_by").or_else(|| whole("2")).unwrap_or(1);
        let step = usize::try_from(step).ok().filter(|step| *step > 0)?;
        let numbers = (start..end.min(start.saturating_add(10_000))).step_by(step);
        Some(Value::List(numbers.map(|number| Node::unwritten(Value::Int(number))).collect()))
    }
}

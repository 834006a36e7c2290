//! Expressions, of values that are known.

use std::cmp::Ordering;

use crate::site::conventions::pelican::python::calls;
use crate::site::conventions::pelican::python::names::Assignments;
use crate::site::conventions::pelican::python::scan::end_of_string;
use crate::site::conventions::pelican::python::value::{Arguments, DEEPEST, PyValue, put};
use crate::text::budget::Budget;

/// Reads a statement.
pub(super) struct Reader<'r> {
    pub(super) text: &'r str,
    pub(super) at: usize,
    known: &'r Assignments,
    file: &'r str,
    budget: &'r Budget,
}

impl<'r> Reader<'r> {
    pub(super) const fn new(
        text: &'r str,
        known: &'r Assignments,
        file: &'r str,
        budget: &'r Budget,
    ) -> Self {
        Self { text, at: 0, known, file, budget }
    }

    /// A reader of another text with the same names.
    pub(super) const fn of<'o>(&self, text: &'o str) -> Reader<'o>
    where
        'r: 'o,
    {
        Reader { text, at: 0, known: self.known, file: self.file, budget: self.budget }
    }

    pub(super) fn rest(&self) -> &'r str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// Skips blanks, line ends and comments.
    pub(super) fn skip(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\\');
            self.at += rest.len() - trimmed.len();
            if !trimmed.starts_with('#') {
                return;
            }
            self.at += trimmed.find('\n').unwrap_or(trimmed.len());
        }
    }

    pub(super) fn next_is(&mut self, sign: &str) -> bool {
        self.skip();
        self.rest().starts_with(sign)
    }

    /// Reads a sign, if it is next.
    pub(super) fn eats(&mut self, sign: &str) -> bool {
        let is_next = self.next_is(sign);
        if is_next {
            self.at += sign.len();
        }
        is_next
    }

    /// Reads a word, if it is next and no more than it.
    fn eats_word(&mut self, word: &str) -> bool {
        self.skip();
        let is_next = self.rest().strip_prefix(word).is_some_and(|rest| !rest.starts_with(is_of_word));
        if is_next {
            self.at += word.len();
        }
        is_next
    }

    /// The word that is next; empty where none is.
    pub(super) fn word(&mut self) -> &'r str {
        self.skip();
        let rest = self.rest();
        let length = rest.find(|c: char| !is_of_word(c)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or("")
    }

    /// A value up to the end of the statement; several with commas between them are a list.
    pub(super) fn whole(&mut self) -> PyValue {
        let first = self.expression(0);
        if !self.next_is(",") {
            return if self.is_at_end() { first } else { PyValue::Computed };
        }
        let mut items = vec![first];
        while self.eats(",") && !self.is_at_end() {
            items.push(self.expression(0));
        }
        if self.is_at_end() { PyValue::List(items) } else { PyValue::Computed }
    }

    fn is_at_end(&mut self) -> bool {
        self.skip();
        self.rest().is_empty() || self.rest().starts_with(';')
    }

    /// Leaves a statement that is not understood.
    fn give_up(&mut self) -> PyValue {
        self.at = self.text.len();
        PyValue::Computed
    }

    /// `a if b else c`.
    pub(super) fn expression(&mut self, depth: usize) -> PyValue {
        if depth > DEEPEST || self.eats_word("lambda") {
            return if depth > DEEPEST { self.give_up() } else { PyValue::Computed };
        }
        let value = self.either(depth);
        if !self.eats_word("if") {
            return value;
        }
        let condition = self.either(depth).truth();
        if !self.eats_word("else") {
            return PyValue::Computed;
        }
        let other = self.expression(depth + 1);
        condition.map_or(PyValue::Computed, |truth| if truth { value } else { other })
    }

    fn either(&mut self, depth: usize) -> PyValue {
        let mut value = self.both(depth);
        while self.eats_word("or") {
            let other = self.both(depth);
            value = match value.truth() {
                Some(true) => value,
                Some(false) => other,
                None => PyValue::Computed,
            };
        }
        value
    }

    fn both(&mut self, depth: usize) -> PyValue {
        let mut value = self.negation(depth);
        while self.eats_word("and") {
            let other = self.negation(depth);
            value = match value.truth() {
                Some(true) => other,
                Some(false) => value,
                None => PyValue::Computed,
            };
        }
        value
    }

    fn negation(&mut self, depth: usize) -> PyValue {
        let mut negations = 0;
        while self.eats_word("not") {
            negations += 1;
        }
        let value = self.comparison(depth);
        if negations == 0 {
            return value;
        }
        let is_odd = negations % 2 == 1;
        value.truth().map_or(PyValue::Computed, |truth| PyValue::Bool(truth != is_odd))
    }

    fn comparison(&mut self, depth: usize) -> PyValue {
        let left = self.sum(depth);
        let sign = ["==", "!=", "<=", ">=", "<", ">"].into_iter().find(|sign| self.eats(sign));
        let sign = sign.or_else(|| {
            let is_not = self.eats_word("not");
            match () {
                () if self.eats_word("in") => Some(if is_not { "not in" } else { "in" }),
                () if self.eats_word("is") => Some(if self.eats_word("not") { "!=" } else { "==" }),
                () => None,
            }
        });
        let Some(sign) = sign else { return left };
        let right = self.sum(depth);
        compared(&left, sign, &right).map_or(PyValue::Computed, PyValue::Bool)
    }

    fn sum(&mut self, depth: usize) -> PyValue {
        let mut value = self.product(depth);
        loop {
            if self.next_is("+=") || self.next_is("-=") {
                return value;
            }
            if self.eats("+") {
                value = calls::sum(value, self.product(depth));
            } else if self.eats("-") {
                value = numbers(value, self.product(depth), i64::checked_sub);
            } else {
                return value;
            }
        }
    }

    fn product(&mut self, depth: usize) -> PyValue {
        let mut value = self.sign(depth);
        loop {
            if self.next_is("**") {
                return self.give_up();
            }
            value = if self.eats("*") {
                numbers(value, self.sign(depth), i64::checked_mul)
            } else if self.eats("//") {
                numbers(value, self.sign(depth), i64::checked_div_euclid)
            } else if self.eats("/") {
                calls::below(value, self.sign(depth))
            } else if self.eats("%") {
                calls::percent(value, self.sign(depth))
            } else {
                return value;
            };
        }
    }

    fn sign(&mut self, depth: usize) -> PyValue {
        let mut is_negative = false;
        loop {
            if self.eats("-") {
                is_negative = !is_negative;
            } else if !self.eats("+") {
                break;
            }
        }
        let value = self.operand(depth);
        if is_negative { numbers(PyValue::Int(0), value, i64::checked_sub) } else { value }
    }

    /// A value with the attributes, calls and keys that follow it.
    fn operand(&mut self, depth: usize) -> PyValue {
        let mut value = self.atom(depth);
        loop {
            self.skip();
            if self.rest().starts_with('(') {
                let Some(arguments) = self.arguments(depth + 1) else { return self.give_up() };
                value = match value {
                    PyValue::Name(name) => calls::function(&name, arguments),
                    _ => PyValue::Computed,
                };
            } else if self.rest().starts_with('[') {
                self.at += 1;
                value = self.key(value, depth + 1);
            } else if self.rest().starts_with('.') {
                self.at += 1;
                let name = self.word();
                value = match value {
                    PyValue::Name(path) => calls::named(format!("{path}.{name}")),
                    PyValue::Map(entries) if !self.next_is("(") => {
                        let found = entries.into_iter().find(|(key, _)| key == name);
                        found.map_or(PyValue::Computed, |(_, value)| value)
                    }
                    value if self.next_is("(") => match self.arguments(depth + 1) {
                        Some(arguments) => calls::method(value, name, &arguments),
                        None => return self.give_up(),
                    },
                    value => calls::attribute(&value, name),
                };
            } else {
                return value;
            }
        }
    }

    fn atom(&mut self, depth: usize) -> PyValue {
        self.skip();
        let Some(first) = self.rest().chars().next() else { return PyValue::Computed };
        match first {
            '(' => self.list(")", depth),
            '[' => self.list("]", depth),
            '{' => self.map(depth),
            '"' | '\'' => self.strings(depth),
            '0'..='9' => self.number(),
            _ => self.name(depth),
        }
    }

    fn number(&mut self) -> PyValue {
        let digits = self.word();
        let is_whole = !self.rest().starts_with('.');
        let number = digits.replace('_', "").parse().ok().filter(|_| is_whole);
        number.map_or_else(|| self.leave(), PyValue::Int)
    }

    /// `True`, `None`, a name that was assigned before, one of another module, or a string with a prefix.
    fn name(&mut self, depth: usize) -> PyValue {
        let start = self.at;
        let name = self.word();
        let is_prefix = (1..=2).contains(&name.len()) && name.bytes().all(|byte| b"rRuUbBfF".contains(&byte));
        if is_prefix && self.rest().starts_with(['"', '\'']) {
            self.at = start;
            return self.strings(depth);
        }
        match name {
            "" => self.leave(),
            "True" => PyValue::Bool(true),
            "False" => PyValue::Bool(false),
            "None" => PyValue::None,
            "__file__" => PyValue::Text(self.file.to_owned()),
            name => match self.known.get(name) {
                Some(value) => value.copied(self.budget),
                None => PyValue::Name(name.to_owned()),
            },
        }
    }

    /// A list or tuple; brackets around one value without a comma are none.
    fn list(&mut self, close: &str, depth: usize) -> PyValue {
        self.at += 1;
        let (mut items, mut has_comma) = (Vec::new(), false);
        loop {
            if self.eats(close) {
                return match items.pop() {
                    Some(one) if close == ")" && !has_comma && items.is_empty() => one,
                    Some(last) => {
                        items.push(last);
                        PyValue::List(items)
                    }
                    None => PyValue::List(items),
                };
            }
            let is_spread = self.eats("*");
            let item = self.expression(depth + 1);
            match item {
                PyValue::List(more) if is_spread => items.extend(more),
                item => items.push(item),
            }
            if self.eats_word("for") {
                return self.leave_bracket(close);
            }
            if self.eats(",") {
                has_comma = true;
            } else if !self.next_is(close) && !self.passes_item(&mut items, close) {
                return self.give_up();
            }
        }
    }

    /// Skips the rest of an item that is not understood, which is computed; false at the end of the statement.
    fn passes_item(&mut self, items: &mut [PyValue], close: &str) -> bool {
        if let Some(last) = items.last_mut() {
            *last = PyValue::Computed;
        }
        self.leave();
        self.eats(",") || self.next_is(close)
    }

    fn map(&mut self, depth: usize) -> PyValue {
        self.at += 1;
        let mut entries = Vec::new();
        loop {
            if self.eats("}") {
                return PyValue::Map(entries);
            }
            if self.eats("**") {
                match self.expression(depth + 1) {
                    PyValue::Map(more) => {
                        more.into_iter().for_each(|(key, value)| put(&mut entries, key, value))
                    }
                    _ => return self.leave_bracket("}"),
                }
            } else {
                let key = self.expression(depth + 1);
                if !self.eats(":") {
                    return self.leave_bracket("}");
                }
                let value = self.expression(depth + 1);
                if self.eats_word("for") {
                    return self.leave_bracket("}");
                }
                if let PyValue::Text(key) = key {
                    put(&mut entries, key, value);
                }
            }
            if !self.eats(",") && !self.next_is("}") {
                if let Some((_, last)) = entries.last_mut() {
                    *last = PyValue::Computed;
                }
                self.leave();
                if !self.eats(",") && !self.next_is("}") {
                    return self.give_up();
                }
            }
        }
    }

    /// The arguments of a call, from its opening bracket on; nothing where they are not understood.
    pub(super) fn arguments(&mut self, depth: usize) -> Option<Arguments> {
        let mut arguments = Arguments::default();
        if !self.eats("(") {
            return None;
        }
        loop {
            if self.eats(")") {
                return Some(arguments);
            }
            if self.eats("**") {
                if let PyValue::Map(more) = self.expression(depth + 1) {
                    arguments.named.extend(more);
                }
            } else if self.eats("*") {
                if let PyValue::List(more) = self.expression(depth + 1) {
                    arguments.positional.extend(more);
                }
            } else {
                let start = self.at;
                let name = self.word();
                if !name.is_empty() && self.next_is("=") && !self.next_is("==") {
                    self.at += 1;
                    let value = self.expression(depth + 1);
                    arguments.named.push((name.to_owned(), value));
                } else {
                    self.at = start;
                    arguments.positional.push(self.expression(depth + 1));
                }
            }
            if !self.eats(",") && !self.next_is(")") && !self.passes_item(&mut arguments.positional, ")") {
                return None;
            }
        }
    }

    /// The value of a key, or a part of a string or list.
    fn key(&mut self, value: PyValue, depth: usize) -> PyValue {
        let start = if self.next_is(":") { None } else { Some(self.expression(depth)) };
        if self.eats("]") {
            return start.map_or(PyValue::Computed, |key| calls::item(&value, &key));
        }
        if !self.eats(":") {
            return self.leave_bracket("]");
        }
        let end = if self.next_is("]") { None } else { Some(self.expression(depth)) };
        if !self.eats("]") {
            return self.leave_bracket("]");
        }
        calls::part(&value, start.as_ref(), end.as_ref())
    }

    /// Skips to the comma or bracket that ends an item.
    fn leave(&mut self) -> PyValue {
        let mut depth = 0_usize;
        while let Some(byte) = self.text.as_bytes().get(self.at) {
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' | b',' if depth == 0 => break,
                b')' | b']' | b'}' => depth -= 1,
                b'"' | b'\'' => {
                    self.at = end_of_string(self.text, self.at);
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
        PyValue::Computed
    }

    /// Skips what is left within brackets.
    fn leave_bracket(&mut self, close: &str) -> PyValue {
        loop {
            self.leave();
            if self.rest().starts_with(',') {
                self.at += 1;
            } else if self.eats(close) {
                return PyValue::Computed;
            } else {
                return self.give_up();
            }
        }
    }
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Two numbers in a calculation.
fn numbers(left: PyValue, right: PyValue, calculate: fn(i64, i64) -> Option<i64>) -> PyValue {
    match (left, right) {
        (PyValue::Int(left), PyValue::Int(right)) => {
            calculate(left, right).map_or(PyValue::Computed, PyValue::Int)
        }
        _ => PyValue::Computed,
    }
}

/// Whether two values compare so; nothing where only running the file tells.
fn compared(left: &PyValue, sign: &str, right: &PyValue) -> Option<bool> {
    // A variable of the environment that is not set is `None`.
    let left = if *left == PyValue::Unset { &PyValue::None } else { left };
    if !left.is_known() || !right.is_known() {
        return None;
    }
    let holds = |whole: &PyValue| match (whole, left) {
        (PyValue::List(items), _) => Some(items.contains(left)),
        (PyValue::Map(entries), PyValue::Text(key)) => Some(entries.iter().any(|(known, _)| known == key)),
        (PyValue::Text(whole), PyValue::Text(part)) => Some(whole.contains(part.as_str())),
        _ => None,
    };
    let order = match (left, right) {
        (PyValue::Int(left), PyValue::Int(right)) => Some(left.cmp(right)),
        _ => None,
    };
    match sign {
        "==" => Some(left == right),
        "!=" => Some(left != right),
        "in" => holds(right),
        "not in" => holds(right).map(|holds| !holds),
        "<" => order.map(Ordering::is_lt),
        "<=" => order.map(Ordering::is_le),
        ">" => order.map(Ordering::is_gt),
        _ => order.map(Ordering::is_ge),
    }
}

//! Assignments of literals in a Python file: what a configuration says without being run.

use std::collections::BTreeMap;

/// A value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum PyValue {
    #[default]
    None,
    Bool(bool),
    Int(i64),
    Text(String),
    List(Vec<PyValue>),
    Map(Vec<(String, PyValue)>),
    /// What only running the file tells.
    Computed,
}

impl PyValue {
    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// The names that a file assigns at its left margin, each with its line.
#[derive(Clone, Debug, Default)]
pub(super) struct Assignments(BTreeMap<String, (PyValue, usize)>);

/// How deep lists may be in each other.
const DEEPEST: usize = 16;

impl Assignments {
    /// Adds those of a file; later ones win.
    pub(super) fn read(&mut self, text: &str) {
        let mut at = 0;
        let mut line = 1;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
            let mut length = end;
            if let Some((name, value, is_added)) = assignment(rest) {
                let mut reader = Reader { text: rest, at: value, known: self };
                let mut value = reader.whole();
                if is_added {
                    value = sum(self.get(name).cloned().unwrap_or_default(), value);
                }
                // A value may go on in further lines.
                let past = reader.at;
                if past > end {
                    length = rest
                        .get(past..)
                        .and_then(|rest| rest.find('\n'))
                        .map_or(rest.len(), |it| past + it + 1);
                }
                self.0.insert(name.to_owned(), (value, line));
            }
            line += rest.get(..length).map_or(0, |passed| passed.matches('\n').count());
            at += length;
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&PyValue> {
        self.0.get(name).map(|(value, _)| value)
    }

    /// The line of a name whose value is computed.
    pub(super) fn computed(&self, name: &str) -> Option<usize> {
        self.0.get(name).filter(|(value, _)| *value == PyValue::Computed).map(|(_, line)| *line)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text()
    }

    /// A whole number that is not negative.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        match self.get(name)? {
            PyValue::Int(number) => usize::try_from(*number).ok(),
            _ => None,
        }
    }
}

/// Two values with `+` between them.
fn sum(left: PyValue, right: PyValue) -> PyValue {
    match (left, right) {
        (PyValue::Text(left), PyValue::Text(right)) => PyValue::Text(left + &right),
        (PyValue::List(mut left), PyValue::List(right)) => {
            left.extend(right);
            PyValue::List(left)
        }
        (PyValue::Int(left), PyValue::Int(right)) => {
            left.checked_add(right).map_or(PyValue::Computed, PyValue::Int)
        }
        _ => PyValue::Computed,
    }
}

/// The name that a line assigns to, where its value begins, and whether `+=` adds it.
fn assignment(line: &str) -> Option<(&str, usize, bool)> {
    let length = line.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
    let name = line.get(..length).filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))?;
    let after = line.get(length..)?;
    let indent = after.len() - after.trim_start_matches([' ', '\t']).len();
    let after = after.get(indent..)?;
    if after.starts_with("+=") {
        return Some((name, length + indent + 2, true));
    }
    let value = after.strip_prefix('=')?;
    (!value.starts_with('=')).then_some((name, length + indent + 1, false))
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    known: &'t Assignments,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// Skips blanks, and within brackets line ends and comments.
    fn skip(&mut self, within: bool) {
        loop {
            let rest = self.rest();
            let trimmed = if within { rest.trim_start() } else { rest.trim_start_matches([' ', '\t']) };
            self.at += rest.len() - trimmed.len();
            if let Some(next) = self.rest().strip_prefix("\\\n") {
                self.at = self.text.len() - next.len();
            } else if within && self.rest().starts_with('#') {
                self.at += self.rest().find('\n').unwrap_or(self.rest().len());
            } else {
                return;
            }
        }
    }

    /// A value up to the end of its line.
    fn whole(&mut self) -> PyValue {
        let value = self.sum(false, 0);
        self.skip(false);
        match self.rest().chars().next() {
            None | Some('\n' | '\r' | '#' | ';') => value,
            Some(',') if value != PyValue::Computed => PyValue::Computed,
            _ => PyValue::Computed,
        }
    }

    /// Operands with `+` between them.
    fn sum(&mut self, within: bool, depth: usize) -> PyValue {
        let mut sum = self.operand(within, depth);
        loop {
            self.skip(within);
            if !self.rest().starts_with('+') {
                return sum;
            }
            self.at += 1;
            sum = self::sum(sum, self.operand(within, depth));
        }
    }

    fn operand(&mut self, within: bool, depth: usize) -> PyValue {
        self.skip(within);
        if depth > DEEPEST {
            return PyValue::Computed;
        }
        let Some(first) = self.rest().chars().next() else { return PyValue::Computed };
        match first {
            '(' | '[' => self.list(if first == '(' { ')' } else { ']' }, depth),
            '{' => self.map(depth),
            '"' | '\'' => self.strings(within),
            '0'..='9' => {
                let digits = self.rest().find(|c: char| !(c.is_ascii_digit() || c == '_'));
                let digits = self.rest().get(..digits.unwrap_or(self.rest().len())).unwrap_or("").to_owned();
                self.at += digits.len();
                digits.replace('_', "").parse().map_or(PyValue::Computed, PyValue::Int)
            }
            _ => self.name(within),
        }
    }

    /// `True`, `None`, a name that was assigned before, or a string with a prefix.
    fn name(&mut self, within: bool) -> PyValue {
        let length =
            self.rest().find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(self.rest().len());
        let name = self.rest().get(..length).unwrap_or("").to_owned();
        let after = self.rest().get(length..).unwrap_or("");
        let is_prefix = matches!(name.to_ascii_lowercase().as_str(), "r" | "u" | "b" | "br" | "rb");
        if is_prefix && after.starts_with(['"', '\'']) {
            return self.strings(within);
        }
        if name.eq_ignore_ascii_case("f") && after.starts_with(['"', '\'']) {
            self.at += length;
            return self.formatted(within);
        }
        let is_more = after.starts_with(['(', '.', '[', '"', '\'']) || length == 0;
        self.at += length;
        match name.as_str() {
            "True" => PyValue::Bool(true),
            "False" => PyValue::Bool(false),
            "None" => PyValue::None,
            _ if is_more => PyValue::Computed,
            name => self.known.get(name).cloned().unwrap_or(PyValue::Computed),
        }
    }

    /// String literals beside each other.
    fn strings(&mut self, within: bool) -> PyValue {
        let mut out = String::new();
        loop {
            match self.string() {
                Some(text) => out.push_str(&text),
                None => return PyValue::Computed,
            }
            self.skip(within);
            let start = self.rest().trim_start_matches(['r', 'u', 'R', 'U']);
            if !start.starts_with(['"', '\'']) || self.rest().len() - start.len() > 1 {
                return PyValue::Text(out);
            }
        }
    }

    /// A string with names in braces, which were assigned before.
    fn formatted(&mut self, within: bool) -> PyValue {
        let PyValue::Text(text) = self.strings(within) else { return PyValue::Computed };
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            out.push_str(before);
            if let Some(after) = ["{{", "}}"].iter().find_map(|pair| from.strip_prefix(pair)) {
                out.push_str(from.get(..1).unwrap_or(""));
                rest = after;
                continue;
            }
            let named = from.strip_prefix('{').and_then(|named| named.split_once('}'));
            let Some((name, after)) = named else { return PyValue::Computed };
            match self.known.get(name.trim()) {
                Some(PyValue::Text(text)) => out.push_str(text),
                Some(PyValue::Int(number)) => out.push_str(&number.to_string()),
                _ => return PyValue::Computed,
            }
            rest = after;
        }
        PyValue::Text(out + rest)
    }

    fn string(&mut self) -> Option<String> {
        let prefix = self.rest().find(['"', '\''])?;
        let is_raw = self.rest().get(..prefix)?.contains(['r', 'R']);
        self.at += prefix;
        let quote = self.rest().get(..1)?.to_owned();
        let triple = quote.repeat(3);
        let close = if self.rest().starts_with(&triple) { triple } else { quote };
        self.at += close.len();
        let mut out = String::new();
        loop {
            if self.rest().starts_with(&close) {
                self.at += close.len();
                return Some(out);
            }
            let c = self.rest().chars().next()?;
            self.at += c.len_utf8();
            if c == '\n' && close.len() == 1 {
                return None;
            }
            if c != '\\' {
                out.push(c);
                continue;
            }
            let escaped = self.rest().chars().next()?;
            self.at += escaped.len_utf8();
            match escaped {
                _ if is_raw => out.extend(['\\', escaped]),
                'n' => out.push('\n'),
                't' => out.push('\t'),
                '\n' => {}
                '\\' | '"' | '\'' => out.push(escaped),
                _ => out.extend(['\\', escaped]),
            }
        }
    }

    /// A list or tuple; brackets around one value without a comma are none.
    fn list(&mut self, close: char, depth: usize) -> PyValue {
        self.at += 1;
        let mut items: Vec<PyValue> = Vec::new();
        let mut has_comma = false;
        loop {
            self.skip(true);
            if self.rest().starts_with(close) {
                self.at += 1;
                return match items.as_slice() {
                    [one] if close == ')' && !has_comma => one.clone(),
                    _ => PyValue::List(items),
                };
            }
            let before = self.at;
            items.push(self.sum(true, depth + 1));
            self.skip(true);
            if self.rest().starts_with(',') {
                has_comma = true;
                self.at += 1;
            } else if !self.rest().starts_with(close) || self.at == before {
                return self.give_up();
            }
        }
    }

    fn map(&mut self, depth: usize) -> PyValue {
        self.at += 1;
        let mut entries = Vec::new();
        loop {
            self.skip(true);
            if self.rest().starts_with('}') {
                self.at += 1;
                return PyValue::Map(entries);
            }
            let key = self.sum(true, depth + 1);
            self.skip(true);
            let (Some(key), true) = (key.as_text().map(str::to_owned), self.rest().starts_with(':')) else {
                return self.give_up();
            };
            self.at += 1;
            entries.push((key, self.sum(true, depth + 1)));
            self.skip(true);
            if self.rest().starts_with(',') {
                self.at += 1;
            } else if !self.rest().starts_with('}') {
                return self.give_up();
            }
        }
    }

    /// Leaves a value that is not understood: the file is read on after its line.
    fn give_up(&self) -> PyValue {
        PyValue::Computed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_read_and_the_rest_is_computed() {
        let mut names = Assignments::default();
        names.read(
            "import os\nSITEURL = 'https://e.example'\nA = SITEURL + \"/x\" # c\nB = os.environ.get('X')\nL = (('a', 'b'),\n  # no\n  ('c',),)\n\
             D = {'date': {'x': 1}, \"k\": None}\nP = (\n    'one '\n    'two'\n)\nif True:\n    A = 'no'\nR = r'(?P<date>\\d{4}).*'\nF = f'{A}/{{x}}'\nG = f'{A!r}'\nL += (('d',),)\nT = \"\"\"x\ny\"\"\"\nE = True\n",
        );
        let text = |text: &str| PyValue::Text(text.to_owned());
        for (name, value) in [
            ("A", text("https://e.example/x")),
            ("B", PyValue::Computed),
            (
                "L",
                PyValue::List(vec![
                    PyValue::List(vec![text("a"), text("b")]),
                    PyValue::List(vec![text("c")]),
                    PyValue::List(vec![text("d")]),
                ]),
            ),
            (
                "D",
                PyValue::Map(vec![
                    ("date".to_owned(), PyValue::Map(vec![("x".to_owned(), PyValue::Int(1))])),
                    ("k".to_owned(), PyValue::None),
                ]),
            ),
            ("P", text("one two")),
            ("R", text("(?P<date>\\d{4}).*")),
            ("F", text("https://e.example/x/{x}")),
            ("G", PyValue::Computed),
            ("T", text("x\ny")),
            ("E", PyValue::Bool(true)),
        ] {
            assert_eq!(names.get(name), Some(&value), "{name}");
        }
        assert_eq!(names.computed("B"), Some(4));
    }

    #[test]
    fn any_text_is_read() {
        for text in [
            "A = (",
            "A = [1, 2",
            "A = {'x'",
            "A = 'x",
            "A = \"\"\"",
            "A =",
            "A = {,}",
            "A = +",
            "=",
            "A = (((((((((((((((((((((",
        ] {
            Assignments::default().read(text);
        }
    }
}

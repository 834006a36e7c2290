//! Expressions of Tera.

use crate::markup::front_matter::{Map, Node, Value};
use crate::site::conventions::zola::tera::filters::filtered;
use crate::site::conventions::zola::tera::run::Run;
use crate::site::conventions::zola::tera::values::{as_number, is_true, number, split, text};

/// A part of an expression.
#[derive(Clone, Debug, PartialEq)]
enum Token<'t> {
    Name(&'t str),
    Text(&'t str),
    Number(f64, bool),
    Sign(&'t str),
}

/// The arguments of a call, of which each is written out; one that is not understood is left out.
pub(in crate::site::conventions::zola) fn arguments(run: &mut Run<'_>, list: &str) -> Option<Map> {
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
    pub(in crate::site::conventions::zola) fn value(&mut self, expression: &str) -> Option<Option<Value>> {
        Some(self.value_of_output(expression)?.0)
    }

    /// The same, and whether it is not to be escaped.
    pub(super) fn value_of_output(&mut self, expression: &str) -> Option<(Option<Value>, bool)> {
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

    fn choice(&mut self) -> Found {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let mut left = self.both()?;
        while self.takes("or") {
            let right = self.both()?;
            let is = [&left, &right].iter().any(|value| value.as_ref().is_some_and(is_true));
            left = Some(Value::Bool(is));
        }
        self.depth -= 1;
        Some(left)
    }

    fn both(&mut self) -> Found {
        let mut left = self.negated()?;
        while self.takes("and") {
            let right = self.negated()?;
            let is = [&left, &right].iter().all(|value| value.as_ref().is_some_and(is_true));
            left = Some(Value::Bool(is));
        }
        Some(left)
    }

    fn negated(&mut self) -> Found {
        if self.takes("not") {
            let value = self.negated()?;
            return Some(Some(Value::Bool(!value.is_some_and(|value| is_true(&value)))));
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Found {
        let left = self.filtered()?;
        for sign in ["==", "!=", "<=", ">=", "<", ">"] {
            if self.accepts(sign) {
                let right = self.filtered()?;
                return Some(Some(Value::Bool(compared(sign, left.as_ref(), right.as_ref())?)));
            }
        }
        let is_not = self.takes("not");
        if self.takes("in") {
            let list = self.filtered()??;
            let is_in = contains(&list, &left?)?;
            return Some(Some(Value::Bool(is_in != is_not)));
        }
        if is_not { None } else { Some(left) }
    }

    fn filtered(&mut self) -> Found {
        let mut value = self.sum()?;
        while self.accepts("|") {
            let Some(Token::Name(name)) = self.tokens.get(self.at).cloned() else { return None };
            self.at += 1;
            let given = if self.accepts("(") { self.given()? } else { Map::default() };
            match name {
                "safe" => self.is_safe = true,
                "default" => {
                    let is_missing = value.is_none();
                    if is_missing {
                        value = given.get("value").map(|node| node.value.clone());
                    }
                }
                _ => {
                    let of = value?;
                    value = Some(filtered(name, of, &given, self.run.world.markdown)?);
                }
            }
        }
        Some(value)
    }

    /// Arguments up to the bracket that closes them.
    fn given(&mut self) -> Option<Map> {
        let mut all = Map::default();
        loop {
            if self.accepts(")") {
                return Some(all);
            }
            let Some(Token::Name(name)) = self.tokens.get(self.at).cloned() else { return None };
            self.at += 1;
            if !self.accepts("=") {
                return None;
            }
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
            left = Some(operated(sign, &left?, &right?)?);
        }
    }

    fn product(&mut self) -> Found {
        let mut left = self.operand()?;
        loop {
            let sign = ["*", "/", "%"].into_iter().find(|sign| self.accepts(sign));
            let Some(sign) = sign else { return Some(left) };
            let right = self.operand()?;
            left = Some(operated(sign, &left?, &right?)?);
        }
    }

    fn operand(&mut self) -> Found {
        let token = self.tokens.get(self.at)?.clone();
        self.at += 1;
        match token {
            Token::Text(text) => Some(Some(Value::from(text))),
            Token::Number(value, is_whole) => Some(Some(number(value, is_whole))),
            Token::Sign("-") => {
                let (value, is_whole) = as_number(&self.operand()??)?;
                Some(Some(number(-value, is_whole)))
            }
            Token::Sign("(") => {
                let value = self.choice()?;
                self.accepts(")").then_some(value)
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
        let mut value = self.run.name(name);
        loop {
            if self.accepts(".") {
                let key = match self.tokens.get(self.at)? {
                    Token::Name(key) => (*key).to_owned(),
                    Token::Number(number, _) => number.to_string(),
                    _ => return None,
                };
                self.at += 1;
                value = member(value, &Value::String(key));
            } else if self.accepts("[") {
                let key = self.choice()??;
                if !self.accepts("]") {
                    return None;
                }
                value = member(value, &key);
            } else {
                break;
            }
        }
        if self.takes("is") {
            let is_not = self.takes("not");
            let Some(Token::Name(test)) = self.tokens.get(self.at).cloned() else { return None };
            self.at += 1;
            let argument = if self.accepts("(") {
                let argument = self.choice()?;
                self.accepts(")").then_some(argument)?
            } else {
                None
            };
            return Some(Some(Value::Bool(tested(test, value.as_ref(), argument.as_ref())? != is_not)));
        }
        Some(value)
    }

    fn function(&mut self, name: &str, given: &Map) -> Option<Value> {
        let string = |key: &str| given.get(key).and_then(Node::as_str);
        let whole = |key: &str| match given.get(key).map(|node| &node.value) {
            Some(Value::Int(number)) => Some(*number),
            _ => None,
        };
        match name {
            "get_url" => {
                let path = string("path")?;
                if path.starts_with("@/") || path.contains("://") {
                    return Some(Value::from(path));
                }
                let trails = given.get("trailing_slash").and_then(|node| node.value.as_bool()) == Some(true);
                let slash = if trails && !path.ends_with('/') { "/" } else { "" };
                Some(Value::String(format!(
                    "{}/{}{slash}",
                    self.run.world.address,
                    path.trim_start_matches('/')
                )))
            }
            "range" => {
                let (start, end) = (whole("start").unwrap_or(0), whole("end")?);
                let step = usize::try_from(whole("step_by").unwrap_or(1)).ok().filter(|step| *step > 0)?;
                let numbers = (start..end.min(start.saturating_add(10_000))).step_by(step);
                Some(Value::List(numbers.map(|number| Node::unwritten(Value::Int(number))).collect()))
            }
            _ => None,
        }
    }
}

fn member(of: Option<Value>, key: &Value) -> Option<Value> {
    match (of?, key) {
        (Value::Map(map), Value::String(key)) => map.get(key).map(|node| node.value.clone()),
        (Value::List(items), Value::Int(place)) => {
            items.get(usize::try_from(*place).ok()?).map(|node| node.value.clone())
        }
        (Value::List(items), Value::String(place)) => {
            items.get(place.parse::<usize>().ok()?).map(|node| node.value.clone())
        }
        _ => None,
    }
}

fn compared(sign: &str, left: Option<&Value>, right: Option<&Value>) -> Option<bool> {
    let is_same = |left: Option<&Value>, right: Option<&Value>| match (left, right) {
        (Some(left), Some(right)) => match (as_number(left), as_number(right)) {
            (Some((left, _)), Some((right, _))) => (left - right).abs() < f64::EPSILON,
            _ => left == right,
        },
        (left, right) => left.is_none() && right.is_none(),
    };
    match sign {
        "==" => return Some(is_same(left, right)),
        "!=" => return Some(!is_same(left, right)),
        _ => {}
    }
    let order = match (left?, right?) {
        (Value::String(left), Value::String(right)) => left.partial_cmp(right),
        (left, right) => as_number(left)?.0.partial_cmp(&as_number(right)?.0),
    }?;
    Some(match sign {
        "<" => order.is_lt(),
        ">" => order.is_gt(),
        "<=" => order.is_le(),
        _ => order.is_ge(),
    })
}

fn contains(list: &Value, item: &Value) -> Option<bool> {
    match (list, item) {
        (Value::List(items), item) => Some(items.iter().any(|known| known.value == *item)),
        (Value::String(text), Value::String(part)) => Some(text.contains(part.as_str())),
        (Value::Map(map), Value::String(key)) => Some(map.get(key).is_some()),
        _ => None,
    }
}

fn tested(test: &str, value: Option<&Value>, argument: Option<&Value>) -> Option<bool> {
    let whole = |value: Option<&Value>| match value {
        Some(Value::Int(number)) => Some(*number),
        _ => None,
    };
    Some(match test {
        "defined" => value.is_some(),
        "undefined" => value.is_none(),
        "string" => matches!(value, Some(Value::String(_))),
        "number" => value.is_some_and(|value| as_number(value).is_some()),
        "iterable" => matches!(value, Some(Value::List(_))),
        "object" => matches!(value, Some(Value::Map(_))),
        "odd" => whole(value)? % 2 != 0,
        "even" => whole(value)? % 2 == 0,
        "divisibleby" => whole(value)?.checked_rem(whole(argument)?)? == 0,
        "starting_with" => value?.as_str()?.starts_with(argument?.as_str()?),
        "ending_with" => value?.as_str()?.ends_with(argument?.as_str()?),
        "containing" => contains(value?, argument?)?,
        "matching" => regex::Regex::new(argument?.as_str()?).ok()?.is_match(value?.as_str()?),
        _ => return None,
    })
}

fn operated(sign: &str, left: &Value, right: &Value) -> Option<Value> {
    if sign == "~" {
        return Some(Value::String(text(left)? + &text(right)?));
    }
    let ((left, left_whole), (right, right_whole)) = (as_number(left)?, as_number(right)?);
    let made = match sign {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => left / right,
        _ => left % right,
    };
    made.is_finite().then(|| number(made, sign == "/" || left_whole && right_whole))
}

/// The parts of an expression; nothing where a character is not understood.
fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    const SIGNS: [&str; 23] = [
        "::", "==", "!=", "<=", ">=", "<", ">", "(", ")", "[", "]", "|", ",", ".", "=", "+", "-", "~", "*",
        "/", "%", "{", "}",
    ];
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if matches!(first, '"' | '\'' | '`') {
            let end = rest.get(1..)?.find(first)? + 1;
            out.push(Token::Text(rest.get(1..end)?));
            end + 1
        } else if first.is_ascii_digit() {
            let mut end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let is_float = rest.get(end..).is_some_and(|after| {
                after.starts_with('.')
                    && after.get(1..2).is_some_and(|it| it.bytes().all(|b| b.is_ascii_digit()))
            });
            // A place in a list, `list.0`, is no fraction.
            let is_place = matches!(out.last(), Some(Token::Sign(".")));
            if is_float && !is_place {
                let after = rest.get(end + 1..)?;
                end += 1 + after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
            }
            out.push(Token::Number(rest.get(..end)?.parse().ok()?, !is_float || is_place));
            end
        } else if first.is_alphabetic() || first == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            out.push(Token::Name(rest.get(..end)?));
            end
        } else {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign))?;
            out.push(Token::Sign(sign));
            sign.len()
        };
        rest = rest.get(length..)?.trim_start();
    }
    Some(out)
}

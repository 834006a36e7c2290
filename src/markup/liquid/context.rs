//! A template's variables and its budget: what names mean, and how much may be done before it is stopped.

use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

use crate::markup::liquid::captured::Captured;
use crate::markup::liquid::globals::{Globals, Page, Part};
use crate::markup::liquid::operand::{Comparison, Condition, Expression, Operand, Step, Test};
use crate::markup::liquid::output::UNKNOWN;
use crate::markup::liquid::problem::Problem;
use crate::markup::liquid::value::{DEEPEST, Value};
use crate::text::budget::Budget;
use crate::text::date::in_zone;

/// How much a template may do: about one unit a tag, a value, and sixteen bytes of text.
const UNITS: usize = 5_000_000;

/// Works out an expression with its filters; what a filter needs to run another chain of filters.
pub(super) type Evaluate = for<'a> fn(&mut Context<'a>, &Expression) -> Result<Value<'a>, Problem>;

pub(super) struct Context<'a> {
    pub(super) globals: &'a dyn Globals,
    pub(super) page: &'a dyn Page,
    pub(super) evaluate: Evaluate,
    /// The innermost is last; `assign` writes to the first.
    scopes: Vec<Vec<(String, Value<'a>)>>,
    pub(super) counters: HashMap<String, i64>,
    budget: Budget,
    /// Whether what fails, or is not known to Jekyll, is marked instead of ending the run.
    pub(super) lenient: bool,
    /// Whether the template is a part of another, whose variables it has too.
    pub(super) is_part: bool,
    /// Whether an unknown filter is an error.
    pub(super) strict: bool,
    /// What `capture` blocks printed, where that is asked for.
    pub(super) captured: Option<Captured>,
}

impl<'a> Context<'a> {
    pub(super) fn new(globals: &'a dyn Globals, page: &'a dyn Page, evaluate: Evaluate) -> Self {
        Self {
            globals,
            page,
            evaluate,
            scopes: vec![Vec::new()],
            counters: HashMap::new(),
            budget: Budget::new(UNITS, 0),
            lenient: false,
            is_part: false,
            strict: false,
            captured: None,
        }
    }

    /// Takes `units` from the budget.
    pub(super) fn spend(&mut self, units: usize) -> Result<(), Problem> {
        self.budget.step(units).ok_or_else(|| {
            Problem::new(
                "the template does too much and was stopped here",
                "make its loops or its includes smaller",
            )
        })
    }

    /// Returns whether a bound stopped the template: then the rest of it must not run.
    pub(super) const fn is_exhausted(&self) -> bool {
        self.budget.has_refused()
    }

    /// Takes note that a bound stops the template.
    pub(super) fn exhaust(&self) {
        self.budget.refuse::<()>();
    }

    /// Takes what a string costs from the budget.
    pub(super) fn spend_text(&mut self, text: &str) -> Result<(), Problem> {
        self.spend(1 + text.len() / 16)
    }

    /// Takes what printing or comparing a value costs from the budget, and refuses lists in lists without end.
    pub(super) fn weigh(&mut self, value: &Value<'a>) -> Result<(), Problem> {
        self.weigh_nested(value, DEEPEST)
    }

    fn weigh_nested(&mut self, value: &Value<'a>, depth: usize) -> Result<(), Problem> {
        let Some(deeper) = depth.checked_sub(1) else {
            return Err(too_deep());
        };
        match value {
            Value::Text(text) => self.spend_text(text),
            Value::List(items) => {
                self.spend(1)?;
                items.iter().try_for_each(|item| self.weigh_nested(item, deeper))
            }
            Value::Record(parts) => {
                self.spend(1)?;
                parts.iter().try_for_each(|(_, part)| self.weigh_nested(part, deeper))
            }
            Value::Object(_) => {
                let values = value.values();
                self.spend(1)?;
                values.iter().try_for_each(|part| self.weigh_nested(part, deeper))
            }
            _ => self.spend(1),
        }
    }

    /// Refuses what the template itself has nested too deep; what is the site's is taken as it is.
    pub(super) fn check_depth(&mut self, value: &Value<'a>) -> Result<(), Problem> {
        self.check_depth_nested(value, DEEPEST)
    }

    fn check_depth_nested(&mut self, value: &Value<'a>, depth: usize) -> Result<(), Problem> {
        self.spend(1)?;
        let Some(deeper) = depth.checked_sub(1) else { return Err(too_deep()) };
        match value {
            Value::List(items) => items.iter().try_for_each(|item| self.check_depth_nested(item, deeper)),
            Value::Record(parts) => {
                parts.iter().try_for_each(|(_, part)| self.check_depth_nested(part, deeper))
            }
            _ => Ok(()),
        }
    }

    /// The items of a value as a loop sees them.
    pub(super) fn items(&mut self, value: &Value<'a>) -> Result<Rc<Vec<Value<'a>>>, Problem> {
        self.spend(1 + value.size().unwrap_or(0))?;
        Ok(value.items())
    }

    /// A value as text, for a filter.
    pub(super) fn text(&mut self, value: Value<'a>) -> Result<Cow<'a, str>, Problem> {
        self.weigh(&value)?;
        Ok(value.into_text())
    }

    pub(super) fn push_scope(&mut self, variables: Vec<(String, Value<'a>)>) {
        self.scopes.push(variables);
    }

    pub(super) fn pop_scope(&mut self) {
        self.scopes.pop();
    }

    /// Sets a variable of the innermost scope.
    pub(super) fn set_local(&mut self, name: &str, value: Value<'a>) {
        if let Some(scope) = self.scopes.last_mut() {
            set(scope, name, value);
        }
    }

    /// Sets a variable for the rest of the template.
    pub(super) fn assign(&mut self, name: &str, value: Value<'a>) {
        if let Some(scope) = self.scopes.first_mut() {
            set(scope, name, value);
        }
    }

    fn variable(&self, name: &str) -> Value<'a> {
        let in_scope =
            self.scopes.iter().rev().flat_map(|scope| scope.iter().rev()).find(|(key, _)| key == name);
        if let Some((_, value)) = in_scope {
            return value.clone();
        }
        if name == "page" {
            return Value::Object(self.page);
        }
        if let Some(counter) = self.counters.get(name) {
            return Value::Int(*counter);
        }
        let of_template_around = || if self.is_part { Value::from(UNKNOWN) } else { Value::Nil };
        self.globals.variable(name).unwrap_or_else(of_template_around)
    }

    /// The value of an operand; nothing where a name means nothing.
    pub(super) fn value(&self, operand: &Operand) -> Value<'a> {
        match operand {
            Operand::Nil => Value::Nil,
            Operand::Bool(truth) => Value::Bool(*truth),
            Operand::Int(number) => Value::Int(*number),
            Operand::Float(number) => Value::Float(*number),
            Operand::Text(text) => Value::from(text.clone()),
            Operand::Empty => Value::Empty,
            Operand::Blank => Value::Blank,
            Operand::Range(ends) => {
                let (from, to) = ends.as_ref();
                let (first, last) = (self.value(from), self.value(to));
                if self.lenient && (is_open(from, &first) || is_open(to, &last)) {
                    return Value::from(UNKNOWN);
                }
                Value::Range(to_int(&first), to_int(&last))
            }
            Operand::Lookup(steps) => self.look_up(steps),
        }
    }

    fn look_up(&self, steps: &[Step]) -> Value<'a> {
        let of_site = matches!(steps.first(), Some(Step::Name(name)) if name == "site");
        let mut steps = steps.iter();
        let mut value = match steps.next() {
            Some(Step::Name(name)) => self.variable(name),
            Some(Step::Index(index)) => self.variable(&self.value(index).to_text()),
            None => Value::Nil,
        };
        for step in steps {
            if self.lenient && value.is_marked() {
                // A part of what only the build knows: but for the end of a path, all of it is marked.
                return Value::from(UNKNOWN);
            }
            value = match step {
                Step::Name(name) if self.lenient && self.is_of_plugins(&value, name) => Value::from(UNKNOWN),
                Step::Name(name) => match value.part(name) {
                    Value::Nil if of_site && name == "related_posts" => {
                        self.page.related().unwrap_or_default()
                    }
                    Value::Nil => self.text_of(&value, name),
                    part => part,
                },
                Step::Index(index) => match self.value(index) {
                    Value::Int(number) => value.item(number),
                    Value::Text(name) => match &value {
                        // In brackets a name is only that of a part.
                        Value::Object(_) | Value::Record(_) => value.part(&name),
                        _ => Value::Nil,
                    },
                    _ => Value::Nil,
                },
            };
            if matches!(value, Value::Nil) {
                break;
            }
        }
        match value {
            // A time without an offset is read as UTC and shown as local time.
            Value::Time(time) if time.offset().local_minus_utc() == 0 => {
                Value::Time(in_zone(&time, self.globals.zone()))
            }
            value => value,
        }
    }

    /// Returns whether the site's own plugins give a page or document the value of this name.
    fn is_of_plugins(&self, value: &Value<'a>, name: &str) -> bool {
        let Value::Object(object) = value else { return false };
        object.content().is_some_and(|content| self.globals.is_set_by_plugins(content, name))
    }

    /// The text of a document, which it has not at hand.
    fn text_of(&self, value: &Value<'a>, name: &str) -> Value<'a> {
        let part = match name {
            "content" => Part::Content,
            "excerpt" => Part::Excerpt,
            _ => return Value::Nil,
        };
        let Value::Object(document) = value else { return Value::Nil };
        let text = document.document().and_then(|path| self.page.text_of(path, part));
        text.map_or(Value::Nil, Value::from)
    }

    /// Whether a condition holds; `and` and `or` bind to the right, as in Ruby's Liquid.
    pub(super) fn test(&mut self, condition: &Condition) -> Result<bool, Problem> {
        if let Some(unknown) = &condition.unknown {
            return Err(Problem::new(
                format!("`{unknown}` is not a comparison"),
                "compare with `==`, `!=`, `<`, `>`, `<=`, `>=` or `contains`, and join with `and` and `or`",
            ));
        }
        let mut holds = self.compare(&condition.first)?;
        for (and, comparison) in &condition.rest {
            // a and (b or c): once the left side has decided, the rest has no say.
            if holds != *and {
                return Ok(holds);
            }
            holds = self.compare(comparison)?;
        }
        Ok(holds)
    }

    fn compare(&mut self, comparison: &Comparison) -> Result<bool, Problem> {
        self.spend(1)?;
        let left = self.value(&comparison.left);
        let Some((test, right)) = &comparison.test else { return Ok(left.is_truthy()) };
        let right = self.value(right);
        self.spend(match (test, &left, &right) {
            (Test::Contains, Value::Text(text), _) => text.len() / 16,
            (Test::Contains, Value::List(items), _) => items.len(),
            (_, Value::Text(left), Value::Text(right)) => left.len().min(right.len()) / 16,
            _ => 0,
        })?;
        if matches!(left, Value::List(_) | Value::Record(_)) {
            self.check_depth(&left)?;
        }
        match test {
            Test::Equal => Ok(left.equals(&right)),
            Test::Unequal => Ok(!left.equals(&right)),
            Test::Contains => Ok(self.contains(&left, &right)),
            Test::Less | Test::Greater | Test::LessOrEqual | Test::GreaterOrEqual => {
                ordered(*test, &left, &right)
            }
        }
    }

    fn contains(&self, left: &Value<'a>, right: &Value<'a>) -> bool {
        match left {
            _ if matches!(right, Value::Nil) => false,
            Value::Text(text) => text.contains(right.to_text().as_ref()),
            Value::List(items) => items.iter().any(|item| item.equals(right)),
            Value::Object(object) => object.get(&right.to_text()).is_some(),
            Value::Record(parts) => parts.iter().any(|(key, _)| *key == right.to_text()),
            Value::Range(from, to) => matches!(right, Value::Int(number) if (from..=to).contains(&number)),
            _ => false,
        }
    }
}

fn too_deep() -> Problem {
    Problem::new("lists are nested too deep in each other", "build a flat list")
}

fn set<'a>(scope: &mut Vec<(String, Value<'a>)>, name: &str, value: Value<'a>) {
    match scope.iter_mut().find(|(key, _)| key == name) {
        Some((_, place)) => *place = value,
        None => scope.push((name.to_owned(), value)),
    }
}

fn ordered(test: Test, left: &Value<'_>, right: &Value<'_>) -> Result<bool, Problem> {
    let has_order = |value: &Value<'_>| {
        matches!(value, Value::Int(_) | Value::Float(_) | Value::Text(_) | Value::Date(_) | Value::Time(_))
    };
    let Some(order) = left.compare(right) else {
        if has_order(left) && has_order(right) {
            return Err(Problem::new(
                format!("`{}` and `{}` cannot be compared", left.to_text(), right.to_text()),
                "compare numbers with numbers and strings with strings; `| plus: 0` makes a number of a string",
            ));
        }
        return Ok(false);
    };
    Ok(match test {
        Test::Less => order.is_lt(),
        Test::Greater => order.is_gt(),
        Test::LessOrEqual => order.is_le(),
        _ => order.is_ge(),
    })
}

/// Whether only the build knows where a range begins or ends: a name means nothing to us, or its value is made of one that does.
fn is_open(end: &Operand, value: &Value<'_>) -> bool {
    let means_nothing =
        || matches!(value, Value::Nil) && matches!(end, Operand::Lookup(_)) && !end.is_of("include");
    value.is_marked() || means_nothing()
}

/// Ruby's `to_i`: the number at the start of a string, else zero.
pub(super) fn to_int(value: &Value<'_>) -> i64 {
    match value {
        Value::Int(number) => *number,
        Value::Float(number) => *number as i64,
        Value::Bool(truth) => i64::from(*truth),
        Value::Text(text) => {
            let text = text.trim_start();
            let sign = usize::from(text.starts_with(['-', '+']));
            let digits = text.bytes().skip(sign).take_while(u8::is_ascii_digit).count();
            text.get(..sign + digits).and_then(|number| number.parse().ok()).unwrap_or(0)
        }
        _ => 0,
    }
}

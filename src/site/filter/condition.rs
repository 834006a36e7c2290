//! `where` and `exclude-where`: CEL expressions over a post.

use std::collections::HashMap;

use cel::common::ast::{EntryExpr, Expr};
use cel::{IdedExpr, Value as Cel};
use chrono::{DateTime, FixedOffset};

use crate::markup::front_matter::{Map, Value};
use crate::site::Settings;
use crate::site::filter::keys::{Keyed, add_functions, variable};
use crate::site::filter::truth::Truth;
use crate::site::post::Post;
use crate::text::suggest::did_you_mean;

/// A compiled expression.
pub(super) struct Condition {
    /// The key of `[[feeds]]` that it is the value of, for messages.
    key: &'static str,
    keyed: Keyed,
    /// How deep loops (`all`, `map`, …) nest in it.
    loops: u32,
    /// How often lists that a post has may be put together.
    joins: usize,
}

/// At most so many operators, member accesses and brackets: each may be a level of the parser's and the evaluator's stack.
const MOST_OPERATORS: usize = 200;
/// At most so many brackets and `?` within each other: the parser needs up to 200 kB of stack for each in a debug build, and a
/// thread may have 2 MiB.
const DEEPEST: usize = 8;
/// At most so many steps of nested loops for one post, by the length of its longest list.
const MOST_STEPS: usize = 1_000_000;

impl Condition {
    /// Compiles an expression.
    ///
    /// # Errors
    /// When it is not CEL, or names a field that posts do not have.
    pub(super) fn new(key: &'static str, expression: &str) -> Result<Self, String> {
        let Size { operators, depth } = size(expression);
        if depth > DEEPEST {
            return Err(format!(
                "nests {depth} brackets and `?`, and may nest {DEEPEST}; write it as lists of the filters"
            ));
        }
        if operators > MOST_OPERATORS {
            return Err(format!(
                "has {operators} operators, and may have {MOST_OPERATORS}; write it as lists of the filters"
            ));
        }
        let program = cel::Program::compile(expression).map_err(|errors| {
            let told = errors.errors.first().map_or_else(String::new, |error| {
                format!(" at column {}: {}", error.pos.1.max(1), error.msg.lines().next().unwrap_or(""))
            });
            format!("is not a CEL expression{told}: `{expression}`")
        })?;
        match unknown_field(program.expression()) {
            None => {
                let (loops, literal) = loops(program.expression());
                let joins = (1 + expression.matches('+').count()) * literal.max(1);
                Ok(Self { key, keyed: Keyed::new(program.expression()), loops, joins })
            }
            Some(name) => Err(format!(
                "asks for `post.{name}`, which posts do not have{}",
                match did_you_mean(name, FIELDS.iter().copied()) {
                    hint if hint.is_empty() => format!("; front matter is `post.data.{name}`"),
                    hint => hint.replace("mean `", "mean `post."),
                }
            )),
        }
    }

    /// Evaluates the condition with `post` bound: its properties by the names that `list` prints, front matter as `post.data`,
    /// in which a key that the post lacks is `null`.
    ///
    /// # Errors
    /// When it takes too many steps, or types in it do not go together, unless the post lacks a key that it names.
    pub(super) fn holds(&self, settings: &Settings, post: &Post) -> Result<Truth, String> {
        let Self { key, keyed, .. } = self;
        self.check_steps(post)?;
        let mut context = cel::Context::default();
        let mut missing = Vec::new();
        for (number, name) in keyed.names.iter().enumerate() {
            let value = name.find(&post.data).map(|node| &node.value);
            let bound = match value {
                _ if name.is_test => Cel::Bool(value.is_some()),
                Some(value) => cel_value(value),
                None => Cel::Null,
            };
            if bound == Cel::Null {
                missing.push(name.shown());
            }
            context.add_variable_from_value(variable(number), bound);
        }
        context.add_variable_from_value("post", fields(settings, post, keyed.needs_data));
        add_functions(&mut context).map_err(|error| format!("`{key}` cannot be evaluated: {error}"))?;
        match Cel::resolve(&keyed.expression, &context) {
            Ok(Cel::Bool(true)) => Ok(Truth::True),
            Ok(Cel::Bool(false)) => Ok(Truth::False),
            // `post.data.rss` by itself, as in every template language.
            Ok(Cel::Null) if !missing.is_empty() => Ok(Truth::False),
            Ok(other) => {
                Err(format!("`{key}` gives {:?} for {}, not true or false", other.type_of(), post.path))
            }
            Err(cel::ExecutionError::NoSuchKey(_)) if missing.is_empty() => Ok(Truth::False),
            Err(_) if !missing.is_empty() => Ok(Truth::Undefined(missing)),
            Err(error) => Err(format!("`{key}` cannot be evaluated for {}: {error}", post.path)),
        }
    }

    /// Checks that loops are not too long for a post.
    fn check_steps(&self, post: &Post) -> Result<(), String> {
        if self.loops == 0 {
            return Ok(());
        }
        let longest = longest_list(&post.data).max(post.categories.len()).max(post.tags.len());
        let items = longest.max(1).saturating_mul(self.joins);
        if items.saturating_pow(self.loops) <= MOST_STEPS {
            return Ok(());
        }
        Err(format!(
            "`{}` takes more than {MOST_STEPS} steps for {}, whose longest list has {longest} items",
            self.key, post.path
        ))
    }
}

/// What `post` is in an expression.
fn fields(settings: &Settings, post: &Post, with_data: bool) -> HashMap<String, Cel> {
    let strings = |list: &[String]| Cel::from(list.to_vec());
    let date = |date: &DateTime<FixedOffset>| Cel::Timestamp(*date);
    let names: Vec<String> = settings.authors_of(post).iter().map(|author| author.name.clone()).collect();
    let fields = [
        ("path", Cel::from(&*post.path)),
        ("collection", Cel::from(&*post.collection)),
        ("url", Cel::from(post.url.as_str())),
        ("id", Cel::from(post.id.as_str())),
        ("title", Cel::from(post.title.as_str())),
        ("date", date(&post.date)),
        ("updated", date(&post.updated)),
        ("categories", strings(&post.categories)),
        ("tags", strings(&post.tags)),
        ("authors", strings(&names)),
        ("language", Cel::from(settings.language_of(post).map(str::to_owned))),
        ("draft", Cel::Bool(post.draft)),
        ("redirect", Cel::from(post.redirect_to.as_deref().map(str::to_owned))),
    ];
    let data = with_data.then(|| ("data", map_value(&post.data)));
    fields.into_iter().chain(data).map(|(key, value)| (key.to_owned(), value)).collect()
}

/// The size of an expression.
struct Size {
    /// How many operators, member accesses and brackets it has outside its strings.
    operators: usize,
    /// How many brackets are open at once; each `?` stays open to the end, for its alternative is nested in it.
    depth: usize,
}

fn size(expression: &str) -> Size {
    let mut quote = None;
    let mut found = Size { operators: 0, depth: 0 };
    // Of each kind by itself: a bracket of another kind closes nothing.
    let mut open: [usize; 4] = [0; 4];
    for c in expression.chars() {
        match quote {
            Some(mark) if c == mark => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None => {
                found.operators += usize::from("+-*/%.!<>=&|?([{".contains(c));
                open[3] += usize::from(c == '?');
            }
        }
        // In strings too: the parser goes on after a quotation mark that nothing closes.
        for (open, pair) in open.iter_mut().zip([['(', ')'], ['[', ']'], ['{', '}']]) {
            *open = (*open + usize::from(c == pair[0])).saturating_sub(usize::from(c == pair[1]));
        }
        found.depth = found.depth.max(open.iter().sum());
    }
    found
}

/// How deep loops nest in an expression, and the length of the longest list that is written in it.
fn loops(expression: &IdedExpr) -> (u32, usize) {
    let mut open = vec![(expression, 0)];
    let (mut deepest, mut longest) = (0, 0);
    while let Some((IdedExpr { expr, .. }, depth)) = open.pop() {
        deepest = deepest.max(depth);
        match expr {
            Expr::Select(select) => open.push((&select.operand, depth)),
            Expr::Call(call) => {
                open.extend(call.target.iter().map(|target| (&**target, depth)));
                open.extend(call.args.iter().map(|argument| (argument, depth)));
            }
            Expr::List(list) => {
                longest = longest.max(list.elements.len());
                open.extend(list.elements.iter().map(|item| (item, depth)));
            }
            Expr::Map(map) => open.extend(map.entries.iter().flat_map(|entry| match &entry.expr {
                EntryExpr::MapEntry(entry) => vec![(&entry.key, depth), (&entry.value, depth)],
                EntryExpr::StructField(field) => vec![(&field.value, depth)],
            })),
            Expr::Comprehension(of) => {
                open.extend([(&of.iter_range, depth), (&of.accu_init, depth)]);
                open.extend([&of.loop_cond, &of.loop_step, &of.result].map(|inner| (inner, depth + 1)));
            }
            _ => {}
        }
    }
    (deepest, longest)
}

/// The length of the longest list or map in front matter.
fn longest_list(map: &Map) -> usize {
    let mut longest = map.iter().count();
    let mut open: Vec<&Value> = map.iter().map(|entry| &entry.value.value).collect();
    while let Some(value) = open.pop() {
        match value {
            Value::List(list) => {
                longest = longest.max(list.len());
                open.extend(list.iter().map(|node| &node.value));
            }
            Value::Map(map) => {
                longest = longest.max(map.iter().count());
                open.extend(map.iter().map(|entry| &entry.value.value));
            }
            _ => {}
        }
    }
    longest
}

/// What `post` has in an expression.
const FIELDS: [&str; 14] = [
    "path",
    "collection",
    "url",
    "id",
    "title",
    "date",
    "updated",
    "categories",
    "tags",
    "authors",
    "language",
    "draft",
    "redirect",
    "data",
];

/// The first field of `post` in an expression that no post has.
fn unknown_field(expression: &IdedExpr) -> Option<&str> {
    let mut open = vec![expression];
    while let Some(IdedExpr { expr, .. }) = open.pop() {
        match expr {
            Expr::Select(select) => {
                let of_post = matches!(&select.operand.expr, Expr::Ident(name) if name == "post");
                if of_post && !FIELDS.contains(&select.field.as_str()) {
                    return Some(&select.field);
                }
                open.push(&select.operand);
            }
            Expr::Call(call) => open.extend(call.target.iter().map(|target| &**target).chain(&call.args)),
            Expr::List(list) => open.extend(&list.elements),
            Expr::Map(map) => open.extend(map.entries.iter().flat_map(|entry| match &entry.expr {
                EntryExpr::MapEntry(entry) => vec![&entry.key, &entry.value],
                EntryExpr::StructField(field) => vec![&field.value],
            })),
            Expr::Comprehension(of) => {
                open.extend([&of.iter_range, &of.accu_init, &of.loop_cond, &of.loop_step, &of.result]);
            }
            _ => {}
        }
    }
    None
}

fn map_value(map: &Map) -> Cel {
    let fields: HashMap<String, Cel> =
        map.iter().map(|entry| (entry.key.clone(), cel_value(&entry.value.value))).collect();
    Cel::from(fields)
}

fn cel_value(value: &Value) -> Cel {
    match value {
        Value::Null => Cel::Null,
        Value::Bool(value) => Cel::Bool(*value),
        Value::Int(value) => Cel::Int(*value),
        Value::Float(value) => Cel::Float(*value),
        Value::Date(date) => Cel::from(date.to_string()),
        Value::Time(time) => Cel::Timestamp(*time),
        Value::String(text) => Cel::from(text.as_str()),
        Value::List(list) => Cel::from(list.iter().map(|node| cel_value(&node.value)).collect::<Vec<_>>()),
        Value::Map(map) => map_value(map),
    }
}

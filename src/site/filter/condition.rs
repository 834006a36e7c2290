//! `where`: a CEL expression over a post.

use std::collections::HashMap;

use cel::common::ast::{EntryExpr, Expr};
use cel::{IdedExpr, Value as Cel};
use chrono::{DateTime, FixedOffset};

use crate::markup::front_matter::{Map, Value};
use crate::site::Settings;
use crate::site::post::Post;
use crate::text::suggest::did_you_mean;

/// A compiled `where`.
pub(super) struct Condition(cel::Program);

impl Condition {
    /// Compiles an expression.
    ///
    /// # Errors
    /// When it is not CEL, or names a field that posts do not have.
    pub(super) fn new(expression: &str) -> Result<Self, String> {
        let program = cel::Program::compile(expression).map_err(|errors| {
            let told = errors.errors.first().map_or_else(String::new, |error| {
                format!(" at column {}: {}", error.pos.1.max(1), error.msg.lines().next().unwrap_or(""))
            });
            format!("is no CEL expression{told}: `{expression}`")
        })?;
        match unknown_field(program.expression()) {
            None => Ok(Self(program)),
            Some(name) => Err(format!(
                "asks for `post.{name}`, which posts do not have{}",
                match did_you_mean(name, FIELDS.iter().copied()) {
                    hint if hint.is_empty() => format!("; front matter is `post.data.{name}`"),
                    hint => hint.replace("mean `", "mean `post."),
                }
            )),
        }
    }

    /// Evaluates the condition with `post` bound: its properties by the names that `list` prints, front matter as `post.data`.
    pub(super) fn holds(&self, settings: &Settings, post: &Post) -> Result<bool, String> {
        let mut context = cel::Context::default();
        let texts = |list: &[String]| Cel::from(list.to_vec());
        let date = |date: &DateTime<FixedOffset>| Cel::Timestamp(*date);
        let names: Vec<String> = settings.authors_of(post).iter().map(|author| author.name.clone()).collect();
        let fields: HashMap<String, Cel> = [
            ("path", Cel::from(&*post.path)),
            ("collection", Cel::from(&*post.collection)),
            ("url", Cel::from(post.url.as_str())),
            ("id", Cel::from(post.id.as_str())),
            ("title", Cel::from(post.title.as_str())),
            ("date", date(&post.date)),
            ("updated", date(&post.updated)),
            ("categories", texts(&post.categories)),
            ("tags", texts(&post.tags)),
            ("authors", texts(&names)),
            ("language", Cel::from(settings.language_of(post).map(str::to_owned))),
            ("draft", Cel::Bool(post.draft)),
            ("redirect", Cel::from(post.redirect_to.clone())),
            ("data", map_value(&post.data)),
        ]
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
        context.add_variable_from_value("post", fields);
        match self.0.execute(&context) {
            Ok(Cel::Bool(verdict)) => Ok(verdict),
            Ok(other) => {
                Err(format!("`where` gives {:?} for {}, not true or false", other.type_of(), post.path))
            }
            // A key that this post lacks makes the expression false for it, as in Liquid and in every template language.
            Err(cel::ExecutionError::NoSuchKey(_)) => Ok(false),
            Err(error) => Err(format!("`where` cannot be evaluated for {}: {error}", post.path)),
        }
    }
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

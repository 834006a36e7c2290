//! The keys of front matter that an expression names: each is a variable with the post's value, or with `null` where the post
//! lacks the key.
//!
//! CEL itself stops at a missing key. Binding only what is named costs less than the whole front matter as a map, too.

use std::sync::Arc;

use cel::common::ast::{CallExpr, EntryExpr, Expr, LiteralValue, SelectExpr, operators};
use cel::objects::{Key, Map as CelMap};
use cel::{Context, DeclarationError, ExecutionError, IdedExpr, Value as Cel};

use crate::markup::front_matter::{Map, Node};

/// An expression in which every key of front matter that it names is a variable.
pub(super) struct Keyed {
    /// The expression.
    pub(super) expression: IdedExpr,
    /// What it names, in the order of [`variable`].
    pub(super) names: Vec<Name>,
    /// Whether it needs the front matter as a whole too.
    pub(super) needs_data: bool,
}

/// A key that an expression names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// The keys that lead to it, from the front matter on.
    path: Vec<String>,
    /// Whether the expression asks only whether it exists (`has`).
    pub(super) is_test: bool,
}

impl Name {
    /// The value that a post's front matter has for it.
    pub(super) fn find<'a>(&self, data: &'a Map) -> Option<&'a Node> {
        let (first, rest) = self.path.split_first()?;
        rest.iter().try_fold(data.get(first)?, |node, key| node.value.as_map()?.get(key))
    }

    /// The key as an expression names it.
    pub(super) fn shown(&self) -> String {
        format!("post.data.{}", self.path.join("."))
    }
}

/// What the variable of a name is called: no expression can name it.
pub(super) fn variable(number: usize) -> String {
    format!("@{number}")
}

impl Keyed {
    /// Makes variables of the keys in an expression.
    pub(super) fn new(expression: &IdedExpr) -> Self {
        let blank = IdedExpr { id: expression.id, expr: Expr::Unspecified };
        let mut keyed = Self { expression: blank, names: Vec::new(), needs_data: false };
        let mut bound = expression.clone();
        keyed.bind(&mut bound);
        keyed.expression = bound;
        keyed
    }

    fn bind(&mut self, expression: &mut IdedExpr) {
        if let Some(name) = name(&expression.expr) {
            let known = self.names.iter().position(|known| *known == name);
            let number = known.unwrap_or(self.names.len());
            if known.is_none() {
                self.names.push(name);
            }
            expression.expr = Expr::Ident(variable(number));
            return;
        }
        match &mut expression.expr {
            Expr::Ident(name) => self.needs_data |= name == POST,
            Expr::Select(select) if is_post(&select.operand) => self.needs_data |= select.field == DATA,
            Expr::Select(_) => {
                if let Expr::Select(select) = std::mem::take(&mut expression.expr) {
                    expression.expr = self.member(expression.id, select);
                }
            }
            Expr::Call(call) => {
                call.target.iter_mut().for_each(|target| self.bind(target));
                call.args.iter_mut().for_each(|argument| self.bind(argument));
            }
            Expr::List(list) => list.elements.iter_mut().for_each(|item| self.bind(item)),
            Expr::Map(map) => map.entries.iter_mut().for_each(|entry| match &mut entry.expr {
                EntryExpr::MapEntry(entry) => {
                    self.bind(&mut entry.key);
                    self.bind(&mut entry.value);
                }
                EntryExpr::StructField(field) => self.bind(&mut field.value),
            }),
            Expr::Comprehension(of) => {
                let of = &mut **of;
                let parts = [&mut of.iter_range, &mut of.accu_init, &mut of.loop_cond, &mut of.loop_step];
                parts.into_iter().for_each(|part| self.bind(part));
                self.bind(&mut of.result);
            }
            _ => {}
        }
    }

    /// A member of what is in no place that can be known before: of an item of a list.
    fn member(&mut self, id: u64, select: SelectExpr) -> Expr {
        let SelectExpr { mut operand, field, test } = select;
        self.bind(&mut operand);
        let field = IdedExpr { id, expr: Expr::Literal(LiteralValue::String(field.into())) };
        let func_name = if test { HAS } else { MEMBER }.to_owned();
        Expr::Call(CallExpr { func_name, target: None, args: vec![*operand, field] })
    }
}

const POST: &str = "post";
const DATA: &str = "data";

/// The functions that members of an item are asked from.
const MEMBER: &str = "@member";
const HAS: &str = "@has";

/// Adds the functions that bound expressions call.
///
/// # Errors
/// When the context has functions of their names.
pub(super) fn add_functions(context: &mut Context<'_, '_>) -> Result<(), DeclarationError> {
    context.add_function(MEMBER, |of: Cel, key: Arc<String>| match of {
        Cel::Map(map) => Ok(get(&map, key).unwrap_or(Cel::Null)),
        Cel::Null => Ok(Cel::Null),
        _ => Err(ExecutionError::NoSuchKey(key)),
    })?;
    context.add_function(HAS, |of: Cel, key: Arc<String>| match of {
        Cel::Map(map) => Ok(Cel::Bool(get(&map, key).is_some())),
        _ => Ok::<_, ExecutionError>(Cel::Bool(false)),
    })
}

fn get(map: &CelMap, key: Arc<String>) -> Option<Cel> {
    map.map.get(&Key::String(key)).cloned()
}

/// The key of front matter that an expression is.
fn name(expression: &Expr) -> Option<Name> {
    if let Expr::Select(SelectExpr { operand, field, test: true }) = expression {
        let mut path = path(&operand.expr)?;
        path.push(field.clone());
        return Some(Name { path, is_test: true });
    }
    path(expression).filter(|path| !path.is_empty()).map(|path| Name { path, is_test: false })
}

/// The keys that lead from the front matter to what an expression is: none to all of it.
fn path(expression: &Expr) -> Option<Vec<String>> {
    let (operand, field) = match expression {
        Expr::Select(SelectExpr { operand, field, test: false }) => (&**operand, field.as_str()),
        Expr::Call(call) if call.func_name == operators::INDEX => match call.args.as_slice() {
            [operand, IdedExpr { expr: Expr::Literal(LiteralValue::String(key)), .. }] => {
                (operand, key.inner())
            }
            _ => return None,
        },
        _ => return None,
    };
    if is_post(operand) {
        return (field == DATA).then(Vec::new);
    }
    let mut path = path(&operand.expr)?;
    path.push(field.to_owned());
    Some(path)
}

fn is_post(expression: &IdedExpr) -> bool {
    matches!(&expression.expr, Expr::Ident(name) if name == POST)
}

//! The parts of JavaScript that configurations are written in.

use std::sync::Arc;

use crate::markup::chain::Chain;

/// An expression.
#[derive(Clone, Debug)]
pub(super) enum Expression {
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    /// `/…/flags`
    Pattern(String),
    Name(String),
    Template(Vec<Part>),
    List(Vec<Item>),
    Object(Vec<Property>),
    /// `a.b`, `a?.b`
    Member(Box<Self>, String),
    /// `a[b]`
    Index(Box<Self>, Box<Self>),
    Call(Box<Self>, Vec<Item>, usize),
    New(Box<Self>, Vec<Item>, usize),
    Function(Arc<Function>),
    Not(Box<Self>),
    Negative(Box<Self>),
    TypeOf(Box<Self>),
    Binary(&'static str, Box<Self>, Box<Self>),
    Choice(Box<Self>, Box<Self>, Box<Self>),
    /// What is not read.
    Unknown,
}

/// `a.b`, `a[b]`, `a.b()`, `a + b`
impl Chain for Expression {
    fn left(&self) -> Option<&Self> {
        match self {
            Self::Member(of, _) | Self::Index(of, _) | Self::Binary(_, of, _) => Some(of),
            Self::Call(callee, ..) => match &**callee {
                Self::Member(of, _) => Some(of),
                Self::Name(_) => None,
                callee => Some(callee),
            },
            _ => None,
        }
    }
}

/// A part of a template literal.
#[derive(Clone, Debug)]
pub(super) enum Part {
    Text(String),
    Code(Expression),
}

/// An item of a list, or an argument.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Whether it stands after `...`.
    pub(super) spread: bool,
    pub(super) value: Expression,
}

/// An entry of an object.
#[derive(Clone, Debug)]
pub(super) enum Property {
    Named(String, Expression, usize),
    Computed(Expression, Expression, usize),
    Spread(Expression),
}

/// What a name, or several, are bound to.
#[derive(Clone, Debug)]
pub(super) enum Target {
    Name(String),
    List(Vec<Option<Self>>),
    /// `...rest` at the end of a list
    Rest(Box<Self>),
    /// Keys, what they are bound to, and what stands in for one that is missing.
    Object(Vec<(String, Self, Option<Expression>)>, Option<String>),
}

/// A parameter, and what stands in for it.
pub(super) type Parameter = (Target, Option<Expression>);

/// A function.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Vec<Statement>,
}

/// A statement.
#[derive(Clone, Debug)]
pub(super) enum Statement {
    /// Names of another module and what they are called here; `*` is the whole module.
    Import(String, Vec<(String, String)>),
    Bind(Target, Expression, bool),
    /// `exports.name = …`, `export default …`, `export { a as b }`.
    Export(String, Expression),
    Expression(Expression),
    /// `name = …`, `object.key = …`, `list[0] = …`
    Assign(Expression, Expression),
    Return(Expression),
    If(Expression, Vec<Statement>, Vec<Statement>),
    For(Target, Expression, Vec<Statement>),
    Block(Vec<Statement>),
}

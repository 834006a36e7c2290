//! The parts of a template.

use crate::markup::chain::Chain;
use crate::markup::jinja::grammar::Constant;

/// A part of a template, with its place in it.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// Where its tag begins, in bytes.
    pub(super) at: usize,
    /// What its tag has between its brackets.
    pub(super) source: String,
}

/// What a part of a template is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Text(String),
    Output(Expression),
    /// Branches, each with its condition; the last may have none.
    If(Vec<(Option<Expression>, Vec<Node>)>),
    For(Box<Loop>),
    /// Names, the value, and whether it is set for the whole template.
    Set(Vec<String>, Expression, bool),
    Capture(String, Vec<Node>),
    Macro(Macro),
    /// `{% call f() %}…{% endcall %}`
    Call(Expression, Vec<Node>),
    /// The file, and whether it may be missing.
    Include(Expression, bool),
    /// The file, and names with what they are called; none for the whole, under the second.
    Import(Expression, Option<Vec<(String, String)>>, String),
    /// `{% filter f %}…{% endfilter %}`
    Filter(Expression, Vec<Node>),
    Block(Vec<Node>),
    /// Branches of `switch`: each with its value, or none for the default.
    Switch(Expression, Vec<(Option<Expression>, Vec<Node>)>),
    Continue,
    Break,
    /// A tag of the site's own: its name, arguments, and the text inside where it is paired.
    Shortcode(String, Vec<Argument>, Option<Vec<Node>>),
}

/// A loop.
#[derive(Clone, Debug)]
pub(super) struct Loop {
    pub(super) names: Vec<String>,
    pub(super) list: Expression,
    /// What selects from the list.
    pub(super) condition: Option<Expression>,
    pub(super) body: Vec<Node>,
    /// The text for an empty list.
    pub(super) otherwise: Vec<Node>,
}

/// A macro of a template.
#[derive(Clone, Debug)]
pub(super) struct Macro {
    pub(super) name: String,
    pub(super) parameters: Vec<(String, Option<Expression>)>,
    pub(super) body: Vec<Node>,
}

/// An argument, with its name where it has one.
pub(super) type Argument = (Option<String>, Expression);

/// An expression.
#[derive(Clone, Debug)]
pub(super) enum Expression {
    /// One that is not understood, in a strict language.
    Invalid,
    Constant(Constant),
    Name(String),
    List(Vec<Self>),
    Map(Vec<(Self, Self)>),
    Member(Box<Self>, Box<Self>),
    /// `a[start:end]`
    Part(Box<Self>, Option<Box<Self>>, Option<Box<Self>>),
    Call(Box<Self>, Vec<Argument>),
    Filter(String, Box<Self>, Vec<Argument>),
    /// `a is name(…)`
    Test(String, Box<Self>, Vec<Argument>),
    Not(Box<Self>),
    Negative(Box<Self>),
    Binary(&'static str, Box<Self>, Box<Self>),
    /// Condition, value, other value.
    Choice(Box<Self>, Box<Self>, Box<Self>),
}

/// `a.b`, `a|b`, `a + b`
impl Chain for Expression {
    fn left(&self) -> Option<&Self> {
        match self {
            Self::Member(of, _)
            | Self::Part(of, ..)
            | Self::Filter(_, of, _)
            | Self::Test(_, of, _)
            | Self::Binary(_, of, _) => Some(of),
            _ => None,
        }
    }
}

impl Expression {
    pub(super) const UNDEFINED: Self = Self::Constant(Constant::Undefined);

    pub(super) const fn text(text: String) -> Self {
        Self::Constant(Constant::Text(text))
    }

    /// The names of an expression, for people: `post.data.title`.
    pub(super) fn described(&self) -> String {
        match self {
            Self::Name(name) | Self::Filter(name, ..) | Self::Test(name, ..) => name.clone(),
            Self::Member(of, name) => match &**name {
                Self::Constant(Constant::Text(name)) => format!("{}.{name}", of.described()),
                _ => of.described(),
            },
            Self::Call(of, _)
            | Self::Binary(_, of, _)
            | Self::Part(of, ..)
            | Self::Not(of)
            | Self::Negative(of)
            | Self::Choice(_, of, _) => of.described(),
            Self::Invalid | Self::Constant(_) | Self::List(_) | Self::Map(_) => String::new(),
        }
    }
}

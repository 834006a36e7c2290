//! The parts of a template.

/// A part of a template.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Text(String),
    /// `{{ … }}`, and where it begins.
    Output(Expression, usize),
    /// Branches, each with its condition; the last may have none.
    If(Vec<(Option<Expression>, Vec<Self>)>),
    /// Names, the list, the body, and the body for an empty list.
    For(Vec<String>, Expression, Vec<Self>, Vec<Self>),
    Set(Vec<String>, Expression),
    Capture(String, Vec<Self>),
    Macro(Macro),
    /// `{% call f() %}…{% endcall %}`
    Call(Expression, Vec<Self>),
    /// The file, and whether it may be missing.
    Include(Expression, bool),
    /// The file, and names with what they are called; none for the whole, under the second.
    Import(Expression, Option<Vec<(String, String)>>, String),
    /// `{% filter f %}…{% endfilter %}`
    Filter(Expression, Vec<Self>),
    Block(Vec<Self>),
    /// Branches of `switch`: each with its value, or none for the default.
    Switch(Expression, Vec<(Option<Expression>, Vec<Self>)>),
    /// A tag of the site's own: its name, arguments, the text inside where it is paired, and where it begins.
    Shortcode(String, Vec<Argument>, Option<Vec<Self>>, usize),
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
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    /// `r/…/flags`
    Pattern(String),
    Name(String),
    List(Vec<Self>),
    Object(Vec<(Self, Self)>),
    Member(Box<Self>, Box<Self>),
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

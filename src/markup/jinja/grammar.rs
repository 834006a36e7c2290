//! What differs in the grammars of the family.

/// The grammar of a language.
#[derive(Debug)]
pub(crate) struct Grammar {
    /// The tags that the language itself has; any other is the site's own.
    pub(crate) tags: &'static [&'static str],
    /// The tags in which nothing is a tag.
    pub(crate) raw: &'static [&'static str],
    pub(crate) quotes: &'static [char],
    /// Words that are values.
    pub(crate) constants: &'static [(&'static str, Constant)],
    /// What is between the name of an imported template and a macro's.
    pub(crate) macro_sign: &'static str,
    pub(crate) features: &'static [Feature],
}

impl Grammar {
    pub(super) fn has(&self, feature: Feature) -> bool {
        self.features.contains(&feature)
    }
}

/// What only some of the languages have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Feature {
    /// `a if b else c`
    Choices,
    /// `for a in b if c`
    Selections,
    /// `a[1:2]`
    Slices,
    /// Strings with escapes such as `\n`.
    Escapes,
    /// `r/…/flags`
    Patterns,
    /// A filter applies to the operand before it, not to the whole sum.
    OperandFilters,
    /// A test applies to the operand before it, not to the whole comparison.
    OperandTests,
    /// `set a, b = c` takes `c` apart.
    Unpacking,
    /// `or` and `and` result in true or false, not in one of their operands.
    BooleanLogic,
    /// Printing a name without a value, setting to it, and leaving out a macro's argument are errors.
    RequiredValues,
    /// `set` inside a loop sets the variable outside of it.
    OuterVariables,
    /// A macro sees the variables of where it is called.
    OpenMacros,
    /// A macro sees what the template was given, but not what that has set.
    ContextMacros,
    /// What `set` captures is markup, which is not escaped.
    CapturedMarkup,
}

/// A value that is written out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Constant {
    Undefined,
    Null,
    Bool(bool),
    /// A number, and whether it is written as a whole one.
    Number(f64, bool),
    Text(String),
    /// A regular expression, `/…/flags`.
    Pattern(String),
}

//! Nunjucks as a language of the family.

use crate::markup::javascript::{Object, Reader, Value};
use crate::markup::jinja::{
    self, Arguments, Constant, Feature, Grammar, Items, Language, Marked, Missed, Rendered,
};
use crate::markup::liquid::Strict;
use crate::markup::nunjucks::filters;
use crate::markup::nunjucks::values::{is_unknown, printed};
use crate::text::bounded::Size;
use crate::text::html::text::escape_attribute;

/// What a template gets from outside.
pub(crate) trait Outside {
    /// A variable of the data, or the part of it that the first keys lead to, and how many those are.
    fn variable(&self, name: &str, keys: &[Value]) -> (Option<Value>, usize);

    /// A value after a filter that Nunjucks does not have; nothing where it cannot be told.
    fn filter(&self, reader: &mut Reader<'_>, name: &str, given: &[Value]) -> Option<Value>;

    /// What a shortcode makes of its arguments and of the text inside it; nothing where it cannot be told.
    fn shortcode(&self, reader: &mut Reader<'_>, given: &Given<'_>) -> Option<String>;

    /// The text of a template that another one names.
    fn template(&self, name: &str) -> Option<String>;

    /// What replaces an unknown shortcode.
    fn stand_in(&self) -> String;
}

/// A shortcode, as the site's function gets it.
pub(crate) struct Given<'g> {
    pub(crate) name: &'g str,
    pub(crate) arguments: &'g [Value],
    pub(crate) content: Option<&'g str>,
}

/// What a template comes to.
pub(crate) fn render(text: &str, reader: &mut Reader<'_>, outside: &dyn Outside) -> Rendered {
    jinja::render(text, &mut Nunjucks { reader, outside, is_strict: false }, Vec::new())
}

/// What a template comes to, with the names that it prints.
///
/// # Errors
/// With the first thing in it that is not known, where one is.
pub(crate) fn render_strictly(
    text: &str,
    reader: &mut Reader<'_>,
    outside: &dyn Outside,
) -> Result<Strict, Option<Missed>> {
    let made = jinja::render(text, &mut Nunjucks { reader, outside, is_strict: true }, Vec::new());
    if made.is_whole { Ok(made.into_strict()) } else { Err(made.unknown.into_iter().next()) }
}

static GRAMMAR: Grammar = Grammar {
    tags: &[
        "if",
        "ifAsync",
        "for",
        "asyncEach",
        "asyncAll",
        "set",
        "macro",
        "call",
        "include",
        "import",
        "from",
        "filter",
        "block",
        "extends",
        "switch",
    ],
    raw: &["raw", "verbatim"],
    quotes: &['"', '\''],
    constants: &[
        ("true", Constant::Bool(true)),
        ("false", Constant::Bool(false)),
        ("none", Constant::Null),
        ("null", Constant::Null),
    ],
    macro_sign: ".",
    features: &[
        Feature::Choices,
        Feature::Escapes,
        Feature::Patterns,
        Feature::OperandFilters,
        Feature::OuterVariables,
        Feature::OpenMacros,
        Feature::CapturedMarkup,
    ],
};

struct Nunjucks<'a, 'h> {
    reader: &'a mut Reader<'h>,
    outside: &'a dyn Outside,
    is_strict: bool,
}

/// Arguments as a function gets them: those with names are one object, the last.
fn values(given: Arguments<Value>) -> Vec<Value> {
    let (mut out, mut named) = (Vec::new(), Object::default());
    for (name, value) in given {
        match name {
            Some(name) => named.set(&name, value, 0),
            None => out.push(value),
        }
    }
    if !named.fields().is_empty() {
        out.push(Value::Object(named));
    }
    out
}

impl Language for Nunjucks<'_, '_> {
    type Value = Value;

    fn grammar(&self) -> &'static Grammar {
        &GRAMMAR
    }

    fn is_strict(&self) -> bool {
        self.is_strict
    }

    fn constant(&self, constant: Constant) -> Value {
        match constant {
            Constant::Undefined => Value::Undefined,
            Constant::Null => Value::Null,
            Constant::Bool(truth) => Value::Bool(truth),
            Constant::Number(number, _) => Value::Number(number),
            Constant::Text(text) => Value::Text(text),
            Constant::Pattern(pattern) => Value::Pattern(pattern),
        }
    }

    fn list(&self, items: Vec<Value>) -> Option<Value> {
        Some(Value::List(items.into()))
    }

    fn map(&self, pairs: Vec<(String, Value)>) -> Value {
        let mut object = Object::default();
        pairs.into_iter().for_each(|(name, value)| object.set(&name, value, 0));
        Value::Object(object)
    }

    fn has_value(&self, value: &Value) -> bool {
        !matches!(value, Value::Undefined | Value::Null)
    }

    fn measure(&self, value: &Value, size: &mut Size) -> Option<()> {
        value.measure(size)
    }

    fn is_unknown(&self, value: &Value) -> bool {
        is_unknown(value)
    }

    fn truth(&self, value: &Value) -> Option<bool> {
        value.truth()
    }

    fn text(&self, value: &Value) -> Option<String> {
        Some(printed(value))
    }

    fn items(&self, value: Value) -> Option<Items<Value>> {
        let items = match value {
            Value::List(items) => items.into_vec(),
            Value::Object(object) => {
                let fields = object.into_fields().into_iter();
                fields.map(|field| Value::List([Value::Text(field.name), field.value].into())).collect()
            }
            Value::Text(text) => text.chars().map(|c| Value::Text(c.to_string())).collect(),
            _ => Vec::new(),
        };
        Some(items.into_iter().map(|item| (None, item)).collect())
    }

    fn variable(&self, name: &str, keys: &[Value]) -> (Value, usize) {
        let (value, count) = self.outside.variable(name, keys);
        (value.unwrap_or_default(), count)
    }

    fn within(&self, of: &Value, keys: &[Value]) -> (Value, usize) {
        let (value, count, _) = of.part(keys);
        (value, count)
    }

    fn member(&mut self, of: Value, key: &Value) -> Value {
        self.reader.item(of, key)
    }

    fn negative(&self, value: Value) -> Option<Value> {
        Some(value.to_number().map_or(Value::Unknown, |number| Value::Number(-number)))
    }

    fn binary(&self, sign: &str, left: Value, right: Value) -> Option<Value> {
        Some(filters::operated(sign, &left, &right))
    }

    fn test(&self, name: &str, value: &Value, given: &Arguments<Value>) -> Option<Value> {
        let is = filters::test(name, value, &values(given.clone()));
        Some(is.map_or(Value::Unknown, Value::Bool))
    }

    fn filter(
        &mut self,
        name: &str,
        (value, is_safe): Marked<Value>,
        given: Arguments<Value>,
    ) -> Option<Marked<Value>> {
        if matches!(name, "escape" | "e" | "forceescape") {
            if !self.has_value(&value) || is_unknown(&value) || is_safe && name != "forceescape" {
                return Some((value, is_safe));
            }
            return Some((Value::Text(escape_attribute(&printed(&value)).into_owned()), true));
        }
        // A filter of a missing value has none either, so that a strict run reports the name.
        let is_missing = self.is_strict && !self.has_value(&value) && !matches!(name, "default" | "d");
        let made = |value: Value| if is_missing { Value::Undefined } else { value };
        let mut all = vec![value];
        all.extend(values(given));
        // A site's own filter takes the place of one of the same name.
        let own = self.outside.filter(self.reader, name, &all);
        if let Some(value) = own.filter(|value| !is_unknown(value)) {
            return Some((made(value), false));
        }
        if all.first().is_some_and(is_unknown) {
            return Some((Value::Unknown, false));
        }
        let value = filters::filtered(self.reader, name, &all)?;
        Some((made(value), is_safe && filters::keeps_markup(name)))
    }

    fn has_filter(&self, _: &str) -> bool {
        false
    }

    fn call(&mut self, name: &str, function: Value, given: Arguments<Value>) -> Option<Value> {
        let given = values(given);
        if name == "range" {
            let numbers: Vec<f64> = given.iter().filter_map(Value::to_number).collect();
            return Some(filters::range(&numbers));
        }
        Some(self.reader.call(&function, &given))
    }

    fn method(&mut self, of: Value, name: &str, given: Arguments<Value>) -> Option<Value> {
        Some(self.reader.called_on(of, name, &values(given)))
    }

    fn shortcode(&mut self, name: &str, given: Arguments<Value>, content: Option<&str>) -> Option<String> {
        let arguments = values(given);
        self.outside.shortcode(self.reader, &Given { name, arguments: &arguments, content })
    }

    fn stand_in(&self) -> String {
        self.outside.stand_in()
    }

    fn template(&self, name: &str) -> Option<String> {
        self.outside.template(name)
    }
}

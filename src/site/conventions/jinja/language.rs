//! What the languages over data share: their grammars, and what expressions come to.

use std::collections::BTreeMap;

use crate::markup::front_matter::{Map, Node, Value};
use crate::markup::jinja::{Arguments, Constant, Feature, Grammar, Items, Language, Marked};
use crate::markup::markdown;
use crate::site::conventions::jinja::dialect::Dialect;
use crate::site::conventions::jinja::operators::{
    compared, contains, member, operated, part, tested, within,
};
use crate::site::conventions::jinja::values::{as_number, is_true, measure, number};
use crate::text::bounded::Size;

/// What all templates of one page see.
#[derive(Clone, Copy)]
pub(in crate::site::conventions) struct World<'a> {
    pub(in crate::site::conventions) language: &'a dyn Dialect,
    /// What names stand for: `page`, `config` and `lang` of Tera.
    pub(in crate::site::conventions) names: &'a Map,
    /// The site's templates, by their paths below `templates`.
    pub(in crate::site::conventions) templates: &'a BTreeMap<String, String>,
    pub(in crate::site::conventions) markdown: &'a markdown::Options,
    /// The address of the site, without a slash at the end.
    pub(in crate::site::conventions) address: &'a str,
}

/// A language over data.
pub(super) struct Data<'a> {
    pub(super) world: World<'a>,
    /// Whether outputs are escaped unless they are `safe`.
    pub(super) escapes: bool,
}

static TERA: Grammar = Grammar {
    tags: &["if", "for", "set", "set_global", "macro", "import", "include", "filter", "continue", "break"],
    raw: &["raw"],
    quotes: &['"', '\'', '`'],
    constants: &[
        ("true", Constant::Bool(true)),
        ("True", Constant::Bool(true)),
        ("false", Constant::Bool(false)),
        ("False", Constant::Bool(false)),
    ],
    macro_sign: "::",
    features: &[
        Feature::OperandTests,
        Feature::BooleanLogic,
        Feature::RequiredValues,
        Feature::ContextMacros,
    ],
};

static PYTHON: Grammar = Grammar {
    tags: &["if", "for", "set", "macro", "call", "import", "from", "include", "filter", "continue", "break"],
    raw: &["raw"],
    quotes: &['"', '\''],
    constants: &[
        ("true", Constant::Bool(true)),
        ("True", Constant::Bool(true)),
        ("false", Constant::Bool(false)),
        ("False", Constant::Bool(false)),
        ("none", Constant::Null),
        ("None", Constant::Null),
    ],
    macro_sign: ".",
    features: &[
        Feature::Choices,
        Feature::Selections,
        Feature::Slices,
        Feature::Escapes,
        Feature::OperandFilters,
        Feature::OperandTests,
        Feature::Unpacking,
    ],
};

/// Arguments by their names; those without, in Python, by their places.
pub(super) fn named(given: Arguments<Option<Value>>, has_places: bool) -> Option<Map> {
    let mut all = Map::default();
    let mut place = 0;
    for (name, value) in given {
        let name = match name {
            Some(name) => name,
            None if !has_places => return None,
            None => {
                place += 1;
                (place - 1).to_string()
            }
        };
        if let Some(value) = value {
            all.insert(name, Node::unwritten(value));
        }
    }
    Some(all)
}

impl Data<'_> {
    fn named(&self, given: Arguments<Option<Value>>) -> Option<Map> {
        named(given, self.world.language.is_python())
    }
}

impl Language for Data<'_> {
    type Value = Option<Value>;

    fn grammar(&self) -> &'static Grammar {
        if self.world.language.is_python() { &PYTHON } else { &TERA }
    }

    fn is_strict(&self) -> bool {
        true
    }

    fn escapes(&self) -> bool {
        self.escapes
    }

    fn constant(&self, constant: Constant) -> Option<Value> {
        match constant {
            Constant::Undefined | Constant::Pattern(_) => None,
            Constant::Null => Some(Value::Null),
            Constant::Bool(truth) => Some(Value::Bool(truth)),
            Constant::Number(value, is_whole) => Some(number(value, is_whole)),
            Constant::Text(text) => Some(Value::String(text)),
        }
    }

    fn list(&self, items: Vec<Option<Value>>) -> Option<Option<Value>> {
        let items: Vec<Node> =
            items.into_iter().map(|item| item.map(Node::unwritten)).collect::<Option<_>>()?;
        Some(Some(Value::List(items.into())))
    }

    fn map(&self, pairs: Vec<(String, Option<Value>)>) -> Option<Value> {
        let pairs = pairs.into_iter().filter_map(|(name, value)| Some((name, value?)));
        Some(Value::Map(Map::from_iter(pairs)))
    }

    fn has_value(&self, value: &Option<Value>) -> bool {
        value.is_some()
    }

    fn measure(&self, value: &Option<Value>, size: &mut Size) -> Option<()> {
        value.as_ref().map_or(Some(()), |value| measure(value, size))
    }

    fn truth(&self, value: &Option<Value>) -> Option<bool> {
        Some(value.as_ref().is_some_and(is_true))
    }

    fn text(&self, value: &Option<Value>) -> Option<String> {
        value.as_ref().map_or_else(|| Some(String::new()), |value| self.world.language.text(value))
    }

    fn items(&self, value: Option<Value>) -> Option<Items<Option<Value>>> {
        Some(match value {
            None => Vec::new(),
            Some(Value::List(items)) => items.into_iter().map(|item| (None, Some(item.value))).collect(),
            Some(Value::Map(map)) => {
                let pairs = map.iter();
                let pair = |key: &str, value: &Value| (Some(Some(Value::from(key))), Some(value.clone()));
                pairs.map(|entry| pair(&entry.key, &entry.value.value)).collect()
            }
            Some(Value::String(text)) => {
                text.chars().map(|c| (None, Some(Value::String(c.to_string())))).collect()
            }
            Some(_) => return None,
        })
    }

    fn variable(&self, name: &str, keys: &[Option<Value>]) -> (Option<Value>, usize) {
        let found = self.world.names.get(name);
        found.map_or((None, keys.len()), |node| within(&node.value, keys, self.world.language))
    }

    fn within(&self, of: &Option<Value>, keys: &[Option<Value>]) -> (Option<Value>, usize) {
        of.as_ref().map_or((None, keys.len()), |of| within(of, keys, self.world.language))
    }

    fn member(&mut self, of: Option<Value>, key: &Option<Value>) -> Option<Value> {
        member(&of?, key.as_ref()?, self.world.language)
    }

    fn part(
        &self,
        of: Option<Value>,
        start: Option<Option<Value>>,
        end: Option<Option<Value>>,
    ) -> Option<Option<Value>> {
        let Some(of) = of else { return Some(None) };
        part(&of, start.flatten().as_ref(), end.flatten().as_ref()).map(Some)
    }

    fn negative(&self, value: Option<Value>) -> Option<Option<Value>> {
        let (value, is_whole) = as_number(&value?)?;
        Some(Some(number(-value, is_whole)))
    }

    fn binary(&self, sign: &str, left: Option<Value>, right: Option<Value>) -> Option<Option<Value>> {
        let language = self.world.language;
        match sign {
            "==" | "!=" | "<=" | ">=" | "<" | ">" => {
                let is = compared(sign, left.as_ref(), right.as_ref(), language)?;
                Some(Some(Value::Bool(is)))
            }
            "in" => match (right, left) {
                (Some(list), Some(item)) => Some(Some(Value::Bool(contains(&list, &item, language)?))),
                _ => language.is_python().then_some(Some(Value::Bool(false))),
            },
            "+" | "-" | "*" | "/" | "%" | "~" => match (left, right) {
                (Some(left), Some(right)) => operated(sign, &left, &right, language).map(Some),
                // What has no value is printed as nothing.
                (left, right) if sign == "~" && language.is_python() => Some(left.or(right)),
                _ => language.is_python().then_some(None),
            },
            _ => None,
        }
    }

    fn test(
        &self,
        name: &str,
        value: &Option<Value>,
        given: &Arguments<Option<Value>>,
    ) -> Option<Option<Value>> {
        let argument = given.first().and_then(|(_, value)| value.as_ref());
        tested(name, value.as_ref(), argument, self.world.language).map(|is| Some(Value::Bool(is)))
    }

    fn filter(
        &mut self,
        name: &str,
        (value, _): Marked<Option<Value>>,
        given: Arguments<Option<Value>>,
    ) -> Option<Marked<Option<Value>>> {
        let language = self.world.language;
        let given = self.named(given).filter(|_| language.has_filter(name))?;
        let made = match (name, value) {
            ("default" | "d", value) => {
                let or_empty = given.get("boolean").or_else(|| given.get("1"));
                let needs_truth = or_empty.is_some_and(|node| is_true(&node.value));
                let default = || ["value", "default_value", "0"].iter().find_map(|key| given.get(key));
                let default = || default().map(|node| node.value.clone());
                let empty = || language.is_python().then(|| Value::from(""));
                value.filter(|value| !needs_truth || is_true(value)).or_else(default).or_else(empty)
            }
            // A filter of an undefined value is undefined.
            (_, None) if language.is_python() => None,
            (_, value) => Some(language.filtered(name, value?, &given, self.world.markdown)?),
        };
        Some((made, false))
    }

    fn has_filter(&self, name: &str) -> bool {
        self.world.language.has_filter(name)
    }

    fn call(
        &mut self,
        name: &str,
        _: Option<Value>,
        given: Arguments<Option<Value>>,
    ) -> Option<Option<Value>> {
        let given = self.named(given)?;
        let made = match name {
            "range" => range(&given),
            _ => self.world.language.function(name, &given, self.world.address),
        };
        made.map(Some)
    }

    fn method(
        &mut self,
        of: Option<Value>,
        name: &str,
        given: Arguments<Option<Value>>,
    ) -> Option<Option<Value>> {
        let given = self.named(given)?;
        match of {
            Some(of) => self.world.language.called(&of, name, &given).map(Some),
            None => self.world.language.is_python().then_some(None),
        }
    }

    fn template(&self, name: &str) -> Option<String> {
        self.world.templates.get(name).cloned()
    }
}

fn range(given: &Map) -> Option<Value> {
    let whole = |key: &str| match given.get(key).map(|node| &node.value) {
        Some(Value::Int(number)) => Some(*number),
        _ => None,
    };
    let (start, end) = match (whole("0"), whole("1")) {
        (Some(end), None) => (0, end),
        (Some(start), Some(end)) => (start, end),
        _ => (whole("start").unwrap_or(0), whole("end")?),
    };
    let step = whole("step_by").or_else(|| whole("2")).unwrap_or(1);
    let step = usize::try_from(step).ok().filter(|step| *step > 0)?;
    let numbers = (start..end.min(start.saturating_add(10_000))).step_by(step);
    Some(Value::List(numbers.map(|number| Node::unwritten(Value::Int(number))).collect()))
}

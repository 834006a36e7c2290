//! A run of a template.

use std::collections::BTreeMap;

use crate::markup::front_matter::{Map, Node, Value};
use crate::markup::liquid::{Named, Strict};
use crate::markup::markdown;
use crate::site::conventions::jinja::language::Language;
use crate::site::conventions::jinja::parse::{Piece, parse};
use crate::site::conventions::jinja::values::split_once_outside_quotes;
use crate::text::html::text::escape_attribute;

/// What all templates of one page see.
#[derive(Clone, Copy)]
pub(in crate::site::conventions) struct World<'a> {
    pub(in crate::site::conventions) language: &'a dyn Language,
    /// What names stand for: `page`, `config` and `lang` of Tera.
    pub(in crate::site::conventions) names: &'a Map,
    /// The site's templates, by their paths below `templates`.
    pub(in crate::site::conventions) templates: &'a BTreeMap<String, String>,
    pub(in crate::site::conventions) markdown: &'a markdown::Options,
    /// The address of the site, without a slash at the end.
    pub(in crate::site::conventions) address: &'a str,
}

/// A run of a template.
pub(in crate::site::conventions) struct Run<'a> {
    pub(in crate::site::conventions) world: World<'a>,
    /// The names that are set, the innermost last.
    scopes: Vec<Map>,
    /// Names of other templates: what they are called here, and their paths.
    imports: Vec<(String, String)>,
    /// Whether outputs are escaped unless they are `safe`.
    escapes: bool,
    depth: usize,
    steps: usize,
    /// The names that outputs print.
    named: Vec<Named>,
    /// Whether a part of the output that is being written has no value.
    pub(super) lacks: bool,
    /// What is not known, for people.
    refused: Option<String>,
}

/// How a list of pieces ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flow {
    Next,
    Continue,
    Break,
}

/// How deep templates may be in each other.
const DEEPEST: usize = 12;

/// How many pieces a template may write: a hundred times what a large one does.
const MOST: usize = 20_000;

impl<'a> Run<'a> {
    pub(in crate::site::conventions) fn new(world: World<'a>, arguments: Map, escapes: bool) -> Self {
        Self {
            world,
            scopes: vec![arguments],
            imports: Vec::new(),
            escapes,
            depth: 0,
            steps: 0,
            named: Vec::new(),
            lacks: false,
            refused: None,
        }
    }

    /// What a template writes, with the names that it prints.
    ///
    /// # Errors
    /// Where it has more in it than is understood: with what that is, where one name is it.
    pub(in crate::site::conventions) fn write_strictly(
        mut self,
        template: &str,
    ) -> Result<Strict, Option<String>> {
        let mut out = String::new();
        let Some(pieces) = parse(template) else { return Err(None) };
        match self.run(&pieces, &mut out) {
            Some(_) => Ok(Strict { text: out, names: self.named, has_excess: false }),
            None => Err(self.refused),
        }
    }

    /// Remembers the first thing that is not known.
    pub(super) fn refuse(&mut self, message: String) {
        self.refused.get_or_insert(message);
    }

    /// What a template writes; nothing where it has more in it than is understood.
    pub(in crate::site::conventions) fn write(mut self, template: &str) -> Option<String> {
        let mut out = String::new();
        let pieces = parse(template)?;
        self.run(&pieces, &mut out)?;
        Some(out)
    }

    fn run(&mut self, pieces: &[Piece<'_>], out: &mut String) -> Option<Flow> {
        for piece in pieces {
            self.steps += 1;
            if self.steps > MOST {
                return None;
            }
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Output(expression) => out.push_str(&self.output(expression)?),
                Piece::Set(name, expression) => {
                    if let Some(value) = self.defined(expression)? {
                        self.set(name, value);
                    }
                }
                Piece::SetGlobal(name, expression) => {
                    let value = self.value(expression)??;
                    self.scopes.first_mut()?.insert(*name, Node::unwritten(value));
                }
                Piece::Capture(name, inner) => {
                    let mut text = String::new();
                    self.run(inner, &mut text)?;
                    self.set(name, Value::String(text));
                }
                Piece::If(branches) => {
                    for (condition, inner) in branches {
                        if condition.is_empty() || self.condition(condition)? {
                            match self.run(inner, out)? {
                                Flow::Next => break,
                                flow => return Some(flow),
                            }
                        }
                    }
                }
                Piece::For { key, name, list, inner, otherwise } => {
                    self.each((*key, name), list, inner, otherwise, out)?;
                }
                Piece::Import(path, name) => self.imports.push(((*name).to_owned(), (*path).to_owned())),
                Piece::Include(path) => {
                    let template = self.world.templates.get(*path)?;
                    let pieces = parse(template).filter(|_| self.depth < DEEPEST)?;
                    self.depth += 1;
                    self.run(&pieces, out)?;
                    self.depth -= 1;
                }
                Piece::Macro { .. } => {}
                Piece::Continue => return Some(Flow::Continue),
                Piece::Break => return Some(Flow::Break),
            }
        }
        Some(Flow::Next)
    }

    fn set(&mut self, name: &str, value: Value) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(name, Node::unwritten(value));
        }
    }

    fn each(
        &mut self,
        (key, name): (Option<&str>, &str),
        list: &str,
        inner: &[Piece<'_>],
        otherwise: &[Piece<'_>],
        out: &mut String,
    ) -> Option<()> {
        // Python's `if` after a list selects from it.
        let (list, condition) = match split_once_outside_quotes(list, " if ") {
            Some((list, condition)) if self.world.language.is_python() => (list, Some(condition)),
            _ => (list, None),
        };
        let list = self.defined(list)?.unwrap_or_else(|| Value::List(Vec::new()));
        let items: Vec<(Option<String>, Value)> = match list {
            Value::List(items) => items.into_iter().map(|item| (None, item.value)).collect(),
            Value::Map(map) => {
                map.iter().map(|entry| (Some(entry.key.clone()), entry.value.value.clone())).collect()
            }
            Value::String(text) => text.chars().map(|c| (None, Value::String(c.to_string()))).collect(),
            _ => return None,
        };
        let items = match condition {
            Some(condition) => self.selected(items, (key, name), condition)?,
            None => items,
        };
        if items.is_empty() {
            self.run(otherwise, out)?;
        }
        let count = items.len();
        for (index, (of_key, item)) in items.into_iter().enumerate() {
            let mut scope = scope_of((key, name), of_key, item);
            let number = |number: usize| Node::unwritten(Value::Int(i64::try_from(number).unwrap_or(0)));
            let mut state = Map::default();
            state.insert("index", number(index + 1));
            state.insert("index0", number(index));
            state.insert("first", Node::unwritten(Value::Bool(index == 0)));
            state.insert("length", number(count));
            state.insert("last", Node::unwritten(Value::Bool(index + 1 == count)));
            scope.insert("loop", Node::unwritten(Value::Map(state)));
            self.scopes.push(scope);
            let flow = self.run(inner, out);
            self.scopes.pop();
            if flow? == Flow::Break {
                break;
            }
        }
        Some(())
    }

    /// The items for which a condition holds.
    fn selected(
        &mut self,
        items: Vec<(Option<String>, Value)>,
        names: (Option<&str>, &str),
        condition: &str,
    ) -> Option<Vec<(Option<String>, Value)>> {
        let mut chosen = Vec::new();
        for (key, item) in items {
            self.scopes.push(scope_of(names, key.clone(), item.clone()));
            let holds = self.condition(condition);
            self.scopes.pop();
            if holds? {
                chosen.push((key, item));
            }
        }
        Some(chosen)
    }

    /// The value of an expression; nothing outside where it has none, but in Python that is nothing inside.
    fn defined(&mut self, expression: &str) -> Option<Option<Value>> {
        let value = self.value(expression)?;
        (value.is_some() || self.world.language.is_python()).then_some(value)
    }

    fn output(&mut self, expression: &str) -> Option<String> {
        self.lacks = false;
        let (value, is_safe) = self.value_of_output(expression)?;
        if self.world.language.is_python() {
            let written = format!("{{{{ {expression} }}}}");
            self.named.push(Named { written, has_value: value.is_some() && !self.lacks });
        } else if value.is_none() {
            return None;
        }
        let Some(value) = value else { return Some(String::new()) };
        let text = self.world.language.text(&value)?;
        Some(if is_safe || !self.escapes { text } else { escape_attribute(&text).into_owned() })
    }

    /// What a macro of another template writes, `name::macro(argument=…)`.
    pub(super) fn called(&mut self, space: &str, name: &str, given: Map) -> Option<String> {
        let path =
            self.imports.iter().rev().find(|(known, _)| known == space).map(|(_, path)| path.clone())?;
        let template = self.world.templates.get(&path).filter(|_| self.depth < DEEPEST)?;
        let pieces = parse(template)?;
        let found = pieces.iter().find_map(|piece| match piece {
            Piece::Macro { name: known, parameters, inner } if *known == name => Some((parameters, inner)),
            _ => None,
        });
        let (parameters, inner) = found?;
        let mut run = Run::new(self.world, Map::default(), self.escapes);
        run.depth = self.depth + 1;
        run.imports.push(("self".to_owned(), path));
        for piece in &pieces {
            if let Piece::Import(path, name) = piece {
                run.imports.push(((*name).to_owned(), (*path).to_owned()));
            }
        }
        for (parameter, default) in parameters {
            let value = match (given.get(parameter), default) {
                (Some(node), _) => node.value.clone(),
                (None, Some(default)) => run.value(default)??,
                (None, None) => return None,
            };
            run.set(parameter, value);
        }
        let mut out = String::new();
        run.run(inner, &mut out)?;
        Some(out)
    }

    /// The value of a name.
    pub(super) fn name(&self, name: &str) -> Option<Value> {
        let own = self.scopes.iter().rev().find_map(|scope| scope.get(name));
        own.or_else(|| self.world.names.get(name)).map(|node| node.value.clone())
    }
}

/// The names that a round of a loop sets.
fn scope_of((key, name): (Option<&str>, &str), of_key: Option<String>, item: Value) -> Map {
    let mut scope = Map::default();
    if let (Some(key), Some(of_key)) = (key, of_key) {
        scope.insert(key, Node::unwritten(Value::String(of_key)));
    }
    scope.insert(name, Node::unwritten(item));
    scope
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::conventions::jinja::files::Files;
    use crate::site::conventions::jinja::language::Tera;

    fn written(template: &str) -> Option<String> {
        let arguments = Map::from_iter([
            ("text", Value::from("a <b>")),
            ("wide", Value::Bool(true)),
            ("n", Value::Int(4)),
            ("list", Value::List(vec![Value::from("y").into(), Value::from("x").into()])),
        ]);
        let names = Map::from_iter([("page", Value::Map(Map::from_iter([("title", Value::from("T"))])))]);
        let templates = BTreeMap::from([(
            "m.html".to_owned(),
            "{% macro b(t, k='new') %}<b class={{ k }}>{{ t }}</b>{% endmacro %}".to_owned(),
        )]);
        let markdown = markdown::Options::common_mark();
        let world = World {
            language: &Tera { files: Files::none() },
            names: &names,
            templates: &templates,
            markdown: &markdown,
            address: "https://a.example",
        };
        Run::new(world, arguments, true).write(template)
    }

    #[test]
    fn deep_expressions_are_bounded() {
        for (sign, expected) in [("not ", Some("false")), ("- ", Some("-4")), ("(", None), ("[", None)] {
            let template = format!("{{{{ {}n }}}}", sign.repeat(100_001));
            assert_eq!(written(&template).as_deref(), expected, "{sign}");
        }
    }

    #[test]
    fn templates_are_run() {
        for (template, expected) in [
            ("<i>{{ text }}</i>", Some("<i>a &lt;b&gt;</i>")),
            ("{{ text | safe }}{# no #}", Some("a <b>")),
            ("{{ text | upper | markdown(inline=true) | safe }}", Some("A <B>")),
            ("{% if wide %}W{% else %}N{% endif %}", Some("W")),
            ("{% if other %}{{ other }}{% elif text == 'x' %}x{% else %}N{% endif %}", Some("N")),
            ("{{ other | default(value='d') }}{{ 'a' ~ 1 }}", Some("da1")),
            ("a {%- set x = 'y' -%} b{{ x }}", Some("aby")),
            (
                "{% for x in list | sort %}{{ loop.index }}{{ x }}{% if not loop.last %},{% endif %}{% endfor %}",
                Some("1x,2y"),
            ),
            ("{{ 1 + 2 * n }} {% if n > 3 and n < 10 %}mid{% endif %} {{ n / 8 }}", Some("9 mid 0.5")),
            (
                "{{ page.title }} {{ page[\"title\"] | length }} {{ page.none | default(value=page.title) }}",
                Some("T 1 T"),
            ),
            (
                "{% if list is containing('x') and 'z' not in list %}{{ list | join(sep='/') }}{% endif %}",
                Some("y/x"),
            ),
            ("{{ get_url(path='a/b.css') }}", Some("https://a.example/a/b.css")),
            (
                "{% import 'm.html' as m %}{{ m::b(t='q') }}{{ m::b(t='r', k=text) }}",
                Some("<b class=new>q</b><b class=a &lt;b&gt;>r</b>"),
            ),
            (
                "{% for i in [1, 2, 3] %}{% if i == 2 %}{% continue %}{% endif %}{{ i }}{% endfor %}",
                Some("13"),
            ),
            (
                "{% set_global c = 0 %}{% for i in range(end=3) %}{% set_global c = c + i %}{% endfor %}{{ c }}",
                Some("3"),
            ),
            ("{% raw %}{{ x }}{% endraw %}", Some("{{ x }}")),
            ("{{ other }}", None),
            ("{{ load_data(path=text) }}", None),
            ("{% block x %}{% endblock %}", None),
        ] {
            assert_eq!(written(template).as_deref(), expected, "{template}");
        }
    }
}

//! A run of a template.

use crate::markup::front_matter::{Map, Node};
use crate::markup::jinja::{self, Rendered};
use crate::markup::liquid::Strict;
use crate::site::conventions::jinja::language::{Data, World, named};

/// The arguments of a call that are written outside of a template; nothing where one of them is not understood.
pub(in crate::site::conventions) fn arguments(world: World<'_>, list: &str) -> Option<Map> {
    named(jinja::arguments(list, &mut Data { world, escapes: false })?, false)
}

/// A run of a template.
pub(in crate::site::conventions) struct Run<'a> {
    language: Data<'a>,
    arguments: Map,
}

impl<'a> Run<'a> {
    /// A run with these arguments, in which outputs are escaped or not.
    pub(in crate::site::conventions) const fn new(world: World<'a>, arguments: Map, escapes: bool) -> Self {
        Self { language: Data { world, escapes }, arguments }
    }

    fn rendered(mut self, template: &str) -> Rendered {
        let value = |node: &Node| Some(node.value.clone());
        let variables = self.arguments.iter().map(|entry| (entry.key.clone(), value(&entry.value)));
        let variables = variables.collect();
        jinja::render(template, &mut self.language, variables)
    }

    /// What a template writes, with the names that it prints.
    ///
    /// # Errors
    /// Where it has more in it than is understood: with what that is, where it is known.
    pub(in crate::site::conventions) fn write_strictly(
        self,
        template: &str,
    ) -> Result<Strict, Option<String>> {
        let made = self.rendered(template);
        match made.unknown.first() {
            _ if made.is_whole => Ok(made.into_strict()),
            missed => Err(missed.map(jinja::Missed::message)),
        }
    }

    /// What a template writes; nothing where it has more in it than is understood.
    pub(in crate::site::conventions) fn write(self, template: &str) -> Option<String> {
        let made = self.rendered(template);
        made.is_whole.then_some(made.text)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::markup::front_matter::Value;
    use crate::markup::markdown;
    use crate::site::conventions::jinja::files::Files;
    use crate::site::conventions::jinja::tera::Tera;

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
            language: &Tera { files: Files::none(), config: None },
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

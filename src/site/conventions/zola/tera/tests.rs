//! Templates of Tera.

use std::collections::BTreeMap;

use crate::markup::front_matter::{Map, Value, toml};
use crate::markup::markdown;
use crate::site::conventions::jinja::{Dialect as _, Run, World};
use crate::site::conventions::zola::tera::Tera;
use crate::site::conventions::zola::tera::files::Files;

fn written(template: &str) -> Option<String> {
    let arguments = Map::from_iter([
        ("text", Value::from("a <b>")),
        ("wide", Value::Bool(true)),
        ("n", Value::Int(4)),
        ("list", Value::List([Value::from("y").into(), Value::from("x").into()].into())),
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
        ("{% for i in [1, 2, 3] %}{% if i == 2 %}{% continue %}{% endif %}{{ i }}{% endfor %}", Some("13")),
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

#[test]
fn words_are_those_of_a_language() {
    let text =
        "default_language = \"en\"\n[translations]\na = \"A\"\n[languages.cy.translations]\na = \"Â\"\n";
    let config = toml::parse(text, 0).0;
    let tera = Tera { files: Files::none(), config: Some(&config) };
    let word = |pairs: &[(&str, &str)]| {
        let given = pairs.iter().map(|(key, value)| (*key, Value::from(*value)));
        tera.function("trans", &Map::from_iter(given), "")
    };
    assert_eq!(word(&[("key", "a")]), Some(Value::from("A")));
    assert_eq!(word(&[("key", "a"), ("lang", "en")]), Some(Value::from("A")));
    assert_eq!(word(&[("key", "a"), ("lang", "cy")]), Some(Value::from("Â")));
    assert_eq!(word(&[("key", "a"), ("lang", "fr")]), None);
    assert_eq!(word(&[("key", "b")]), None);
}

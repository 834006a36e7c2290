//! What templates come to, and what cannot be told.

use crate::markup::javascript::{Host, Object, Reader, Value};
use crate::markup::jinja::Rendered;
use crate::markup::nunjucks::language::{Given, Outside, render, render_strictly};

struct Nothing;

impl Host for Nothing {
    fn value(&self, _: &str) -> Option<Value> {
        None
    }

    fn call(&self, _: &str, _: &[Value]) -> Option<Value> {
        None
    }

    fn module(&self, _: &str, _: &str) -> Option<Object> {
        None
    }
}

impl Outside for Nothing {
    fn variable(&self, name: &str, _: &[Value]) -> (Option<Value>, usize) {
        let text = |text: &str| Value::Text(text.to_owned());
        let value = match name {
            "list" => Some(Value::List([text("a"), text("<b>")].into())),
            "gone" => Some(Value::Unknown),
            _ => None,
        };
        (value, 0)
    }

    fn filter(&self, _: &mut Reader<'_>, _: &str, _: &[Value]) -> Option<Value> {
        None
    }

    fn shortcode(&self, _: &mut Reader<'_>, given: &Given<'_>) -> Option<String> {
        (given.name == "box").then(|| format!("[{}{}]", given.content.unwrap_or(""), given.arguments.len()))
    }

    fn template(&self, name: &str) -> Option<String> {
        let text = match name {
            "m.njk" => "{% macro b(t, k=\"new\") %}<b class=\"{{ k }}\">{{ t }}</b>{% endmacro %}",
            "lacking.njk" => "long enough {{ gone.z }}",
            _ => return None,
        };
        Some(text.to_owned())
    }

    fn stand_in(&self) -> String {
        "link".to_owned()
    }
}

fn rendered(text: &str) -> Rendered {
    let host = Nothing;
    render(text, &mut Reader::new(&host), &Nothing)
}

#[test]
fn templates_are_run() {
    for (text, expected) in [
        ("{{ 1 + 2 * 3 }} {{ \"a\" ~ 1 }} {{ \"x\" if not list else \"y\" }}", "7 a1 y"),
        (
            "{% for x in list %}{{ loop.index }}{{ x }}{% if not loop.last %}, {% endif %}{% endfor %}",
            "1a, 2&lt;b&gt;",
        ),
        ("{{ list[1] | safe }} {{ list | join(\"-\") | upper | safe }} {{ list.length }}", "<b> A-<B> 2"),
        (
            "a {%- if 2 in [1, 2] and \"b\" is defined -%} b {%- endif %} c {# no #}{% raw %}{{ x }}{% endraw %}",
            "ab c {{ x }}",
        ),
        ("{% set x = 1 %}{% for y in [2, 3] %}{% set x = x + y %}{% endfor %}{{ x }}", "6"),
        ("{{ \"/a/b/\" | replace(\"/\", \"\", 1) }} {{ \"aab\" | replace(\"a\", \"\") }}", "a/b/ b"),
        ("{% set t %}<i>{% endset %}{{ t | safe }}{{ { a: { b: 4 } }.a.b }}", "<i>4"),
        (
            "{% import \"m.njk\" as m %}{{ m.b(\"<\", k=\"o\") }}{% from \"m.njk\" import b %}{{ b(\"x\") }}",
            "<b class=\"o\">&lt;</b><b class=\"new\">x</b>",
        ),
        ("{% box 1, \"a\" %}in {{ 1 }}{% endbox %} {% box 2 %}", "[in 12] [1]"),
        ("{% include \"none.njk\" ignore missing %}{{ none.such.thing }}{{ \"%}\" }}", "%}"),
        ("{% macro w() %}<p>{{ caller() }}</p>{% endmacro %}{% call w() %}in{% endcall %}", "<p>in</p>"),
        (
            "{% switch 2 %}{% case 1 %}a{% case 2 %}b{% default %}c{% endswitch %}{{ [3, 1] | sort | dump }}",
            "b[1,3]",
        ),
    ] {
        let made = rendered(text);
        assert_eq!((made.text.as_str(), made.unknown), (expected, Vec::new()), "{text}");
    }
}

fn rendered_strictly(text: &str) -> Result<(String, Vec<(String, bool)>), String> {
    let host = Nothing;
    match render_strictly(text, &mut Reader::new(&host), &Nothing) {
        Ok(run) => Ok((run.text, run.names.into_iter().map(|name| (name.written, name.has_value)).collect())),
        Err(missed) => Err(missed.map(|missed| missed.message()).unwrap_or_default()),
    }
}

#[test]
fn strict_runs_name_what_they_print() {
    let (text, names) =
        rendered_strictly("{% set x = \"<\" %}{{x}} {{- none.such | upper }}{{ list[0] }}{{ y | d(1) }}")
            .unwrap();
    let names: Vec<(&str, bool)> =
        names.iter().map(|(name, has_value)| (name.as_str(), *has_value)).collect();
    let expected = [
        ("{{ x }}", true),
        ("{{ none.such | upper }}", false),
        ("{{ list[0] }}", true),
        ("{{ y | d(1) }}", true),
    ];
    assert_eq!((text.as_str(), names.as_slice()), ("&lt;a1", expected.as_slice()));
}

#[test]
fn strict_runs_end_at_what_is_not_known() {
    for (text, expected) in [
        ("{{ list | shout }}", "the filter `shout` is unknown"),
        ("{% shout 1 %}", "the tag `shout` is unknown"),
        ("{{ gone.x }}", "`gone.x` cannot be evaluated"),
        ("{% if gone %}a{% endif %}", "`if gone` cannot be evaluated"),
        ("{{ 1 2 }}", "`1 2` cannot be evaluated"),
        ("{{ list | join: \"-\" }}", "`list | join: \"-\"` cannot be evaluated"),
        ("{{ (1 }}", "`(1` cannot be evaluated"),
        ("{{ \"a }}", "`\"a` cannot be evaluated"),
        ("{% if 1 %}a", "`if` is not closed, or closes nothing"),
        ("a{% endif %}", "`endif` is not closed, or closes nothing"),
        ("{% include \"none.njk\" %}", "the tag `include` is unknown"),
    ] {
        assert_eq!(rendered_strictly(text), Err(expected.to_owned()), "{text}");
    }
}

#[test]
fn what_cannot_be_told_is_named() {
    let made = rendered("a {% note %}b{% endnote %} {% x 1 %} {{ gone.y }} {{ 1 | odd }}");
    let names: Vec<(&str, usize)> = made.unknown.iter().map(|it| (it.name.as_str(), it.at)).collect();
    assert_eq!(
        (made.text.as_str(), names),
        ("a b link  ", vec![("note", 2), ("x", 27), ("gone.y", 37), ("odd", 50)])
    );
}

#[test]
fn what_another_template_lacks_is_placed_at_its_call() {
    let made = rendered("a {% include \"lacking.njk\" %} {{ gone }}");
    let names: Vec<(&str, usize)> = made.unknown.iter().map(|it| (it.name.as_str(), it.at)).collect();
    assert_eq!(names, vec![("gone.z", 2), ("gone", 30)]);
}

#[test]
fn any_template_is_read_without_failing() {
    for text in [
        "{{",
        "{% if",
        "{% if x %}",
        "{% endif %}",
        "{% for %}{% endfor %}",
        "{{ (((( }}",
        "{% macro %}",
        "{{ 'a }}",
        "{% set %}",
    ] {
        rendered(text);
    }
    rendered(&"{% if 1 %}".repeat(5_000));
    rendered(&format!("{{{{ {}1 }}}}", "(".repeat(50_000)));
    rendered(&format!("{{{{ {}1 }}}}", "[".repeat(50_000)));
    rendered(&format!("{{{{ {}1 }}}}", "{".repeat(50_000)));
    for chain in [" + 1", " | upper", ".a", "[0]", "()", " in a", " is odd", " or 1", " ~ 1", " == 1"] {
        rendered(&format!("{{{{ 1{} }}}}", chain.repeat(50_000)));
    }
    rendered("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}");
    rendered("{% for a in range(9999) %}{% for b in range(9999) %}{{ b }}{% endfor %}{% endfor %}");
}

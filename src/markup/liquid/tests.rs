//! What templates print, against a small site, and what stops them.

use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use proptest::prelude::*;

use super::*;
use crate::markup::front_matter::{self, Map};
use crate::markup::markdown;

struct Site {
    data: Map,
    markdown: markdown::Options,
}

impl Page for Map {
    fn text_of(&self, _: &str, _: Part) -> Option<String> {
        None
    }

    fn related(&self) -> Option<Value<'_>> {
        None
    }

    fn file_beside(&self, path: &str) -> Result<Option<String>, String> {
        match path {
            "near.md" => Ok(Some("near".to_owned())),
            "locked.md" => Err("permission denied".to_owned()),
            _ => Ok(None),
        }
    }

    fn cannot_read(&self, _: &str, _: &str) {}
}

impl Globals for Site {
    fn variable(&self, name: &str) -> Option<Value<'_>> {
        (name == "site").then_some(Value::Object(&self.data))
    }

    fn include(&self, path: &str) -> Result<Option<&str>, &str> {
        Ok(Some(match path {
            "hello.html" => "Hello {{ include.name | default: 'you' }}{% assign seen = true %}!",
            "circle.html" => "{% include circle.html %}",
            "leak.html" => "{% assign leak = include %}",
            "broken.html" => "{% if %}",
            "locked.html" => return Err("permission denied"),
            _ => return Ok(None),
        }))
    }

    fn post_url(&self, name: &str) -> Option<String> {
        (name == "2020-01-07-first").then(|| "/2020/01/07/first.html".to_owned())
    }

    fn link(&self, path: &str) -> Option<String> {
        (path == "about.md").then(|| "/about/".to_owned())
    }

    fn zone(&self) -> Tz {
        chrono_tz::Europe::Berlin
    }

    fn url(&self) -> Option<&str> {
        Some("https://e.org")
    }

    fn baseurl(&self) -> Option<&str> {
        Some("/blog")
    }

    fn now(&self) -> DateTime<FixedOffset> {
        crate::text::date::from_epoch(1_577_836_800, self.zone()).unwrap()
    }

    fn markdown(&self) -> &markdown::Options {
        &self.markdown
    }
}

const DATA: &str = "\
title: A site
people:
  - {name: Cid, age: 40, tags: [x, y]}
  - {name: ann, age: 7, tags: []}
  - {name: Bob, born: 2020-01-07}
words: [b, a, C]
map: {one: 1, two: 2}
text: \"Tom & <b>Jerry</b>'s\"
";

fn run(template: &str) -> Result<String, Fault> {
    let map = |text: &str| match front_matter::yaml::parse(text, 0).0.value {
        front_matter::Value::Map(map) => map,
        _ => Map::default(),
    };
    let site = Site { data: map(DATA), markdown: markdown::Options::default() };
    let page = map("title: Page\npath: docs/page.md\ndate: 2020-01-07 10:00:00 +0100\ncount: '3'\n");
    render(template, &site, &page)
}

fn print(template: &str) -> String {
    run(template).unwrap_or_else(|fault| panic!("{template}: {}", fault.message))
}

#[test]
fn values_are_printed_as_in_ruby() {
    for (template, text) in [
        (
            "{{ site.title }}|{{ nothing.at.all }}|{{ site.words }}|{{ site.map }}",
            "A site||baC|{\"one\"=>1, \"two\"=>2}",
        ),
        ("{{ site.words[0] }}{{ site.words[-1] }}{{ site.words.last }}{{ site.words.size }}", "bCC3"),
        ("{{ site['title'] }}{{ site.map.two }}{{ site.map['one'] }}", "A site21"),
        ("{{ 1.0 }} {{ 10 | divided_by: 4 }} {{ 10 | divided_by: 4.0 }} {{ -7 | modulo: 3 }}", "1.0 2 2.5 2"),
        ("{{ 'x' | nonsense: 1 | upcase }}", "X"),
        ("a {{- ' b ' -}} c", "a b c"),
        ("{{ page.date }}", "2020-01-07 10:00:00 +0100"),
        ("{{ 'a' }", ""),
    ] {
        match run(template) {
            Ok(printed) => assert_eq!(printed, text, "{template}"),
            Err(fault) => assert!(text.is_empty(), "{template}: {}", fault.message),
        }
    }
}

#[test]
fn tags_do_what_jekylls_do() {
    for (template, text) in [
        ("{% if site.people.size == 3 and page.title contains 'ag' %}y{% else %}n{% endif %}", "y"),
        ("{% if false or true and false %}y{% else %}n{% endif %}", "n"),
        ("{% unless site.none %}y{% endunless %}", "y"),
        ("{% case page.title %}{% when 'x', 'Page' %}1{% when 'y' or 'z' %}2{% else %}3{% endcase %}", "1"),
        (
            "{% for p in site.people reversed limit: 2 %}{{ forloop.index }}{{ p.name }} {% endfor %}",
            "1ann 2Cid ",
        ),
        (
            "{% for i in (1..9) %}{% if i == 2 %}{% continue %}{% elsif i > 3 %}{% break %}{% endif %}{{ i }}{% endfor %}",
            "13",
        ),
        ("{% for pair in site.map %}{{ pair[0] }}={{ pair[1] }};{% endfor %}", "one=1;two=2;"),
        ("{% for x in site.none %}x{% else %}empty{% endfor %}", "empty"),
        (
            "{% assign x = 'a,b' | split: ',' %}{{ x | join: '-' }}{% capture y %}<{{ x[1] }}>{% endcapture %}{{ y }}",
            "a-b<b>",
        ),
        ("{% comment %}{% comment %}{% endcomment %}{% endcomment %}{% if 1 < 2 > 3 %}y{% endif %}", "y"),
        ("{% raw %}{{ x }}{% endraw %}{% comment %}{% if %}{% endcomment %}", "{{ x }}"),
        (
            "{% cycle 'a', 'b' %}{% cycle 'a', 'b' %}{% cycle 'a', 'b' %}{% increment n %}{% increment n %}",
            "aba01",
        ),
        (
            "{% include hello.html name=\"Ann\" %}{% include hello.html %}{{ seen }}",
            "Hello Ann!Hello you!true",
        ),
        ("{% include_relative near.md %}", "near"),
        ("{% post_url 2020-01-07-first %} {% link about.md %}", "/blog/2020/01/07/first.html /blog/about/"),
        (
            "{% highlight ruby %}\na < b\n{% endhighlight %}",
            "\n<figure class=\"highlight\"><pre><code class=\"language-ruby\" data-lang=\"ruby\">a &lt; b</code></pre></figure>\n",
        ),
        ("{% if true %}  {% assign x = 1 %} {% endif %}{{ x }}", "1"),
        (
            "{% tablerow x in site.words cols: 2 %}{{ x }}{% endtablerow %}",
            "<tr class=\"row1\">\n<td class=\"col1\">b</td><td class=\"col2\">a</td></tr>\n<tr class=\"row2\"><td class=\"col1\">C</td></tr>\n",
        ),
    ] {
        assert_eq!(print(template), text, "{template}");
    }
}

#[test]
fn filters_do_what_liquids_and_jekylls_do() {
    for (template, text) in [
        ("{{ site.text | escape }}", "Tom &amp; &lt;b&gt;Jerry&lt;/b&gt;&#39;s"),
        ("{{ site.text | xml_escape }}", "Tom &amp; &lt;b&gt;Jerry&lt;/b&gt;&apos;s"),
        ("{{ '&amp; &' | escape_once }}{{ site.text | strip_html }}", "&amp; &amp;Tom & Jerry's"),
        (
            "{{ 'a b,c?é' | cgi_escape }} {{ 'a b?é' | uri_escape }} {{ 'a+b%20c' | url_decode }}",
            "a+b%2Cc%3F%C3%A9 a%20b?%C3%A9 a b c",
        ),
        ("{{ 'R&D x' | capitalize }}{{ 'hello' | slice: 1, 3 }}{{ 'hello' | slice: -2, 2 }}", "R&d xelllo"),
        ("{{ 'one two three' | truncatewords: 2 }} {{ 'abcdefgh' | truncate: 6 }}", "one two... abc..."),
        ("{{ site.people | map: 'name' | sort_natural | join: ' ' }}", "ann Bob Cid"),
        ("{{ site.people | sort: 'age' | map: 'name' | join }}", "Bob ann Cid"),
        ("{{ site.people | where: 'tags', 'y' | map: 'name' }}", "Cid"),
        ("{{ site.people | where_exp: 'p', 'p.age > 7' | map: 'name' }}", "Cid"),
        (
            "{% assign g = site.people | group_by: 'born' %}{{ g | map: 'name' | join: '|' }} {{ g[0].size }}",
            "|2020-01-07 2",
        ),
        ("{{ site.people | group_by_exp: 'p', 'p.name | size' | map: 'name' }}", "3"),
        ("{{ site.people[0] | jsonify }}", "{\"name\":\"Cid\",\"age\":40,\"tags\":[\"x\",\"y\"]}"),
        (
            "{{ site.words | array_to_sentence_string }} {{ site.words | inspect }}",
            "b, a, and C [&quot;b&quot;, &quot;a&quot;, &quot;C&quot;]",
        ),
        (
            "{{ site.words | push: 'd' | shift | uniq | reverse | join: '' }}{{ site.words | concat: site.words | size }}",
            "dCa6",
        ),
        ("{{ page.date | date: '%-d %B %Y %Z' }}", "7 January 2020 CET"),
        (
            "{{ page.date | date_to_string }} {{ page.date | date_to_long_string: 'ordinal', 'US' }}",
            "07 Jan 2020 January 7th, 2020",
        ),
        (
            "{{ '2020-01-07' | date_to_xmlschema }} {{ page.date | date_to_rfc822 }}",
            "2020-01-07T00:00:00+01:00 Tue, 07 Jan 2020 10:00:00 +0100",
        ),
        (
            "{{ 'x' | relative_url }} {{ '/a b' | absolute_url }} {{ '/x/index.html' | strip_index }}",
            "/blog/x https://e.org/blog/a%20b /x/",
        ),
        ("{{ 'Über Café!' | slugify }} {{ 'Über' | slugify: 'latin' }}", "über-café uber"),
        ("{{ '*a*' | markdownify | strip }} {{ 'a -- \"b\"' | smartify }}", "<p><em>a</em></p> a – “b”"),
        (
            "{{ page.count | plus: 1.5 }} {{ '12ab' | to_integer }} {{ 4.6 | round }} {{ 1.256 | round: 2 }}",
            "4.5 12 5 1.26",
        ),
        (
            "{{ '' | default: 'x' }}{{ false | default: 'y' }}{{ false | default: 'y', allow_false: true }}",
            "xyfalse",
        ),
        ("{{ 'a b' | replace: ' ', '' | append: '!' | prepend: '?' | size }}", "4"),
        ("{{ '你好 world' | number_of_words: 'auto' }}", "3"),
    ] {
        assert_eq!(print(template), text, "{template}");
    }
}

#[test]
fn what_ends_jekylls_build_is_a_fault_at_its_place() {
    for (template, place, words) in [
        ("a {% nonsense %} b", "{% nonsense %}", "no tag `nonsense`"),
        ("a {% if x %} b", "{% if x %}", "never closed"),
        ("a {% endif %}", "{% endif %}", "not opened"),
        ("a {{ x \nb", "{{ x ", "never closed"),
        ("a {% if x \nb", "{% if x ", "never closed"),
        ("{% include none.html %}", "{% include none.html %}", "no file `none.html`"),
        ("{% include locked.html %}", "{% include locked.html %}", "cannot be read: permission denied"),
        (
            "{% include_relative locked.md %}",
            "{% include_relative locked.md %}",
            "cannot be read: permission denied",
        ),
        ("{% include ../x.html %}", "{% include ../x.html %}", "cannot be the path"),
        ("{% include broken.html %}", "{% include broken.html %}", "included `broken.html`"),
        ("{% include circle.html %}", "{% include circle.html %}", "nested more than"),
        ("{% post_url 2020-01-08-x %}", "{% post_url 2020-01-08-x %}", "finds no post"),
        ("{% link x.md %}", "{% link x.md %}", "finds no file"),
        ("{% if page.count > 2 %}{% endif %}", "{% if page.count > 2 %}", "cannot be compared"),
        ("{% if a = b %}{% endif %}", "{% if a = b %}", "`=` is not a comparison"),
        ("{% if %}{% endif %}", "{% if %}", "no condition"),
        ("{% for i in %}{% endfor %}", "{% for i in %}", "is malformed"),
        ("{% include hello.html name= %}", "{% include hello.html name= %}", "is malformed"),
        ("{{ 1 | divided_by: 0 }}", "{{ 1 | divided_by: 0 }}", "divided by zero"),
        ("{% for i in (1..9999999999) %}x{% endfor %}", "{% for i in (1..9999999999) %}", "too much"),
        (
            "{% assign x = 'x' %}{% for i in (1..99) %}{% assign x = x | append: x %}{% endfor %}",
            "{% assign x = x | append: x %}",
            "too much",
        ),
        (
            "{% assign a = '' | split: '' %}{% for i in (1..99) %}{% assign a = a | push: a | push: a %}{% endfor %}{{ a }}",
            "{% assign a = a | push: a | push: a %}",
            "",
        ),
    ] {
        let fault = run(template).expect_err(template);
        assert_eq!(fault.span.of(template), place, "{}", fault.message);
        assert!(fault.message.contains(words), "{template}: {}", fault.message);
    }
    let wraps = "{% for i in (1..100000) %}{% include leak.html a=leak %}{% endfor %}";
    assert!(run(wraps).unwrap_err().message.contains("too deep"));
    let wraps = "{% assign a = 'x' | split: '' %}{% for i in (1..100000) %}{% assign a = a | group_by: 'x' %}{% endfor %}";
    assert!(run(wraps).unwrap_err().message.contains("too deep"));
    assert!(run(&"{% if true %}".repeat(100_000)).is_err());
    assert!(run(&"{{ a[".repeat(100_000)).is_err());
    assert!(run(&format!("{{% raw %}}{} %}}", "{%".repeat(1_000_000))).is_err());
    assert_eq!(run(&format!("{{{{ {} }}}}", "[".repeat(100_000))).as_deref(), Ok(""));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn no_template_makes_it_panic(
        pieces in prop::collection::vec("\\PC{0,6}|\\{%-? ?(if|for|assign|end[a-z]{0,3}|case|when|include|cycle|raw) [a-z .='|(0-9)\\[\\]<>,:-]{0,12}-?%\\}|\\{\\{ ?[a-z' |:.,0-9\\[\\]()-]{0,14}\\}\\}", 0..6)
    ) {
        let template = pieces.concat();
        if let Err(fault) = run(&template) {
            prop_assert!(template.get(fault.span.start..fault.span.end).is_some(), "{:?}", fault);
        }
    }

    #[test]
    fn no_filter_makes_it_panic(name in 0..80_usize, input in 0..7_usize, a in 0..7_usize, b in 0..7_usize) {
        let names = ["slice", "truncate", "truncatewords", "split", "round", "divided_by", "modulo", "times", "plus", "abs",
            "ceil", "date", "date_to_string", "sort", "where", "where_exp", "group_by", "group_by_exp", "pop", "shift",
            "join", "uniq", "map", "replace", "replace_last", "number_of_words", "default", "slugify", "jsonify", "inspect"];
        let values = ["nil", "'é x'", "-9223372036854775808", "1.5", "site.people", "site.map", "(1..3)"];
        let name = names[name % names.len()];
        let _ = run(&format!("{{{{ {} | {name}: {}, {} }}}}", values[input], values[a], values[b]));
    }
}

#[test]
fn raw_is_verbatim_and_its_own_dash_trims_what_follows() {
    assert_eq!(print("x{%- raw -%} y {% endraw %} z"), "x y z");
    assert_eq!(print("x {%- raw %} y {% endraw -%} z"), "x y  z");
    assert_eq!(print("x {% raw %} {{ y }} {%- endraw %} z"), "x  {{ y }}  z");
    assert_eq!(print("{% raw %}{% if %}{% endraw %}"), "{% if %}");
}

#[test]
fn a_captured_name_is_the_first_run_of_its_characters() {
    assert_eq!(print("{% capture /dev/null %}x{% endcapture %}after {{ dev }}"), "after x");
    assert_eq!(print("{% capture 'a b' %}x{% endcapture %}{{ a }}"), "x");
    assert_eq!(print("{% assign a b = 1 %}{{ b }}"), "1");
    assert!(run("{% capture é %}x{% endcapture %}").is_err());
    assert!(run("{% assign é = 1 %}").is_err());
}

#[test]
fn replace_knows_the_references_of_ruby() {
    assert_eq!(print(r"{{ 'a.b' | replace: '.', '[\0]' }}"), "a[.]b");
    assert_eq!(print(r"{{ 'a.b' | replace: '.', '\1x\\y\z' }}"), r"ax\y\zb");
    assert_eq!(print(r#"{{ 'a.b.c' | replace: '.', "[\`|\'|\&]" }}"#), "a[a|b.c|.]b[a.b|c|.]c");
    assert_eq!(print(r"{{ 'a.b.c' | replace_first: '.', '[\0]' }}"), "a[.]b.c");
    assert_eq!(print(r"{{ 'a.b' | replace_last: '.', '[\0]' }}"), r"a[\0]b");
}

#[test]
fn comparisons_cost_what_they_read() {
    let long = "a".repeat(1 << 20);
    for test in ["contains \"b\"", "== t"] {
        let template = format!(
            "{{% assign s = \"{long}\" %}}{{% assign t = \"{long}\" %}}{{% for i in (1..1000000) %}}{{% if s {test} %}}{{% endif %}}{{% endfor %}}"
        );
        assert!(run(&template).is_err());
    }
}

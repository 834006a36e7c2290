//! What is read of programs, and what is not.

use super::{Host, Object, Reader, Value};

struct Outside;

impl Host for Outside {
    fn value(&self, name: &str) -> Option<Value> {
        name.starts_with("process.env.").then_some(Value::Undefined)
    }

    fn call(&self, name: &str, _: &[Value]) -> Option<Value> {
        (name == "astro:content#getCollection").then(|| Value::Entries(super::Entries::of("blog")))
    }

    fn module(&self, _: &str, _: &str) -> Option<Object> {
        None
    }
}

fn default_of(text: &str) -> Value {
    Reader::new(&Outside).exports("a.js", text).get("default").cloned().unwrap_or_default()
}

#[test]
fn literals_are_read() {
    for (text, expected) in [
        ("'a\\n\\u00e9'", "a\né"),
        ("`a${1 + 2}b`", "a3b"),
        ("process.env.URL || 'https://e.example'", "https://e.example"),
        ("{ a: { b: 'c' } }.a.b", "c"),
        ("(['x', 'y'])[1]", "y"),
        ("'Crème Brûlée'.normalize('NFD').replace(/[\\u0300-\\u036f]/g, '')", "Creme Brulee"),
        ("'\\ufb01'.normalize('NFKD') + 'e\\u0301'.normalize().length", "fi1"),
        ("'A B'.toLowerCase().replaceAll(' ', '-')", "a-b"),
        ("new Date('2024-05-31').toISOString().slice(0, 10)", "2024-05-31"),
        ("((a, { b = 'd' }) => a + b)('c', {})", "cd"),
        ("'x' as const", "x"),
        ("(<T extends U<V>>(a: T) => a)('x')", "x"),
        (
            "'k' in { k: 1 } && !('j' in {}) ? new URL('/a', 'https://e.example').href : ''",
            "https://e.example/a",
        ),
        ("['-a', 'b'].filter(x => x.match(/^(?!-)/)).join()", "b"),
        ("((first, ...rest) => rest.join('') + first)('a', 'b', 'c')", "bca"),
        ("Object.entries({ a: 1, b: 2 }).map(([key, value]) => key + value).join()", "a1,b2"),
        ("[...new Set(['x', 'y', 'x'])].filter(Boolean).join('')", "xy"),
        ("['a', 'b'].reduce((all, one) => { all[one] = one + '!'; return all; }, {}).b", "b!"),
        ("(() => { let n = 1; n += 2; n++; const o = {}; o.k = n; return `${o.k}`; })()", "4"),
        ("((x) => { if (!x) { throw new Error('no'); } return x; })('y')", "y"),
        ("'abc'[1] + 'ab'.padStart(3, '0') + encodeURIComponent('a b')", "b0aba%20b"),
        ("[1, 2, 3].map(n => n * 2).filter((n) => n > 2).join('+')", "4+6"),
    ] {
        assert_eq!(default_of(&format!("export default {text};")).as_text(), Some(expected), "{text}");
    }
}

#[test]
fn what_is_computed_is_unknown() {
    for text in [
        "fetch('x').then(r => r)",
        "Math.random()",
        "class {}",
        "`${x}`",
        "/a/.exec('a')[0]",
        "'a'.replace(/a/, x => x)",
    ] {
        assert_eq!(default_of(&format!("export default {text};")).to_text(), None, "{text}");
    }
}

#[test]
fn calls_of_the_host_are_recorded() {
    let text = "
import { feedPlugin } from '@11ty/eleventy-plugin-rss';
const types: [string, number][] = [['atom', 0], ['rss', 5]];
export default async function (config: any) {
  config.addPassthroughCopy('a').addPassthroughCopy('b');
  for (const [type, limit] of types) {
    config.addPlugin(feedPlugin, { type, collection: { name: 'posts', limit } });
  }
  if (process.env.X) config.never();
}
export const config = { dir: { input: 'content' } };
";
    let outside = Outside;
    let mut reader = Reader::new(&outside);
    let exports = reader.exports("eleventy.config.js", text);
    assert_eq!(
        exports.get("config").unwrap().get("dir").unwrap().get("input").unwrap().as_text(),
        Some("content")
    );
    let function = exports.get("default").unwrap().clone();
    reader.call(&function, &[Value::Host("config".into())]);
    let names: Vec<&str> = reader.calls.iter().map(|call| call.name.as_str()).collect();
    let copy = "config.addPassthroughCopy";
    assert_eq!(
        names,
        [copy, &format!("{copy}().addPassthroughCopy"), "config.addPlugin", "config.addPlugin"]
    );
    let options = &reader.calls[3].arguments[1];
    assert_eq!(options.get("type").unwrap().as_text(), Some("rss"));
    assert_eq!(options.get("collection").unwrap().get("limit").unwrap().as_count(), Some(5));
    assert_eq!(reader.calls[3].line, 7);
}

#[test]
fn both_ways_to_export_are_read() {
    for text in [
        "module.exports = { a: 'b' };",
        "const x = { a: 'b' };\nmodule.exports = x",
        "export default { a: 'b' } satisfies Config",
        "import { defineConfig } from 'astro/config';\nexport default { 'a': 'b', c() { return 1; } };",
        "type T = { a: string } | string;\ninterface U { b: string }\nexport default { a: 'b' } as T;",
    ] {
        assert_eq!(default_of(text).get("a").and_then(Value::as_text), Some("b"), "{text}");
    }
}

#[test]
fn any_text_is_read_without_failing() {
    for text in [
        "((((",
        "`${`${",
        "a ? b : ",
        "{[(",
        "export",
        "export default",
        "import {",
        "x => {",
        "'",
        "for (",
        "\\u{",
    ] {
        default_of(text);
    }
    default_of(&"(".repeat(100_000));
    default_of(&"a?".repeat(10_000));
    default_of(&format!("export default {}1", "-".repeat(100_000)));
    default_of(&"`${".repeat(10_000));
    default_of("function f() { return f(); } export default f();");
}

#[test]
fn long_chains_are_read_to_their_ends() {
    let parts = |part: &str, between: &str, times: usize| vec![part; times].join(between);
    let length = |text: String| default_of(&format!("export default ({text}).length")).as_count();
    for times in [2, 170, 185, 290] {
        assert_eq!(length(parts("'x'", " + ", times)), Some(times), "{times} parts");
        assert_eq!(
            length(format!("'x'{}", ".concat('y')".repeat(times / 2))),
            Some(1 + times / 2),
            "{times} calls"
        );
    }
    let deep = format!(
        "const a = {}1{};\nexport default `${{a{}}}`",
        "{ b: ".repeat(40),
        " }".repeat(40),
        ".b".repeat(40)
    );
    assert_eq!(default_of(&deep).as_text(), Some("1"));
}

#[test]
fn what_is_read_of_a_large_value_alone_counts() {
    let large = "const all = { one: { name: 'a', of: ['b'] }, more: ['x', 'y'].map((x) => x.repeat(999).repeat(999)) };";
    let pick = "const pick = (from, key) => from[key].name;";
    let numbers = "const numbers = 'one,'.repeat(499).concat('one').split(',');";
    for (read, expected) in [
        ("all.one.name", "a"),
        ("all['one'].name", "a"),
        ("all[key].of[0]", "b"),
        ("`${all.more.length}`", "2"),
        ("`${all.two}`", "undefined"),
    ] {
        let text = format!("{large}{numbers}\nexport default numbers.map((key) => {read}).pop()");
        assert_eq!(default_of(&text).as_text(), Some(expected), "{read}");
    }
    // A copy of an object is shared; of one that is changed, what is not shared counts.
    let text = format!("{large}{pick}{numbers}\nexport default numbers.map((key) => pick(all, key)).pop()");
    assert_eq!(default_of(&text).as_text(), Some("a"));
    let change = "const f = (key) => { let own = all; own.k = key; return own.k; };\nexport default numbers.map(f).pop()";
    assert_eq!(default_of(&format!("{large}{numbers}\n{change}")).as_text(), Some("one"));
    let text = "const all = { text: 'x'.repeat(999).repeat(999) };";
    assert_eq!(default_of(&format!("{text}{numbers}\n{change}")).as_text(), None);
}

#[test]
fn sorts_by_the_part_that_a_function_compares() {
    let list = "[{ n: 2, d: '2024-03-01' }, { n: 3, d: '2024-01-01' }, { n: 1, d: '2024-02-01' }]";
    for (function, expected) in [
        ("(a, b) => a.n - b.n", "123"),
        ("(a, b) => b.n - a.n", "321"),
        ("(a, b) => { const x = b.n; return x - a.n; }", "321"),
        ("(a, b) => new Date(b.d) - new Date(a.d)", "213"),
        ("(a, b) => new Date(a.d).getTime() - new Date(b.d).getTime()", "312"),
        ("(a, b) => a.d > b.d", "312"),
        ("(a, b) => a.n - a.n", "231"),
        ("(a, a) => a.n - a.n", "231"),
    ] {
        let text = format!("export default {list}.sort({function}).map((it) => it.n).join('')");
        assert_eq!(default_of(&text).as_text(), Some(expected), "{function}");
    }
    for function in ["(a, b) => a.m - b.m", "(a, b) => later(a) - later(b)", "(a, b) => a.n - b.m"] {
        let text = format!("export default {list}.sort({function}).map((it) => it.n).join('')");
        assert_eq!(default_of(&text).as_text(), None, "{function}");
    }
}

#[test]
fn a_long_list_is_sorted_within_the_bounds() {
    let items: String = (0..9_000).map(|n| format!("{{ n: {} }},", n * 7 % 9_001)).collect();
    let text = format!("export default [{items}].sort((a, b) => b.n - a.n)[0].n");
    assert_eq!(default_of(&text).to_number(), Some(9_000.0));
}

#[test]
fn copies_of_the_items_of_lists_count() {
    let words: String = (0..5_000).map(|n| format!("'word{n}',")).collect();
    for (read, few) in [
        ("all.includes(key)", "true"),
        ("all.slice(0, 1).length", "1"),
        ("[...all].length", "5000"),
        ("first(all)", "word0"),
        ("count(...all)", "5000"),
    ] {
        let text = format!(
            "const all = [{words}];\nconst first = (of) => {{ for (const it of of) {{ return it; }} }};\n\
             const count = (...of) => of.length;\n\
             const made = (keys) => keys.map((key) => {read}).pop();\n"
        );
        let some = default_of(&format!("{text}export default `${{made(all.slice(0, 99))}}`"));
        assert_eq!(some.as_text(), Some(few), "{read}");
        let all = default_of(&format!("{text}export default `${{made([...all, ...all, ...all, ...all])}}`"));
        assert_eq!(all.as_text(), None, "{read}");
    }
}

//! Templates and programs of sites that nobody writes: few of their lines ask for more time, memory or stack than a machine has.

use std::time::{Duration, Instant};

use crate::cli::TestSite;

/// Of a debug build, on a busy machine.
const LONGEST: Duration = Duration::from_secs(40);
/// What a run may take beside its input, and how many times as long an input may take that is four times as long.
const ALWAYS: Duration = Duration::from_millis(1_500);
const FACTOR: u32 = 7;
/// How often a construct is repeated.
const TIMES: usize = 8_000;

const ROWS: &str = "[[feeds]]\npath = 'a.json'\nformat = 'json'\ncontent = 'full'\n";
const HEAD: &str = "---\ntitle: A\ndate: 2024-01-02\ntags: posts\n---\n";

/// A kind of site, with an input in it.
type Kind = fn(&str) -> Vec<(&'static str, String)>;

fn files<const N: usize>(files: [(&'static str, &str); N]) -> Vec<(&'static str, String)> {
    files.into_iter().map(|(path, text)| (path, text.to_owned())).collect()
}

fn nunjucks(input: &str) -> Vec<(&'static str, String)> {
    files([
        ("eleventy.config.js", "export default function (c) { return { markdownTemplateEngine: 'njk' }; }"),
        ("_includes/self.njk", input),
        ("_includes/b.njk", "{% include 'c.njk' %}{% include 'c.njk' %}"),
        ("_includes/c.njk", "{% include 'b.njk' %}{% include 'b.njk' %}"),
        ("posts/a.md", &format!("{HEAD}{input}")),
        ("feedwright.toml", &format!("[site]\nurl = 'https://w.example'\n{ROWS}")),
    ])
}

fn tera(input: &str) -> Vec<(&'static str, String)> {
    files([
        ("config.toml", "base_url = 'https://w.example'\n"),
        ("templates/shortcodes/s.html", input),
        ("templates/b.html", "{% include 'b.html' %}{% include 'b.html' %}"),
        ("content/_index.md", "+++\nsort_by = 'date'\n+++\n"),
        ("content/a.md", "+++\ntitle = 'A'\ndate = 2024-01-02\n+++\n{{ s(a=1) }}\n"),
        ("feedwright.toml", ROWS),
    ])
}

fn pelican(input: &str) -> Vec<(&'static str, String)> {
    let quoted = serde_json::to_string(input).unwrap();
    files([
        ("pelicanconf.py", "SITEURL = 'https://w.example'\nPATH = 'content'\n"),
        ("content/a.md", "Title: A\nDate: 2024-01-02\n\nText.\n"),
        ("feedwright.toml", &format!("{ROWS}before = {quoted}\n")),
    ])
}

fn hugo(input: &str) -> Vec<(&'static str, String)> {
    files([
        ("hugo.toml", "baseURL = 'https://w.example/'\ntitle = 'W'\n"),
        ("layouts/_shortcodes/s.html", input),
        ("layouts/_partials/p.html", input),
        ("content/posts/a.md", &format!("{HEAD}{{{{< s a >}}}}\n")),
        ("feedwright.toml", ROWS),
    ])
}

fn hugo_body(input: &str) -> Vec<(&'static str, String)> {
    files([
        ("hugo.toml", "baseURL = 'https://w.example/'\ntitle = 'W'\n"),
        ("layouts/_shortcodes/s.html", "{{ range seq 1000 }}{{ $.Inner }}{{ end }}"),
        ("content/posts/a.md", &format!("{HEAD}{input}\n")),
        ("feedwright.toml", ROWS),
    ])
}

fn python(input: &str) -> Vec<(&'static str, String)> {
    files([
        ("pelicanconf.py", &format!("SITEURL = 'https://w.example'\nPATH = 'content'\n{input}")),
        ("mine.py", input),
        ("content/a.md", "Title: A\nDate: 2024-01-02\n\nText.\n"),
        ("feedwright.toml", ROWS),
    ])
}

fn javascript(input: &str) -> Vec<(&'static str, String)> {
    files([
        ("eleventy.config.js", input),
        ("posts/a.md", &format!("{HEAD}Text.\n")),
        ("feedwright.toml", &format!("[site]\nurl = 'https://w.example'\n{ROWS}")),
    ])
}

/// Builds the site; what the run reports, and how long it takes.
#[track_caller]
fn timed(kind: Kind, input: &str) -> (String, Duration) {
    let files = kind(input);
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let site = TestSite::new(&files);
    let start = Instant::now();
    let ran = site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]);
    let taken = start.elapsed();
    let begin: String = input.chars().take(80).collect();
    assert!(taken < LONGEST, "{begin:?} takes {taken:?}");
    assert!((0..=2).contains(&ran.code), "{begin:?} ends with {}: {}", ran.code, ran.stderr);
    // Otherwise nothing may have run; text around entries is an error of the settings, which names it.
    let has_run = site.path().join("out/a.json").is_file() || ran.stderr.contains(": `before`: ");
    assert!(has_run, "{begin:?} makes no feed: {}", ran.stderr);
    (ran.stderr, taken)
}

/// Builds the site; what the run reports.
#[track_caller]
fn built(kind: Kind, input: &str) -> String {
    timed(kind, input).0
}

/// Builds the site with an input of [`TIMES`] constructs, and with a quarter of them.
#[track_caller]
fn is_linear(kind: Kind, input: impl Fn(usize) -> String) {
    let short = timed(kind, &input(TIMES / 4)).1;
    let long = input(TIMES);
    let bound = short * FACTOR + ALWAYS;
    // Another program may take the machine once.
    let taken = (0..3).map(|_| timed(kind, &long).1).find(|taken| *taken <= bound);
    let begin: String = long.chars().take(80).collect();
    assert!(
        taken.is_some(),
        "{begin:?} takes {short:?}, and more than {bound:?} when it is four times as long"
    );
}

/// A line, and another one so many times.
fn lines(first: &str, line: &str, times: usize) -> String {
    format!("{first}{}", line.repeat(times))
}

#[test]
fn lists_of_files_are_bounded() {
    let names: Vec<String> = (0..3_000).map(|n| format!("content/posts/a/sail-{n}.png")).collect();
    for pattern in ["*", "**/none"] {
        let input =
            format!("{{{{ range 9999 }}}}{{{{ $x := $.Page.Resources.Match \"{pattern}\" }}}}{{{{ end }}}}");
        let mut files = hugo(&input);
        files.retain(|(path, _)| *path != "content/posts/a.md");
        let mut files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let page = format!("{HEAD}{{{{< s >}}}}\n");
        files.push(("content/posts/a/index.md", &page));
        files.extend(names.iter().map(|name| (name.as_str(), "")));
        let site = TestSite::new(&files);
        let start = Instant::now();
        let ran = site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]);
        assert!(start.elapsed() < LONGEST / 4, "{pattern}: {:?}", start.elapsed());
        assert!(ran.stderr.contains("`s` is not evaluated: the templates of the page take more"), "{ran:?}");
    }
}

#[test]
fn values_that_grow_are_bounded() {
    for (kind, first, line) in [
        (nunjucks as Kind, "{% set a = 'xxxxxxxxxx' %}", "{% set a = a ~ a %}"),
        (nunjucks, "{% set a = 'xxxxxxxxxx' %}", "{% set a = a + a %}"),
        (nunjucks, "{% set a = [1] %}", "{% set a = [a, a] %}"),
        (nunjucks, "{% set a = 'xxxxxxxxxx' %}", "{% set a = a | replace('x', a) %}"),
        (nunjucks, "{% set a = 'xxxxxxxxxx' %}", "{% set a = a.split('').join(a) %}"),
        (nunjucks, "{% set a = 'x'.repeat(999) %}", "{% set a = a.repeat(999) %}"),
        (nunjucks, "{% set a = [[[[1]]]] %}", "{% set a = a | dump(999999999) %}"),
        (tera, "{% set a = 'xxxxxxxxxx' %}", "{% set a = a ~ a %}"),
        (tera, "{% set a = [1] %}", "{% set a = [a, a] %}"),
        (tera, "{% set a = [1] %}", "{% set a = a | concat(with=a) %}"),
        (tera, "{% set a = 'xxxxxxxxxx' %}", "{% set a = a | replace(from='x', to=a) %}"),
        (tera, "{% set a = 'xxxxxxxxxx' %}", "{% set a = a | regex_replace(pattern='x', rep=a) %}"),
        (pelican, "{% set a = 'xxxxxxxxxx' %}", "{% set a = a ~ a %}"),
        (pelican, "{% set a = 'xxxxxxxxxx' %}", "{% set a = '%s%s'|format(a, a) %}"),
        (pelican, "{% set a = [1] %}", "{% set a = a + a %}"),
        (pelican, "{% set a = 'xxxxxxxxxx' %}", "{% set a = a.split('x')|join(a) %}"),
        (hugo, "{{ $a := \"xxxxxxxxxx\" }}", "{{ $a = print $a $a }}"),
        (hugo, "{{ $a := slice 1 2 }}", "{{ $a = append $a $a }}"),
        (hugo, "{{ $a := \"xxxxxxxxxx\" }}", "{{ $a = replace $a \"x\" $a }}"),
        (hugo, "{{ $a := \"xxxxxxxxxx\" }}", "{{ $a = replaceRE \"x\" $a $a }}"),
        (
            hugo,
            "{{ .Page.Store.Set \"a\" \"xxxxx\" }}",
            "{{ .Page.Store.Add \"a\" (.Page.Store.Get \"a\") }}",
        ),
        (python, "A = 'xxxxxxxxxx'\n", "A = A + A\n"),
        (python, "A = 'xxxxxxxxxx'\n", "A = f'{A}{A}'\n"),
        (python, "A = 'xxxxxxxxxx'\n", "A = '{0}{0}'.format(A)\n"),
        (python, "A = 'xxxxxxxxxx'\n", "A = A.replace('x', A)\n"),
        (python, "A = [1]\n", "A = [A, A]\n"),
        (python, "A = [1]\n", "A += A\n"),
        (javascript, "let a = 'xxxxxxxxxx';\n", "a = a + a;\n"),
        (javascript, "let a = 'xxxxxxxxxx';\n", "a = `${a}${a}`;\n"),
        (javascript, "let a = 'xxxxxxxxxx';\n", "a = a.replaceAll('x', a);\n"),
        (javascript, "let a = [1];\n", "a = [...a, ...a];\n"),
        (javascript, "let a = [1];\n", "a = { a, b: a };\n"),
    ] {
        built(kind, &lines(first, line, 60));
    }
}

#[test]
fn values_in_values_are_bounded() {
    for (kind, first, line) in [
        (nunjucks as Kind, "{% set a = [1] %}", "{% set a = [a] %}"),
        (tera, "{% set a = [1] %}", "{% set a = [a] %}"),
        (hugo, "{{ $a := slice 1 }}", "{{ $a = slice $a }}"),
        (python, "A = [1]\n", "A = [A]\n"),
        (python, "A = [1]\n", "A.append(A)\n"),
        (python, "A = {}\n", "A = {'a': A}\n"),
        (javascript, "let a = [1];\n", "a = [a];\n"),
        (javascript, "let a = {};\n", "a = { a };\n"),
        (javascript, "let a = [1];\n", "a.push(a);\n"),
    ] {
        built(kind, &lines(first, line, TIMES / 4));
    }
}

#[test]
fn templates_that_call_themselves_are_bounded() {
    let loops = "{% for a in range(10000) %}{% for b in range(10000) %}x{% endfor %}{% endfor %}";
    let deep = |call: &str| {
        let (open, close) = ("(".repeat(50), format!("{})", " + 1".repeat(4)).repeat(50));
        format!(
            "{{% macro m(x) %}}{}{{{{ {open}{call}{close} }}}}{}{{% endmacro %}}{{{{ {call} }}}}",
            "{% if 1 %}".repeat(50),
            "{% endif %}".repeat(50)
        )
    };
    for (kind, input) in [
        (nunjucks as Kind, "{% include 'b.njk' %}".to_owned()),
        (nunjucks, "{% include 'self.njk' %}{% include 'self.njk' %}".to_owned()),
        (nunjucks, "{% macro m(x) %}{{ m(x) }}{{ m(x) }}{% endmacro %}{{ m(1) }}".to_owned()),
        (nunjucks, loops.to_owned()),
        (
            nunjucks,
            "{% set a = range(9000) %}{% for b in a %}{% for c in a %}{% endfor %}{% endfor %}".to_owned(),
        ),
        (nunjucks, deep("m(1)")),
        (tera, "{% include 'b.html' %}".to_owned()),
        (tera, "{% macro m() %}{{ self::m() }}{{ self::m() }}{% endmacro %}{{ self::m() }}".to_owned()),
        (tera, loops.replace("range(", "range(end=")),
        (tera, deep("self::m(x=1)")),
        (pelican, loops.to_owned()),
        (pelican, deep("m(1)")),
        (hugo, "{{ partial \"p.html\" . }}".repeat(20)),
        (hugo, "{{ range seq 1000 }}{{ partial \"p.html\" . }}{{ end }}".to_owned()),
        (hugo_body, format!("{}x{}", "{{< s >}}".repeat(12), "{{< /s >}}".repeat(12))),
        (hugo_body, format!("{}{}", "{{< s >}}", "x".repeat(100_000)) + "{{< /s >}}"),
        (python, lines("", "from mine import *\n", 300)),
        (javascript, "const f = (x) => f(x) + f(x) + f(x);\nexport default f(1);".to_owned()),
        (
            javascript,
            format!("const f = (x) => {}f(x){};\nexport default f(1);", "(".repeat(100), " + 1)".repeat(100)),
        ),
        (
            javascript,
            format!("const a = [{}];\nexport default a.map((x) => a.map((y) => a));", "1, ".repeat(5_000)),
        ),
        (
            javascript,
            format!("const a = [{}];\nexport default a.map((x) => a.includes(2));", "1, ".repeat(40_000)),
        ),
    ] {
        built(kind, &input);
    }
}

#[test]
fn bounds_of_text_around_entries_are_reported() {
    let input = lines("{% set a = [1] %}", "{% set a = a + a %}", 60);
    let reported = built(pelican, &input);
    assert!(
        reported.contains("`set a = a + a` takes too many steps, or makes too large a value"),
        "{reported}"
    );
}

#[test]
fn repeated_constructs_take_linear_time() {
    let tags = [
        "{{",
        "{%",
        "{#",
        "{% if x %}",
        "{% for a in [1] %}",
        "{{ \"",
        "{{ \\\" }}",
        "{% raw %}",
        "{% foo %}",
        "{{ (",
        "{{ [",
        "{{ {",
        "{{ a|",
        "{{ not ",
        "{% endif %}",
        "{% elif x %}",
        "{% set a %}",
        "{% filter upper %}",
        "{{ 1 }}",
        "{{ a.",
        "{{ a[",
    ];
    for tag in tags {
        for kind in [nunjucks as Kind, tera, pelican] {
            is_linear(kind, |times| tag.repeat(times));
        }
    }
    is_linear(nunjucks, |times| format!("{}{}", "{% foo %}".repeat(times), "{% endfoo %}".repeat(3)));
    for part in ["a|b", "a.b", "a+", "a~", "(", "a[", "f(", "not ", "x==", "a if b else "] {
        is_linear(nunjucks, |times| format!("{{{{ {}1 }}}}", part.repeat(times)));
    }
    for part in [
        "{{ x ",
        "{{ \"",
        "{{ `",
        "{{ if x }}",
        "{{ end }}",
        "{{ (",
        "{{ 1 }}",
        "{{ $x := 1 }}",
        "{{/* ",
        "<a b=\"{{ 1 }}\" ",
        "{{ with 0 }}{{ else with 0 }}",
    ] {
        is_linear(hugo, |times| part.repeat(times));
    }
    for part in [
        "{{<",
        "{{< s ",
        "{{< s >}}",
        "{{< /s >}}",
        "{{</* ",
        "{{< s \"",
        "{{< s `",
        "{{< s a=",
        "{{< a >}} {{< /b >}} ",
        "{{< q >}} ",
    ] {
        is_linear(hugo_body, |times| part.repeat(times));
    }
    is_linear(hugo_body, |times| format!("{}{}", "{{< a >}} ".repeat(times), "{{< /b >}} ".repeat(times)));
    for part in [
        "(",
        "[",
        "{",
        "\"\"\"",
        "f\"{",
        "A = 1\n",
        "if x:\n",
        "A = B = ",
        "A[0]",
        "A = (",
        "A = 1 if ",
        "\\\n",
        "import mine\n",
        "A.b",
    ] {
        is_linear(python, |times| part.repeat(times));
    }
    for part in ["f(", "not ", "+ 'x' ", "'x' ", "a[", "if 1 else ", "lambda: ", "{**", "'%s' % "] {
        is_linear(python, |times| format!("A = {}1\n", part.repeat(times)));
    }
}

#[test]
fn repeated_javascript_takes_linear_time() {
    for part in [
        "(",
        "[",
        "{",
        "`",
        "`${",
        "a=>",
        "(a)=>",
        "new ",
        "a.",
        "a+",
        "!",
        "a?",
        "a?b:",
        "...",
        "<",
        "/",
        "for(",
        "if(",
        "a[",
        "function ",
        "export ",
        "async ",
        "(1}",
        "((1}",
        "{a:",
        "await ",
        "throw ",
        "x(",
        "a??",
        "catch(",
        "try{",
        "const {",
        "type a=",
        "x as ",
        "(a=",
        "(a:",
        "<a>(",
        "{[",
        "a.b(",
        "a=a+1;",
    ] {
        is_linear(javascript, |times| part.repeat(times));
        is_linear(javascript, |times| format!("export default {}", part.repeat(times)));
    }
    let nested = format!("export default {}1{}", "(a=".repeat(60), "): ] =>".repeat(60));
    built(javascript, &nested);
    let names = |times| (0..times).map(|number| format!("const k{number} = 1;\n")).collect::<String>();
    is_linear(javascript, names);
    is_linear(javascript, |times| format!("export default function (c) {{\n{}}}", names(times)));
    let keys = |times| (0..times).map(|number| format!("k{number}: 1, ")).collect::<String>();
    is_linear(javascript, |times| format!("export default {{ {} }}", keys(times)));
}

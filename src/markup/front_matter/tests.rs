//! What front matter is, what its values are, and where its errors are shown.

use proptest::prelude::*;

use super::*;

fn value(yaml: &str) -> Value {
    let (root, faults) = yaml::parse(&format!("k: {yaml}\n"), 0);
    assert!(faults.is_empty(), "{yaml}: {faults:?}");
    root.value.as_map().and_then(|map| map.get("k")).map(|node| node.value.clone()).unwrap_or_default()
}

#[test]
fn scalars_have_the_types_that_ruby_gives_them() {
    for (yaml, printed) in [
        ("~", "nil"),
        ("", "nil"),
        ("null", "nil"),
        ("Null", "nil"),
        ("\"\"", "\"\""),
        ("yes", "true"),
        ("On", "true"),
        ("no", "false"),
        ("'no'", "\"no\""),
        ("y", "\"y\""),
        ("n", "\"n\""),
        ("10", "10"),
        ("-1", "-1"),
        ("+1", "1"),
        ("010", "8"),
        ("08", "\"08\""),
        ("0o10", "\"0o10\""),
        ("0x1F", "31"),
        ("0b11", "3"),
        ("1_000", "1000"),
        ("1,000", "1000"),
        ("1e3", "\"1e3\""),
        ("1.5e3", "\"1.5e3\""),
        ("1.5e+3", "1500.0"),
        ("1.", "1.0"),
        (".5", "0.5"),
        ("1.2.3", "\"1.2.3\""),
        ("4.10", "4.1"),
        (".inf", "Infinity"),
        ("-.INF", "-Infinity"),
        (".nan", "NaN"),
        ("12:30", "45000"),
        ("1:20:30", "4830"),
        ("12:30:45.5", "45045.5"),
        ("12:60", "\"12:60\""),
        ("2020-01-07", "#<Date: 2020-01-07 ((2458856j,0s,0n),+0s,2299161j)>"),
        ("2020-1-7", "#<Date: 2020-01-07 ((2458856j,0s,0n),+0s,2299161j)>"),
        ("2023-02-30", "\"2023-02-30\""),
        ("2020-01-07 10:00", "\"2020-01-07 10:00\""),
        ("2020-01-07 10:00:00", "2020-01-07 10:00:00 +0000"),
        ("2020-01-07T10:00:00Z", "2020-01-07 10:00:00 +0000"),
        ("2020-01-07 10:00:00 +0100", "2020-01-07 10:00:00 +0100"),
        ("2020-01-07 10:00:00 EST", "\"2020-01-07 10:00:00 EST\""),
        ("2020-01-07 10:00:00.5 -08:30", "2020-01-07 10:00:00 -0830"),
        ("99999999999999999999", "\"99999999999999999999\""),
        ("\"a\\nb\"", "\"a\\nb\""),
        (":compressed", "\":compressed\""),
        (":-)", "\":-)\""),
        (":\"two words\"", "\":\\\"two words\\\"\""),
        (":12", "\":12\""),
        (":no", "\":no\""),
        ("\n  - :a\n  - :b: :c", "[\":a\", {\":b\"=>\":c\"}]"),
        ("!ruby/regexp /x/", "\"/x/\""),
        ("!ruby/sym x", "\"x\""),
        ("!ruby/object:Foo {a: 1}", "{\"a\"=>1}"),
        ("!custom [a, 1]", "[\"a\", 1]"),
        ("!custom 1", "1"),
        ("! 12", "12"),
        ("!!set {a, b}", "{\"a\"=>nil, \"b\"=>nil}"),
        ("!!str 12", "\"12\""),
        ("!!int x", "\"x\""),
        ("[a, 1, yes]", "[\"a\", 1, true]"),
        ("{a: 1, b: [x]}", "{\"a\"=>1, \"b\"=>[\"x\"]}"),
    ] {
        assert_eq!(value(yaml).inspect(), printed, "{yaml}");
    }
}

#[test]
fn keys_and_values_know_their_places() {
    let text = "---\ntitle: \"Ü x\"\ntags:\n  - a\n  - 'b'\nmap:\n  deep: {x: 1}\n---\nbody";
    let front = parse(text);
    assert!(front.faults.is_empty());
    let at = |path: &str| front.data.get_path(path).map(|node| node.span.of(text));
    assert_eq!(at("title"), Some("\"Ü x\""));
    assert_eq!(at("tags"), Some("- a\n  - 'b'"));
    assert_eq!(at("map.deep.x"), Some("1"));
    assert_eq!(front.data.entry("tags").map(|entry| entry.key_span.of(text)), Some("tags"));
    assert_eq!(front.data.get("map").map(|node| node.span.of(text)), Some("deep: {x: 1}"));
    assert_eq!(text.get(front.body..), Some("body"));
    assert_eq!(front.inner.of(text).lines().count(), 6);
    assert!(front.block.of(text).ends_with("---"));
}

#[test]
fn the_block_is_what_jekylls_expression_takes() {
    for (text, body, title) in [
        ("---\ntitle: x\n---\nb", "b", Some("x")),
        ("\u{feff}---\r\ntitle: x\r\n---  \r\n\r\n  \r\n  b", "  b", Some("x")),
        ("---\ntitle: x\n...\n\nb", "b", Some("x")),
        ("---   \n---\n", "", None),
        ("---\ntitle: x\n---", "", Some("x")),
        ("--- \ntitle: x\n----\ny: z\n---\nb", "b", None),
        ("----\ntitle: x\n---\nb", "----\ntitle: x\n---\nb", None),
        ("no front matter", "no front matter", None),
        ("---\n\nA rule above\n", "---\n\nA rule above\n", None),
        ("", "", None),
        ("---", "---", None),
        ("+++\ntitle = \"x\"\n+++\nb", "b", Some("x")),
    ] {
        let front = parse(text);
        assert_eq!(text.get(front.body..), Some(body), "{text:?}");
        assert_eq!(front.data.get_str("title"), title, "{text:?}");
    }
}

#[test]
fn faults_are_shown_where_they_begin() {
    for (yaml, place, words) in [
        ("title: Qubes 4.3: released", "Qubes 4.3: released", "colon"),
        ("a: 1\ntitle: \"open\nb: 2\n", "\"open", "never closed"),
        ("a: 'x\nb: 'y'\n", "'x", "never closed"),
        ("tags: [a, b\nb: 2\n", "[a, b", "never closed"),
        ("tags: {a: b\n", "{a: b", "never closed"),
        ("a: 1\n\tb: 2\n", "\t", "tab"),
        ("tags:\n\t- x\n", "\t", "tab"),
        ("title: @home\n", "@home", "reserves"),
        ("title: `x`\n", "`x`", "reserves"),
        ("title: %d\n", "%d", "reserves"),
        ("title: *bold* text\n", "*bold* text", "anchor"),
        ("title: \"A\" and B\n", "\"A\" and B", "after its closing quote"),
        ("title: 'It's'\n", "'It's'", "after its closing quote"),
        ("title: [WIP] x\n", "[WIP] x", "goes on after"),
        ("title: {{ x }} y\n", "{{ x }} y", "goes on after"),
        ("title: \"a \\d b\"\n", "\\d", "double quotes"),
        ("title: x\n  tags: y\n", "  tags: y", "indented"),
        ("title: x\n tags: y\n", " tags: y", "indented"),
        ("tags:\n  - a\n  title: x\n", "  title: x", "indented by 2 but the keys above by 0"),
        ("tags: - a\n", "- a", "dash"),
        ("title: x\nlayout post\nb: c\n", "layout post", "neither a key"),
        ("title: x\nlayout:post\nb: c\n", "layout:post", "no space"),
        ("layout:post\ntitle: x\n", "layout:post", "no space"),
        ("layout post\ntitle: x\n", "layout post", "neither a key"),
        ("categories\n  - x\ntitle: x\n", "categories", "neither a key"),
        ("tags:\n  - x\n  -y\nb: c\n", "-y", "no space after the dash"),
        ("a: 1\n- b\nc: 1\n", "- b", "list item"),
        ("- a\n- b\n", "- a\n- b", "a list"),
        ("just text\n", "just text", "a string"),
    ] {
        let text = format!("---\n{yaml}{}---\nbody\n", if yaml.ends_with('\n') { "" } else { "\n" });
        let front = parse(&text);
        let fault = front.faults.first().unwrap_or_else(|| panic!("{yaml:?} is read"));
        assert_eq!(fault.span.of(&text), place, "{yaml:?}: {}", fault.message);
        assert!(fault.message.contains(words) && fault.fatal, "{yaml:?}: {}", fault.message);
        if let Some(replacement) = &fault.replacement {
            let mut fixed = text.clone();
            fixed.replace_range(std::ops::Range::from(fault.span), replacement);
            assert!(parse(&fixed).faults.is_empty(), "{fixed}");
        }
    }
}

#[test]
fn unclosed_front_matter_is_all_body() {
    let text = "---\ntitle: x\n\nText.\n";
    let front = parse(text);
    assert_eq!((front.body, front.faults.len()), (0, 1));
    assert_eq!(front.faults.first().map(|fault| fault.span.of(text)), Some("---"));
}

#[test]
fn merge_keys_aliases_and_repeated_keys_work_as_in_ruby() {
    let text = "base: &b {x: 1, y: 2}\nuse:\n  y: 0\n  <<: *b\n  x: 3\na: 1\na: 2\n";
    let (root, faults) = yaml::parse(text, 0);
    let map = root.value.as_map().cloned().unwrap_or_default();
    assert!(faults.is_empty());
    assert_eq!(map.get("use").map(|node| node.value.inspect()), Some("{\"y\"=>2, \"x\"=>3}".to_owned()));
    assert_eq!(map.overridden().iter().map(|entry| entry.key.as_str()).collect::<Vec<_>>(), ["a"]);
}

#[test]
fn bombs_are_refused() {
    let mut laughs = "a: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (next, last) in "bcdefghij".chars().zip("abcdefghi".chars()) {
        laughs += &format!(
            "{next}: &{next} [*{last}, *{last}, *{last}, *{last}, *{last}, *{last}, *{last}, *{last}]\n"
        );
    }
    assert!(yaml::parse(&laughs, 0).1.iter().any(|fault| fault.message.contains("aliases")));
    for deep in ["[".repeat(100_000), "- ".repeat(100_000), "{a: ".repeat(50_000)] {
        assert!(!yaml::parse(&deep, 0).1.is_empty());
    }
}

/// Pieces of front matter, whole and broken.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z]{1,3}: [a-zé0-9:#'\"&*!|>%@`,\\[\\]{} -]{0,12}\n",
        "[a-z]{1,3}:\n( {0,2}- [a-z0-9'\": ]{0,6}\n){0,3}",
        "[a-z]{1,2}: (\\[[a-z0-9, '\"-]{0,9}\\]|\"[a-z ]{0,5}\"|'[a-z ]{0,5}'|[0-9.:_-]{1,6}|yes|~|null)\n",
        "#[a-z: ]{0,4}\n|\n| {1,3}[a-z: ]{1,4}\n|[a-z]: \\|\n  x\n",
    ];
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn places_lie_in_the_text(text in "\\PC{0,60}|(---\n)?[a-z\"'\\[\\]{}:,#&*!|>%@`\t\n -]{0,60}(---\n)?", yaml in pieces()) {
        for text in [text, format!("---\n{yaml}---\nbody")] {
            let front = parse(&text);
            prop_assert!(text.is_char_boundary(front.body));
            for fault in &front.faults {
                prop_assert!(text.get(fault.span.start..fault.span.end).is_some(), "{:?} {:?}", text, fault);
            }
            for entry in &front.data {
                prop_assert!(text.get(entry.key_span.start..entry.key_span.end).is_some());
                prop_assert!(text.get(entry.value.span.start..entry.value.span.end).is_some());
            }
        }
    }

    #[test]
    fn what_is_read_by_hand_the_parsers_read_the_same(yaml in pieces()) {
        if let Some(by_hand) = simple::parse(&yaml, 7) {
            let (root, faults) = yaml::parse_in_full(&yaml, 7);
            prop_assert!(faults.is_empty(), "{:?}: {:?}", yaml, faults);
            prop_assert_eq!(Value::Map(by_hand), root.value, "{:?}", yaml);
        }
    }
}

#[test]
fn an_object_begins_the_file() {
    let text = "{\n  \"title\": \"A \\\"b\\\"\",\n  \"tags\": [\"x\", 2, true, null, 1.5]\n}\nBody.\n";
    let read = parse_as(text, &[Format::Json]);
    assert_eq!(read.format, Format::Json);
    assert_eq!(read.data.get_str("title"), Some("A \"b\""));
    assert_eq!(read.data.get("tags").unwrap().value.as_list().unwrap().len(), 5);
    assert_eq!(read.data.get("title").unwrap().span.of(text), "\"A \\\"b\\\"\"");
    assert_eq!(&text[read.body..], "Body.\n");
    assert_eq!(parse_as(text, &[Format::Yaml]).format, Format::None);
}

#[test]
fn a_broken_object_is_a_fault_at_its_place() {
    let text = "{\n  \"title\": \"A\",\n}\nBody.\n";
    let read = parse_as(text, &[Format::Json]);
    assert!(read.faults[0].fatal);
    assert_eq!(read.faults[0].span.start, text.find('}').unwrap());
    assert_eq!(parse_as("{{< x >}}\n", &[Format::Json]).format, Format::None);
}

#[test]
fn an_object_stands_between_fences() {
    let text = "---json\n{\"title\": \"A\"}\n---\nBody.\n";
    let read = parse_as(text, &[Format::JsonFenced, Format::Yaml]);
    assert_eq!(read.data.get_str("title"), Some("A"));
    assert_eq!(&text[read.body..], "Body.\n");
}

#[test]
fn keys_end_at_the_blank_line() {
    let text = "Title: A: b\nTAGS: x,\n    y\n\nNot: a key\n";
    let read = parse_as(text, &[Format::Yaml, Format::KeyValue]);
    assert_eq!(read.format, Format::KeyValue);
    assert_eq!(read.data.get_str("title"), Some("A: b"));
    assert_eq!(read.data.get_str("tags"), Some("x,\ny"));
    assert_eq!(read.data.get("title").unwrap().span.of(text), "A: b");
    assert_eq!(&text[read.body..], "Not: a key\n");
    assert_eq!(parse_as("A sentence.\n\nMore.\n", &[Format::KeyValue]).format, Format::None);
}

#[test]
fn keys_between_fences_are_lines_and_not_yaml() {
    let read = |text: &str| {
        let read = parse_as(text, &[Format::KeyValue, Format::KeyValueFenced]);
        assert!(read.faults.is_empty(), "{text}");
        let data: Vec<(String, String)> = read
            .data
            .iter()
            .map(|entry| (entry.key.clone(), entry.value.value.to_ruby_string().into_owned()))
            .collect();
        (data, text[read.inner.start..read.inner.end].to_owned(), text[read.body..].to_owned())
    };
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let (data, inner, body) = read("---\nTitle: Sync #1: \"a\ntags: [x\n---\nBody.\n");
    assert_eq!(data, [pair("title", "Sync #1: \"a"), pair("tags", "[x")]);
    assert_eq!((inner.as_str(), body.as_str()), ("Title: Sync #1: \"a\ntags: [x\n", "Body.\n"));
    // The block ends at a blank line and at one without a key too, and what follows is text.
    assert_eq!(read("---\ntitle: A\n\nBody.\n---\n").2, "Body.\n---\n");
    assert_eq!(read("---\ntitle: A\ntags:\n  - x\n---\n").2, "  - x\n---\n");
    assert_eq!(read("---\n---\nBody.\n"), (Vec::new(), String::new(), "Body.\n".to_owned()));
    assert_eq!(read("---\n\ntitle: A\n").2, "title: A\n");
    assert_eq!(read("Title: A\n---\nBody.\n").2, "Body.\n");
    // Only the beginning of a line counts, and a blank before the colon does.
    for text in [
        "--- yaml\ntitle: A\n---   \nBody.\n",
        "-----\ntitle: A\n----\nBody.\n",
        "---\ntitle: A\n....\nBody.\n",
    ] {
        let (data, _, body) = read(text);
        assert_eq!((data, body.as_str()), (vec![pair("title", "A")], "Body.\n"), "{text}");
    }
    assert_eq!(read("---\ntitle : A\n---\n"), (Vec::new(), String::new(), "title : A\n---\n".to_owned()));
}

//! Values that feeds do not need: Ruby symbols and tags of other programs, in `_config.yml`, in posts and in data files.

use crate::cli::TestSite;

const CONFIG: &str = "url: https://e.example\ntitle: T\ntime: 2024-06-01\n";
const POST: (&str, &str) = ("_posts/2024-01-02-good.md", "---\ntitle: Good\n---\n\nA good post.\n");

/// YAML that Ruby makes a symbol or an object of, a key each.
const RUBY: [&str; 10] = [
    "sass:\n  style: :compressed",
    "summary: :-)",
    "foo: !ruby/regexp /x/",
    "foo: !ruby/object:Foo {a: 1}",
    "foo: !ruby/sym x",
    ":key: v",
    "foo:\n  - :a\n  - :b: 1",
    "foo: :\"two words\"",
    "? :sym\n: c",
    "foo: &a :sym\nbar: *a",
];

#[test]
fn symbols_in_the_configuration_stop_nothing() {
    for yaml in RUBY {
        let site = TestSite::new(&[("_config.yml", &format!("{CONFIG}{yaml}\n")), POST]);
        let run = site.feedwright(["build", "--strict", "--output", "out"]).exits(0);
        assert_eq!(run.stderr, "", "{yaml}");
        assert!(site.read("out/feed.xml").contains("Good"), "{yaml}");
        site.feedwright(["lint"]).exits(0);
        site.feedwright(["list"]).exits(0);
    }
}

#[test]
fn symbols_in_a_post_keep_it_in_its_feeds() {
    for yaml in RUBY {
        let post = format!("---\ntitle: Good\n{yaml}\n---\n\nA good post.\n");
        let site = TestSite::new(&[("_config.yml", CONFIG), (POST.0, &post)]);
        site.feedwright(["build", "--strict", "--output", "out"]).exits(0);
        assert!(site.read("out/feed.xml").contains("Good"), "{yaml}");
        let run = site.feedwright(["lint"]).exits(0);
        assert!(!run.stdout.contains("malformed-front-matter"), "{yaml}: {}", run.stdout);
    }
}

#[test]
fn a_symbol_is_the_text_that_is_written() {
    let site = TestSite::new(&[
        ("_config.yml", &format!("{CONFIG}permalink: :title\nauthor: :ada\n")),
        ("_data/authors.yml", "ann:\n  name: :ann\n:bo: {name: !custom Bo}\n"),
        ("_posts/2024-01-02-one.md", "---\ntitle: :-)\nauthor: ann\ntags: !custom\n  - :tag\n---\n\nText.\n"),
        ("_posts/2024-01-03-two.md", "---\npermalink: :year/:title\nauthor: \":bo\"\n---\n\nText.\n"),
    ]);
    site.feedwright(["build", "--strict", "--output", "out"]).exits(0);
    let feed = site.read("out/feed.xml");
    for written in [
        "<title type=\"html\">:-)</title>",
        "href=\"https://e.example/one\"",
        "href=\"https://e.example/2024/two\"",
        "<name>:ann</name>",
        "<name>Bo</name>",
        "<name>:ada</name>",
        "term=\":tag\"",
    ] {
        assert!(feed.contains(written), "{written}: {feed}");
    }
}

#[test]
fn a_key_of_the_wrong_type_is_reported_with_its_place() {
    for (yaml, place, code) in [
        ("collections: 5", "4:14: `collections` is a number", 2),
        ("exclude: vendor", "4:10: `exclude` is a string", 2),
        ("include: {a: b}", "4:10: `include` is a mapping", 2),
        ("permalink: /:nothing/", "4:12: ", 2),
        ("timezone: :utc", "4:11: ", 2),
        ("timezone: local", "4:11: Jekyll writes dates in UTC", 0),
        ("defaults: {values: {a: b}}", "4:11: `defaults` is a mapping and not a list", 0),
        ("defaults:\n  - scope: {path: ''}\n    values: x", "5:5: this item of `defaults`", 0),
        ("feed: :atom", "4:7: `feed` is a string", 0),
        ("feed:\n  posts_limit: all", "5:16: `feed.posts_limit` is a string", 0),
        ("limit_posts: .inf", "4:14: `limit_posts` is a number and not a whole number", 0),
    ] {
        let site = TestSite::new(&[("_config.yml", &format!("{CONFIG}{yaml}\n")), POST]);
        let run = site.feedwright(["build", "--output", "out"]).exits(code);
        assert!(run.stderr.contains(&format!("_config.yml:{place}")), "{yaml}: {}", run.stderr);
    }
}

#[test]
fn yaml_that_cannot_be_parsed_stops_with_its_place() {
    // In brackets, a value cannot begin with a colon, to Ruby neither.
    for yaml in ["a: b: c", "foo: [:a, :b]", "foo: !e!x y", "foo: \"open", "foo: ::"] {
        let site = TestSite::new(&[("_config.yml", &format!("{CONFIG}{yaml}\n")), POST]);
        let run = site.feedwright(["build", "--output", "out"]).exits(2);
        assert!(run.stderr.contains("_config.yml:4:"), "{yaml}: {}", run.stderr);
    }
}

#[test]
fn values_that_are_odd_stop_nothing() {
    for yaml in [
        "foo: !custom x",
        "foo: !custom {a: [1]}",
        "foo: !!set {a, b}",
        "foo: !!binary aGk=",
        "foo: !!python/object:x.Y {a: 1}",
        "foo: !!int x",
        "foo: ! x",
        "foo: !<tag:e.example,2024:x> y",
        "foo: 2024-13-45",
        "foo: 2024-01-01 25:61:61",
        "foo: 99999999999999999999999999",
        "foo: -.inf",
        "foo:\n  <<: x",
        "? [a, b]\n: c",
        "plugins: 5",
        "sass: []",
        "kramdown: x",
        "title: 5",
    ] {
        let site = TestSite::new(&[("_config.yml", &format!("{CONFIG}{yaml}\n")), POST]);
        site.feedwright(["build", "--output", "out"]).exits(0);
        assert!(site.read("out/feed.xml").contains("Good"), "{yaml}");
        site.feedwright(["lint"]).exits(0);
        let post = format!("---\n{yaml}\n---\n\nA good post.\n");
        let site = TestSite::new(&[("_config.yml", CONFIG), (POST.0, &post)]);
        site.feedwright(["build", "--strict", "--output", "out"]).exits(0);
    }
}

//! What a slip in the configuration comes to: one error at its place, with the nearest right name, and nothing written.

use feedwright::feeds::emitters;

use crate::cli::TestSite;

const JEKYLL: &str = "url: https://e.example\ntitle: T\ntime: 2024-06-01\n";
const PLAIN: &str = "[site]\nurl = \"https://e.example\"\ntitle = \"T\"\n";

fn jekyll(config: &str, more: &str) -> TestSite {
    TestSite::new(&[
        ("_config.yml", &format!("{JEKYLL}{config}")),
        ("feedwright.toml", more),
        (
            "_posts/2024-01-02-a.md",
            "---\ntitle: A\ncategories: [news, C]\ntags: [beta]\nauthor: ann\n---\nText A.\n",
        ),
        ("_posts/2024-02-03-b.md", "---\ntitle: B\ncategories: [releases, \"C#\"]\nlang: de\n---\nText B.\n"),
        ("_posts/2023-03-04-c.md", "---\ntitle: C\ncategories: [releases]\n---\n"),
    ])
}

/// The error of `build`, which writes nothing.
#[track_caller]
fn error(site: &TestSite) -> String {
    let run = site.feedwright(["build", "--output", "out"]).exits(2);
    assert!(!site.path().join("out").exists());
    run.stderr.trim().to_owned()
}

#[test]
fn a_slip_that_would_empty_every_feed_is_an_error() {
    let plain = |more: &str| {
        TestSite::new(&[
            ("feedwright.toml", &format!("{PLAIN}[posts]\n{more}\n")),
            ("content/blog/a.md", "---\ntitle: A\ndate: 2024-01-02\n---\nText.\n"),
        ])
    };
    assert_eq!(
        error(&plain("folders = [\"content/blog\", \"content/blgo\"]")),
        "error: feedwright.toml:5:28: `folders` names `content/blgo`, and there is no such folder with files in it; did you mean `content/blog`?"
    );
    assert_eq!(
        error(&plain("permalink = \"/blog/:slgu/\"")),
        "error: feedwright.toml:5:13: the permalink `/blog/:slgu/` has `:slgu`, which is not a placeholder; did you mean `:slug`?"
    );
    let fixed = error(&plain("permalink = \"/blog/\""));
    assert!(fixed.contains("every post would stand at `/blog/`; put `:title`"), "{fixed}");
    plain("folders = \"./content/blog/\"\npermalink = \"pretty\"").feedwright(["build"]).exits(0);

    assert_eq!(
        error(&jekyll("permalink: /:yeer/:title/\n", "")),
        "error: _config.yml:4:12: the permalink `/:yeer/:title/` has `:yeer`, which is not a placeholder; did you mean `:year`?"
    );
    let style = error(&jekyll("permalink: prety\n", ""));
    assert!(style.ends_with("`prety` is not a style of permalinks; did you mean `pretty`?"), "{style}");
    let default = "defaults:\n  - values:\n      permalink: /:categories/:titel/\n";
    let default = error(&jekyll(default, ""));
    assert!(default.starts_with("error: _config.yml:6:18: ") && default.contains("`:title`"), "{default}");
    let folder = TestSite::new(&[
        ("_config.yml", &format!("{JEKYLL}collections_dir: contnet\n")),
        ("content/_posts/2024-01-02-a.md", "---\ntitle: A\n---\n"),
    ]);
    // Jekyll builds it, without posts.
    let folder = folder.feedwright(["build", "--output", "out"]).exits(0).stderr;
    assert!(folder.contains("note: _config.yml:4:18: there is no folder `contnet`"), "{folder}");
    assert!(folder.contains("did you mean `content`?"), "{folder}");
}

#[test]
fn lints_pages_without_collections_folder() {
    let site = TestSite::new(&[
        ("_config.yml", &format!("{JEKYLL}collections_dir: docs\ncollections:\n  docs:\n    output: true\n")),
        ("page.md", "---\ntitle: P\n---\n[x](/gone/)\n"),
    ]);
    let run = site.feedwright(["lint", "."]).exits(1);
    assert!(run.stderr.contains("there is no folder `docs`"), "{}", run.stderr);
    assert!(run.stdout.contains("`/gone/` leads nowhere"), "{}", run.stdout);
}

#[test]
fn reports_errors_of_a_feed_row_at_their_place() {
    let mut wrong: Vec<String> = Vec::new();
    for (row, expected) in [
        (
            "path = \"{category}/{year}.xml\"\neach = \"year\"",
            "2:8: `{category}` in `path` is not filled: `each = \"year\"` fills `{year}` alone",
        ),
        ("path = \"{year}.xml\"", "2:8: `{year}` in `path` is not filled: that needs `each = \"year\"`"),
        (
            "path = \"x.xml\"\ntitle = \"On {category}\"",
            "3:9: `{category}` in `title` is not filled: that needs `each = \"category\"`",
        ),
        (
            "path = \"{categroy}.xml\"\neach = \"category\"",
            "2:8: `{categroy}` in `path` is not a placeholder; did you mean `{category}`?",
        ),
        (
            "path = \"x.xml\"\ntitle = \"{format}\"",
            "3:9: `{format}` in `title` is not filled: it belongs in `path`",
        ),
        (
            "path = \"x.xml\"\neach = \"tag\"",
            "2:8: `each = \"tag\"` writes several feeds, all on the path `x.xml`; put `{tag}` into it",
        ),
        (
            "path = \"news.{ext}\"\nformat = [\"atom\", \"rss\"]",
            "2:8: atom and rss would all be written to `news.{ext}`; put `{format}` into it: `news.{format}.{ext}`",
        ),
        ("format = \"jsn\"", "2:10: `jsn` is not one of FORMATS; did you mean `json`?"),
        ("format = [\"atom\",\n  \"Rss\"]", "3:3: `Rss` is not one of FORMATS; did you mean `rss`?"),
        ("format = \"\"", "2:10: `` is not one of FORMATS"),
        ("format = 5", "2:10: `format` takes one value or a list of them, not the number 5"),
        ("format = [5]", "2:11: `format` takes a string in quotes, not the number 5"),
        ("format = [\"atom\", \"atom\"]", "2:10: the format `atom` is named twice"),
        ("path = \".\"", "2:8: `path` names a folder, `.`; add a file name: `feed.xml`"),
        (
            "path = \"../x.xml\"",
            "2:8: `path` `../x.xml` leads out of the output folder; name a path below it",
        ),
        ("since = \"soon\"", "2:9: `since` is not a date: `soon`; write it as 2024-05-31"),
        ("paths = [\"a\", \"a[\"]", "2:15: `paths` has `a[`, which is not a glob: invalid range pattern"),
        #[cfg(feature = "where")]
        (
            "where = \"post.titel == 'x'\"",
            "2:9: `where` asks for `post.titel`, which posts do not have; did you mean `post.title`?",
        ),
        #[cfg(feature = "where")]
        (
            "where = \"post.audience == 'x'\"",
            "2:9: `where` asks for `post.audience`, which posts do not have; front matter is `post.data.audience`",
        ),
        #[cfg(feature = "where")]
        ("where = \"1 +\"", "2:9: `where` is not a CEL expression at column"),
        #[cfg(feature = "where")]
        ("where = \"post.title\"", "2:9: `where` gives String for _posts/2024-02-03-b.md, not true or false"),
        (
            "collections = [\"posts\", \"post\"]",
            "2:25: `collections` has `post`, which is not a collection of this site; did you mean `posts`?",
        ),
        (
            "name = \"x\"\n[[feeds]]\nname = \"x\"\npath = \"y.xml\"",
            "4:8: two feeds are called `x`; give one of them another `name`",
        ),
        (
            "path = \"x.xml\"\n[[feeds]]\npath = \"./x.xml\"",
            "4:8: `x.xml` is written by the feed of line 2 too; give one of them another `path`",
        ),
        ("limit = -1", "2:9: `limit` takes a whole number, 0 or more, not the number -1"),
        ("limit = \"ten\"", "2:9: `limit` takes a whole number, 0 or more, not the text \"ten\""),
        ("title = 3", "2:9: `title` takes a string in quotes, not the number 3"),
    ] {
        let error = error(&jekyll("", &format!("[[feeds]]\n{row}\n")));
        let formats = emitters::names().collect::<Vec<_>>().join(", ");
        let expected = format!("error: feedwright.toml:{}", expected.replace("FORMATS", &formats));
        if !error.starts_with(&expected) || error.contains('\n') {
            wrong.push(format!("{row}\n{error}\n{expected}\n"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn reports_configuration_errors_at_their_place() {
    let mut wrong: Vec<String> = Vec::new();
    for (text, expected) in [
        (
            "[feeds]\npath = \"x.xml\"",
            "1:1: there may be several tables of this kind, each under a line of its own: write `[[feeds]]`",
        ),
        (
            "[site]\nurl = \"e.example\"",
            "2:7: `e.example` is not a site URL; write it with scheme and host: `https://e.example`",
        ),
        (
            "[site]\nurl = \"ftp://e.example\"",
            "2:7: `ftp://e.example` is not a site URL; write it with scheme and host: `https://e.example`",
        ),
        (
            "[site]\nlanguage = \"english\"",
            "2:12: `english` is not a language tag; write one as `en` or `pt-BR`",
        ),
        (
            "[site]\ntimezone = \"Europe/Berln\"",
            "2:12: `Europe/Berln` is not a time zone; did you mean `Europe/Berlin`?",
        ),
        ("[site]\ntimezone = \"Foo/Bar\"", "2:12: `Foo/Bar` is not a time zone"),
        ("[site]\nauthor = 3", "2:10: `author` takes a name, or a table with `name`, `email` and `uri`"),
        ("[site]\ngenerator = \"jekyl\"", "2:13: `jekyl` is not a known generator; did you mean `jekyll`?"),
        #[cfg(feature = "built")]
        (
            "[built]\nselectors = [\"main\", \"#mi[ne\"]",
            "2:22: `#mi[ne` is not a CSS selector: nothing closes `[`",
        ),
        (
            "[[lint.trackers]]\nname = \"a\"\ntext = \"A-#\"\nurl = \"https://a/{number}\"",
            "3:8: `text` needs `{number}` in the place of an entry's number; `A-#` has none",
        ),
        ("[[lint.trackers]]\nname = \"a\"\ntext = \"A-{number}\"", "1:1: `url` is missing here"),
        ("[posts]\ndrafts = \"yes\"", "2:10: `drafts` takes `true` or `false`, not the text \"yes\""),
    ] {
        let error = error(&jekyll("", &format!("{text}\n")));
        let expected = format!("error: feedwright.toml:{expected}");
        if !error.starts_with(&expected) {
            wrong.push(format!("{text}\n{error}\n{expected}\n"));
        }
    }
    for (text, expected) in [
        ("[lint.rules]\ndead-lnk = \"off\"", "2:12: no rule is called `dead-lnk`; did you mean `dead-link`?"),
        ("[lint.rules]\ndead-link = \"of\"", "2:13: `of` is not a level for `dead-link`"),
        (
            "[lint.rules]\ndead-link = 3",
            "2:13: `dead-link` takes a level, or a table with the rule's options",
        ),
        ("[[lint.per-file]]\npaths = \"*\"\ndisable = \"dead-lnk\"", "3:11: no rule is called `dead-lnk`"),
        ("[[lint.per-file]]\npaths = [\"[\"]\ndisable = \"all\"", "2:10: `[` is not a glob"),
    ] {
        let run = jekyll("", &format!("{text}\n")).feedwright(["lint"]).exits(2);
        let expected = format!("error: feedwright.toml:{expected}");
        if !run.stderr.starts_with(&expected) {
            wrong.push(format!("{text}\n{}\n{expected}\n", run.stderr));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let elsewhere = TestSite::new(&[("docs/_config.yml", "time: soon\n")]);
    let run = elsewhere.feedwright(["build", "docs"]).exits(2);
    assert!(run.stderr.starts_with("error: docs/_config.yml:1:7: `time: soon` is not"), "{}", run.stderr);
}

/// Built with Jekyll 4.3: the C library knows no such zone.
#[test]
fn dates_are_in_utc_in_a_time_zone_that_nobody_knows() {
    for zone in ["local", "Moon/Sea", "Europe/Berln"] {
        let site = jekyll(&format!("timezone: {zone}\n"), "");
        site.write("_posts/2024-03-01-c.md", "---\ntitle: C\ndate: 2024-03-01 23:30\n---\nA.\n");
        let run = site.feedwright(["build"]).exits(0);
        assert!(
            run.stderr.contains(&format!("`{zone}` is not a time zone")) && run.stderr.contains("UTC"),
            "{}",
            run.stderr
        );
        assert!(site.read("_site/feed.xml").contains("2024-03-01T23:30:00+00:00"));
    }
    let site = jekyll("timezone: Moon/Sea\n", "[site]\ntimezone = \"Europe/Berlin\"\n");
    assert!(!site.feedwright(["build"]).exits(0).stderr.contains("Moon/Sea"));
}

#[test]
fn names_the_option_that_a_rule_does_not_take() {
    const CATEGORY: &str = "unknown-category";
    const STRINGS: &str = "takes a string or a list of strings, not";
    const NUMBER: &str = "takes a whole number, 0 or more, not";
    const LEVEL: &str = "takes `error`, `warning`, `info` or `off`, not";
    let site = jekyll("", "");
    for (rule, option, place, expected) in [
        (CATEGORY, "known = 5", "2:30", format!("{STRINGS} the number 5")),
        (CATEGORY, "known = [1, 2]", "2:31", format!("{STRINGS} the number 1")),
        (CATEGORY, "known = [\"a\", 2.5]", "2:36", format!("{STRINGS} the number 2.5")),
        (CATEGORY, "known = [[\"a\"]]", "2:31", format!("{STRINGS} a list")),
        (CATEGORY, "known = true", "2:30", format!("{STRINGS} true")),
        (CATEGORY, "known = {}", "2:30", format!("{STRINGS} a table or a date")),
        (CATEGORY, "known = 2024-01-02", "2:30", format!("{STRINGS} a table or a date")),
        ("unknown-key", "known = 1", "2:25", format!("{STRINGS} the number 1")),
        ("missing-file", "keys = 1", "2:25", format!("{STRINGS} the number 1")),
        ("\"feed/oversized-feed\"", "bytes = \"ten\"", "2:35", format!("{NUMBER} the string \"ten\"")),
        ("\"feed/oversized-feed\"", "bytes = \"300\"", "2:35", format!("{NUMBER} the string \"300\"")),
        ("\"feed/oversized-feed\"", "bytes = -1", "2:35", format!("{NUMBER} the number -1")),
        ("\"feed/oversized-entry\"", "bytes = 1.5", "2:36", format!("{NUMBER} the number 1.5")),
        ("\"feed/oversized-entry\"", "bytes = [1]", "2:36", format!("{NUMBER} a list")),
        (CATEGORY, "level = 3", "2:30", format!("{LEVEL} the number 3")),
        (CATEGORY, "level = true", "2:30", format!("{LEVEL} true")),
    ] {
        site.write("feedwright.toml", &format!("[lint.rules]\n{rule} = {{ {option} }}\n"));
        let run = site.feedwright(["lint"]).exits(2);
        let (name, _) = option.split_once(' ').unwrap();
        let rule = rule.trim_matches('"');
        let expected = format!("error: feedwright.toml:{place}: `{name}` of `{rule}` {expected}\n");
        assert_eq!(run.stderr, expected, "{option}");
    }
    for (text, expected) in [
        (
            "unknown-category = { level = \"\" }",
            "2:30: the level of `unknown-category` is empty: write `error`",
        ),
        ("dead-link = \"\"", "2:13: the level of `dead-link` is empty: write `error`"),
        (
            "unknown-category = { knwon = [] }",
            "2:30: `unknown-category` has no option `knwon`; did you mean `known`?",
        ),
        (
            "[lint.rules.unknown-category]\nlevel = \"info\"\nknown = [\n  \"a\",\n  2,\n]",
            "6:3: `known` of `unknown-category` takes a string",
        ),
    ] {
        site.write("feedwright.toml", &format!("[lint.rules]\n{text}\n"));
        let run = site.feedwright(["lint"]).exits(2);
        assert!(run.stderr.starts_with(&format!("error: feedwright.toml:{expected}")), "{}", run.stderr);
    }
    for option in
        ["known = \"news\"", "known = [\"news\", \"C\"]", "known = []", "level = \"off\", known = []"]
    {
        site.write("feedwright.toml", &format!("[lint.rules]\nunknown-category = {{ {option} }}\n"));
        site.feedwright(["lint", "--exit-zero"]).exits(0);
    }
}

#[test]
fn dates_may_be_dates_and_lists_may_be_one_value() {
    let site = jekyll(
        "",
        "[[feeds]]\npath = \"//a/./x.xml\"\nsince = 2024-01-01\nuntil = 2024-01-31\ncategories = \"news\"\n",
    );
    site.feedwright(["build", "--output", "out"]).exits(0);
    assert_eq!(site.files("out"), ["a/x.xml"]);
    let feed = site.read("out/a/x.xml");
    assert_eq!(feed.matches("<entry>").count(), 1, "{feed}");
    assert!(feed.contains("<id>https://e.example/a/x.xml</id>"), "{feed}");
}

#[test]
fn values_with_one_slug_have_a_feed_each() {
    let row =
        "[[feeds]]\npath = \"c/{category}.xml\"\neach = \"category\"\ndescription = \"On {category}\"\n";
    let site = jekyll("", row);
    let run = site.feedwright(["build", "--output", "out"]).exits(0);
    assert_eq!(site.files("out"), ["c/C#.xml", "c/C.xml", "c/news.xml", "c/releases.xml"]);
    assert!(
        run.stderr
            .contains("`C#` and `C` would have one file name: the feed of `C#` is written to `c/C#.xml`"),
        "{}",
        run.stderr
    );
    let sharp = site.read("out/c/C#.xml");
    assert!(sharp.contains("<id>https://e.example/c/C%23.xml</id>"), "{sharp}");
    assert!(sharp.contains("<title>B</title>") || sharp.contains(">B<"), "{sharp}");
    assert!(sharp.contains("On C#"), "{sharp}");

    // The site's first feed keeps its file.
    site.write("_posts/2020-01-01-old.md", "---\ntitle: Old\ncategories: [\"C++\", a/b]\n---\nOld.\n");
    site.write("_posts/2024-03-01-new.md", "---\ntitle: New\ncategories: [\"a-b\", \"???\"]\n---\nNew.\n");
    site.feedwright(["build", "--output", "out2"]).exits(0);
    let files = site.files("out2");
    assert!(
        files.contains(&"c/a-b.xml".to_owned()) && files.contains(&"c/a-b-2.xml".to_owned()),
        "{files:?}"
    );
    assert!(site.read("out2/c/a-b.xml").contains("Old"));
    assert!(site.read("out2/c/a-b-2.xml").contains("New"));
    assert!(files.contains(&"c/C++.xml".to_owned()), "{files:?}");
    site.feedwright(["build", "--output", "out2", "--check"]).exits(0);
}

#[test]
fn what_posts_do_not_say_the_site_says() {
    let site = jekyll(
        "lang: en\nauthor: Site Author\n",
        "[[feeds]]\npath = \"l/{language}.xml\"\neach = \"language\"\n\
         [[feeds]]\npath = \"a/{author}.xml\"\neach = \"author\"\n\
         [[feeds]]\npath = \"en.xml\"\nlanguages = \"en\"\nexclude-authors = \"ann\"\n",
    );
    site.feedwright(["build", "--output", "out"]).exits(0);
    let files = site.files("out");
    assert_eq!(files, ["a/Site-Author.xml", "a/ann.xml", "en.xml", "l/de.xml", "l/en.xml"]);
    assert_eq!(site.read("out/l/en.xml").matches("<entry").count(), 2);
    assert_eq!(site.read("out/a/Site-Author.xml").matches("<entry").count(), 2);
    assert_eq!(site.read("out/en.xml").matches("<entry").count(), 1);
    let list = site.feedwright(["list", "--json"]);
    let list = if list.stdout.is_empty() { site.feedwright(["list", "--format", "json"]) } else { list };
    assert!(list.stdout.contains("Site Author"), "{}", list.stdout);
}

#[test]
fn the_url_is_an_address() {
    let site = jekyll("", "");
    for url in ["nonsense", "ftp://x", "https://", "//e.example"] {
        let run = site.feedwright(["build", "--url", url]).exits(2);
        assert!(
            run.stderr.starts_with(&format!("error: `--url`: `{url}` is not a site URL")),
            "{}",
            run.stderr
        );
    }
    site.feedwright(["build", "--url", "https://x.example/"]).exits(0);
    assert!(site.read("_site/feed.xml").contains("<id>https://x.example/feed.xml</id>"));
    // What Jekyll writes is not a feed either; its posts can be listed and linted all the same.
    let bare = TestSite::new(&[
        ("_config.yml", "url: e.example\n"),
        ("_posts/2024-01-02-a.md", "---\ntitle: A\n---\nText.\n"),
    ]);
    assert_eq!(
        error(&bare),
        "error: _config.yml:1:6: `e.example` is not a site URL; write it with scheme and host: `https://e.example`"
    );
    bare.feedwright(["list"]).exits(0);
    bare.feedwright(["lint"]).exits(0);
    let language = jekyll("lang: deutsch\n", "").feedwright(["build"]).exits(0);
    assert!(
        language.stderr.contains("_config.yml:4:7: `deutsch` is not a language tag"),
        "{}",
        language.stderr
    );
}

/// The message of a program that was built without a feature.
#[cfg(not(all(feature = "built", feature = "where")))]
fn needs(feature: &str) -> String {
    format!("needs the feature `{feature}`, which this program was built without")
}

#[cfg(not(feature = "where"))]
#[test]
fn where_is_an_error_without_its_feature() {
    let expected = format!("error: feedwright.toml:2:9: `where` {}", needs("where"));
    let site = jekyll("", "[[feeds]]\nwhere = \"true\"\npath = \"x.xml\"\n");
    for command in ["build", "list", "lint"] {
        let run = site.feedwright([command]).exits(2);
        assert!(run.stderr.starts_with(&expected), "{command}: {}", run.stderr);
    }
    let run = jekyll("", "").feedwright(["feed", "--where", "true"]).exits(2);
    assert!(run.stderr.starts_with(&format!("error: `where` {}", needs("where"))), "{}", run.stderr);
}

#[cfg(not(feature = "built"))]
#[test]
fn built_content_is_an_error_without_its_feature() {
    let needs = needs("built");
    for (text, expected) in [
        ("[[feeds]]\npath = \"x.xml\"\ncontent = \"built\"\n", "3:11: `content = \"built\"`"),
        ("[built]\nselectors = \"main\"\n", "2:13: `selectors`"),
        ("[built]\nremove = [\"nav\"]\n", "2:10: `remove`"),
    ] {
        let run = jekyll("", text).feedwright(["build"]).exits(2);
        let expected = format!("error: feedwright.toml:{expected} {needs}");
        assert!(run.stderr.starts_with(&expected), "{}", run.stderr);
    }
    let run = jekyll("", "").feedwright(["feed", "--content", "built"]).exits(2);
    assert!(run.stderr.starts_with(&format!("error: `content = \"built\"` {needs}")), "{}", run.stderr);
}

#[cfg(feature = "built")]
#[test]
fn reports_a_missing_built_site_once() {
    let site = jekyll("", "[[feeds]]\npath = \"x.xml\"\ncontent = \"built\"\n");
    let run = site.feedwright(["build", "--built", "nowhere", "--output", "out"]).exits(2);
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    assert!(run.stderr.starts_with("error: nowhere: there is no built site"), "{}", run.stderr);
}

#[test]
fn feeds_are_found_by_the_end_of_their_name() {
    let site = jekyll("feed:\n  categories: [news, releases]\n", "");
    site.feedwright(["build", "--feed", "releases", "--output", "out"]).exits(0);
    assert_eq!(site.files("out"), ["feed/releases.xml"]);
    site.feedwright(["build", "--feed", "/feed/news.xml", "--output", "out"]).exits(0);
    let run = site.feedwright(["build", "--feed", "releses"]).exits(2);
    assert!(run.stderr.contains("did you mean `feed/releases`?"), "{}", run.stderr);
}

#[test]
fn reports_unknown_values_with_the_nearest() {
    let site = jekyll(
        "",
        "[[feeds]]\npath = \"x.xml\"\ncategories = [\"news\", \"relases\"]\nexclude-tags = \"bta\"\n",
    );
    let run = site.feedwright(["build"]).exits(0);
    for expected in [
        "the feed `x.xml`: no post has the category `relases`; did you mean `releases`?",
        "no post has the tag `bta`, which the feed excludes; did you mean `beta`?",
    ] {
        assert!(run.stderr.contains(expected), "{}", run.stderr);
    }
    for (option, value, right) in
        [("--category", "nwes", "news"), ("--tag", "bet", "beta"), ("--author", "anne", "ann")]
    {
        let run = site.feedwright(["feed", option, value]).exits(0);
        assert!(run.stderr.contains(&format!("`{value}`; did you mean `{right}`?")), "{}", run.stderr);
    }
    let run = site.feedwright(["feed", "--collection", "post"]).exits(2);
    assert!(run.stderr.contains("`--collection` has `post`, which is not a collection"), "{}", run.stderr);
    let run = site.feedwright(["feed", "--since", "soon"]).exits(2);
    assert_eq!(run.stderr.trim(), "error: `--since` is not a date: `soon`; write it as 2024-05-31");
    #[cfg(feature = "where")]
    {
        let run = site.feedwright(["feed", "--where", "post.titel == 1"]).exits(2);
        assert!(run.stderr.starts_with("error: `--where` asks for `post.titel`"), "{}", run.stderr);
    }
}

#[test]
fn reports_keys_without_effect() {
    let site = jekyll("", "[posts]\nfuture = true\nfolders = \"x\"\n");
    site.write("_posts/2030-01-01-future.md", "---\ntitle: Far\n---\nText.\n");
    let run = site.feedwright(["build"]).exits(0);
    assert!(run.stderr.contains("feedwright.toml:3:11: `folders` is not read"), "{}", run.stderr);
    assert!(site.read("_site/feed.xml").contains("Far"));
}

#[test]
fn a_feed_of_a_year_says_why_a_post_is_not_in_it() {
    let site = jekyll("", "[[feeds]]\npath = \"{year}.xml\"\neach = \"year\"\nsince = 2023-01-01\n");
    let why = site.feedwright(["why", "_posts/2024-01-02-a.md"]).exits(0);
    assert!(why.stdout.contains("not in 2023.xml: its year is 2024, not 2023"), "{}", why.stdout);
}

#[test]
fn an_entry_of_a_feed_of_summaries_is_never_without_a_word() {
    let site = jekyll(
        "",
        "[[feeds]]\npath = \"x.{format}\"\nformat = [\"atom\", \"rss\", \"json\"]\ncontent = \"summary\"\n",
    );
    site.write("_posts/2024-03-01-moved.md", "---\ntitle: Moved\nredirect_to: https://o.example/\n---\n");
    site.feedwright(["build", "--output", "out"]).exits(0);
    for format in ["atom", "rss", "json"] {
        let feed = site.read(&format!("out/x.{format}"));
        assert!(feed.contains("This post is at https://o.example/."), "{feed}");
    }
    site.feedwright(["lint", "out/x.atom", "--only", "feed/missing-textual-content"]).exits(0);
}

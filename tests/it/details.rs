//! Rights, sources, contributors, comments, pictures, categories and schedules of feeds and entries.

use crate::cli::TestSite;

const TOML: &str = "\
[site]
rights = \"CC BY 4.0\"
icon = \"/icon.png\"

[posts]
rights-key = \"license\"
source-key = \"params.via\"
contributors-key = \"with\"
comments-key = \"comments\"
comments = \"#comments\"

[[feeds]]
path = \"{format}.feed\"
format = [\"atom\", \"rss\", \"json\"]
limit = 0

[[feeds]]
path = \"own.xml\"
format = \"rss\"
rights = \"All rights reserved\"
logo = \"https://cdn.example/logo.png\"
feed-categories = [\"boats\", \"news\", \" boats\", \"\"]
ttl = 90
skip-hours = [23, 0, 23]
skip-days = [\"Sunday\", \"Sunday\"]
";

fn site() -> TestSite {
    TestSite::new(&[
        ("_config.yml", "url: https://wherry.example\nbaseurl: /blog\ntitle: Wherry\n"),
        ("feedwright.toml", TOML),
        (
            "_posts/2024-01-02-full.md",
            "---\ntitle: Full\nlicense: CC0 & more\nwith: [Ada, {name: Bo, email: bo@wherry.example}]\n\
             params: {via: {title: The Source, url: /from/, feed: 'https://source.example/rss?a=1&b=2'}}\n\
             comments: https://talk.example/1\n---\nText.\n",
        ),
        (
            "_posts/2024-01-01-bare.md",
            "---\ntitle: Bare\nparams: {via: 'https://source.example/'}\ncomments: true\n---\nText.\n",
        ),
        (
            "_posts/2023-01-01-none.md",
            "---\ntitle: None\nparams: {via: Somebody}\ncomments: false\n---\nText.\n",
        ),
    ])
}

#[test]
fn entries_have_details_in_each_format_that_has_them() {
    let site = site();
    let run = site.feedwright(["build", "--validate"]).exits(0);
    assert_eq!(run.stderr, "");
    let lint = site.feedwright(["lint", "_site/atom.feed", "_site/rss.feed", "_site/own.xml"]);
    assert_eq!((lint.code, lint.stdout.contains("warning")), (0, false), "{lint:?}");
    let atom = site.read("_site/atom.feed");
    for part in [
        "<rights>CC BY 4.0</rights>",
        "<icon>https://wherry.example/blog/icon.png</icon>",
        "<rights>CC0 &amp; more</rights>",
        "<name>Ada</name>",
        "<email>bo@wherry.example</email>",
        "rel=\"via\" title=\"The Source\"",
        "https://wherry.example/from/",
        "<link href=\"https://source.example/\" rel=\"via\"/>",
        "<link href=\"https://talk.example/1\" rel=\"replies\" type=\"text/html\"/>",
        "<link href=\"https://wherry.example/blog/2024/01/01/bare.html#comments\" rel=\"replies\" type=\"text/html\"/>",
    ] {
        assert!(atom.contains(part), "{part}\n{atom}");
    }
    assert_eq!(atom.matches("<contributor>").count(), 2, "{atom}");
    assert_eq!(atom.matches("\"replies\"").count(), 2, "{atom}");
    assert_eq!(atom.matches("\"via\"").count(), 2, "{atom}");
    let rss = site.read("_site/rss.feed");
    for part in [
        "<copyright>CC BY 4.0</copyright>",
        "<comments>https://talk.example/1</comments>",
        "<source url=\"https://source.example/rss?a=1&amp;b=2\">The Source</source>",
        "<dc:contributor>Ada</dc:contributor>",
        "<dc:rights>CC0 &amp; more</dc:rights>",
        "<dc:source>https://source.example/</dc:source>",
    ] {
        assert!(rss.contains(part), "{part}\n{rss}");
    }
}

#[test]
fn heads_have_their_own_details() {
    let site = site();
    site.feedwright(["build"]).exits(0);
    let own = site.read("_site/own.xml");
    for part in [
        "<copyright>All rights reserved</copyright>",
        "<url>https://cdn.example/logo.png</url>",
        "<category>boats</category>",
        "<ttl>90</ttl>",
    ] {
        assert!(own.contains(part), "{part}\n{own}");
    }
    assert_eq!(own.matches("<hour>").count(), 2, "{own}");
    assert_eq!(own.matches("<day>Sunday</day>").count(), 1, "{own}");
}

#[test]
fn browsers_find_the_stylesheet() {
    let site = site();
    site.write(
        "feedwright.toml",
        "[[feeds]]\npath = \"{format}.feed\"\nformat = [\"atom\", \"rss\", \"json\"]\nstyle = \"/a&b.css\"\n",
    );
    site.feedwright(["build", "--validate"]).exits(0);
    let line = "\n<?xml-stylesheet type=\"text/css\" href=\"https://wherry.example/blog/a&amp;b.css\"?>\n";
    assert!(site.read("_site/atom.feed").contains(line) && site.read("_site/rss.feed").contains(line));
    assert!(!site.read("_site/json.feed").contains(".css"));
}

#[test]
fn schedules_are_checked() {
    for (row, expected) in [
        ("ttl = 0", "2:7: `ttl` is a number of minutes"),
        ("skip-hours = [24]", "2:14: `skip-hours` takes hours from 0 to 23"),
        ("skip-days = \"sunday\"", "2:13: "),
        ("style = \"none\"", "2:9: `style` takes `\"auto\"` or the address of a CSS or XSLT file"),
    ] {
        let site = site();
        site.write("feedwright.toml", &format!("[[feeds]]\n{row}\n"));
        let run = site.feedwright(["build"]).exits(2);
        assert!(run.stderr.starts_with(&format!("error: feedwright.toml:{expected}")), "{run:?}");
    }
}

#[test]
fn addresses_in_a_head_are_read_as_browsers_read_them() {
    for (written, expected) in [
        ("icon.png", "https://wherry.example/blog/icon.png"),
        ("./icon.png", "https://wherry.example/blog/icon.png"),
        ("/icon.png", "https://wherry.example/blog/icon.png"),
        ("/blog/icon.png", "https://wherry.example/blog/icon.png"),
        ("/blogs/icon.png", "https://wherry.example/blog/blogs/icon.png"),
        ("//cdn.example/icon.png", "https://cdn.example/icon.png"),
        ("http://cdn.example/icon.png", "http://cdn.example/icon.png"),
    ] {
        let site = site();
        let style = written.replace("icon.png", "a.CSS?v=2");
        site.write(
            "feedwright.toml",
            &format!("[[feeds]]\npath = \"a.xml\"\nicon = \"{written}\"\nstyle = \"{style}\"\n"),
        );
        site.feedwright(["build", "--validate"]).exits(0);
        let atom = site.read("_site/a.xml");
        assert!(atom.contains(&format!("<icon>{expected}</icon>")), "{written}\n{atom}");
        let style = expected.replace("icon.png", "a.CSS?v=2");
        let line = format!("<?xml-stylesheet type=\"text/css\" href=\"{style}\"?>");
        assert!(atom.contains(&line), "{written}\n{atom}");
    }
}

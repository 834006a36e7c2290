//! Which posts a row of `[[feeds]]` takes beyond categories: by title, and by any key of front matter.

use crate::cli::TestSite;

fn site(rows: &str) -> TestSite {
    let site = TestSite::new(&[
        ("_config.yml", "title: Ferry\nurl: https://ferry.example\ntime: 2024-12-31\n"),
        ("feedwright.toml", rows),
    ]);
    let posts = [
        ("2024-01-01-a", "title: \"FSB-101: Ropes\"\nseries: Ropes & knots\ninfo: {area: north}"),
        ("2024-01-02-b", "title: \"FSB-102: Sails\"\nseries: [Sails, Ropes & knots, Sails]\nnumber: 7"),
        ("2024-01-03-c", "title: \"fsb-103: Draft of sails\"\nseries:\ninfo: {area: south}"),
        ("2024-01-04-d", "title: \"News [1/2]\"\nseries: {a: b}\npublished: true"),
    ];
    for (name, front_matter) in posts {
        site.write(&format!("_posts/{name}.md"), &format!("---\n{front_matter}\n---\nText.\n"));
    }
    site
}

/// The titles in a feed, the newest first.
fn titles(site: &TestSite, feed: &str) -> Vec<String> {
    let text = site.read(&format!("_site/{feed}"));
    let titles = text.split("<entry").skip(1).filter_map(|entry| {
        let (_, rest) = entry.split_once("<title type=\"html\">")?;
        Some(rest.split_once("</title>")?.0.split(':').next()?.to_owned())
    });
    titles.collect()
}

#[test]
fn titles_are_matched_by_globs() {
    for (keys, expected) in [
        ("titles = \"FSB-*\"", &["FSB-102", "FSB-101"][..]),
        ("titles = [\"FSB-*1*\", \"News *\"]", &["News [1/2]", "FSB-102", "FSB-101"]),
        ("titles = \"[Ff]??-*\"\nexclude-titles = \"*Draft*\"", &["FSB-102", "FSB-101"]),
        ("exclude-titles = [\"*sb-*\", \"*[[]1/2[]]\"]", &["FSB-102", "FSB-101"]),
    ] {
        let site = site(&format!("[[feeds]]\npath = \"feed.xml\"\n{keys}\n"));
        site.feedwright(["build", "--quiet"]).exits(0);
        assert_eq!(titles(&site, "feed.xml"), expected, "{keys}");
    }
    let site = site("[[feeds]]\npath = \"feed.xml\"\ntitles = [\"x\", \"FSB-[\"]\n");
    let run = site.feedwright(["build"]).exits(2);
    assert!(run.stderr.contains("3:16: `titles` has `FSB-[`, which is not a glob"), "{}", run.stderr);
    site.write(
        "feedwright.toml",
        "[[feeds]]\npath = \"feed.xml\"\ntitles = \"FSB-*\"\nexclude-titles = \"*Ropes\"\n",
    );
    for (post, reason) in
        [("2024-01-04-d", "its title matches none of `titles`"), ("2024-01-01-a", "its title is excluded")]
    {
        let run = site.feedwright(["why", post]).exits(0);
        assert!(run.stdout.contains(&format!("not in feed.xml: {reason}")), "{}", run.stdout);
    }
}

#[test]
fn each_value_of_a_key_has_a_feed() {
    let site = site("[[feeds]]\npath = \"{series}.xml\"\neach = \"series\"\ntitle = \"On {series}\"\n");
    site.feedwright(["build", "--quiet"]).exits(0);
    assert_eq!(site.files("_site"), ["Ropes-&-knots.xml", "Sails.xml"]);
    assert_eq!(titles(&site, "Ropes-&-knots.xml"), ["FSB-102", "FSB-101"]);
    assert_eq!(titles(&site, "Sails.xml"), ["FSB-102"]);
    assert!(
        site.read("_site/Ropes-&-knots.xml")
            .contains("<title type=\"html\">On Ropes &amp;amp; knots</title>")
    );
    let why = site.feedwright(["why", "2024-01-04-d"]).exits(0);
    assert!(why.stdout.contains("not in Sails.xml: its `series` is not Sails"), "{}", why.stdout);
    site.write("feedwright.toml", "[[feeds]]\npath = \"{info.area}.xml\"\neach = \"info.area\"\n");
    site.feedwright(["build", "--quiet", "--prune"]).exits(0);
    assert!(site.path().join("_site/north.xml").exists() && site.path().join("_site/south.xml").exists());
    site.write("feedwright.toml", "[[feeds]]\npath = \"n/{number}.xml\"\neach = \"number\"\n");
    site.feedwright(["build", "--quiet"]).exits(0);
    assert_eq!(titles(&site, "n/7.xml"), ["FSB-102"]);
}

#[test]
fn a_key_that_no_post_has_is_an_error() {
    for (each, message) in [
        (
            "catgory",
            "3:8: `each` is `catgory`, a key that the front matter of no post has; did you mean `category`?",
        ),
        (
            "serie",
            "3:8: `each` is `serie`, a key that the front matter of no post has; did you mean `series`?",
        ),
        ("tags", "3:8: `tags` is a filter; did you mean `tag`?"),
        ("categories", "3:8: `categories` is a filter; did you mean `category`?"),
        ("a b", "3:8: `a b` is not a key of front matter"),
        ("ext", "3:8: `{ext}` stands for the format in paths"),
    ] {
        let site = site(&format!("[[feeds]]\npath = \"{{{each}}}.xml\"\neach = \"{each}\"\n"));
        let run = site.feedwright(["build"]).exits(2);
        assert!(run.stderr.contains(message), "{each}: {}", run.stderr);
    }
}

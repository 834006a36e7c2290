//! Output that fits the terminal, and is whole in a pipe; and answers about one post.

use crate::cli::{TestSite, on_terminal};

const CONFIG: &str = "url: https://wherry.example\ntitle: Wherry\n";

/// A site whose posts are in many feeds and have long names.
fn site() -> TestSite {
    let site = TestSite::new(&[
        ("_config.yml", CONFIG),
        (
            "feedwright.toml",
            "[[feeds]]\npath = \"feed.xml\"\n[[feeds]]\npath = \"feed/category/{category}.xml\"\neach = \"category\"\n",
        ),
        ("_posts/2024-01-01-short.md", "---\ntitle: Short\n---\nText.\n"),
        ("_posts/2024-01-05-hidden.md", "---\ntitle: Hidden\npublished: false\n---\nText.\n"),
        ("_posts/2024-01-06-broken.md", "---\ntitle: [\n---\nText.\n"),
    ]);
    let name = "a-name-that-is-as-long-as-the-title-of-the-post-which-is-long-indeed";
    let post = "---\ntitle: 長い題 and many words that say what this post is about in more than one line\n\
                categories: [one, two, three, four, five, six]\n---\nText.\n";
    site.write(&format!("_posts/2024-01-02-{name}.md"), post);
    site.write("_posts/2024-01-03-other.md", &post.replace("[one, two, three, four, five, six]", "seven"));
    site
}

fn columns(line: &str) -> usize {
    line.chars().map(|c| if ('\u{2e80}'..'\u{fb00}').contains(&c) { 2 } else { 1 }).sum()
}

#[test]
fn list_fits_the_terminal() {
    let site = site();
    let piped = site.feedwright(["list"]).exits(0).stdout;
    let long = piped.lines().find(|line| line.contains("-name-")).unwrap();
    assert!(long.len() > 400 && long.ends_with("feed/category/two]"), "{long}");
    for width in [60, 80, 132] {
        let Some(shown) = on_terminal(site.path(), width, &["list"]) else { return };
        let lines: Vec<&str> = shown.lines().filter(|line| line.starts_with("2024")).collect();
        assert_eq!(lines.len(), 4, "{shown}");
        for line in &lines {
            assert!(columns(line) <= width, "{width}: {line}");
        }
        assert!(
            shown.contains("[7 feeds]") && shown.contains("[unpublished]") && shown.contains("  長い"),
            "{shown}"
        );
        assert!(shown.contains("long-indeed.md  "), "the end of a path: {shown}");
    }
    let Some(shown) = on_terminal(site.path(), 1000, &["list"]) else { return };
    assert!(shown.contains(long), "{shown}");
}

#[test]
fn list_of_a_file_is_the_line_of_its_post() {
    let site = site();
    let one = site.feedwright(["list", "_posts/2024-01-03-other.md"]).exits(0);
    assert_eq!(one.stdout.lines().count(), 1, "{one:?}");
    assert!(one.stdout.starts_with("2024-01-03  _posts/2024-01-03-other.md  "), "{one:?}");
    assert!(one.stdout.ends_with("[feed, feed/category/seven]\n"), "{one:?}");
    let one = site.feedwright(["list", "./_posts/2024-01-03-other.md", "--format", "json"]).exits(0);
    let rows: serde_json::Value = serde_json::from_str(&one.stdout).unwrap();
    assert_eq!(rows.as_array().unwrap().len(), 1);
    let broken = site.feedwright(["list", "_posts/2024-01-06-broken.md"]).exits(0);
    assert!(broken.stdout.starts_with("unreadable  _posts/2024-01-06-broken.md"), "{broken:?}");
    let none = site.feedwright(["list", "_config.yml"]).exits(2);
    assert_eq!(none.stderr, "error: _config.yml: it is not a post\n");
    let none = site.feedwright(["list", "_posts/none.md"]).exits(2);
    assert!(none.stderr.contains("_posts/none.md"), "{none:?}");
}

#[test]
fn list_tells_feeds_of_one_name_apart() {
    let rows = "[[feeds]]\nname = \"all\"\npath = \"all.{format}\"\nformat = [\"atom\", \"rss\"]\n\
                [[feeds]]\nname = \"categories\"\neach = \"category\"\npath = \"c/{category}.xml\"\n";
    let post = |category: &str| format!("---\ntitle: {category}\ncategories: {category}\n---\nText.\n");
    let site = TestSite::new(&[
        ("_config.yml", CONFIG),
        ("feedwright.toml", rows),
        ("_posts/2024-01-01-one.md", &post("one")),
        ("_posts/2024-01-02-two.md", &post("two")),
    ]);
    let listed = site.feedwright(["list"]).exits(0).stdout;
    let ends: Vec<&str> = listed.lines().map(|line| line.rsplit_once("  ").unwrap().1).collect();
    assert_eq!(ends, ["[all, c/two]", "[all, c/one]"], "{listed}");
}

#[test]
fn why_groups_feeds_by_reason() {
    let site = site();
    let why = |post: &str| site.feedwright(["why", post]).exits(0).stdout;
    let all = "feed/category/five.xml, feed/category/four.xml, feed/category/one.xml, feed/category/seven.xml, \
               feed/category/six.xml, feed/category/three.xml, feed/category/two.xml";
    assert!(
        why("hidden").ends_with(&format!(
            "\n  not in 8 feeds: its front matter has `published: false`\n         feed.xml, {all}\n"
        )),
        "{}",
        why("hidden")
    );
    let short = format!(
        "\n  in     feed.xml: entry 3\n  not in 7 feeds: they need another category\n         {all}\n"
    );
    assert!(why("short").ends_with(&short), "{}", why("short"));
    let long = why("2024-01-02-a-name-that-is-as-long-as-the-title-of-the-post-which-is-long-indeed");
    assert!(
        long.contains(
            "\n  in     feed.xml: entry 2\n  in     6 feeds: entry 1\n         feed/category/five.xml, "
        ),
        "{long}"
    );
    assert!(long.contains("\n  not in feed/category/seven.xml: its category is not seven\n"), "{long}");
    let Some(shown) = on_terminal(site.path(), 60, &["why", "hidden"]) else { return };
    assert!(shown.lines().all(|line| line.len() <= 60 || line.contains("reason")), "{shown}");
    assert!(shown.contains(",\n         feed/category/"), "{shown}");
}

#[test]
fn explain_fits_the_terminal() {
    let site = TestSite::new(&[]);
    let piped = site.feedwright(["explain"]).exits(0).stdout;
    assert!(piped.lines().any(|line| line.len() > 300));
    for (path, language) in
        [(".xml`:", "xml"), (".json`:", "json"), (".md`:", "markdown"), (".yml`:", "yaml")]
    {
        let before = format!("{path}\n\n````");
        let mut after = piped.split(&before).skip(1).peekable();
        assert!(after.peek().is_some(), "{path}");
        assert!(after.all(|rest| rest.starts_with(&format!("{language}\n"))), "{path}");
    }
    for (width, most) in [(60, 60), (200, 100)] {
        let Some(shown) = on_terminal(site.path(), width, &["explain"]) else { return };
        // Code stays as it is, and a word that is longer than a line.
        let prose =
            shown.split("\n````").step_by(2).flat_map(str::lines).filter(|line| line.trim().contains(' '));
        let long: Vec<&str> =
            prose.filter(|line| columns(line) > most && !line.starts_with(['#', '"'])).collect();
        assert!(long.is_empty(), "{long:#?}");
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words(&shown), words(&piped));
    }
}

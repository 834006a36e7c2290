//! What `build` reports when subscribers of the feed that exists would lose entries or see old ones as new.

use crate::cli::TestSite;

const CONFIG: &str = "url: https://wherry.example\ntitle: Wherry\n";

/// A site with a post for each day of January up to this one, and a feed of the four newest in a format.
fn site(format: &str, days: u32) -> TestSite {
    let feed = format!("[[feeds]]\npath = \"feed\"\nformat = \"{format}\"\nlimit = 4\n");
    let site = TestSite::new(&[("_config.yml", CONFIG), ("feedwright.toml", &feed)]);
    (1..=days).for_each(|day| write(&site, day));
    site.feedwright(["build"]).exits(0);
    site
}

fn write(site: &TestSite, day: u32) {
    site.write(&file(day), &format!("---\ntitle: \"P{day} & so\"\n---\nText <entry> <item>.\n"));
}

fn file(day: u32) -> String {
    format!("_posts/2024-01-{day:02}-p{day}.md")
}

fn replace(site: &TestSite, file: &str, from: &str, to: &str) {
    let text = site.read(file);
    assert!(text.contains(from), "{text}");
    site.write(file, &text.replace(from, to));
}

const FORMATS: [&str; 3] = ["atom", "rss", "json"];

#[track_caller]
fn builds_with(site: &TestSite, warning: &str) {
    let built = site.feedwright(["build"]).exits(0);
    assert_eq!(built.stderr, warning);
    // What exists now is what would be written.
    assert_eq!(site.feedwright(["build"]).exits(0).stderr, "");
}

/// A warning about the one feed.
fn warned(what: &str) -> String {
    format!(
        "warning: _site/feed: {what}; to compare with the published feed: \
         `curl -s https://wherry.example/feed | feedwright diff - _site/feed`\n"
    )
}

#[test]
fn ordinary_changes_are_not_reported() {
    for format in FORMATS {
        let site = site(format, 6);
        write(&site, 7);
        builds_with(&site, "");
        // More than fit, another one of the newest day, and an edit.
        (8..=13).for_each(|day| write(&site, day));
        builds_with(&site, "");
        site.write("_posts/2024-01-13-another.md", "---\ntitle: Another\n---\nText.\n");
        replace(&site, &file(13), "Text", "Words");
        builds_with(&site, "");
        // Fewer entries: subscribers have the others already.
        replace(&site, "feedwright.toml", "limit = 4", "limit = 2");
        builds_with(&site, "");
        // A post that is deleted was in no feed.
        std::fs::remove_file(site.path().join(file(1))).unwrap();
        builds_with(&site, "");
    }
}

#[test]
fn old_entries_that_appear_again_are_reported() {
    for format in FORMATS {
        let site = site(format, 6);
        replace(&site, "feedwright.toml", "limit = 4", "limit = 5");
        builds_with(&site, &warned("subscribers will see 1 old entry as new: `P2 & so`"));
        replace(&site, "_config.yml", "title", "permalink: /:title/\ntitle");
        let seen = "subscribers will see 5 old entries as new: `P6 & so`, `P5 & so`, `P4 & so` …";
        builds_with(&site, &warned(seen));
    }
}

#[test]
fn lost_entries_are_reported() {
    for format in FORMATS {
        let site = site(format, 4);
        // An older post, or a newer one, takes its place and does not push it out.
        std::fs::remove_file(site.path().join(file(3))).unwrap();
        write(&site, 5);
        std::fs::remove_file(site.path().join(file(2))).unwrap();
        builds_with(&site, &warned("2 of the 4 entries in the old file are gone: `P3 & so`, `P2 & so`"));
        std::fs::remove_file(site.path().join(file(5))).unwrap();
        builds_with(&site, &warned("1 of the 3 entries in the old file is gone: `P5 & so`"));
        (2..=3).for_each(|day| write(&site, day));
        std::fs::remove_file(site.path().join("_site/feed")).unwrap();
        builds_with(&site, "");
        std::fs::remove_file(site.path().join(file(3))).unwrap();
        builds_with(&site, &warned("1 of the 4 entries in the old file is gone: `P3 & so`"));
        // One that is replaced by an older one.
        write(&site, 3);
        write(&site, 5);
        site.feedwright(["build"]).exits(0);
        std::fs::remove_file(site.path().join(file(5))).unwrap();
        let what = "1 of the 4 entries in the old file is gone: `P5 & so`; \
                    subscribers will see 1 old entry as new: `P1 & so`";
        builds_with(&site, &warned(what));
    }
}

#[test]
fn another_programs_feed_is_compared_too() {
    let item = |guid: &str| {
        format!(
            "<item><title>P1 &amp; so</title><link>https://wherry.example/2024/01/01/p1.html</link>{guid}</item>"
        )
    };
    let rss = |item: &str| format!("<rss version=\"2.0\"><channel><title>W</title>{item}</channel></rss>");
    let site = site("rss", 1);
    site.write("_site/feed", &rss(&item("<guid>https://wherry.example/2024/01/01/p1.html</guid>")));
    builds_with(&site, "");
    // Without a guid, readers go by the link.
    site.write("_site/feed", &rss(&item("")));
    builds_with(&site, "");
    site.write("_site/feed", &rss(&item("<guid isPermaLink=\"false\">17</guid>")));
    builds_with(&site, &warned("subscribers will see 1 old entry as new: `P1 & so`"));
    for none in ["", "<p>Not found</p>", "{\"items\": [", &rss("")] {
        site.write("_site/feed", none);
        builds_with(&site, "");
    }
}

#[test]
fn check_prints_the_entries_and_writes_nothing() {
    let site = site("atom", 6);
    replace(&site, "feedwright.toml", "limit = 4", "limit = 5");
    let checked = site.feedwright(["build", "--check"]).exits(1);
    let warning = "warning: _site/feed: subscribers will see 1 old entry as new: `P2 & so`\n";
    assert_eq!(checked.stderr, warning);
    assert!(checked.stdout.contains("new         https://wherry.example/2024/01/02/p2.html"), "{checked:?}");
    assert_eq!(site.feedwright(["build", "--quiet"]).exits(0).stderr, "");
}

#[test]
fn many_feeds_are_counted() {
    let site = TestSite::new(&[
        ("_config.yml", CONFIG),
        ("feedwright.toml", "[[feeds]]\npath = \"{tag}.xml\"\neach = \"tag\"\n"),
        ("_posts/2024-01-01-one.md", "---\ntitle: One\ntags: [a, b, c, d, e, f, g]\n---\nText.\n"),
    ]);
    site.feedwright(["build"]).exits(0);
    replace(&site, "_config.yml", "title", "permalink: /:title/\ntitle");
    let built = site.feedwright(["build"]).exits(0);
    assert_eq!(built.stderr.lines().count(), 6, "{}", built.stderr);
    assert!(built.stderr.ends_with("warning: 2 more feeds lose entries or would show old ones as new\n"));
}

//! `feedwright.lock`: ids that stay when paths, URLs and generators change.

use std::collections::BTreeMap;

use crate::cli::TestSite;

const CONFIG: (&str, &str) = (
    "_config.yml",
    "title: Ferry\nurl: https://ferry.example\npermalink: /:year/:month/:title/\ntime: 2024-12-31\ntimezone: UTC\n",
);

/// A row for each format, with every post.
const FEEDS: (&str, &str) = (
    "feedwright.toml",
    "[[feeds]]\npath = \"feed.{format}.{ext}\"\nformat = [\"atom\", \"rss\", \"json\"]\nlimit = 0\n",
);

fn post(title: &str) -> String {
    format!("---\ntitle: {title}\n---\nThe ferry sails.\n")
}

fn site(posts: &[(&str, &str)]) -> TestSite {
    let site = TestSite::new(&[CONFIG, FEEDS]);
    for (path, title) in posts {
        site.write(path, &post(title));
    }
    site
}

/// Builds the feeds; the id of each title in the Atom feed, and the guid in the RSS feed.
fn ids(site: &TestSite) -> BTreeMap<String, (String, String)> {
    site.feedwright(["build", "--quiet"]).exits(0);
    let between = |text: &str, start: &str, end: &str| {
        text.split_once(start).and_then(|(_, rest)| rest.split_once(end)).map(|(inside, _)| inside.to_owned())
    };
    let atom = site.read("_site/feed.atom.xml");
    let rss = site.read("_site/feed.rss.xml");
    let guid = |item: &str| between(item, "<guid isPermaLink=\"", "</guid>").unwrap();
    let guids: BTreeMap<String, String> = (rss.split("<item>").skip(1))
        .map(|item| (between(item, "<title>", "</title>").unwrap(), guid(item)))
        .collect();
    (atom.split("<entry").skip(1))
        .map(|entry| {
            let title = between(entry, "<title type=\"html\">", "</title>").unwrap();
            (title.clone(), (between(entry, "<id>", "</id>").unwrap(), guids[&title].clone()))
        })
        .collect()
}

fn expect(id: &str, guid: &str) -> (String, String) {
    (id.to_owned(), guid.to_owned())
}

#[test]
fn records_each_post_on_one_line() {
    let site = site(&[("_posts/2024-05-31-beta.md", "Beta"), ("_posts/2024-01-02-alpha.md", "Alpha")]);
    let before = ids(&site);
    let run = site.feedwright(["lock"]).exits(0);
    assert_eq!(
        run.stdout,
        "new        _posts/2024-01-02-alpha.md\nnew        _posts/2024-05-31-beta.md\n2 posts in feedwright.lock\n"
    );
    assert_eq!(
        site.read("feedwright.lock"),
        "# The ids of published posts, version 1. Written by `feedwright lock`; commit it with the site.\n\
         {\"path\":\"_posts/2024-01-02-alpha.md\",\"id\":\"https://ferry.example/2024/01/alpha\",\
         \"url\":\"https://ferry.example/2024/01/alpha/\",\"date\":\"2024-01-02T00:00:00+00:00\",\"title\":\"Alpha\"}\n\
         {\"path\":\"_posts/2024-05-31-beta.md\",\"id\":\"https://ferry.example/2024/05/beta\",\
         \"url\":\"https://ferry.example/2024/05/beta/\",\"date\":\"2024-05-31T00:00:00+00:00\",\"title\":\"Beta\"}\n"
    );
    assert_eq!(ids(&site), before);
    assert_eq!(site.feedwright(["lock"]).exits(0).stdout, "2 posts in feedwright.lock\n");
    site.feedwright(["build", "--check"]).exits(0);
}

#[test]
fn keeps_ids_when_urls_change() {
    let site = site(&[("_posts/2024-05-31-beta.md", "Beta"), ("_posts/2024-01-02-alpha.md", "Alpha")]);
    let before = ids(&site);
    site.feedwright(["lock"]).exits(0);
    site.write("_config.yml", &CONFIG.1.replace("/:year/:month/:title/", "/news/:title/"));
    let guid = |url: &str| format!("false\">https://ferry.example{url}");
    let after = ids(&site);
    assert_eq!(after["Beta"], expect(&before["Beta"].0, &guid("/2024/05/beta/")));
    assert_eq!(after["Alpha"], expect(&before["Alpha"].0, &guid("/2024/01/alpha/")));
    let check = site.feedwright(["build", "--check"]).exits(1);
    assert_eq!(
        check.stdout.lines().last(),
        Some("feedwright.lock: out of date: 2 posts at another URL; run `feedwright lock`")
    );
    site.feedwright(["lock"]).exits(0);
    assert_eq!(ids(&site), after);
    site.feedwright(["build", "--check"]).exits(0);
    // By URL, without a decision.
    std::fs::remove_file(site.path().join("_posts/2024-05-31-beta.md")).unwrap();
    site.write("_posts/2024-06-01-beta.md", &post("Beta"));
    assert_eq!(ids(&site)["Beta"], after["Beta"]);
    let run = site.feedwright(["lock"]).exits(0);
    assert_eq!(
        run.stdout.lines().next(),
        Some("moved      _posts/2024-05-31-beta.md -> _posts/2024-06-01-beta.md")
    );
    assert_eq!(ids(&site)["Beta"], after["Beta"]);
}

#[test]
fn proposes_renames_and_applies_what_is_accepted() {
    let site = site(&[("_posts/2024-05-31-beta.md", "Beta"), ("_posts/2024-01-02-canary-1.md", "Canary 1")]);
    let before = ids(&site);
    site.feedwright(["lock"]).exits(0);
    for old in ["_posts/2024-05-31-beta.md", "_posts/2024-01-02-canary-1.md"] {
        std::fs::remove_file(site.path().join(old)).unwrap();
    }
    site.write("_posts/2024-06-01-beta.md", &post("Beta"));
    site.write("_posts/2024-02-02-canary-2.md", &post("Canary 2"));
    let check = site.feedwright(["build", "--check"]).exits(1);
    let last = check.stdout.lines().last().unwrap();
    assert!(
        last.contains("1 post not recorded, 1 post deleted, 1 post perhaps renamed; run `feedwright lock`"),
        "{last}"
    );
    let lint = site.feedwright(["lint", "--only", "changed-id", "--format", "concise"]).exits(0);
    assert_eq!(lint.stdout.lines().count(), 1, "{}", lint.stdout);
    assert!(lint.stdout.starts_with("_posts/2024-06-01-beta.md:2:8: "), "{}", lint.stdout);
    let run = site.feedwright(["lock"]).exits(1);
    assert_eq!(
        run.stdout,
        "new        _posts/2024-02-02-canary-2.md\ndeleted    _posts/2024-01-02-canary-1.md\n\
         rename     _posts/2024-05-31-beta.md -> _posts/2024-06-01-beta.md (same title and file name)\n\
         2 posts in feedwright.lock\n"
    );
    site.feedwright(["lock", "--accept"]).exits(0);
    let after = ids(&site);
    assert_eq!(after["Beta"], expect(&before["Beta"].0, "false\">https://ferry.example/2024/05/beta/"));
    assert_eq!(after["Canary 2"].0, "https://ferry.example/2024/02/canary-2");
    site.feedwright(["build", "--check"]).exits(0);
    assert_eq!(site.feedwright(["lint", "--only", "changed-id", "--format", "concise"]).exits(0).stdout, "");
}

#[test]
fn gives_no_new_post_the_id_of_an_old_one() {
    let site = site(&[("_posts/2024-05-31-beta.md", "Beta")]);
    site.feedwright(["lock"]).exits(0);
    // The post moves on, and another one takes its place: its path and its URL.
    std::fs::remove_file(site.path().join("_posts/2024-05-31-beta.md")).unwrap();
    site.write("_posts/2024-05-31-beta-1.md", &post("Beta"));
    site.feedwright(["lock", "--accept"]).exits(0);
    site.write("_posts/2024-05-31-beta.md", &post("Beta again"));
    let after = ids(&site);
    assert_eq!(after["Beta"].0, "https://ferry.example/2024/05/beta");
    assert_eq!(
        after["Beta again"],
        expect("https://ferry.example/2024/05/beta#2", "false\">https://ferry.example/2024/05/beta/#2")
    );
    site.feedwright(["lock"]).exits(0);
    assert_eq!(ids(&site), after);
    // A deleted post keeps its id for itself.
    std::fs::remove_file(site.path().join("_posts/2024-05-31-beta-1.md")).unwrap();
    site.feedwright(["lock"]).exits(0);
    site.write("_posts/2024-09-09-gamma.md", "---\ntitle: Gamma\npermalink: /2024/05/beta-1/\n---\nNew.\n");
    assert!(site.read("feedwright.lock").contains("\"gone\":true"));
    assert_ne!(ids(&site)["Gamma"].0, "https://ferry.example/2024/05/beta");
    // Until it is back.
    std::fs::remove_file(site.path().join("_posts/2024-09-09-gamma.md")).unwrap();
    site.write("_posts/2024-05-31-beta-1.md", &post("Beta"));
    assert_eq!(ids(&site)["Beta"].0, "https://ferry.example/2024/05/beta");
    let run = site.feedwright(["lock"]).exits(0);
    assert_eq!(run.stdout.lines().next(), Some("restored   _posts/2024-05-31-beta-1.md"));
}

#[test]
fn takes_over_the_ids_of_an_old_feed() {
    let old = "<rss version=\"2.0\"><channel><title>Ferry</title><link>https://old.example/</link><description>x</description>\
        <item><title>Beta</title><link>https://old.example/2024/05/beta/</link><guid isPermaLink=\"false\">urn:ferry:7</guid></item>\
        <item><title>Alpha</title><link>https://old.example/?p=3</link><guid>https://old.example/?p=3</guid>\
        <pubDate>Tue, 02 Jan 2024 08:00:00 +0000</pubDate></item>\
        <item><title>Lost</title><link>https://old.example/?p=1</link></item></channel></rss>";
    let site = site(&[("_posts/2024-05-31-beta.md", "Beta"), ("_posts/2024-01-02-alpha.md", "Alpha")]);
    site.write("old.xml", old);
    let run = site.feedwright(["lock", "--from", "old.xml"]).exits(0);
    assert_eq!(run.stderr, "warning: no post is found for an entry of the old feed: Lost\n");
    let ids = ids(&site);
    assert_eq!(ids["Beta"], expect("urn:ferry:7", "false\">urn:ferry:7"));
    assert_eq!(ids["Alpha"], expect("https://old.example/?p=3", "false\">https://old.example/?p=3"));
    site.write("_site/rss.xml", old);
    let diff = site.feedwright(["diff", "old.xml", "_site/feed.rss.xml"]);
    assert!(diff.stdout.contains("2 entries kept") && diff.stdout.contains("0 new"), "{}", diff.stdout);
}

#[test]
fn an_id_of_front_matter_wins_where_its_key_is_configured() {
    let site = site(&[("_posts/2024-05-31-beta.md", "Beta")]);
    site.feedwright(["lock"]).exits(0);
    site.write("_posts/2024-05-31-beta.md", "---\ntitle: Beta\nguid: urn:ferry:1\n---\nText.\n");
    site.write("_posts/2024-05-01-bad.md", "---\ntitle: Bad\nguid: 12\n---\nText.\n");
    assert_eq!(ids(&site)["Beta"].0, "https://ferry.example/2024/05/beta");
    site.write("feedwright.toml", &format!("[posts]\nid-key = \"guid\"\n\n{}", FEEDS.1));
    let after = ids(&site);
    assert_eq!(after["Beta"], expect("urn:ferry:1", "false\">urn:ferry:1"));
    assert_eq!(after["Bad"].0, "https://ferry.example/2024/05/bad");
    let run = site.feedwright(["build"]).exits(0);
    assert!(run.stderr.contains("note: _posts/2024-05-01-bad.md: `guid` is not an IRI"), "{}", run.stderr);
    let lint = site.feedwright(["lint", "--only", "changed-id", "--format", "concise"]).exits(0);
    assert!(lint.stdout.starts_with("_posts/2024-05-31-beta.md:3:7: "), "{}", lint.stdout);
}

#[test]
fn a_lock_file_with_an_error_stops_every_command() {
    let site = site(&[("_posts/2024-05-31-beta.md", "Beta")]);
    site.feedwright(["lock"]).exits(0);
    let text = site.read("feedwright.lock");
    site.write("feedwright.lock", &format!("<<<<<<< HEAD\n{text}"));
    for command in ["build", "lint", "lock", "list"] {
        let run = site.feedwright([command]).exits(2);
        assert_eq!(
            run.stderr, "error: feedwright.lock:1:1: a merge conflict; keep the lines of both sides\n",
            "{command}"
        );
    }
}

#[test]
fn a_preview_is_not_out_of_date() {
    let site = site(&[("_posts/2024-05-31-beta.md", "Beta")]);
    site.feedwright(["lock"]).exits(0);
    let preview = ["build", "--url", "https://preview.example", "--output", "p"];
    assert_eq!(site.feedwright(preview).exits(0).stderr, "");
    assert!(site.read("p/feed.atom.xml").contains("<id>https://ferry.example/2024/05/beta</id>"));
}

/// Runs Git in a site; the test ends where there is none.
fn git(site: &TestSite, words: &[&str]) -> bool {
    let mut command = std::process::Command::new("git");
    command.args(["-c", "user.name=a", "-c", "user.email=a@example.org"]).args(words);
    let output =
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", site.path()).current_dir(site.path()).output();
    output.is_ok_and(|output| output.status.success())
}

#[test]
fn renames_of_posts_that_are_alike_are_not_certain() {
    // Git pairs files by their contents, which are the same here, and so would give each post the other's id.
    let site = site(&[("_posts/2024-03-01-canary.md", "Canary"), ("_posts/2024-04-01-canary.md", "Canary")]);
    site.feedwright(["lock"]).exits(0);
    if !(git(&site, &["init", "-q"]) && git(&site, &["add", "-A"]) && git(&site, &["commit", "-qm", "a"])) {
        return crate::cli::left_out("renames by Git (no `git`)");
    }
    git(&site, &["mv", "_posts/2024-03-01-canary.md", "_posts/2024-06-11-march.md"]);
    git(&site, &["mv", "_posts/2024-04-01-canary.md", "_posts/2024-06-10-april.md"]);
    let run = crate::cli::run(
        crate::cli::feedwright(["lock", "--accept"]).env("PATH", "/usr/bin:/bin").current_dir(site.path()),
    )
    .exits(1);
    assert_eq!(run.stdout.lines().filter(|line| line.starts_with("rename? ")).count(), 2, "{}", run.stdout);
    assert!(site.read("feedwright.lock").contains("\"path\":\"_posts/2024-03-01-canary.md\""));
    site.feedwright(["lock", "--accept=_posts/2024-06-11-march.md"]);
    let lock = site.read("feedwright.lock");
    let march = lock.lines().find(|line| line.contains("2024-06-11-march.md")).unwrap_or("");
    assert!(march.contains("canary"), "{lock}");
}

#[test]
fn a_lock_file_that_cannot_be_read_stops_every_command() {
    let site = site(&[("_posts/2024-05-31-beta.md", "Beta")]);
    site.feedwright(["lock"]).exits(0);
    let text = site.read("feedwright.lock");
    let path = site.path().join("feedwright.lock");
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    site.feedwright(["build"]).exits(2);
    std::fs::remove_dir(&path).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere", &path).unwrap();
        for command in ["build", "lock", "lint"] {
            let run = site.feedwright([command]).exits(2);
            assert!(run.stderr.contains("feedwright.lock"), "{command}: {}", run.stderr);
        }
        assert!(!site.path().join("nowhere").exists());
        std::fs::remove_file(&path).unwrap();
    }
    // As editors of Windows save it.
    site.write("feedwright.lock", &format!("\u{feff}{}", text.replace('\n', "\r\n")));
    site.feedwright(["lock"]).exits(0);
    assert_eq!(site.read("feedwright.lock"), text);
}

#[test]
fn old_entries_are_found_by_titles_as_other_generators_write_them() {
    let site = site(&[
        ("_posts/2024-01-02-a.md", "It's \"here\" -- <b>now</b>..."),
        ("_posts/2024-01-03-b.md", "Undated"),
    ]);
    let item = |title: &str, id: &str, date: &str| {
        format!("<item><title>{title}</title><guid isPermaLink=\"false\">{id}</guid>{date}</item>")
    };
    let items = item(
        "It\u{2019}s \u{201c}here\u{201d} \u{2013} now\u{2026}",
        "first",
        "<pubDate>Tue, 02 Jan 2024 00:00:00 GMT</pubDate>",
    ) + &item("Undated", "second", "");
    site.write("old.xml", &format!("<rss version=\"2.0\"><channel><title>F</title>{items}</channel></rss>"));
    let run = site.feedwright(["lock", "--from", "old.xml"]).exits(0);
    assert_eq!(run.stderr, "");
    let lock = site.read("feedwright.lock");
    assert!(lock.contains("\"guid\":\"first\"") && lock.contains("\"guid\":\"second\""), "{lock}");
}

#[test]
fn two_records_with_one_id_are_an_error() {
    let site = site(&[("_posts/2024-05-31-beta.md", "Beta"), ("_posts/2024-01-02-alpha.md", "Alpha")]);
    site.feedwright(["lock"]).exits(0);
    let lock = site.read("feedwright.lock");
    let alpha = lock.lines().find(|line| line.contains("alpha")).unwrap();
    // One branch renamed the post, the other one changed its title.
    let merged = alpha.replace("_posts/2024-01-02-alpha.md", "_posts/2024-01-02-renamed.md");
    let text = format!("{lock}{merged}\n");
    site.write("feedwright.lock", &text);
    std::fs::rename(
        site.path().join("_posts/2024-01-02-alpha.md"),
        site.path().join("_posts/2024-01-02-renamed.md"),
    )
    .unwrap();
    for words in [["lock", "--dry-run"], ["lock", "--accept"], ["build", "--quiet"], ["build", "--check"]] {
        let run = site.feedwright(words).exits(2);
        let said = "error: feedwright.lock:4:1: `_posts/2024-01-02-renamed.md` has the id of `_posts/2024-01-02-alpha.md` in line 2";
        assert!(run.stderr.contains(said) && run.stderr.contains("run `feedwright lock`"), "{run:?}");
        assert!(!site.path().join("_site").exists());
        assert_eq!(site.read("feedwright.lock"), text);
    }
    site.write("feedwright.lock", &text.replace(&format!("{alpha}\n"), ""));
    site.feedwright(["lock"]).exits(0);
    site.feedwright(["build", "--check"]);
    assert_eq!(ids(&site)["Alpha"].0, "https://ferry.example/2024/01/alpha");
}

#[test]
fn posts_of_one_url_get_ids_of_their_own() {
    let site = site(&[("_posts/2024-05-01-a.md", "New"), ("_posts/2024-01-02-a.md", "Old")]);
    for (path, title) in [("_posts/2024-05-01-a.md", "New"), ("_posts/2024-01-02-a.md", "Old")] {
        site.write(path, &post(title).replace("---\nThe", "permalink: /same/\n---\nThe"));
    }
    site.feedwright(["lock"]).exits(0);
    site.feedwright(["lock"]).exits(0);
    let lock = site.read("feedwright.lock");
    let ids: Vec<&str> =
        lock.lines().filter_map(|line| line.split("\"id\":\"").nth(1)?.split('"').next()).collect();
    assert_eq!(ids.len(), 2, "{lock}");
    assert_eq!(format!("{}#2", ids[0]), ids[1], "{lock}");
    site.feedwright(["build", "--quiet"]).exits(0);
    site.feedwright(["build", "--check"]).exits(0);
}

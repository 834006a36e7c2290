//! What files of a host tell `lint`: redirects, and addresses without a slash at their ends.

use crate::cli::TestSite;

fn findings(host: &str) -> String {
    let site = TestSite::new(&[
        ("_config.yml", "title: Ruff\nurl: https://ruff.example\n"),
        ("about.md", "---\ntitle: About\npermalink: /about/\n---\nText.\n"),
        ("_posts/2024-01-02-a.md", "---\ntitle: A\n---\n[bug](/bug), [about](/about), [gone](/gone).\n"),
        ("firebase.json", host),
    ]);
    site.feedwright(["lint", ".", "--format", "concise"]).stdout
}

#[test]
fn firebase_redirects_and_removes_slashes() {
    let plain = findings("{}");
    for word in ["`/bug`", "`/about`", "`/gone`"] {
        assert!(plain.contains(word), "{word}\n{plain}");
    }
    let site = r#"{"redirects": [{"source": "/bug", "destination": "https://bugs.example/", "type": 301}], "cleanUrls": true}"#;
    for hosting in [format!("{{\"hosting\": {site}}}"), format!("{{\"hosting\": [{site}]}}")] {
        let found = findings(&hosting);
        let is_redirected = found.contains("redirected-link: `/bug`");
        assert!(
            is_redirected && !found.contains("`/about`") && found.contains("dead-link: `/gone`"),
            "{found}"
        );
    }
}

#[test]
fn scripts_move_redirects_of_one_host_into_place() {
    let found = |script: &str, redirects: &str| {
        let site = TestSite::new(&[
            ("_config.yml", "title: Ruff\nurl: https://ruff.example\n"),
            (
                "_posts/2024-01-02-a.md",
                "---\ntitle: A\n---\n[bug](/bug), [feed](/en/feed/), [gone](/gone).\n",
            ),
            ("build.sh", script),
            ("_redirects", "/other /\n"),
            ("_redirects_of_pages", redirects),
        ]);
        site.feedwright(["lint", ".", "--format", "concise"]).stdout
    };
    let redirects = "/bug https://bugs.example/ 301\n/:language/feed/ /feed.xml 301\n";
    let unread = found("echo _redirects\n", redirects);
    let moved = found("set -e\nif true; then\n  mv _redirects_of_pages ./_redirects\nfi\n", redirects);
    for word in ["`/bug`", "`/en/feed/`"] {
        assert!(unread.contains(&format!("dead-link: {word}")), "{unread}");
        assert!(!moved.contains(&format!("dead-link: {word}")), "{moved}");
    }
    // A pattern with a name matches no places of another form.
    assert!(moved.contains("dead-link: `/gone`"), "{moved}");
}

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

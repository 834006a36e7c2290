//! Reports in Markdown about feeds: a check before a build, and a comparison.

use crate::cli::TestSite;

#[test]
fn a_check_and_a_comparison_are_shown_in_markdown() {
    let post = "---\ntitle: A\n---\n\nA\n";
    let site =
        TestSite::new(&[("_config.yml", "url: https://e.example\n"), ("_posts/2024-01-01-a.md", post)]);
    let checked = site.feedwright(["build", "--check", "--format", "markdown"]).exits(1);
    assert_eq!(
        checked.stdout,
        "### Feedwright: differences from the feeds on disk\n\n```text\n_site/feed.xml: not written yet\n```\n"
    );
    site.feedwright(["build"]).exits(0);
    site.feedwright(["feed", "--output", "old.xml"]).exits(0);
    let checked = site.feedwright(["build", "--check", "--format", "markdown"]).exits(0);
    assert_eq!(checked.stdout, "### Feedwright: every feed is up to date\n");
    site.write("_posts/2024-02-01-b.md", "---\ntitle: \"``` x\"\n---\nB\n");
    let checked = site.feedwright(["build", "--check", "--format", "markdown"]).exits(1);
    let shown = [
        "### Feedwright: differences from the feeds on disk",
        "",
        "````text",
        "_site/feed.xml: out of date",
        "  new         https://e.example/2024/02/01/b.html  ``` x",
        "  1 entry kept (1 unchanged), 0 gone, 1 new, 0 with another id; same order",
        "  Subscribers will see 1 entry as new.",
        "````\n",
    ];
    assert_eq!(checked.stdout, shown.join("\n"));
    site.feedwright(["build"]).exits(0);
    let compared = site.feedwright(["diff", "old.xml", "_site/feed.xml", "--format", "markdown"]).exits(0);
    assert!(
        compared.stdout.starts_with("### Feedwright: Subscribers will see 1 entry as new.\n\n````text\n"),
        "{}",
        compared.stdout
    );
    let said = site.feedwright(["build", "--format", "markdown"]).exits(2);
    assert!(said.stderr.contains("--check"), "{}", said.stderr);
}

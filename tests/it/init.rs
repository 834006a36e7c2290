//! `feedwright init`: what posts hold, and what is configured already.

use crate::cli::TestSite;

#[test]
fn a_category_can_become_configuration() {
    let site = TestSite::new(&[
        ("_config.yml", "url: https://e.example\ntime: 2024-06-01\n"),
        (
            "_posts/2024-01-02-a.md",
            "---\ntitle: A\ncategories: [\"x\\n[[lint.sites]]\\nurl = \\\"https://evil.example/\\\"\\nfolder = \\\"..\\\"\\n#\"]\n---\nT.\n",
        ),
    ]);
    site.feedwright(["init"]).exits(0);
    assert!(site.read("feedwright.toml").contains("\n[[lint.sites]]\nurl = \"https://evil.example/\"\n"));
}

#[test]
fn print_drops_each_of_an_existing_configuration() {
    let row = "[[feeds]]\neach = \"category\"\npath = \"feed/{category}.xml\"\n";
    let site = TestSite::new(&[
        ("_config.yml", "url: https://e.example\ntime: 2024-06-01\n"),
        ("feedwright.toml", row),
        ("_posts/2024-01-02-a.md", "---\ntitle: A\ncategories: [news]\n---\nT.\n"),
    ]);
    let printed = site.feedwright(["init", "--print"]).exits(0).stdout;
    assert!(printed.contains("\n[[feeds]]\npath = \"feed/{category}.xml\"\n"), "{printed}");
    site.write("feedwright.toml", &printed);
    site.feedwright(["build"]).exits(2);
}

//! What `module.mounts` of a Hugo site make content, as Hugo 0.168 builds it.

use crate::cli::TestSite;

const CONFIG: &str = "baseURL = 'https://kiln.example/'\ntitle = 'Kiln'\n";
const LANGUAGES: &str = "[languages.en]\nweight = 1\n[languages.de]\nweight = 2\n";

fn page(text: &str) -> String {
    format!("---\ntitle: A\ndate: 2024-01-02\n---\n{text}\n")
}

fn mount(source: &str, target: &str, rest: &str) -> String {
    format!("[[module.mounts]]\nsource = '{source}'\ntarget = '{target}'\n{rest}\n")
}

/// The paths of the entries of a feed, in order, and what the run reported.
fn entries(config: &str, files: &[&str], feed: &str) -> (Vec<String>, String) {
    let text = page("Words.");
    let config = format!("{CONFIG}{config}");
    let files: Vec<(&str, &str)> = files.iter().map(|path| (*path, text.as_str())).collect();
    let site = TestSite::new(&[&[("hugo.toml", config.as_str())], files.as_slice()].concat());
    let run = site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]);
    let report = run.exits(0).stderr.clone();
    let feed = site.read(feed);
    let links = feed.split("<item>").skip(1).filter_map(|item| item.split_once("<link>https://kiln.example"));
    let mut paths: Vec<String> =
        links.filter_map(|(_, rest)| Some(rest.split_once("</link>")?.0.to_owned())).collect();
    paths.sort();
    (paths, report)
}

#[test]
fn mounts_replace_the_folder_of_content() {
    let files = ["content/posts/a.md", "manual/b.md", "deutsch/c.md"];
    for (config, expected) in [
        (mount("manual", "content/guide", ""), "/guide/b/"),
        (mount("manual", "content/", ""), "/b/"),
        (mount("./manual/", "content", ""), "/b/"),
        (mount("manual/b.md", "content/posts/x/index.md", ""), "/posts/x/"),
        // The folders of languages too.
        (format!("{LANGUAGES}contentDir = 'deutsch'\n{}", mount("manual", "content/guide", "")), "/guide/b/"),
    ] {
        assert_eq!(entries(&config, &files, "out/index.xml").0, [expected], "{config}");
    }
    let config = mount("static", "static", "");
    assert_eq!(entries(&config, &files, "out/index.xml").0, ["/posts/a/"]);
}

#[test]
fn a_folder_may_be_mounted_in_parts() {
    let files = ["content/a/p.md", "content/b/p.md", "content/c/p.md"];
    let config =
        mount("content", "content", "files = ['a/**']") + &mount("content", "content", "files = ['b/**']");
    assert_eq!(entries(&config, &files, "out/index.xml").0, ["/a/p/", "/b/p/"]);
    for (rest, expected) in [
        ("excludeFiles = ['a/**']", &["/b/p/", "/c/p/"][..]),
        ("files = ['! a/**']", &["/b/p/", "/c/p/"]),
        ("files = ['! a/**', '**']", &["/b/p/", "/c/p/"]),
        ("files = ['! a/**', 'b/**']", &["/b/p/"]),
        // The first that fits decides.
        ("files = ['**', '! a/**']", &["/a/p/", "/b/p/", "/c/p/"]),
        ("files = ['b/**', '! b/p.md']", &["/b/p/"]),
    ] {
        assert_eq!(
            entries(&mount("content", "content", rest), &files, "out/index.xml").0,
            expected,
            "{rest}"
        );
    }
}

/// In a build the page is in both languages; here it is in the first, and not lost there.
#[test]
fn a_mount_of_another_language_takes_no_pages() {
    let files = ["content/a/p.md", "content/b/p.md"];
    let english = "[module.mounts.sites.matrix]\nlanguages = ['en']";
    let german = "[module.mounts.sites.matrix]\nlanguages = ['de']";
    let both = mount("content", "content", english) + &mount("content/a", "content/a", german);
    let (paths, report) = entries(&format!("{LANGUAGES}{both}"), &files, "out/index.xml");
    assert_eq!(paths, ["/a/p/", "/b/p/"]);
    assert!(report.contains("content/a/p.md: mounted in several places or languages"), "{report}");
    for (languages, expected, noted) in [
        ("'**'", 2, true),
        ("'*'", 2, true),
        ("'! de'", 2, false),
        ("'de'", 0, false),
        ("'de', 'en'", 2, true),
    ] {
        let config =
            mount("content", "content", &format!("[module.mounts.sites.matrix]\nlanguages = [{languages}]"));
        let (paths, report) = entries(&format!("{LANGUAGES}{config}"), &files, "out/index.xml");
        assert_eq!(paths.len(), expected, "{languages}");
        assert_eq!(
            report.contains("content/a/p.md and 1 more: mounted in several"),
            noted,
            "{languages} {report}"
        );
    }
    // One that is elsewhere in the content has its own.
    let apart =
        mount("content", "content", "excludeFiles = ['a/**']") + &mount("content/a", "content", german);
    let (paths, report) = entries(&format!("{LANGUAGES}{apart}"), &files, "out/de/index.xml");
    assert_eq!(paths, ["/de/p/"]);
    assert!(!report.contains("mounted in several"), "{report}");
}

#[test]
fn relative_links_are_counted_from_where_a_file_is_mounted() {
    let config = format!(
        "{CONFIG}[markup.goldmark.renderHooks.link]\nuseEmbedded = 'always'\n{}{}{}",
        mount("content", "content", "files = ['**/*.md']"),
        mount("NEWS.md", "content/posts/news.md", ""),
        mount("manual/b", "content/guide/b", ""),
    );
    let site = TestSite::new(&[
        ("hugo.toml", &config),
        ("content/posts/a.md", &page("[n](next.md) [m](news.md) [b](../guide/b/x.md)")),
        ("content/posts/next.md", &page("Next.")),
        ("content/guide/c.md", &page("C.")),
        ("NEWS.md", &page("[n](next.md)")),
        ("manual/b/x.md", &page("[c](../c.md) [n](../../posts/news.md)")),
    ]);
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]).exits(0);
    let feed = site.read("out/index.xml");
    for (path, count) in [("posts/next", 2), ("posts/news", 2), ("guide/b/x", 1), ("guide/c", 1)] {
        let link = format!("href=\"https://kiln.example/{path}/\"");
        assert_eq!(feed.matches(&link).count(), count, "{link}\n{feed}");
    }
    site.feedwright(["lint", ".", "--now", "2024-07-01", "--only", "dead-link"]).exits(0);
}

#[test]
fn a_file_has_the_name_that_it_is_mounted_by() {
    let config = mount("content", "content", "") + &mount("README.md", "content/guide/_index.md", "");
    let files = ["content/guide/a.md", "README.md"];
    assert_eq!(entries(&config, &files, "out/index.xml").0, ["/guide/a/"]);
    assert_eq!(entries(&config, &files, "out/guide/index.xml").0, ["/guide/a/"]);
}

#[test]
fn feeds_of_sections_have_pages_from_all_their_folders() {
    let meta = mount("content", "content", "") + &mount("meta/README.md", "content/posts/_index.md", "");
    let extra = mount("content", "content", "") + &mount("extra", "content/posts", "");
    for (config, files, feed, expected) in [
        (meta, ["content/posts/a.md", "meta/README.md"], "posts", vec!["/posts/a/"]),
        (extra, ["content/posts/a.md", "extra/x.md"], "posts", vec!["/posts/a/", "/posts/x/"]),
        (mount("docs", "content/docs", ""), ["docs/a.md", "docs/b.md"], "docs", vec!["/docs/a/", "/docs/b/"]),
    ] {
        assert_eq!(entries(&config, &files, &format!("out/{feed}/index.xml")).0, expected, "{config}");
    }
}

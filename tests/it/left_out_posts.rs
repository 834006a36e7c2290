//! Posts that no feed holds although their authors meant it: no date, or a form that is not read.

use crate::cli::{Run, TestSite, feedwright, run};

const PLAIN: (&str, &str) = ("feedwright.toml", "[site]\nurl = \"https://e.example\"\ntitle = \"T\"\n");
const DATED: (&str, &str) = ("posts/good.md", "---\ntitle: Good\ndate: 2024-01-02\n---\n\nA good post.\n");

/// Builds a plain site of one good post and one other file.
#[track_caller]
fn beside_a_good_post(path: &str, text: &str) -> (TestSite, Run) {
    let site = TestSite::new(&[PLAIN, DATED, (path, text)]);
    let run = site.feedwright(["build", "--output", "out"]).exits(0);
    let feed = site.read("out/feed.xml");
    assert_eq!(feed.matches("<entry>").count(), 1, "{feed}");
    (site, run)
}

#[test]
fn build_names_a_post_without_a_date_and_its_key() {
    for (head, advice) in [
        ("pubDate: 2024-01-01", "write `date: 2024-01-01`; `pubDate` is not read"),
        ("published: 2024-01-01 10:00", "write `date: 2024-01-01 10:00`; `published` is not read"),
        ("publishDate: 2024-01-01", "write `date: 2024-01-01`; `publishDate` is not read"),
        ("created: 2024-01-01", "write `date: 2024-01-01`; `created` is not read"),
        ("Date: 2024-01-01", "write `date: 2024-01-01`; `Date` is not read"),
        ("dates: [2024-01-01]", "write `date: 2024-05-31` with the post's day; `dates` is not read"),
        ("dat: 2024-01-01", "write `date: 2024-01-01`; `dat` is not read"),
        ("when: 2024-01-01", "write `date: 2024-01-01`; `when` is not read"),
        ("extra: {date: 2024-01-01}", "write `date: 2024-01-01`; `extra.date` is not read"),
        ("path: 2024/01/01/a", "write `date: 2024-05-31` with the post's day, or begin the file's name"),
        (
            "subtitle: Notes of 1 May 2024",
            "write `date: 2024-05-31` with the post's day, or begin the file's name",
        ),
        ("updated: 2024-01-01", "write `date: 2024-05-31` with the post's day, or begin the file's name"),
        ("date:", "write the day after `date`, as `date: 2024-05-31`"),
    ] {
        let text = format!("---\ntitle: A\n{head}\n---\n\nText.\n");
        let (site, run) = beside_a_good_post("posts/a.md", &text);
        let said = format!("warning: a post has no date and is in no feed: posts/a.md; {advice}");
        assert!(run.stderr.starts_with(&said), "{head}: {}", run.stderr);
        let run = site.feedwright(["build", "--strict", "--quiet", "--output", "out"]).exits(1);
        assert!(run.stderr.starts_with("error: a post has no date"), "{}", run.stderr);
        let run = site.feedwright(["lint"]).exits(0);
        assert!(
            run.stdout.contains("warning[missing-date]") && run.stdout.contains(advice),
            "{}",
            run.stdout
        );
        let run = site.feedwright(["why", "posts/a.md"]).exits(0);
        assert!(run.stdout.contains(&format!("it has no date; {advice}")), "{}", run.stdout);
        assert!(!run.stdout.contains("--now"), "{}", run.stdout);
        let run = site.feedwright(["feed", "--limit", "5"]).exits(0);
        assert!(run.stderr.starts_with(&said), "{}", run.stderr);
        let run = site.feedwright(["list"]).exits(0);
        assert!(run.stdout.contains("[no date]"), "{}", run.stdout);
    }
}

#[test]
fn build_counts_posts_without_a_date() {
    let site = TestSite::new(&[PLAIN, DATED]);
    for number in 0..12 {
        let key = if number % 2 == 0 { "pubDate" } else { "created" };
        site.write(
            &format!("posts/{number:02}.md"),
            &format!("---\ntitle: A\n{key}: 2024-01-01\n---\n\nText.\n"),
        );
    }
    let run = site.feedwright(["build", "--output", "out"]).exits(0);
    let last = run.stderr.lines().last().unwrap_or_default();
    assert_eq!(
        last,
        "warning: 12 posts have no date and are in no feed: posts/00.md, posts/01.md, posts/02.md and 9 more; \
         write the day as `date`; `pubDate`, `created` are not read"
    );
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    // Where the time is given, they are in the feed with it.
    let run = site.feedwright(["build", "--now", "2024-06-01", "--output", "out"]).exits(0);
    assert_eq!(run.stderr, "");
}

#[test]
fn toml_front_matter_gets_its_own_line() {
    let text = "+++\ntitle = \"A\"\npublishDate = 2024-01-01\n+++\n\nText.\n";
    let (_, run) = beside_a_good_post("posts/a.md", text);
    assert!(run.stderr.contains("write `date = 2024-01-01`; `publishDate` is not read"), "{}", run.stderr);
}

#[test]
fn reports_invalid_date_with_its_place() {
    let (site, run) = beside_a_good_post("posts/a.md", "---\ntitle: A\ndate: soon\n---\n\nText.\n");
    assert!(run.stderr.contains("posts/a.md:3:7: `date: soon` is not a date"), "{}", run.stderr);
    assert!(!run.stderr.contains("no feed"), "{}", run.stderr);
    site.feedwright(["build", "--strict", "--output", "out"]).exits(1);
    let run = site.feedwright(["lint"]).exits(1);
    assert!(run.stdout.contains("invalid-date") && !run.stdout.contains("missing-date"), "{}", run.stdout);
}

#[test]
fn files_that_look_like_posts_are_named() {
    for (path, text, reason) in [
        (
            "posts/j.md",
            "{\n  \"title\": \"A\",\n  \"date\": \"2024-01-01\"\n}\n\nText.\n",
            "its front matter is JSON",
        ),
        ("posts/a.mdx", "---\ntitle: A\ndate: 2024-01-01\n---\n\nText.\n", "its name does not end in `.md`"),
        ("posts/a.MD", "---\ntitle: A\ndate: 2024-01-01\n---\n\nText.\n", "its name does not end in `.md`"),
        ("posts/head.md", "Title: A\nDate: 2024-01-01\n\nText.\n", "its front matter has no lines of `---`"),
        ("posts/2024-07-01 Daily.md", "Text.\n", "it has no front matter, although its name begins"),
        (
            "posts/late.md",
            "\n---\ntitle: A\ndate: 2024-01-01\n---\n\nText.\n",
            "its front matter does not begin",
        ),
    ] {
        let (site, run) = beside_a_good_post(path, text);
        let said = format!("warning: a file looks like a post and is not read: {path} ({reason}");
        assert!(run.stderr.starts_with(&said) && run.stderr.lines().count() == 1, "{}", run.stderr);
        site.feedwright(["build", "--strict", "--output", "out"]).exits(0);
        let run = site.feedwright(["lint", "--only", "ignored-post"]).exits(0);
        assert!(run.stdout.contains(&format!("not read as a post: {reason}")), "{}", run.stdout);
        let run = site.feedwright(["why", path]).exits(0);
        assert!(run.stdout.contains(&format!("in no feed: {reason}")), "{}", run.stdout);
        let run = site.feedwright(["list"]).exits(0);
        assert!(run.stderr.contains(reason), "{}", run.stderr);
    }
}

#[test]
fn jekyll_posts_without_a_dated_name_are_named() {
    let site = TestSite::new(&[
        ("_config.yml", "url: https://e.example\ntitle: T\ntime: 2024-06-01\n"),
        ("_posts/2024-01-02-good.md", "---\ntitle: Good\n---\n\nA good post.\n"),
        ("_posts/2024-07-01 Daily.md", "Text.\n"),
        ("_posts/idea.markdown", "---\ntitle: Idea\n---\n\nText.\n"),
        ("_posts/README.md", "How to write posts.\n"),
        ("_posts/photo.jpg", "x"),
    ]);
    let run = site.feedwright(["build", "--output", "out"]).exits(0);
    assert!(
        run.stderr
            .starts_with("warning: 2 files look like posts and are not read: _posts/2024-07-01 Daily.md ("),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("_posts/idea.markdown (its name does not begin with a date"),
        "{}",
        run.stderr
    );
    assert!(!run.stderr.contains("README") && !run.stderr.contains("photo"), "{}", run.stderr);
}

#[test]
fn pages_without_a_date_are_not_named() {
    let pages = [
        ("README.md", "# A site\n\nText.\n"),
        ("about.md", "---\ntitle: About\n---\n\nText.\n"),
        ("docs/install.md", "---\ntitle: Install\n---\n\nText.\n"),
        ("docs/index.md", "---\ntitle: Documents\n---\n\nText.\n"),
        ("posts/draft.md", "---\ntitle: Draft\ndraft: true\npubDate: 2024-01-01\n---\n\nText.\n"),
        ("posts/component.mdx", "export const A = 1;\n"),
        ("posts/about.md", "---\ntitle: About\n---\n\nText.\n"),
        ("posts/_index.md", "---\ntitle: Posts\n---\n"),
    ];
    let mut files = vec![PLAIN, DATED];
    files.extend(pages);
    let site = TestSite::new(&files);
    let run = site.feedwright(["build", "--strict", "--output", "out"]).exits(0);
    assert_eq!(run.stderr, "");
    let mut files = vec![
        ("_config.yml", "url: https://e.example\ntitle: T\ncollections: {docs: {output: true}}\n"),
        ("_posts/2024-01-02-good.md", "---\ntitle: Good\n---\n\nA good post.\n"),
        ("_docs/install.md", "---\ntitle: Install\ncreated: 2024-01-01\n---\n\nText.\n"),
        ("_docs/head.md", "Title: A\nDate: 2024-01-01\n\nText.\n"),
    ];
    files.extend(pages.iter().filter(|(path, _)| !path.starts_with("posts/")));
    let site = TestSite::new(&files);
    let run = site.feedwright(["build", "--strict", "--output", "out"]).exits(0);
    assert_eq!(run.stderr, "");
    let run = site.feedwright(["lint", "--only", "missing-date", "--only", "ignored-post"]).exits(0);
    assert!(!run.stdout.contains("missing-date"), "{}", run.stdout);
}

#[test]
fn an_undated_document_of_a_fed_collection_is_named() {
    let site = TestSite::new(&[
        (
            "_config.yml",
            "url: https://e.example\ntitle: T\ncollections: {docs: {output: true}}\nfeed: {collections: [docs]}\n",
        ),
        ("_posts/2024-01-02-good.md", "---\ntitle: Good\n---\n\nA good post.\n"),
        ("_docs/install.md", "---\ntitle: Install\ncreated: 2024-01-01\n---\n\nText.\n"),
    ]);
    let run = site.feedwright(["build", "--output", "out"]).exits(0);
    assert!(run.stderr.contains("in no feed: _docs/install.md; write `date: 2024-01-01`"), "{}", run.stderr);
    let run = site.feedwright(["why", "_docs/install.md"]).exits(0);
    assert!(!run.stdout.contains("--now"), "{}", run.stdout);
}

#[cfg(unix)]
#[test]
fn keys_and_names_of_posts_move_no_terminal() {
    let dated = "---\ntitle: A\ndate: 2024-01-01\n---\n\nText.\n";
    let site = TestSite::new(&[
        PLAIN,
        DATED,
        ("posts/key.md", "---\ntitle: A\n\"\\e]0;own\\a\": 2024-01-01\n---\n\nText.\n"),
        ("posts/\u{1b}[31mred.md", dated),
        ("posts/\u{202e}none.md", "---\ntitle: A\n---\n\nText.\n"),
        ("posts/\u{7}bad.md", "---\ntitle: [A\ndate: 2024-01-01\n---\n\nText.\n"),
        ("posts/\u{1b}[2Jx.mdx", dated),
    ]);
    for (arguments, said) in [
        (&["build", "--output", "out"][..], "`\\u001b]0;own\\u0007` is not read"),
        (&["build", "--output", "out"], "posts/\\u0007bad.md:"),
        (&["feed", "--output", "one.xml"], "posts/\\u202enone.md"),
        (&["list"], "posts/\\u001b[31mred.md"),
        (&["why", "red.md"], "posts/\\u001b[31mred.md"),
        (&["why", "bad.md"], "posts/\\u0007bad.md"),
        (&["why", "nothing\u{1b}[2J"], "nothing\\u001b[2J"),
    ] {
        let run = run(feedwright([]).args(arguments).current_dir(site.path()));
        let words = format!("{}{}", run.stdout, run.stderr);
        assert!(words.contains(said), "{arguments:?}: {words:?}");
        assert!(!words.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{arguments:?}: {words:?}");
    }
}

#[test]
fn build_names_future_documents_in_feeds() {
    let site = TestSite::new(&[
        (
            "_config.yml",
            "url: https://e.example\ntime: 2024-06-01\nplugins: [jekyll-feed]\ncollections: {releases: {output: true}}\nfeed: {collections: [releases]}\n",
        ),
        ("_releases/2024-05-01-a.md", "---\ntitle: A\n---\nA.\n"),
        ("_releases/2026-07-02-b.md", "---\ntitle: B\n---\nB.\n"),
    ]);
    let run = site.feedwright(["build"]).exits(0);
    let named =
        "warning: a document in a feed is dated in the future and has no page: _releases/2026-07-02-b.md\n";
    assert!(run.stderr.contains(named), "{run:?}");
}

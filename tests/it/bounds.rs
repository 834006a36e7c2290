//! Input that would take all of the stack, the memory or the time ends with a message.

use std::time::{Duration, Instant};

use crate::cli::{TestSite, feedwright, run};

fn site() -> TestSite {
    TestSite::new(&[
        ("_config.yml", "url: https://e.example\ntime: 2024-06-01\n"),
        ("_posts/2024-01-02-a.md", "---\ntitle: A\ntags: [a, b, c]\n---\nText.\n"),
    ])
}

#[cfg(feature = "where")]
#[test]
fn long_conditions_are_refused() {
    let site = site();
    for condition in [
        format!("{}1 > 0", "1+".repeat(5000)),
        format!("post.title{} == \"\"", ".trim()".repeat(5000)),
        format!("{}1{} > 0", "(".repeat(5000), ")".repeat(5000)),
        format!("{}true", "!".repeat(5000)),
        format!("{}1{} == []", "[".repeat(5000), "]".repeat(5000)),
    ] {
        let refused = site.feedwright(["feed", "--where", &condition]).exits(2);
        let bound = ["operators, and may have 200", "brackets and `?`, and may nest 8"];
        assert!(bound.iter().any(|bound| refused.stderr.contains(bound)), "{refused:?}");
    }
    for condition in [
        format!("{}1{} > 0", "(".repeat(9), ")".repeat(9)),
        format!("post.categories.exists({}c", "ists(".repeat(17)),
        format!("{}true", "true ? false : ".repeat(9)),
    ] {
        let refused = site.feedwright(["feed", "--where", &condition]).exits(2);
        assert!(refused.stderr.contains("brackets and `?`, and may nest 8"), "{refused:?}");
    }
    let deep = format!("{}1{} > 0", "(".repeat(8), ")".repeat(8));
    site.feedwright(["feed", "--where", &deep]).exits(0);
    let long = format!("{}post.title == \"A\"", "1 + 1 == 2 && ".repeat(30));
    let feed = site.feedwright(["feed", "--where", &long]).exits(0);
    assert!(feed.stdout.contains("<entry>"), "{feed:?}");
}

#[cfg(feature = "where")]
#[test]
fn nested_loops_are_bounded() {
    let site = site();
    let tags: Vec<String> = (0..1000).map(|number| format!("t{number}")).collect();
    site.write(
        "_posts/2024-01-03-b.md",
        &format!("---\ntitle: B\ntags: [{}]\n---\nText.\n", tags.join(", ")),
    );
    let nested = "post.tags.all(a, post.tags.all(b, post.tags.all(c, a + b + c != \"\")))";
    let refused = site.feedwright(["feed", "--where", nested]).exits(2);
    assert!(
        refused.stderr.contains("takes more than 1000000 steps for _posts/2024-01-03-b.md"),
        "{refused:?}"
    );
    let feed = site.feedwright(["feed", "--where", "post.tags.exists(a, a == \"t7\")"]).exits(0);
    assert_eq!(feed.stdout.matches("<entry>").count(), 1, "{feed:?}");
}

#[test]
fn path_of_a_feed_has_no_control_characters() {
    let site = site();
    for path in ["a\\nb.xml", "a\\u001b[2J.xml", "a\\u202e.xml"] {
        site.write("feedwright.toml", &format!("[[feeds]]\npath = \"{path}\"\n"));
        let refused = site.feedwright(["build"]).exits(2);
        assert!(
            refused.stderr.starts_with("error: feedwright.toml:2:8: `path` has the character U+"),
            "{refused:?}"
        );
    }
}

#[cfg(unix)]
#[test]
fn threads_are_bounded() {
    let site = site();
    let start = Instant::now();
    run(feedwright(["list"]).env("RAYON_NUM_THREADS", "100000").current_dir(site.path())).exits(0);
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[cfg(target_os = "linux")]
#[test]
fn pipes_and_devices_are_no_configurations() {
    let site = site();
    let made = std::process::Command::new("mkfifo").arg(site.path().join("pipe.yml")).status();
    if !made.is_ok_and(|status| status.success()) {
        return crate::cli::left_out("a named pipe as configuration (no mkfifo)");
    }
    let refused = site.feedwright(["list", "--config", "pipe.yml"]).exits(2);
    assert!(refused.stderr.contains("pipe.yml: it is not a regular file"), "{refused:?}");
    std::os::unix::fs::symlink("/dev/zero", site.path().join("feedwright.toml")).unwrap();
    let refused = site.feedwright(["list"]).exits(2);
    assert!(refused.stderr.contains("feedwright.toml: it is not a regular file"), "{refused:?}");
}

#[test]
fn output_lies_in_the_site_or_its_work_tree() {
    let site = TestSite::new(&[
        ("docs/_config.yml", "url: https://e.example\ndestination: ../public\n"),
        ("docs/_posts/2024-01-02-a.md", "---\ntitle: A\n---\nText.\n"),
    ]);
    let refused = site.feedwright(["build", "docs"]).exits(2);
    assert!(refused.stderr.contains("the configuration's output folder is outside of "), "{refused:?}");
    assert!(!site.path().join("public").exists());
    site.feedwright(["build", "docs", "--output", "public"]).exits(0);
    // In one work tree, a folder beside the site is its own.
    site.write(".git/HEAD", "ref: refs/heads/main\n");
    site.feedwright(["build", "docs"]).exits(0);
    site.write("docs/_config.yml", "url: https://e.example\ndestination: ../a/../../elsewhere\n");
    site.feedwright(["build", "docs"]).exits(2);
}

#[test]
fn many_categories_take_linear_time() {
    let site = site();
    let names: Vec<String> = (0..30_000).map(|number| format!("c{number}")).collect();
    let post = format!("---\ntitle: B\ncategories: [{}]\n---\nText.\n", names.join(", "));
    site.write("_posts/2024-01-03-b.md", &post);
    let start = Instant::now();
    site.feedwright(["list"]).exits(0);
    // It took eight seconds, of a debug build, while each was compared with all others.
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[test]
fn suggestions_take_linear_time() {
    let site = site();
    for post in 0..1000 {
        let links: String = (0..10).map(|link| format!("[x](/news/item-{post}-{link}/)\n\n")).collect();
        site.write(&format!("_posts/2024-01-03-b-{post}.md"), &format!("---\ntitle: B{post}\n---\n{links}"));
    }
    let headings: String = (0..4000).map(|n| format!("# h{n}\n\n[x](#h{n}) [y](#g{n})\n\n")).collect();
    site.write("_posts/2024-01-03-c.md", &format!("---\ntitle: C\n---\n{headings}"));
    let start = Instant::now();
    // All lead into one folder: a single warning.
    site.feedwright(["lint", "--only", "dead-link", "--only", "dead-fragment"]).exits(0);
    // It took more than a minute, of a debug build, while each link was compared with all URLs.
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
}

#[test]
fn long_lines_and_many_marks_take_linear_time() {
    let site = site();
    let head = "---\ntitle: B\n---\n";
    site.write("_posts/2024-01-03-b.md", &format!("{head}{}\n", "[a](/b/) ".repeat(20_000)));
    site.write("pages/c.html", &format!("{head}{}", "<<<<<<< a\n".repeat(20_000)));
    let terms = "class P < Jekyll::Page\nend\nclass G < Jekyll::Generator\n  def generate(site)\n    dir = 'topics'\n    \
                 site.tags.each_key { |tag| site.pages << P.new(site, dir, Jekyll::Utils.slugify(tag)) }\n  end\nend\n";
    site.write("_plugins/p.rb", terms);
    let tags: Vec<String> = (0..3000).map(|number| format!("T {number}")).collect();
    let links: String = (0..3000).map(|number| format!("[t](/topics/t-{number}/)\n\n")).collect();
    site.write(
        "_posts/2024-01-03-d.md",
        &format!("---\ntitle: D\ntags: [{}]\n---\n{links}", tags.join(", ")),
    );
    let start = Instant::now();
    let rules =
        ["lint", "--only", "broken-link-syntax", "--only", "conflict-marker", "--only", "dead-fragment"];
    site.feedwright(rules).exits(1);
    // The marks of conflicts alone took 23 seconds, of a debug build, while each looked through the whole file.
    assert!(start.elapsed() < Duration::from_secs(6), "{:?}", start.elapsed());
}

#[test]
fn long_chains_of_includes_are_linted() {
    let site = site();
    let next = |name: String| format!("{{% if false %}}{{% include {name} %}}{{% endif %}}\n");
    let mut files = vec![
        ("_config.yml".to_owned(), "url: https://e.example\n".to_owned()),
        ("_layouts/l.html".to_owned(), next("f0.html".to_owned())),
        ("a.md".to_owned(), format!("---\ntitle: A\nlayout: l\n---\n{}", next("f0.html".to_owned()))),
        ("_includes/f20000.html".to_owned(), "<a href=\"/nowhere/\">a</a>\n".to_owned()),
    ];
    files.extend((0..20_000).map(|at| (format!("_includes/f{at}.html"), next(format!("f{}.html", at + 1)))));
    for (path, text) in &files {
        site.write(path, text);
    }
    let lint = site.feedwright(["lint", "--only", "dead-link", "--format", "concise"]).exits(1);
    assert!(lint.stdout.contains("_includes/f20000.html:1:10"), "{lint:?}");
}

//! What the linter advises: hints of rules' pages, groups of rules, fixes and suggestions.

use feedwright::lint::rule::Check;
use feedwright::lint::{check_config, rules};
use feedwright::site::config::Config;
use feedwright::text::source::SourceFile;

use crate::cli::{TestSite, feedwright, run};

const CONFIG: (&str, &str) = ("_config.yml", "url: https://www.wherry-os.example\ntime: 2024-12-31\n");

fn post(body: &str) -> String {
    format!("---\ntitle: Berths\n---\n{body}\n")
}

#[test]
fn explain_advises_what_works_for_the_kind_of_rule() {
    for rule in rules::all() {
        let page = run(&mut feedwright(["explain", rule.name])).exits(0).stdout;
        let hints = page.split("## To silence it\n").nth(1).unwrap();
        let hints: Vec<&str> = hints.split('`').skip(1).step_by(2).collect();
        let (setting, comments) =
            hints.split_last().map(|_| (hints[hints.len() - 3], &hints[..hints.len() - 3])).unwrap();
        let toml = format!("[lint.rules]\n{setting}\n");
        check_config(&Config::parse(&SourceFile::new("feedwright.toml", toml.as_str())).unwrap()).unwrap();
        if matches!(rule.check, Check::Feed) {
            assert!(comments.is_empty(), "{page}");
            continue;
        }
        assert!(!comments.is_empty() || WITHOUT_COMMENT.contains(&rule.name), "{page}");
        let site = TestSite::new(&[(
            "_config.yml",
            "title: Wherry OS\nurl: https://www.wherry-os.example\ntime: 2024-12-31\n",
        )]);
        let own = |line: &&str| line.contains(&format!(" {}: ", rule.name));
        let found = |flags: &[&str]| {
            for example in rule.page.around.iter().chain(rule.page.bad) {
                if !site.path().join(example.path).exists() || example.path == "_config.yml" {
                    site.write(example.path, example.text);
                }
            }
            let mut command = feedwright(["lint", "--exit-zero", "--quiet", "--format", "concise"]);
            run(command.args(flags).current_dir(site.path())).exits(0).stdout
        };
        let both = format!("{},unused-suppression", rule.name);
        let flags = if matches!(rule.check, Check::Findings) { vec![] } else { vec!["--only", &*both] };
        let before = found(&flags);
        for comment in comments {
            let mut places = before.lines().filter(own).map(|line| {
                let mut parts = line.split(':');
                (parts.next().unwrap(), parts.next().unwrap().parse::<usize>().unwrap())
            });
            let works = places.any(|(path, line)| {
                let text = site.read(path);
                let mut lines: Vec<&str> = text.lines().collect();
                let at = if comment.contains("next-line") {
                    line - 1
                } else if comment.starts_with('<') {
                    lines.len()
                } else {
                    1
                };
                lines.insert(at, comment);
                site.write(path, &(lines.join("\n") + "\n"));
                let after = found(&flags);
                site.write(path, &text);
                let unused =
                    |said: &str| said.lines().filter(|line| line.contains(" unused-suppression: ")).count();
                let fewer = after.lines().filter(own).count() < before.lines().filter(own).count();
                fewer && unused(&after) <= unused(&before)
            });
            assert!(works, "{}: `{comment}` does not work\n{before}", rule.name);
        }
        site.write("feedwright.toml", &toml);
        assert_eq!(found(&[]).lines().filter(own).count(), 0, "{setting}");
    }
}

/// The rules that find something only in files without comments of ours.
const WITHOUT_COMMENT: [&str; 2] = ["malformed-data-file", "undiscoverable-feed"];

#[test]
fn rejects_unknown_rules_of_the_configuration_in_all_commands() {
    let site = TestSite::new(&[CONFIG, ("feedwright.toml", "[lint.rules]\ndead-lnk = \"off\"\n")]);
    site.write("_posts/2024-01-02-a.md", &post("Text."));
    for command in [&["list"][..], &["build", "--check"], &["why", "_posts/2024-01-02-a.md"]] {
        let said = run(feedwright([]).args(command).current_dir(site.path()));
        let said = said.exits(2);
        assert!(said.stderr.contains("feedwright.toml:2:"), "{said:?}");
        assert!(said.stderr.contains("did you mean `dead-link`?"), "{said:?}");
    }
    site.feedwright(["lint"]).exits(2);
    site.write("feedwright.toml", "[lint.rules]\ndead-link = { levle = \"off\" }\n");
    let said = site.feedwright(["list"]).exits(2);
    assert!(said.stderr.contains("feedwright.toml:2:"), "{said:?}");
}

#[test]
fn selects_rules_by_group() {
    let site = TestSite::new(&[CONFIG]);
    site.write("_posts/2024-01-02-a.md", &post("[a](/nothing/) [#12](https://github.com/o/r/issues/13)"));
    site.write("_posts/2024-01-03-b.md", "---\ntitle: Berths\n---\nText.\n");
    let found = |arguments: &[&str]| {
        let mut command = feedwright(["lint", "--exit-zero", "--format", "concise"]);
        let said = run(command.args(arguments).current_dir(site.path())).exits(0).stdout;
        ["dead-link", "mismatched-issue-ref", "duplicate-title"].map(|rule| said.contains(rule))
    };
    assert_eq!(found(&[]), [true, true, true]);
    for (group, of_group) in [
        ("feed", [false, false, false]),
        ("feed/*", [false, false, false]),
        ("post", [true, true, false]),
        ("site", [false, false, true]),
        ("issue-ref", [false, true, false]),
    ] {
        assert_eq!(found(&["--only", group]), of_group, "{group}");
        let others = of_group.map(|is_in_group| !is_in_group);
        assert_eq!(found(&["--skip", group]), others, "{group}");
        site.write("feedwright.toml", &format!("[lint.rules]\n\"{group}\" = \"off\"\n"));
        assert_eq!(found(&[]), others, "{group}");
        let row = format!("[[lint.per-file]]\npaths = [\"**\"]\ndisable = [\"{group}\"]\n");
        site.write("feedwright.toml", &row);
        assert_eq!(found(&[]), others, "{group}");
        site.write("feedwright.toml", "");
    }
    // A rule's own setting is stronger than its group's, and a smaller group's than a larger one's.
    let rules = "[lint.rules]\npost = \"off\"\nissue-ref = \"error\"\n\"dead-link\" = \"error\"\n";
    site.write("feedwright.toml", rules);
    assert_eq!(found(&[]), [true, true, true]);
    for wrong in
        ["post = \"of\"", "post = { level = \"off\" }", "posts = \"off\"", "\"site/dead-link\" = \"off\""]
    {
        site.write("feedwright.toml", &format!("[lint.rules]\n{wrong}\n"));
        let said = site.feedwright(["lint"]).exits(2);
        assert!(said.stderr.contains("feedwright.toml:2:"), "{said:?}");
    }
    site.write("feedwright.toml", "");
    assert!(site.feedwright(["lint", "--only", "posts"]).exits(2).stderr.contains("did you mean `post`?"));
}

#[test]
fn reports_misspelt_directives() {
    let site = TestSite::new(&[CONFIG]);
    for (comment, meant) in MISSPELT {
        let text = post(&format!("<!-- {comment} dead-link: soon -->\n[a](/nothing/)"));
        site.write("_posts/2024-01-02-a.md", &text);
        let said = site.feedwright(["lint", "--format", "concise"]).exits(1);
        let finding =
            format!("2024-01-02-a.md:4:6: warning unused-suppression: `{comment}` is not a directive");
        assert!(said.stdout.contains(&finding), "{comment}: {said:?}");
        site.feedwright(["lint", "--unsafe-fixes", "--exit-zero"]).exits(0);
        assert_eq!(site.read("_posts/2024-01-02-a.md"), text.replace(comment, meant));
    }
    site.write("_posts/2024-01-02-a.md", "---\ntitle: a # feedwright-ignore\n---\nText.\n");
    assert!(site.feedwright(["lint"]).exits(0).stdout.contains("is not a directive"));
    for prose in ["feedwright builds the feed", "feedwright: enabled here", "feedwright", "feedwright-feeds"]
    {
        site.write(
            "_posts/2024-01-02-a.md",
            &post(&format!("<!-- {prose} -->\n`<!-- feedwright-ignore -->`")),
        );
        assert_eq!(site.feedwright(["lint", "--format", "concise"]).exits(0).stdout, "", "{prose}");
    }
}

/// Misspelt directives, and what they are corrected to.
const MISSPELT: [(&str, &str); 6] = [
    ("feedwright disable-next-line", "feedwright-disable-next-line"),
    ("feedwright-ignore", "feedwright-disable-next-line"),
    ("feedwright_disable", "feedwright-disable"),
    ("feedwright: disable-file", "feedwright-disable-file"),
    ("feedwright-disable-nextline", "feedwright-disable-next-line"),
    ("feedwright-dissable-file", "feedwright-disable-file"),
];

#[test]
fn never_follows_a_contested_redirect() {
    let page =
        |name: &str| format!("---\ntitle: {name}\npermalink: /{name}/\nredirect_from: /old/\n---\nHere.\n");
    let from = page("post").replace("permalink: /post/\n", "");
    for (one, other) in [("a.md", page("a")), ("_posts/2024-01-03-b.md", from)] {
        let site = TestSite::new(&[CONFIG]);
        site.write(one, &other);
        site.write("c.md", &page("c"));
        let text = post("See [them](/old/).");
        site.write("_posts/2024-01-02-a.md", &text);
        site.feedwright(["lint", "--fix"]).exits(0);
        assert_eq!(site.read("_posts/2024-01-02-a.md"), text);
        let said = site.feedwright(["lint", "--only", "redirected-link", "--format", "concise"]).exits(0);
        assert!(said.stdout.contains("that several files claim"), "{said:?}");
    }
    // One page that names a place twice is the only one that claims it.
    let site = TestSite::new(&[CONFIG]);
    site.write("a.md", "---\ntitle: A\npermalink: /a/\nredirect_from: [/old/, /old]\n---\nHere.\n");
    site.write("_posts/2024-01-02-a.md", &post("See [them](/old/)."));
    site.feedwright(["lint", "--fix"]).exits(0);
    assert_eq!(site.read("_posts/2024-01-02-a.md"), post("See [them](/a/)."));
}

#[test]
fn fixes_keep_two_pages_apart_that_differ_in_a_slash() {
    let site = TestSite::new(&[CONFIG]);
    site.write("a.md", "---\ntitle: A\npermalink: /berth/\n---\nA.\n");
    site.write("b.md", "---\ntitle: B\npermalink: /quay/\nredirect_from: /berth\n---\nB.\n");
    let text = post("See [them](/berth) and [those](https://www.wherry-os.example//berth/).");
    site.write("_posts/2024-01-02-a.md", &text);
    site.feedwright(["lint", "--fix", "--exit-zero"]).exits(0);
    // `/berth` is the redirect's place, and `/berth/` the page's.
    assert_eq!(site.read("_posts/2024-01-02-a.md"), text.replace("(/berth)", "(/quay/)"));
}

const FEED: &str = "<rss version=\"2.0\"><channel><title>x</title></channel></rss>";

#[test]
fn checks_the_feeds_of_a_folder_in_a_site() {
    let site = TestSite::new(&[CONFIG]);
    site.write("_posts/2024-01-02-a.md", &post("Text."));
    for folder in ["_site", "public"] {
        site.write(&format!("{folder}/feed.xml"), FEED);
        site.write(&format!("{folder}/a.html"), "<p>Text.</p>");
        site.write(&format!("{folder}/a.md"), "Text.");
        let said = site.feedwright(["lint", folder, "--format", "concise"]).exits(1);
        assert!(said.stdout.starts_with(&format!("{folder}/feed.xml:1:")), "{said:?}");
        site.write("feedwright.toml", "[lint.rules]\nfeed = \"off\"\n");
        site.feedwright(["lint", folder]).exits(0);
        site.write("feedwright.toml", "");
    }
    // Where posts or pages have their sources, those are what is checked.
    site.write("docs/feed.xml", FEED);
    site.write("docs/a.md", "---\ntitle: A\n---\n[a](/nothing/)\n");
    assert!(site.feedwright(["lint", "docs"]).exits(1).stdout.contains("dead-link"));
}

#[test]
fn fails_where_the_paths_hold_nothing_to_check() {
    let site = TestSite::new(&[CONFIG, ("img/a.css", "a {}\n")]);
    site.feedwright(["lint"]).exits(0);
    site.write("_posts/2024-01-02-a.md", &post("Text."));
    for path in ["img", "img/a.css"] {
        let said = site.feedwright(["lint", path]).exits(2);
        assert!(said.stdout.contains("nothing was checked"), "{said:?}");
        let said = site.feedwright(["lint", "--quiet", path]).exits(2);
        assert!(said.stderr.contains("nothing was checked"), "{said:?}");
    }
    site.feedwright(["lint", "_posts"]).exits(0);
}

//! `feedwright lint` as people run it: exit codes, formats, fixes, baselines, suppressions, only what changed.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::cli::{TestSite, feedwright, left_out};

const CONFIG: (&str, &str) =
    ("_config.yml", "url: https://www.wherry-os.example\ntime: 2024-12-31\npermalink: pretty\n");
const GOOD: (&str, &str) = ("_posts/2024-01-01-good.md", "---\ntitle: Good\n---\nSee [this](/about/).\n");
const ABOUT: (&str, &str) = ("about.md", "---\ntitle: About\npermalink: /about/\n---\nWe.\n");

fn bad(link: &str) -> String {
    format!("---\ntitle: To {link}\n---\nSee [that]({link}).\n")
}

#[test]
fn the_exit_code_tells_clean_from_faulty_from_impossible() {
    let site = TestSite::new(&[CONFIG, GOOD, ABOUT]);
    site.feedwright(["lint"]).exits(0);
    site.write("_posts/2024-01-02-bad.md", &bad("/gone/"));
    let said = site.feedwright(["lint", "--format", "concise"]).exits(1);
    assert_eq!(
        said.stdout,
        "_posts/2024-01-02-bad.md:4:12: error dead-link: `/gone/` leads nowhere: the site has no page, post or file there\n"
    );
    site.feedwright(["lint", "--exit-zero"]).exits(0);
    site.feedwright(["lint", "--skip", "dead-link"]).exits(0);
    let said = site.feedwright(["lint", "--only", "dead-lnk"]).exits(2);
    assert!(said.stderr.contains("did you mean `dead-link`?"), "{}", said.stderr);
    let said = site.feedwright(["lint", "--format", "jason"]).exits(2);
    assert!(said.stderr.contains("did you mean `json`?"), "{}", said.stderr);
}

#[test]
fn machines_get_nothing_but_their_format() {
    let site = TestSite::new(&[CONFIG, ABOUT]);
    site.write("_posts/2024-01-02-bad.md", &bad("/gone/"));
    let said = site.feedwright(["lint", "--format", "json", "--format", "sarif=lint.sarif"]).exits(1);
    let json: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["diagnostics"][0]["path"], "_posts/2024-01-02-bad.md");
    assert_eq!(json["summary"]["errors"], 1);
    let sarif: serde_json::Value = serde_json::from_str(&site.read("lint.sarif")).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "dead-link");
}

#[test]
fn files_are_named_as_they_were_given() {
    let site = TestSite::new(&[CONFIG, GOOD, ABOUT]);
    site.write("_posts/2024-01-02-bad.md", &bad("/gone-too/"));
    site.write("_posts/2024-01-03-bad.md", &bad("/gone/"));
    let said = site.feedwright(["lint", "./_posts/2024-01-03-bad.md", "--format", "concise"]).exits(1);
    assert!(said.stdout.starts_with("_posts/2024-01-03-bad.md:4:12: "), "{}", said.stdout);
    assert_eq!(said.stdout.lines().count(), 1);
    site.feedwright(["lint", "_posts/2024-01-01-good.md"]).exits(0);
    site.feedwright(["lint", "_posts/none.md"]).exits(2);
}

#[test]
fn a_fix_is_shown_and_then_made() {
    let site = TestSite::new(&[CONFIG, ABOUT]);
    let text = bad("http://github.com/wherry-os/issues/issues/1");
    let path = "_posts/2024-01-02-bad.md";
    site.write(path, &text);
    #[cfg(feature = "fix-diff")]
    {
        let said = site.feedwright(["lint", "--diff"]).exits(1);
        assert!(
            said.stdout.contains("+See [that](https://github.com/wherry-os/issues/issues/1)."),
            "{}",
            said.stdout
        );
        assert_eq!(site.read(path), text);
    }
    site.feedwright(["lint", "--fix"]).exits(0);
    assert_eq!(site.read(path), text.replace("(http:", "(https:"));
    #[cfg(feature = "fix-diff")]
    site.feedwright(["lint", "--diff"]).exits(0);
}

#[cfg(not(feature = "fix-diff"))]
#[test]
fn diff_is_an_error_without_its_feature() {
    let run = TestSite::new(&[CONFIG, ABOUT]).feedwright(["lint", "--diff"]).exits(2);
    assert!(run.stderr.starts_with("error: `--diff` needs the feature `fix-diff`"), "{}", run.stderr);
}

#[test]
fn a_redirect_is_followed_to_its_end() {
    let config = (
        "_config.yml",
        "url: https://www.wherry-os.example\ntime: 2024-12-31\nplugins: [jekyll-redirect-from]\n",
    );
    let site = TestSite::new(&[config, ABOUT]);
    site.write(
        "old.md",
        "---\ntitle: Old\nredirect_from: /older/\npermalink: /old/\nredirect_to: /about/\n---\n",
    );
    site.write(
        "out.md",
        "---\ntitle: Out\nredirect_from: /outer/\npermalink: /out/\nredirect_to: https://e.example/\n---\n",
    );
    site.write("round.md", "---\ntitle: Round\npermalink: /round/\nredirect_to: /square/\n---\n");
    site.write("square.md", "---\ntitle: Square\npermalink: /square/\nredirect_to: /round/\n---\n");
    site.write(
        "_posts/2024-01-01-links.md",
        "---\ntitle: Links\n---\n[a](/older/#x) [b](/outer/)\n\n[c](/round/)\n",
    );
    let said = site.feedwright(["lint", "--only", "redirected-link", "--format", "concise"]).exits(0).stdout;
    assert!(said.contains("`/older/#x` is redirected to `/about/#x`"), "{said}");
    assert!(said.contains("`/outer/` is redirected to `https://e.example/`"), "{said}");
    assert!(!said.contains("`/round/`"), "{said}");
    site.feedwright(["lint", "--only", "redirected-link", "--fix"]).exits(0);
    assert!(site.read("_posts/2024-01-01-links.md").contains("[a](/about/#x) [b](/outer/)"));
}

#[test]
fn a_baseline_holds_what_is_known_and_shrinks() {
    let site = TestSite::new(&[CONFIG, ABOUT]);
    site.write("_posts/2024-01-02-bad.md", &bad("/gone/"));
    site.write("_posts/2024-01-03-bad.md", &bad("/gone-too/"));
    site.feedwright(["lint", "--write-baseline", "lint.json"]).exits(0);
    site.feedwright(["lint", "--baseline", "lint.json"]).exits(0);
    site.write("_posts/2024-01-03-bad.md", &bad("/about/"));
    site.feedwright(["lint", "--baseline", "lint.json"]).exits(0);
    assert!(!site.read("lint.json").contains("gone-too"));
    site.write("_posts/2024-01-04-new.md", &bad("/new/"));
    let said = site.feedwright(["lint", "--baseline", "lint.json", "--format", "concise"]).exits(1);
    assert_eq!(said.stdout.lines().count(), 1);
}

#[test]
fn suppressions_silence_and_unused_ones_are_found() {
    let site = TestSite::new(&[CONFIG, ABOUT]);
    let comment = "<!-- feedwright-disable-next-line dead-link: it comes back -->\n";
    let path = "_posts/2024-01-02-bad.md";
    site.write(path, &bad("/gone/").replace("See", &format!("{comment}See")));
    site.feedwright(["lint"]).exits(0);
    site.write(path, &bad("/about/").replace("See", &format!("{comment}See")));
    let said = site.feedwright(["lint", "--format", "concise"]).exits(0);
    assert!(said.stdout.contains("unused-suppression"), "{}", said.stdout);
    site.feedwright(["lint", "--fix"]).exits(0);
    assert_eq!(site.read(path), bad("/about/"));
    site.write(path, &bad("/gone/").replace("title", "feedwright-disable: [dead-link]\ntitle"));
    site.feedwright(["lint"]).exits(0);
    site.write(path, &bad("/gone/"));
    site.write("feedwright.toml", "[[lint.per-file]]\npaths = [\"_posts/*\"]\ndisable = [\"dead-link\"]\n");
    site.feedwright(["lint"]).exits(0);
}

#[test]
fn levels_and_options_come_from_the_configuration() {
    let site = TestSite::new(&[CONFIG, ABOUT]);
    site.write("_posts/2024-01-02-bad.md", &bad("/gone/"));
    site.write("feedwright.toml", "[lint.rules]\ndead-link = \"warning\"\n");
    site.feedwright(["lint"]).exits(0);
    site.feedwright(["lint", "--max-warnings", "0"]).exits(1);
    site.write("feedwright.toml", "[lint.rules]\ndead-lnk = \"off\"\n");
    site.feedwright(["lint"]).exits(2);
    site.write("feedwright.toml", "[lint.rules]\nunknown-category = { level = \"error\", nown = [\"a\"] }\n");
    let said = site.feedwright(["lint"]).exits(2);
    assert!(said.stderr.contains("did you mean `known`?"), "{}", said.stderr);
}

#[test]
fn lints_an_unsaved_buffer() {
    let site = TestSite::new(&[CONFIG, GOOD, ABOUT]);
    let mut command =
        feedwright(["lint", "-", "--stdin-path", "_posts/2024-01-01-good.md", "--format", "concise"]);
    let mut child = command
        .current_dir(site.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(bad("/gone/").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&output.stdout)
            .starts_with("_posts/2024-01-01-good.md:4:12: error dead-link")
    );
}

#[test]
fn only_what_a_change_did_is_shown() {
    let site = TestSite::new(&[CONFIG, GOOD, ABOUT]);
    site.write("_posts/2024-01-02-bad.md", &bad("/gone/"));
    let git = |arguments: &[&str]| {
        let settings = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "init.defaultBranch=main"];
        Command::new("git").current_dir(site.path()).args(settings).args(arguments).output()
    };
    // Without git there is nothing to test.
    if git(&["init", "-q"]).is_err() {
        left_out("lint --changed: no git");
        return;
    }
    git(&["add", "-A"]).unwrap();
    git(&["commit", "-q", "-m", "first"]).unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    let lint = |flag: &str| {
        let mut command = feedwright(["lint", flag, "--format", "concise"]);
        crate::cli::run(command.current_dir(site.path()).env("PATH", &path))
    };
    assert_eq!(lint("--changed").exits(0).stdout, "");
    fs::rename(site.path().join("about.md"), site.path().join("us.md")).unwrap();
    site.write("us.md", "---\ntitle: About\npermalink: /us/\n---\nWe.\n");
    let said = lint("--changed").exits(1);
    assert!(
        said.stdout.starts_with("_posts/2024-01-01-good.md:4:12: error dead-link: `/about/`"),
        "{}",
        said.stdout
    );
    assert_eq!(said.stdout.lines().count(), 1);
    assert_eq!(lint("--staged").exits(0).stdout, "");
    git(&["add", "-A"]).unwrap();
    assert_eq!(lint("--staged").exits(1).stdout.lines().count(), 1);
}

#[test]
fn the_built_site_is_the_judge_where_there_is_one() {
    let site = TestSite::new(&[CONFIG, ABOUT]);
    site.write("_posts/2024-01-02-bad.md", &bad("/made/#there"));
    site.feedwright(["lint"]).exits(1);
    site.write("_site/made/index.html", "<h2 id=\"there\">There</h2>");
    site.feedwright(["lint", "--built", "_site"]).exits(0);
    site.feedwright(["lint", "--built", "nowhere"]).exits(2);
}

#[cfg(unix)]
#[test]
fn a_report_into_a_device_or_through_a_link_leaves_it_there() {
    let site =
        TestSite::new(&[("_posts/2024-01-01-a.md", "---\ntitle: A\n---\nText.\n"), ("report.json", "")]);
    std::os::unix::fs::symlink("/dev/stdout", site.path().join("device")).unwrap();
    std::os::unix::fs::symlink("report.json", site.path().join("link")).unwrap();
    let said =
        site.feedwright(["lint", "--quiet", "--format", "json=device", "--format", "json=link"]).exits(0);
    assert!(said.stdout.contains("\"diagnostics\""), "{}", said.stdout);
    assert_eq!(site.read("report.json"), said.stdout);
    for link in ["device", "link"] {
        assert!(site.path().join(link).is_symlink(), "{link}");
    }
}

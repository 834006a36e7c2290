//! Switches and names that people know from other programs: colors, files for output, `check`, `validate`, `--select`.

use crate::cli::{TestSite, feedwright, run};

const POST: &str = "---\ntitle: A\n---\n\nSee [b](/gone/).\n";

fn site() -> TestSite {
    TestSite::new(&[("_config.yml", "url: https://e.example\n"), ("_posts/2024-01-01-a.md", POST)])
}

/// What `lint` prints with these words and variables: whether the report, and the error of a wrong argument, are in color.
fn colors(arguments: [&str; 2], variables: &[(&str, &str)]) -> (bool, bool) {
    let site = site();
    let mut lint = feedwright(["lint", arguments[0], arguments[1]]);
    let mut wrong = feedwright(["lint", "--nonsense", arguments[0], arguments[1]]);
    let [lint, wrong] = [&mut lint, &mut wrong]
        .map(|command| run(command.envs(variables.iter().copied()).current_dir(site.path())));
    assert_eq!((lint.code, wrong.code), (1, 2), "{lint:?} {wrong:?}");
    (lint.stdout.contains('\u{1b}'), wrong.stderr.contains('\u{1b}'))
}

#[test]
fn color_is_asked_for_by_option_and_environment() {
    let [auto, always, never] = ["auto", "always", "never"].map(|when| ["--color", when]);
    let on = [
        (always, &[][..]),
        (always, &[("NO_COLOR", "1")]),
        (auto, &[("FORCE_COLOR", "1")]),
        (auto, &[("FORCE_COLOR", "3"), ("CLICOLOR", "0")]),
        (auto, &[("CLICOLOR_FORCE", "1")]),
        (auto, &[("FORCE_COLOR", "1"), ("NO_COLOR", "")]),
    ];
    let off = [
        (auto, &[][..]),
        (never, &[("FORCE_COLOR", "1")]),
        (never, &[("CLICOLOR_FORCE", "1")]),
        (auto, &[("NO_COLOR", "1"), ("FORCE_COLOR", "1")]),
        (auto, &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")]),
        (auto, &[("FORCE_COLOR", "0"), ("CLICOLOR_FORCE", "1")]),
        (auto, &[("FORCE_COLOR", "")]),
        (auto, &[("CLICOLOR_FORCE", "0")]),
    ];
    for (arguments, variables) in on {
        assert_eq!(colors(arguments, variables), (true, true), "{arguments:?} {variables:?}");
    }
    for (arguments, variables) in off {
        assert_eq!(colors(arguments, variables), (false, false), "{arguments:?} {variables:?}");
    }
}

#[test]
fn names_of_other_programs_mean_ours() {
    let site = site();
    let plain = site.feedwright(["lint", "--only", "dead-link", "--format", "concise"]).exits(1).stdout;
    assert!(plain.contains("dead-link"), "{plain}");
    let other = site.feedwright(["check", "--select", "dead-link", "--output-format", "concise"]).exits(1);
    assert_eq!(other.stdout, plain);
    let skipped = site.feedwright(["lint", "--skip", "dead-link", "--format", "concise"]).exits(0);
    let other = site.feedwright(["check", "--ignore", "dead-link", "--output-format", "concise"]).exits(0);
    assert_eq!(other.stdout, skipped.stdout);
    let other = site.feedwright(["build", "--dry-run"]).exits(1);
    assert_eq!(other.stdout, "_site/feed.xml: not written yet\n");
    let feed = site.feedwright(["feed", "--output", "feed.xml"]).exits(0);
    assert_eq!(feed.stdout, "");
    site.feedwright(["feed", "--output-file", "rss/feed.xml", "--output-format", "rss"]).exits(0);
    assert!(site.read("rss/feed.xml").contains("<rss "));
    for arguments in
        [["diff", "feed.xml", "feed.xml"], ["list", ".", "--drafts"], ["rules", "-q", "--color=auto"]]
    {
        let [command, first, second] = arguments;
        let plain = site.feedwright([command, first, second, "--format", "json"]).exits(0).stdout;
        let other = site.feedwright([command, first, second, "--output-format", "json"]).exits(0);
        assert_eq!(other.stdout, plain, "{arguments:?}");
    }
    let help = site.feedwright(["--help"]).exits(0).stdout;
    assert!(!help.contains("\n  validate") && !help.contains("\n  check"), "{help}");
    #[cfg(feature = "completions")]
    for shell in ["bash", "zsh", "fish"] {
        let script = site.feedwright(["completions", shell]).exits(0).stdout;
        let hidden = ["subcommand validate", "subcmd__validate", "(validate)"];
        assert!(!hidden.iter().any(|hidden| script.contains(hidden)) && script.contains("unsafe-fixes"));
        assert!(script.contains("color"));
    }
}

#[test]
fn validate_reads_feeds_of_a_site_a_folder_or_by_name() {
    let site = site();
    site.feedwright(["build"]).exits(0);
    site.write("_site/bad.xml", "<rss version=\"2.0\"><channel><title>A</title></channel></rss>\n");
    let lint = site.feedwright(["lint", "--feeds", "--format", "concise"]).exits(1);
    for arguments in [
        ["validate", "--format", "concise"],
        ["validate", ".", "--format=concise"],
        ["validate", "_site", "--format=concise"],
        ["validate", "_site/bad.xml", "--format=concise"],
    ] {
        let validate = site.feedwright(arguments).exits(1);
        let rows = |text: &str| {
            let rows = text.lines().filter(|line| line.contains("bad.xml"));
            rows.map(|line| line.trim_start_matches("./").to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(rows(&validate.stdout), rows(&lint.stdout), "{arguments:?}");
        assert!(!rows(&validate.stdout).is_empty());
    }
    let said = site.feedwright(["validate", "--fix"]).exits(2);
    assert!(said.stderr.contains("`validate` is `lint --feeds`"), "{}", said.stderr);
    let said = site.feedwright(["validate", "_site/gone.xml"]).exits(2);
    assert_eq!(said.stderr, "error: _site/gone.xml: no such file or folder\n");
    let said = site.feedwright(["validate", "_posts/2024-01-01-a.md"]).exits(2);
    assert!(
        said.stderr.contains("`--feeds` takes the folder of a site, or files that are feeds"),
        "{}",
        said.stderr
    );
}

#[test]
fn named_feeds_leave_the_baseline_of_the_others() {
    let site = site();
    let bad = "<rss version=\"2.0\"><channel><title>A</title></channel></rss>\n";
    site.write("_site/a.xml", bad);
    site.write("_site/b.xml", bad);
    site.feedwright(["lint", "--feeds", "--write-baseline", "feeds.json"]).exits(0);
    let before = site.read("feeds.json");
    site.feedwright(["lint", "--feeds", "_site/a.xml", "--exit-zero", "--baseline", "feeds.json"]).exits(0);
    assert_eq!(site.read("feeds.json"), before);
}

#[test]
fn the_report_goes_to_a_file() {
    let site = site();
    let to_terminal = site.feedwright(["lint", "--format", "json"]).exits(1).stdout;
    let run = site.feedwright(["lint", "--format", "json", "--output-file", "lint.json"]).exits(1);
    assert_eq!((run.stdout.as_str(), site.read("lint.json")), ("", to_terminal));
    let two = ["lint", "--format", "sarif=a.sarif", "--format", "concise", "-o", "a.txt", "--color=always"];
    site.feedwright(two).exits(1);
    assert!(site.read("a.txt").contains("dead-link") && site.read("a.sarif").contains("dead-link"));
    site.feedwright(["lint", "-o", "text.txt", "--color=always"]).exits(1);
    assert!(site.read("text.txt").starts_with("error[dead-link]"), "{}", site.read("text.txt"));
    let shown = site.feedwright(["lint", "--format", "concise", "-o", "-"]).exits(1);
    assert!(shown.stdout.contains("dead-link") && !site.path().join("-").exists(), "{shown:?}");
    let twice = [
        ["--format=json=a.json", "--format=sarif=./a.json", "--all"],
        ["--format=json", "--output-file=base.json", "--write-baseline=base.json"],
        ["--all", "--output-file=_posts/../base.json", "--baseline=base.json"],
    ];
    for [first, second, third] in twice {
        let said = site.feedwright(["lint", first, second, third]).exits(2);
        assert!(said.stderr.contains("two of the files to write have this name"), "{}", said.stderr);
    }
    assert!(!site.path().join("a.json").exists());
    let said = site.feedwright(["lint", "--format", "json=a.json", "-o", "b.json"]).exits(2);
    assert!(said.stderr.contains("`--output-file` is for a format without a file"), "{}", said.stderr);
}

#[test]
fn statistics_are_printed_with_quiet() {
    let run = site().feedwright(["lint", "--quiet", "--statistics"]).exits(1);
    assert_eq!(run.stderr, "note:     1 dead-link\n");
}

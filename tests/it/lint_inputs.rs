//! Small inputs, each a site of its own, and what the linter finds in each: `fixtures/lint-inputs/*.txt`.
//!
//! An input begins after a line `===`, perhaps with ` @ path` and a name; a further file of the same site begins after
//! `--- file path`; a file that is neither Markdown nor HTML, or that `--- bare path` begins, gets no front matter. Lines that begin with `=> ` are what is found: level, rule, place, message, help, and the text that
//! a fix writes. `SNAPSHOTS=overwrite cargo test` writes them anew.

use std::fmt::Write as _;
use std::fs;

use feedwright::lint::report::Report;
use feedwright::lint::{Choice, KnownSites, Selection, lint, lint_twice};
use feedwright::site::load::{LoadOptions, load_whole};
use feedwright::site::tree::{MemoryTree, Tree as _};
use feedwright::text::diagnostic::{Level, Safety};

use crate::cli::{TestSite, feedwright, run};
use crate::golden;

#[cfg_attr(not(feature = "generators"), ignore = "inputs of each generator")]
#[test]
fn findings_in_small_inputs() {
    let mut names: Vec<String> = fs::read_dir("fixtures/lint-inputs")
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    for name in names {
        let text = fs::read_to_string(format!("fixtures/lint-inputs/{name}")).unwrap();
        let lines = text.lines().filter(|line| !line.starts_with("=> "));
        let inputs: String = lines.map(|line| format!("{line}\n")).collect();
        let (head, rest) = inputs.split_once("===").unwrap_or((&inputs, ""));
        let mut actual = head.to_owned();
        for input in rest.split("\n===") {
            let input = input.trim_end_matches('\n');
            let _ = writeln!(actual, "==={input}");
            actual.push_str(&findings(input));
        }
        golden::check(&format!("lint-inputs/{name}"), &actual);
    }
}

/// The findings in the site that an input describes.
fn findings(input: &str) -> String {
    let (head, body) = input.split_once('\n').unwrap_or((input, ""));
    let path = head.split_once(" @ ").map_or("_posts/2024-06-01-case.md", |(_, path)| path.trim());
    let mut parts = body.split("\n--- ");
    let mut files = vec![(path, parts.next().unwrap_or("").trim_end_matches('\n'), false)];
    files.extend(parts.map(|part| {
        let (head, text) = part.split_once('\n').unwrap_or((part, ""));
        let (kind, path) = head.split_once(' ').unwrap();
        (path, text, kind == "bare")
    }));
    let mut tree = MemoryTree::new([("_config.yml".to_owned(), b"url: https://e.example\n".to_vec())]);
    for (path, text, is_bare) in files {
        let is_page = [".md", ".markdown", ".html"].iter().any(|ending| path.ends_with(ending));
        let has_head = is_bare || !is_page || text.starts_with("---\n");
        let text = if has_head { text.to_owned() } else { format!("---\ntitle: T of {path}\n---\n{text}\n") };
        tree.files.insert(path.to_owned(), text.into_bytes());
    }
    let now = "2024-12-31T12:00:00Z".parse().unwrap();
    let options = LoadOptions::at(now);
    let loaded = match load_whole(&tree, options) {
        Ok(loaded) => loaded,
        Err(error) => return format!("=> no site: {error}\n"),
    };
    let selection = Selection::new(&loaded.site.settings.config.lint, &Choice::default()).unwrap();
    let outcome = lint(loaded.whole(), &loaded.feeds, &tree, KnownSites::default(), &selection);
    let of_all = lint_twice(loaded.whole(), &loaded.feeds, &tree, KnownSites::default(), &selection, true);
    assert_eq!(
        of_all.diagnostics, outcome.diagnostics,
        "a file with findings of other files is not read again"
    );
    let text = |path: &str| tree.read(path).ok().map(|bytes| String::from_utf8_lossy(&bytes).into());
    let mut report = Report::new(outcome.diagnostics, &text);
    report.fold_families();
    let mut out = String::new();
    for finding in &report.findings {
        let diagnostic = &finding.diagnostic;
        let level = match diagnostic.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info => "info",
        };
        let place = if &*diagnostic.path == path { String::new() } else { format!("{}:", diagnostic.path) };
        let at = format!("{place}{}:{}", finding.start.line, finding.start.column);
        let _ = write!(out, "=> {level} {} {at} {}", diagnostic.rule, diagnostic.message);
        if let Some(help) = &diagnostic.help {
            let _ = write!(out, "; {help}");
        }
        if let Some(fix) = diagnostic.fix() {
            let safety = if fix.safety == Safety::Safe { "safe" } else { "unsafe" };
            let _ = write!(out, "; {safety} fix: {}", fix.title);
        }
        out.push('\n');
    }
    out
}

#[test]
fn rules_with_many_findings_are_summed_up_for_people() {
    let site = TestSite::new(&[("_config.yml", "url: https://e.example\n")]);
    let links: String = (0..101).map(|at| format!("[a](/nothing-{at}/)\n")).collect();
    site.write("_posts/2024-06-01-a.md", &format!("---\ntitle: A\n---\n{links}"));
    let said = |arguments: &[&str]| {
        let mut command = feedwright(["lint", "--only", "dead-link"]);
        run(command.args(arguments).arg(site.path())).exits(1).stdout
    };
    for format in ["text", "grouped"] {
        let short = said(&["--format", format]);
        assert!(short.contains("dead-link: 91 more findings (`--all` shows them)\n"), "{short}");
        assert!(short.contains("/nothing-9/") && !short.contains("/nothing-10/"), "{short}");
        assert!(short.contains("101 errors in 1 file"), "{short}");
        let whole = said(&["--format", format, "--all"]);
        assert!(whole.contains("/nothing-100/") && !whole.contains("--all"), "{whole}");
    }
    assert!(said(&["--format", "concise"]).contains("/nothing-100/"));
}

#[test]
fn a_family_shows_in_reports_on_some_files() {
    let site = TestSite::new(&[("_config.yml", "url: https://e.example\n")]);
    for (name, link) in [("a", "/bin/one"), ("b", "/bin/two"), ("c", "/bin/three"), ("d", "/bni")] {
        site.write(
            &format!("_posts/2024-06-01-{name}.md"),
            &format!("---\ntitle: {name}\n---\n[x]({link})\n"),
        );
    }
    let said = |path: &str, code| {
        let mut command = feedwright(["lint", "--only", "dead-link", "--format", "concise"]);
        run(command.arg(site.path().join(path))).exits(code).stdout
    };
    let whole = said("", 1);
    assert_eq!(whole.matches("like 2 more links into `/bin/`").count(), 1, "{whole}");
    assert!(whole.contains("a.md:4:5") && whole.contains("`/bni` leads nowhere: the site has"), "{whole}");
    let one = said("_posts/2024-06-01-c.md", 0);
    assert!(one.contains("`/bin/three` leads nowhere, like 2 more links into `/bin/`"), "{one}");
}

#[test]
fn a_baseline_keeps_each_finding_of_a_family() {
    let site = TestSite::new(&[("_config.yml", "url: https://e.example\n")]);
    let write = |links: &str| site.write("_posts/2024-06-01-a.md", &format!("---\ntitle: A\n---\n{links}\n"));
    let said = |option: &str, code| {
        let mut command = feedwright(["lint", "--only", "dead-link", option]);
        run(command.arg(site.path().join("baseline.json")).arg(site.path())).exits(code).stdout
    };
    write("[a](/bin/a)\n[b](/bin/b)\n[c](/bin/c)");
    assert!(said("--write-baseline", 0).contains("3 in the baseline"));
    write("[d](/bin/d)\n[a](/bin/a)\n[b](/bin/b)\n[c](/bin/c)");
    let new = said("--baseline", 0);
    assert!(new.contains("`/bin/d` leads nowhere, like 3 more links into `/bin/`"), "{new}");
    assert!(new.contains("1 warning in 1 file, 3 in the baseline"), "{new}");
}

#[test]
fn workflows_of_the_repository_above_bring_files() {
    let whole = TestSite::new(&[("README.md", "Wherry\n")]);
    fs::create_dir_all(whole.path().join(".git")).unwrap();
    let workflow = "jobs:\n  build:\n    steps:\n      - uses: actions/checkout@v4\n      - run: |\n          \
                    make api && cp -r target/doc docs/api\n          ./list --output=docs/list.json > docs/log.txt\n          \
                    cp -r docs/a docs/b && cp -r target/doc elsewhere\n";
    whole.write(".github/workflows/pages.yml", workflow);
    whole.write("docs/_config.yml", "url: https://e.example\n");
    let links = "[a](/api/x/) [b](/list.json) [c](/log.txt) [d](/b/x/) [e](/elsewhere/x/)";
    whole.write("docs/_posts/2024-06-01-a.md", &format!("---\ntitle: A\n---\n{links}\n"));
    let mut command = feedwright(["lint", "--only", "dead-link", "--format", "concise"]);
    let said = run(command.arg(whole.path().join("docs"))).exits(1).stdout;
    let dead: Vec<&str> = said.lines().filter_map(|line| line.split('`').nth(1)).collect();
    assert_eq!(dead, ["/b/x/", "/elsewhere/x/"], "{said}");
}

#[test]
fn scripts_that_workflows_run_bring_files() {
    let whole = TestSite::new(&[("README.md", "Wherry\n")]);
    fs::create_dir_all(whole.path().join(".git")).unwrap();
    let workflow =
        "jobs:\n  build:\n    steps:\n      - uses: actions/checkout@v4\n      - run: ./docs/copy.sh\n";
    whole.write(".github/workflows/pages.yml", workflow);
    let script = "#!/bin/sh\ndocs=$(dirname \"$0\")\ntop=\"$docs/..\"\nout=\"$docs/manual\"\n\
                  cp -r \"$top/build/html\" \"$out\"\n# cp -r build \"$docs/api\"\ncp -r build \"$(pwd)/lists\"\n";
    whole.write("docs/copy.sh", script);
    whole.write("docs/other.sh", "cp -r build docs/other\n");
    whole.write("docs/_config.yml", "url: https://e.example\n");
    let links = "[a](/manual/x/) [b](/api/x/) [c](/lists/x/) [d](/other/x/)";
    whole.write("docs/_posts/2024-06-01-a.md", &format!("---\ntitle: A\n---\n{links}\n"));
    let mut command = feedwright(["lint", "--only", "dead-link", "--format", "concise"]);
    let said = run(command.arg(whole.path().join("docs"))).exits(1).stdout;
    let dead: Vec<&str> = said.lines().filter_map(|line| line.split('`').nth(1)).collect();
    assert_eq!(dead, ["/api/x/", "/lists/x/", "/other/x/"], "{said}");
}

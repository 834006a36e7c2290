//! A pull request from end to end: a Git repository with a site, a branch with three problems, the hooks of
//! `.pre-commit-hooks.yaml`, and the steps of `action.yml` with the variables that a runner sets. What a reviewer sees is in
//! `fixtures/pull-request/expected`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use regex::Regex;
use serde_yaml::Value;

use crate::cli::{Run, TestSite, left_out, run};
use crate::golden;

/// The branch adds two posts, one with a title that YAML cannot read and one with a wrong issue, and renames the post that the
/// page links to.
fn repository() -> Option<TestSite> {
    let site = TestSite::copy_of("pull-request/main");
    site.feedwright(["build", "--output", "feeds", "--quiet"]).exits(0);
    for arguments in [
        &["init", "--quiet", "--initial-branch", "main"][..],
        &["add", "--all"],
        &["commit", "--quiet", "-m", "Open"],
    ] {
        git(&site, arguments)?;
    }
    git(&site, &["switch", "--quiet", "--create", "branch"])?;
    site.bring("fixtures/pull-request/branch", "");
    git(&site, &["mv", "_posts/2024-03-01-first-gate.md", "_posts/2024-03-01-gate-one.md"])?;
    let second = site.read("_posts/2024-04-12-second-gate.md");
    let second =
        second.replace("03-01-first-gate %", "03-01-gate-one %").replace("first-gate.html", "gate-one.html");
    site.write("_posts/2024-04-12-second-gate.md", &second);
    git(&site, &["add", "--all"])?;
    git(&site, &["commit", "--quiet", "-m", "Open the third gate"])?;
    Some(site)
}

fn git(site: &TestSite, arguments: &[&str]) -> Option<()> {
    let mut command = Command::new("git");
    command.env_clear().env("PATH", path()).env("HOME", site.path()).env("GIT_CONFIG_NOSYSTEM", "1");
    let identity = ["-c", "user.name=Ada", "-c", "user.email=ada@e.example", "-c", "core.autocrlf=false"];
    let output = command.current_dir(site.path()).args(identity).args(arguments).output().ok()?;
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    Some(())
}

/// A path on which the program that is tested comes first.
fn path() -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_feedwright")).parent().unwrap().display().to_string();
    format!("{program}:/usr/local/bin:/usr/bin:/bin")
}

fn shell(site: &TestSite, line: &str, variables: &BTreeMap<String, String>) -> Run {
    let mut command = Command::new("bash");
    // As a runner starts it.
    command.args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", line]);
    run(command.env_clear().env("PATH", path()).envs(variables).current_dir(site.path()))
}

fn yaml(file: &str) -> Value {
    serde_yaml::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

/// Runs the steps of `action.yml` with these inputs; what the last one did, and the files that a runner reads afterwards.
fn action(site: &TestSite, inputs: &[(&str, &str)]) -> (Run, BTreeMap<String, String>) {
    let action = yaml("action.yml");
    let mut values: BTreeMap<String, String> = BTreeMap::new();
    for (name, input) in action["inputs"].as_mapping().unwrap() {
        values.insert(name.as_str().unwrap().to_owned(), input["default"].as_str().unwrap().to_owned());
    }
    for (name, value) in inputs {
        assert!(values.insert((*name).to_owned(), (*value).to_owned()).is_some(), "no input `{name}`");
    }
    let expression = Regex::new(r"^\$\{\{ inputs\.([\w-]+) \}\}$").unwrap();
    let runner = TestSite::new(&[("summary", ""), ("output", ""), ("path", "")]);
    let mut last = None;
    for step in action["runs"]["steps"].as_sequence().unwrap() {
        let line = step["run"].as_str().unwrap();
        assert!(!line.contains("${{"), "a value of the workflow in a script runs as code: {line}");
        match step["if"].as_str() {
            None => (),
            Some("inputs.version != 'system'") if values["version"] == "system" => continue,
            Some(other) => panic!("a condition that this test does not know: {other}"),
        }
        let mut variables = BTreeMap::from([("GITHUB_ACTIONS".to_owned(), "true".to_owned())]);
        for (name, value) in step["env"].as_mapping().unwrap() {
            let input = expression.captures(value.as_str().unwrap()).unwrap()[1].to_owned();
            variables.insert(name.as_str().unwrap().to_owned(), values[&input].clone());
        }
        let files = [("STEP_SUMMARY", "summary"), ("OUTPUT", "output"), ("PATH", "path")];
        for (name, file) in files {
            variables.insert(format!("GITHUB_{name}"), runner.path().join(file).display().to_string());
        }
        variables.insert("GITHUB_ACTION_PATH".to_owned(), env!("CARGO_MANIFEST_DIR").to_owned());
        variables.insert("GITHUB_WORKSPACE".to_owned(), site.path().display().to_string());
        variables.insert("RUNNER_TEMP".to_owned(), runner.path().display().to_string());
        last = Some(shell(site, line, &variables));
    }
    let mut files: BTreeMap<String, String> =
        ["summary", "output"].map(|file| (file.to_owned(), runner.read(file))).into();
    for line in files["output"].clone().lines() {
        let (name, value) = line.split_once('=').unwrap();
        // The files are in a folder that goes with this function.
        let value =
            if Path::new(value).is_file() { fs::read_to_string(value).unwrap() } else { value.to_owned() };
        files.insert(name.to_owned(), value);
    }
    (last.unwrap(), files)
}

#[test]
fn hooks_stop_a_commit_with_a_problem() {
    let Some(site) = repository() else { return left_out("hooks on a branch: no git") };
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hooks: BTreeMap<&str, &Value> =
        hooks.as_sequence().unwrap().iter().map(|hook| (hook["id"].as_str().unwrap(), hook)).collect();
    for (id, hook) in &hooks {
        if let Some(twin) = hooks.get(format!("{id}-system").as_str()) {
            assert_eq!((&hook["entry"], hook["language"].as_str()), (&twin["entry"], Some("python")));
            assert_eq!(twin["language"].as_str(), Some("system"));
        }
    }
    let run = |id: &str, more: &str| {
        let line = format!("{}{more}", hooks[id]["entry"].as_str().unwrap());
        shell(&site, &line, &BTreeMap::new())
    };
    let lint = run("feedwright", "").exits(1);
    for rule in ["malformed-front-matter", "mismatched-issue-ref", "dead-link"] {
        assert!(lint.stdout.contains(&format!("error[{rule}]")), "{}", lint.stdout);
    }
    assert!(lint.stdout.contains("3 errors in "), "{}", lint.stdout);
    run("feedwright-check", " --output feeds").exits(1);
    run("feedwright-fix", " --quiet").exits(1);
    git(&site, &["switch", "--quiet", "--force", "main"]);
    run("feedwright", "").exits(0);
    run("feedwright-check", " --output feeds").exits(0);
    git(&site, &["switch", "--quiet", "branch"]);
    // With nothing staged, a hook that looks at the next commit alone has nothing to report.
    run("feedwright", " --staged").exits(0);
}

#[test]
fn the_action_annotates_a_branch() {
    let Some(site) = repository() else { return left_out("the action on a branch: no git") };
    let branch = [("version", "system"), ("args", "--changed main")];
    let (lint, files) = action(&site, &branch);
    assert_eq!((lint.code, files["status"].as_str()), (1, "1"), "{lint:?}");
    golden::check("pull-request/expected/annotations.txt", &lint.stdout);
    golden::check("pull-request/expected/summary.md", &files["summary"]);
    assert!(files["sarif"].contains("\"mismatched-issue-ref\""), "{files:?}");
    let (lint, _) = action(&site, &[branch[0], branch[1], ("fail-on", "never")]);
    assert_eq!(lint.code, 0, "{lint:?}");

    let check = [("version", "system"), ("command", "build --check"), ("args", "--output feeds")];
    let (checked, files) = action(&site, &check);
    assert_eq!((checked.code, files["status"].as_str()), (1, "1"), "{checked:?}");
    golden::check("pull-request/expected/check.md", &files["summary"]);
    let (checked, _) = action(&site, &[check[0], check[1], check[2], ("fail-on", "never")]);
    assert_eq!(checked.code, 0, "{checked:?}");

    git(&site, &["switch", "--quiet", "main"]);
    let (lint, files) = action(&site, &[branch[0], ("fail-on", "warning")]);
    assert_eq!((lint.code, lint.stdout.as_str()), (0, ""), "{lint:?}");
    assert!(files["summary"].starts_with("### Feedwright: no findings in "), "{files:?}");
}

#[test]
fn the_action_counts_warnings_and_names_wrong_inputs() {
    let site = TestSite::copy_of("faulty");
    let system = ("version", "system");
    let only = ("args", "--only  dead-fragment\n");
    assert_eq!(action(&site, &[system, only]).0.code, 0);
    assert_eq!(action(&site, &[system, only, ("fail-on", "warning")]).0.code, 1);
    for wrong in [("fail-on", "info"), ("command", "rules"), ("directory", "nowhere")] {
        let (said, _) = action(&site, &[system, wrong]);
        assert!(
            said.code == 2 && said.stdout.starts_with("::error title=feedwright::the input `"),
            "{said:?}"
        );
    }
    let (said, files) = action(&site, &[system, ("args", "--nonsense"), ("fail-on", "never")]);
    assert_eq!((said.code, files["status"].as_str()), (2, "2"), "{said:?}");
}

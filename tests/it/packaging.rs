//! Files around the program for those who install it: one version in all of them, and one address of the repository.

use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// Where the repository will be is not decided: this stands for it.
const OWNER: &str = "OWNER";

#[test]
fn every_file_has_the_version_of_the_program() {
    let version = env!("CARGO_PKG_VERSION");
    let read = |file: &str| fs::read_to_string(file).unwrap();
    let hooks: toml::Table = read("pyproject.toml").parse().unwrap();
    assert_eq!(hooks["project"]["version"].as_str(), Some(version));
    assert_eq!(hooks["project"]["dependencies"][0].as_str(), Some(format!("feedwright=={version}").as_str()));
    let npm: serde_json::Value =
        serde_json::from_str(&read("packaging/npm/feedwright/package.json")).unwrap();
    assert_eq!(npm["version"], version);
    for (name, needed) in npm["optionalDependencies"].as_object().unwrap() {
        assert_eq!(needed, version, "{name}");
    }
    let gitlab: serde_yaml::Value = serde_yaml::from_str(&read("packaging/gitlab-ci.yml")).unwrap();
    assert_eq!(gitlab["feedwright"]["variables"]["FEEDWRIGHT_VERSION"].as_str(), Some(version));
    let pinned = Regex::new(r"feedwright(?:@v|==|@|/raw/v|/v)(\d+\.\d+\.\d+)|rev: v(\d[\w.]*)").unwrap();
    for file in files() {
        let text = fs::read_to_string(&file).unwrap_or_default();
        for found in pinned.captures_iter(&text) {
            let pinned = found.get(1).or(found.get(2)).unwrap().as_str();
            assert_eq!(pinned, version, "{}: `{}`", file.display(), &found[0]);
        }
    }
}

#[test]
fn the_repository_has_one_address() {
    let address = Regex::new(
        r"(?i)(?:(?:github|gitlab|codeberg|bitbucket)[\w.-]*[/:]|ghcr\.io/|(?:uses|repo|repository)[:=]\s*)([\w.-]+)/feedwright\b",
    )
    .unwrap();
    let mut found = 0;
    for file in files() {
        let text = fs::read_to_string(&file).unwrap_or_default();
        for address in address.captures_iter(&text) {
            found += 1;
            assert_eq!(&address[1], OWNER, "{}: `{}`", file.display(), &address[0]);
        }
    }
    assert!(found >= 5, "{found} addresses");
}

#[test]
fn each_line_of_the_gitlab_job_is_a_command() {
    let gitlab: serde_yaml::Value =
        serde_yaml::from_str(&fs::read_to_string("packaging/gitlab-ci.yml").unwrap()).unwrap();
    let script = gitlab["feedwright"]["script"].as_sequence().unwrap();
    // A colon and a space in a plain line make it a key with a value.
    assert!(script.iter().all(serde_yaml::Value::is_string), "{script:?}");
}

/// What a workflow asks of the action or a hook, the action takes and the hooks have.
#[test]
fn workflows_of_the_page_use_what_exists() {
    let yaml = |text: &str| -> serde_yaml::Value { serde_yaml::from_str(text).unwrap() };
    let action = yaml(&fs::read_to_string("action.yml").unwrap());
    let hooks = yaml(&fs::read_to_string(".pre-commit-hooks.yaml").unwrap());
    let hooks: Vec<&str> =
        hooks.as_sequence().unwrap().iter().map(|hook| hook["id"].as_str().unwrap()).collect();
    let page = fs::read_to_string("docs/ci.md").unwrap();
    let (mut steps, mut named) = (0, 0);
    for block in page.split("```yaml\n").skip(1) {
        let block = yaml(block.split("```").next().unwrap());
        let jobs = block["jobs"].as_mapping().into_iter().flatten();
        for step in jobs.flat_map(|(_, job)| job["steps"].as_sequence().unwrap()) {
            if !step["uses"].as_str().is_some_and(|uses| uses.contains("feedwright")) {
                continue;
            }
            steps += 1;
            for (input, _) in step["with"].as_mapping().into_iter().flatten() {
                assert!(action["inputs"].get(input).is_some(), "action.yml has no input {input:?}");
            }
        }
        for repository in block["repos"].as_sequence().into_iter().flatten() {
            for hook in repository["hooks"].as_sequence().unwrap() {
                named += 1;
                assert!(hooks.contains(&hook["id"].as_str().unwrap()), "{hook:?}");
            }
        }
    }
    assert!(steps >= 3 && named >= 1, "{steps} {named}");
    for name in
        action["inputs"].as_mapping().unwrap().keys().chain(action["outputs"].as_mapping().unwrap().keys())
    {
        assert!(
            page.contains(&format!("`{}`", name.as_str().unwrap())),
            "docs/ci.md does not mention {name:?}"
        );
    }
    let missing: Vec<_> = hooks.iter().filter(|hook| !page.contains(&format!("`{hook}`"))).collect();
    assert!(missing.is_empty(), "docs/ci.md does not mention {missing:?}");
}

/// The files of the project for people and services.
fn files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from(".")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if !["./target", "./.git", "./fixtures", "./fuzz"].map(Path::new).contains(&path.as_path()) {
                    folders.push(path);
                }
            } else if name != "packaging.rs" && name != "Cargo.lock" {
                files.push(path);
            }
        }
    }
    files
}

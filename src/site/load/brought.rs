//! Folders that a workflow fills from other repositories before the site is built.
//!
//! Source: the inputs of `actions/checkout` (`repository`, `path`), and `git clone`.

use std::collections::BTreeSet;

use crate::markup::front_matter::{Map, Node, Value, yaml};
use crate::site::tree::{Repository, Tree};
use crate::text::pieces::Pieces as _;

/// Where the workflows of a repository are.
const FOLDERS: [&str; 3] = [".github/workflows", ".forgejo/workflows", ".gitea/workflows"];
/// The keys of a step or job whose value is lines of a shell.
const SCRIPTS: [&str; 4] = ["run", "script", "before_script", "after_script"];

/// The contents of the workflows of a repository. What cannot be read brings nothing: its service reports that.
fn workflows(tree: &dyn Tree) -> Vec<String> {
    let listed = FOLDERS.iter().filter_map(|folder| tree.list_to(folder, 1, &|_| true).ok());
    let mut paths: Vec<String> = listed.flat_map(|listing| listing.files).collect();
    paths.retain(|path| path.ends_with(".yml") || path.ends_with(".yaml"));
    paths.push(".gitlab-ci.yml".to_owned());
    let texts = paths.iter().filter_map(|path| String::from_utf8(tree.read(path).ok()?).ok());
    texts.collect()
}

/// The folders and files that workflows bring, from the root of the tree.
pub(super) fn brought_folders(tree: &dyn Tree) -> BTreeSet<String> {
    let mut folders = of_workflows(tree, None);
    if let Some(Repository { tree, site }) = tree.repository() {
        let folder = format!("{site}/");
        let all = of_workflows(&*tree, Some(&folder));
        folders.extend(all.iter().filter_map(|path| path.strip_prefix(&folder)).map(str::to_owned));
    }
    folders
}

/// The folders that workflows fill, from the root of the repository; `site` is the folder of the site in it. What cannot be
/// parsed brings nothing.
fn of_workflows(tree: &dyn Tree, site: Option<&str>) -> BTreeSet<String> {
    let mut folders = BTreeSet::new();
    for text in &workflows(tree) {
        // Most workflows bring nothing.
        if !["clone", "checkout"].iter().any(|word| text.contains(word)) {
            continue;
        }
        let workflow = yaml::parse(text, 0).0;
        let Some(workflow) = workflow.value.as_map() else { continue };
        let jobs = workflow.get("jobs").and_then(|jobs| jobs.value.as_map()).unwrap_or(workflow);
        for job in jobs.iter().filter_map(|entry| entry.value.value.as_map()) {
            folders.append(&mut of_job(tree, job, site));
        }
    }
    folders
}

/// The folders that a job fills, from where it has its own repository.
fn of_job(tree: &dyn Tree, job: &Map, site: Option<&str>) -> BTreeSet<String> {
    let mut found = Brought { site: site.map(str::to_owned), ..Brought::default() };
    let folder = job.get_path("defaults.run.working-directory").and_then(Node::as_str).unwrap_or("");
    let steps = job.get("steps").and_then(|steps| steps.value.as_list()).unwrap_or(&[]);
    for step in steps.iter().filter_map(|step| step.value.as_map()) {
        if step.get_str("uses").is_some_and(|uses| uses.contains("actions/checkout")) {
            found.check_out(step);
        }
        found.read_scripts(step, step.get_str("working-directory").unwrap_or(folder));
    }
    found.read_scripts(job, folder);
    for path in std::mem::take(&mut found.scripts) {
        if let Some(script) = tree.read(&path).ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
            let folder = path.rsplit_once('/').map_or(".", |(folder, _)| folder);
            found.read_shell(&with_variables(&script, folder), &mut String::new());
        }
    }
    let own = found.own.filter(|own| !own.is_empty());
    let inside = |path: String| match &own {
        None => Some(path),
        Some(own) => path.strip_prefix(own)?.strip_prefix('/').map(str::to_owned),
    };
    let is_of_repository =
        |path: &String| !path.is_empty() && !path.starts_with('/') && !path.starts_with("..");
    found.folders.into_iter().filter(is_of_repository).filter_map(inside).collect()
}

/// What the steps of a job have brought so far.
#[derive(Default)]
struct Brought {
    /// The folders as they are named: from the job's own folder, or from the root of its machine.
    folders: BTreeSet<String>,
    /// Where the repository itself is first.
    own: Option<String>,
    /// The scripts of the repository that it runs.
    scripts: BTreeSet<String>,
    /// The folder of the site, with a slash at its end, where the repository has more than the site: what is copied or written
    /// into it from around it is brought too.
    site: Option<String>,
}

impl Brought {
    /// Reads a step that checks a repository out.
    fn check_out(&mut self, step: &Map) {
        let with = |key: &str| step.get_path(&format!("with.{key}")).and_then(Node::as_str);
        let path = joined("", &without_expressions(with("path").unwrap_or("")));
        match with("repository").filter(|name| !is_own(&without_expressions(name))) {
            Some(_) => self.folders.extend(path.filter(|path| !path.is_empty())),
            // Another branch of the repository is what an earlier build wrote.
            None if with("ref").is_none() => self.own = self.own.take().or(path),
            None => {}
        }
    }

    fn read_scripts(&mut self, map: &Map, folder: &str) {
        let Some(start) = joined("", &without_expressions(folder)) else { return };
        for value in SCRIPTS.iter().filter_map(|key| map.get(key)) {
            let mut folder = start.clone();
            match &value.value {
                Value::String(text) => self.read_shell(text, &mut folder),
                Value::List(lines) => {
                    lines.iter().filter_map(Node::as_str).for_each(|line| self.read_shell(line, &mut folder));
                }
                _ => {}
            }
        }
    }

    /// Reads lines of a shell that start in `folder`, which `cd` changes.
    fn read_shell(&mut self, text: &str, folder: &mut String) {
        let text = without_expressions(text).replace("\\\n", " ");
        for command in text.split(['\n', ';', '&', '|', '(', ')']) {
            let words = command.split_whitespace().map(|word| word.trim_matches(['"', '\'']));
            let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
            match words.as_slice() {
                ["cd" | "pushd", to] => {
                    if let Some(to) = joined(folder, to) {
                        *folder = to;
                    }
                }
                ["git", "clone", rest @ ..] | ["gh", "repo", "clone", rest @ ..] => {
                    self.folders.extend(cloned(rest).and_then(|path| joined(folder, path)));
                }
                ["git", "-C", at, "clone", rest @ ..] => {
                    let at = joined(folder, at);
                    self.folders.extend(at.and_then(|at| joined(&at, cloned(rest)?)));
                }
                ["cp" | "mv" | "rsync", rest @ ..] => self.copy(rest, folder),
                ["sh" | "bash", script, ..] | [script, ..] if script.ends_with(".sh") => {
                    self.scripts.extend(joined(folder, script));
                }
                _ => {}
            }
            self.write(&words, folder);
        }
    }

    /// Reads the words of a command for what it writes into the site that is a folder of the repository.
    fn write(&mut self, words: &[&str], folder: &str) {
        let Some(site) = self.site.clone() else { return };
        let mut named: Vec<&str> = Vec::new();
        for (at, word) in words.iter().enumerate() {
            match word.split_once('=').filter(|(option, _)| OUTPUTS.contains(option)) {
                Some((_, path)) => named.push(path),
                None if OUTPUTS.contains(word) => named.extend(words.get(at + 1)),
                None => {}
            }
        }
        let paths = named.iter().filter_map(|path| joined(folder, path.trim_end_matches('/')));
        self.folders.extend(paths.filter(|path| path.starts_with(&site)));
    }

    /// Reads the words after `cp` or its kin: what is copied out of a folder that was brought is brought too.
    fn copy(&mut self, words: &[&str], folder: &str) {
        let paths: Vec<&str> = words.iter().filter(|word| !word.starts_with('-')).copied().collect();
        let Some((to, from)) = paths.split_last() else { return };
        for source in from {
            let Some(path) = joined(folder, source.trim_end_matches('*')) else { continue };
            let is_brought = |folder: &String| {
                path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            let name = path.as_str().after_last('/');
            let is_around = self.site.as_ref().is_some_and(|site| !path.starts_with(site));
            // The folder that is copied to is there, and gets one more, or is made.
            if is_around || self.folders.iter().any(is_brought) && !name.contains('.') {
                let target = joined(folder, to);
                let is_whole = source.ends_with(['*', '.']);
                let inside = target.as_deref().filter(|_| !is_whole).and_then(|target| joined(target, name));
                self.folders.extend(target);
                self.folders.extend(inside);
            }
        }
    }
}

/// The options of programs that name the file or folder that they write.
const OUTPUTS: [&str; 9] =
    [">", "-o", "-d", "--out", "--output", "--out-dir", "--outdir", "--output-dir", "--target-dir"];

/// The folder that the words after `git clone` name: the word after the repository, or the repository's own name.
fn cloned<'w>(words: &[&'w str]) -> Option<&'w str> {
    let is_repository = |word: &&str| !word.starts_with('-') && word.contains('/') && !is_own(word);
    let at = words.iter().position(is_repository)?;
    let named = words.iter().skip(at + 1).find(|word| !word.starts_with('-'));
    let own = || words.get(at).map(|url| url.trim_end_matches('/').trim_end_matches(".git").after_last('/'));
    named.copied().or_else(own)
}

/// Whether words name the job's own repository.
fn is_own(name: &str) -> bool {
    name.replace("GITHUB_REPOSITORY_OWNER", "").contains("GITHUB_REPOSITORY")
}

/// Lines in which a variable of the shell is in the place of each `${{ expression }}`.
fn without_expressions(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, expression, after)) = rest.split_once("${{").and_then(|(before, after)| {
        let (expression, after) = after.split_once("}}")?;
        Some((before, expression, after))
    }) {
        plain.push_str(before);
        plain.push_str(match expression.trim() {
            "github.repository" => "$GITHUB_REPOSITORY",
            "github.workspace" => "$GITHUB_WORKSPACE",
            _ => "$VALUE",
        });
        rest = after;
    }
    plain.push_str(rest);
    plain
}

/// The lines of a script, which is in a folder of the repository, with its variables filled in where their values are plain or
/// the script's own folder: `$(dirname "$0")`.
fn with_variables(script: &str, folder: &str) -> String {
    let mut values: Vec<(String, String)> = Vec::new();
    let mut filled = String::new();
    for line in script.lines().filter(|line| !line.trim_start().starts_with('#')) {
        let mut line = line.to_owned();
        for (name, value) in &values {
            line = line.replace(&format!("${{{name}}}"), value).replace(&format!("${name}"), value);
        }
        let is_name =
            |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if let Some((name, value)) = line.trim().split_once('=').filter(|(name, _)| is_name(name)) {
            let above = if value.contains("/..") { "/.." } else { "" };
            let value = match value.contains("dirname") {
                true => Some(format!("{folder}{above}")),
                false => Some(value.trim_matches(['"', '\'']).to_owned()),
            };
            let plain = value.filter(|value| !value.contains(['$', '`', ' ']));
            values.extend(plain.map(|value| (name.to_owned(), value)));
            // `$dir` begins `$directory`.
            values.sort_by_key(|value| std::cmp::Reverse(value.0.len()));
        }
        filled.push_str(&line);
        filled.push('\n');
    }
    filled
}

/// A path as it is from the root, where it is written plainly: `./a/` in `b` is `b/a`.
fn joined(folder: &str, path: &str) -> Option<String> {
    const ROOTS: [&str; 2] = ["$GITHUB_WORKSPACE/", "${GITHUB_WORKSPACE}/"];
    let of_root = ROOTS.iter().find_map(|root| path.strip_prefix(root));
    let (folder, path) = of_root.map_or((folder, path), |path| ("", path));
    if path.contains(['$', '~', '*', '?', '>', '<']) {
        return None;
    }
    let mut parts: Vec<&str> = match path.starts_with('/') {
        true => vec![""],
        false => folder.split('/').filter(|part| !part.is_empty() || folder.starts_with('/')).collect(),
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                // Out of the folder that is known.
                parts.pop().filter(|part| !part.is_empty())?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

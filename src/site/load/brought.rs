//! Folders that a workflow fills from other repositories before the site is built.
//!
//! Source: the inputs of `actions/checkout` (`repository`, `path`), and `git clone`.

use std::collections::{BTreeMap, BTreeSet};

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
    for (path, mut runs_in) in std::mem::take(&mut found.scripts) {
        if let Some(script) = tree.read(&path).ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
            let folder = path.rsplit_once('/').map_or(".", |(folder, _)| folder);
            found.read_shell(&with_variables(&script, folder), &mut runs_in);
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
    /// The scripts of the repository that it runs, and the folders in which it runs them.
    scripts: BTreeSet<(String, String)>,
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
                    let path = joined(folder, script);
                    self.scripts.extend(path.map(|path| (path, folder.clone())));
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
            let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
            let mut around = ends.filter_map(|end| path.get(..end));
            let name = path.as_str().after_last('/');
            let is_around = self.site.as_ref().is_some_and(|site| !path.starts_with(site));
            // The folder that is copied to is there, and gets one more, or is made.
            if is_around || !name.contains('.') && around.any(|folder| self.folders.contains(folder)) {
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

/// The longest value of a variable that is filled in, in bytes: folders and URLs are shorter.
const LONGEST_VALUE: usize = 256;
/// So many variables of a script are known.
const MOST_VALUES: usize = 1000;
/// So many bytes of a script are read, with its variables filled in.
const MOST_TEXT: usize = 1 << 20;
/// How scripts name their own folder.
const OWN_FOLDERS: [&str; 4] =
    ["$(dirname \"$0\")", "$(dirname $0)", "$(dirname \"${BASH_SOURCE[0]}\")", "$(dirname \"$BASH_SOURCE\")"];
/// The root of the repository.
const ROOT: &str = "$GITHUB_WORKSPACE/";

/// The lines of a script, which is in a folder of the repository, with its variables filled in where their values are plain or
/// the script's own folder: `$(dirname "$0")`.
///
/// A value may consist of earlier ones, each twice: it grows with every line unless it is bounded.
fn with_variables(script: &str, folder: &str) -> String {
    let own_folder = format!("{ROOT}{folder}");
    let mut values: BTreeMap<&str, String> = BTreeMap::new();
    let mut filled = String::new();
    for line in script.lines().filter(|line| !line.trim_start().starts_with('#')) {
        for command in line.split(';') {
            let start = filled.len();
            fill_in(command, &values, &own_folder, &mut filled);
            if filled.len() > MOST_TEXT {
                filled.truncate(start);
                return filled;
            }
            let assigned = assignment(command).zip(filled.get(start..).and_then(assignment));
            if let Some(((name, written), (_, value))) = assigned {
                let above = if written.contains("/..") { "/.." } else { "" };
                let value = match written.contains("dirname") {
                    true => format!("{own_folder}{above}"),
                    false => value.trim_matches(['"', '\'']).to_owned(),
                };
                let plain = value.strip_prefix(ROOT).unwrap_or(&value);
                let is_plain = value.len() <= LONGEST_VALUE && !plain.contains(['$', '`', ' ', '(']);
                if is_plain && (values.len() < MOST_VALUES || values.contains_key(name)) {
                    values.insert(name, value);
                } else {
                    // Its earlier value is gone.
                    values.remove(name);
                }
            }
            filled.push(';');
        }
        filled.push('\n');
    }
    filled
}

/// The name and the value of `export name=value`.
fn assignment(command: &str) -> Option<(&str, &str)> {
    const WORDS: [&str; 4] = ["export ", "local ", "readonly ", "declare "];
    let command = command.trim();
    let command = WORDS.iter().find_map(|word| command.strip_prefix(word)).unwrap_or(command).trim_start();
    let (name, value) = command.split_once('=')?;
    let is_name = !name.is_empty() && name.chars().all(is_of_name);
    is_name.then_some((name, value))
}

const fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Appends a command with `$name` and `${name}` filled in where their values are known.
fn fill_in(command: &str, values: &BTreeMap<&str, String>, own_folder: &str, filled: &mut String) {
    let mut rest = command;
    while let Some(at) = rest.find('$') {
        let (before, variable) = rest.split_at(at);
        filled.push_str(before);
        if filled.len() > MOST_TEXT {
            return;
        }
        if let Some(after) = OWN_FOLDERS.iter().find_map(|own| variable.strip_prefix(own)) {
            filled.push_str(own_folder);
            rest = after;
            continue;
        }
        let bare = variable.get(1..).unwrap_or("");
        let (name, after) = match bare.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
            Some(braced) => braced,
            None => bare.split_at(bare.find(|c| !is_of_name(c)).unwrap_or(bare.len())),
        };
        if let Some(value) = values.get(name) {
            filled.push_str(value);
            rest = after;
        } else {
            filled.push('$');
            rest = bare;
        }
    }
    filled.push_str(rest);
}

/// A path as it is from the root, where it is written plainly: `./a/` in `b` is `b/a`.
fn joined(folder: &str, path: &str) -> Option<String> {
    const ROOTS: [&str; 2] = [ROOT, "${GITHUB_WORKSPACE}/"];
    const LONGEST: usize = 4096;
    let of_root = ROOTS.iter().find_map(|root| path.strip_prefix(root));
    let (folder, path) = of_root.map_or((folder, path), |path| ("", path));
    if path.contains(['$', '~', '*', '?', '>', '<']) || path.len() + folder.len() > LONGEST {
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

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn bounds_values_that_double() {
        let mut script = "b0=lamp\n".to_owned();
        for at in 1..40 {
            let _ = writeln!(script, "b{at}=$b{before}$b{before}", before = at - 1);
        }
        script.push_str("git clone https://git.example/w/api $b2\n");
        let filled = with_variables(&script, ".");
        assert!(filled.len() < 10_000, "{}", filled.len());
        assert!(filled.ends_with("api lamplamplamplamp;\n"), "{filled}");
    }

    #[test]
    fn bounds_a_line_that_repeats_a_value() {
        let script = format!("a={}\n{}\n", "x".repeat(200), "$a".repeat(1 << 20));
        assert!(with_variables(&script, ".").len() <= MOST_TEXT);
    }

    #[test]
    fn fills_whole_names_with_their_last_values() {
        for (script, expected) in [
            ("dir=one; dir=two; clone $dir", "clone two"),
            ("dir=one\nexport dir=two\nclone $dir", "clone two"),
            ("dir=one\ndir=$(pwd)\nclone $dir", "clone $dir"),
            ("dir=one\nclone $directory ${dir}s", "clone $directory ones"),
            ("a=x\nb=$a/y\nclone ${b}", "clone x/y"),
            ("cd \"$(dirname \"$0\")/..\"", "cd \"$GITHUB_WORKSPACE/bin/..\""),
            (
                "root=$(cd $(dirname $0)/.. && pwd)\nout=$root/docs\nclone $out",
                "clone $GITHUB_WORKSPACE/bin/../docs",
            ),
        ] {
            let filled = with_variables(script, "bin");
            let last = filled.trim_end().trim_end_matches(';').rsplit([';', '\n']).next().unwrap_or("");
            assert_eq!(last.trim(), expected, "{script}");
        }
    }
}

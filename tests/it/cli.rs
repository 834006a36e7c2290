//! The program as people run it: a child process with an environment of its own, in a folder of its own.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The program, with nothing of this machine's environment: no time zone, no language, no configuration at home.
pub(crate) fn feedwright<const N: usize>(arguments: [&str; N]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_feedwright"));
    command.env_clear().stdin(Stdio::null()).args(arguments);
    command
}

/// Prints that a check is left out, and why: straight to standard error, which the test harness does not swallow.
pub(crate) fn left_out(what: &str) {
    let _ = writeln!(std::io::stderr(), "left out: {what}");
}

/// What the program prints in a folder on a pseudo-terminal with so many columns; nothing where there is no `script`.
pub(crate) fn on_terminal(folder: &Path, columns: usize, words: &[&str]) -> Option<String> {
    on_terminal_after(folder, columns, "", words).map(|written| left(&written))
}

/// What is left on a terminal of what was written: a line loses what precedes an order to erase it.
pub(crate) fn left(written: &str) -> String {
    let lines = written.split('\n').map(|line| line.rsplit("\u{1b}[2K").next().unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n")
}

/// All that it writes there, with shell code before the program's name.
pub(crate) fn on_terminal_after(
    folder: &Path,
    columns: usize,
    before: &str,
    words: &[&str],
) -> Option<String> {
    let script = Path::new("/usr/bin/script");
    if !script.exists() {
        left_out("output on a pseudo-terminal (no `script`)");
        return None;
    }
    let quoted = |word: &str| format!("'{}'", word.replace('\'', "'\\''"));
    let line = std::iter::once(env!("CARGO_BIN_EXE_feedwright")).chain(words.iter().copied());
    let line: Vec<String> = line.map(quoted).collect();
    let line = format!("stty rows 24 cols {columns}; {before}{}", line.join(" "));
    let mut command = Command::new(script);
    command.env_clear().env("TERM", "xterm-256color").env("PATH", "/usr/bin:/bin").env("SHELL", "/bin/sh");
    command.args(["-q", "-e", "-c", &line, "/dev/null"]).current_dir(folder).stdin(Stdio::null());
    let output = command.output().unwrap();
    Some(String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n"))
}

/// What a run left.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Run {
    /// The same run, where it ended with this exit code; otherwise the test fails and shows what was said.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }
}

/// A site in a temporary folder, which goes when this value goes.
pub(crate) struct TestSite {
    folder: TempDir,
}

impl TestSite {
    /// A folder with these files.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let site = Self { folder: TempDir::new().unwrap() };
        for (path, text) in files {
            site.write(path, text);
        }
        site
    }

    /// A copy of a folder below `fixtures`, to be changed at will.
    pub(crate) fn copy_of(fixture: &str) -> Self {
        let site = Self::new(&[]);
        site.bring(&format!("fixtures/{fixture}"), "");
        site
    }

    /// Copies a folder of the repository into this one.
    pub(crate) fn bring(&self, from: &str, to: &str) {
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(from), &self.path().join(to));
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let file = self.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap()
    }

    /// Runs the program in this folder.
    pub(crate) fn feedwright<const N: usize>(&self, arguments: [&str; N]) -> Run {
        run(feedwright(arguments).current_dir(self.path()))
    }

    /// The files below a folder, in order, relative to it.
    pub(crate) fn files(&self, folder: &str) -> Vec<String> {
        files_below(&self.path().join(folder))
    }
}

/// The files below a folder, in order, relative to it.
pub(crate) fn files_below(root: &Path) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(slashed(path.strip_prefix(root).unwrap()));
            }
        }
    }
    files.sort();
    files
}

fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

//! Words to people: errors, warnings and notes on standard error, in colour only on a terminal. What is printed is escaped
//! here, since any of it may be of a post or a file name: a line stays one line, so that nothing begins another one, which a
//! service that reads logs would take for a command (`::add-mask::`). Only [`Console::text`] takes what is escaped already,
//! and [`Console::raw`] and [`Console::file`] what has to stay as it is.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::fmt::{Display, Write as _};
use std::io::{self, Write as _};
use std::rc::Rc;

use anstyle::{AnsiColor, Style};

use feedwright::text::diagnostic::{Diagnostic, Level, Problem};
use feedwright::text::printable::{is_unprintable, printable, printable_lines};
use feedwright::text::source::Position;

use crate::cli::args::Common;
use crate::cli::failure::Failure;
use crate::cli::progress::{Progress, Work};

/// Where a command prints, and how much.
#[derive(Clone, Debug, Default)]
pub(crate) struct Console {
    /// Whether only the result and errors are printed.
    pub(crate) quiet: bool,
    /// How much more than usual is printed.
    pub(crate) verbose: u8,
    /// The first error of writing to standard output, of this console and its copies.
    unwritten: Rc<OnceCell<io::Error>>,
    /// Where lines of the result and errors are collected, in the place of standard output.
    collected: Option<Rc<RefCell<String>>>,
    /// What this console and its copies are doing.
    progress: Progress,
}

impl Console {
    /// A console for these arguments.
    pub(crate) fn new(common: &Common) -> Self {
        let progress = Progress::new(common.quiet);
        Self { quiet: common.quiet, verbose: common.verbose, progress, ..Self::default() }
    }

    /// Names what the command does until the value is dropped; a terminal shows it where it takes longer than a second.
    pub(crate) fn working(&self, what: impl AsRef<str>) -> Work {
        self.progress.begin(Some(printable(what.as_ref()).into_owned()))
    }

    /// Shows no work until the value is dropped: the program waits for somebody.
    pub(crate) fn waiting(&self) -> Work {
        self.progress.begin(None)
    }

    /// A copy that prints only the result and errors.
    pub(crate) fn hushed(&self) -> Self {
        Self { quiet: true, verbose: 0, ..self.clone() }
    }

    /// A copy that does not print more than usual.
    pub(crate) fn not_verbose(&self) -> Self {
        Self { verbose: 0, ..self.clone() }
    }

    /// A copy that collects the lines of the result, and errors beside printing them.
    pub(crate) fn collecting(&self) -> (Self, Rc<RefCell<String>>) {
        let lines = Rc::default();
        (Self { collected: Some(Rc::clone(&lines)), ..self.clone() }, lines)
    }

    /// What went wrong so that the command could not run.
    pub(crate) fn error(&self, message: &dyn Display) {
        self.error_with(message, &[]);
    }

    /// What people should hear of although the command goes on; not with `--quiet`.
    pub(crate) fn warning(&self, message: &dyn Display) {
        if !self.quiet {
            self.labelled("warning", AnsiColor::Yellow, message);
        }
    }

    /// What people may want to know; not with `--quiet`.
    pub(crate) fn note(&self, message: &dyn Display) {
        if !self.quiet {
            self.labelled("note", AnsiColor::Cyan, message);
        }
    }

    /// A note that an option asks for: also with `--quiet`.
    pub(crate) fn asked_for(&self, message: &dyn Display) {
        self.labelled("note", AnsiColor::Cyan, message);
    }

    /// An error with lines after the first.
    pub(crate) fn error_with(&self, message: &dyn Display, more: &[String]) {
        self.labelled_with("error", AnsiColor::Red, message, more);
        if let Some(lines) = &self.collected {
            writeln!(lines.borrow_mut(), "error: {}", printable(&message.to_string())).ok();
        }
    }

    /// Why a command could not run.
    pub(crate) fn failure(&self, failure: &Failure) {
        self.error_with(failure, failure.more());
    }

    /// A note of several lines, with no outside string in them that is not escaped.
    pub(crate) fn note_lines(&self, lines: &str) {
        let mut lines = lines.lines();
        let first = lines.next().unwrap_or_default();
        let more: Vec<String> = lines.map(str::to_owned).collect();
        if !self.quiet {
            self.labelled_with("note", AnsiColor::Cyan, &first, &more);
        }
    }

    /// A finding about a post, with its place, as a warning that a build goes on after.
    pub(crate) fn diagnostic(&self, diagnostic: &Diagnostic, position: Position, consequence: &str) {
        let Diagnostic { level, path, message, help, .. } = diagnostic;
        self.at(*level, &format!("{path}:{position}: {message}{consequence}"), help.as_deref());
    }

    /// A problem at a place of a file, with what follows from it.
    pub(crate) fn problem(&self, problem: &Problem, position: Position, consequence: &str) {
        let Problem { level, path, message, help, .. } = problem;
        self.at(*level, &format!("{path}:{position}: {message}{consequence}"), Some(help));
    }

    fn at(&self, level: Level, text: &str, help: Option<&str>) {
        let help: Vec<String> = help.map(|help| format!("  help: {help}")).into_iter().collect();
        let (label, color) = match level {
            Level::Error => ("error", AnsiColor::Red),
            Level::Warning => ("warning", AnsiColor::Yellow),
            Level::Info => ("note", AnsiColor::Cyan),
        };
        if level == Level::Error || !self.quiet {
            self.labelled_with(label, color, &text, &help);
        }
    }

    /// A line of the result, on standard output.
    pub(crate) fn line(&self, text: &dyn Display) {
        let text = text.to_string();
        let text = printable(&text);
        if let Some(lines) = &self.collected {
            writeln!(lines.borrow_mut(), "{text}").ok();
            return;
        }
        self.keep(|| writeln!(anstream::stdout().lock(), "{text}"));
    }

    /// Lines of the result, on standard output: JSON, and what has its outside strings escaped, so that each line end is ours.
    pub(crate) fn lines(&self, text: &str) {
        let text = printable_lines(text);
        self.keep(|| writeln!(anstream::stdout().lock(), "{text}"));
    }

    /// The contents of a file, on standard output: as they are, but on a terminal with the escapes of their format.
    pub(crate) fn file(&self, text: &str) {
        if !anstream::stdout().is_terminal() {
            return self.raw(text.as_bytes());
        }
        let is_xml = text.trim_start().starts_with('<');
        let shown = if is_xml { Cow::Owned(in_xml(text)) } else { printable_lines(text) };
        self.keep(|| write!(anstream::stdout().lock(), "{shown}"));
    }

    /// Part of the result, on standard output, in colour only on a terminal.
    pub(crate) fn text(&self, text: &str) {
        if is_coloured() {
            self.keep(|| write!(anstream::stdout().lock(), "{text}"));
        } else {
            self.raw(anstream::adapter::strip_str(text).to_string().as_bytes());
        }
    }

    /// The result as it is, on standard output.
    pub(crate) fn raw(&self, text: &[u8]) {
        self.keep(|| anstream::stdout().into_inner().write_all(text));
    }

    /// Writes what still waits for standard output, and says why it did not take all: a full disk, a folder that is gone. A
    /// reader that has seen enough (`| head`) is not an error.
    pub(crate) fn finish(&self) -> Result<(), Failure> {
        self.keep(|| anstream::stdout().into_inner().flush());
        match self.unwritten.get() {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::new(format!("standard output cannot be written: {}", io_reason(error))))
            }
            _ => Ok(()),
        }
    }

    /// Writes, unless nothing more can be written, and keeps the first error for [`Self::finish`].
    fn keep(&self, write: impl FnOnce() -> io::Result<()>) {
        if self.unwritten.get().is_none()
            && let Err(error) = self.progress.paused(write)
        {
            self.unwritten.set(error).ok();
        }
    }

    fn labelled(&self, label: &str, color: AnsiColor, message: &dyn Display) {
        self.labelled_with(label, color, message, &[]);
    }

    /// Prints a message, and lines after it.
    fn labelled_with(&self, label: &str, color: AnsiColor, message: &dyn Display, more: &[String]) {
        let style = Style::new().bold().fg_color(Some(color.into()));
        let message = message.to_string();
        let mut text = format!("{style}{label}{style:#}: {}\n", printable(&message));
        for line in more {
            text.push_str(&printable(line));
            text.push('\n');
        }
        self.progress.paused(|| write!(anstream::stderr().lock(), "{text}")).ok();
    }
}

/// XML with references to the characters that a terminal would obey.
fn in_xml(text: &str) -> String {
    let reference = |c: char| format!("&#x{:X};", u32::from(c));
    let is_bad = |c: char| c != '\n' && is_unprintable(c);
    text.chars().map(|c| if is_bad(c) { reference(c) } else { c.to_string() }).collect()
}

/// Returns whether standard output shows colours: a terminal that is not told otherwise. What is written elsewhere can do
/// without them from the start; taking them out again made eight writes of each finding.
pub(crate) fn is_coloured() -> bool {
    anstream::stdout().current_choice() != anstream::ColorChoice::Never
}

/// What the system says went wrong, without its number.
pub(crate) fn io_reason(error: &io::Error) -> String {
    let words = error.to_string();
    let words = words.split(" (os error ").next().unwrap_or(&words);
    let mut characters = words.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}

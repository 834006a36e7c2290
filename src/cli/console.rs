//! Words to people: errors, warnings and notes on standard error, in colour only on a terminal. What is printed in lines
//! is escaped here, since any of it may be of a post or a file name; only [`Console::text`] and [`Console::raw`] take what is
//! escaped already or has to stay as it is.

use std::cell::OnceCell;
use std::fmt::Display;
use std::io::{self, Write as _};
use std::rc::Rc;

use anstyle::{AnsiColor, Style};

use feedwright::text::diagnostic::{Diagnostic, Level, Problem};
use feedwright::text::printable::{printable, printable_lines};
use feedwright::text::source::Position;

use crate::cli::args::Common;
use crate::cli::failure::Failure;

/// Where a command prints, and how much.
#[derive(Clone, Debug, Default)]
pub(crate) struct Console {
    /// Whether only the result and errors are printed.
    pub(crate) quiet: bool,
    /// How much more than usual is printed.
    pub(crate) verbose: u8,
    /// The first error of writing to standard output, of this console and its copies.
    unwritten: Rc<OnceCell<io::Error>>,
}

impl Console {
    /// A console for these arguments.
    pub(crate) fn new(common: &Common) -> Self {
        Self { quiet: common.quiet, verbose: common.verbose, unwritten: Rc::default() }
    }

    /// A copy that prints only the result and errors.
    pub(crate) fn hushed(&self) -> Self {
        Self { quiet: true, verbose: 0, unwritten: Rc::clone(&self.unwritten) }
    }

    /// A copy that does not print more than usual.
    pub(crate) fn not_verbose(&self) -> Self {
        Self { verbose: 0, ..self.clone() }
    }

    /// What went wrong so that the command could not run.
    pub(crate) fn error(&self, message: &dyn Display) {
        labelled("error", AnsiColor::Red, message);
    }

    /// What people should hear of although the command goes on; not with `--quiet`.
    pub(crate) fn warning(&self, message: &dyn Display) {
        if !self.quiet {
            labelled("warning", AnsiColor::Yellow, message);
        }
    }

    /// What people may want to know; not with `--quiet`.
    pub(crate) fn note(&self, message: &dyn Display) {
        if !self.quiet {
            labelled("note", AnsiColor::Cyan, message);
        }
    }

    /// A finding about a post, with its place, as a warning that a build goes on after.
    pub(crate) fn diagnostic(&self, diagnostic: &Diagnostic, position: Position, consequence: &str) {
        let Diagnostic { level, path, message, help, .. } = diagnostic;
        self.at(*level, &format!("{}:{position}: {message}{consequence}", printable(path)), help.as_deref());
    }

    /// A problem at a place of a file, with what follows from it.
    pub(crate) fn problem(&self, problem: &Problem, position: Position, consequence: &str) {
        let Problem { level, path, message, help, .. } = problem;
        self.at(*level, &format!("{}:{position}: {message}{consequence}", printable(path)), Some(help));
    }

    fn at(&self, level: Level, text: &str, help: Option<&str>) {
        let help = help.map_or_else(String::new, |help| format!("\n  help: {help}"));
        let text = format!("{text}{help}");
        match level {
            Level::Error => self.error(&text),
            Level::Warning => self.warning(&text),
            Level::Info => self.note(&text),
        }
    }

    /// A line of the result, on standard output.
    pub(crate) fn line(&self, text: &dyn Display) {
        let text = text.to_string();
        let text = printable_lines(&text);
        self.keep(|| writeln!(anstream::stdout().lock(), "{text}"));
    }

    /// A text of the result, on standard output, in colour only on a terminal.
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
    /// reader that has seen enough (`| head`) is no fault.
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
            && let Err(error) = write()
        {
            self.unwritten.set(error).ok();
        }
    }
}

/// Whether standard output shows colours: a terminal that is not told otherwise. What is written elsewhere can do without
/// them from the start; taking them out again made eight writes of each finding.
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

fn labelled(label: &str, color: AnsiColor, message: &dyn Display) {
    let style = Style::new().bold().fg_color(Some(color.into()));
    let message = message.to_string();
    let message = printable_lines(&message);
    writeln!(anstream::stderr().lock(), "{style}{label}{style:#}: {message}").ok();
}

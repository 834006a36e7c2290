//! Words to people: errors, warnings and notes on standard error, in colour only on a terminal. What is printed in lines
//! is escaped here, since any of it may be of a post or a file name; only [`text`] and [`raw`] take what is escaped already
//! or has to stay as it is.

use std::fmt::Display;
use std::io::{self, Write as _};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use anstyle::{AnsiColor, Style};

use feedwright::text::diagnostic::{Diagnostic, Level, Problem};
use feedwright::text::printable::{printable, printable_lines};
use feedwright::text::source::Position;

use crate::cli::failure::Failure;

/// What went wrong so that the command could not run.
pub(crate) fn error(message: &dyn Display) {
    labelled("error", AnsiColor::Red, message);
}

/// What people should hear of although the command goes on; not with `--quiet`.
pub(crate) fn warning(message: &dyn Display) {
    if !IS_QUIET.load(Ordering::Relaxed) {
        labelled("warning", AnsiColor::Yellow, message);
    }
}

/// What people may want to know; not with `--quiet`.
pub(crate) fn note(message: &dyn Display) {
    if !IS_QUIET.load(Ordering::Relaxed) {
        labelled("note", AnsiColor::Cyan, message);
    }
}

/// Whether only errors are said.
static IS_QUIET: AtomicBool = AtomicBool::new(false);

/// From now on, only errors are said.
pub(crate) fn only_errors() {
    IS_QUIET.store(true, Ordering::Relaxed);
}

/// A finding about a post, with its place, as a warning that a build goes on after.
pub(crate) fn diagnostic(diagnostic: &Diagnostic, position: Position, consequence: &str) {
    let Diagnostic { level, path, message, help, .. } = diagnostic;
    at(*level, &format!("{}:{position}: {message}{consequence}", printable(path)), help.as_deref());
}

/// A problem at a place of a file, with what follows from it.
pub(crate) fn problem(problem: &Problem, position: Position, consequence: &str) {
    let Problem { level, path, message, help, .. } = problem;
    at(*level, &format!("{}:{position}: {message}{consequence}", printable(path)), Some(help));
}

fn at(level: Level, text: &str, help: Option<&str>) {
    let help = help.map_or_else(String::new, |help| format!("\n  help: {help}"));
    let text = format!("{text}{help}");
    match level {
        Level::Error => labelled("error", AnsiColor::Red, &text),
        Level::Warning => warning(&text),
        Level::Info => note(&text),
    }
}

/// The first error that writing to standard output met.
static UNWRITTEN: OnceLock<io::Error> = OnceLock::new();

/// A line of the result, on standard output.
pub(crate) fn line(text: &dyn Display) {
    let text = text.to_string();
    let text = printable_lines(&text);
    keep(|| writeln!(anstream::stdout().lock(), "{text}"));
}

/// A text of the result, on standard output, in colour only on a terminal.
pub(crate) fn text(text: &str) {
    if is_coloured() {
        keep(|| write!(anstream::stdout().lock(), "{text}"));
    } else {
        raw(anstream::adapter::strip_str(text).to_string().as_bytes());
    }
}

/// Whether standard output shows colours: a terminal that is not told otherwise. What is written elsewhere can do without
/// them from the start; taking them out again made eight writes of each finding.
pub(crate) fn is_coloured() -> bool {
    anstream::stdout().current_choice() != anstream::ColorChoice::Never
}

/// The result as it is, on standard output.
pub(crate) fn raw(text: &[u8]) {
    keep(|| anstream::stdout().into_inner().write_all(text));
}

/// Writes what still waits for standard output, and says why it did not take all: a full disk, a folder that is gone. A
/// reader that has seen enough (`| head`) is no fault.
pub(crate) fn finish() -> Result<(), Failure> {
    keep(|| anstream::stdout().into_inner().flush());
    match UNWRITTEN.get() {
        Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("standard output cannot be written: {}", io_reason(error))))
        }
        _ => Ok(()),
    }
}

/// What the system says went wrong, without its number.
pub(crate) fn io_reason(error: &io::Error) -> String {
    let words = error.to_string();
    let words = words.split(" (os error ").next().unwrap_or(&words);
    let mut characters = words.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}

/// Writes, unless nothing more can be written, and keeps the first error for [`finish`].
fn keep(write: impl FnOnce() -> io::Result<()>) {
    if UNWRITTEN.get().is_none()
        && let Err(error) = write()
    {
        UNWRITTEN.set(error).ok();
    }
}

fn labelled(label: &str, color: AnsiColor, message: &dyn Display) {
    let style = Style::new().bold().fg_color(Some(color.into()));
    let message = message.to_string();
    let message = printable_lines(&message);
    writeln!(anstream::stderr().lock(), "{style}{label}{style:#}: {message}").ok();
}

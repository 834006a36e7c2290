//! Words to people: errors, warnings and notes on standard error, in colour only on a terminal.

use std::fmt::Display;
use std::io::Write as _;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget};

use feedwright::diagnostic::{Diagnostic, Level};
use feedwright::source::Position;

use crate::cli::args::Common;

/// What went wrong so that the command could not run.
pub(crate) fn error(message: &dyn Display) {
    labelled("error", AnsiColor::Red, message);
}

/// What people should hear of although the command goes on.
pub(crate) fn warning(message: &dyn Display) {
    labelled("warning", AnsiColor::Yellow, message);
}

/// What people may want to know.
pub(crate) fn note(message: &dyn Display) {
    labelled("note", AnsiColor::Cyan, message);
}

/// A finding about a post, with its place, as a warning that a build goes on after.
pub(crate) fn diagnostic(diagnostic: &Diagnostic, position: Position, consequence: &str) {
    let help = diagnostic.help.as_ref().map_or_else(String::new, |help| format!("\n  help: {help}"));
    let text = format!("{}:{position}: {}{consequence}{help}", diagnostic.path, diagnostic.message);
    match diagnostic.level {
        Level::Error => labelled("error", AnsiColor::Red, &text),
        Level::Warning => warning(&text),
        Level::Info => note(&text),
    }
}

/// A sign of life for work of `count` posts, while it is held: on a terminal, and only where the work takes long enough
/// to see it (1,000 posts take 0.1 s).
pub(crate) fn progress(what: &str, count: usize, common: &Common) -> Option<Progress> {
    if common.quiet || count < 1000 || ProgressDrawTarget::stderr().is_hidden() {
        return None;
    }
    let bar = ProgressBar::new_spinner().with_message(format!("{what} {count} posts"));
    bar.enable_steady_tick(Duration::from_millis(100));
    Some(Progress(bar))
}

/// The sign of life of [`progress`]: gone when it is dropped.
pub(crate) struct Progress(ProgressBar);

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// A line of the result, on standard output. A closed pipe ends the output without a word.
pub(crate) fn line(text: &dyn Display) {
    writeln!(anstream::stdout().lock(), "{text}").ok();
}

/// A text of the result, on standard output, in colour only on a terminal.
pub(crate) fn text(text: &str) {
    write!(anstream::stdout().lock(), "{text}").ok();
}

/// The result as it is, on standard output.
pub(crate) fn raw(text: &[u8]) {
    let mut out = anstream::stdout().into_inner();
    out.write_all(text).and_then(|()| out.flush()).ok();
}

fn labelled(label: &str, color: AnsiColor, message: &dyn Display) {
    let style = Style::new().bold().fg_color(Some(color.into()));
    writeln!(anstream::stderr().lock(), "{style}{label}{style:#}: {message}").ok();
}

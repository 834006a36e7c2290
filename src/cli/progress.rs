//! A sign of life on a terminal where work is long.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget};

use crate::cli::console::Console;

/// Shows that `count` posts are worked on, while it is held: on a terminal, and only where the work takes long enough to
/// see it (1,000 posts take 0.1 s).
pub(crate) fn progress(what: &str, count: usize, console: &Console) -> Option<Progress> {
    if console.quiet || count < 1000 || ProgressDrawTarget::stderr().is_hidden() {
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

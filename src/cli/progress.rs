//! A sign of life on a terminal, for work that takes longer than a second.
//!
//! Commands name what they do with `Console::working`; one thread shows the innermost name on standard error once the
//! command has worked for a second without printing anything. Any output of a console removes the line first.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget};

use crate::cli::color;

/// Work that takes no longer shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// The time between two frames.
const FRAME: Duration = Duration::from_millis(100);

/// What a command is doing; nothing where it is not to be shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress(Option<Arc<Shared>>);

impl Progress {
    /// Shows what a command does where standard error is a terminal that can remove a line, unless only results are asked for.
    pub(crate) fn new(quiet: bool) -> Self {
        if quiet || ProgressDrawTarget::stderr().is_hidden() || color::is_dumb() {
            return Self::default();
        }
        let shared = Arc::<Shared>::default();
        let drawn = Arc::clone(&shared);
        let thread = thread::Builder::new().name("progress".to_owned()).spawn(move || draw(&drawn));
        // Without a thread the work goes on unseen.
        Self(thread.is_ok().then_some(shared))
    }

    /// Names the work until the value is dropped; without a name nothing is shown meanwhile, as while people type.
    pub(crate) fn begin(&self, what: Option<String>) -> Work {
        if let Some(shared) = &self.0 {
            let mut state = shared.lock();
            if state.current().is_none() {
                state.since = now();
            }
            state.stages.push(what);
            if state.current().is_none() {
                state.clear();
            }
            shared.changed.notify_one();
        }
        Work(self.clone())
    }

    /// Prints something while no line of progress is on the terminal. It is a sign of life itself.
    pub(crate) fn paused<T>(&self, print: impl FnOnce() -> T) -> T {
        let mut state = self.0.as_ref().map(|shared| shared.lock());
        if let Some(state) = &mut state {
            state.clear();
        }
        let printed = print();
        if let Some(state) = &mut state {
            state.since = now();
        }
        printed
    }
}

/// Work that has begun; over when it is dropped.
#[derive(Debug)]
pub(crate) struct Work(Progress);

impl Work {
    /// Ends the work before its scope ends.
    pub(crate) fn end(self) {}
}

impl Drop for Work {
    fn drop(&mut self) {
        if let Some(shared) = &self.0.0 {
            let mut state = shared.lock();
            state.stages.pop();
            if state.current().is_none() {
                state.clear();
            }
        }
    }
}

/// What the thread that draws shares with the one that works.
#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug, Default)]
struct State {
    /// The names of the work, the innermost last.
    stages: Vec<Option<String>>,
    /// When there began to be a name, or when something was printed since.
    since: Option<Instant>,
    /// The line on the terminal.
    bar: Option<ProgressBar>,
}

impl State {
    fn current(&self) -> Option<&String> {
        self.stages.last()?.as_ref()
    }

    /// Removes the line from the terminal.
    fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

/// Draws a frame after the other, as long as the program runs.
fn draw(shared: &Shared) {
    let mut state = shared.lock();
    loop {
        let Some(stage) = state.current().cloned() else {
            state = shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            continue;
        };
        if state.since.is_some_and(|since| since.elapsed() >= PATIENCE) {
            let bar = state.bar.get_or_insert_with(ProgressBar::new_spinner);
            bar.set_message(stage);
            bar.tick();
        }
        state = shared.changed.wait_timeout(state, FRAME).unwrap_or_else(PoisonError::into_inner).0;
    }
}

#[expect(clippy::disallowed_methods, reason = "the program's edge: how long people have waited")]
fn now() -> Option<Instant> {
    Some(Instant::now())
}

//! What stands in for `progress` in a program without that feature.

/// Shows nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress;

impl Progress {
    pub(crate) fn new(_: bool) -> Self {
        Self
    }

    pub(crate) fn begin(&self, _: Option<String>) -> Work {
        Work
    }

    pub(crate) fn paused<T>(&self, print: impl FnOnce() -> T) -> T {
        print()
    }
}

/// Work that has begun.
#[derive(Debug)]
pub(crate) struct Work;

impl Work {
    /// Ends the work before its scope ends.
    pub(crate) fn end(self) {}
}

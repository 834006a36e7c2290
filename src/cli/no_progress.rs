//! What stands in for `progress` in a program without that feature.

use std::convert::Infallible;

use crate::cli::console::Console;

/// Shows nothing.
pub(crate) fn progress(_: &str, _: usize, _: &Console) -> Option<Infallible> {
    None
}

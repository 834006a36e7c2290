//! What stands in for `progress` in a program without that feature.

use std::convert::Infallible;

use crate::cli::args::Common;

/// Shows nothing.
pub(crate) fn progress(_: &str, _: usize, _: &Common) -> Option<Infallible> {
    None
}

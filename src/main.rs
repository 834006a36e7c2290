//! The `feedwright` command.

mod cli;

/// A tenth less CPU than glibc's for builds and lints, from one file of C that compiles in 5 s.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}

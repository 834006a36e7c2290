//! The `feedwright` command.

mod cli;

/// Less CPU than glibc's where many threads allocate; built from one file of C.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}

//! The files that feeds need beside them, such as their stylesheet.

use std::path::Path;

use feedwright::feeds::plan::Plan;
use feedwright::site::tree::{Sink as _, Tree as _, Written};

use crate::cli::console::Console;
use crate::cli::disk::{self, Disk, DiskSink};
use crate::cli::failure::Failure;

/// Writes the files, and prints what each was before.
pub(crate) fn write(plan: &Plan, output: &Path, console: &Console) -> Result<(), Failure> {
    let mut sink = DiskSink::new(output);
    for (path, content) in &plan.files {
        let written = sink
            .begin(path)
            .and_then(|()| sink.append(path, content.as_bytes()))
            .and_then(|()| sink.finish(path))
            .map_err(|error| disk::error_below(output, error))?;
        let word = match written {
            Written::New => "new",
            Written::Same => "unchanged",
            Written::Changed | Written::Refused => "changed",
        };
        if !console.quiet {
            console.line(&format!("{word:9}  stylesheet     {}", output.join(path).display()));
        }
    }
    Ok(())
}

/// Compares the files with those on disk. Returns whether they are the same.
pub(crate) fn check(plan: &Plan, output: &Path, console: &Console) -> bool {
    let there = Disk::new(output);
    let mut clean = true;
    for (path, content) in &plan.files {
        let place = output.join(path);
        match there.read(path) {
            Ok(old) if old == content.as_bytes() => {}
            Ok(_) => {
                console.line(&format!("{}: out of date", place.display()));
                clean = false;
            }
            Err(_) => {
                console.line(&format!("{}: not written yet", place.display()));
                clean = false;
            }
        }
    }
    clean
}

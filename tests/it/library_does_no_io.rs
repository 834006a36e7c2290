//! The library reads, writes and prints nothing by itself, knows no clock and no environment; only the program does.
//!
//! `clippy.toml` bans the calls by name; this test sees to it that the exceptions stay at the program's edge, and that the
//! ban itself is not lifted.

use std::fs;
use std::path::Path;

use crate::tidy::{code, rust_files};

const BANNED: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::io::std",
    "std::time::SystemTime",
    "std::time::Instant",
    "Utc::now",
    "Local::now",
    "println!",
    "print!",
    "eprintln!",
    "eprint!",
    "dbg!",
    "disallowed_methods",
    "print_stdout",
    "print_stderr",
];

#[test]
fn nothing_banned_outside_the_program() {
    let mut found = Vec::new();
    for file in rust_files("src") {
        if file == Path::new("src/main.rs") || file.starts_with("src/cli") || file.ends_with("tests.rs") {
            continue;
        }
        let code = code(&fs::read_to_string(&file).unwrap());
        found.extend(
            BANNED
                .iter()
                .filter(|word| code.contains(*word))
                .map(|word| format!("{}: {word}", file.display())),
        );
    }
    assert!(
        found.is_empty(),
        "go through `tree::Tree` and `tree::Sink`, or let the program pass it in: {found:#?}"
    );
}

#[test]
fn clippy_bans_what_touches_the_world() {
    let bans = fs::read_to_string("clippy.toml").unwrap();
    for call in
        ["std::fs::read", "std::fs::write", "std::env::var", "std::io::stdout", "std::time::SystemTime::now"]
    {
        assert!(bans.contains(&format!("\"{call}\"")), "clippy.toml no longer bans {call}");
    }
}

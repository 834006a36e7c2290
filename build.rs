//! Links the program at a fixed address where that is known to work.
//!
//! A position-independent executable moves 100,000 pointers (the tables of time zones, entities and parsers) at every
//! start, which touches 550 pages: half of the 2.4 ms that `feedwright --version` took, and 8 % of a build of limited
//! feeds. The libraries, the stack and the heap are at random addresses all the same.

use std::env;

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script about its target in no other way")]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |part: &str| env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" && target("ARCH") == "x86_64" {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}

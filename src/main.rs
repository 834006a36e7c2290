//! The `feedwright` command.

fn main() {}

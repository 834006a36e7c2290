//! Checks a feed, and compares it with the one that replaces it: `cargo run --example compare_feeds OLD NEW`.
//!
//! Without arguments, it compares two small feeds of its own.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a program reads files and prints")]

use std::env;
use std::fs;

use feedwright::feeds::diff::{compare_feeds, read_feed, render};
use feedwright::lint::rules::feed::{FeedLintOptions, lint_feed};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paths: Vec<String> = env::args().skip(1).collect();
    let (old, new) = match paths.as_slice() {
        [old, new] => (fs::read(old)?, fs::read(new)?),
        _ => (
            feed("https://wherry.example/beta/").into_bytes(),
            feed("https://wherry.example/b/").into_bytes(),
        ),
    };

    for finding in lint_feed("new", &new, &FeedLintOptions::default()) {
        println!("{}: {}", finding.rule, finding.message);
    }
    let comparison = compare_feeds(&read_feed(&old)?, &read_feed(&new)?);
    print!("{}", render(&comparison));
    Ok(())
}

/// A feed of one entry with this id.
fn feed(id: &str) -> String {
    format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Wherry</title><id>https://wherry.example/</id>\
         <updated>2024-06-01T00:00:00Z</updated><author><name>Ann</name></author>\
         <link rel=\"self\" href=\"https://wherry.example/feed.xml\"/>\
         <entry><title>Beta</title><id>{id}</id><link href=\"{id}\"/><updated>2024-05-31T00:00:00Z</updated>\
         <summary>The beta is out.</summary></entry></feed>"
    )
}

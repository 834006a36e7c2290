//! Writes the feeds of a Jekyll site whose files are in memory: `cargo run --example build_feeds`.

#![expect(clippy::print_stdout, reason = "a program prints")]

use feedwright::feeds::plan::plan;
use feedwright::feeds::render;
use feedwright::site::load::{LoadOptions, load};
use feedwright::site::tree::MemoryTree;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let site = MemoryTree::new([
        ("_config.yml", "title: Wherry\nurl: https://wherry.example\n"),
        ("_posts/2024-05-31-beta.md", "---\ntitle: Beta\ncategories: releases\n---\nThe beta is **out**.\n"),
        ("_posts/2024-06-12-party.md", "---\ntitle: A party\n---\nCome along.\n"),
        (
            "feedwright.toml",
            "[[feeds]]\npath = \"feed.xml\"\n\n[[feeds]]\npath = \"releases.json\"\ncategories = \"releases\"\n",
        ),
    ]);
    let now = "2024-07-01T12:00:00Z".parse()?;

    let loaded = load(&site, LoadOptions::at(now))?;
    let plan = plan(&loaded.site, &loaded.feeds, &[])?;
    let mut output = MemoryTree::default();
    let outcome = render::write(&loaded.site, &site, &plan, None, &mut output, &mut |_, _| true);

    for feed in outcome.published.feeds {
        feed.outcome?;
        println!("{}: {} entries, {} bytes", feed.path, feed.entries, output.files[&feed.path].len());
    }
    Ok(())
}

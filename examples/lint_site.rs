//! Lints and fixes a Jekyll site whose files are in memory: `cargo run --example lint_site`.

#![expect(clippy::print_stdout, reason = "a program prints")]

use std::error::Error;

use feedwright::lint::fix::{Round, rounds, write};
use feedwright::lint::{Choice, KnownSites, Limits, Selection, Verdict, check_site, reporters};
use feedwright::site::load::{LoadOptions, load_whole};
use feedwright::site::tree::{MemoryTree, Tree};
use feedwright::text::diagnostic::Safety;

/// Reads and checks the site in a tree.
fn check(tree: &dyn Tree) -> Result<Round, Box<dyn Error>> {
    let now = "2024-07-01T12:00:00Z".parse()?;
    let loaded = load_whole(tree, LoadOptions::at(now))?;
    let selection = Selection::new(&loaded.site.settings.config.lint, &Choice::default())?;
    let report = check_site(&loaded, tree, KnownSites::default(), &selection, &|_| true);
    Ok(Round { report, markdown: loaded.site.settings.markdown.clone() })
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut site = MemoryTree::new([
        ("_config.yml", "title: Wherry\nurl: https://wherry.example\n"),
        (
            "_posts/2024-05-31-beta.md",
            "---\ntitle: Beta\n---\nSee [the plan](/plam/), [it](/plan) and [#12](https://github.com/wherry/wherry/issues/21).\n",
        ),
        ("plan.md", "---\ntitle: The plan\npermalink: /plan/\n---\nTo float.\n"),
    ]);

    let fixes = rounds(&site, Safety::Safe, &mut |tree| check(tree), &|_| None)?;
    write(&fixes, &mut site, &|_| None);

    let report = check(&site)?.report;
    let reporter = reporters::find("concise").ok_or("no such reporter")?;
    print!("{}", (reporter.write)(&report, Default::default())?);
    println!("fixed: {}, fails: {}", fixes.made.len(), Verdict::of(&report, Limits::default()).fails());
    Ok(())
}

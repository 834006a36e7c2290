//! Lints a Jekyll site whose files are in memory: `cargo run --example lint_site`.

#![expect(clippy::print_stdout, reason = "a program prints")]

use std::sync::Arc;

use feedwright::lint::report::Report;
use feedwright::lint::reporters;
use feedwright::lint::{Choice, Judges, Selection, lint};
use feedwright::site::load::{Depth, LoadOptions, load};
use feedwright::site::tree::{MemoryTree, Tree as _};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let site = MemoryTree::new([
        ("_config.yml", "title: Wherry\nurl: https://wherry.example\n"),
        (
            "_posts/2024-05-31-beta.md",
            "---\ntitle: Beta\n---\nSee [the plan](/plam/) and [#12](https://github.com/wherry/wherry/issues/21).\n",
        ),
        ("plan.md", "---\ntitle: The plan\npermalink: /plan/\n---\nTo float.\n"),
    ]);
    let now = "2024-07-01T12:00:00Z".parse()?;

    let loaded = load(&site, LoadOptions { depth: Depth::Whole, ..LoadOptions::at(now) })?;
    let selection = Selection::new(&loaded.site.settings.config.lint, &Choice::default())?;
    let outcome = lint(&loaded.site, &loaded.feeds, &site, Judges::default(), &selection);

    let text = |path: &str| String::from_utf8(site.read(path).ok()?).ok().map(Arc::from);
    let report = Report::new(outcome.diagnostics, &text);
    let reporter = reporters::find("concise").ok_or("no such reporter")?;
    print!("{}", (reporter.write)(&report, Default::default()));
    Ok(())
}

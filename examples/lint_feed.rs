//! Prints what the feed rules say of files, as JSON; a stopgap until the command does.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    clippy::unwrap_used,
    reason = "a stopgap"
)]

use feedwright::rules::feed::{FeedLintOptions, lint_feed};
use feedwright::source::LineIndex;

fn main() {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as i64;
    let mut all = Vec::new();
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        let text = feedwright::xml::decode(&bytes).text;
        let lines = LineIndex::new(&text);
        for d in lint_feed(&path, &bytes, &FeedLintOptions { now: Some(now), ..Default::default() }) {
            let at = lines.position(&text, d.span.start);
            all.push(
                serde_json::json!({"rule": d.rule, "level": d.level.name(), "path": path, "line": at.line,
                "column": at.column, "message": d.message, "help": d.help, "params": d.params,
                "source": d.span.of(&text).chars().take(60).collect::<String>()}),
            );
        }
    }
    println!("{}", serde_json::json!({"diagnostics": all}));
}

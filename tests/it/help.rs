//! The help of every command: each option below its heading, and lines that are broken only where the terminal ends.

use crate::cli::{TestSite, feedwright, on_terminal, run};

/// What makes options be about reading a site.
const READING: [&str; 5] = ["--config", "--drafts", "--future", "--url", "--now"];

/// Every command, from the program's own help.
fn commands() -> Vec<String> {
    let help = run(feedwright(["--help"]).env("TERM", "dumb")).exits(0).stdout;
    let (_, rest) = help.split_once("Commands:\n").unwrap();
    let (list, _) = rest.split_once("\n\n").unwrap();
    let name = |line: &str| line.split_whitespace().next().unwrap().to_owned();
    list.lines().map(name).filter(|name| name != "help").collect()
}

fn help(command: &str) -> String {
    run(&mut feedwright([command, "--help"])).exits(0).stdout
}

/// The options below a heading.
fn below<'h>(help: &'h str, heading: &str) -> Vec<&'h str> {
    let Some((_, rest)) = help.split_once(&format!("\n{heading}:\n")) else { return Vec::new() };
    let lines = rest.split("\n\n").next().unwrap().lines();
    let option = |line: &'h str| line.split_whitespace().find(|word| word.starts_with("--"));
    lines.filter(|line| line.trim_start().starts_with('-')).filter_map(option).collect()
}

#[test]
fn options_are_below_their_own_heading() {
    for command in commands() {
        let help = help(&command);
        let reading = below(&help, "Reading the site");
        assert!(reading.is_empty() || reading == READING, "{command}: {reading:?}");
        let all = below(&help, "Options");
        let common: Vec<&str> = all.iter().copied().filter(|name| READING.contains(name)).collect();
        assert!(!all.is_empty() && common.is_empty(), "{command}: {common:?}");
    }
    assert_eq!(below(&help("lint"), "Fixes"), ["--fix", "--unsafe-fixes", "--diff"]);
    assert!(below(&help("build"), "Options").contains(&"--output"));
}

/// The lines after the options, in which each paragraph is one that the terminal breaks.
fn assert_unbroken(help: &str, width: usize) {
    let Some(at) = help.find("\nExamples:\n") else { return };
    let text = help[at..].replace("\n\n", "\n\0\n");
    let lines: Vec<&str> = text.lines().collect();
    for pair in lines.windows(2) {
        let [line, next] = pair else { continue };
        assert!(line.chars().count() <= width, "{line}");
        let (is_command, is_prose) = (next.starts_with("  "), !line.starts_with(' '));
        if is_command {
            let known = ["  feedwright ", "  curl ", "                    "];
            assert!(known.iter().any(|start| next.starts_with(start)), "an example is broken: {next}");
        } else if is_prose && !line.is_empty() && *line != "\0" && *next != "\0" && !next.is_empty() {
            let word = next.split(' ').next().unwrap();
            let whole = line.chars().count() + 1 + word.chars().count();
            assert!(whole > width, "broken before the end of the line:\n{line}\n{next}");
        }
    }
}

#[test]
fn help_is_broken_only_where_the_line_ends() {
    let site = TestSite::new(&[]);
    for command in commands() {
        assert_unbroken(&help(&command), 100);
        assert_unbroken_on_terminal(&site, &[&command, "--help"]);
    }
    assert_unbroken_on_terminal(&site, &["--help"]);
}

fn assert_unbroken_on_terminal(site: &TestSite, words: &[&str]) {
    if let Some(narrow) = on_terminal(site.path(), 80, words) {
        let plain: Vec<&str> =
            narrow.split('\u{1b}').map(|part| part.split_once('m').map_or(part, |(_, rest)| rest)).collect();
        assert_unbroken(&plain.concat(), 80);
    }
}

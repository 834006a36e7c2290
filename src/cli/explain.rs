//! `feedwright explain`: the page of a rule.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::process::ExitCode;

use clap::Args;
use feedwright::lint::rule::{Example, Rule, RuleOption};
use feedwright::lint::rules;

use crate::cli::console::Console;
use crate::cli::failure::{CommandResult, Failure};
use crate::cli::silence;
use crate::cli::terminal::{self, wrap};

/// Explain a rule: what it finds, why it matters, examples.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright explain dead-link
  feedwright explain                 the pages of all rules, as Markdown")]
pub(crate) struct ExplainArgs {
    /// The rule; without one, all rules
    rule: Option<String>,
}

pub(crate) fn run(args: &ExplainArgs, console: &Console) -> CommandResult {
    match &args.rule {
        Some(name) => match rules::find(name) {
            Some(rule) => console.lines(&fitted(page(rule).trim_end())),
            None => {
                let hint = rules::nearest(name).map_or_else(
                    || "; `feedwright rules` lists them all".to_owned(),
                    |near| format!("; did you mean `{near}`?"),
                );
                return Err(Failure::new(format!("no rule is called `{name}`{hint}")));
            }
        },
        None => {
            let pages: Vec<String> = rules::all().map(page).collect();
            console.lines(&fitted(pages.join("\n").trim_end()));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The longest line of prose on a wide terminal.
const WIDEST: usize = 100;

/// Markdown whose prose fits the terminal; as it is in a pipe.
fn fitted(page: &str) -> Cow<'_, str> {
    let Some(width) = terminal::width() else { return Cow::Borrowed(page) };
    // The length of the open fence; code may have shorter ones in it.
    let mut fence = 0;
    let mut line = |line: &str| {
        let ticks = line.len() - line.trim_start_matches('`').len();
        let is_fence = if fence == 0 { ticks >= 3 } else { ticks >= fence && line.len() == ticks };
        if is_fence {
            fence = if fence == 0 { ticks } else { 0 };
        }
        if fence > 0 || is_fence || line.starts_with('#') {
            return line.to_owned();
        }
        wrap(line, width.min(WIDEST), if line.starts_with("- ") { "  " } else { "" })
    };
    Cow::Owned(page.split('\n').map(&mut line).collect::<Vec<_>>().join("\n"))
}

/// The page of a rule as Markdown.
pub(crate) fn page(rule: &Rule) -> String {
    let state = if rule.on_by_default { "on by default" } else { "off by default" };
    let fix = if rule.fixable { "some of its findings have a fix" } else { "no fix" };
    let mut out = format!("# {}\n\n{}; {state}; {fix}.\n\n", rule.name, capitalised(rule.level.name()));
    write!(out, "{}.\n\n", capitalised(rule.summary)).ok();
    let page = &rule.page;
    if !page.what.is_empty() {
        write!(out, "## What it finds\n\n{}\n\n", page.what).ok();
    }
    if !page.why.is_empty() {
        write!(out, "## Why that matters\n\n{}\n\n", page.why).ok();
    }
    examples(&mut out, "## On a site with", page.around);
    examples(&mut out, "## It finds something", page.bad);
    examples(&mut out, "## It finds nothing", page.good);
    if !page.options.is_empty() {
        out.push_str("## Options\n\n");
        for option in page.options {
            let (name, meaning, takes) = (option.name(), option.meaning(), option.takes());
            writeln!(out, "- `{name}`: {meaning}; {takes}; by default `{}`", option.default_value()).ok();
        }
        let example: Vec<String> = page.options.iter().map(example).collect();
        write!(
            out,
            "\n```toml\n[lint.rules]\n{} = {{ level = \"{}\", {} }}\n```\n\n",
            toml_key(rule.name),
            rule.level,
            example.join(", ")
        )
        .ok();
    }
    if !page.sources.is_empty() {
        out.push_str("## Sources\n\n");
        for source in page.sources {
            writeln!(out, "- {source}").ok();
        }
        out.push('\n');
    }
    let mut ways = silence::ways(rule);
    ways.push(format!("`{} = \"off\"` under `[lint.rules]` in `feedwright.toml`", toml_key(rule.name)));
    writeln!(out, "## To silence it\n\n{}.", capitalised(&ways.join(", or "))).ok();
    out
}

/// An option as `feedwright.toml` sets it.
fn example(option: &RuleOption) -> String {
    match option {
        RuleOption::Strings(option) => format!("{} = [\"…\"]", option.name),
        RuleOption::Number(option) => format!("{} = {}", option.name, option.default),
    }
}

/// A rule's name as a key of TOML: with a slash it needs quotes.
fn toml_key(name: &str) -> String {
    if name.contains('/') { format!("\"{name}\"") } else { name.to_owned() }
}

fn examples(out: &mut String, heading: &str, examples: &[Example]) {
    if examples.is_empty() {
        return;
    }
    write!(out, "{heading}\n\n").ok();
    for example in examples {
        let Example { path, text } = example;
        let language = language(path);
        write!(out, "`{path}`:\n\n````{language}\n{}\n````\n\n", text.trim_end()).ok();
    }
}

/// The language of a file, for highlighters.
fn language(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "xml" | "rss" | "atom" | "rdf" => "xml",
        "json" => "json",
        "yml" | "yaml" => "yaml",
        "toml" => "toml",
        "html" | "htm" => "html",
        "csv" => "csv",
        _ => "markdown",
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

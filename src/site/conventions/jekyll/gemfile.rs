//! What a site's `Gemfile` says of plugins.
//!
//! Source: Jekyll's `plugin_manager.rb`, which runs every gem of the group `jekyll_plugins`; Bundler's `dsl.rb`.

use crate::text::pieces::Part as _;

/// The gems of a `Gemfile`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Gems<'a> {
    /// All of them.
    pub(super) all: Vec<&'a str>,
    /// Those of the group `jekyll_plugins`.
    pub(super) plugins: Vec<&'a str>,
}

impl<'a> Gems<'a> {
    pub(super) fn new(gemfile: &'a str) -> Self {
        let mut gems = Self::default();
        // Of each block that is open, whether what is in it belongs to the group.
        let mut blocks: Vec<bool> = Vec::new();
        for line in gemfile.lines().map(without_comment) {
            let words = line.trim();
            let is_inside = blocks.last().copied().unwrap_or(false);
            let names_group = words.contains("jekyll_plugins");
            if let Some(gem) = gem(words) {
                gems.all.push(gem);
                if is_inside || names_group {
                    gems.plugins.push(gem);
                }
            } else if words == "end" {
                blocks.pop();
            } else if opens_block(words) {
                blocks.push(is_inside || words.starts_with("group") && names_group);
            }
        }
        gems
    }
}

/// The version of Jekyll that builds a site, by its `Gemfile.lock`; without one by its `Gemfile`, where `github-pages` asks
/// for version 3.
pub(super) fn version(lock: Option<&str>, gemfile: Option<&str>) -> Option<u32> {
    let major = |text: &str| {
        let digits = text.split(|c: char| !c.is_ascii_digit()).find(|digits| !digits.is_empty())?;
        digits.parse::<u32>().ok()
    };
    // `jekyll (>= 2.0)` is what another gem asks for.
    let installed =
        |line: &&str| line.trim().starts_with("jekyll (") && !line.contains(['<', '>', '=', '~', ',']);
    let locked = lock.and_then(|lock| major(lock.lines().find(installed)?));
    let asked = || {
        gemfile?.lines().map(without_comment).find_map(|line| match gem(line.trim())? {
            "github-pages" => Some(3),
            "jekyll" => line.split_once(',').and_then(|(_, wanted)| {
                let is_least = wanted.contains('>');
                major(wanted).filter(|_| !is_least)
            }),
            _ => None,
        })
    };
    locked.or_else(asked)
}

/// The gem that a line names.
fn gem(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("gem")?.trim_start_matches([' ', '(']);
    rest.strip_prefix(['"', '\''])?.split(['"', '\'']).next()
}

fn opens_block(line: &str) -> bool {
    let begins = ["if ", "unless ", "case ", "def ", "begin"].iter().any(|word| line.starts_with(word));
    begins || line.ends_with(" do") || line.contains(" do |")
}

fn without_comment(line: &str) -> &str {
    let comment = line.match_indices('#').map(|(at, _)| at);
    let in_quotes = |at: &usize| {
        let before = line.part(..*at);
        [b'"', b'\''].iter().any(|quote| before.bytes().filter(|byte| byte == quote).count() % 2 == 1)
    };
    comment.into_iter().find(|at| !in_quotes(at)).and_then(|at| line.get(..at)).unwrap_or(line)
}

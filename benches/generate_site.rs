//! `generate-site FOLDER POSTS`: writes a Jekyll site of so many posts, the same ones each time.
//!
//! Posts have 1 to 10 KB (median about 3), headings, links of every kind, lists, code, tables, quotes and smart
//! punctuation, six categories, and dates six hours apart. Two configurations lie beside the site's own:
//! `full.toml` (Atom and RSS of everything and a feed for each of the six categories, full content, all posts) and
//! `limited.toml` (the same feeds with 20 entries each).
#![expect(clippy::disallowed_methods, reason = "a program of its own, which writes files")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use chrono::{DateTime, Duration};

const CATEGORIES: [&str; 6] = ["releases", "announcements", "security", "talks", "articles", "press"];

const WORDS: &[&str] = &[
    "the",
    "a",
    "of",
    "and",
    "to",
    "in",
    "that",
    "is",
    "it",
    "for",
    "with",
    "as",
    "this",
    "on",
    "we",
    "you",
    "release",
    "update",
    "system",
    "template",
    "kernel",
    "network",
    "window",
    "device",
    "backup",
    "signature",
    "version",
    "user",
    "security",
    "domain",
    "package",
    "memory",
    "installer",
    "firmware",
    "keyboard",
    "storage",
    "machine",
    "policy",
    "should",
    "can",
    "will",
    "was",
    "have",
    "been",
    "fixed",
    "added",
    "removed",
    "changed",
    "tested",
    "reported",
    "every",
    "several",
    "small",
    "new",
    "stable",
    "next",
    "previous",
    "important",
    "careful",
    "usual",
    "quiet",
    "older",
    "first",
    "second",
    "before",
    "after",
    "while",
    "because",
    "which",
    "when",
    "where",
    "don't",
    "it's",
    "user's",
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(Ok(posts))) = (arguments.next(), arguments.next().map(|count| count.parse()))
    else {
        return fail("usage: generate-site FOLDER POSTS");
    };
    match write_site(Path::new(&folder), posts) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&format!("{folder}: {error}")),
    }
}

#[expect(clippy::print_stderr, reason = "a program of its own")]
fn fail(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::from(2)
}

fn write_site(folder: &Path, posts: usize) -> std::io::Result<()> {
    fs::create_dir_all(folder.join("_posts"))?;
    fs::create_dir_all(folder.join("pages"))?;
    fs::write(folder.join("_config.yml"), CONFIG)?;
    fs::write(folder.join("full.toml"), feeds(0))?;
    fs::write(folder.join("limited.toml"), feeds(20))?;
    for page in ["downloads", "testing", "how-to-update", "team"] {
        let text = format!(
            "---\ntitle: {page}\npermalink: /{page}/\n---\n\n## Overview\n\nAbout {page}.\n\n## Details\n"
        );
        fs::write(folder.join("pages").join(format!("{page}.md")), text)?;
    }
    for number in 0..posts {
        let (name, text) = post(number);
        fs::write(folder.join("_posts").join(name), text)?;
    }
    Ok(())
}

const CONFIG: &str = "\
title: A site to measure with
description: Made by a program, the same each time
url: https://bench.example
timezone: UTC
time: 2030-01-01 00:00:00 +0000
permalink: /news/:year/:month/:day/:title/
author: Nobody
plugins: [jekyll-feed, jekyll-redirect-from]
feed:
  posts_limit: 20
  categories: [releases, announcements, security, talks, articles, press]
exclude: [full.toml, limited.toml]
";

fn feeds(limit: usize) -> String {
    let mut out = String::new();
    for (name, path, format) in [("atom", "feed.xml", "atom"), ("rss", "rss.xml", "rss")] {
        let _ = write!(
            out,
            "[[feeds]]\nname = \"{name}\"\npath = \"{path}\"\nformat = \"{format}\"\nlimit = {limit}\n\n"
        );
    }
    let _ = write!(
        out,
        "[[feeds]]\nname = \"categories\"\npath = \"feed/{{category}}.xml\"\neach = \"category\"\nlimit = {limit}\n"
    );
    out
}

/// The name and the text of one post.
fn post(number: usize) -> (String, String) {
    let mut dice = Dice(number as u64 + 1);
    let date = first_day() + Duration::hours(6 * number as i64);
    let category = CATEGORIES[dice.below(CATEGORIES.len())];
    let slug = format!("{}-{}-{number}", dice.word(), dice.word()).replace('\'', "");
    let mut text = format!(
        "---\nlayout: post\ntitle: \"{} {number}: {}\"\ndate: {}\ncategories: {category}\ntags: [{}, {}]\n---\n\n",
        capitalised(&dice.words(2)),
        dice.words(4),
        date.format("%Y-%m-%d %H:%M:%S +0000"),
        dice.word().replace('\'', ""),
        dice.word().replace('\'', ""),
    );
    // The product of two throws: many short posts, few long ones.
    let size = 1_000 + 9_000 * dice.below(100) * dice.below(100) / 10_000;
    paragraph(&mut text, &mut dice, number);
    while text.len() < size {
        match dice.below(9) {
            0 => {
                let _ = writeln!(text, "## {}\n", capitalised(&dice.words(4)));
                paragraph(&mut text, &mut dice, number);
            }
            1 => list(&mut text, &mut dice, "- "),
            2 => list(&mut text, &mut dice, "1. "),
            3 => code(&mut text, &mut dice),
            4 if dice.below(3) == 0 => table(&mut text, &mut dice),
            5 => {
                let _ = writeln!(text, "> {}\n", sentence(&mut dice));
            }
            _ => paragraph(&mut text, &mut dice, number),
        }
    }
    (format!("{}-{slug}.md", date.format("%Y-%m-%d")), text)
}

fn first_day() -> DateTime<chrono::Utc> {
    DateTime::from_timestamp(1_388_534_400, 0).unwrap_or_default() // 2014-01-01
}

fn paragraph(text: &mut String, dice: &mut Dice, number: usize) {
    for _ in 0..2 + dice.below(4) {
        text.push_str(&sentence(dice));
        match dice.below(8) {
            0 => text.push_str(" See [how to update](/how-to-update/#details) first."),
            1 => {
                let issue = 1 + dice.below(9_000);
                let _ = write!(text, " ([#{issue}](https://github.com/bench/issues/issues/{issue}))");
            }
            2 => {
                let _ = write!(
                    text,
                    " The [{}](https://forum.bench.example/t/{number}) has more.",
                    dice.words(2)
                );
            }
            3 => text.push_str(" It is *not* the **last** word -- use `tool --flag` for that..."),
            4 => text.push_str(" \"So it goes\", as they say on the [team](/team/)."),
            _ => {}
        }
        text.push('\n');
    }
    text.push('\n');
}

fn list(text: &mut String, dice: &mut Dice, marker: &str) {
    for _ in 0..3 + dice.below(4) {
        let _ = writeln!(text, "{marker}{}", sentence(dice));
    }
    text.push('\n');
}

fn code(text: &mut String, dice: &mut Dice) {
    text.push_str("```shell\n");
    for _ in 0..2 + dice.below(6) {
        let _ = writeln!(text, "tool {} --{} <{}> && echo \"done\"", dice.word(), dice.word(), dice.word());
    }
    text.push_str("```\n\n");
}

fn table(text: &mut String, dice: &mut Dice) {
    text.push_str("| what | how many |\n|------|---------:|\n");
    for _ in 0..3 + dice.below(4) {
        let _ = writeln!(text, "| {} | {} |", dice.words(3), dice.below(1_000));
    }
    text.push('\n');
}

fn sentence(dice: &mut Dice) -> String {
    let length = 6 + dice.below(14);
    format!("{}.", capitalised(&dice.words(length)))
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, even, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }

    fn word(&mut self) -> &'static str {
        WORDS[self.below(WORDS.len())]
    }

    fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }
}

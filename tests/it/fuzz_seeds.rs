//! The targets of `fuzz/` on their seeds, and on mutations of them that are the same in every run.

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[expect(unreachable_pub, reason = "the programs in `fuzz` have the same file")]
#[path = "../../fuzz/targets.rs"]
mod targets;

/// Mutations of each seed; `FUZZ_MUTATIONS` gives another number, `FUZZ_TARGET` the name of the only target.
const MUTATIONS: u64 = 12;
/// Of a debug build, on a busy machine; a release build needs a hundredth.
const LONGEST: Duration = Duration::from_secs(30);
/// The input of a long run that is being read, for a run that ends with an overflow of the stack.
const RUNNING: &str = "target/fuzz-input";
/// What is put into seeds: marks of all that the targets read.
const PIECES: &[&str] = &[
    "{% raw %}",
    "{% endraw %}",
    "{{",
    "}}",
    "{%",
    "%}",
    "{% include self.md %}",
    "{:",
    "}",
    "---\n",
    "\n\n",
    "\n",
    "    ",
    "\t",
    "*",
    "_",
    "`",
    "~~~\n",
    "[",
    "](",
    ")",
    "![",
    "]: ",
    "[^",
    "|",
    "<div>",
    "</",
    "<!--",
    "-->",
    "&",
    "&#x0;",
    "\"",
    "'",
    "\\",
    "\u{0}",
    "\u{1b}",
    "\u{202e}",
    "\u{feff}",
    "é",
    "٣",
    "<![CDATA[",
    "]]>",
    "<entry>",
    "0",
    "-1",
    "99999999999999999999",
    "(",
    ",",
    ": ",
    "#",
    "$$",
    "\r\n",
    "\r",
];

#[test]
fn seeds_and_mutations_end_without_a_panic() {
    let mutations =
        std::env::var("FUZZ_MUTATIONS").ok().and_then(|number| number.parse().ok()).unwrap_or(MUTATIONS);
    let only = std::env::var("FUZZ_TARGET").ok();
    let chosen = targets::TARGETS.iter().filter(|(name, _)| only.as_deref().is_none_or(|only| only == *name));
    let failures: Vec<String> = chosen.filter_map(|(name, _)| failure(name, mutations)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The first input of a target that panics or takes too long.
fn failure(name: &str, mutations: u64) -> Option<String> {
    let seeds = seeds(name);
    assert!(!seeds.is_empty(), "fuzz/seeds/{name} has no seed");
    for (number, seed) in seeds.iter().enumerate() {
        for round in 0..=mutations {
            let input = mutated(seed, &seeds, round, number as u64);
            if mutations > MUTATIONS {
                fs::write(RUNNING, &input).unwrap();
            }
            let start = Instant::now();
            let result = catch_unwind(|| targets::run(name, &input));
            let taken = start.elapsed();
            if result.is_err() || taken > LONGEST {
                let input = String::from_utf8_lossy(&input);
                return Some(format!("{name}, seed {number}, round {round}, {taken:?}: {input:?}"));
            }
        }
    }
    None
}

/// The files of a target's folder, by name.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new("fuzz/seeds").join(target);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// A seed with a few changes, which follow from the round; round 0 changes nothing.
fn mutated(seed: &[u8], others: &[Vec<u8>], round: u64, number: u64) -> Vec<u8> {
    let mut out = seed.to_vec();
    let mut state = (round + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (number << 17);
    // Xorshift: https://www.jstatsoft.org/article/view/v008i14
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    let changes = if round == 0 { 0 } else { 1 + next(6) };
    for _ in 0..changes {
        let at = next(out.len() + 1);
        let end = (at + 1 + next(20)).min(out.len());
        match next(6) {
            0 => drop(out.drain(at..end)),
            1 => {
                let part = out[at..end].to_vec();
                let times = 1 + next(40);
                out.splice(at..at, part.repeat(times));
            }
            2 if at < out.len() => out[at] ^= 1 << next(8),
            3 => {
                let other = &others[next(others.len())];
                let from = next(other.len());
                out.splice(at..end, other[from..].iter().copied().take(200));
            }
            4 => out.truncate(at),
            _ => {
                let piece = PIECES[next(PIECES.len())];
                out.splice(at..at, piece.bytes());
            }
        }
    }
    out
}

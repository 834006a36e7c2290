//! The lock file: one line of JSON for each post, sorted by path, so that versions of two branches merge line by line.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::site::config::ConfigError;
use crate::text::source::{SourceFile, Span};

/// The name of the file, in the site's folder.
pub const LOCK_FILE: &str = "feedwright.lock";

/// The first line of every lock file.
const HEAD: &str =
    "# The ids of published posts, version 1. Written by `feedwright lock`; commit it with the site.\n";

/// Every id that was published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// The records, sorted by path.
    pub records: Vec<Record>,
}

/// A lock file as it was applied to a site.
#[derive(Clone, Debug)]
pub struct Locked {
    /// The file's records.
    pub lock: Lock,
    /// For each post that was read with it, by its index in [`crate::site::Site::posts`], the record that it has.
    pub claims: Vec<Option<usize>>,
}

/// The identity of one post.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The post's file, below the site.
    pub path: String,
    /// The id that Atom and JSON feeds have.
    pub id: String,
    /// What an RSS `guid` is where that is not the URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guid: Option<String>,
    /// The absolute URL of its page.
    pub url: String,
    /// When it was published, by RFC 3339.
    pub date: String,
    /// Its title.
    pub title: String,
    /// Whether the post was deleted. No other post gets its id.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
}

impl Record {
    /// Returns what an RSS `guid` is.
    #[must_use]
    pub fn guid(&self) -> &str {
        self.guid.as_deref().unwrap_or(&self.url)
    }
}

impl Lock {
    /// Reads a lock file.
    ///
    /// # Errors
    /// When a line is not a record, two lines give one path different ids, or two posts that exist one id, at the line.
    pub fn parse(file: &SourceFile) -> Result<Self, ConfigError> {
        let mut records: Vec<Record> = Vec::new();
        let mut lines: BTreeMap<String, (usize, String)> = BTreeMap::new();
        // Branches that rename one post differently merge into two records of it.
        let mut owners: BTreeMap<String, (usize, String)> = BTreeMap::new();
        let mut start = 0;
        for (number, line) in file.text.split_inclusive('\n').enumerate() {
            let at = start;
            start += line.len();
            // Editors of Windows begin a file with a mark.
            let line = line.trim_start_matches('\u{feff}').trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let record =
                record(line).map_err(|message| ConfigError::new(file, Some(Span::at(at)), message))?;
            match lines.get(&record.path).filter(|_| !record.gone) {
                Some((_, id)) if *id == record.id => continue,
                Some((earlier, _)) => {
                    let message = format!(
                        "`{}` has another id in line {earlier}; delete the line whose id no subscriber has",
                        record.path
                    );
                    return Err(ConfigError::new(file, Some(Span::at(at)), message));
                }
                None if !record.gone => {
                    if let Some((earlier, path)) = owners.get(&record.id) {
                        let message = format!(
                            "`{}` has the id of `{path}` in line {earlier}, `{}`; delete the line of the post that subscribers \
                             do not know by it, or whose file is gone, and run `feedwright lock`",
                            record.path, record.id
                        );
                        return Err(ConfigError::new(file, Some(Span::at(at)), message));
                    }
                    owners.insert(record.id.clone(), (number + 1, record.path.clone()));
                    lines.insert(record.path.clone(), (number + 1, record.id.clone()));
                }
                None => {}
            }
            records.push(record);
        }
        records.sort();
        records.dedup();
        Ok(Self { records })
    }

    /// Returns the contents of the lock file.
    ///
    /// # Errors
    /// When a record cannot be written as JSON.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        let mut records: Vec<&Record> = self.records.iter().collect();
        records.sort();
        let mut text = HEAD.to_owned();
        for record in records {
            text.push_str(&serde_json::to_string(record)?);
            text.push('\n');
        }
        Ok(text)
    }
}

fn record(line: &str) -> Result<Record, String> {
    if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark)) {
        return Err("a merge conflict; keep the lines of both sides".to_owned());
    }
    let record: Record = serde_json::from_str(line).map_err(|error| {
        let error = error.to_string();
        let reason = error.split(" at line ").next().unwrap_or(&error);
        format!("this line is not a record of `feedwright lock`: {reason}; restore it from an older version")
    })?;
    let keys = [("path", &record.path), ("id", &record.id)];
    let empty = keys.into_iter().find(|(_, value)| value.trim().is_empty()).map(|(key, _)| key);
    match empty {
        Some(key) => Err(format!("`{key}` is empty; restore the line from an older version")),
        None => Ok(record),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Lock, String> {
        Lock::parse(&SourceFile::new(LOCK_FILE, text)).map_err(|error| error.to_string())
    }

    fn line(path: &str, id: &str) -> String {
        let rest = "\"url\":\"https://e.example/a/\",\"date\":\"2024-05-31T00:00:00+00:00\",\"title\":\"A\"";
        format!("{{\"path\":\"{path}\",\"id\":\"{id}\",{rest}}}\n")
    }

    #[test]
    fn sorts_and_survives_a_round_trip() {
        let text = format!("# a comment\n\n{}{}", line("b.md", "b"), line("a\\tb.md", "a"));
        let lock = parse(&text).unwrap();
        assert_eq!(lock.records[0].path, "a\tb.md");
        let written = lock.to_text().unwrap();
        assert_eq!(parse(&written).unwrap(), lock);
        assert!(written.starts_with("# ") && written.lines().count() == 3);
    }

    #[test]
    fn an_id_belongs_to_one_post_that_exists() {
        let error = parse(&(line("a.md", "x") + "\n" + &line("b.md", "y") + &line("c.md", "x"))).unwrap_err();
        assert_eq!(
            error,
            "feedwright.lock:4:1: `c.md` has the id of `a.md` in line 1, `x`; delete the line of the post that subscribers do \
             not know by it, or whose file is gone, and run `feedwright lock`"
        );
        let gone = line("a.md", "x").replace("}", ",\"gone\":true}");
        assert_eq!(parse(&(gone.clone() + &line("c.md", "x"))).unwrap().records.len(), 2);
        assert_eq!(parse(&(gone + &line("a.md", "x"))).unwrap().records.len(), 2);
    }

    #[test]
    fn merges_equal_lines_and_rejects_others() {
        assert_eq!(parse(&(line("a.md", "a") + &line("a.md", "a"))).unwrap().records.len(), 1);
        let error = parse(&(line("a.md", "a") + &line("a.md", "b"))).unwrap_err();
        assert_eq!(
            error,
            "feedwright.lock:2:1: `a.md` has another id in line 1; delete the line whose id no subscriber has"
        );
        for (bad, part) in
            [("<<<<<<< HEAD\n", "merge conflict"), ("{}\n", "missing field"), ("x\n", "not a record")]
        {
            let error = parse(&format!("# x\n{bad}")).unwrap_err();
            assert!(error.starts_with("feedwright.lock:2:1: ") && error.contains(part), "{error}");
        }
        assert!(parse(&line("a.md", " ")).unwrap_err().contains("`id` is empty"));
    }
}

//! What fixes leave, judged by other people's code: Ruby reads the front matter and kramdown renders the text of every
//! faulty case before and after, and they differ only in the URLs, link text and keys that the fixes name.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use feedwright::lint::rules;
use regex::Regex;
use serde_json::Value;

use crate::bench;
use crate::cli::{TestSite, files_below, left_out};
use crate::ruby;

/// Front matter and HTML of a post, by Ruby.
struct Reading {
    /// Each key of its front matter; nothing where that cannot be read.
    data: Option<serde_json::Map<String, Value>>,
    html: String,
}

#[test]
fn fixes_change_what_they_name_and_nothing_else() {
    let fixable: Vec<&str> = rules::all().filter(|rule| rule.fixable).map(|rule| rule.name).collect();
    let mut wrong = Vec::new();
    let mut changed = 0;
    for rule in fixable {
        let site = TestSite::copy_of("site");
        for (path, text) in bench::files_of_cases(rule) {
            site.write(&path, &text);
        }
        let before = markdown_files(site.path());
        let mut edits = edits(&site, rule);
        let only = if rule == "unused-suppression" { "dead-link,unused-suppression" } else { rule };
        for flag in ["--fix", "--unsafe-fixes"] {
            site.feedwright(["lint", ".", flag, "--only", only, "--exit-zero", "--quiet"]).exits(0);
            let after = markdown_files(site.path());
            let touched: Vec<&String> =
                after.keys().filter(|path| before.get(*path) != after.get(*path)).collect();
            changed += touched.len();
            let both = touched.iter().flat_map(|path| [&before[*path], &after[*path]]);
            let Some(read) = readings(&both.cloned().collect::<Vec<_>>()) else {
                left_out("fixes by kramdown: no ruby with kramdown and kramdown-parser-gfm");
                return;
            };
            for (path, pair) in touched.iter().zip(read.chunks(2)) {
                let [old, new] = pair else { unreachable!("two documents each") };
                let named = edits.entry((*path).clone()).or_default();
                if let Err(why) = judge(old, new, named) {
                    wrong.push(format!("{rule} {flag} {path}: {why}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(changed > 40, "only {changed} files were changed");
}

/// What stands at the edits of a file, and what is put there.
type Edits = Vec<(String, String)>;

fn edits(site: &TestSite, rule: &str) -> BTreeMap<String, Edits> {
    let only = if rule == "unused-suppression" { "dead-link,unused-suppression" } else { rule };
    let said = site.feedwright(["lint", ".", "--only", only, "--format", "json", "--exit-zero"]).exits(0);
    let report: Value = serde_json::from_str(&said.stdout).unwrap();
    let mut edits: BTreeMap<String, Edits> = BTreeMap::new();
    for edit in report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|found| found["fix"]["edits"].as_array())
        .flatten()
    {
        let path = edit["path"].as_str().unwrap();
        let text = site.read(path);
        let place = edit["start"].as_u64().unwrap() as usize..edit["end"].as_u64().unwrap() as usize;
        let put = edit["replacement"].as_str().unwrap().to_owned();
        edits.entry(path.to_owned()).or_default().push((text[place].to_owned(), put));
    }
    edits
}

fn judge(old: &Reading, new: &Reading, edits: &Edits) -> Result<(), String> {
    match (&old.data, &new.data) {
        // Some fixes repair front matter that could not be read.
        (None, Some(_)) => return Ok(()),
        (_, None) => return Err("the front matter cannot be read".to_owned()),
        (Some(old), Some(new)) => {
            for key in old.keys().chain(new.keys()).filter(|key| old.get(*key) != new.get(*key)) {
                let value = new.get(key).map(ToString::to_string).unwrap_or_default();
                let named = edits.iter().any(|(_, put)| {
                    put.contains(key.as_str()) || value.contains(put.trim_matches(['"', '\'']))
                });
                if !named && key != "feedwright_disable" && key != "feedwright-disable" {
                    return Err(format!("`{key}` is now {value}"));
                }
            }
        }
    }
    let url = Regex::new(r#"(?:href|src)="([^"]*)""#).unwrap();
    let urls = |html: &str| -> Vec<String> {
        url.captures_iter(html).map(|found| found[1].replace("&amp;", "&")).collect()
    };
    let (old_urls, new_urls) = (urls(&old.html), urls(&new.html));
    for url in new_urls.iter().filter(|url| !old_urls.contains(url)) {
        // A repaired reference leads where its definition does.
        let named = edits.iter().any(|(_, put)| url.contains(put.as_str()) || put.starts_with('['));
        if !named {
            return Err(format!("a link to `{url}` that no fix names"));
        }
    }
    let old_html = with_fixed_ids(&old.html, &new.html);
    let (old_text, new_text) = (without_links(&old_html, edits), without_links(&new.html, edits));
    if old_text == new_text { Ok(()) } else { Err(format!("the page was\n{old_text}\nand is\n{new_text}")) }
}

/// The page with the ids that the other has in place of those that only ended with them: an attribute list that was text of its
/// heading is one now.
fn with_fixed_ids(old: &str, new: &str) -> String {
    let id = Regex::new(r#" id="([^"]*)""#).unwrap();
    let ids =
        |html: &str| -> Vec<String> { id.captures_iter(html).map(|found| found[1].to_owned()).collect() };
    let (old_ids, new_ids) = (ids(old), ids(new));
    let mut fixed = old.to_owned();
    for put in new_ids.iter().filter(|put| !old_ids.contains(put)) {
        let was = old_ids.iter().find(|was| !new_ids.contains(was) && was.ends_with(put.as_str()));
        if let Some(was) = was {
            fixed = fixed.replace(&format!(" id=\"{was}\""), &format!(" id=\"{put}\""));
        }
    }
    fixed
}

/// The page without its link tags and without what the edits name.
fn without_links(html: &str, edits: &Edits) -> String {
    let links = Regex::new(r#"</?a[^>]*>|(?:href|src)="[^"]*"|<!--.*?-->|[\[\]#]"#).unwrap();
    let mut text = links.replace_all(html, "").into_owned();
    for (was, put) in edits {
        for word in
            [was, put].map(|word| word.replace(['[', ']', '#'], "")).iter().filter(|word| !word.is_empty())
        {
            text = text.replace(word.as_str(), "");
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" </", "</")
}

/// Every Markdown file below a folder, by its path.
fn markdown_files(root: &Path) -> BTreeMap<String, String> {
    let markdown = files_below(root).into_iter().filter(|path| path.ends_with(".md"));
    markdown
        .map(|path| {
            let text = String::from_utf8_lossy(&fs::read(root.join(&path)).unwrap()).into_owned();
            (path, text)
        })
        .collect()
}

/// Reads posts as Jekyll does, but for Liquid, which stays as it is.
fn readings(texts: &[String]) -> Option<Vec<Reading>> {
    const PROGRAM: &str = r"
        require 'json'; require 'yaml'; require 'date'; require 'kramdown'; require 'kramdown-parser-gfm'
        STDIN.each_line do |line|
          text = JSON.parse(line, quirks_mode: true)
          head, body = text =~ /\A(---\s*\n.*?\n?)^((---|\.\.\.)\s*$\n?)/m ? [$1, $'] : ['', text]
          data = begin
            (YAML.safe_load(head, permitted_classes: [Date, Time]) || {}).to_h { |key, value| [key.to_s, value.inspect] }
          rescue StandardError
            nil
          end
          html = Kramdown::Document.new(body, input: 'GFM', hard_wrap: false).to_html
          puts JSON.generate([data, html])
        end
    ";
    let output = ruby::output(PROGRAM, texts)?;
    let read: Vec<Reading> = String::from_utf8(output.stdout)
        .ok()?
        .lines()
        .map(|line| {
            let pair: Value = serde_json::from_str(line).unwrap();
            Reading { data: pair[0].as_object().cloned(), html: pair[1].as_str().unwrap().to_owned() }
        })
        .collect();
    (output.status.success() && read.len() == texts.len()).then_some(read)
}

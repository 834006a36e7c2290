//! Sites of other generators: the feeds of the fixture sites.
//!
//! `fixtures/generators/<name>/site` is a site as its generator reads it, `fixtures/generators/<name>/expected` what a build
//! without configuration of ours writes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::cli::TestSite;
use crate::golden;

/// Holds a build of a fixture site without configuration of ours against its expected files: the same files, byte by byte.
#[test]
fn fixture_sites_come_out_as_expected() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/generators");
    let Ok(folders) = fs::read_dir(&root) else { return };
    for folder in folders {
        let name = folder.unwrap().file_name().into_string().unwrap();
        let site = TestSite::copy_of(&format!("generators/{name}/site"));
        site.feedwright(["build", ".", "--output", "out", "--now", "2024-12-31"]).exits(0);
        let written = files(&site.path().join("out"));
        for path in &written {
            golden::check(&format!("generators/{name}/expected/{path}"), &site.read(&format!("out/{path}")));
        }
        assert_eq!(written, files(&root.join(&name).join("expected")), "{name}");
    }
}

/// The paths of all files below a folder.
fn files(folder: &Path) -> BTreeSet<String> {
    fn walk(root: &Path, folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, found);
            } else {
                found.insert(path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    let mut found = BTreeSet::new();
    walk(folder, folder, &mut found);
    found
}

/// `init` changes no feed of the generator, and its rows take the same posts once they are live.
#[test]
fn init_writes_rows_of_the_same_posts() {
    for name in ["astro", "eleventy", "hugo", "pelican", "zola"] {
        let site = TestSite::copy_of(&format!("generators/{name}/site"));
        let build = |folder: &str| {
            site.feedwright(["build", ".", "--output", folder, "--now", "2024-12-31"]).exits(0);
            files(&site.path().join(folder))
        };
        let own = build("own");
        site.feedwright(["init", "."]).exits(0);
        let adopted = build("adopted");
        for file in own.intersection(&adopted) {
            let (own, adopted) = (site.read(&format!("own/{file}")), site.read(&format!("adopted/{file}")));
            assert_eq!(entry_ids(&adopted), entry_ids(&own), "{name}: {file}");
        }
        site.write("feedwright.toml", &live(&site.read("feedwright.toml")));
        let rows = build("rows");
        assert!(!rows.is_empty(), "{name}");
        for file in own.intersection(&rows) {
            let (own, row) = (site.read(&format!("own/{file}")), site.read(&format!("rows/{file}")));
            assert_eq!(entry_ids(&row), entry_ids(&own), "{name}: {file}");
        }
    }
}

/// A configuration whose commented rows for the generator's feeds are live.
fn live(text: &str) -> String {
    let end = text.find("# The same posts as RSS").unwrap();
    let start = text.find("# The feeds below").unwrap_or(end);
    let rows = text[start..end].lines().map(|line| line.strip_prefix("# ").unwrap_or(line));
    let rows: Vec<&str> = rows.skip_while(|line| !line.starts_with('[')).collect();
    format!("{}{}\n{}", &text[..start], rows.join("\n"), &text[end..])
}

/// The ids of the entries of a feed in any format.
fn entry_ids(feed: &str) -> BTreeSet<String> {
    let entries = ["<entry>", "<item>", "\"items\""].iter().find_map(|mark| feed.split_once(mark));
    let entries = entries.map_or("", |(_, entries)| entries);
    let mut ids = BTreeSet::new();
    for (open, close) in [("<id>", "</id>"), ("<guid", "</guid>"), ("\"id\":", ",")] {
        ids.extend(
            entries.split(open).skip(1).filter_map(|rest| rest.split(close).next()).map(str::to_owned),
        );
    }
    ids
}

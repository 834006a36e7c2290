//! Sites of other generators: which generator a site is recognised as, and the feeds of the fixture sites.
//!
//! `fixtures/generators/<name>/site` is a site as its generator reads it, `fixtures/generators/<name>/expected` what a build
//! without configuration of ours writes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use feedwright::site::load::{LoadOptions, Loaded, load};
use feedwright::site::tree::MemoryTree;

use crate::cli::TestSite;
use crate::golden;

fn loaded(files: &[(&str, &str)]) -> Loaded {
    let site = MemoryTree::new(files.iter().copied());
    load(&site, LoadOptions::at("2024-07-01T12:00:00Z".parse().unwrap())).unwrap()
}

fn kind(files: &[(&str, &str)]) -> &'static str {
    loaded(files).site.settings.convention.name
}

const POST: (&str, &str) = ("content/posts/a.md", "---\ntitle: A\ndate: 2024-01-02\n---\nText.\n");

#[test]
fn a_generator_is_known_by_its_configuration() {
    for (name, text, expected) in [
        ("hugo.toml", "title = 'A'\n", "hugo"),
        ("hugo.yaml", "title: A\n", "hugo"),
        ("hugo.json", "{}\n", "hugo"),
        ("config.toml", "baseurl = 'https://e.example/'\n", "hugo"),
        ("config.yaml", "title: A\nbaseURL: https://e.example/\n", "hugo"),
        ("config/_default/hugo.toml", "title = 'A'\n", "hugo"),
        ("zola.toml", "base_url = 'https://e.example'\n", "zola"),
        ("config.toml", "base_url = 'https://e.example'\n", "zola"),
        ("eleventy.config.js", "export default {};\n", "eleventy"),
        (".eleventy.js", "module.exports = {};\n", "eleventy"),
        ("pelicanconf.py", "SITENAME = 'A'\n", "pelican"),
        ("astro.config.mjs", "export default {};\n", "astro"),
        ("_config.yml", "title: A\n", "jekyll"),
        ("config.toml", "title = 'A'\n", "plain"),
        ("feedwright.toml", "", "plain"),
    ] {
        assert_eq!(kind(&[(name, text), POST]), expected, "{name}: {text}");
    }
}

#[test]
fn jekyll_gives_way_to_another_generator() {
    let site = loaded(&[
        (".eleventy.js", "module.exports = {};\n"),
        ("_posts/2024-01-02-a.md", "---\ntitle: A\n---\nText.\n"),
    ]);
    assert_eq!(site.site.settings.convention.name, "eleventy");
    let note = site.notes.first().unwrap();
    assert!(note.contains("`eleventy` (`.eleventy.js`) and of `jekyll` (`_posts/`)"), "{note}");
}

#[test]
fn the_configuration_names_the_generator() {
    let named = |name: &str| format!("[site]\ngenerator = \"{name}\"\n");
    for name in ["hugo", "zola", "eleventy", "pelican", "astro", "jekyll", "plain"] {
        let site = loaded(&[("_config.yml", ""), ("feedwright.toml", &named(name)), POST]);
        assert_eq!(site.site.settings.convention.name, name);
        assert_eq!(site.notes, Vec::<String>::new());
    }
}

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

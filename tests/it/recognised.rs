//! Which generator a site is recognised as, also in a build that does not read its sites.

use feedwright::site::conventions;
use feedwright::site::load::{LoadError, LoadOptions, Loaded, load};
use feedwright::site::tree::MemoryTree;

#[cfg(not(feature = "hugo"))]
use crate::cli::TestSite;

fn loaded(files: &[(&str, &str)]) -> Result<Loaded, LoadError> {
    let site = MemoryTree::new(files.iter().copied());
    load(&site, LoadOptions::at("2024-07-01T12:00:00Z".parse().unwrap()))
}

/// The generator that a site is of; an error names it in a build without its feature, and in no other.
fn kind(files: &[(&str, &str)]) -> &'static str {
    let (name, is_read) = match loaded(files) {
        Ok(loaded) => (loaded.site.settings.convention.name, true),
        Err(LoadError::Feature { feature, .. }) => (feature, false),
        Err(error) => panic!("{error}"),
    };
    assert_eq!(conventions::by_name(name).unwrap().convention.is_some(), is_read, "{name}");
    name
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

#[cfg(feature = "eleventy")]
#[test]
fn jekyll_gives_way_to_another_generator() {
    let site = loaded(&[
        (".eleventy.js", "module.exports = {};\n"),
        ("_posts/2024-01-02-a.md", "---\ntitle: A\n---\nText.\n"),
    ]);
    let site = site.unwrap();
    assert_eq!(site.site.settings.convention.name, "eleventy");
    let note = site.notes.first().unwrap();
    assert!(note.contains("`eleventy` (`.eleventy.js`) and of `jekyll` (`_posts/`)"), "{note}");
}

#[test]
fn the_configuration_names_the_generator() {
    let named = |name: &str| format!("[site]\ngenerator = \"{name}\"\n");
    for name in ["hugo", "zola", "eleventy", "pelican", "astro", "jekyll", "plain"] {
        match loaded(&[("_config.yml", ""), ("feedwright.toml", &named(name)), POST]) {
            Ok(site) => {
                assert_eq!(site.site.settings.convention.name, name);
                assert_eq!(site.notes, Vec::<String>::new());
            }
            Err(error) => {
                assert!(conventions::by_name(name).unwrap().convention.is_none(), "{error}");
                let start =
                    format!("feedwright.toml:2:13: `generator = \"{name}\"` needs the feature `{name}`");
                assert!(error.to_string().starts_with(&start), "{error}");
            }
        }
    }
}

#[cfg(not(feature = "hugo"))]
#[test]
fn a_site_is_an_error_without_its_feature() {
    let site = TestSite::new(&[("hugo.toml", "title = 'A'\n"), POST]);
    for command in ["build", "list", "lint", "init"] {
        let stderr = site.feedwright([command]).exits(2).stderr;
        let expected = "this looks like a site of `hugo` (`hugo.toml`); reading one needs the feature `hugo`, which this program \
             was built without; install it again with `--features hugo`, or set `generator` in `[site]` of feedwright.toml\n";
        assert!(stderr.ends_with(expected), "{command}: {stderr}");
    }
}

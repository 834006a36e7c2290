//! Everything that a configuration can add to feeds and their entries, on the site `fixtures/entries`, against expected files.

use std::process::{Command, Stdio};

use crate::cli::{TestSite, left_out};
use crate::golden;

/// What `build` writes.
const FEEDS: &[&str] = &[
    "atom.html",
    "atom.xml",
    "by/Ines-Marlow.xml",
    "by/Jo-Tarn.xml",
    "de/feed.json",
    "de/feed.xml",
    "en/feed.json",
    "en/feed.xml",
    "feedwright.css",
    "json.json",
    "podcast.xml",
    "rss.xml",
];

fn built() -> TestSite {
    let site = TestSite::copy_of("entries");
    let run = site.feedwright(["build", "--validate"]).exits(0);
    assert_eq!(run.stderr, "");
    site
}

#[test]
fn feeds_are_as_expected_and_free_of_findings() {
    let site = built();
    assert_eq!(site.files("_site"), FEEDS);
    for path in FEEDS {
        golden::check(&format!("entries-expected/{path}"), &site.read(&format!("_site/{path}")));
        if path.ends_with(".html") || path.ends_with(".css") {
            continue;
        }
        // Sites are at the root of a host there, not of the folder with the feeds.
        let lint = site.feedwright(["lint", &format!("_site/{path}")]);
        assert_eq!((lint.code, lint.stdout.contains("warning")), (0, false), "{path}: {lint:?}");
    }
}

#[test]
fn feedparser_reads_every_tag_of_media() {
    let site = built();
    let script = "import feedparser, json, sys\n\
        feed = feedparser.parse(sys.argv[1])\n\
        entries = [[str(e.get(key)) for key in ('itunes_duration', 'itunes_episode', 'itunes_season', 'itunes_episodetype', \
        'itunes_explicit', 'media_thumbnail', 'podcast_transcript', 'podcast_chapters')] + [len(e.enclosures)] for e in feed.entries]\n\
        f = feed.feed\n\
        print(json.dumps([bool(feed.bozo), f.get('podcast_guid'), f.get('podcast_locked'), f.get('itunes_type'), f['publisher_detail'].get('email'), f.image.href, \
        [t.term for t in f.tags], entries]))\n";
    let mut python = Command::new("python3");
    python.args(["-c", script, "_site/podcast.xml"]).current_dir(site.path()).stdin(Stdio::null());
    let output = python.output();
    let Some(output) = output.ok().filter(|output| output.status.success()) else {
        return left_out("tags of media in feedparser (not installed)");
    };
    golden::check("entries-expected/feedparser.json", &String::from_utf8(output.stdout).unwrap());
}

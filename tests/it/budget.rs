//! Feeds of at most so many bytes.

use crate::cli::TestSite;

fn site(keys: &str) -> TestSite {
    let site = TestSite::new(&[
        ("_config.yml", "title: Ferry\nlang: en\nurl: https://ferry.example\ntime: 2024-12-31\n"),
        ("feedwright.toml", &format!("[[feeds]]\npath = \"feed.xml\"\n{keys}\n")),
    ]);
    for number in 1..=8 {
        let text = format!("The summary of {number}.\n\n{}\n", "The rest of it. ".repeat(60));
        site.write(
            &format!("_posts/2024-01-0{number}-p.md"),
            &format!("---\ntitle: Post {number}\n---\n{text}"),
        );
    }
    site
}

#[test]
fn the_oldest_entries_are_shortened_and_then_left_out() {
    for (format, entry, content) in [
        ("atom", "<entry", "The rest of it"),
        ("rss", "<item>", "content:encoded>"),
        ("json", "\"id\"", "content_html"),
    ] {
        let whole = site(&format!("format = \"{format}\""));
        whole.feedwright(["build", "--quiet"]).exits(0);
        let full = whole.read("_site/feed.xml");
        assert_eq!(full.matches(entry).count(), 8);
        let mut last = (9, 9);
        for percent in [100, 70, 50, 30, 15] {
            let most = full.len() * percent / 100;
            let site = site(&format!("format = \"{format}\"\nmax-bytes = {most}"));
            let run = site.feedwright(["build", "--validate"]).exits(0);
            let feed = site.read("_site/feed.xml");
            assert!(feed.len() <= most, "{format} {percent}: {} of {most}", feed.len());
            assert_eq!(run.stderr.contains("to keep `max-bytes"), percent < 100, "{}", run.stderr);
            let entries = feed.split(entry).skip(1);
            let is_whole: Vec<bool> = entries.map(|entry| entry.contains(content)).collect();
            // The whole ones come first, and fewer of them the smaller the bound is.
            assert!(
                is_whole.is_sorted_by(|before, after| before >= after),
                "{format} {percent}: {is_whole:?}"
            );
            let now = (is_whole.len(), is_whole.iter().filter(|whole| **whole).count());
            assert!(now <= last && !is_whole.is_empty(), "{format} {percent}: {now:?} {last:?}");
            last = now;
            site.feedwright(["build", "--quiet", "--check"]).exits(0);
        }
    }
    let site = site("max-bytes = 10");
    let run = site.feedwright(["build"]).exits(0);
    assert!(run.stderr.contains("is still larger than `max-bytes = 10`"), "{}", run.stderr);
    assert_eq!(site.read("_site/feed.xml").matches("<entry").count(), 1);
}

#[test]
fn documents_of_an_archive_stay_whole() {
    let site = site("limit = 2\narchive = 3\nmax-bytes = 1500");
    site.feedwright(["build", "--quiet"]).exits(0);
    for path in ["_site/feed-1.xml", "_site/feed-2.xml"] {
        assert_eq!(site.read(path).matches("<content ").count(), 3, "{path}");
    }
    assert!(site.read("_site/feed.xml").matches("<content ").count() < 2);
}

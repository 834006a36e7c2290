//! Files that come with a post, as enclosures and attachments.

use crate::cli::TestSite;

fn site(front_matter: &str) -> TestSite {
    let site = TestSite::new(&[
        ("_config.yml", "url: https://wherry.example\nbaseurl: /blog\ntitle: Wherry\n"),
        (
            "feedwright.toml",
            "[posts]\nmedia-key = [\"audio\", \"podcast.file\"]\n[[feeds]]\npath = \"{format}.feed\"\nformat = [\"atom\", \"rss\", \"json\"]\n",
        ),
        ("episodes/a b.mp3", "0123456789"),
        ("static/two.m4a", "01234"),
        ("_posts/beside.ogg", "012"),
    ]);
    site.write("_posts/2024-01-01-one.md", &format!("---\ntitle: One\n{front_matter}\n---\nText.\n"));
    site
}

/// The enclosures of the Atom feed: address, media type and length.
fn built(front_matter: &str) -> (Vec<String>, String) {
    let site = site(front_matter);
    let run = site.feedwright(["build", "--validate"]).exits(0);
    let atom = site.read("_site/atom.feed");
    let links =
        atom.lines().filter(|line| line.contains("rel=\"enclosure\"")).map(|line| line.trim().to_owned());
    let links: Vec<String> = links.collect();
    assert_eq!(site.read("_site/rss.feed").matches("<enclosure ").count(), links.len().min(1));
    assert_eq!(site.read("_site/json.feed").matches("\"mime_type\"").count(), links.len());
    (links, run.stderr)
}

#[test]
fn length_and_type_come_from_the_file() {
    let at = "https://wherry.example/blog";
    for (front_matter, expected) in [
        ("audio: \"/episodes/a b.mp3\"", vec![(format!("{at}/episodes/a%20b.mp3"), "audio/mpeg", 10)]),
        ("audio: /blog/episodes/a%20b.mp3", vec![(format!("{at}/episodes/a%20b.mp3"), "audio/mpeg", 10)]),
        ("audio: https://wherry.example/blog/two.m4a", vec![(format!("{at}/two.m4a"), "audio/x-m4a", 5)]),
        ("audio: beside.ogg", vec![(format!("{at}/2024/01/01/beside.ogg"), "audio/ogg", 3)]),
        (
            "audio: {url: 'https://cdn.example/x', length: '77', type: audio/mpeg}\npodcast: {file: /two.m4a}",
            vec![
                ("https://cdn.example/x".to_owned(), "audio/mpeg", 77),
                (format!("{at}/two.m4a"), "audio/x-m4a", 5),
            ],
        ),
        (
            "audio: [/two.m4a, {src: /two.m4a}, 7, {title: x}, 'mailto:a@b.example']",
            vec![(format!("{at}/two.m4a"), "audio/x-m4a", 5)],
        ),
        ("audio: {url: /two.m4a, type: m4a}", vec![(format!("{at}/two.m4a"), "audio/x-m4a", 5)]),
        ("audio: true", Vec::new()),
        ("video: /two.m4a", Vec::new()),
    ] {
        let (links, stderr) = built(front_matter);
        assert_eq!(links.len(), expected.len(), "{front_matter}: {links:?}");
        for (link, (url, media_type, length)) in links.iter().zip(expected) {
            for part in [format!("\"{url}\""), format!("\"{media_type}\""), format!("length=\"{length}\"")] {
                assert!(link.contains(&part), "{front_matter}: {part} in {link}");
            }
        }
        assert_eq!(stderr, "", "{front_matter}");
    }
}

#[test]
fn unknown_length_is_reported() {
    let (links, stderr) = built("audio: https://cdn.example/x.mp3");
    assert_eq!(links.len(), 1);
    let expected =
        "_posts/2024-01-01-one.md:3:8: the length of `https://cdn.example/x.mp3` in `audio` is not known";
    assert!(stderr.contains(expected), "{stderr}");
    let (_, stderr) = built("audio:\n- /episodes/a b.mp3\n- {url: 'https://cdn.example/x.mp3'}");
    assert!(stderr.contains("one.md:5:3: the length of"), "{stderr}");
    let (links, stderr) = built("audio: ../../../../../etc/passwd");
    assert!(links.len() == 1 && stderr.contains("is not known"), "{links:?} {stderr}");
}

//! Feeds that are podcasts: what the configuration, front matter and files tell of a show and its episodes.

use crate::cli::TestSite;

fn site(row: &str, front_matter: &str) -> TestSite {
    let site = TestSite::new(&[
        (
            "_config.yml",
            "url: https://wherry.example\ntitle: Wherry\nauthor: {name: Ann, email: ann@wherry.example}\nlang: en\n",
        ),
        (
            "feedwright.toml",
            &format!(
                "[posts]\nmedia-key = \"audio\"\n[[feeds]]\npath = \"pod.xml\"\nformat = \"rss\"\n{row}\n"
            ),
        ),
    ]);
    site.write("_posts/2024-01-01-one.md", &format!("---\ntitle: One\n{front_matter}\n---\nText.\n"));
    site
}

/// The lines of the podcast feed with a podcast's elements, without white space around them.
fn elements(row: &str, front_matter: &str) -> (Vec<String>, Vec<String>) {
    let site = site(row, front_matter);
    site.feedwright(["build"]).exits(0);
    let feed = site.read("_site/pod.xml");
    let (head, item) = feed.split_once("<item>").unwrap();
    let lines = |part: &str| {
        let marked = |line: &&str| line.contains("<itunes:") || line.contains("<podcast:");
        part.lines().map(str::trim).filter(marked).map(str::to_owned).collect()
    };
    (lines(head), lines(item))
}

#[test]
fn two_keys_make_a_podcast() {
    let row = "logo = \"/cover.png\"\npodcast = { categories = \"Technology\", explicit = false }";
    let (head, _) = elements(row, "audio: {url: /1.mp3, length: 9, duration: 61}");
    for part in [
        "<itunes:author>Ann</itunes:author>",
        "<itunes:category text=\"Technology\">",
        "<itunes:image href=\"https://wherry.example/cover.png\"/>",
        "<itunes:explicit>false</itunes:explicit>",
        "<itunes:owner>",
        "<itunes:email>ann@wherry.example</itunes:email>",
    ] {
        assert!(head.iter().any(|line| line == part), "{part}: {head:#?}");
    }
    assert!(head.iter().any(|line| line.starts_with("<podcast:guid>")), "{head:#?}");
    let site = site(row, "audio: {url: /1.mp3, length: 9, duration: 61}");
    site.feedwright(["build", "--validate"]).exits(0);
    let lint = site.feedwright(["lint", "_site/pod.xml"]);
    assert_eq!((lint.code, lint.stdout.contains("warning")), (0, false), "{lint:?}");
}

#[test]
fn other_feeds_have_none_of_it() {
    for row in ["", "podcast = false"] {
        let (head, item) =
            elements(row, "audio: {url: /1.mp3, length: 9, duration: 61}\nepisode: 3\nexplicit: true");
        assert!(head.is_empty() && item.is_empty(), "{row}: {head:?} {item:?}");
    }
}

#[test]
fn front_matter_tells_of_an_episode_in_many_forms() {
    let same = [
        "<itunes:duration>3723</itunes:duration>",
        "<itunes:episode>7</itunes:episode>",
        "<itunes:season>2</itunes:season>",
    ];
    for front_matter in [
        "audio: {url: 'https://cdn.example/1.mp3', length: 9, duration: '1:02:03'}\nepisode: 7\nseason: 2",
        "audio: {url: 'https://cdn.example/1.mp3', length: 9}\npodcast: {episode: 7, season: '2', duration: 3723}",
        "audio: {url: 'https://cdn.example/1.mp3', length: 9}\nitunes: {episode: 7, season: 2, duration: 62:03}",
        "audio: {url: 'https://cdn.example/1.mp3', length: 9}\nitunes_episode: 7\nitunes_season: 2\nitunes_duration: 1h 2m 3s",
        "audio: {url: 'https://cdn.example/1.mp3', length: 9}\n'itunes:episode': 7\npodcast-season: 2\nduration: PT1H2M3S",
        "audio: [{url: 'https://cdn.example/1.mp3', length: 9, duration: 3723, episode: 7}]\nepisode: {season: 2}",
    ] {
        let (_, item) = elements("podcast = true", front_matter);
        for part in same {
            assert!(item.iter().any(|line| line == part), "{front_matter}: {part}: {item:#?}");
        }
    }
}

#[test]
fn keys_of_other_things_are_not_those_of_an_episode() {
    let front_matter = "audio: {url: 'https://cdn.example/1.mp3', length: 9, type: audio/mpeg}\ntype: post\ntitle: One\nimage: /a.png\n\
        summary: Words\nepisode: pilot\nseason: 0\nexplicit: maybe\nduration: long\nchapters: []\ntranscript: 'mailto:a@b.example'";
    let (_, item) = elements("podcast = true", front_matter);
    assert!(item.is_empty(), "{item:#?}");
}

#[test]
fn picture_of_an_episode_is_an_address_or_a_table_with_one() {
    for image in ["/e.png", "{src: /e.png, alt: A wave}", "{url: 'https://wherry.example/e.png'}"] {
        let audio = "audio: {url: 'https://cdn.example/1.mp3', length: 9}";
        let (_, item) = elements("podcast = true", &format!("{audio}\npodcast: {{image: {image}}}"));
        let shown = "<itunes:image href=\"https://wherry.example/e.png\"";
        assert!(item.iter().any(|line| line.starts_with(shown)), "{image}: {item:#?}");
    }
}

#[test]
fn rows_win_over_the_site() {
    let site = site("podcast = { explicit = true }", "audio: {url: /1.mp3, length: 9, duration: 61}");
    let toml = site.read("feedwright.toml");
    let of_site = "[site.podcast]\nauthor = \"Bo\"\nexplicit = false\ncategories = [\"Arts > Books\"]\n\
        guid = \"9B024349-ccf0-5f69-a609-6b82873eab3c\"\n";
    site.write("feedwright.toml", &format!("{of_site}{toml}"));
    site.feedwright(["build"]).exits(0);
    let feed = site.read("_site/pod.xml");
    for part in [
        "<itunes:author>Bo</itunes:author>",
        "<itunes:explicit>true</itunes:explicit>",
        "<itunes:category text=\"Books\">",
        "<podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>",
    ] {
        assert!(feed.contains(part), "{part}\n{feed}");
    }
}

#[test]
fn errors_are_at_their_place() {
    for (row, expected) in [
        ("podcast = { guid = \"x\" }", "6:20: `x` is not a UUID"),
        ("podcast = { categorys = \"x\" }", "6:13: unknown key `categorys`; did you mean `categories`?"),
        ("podcast = \"yes\"", "6:11: "),
        ("podcast = { type = \"weekly\" }", "6:20: "),
    ] {
        let run = site(row, "").feedwright(["build"]).exits(2);
        assert!(run.stderr.starts_with(&format!("error: feedwright.toml:{expected}")), "{row}: {run:?}");
    }
}

#[test]
fn missing_durations_are_reported() {
    let row = "logo = \"/c.png\"\npodcast = { categories = \"Arts\", explicit = false }";
    let site = site(row, "audio: {url: 'https://cdn.example/1.mp3', length: 9}");
    site.feedwright(["build"]).exits(0);
    let lint = site.feedwright(["lint", "_site/pod.xml"]);
    assert!(lint.stdout.contains("missing-itunes-duration"), "{lint:?}");
}

#[test]
fn copies_at_old_paths_name_the_new_address() {
    let moved = |row: &str| {
        let site = site(row, "audio: {url: /1.mp3, length: 9, duration: 61}");
        site.feedwright(["build", "--validate"]).exits(0);
        let of = |path: &str| {
            let feed = site.read(&format!("_site/{path}"));
            let rest = feed.split_once("<itunes:new-feed-url>").map(|(_, rest)| rest);
            rest.and_then(|rest| rest.split_once('<')).map(|(address, _)| address.to_owned())
        };
        (of("pod.xml"), of("old/cast.xml"), of("rss.xml"))
    };
    let also = "also = [\"old/cast.xml\", \"rss.xml\"]\narchive = 1\n";
    let new = Some("https://wherry.example/pod.xml".to_owned());
    assert_eq!(moved(&format!("{also}podcast = true")), (None, new.clone(), new));
    let set = Some("https://cdn.example/pod.xml".to_owned());
    let row = format!("{also}podcast = {{ new-feed-url = \"https://cdn.example/pod.xml\" }}");
    assert_eq!(moved(&row), (set.clone(), set.clone(), set));
    assert_eq!(moved(also), (None, None, None));
}

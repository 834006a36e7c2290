//! Languages of posts, translations, authors and counts of comments, on sites of several generators.

use std::process::{Command, Stdio};

use crate::cli::TestSite;

const TOML: &str = "[posts]\nlanguages = [\"en\", \"de\", \"pt-BR\"]\ntranslations = \"path\"\n\
    [[feeds]]\npath = \"{language}.{format}.xml\"\nformat = [\"atom\", \"rss\"]\neach = \"language\"\n";

fn plain(posts: &[(&str, &str)], toml: &str) -> TestSite {
    let site = TestSite::new(&[]);
    let head = "[site]\nurl = \"https://wherry.example\"\nlanguage = \"en\"\ntitle = \"W\"\n";
    site.write("feedwright.toml", &format!("{head}{toml}"));
    for (path, front_matter) in posts {
        site.write(path, &format!("---\ntitle: {path}\ndate: 2024-01-01\n{front_matter}\n---\nText.\n"));
    }
    site
}

/// The addresses and languages of the links `alternate` of a feed's first entry.
fn alternates(feed: &str) -> Vec<String> {
    let entry = feed.split("<entry").nth(1).unwrap();
    let links = entry.lines().filter(|line| line.contains("rel=\"alternate\""));
    let value = |line: &str, name: &str| {
        line.split(&format!("{name}=\"")).nth(1).map_or("", |rest| rest.split('"').next().unwrap()).to_owned()
    };
    links.map(|line| format!("{} {}", value(line, "href"), value(line, "hreflang"))).collect()
}

#[test]
fn folders_and_file_names_tell_the_language() {
    let posts = [("de/a.md", ""), ("en/a.md", ""), ("b.pt_BR.md", ""), ("c.md", "lang: de"), ("d.md", "")];
    let site = plain(&posts, TOML);
    site.feedwright(["build", "--validate", "--output", "_site"]).exits(0);
    for (language, titles) in
        [("de", vec!["c.md", "de/a.md"]), ("en", vec!["d.md", "en/a.md"]), ("pt-BR", vec!["b.pt_BR.md"])]
    {
        let feed = site.read(&format!("_site/{language}.atom.xml"));
        let found: Vec<&str> =
            posts.iter().map(|(path, _)| *path).filter(|path| feed.contains(&format!(">{path}<"))).collect();
        let mut expected = titles.clone();
        expected.sort_by_key(|title| posts.iter().position(|(path, _)| path == title));
        assert_eq!(found, expected, "{language}");
        site.feedwright(["lint", &format!("_site/{language}.atom.xml")]).exits(0);
    }
}

#[test]
fn feeds_of_languages_link_to_each_other() {
    let site = plain(&[("de/a.md", ""), ("en/a.md", "")], TOML);
    site.feedwright(["build", "--output", "_site"]).exits(0);
    let (atom, rss) = (site.read("_site/de.atom.xml"), site.read("_site/de.rss.xml"));
    assert!(atom.contains("<link href=\"https://wherry.example/en.atom.xml\" rel=\"alternate\" hreflang=\"en\" type=\"application/atom+xml\"/>"), "{atom}");
    assert!(rss.contains("https://wherry.example/en.rss.xml") && !rss.contains("atom.xml"), "{rss}");
}

#[test]
fn translations_are_linked_and_the_entry_keeps_its_page() {
    let site = plain(&[("de/a.md", ""), ("en/a.md", ""), ("en/b.md", "")], TOML);
    site.feedwright(["build", "--validate", "--output", "_site"]).exits(0);
    let feed = site.read("_site/de.atom.xml");
    let at = "https://wherry.example";
    assert_eq!(
        alternates(&feed),
        [format!("{at}/de/a/ "), format!("{at}/en/a/ en"), format!("{at}/de/a/ de")]
    );
    for (program, arguments) in [
        (
            "python3",
            vec!["-c", "import feedparser; print(feedparser.parse('_site/de.atom.xml').entries[0].link)"],
        ),
        ("sh", vec!["-c", "sfeed < _site/de.atom.xml | cut -f3"]),
    ] {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(site.path()).stdin(Stdio::null());
        let Ok(output) = command.output() else { continue };
        let link = String::from_utf8(output.stdout).unwrap();
        assert!(link.trim().is_empty() || link.trim() == format!("{at}/de/a/"), "{program}: {link}");
    }
    let other = site.read("_site/en.atom.xml");
    assert_eq!(other.matches("hreflang=\"de\"").count(), 2, "{other}");
}

#[test]
fn a_key_tells_translations_too() {
    let toml = TOML.replace("\"path\"\n[[", "\"ref\"\n[[");
    let site =
        plain(&[("x.md", "ref: one\nlang: de"), ("y.md", "ref: one"), ("z.md", "ref: ''\nlang: de")], &toml);
    site.feedwright(["build", "--validate", "--output", "_site"]).exits(0);
    let feed = site.read("_site/en.atom.xml");
    assert_eq!(alternates(&feed).len(), 3, "{feed}");
}

#[test]
fn without_the_keys_nothing_is_linked() {
    let site = plain(&[("de/a.md", "lang: de"), ("en/a.md", "")], "[[feeds]]\npath = \"feed.xml\"\n");
    site.feedwright(["build", "--output", "_site"]).exits(0);
    let feed = site.read("_site/feed.xml");
    assert_eq!(feed.matches("hreflang").count(), 1, "{feed}");
}

#[test]
fn counts_of_comments() {
    let toml = "[posts]\ncomment-count-key = \"comments\"\n[[feeds]]\npath = \"{format}.xml\"\nformat = [\"atom\", \"rss\"]\n";
    let posts = [
        ("a.md", "comments: 7"),
        ("b.md", "comments: [{by: Ann}, {by: Bo}]"),
        ("c.md", "comments: true"),
        ("d.md", ""),
    ];
    let site = plain(&posts, toml);
    site.feedwright(["build", "--validate", "--output", "_site"]).exits(0);
    let (atom, rss) = (site.read("_site/atom.xml"), site.read("_site/rss.xml"));
    for number in [7, 2] {
        assert!(atom.contains(&format!("<thr:total>{number}</thr:total>")), "{atom}");
        assert!(rss.contains(&format!("<slash:comments>{number}</slash:comments>")), "{rss}");
    }
    assert_eq!((atom.matches("<thr:").count(), rss.matches("<slash:").count()), (2, 2));
    for path in ["_site/atom.xml", "_site/rss.xml"] {
        site.feedwright(["lint", path]).exits(0);
    }
}

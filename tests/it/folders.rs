//! Folders that other programs know too: vaults of Obsidian, mdBook, MkDocs; and what no place but conventions names.

use std::fs;
use std::path::Path;

use crate::cli::TestSite;

#[test]
fn links_of_a_vault_lead_to_notes() {
    let site = TestSite::new(&[
        (".obsidian/app.json", "{}"),
        (
            "Notes/First note.md",
            "---\ncreated: 2024-02-01\n---\nSee [[Second]], [[Notes/Second|it]], [[second#Part *two*]], [[Gone|gone]] `[[Second]]`\n\n![[a.png|300]]\n\n```\n[[Second]]\n```\n",
        ),
        ("Notes/Second.md", "---\ntitle: Second\ndate: 2024-02-02\n---\n## Part two\n"),
        ("Notes/a.png", ""),
    ]);
    site.feedwright(["build", ".", "--url", "https://wherry.example", "--output", "out"]).exits(0);
    let feed = site.read("out/feed.xml");
    let second = "https://wherry.example/Notes/Second/";
    for part in [
        &format!("See <a href=\"{second}\">Second</a>, <a href=\"{second}\">it</a>"),
        &format!(
            "<a href=\"{second}#part-two\">second &gt; Part <em>two</em></a>, gone <code>[[Second]]</code>"
        ),
        "<img src=\"https://wherry.example/Notes/a.png\" alt=\"\" />",
        "<pre><code>[[Second]]",
        "<title type=\"html\">First note</title>",
    ] {
        assert!(feed.contains(part), "{part}\n{feed}");
    }
}

#[test]
fn templates_of_notes_are_not_posts() {
    let site = TestSite::new(&[
        (".obsidian/app.json", "{}"),
        ("Templates/Daily.md", "---\ntitle: {{title}}\ncreated: {{date}}\n---\n## {{time}}\n"),
        ("Notes/First.md", "---\ncreated: 2024-02-01\n---\nText\n"),
    ]);
    let run = site.feedwright(["build", ".", "--url", "https://wherry.example", "--output", "out"]).exits(0);
    assert!(!run.stderr.contains("Daily"), "{}", run.stderr);
    assert_eq!(site.read("out/feed.xml").matches("<entry>").count(), 1);
}

/// `init` gives a file that builds, and without one the folder builds as well.
#[test]
fn folders_of_other_programs_build() {
    let post = ("---\ntitle: A\ndate: 2024-01-02\n---\n[b](b.md)\n", "# B\n");
    for (config, text, folder, home) in [
        ("book.toml", "[book]\ntitle = 'Wherry'\n[output.html]\nsite-url = '/w/'\n", "src", "/w/a.html"),
        ("mkdocs.yml", "site_name: Wherry\nsite_url: https://wherry.example/m/\n", "docs", "/m/a/"),
        (".obsidian/app.json", "{}", "", "/a/"),
        ("notes.txt", "", "", "/a/"),
    ] {
        let path = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        let (a, b) = (path("a.md"), path("b.md"));
        let site = TestSite::new(&[(config, text), (&a, post.0), (&b, post.1)]);
        let build = |out: &str| {
            site.feedwright(["build", ".", "--url", "https://wherry.example", "--output", out]).exits(0);
            site.read(&format!("{out}/feed.xml"))
        };
        let bare = build("bare");
        assert!(bare.contains(&format!("<id>https://wherry.example{home}</id>")), "{config}\n{bare}");
        site.feedwright(["init", "."]).exits(0);
        assert_eq!(build("adopted"), bare, "{config}");
    }
}

/// The pages of a book are linted though they have no front matter, and none is a post without a date.
#[test]
fn pages_of_books_are_checked() {
    let text =
        "# Harbour\n\n[team](team.md#the-crew) [gone](gone.md) [part](team.md#no-part) ![p](img/a.png)\n";
    for (config, own, folder) in [
        ("book.toml", "[book]\ntitle = 'Wherry'\n", "src"),
        ("mkdocs.yml", "site_name: Wherry\nsite_url: https://wherry.example/m/\n", "docs"),
    ] {
        let path = |name: &str| format!("{folder}/{name}");
        let site = TestSite::new(&[
            (config, own),
            (&path("guide/harbour.md"), text),
            (&path("guide/team.md"), "# Team\n\n[all](../README.md)\n\n## The crew\n"),
            (&path("guide/img/a.png"), "x"),
            (&path("README.md"), "# Wherry\n"),
            ("README.md", "[not of the book](nowhere.md)\n"),
        ]);
        let run = site.feedwright(["lint", ".", "--all"]).exits(1);
        let found: Vec<&str> = run.stdout.lines().filter(|line| line.contains('[')).collect();
        let rules: Vec<&str> = found
            .iter()
            .filter_map(|line| line.split_once('[')?.1.split(']').next())
            .filter(|it| it.contains('-'))
            .collect();
        assert_eq!(rules, ["dead-link", "dead-fragment"], "{config}: {}", run.stdout);
    }
}

/// What notes of a vault say of themselves is not what posts of a site say.
#[test]
fn notes_of_a_vault_are_read_as_the_vault_means_them() {
    let site = TestSite::new(&[
        (".obsidian/app.json", "{}"),
        (
            "Notes/Oars & co.md",
            "---\ncreated: 1764101367612\nurl: https://elsewhere.example/oars\naliases: [Blades]\n---\n\
             [sail](../Parts/Sail.md#The%20big%20one) [here](#Two%20words) [block](../Parts/Sail.md#^a1) ![p](pics/a.png)\n\n## Two words\n",
        ),
        (
            "Notes/Rudder.md",
            "---\ncreated: 2024-02-01\nurl: https://elsewhere.example/oars\naliases: [Blades]\n---\nText\n",
        ),
        ("Notes/pics/a.png", "x"),
        (
            "Parts/Sail.md",
            "---\ndate: 2024-02-02\n---\n## The big one\n\n[gone](#Not%20there) [why](Sail.md#The%20big%20one?)\n",
        ),
    ]);
    site.feedwright(["build", ".", "--url", "https://wherry.example", "--output", "out"]).exits(0);
    let feed = site.read("out/feed.xml");
    for part in [
        "<id>https://wherry.example/Notes/Oars%20&amp;%20co/</id>",
        "<published>2025-11-25T20:09:27+00:00</published>",
        "href=\"https://wherry.example/Parts/Sail/#the-big-one\"",
        "#two-words\"",
        "src=\"https://wherry.example/Notes/pics/a.png\"",
        "<h2 id=\"two-words\">",
    ] {
        assert!(feed.contains(part), "{part}\n{feed}");
    }
    let run = site.feedwright(["lint", "."]);
    assert_eq!(run.stdout.matches("dead-fragment").count(), 1, "{}", run.stdout);
    for rule in ["duplicate-url", "invalid-redirect", "missing-title", "malformed", "dead-link"] {
        assert!(!run.stdout.contains(rule), "{rule}: {}", run.stdout);
    }
}

/// A convention is a file or folder and a row: the names of generators decide nothing elsewhere.
#[test]
fn no_other_place_compares_names_of_generators() {
    const NAMES: [&str; 6] = ["hugo", "zola", "eleventy", "pelican", "astro", "jekyll"];
    // The name of a variable in templates of Jekyll.
    const VARIABLES: [&str; 4] = [
        "src/lint/varying.rs",
        "src/markup/liquid/branches.rs",
        "src/markup/liquid/unknown_ids.rs",
        "src/site/globals.rs",
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![root.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            if path.is_dir() {
                if name != "src/site/conventions" {
                    folders.push(path);
                }
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or("");
            let named = NAMES.iter().filter(|name| code.contains(&format!("\"{name}\"")));
            if !VARIABLES.contains(&name.as_str()) {
                found.extend(named.map(|generator| format!("{name}: \"{generator}\"")));
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

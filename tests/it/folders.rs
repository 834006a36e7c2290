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
        ("book.toml", "[book]\ntitle = 'Wherry'\n[output.html]\nsite-url = '/w/'\n", "src", "/w/a/"),
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

/// A convention is a file or folder and a row: the names of generators decide nothing elsewhere.
#[test]
fn no_other_place_compares_names_of_generators() {
    const NAMES: [&str; 6] = ["hugo", "zola", "eleventy", "pelican", "astro", "jekyll"];
    // The name of a variable in templates of Jekyll.
    const VARIABLES: [&str; 3] =
        ["src/lint/varying.rs", "src/markup/liquid/branches.rs", "src/site/globals.rs"];
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

//! `[[lint.sites]]`: links into other sites, whose sources, built pages or inventories are at hand.

use miniz_oxide::deflate::compress_to_vec_zlib;

use crate::cli::TestSite;

const CONFIG: (&str, &str) =
    ("site/_config.yml", "url: https://www.wherry-os.example\ntime: 2024-12-31\npermalink: pretty\n");

/// A site in the folder `site` that has another one beside it, and a row about that.
fn site(row: &str, others: &[(&str, &str)]) -> TestSite {
    let site = TestSite::new(&[CONFIG]);
    site.write(
        "site/feedwright.toml",
        &format!("[[lint.sites]]\nurl = \"https://docs.wherry-os.example/\"\n{row}\n"),
    );
    for (path, text) in others {
        site.write(path, text);
    }
    site
}

/// The rules that find something in a link to a place of the other site; how many were not checked.
fn verdict(site: &TestSite, link: &str) -> (String, bool) {
    site.write(
        "site/_posts/2024-01-02-a-link.md",
        &format!("---\ntitle: A link\n---\nSee [this]({link}).\n"),
    );
    let said = site.feedwright(["lint", "site", "--format", "concise", "--exit-zero"]).exits(0);
    let rules: Vec<&str> = said
        .stdout
        .lines()
        .filter_map(|line| line.split(' ').nth(2))
        .map(|rule| rule.trim_end_matches(':'))
        .collect();
    (rules.join(" "), said.stderr.contains("not checked"))
}

/// Every planted error is found by its rule, and every trap is alive or cannot be told.
fn hold(site: &TestSite, dead: &[(&str, &str)], alive: &[&str], unknown: &[&str]) {
    let mut wrong = Vec::new();
    let mut expect = |link: &str, rule: &str, unchecked: bool| {
        let found = verdict(site, link);
        if found != (rule.to_owned(), unchecked) {
            wrong.push(format!("{link}: {found:?}, not {rule:?}"));
        }
    };
    for (link, rule) in dead {
        expect(link, rule, false);
    }
    for link in alive {
        expect(link, "", false);
    }
    for link in unknown {
        expect(link, "", true);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const SOURCES: [(&str, &str); 7] = [
    (
        "docs/_config.yml",
        "url: https://docs.wherry-os.example\ntime: 2024-12-31\npermalink: pretty\nplugins: [jekyll-redirect-from]\n",
    ),
    (
        "docs/install.md",
        "---\ntitle: Install\npermalink: /guide/install/\nredirect_from: /install/\n---\n\n## First boot\n\nText {#exact}\n{: #exact}\n",
    ),
    ("docs/old.md", "---\ntitle: Old\npermalink: /old\n---\nText.\n"),
    (
        "docs/list.md",
        "---\ntitle: List\npermalink: /list/\n---\n{% for x in site.y %}\n## {{ x }}\n{% endfor %}\n",
    ),
    ("docs/_posts/2024-01-01-hello.md", "---\ntitle: Hello\n---\n\n## More\n"),
    ("docs/_posts/2025-06-01-not-yet.md", "---\ntitle: Not yet\n---\nLater.\n"),
    ("docs/files/plan.pdf", "%PDF"),
];

#[test]
fn the_sources_of_another_site_are_read() {
    let site = site("folder = \"../docs\"", &SOURCES);
    hold(
        &site,
        &[
            ("https://docs.wherry-os.example/guide/instal/", "dead-link"),
            ("http://docs.wherry-os.example/no-such-page", "dead-link"),
            ("https://docs.wherry-os.example/files/plan2.pdf", "dead-link"),
            ("//docs.wherry-os.example/guide/", "dead-link"),
            ("https://DOCS.wherry-os.example:443/2025/06/01/not-yet/", "dead-link"),
            ("https://docs.wherry-os.example/guide/install/#first-boots", "dead-fragment"),
            ("https://docs.wherry-os.example/install/#second-boot", "dead-fragment"),
            ("https://docs.wherry-os.example/2024/01/01/hello/#less", "dead-fragment"),
        ],
        &[
            "https://docs.wherry-os.example/guide/install/",
            "https://docs.wherry-os.example/guide/install/index.html",
            "https://docs.wherry-os.example/guide/install?x=1#first-boot",
            "https://docs.wherry-os.example/guide/install/#exact",
            "https://docs.wherry-os.example/install/#first-boot",
            "https://docs.wherry-os.example/old",
            "https://docs.wherry-os.example/old.html",
            "https://docs.wherry-os.example/files/plan.pdf#page=3",
            "https://docs.wherry-os.example/feed.xml",
            "https://docs.wherry-os.example/2024/01/01/hello/#top",
            "https://docs.wherry-os.example/2024/01/01/hello/#:~:text=Hello",
            "https://elsewhere.wherry-os.example/guide/instal/",
            "https://docs.wherry-os.example.example.net/guide/instal/",
            "ftp://docs.wherry-os.example/guide/instal/",
        ],
        &["https://docs.wherry-os.example/list/#made-by-liquid"],
    );
}

#[test]
fn many_ids_that_a_source_lacks_are_made_by_its_layout() {
    let table = ("docs/table.md", "---\ntitle: Table\npermalink: /table/\n---\nRows come from `_data`.\n");
    let site = site("folder = \"../docs\"", &SOURCES);
    site.write(table.0, table.1);
    let said = |most: usize| {
        let links: Vec<String> =
            (0..most).map(|n| format!("[{n}](https://docs.wherry-os.example/table/#row-{n})")).collect();
        let text = format!("---\ntitle: Links\n---\n{}\n", links.join("\n"));
        site.write("site/_posts/2024-01-02-links.md", &text);
        let said = site.feedwright(["lint", "site", "--format", "concise", "--exit-zero"]).exits(0);
        (said.stdout.lines().count(), said.stderr.contains("not checked: 6 targets (a layout"))
    };
    assert_eq!(said(4), (4, false));
    assert_eq!(said(6), (0, true));
}

const BUILT: [(&str, &str); 6] = [
    ("docs/index.html", "<!doctype html><title>Docs</title>"),
    ("docs/guide/install.html", "<h2 id=\"first-boot\">First boot</h2><a name='exact'></a>"),
    ("docs/guide/index.html", "<h1 id='guide'>Guide</h1>"),
    ("docs/moved.html", "<meta http-equiv=\"refresh\" content=\"0; url=guide/\">"),
    ("docs/plan.pdf", "%PDF"),
    ("docs/notes.md", "---\ntitle: left there\n---\n"),
];

#[test]
fn a_folder_of_built_pages_is_told_from_sources() {
    let dead = [
        ("https://docs.wherry-os.example/guide/instal.html", "dead-link"),
        ("https://docs.wherry-os.example/guides/", "dead-link"),
        ("https://docs.wherry-os.example/guide/install/more.html", "dead-link"),
        ("https://docs.wherry-os.example/guide/install.html#second-boot", "dead-fragment"),
        ("https://docs.wherry-os.example/guide/#install", "dead-fragment"),
        ("https://docs.wherry-os.example/#news", "dead-fragment"),
    ];
    let alive = [
        "https://docs.wherry-os.example",
        "https://docs.wherry-os.example/index.html",
        "https://docs.wherry-os.example/guide/install",
        "https://docs.wherry-os.example/guide/install.html#first%2Dboot",
        "https://docs.wherry-os.example/guide/install.html#exact",
        "https://docs.wherry-os.example/moved.html#whatever",
        "https://docs.wherry-os.example/plan.pdf#page=2",
        "https://docs.wherry-os.example/guide/#/a-place-of-a-program",
    ];
    for row in ["folder = \"../docs\"", "built = \"../docs\""] {
        hold(&site(row, &BUILT), &dead, &alive, &[]);
    }
}

const LISTED: &str = "\
index std:doc -1 index.html Wherry
guide/install std:doc -1 guide/install.html How to install
guide/first steps std:label -1 guide/install.html#first-steps First steps
wherry.deck py:module 0 api.html#module-$ -
wherry.Deck py:class 1 api.html#$ -
wherry.Deck.open py:method 1 api.html#$ -
wherry.launch py:function 1 api.html#$ -
api std:doc -1 api.html The interface
genindex std:label -1 genindex.html Index
";

fn inventory(lines: &str) -> Vec<u8> {
    let head = "# Sphinx inventory version 2\n# Project: Wherry\n# Version: 4\n# The remainder of this file is compressed using zlib.\n";
    [head.as_bytes(), &compress_to_vec_zlib(lines.as_bytes(), 6)].concat()
}

fn site_with_inventory(bytes: &[u8]) -> TestSite {
    let site = site("inventory = \"objects.inv\"", &[]);
    std::fs::write(site.path().join("site/objects.inv"), bytes).unwrap();
    site
}

#[test]
fn an_inventory_lists_documents_and_not_headings() {
    hold(
        &site_with_inventory(&inventory(LISTED)),
        &[
            ("https://docs.wherry-os.example/guide/instal.html", "dead-link"),
            ("https://docs.wherry-os.example/apis.html#wherry.Deck", "dead-link"),
            ("http://docs.wherry-os.example/tutorial.html", "dead-link"),
            ("https://docs.wherry-os.example/guide/installs.html?q=1", "dead-link"),
            ("https://docs.wherry-os.example/api.html#wherry.Deck.opens", "dead-fragment"),
            ("https://docs.wherry-os.example/api.html#wherry.Deck.close", "dead-fragment"),
        ],
        &[
            "https://docs.wherry-os.example/",
            "https://docs.wherry-os.example/api.html#wherry.Deck.open",
            "https://docs.wherry-os.example/api.html#module-wherry.deck",
            "https://docs.wherry-os.example/guide/install.html#first-steps",
            "https://docs.wherry-os.example/guide/install",
            "https://docs.wherry-os.example/genindex.html",
        ],
        &[
            "https://docs.wherry-os.example/guide/install.html#a-heading",
            "https://docs.wherry-os.example/api.html#wherry.launch.speed",
            "https://docs.wherry-os.example/api.html#v1.2",
            "https://docs.wherry-os.example/_static/logo.svg",
            "https://docs.wherry-os.example/search.html?q=deck",
            "https://docs.wherry-os.example/py-modindex.html",
            "https://docs.wherry-os.example/wherry.pdf",
            "https://docs.wherry-os.example/fr/index.html",
        ],
    );
}

#[test]
fn an_inventory_without_documents_knows_only_what_is_there() {
    let first = b"# Sphinx inventory version 1\n# Project: Wherry\n# Version: 4\n\
        wherry.deck mod api.html\nwherry.Deck class api.html\n";
    hold(
        &site_with_inventory(first),
        &[],
        &[
            "https://docs.wherry-os.example/api.html",
            "https://docs.wherry-os.example/api.html#module-wherry.deck",
        ],
        &[
            "https://docs.wherry-os.example/guide.html",
            "https://docs.wherry-os.example/api.html#wherry.Deck.open",
        ],
    );
}

#[test]
fn a_site_may_stand_in_a_folder_of_this_host() {
    let site = site("folder = \"../docs\"", &BUILT);
    site.write(
        "site/feedwright.toml",
        "[[lint.sites]]\nurl = \"https://www.wherry-os.example/docs\"\nfolder = \"../docs\"\n",
    );
    site.write("site/pages/about.md", "---\ntitle: About\npermalink: /docs/about/\n---\nWe.\n");
    hold(
        &site,
        &[
            ("/docs/instal.html", "dead-link"),
            ("https://www.wherry-os.example/docs/guide/#install", "dead-fragment"),
            ("/documents/", "dead-link"),
        ],
        &["/docs/guide/", "/docs", "/docs/about/", "https://www.wherry-os.example/docs/plan.pdf"],
        &[],
    );
}

#[test]
fn the_nearest_page_and_id_are_named() {
    let site = site("folder = \"../docs\"", &SOURCES);
    site.write(
        "site/_posts/2024-01-02-a-link.md",
        "---\ntitle: A link\n---\n[a](https://docs.wherry-os.example/guide/instal/) [b](https://docs.wherry-os.example/guide/install/#first-boots)\n",
    );
    let said = site.feedwright(["lint", "site"]).exits(1).stdout;
    assert!(said.contains("that site has no such page, according to the folder `../docs`"), "{said}");
    assert!(said.contains("did you mean `https://docs.wherry-os.example/guide/install/`?"), "{said}");
    assert!(said.contains("did you mean `#first-boot`?"), "{said}");
}

#[test]
fn what_is_not_there_or_cannot_be_read_is_said_with_its_place() {
    let said = |row: &str, bytes: &[u8]| {
        let site = site(row, &[("docs/notes.txt", "no pages")]);
        std::fs::write(site.path().join("site/objects.inv"), bytes).unwrap();
        let said = site.feedwright(["lint", "site"]).exits(2);
        assert_eq!(said.stdout, "");
        said.stderr
    };
    let missing = said("folder = \"../dcos\"", b"");
    assert!(missing.contains("feedwright.toml:3:10: there is no folder site/../dcos"), "{missing}");
    let empty = said("folder = \"../docs\"", b"");
    assert!(empty.contains("feedwright.toml:3:10: `../docs` has neither the sources"), "{empty}");
    let none = said("inventory = \"../objects.inv\"", b"");
    assert!(
        none.contains("feedwright.toml:3:13: the inventory site/../objects.inv cannot be read"),
        "{none}"
    );
    let html = said("inventory = \"objects.inv\"", b"<html>\n");
    assert!(html.contains("feedwright.toml:3:13: site/objects.inv: it is not a Sphinx inventory"), "{html}");
    let bomb = inventory(&"a".repeat(80 << 20));
    let bomb = said("inventory = \"objects.inv\"", &bomb);
    assert!(bomb.contains("unpacks to more than 64 MB"), "{bomb}");
}

//! The first run on a site that has no configuration of ours: where its URL comes from, its own feed, `init`.

use std::process::Command;

use feedwright::site::config::Config;
use feedwright::text::source::SourceFile;

use crate::cli::{TestSite, feedwright, run};

const POST: &str = "---\ntitle: Beta\n---\nIt is out.\n";

#[test]
fn url_comes_from_files_of_the_host() {
    let site = TestSite::copy_of("own-feed");
    let built = site.feedwright(["build", "--output", "out"]).exits(0);
    assert_eq!(built.stderr, "note: the site's URL is https://www.lockkeeper.example, from `CNAME`\n");
    assert!(site.read("out/feed.xml").contains("<link>https://www.lockkeeper.example/releases/"));
    // The configuration is stronger, and so is the command line.
    site.write("feedwright.toml", "[site]\nurl = \"https://b.example\"\n");
    let built = site.feedwright(["build", "--output", "out"]).exits(0);
    assert!(!built.stderr.contains("CNAME"), "{built:?}");
    assert!(site.read("out/feed.xml").contains("<link>https://b.example/"));
    site.feedwright(["build", "--output", "out", "--url", "https://c.example"]).exits(0);
    assert!(site.read("out/feed.xml").contains("<link>https://c.example/"));
}

#[test]
fn url_of_host_is_noted_by_what_depends_on_it() {
    let site = TestSite::copy_of("own-feed");
    let note = "note: the site's URL is https://www.lockkeeper.example, from `CNAME`\n";
    for arguments in [["list", "."], ["lint", "."], ["discovery", "."], ["explain", "dead-link"]] {
        assert!(!site.feedwright(arguments).stderr.contains("CNAME"), "{arguments:?}");
    }
    for arguments in [["feed", "."], ["build", "--output=out"], ["lock", "--dry-run"], ["init", "."]] {
        assert!(site.feedwright(arguments).exits(0).stderr.starts_with(note), "{arguments:?}");
    }
    // From now on it is configured.
    assert!(
        site.read("feedwright.toml").contains("\nurl = \"https://www.lockkeeper.example\"  # from `CNAME`\n")
    );
    assert_eq!(site.feedwright(["build"]).exits(0).stderr, "");
}

#[test]
fn init_notes_feeds_that_the_next_build_replaces() {
    let feed = |generator: &str| {
        format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><generator>{generator}</generator><title>T</title></feed>\n"
        )
    };
    let site = TestSite::new(&[
        ("_config.yml", "url: https://e.example\n"),
        ("_posts/2024-05-31-beta.md", "---\ntitle: Beta\ncategory: news\n---\nIt is out.\n"),
        ("_site/feed.xml", &feed("Jekyll")),
        ("_site/feed/category/news.xml", "not a feed\n"),
    ]);
    let one = site.feedwright(["init"]).exits(0);
    assert_eq!(
        one.stderr,
        "note: `_site/feed.xml` is a feed of another program, and `feedwright build` replaces it; `feedwright build --check` \
         shows what subscribers will see\n"
    );
    site.write("_site/feed/category/news.xml", &feed("Jekyll"));
    let two = site.feedwright(["init", "--force"]).exits(0);
    let listed = "note: `_site/feed.xml`, `_site/feed/category/news.xml` are feeds of another program";
    assert!(two.stderr.starts_with(listed), "{two:?}");
    site.write("_site/feed.xml", &feed("Feedwright"));
    let left = site.feedwright(["init", "--force"]).exits(0);
    assert!(left.stderr.starts_with("note: `_site/feed/category/news.xml` is a feed of another"), "{left:?}");
    site.feedwright(["build"]).exits(0);
    let none = site.feedwright(["init", "--force", "--quiet"]).exits(0);
    assert_eq!(none.stderr, "");
}

#[test]
fn url_of_plain_folder_comes_from_netlify() {
    let netlify =
        "[[redirects]]\nfrom = \"https://wherry.netlify.app/*\"\nto = \"https://wherry.example/:splat\"\n";
    let site = TestSite::new(&[("netlify.toml", netlify), ("2024-05-31-beta.md", POST)]);
    let built = site.feedwright(["build", "--output", "out"]).exits(0);
    assert!(built.stderr.contains("https://wherry.example, from `netlify.toml`"), "{built:?}");
}

/// A Git repository with a remote, where Git is installed.
fn with_remote(site: &TestSite, remote: &str) -> bool {
    let git = |arguments: &[&str]| {
        let status = Command::new("git").arg("-C").arg(site.path()).args(arguments).status();
        status.is_ok_and(|status| status.success())
    };
    git(&["init", "-q"]) && git(&["remote", "add", "origin", remote])
}

#[test]
fn git_remote_is_proposed_and_never_used() {
    let site = TestSite::new(&[("_config.yml", "title: T\n"), ("_posts/2024-05-31-beta.md", POST)]);
    let bare = site.feedwright(["build"]).exits(2);
    assert!(!bare.stderr.contains("help: "), "{bare:?}");
    if !with_remote(&site, "git@github.com:Ada/notes.git") {
        return crate::cli::left_out("the Git remote (no git)");
    }
    let path = std::env::var("PATH").unwrap();
    let built = run(feedwright(["build"]).env("PATH", &path).current_dir(site.path())).exits(2);
    assert!(built.stderr.contains("try `--url https://ada.github.io`"), "{built:?}");
    assert!(built.stderr.contains("below `/notes` (`baseurl`)"), "{built:?}");
    run(feedwright(["init"]).env("PATH", &path).current_dir(site.path())).exits(0);
    let text = site.read("feedwright.toml");
    assert!(
        text.contains("\nurl = \"https://ada.github.io\"") && text.contains("\nbaseurl = \"/notes\"\n"),
        "{text}"
    );
    site.feedwright(["build"]).exits(0);
    assert!(site.read("_site/feed.xml").contains("https://ada.github.io/notes/2024/05/31/beta"));
}

/// The command in a message, as a shell splits it.
fn proposed(message: &str) -> Vec<String> {
    let line = message.lines().find_map(|line| line.strip_prefix("    feedwright ")).unwrap();
    line.split(' ').map(|word| word.trim_matches('\'').to_owned()).collect()
}

#[test]
fn own_feed_is_not_overwritten() {
    let site = TestSite::copy_of("own-feed");
    let refused = site.feedwright(["build"]).exits(1);
    assert!(!site.path().join("_site").exists());
    assert!(
        refused.stderr.contains("_site/feed.xml: not written: the site's own `feed.xml` makes this file")
    );
    let words = proposed(&refused.stderr);
    let built =
        run(Command::new(env!("CARGO_BIN_EXE_feedwright")).env_clear().args(&words).current_dir(site.path()));
    assert_eq!(built.exits(0).stdout, "new            5 entries  _feeds/feed.xml\n");
    assert!(site.read("_feeds/feed.xml").contains("<rss "), "in the format of the site's own");
    // The next line compares the two: what is built, or else what is published.
    let published =
        "    curl -s https://www.lockkeeper.example/feed.xml | feedwright diff - _feeds/feed.xml\n";
    assert!(refused.stderr.contains(published), "{refused:?}");
    site.write("_site/feed.xml", &site.read("_feeds/feed.xml"));
    let refused = site.feedwright(["build"]).exits(1);
    let built = "    feedwright diff _site/feed.xml _feeds/feed.xml\n";
    assert!(refused.stderr.contains(built), "{refused:?}");
    site.feedwright(["diff", "_site/feed.xml", "_feeds/feed.xml"]).exits(0);
    std::fs::remove_dir_all(site.path().join("_site")).unwrap();
    // The site's own output folder by another name, and a dry run.
    site.feedwright(["build", "--output", "./_site"]).exits(1);
    site.feedwright(["build", "--output", "_posts/../_site"]).exits(1);
    let checked = site.feedwright(["build", "--check"]).exits(1);
    assert!(!proposed(&checked.stderr).contains(&"--check".to_owned()));
    assert!(!site.path().join("_site").exists());
}

#[test]
fn own_feed_of_configured_site_is_replaced_by_hand() {
    let site = TestSite::copy_of("own-feed");
    site.write("feedwright.toml", "[site]\nlanguage = \"en\"\n");
    // `init` would only refuse.
    let refused = site.feedwright(["build"]).exits(1);
    let help = "  to replace the site's own feed, delete `feed.xml`, or write a row of `[[feeds]]` with `path = \"feed.xml\"` and \
                `replace = true` into feedwright.toml\n";
    assert!(refused.stderr.ends_with(help), "{refused:?}");
    std::fs::remove_file(site.path().join("feed.xml")).unwrap();
    site.feedwright(["build"]).exits(0);
}

#[test]
fn help_for_own_feeds_is_printed_once() {
    let page = |path: &str| {
        format!(
            "---\npermalink: /feed/{path}.xml\n---\n<feed>{{% for post in site.posts %}}{{% endfor %}}</feed>\n"
        )
    };
    let site = TestSite::new(&[
        ("_config.yml", "url: https://e.example\nfeed:\n  path: feed/all.xml\n  categories: [news]\n"),
        ("all.xml", &page("all")),
        ("news.xml", &page("news")),
        ("_posts/2024-05-31-beta.md", "---\ntitle: Beta\ncategory: news\n---\nIt is out.\n"),
    ]);
    let refused = site.feedwright(["build"]).exits(1).stderr;
    assert_eq!(
        (refused.matches("not written").count(), refused.matches("help:").count()),
        (2, 1),
        "{refused}"
    );
}

#[test]
fn own_page_with_permalink_is_not_overwritten() {
    let page = "---\nlayout: null\npermalink: /news.xml\n---\n<feed>{% for post in site.posts %}{% endfor %}</feed>\n";
    let rows = "[[feeds]]\npath = \"feed.xml\"\n\n[[feeds]]\npath = \"news.xml\"\n";
    let site = TestSite::new(&[
        ("_config.yml", "url: https://e.example\n"),
        ("my-feed.html", page),
        ("_posts/2024-05-31-beta.md", POST),
        ("feedwright.toml", rows),
    ]);
    let built = site.feedwright(["build"]).exits(1);
    assert!(
        built.stderr.contains("_site/news.xml: not written: the site's own `my-feed.html` makes"),
        "{built:?}"
    );
    assert!(built.stderr.contains("set `replace = true`"), "{built:?}");
    assert_eq!(site.files("_site"), ["feed.xml"]);
    site.write("feedwright.toml", &format!("{rows}replace = true\n"));
    site.feedwright(["build"]).exits(0);
    assert_eq!(site.files("_site"), ["feed.xml", "news.xml"]);
}

#[test]
fn feeds_of_ours_among_the_files_are_not_own() {
    let site =
        TestSite::new(&[("_config.yml", "url: https://e.example\n"), ("_posts/2024-05-31-beta.md", POST)]);
    site.feedwright(["build", "--output", "."]).exits(0);
    let again = site.feedwright(["build"]).exits(0);
    assert_eq!(again.stdout, "new            1 entry    _site/feed.xml\n");
    let text = site.feedwright(["init", "--print"]).exits(0).stdout;
    assert!(!text.contains("replace = true"), "{text}");
}

#[test]
fn other_feeds_are_written_beside_an_own_one() {
    let config = "url: https://e.example\nfeed:\n  categories: [news]\n";
    let site = TestSite::new(&[
        ("_config.yml", config),
        ("feed.xml", "<rss></rss>"),
        ("_posts/2024-05-31-beta.md", "---\ntitle: Beta\ncategories: news\n---\nText.\n"),
    ]);
    let built = site.feedwright(["build"]).exits(0);
    assert_eq!(built.stderr, "note: no feed is written to `feed.xml`: the site's own `feed.xml` makes it\n");
    assert_eq!(site.files("_site"), ["feed/news.xml"]);
}

#[test]
fn init_writes_live_rows() {
    let site = TestSite::copy_of("own-feed");
    let text = site.feedwright(["init", "--print"]).exits(0).stdout;
    assert!(text.starts_with("#:schema ./feedwright.schema.json\n"), "{text}");
    assert!(text.contains("\nurl = \"https://www.lockkeeper.example\"  # from `CNAME`\n"), "{text}");
    let own = "[[feeds]]\npath = \"feed.xml\"\nformat = [\"rss\"]\nlimit = 5\nreplace = true\n";
    assert!(text.contains(own), "{text}");
    assert!(text.contains("delete `feed.xml`"), "{text}");
    assert!(text.contains("\n#   notes: 2\n#   releases: 4\n#   talks: 1\n[[feeds]]\n"), "{text}");
    site.feedwright(["init"]).exits(0);
    assert_eq!(site.read("feedwright.toml"), text);
    let built = site.feedwright(["build"]).exits(0);
    // Four feeds, a page beside each of the three of categories, a stylesheet.
    assert_eq!(built.stdout.lines().count(), 8, "{built:?}");
    site.feedwright(["list"]).exits(0);
    site.feedwright(["lint"]).exits(0);
}

#[test]
fn init_adopts_a_feed_at_another_path() {
    let template =
        "---\n---\n<feed>{% for post in site.posts limit:3 %}{{ post.excerpt }}{% endfor %}</feed>\n";
    let site = TestSite::new(&[
        ("_config.yml", "url: https://e.example\n"),
        ("atom.xml", template),
        ("sitemap.xml", "---\n---\n<urlset></urlset>\n"),
        ("_posts/2024-05-31-beta.md", POST),
    ]);
    let text = site.feedwright(["init", "--print"]).exits(0).stdout;
    let config = Config::parse(&SourceFile::new("feedwright.toml", text.as_str())).unwrap();
    let rows: Vec<_> = config.feeds.iter().map(|row| (row.path.as_deref().unwrap(), row.replace)).collect();
    assert_eq!(rows, [("atom.xml", Some(true))], "{text}");
    // Nothing of the site writes the plugin's feed, which nobody is subscribed to.
    assert!(
        text.contains(
            "\n# The site does not have this feed: `jekyll`'s plugin would write it.\n# [[feeds]]\n"
        ),
        "{text}"
    );
    let built = site.feedwright(["build"]).exits(0);
    let note = "note: `feed.xml` is a feed that the site does not have, and its own `atom.xml` is not written; \
                `feedwright init` writes a row for it\n";
    assert_eq!(built.stderr, note);
    site.write("feed.xml", template);
    let built = site.feedwright(["build"]).exits(1);
    assert!(!built.stderr.contains("atom.xml"), "{built:?}");
    std::fs::remove_file(site.path().join("feed.xml")).unwrap();
    for plugin in ["plugins: [jekyll-feed]\n", "feed:\n  posts_limit: 5\n"] {
        site.write("_config.yml", &format!("url: https://e.example\n{plugin}"));
        assert_eq!(site.feedwright(["build"]).exits(0).stderr, "");
        let text = site.feedwright(["init", "--print"]).exits(0).stdout;
        assert!(text.contains("\n[[feeds]]\npath = \"feed.xml\"\n"), "{text}");
    }
}

#[test]
fn init_reads_a_template_in_a_layout_and_through_variables() {
    let row = |feed: &str, layout: &str| {
        let site = TestSite::new(&[
            ("_config.yml", "url: https://e.example\nshown: 7\n"),
            ("rss.xml", feed),
            ("_layouts/rss.xml", layout),
            ("_posts/2024-05-31-beta.md", POST),
        ]);
        site.feedwright(["init", "--print"]).exits(0).stdout
    };
    let around = "<rss version=\"2.0\">{{ content }}</rss>\n";
    let items =
        "<channel>{% assign all = site.posts %}{% for p in all limit: site.shown %}{% endfor %}</channel>\n";
    let rss = "[[feeds]]\npath = \"rss.xml\"\nformat = [\"rss\"]\nlimit = 7\nreplace = true\n";
    let text = row(&format!("---\nlayout: rss\n---\n{items}"), around);
    assert!(text.contains(rss), "{text}");
    let text = row("---\nlayout: rss\n---\n", &around.replace("{{ content }}", items));
    assert!(text.contains(rss), "{text}");
    // A loop that cannot be followed, and a file that is copied: nobody knows which posts these take.
    for feed in ["---\nlayout: rss\n---\n{% include items.xml %}", "<rss><channel><item/></channel></rss>"] {
        let text = row(feed, around);
        let unknown = "\n# The site's own feed `rss.xml`: which posts it contains is not known. To write it, set filters and a limit, and \
                       delete `rss.xml`.\n# [[feeds]]\n# path = \"rss.xml\"\n# format = [\"rss\"]\n";
        assert!(text.contains(unknown), "{text}");
    }
}

#[test]
fn init_calls_the_limit_of_the_only_feed_a_guess() {
    let site = TestSite::new(&[
        ("_config.yml", "url: https://e.example\n"),
        ("feed.xml", "---\n---\n<rss>{% include items.xml %}</rss>"),
        ("_posts/2024-05-31-beta.md", POST),
    ]);
    let text = site.feedwright(["init", "--print"]).exits(0).stdout;
    let guess = "# How many posts its template shows is not known: here the newest ten; limit = 0 means all.\n[[feeds]]\n";
    assert!(text.contains(guess), "{text}");
}

#[test]
fn init_names_the_url_that_is_missing() {
    let site = TestSite::new(&[("_config.yml", "title: T\n"), ("_posts/2024-05-31-beta.md", POST)]);
    let note =
        "note: the site's URL is not known, which `build` needs: set `url: https://…` in `_config.yml`\n";
    assert_eq!(site.feedwright(["init"]).exits(0).stderr, note);
    assert_eq!(site.feedwright(["init", "--print"]).exits(0).stderr, "");
}

#[test]
fn init_proposes_a_feed_a_tag_where_posts_have_no_categories() {
    let site = TestSite::new(&[
        ("_config.yml", "url: https://e.example\n"),
        ("_posts/2024-05-31-beta.md", "---\ntitle: Beta\ntags: [a, b]\n---\nText.\n"),
    ]);
    let text = site.feedwright(["init", "--print"]).exits(0).stdout;
    let rows = "# One feed for each tag. Found, with the number of posts:\n#   a: 1\n#   b: 1\n# [[feeds]]\n# name = \"tags\"\n";
    assert!(text.contains(rows) && text.contains("# Found: 1 post with 2 tags, a site"), "{text}");
}

#[test]
fn init_force_keeps_the_old_file() {
    let site = TestSite::copy_of("own-feed");
    site.write("feedwright.toml", "no [TOML\n");
    site.feedwright(["init"]).exits(2);
    assert_eq!(site.read("feedwright.toml"), "no [TOML\n");
    let forced = site.feedwright(["init", "--force"]).exits(0);
    assert!(forced.stdout.contains("the old file is now feedwright.toml.bak"), "{forced:?}");
    assert_eq!(site.read("feedwright.toml.bak"), "no [TOML\n");
    assert!(site.read("feedwright.toml").contains("\n[[feeds]]\npath = \"feed.xml\"\n"));
}

#[test]
fn every_command_finds_the_site_above() {
    let site = TestSite::copy_of("own-feed");
    site.write("talks/_posts/2024-06-30-dredging.md", POST);
    for folder in ["_posts", "talks", "talks/_posts", "_layouts"] {
        let there = site.path().join(folder);
        let up = if folder.contains('/') { "../.." } else { ".." };
        let ran = |arguments: &[&str]| run(feedwright([]).args(arguments).current_dir(&there));
        let listed = ran(&["list"]).exits(0);
        assert!(listed.stdout.contains("_posts/2024-06-25-summer.md  "), "{folder}: {listed:?}");
        let why = ran(&["why", "summer"]).exits(0);
        assert!(why.stdout.starts_with("_posts/2024-06-25-summer.md\n"), "{why:?}");
        let refused = ran(&["build"]).exits(1);
        assert!(refused.stderr.contains(&format!("error: {up}/_site/feed.xml: not written")), "{refused:?}");
        assert!(refused.stderr.contains(&format!("feedwright build --output {up}/_feeds")), "{refused:?}");
        let feed = ran(&["feed", "--limit", "1"]).exits(0);
        assert!(feed.stdout.contains("/dredging"), "{feed:?}");
        let init = ran(&["init", "--print"]).exits(0);
        assert!(init.stdout.contains("# Found: 8 posts"), "{init:?}");
        ran(&["lint"]).exits(0);
    }
}

#[test]
fn init_takes_collections_that_the_own_template_lists() {
    let site = TestSite::new(&[
        ("_config.yml", "title: W\nurl: https://wherry.example\ncollections: {releases: {output: true}}\n"),
        (
            "feed.xml",
            "---\n---\n<feed>{% assign all = site.releases | concat: site.posts | sort: 'date' | reverse %}\
             {% for p in all limit: 7 %}<entry>{{ p.content }}</entry>{% endfor %}</feed>\n",
        ),
        ("_posts/2024-05-31-beta.md", POST),
        ("_releases/2024-06-01-one.md", "---\ntitle: One\ndate: 2024-06-01\n---\nText.\n"),
    ]);
    let elsewhere = site.feedwright(["build", "--output", "_feeds"]).exits(0);
    assert!(
        elsewhere.stderr.contains(
            "note: the site's own template of `feed.xml` lists `releases` too: write a row of `[[feeds]]` with `collections \
             = [\"releases\", \"posts\"]`"
        ),
        "{}",
        elsewhere.stderr
    );
    site.feedwright(["init"]).exits(0);
    let text = site.read("feedwright.toml");
    assert!(text.contains("collections = [\"releases\", \"posts\"]\nlimit = 7\n"), "{text}");
    let built = site.feedwright(["build"]).exits(0);
    assert_eq!(built.stderr, "");
    assert!(built.stdout.starts_with("new            2 entries  _site/feed.xml\n"), "{}", built.stdout);
}

#[cfg(feature = "zola")]
#[test]
fn one_error_names_a_template_that_makes_many_feeds() {
    let site = TestSite::new(&[
        (
            "config.toml",
            "base_url = \"https://wherry.example\"\ngenerate_feeds = true\nfeed_filenames = [\"atom.xml\"]\n\
             taxonomies = [{ name = \"tags\", feed = true }]\n",
        ),
        (
            "templates/atom.xml",
            "<feed xmlns=\"http://www.w3.org/2005/Atom\">{% for page in pages %}{% endfor %}</feed>\n",
        ),
        (
            "content/beta.md",
            "+++\ntitle = \"Beta\"\ndate = 2024-05-31\n[taxonomies]\ntags = [\"a\", \"b\"]\n+++\nText.\n",
        ),
    ]);
    let stderr = site.feedwright(["build"]).exits(1).stderr;
    let error = "error: public/atom.xml and 2 more: not written: the site's own `templates/atom.xml` makes these files\n";
    assert_eq!(stderr.matches("error: ").count(), 1, "{stderr}");
    assert!(stderr.contains(error), "{stderr}");
    // `init` writes no rows that replace the generator's feeds.
    assert!(stderr.contains("to replace the site's own feed, delete `templates/atom.xml`\n"), "{stderr}");
    let text = site.feedwright(["init", "--print"]).exits(0).stdout;
    assert!(text.contains("# Found: 1 post with 2 tags, a site of the kind `zola`."), "{text}");
    let row = "#   b: 1\n# With this row, `feedwright build` writes the feeds of rows alone; the generator still writes its own.\n\
               # [[feeds]]\n# name = \"tags\"\n";
    assert!(text.contains(row), "{text}");
}

#[test]
fn names_the_site_in_a_folder_of_the_repository() {
    let root = TestSite::new(&[
        ("README.md", "# Wherry\n"),
        ("src/main.c", ""),
        ("docs/_config.yml", "url: https://wherry.example\n"),
        ("docs/_posts/2024-05-31-beta.md", POST),
    ]);
    let name = "docs is a site of its own: name it, as in `feedwright build docs`\n";
    for command in ["build", "list", "lint", "init"] {
        let stderr = root.feedwright([command]).stderr;
        assert!(stderr.contains(name), "{command}: {stderr}");
    }
    root.feedwright(["build", "docs"]).exits(0);
    let empty = TestSite::new(&[
        ("a/_config.yml", "url: https://a.example\n"),
        ("b c/hugo.toml", "baseURL = 'https://b.example'\n"),
        ("d/x.txt", ""),
        (".hidden/_config.yml", ""),
    ]);
    let refused = empty.feedwright(["build"]).exits(2).stderr;
    assert!(refused.contains("error: .: no site here"), "{refused}");
    assert!(
        refused.ends_with("  help: a and b c are sites of their own: name one, as in `feedwright build a`\n"),
        "{refused}"
    );
    let site = TestSite::new(&[
        ("feedwright.toml", "[site]\nurl = \"https://wherry.example\"\n[posts]\npermalink = \"/:title/\"\n"),
        ("notes/2024-05-31-beta.md", POST),
        ("old/_config.yml", ""),
    ]);
    assert_eq!(site.feedwright(["build"]).exits(0).stderr, "");
}

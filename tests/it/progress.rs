//! A sign of life on a terminal, for every command that takes longer than a second.

use std::path::Path;

use crate::cli::{TestSite, left, on_terminal_after};

/// A feed of one entry, with a hub that does not exist.
const FEED: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
    <feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Wherry</title><id>https://wherry.example/</id>\
    <updated>2024-01-01T00:00:00Z</updated><entry><title>One</title><id>https://wherry.example/one</id>\
    <link href=\"https://wherry.example/one\"/><updated>2024-01-01T00:00:00Z</updated></entry></feed>\n";

/// A site that asks Git, and a `git` that answers after so many seconds.
fn site(seconds: f32) -> TestSite {
    let site = TestSite::new(&[
        ("_config.yml", "url: https://wherry.example\ntitle: Wherry\n"),
        ("feedwright.toml", "[posts]\nupdated-from = \"git\"\n[[feeds]]\npath = \"feed.xml\"\n"),
        ("_posts/2024-01-01-one.md", "---\ntitle: One\n---\nText.\n"),
        ("_site/feed.xml", FEED),
        ("bin/git", &format!("#!/bin/sh\ncase $* in *rev-parse*) sleep {seconds} ;; esac\n")),
    ]);
    make_executable(&site.path().join("bin/git"));
    site
}

#[cfg(unix)]
fn make_executable(file: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(not(unix))]
fn make_executable(_: &Path) {}

/// What a terminal gets from a command in the site, whose `git` comes before the system's.
fn shown(site: &TestSite, words: &[&str]) -> Option<String> {
    on_terminal_after(site.path(), 80, "PATH=$PWD/bin:$PATH; ", words)
}

#[test]
fn every_slow_command_shows_its_work() {
    let site = site(1.4);
    for words in [
        &["build"][..],
        &["build", "--check"],
        &["feed"],
        &["list"],
        &["why", "one"],
        &["lint"],
        &["lint", "--fix"],
        &["lint", "--feeds"],
        &["overview"],
        &["lock"],
        &["discovery"],
        &["init", "--print"],
    ] {
        let Some(shown) = shown(&site, words) else { return };
        assert!(shown.contains("asking Git for the dates of posts"), "{words:?}: {shown:?}");
        assert!(!left(&shown).contains("asking Git"), "{words:?}: {shown:?}");
    }
}

#[test]
fn output_is_the_same_with_and_without_it() {
    let (slow, quick) = (site(1.4), site(0.0));
    for words in [&["list"][..], &["why", "one"], &["build", "--verbose"], &["lint"]] {
        let (Some(slow), Some(quick)) = (shown(&slow, words), shown(&quick, words)) else { return };
        assert!(slow.contains("asking Git") && !quick.contains("asking Git"), "{quick:?}");
        let without_time = |shown: &str| left(shown).split(", now ").next().map(str::to_owned);
        assert_eq!(without_time(&slow), without_time(&quick));
    }
}

#[test]
fn quiet_and_piped_commands_show_no_work() {
    let site = site(1.4);
    let Some(quiet) = shown(&site, &["list", "--quiet"]) else { return };
    assert!(quiet.contains("one.md") && !quiet.contains("asking Git"), "{quiet:?}");
    let dumb = on_terminal_after(site.path(), 80, "TERM=dumb; PATH=$PWD/bin:$PATH; ", &["list"]).unwrap();
    assert!(dumb.contains("one.md") && !dumb.contains("asking Git"), "{dumb:?}");
    let piped = on_terminal_after(site.path(), 80, "PATH=$PWD/bin:$PATH; exec 2>log; ", &["list"]).unwrap();
    assert!(piped.contains("one.md") && site.read("log").is_empty(), "{piped:?}");
}

#[test]
fn waiting_for_a_feed_or_a_hub_is_shown() {
    let site = site(0.0);
    let slowly = "cat() { sleep 1.4; /bin/cat \"$@\"; }; cat _site/feed.xml | ";
    for words in [&["diff", "-", "_site/feed.xml"][..], &["lint", "--feeds", "-"]] {
        let Some(shown) = on_terminal_after(site.path(), 80, slowly, words) else { return };
        assert!(shown.contains("reading standard input"), "{words:?}: {shown:?}");
    }
    #[cfg(feature = "ping")]
    {
        // Nobody accepts, so nobody answers.
        let hub = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let hub = (hub.local_addr().unwrap(), hub);
        let link = format!(
            "<link rel=\"hub\" href=\"http://{}/\"/><link rel=\"self\" href=\"https://wherry.example/feed.xml\"/><entry>",
            hub.0
        );
        site.write("hub.xml", &FEED.replace("<entry>", &link));
        let words = ["ping", "hub.xml", "--timeout", "2", "--retries", "0"];
        let Some(shown) = on_terminal_after(site.path(), 80, "", &words) else { return };
        assert!(shown.contains(&format!("waiting for http://{}/", hub.0)), "{shown:?}");
    }
}

//! `feedwright ping`, against a hub on this machine.

use std::collections::VecDeque;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::cli::{Run, TestSite};

const DONE: &str = "HTTP/1.1 204 No Content\r\n\r\n";
const BUSY: &str = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
/// No answer: the connection stays open.
const SILENCE: &str = "";

/// A hub that gives these answers in order and then only success; what it was told, one request an item.
fn hub(answers: &[&str]) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/hub", listener.local_addr().unwrap());
    let mut answers: VecDeque<String> = answers.iter().map(|answer| (*answer).to_owned()).collect();
    let (told, asked) = channel();
    thread::spawn(move || {
        let mut open = Vec::new();
        for mut stream in listener.incoming().flatten() {
            let answer = answers.pop_front().unwrap_or_else(|| DONE.to_owned());
            if told.send(request(&mut stream)).is_err() {
                return;
            }
            let answer = answer.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
            stream.write_all(answer.as_bytes()).ok();
            if answer == SILENCE {
                open.push(stream);
            }
        }
    });
    (address, asked)
}

/// A request's first line and its form.
fn request(stream: &mut TcpStream) -> String {
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let mut read = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        let text = String::from_utf8_lossy(&read).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
                return format!("{} {body}", head.lines().next().unwrap());
            }
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return text,
            Ok(length) => read.extend_from_slice(&buffer[..length]),
        }
    }
}

fn site(hub: &str) -> TestSite {
    let site = TestSite::new(&[
        (
            "_config.yml",
            "title: Ferry\nurl: https://ferry.example\ntime: 2024-12-31\nauthor: Ada\ntimezone: UTC\n",
        ),
        ("_posts/2023-01-02-a.md", "---\ntitle: A\n---\nText.\n"),
        ("_posts/2024-01-02-b.md", "---\ntitle: B\ncategories: [ropes]\n---\nText.\n"),
    ]);
    let rows = format!(
        "[site]\nhubs = \"{hub}\"\n[[feeds]]\npath = \"feed.{{ext}}\"\nformat = [\"atom\", \"json\"]\narchive = \"year\"\nlimit = 1\n\
         [[feeds]]\npath = \"c/{{category}}.xml\"\neach = \"category\"\nformat = \"rss\"\nalso = \"{{category}}.rss\"\n"
    );
    site.write("feedwright.toml", &rows);
    site.feedwright(["build", "--quiet"]).exits(0);
    site
}

/// The feeds that were announced, sorted.
fn topics(asked: &Receiver<String>) -> Vec<String> {
    let mut topics: Vec<String> = asked.try_iter().map(|request| topic(&request)).collect();
    topics.sort();
    topics
}

fn topic(request: &str) -> String {
    let form = request.strip_prefix("post /hub http/1.1 hub.mode=publish&hub.url=").expect(request);
    let (url, topic) = form.split_once("&hub.topic=").expect(request);
    assert_eq!(url, topic);
    url.replace("%3A", ":").replace("%2F", "/")
}

#[test]
fn each_feed_is_announced_once_to_each_hub() {
    let (address, asked) = hub(&[]);
    let site = site(&address);
    let run = site.feedwright(["ping"]).exits(0);
    // Neither a document of an archive nor the copy at an old path.
    let all = [
        "https://ferry.example/c/ropes.xml",
        "https://ferry.example/feed.json",
        "https://ferry.example/feed.xml",
    ];
    assert_eq!(topics(&asked), all);
    assert_eq!(run.stdout.lines().collect::<Vec<_>>(), all.map(|feed| format!("told {address} of {feed}")));
    for named in [
        ["ping", "_site/feed.xml"],
        ["ping", "feed.xml"],
        ["ping", "./_site/../_site/feed.xml"],
        ["ping", "--quiet"],
    ] {
        let run = site.feedwright(named).exits(0);
        assert_eq!(topics(&asked).len(), if named[1] == "--quiet" { 3 } else { 1 }, "{named:?}: {run:?}");
    }
    let run = site.feedwright(["ping", "--dry-run", "_site"]).exits(0);
    assert_eq!(
        run.stdout.lines().collect::<Vec<_>>(),
        all.map(|feed| format!("would tell {address} of {feed}"))
    );
    assert!(topics(&asked).is_empty());
}

#[test]
fn only_changed_feeds_are_announced() {
    let (address, asked) = hub(&[]);
    let site = site(&address);
    for path in site.files("_site") {
        site.write(&format!("old/{path}"), &site.read(&format!("_site/{path}")));
    }
    let run = site.feedwright(["ping", "--changed-from", "old", "_site"]).exits(0);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", "note: no feed changed\n"));
    site.write("_posts/2024-01-03-c.md", "---\ntitle: C\n---\nText.\n");
    site.feedwright(["build", "--quiet"]).exits(0);
    let changed = ["https://ferry.example/feed.json", "https://ferry.example/feed.xml"];
    site.feedwright(["ping", "--changed-from", "old"]).exits(0);
    assert_eq!(topics(&asked), changed);
    let whole = site.path().join("_site/feed.xml").display().to_string();
    for (named, number) in
        [("_site/feed.xml", 1), ("feed", 2), ("c/ropes", 0), ("_site/c/ropes.xml", 0), (&*whole, 1)]
    {
        site.feedwright(["ping", "--changed-from", "old", named]).exits(0);
        assert_eq!(topics(&asked).len(), number, "{named}");
    }
    std::fs::remove_file(site.path().join("old/c/ropes.xml")).unwrap();
    site.feedwright(["ping", "--changed-from=old", "_site/c/ropes.xml"]).exits(0);
    assert_eq!(topics(&asked), ["https://ferry.example/c/ropes.xml"]);
    let run = site.feedwright(["ping", "--changed-from", "absent"]).exits(2);
    assert!(run.stderr.contains("absent: no such folder"), "{}", run.stderr);
}

/// One feed, announced to a hub with these answers.
fn ping<const N: usize>(answers: &[&str], options: [&str; N]) -> (Run, usize, TestSite) {
    let (address, asked) = hub(answers);
    let site = site(&address);
    let words: Vec<&str> = ["ping", "_site/feed.xml"].into_iter().chain(options).collect();
    let mut command = crate::cli::feedwright([]);
    let run = crate::cli::run(command.args(words).current_dir(site.path()));
    let requests = asked.try_iter().count();
    (run, requests, site)
}

#[test]
fn busy_hubs_are_asked_again_and_refusals_stand() {
    let (run, requests, _) = ping(&[BUSY, "HTTP/1.1 429 X\r\nRetry-After: 0\r\n\r\n"], []);
    assert_eq!((run.code, requests), (0, 3), "{run:?}");
    let (run, requests, _) = ping(&[BUSY, BUSY], ["--retries", "1"]);
    assert_eq!((run.code, requests), (1, 2), "{run:?}");
    assert!(
        run.stderr.contains(
            "not told of https://ferry.example/feed.xml: the hub answered 503 (Service Unavailable)\n"
        ),
        "{}",
        run.stderr
    );
    let bad = "HTTP/1.1 400 Bad\r\nContent-Length: 40\r\n\r\n\u{1b}[2J::error::No such topic\nsecond\0.";
    let (run, requests, _) = ping(&[bad], []);
    assert_eq!((run.code, requests), (1, 1), "{run:?}");
    assert!(run.stderr.contains("the hub answered 400 (Bad Request): "), "{}", run.stderr);
    let is_plain = |c: char| c == '\n' || !c.is_control();
    assert!(run.stderr.chars().all(is_plain) && run.stderr.lines().count() == 1, "{}", run.stderr);
    let moved = "HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
    let (run, requests, _) = ping(&[moved], []);
    assert_eq!((run.code, requests), (1, 1), "{run:?}");
    assert!(run.stderr.contains("set its new address in `hubs`"), "{}", run.stderr);
}

#[test]
fn a_hub_without_an_answer_is_given_up() {
    let (run, requests, site) = ping(&[SILENCE], ["--timeout", "1", "--retries", "0"]);
    assert_eq!((run.code, requests), (1, 1), "{run:?}");
    assert!(run.stderr.contains("no answer within 1 s"), "{}", run.stderr);
    // The first feed alone is waited for.
    let (address, asked) = hub(&[SILENCE; 9]);
    site.write("feedwright.toml", &site.read("feedwright.toml").replace("/hub\"", "/hub\" # old"));
    let rows = site.read("feedwright.toml");
    let old = rows.split('"').nth(1).unwrap().to_owned();
    site.write("feedwright.toml", &rows.replace(&old, &address));
    site.feedwright(["build", "--quiet"]).exits(0);
    let run = site.feedwright(["ping", "--timeout", "1", "--retries", "0"]).exits(1);
    assert_eq!(asked.try_iter().count(), 1);
    assert!(run.stderr.contains("not told of 2 feeds more"), "{}", run.stderr);
    for junk in [
        "what is this\r\n\r\n",
        "HTTP/1.1 200 \u{1b}[31mOK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
    ] {
        let (run, _, _) = ping(&[junk], ["--retries", "0"]);
        assert_eq!(run.code, 1, "{run:?}");
        assert!(run.stderr.ends_with(": the answer is not HTTP\n"), "{}", run.stderr);
    }
    site.write("feedwright.toml", &rows.replace(&old, "http://127.0.0.1:1/"));
    site.feedwright(["build", "--quiet"]).exits(0);
    let run = site.feedwright(["ping", "--retries", "0", "_site/feed.xml"]).exits(1);
    assert!(run.stderr.contains("connection refused"), "{}", run.stderr);
}

#[test]
fn what_cannot_be_announced_is_an_error() {
    let site = site("https://hub.example/");
    site.write(
        "bare.xml",
        "<rss version=\"2.0\"><channel><title>A</title><link>https://a.example/</link></channel></rss>",
    );
    site.write(
        "selfless.json",
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"A\",\"items\":[],\"hubs\":[{\"type\":\"WebSub\",\"url\":\"https://h.example/\"}]}",
    );
    site.write("page.html", "<p>Not a feed.</p>");
    std::fs::create_dir(site.path().join("empty")).unwrap();
    for (named, message) in [
        ("bare.xml", "bare.xml: the feed names no hub; set `hubs` in `[site]`"),
        ("selfless.json", "selfless.json: the feed does not give its own address"),
        ("page.html", "page.html: this is not a feed"),
        ("fed.xml", "no feed is called `fed.xml`"),
        ("empty", "there is no feed"),
    ] {
        let run = site.feedwright(["ping", named]).exits(2);
        assert!(run.stderr.contains(message), "{named}: {}", run.stderr);
    }
}

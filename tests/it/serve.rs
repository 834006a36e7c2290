//! `feedwright serve`: a conversation over a loopback socket.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use scraper::{Html, Selector};

use crate::cli::{TestSite, feedwright};

/// A server of a site, until this value goes.
struct Serving {
    child: Child,
    port: u16,
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// An answer of the server.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Serving {
    fn of(site: &TestSite) -> Self {
        let mut command = feedwright(["serve", "--port", "0"]);
        command.current_dir(site.path()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let port = line.strip_prefix("serving at http://127.0.0.1:").and_then(|rest| rest.split('/').next());
        Self { port: port.unwrap_or_else(|| panic!("{line}")).parse().unwrap(), child }
    }

    /// Sends a whole request, `{port}` as the port, and returns the answer.
    fn send(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let request = request.replace("{port}", &self.port.to_string()).replace('\n', "\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    fn get(&self, address: &str) -> Answer {
        self.send(&format!("GET {address} HTTP/1.1\nHost: 127.0.0.1:{{port}}\nConnection: close\n\n"))
    }

    fn page(&self, address: &str) -> Html {
        let answer = self.get(address);
        assert_eq!(answer.status, 200, "{address}: {}", answer.body);
        Html::parse_document(&answer.body)
    }

    /// Waits until the site was read again after a change.
    fn after(&self, change: impl FnOnce()) {
        let before = self.get("/version").body;
        change();
        let start = Instant::now();
        while self.get("/version").body == before {
            assert!(start.elapsed() < Duration::from_secs(60), "the change is not shown");
            sleep(Duration::from_millis(20));
        }
    }
}

fn words(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).map(|element| element.text().collect::<String>().trim().to_owned()).collect()
}

fn links(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).map(|element| element.attr("href").unwrap_or_default().to_owned()).collect()
}

const CONFIG: (&str, &str) =
    ("_config.yml", "title: Wherry <&> co\nurl: https://wherry.example\ntime: 2024-12-31\n");

#[test]
fn shows_feeds_entries_sources_and_findings() {
    let site = TestSite::new(&[
        CONFIG,
        ("images/tide.png", "PNG"),
        ("notes.txt", "Notes"),
        (
            "feedwright.toml",
            "[[feeds]]\npath = \"feed.xml\"\n[[feeds]]\npath = \"r&d/feed.json\"\nformat = \"json\"\ncategories = [\"ropes\"]\n",
        ),
        (
            "_posts/2024-01-02-alpha.md",
            "---\ntitle: Alpha\n---\nSee [there](../beta/) and ![A boat](/boat.png).\n",
        ),
        (
            "_posts/2024-03-02-beta.md",
            "---\ntitle: Beta 1 < 2 & 3\ncategories: ropes\naudio: /a.mp3\n---\n<script>alert(1)</script>\n<h2 onclick=\"x()\">Tide</h2>\n\n\
             <iframe src=\"https://other.example/\"></iframe><img src=\"/images/tide.png?v=1\"><img src=\"https://other.example/x.png\">\n",
        ),
        (
            "_posts/2024-03-03-gamma.md",
            "---\ntitle: Gamma\nimage: https://pictures.example/g.png\n---\nText.\n",
        ),
    ]);
    let server = Serving::of(&site);

    let list = server.page("/");
    assert_eq!(words(&list, "tbody td:nth-child(2)"), ["feed.xml", "r&d/feed.json"]);
    assert_eq!(words(&list, "tbody td:nth-child(4)"), ["3", "1"]);
    let addresses = links(&list, "tbody th a");
    assert_eq!(addresses, ["/feed?path=feed.xml", "/feed?path=r%26d%2Ffeed.json"]);

    let atom = server.page(&addresses[0]);
    for never in
        ["script:not([src='/live.js'])", "[onclick]", "iframe", "style", "[style]", "base", ".content [id]"]
    {
        assert!(words(&atom, never).is_empty(), "{never}");
    }
    let pictures = Selector::parse("img").unwrap();
    let pictures: Vec<&str> = atom.select(&pictures).filter_map(|picture| picture.attr("src")).collect();
    assert_eq!(pictures, ["/picture?path=images%2Ftide.png"]);
    let picture = server.get(pictures[0]);
    assert!(picture.status == 200 && picture.head.contains("image/png"), "{}", picture.head);
    assert_eq!(picture.body, "PNG");
    assert_eq!(words(&atom, ".entry h3"), ["Gamma", "Beta 1 < 2 & 3", "Alpha"]);
    assert_eq!(
        words(&atom, ".entry time"),
        ["2024-03-03T00:00:00+00:00", "2024-03-02T00:00:00+00:00", "2024-01-02T00:00:00+00:00"]
    );
    assert_eq!(words(&atom, ".content h4"), ["Tide"]);
    assert_eq!(words(&atom, ".content .picture"), ["Picture: x.png", "Picture: A boat"]);
    assert_eq!(links(&atom, ".content a"), ["https://wherry.example/2024/01/beta/"]);
    let lines = words(&atom, ".source .line");
    assert_eq!(lines[0], "<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    assert_eq!(lines.last().unwrap(), "</feed>");
    let marked = words(&atom, ".source .marked");
    let finding = words(&atom, ".source .finding");
    assert!(finding.iter().any(|words| words.contains("feed/")), "{finding:?}");
    assert_eq!(marked.len(), links(&atom, ".findings a").len(), "{marked:?}");
    let entry_of_beta = links(&atom, ".entry .page a[href^='#L']");
    assert_eq!(words(&atom, &format!("[id='{}']", &entry_of_beta[1][1..])), ["<entry>"]);

    let json = server.page(&addresses[1]);
    assert_eq!(words(&json, ".entry h3"), ["Beta 1 < 2 & 3"]);
    assert_eq!(words(&json, "h1"), ["Wherry <&> co | ropes"]);
}

#[test]
fn tells_why_a_post_is_in_no_feed() {
    let site = TestSite::new(&[
        CONFIG,
        ("feedwright.toml", "[[feeds]]\npath = \"feed.xml\"\ncategories = [\"ropes\"]\n"),
        ("_posts/2024-03-02-beta.md", "---\ntitle: Beta\ncategories: ropes\n---\nText.\n"),
        ("_posts/2024-03-03-gamma.md", "---\ntitle: Gamma\n---\nText.\n"),
        ("_posts/2024-03-04-bad.md", "---\ntitle: \"Bad\n---\nText.\n"),
        ("_posts/picture.md", "Text.\n"),
        ("_posts/\u{202e}dm.<b>.md", "Text.\n"),
    ]);
    let server = Serving::of(&site);
    let posts = server.page("/posts");
    assert_eq!(words(&posts, "tbody th"), ["Gamma", "Beta"]);
    assert_eq!(words(&posts, "tbody td:nth-child(4)"), ["no feed", "feed.xml"]);
    let others = words(&posts, "main > ul li code:first-child");
    assert_eq!(others, ["_posts/2024-03-04-bad.md:2:8", "_posts/picture.md", "_posts/\\u202edm.<b>.md"]);
    assert_eq!(words(&server.page("/posts?q=BET"), "tbody th"), ["Beta"]);
    let reasons: Vec<String> = links(&posts, "tbody th a")
        .iter()
        .flat_map(|address| words(&server.page(address), "main > ul li"))
        .collect();
    let printed = site.feedwright(["why", "gamma"]).exits(0).stdout;
    let reason = reasons[0].strip_prefix("Not in feed.xml: ").unwrap();
    assert!(printed.contains(reason), "{reason}\n{printed}");
    assert_eq!(reasons[1], "In feed.xml: entry 1");
}

#[test]
fn shows_many_entries_in_parts_of_every_format() {
    let files: Vec<(String, String)> = (1..=45)
        .map(|number| {
            let path = format!("_posts/2024-{:02}-{:02}-p{number}.md", 1 + number / 25, 1 + number % 25);
            (path, format!("---\ntitle: Post {number}\n---\nWords of {number}.\n"))
        })
        .collect();
    let mut all: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    all.push(CONFIG);
    all.push((
        "feedwright.toml",
        "[[feeds]]\npath = \"{format}.{ext}\"\nformat = [\"atom\", \"rss\", \"json\"]\nlimit = 50\n",
    ));
    let site = TestSite::new(&all);
    let server = Serving::of(&site);
    let feeds = links(&server.page("/"), "tbody th a");
    assert_eq!(feeds.len(), 3);
    for feed in feeds {
        let mut shown = Vec::new();
        let mut lines = 0;
        for from in [0, 20, 40] {
            let page = server.page(&format!("{feed}&from={from}"));
            let titles = words(&page, ".entry h3");
            assert_eq!(titles.len(), if from == 40 { 5 } else { 20 }, "{feed}");
            let contents: Vec<String> =
                titles.iter().map(|title| title.replace("Post", "Words of") + ".").collect();
            assert_eq!(words(&page, ".entry .content"), contents, "{feed}");
            shown.extend(titles);
            lines += words(&page, ".source .line").len();
        }
        let expected: Vec<String> = (1..=45).rev().map(|number| format!("Post {number}")).collect();
        assert_eq!(shown, expected, "{feed}");
        let last = server.page(&format!("{feed}&from=40"));
        let selector = Selector::parse(".source .line").unwrap();
        let number = last.select(&selector).next_back().unwrap().attr("data-line").unwrap().to_owned();
        assert_eq!(number, lines.to_string(), "{feed}");
    }
    let older = server.page("/posts?from=0");
    assert_eq!(words(&older, "tbody th").len(), 45);
}

#[test]
fn shows_changes_and_errors() {
    let post = |title: &str| format!("---\ntitle: {title}\n---\nText.\n");
    let site = TestSite::new(&[CONFIG, ("_posts/2024-01-02-alpha.md", &post("Alpha"))]);
    let server = Serving::of(&site);
    let titles = || words(&server.page("/feed?path=feed.xml"), ".entry h3");
    assert_eq!(titles(), ["Alpha"]);
    server.after(|| site.write("_posts/2024-01-03-beta.md", &post("Beta")));
    assert_eq!(titles(), ["Beta", "Alpha"]);
    server.after(|| site.write("feedwright.toml", "[[feeds]]\npaht = \"x.xml\"\n"));
    let page = server.page("/feed?path=feed.xml");
    let error = words(&page, "[role=alert]");
    assert!(error[0].contains("feedwright.toml:2:1") && error[0].contains("paht"), "{error:?}");
    assert_eq!(titles(), ["Beta", "Alpha"]);
    server.after(|| site.write("feedwright.toml", "[[feeds]]\npath = \"other.xml\"\n"));
    assert!(words(&server.page("/"), "[role=alert]").is_empty());
    assert_eq!(server.get("/feed?path=feed.xml").status, 404);
    assert_eq!(words(&server.page("/feed?path=other.xml"), ".entry h3"), ["Beta", "Alpha"]);
}

#[test]
fn starts_with_an_error_and_shows_the_site_once_it_is_fixed() {
    let site = TestSite::new(&[
        ("_config.yml", "title: Wherry\n"),
        ("_posts/2024-01-02-a.md", "---\ntitle: A\n---\n"),
    ]);
    let server = Serving::of(&site);
    let error = words(&server.page("/"), "[role=alert]");
    assert!(error[0].contains("the site has no URL"), "{error:?}");
    server.after(|| site.write("_config.yml", "title: Wherry\nurl: https://wherry.example\n"));
    assert_eq!(words(&server.page("/"), "tbody td:nth-child(2)"), ["feed.xml"]);
}

#[test]
fn answers_only_get_from_this_machine() {
    let site = TestSite::new(&[CONFIG, ("_posts/2024-01-02-a.md", "---\ntitle: A\n---\n")]);
    let server = Serving::of(&site);
    let end = "Connection: close\n\n";
    for (request, status) in [
        ("GET / HTTP/1.1\nHost: 127.0.0.1:{port}\n", 200),
        ("GET / HTTP/1.1\nHost: LOCALHOST:{port}\n", 200),
        ("GET http://localhost:{port}/ HTTP/1.1\nHost: localhost:{port}\n", 200),
        ("GET /feed?path=../../etc/passwd HTTP/1.1\nHost: localhost:{port}\n", 404),
        ("GET /picture?path=_config.yml HTTP/1.1\nHost: localhost:{port}\n", 404),
        ("GET /picture?path=notes.txt HTTP/1.1\nHost: localhost:{port}\n", 404),
        ("GET /picture?path=../x.png HTTP/1.1\nHost: localhost:{port}\n", 404),
        ("GET /_config.yml HTTP/1.1\nHost: localhost:{port}\n", 404),
        ("GET /%3Cscript%3E<b> HTTP/1.1\nHost: localhost:{port}\n", 400),
        ("GET /%3Cscript%3E HTTP/1.1\nHost: localhost:{port}\n", 404),
        ("POST / HTTP/1.1\nHost: localhost:{port}\nContent-Length: 0\n", 405),
        ("PUT / HTTP/1.1\nHost: localhost:{port}\nContent-Length: 0\n", 405),
        ("GET / HTTP/1.1\nHost: rebound.example:{port}\n", 403),
        ("GET / HTTP/1.1\nHost: rebound.example\n", 403),
        ("GET / HTTP/1.1\nHost: 127.0.0.1\n", 403),
        ("GET http://rebound.example/ HTTP/1.1\nHost: 127.0.0.1:{port}\n", 403),
        ("POST / HTTP/1.1\nHost: rebound.example:{port}\nContent-Length: 0\n", 403),
        ("GET / HTTP/1.1\n", 400),
    ] {
        let answer = server.send(&format!("{request}{end}"));
        assert_eq!(answer.status, status, "{request}\n{}\n{}", answer.head, answer.body);
        assert!(status == 200 || !answer.body.contains("<script>"), "{}", answer.body);
    }
    let head = server.get("/").head.to_lowercase();
    let script = format!("script-src http://127.0.0.1:{}/live.js;", server.port);
    for part in ["default-src 'none'", &script, "frame-ancestors 'none'", "x-content-type-options: nosniff"] {
        assert!(head.contains(part), "{part}\n{head}");
    }
    for (path, kind) in
        [("/live.js", "text/javascript"), ("/style.css", "text/css"), ("/icon.svg", "image/svg+xml")]
    {
        let answer = server.get(path);
        assert!(answer.status == 200 && answer.head.contains(kind), "{}", answer.head);
    }
}

#[test]
fn notes_a_feed_that_the_own_template_makes() {
    let site = TestSite::new(&[
        CONFIG,
        ("feed.xml", "---\n---\n<feed>{% for post in site.posts %}{{ post.content }}{% endfor %}</feed>\n"),
        ("_posts/2024-01-02-a.md", "---\ntitle: A\n---\n"),
    ]);
    let server = Serving::of(&site);
    let state = || words(&server.page("/"), "tbody td:last-child");
    let first = state().remove(0);
    assert!(first.ends_with("; not written: the site's own feed.xml makes this file"), "{first}");
    let note = || words(&server.page("/feed?path=feed.xml"), "p.own");
    assert_eq!(note(), ["build does not write this feed: the site's own feed.xml makes this file."]);
    server.after(|| site.write("feedwright.toml", "[[feeds]]\npath = \"feed.xml\"\nreplace = true\n"));
    assert!(!state()[0].contains("not written") && note().is_empty(), "{:?} {:?}", state(), note());
}

#[test]
fn shows_dates_in_the_site_time_zone() {
    let site = TestSite::new(&[
        ("_config.yml", "title: W\nurl: https://wherry.example\ntimezone: Asia/Tokyo\n"),
        ("_posts/2024-01-02-a.md", "---\ntitle: A\n---\n"),
    ]);
    let page = Serving::of(&site).page("/feed?path=feed.xml");
    assert_eq!(words(&page, ".entry time"), ["2024-01-02T00:00:00+09:00"]);
}

#[test]
fn escapes_what_turns_the_reading_direction() {
    let site = TestSite::new(&[
        CONFIG,
        ("feedwright.toml", "[[feeds]]\npath = \"feed.xml\"\nwhere = \"post.data.x != 1\"\n"),
        (
            "_posts/2024-01-02-a.md",
            "---\ntitle: A\ncategories: [\"\\u202Eb <i>\"]\nauthor: \"c\\u2067\"\n---\n",
        ),
    ]);
    let server = Serving::of(&site);
    for page in ["/", "/posts", "/post?path=_posts%2F2024-01-02-a.md", "/feed?path=feed.xml"] {
        let body = server.get(page).body;
        assert!(!body.contains(['\u{202e}', '\u{2067}']), "{page}: {body}");
    }
    let feed = server.page("/feed?path=feed.xml");
    assert!(words(&feed, ".entry p")[1].contains("\\u202eb <i>"), "{:?}", words(&feed, ".entry p"));
}

#[test]
fn sends_no_body_after_head() {
    let site = TestSite::new(&[CONFIG, ("_posts/2024-01-02-a.md", "---\ntitle: A\n---\n")]);
    let answer = Serving::of(&site).send("HEAD / HTTP/1.1\nHost: 127.0.0.1:{port}\nConnection: close\n\n");
    assert_eq!((answer.status, answer.body.as_str()), (405, ""), "{}", answer.head);
    assert!(answer.head.to_lowercase().contains("allow: get"), "{}", answer.head);
}

/// Clients that send what no browser does, or nothing at all.
#[test]
fn answers_beside_hostile_and_idle_clients() {
    let site = TestSite::new(&[CONFIG, ("_posts/2024-01-02-a.md", "---\ntitle: A\n---\n")]);
    let server = Serving::of(&site);
    let long = format!("GET /{} HTTP/1.1\r\n", "a".repeat(1 << 20));
    let headers = "X: y\r\n".repeat(1 << 16);
    let hostile = [
        "CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u{16}\u{3}\u{1}\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "\0\r\n\r\n",
        &long,
        &headers,
    ];
    let mut open = Vec::new();
    for request in hostile.into_iter().chain(std::iter::repeat_n("", 80)) {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
        // The server may close it before all is sent.
        stream.write_all(request.as_bytes()).ok();
        open.push(stream);
    }
    let start = Instant::now();
    assert_eq!(server.get("/").status, 200);
    assert!(
        start.elapsed() < Duration::from_secs(30),
        "idle clients keep others waiting: {:?}",
        start.elapsed()
    );
}

#[test]
fn names_a_port_that_is_in_use() {
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let site = TestSite::new(&[CONFIG, ("_posts/2024-01-02-a.md", "---\ntitle: A\n---\n")]);
    let run = site.feedwright(["serve", "--port", &port]).exits(2);
    assert_eq!(
        run.stderr,
        format!("error: port {port}: address already in use; name another one with `--port`\n")
    );
}

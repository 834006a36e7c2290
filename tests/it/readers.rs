//! What readers make of our feeds: Python's feedparser, newsboat, sfeed and the crate feed-rs find the entries of the model
//! in them, with its titles, links, ids and dates, in its order.
//!
//! A reader that is not installed is left out with a notice; named in `FEED_READERS`, as CI does with those that it
//! installed, it has to be there. `cargo test --test it readers -- --nocapture` shows the table.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use feedwright::feeds::model::{Entry, EntryStyle, GuidStyle};
use feedwright::feeds::plan::{Planned, plan};
use feedwright::feeds::render::{self, Renderer};
use feedwright::site::joined::Below;
use feedwright::site::load::load;
use feedwright::site::tree::MemoryTree;
use feedwright::text::html::text::unescape;
use serde::Deserialize;
use tempfile::TempDir;

use crate::cli::{files_below, left_out};
use crate::written_feeds;

/// A row for each format, beside the feeds that a site's own configuration asks for.
const EVERY_FORMAT: &str = "\n[[feeds]]\nname = \"every\"\npath = \"every.{format}\"\nformat = [\"atom\", \"rss\", \"json\"]\nlimit = 0\n\n\
[[feeds]]\nname = \"ids\"\npath = \"ids.{format}\"\nformat = [\"atom\", \"rss\", \"json\"]\nlimit = 0\nguid = \"id\"\nredirect-links = \"target\"\n";

#[test]
fn readers_find_what_the_model_holds() {
    let folder = TempDir::new().unwrap();
    let feeds = written(folder.path());
    assert!(feeds.len() > 20, "{}", feeds.len());
    let mut table = BTreeMap::new();
    let mut wrong = Vec::new();
    for reader in READERS {
        if !(reader.is_there)() {
            let wanted = std::env::var("FEED_READERS").unwrap_or_default();
            assert!(!wanted.split(' ').any(|name| name == reader.name), "{} is not installed", reader.name);
            left_out(&format!("{} reads the feeds: not installed", reader.name));
            continue;
        }
        let readable: Vec<&Written> =
            feeds.iter().filter(|feed| reader.formats.contains(&feed.format)).collect();
        let files: Vec<&str> = readable.iter().map(|feed| feed.file.as_str()).collect();
        let read = (reader.read)(&files, &folder.path().join(reader.name));
        assert_eq!(read.len(), files.len(), "{}", reader.name);
        for (feed, read) in readable.iter().zip(read) {
            let expected: Vec<Item> =
                feed.entries.iter().map(|entry| (reader.expects)(feed, entry)).collect();
            let row = table.entry((reader.name, feed.format)).or_insert((0, 0));
            row.0 += 1;
            row.1 += expected.len();
            match read {
                Ok(found) if found == expected => {}
                Ok(found) => wrong.push(format!(
                    "{} of {} ({} entries, {} read):\n{}",
                    reader.name,
                    feed.file,
                    expected.len(),
                    found.len(),
                    differences(&expected, &found)
                )),
                Err(error) => wrong.push(format!("{} of {}: {error}", reader.name, feed.file)),
            }
        }
    }
    println!("{:10} {:6} {:>6} {:>8}  what is compared", "reader", "format", "feeds", "entries");
    for ((reader, format), (feeds, entries)) in &table {
        let compared = READERS.iter().find(|row| row.name == *reader).map_or("", |row| row.compared);
        println!("{reader:10} {format:6} {feeds:6} {entries:8}  {compared}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// One feed of ours on the disk, and what the model holds of it.
struct Written {
    file: String,
    format: &'static str,
    style: EntryStyle,
    entries: Vec<Entry>,
}

/// An entry as a reader shows it; what it does not show is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
struct Item {
    title: String,
    link: String,
    id: String,
    /// Seconds since 1970.
    published: Option<i64>,
    updated: Option<i64>,
}

/// What a reader finds in a file, or why it finds nothing.
type Read = Result<Vec<Item>, String>;

struct Reader {
    name: &'static str,
    formats: &'static [&'static str],
    compared: &'static str,
    is_there: fn() -> bool,
    /// The entries of each file; the folder is the reader's own.
    read: fn(&[&str], &Path) -> Vec<Read>,
    /// What it should find of an entry.
    expects: fn(&Written, &Entry) -> Item,
}

const READERS: &[Reader] = &[
    Reader {
        name: "feed-rs",
        formats: &["atom", "rss", "json"],
        compared: "title, link, id, published, updated, order",
        is_there: || true,
        read: |files, _| files.iter().map(|file| feed_rs(file)).collect(),
        expects: item,
    },
    Reader {
        name: "feedparser",
        formats: &["atom", "rss"],
        compared: "title, link, id, published, updated, order",
        is_there: || succeeds("python3", &["-c", "import feedparser"]),
        read: feedparser,
        expects: item,
    },
    Reader {
        name: "newsboat",
        formats: &["atom", "rss"],
        compared: "title, link, id, published, order",
        is_there: || succeeds("newsboat", &["-v"]) && succeeds("python3", &["-c", "import sqlite3"]),
        read: newsboat,
        expects: |feed, entry| Item { updated: None, ..item(feed, entry) },
    },
    Reader {
        name: "sfeed",
        formats: &["atom", "rss"],
        compared: "title, link, id, published, order",
        is_there: || succeeds("sh", &["-c", "command -v sfeed"]),
        read: |files, folder| {
            let read = |file: &&str| {
                let mut command = Command::new("sfeed");
                run(command.stdin(fs::File::open(file).unwrap()), folder).map(|text| sfeed(&text))
            };
            files.iter().map(read).collect()
        },
        expects: |feed, entry| {
            let item = item(feed, entry);
            // It shows every title as plain text: an Atom title with its references, unless browsers show the feed.
            let title = if feed.format == "atom" && !feed.style.is_browsed {
                entry.title.html().to_owned()
            } else {
                item.title
            };
            Item { title, updated: None, ..item }
        },
    },
];

/// What the model holds of an entry.
fn item(feed: &Written, entry: &Entry) -> Item {
    let (link, _) = feed.style.link.links(entry);
    let permalink = feed.format == "rss" && feed.style.guid == GuidStyle::Permalink;
    Item {
        title: entry.title.plain().into_owned(),
        link: encoded(if feed.format == "json" { &entry.url } else { link }),
        id: match &entry.guid {
            Some(guid) if permalink => guid.clone(),
            None if permalink => encoded(&entry.url),
            _ => entry.id.clone(),
        },
        published: Some(entry.published.timestamp()),
        updated: Some(entry.updated.timestamp()),
    }
}

/// A URL as RFC 3986 has it.
fn encoded(url: &str) -> String {
    url::Url::parse(url).unwrap().into()
}

/// Writes the feeds of every site to a folder.
fn written(folder: &Path) -> Vec<Written> {
    let mut feeds = Vec::new();
    for (name, tree) in sites() {
        let loaded = load(&tree, written_feeds::options()).unwrap();
        let plan = plan(&loaded.site, &loaded.feeds, &[]).unwrap();
        let mut output = MemoryTree::default();
        render::write(&loaded.site, &tree, &plan, None, &mut output, &mut |_, _| true);
        let site = &loaded.site;
        let renderer = Renderer::new(site, &tree, None);
        let entry = |number: usize, feed: &Planned| {
            let mut rest = number;
            if rest < site.posts.len() {
                return renderer.entry(rest, feed.body, true).unwrap();
            }
            rest -= site.posts.len();
            for joined in &site.joined {
                if rest < joined.site.posts.len() {
                    let below = Below::new(&tree, &joined.folder);
                    return Renderer::new(&joined.site, &below, None).entry(rest, feed.body, true).unwrap();
                }
                rest -= joined.site.posts.len();
            }
            panic!("no post {number}");
        };
        let entries =
            |feed: &Planned| feed.posts.iter().map(|post| entry(*post, feed)).collect::<Vec<Entry>>();
        for feed in &plan.feeds {
            let file = folder.join(name).join(&feed.path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, &output.files[&feed.path]).unwrap();
            feeds.push(Written {
                file: file.to_str().unwrap().to_owned(),
                format: feed.emitter.name,
                style: feed.style,
                entries: entries(feed),
            });
        }
    }
    feeds
}

/// The fixture sites with feeds in every format, as their own configuration wants them, and a site of odd posts.
fn sites() -> Vec<(&'static str, MemoryTree)> {
    let mut sites = Vec::new();
    let every = |tree: &mut MemoryTree| {
        tree.files
            .entry("feedwright.toml".to_owned())
            .or_default()
            .extend_from_slice(EVERY_FORMAT.as_bytes());
    };
    for name in ["site", "plain", "faulty"] {
        let own = tree_of(name);
        let mut with_every = own.clone();
        every(&mut with_every);
        if name == "site" {
            sites.push(("site-own", own));
        }
        sites.push((name, with_every));
    }
    sites.push(("promises", tree_of("promises/site")));
    sites.push(("entries", tree_of("entries")));
    let mut odd = MemoryTree::new(ODD.iter().map(|(path, text)| (*path, *text)));
    every(&mut odd);
    sites.push(("odd", odd));
    sites
}

fn tree_of(fixture: &str) -> MemoryTree {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(fixture);
    MemoryTree::new(files_below(&root).into_iter().map(|name| {
        let bytes = fs::read(root.join(&name)).unwrap();
        (name, bytes)
    }))
}

/// Posts whose titles, addresses and dates are not as usual.
const ODD: &[(&str, &str)] = &[
    ("_config.yml", "url: https://wherry.example\ntitle: Odds & ends\ntimezone: America/St_Johns\n"),
    ("_posts/2024-01-01-questions.md", "---\ntitle: \"Q & A: \\\"quotes\\\" & 'apostrophes'\"\n---\nText.\n"),
    ("_posts/2024-01-02-less.md", "---\ntitle: 1 < 2 and 3 > 2\n---\nText.\n"),
    (
        "_posts/2024-01-03-chips.md",
        "---\ntitle: Fish &amp; chips\nlast_modified_at: 2024-05-06 07:08:09 +0900\n---\nText.\n",
    ),
    (
        "_posts/2024-01-04-kanji.md",
        "---\ntitle: 全角 😀 é — “so”\ndate: 2024-01-04 23:59:59 -0800\n---\nText.\n",
    ),
    ("_posts/2024-01-05-telephone.md", "---\ntitle: AT&T; R&D;\n---\nText.\n"),
    ("_posts/2024-01-06-dots.md", "---\ntitle: Dots ... and -- dashes --- it's\n---\nText.\n"),
    ("_posts/2024-01-07-emphasis.md", "---\ntitle: <em>Emphasis</em> and `code`\n---\nText.\n"),
    ("_posts/2024-01-08-spaces.md", "---\ntitle: \"  Many   spaces\\tand a tab \"\n---\nText.\n"),
    ("_posts/2024-01-09-Zürich und mehr.md", "---\ntitle: Zürich\n---\nText.\n"),
    (
        "_posts/2024-01-10-moved.md",
        "---\ntitle: Moved\nredirect_to: https://elsewhere.example/a?b=1&c=2\n---\n",
    ),
    ("_posts/2024-01-11-one.md", "---\ntitle: The same day\n---\nText.\n"),
    ("_posts/2024-01-11-two.md", "---\ntitle: The same day\n---\nText.\n"),
    (
        "_posts/2024-02-29-leap.md",
        "---\ntitle: A day that is rare\ndate: 2024-02-29 12:34:56.789 +0545\n---\n]]> &lt; <b>x</b>\n",
    ),
    ("_posts/1971-01-01-old.md", "---\ntitle: Old\n---\nText.\n"),
];

fn feed_rs(file: &str) -> Result<Vec<Item>, String> {
    let feed =
        feed_rs::parser::parse(fs::read(file).unwrap().as_slice()).map_err(|error| error.to_string())?;
    let items = feed.entries.into_iter().map(|entry| {
        let link = entry.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
        let title = entry.title.map(|title| title.content).unwrap_or_default();
        Item {
            title: if file.ends_with("json") { title } else { unescape(&title).into_owned() },
            link: link.map(|link| link.href.clone()).unwrap_or_default(),
            id: entry.id,
            published: entry.published.map(|date| date.timestamp()),
            updated: entry.updated.map(|date| date.timestamp()),
        }
    });
    Ok(items.collect())
}

const FEEDPARSER: &str = "
import calendar, feedparser, html, json, sys
seconds = lambda date: date and calendar.timegm(date)
def parse(file):
    feed = feedparser.parse(file)
    assert not feed.bozo, (file, feed.bozo_exception)
    return feed.entries
plain = lambda entry: html.unescape(entry.title) if entry.title_detail.type == 'text/html' else entry.title
print(json.dumps([[dict(
    title=plain(entry), link=entry.link, id=entry.id,
    published=seconds(entry.get('published_parsed')), updated=seconds(entry.get('updated_parsed')),
) for entry in parse(file)] for file in sys.argv[1:]]))
";

/// All files at once: it takes longer to begin than to read.
fn feedparser(files: &[&str], folder: &Path) -> Vec<Read> {
    let said = run(Command::new("python3").args(["-c", FEEDPARSER]).args(files), folder);
    match said.and_then(|text| from_json::<Vec<Vec<Item>>>(&text)) {
        Ok(all) => all.into_iter().map(Ok).collect(),
        Err(error) => files.iter().map(|_| Err(error.clone())).collect(),
    }
}

/// A cache for each file, for it keeps one entry of an id; eight at a time, for it sleeps most of its half second.
fn newsboat(files: &[&str], folder: &Path) -> Vec<Read> {
    let read = |at: usize, file: &str| {
        let folder = folder.join(at.to_string());
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("urls"), format!("file://{file}\n")).unwrap();
        fs::write(folder.join("config"), "").unwrap();
        let mut command = Command::new("newsboat");
        command.args(["-q", "-u", "urls", "-c", "cache.db", "-C", "config", "-x", "reload"]);
        run(&mut command, &folder).err().unwrap_or_default()
    };
    let numbered: Vec<(usize, &str)> = files.iter().copied().enumerate().collect();
    let mut errors = Vec::new();
    for some in numbered.chunks(8) {
        std::thread::scope(|scope| {
            let running: Vec<_> =
                some.iter().map(|(at, file)| scope.spawn(move || read(*at, file))).collect();
            errors.extend(running.into_iter().map(|thread| thread.join().unwrap()));
        });
    }
    let count = files.len().to_string();
    let cached = run(Command::new("python3").args(["-c", NEWSBOAT, &count]), folder);
    let cached: Vec<Vec<Item>> = cached.and_then(|text| from_json(&text)).unwrap_or_default();
    let found = errors.into_iter().enumerate().map(|(at, error)| match cached.get(at) {
        Some(items) if error.is_empty() => Ok(items.clone()),
        _ => Err(error),
    });
    found.collect()
}

/// It puts the last entry of a feed into its cache first.
const NEWSBOAT: &str = "
import json, sqlite3, sys
select = 'SELECT title, url, guid, pubDate FROM rss_item ORDER BY id DESC'
rows = lambda at: sqlite3.connect(f'{at}/cache.db').execute(select)
names = ('title', 'link', 'id', 'published')
print(json.dumps([[dict(zip(names, row)) for row in rows(at)] for at in range(int(sys.argv[1]))]))
";

/// Fields with tabs between them: time, title, link, content, its type, id … (sfeed(5)).
fn sfeed(text: &str) -> Vec<Item> {
    let item = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        let field = |at: usize| fields.get(at).copied().unwrap_or_default().to_owned();
        Item {
            title: field(1),
            link: field(2),
            id: field(5),
            published: field(0).parse().ok(),
            updated: None,
        }
    };
    text.lines().map(item).collect()
}

fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| format!("{error}: {text}"))
}

fn succeeds(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// What a reader says, in a folder of its own, which is its home; half a minute is more than any of them needs.
fn run(command: &mut Command, folder: &Path) -> Result<String, String> {
    fs::create_dir_all(folder).unwrap();
    command.current_dir(folder).env("HOME", folder).env("LC_ALL", "C.UTF-8").env("TZ", "Pacific/Chatham");
    let program = command.get_program().to_owned();
    let output = fs::File::create(folder.join("said")).unwrap();
    let errors = output.try_clone().unwrap();
    let mut child = command.stdout(output).stderr(errors).spawn().map_err(|error| error.to_string())?;
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > Duration::from_secs(30) {
            child.kill().unwrap();
            child.wait().unwrap();
            return Err(format!("{} takes too long", program.display()));
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    let mut said = String::new();
    fs::File::open(folder.join("said")).unwrap().read_to_string(&mut said).unwrap();
    if status.success() { Ok(said) } else { Err(format!("{} failed: {said}", program.display())) }
}

fn differences(expected: &[Item], found: &[Item]) -> String {
    let none = Item::default();
    let pairs = (0..expected.len().max(found.len()))
        .map(|at| (expected.get(at).unwrap_or(&none), found.get(at).unwrap_or(&none)));
    pairs
        .filter(|(a, b)| a != b)
        .take(4)
        .map(|(a, b)| format!("  expected {a:?}\n  found    {b:?}\n"))
        .collect()
}

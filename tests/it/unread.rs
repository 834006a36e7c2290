//! Posts that cannot be read, or change, between the reading of their heads and of their bodies: the feeds that need them
//! are not written.

use std::collections::BTreeMap;
use std::sync::Mutex;

use feedwright::feeds::plan::plan;
use feedwright::feeds::publish::{NotWritten, PublishedFeed};
use feedwright::feeds::render::{self, BuiltPages};
use feedwright::site::load::load;
use feedwright::site::tree::{Listing, MemoryTree, Stat, Tree, TreeError, Written};
#[cfg(feature = "built")]
use feedwright::text::html::extract::Extractor;

use crate::written_feeds::options;

/// A tree in which one file is another from the second time on that it is read.
struct Changing {
    tree: MemoryTree,
    path: &'static str,
    then: Result<&'static str, &'static str>,
    reads: Mutex<usize>,
}

impl Tree for Changing {
    fn list(&self, folder: &str, enter: &dyn Fn(&str) -> bool) -> Result<Listing, TreeError> {
        self.tree.list(folder, enter)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, TreeError> {
        let mut reads = self.reads.lock().unwrap();
        *reads += usize::from(path == self.path);
        if path != self.path || *reads == 1 {
            return self.tree.read(path);
        }
        let failure =
            |reason: &str| TreeError { path: path.to_owned(), reason: reason.to_owned(), missing: false };
        self.then.map(|text| text.as_bytes().to_vec()).map_err(failure)
    }

    fn stat(&self, path: &str) -> Result<Stat, TreeError> {
        self.tree.stat(path)
    }
}

const OLD: &str = "_posts/2020-01-01-old.md";
const TEXT: &str = "---\ntitle: Old\ntags: [old]\n---\nIts body.\n";

/// Feeds of one post each, so that only the eight newest files are kept, and `_posts/2020-01-01-old.md` is read again.
fn site(newest: &str) -> MemoryTree {
    let mut tree = MemoryTree::new([
        ("_config.yml", "title: T\nurl: https://e.org\n"),
        (
            "feedwright.toml",
            "[[feeds]]\npath = \"new.xml\"\nlimit = 1\n[[feeds]]\npath = \"old.xml\"\nlimit = 1\ntags = \"old\"\n",
        ),
        (OLD, TEXT),
    ]);
    for day in 10..30 {
        let text = format!("---\ntitle: Day {day}\n---\nIts body.\n{}", if day == 29 { newest } else { "" });
        tree.files.insert(format!("_posts/2024-01-{day}-new.md"), text.into_bytes());
    }
    tree
}

/// The feeds that come of a site, by path; each stood before.
fn written(tree: &dyn Tree, built: Option<BuiltPages<'_>>) -> (BTreeMap<String, PublishedFeed>, MemoryTree) {
    let mut loaded = load(tree, options()).unwrap();
    let plan = plan(&loaded.site, &loaded.feeds, &[]).unwrap();
    loaded.complete(tree).unwrap();
    let mut sink = MemoryTree::new([("new.xml", "before"), ("old.xml", "before")]);
    let outcome = render::write(&loaded.site, tree, &plan, built, &mut sink, &mut |_, _| true);
    assert_eq!(outcome.published.skipped, []);
    (outcome.published.feeds.into_iter().map(|feed| (feed.path.clone(), feed)).collect(), sink)
}

/// The messages about feeds that are not written; the others are.
fn stopped(then: Result<&'static str, &'static str>, newest: &str) -> BTreeMap<String, String> {
    let tree = Changing { tree: site(newest), path: OLD, then, reads: Mutex::default() };
    let (feeds, sink) = written(&tree, None);
    let mut stopped = BTreeMap::new();
    for (path, feed) in feeds {
        match feed.outcome {
            Ok(written) => {
                assert_eq!(written, Written::Changed);
                assert_eq!(feed.entries, 1);
            }
            Err(reason) => {
                assert!(matches!(&reason, NotWritten::Entry(post) if post.path == OLD), "{reason}");
                assert_eq!(sink.files[&path], b"before");
                stopped.insert(path, reason.to_string());
            }
        }
    }
    stopped
}

#[test]
fn an_unreadable_body_stops_the_feeds_that_need_it() {
    let stopped = stopped(Err("too many open files"), "");
    assert_eq!(stopped.keys().collect::<Vec<_>>(), ["old.xml"]);
    assert!(stopped["old.xml"].ends_with(&format!("{OLD}: too many open files")), "{stopped:?}");
}

#[test]
fn a_post_that_changed_meanwhile_stops_its_feeds() {
    let same_length = TEXT.replace("Old", "New");
    let leaked: &'static str = Box::leak(same_length.into_boxed_str());
    for changed in
        ["", "---\ntitle: Old\ntags: [old]\n---\nIts body.\nMore.\n", "---\ntitle: Old\n---\n", leaked]
    {
        let stopped = stopped(Ok(changed), "");
        assert_eq!(stopped.keys().collect::<Vec<_>>(), ["old.xml"], "{changed:?}");
        assert!(stopped["old.xml"].contains("run again"), "{stopped:?}");
    }
    assert!(stopped(Ok(TEXT), "").is_empty());
}

#[test]
fn a_post_that_shows_an_unreadable_one_stops_too() {
    let shows = "{% for post in site.posts %}{{ post.content }}{% endfor %}\n";
    let stopped = stopped(Err("input/output error"), shows);
    assert_eq!(stopped.keys().collect::<Vec<_>>(), ["new.xml", "old.xml"]);
}

#[cfg(feature = "built")]
#[test]
fn an_unreadable_built_page_stops_its_feeds() {
    let mut tree = site("");
    tree.files.insert(
        "feedwright.toml".to_owned(),
        b"[[feeds]]\npath = \"new.xml\"\nlimit = 1\ncontent = \"built\"\n[[feeds]]\npath = \"old.xml\"\ntags = \"old\"\ncontent = \"built\"\n".to_vec(),
    );
    let page = "2024/01/29/new.html";
    for (then, is_written) in [(Err("permission denied"), false), (Ok("<article>Built</article>"), true)] {
        let files = MemoryTree::new([(page, "")]);
        let pages = Changing { tree: files, path: page, then, reads: Mutex::new(1) };
        let extractor = Extractor::new(&["article"], &[]).unwrap();
        let (feeds, sink) = written(&tree, Some(BuiltPages { tree: &pages, extractor }));
        assert_eq!(feeds["new.xml"].outcome.is_ok(), is_written);
        assert_eq!(sink.files["new.xml"] == b"before", !is_written);
        // The page of the other is missing, which is a warning.
        assert_eq!(feeds["old.xml"].entries, 1);
    }
}

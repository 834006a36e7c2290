//! How much work a run does, counted, since times differ from machine to machine: a post is read once, however many feeds and
//! rules there are.

use std::collections::BTreeMap;
use std::sync::Mutex;

use feedwright::feeds::plan::plan;
use feedwright::feeds::render;
use feedwright::lint::{Choice, KnownSites, Selection, check_site};
use feedwright::site::load::{LoadOptions, load, load_whole};
use feedwright::site::tree::{Listing, MemoryTree, Stat, Tree, TreeError};

const POSTS: usize = 120;

/// A site that counts how often each of its files is read.
struct Counting {
    tree: MemoryTree,
    reads: Mutex<BTreeMap<String, usize>>,
}

impl Counting {
    /// Posts that link to each other, with includes and data that all of them use, and feeds of all of them.
    fn site() -> Self {
        let post = |n: usize| {
            let next = (n + 1) % POSTS;
            let text = format!(
                "---\ntitle: Boat {n}\ncategories: [c{}]\ntags: [t{}]\n---\nTo [the next]({{% post_url 2024-01-01-boat-{next} %}}#oar) \
                 and [a note][note].\n\n## Oar\n\n{{% include refs.md %}}\n\n{{{{ site.data.crew.first.name }}}}\n",
                n % 7,
                n % 5
            );
            (format!("_posts/2024-01-01-boat-{n}.md"), text)
        };
        let mut files: Vec<(String, String)> = (0..POSTS).map(post).collect();
        for (path, text) in [
            (
                "_config.yml",
                "title: Wherry\nurl: https://wherry.example\nfeed: {categories: [c1, c2, c3], tags: true, posts_limit: 500}\n",
            ),
            ("_includes/refs.md", "[note]: /plan/\n"),
            ("_data/crew.yml", "- name: Ann\n"),
            ("plan.md", "---\ntitle: Plan\npermalink: /plan/\n---\n# Plan\n"),
        ] {
            files.push((path.to_owned(), text.to_owned()));
        }
        Self { tree: MemoryTree::new(files), reads: Mutex::default() }
    }

    /// The files that were read more than once, with the number of times.
    fn repeated(&self) -> Vec<(String, usize)> {
        let reads = self.reads.lock().unwrap();
        reads.iter().filter(|(_, times)| **times > 1).map(|(path, times)| (path.clone(), *times)).collect()
    }

    fn posts_read(&self) -> usize {
        self.reads.lock().unwrap().keys().filter(|path| path.starts_with("_posts/")).count()
    }
}

impl Tree for Counting {
    fn list(&self, folder: &str, enter: &dyn Fn(&str) -> bool) -> Result<Listing, TreeError> {
        self.tree.list(folder, enter)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, TreeError> {
        let bytes = self.tree.read(path)?;
        *self.reads.lock().unwrap().entry(path.to_owned()).or_default() += 1;
        Ok(bytes)
    }

    fn stat(&self, path: &str) -> Result<Stat, TreeError> {
        self.tree.stat(path)
    }
}

fn options() -> LoadOptions {
    LoadOptions::at("2024-07-01T12:00:00Z".parse().unwrap())
}

#[test]
fn a_build_of_many_feeds_reads_each_post_once() {
    let site = Counting::site();
    let loaded = load(&site, options()).unwrap();
    let plan = plan(&loaded.site, &loaded.feeds, &[]).unwrap();
    let mut output = MemoryTree::default();
    render::write(&loaded.site, &site, &plan, None, &mut output, &mut |_, _| true);
    assert_eq!(output.files.len(), 9, "{:?}", output.files.keys());
    assert_eq!(site.posts_read(), POSTS);
    // Once to tell which generator's it is.
    assert_eq!(site.repeated(), [("_config.yml".to_owned(), 2)]);
}

#[test]
fn a_lint_run_of_a_large_site_looks_for_includes_where_some_are() {
    // The contents of so many files are not kept.
    let files = (0..30_001).map(|n| (format!("assets/{n}.txt"), String::new()));
    let text = |title: &str, body: &str| format!("---\ntitle: {title}\n---\n{body}{{{{ site.title }}}}\n");
    let posts = [("plain", text("Boat", "")), ("including", text("Oar", "{% include refs.md %}"))];
    let posts = posts.map(|(name, text)| (format!("_posts/2024-01-01-{name}.md"), text));
    let others = [
        ("_config.yml".to_owned(), "title: Wherry\nurl: https://wherry.example\n".to_owned()),
        ("_includes/refs.md".to_owned(), "[note]: /plan/\n".to_owned()),
    ];
    let site =
        Counting { tree: MemoryTree::new(files.chain(posts.clone()).chain(others)), reads: Mutex::default() };
    let loaded = load_whole(&site, options()).unwrap();
    let selection = Selection::new(&loaded.site.settings.config.lint, &Choice::default()).unwrap();
    let report = check_site(&loaded, &site, KnownSites::default(), &selection, &|_| true);
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    let reads = site.reads.lock().unwrap();
    assert_eq!(posts.map(|(path, _)| reads.get(&path).copied()), [Some(2), Some(3)]);
}

#[test]
fn a_lint_run_reads_each_post_once() {
    let site = Counting::site();
    let loaded = load_whole(&site, options()).unwrap();
    let selection = Selection::new(&loaded.site.settings.config.lint, &Choice::default()).unwrap();
    let report = check_site(&loaded, &site, KnownSites::default(), &selection, &|_| true);
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    assert_eq!(site.posts_read(), POSTS);
    // Of a page first its head, for the address that links lead to.
    assert_eq!(site.repeated(), [("_config.yml".to_owned(), 2), ("plan.md".to_owned(), 2)]);
}

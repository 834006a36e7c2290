//! What any input may do: end, without a panic, in bounded time. One function for each reader of outside input.
//!
//! The programs in `fuzz_targets` run them under libFuzzer, and `tests/it/fuzz_seeds.rs` on the seeds and on mutations of them.

#[path = "sites.rs"]
mod sites;

use std::fmt::Write as _;

use feedwright::feeds::diff::{compare_feeds, read_feed, render as render_comparison};
use feedwright::feeds::{plan::plan, render};
use feedwright::links::inventory;
use feedwright::lint::editor::{Encoding, Lines, open};
use feedwright::lint::fix::{Round, rounds, write};
use feedwright::lint::settle::baseline::Baseline;
use feedwright::lint::written_feeds;
use feedwright::lint::{
    Choice, FeedFile, FeedJudges, KnownSites, Selection, check_feeds, check_site, reporters,
};
use feedwright::site::config::Config;
use feedwright::site::load::{LoadError, LoadOptions, load, load_whole};
use feedwright::site::tree::{MemoryTree, Tree};
use feedwright::text::diagnostic::Safety;

/// A name, which is that of its folder of seeds, and what it does with an input.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: &[Target] = &[
    ("baseline", read_baseline),
    ("commonmark", commonmark),
    ("diff", diff),
    ("editor", editor),
    ("feed", feed),
    ("fixes", fixes),
    ("front_matter", front_matter),
    ("generator_config", generator_config),
    ("heads", |data| each(&sites::heads(data))),
    ("hugo_templates", |data| each(&sites::hugo_templates(data))),
    ("inventory", read_inventory),
    ("javascript", javascript),
    ("kramdown", kramdown),
    ("liquid", liquid),
    ("nunjucks", |data| each(&sites::nunjucks(data))),
    ("own_config", own_config),
    ("pelican_jinja", |data| each(&sites::pelican_jinja(data))),
    ("preview", preview),
    ("python", |data| each(&sites::python(data))),
    ("restructured_text", |data| each(&sites::restructured_text(data))),
    ("site_configs", |data| each(&sites::site_configs(data))),
    ("tera", |data| each(&sites::tera(data))),
    ("where", condition),
];

/// Runs a target.
///
/// # Panics
/// When there is no target of this name, or when the target finds an error.
pub fn run(name: &str, data: &[u8]) {
    let (_, target) = TARGETS.iter().find(|(other, _)| *other == name).expect("a target of this name");
    target(data);
}

/// The path of the post that most targets write.
const POST: &str = "_posts/2024-05-31-beta.md";

/// A Jekyll site with one post and what its text may refer to.
fn jekyll(config: &str, post: Vec<u8>) -> MemoryTree {
    MemoryTree::new([
        ("_config.yml", format!("title: Wherry\nurl: https://wherry.example\n{config}").into_bytes()),
        ("_includes/refs.md", b"[note]: https://wherry.example/note {{ include.a }}\n".to_vec()),
        ("_data/crew.yml", b"- name: Ann\n- name: Bo\n".to_vec()),
        ("plan.md", b"---\ntitle: Plan\npermalink: /plan/\n---\n# To float\n".to_vec()),
        (POST, post),
    ])
}

fn with_head(body: &[u8]) -> Vec<u8> {
    [b"---\ntitle: Beta\ncategories: [a, b]\n---\n", body].concat()
}

fn options() -> LoadOptions {
    LoadOptions::at("2024-07-01T12:00:00Z".parse().expect("a valid date"))
}

/// Builds the feeds of a site; a site that cannot be read has a reason that can be printed.
fn build(site: &MemoryTree) {
    let loaded = match load(site, options()) {
        Ok(loaded) => loaded,
        Err(error @ LoadError::Feature { .. }) => panic!("the targets read all sites: {error}"),
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    let Ok(plan) = plan(&loaded.site, &loaded.feeds, &[]) else { return };
    let mut output = MemoryTree::default();
    render::write(&loaded.site, site, &plan, None, &mut output, &mut |_, _| true);
    for bytes in output.files.values() {
        assert!(std::str::from_utf8(bytes).is_ok(), "a feed is UTF-8");
    }
}

/// Reads and checks a site, and writes the report in every format.
fn check(site: &dyn Tree) -> Result<Round, LoadError> {
    let loaded = load_whole(site, options())?;
    let settings = &loaded.site.settings;
    let all = Choice::default();
    let selection = match Selection::new(&settings.config.lint, &all) {
        Ok(selection) => selection,
        Err(_) => Selection::new(&Config::default().lint, &all).expect("the defaults are valid"),
    };
    let report = check_site(&loaded, site, KnownSites::default(), &selection, &|_| true);
    for reporter in reporters::REPORTERS {
        assert!((reporter.write)(&report, Default::default()).is_ok(), "{} cannot write", reporter.name);
    }
    Ok(Round { report, markdown: settings.markdown.clone() })
}

fn build_and_check(site: &MemoryTree) {
    build(site);
    let _unreadable = check(site);
}

fn each(sites: &[MemoryTree]) {
    sites.iter().for_each(build_and_check);
}

/// A whole post: front matter and body.
fn front_matter(data: &[u8]) {
    build_and_check(&jekyll("", data.to_vec()));
}

fn kramdown(data: &[u8]) {
    build_and_check(&jekyll("", with_head(data)));
}

fn commonmark(data: &[u8]) {
    build_and_check(&jekyll("markdown: CommonMarkGhPages\n", with_head(data)));
}

/// A body, and an include with the same text, so that it may include itself.
fn liquid(data: &[u8]) {
    let mut site = jekyll("", with_head(data));
    site.files.insert("_includes/self.md".to_owned(), data.to_vec());
    build_and_check(&site);
}

/// The `_config.yml` of a site with one post.
fn generator_config(data: &[u8]) {
    let mut site = jekyll("", with_head(b"Text."));
    site.files.insert("_config.yml".to_owned(), data.to_vec());
    build_and_check(&site);
}

/// The `feedwright.toml` of a site with one post.
fn own_config(data: &[u8]) {
    let mut site = jekyll("", with_head(b"Text."));
    site.files.insert("feedwright.toml".to_owned(), data.to_vec());
    build_and_check(&site);
}

/// A condition of a feed.
fn condition(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut config = "[[feeds]]\npath = \"feed.xml\"\nwhere = \"".to_owned();
    for char in text.chars() {
        write!(config, "\\U{:08x}", u32::from(char)).expect("a string takes what is written");
    }
    config.push_str("\"\n");
    own_config(config.as_bytes());
}

/// Configurations in JavaScript, of which literals are read.
fn javascript(data: &[u8]) {
    for name in ["eleventy.config.js", "astro.config.mjs"] {
        let post =
            b"---\ntitle: Beta\ndate: 2024-05-31\npubDate: 2024-05-31\ntags: posts\n---\nText.\n".to_vec();
        build_and_check(&MemoryTree::new([
            (name, data.to_vec()),
            ("src/content/blog/beta.md", post.clone()),
            ("posts/beta.md", post),
        ]));
    }
}

/// A feed in any format.
fn feed(data: &[u8]) {
    let selection =
        Selection::new(&Config::default().lint, &Choice::default()).expect("the defaults are valid");
    let file = FeedFile { name: "feed".to_owned(), bytes: data.to_vec(), address: None };
    let report = check_feeds(&[file], FeedJudges::default(), &selection);
    assert!(report.findings.iter().all(|finding| !finding.diagnostic.message.is_empty()));
}

/// Shows the contents of entries as `serve` does.
fn show(data: &[u8]) {
    for content in feedwright::feeds::diff::read_contents(data) {
        let base = content.base.as_deref().unwrap_or("");
        let shown = feedwright::text::html::sanitise::sanitise(&content.html, base, &|_| None);
        let shown = shown.unwrap_or_default();
        assert!(!shown.contains("<script") && !shown.contains("<img"), "{shown}");
    }
}

/// Two feeds, with a line of `=====` between them; without that line, a feed and itself.
fn diff(data: &[u8]) {
    show(data);
    const BETWEEN: &[u8] = b"\n=====\n";
    let at = data.windows(BETWEEN.len()).position(|window| window == BETWEEN);
    let (old, new) = at.map_or((data, data), |at| (&data[..at], &data[at + BETWEEN.len()..]));
    let (Ok(before), Ok(after)) = (read_feed(old), read_feed(new)) else { return };
    let comparison = compare_feeds(&before, &after);
    assert!(at.is_some() || comparison.is_same(), "a feed is the same as itself");
    assert!(!render_comparison(&comparison).is_empty());
}

/// What an editor asks about a file that it holds: everything, at places all over it.
fn editor(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let site = jekyll("", with_head(b"Text with [a link](/plan/) and [one more](#beta).\n\n# Beta\n"));
    let loaded = load_whole(&site, options()).expect("this site can be read");
    let selection =
        Selection::new(&Config::default().lint, &Choice::default()).expect("the defaults are valid");
    open(&loaded, &site, KnownSites::default(), &selection, |workspace| {
        workspace.view(POST, text, |view| {
            for finding in view.findings() {
                let _line = view.suppression(&finding);
                assert!(finding.span.end <= text.len(), "a finding is inside the text");
            }
            let _symbols = view.symbols();
            let _references = view.references();
            for offset in (0..=text.len()).step_by(1 + text.len() / 60) {
                let _asked = (view.completions(offset), view.hover(offset), view.definition(offset));
            }
        })
    });
    for encoding in [Encoding::Utf8, Encoding::Utf16] {
        let lines = Lines::new(text, encoding);
        for (offset, _) in text.char_indices().step_by(1 + text.len() / 60) {
            let (line, character) = lines.position(offset);
            let _beyond = (lines.offset(line, usize::MAX), lines.offset(line + 1, character));
            let is_between = text.as_bytes().get(offset) == Some(&b'\n')
                && offset > 0
                && text.as_bytes()[offset - 1] == b'\r';
            assert!(is_between || lines.offset(line, character) == offset, "{offset} is {line}:{character}");
        }
    }
}

/// A request to `serve`, `/path?query` in the first line, for a site whose post is what follows.
fn preview(data: &[u8]) {
    use feedwright::lint::preview::{Body, Preview, State, answer};
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (request, post) = data.split_at(end);
    let request = String::from_utf8_lossy(request);
    let (path, query) = request.split_once('?').unwrap_or((&request, ""));
    let site = jekyll("", post.strip_prefix(b"\n").unwrap_or(post).to_vec());
    let Ok(mut loaded) = load(&site, options()) else { return };
    loaded.complete(&site).expect("a site in memory can be read");
    let Ok(plan) = plan(&loaded.site, &loaded.feeds, &[]) else { return };
    let selection =
        Selection::new(&Config::default().lint, &Choice::default()).expect("the defaults are valid");
    let mut memory = MemoryTree::default();
    let made = render::write(&loaded.site, &site, &plan, None, &mut memory, &mut |_, _| true);
    let feeds = written_feeds(&plan, &made.published, memory, &selection);
    let preview = Preview::new(loaded.site, plan, feeds, Vec::new());
    let state = State { version: 1, preview: Some(&preview), error: None };
    for (path, query) in [
        (path, query),
        ("/", ""),
        ("/posts", query),
        ("/feed", "path=feed.xml"),
        ("/post", "path=_posts/2024-05-31-beta.md"),
    ] {
        match answer(state, path, query).body {
            Body::Text(text) => {
                let scripts = text.matches("<script").count();
                let is_page = text.starts_with("<!");
                assert!(!is_page || scripts == 1, "{path} has {scripts} scripts");
            }
            Body::File(file) => assert!(site.files.contains_key(&file), "only files of the site are shown"),
        }
    }
}

fn read_baseline(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(baseline) = Baseline::parse(text) else { return };
    let written = baseline.write().expect("a baseline can be written");
    let again = Baseline::parse(&written).expect("a written baseline can be read");
    assert_eq!(again.write().expect("a baseline can be written"), written);
}

fn read_inventory(data: &[u8]) {
    let _invalid = inventory::parse(data);
}

/// All fixes of a post, after which those that were made are not offered again.
fn fixes(data: &[u8]) {
    let mut site = jekyll("", with_head(data));
    let Ok(fixes) = rounds(&site, Safety::Unsafe, &mut |tree| check(tree), &|_| None) else { return };
    write(&fixes, &mut site, &|_| None);
    let Ok(again) = rounds(&site, Safety::Unsafe, &mut |tree| check(tree), &|_| None) else {
        panic!("a fixed site can be read")
    };
    assert!(again.rewrites.is_empty(), "a second run changes nothing: {:?}", again.rewrites);
}

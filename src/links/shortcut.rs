//! The Liquid in URLs whose outcome is known without a build: `post_url`, `link`, `relative_url`, `site.baseurl`.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::markup::constructs::constructs;
use crate::site::WholeSite;
use crate::site::capabilities::SourceLinks;
use crate::site::post::Post;
use crate::text::pieces::Part as _;
use crate::text::url;

/// The result of the Liquid in a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Filled {
    /// The URL.
    Url(String),
    /// A post or file that is not there, as the tag names it: the build fails.
    Missing(String),
    /// Only the build knows.
    Unknown,
}

/// Returns whether a name follows `{{ site.baseurl }}` without a slash between.
pub(crate) fn lacks_slash_after_base(written: &str) -> bool {
    let after = written
        .trim_start()
        .strip_prefix("{{")
        .and_then(|rest| rest.split_once("}}"))
        .and_then(|(name, after)| (name.trim_matches(['-', ' ']) == "site.baseurl").then_some(after));
    after.is_some_and(|after| after.starts_with(|c: char| c.is_alphanumeric()))
}

/// The files of a site by the names that Liquid knows them by.
#[derive(Clone, Debug)]
pub(crate) struct Names<'a> {
    whole: WholeSite<'a>,
    /// Posts in the order of their names.
    posts: Order,
    /// Posts in the order of their names without folders.
    bare_posts: Order,
    /// Posts, pages and other files, numbered one after another, in the order of their paths.
    files: Order,
    /// How a link names a source file, where one can.
    source_links: Option<&'static SourceLinks>,
    base: String,
    site_url: Option<String>,
    /// Whether the site's configuration is all that `site` has in Liquid.
    runs_liquid: bool,
}

/// The URL of a file.
enum Url<'a> {
    /// Percent-encoded.
    Encoded(&'a str),
    /// Not encoded.
    Plain(&'a str),
}

/// The numbers of things that have a name, in the order of their names. They are sorted when one is asked for, which links of
/// many sites never do.
#[derive(Clone, Debug, Default)]
struct Order(OnceLock<Box<[u32]>>);

impl Order {
    /// The numbers of the things with this name, among so many.
    fn find<'n>(&self, wanted: &str, count: usize, name: impl Fn(usize) -> Option<&'n str>) -> &[u32] {
        let name = |number: &u32| name(*number as usize);
        let order = self.0.get_or_init(|| {
            let mut order: Vec<u32> = (0..).take(count).filter(|number| name(number).is_some()).collect();
            order.sort_by_key(name);
            order.into_boxed_slice()
        });
        let start = order.partition_point(|number| name(number) < Some(wanted));
        let end = order.partition_point(|number| name(number) <= Some(wanted));
        order.part(start..end)
    }
}

/// The name of a post without extension, folders below `_posts` included.
fn name_of(post: &Post) -> Option<&str> {
    let (_, name) = post.path.rsplit_once("_posts/")?;
    Some(name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}

impl<'a> Names<'a> {
    pub(crate) fn new(whole: WholeSite<'a>) -> Self {
        let settings = &whole.site.settings;
        Self {
            whole,
            posts: Order::default(),
            bare_posts: Order::default(),
            files: Order::default(),
            base: settings.baseurl.trim_end_matches('/').to_owned(),
            site_url: settings.url.clone(),
            runs_liquid: settings.convention.runs_liquid,
            source_links: settings.convention.source_links.as_ref(),
        }
    }

    /// The URL of a post by its name: the last one of that name, or the first that has it in a folder.
    fn post(&self, name: &str) -> Option<&'a str> {
        let posts = &self.whole.site.posts;
        let named = |number: usize| name_of(posts.get(number)?);
        let bare = |number: usize| Some(named(number)?.rsplit_once('/')?.1);
        let found = self.posts.find(name, posts.len(), named).last();
        let found = found.or_else(|| self.bare_posts.find(name, posts.len(), bare).first());
        posts.get(*found? as usize).map(|post| &*post.url)
    }

    /// The path of a file that templates know it by, and the file's URL.
    fn file(&self, number: usize) -> Option<(&'a str, Url<'a>)> {
        let WholeSite { site, surroundings } = self.whole;
        if let Some(post) = site.posts.get(number) {
            return Some((post.relative_path(), Url::Encoded(&post.url)));
        }
        let number = number.checked_sub(site.posts.len())?;
        if let Some(page) = surroundings.pages.get(number) {
            return Some((page.relative_path(), Url::Encoded(&page.url)));
        }
        let file = surroundings.files.get(number.checked_sub(surroundings.pages.len())?)?;
        Some((file.relative_path(), Url::Plain(&file.url)))
    }

    /// Returns the URL that the generator makes of a link to a source file in the file `source`, `@/blog/first.md#id`;
    /// nothing for any other link.
    pub(crate) fn internal(&self, source: &str, written: &str) -> Option<Filled> {
        let SourceLinks { marks, folder, lists } = self.source_links?;
        if lists.iter().any(|mark| written.starts_with(mark)) {
            return Some(Filled::Unknown);
        }
        let below = marks.iter().find_map(|mark| written.strip_prefix(mark))?;
        let (path, rest) = below.split_at(below.find(['#', '?']).unwrap_or(below.len()));
        let url = match folder {
            Some(folder) => self.url_of(&format!("{folder}{path}")).or_else(|| self.url_of(path)),
            None => self.beside(source, path),
        };
        Some(match url {
            Some(url) => Filled::Url(format!("{}{url}{rest}", self.base)),
            None => Filled::Missing(path.to_owned()),
        })
    }

    /// The URL of a file by its path from the folder of another one, or from a folder above that.
    fn beside(&self, source: &str, path: &str) -> Option<Cow<'a, str>> {
        let decoded = url::percent_decode(path);
        let mut folder = source;
        while let Some((above, _)) = folder.rsplit_once('/') {
            let resolved =
                url::resolve(&format!("https://site.invalid/{above}/"), decoded.trim_start_matches('/'));
            let file = url::percent_decode(url::parts(&resolved).path.trim_start_matches('/')).into_owned();
            if let Some(url) = self.url_of(&file) {
                return Some(url);
            }
            if !path.starts_with('/') {
                return None;
            }
            folder = above;
        }
        self.url_of(decoded.trim_start_matches('/'))
    }

    /// The URL of what the build makes of a file, without the base URL.
    pub(crate) fn url_of(&self, file: &str) -> Option<Cow<'a, str>> {
        let WholeSite { site, surroundings } = self.whole;
        let count = site.posts.len() + surroundings.pages.len() + surroundings.files.len();
        let found = self.files.find(file, count, |number| self.file(number).map(|(path, _)| path));
        Some(match self.file(*found.last()? as usize)?.1 {
            Url::Encoded(url) => Cow::Borrowed(url),
            Url::Plain(url) => url::escape_path(url),
        })
    }

    /// The base URL, without a slash at the end.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// Fills in the Liquid of a URL.
    pub(crate) fn fill(&self, written: &str) -> Filled {
        let mut out = String::new();
        let mut at = 0;
        for construct in constructs(written) {
            out.push_str(written.part(at..construct.span.start));
            at = construct.span.end;
            let value = match construct.is_tag {
                _ if !construct.is_closed => Filled::Unknown,
                true => self.tag(construct.name, construct.markup, &out),
                false => self.output(construct.markup),
            };
            match value {
                Filled::Url(value) => out.push_str(&value),
                other => return other,
            }
        }
        out.push_str(written.part(at..));
        Filled::Url(out)
    }

    fn tag(&self, name: &str, argument: &str, before: &str) -> Filled {
        if argument.contains(['{', '|']) {
            return Filled::Unknown;
        }
        let found = match name {
            "post_url" => self.post(argument.trim_start_matches('/')).map(Cow::Borrowed),
            "link" => self.url_of(argument.trim_start_matches('/')),
            _ => return Filled::Unknown,
        };
        match found {
            Some(url) => {
                let base = self.whole.site.settings.base_of_tags(before);
                Filled::Url(format!("{base}{url}"))
            }
            None => Filled::Missing(argument.to_owned()),
        }
    }

    fn output(&self, inner: &str) -> Filled {
        let mut parts = inner.split('|').map(str::trim);
        let first = parts.next().unwrap_or("");
        let filters: Vec<&str> = parts.collect();
        let value = match first {
            "site.baseurl" => self.base.clone(),
            // Without one it is empty, or the host where a plugin sets it.
            "site.url" if self.site_url.is_some() || self.runs_liquid => {
                self.site_url.as_deref().unwrap_or("").trim_end_matches('/').to_owned()
            }
            // Its whole address, where the service that publishes the site tells it.
            "site.github.url" if self.runs_liquid => {
                format!("{}{}", self.site_url.as_deref().unwrap_or("").trim_end_matches('/'), self.base)
            }
            _ => {
                let quoted = first
                    .strip_prefix('"')
                    .and_then(|rest| rest.strip_suffix('"'))
                    .or_else(|| first.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')));
                match quoted.filter(|text| !text.contains(['"', '\''])) {
                    Some(text) => text.to_owned(),
                    None => return Filled::Unknown,
                }
            }
        };
        match *filters.as_slice() {
            [] => Filled::Url(value),
            ["relative_url" | "absolute_url"] if value.contains("://") => Filled::Url(value),
            // Of the generators whose templates are not Liquid only one has a filter of this name; it leaves relative URLs alone.
            ["url"] if !self.runs_liquid => {
                let is_whole = value.contains("://") || value.starts_with("//");
                let is_rooted = (value.starts_with('/') || value.is_empty()) && !is_whole;
                let base = if is_rooted { self.base.as_str() } else { "" };
                Filled::Url(if value.is_empty() { format!("{base}/") } else { format!("{base}{value}") })
            }
            [filter @ ("relative_url" | "absolute_url")] => {
                let slash = if value.starts_with('/') || value.is_empty() { "" } else { "/" };
                let site = self.site_url.as_deref().filter(|_| filter == "absolute_url");
                let site = site.unwrap_or("").trim_end_matches('/');
                Filled::Url(format!("{site}{}{slash}{value}", self.base))
            }
            _ => Filled::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::site::load::{LoadOptions, load_whole};
    use crate::site::tree::MemoryTree;

    #[test]
    fn finds_posts_pages_and_files_by_their_names() {
        let post = "---\ntitle: A\n---\nText.\n";
        let tree = MemoryTree::new([
            ("_config.yml", "url: https://wherry.example\npermalink: /:categories/:title/\n"),
            ("_posts/2024-01-01-oar.md", "---\ncategories: top\n---\n"),
            ("_posts/north/2024-01-01-oar.md", "---\ncategories: north\n---\n"),
            ("_posts/north/2024-01-02-sail.md", post),
            ("pages/oar.md", post),
            ("img/a b.png", "x"),
        ]);
        let Ok(loaded) = load_whole(&tree, LoadOptions::at(DateTime::UNIX_EPOCH.into())) else { panic!() };
        let names = Names::new(loaded.whole());
        let url = |url: &str| Filled::Url(url.to_owned());
        for (written, expected) in [
            ("{% post_url 2024-01-01-oar %}", url("/top/oar/")),
            ("{% post_url north/2024-01-01-oar %}", url("/north/oar/")),
            ("{% post_url 2024-01-02-sail %}", url("/sail/")),
            ("{% post_url 2024-01-02-sai %}", Filled::Missing("2024-01-02-sai".to_owned())),
            ("{% link _posts/north/2024-01-02-sail.md %}#x", url("/sail/#x")),
            ("{% link pages/oar.md %}", url("/pages/oar/")),
            ("{% link img/a b.png %}", url("/img/a%20b.png")),
            ("{% link img %}", Filled::Missing("img".to_owned())),
        ] {
            assert_eq!(names.fill(written), expected, "{written}");
        }
    }
}

//! The Liquid in URLs whose outcome is known without a build: `post_url`, `link`, `relative_url`, `site.baseurl`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::markup::constructs::constructs;
use crate::site::capabilities::SourceLinks;
use crate::site::{Settings, WholeSite};
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
#[derive(Clone, Debug, Default)]
pub(crate) struct Names<'a> {
    /// The URLs of posts by their names without extension, folders below `_posts` included.
    posts: BTreeMap<&'a str, &'a str>,
    /// The URL of every file by the path that templates know it by.
    files: BTreeMap<&'a str, Cow<'a, str>>,
    /// How a link names a source file, where one can.
    source_links: Option<&'static SourceLinks>,
    base: String,
    site_url: Option<String>,
    /// Whether the site's configuration is all that `site` has in Liquid.
    runs_liquid: bool,
    settings: Option<&'a Settings>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(whole: WholeSite<'a>) -> Self {
        let WholeSite { site, surroundings } = whole;
        let mut names = Self {
            base: site.settings.baseurl.trim_end_matches('/').to_owned(),
            site_url: site.settings.url.clone(),
            runs_liquid: site.settings.convention.runs_liquid,
            settings: Some(&site.settings),
            source_links: site.settings.convention.source_links.as_ref(),
            ..Self::default()
        };
        for post in &site.posts {
            names.files.insert(post.relative_path(), Cow::Borrowed(&post.url));
            if let Some((_, name)) = post.path.rsplit_once("_posts/") {
                let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
                names.posts.insert(stem, &post.url);
                if let Some((_, short)) = stem.rsplit_once('/') {
                    names.posts.entry(short).or_insert(&post.url);
                }
            }
        }
        let pages = &surroundings.pages;
        names.files.extend(pages.iter().map(|page| (page.relative_path(), Cow::Borrowed(page.url.as_str()))));
        let files = &surroundings.files;
        names.files.extend(files.iter().map(|file| (file.relative_path(), url::escape_path(&file.url))));
        names
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
    fn beside(&self, source: &str, path: &str) -> Option<&str> {
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
    pub(crate) fn url_of(&self, file: &str) -> Option<&str> {
        self.files.get(file).map(AsRef::as_ref)
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
            "post_url" => self.posts.get(argument.trim_start_matches('/')).copied(),
            "link" => self.url_of(argument.trim_start_matches('/')),
            _ => return Filled::Unknown,
        };
        match found {
            Some(url) => {
                let base = self.settings.map_or("", |settings| settings.base_of_tags(before));
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

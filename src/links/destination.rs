//! Where a link leads.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::links::archives::{archives, is_numbered};
use crate::links::built::Built;
use crate::links::elsewhere::Elsewhere;
use crate::links::other_site::{ExternalPlace, OtherSite, place_on_other_sites};
use crate::links::shortcut::{Filled, Names};
use crate::links::sources::{From, is_replaced, named_url, replaced};
use crate::links::terms::Terms;
use crate::links::{Index, Target};
use crate::markup::markdown::{Facts, Link, LinkKind, LinkRole};
use crate::site::{Absent, OwnPages, Site, WholeSite};
use crate::text::pieces::Pieces as _;
use crate::text::route::may_match;
use crate::text::source::Span;
use crate::text::url;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// There is no URL.
    Empty,
    /// Another host, or no place on the web.
    Elsewhere,
    /// Only the build knows: why.
    Unknown(Cow<'static, str>),
    /// A place on this site.
    Internal(Place),
    /// A place on another site whose pages are known.
    External(ExternalPlace),
}

/// A place on this site.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The path without host and base URL, decoded, beginning with a slash; empty for the page itself.
    pub path: String,
    /// The fragment as it is written, without `#`; `None` without one.
    pub fragment: Option<String>,
    /// How the link is written.
    pub form: Form,
    /// Whether something is there.
    pub verdict: Verdict,
    /// Where nothing is there: the URL, with the base URL, of what the build makes of the file that the link names among
    /// the sources.
    pub meant: Option<String>,
}

/// How a link to a place on the site is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// `#id`, `?x`
    SamePage,
    /// `../x`
    Relative,
    /// `/x`
    Root,
    /// `https://own.host/x`
    OwnHost,
    /// `{% post_url x %}`, `{% link x %}`
    Tag,
}

/// Whether something is at a place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Something is there.
    Found(Target),
    /// Nothing is there.
    Nothing,
    /// Something is there, but below the base URL that the link leaves out.
    OutsideBase,
    /// Only the build, or an input that is absent, knows: why.
    Unknown(Cow<'static, str>),
}

/// The host of URLs that are resolved here.
const NO_HOST: &str = "site.invalid";

const MADE_BY_LIQUID: &str = "Liquid makes them";
const MADE_BY_GENERATOR: &str = "the generator makes them";

/// Why links with the site's own host, into a folder of which it has nothing, are not checked.
pub(crate) const FILLED_ELSEWHERE: &str =
    "they are in folders of this host that the site does not have: another repository may publish them";

/// The site that links are resolved against.
#[derive(Clone, Debug)]
pub struct LinkBase<'a> {
    site: &'a Site,
    index: &'a Index,
    absent: &'a Absent,
    redirect_patterns: &'a [(String, &'static str)],
    own_pages: Option<&'a OwnPages>,
    terms: Terms<'a>,
    base: String,
    hosts: Vec<String>,
    /// Whether a file `CNAME` names a domain for the site.
    has_own_domain: bool,
    names: Names<'a>,
    prefixes: Vec<(String, &'static str)>,
    built: Option<&'a Built>,
    others: &'a [OtherSite],
    feeds: BTreeSet<String>,
    elsewhere: Elsewhere<'a>,
}

impl<'a> LinkBase<'a> {
    /// The URLs that the plugins of a site make, for its index.
    #[must_use]
    pub fn made_urls(site: &Site) -> Vec<String> {
        site.settings.made.urls.iter().cloned().chain(archives(site)).collect()
    }

    /// A site and its index, a host that it is served at beside that of its URL, the built site where it is the judge,
    /// and the other sites whose pages are known.
    #[must_use]
    pub fn new(
        whole: WholeSite<'a>,
        index: &'a Index,
        host: Option<&str>,
        built: Option<&'a Built>,
        others: &'a [OtherSite],
    ) -> Self {
        let WholeSite { site, surroundings } = whole;
        let own = site.settings.url.as_deref().and_then(|url| url::parts(url).authority);
        let of_base = url::parts(&site.settings.baseurl).authority;
        let hosts = own.into_iter().chain(of_base).chain(host).filter(|host| !host.is_empty());
        Self {
            site,
            index,
            built,
            others,
            feeds: BTreeSet::new(),
            names: Names::new(whole),
            elsewhere: Elsewhere::new(site, index, built),
            prefixes: site.settings.made.prefixes.clone(),
            absent: &surroundings.absent,
            redirect_patterns: &surroundings.redirect_patterns,
            own_pages: surroundings.own_pages.as_ref(),
            terms: surroundings.own_pages.as_ref().map(|_| Terms::new(site)).unwrap_or_default(),
            base: site.settings.base_path().to_owned(),
            hosts: hosts.map(str::to_ascii_lowercase).collect(),
            has_own_domain: host.is_some(),
        }
    }
}

impl LinkBase<'_> {
    /// The paths of the feeds that are written into the built site: they exist after every build.
    #[must_use]
    pub fn with_feeds(mut self, paths: impl IntoIterator<Item = String>) -> Self {
        self.feeds = paths.into_iter().map(|path| format!("/{}", path.trim_start_matches('/'))).collect();
        self
    }

    /// The places that the plugins of the site make, by the beginnings of their URLs, and those plugins.
    #[must_use]
    pub fn made_below(&self) -> &[(String, &'static str)] {
        &self.prefixes
    }
}

/// Where the links of `facts`, which are on the file `from`, lead, in their order.
#[must_use]
pub fn destinations(facts: &Facts, from: From<'_>, around: &LinkBase<'_>) -> Vec<Destination> {
    let resolver =
        Resolver { from, replaces: is_replaced(&around.site.settings.replaced_links, &from), around };
    facts.links.iter().map(|link| resolver.destination(link, &facts.liquid)).collect()
}

struct Resolver<'a> {
    from: From<'a>,
    /// Whether links to source files lead to pages here.
    replaces: bool,
    around: &'a LinkBase<'a>,
}

impl Resolver<'_> {
    /// Where a link leads that only a build knows.
    fn unknown(&self) -> Destination {
        let runs_liquid = self.around.site.settings.convention.runs_liquid;
        Destination::Unknown(Cow::Borrowed(if runs_liquid { MADE_BY_LIQUID } else { MADE_BY_GENERATOR }))
    }

    /// Returns whether a link may name a source: where bodies resolve them, only pages are found, not files beside them.
    fn may_be_source(&self, written: &str) -> bool {
        let path = written.split(['#', '?']).next().unwrap_or(written);
        let is_page = [".md", ".markdown", ".html"].iter().any(|ending| path.ends_with(ending));
        is_page || !self.around.site.settings.replaced_links.by_bodies
    }

    fn destination(&self, link: &Link, liquid: &[Span]) -> Destination {
        if let Some(url) = &link.evaluated {
            return self.resolve(&without_breaks(url.trim()));
        }
        let written = without_breaks(link.destination.value.trim());
        let written = &*written;
        let mut braces = memchr::memchr_iter(b'{', written.as_bytes());
        let filled = if braces.any(|at| matches!(written.as_bytes().get(at + 1), Some(b'{' | b'%'))) {
            Some(self.around.names.fill(written))
        } else {
            self.around.names.internal(self.from.source, written)
        };
        if let Some(filled) = filled {
            return match filled {
                Filled::Url(url) => self.resolve(url.trim()),
                Filled::Missing(name) => {
                    let verdict = self.absent(&name).map_or(Verdict::Nothing, Verdict::Unknown);
                    internal(name, None, Form::Tag, verdict)
                }
                Filled::Unknown => self.unknown(),
            };
        }
        let span = link.destination.span;
        let at = liquid.partition_point(|tag| tag.end <= span.start);
        let made = liquid.get(at).is_some_and(|tag| tag.start < span.end);
        if made {
            return self.unknown();
        }
        let links = &self.around.site.settings.replaced_links;
        let may_name_file = self.replaces
            && self.may_be_source(written)
            && (links.root.is_some() || !matches!(link.kind, LinkKind::Html | LinkKind::Autolink));
        if links.by_headings && written.starts_with('#') {
            return replaced(&self.around.names, links, &self.from, written)
                .map_or_else(|| self.unknown(), |url| self.resolve(&url));
        }
        let may_name_image = links.images && link.role != LinkRole::Anchor;
        let is_bundled =
            if link.role == LinkRole::Anchor { links.bundled_links } else { links.bundled_images };
        let may_name_bundled = is_bundled
            && self.from.source.after_last('/').starts_with("index.")
            && !matches!(link.kind, LinkKind::Html | LinkKind::Autolink)
            && !written.starts_with('/');
        if (may_name_file || may_name_image || may_name_bundled)
            && let Some(url) = replaced(&self.around.names, links, &self.from, written)
        {
            return self.resolve(&url);
        }
        match self.resolve(written) {
            Destination::Internal(place) if place.verdict == Verdict::Nothing => {
                Destination::Internal(Place { meant: self.meant(written, &place), ..place })
            }
            destination => destination,
        }
    }

    /// Returns the URL to write for a dead link that names a source file.
    fn meant(&self, written: &str, place: &Place) -> Option<String> {
        let url = named_url(&self.around.names, &self.from, written)?;
        let path = url::percent_decode(&url);
        if !matches!(self.verdict(&path), Verdict::Found(_)) || place.path == *path {
            return None;
        }
        let rest = written.find(['#', '?']).and_then(|at| written.get(at..)).unwrap_or("");
        Some(format!("{}{url}{rest}", self.around.base))
    }

    fn resolve(&self, written: &str) -> Destination {
        let written = &*with_slashes(written);
        if written.is_empty() {
            return Destination::Empty;
        }
        if written.starts_with(['#', '?']) {
            let (_, fragment) = url::split_fragment(written);
            let verdict = Verdict::Unknown(Cow::Borrowed("they are on the page itself"));
            return internal(String::new(), fragment, Form::SamePage, verdict);
        }
        let parts = url::parts(written);
        let form = match (parts.scheme, parts.authority) {
            (None, None) if parts.path.starts_with('/') => Form::Root,
            (None, None) => Form::Relative,
            (scheme, Some(authority)) if self.is_own_host(scheme, authority) => Form::OwnHost,
            (scheme, Some(authority)) if is_web(scheme) && !self.around.others.is_empty() => {
                let path = url::percent_decode(parts.path);
                let there =
                    place_on_other_sites(self.around.others, scheme, authority, &path, parts.fragment);
                return there.map_or(Destination::Elsewhere, Destination::External);
            }
            _ => return Destination::Elsewhere,
        };
        let absolute: Cow<'_, str> = match form {
            Form::Relative => {
                let start = match self.start() {
                    Ok(start) => start,
                    Err(reason) => return Destination::Unknown(Cow::Borrowed(reason)),
                };
                let resolved = url::resolve(&start, written);
                let parts = url::parts(&resolved);
                let is_own = |host: &str| host == NO_HOST || self.is_own_host(parts.scheme, host);
                if !parts.authority.is_some_and(is_own) {
                    return Destination::Elsewhere;
                }
                Cow::Owned(parts.path.to_owned())
            }
            // Browsers resolve dots in any path (WHATWG URL, 4.4).
            _ if parts.path.contains("/.") => {
                // After a host: a path that begins with `//` would be one by itself.
                let path = format!("//{NO_HOST}{}", parts.path);
                let resolved = url::resolve(&format!("https://{NO_HOST}/"), &path);
                Cow::Owned(url::parts(&resolved).path.to_owned())
            }
            _ => Cow::Borrowed(parts.path),
        };
        let here = self.place_on_host(&url::percent_decode(&absolute), parts.fragment, form);
        match &here {
            // Another site may be served from a folder of this one's host.
            Destination::Internal(place)
                if !self.around.others.is_empty() && !matches!(place.verdict, Verdict::Found(_)) =>
            {
                let path = url::percent_decode(&absolute);
                let there = self.around.hosts.iter().find_map(|host| {
                    place_on_other_sites(self.around.others, None, host, &path, parts.fragment)
                });
                there.map_or(here, Destination::External)
            }
            _ => here,
        }
    }

    /// The URL that relative links start from, or why it is not known.
    fn start(&self) -> Result<String, &'static str> {
        let page = self.from.url.ok_or("the page has no URL")?;
        let page = format!("https://{NO_HOST}{}{page}", self.around.base);
        let Some(base) = self.from.base else { return Ok(page) };
        match self.around.names.fill(base) {
            Filled::Url(base) => Ok(url::resolve(&page, &base).into_owned()),
            Filled::Missing(_) | Filled::Unknown => Err("the layout has a `<base>` that Liquid makes"),
        }
    }

    /// A place on the host, by its decoded path.
    fn place_on_host(&self, decoded: &str, fragment: Option<&str>, form: Form) -> Destination {
        let base = self.around.base.as_str();
        let adds_base = form == Form::Root && self.around.site.settings.replaced_links.adds_base;
        // A folder may have the name of the base URL, which is put before all paths.
        if adds_base && let found @ Verdict::Found(_) = self.verdict(decoded) {
            return internal(decoded.to_owned(), fragment, form, found);
        }
        let path = match decoded.strip_prefix(base).filter(|rest| rest.is_empty() || rest.starts_with('/')) {
            Some("") => "/",
            Some(rest) => rest,
            None if adds_base => decoded,
            // The host shows the site at the root of the domain, not below the base URL.
            None if self.around.has_own_domain => decoded,
            None => return self.outside(decoded.to_owned(), fragment, form),
        };
        let verdict = match self.verdict(path) {
            Verdict::Nothing => self.verdict_elsewhere(decoded, path, form),
            verdict => verdict,
        };
        internal(path.to_owned(), fragment, form, verdict)
    }

    /// A place on the host but not below the base URL: surely wrong only where the same place is below it, and the host is not
    /// written out, as for another site of the host.
    fn outside(&self, path: String, fragment: Option<&str>, form: Form) -> Destination {
        let below = form != Form::OwnHost && path != "/" && !self.around.index.served(&path).is_empty();
        let verdict = if below {
            Verdict::OutsideBase
        } else if self.around.elsewhere.names(&path) {
            Verdict::Unknown(Cow::Borrowed("`elsewhere` of `[lint]` names their folder"))
        } else {
            Verdict::Unknown(Cow::Borrowed("they are outside of the site's base URL"))
        };
        internal(path, fragment, form, verdict)
    }

    /// A path of the host, and below the base URL, where the site has nothing.
    fn verdict_elsewhere(&self, decoded: &str, path: &str, form: Form) -> Verdict {
        let elsewhere = &self.around.elsewhere;
        if elsewhere.names(decoded) || elsewhere.names(path) {
            Verdict::Unknown(Cow::Borrowed("`elsewhere` of `[lint]` names their folder"))
        } else if form == Form::OwnHost && elsewhere.may_serve(path) {
            Verdict::Unknown(Cow::Borrowed(FILLED_ELSEWHERE))
        } else {
            Verdict::Nothing
        }
    }

    fn is_own_host(&self, scheme: Option<&str>, authority: &str) -> bool {
        is_web(scheme) && self.around.hosts.iter().any(|own| own.eq_ignore_ascii_case(authority))
    }

    fn verdict(&self, path: &str) -> Verdict {
        let verdict = self.verdict_of_sources(path);
        match (self.around.built, verdict) {
            (None, verdict) => verdict,
            (Some(built), verdict) => match (built.at(path), verdict) {
                (Some(_), verdict @ Verdict::Found(_)) => verdict,
                (Some(_), _) => Verdict::Found(Target::Made),
                (None, _) if self.around.feeds.contains(path) => Verdict::Found(Target::Made),
                (None, _) => Verdict::Nothing,
            },
        }
    }

    /// Why something may be at a path after all: what belongs there is not in the repository.
    fn absent(&self, path: &str) -> Option<Cow<'static, str>> {
        let name = self.around.absent.names(path)?;
        if self.around.absent.is_partial(name) && self.has_twin(path) {
            return None;
        }
        Some(Cow::Owned(if name.contains('*') || name.after_last('/').contains('.') {
            format!("`.gitignore` names the file `{name}`, which is not there")
        } else if self.around.absent.is_partial(name) {
            format!("only a part of the folder `{name}` is in the repository")
        } else {
            format!("nothing is in the folder `{name}`")
        }))
    }

    /// Whether the site has a page at the same place but for a slash or `.html` at its end.
    fn has_twin(&self, path: &str) -> bool {
        let bare = path.trim_end_matches('/');
        let bare = bare.strip_suffix(".html").unwrap_or(bare);
        ["", "/", ".html"].iter().any(|end| !self.around.index.served(&format!("{bare}{end}")).is_empty())
    }

    /// The file beside a script or style sheet that is not there of which a program makes it: `a.ts` for `a.js`.
    fn program_source(&self, path: &str) -> Option<String> {
        let (stem, ending) = path.rsplit_once('.')?;
        let sources: &[&str] = match ending {
            "js" => &["ts", "tsx", "jsx", "es6", "coffee", "mjs", "ls", "elm"],
            "css" => &["scss", "sass", "less", "styl", "pcss"],
            _ => return None,
        };
        let name = |ending: &&str| format!("{stem}.{ending}");
        sources.iter().map(name).find(|source| !self.around.index.served(source).is_empty())
    }

    /// The plugin that writes a page of the site once more, in the language whose folder the path begins with.
    fn translating_plugin(&self, path: &str) -> Option<&'static str> {
        let languages = self.around.site.settings.made.languages.as_ref()?;
        let (folder, rest) = path.strip_prefix('/')?.split_once('/')?;
        if !languages.folders.iter().any(|language| language == folder) {
            return None;
        }
        // A post's URL has a year as a rule.
        let is_year = |part: &str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        let may_be_own_post = || languages.has_own_posts && rest.split('/').any(is_year);
        let is_page = self
            .around
            .index
            .served(&format!("/{rest}"))
            .iter()
            .any(|target| !matches!(target, Target::File(_)));
        (is_page || may_be_own_post()).then_some(languages.plugin)
    }

    fn verdict_of_sources(&self, path: &str) -> Verdict {
        let targets = self.around.index.served(path);
        let real = targets.iter().find(|target| !matches!(target, Target::Redirect(_)));
        if let Some(target) = real.or_else(|| targets.first()) {
            return Verdict::Found(target.clone());
        }
        let patterns = self.around.redirect_patterns;
        if let Some((_, file)) = patterns.iter().find(|(pattern, _)| may_match(pattern, path)) {
            return Verdict::Unknown(Cow::Owned(format!("a pattern in `{file}` redirects them")));
        }
        if let Some((_, plugin)) =
            self.around.prefixes.iter().find(|(prefix, _)| path.starts_with(prefix.as_str()))
        {
            return Verdict::Unknown(Cow::Owned(format!("{plugin} makes them")));
        }
        if self
            .around
            .site
            .settings
            .made
            .numbered
            .as_ref()
            .is_some_and(|template| is_numbered(path, template))
        {
            return Verdict::Unknown(Cow::Borrowed("a plugin numbers the pages of a list"));
        }
        if let Some(theme) = self.around.site.settings.made.theme.as_ref().filter(|_| may_be_of_theme(path)) {
            return Verdict::Unknown(Cow::Owned(format!("the theme `{theme}` may bring them")));
        }
        if let Some(reason) = self.absent(path) {
            return Verdict::Unknown(reason);
        }
        if path == "/" {
            return Verdict::Unknown(Cow::Borrowed("the site has no home page: another build may make it"));
        }
        if let Some(source) = self.program_source(path) {
            return Verdict::Unknown(Cow::Owned(format!("they are made of `{source}` and its kin")));
        }
        if let Some(plugin) = self.translating_plugin(path) {
            return Verdict::Unknown(Cow::Owned(format!("{plugin} writes them in another language")));
        }
        if self.around.index.is_version_by_alias(path) {
            return Verdict::Unknown(Cow::Borrowed(
                "the host may have a version's folder under that name too",
            ));
        }
        let terms = self.around.own_pages.and_then(|own| own.terms_at(path));
        match terms.and_then(|(terms, name)| self.around.terms.are_made(terms, name)) {
            Some(true) => return Verdict::Found(Target::Made),
            Some(false) => return Verdict::Nothing,
            None => {}
        }
        match self.around.own_pages {
            Some(own)
                if own.names(path, &|folder| self.around.index.has_more_than_index(folder))
                    || own.has_folders_like(path) && self.around.elsewhere.may_serve(path) =>
            {
                Verdict::Unknown(Cow::Owned(format!("a plugin of the site, `{}`, may make them", own.plugin)))
            }
            _ => Verdict::Nothing,
        }
    }
}

/// A place on this site, without a proposal for another.
fn internal(path: String, fragment: Option<&str>, form: Form, verdict: Verdict) -> Destination {
    Destination::Internal(Place { path, fragment: fragment.map(str::to_owned), form, verdict, meant: None })
}

/// A URL as browsers read it: without line breaks and tabs (WHATWG URL, 4.4).
fn without_breaks(url: &str) -> Cow<'_, str> {
    if memchr::memchr3(b'\n', b'\r', b'\t', url.as_bytes()).is_some() {
        Cow::Owned(url.replace(['\n', '\r', '\t'], ""))
    } else {
        Cow::Borrowed(url)
    }
}

/// A URL of the web as browsers read it: a backslash before `?` and `#` is a slash (WHATWG URL, 4.4).
fn with_slashes(url: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\\', url.as_bytes()).is_none() {
        return Cow::Borrowed(url);
    }
    let (path, rest) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
    if path.contains('\\') && is_web(url::parts(path).scheme) {
        Cow::Owned(format!("{}{rest}", path.replace('\\', "/")))
    } else {
        Cow::Borrowed(url)
    }
}

fn is_web(scheme: Option<&str>) -> bool {
    scheme.is_none_or(|scheme| scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"))
}

/// Whether a theme may bring a file: Jekyll copies a theme's folder `assets`, which holds scripts, style sheets and fonts as
/// a rule, while pictures are the site's own.
fn may_be_of_theme(path: &str) -> bool {
    const ENDINGS: [&str; 9] = ["css", "js", "mjs", "map", "woff", "woff2", "ttf", "otf", "eot"];
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    path.starts_with("/assets/") && ENDINGS.contains(&ending)
}

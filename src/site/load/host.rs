//! The URL that a site's files for its host give it: `CNAME`, `netlify.toml`, `vercel.json`.
//!
//! Sources: GitHub's "Managing a custom domain", Netlify's "File-based configuration" and "Redirects: domain-level", Vercel's
//! `vercel.json` reference.

use crate::site::config::url_fault;
use crate::site::tree::{Tree, TreeError};

/// Returns the URL in a file's text, where it has one.
type Read = fn(&str) -> Option<String>;

/// The files, the strongest first, and how each is read. Generators that copy a folder keep `CNAME` there.
const FILES: [(&str, Read); 5] = [
    ("CNAME", cname),
    ("static/CNAME", cname),
    ("public/CNAME", cname),
    ("netlify.toml", netlify),
    ("vercel.json", vercel),
];

/// The environment variables that builds on a host take the site's URL from.
const VARIABLES: [&str; 3] = ["URL", "SITE_URL", "HUGO_BASEURL"];

/// A site's URL, and the file that gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostUrl {
    /// Scheme and host.
    pub url: String,
    /// The file, below the site.
    pub file: &'static str,
}

/// Returns the URL of the first file that gives one.
///
/// # Errors
/// When a file exists and cannot be read: it may have given another URL than the next.
pub(super) fn host_url(tree: &dyn Tree) -> Result<Option<HostUrl>, TreeError> {
    for (file, read) in FILES {
        let bytes = match tree.read(file) {
            Ok(bytes) => bytes,
            Err(error) if error.missing => continue,
            Err(error) => return Err(error),
        };
        if let Some(url) = read(&String::from_utf8_lossy(&bytes)) {
            return Ok(Some(HostUrl { url, file }));
        }
    }
    Ok(None)
}

/// The one domain that GitHub and GitLab Pages take: the first line that is not empty.
fn cname(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    of_host(line.trim_start_matches('\u{feff}'))
}

fn netlify(text: &str) -> Option<String> {
    let table = text.parse::<toml::Table>().ok()?;
    let production = table.get("context").and_then(|context| context.get("production")?.get("environment"));
    let environments = [production, table.get("build").and_then(|build| build.get("environment"))];
    let set = environments.into_iter().flatten().flat_map(|set| VARIABLES.map(|name| set.get(name)));
    let mut set = set.flatten().filter_map(toml::Value::as_str).filter_map(of_url);
    if let Some(url) = set.next() {
        return Some(url);
    }
    let redirects = table.get("redirects").and_then(toml::Value::as_array);
    let targets = redirects.into_iter().flatten().filter_map(|redirect| {
        let text = |key: &str| redirect.get(key).and_then(toml::Value::as_str);
        let is_of_host = text("from")?.split_once("://")?.1.ends_with("/*");
        is_of_host.then_some(text("to")?)
    });
    only(targets)
}

fn vercel(text: &str) -> Option<String> {
    let whole = serde_json::from_str::<serde_json::Value>(text).ok()?;
    let environments = [whole.get("build").and_then(|build| build.get("env")), whole.get("env")];
    let set = environments.into_iter().flatten().flat_map(|set| VARIABLES.map(|name| set.get(name)));
    if let Some(url) = set.flatten().filter_map(serde_json::Value::as_str).find_map(of_url) {
        return Some(url);
    }
    // `alias` is a domain or a list of them, the first of which is shown.
    let alias = whole.get("alias").and_then(|alias| alias.as_str().or_else(|| alias.get(0)?.as_str()));
    if let Some(url) = alias.filter(|alias| !alias.ends_with(".vercel.app")).and_then(of_host) {
        return Some(url);
    }
    let redirects = whole.get("redirects").and_then(serde_json::Value::as_array);
    let targets = redirects.into_iter().flatten().filter_map(|redirect| {
        let conditions = redirect.get("has")?.as_array()?;
        let is_of_host =
            conditions.iter().any(|condition| condition.get("type").is_some_and(|t| t == "host"));
        let takes_all = redirect.get("source")?.as_str()?.starts_with("/:");
        (is_of_host && takes_all).then_some(redirect.get("destination")?.as_str()?)
    });
    only(targets)
}

/// The host that all redirects of whole hosts lead to, where it is one and keeps the path.
fn only<'a>(targets: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut hosts = targets.map(|target| {
        let (scheme, rest) = target.split_once("://")?;
        let (host, path) = rest.split_once('/')?;
        path.starts_with(':').then(|| of_url(&format!("{scheme}://{host}")))?
    });
    let first = hosts.next()??;
    hosts.all(|host| host.as_ref() == Some(&first)).then_some(first)
}

/// The URL of a host name; nothing where it is none.
fn of_host(name: &str) -> Option<String> {
    let is_label = |label: &str| {
        let inner = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        !label.is_empty() && label.chars().all(inner)
    };
    let is_host = name.contains('.') && name.split('.').all(is_label);
    is_host.then(|| format!("https://{}", name.to_lowercase()))
}

/// Scheme and host of an address that leads to the root of a host.
fn of_url(url: &str) -> Option<String> {
    let url = url.trim_end_matches('/');
    let (scheme, host) = url.split_once("://")?;
    let is_site = matches!(scheme, "https" | "http") && url_fault(url).is_none();
    (is_site && of_host(host).is_some()).then(|| url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::tree::MemoryTree;

    fn found(files: &[(&str, &str)]) -> Option<(String, &'static str)> {
        let tree = MemoryTree::new(files.iter().copied());
        host_url(&tree).unwrap().map(|found| (found.url, found.file))
    }

    #[test]
    fn reads_cname() {
        let of = |text: &str| found(&[("CNAME", text)]).map(|(url, _)| url);
        assert_eq!(of("www.wherry.example\n").as_deref(), Some("https://www.wherry.example"));
        assert_eq!(of("\n  Wherry.example \r\nother.example\n").as_deref(), Some("https://wherry.example"));
        for text in
            ["", "\n", "localhost", "https://wherry.example", "wherry.example/blog", "a b.example", "*.b.c"]
        {
            assert_eq!(of(text), None, "{text:?}");
        }
    }

    #[test]
    fn reads_netlify_toml() {
        let of = |text: &str| found(&[("netlify.toml", text)]).map(|(url, _)| url);
        let environment = "[build.environment]\nURL = \"https://wherry.example/\"\n";
        assert_eq!(of(environment).as_deref(), Some("https://wherry.example"));
        let production = "[context.production.environment]\nSITE_URL = \"https://b.example\"\n";
        assert_eq!(of(&format!("{environment}{production}")).as_deref(), Some("https://b.example"));
        let redirect = |from: &str, to: &str| format!("[[redirects]]\nfrom = \"{from}\"\nto = \"{to}\"\n");
        let whole = redirect("https://wherry.netlify.app/*", "https://www.wherry.example/:splat");
        assert_eq!(of(&whole).as_deref(), Some("https://www.wherry.example"));
        let other = redirect("https://x.example/*", "https://y.example/:splat");
        assert_eq!(of(&format!("{whole}{other}")), None);
        let page = redirect("/old/*", "https://y.example/:splat");
        assert_eq!(of(&page), None);
        assert_eq!(of("[build]\npublish = \"_site\"\n"), None);
        assert_eq!(of("no TOML"), None);
    }

    #[test]
    fn reads_vercel_json() {
        let of = |text: &str| found(&[("vercel.json", text)]).map(|(url, _)| url);
        assert_eq!(
            of(r#"{"alias": ["wherry.example", "b.example"]}"#).as_deref(),
            Some("https://wherry.example")
        );
        assert_eq!(of(r#"{"alias": "wherry.vercel.app"}"#), None);
        let env = r#"{"build": {"env": {"SITE_URL": "https://wherry.example"}}}"#;
        assert_eq!(of(env).as_deref(), Some("https://wherry.example"));
        let redirect = r#"{"redirects": [{"source": "/:path*", "destination": "https://www.wherry.example/:path*",
            "has": [{"type": "host", "value": "wherry.example"}]}]}"#;
        assert_eq!(of(redirect).as_deref(), Some("https://www.wherry.example"));
        assert_eq!(of("[]"), None);
    }

    #[test]
    fn takes_the_strongest_file() {
        let netlify = ("netlify.toml", "[build.environment]\nURL = \"https://b.example\"\n");
        let both = found(&[netlify, ("CNAME", "a.example")]);
        assert_eq!(both, Some(("https://a.example".to_owned(), "CNAME")));
        let empty = found(&[netlify, ("CNAME", "")]);
        assert_eq!(empty, Some(("https://b.example".to_owned(), "netlify.toml")));
    }
}

//! Redirects of a host: `_redirects` (Netlify, Cloudflare Pages), `netlify.toml`, `vercel.json`, `firebase.json`; and those
//! of a script on the page that it shows for what is missing.
//!
//! Sources: Netlify's "Redirects and rewrites", Cloudflare's "Redirects" for Pages, Vercel's `vercel.json` reference.

use crate::site::tree::Tree;
use crate::site::{HostRedirect, Settings};

/// Appends the rows of a file.
type Read = fn(&str, &mut Vec<Row>);

/// The files, and how each is read.
const FILES: [(&str, Read); 5] = [
    ("_redirects", plain),
    ("static/_redirects", plain),
    ("netlify.toml", netlify),
    ("vercel.json", vercel),
    ("firebase.json", firebase),
];

/// What the names of files end in that `_redirects` is made of.
const TEMPLATES: [&str; 5] = [".in", ".template", ".tmpl", ".txt", ".src"];

/// One rule of such a file.
struct Row {
    from: String,
    to: String,
    status: Option<u64>,
}

/// What the files of the host redirect.
#[derive(Default)]
pub(super) struct HostRedirects {
    /// From one path each.
    pub(super) exact: Vec<HostRedirect>,
    /// The same by scripts on the page for what is missing.
    pub(super) of_scripts: Vec<HostRedirect>,
    /// Patterns of paths, and paths at which another file is served; with the file of each.
    pub(super) patterns: Vec<(String, &'static str)>,
    /// Whether a file is Netlify's alone.
    pub(super) is_netlify: bool,
    /// Whether the host sends readers from `/a/` to `/a`.
    pub(super) removes_slashes: bool,
}

/// Reads them. A file that cannot be read or parsed redirects nothing: its host reports that. `_redirects.in` and its kin, which
/// a script makes the file of, count as it where it is not there.
pub(super) fn host_redirects(tree: &dyn Tree, settings: &Settings) -> HostRedirects {
    let mut found = HostRedirects::default();
    let base = settings.base_path();
    let below = |path: &str| match path.strip_prefix(base) {
        Some(rest) if rest.starts_with('/') => rest.to_owned(),
        _ => path.to_owned(),
    };
    let places = FILES.iter().flat_map(|(name, read)| {
        let in_source = Some(format!("{}{name}", settings.source)).filter(|_| !settings.source.is_empty());
        std::iter::once((*name).to_owned()).chain(in_source).map(|path| (*name, *read, path))
    });
    let read_text = |path: &str| tree.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let moved = moved_by_scripts(tree, &read_text);
    let mut files = Vec::new();
    for (name, read, path) in places {
        let template = || TEMPLATES.iter().find_map(|ending| read_text(&format!("{path}{ending}")));
        let text = read_text(&path).or_else(|| if name == "_redirects" { template() } else { None });
        let own = text.map(|text| (path.clone(), text));
        let others = moved.iter().filter(|(_, to)| *to == path);
        let others = others.filter_map(|(from, _)| Some((from.clone(), read_text(from)?)));
        files.extend(own.into_iter().chain(others).map(|(path, text)| (name, read, path, text)));
    }
    for (name, read, path, text) in files {
        found.is_netlify |= name == "netlify.toml";
        found.removes_slashes |= name.ends_with(".json") && removes_slashes(&text);
        let mut rows = Vec::new();
        read(&text, &mut rows);
        for Row { from, to, status } in rows {
            // `/* /404.html 404` serves the page of what is missing.
            if !from.starts_with('/') || status.is_some_and(|status| status >= 400) {
                continue;
            }
            let from = below(&from);
            let is_pattern = from.contains(['*', ':', '(', '?', '[']);
            // A status of 200 serves another file.
            if is_pattern || status.is_some_and(|status| status < 300) {
                found.patterns.push((from, name));
            } else {
                let (to, path) = (below(&to), path.clone());
                found.exact.push(HostRedirect { from, to, path, by_script: false });
            }
        }
    }
    for name in ["404.html", "404.md", "404/index.html"] {
        let path = format!("{}{name}", settings.source);
        let text = tree.read(&path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let pairs = text.iter().flat_map(|text| pairs_of_scripts(text));
        let redirect = |(from, to): (&str, &str)| {
            let to = if to.starts_with("//") { format!("https:{to}") } else { below(to) };
            HostRedirect { from: below(from), to, path: path.clone(), by_script: true }
        };
        found.of_scripts.extend(pairs.map(redirect));
    }
    found
}

/// The files that scripts in the root of the site move or copy to a `_redirects`, one for each host, and where to.
fn moved_by_scripts(tree: &dyn Tree, read_text: &dyn Fn(&str) -> Option<String>) -> Vec<(String, String)> {
    let is_script = |path: &String| path.ends_with(".sh") || path == "Makefile" || path == "package.json";
    let listed = tree.list_to("", 1, &|_| true).map(|listing| listing.files).unwrap_or_default();
    let texts = listed.iter().filter(|path| is_script(path)).filter_map(|path| read_text(path));
    let mut moved = Vec::new();
    for text in texts.filter(|text| text.contains("_redirects")) {
        for command in text.split(['\n', ';', '&', '|', '"']) {
            let words: Vec<&str> = command.split_whitespace().filter(|word| !word.starts_with('-')).collect();
            if let ["cp" | "mv", from, to] = *words.as_slice()
                && to.ends_with("_redirects")
            {
                let plain = |path: &str| path.trim_start_matches("./").to_owned();
                // A file of the site, and nothing else that a path may lead to.
                let from = plain(from);
                let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
                let is_outside = from.starts_with('/') || from.split('/').any(|part| part == "..");
                let is_listed = || {
                    let listing = tree.list_to(folder, 1, &|_| true);
                    listing.is_ok_and(|listing| listing.files.contains(&from))
                };
                if !is_outside && is_listed() {
                    moved.push((from, plain(to)));
                }
            }
        }
    }
    moved
}

/// The paths in the scripts of a page that send readers on, with the places that stand for them: `'/a/': '/b/'`. Other values,
/// `'/a/': 'POST'`, are something else's table.
fn pairs_of_scripts(text: &str) -> Vec<(&str, &str)> {
    let scripts = text.split("<script").skip(1).map(|script| script.split("</script").next().unwrap_or(""));
    let mut pairs = Vec::new();
    for script in scripts.filter(|script| script.contains("location")) {
        let mut rest = script;
        let mut before: Option<&str> = None;
        while let Some(at) = rest.find(['"', '\'', '`']) {
            let (between, quoted) = rest.split_at(at);
            let (quote, quoted) = quoted.split_at(1);
            let Some((literal, after)) = quoted.split_once(quote) else { break };
            let is_plain = |url: &str| !url.contains([' ', '\n', '$', '*']);
            let is_path = |path: &&str| path.starts_with('/') && is_plain(path);
            let is_web =
                |url: &str| (url.starts_with("https://") || url.starts_with("http://")) && is_plain(url);
            match before.take().filter(|_| between.trim() == ":") {
                Some(from) if is_path(&literal) || is_web(literal) => pairs.push((from, literal)),
                _ => before = Some(literal).filter(is_path),
            }
            rest = after;
        }
    }
    pairs
}

/// Lines of `from [parameters] to [status] [conditions]`.
fn plain(text: &str, rows: &mut Vec<Row>) {
    for line in text.lines() {
        let line = line.split_once(" #").map_or(line, |(before, _)| before).trim();
        if line.starts_with('#') {
            continue;
        }
        let mut words = line.split_whitespace();
        let (Some(from), Some(to)) = (words.next(), words.find(|word| word.contains('/'))) else { continue };
        let status = words.next().and_then(|word| word.trim_end_matches('!').parse().ok());
        rows.push(Row { from: from.to_owned(), to: to.to_owned(), status });
    }
}

fn netlify(text: &str, rows: &mut Vec<Row>) {
    let Ok(table) = text.parse::<toml::Table>() else { return };
    let redirects = table.get("redirects").and_then(toml::Value::as_array);
    for redirect in redirects.into_iter().flatten() {
        let text = |key: &str| redirect.get(key).and_then(toml::Value::as_str);
        let status = redirect.get("status").and_then(toml::Value::as_integer);
        if let (Some(from), Some(to)) = (text("from"), text("to")) {
            let status = status.and_then(|status| u64::try_from(status).ok());
            rows.push(Row { from: from.to_owned(), to: to.to_owned(), status });
        }
    }
}

/// Whether `vercel.json` or `firebase.json` asks for addresses without a slash at their ends.
fn removes_slashes(text: &str) -> bool {
    let Ok(whole) = serde_json::from_str::<serde_json::Value>(text) else { return false };
    let hosting = whole.get("hosting").unwrap_or(&whole);
    let hosting = hosting.get(0).unwrap_or(hosting);
    let is = |key: &str| hosting.get(key).and_then(serde_json::Value::as_bool);
    is("trailingSlash") == Some(false) || is("cleanUrls") == Some(true) && is("trailingSlash").is_none()
}

/// `hosting`, one site or a list of them.
fn firebase(text: &str, rows: &mut Vec<Row>) {
    let Ok(whole) = serde_json::from_str::<serde_json::Value>(text) else { return };
    let hosting = whole.get("hosting");
    let one = hosting.filter(|hosting| hosting.is_object());
    let sites = one.into_iter().chain(hosting.and_then(serde_json::Value::as_array).into_iter().flatten());
    for site in sites {
        for (list, usual) in [("redirects", 301), ("rewrites", 200)] {
            let items = site.get(list).and_then(serde_json::Value::as_array);
            for item in items.into_iter().flatten() {
                let text = |key: &str| item.get(key).and_then(serde_json::Value::as_str);
                if let (Some(from), Some(to)) = (text("source"), text("destination")) {
                    rows.push(Row { from: from.to_owned(), to: to.to_owned(), status: Some(usual) });
                }
            }
        }
    }
}

fn vercel(text: &str, rows: &mut Vec<Row>) {
    let Ok(whole) = serde_json::from_str::<serde_json::Value>(text) else { return };
    // A rewrite serves another file; the older `routes` may do either.
    let lists = [("redirects", "source", 308), ("rewrites", "source", 200), ("routes", "src", 200)];
    for (list, key, usual) in lists {
        let items = whole.get(list).and_then(serde_json::Value::as_array);
        for item in items.into_iter().flatten() {
            let text = |key: &str| item.get(key).and_then(serde_json::Value::as_str);
            let Some(from) = text(key) else { continue };
            let status = ["statusCode", "status"].iter().find_map(|key| item.get(key)?.as_u64());
            // `.` of a regular expression ends what is fixed.
            let from = if key == "src" { from.replace('.', "*") } else { from.to_owned() };
            let to = text("destination").or_else(|| text("dest")).unwrap_or_default().to_owned();
            rows.push(Row { from, to, status: status.or(Some(usual)) });
        }
    }
}

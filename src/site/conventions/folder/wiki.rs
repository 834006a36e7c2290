//! Links of an Obsidian vault: `[[Note]]`, `[[Note#Heading|text]]`, `![[picture.png]]`.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::markup::markdown::code::{Fences, Place, span_length};
use crate::markup::markdown::{self, heading_id};
use crate::site::post::Post;
use crate::site::{Bodies, Rendered, Site};

/// What makes HTML of the notes of a vault.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// URLs by the names that links have: the path of a file, and its name alone, without the ending of Markdown.
    urls: OnceLock<HashMap<String, String>>,
}

impl Notes {
    fn urls(&self, site: &Site) -> &HashMap<String, String> {
        self.urls.get_or_init(|| {
            let around = site.surroundings.as_deref();
            let files = around.iter().flat_map(|around| &around.files).map(|file| (&*file.path, &*file.url));
            let pages = around.iter().flat_map(|around| &around.pages).map(|page| (&*page.path, &*page.url));
            let posts = site.posts.iter().map(|post| (&*post.path, &*post.url));
            let mut urls = HashMap::new();
            for (path, url) in files.chain(pages).chain(posts) {
                let path = path.strip_suffix(".md").unwrap_or(path).to_lowercase();
                let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
                for known in [path, name] {
                    urls.insert(known, url.to_owned());
                }
            }
            urls
        })
    }

    /// A body with the links of a vault as those of Markdown; what leads nowhere is left as its words.
    fn linked(&self, site: &Site, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut fences = Fences::default();
        for line in text.split_inclusive('\n') {
            if fences.read(line) != Place::Outside || !line.contains("[[") {
                out.push_str(line);
            } else {
                self.push_line(site, line, &mut out);
            }
        }
        out
    }

    fn push_line(&self, site: &Site, line: &str, out: &mut String) {
        let mut rest = line;
        while let Some(at) = [rest.find('`'), rest.find("[[")].into_iter().flatten().min() {
            let (before, from) = rest.split_at(at);
            let end = match from.starts_with('`') {
                true => Some(span_length(from)),
                false => from.find("]]").map(|end| end + 2),
            };
            let Some(whole) = end.and_then(|end| from.get(..end)) else {
                out.push_str(before);
                out.push_str(from.get(..1).unwrap_or(""));
                rest = from.get(1..).unwrap_or("");
                continue;
            };
            rest = from.get(whole.len()..).unwrap_or("");
            let Some(link) = whole.strip_prefix("[[").and_then(|link| link.strip_suffix("]]")) else {
                out.push_str(before);
                out.push_str(whole);
                continue;
            };
            let (before, embeds) = before.strip_suffix('!').map_or((before, false), |before| (before, true));
            out.push_str(before);
            out.push_str(&self.link(site, link, embeds));
        }
        out.push_str(rest);
    }

    /// `Note#Heading|text` as a link of Markdown.
    fn link(&self, site: &Site, link: &str, embeds: bool) -> String {
        let (target, alias) =
            link.split_once('|').map_or((link, None), |(target, alias)| (target, Some(alias)));
        let (file, heading) = target.split_once('#').map_or((target, None), |(file, it)| (file, Some(it)));
        let key = file.trim().trim_end_matches(".md").to_lowercase();
        let words = match (alias, heading) {
            (Some(alias), _) => alias.trim().to_owned(),
            (None, Some(heading)) if !file.is_empty() => format!("{} > {heading}", file.trim()),
            (None, Some(heading)) => heading.to_owned(),
            (None, None) => file.trim().to_owned(),
        };
        let fragment = heading.map_or_else(String::new, |heading| format!("#{}", heading_id(heading)));
        let is_image =
            [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"].iter().any(|end| key.ends_with(end));
        let address = match self.urls(site).get(&key) {
            Some(url) => format!("{}{url}{fragment}", site.settings.baseurl),
            None if file.trim().is_empty() => fragment,
            None => return words,
        };
        // The number after the bar is a width.
        let alternative =
            alias.filter(|alias| !alias.starts_with(|c: char| c.is_ascii_digit())).unwrap_or("");
        match embeds && is_image {
            true => format!("![{alternative}](<{address}>)"),
            false => format!("[{words}](<{address}>)"),
        }
    }
}

impl Bodies for Notes {
    fn html(&self, site: &Site, _: &Post, body: &str) -> Rendered {
        let html = markdown::render(&self.linked(site, body), &site.settings.markdown);
        Rendered { html, problems: Vec::new() }
    }

    fn summary(&self, _: &Site, _: &Post, _: &str, _: Option<&str>) -> Option<String> {
        None
    }

    fn needs_pages(&self) -> bool {
        true
    }
}

//! Zola's internal links: `@/blog/first.md`, a link to a source file below `content`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::site::Site;
use crate::text::url;

/// The addresses of the site's posts by their files, gathered when the first internal link is met.
#[derive(Debug, Default)]
pub struct InternalLinks {
    links: OnceLock<BTreeMap<String, String>>,
}

impl InternalLinks {
    /// `html` with the address of the post in the place of each internal link; one to nothing stays. Only a plain folder of
    /// posts has internal links.
    #[must_use]
    pub fn fill(&self, html: String, site: &Site) -> String {
        if site.settings.convention != "plain" || !html.contains(MARK) {
            return html;
        }
        let links = self.links.get_or_init(|| {
            let below = |path: &str| path.strip_prefix("content/").unwrap_or(path).to_owned();
            site.posts.iter().map(|post| (below(&post.path), post.link.clone())).collect()
        });
        let mut parts = html.split(MARK);
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let end = part.find(['"', '#', '?']).unwrap_or(part.len());
            let (path, rest) = part.split_at(end);
            match links.get(&*url::percent_decode(path)) {
                Some(link) => out.push_str(&format!("href=\"{link}")),
                None => out.push_str(&format!("{MARK}{path}")),
            }
            out.push_str(rest);
        }
        out
    }
}

const MARK: &str = "href=\"@/";

//! Links to source files, where a convention has them: `@/blog/first.md`, as in Zola.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::site::Site;
use crate::site::capabilities::SourceLinks;
use crate::text::url;

/// The addresses of the site's posts by their files, gathered when the first internal link is met.
#[derive(Debug, Default)]
pub struct InternalLinks {
    links: OnceLock<BTreeMap<String, String>>,
}

impl InternalLinks {
    /// `html` with the address of the post in the place of each internal link; one to nothing stays. Only some
    /// conventions have internal links.
    #[must_use]
    pub fn fill(&self, html: String, site: &Site) -> String {
        let Some(SourceLinks { marks: [mark, ..], folder: Some(folder), .. }) =
            &site.settings.convention.source_links
        else {
            return html;
        };
        let mark = &format!("href=\"{mark}");
        if !html.contains(mark) {
            return html;
        }
        let links = self.links.get_or_init(|| {
            let below = |path: &str| path.strip_prefix(folder).unwrap_or(path).to_owned();
            site.posts.iter().map(|post| (below(&post.path), post.link.clone())).collect()
        });
        let mut parts = html.split(mark);
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let end = part.find(['"', '#', '?']).unwrap_or(part.len());
            let (path, rest) = part.split_at(end);
            match links.get(&*url::percent_decode(path)) {
                Some(link) => out.push_str(&format!("href=\"{link}")),
                None => out.push_str(&format!("{mark}{path}")),
            }
            out.push_str(rest);
        }
        out
    }
}

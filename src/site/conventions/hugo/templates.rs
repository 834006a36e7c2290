//! Feed templates of the site's own, `layouts/**/rss.xml`: which feed each writes, and what is plain in it. They are not run.

use std::sync::Arc;

use crate::site::OwnSource;
use crate::site::config::Content;
use crate::site::tree::Tree;

/// A template that writes feeds in the place of the built-in one.
#[derive(Clone, Debug)]
pub(super) struct Template {
    pub(super) path: String,
    pub(super) text: String,
    /// The folder below the layouts: that of a section; empty for all.
    folder: String,
    /// The kind of page that its name names; empty for all.
    kind: String,
}

/// The kinds that a template's name may begin with, and the kinds of page that it is for.
const KINDS: &[(&str, &[&str])] = &[
    ("rss", &["home", "section", "taxonomy", "term"]),
    ("list", &["home", "section"]),
    ("index", &["home"]),
    ("home", &["home"]),
    ("section", &["section"]),
    ("taxonomy", &["taxonomy", "term"]),
    ("term", &["term"]),
    ("terms", &["taxonomy"]),
];

/// The templates of feeds below the folders of layouts, the site's own first.
pub(super) fn templates(tree: &dyn Tree, layouts: &[String], listed: &[String]) -> Vec<Template> {
    let mut found = Vec::new();
    for root in layouts {
        for path in listed {
            let Some(below) = path.strip_prefix(root.as_str()).and_then(|rest| rest.strip_prefix('/')) else {
                continue;
            };
            let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
            let parts: Vec<&str> = name.split('.').collect();
            let is_feed = name.ends_with(".xml")
                && (parts.contains(&"rss") || matches!(name, "section.xml" | "list.xml"));
            let kind = parts.first().copied().unwrap_or("");
            if !is_feed
                || !KINDS.iter().any(|(name, _)| *name == kind)
                || folder.starts_with("_partials")
                || folder.starts_with("partials")
            {
                continue;
            }
            let text = tree
                .read(path)
                .ok()
                .and_then(|bytes| String::from_utf8(bytes).ok())
                .unwrap_or_else(String::new);
            let folder = if folder == "_default" { String::new() } else { folder.to_lowercase() };
            found.push(Template { path: path.clone(), text, folder, kind: kind.to_owned() });
        }
    }
    found
}

impl Template {
    /// Whether it writes the feed of a page of a kind in a section.
    fn is_for(&self, kind: &str, section: &str) -> bool {
        let is_kind = KINDS.iter().any(|(name, kinds)| *name == self.kind && kinds.contains(&kind));
        let is_folder = self.folder.is_empty()
            || self.folder == section.split('/').next().unwrap_or("") && kind != "home"
            || self.folder == kind;
        is_kind && is_folder
    }

    /// What it shows of each page, where that is plain.
    pub(super) fn content(&self) -> Option<Content> {
        let has = |name: &str| self.text.contains(name);
        if has(".Content") {
            Some(Content::Full)
        } else if has(".Summary") || has(".Description") {
            Some(Content::Summary)
        } else {
            None
        }
    }

    /// The template as a file of the site's own.
    pub(super) fn source(&self) -> OwnSource {
        OwnSource { path: Arc::from(self.path.as_str()), text: self.text.clone() }
    }
}

/// The template that writes the feed of a page: one of its section, of its kind, or any.
pub(super) fn template_of<'t>(templates: &'t [Template], kind: &str, section: &str) -> Option<&'t Template> {
    let all = || templates.iter().filter(|template| template.is_for(kind, section));
    all()
        .find(|template| !template.folder.is_empty())
        .or_else(|| all().find(|template| !matches!(template.kind.as_str(), "rss" | "list")))
        .or_else(|| all().find(|template| template.kind == "list"))
        .or_else(|| all().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::tree::MemoryTree;

    #[test]
    fn the_most_special_template_writes_a_feed() {
        let names = [
            "layouts/rss.xml",
            "layouts/posts/rss.xml",
            "layouts/home.rss.xml",
            "layouts/sitemap.xml",
            "layouts/_default/term.rss.xml",
        ];
        let tree = MemoryTree::new(names.map(|name| (name, "{{ .Content }}")));
        let listed = names.map(str::to_owned);
        let templates = templates(&tree, &["layouts".to_owned()], &listed);
        let path =
            |kind: &str, section: &str| template_of(&templates, kind, section).map(|it| it.path.as_str());
        assert_eq!(path("home", ""), Some("layouts/home.rss.xml"));
        assert_eq!(path("section", "posts/sub"), Some("layouts/posts/rss.xml"));
        assert_eq!(path("section", "notes"), Some("layouts/rss.xml"));
        assert_eq!(path("term", "tags"), Some("layouts/_default/term.rss.xml"));
        assert_eq!(path("taxonomy", "tags"), Some("layouts/rss.xml"));
    }
}

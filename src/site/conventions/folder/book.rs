//! What `book.toml` of an mdBook and `mkdocs.yml` say of a folder of documentation.

use crate::markup::front_matter::{Map, Value, toml, yaml};
use crate::markup::markdown::HeadingIdStyle;
use crate::site::conventions::fields::text_of;
use crate::text::source::SourceFile;
use crate::text::url::split_address;

/// A folder of documentation with the configuration of its own generator.
#[derive(Clone, Debug, Default)]
pub(super) struct Book {
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) language: Option<String>,
    /// Scheme and host.
    pub(super) url: Option<String>,
    /// The folder of the host.
    pub(super) base: Option<String>,
    /// The folder with the sources.
    pub(super) source: Option<String>,
    /// The folder that is written to.
    pub(super) output: Option<String>,
    /// How headings get ids.
    pub(super) heading_ids: Option<HeadingIdStyle>,
    /// Whether `a.md` becomes `a.html` and no folder.
    pub(super) writes_files: bool,
}

/// The names of those files.
pub(super) const FILES: [&str; 3] = ["book.toml", "mkdocs.yml", "mkdocs.yaml"];

impl Book {
    pub(super) fn read(file: Option<&SourceFile>) -> Self {
        let Some(file) = file else { return Self::default() };
        if file.path.ends_with(".toml") {
            Self::of_mdbook(&toml::parse(&file.text, 0).0)
        } else {
            let node = yaml::parse(&file.text, 0).0;
            node.value.as_map().map_or_else(Self::default, Self::of_mkdocs)
        }
    }

    fn of_mdbook(data: &Map) -> Self {
        let text = |path: &str| data.get_path(path).and_then(|node| node.as_str()).map(str::to_owned);
        let base = text("output.html.site-url").filter(|base| base.starts_with('/'));
        Self {
            title: text("book.title"),
            description: text("book.description"),
            language: text("book.language"),
            url: None,
            base: base.map(|base| base.trim_end_matches('/').to_owned()),
            source: Some(text("book.src").unwrap_or_else(|| "src".to_owned())),
            output: Some(text("build.build-dir").unwrap_or_else(|| "book".to_owned())),
            heading_ids: Some(HeadingIdStyle::GitHub),
            writes_files: true,
        }
    }

    fn of_mkdocs(data: &Map) -> Self {
        let text = |key: &str| text_of(data, key);
        let (url, base) = split_address(&text("site_url").unwrap_or_default());
        Self {
            title: text("site_name"),
            description: text("site_description"),
            language: None,
            url,
            base: Some(base),
            source: Some(text("docs_dir").unwrap_or_else(|| "docs".to_owned())),
            output: Some(text("site_dir").unwrap_or_else(|| "site".to_owned())),
            heading_ids: Some(HeadingIdStyle::PythonMarkdown),
            writes_files: matches!(
                data.get("use_directory_urls").map(|node| &node.value),
                Some(Value::Bool(false))
            ),
        }
    }
}

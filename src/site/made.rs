//! Places of a site without a source file: its generator's plugins make them.

/// Places that plugins make.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// URLs that certainly exist.
    pub urls: Vec<String>,
    /// Beginnings of URLs below which only the build knows, and the plugin that makes them.
    pub prefixes: Vec<(String, &'static str)>,
}

/// Which links to source files (`docs/team.md`) the build replaces by the URLs of pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReplacedLinks {
    /// Those on pages.
    pub in_pages: bool,
    /// Those in posts and other documents of collections.
    pub in_documents: bool,
    /// Beginnings of paths of files in which none is replaced.
    pub excluded: Vec<String>,
}

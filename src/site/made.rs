//! Places of a site without a source file: its generator's plugins make them.

/// Places that plugins make.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// URLs that certainly exist.
    pub urls: Vec<String>,
    /// Beginnings of URLs below which only the build knows, and the plugin that makes them.
    pub prefixes: Vec<(String, &'static str)>,
}

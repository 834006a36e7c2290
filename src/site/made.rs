//! Places of a site that no file stands for: what its generator or its plugins make.

/// Places that plugins make.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// URLs of which it is known that something stands there.
    pub urls: Vec<String>,
    /// Beginnings of URLs below which only the build knows, and the plugin that makes them.
    pub prefixes: Vec<(String, &'static str)>,
}

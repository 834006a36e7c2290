//! Places of a site without a source file: its generator's plugins make them.

use crate::site::own_plugins::OwnPages;
use crate::text::url::SlugMode;

/// Places that plugins make.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// URLs that certainly exist.
    pub urls: Vec<String>,
    /// Beginnings of URLs below which only the build knows, and the plugin that makes them.
    pub prefixes: Vec<(String, &'static str)>,
    /// Folders below the tree's root of whose files plugins make those of the site: `_assets` of jekyll-assets.
    pub asset_folders: Vec<String>,
    /// What plugins may make that nothing is known of.
    pub by_other_plugins: Option<OwnPages>,
    /// Lists of posts by date, tag or category: the template of each one's URL.
    pub archives: Vec<(ArchiveKind, String)>,
    /// Lists of documents of all collections by tag or category in lower case: each one's URL, and what is left of names.
    pub autopages: Vec<(ArchiveKind, String, SlugMode)>,
    /// The template of the further pages of the list of all posts, and how many posts are on each.
    pub paginated: Option<(String, usize)>,
    /// The template of the further pages of any list, below its own URL.
    pub numbered: Option<String>,
    /// The theme that the site takes from elsewhere, which may bring scripts, style sheets and fonts.
    pub theme: Option<String>,
    /// The languages that every page is written in once more.
    pub languages: Option<Languages>,
}

/// Languages that a plugin writes every page in, each below a folder of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Languages {
    /// The plugin.
    pub plugin: &'static str,
    /// The language of the pages that are in no such folder.
    pub default: String,
    /// The folders of the other languages.
    pub folders: Vec<String>,
    /// Whether posts are written apart for each language, so that one may have posts that the others lack.
    pub has_own_posts: bool,
}

/// What the posts of an archive share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArchiveKind {
    /// The year, the month or the day: the template tells.
    Date,
    /// A tag.
    Tag,
    /// A category.
    Category,
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
    /// The folder that paths are counted from where the file's own has no such file, and with a slash before them; those of
    /// raw HTML and in other files than Markdown are replaced then too.
    pub root: Option<String>,
    /// Folders that paths with a slash before them are counted from, in Markdown alone.
    pub contents: Vec<String>,
    /// What such paths begin with, and the folder or file that is there instead.
    pub mounted: Vec<(String, String)>,
    /// Links of Markdown find the files beside a page in a folder of its own.
    pub bundled_links: bool,
    /// Images do so.
    pub bundled_images: bool,
    /// Images beside a file are taken from there and written to a place of their own.
    pub images: bool,
    /// Paths that begin with a slash are put below the base URL.
    pub adds_base: bool,
    /// Whether the fragments of links are the words of headings, and not their ids.
    pub by_headings: bool,
    /// Whether what makes the HTML of bodies replaces them, so that the Markdown stays as it is.
    pub by_bodies: bool,
    /// Whether a theme that is not at hand may bring a plugin that does it.
    pub perhaps: bool,
}

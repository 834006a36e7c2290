//! What a convention is and can do: the rest of the program asks this and never compares the name of a convention.

use crate::markup::front_matter::Format;
use crate::site::profile::Profile;
use crate::text::date::javascript_time;

/// The answers of one convention that are the same for all of its sites.
#[derive(Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// Its name: `jekyll`, `plain`.
    pub name: &'static str,
    /// One line for people.
    pub summary: &'static str,
    /// Whether `feedwright.toml` is the site's only configuration: `[posts]` is read, and `init` writes the keys of
    /// `[site]` instead of comments.
    pub config_is_ours: bool,
    /// How to set the site's URL, as a command.
    pub set_url: &'static str,
    /// How to leave out a folder, as a command.
    pub exclude_folder: &'static str,
    /// Whether posts have folders of their own, in which nothing else lies.
    pub has_post_folders: bool,
    /// What becomes of a post without a title, as the end of a sentence.
    pub untitled: &'static str,
    /// The keys and other properties of a post that its id is made of, as a list for people.
    pub id_sources: &'static str,
    /// How a link names a source file instead of a URL, where one can.
    pub source_links: Option<SourceLinks>,
    /// Whether each page is written to a folder, `/a` to `a/index.html`.
    pub writes_folders: bool,
    /// Whether Liquid in posts and pages is run.
    pub runs_liquid: bool,
    /// What the names of a site's own plugins end in, where it may have some.
    pub own_plugins: Option<&'static str>,
    /// Dates that the generator reads and others do not.
    pub dates: OtherDates,
    /// The forms of front matter that the generator reads.
    pub front_matter: &'static [Format],
    /// What the entries of its own feeds consist of.
    pub profile: Profile,
}

/// Dates that only some generators read.
#[derive(Debug, PartialEq, Eq)]
pub struct OtherDates {
    /// Words in the place of a date, in small letters.
    pub words: &'static [&'static str],
    /// Whether `12/31/2023` is one: the month first, the rule of JavaScript.
    pub month_first: bool,
}

impl OtherDates {
    /// None.
    pub const NONE: Self = Self { words: &[], month_first: false };

    /// Returns whether a value is one of them.
    #[must_use]
    pub fn has(&self, text: &str) -> bool {
        let text = text.trim();
        self.words.iter().any(|word| word.eq_ignore_ascii_case(text))
            || self.month_first && javascript_time(text).is_some()
    }
}

/// Links to source files.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceLinks {
    /// What such a link begins with: one of these.
    pub marks: &'static [&'static str],
    /// The folder that its path is below, with a slash at the end. Where there is none, the path is counted from the file's
    /// own folder, or from one above it if it begins with a slash.
    pub folder: Option<&'static str>,
    /// What links to lists that the generator makes begin with.
    pub lists: &'static [&'static str],
}

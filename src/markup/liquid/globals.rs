//! The site as templates see it.

use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;

use crate::markup::liquid::value::{Content, Object, Value};
use crate::markup::markdown;

/// How the tag `gist` of jekyll-gist is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gists {
    /// Whether the code is on the page too, for readers without scripts.
    pub has_code: bool,
}

/// The site as templates see it.
pub trait Globals: Sync {
    /// A variable that every template has: `site`, `jekyll`.
    fn variable(&self, name: &str) -> Option<Value<'_>>;

    /// The text of a file to include, by its path below `_includes`; nothing where there is none.
    ///
    /// # Errors
    /// When there is one and it cannot be read: why.
    fn include(&self, path: &str) -> Result<Option<&str>, &str>;

    /// The URL, without host and base URL, of the post that `{% post_url %}` names.
    fn post_url(&self, name: &str) -> Option<String>;

    /// The URL, without host and base URL, of the file that `{% link %}` names.
    fn link(&self, path: &str) -> Option<String>;

    /// The site's time zone.
    fn zone(&self) -> Tz;

    /// Scheme and host.
    fn url(&self) -> Option<&str>;

    /// The folder of the host that the site stands in.
    fn baseurl(&self) -> Option<&str>;

    /// What `{% link %}` and `{% post_url %}` put before a URL that stands after `before`.
    fn base_of_tags(&self, _before: &str) -> Option<&str> {
        self.baseurl()
    }

    /// The time of the build.
    fn now(&self) -> DateTime<FixedOffset>;

    /// How Markdown is read.
    fn markdown(&self) -> &markdown::Options;

    /// How the tag `gist` is written; nothing where there is no such tag.
    fn gists(&self) -> Option<Gists> {
        None
    }

    /// Returns whether the generator or the site's plugins may give templates variables that nothing is known of.
    fn adds_variables(&self) -> bool {
        true
    }

    /// Returns whether a tag of the site's own plugins prints no ids.
    fn is_plain_tag(&self, _name: &str) -> bool {
        false
    }

    /// Returns whether a filter of the site's own plugins prints no ids.
    fn is_plain_filter(&self, _name: &str) -> bool {
        false
    }

    /// Returns whether the site's own plugins give content of this kind a value of this name, which replaces that of its front matter.
    fn is_set_by_plugins(&self, _content: Content, _name: &str) -> bool {
        false
    }

    /// Returns whether the site has filters beside those of the language, or in their place.
    fn has_filters(&self) -> bool {
        false
    }

    /// Applies such a filter to a string; returns nothing where there is none of this name. Arguments are counted from 0.
    fn filter(&self, _name: &str, _input: &str, _argument: &dyn Fn(usize) -> String) -> Option<String> {
        None
    }
}

/// Content of a document that is rendered when a template asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// `content`.
    Content,
    /// `excerpt`.
    Excerpt,
}

/// `page`: what a template calls the post or page that it is the text of.
pub trait Page: Object {
    /// Returns the text of another document of the site, by its path: its content as far as it is rendered, or its excerpt.
    fn text_of(&self, document: &str, part: Part) -> Option<String>;

    /// `site.related_posts`: the newest posts but this one; none in an excerpt.
    fn related(&self) -> Option<Value<'_>>;

    /// The text of a file, by its path counted from the folder that the page's own file is in; nothing where there is none.
    ///
    /// # Errors
    /// When there is one and it cannot be read: why.
    fn file_beside(&self, path: &str) -> Result<Option<String>, String>;

    /// Takes note that the page cannot be rendered because a file that its text names cannot be read.
    fn cannot_read(&self, path: &str, reason: &str);
}

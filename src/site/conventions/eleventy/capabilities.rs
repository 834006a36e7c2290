//! What is the same for all sites of Eleventy.

use crate::markup::front_matter::Format;
use crate::site::capabilities::{Capabilities, OtherDates};
use crate::site::config::{Content, Guid};
use crate::site::profile::{AddressForm, AuthorForm, Elements, Profile, SummaryForm};

pub(super) const CAPABILITIES: Capabilities = Capabilities {
    name: "eleventy",
    summary: "an Eleventy site: `eleventy.config.js` or `.eleventy.js`",
    config_is_ours: false,
    set_url: "set `url = \"https://…\"` in `[site]` of feedwright.toml",
    exclude_folder: "add it to .eleventyignore",
    has_post_folders: false,
    untitled: "the feed has none",
    id_sources: "`permalink`",
    source_links: None,
    writes_folders: true,
    runs_liquid: false,
    own_plugins: None,
    dates: OtherDates {
        words: &["last modified", "created", "git last modified", "git created", "false"],
        month_first: false,
    },
    front_matter: &[Format::JsonFenced, Format::JavaScriptFenced, Format::Yaml, Format::Toml],
    profile: Profile {
        content: Content::Full,
        guid: Guid::Permalink,
        elements: Elements {
            published: false,
            updated: false,
            authors: AuthorForm::NamesInRss,
            categories: false,
            summary: SummaryForm::Html,
            addresses: AddressForm::EscapedTwice,
            content_is_description: true,
            pictures: true,
            languages: true,
        },
        titles_are_text: true,
        ..Profile::EVERYTHING
    },
};

//! What is the same for all sites of Astro.

use crate::markup::front_matter::Format;
use crate::site::capabilities::{Capabilities, OtherDates};
use crate::site::config::{Content, Guid};
use crate::site::profile::{Elements, Profile, SummaryForm};

pub(super) const CAPABILITIES: Capabilities = Capabilities {
    name: "astro",
    summary: "an Astro site: `astro.config.mjs`",
    config_is_ours: false,
    set_url: "set `site` in the Astro configuration, or `url` in `[site]` of feedwright.toml",
    exclude_folder: "add it to the collection's `pattern` after a `!`",
    has_post_folders: true,
    untitled: "the build fails",
    id_sources: "`slug`",
    source_links: None,
    writes_folders: true,
    runs_liquid: false,
    own_plugins: None,
    dates: OtherDates { words: &[], month_first: true },
    front_matter: &[Format::Yaml, Format::Toml],
    profile: Profile {
        content: Content::Full,
        guid: Guid::Permalink,
        elements: Elements { updated: false, summary: SummaryForm::Written, ..Elements::EVERYTHING },
        titles_are_text: true,
        ..Profile::EVERYTHING
    },
};

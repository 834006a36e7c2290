//! What is the same for all sites of Hugo.

use crate::markup::front_matter::Format;
use crate::site::capabilities::{Capabilities, OtherDates};
use crate::site::config::{Content, Guid};
use crate::site::profile::{AuthorForm, Elements, Profile, SummaryForm};

pub(super) const CAPABILITIES: Capabilities = Capabilities {
    name: "hugo",
    summary: "a Hugo site: `hugo.toml` or `config.toml`, `content`; feeds as the built-in RSS template writes them",
    config_is_ours: false,
    set_url: "set `baseURL` in the configuration",
    exclude_folder: "add it to `ignoreFiles` of the configuration",
    has_post_folders: false,
    untitled: "its title is empty",
    id_sources: "`slug` or `url`",
    source_links: None,
    writes_folders: true,
    runs_liquid: false,
    own_plugins: None,
    dates: OtherDates::NONE,
    front_matter: &[Format::AfterBlanks, Format::Yaml, Format::Toml, Format::Json],
    profile: Profile {
        content: Content::Summary,
        guid: Guid::Permalink,
        elements: Elements {
            updated: false,
            authors: AuthorForm::Mailboxes,
            categories: false,
            summary: SummaryForm::HtmlAlone,
            content_is_description: true,
            pictures: false,
            ..Elements::EVERYTHING
        },
        titles_are_text: true,
        repeats_pages: true,
        repeats_terms: false,
    },
};

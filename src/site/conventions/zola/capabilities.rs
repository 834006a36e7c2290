//! What is the same for all sites of Zola.

use crate::markup::front_matter::Format;
use crate::site::capabilities::{Capabilities, OtherDates, SourceLinks};
use crate::site::config::{Content, Guid};
use crate::site::profile::{AddressForm, Elements, Profile, SummaryForm};

pub(super) const CAPABILITIES: Capabilities = Capabilities {
    name: "zola",
    summary: "a Zola site: `zola.toml` or `config.toml` with `base_url`, `content`",
    config_is_ours: false,
    set_url: "set `base_url` in the configuration",
    exclude_folder: "add a glob for it to `ignored_content` in the configuration",
    has_post_folders: false,
    untitled: "its title is empty",
    id_sources: "`slug` or `path`",
    source_links: Some(SourceLinks { marks: &["@/"], folder: Some("content/"), lists: &[] }),
    writes_folders: true,
    runs_liquid: false,
    own_plugins: None,
    dates: OtherDates::NONE,
    front_matter: &[Format::Yaml, Format::Toml],
    profile: Profile {
        content: Content::Full,
        guid: Guid::Permalink,
        elements: Elements {
            categories: false,
            summary: SummaryForm::Html,
            content_is_description: true,
            addresses: AddressForm::AsWritten,
            ..Elements::EVERYTHING
        },
        titles_are_text: true,
        ..Profile::EVERYTHING
    },
};

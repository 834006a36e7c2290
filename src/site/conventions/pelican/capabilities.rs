//! What is the same for all sites of Pelican.

use crate::markup::front_matter::Format;
use crate::site::capabilities::{Capabilities, OtherDates, SourceLinks};
use crate::site::config::{Content, Guid};
use crate::site::profile::{AddressForm, Elements, Profile, SummaryForm};

pub(super) const CAPABILITIES: Capabilities = Capabilities {
    name: "pelican",
    summary: "a Pelican site: `pelicanconf.py`",
    config_is_ours: false,
    set_url: "set `SITEURL` in publishconf.py",
    exclude_folder: "add it to `ARTICLE_EXCLUDES` in pelicanconf.py",
    has_post_folders: false,
    untitled: "a build skips the article",
    id_sources: "`Slug`, `Title`, `URL` or `Date`",
    source_links: Some(SourceLinks {
        marks: &["{filename}", "{static}", "{attach}", "|filename|", "|static|", "|attach|"],
        folder: None,
        lists: &["{category}", "{tag}", "{author}", "{index}"],
    }),
    writes_folders: false,
    runs_liquid: false,
    own_plugins: None,
    dates: OtherDates::NONE,
    front_matter: &[Format::KeyValue, Format::KeyValueFenced],
    profile: Profile {
        content: Content::Full,
        guid: Guid::Id,
        elements: Elements {
            summary: SummaryForm::Html,
            content_is_description: true,
            languages: false,
            addresses: AddressForm::AsWritten,
            ..Elements::EVERYTHING
        },
        titles_are_text: true,
        repeats_terms: true,
        ..Profile::EVERYTHING
    },
};

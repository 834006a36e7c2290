//! What Jekyll is and can do.

use crate::markup::front_matter::Format;
use crate::site::capabilities::{Capabilities, OtherDates};
use crate::site::profile::Profile;

pub(super) const CAPABILITIES: Capabilities = Capabilities {
    name: "jekyll",
    summary: "a Jekyll site: `_config.yml`, `_posts`, `_drafts`, collections; feeds as jekyll-feed writes them",
    config_is_ours: false,
    set_url: "set `url: https://…` in `_config.yml`",
    exclude_folder: "add it to `exclude` in `_config.yml`",
    has_post_folders: true,
    untitled: "the title is made up from the file name",
    id_sources: "`slug` or folder",
    source_links: None,
    writes_folders: false,
    runs_liquid: true,
    own_plugins: Some(".rb"),
    dates: OtherDates::NONE,
    front_matter: &[Format::Yaml, Format::Toml],
    profile: Profile::EVERYTHING,
};

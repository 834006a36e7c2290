//! Hugo: read like a plain folder so far.

use crate::markup::front_matter::Format;
use crate::site::capabilities::Capabilities;
use crate::site::convention::{Convention, Mark};
use crate::site::conventions::folder::Folder;
use crate::site::profile::Profile;

pub(super) const CONVENTION: Convention = Convention {
    capabilities: &CAPABILITIES,
    marks: &[
        Mark::at("hugo.toml"),
        Mark::at("hugo.yaml"),
        Mark::at("hugo.yml"),
        Mark::at("hugo.json"),
        Mark::with_key_in_any_case("config.toml", "baseURL"),
        Mark::with_key_in_any_case("config.yaml", "baseURL"),
        Mark::with_key_in_any_case("config.yml", "baseURL"),
        Mark::with_key_in_any_case("config.json", "baseURL"),
        Mark::at("config/_default/"),
    ],
    config_files: &[
        "hugo.toml",
        "hugo.yaml",
        "hugo.yml",
        "hugo.json",
        "config.toml",
        "config.yaml",
        "config.yml",
        "config.json",
        "config/_default/",
    ],
    takes_named_yaml: false,
    open: |opening| Ok(Box::new(Folder::open(opening, &CAPABILITIES)?)),
};

const CAPABILITIES: Capabilities = Capabilities {
    name: "hugo",
    summary: "a Hugo site: `hugo.toml` or `config.toml`, `content`; feeds as the built-in RSS template writes them",
    config_is_ours: true,
    set_url: "set `baseURL` in the configuration",
    exclude_folder: "add it to `exclude` of `[posts]` in feedwright.toml",
    has_post_folders: false,
    id_sources: "`slug` or `url`",
    source_links: None,
    writes_folders: true,
    runs_liquid: false,
    own_plugins: None,
    front_matter: &[Format::Yaml, Format::Toml, Format::Json],
    profile: Profile::EVERYTHING,
};

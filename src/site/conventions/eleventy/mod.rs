//! Eleventy: read like a plain folder so far.

use crate::markup::front_matter::Format;
use crate::site::capabilities::Capabilities;
use crate::site::convention::{Convention, Mark};
use crate::site::conventions::folder::Folder;
use crate::site::profile::Profile;

pub(super) const CONVENTION: Convention = Convention {
    capabilities: &CAPABILITIES,
    marks: &[
        Mark::at("eleventy.config.js"),
        Mark::at("eleventy.config.mjs"),
        Mark::at("eleventy.config.cjs"),
        Mark::at(".eleventy.js"),
    ],
    config_files: &["eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs", ".eleventy.js"],
    takes_named_yaml: false,
    open: |opening| Ok(Box::new(Folder::open(opening, &CAPABILITIES)?)),
};

const CAPABILITIES: Capabilities = Capabilities {
    name: "eleventy",
    summary: "an Eleventy site: `eleventy.config.js` or `.eleventy.js`",
    config_is_ours: true,
    set_url: "set `url = \"https://…\"` in `[site]` of feedwright.toml",
    exclude_folder: "add it to `exclude` of `[posts]` in feedwright.toml",
    has_post_folders: false,
    id_sources: "`slug` or `url`",
    source_links: None,
    writes_folders: true,
    own_plugins: None,
    front_matter: &[Format::JsonFenced, Format::Yaml, Format::Toml],
    profile: Profile::EVERYTHING,
};

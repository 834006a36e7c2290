//! Pelican: read like a plain folder so far.

use crate::markup::front_matter::Format;
use crate::site::capabilities::Capabilities;
use crate::site::convention::{Convention, Mark};
use crate::site::conventions::folder::Folder;
use crate::site::profile::Profile;

pub(super) const CONVENTION: Convention = Convention {
    capabilities: &CAPABILITIES,
    marks: &[Mark::at("pelicanconf.py")],
    config_files: &["pelicanconf.py"],
    takes_named_yaml: false,
    open: |opening| Ok(Box::new(Folder::open(opening, &CAPABILITIES)?)),
};

const CAPABILITIES: Capabilities = Capabilities {
    name: "pelican",
    summary: "a Pelican site: `pelicanconf.py`, `content`",
    config_is_ours: true,
    set_url: "set `SITEURL` in pelicanconf.py",
    exclude_folder: "add it to `exclude` of `[posts]` in feedwright.toml",
    has_post_folders: false,
    id_sources: "`slug` or `url`",
    source_links: None,
    writes_folders: true,
    runs_liquid: false,
    own_plugins: None,
    front_matter: &[Format::Yaml, Format::KeyValue],
    profile: Profile::EVERYTHING,
};

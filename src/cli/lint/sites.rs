//! The other sites of `[[lint.sites]]`: their folders and inventories, read for the linter.

use std::path::Path;

use feedwright::links::inventory;
use feedwright::links::{Built, OtherSite, Pages};
use feedwright::lint;
use feedwright::site::config::{ConfigError, OtherSite as Row, PagesIn};
use feedwright::site::convention::Overrides;
use feedwright::site::load::{LoadError, LoadOptions, load_whole};
use feedwright::site::tree::Tree as _;

use crate::cli::args::ReadingArgs;
use crate::cli::disk::{self, Disk};
use crate::cli::failure::Failure;
use crate::cli::open;

/// The pages of every other site that the configuration of the site in `folder` names.
pub(crate) fn others(folder: &Path, rows: &[Row], args: &ReadingArgs) -> Result<Vec<OtherSite>, Failure> {
    rows.iter().map(|row| other(folder, row, args)).collect()
}

fn other(folder: &Path, row: &Row, args: &ReadingArgs) -> Result<OtherSite, Failure> {
    let address = row.url.get_ref();
    let (pages, known_from) = match row.pages_in() {
        Some(PagesIn::Inventory(file)) => (listed(folder, file, row)?, format!("the inventory `{file}`")),
        Some(PagesIn::Built(below)) => (built(&existing(folder, below, row)?, below, row)?, named(below)),
        Some(PagesIn::Folder(below)) => {
            let disk = existing(folder, below, row)?;
            let sources = if is_built(&disk) { None } else { sources(&disk, below, row, args)? };
            (sources.map_or_else(|| built(&disk, below, row), Ok)?, named(below))
        }
        None => return Err(row.error("list its pages with `folder`, `built` or `inventory`").into()),
    };
    Ok(OtherSite::new(address, known_from, pages))
}

fn named(folder: &str) -> String {
    format!("the folder `{folder}`")
}

fn existing(folder: &Path, below: &str, row: &Row) -> Result<Disk, ConfigError> {
    let place = folder.join(below);
    if disk::is_folder(&place) {
        return Ok(Disk::new(&place));
    }
    Err(row.error(format!(
        "there is no folder {}; `{below}` is relative to the site's own folder",
        place.display()
    )))
}

fn listed(folder: &Path, file: &str, row: &Row) -> Result<Pages, ConfigError> {
    let place = folder.join(file);
    let bytes = disk::read_named(&place).map_err(|error| {
        let hint = if error.missing {
            format!("; `{file}` is relative to the site's own folder")
        } else {
            String::new()
        };
        row.error(format!("the inventory {} cannot be read: {}{hint}", place.display(), error.reason))
    })?;
    let entries =
        inventory::parse(&bytes).map_err(|error| row.error(format!("{}: {error}", place.display())))?;
    let pages = Pages::of_inventory(&entries);
    if pages.is_empty() {
        return Err(row.error(format!("{}: this inventory lists nothing", place.display())));
    }
    Ok(pages)
}

fn built(disk: &Disk, below: &str, row: &Row) -> Result<Pages, ConfigError> {
    let built = Built::read(disk).map_err(|error| row.error(error.to_string()))?;
    if !built.has_pages() {
        return Err(row.error(format!(
            "`{below}` has neither the sources of a site that can be read nor built pages; build that site first, or name its `inventory`"
        )));
    }
    Ok(Pages::of_built(built))
}

/// The pages of a site's sources; nothing where there are none.
fn sources(disk: &Disk, below: &str, row: &Row, args: &ReadingArgs) -> Result<Option<Pages>, Failure> {
    let own = open::options(args)?.overrides;
    let overrides = Overrides { url: None, ..own };
    let options = LoadOptions { generator_config: Vec::new(), own_config: None, overrides };
    match load_whole(disk, options) {
        Ok(loaded) => Ok(Some(lint::pages(loaded.whole(), &loaded.feeds, disk))),
        Err(LoadError::NoSite) => Ok(None),
        Err(error) => Err(row.error(format!("the site in `{below}` cannot be read: {error}")).into()),
    }
}

/// Returns whether a folder's first page is finished and nothing says how it would be made.
fn is_built(disk: &Disk) -> bool {
    let is_there = |path: &str| disk.stat(path).is_ok();
    let finished = disk.read_start("index.html", 3).is_ok_and(|start| start != b"---");
    finished && !["_config.yml", "feedwright.toml", "_posts"].into_iter().any(is_there)
}

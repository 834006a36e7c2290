//! Reads a site and runs the rules over it, as the arguments say.

use std::path::Path;

use feedwright::links::Built;
use feedwright::lint::report::Report;
use feedwright::lint::report::count;
use feedwright::lint::{Choice, KnownSites, Selection, check_site};
use feedwright::site::config::Config;
use feedwright::site::load::{LoadedWhole, load_whole};
use feedwright::site::tree::Tree;

use crate::cli::console::Console;
use crate::cli::disk::Disk;
use crate::cli::failure::Failure;
use crate::cli::lint::args::LintArgs;
use crate::cli::lint::sites;
use crate::cli::open;
use crate::cli::target::Target;

/// A site that was checked.
pub(super) struct Checked {
    pub(super) report: Report,
    pub(super) loaded: LoadedWhole,
}

/// Reads a site and lints it; the findings of the files that were named.
pub(super) fn check(
    tree: &dyn Tree,
    target: &Target,
    args: &LintArgs,
    console: &Console,
) -> Result<Checked, Failure> {
    let loaded = open::load_from(tree, &target.site, &args.reading, console, &load_whole)?;
    let config = &loaded.site.settings.config;
    let selection = selection(config, args)?;
    let built = built(args, &target.site)?;
    let others = sites::others(&target.site, &config.lint.sites, &args.reading)?;
    let judges = KnownSites { built: built.as_ref(), others: &others };
    let is_wanted = |path: &str| target.wanted.as_ref().is_none_or(|wanted| wanted.holds(path));
    let work = console.working(format!("checking {}", count(loaded.site.posts.len(), "post")));
    let mut report = check_site(&loaded, tree, judges, &selection, &is_wanted);
    work.end();
    let nothing = report.summary.files == 0 && report.findings.is_empty();
    report.summary.nothing = nothing.then(|| match &target.wanted {
        None => format!("{} has no posts and no pages", target.site.display()),
        Some(wanted) => {
            format!("there is no post and no page in {}, of the site {}", wanted, target.site.display())
        }
    });
    Ok(Checked { report, loaded })
}

/// The built site that is to judge the links.
fn built(args: &LintArgs, site: &Path) -> Result<Option<Built>, Failure> {
    let Some(folder) = &args.built else { return Ok(None) };
    // Findings name files below the site.
    let name = folder.strip_prefix(site).unwrap_or(folder).display().to_string();
    let built = Built::read(&Disk::new(folder))?.named(&name);
    if built.is_empty() {
        return Err(Failure::new(format!(
            "{}: there is no built site; build the site first, or omit `--built`",
            folder.display()
        )));
    }
    Ok(Some(built))
}

pub(super) fn selection(config: &Config, args: &LintArgs) -> Result<Selection, Failure> {
    let choice = Choice { only: args.only.clone(), skip: args.skip.clone() };
    Selection::new(&config.lint, &choice).map_err(Failure::new)
}

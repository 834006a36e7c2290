//! Reads a site and its feeds for the pages.

use std::path::Path;

use feedwright::feeds::plan::plan;
use feedwright::feeds::render::Outcome;
use feedwright::lint::preview::{Note, Preview};
use feedwright::lint::{Choice, Selection};
use feedwright::site::load::Loaded;
use feedwright::text::diagnostic::Level;

use crate::cli::args::ReadingArgs;
use crate::cli::console::Console;
use crate::cli::disk::{self, Disk};
use crate::cli::failure::Failure;
use crate::cli::job::{Job, position};
use crate::cli::open;
use crate::cli::serve::shown::Shown;

/// Reads the site and shows it, or what is wrong with it. Returns the site, if it can be read.
pub(super) fn read_into(
    shown: &Shown,
    folder: &Path,
    args: &ReadingArgs,
    console: &Console,
) -> Option<Loaded> {
    match read(folder, args, console) {
        Ok((preview, loaded)) => {
            shown.set(Ok(preview));
            Some(loaded)
        }
        Err(failure) => {
            console.failure(&failure);
            let lines = std::iter::once(failure.to_string()).chain(failure.more().iter().cloned());
            shown.set(Err(lines.collect()));
            None
        }
    }
}

fn read(folder: &Path, args: &ReadingArgs, console: &Console) -> Result<(Preview, Loaded), Failure> {
    let (tree, mut loaded) = open::open(folder, args, console)?;
    open::need_url(&loaded, folder)?;
    loaded.complete(&tree)?;
    let plan = plan(&loaded.site, &loaded.feeds, &[])?;
    let selection =
        Selection::new(&loaded.site.settings.config.lint, &Choice::default()).map_err(Failure::new)?;
    let built = disk::below(folder, &loaded.site.settings.output);
    let job = Job { loaded: &loaded, tree: &tree, plan: &plan, built: &built, console };
    let (feeds, rendered) = job.render_checked(&selection)?;
    let notes = notes(&loaded, &rendered, &tree);
    Ok((Preview::new(loaded.site.clone(), plan, feeds, notes), loaded))
}

/// The warnings and notes that `build` prints about the site.
fn notes(loaded: &Loaded, rendered: &Outcome, tree: &Disk) -> Vec<Note> {
    let problems = rendered.problems.iter().map(|problem| Note {
        level: problem.level,
        text: format!(
            "{}:{}: {}; {}",
            problem.path,
            position(tree, &problem.path, problem.span),
            problem.message,
            problem.help
        ),
    });
    let skipped = rendered.published.skipped.iter().map(|(_, skipped)| Note {
        level: Level::Warning,
        text: format!("{}: {} (the post is omitted)", skipped.path, skipped.reason),
    });
    let info = |text: String| Note { level: Level::Info, text };
    let cut = rendered.cut.iter().map(|cut| info(format!("the feed {cut}")));
    problems.chain(skipped).chain(cut).chain(loaded.notes.iter().cloned().map(info)).collect()
}

//! What every command that writes feeds does: completes the site, stops feeds with errors, renders, names what failed.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use feedwright::feeds::frame;
use feedwright::feeds::plan::Plan;
use feedwright::feeds::publish::{MayWrite, PublishedFeed};
use feedwright::feeds::render::{self, BuiltPages, Outcome as Rendered};
use feedwright::lint::report::count;
use feedwright::lint::self_check::{Unsound, self_check};
use feedwright::lint::{Selection, WrittenFeed, written_feeds};
use feedwright::site::Site;
use feedwright::site::load::Loaded;
use feedwright::site::tree::{MemoryTree, Sink, Tree as _};
use feedwright::text::diagnostic::Level;
use feedwright::text::html::extract::{ARTICLE, BOILERPLATE, Extractor};
use feedwright::text::source::{LineIndex, Position, Span};

use crate::cli::console::Console;
use crate::cli::disk::{self, Disk};
use crate::cli::failure::Failure;
use crate::cli::gate::WritingArgs;

/// Reads the rest of the site when some post that is to be rendered, or the text around it, has Liquid in it, which may ask
/// for anything, or when links to source files are replaced by the URLs of any page.
pub(crate) fn complete_for_liquid(loaded: &mut Loaded, tree: &Disk, plan: &Plan) -> Result<(), Failure> {
    let posts = &loaded.site.posts;
    let mut wanted = plan.feeds.iter().flat_map(|feed| &feed.posts).filter_map(|index| posts.get(*index));
    let settings = &loaded.site.settings;
    let needs_pages = settings.bodies.as_ref().is_some_and(|bodies| bodies.needs_pages());
    let replaces = settings.replaced_links.in_documents || needs_pages;
    if wanted.any(|post| post.liquid || replaces) || frame::needs_site(&loaded.site, plan) {
        loaded.complete(tree)?;
    }
    Ok(())
}

/// Prints what a plan notes and warns of.
pub(crate) fn say_notes(plan: &Plan, console: &Console) {
    plan.notes.iter().for_each(|note| console.note(note));
    plan.warnings.iter().for_each(|warning| console.warning(warning));
}

/// Names the feeds that are not written, in files that `place` makes of their paths.
///
/// # Errors
/// When there is one.
pub(crate) fn all_written(feeds: &[PublishedFeed], place: &dyn Fn(&str) -> PathBuf) -> Result<(), Failure> {
    let failed: Vec<String> = (feeds.iter())
        .filter_map(|feed| {
            let error = feed.outcome.as_ref().err()?;
            let place = place(&feed.path);
            let still = if disk::is_there(&place) { "; the old file is unchanged" } else { "" };
            Some(format!("{}: {error}{still}", place.display()))
        })
        .collect();
    let mut failed = failed.into_iter();
    let Some(first) = failed.next() else { return Ok(()) };
    Err(Failure::new(first).with_lines(failed.map(|line| format!("       {line}")).collect()))
}

/// A plan and what rendering it needs.
pub(crate) struct Job<'a> {
    pub(crate) loaded: &'a Loaded,
    pub(crate) tree: &'a Disk,
    pub(crate) plan: &'a Plan,
    /// The folder with the built site.
    pub(crate) built: &'a Path,
    pub(crate) console: &'a Console,
}

impl Job<'_> {
    /// Renders the plan into a sink, those feeds that `may_write` accepts, and reports what was found on the way.
    pub(crate) fn render(
        &self,
        sink: &mut dyn Sink,
        may_write: &mut MayWrite<'_>,
    ) -> Result<Rendered, Failure> {
        let Self { loaded, tree, plan, built, console } = *self;
        let built_tree = Disk::new(built);
        let pages = if plan.feeds.iter().any(|feed| feed.body.built && !feed.posts.is_empty()) {
            if !disk::is_folder(built) {
                return Err(Failure::new(format!(
                    "{}: there is no built site, which `content = \"built\"` reads; build it first, or name \
                     its folder with `--built`",
                    built.display()
                )));
            }
            let options = &loaded.site.settings.config.built;
            let selectors = options.selectors.iter().map(String::as_str);
            let article: Vec<&str> =
                selectors.chain(ARTICLE.iter().copied().filter(|_| options.selectors.is_empty())).collect();
            let remove: Vec<&str> =
                BOILERPLATE.iter().copied().chain(options.remove.iter().map(String::as_str)).collect();
            let extractor = Extractor::new(&article, &remove)?;
            Some(BuiltPages { tree: &built_tree, extractor })
        } else {
            None
        };
        frame::check(&loaded.site, tree, plan)?;
        let rendered = {
            let _work = console.working(format!("rendering {}", count(loaded.site.posts.len(), "post")));
            render::write(&loaded.site, tree, plan, pages, sink, may_write)
        };
        for (_, skipped) in &rendered.published.skipped {
            console.warning(&format!("{}: {} (the post is omitted)", skipped.path, skipped.reason));
        }
        for cut in &rendered.cut {
            console.note(&format!("the feed {cut}"));
        }
        for problem in &rendered.problems {
            console.problem(problem, position(tree, &problem.path, problem.span), "");
        }
        Ok(rendered)
    }

    /// Renders the plan in memory and checks its feeds, for pages about the site.
    pub(crate) fn render_checked(
        &self,
        selection: &Selection,
    ) -> Result<(Vec<WrittenFeed>, Rendered), Failure> {
        let mut memory = MemoryTree::default();
        let rendered = self.render(&mut memory, &mut |_, _| true)?;
        let feeds = written_feeds(self.plan, &rendered.published, memory, selection);
        Ok((feeds, rendered))
    }
}

/// The position of a place in a file of the site.
pub(crate) fn position(tree: &Disk, path: &str, span: Span) -> Position {
    let text = tree.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    text.map_or(Position::START, |text| LineIndex::new(&text).position(&text, span.start))
}

/// Takes the feeds out of the plan that would have an error, and reports which post causes it; whether all may be written.
/// `place` names the file that a feed's path leads to.
pub(crate) fn stop_unsound(
    site: &Site,
    tree: &Disk,
    plan: &mut Plan,
    place: &dyn Fn(&str) -> String,
    options: &WritingArgs,
    console: &Console,
) -> bool {
    let unsound = self_check(site, plan);
    let mut said = HashSet::new();
    for Unsound { diagnostic, .. } in &unsound {
        // A post that many feeds hold is named once.
        let stops = options.stops(diagnostic.level);
        if said.insert((&diagnostic.path, diagnostic.span.start, &diagnostic.message, stops)) {
            let level = if stops { Level::Error } else { diagnostic.level };
            let place = position(tree, &diagnostic.path, diagnostic.span);
            let mut diagnostic = diagnostic.clone();
            diagnostic.level = level;
            console.diagnostic(&diagnostic, place, "");
        }
    }
    let mut errors = vec![0_usize; plan.feeds.len()];
    for fault in unsound.iter().filter(|fault| options.stops(fault.diagnostic.level)) {
        if let Some(errors) = errors.get_mut(fault.feed) {
            *errors += 1;
        }
    }
    if options.allow_invalid || errors.iter().all(|errors| *errors == 0) {
        return true;
    }
    let mut errors = errors.into_iter();
    plan.feeds.retain(|feed| {
        let errors = errors.next().unwrap_or(0);
        if errors > 0 {
            let errors = if errors == 1 { "an error".to_owned() } else { format!("{errors} errors") };
            console.error(&format!(
                "{}: not written, since it would have {errors}; fix the posts, or write it with \
                 `--allow-invalid`",
                place(&feed.path)
            ));
        }
        errors == 0
    });
    false
}

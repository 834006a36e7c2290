//! What may have caused a finding and others of its rule: what the build, a layout, another repository or the host may bring.

use crate::links::{Form, Index, Place};
use crate::lint::rule::{Kin, Knowledge, Outline, PostContext, folder_of};
use crate::markup::markdown::Link;
use crate::text::diagnostic::Cause;
use crate::text::pieces::{Part as _, Pieces as _};
use crate::text::source::Span;

/// The kind of cause of links into a folder that the site does not have.
pub(crate) const MISSING_FOLDER: &str = "folder";

/// So many places in a folder that the site does not have: fewer are mistyped as a rule.
const PLACES: usize = 3;
/// So many places of one kind that the site makes and links name otherwise.
const MANY: usize = 20;
/// So many files with the same dead link, or different links that one change makes right.
const SEVERAL: usize = 5;

/// What links to a place where nothing is may have in common. `message` is what to say of one.
pub(super) fn of_dead_link(
    context: &PostContext<'_>,
    all: &Knowledge<'_>,
    link: &Link,
    (place, near): (&Place, Option<&str>),
    message: &str,
) -> Vec<Cause> {
    let index = context.site.index;
    let path = place.path.as_str();
    let own = &**context.document.path();
    let mut causes = Vec::new();
    let mut add = |kind, name: &str, member: &str, from, like: String, help: String| {
        causes.push(Cause::new((kind, name), (member, from), (message, like, help)));
    };
    if let Some(folder) = missing_folder(index, path) {
        let like = format!("more links into `{folder}`: the site has no such folder");
        let help = format!(
            "correct the links, or remove them; if another repository fills `{folder}` of the host, write `elsewhere = [\"{folder}\"]` under `[lint]` in feedwright.toml"
        );
        add(MISSING_FOLDER, &folder, path.trim_end_matches('/'), PLACES, like, help);
    }
    let bare = path.trim_end_matches('/');
    if !bare.is_empty() && index.has_below(&format!("{bare}/")) {
        let like = "more links to folders of the site that have no page of their own".to_owned();
        let help = "link to a page in the folder; if the host or another repository makes the folder's own page, write its place into `elsewhere` under `[lint]` in feedwright.toml";
        add("no-index", "", bare, PLACES, like, help.to_owned());
    }
    if let Some(change) = change(index, path) {
        let like = format!("more links with {change}: without it, each leads to something");
        let help = format!(
            "write the links without {change}; if the host finds their pages all the same, nothing is lost"
        );
        add("change", &change, path, SEVERAL, like, help);
    }
    if let Some(name) = encoded_name(index, link.url()) {
        let like = "more links to files whose names are percent-encoded: servers decode the links, and find none of the files";
        let help =
            "rename the files to what the links are decoded to, or write `%25` for each `%` in the links";
        add("encoded", "", name, SEVERAL, like.to_owned(), help.to_owned());
    }
    if near.is_some_and(|near| has_same_name(near, path)) {
        let like = "more links to pages that are in other folders: they have the names of pages of the site";
        let help = "write the URLs that the pages have; if the host redirects the old ones, nothing is lost";
        add("moved", "", path, SEVERAL, like.to_owned(), help.to_owned());
    }
    causes.extend(of_named_source(context, all, place, message));
    if link.evaluated.is_some() {
        let span = link.destination.span;
        let like = "more places that Liquid makes of this link".to_owned();
        let help = "correct the link; if a plugin or another repository makes these places, write their folder into `elsewhere` under `[lint]` in feedwright.toml";
        causes.push(Cause::new(
            ("loop", format!("{own}:{}", span.start)),
            (path, SEVERAL),
            (message, like, help),
        ));
    }
    let like = format!("more links to `{path}`: the site has nothing there");
    let help = format!(
        "correct the links, or remove them; if a plugin, another repository or the host makes `{path}`, write `elsewhere = [\"{path}\"]` under `[lint]` in feedwright.toml"
    );
    causes.push(Cause::new(("target", path), (own, SEVERAL), (message, like, help)));
    let span = link.destination.span;
    let of_file = of_one_file(context, path, span, message, "correct the links, or remove them");
    causes.push(Cause { like: format!("more links to `{path}` in this file"), ..of_file });
    causes
}

/// What links have in common that lead to nothing, of which many may name sources that a plugin or layout finds: relative
/// ones in the files of a folder where most lead nowhere, and those whose paths end alike, where most lead nowhere.
pub(super) fn of_named_source(
    context: &PostContext<'_>,
    all: &Knowledge<'_>,
    place: &Place,
    message: &str,
) -> Vec<Cause> {
    let path = place.path.as_str();
    let own = &**context.document.path();
    let cause = |kind, name: &str, from, like: String, help: &str| {
        Cause::new((kind, name), (path, from), (message, like, help))
    };
    let mut causes = Vec::new();
    if place.form == Form::Relative && all.habits.is_lost_beside(own) {
        let folder = folder_of(own);
        let beside = if folder.is_empty() { "the root".to_owned() } else { format!("`{folder}`") };
        let like = format!("more relative links in the files of {beside}, where most lead nowhere");
        let help = "write the links from the root of the site; if a plugin, theme or layout shows these files on other pages, or finds what they name, nothing is lost";
        causes.push(cause("beside", folder, SEVERAL, like, help));
    }
    if let Some(ending) = all.habits.lost_ending(path) {
        let like = format!("more links that end in `{ending}`: most such links lead nowhere");
        let help = "write the links as the pages' URLs are; if a plugin, theme or host makes these of them, nothing is lost";
        causes.push(cause("ending", ending, MANY, like, help));
    }
    causes
}

/// The first of the folders that a path is in, or names, of which the site has nothing.
fn missing_folder(index: &Index, path: &str) -> Option<String> {
    let ends = path.match_indices('/').skip(1).map(|(at, _)| path.part(..=at));
    let above = ends.into_iter().find(|folder| !index.has_below(folder));
    let is_file = path.after_last('/').contains('.');
    let own = || (!is_file && !path.ends_with('/')).then(|| format!("{path}/"));
    above.map(str::to_owned).or_else(own)
}

/// Whether two paths in different folders end in the same name.
fn has_same_name(near: &str, path: &str) -> bool {
    let name = |path: &str| {
        let bare = path.trim_end_matches('/');
        let name = bare.after_last('/');
        (name.strip_suffix(".html").unwrap_or(name).to_owned(), bare.len() - name.len())
    };
    let ((near, near_folder), (own, folder)) = (name(near), name(path));
    !own.is_empty() && near == own && near_folder != folder
}

/// The path in a URL where a file has it as its name, percent signs and all.
fn encoded_name<'u>(index: &Index, url: &'u str) -> Option<&'u str> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest.find('/').map_or("", |at| rest.part(at..)));
    let path = path.up_to(['?', '#']);
    (path.starts_with('/') && path.contains('%') && !index.served(path).is_empty()).then_some(path)
}

/// What keeps a path from being one of the site's, where other paths may have it too.
fn change(index: &Index, path: &str) -> Option<String> {
    let is_there = |path: &str| !index.served(path).is_empty();
    if let Some(bare) = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm")) {
        let ending = path.part(bare.len()..);
        if is_there(bare) {
            return Some(format!("`{ending}` at the end"));
        }
    }
    if path.strip_suffix('/').is_some_and(is_there) {
        return Some("a slash at the end".to_owned());
    }
    let first = path.part(1..).up_to('/');
    let rest = path.get(1 + first.len()..).filter(|rest| rest.len() > 1);
    if rest.is_some_and(is_there) {
        return Some(format!("`/{first}` at the beginning"));
    }
    let lower = path.to_lowercase();
    (lower != path && is_there(&lower)).then(|| {
        let differs = |(own, other): &(&str, &str)| own != other;
        let folder = path.split('/').zip(lower.split('/')).find(differs).map_or("", |(own, _)| own);
        // One file's name is mistyped alone.
        match path.ends_with(&format!("/{folder}")) {
            true => "capital letters in the name of a file".to_owned(),
            false => format!("capital letters in `{folder}`"),
        }
    })
}

/// What links without the site's base URL have in common, where that is how the site writes them: layouts or its host add it.
pub(super) fn of_link_without_base(
    all: &Knowledge<'_>,
    place: (&str, usize),
    message: &str,
    help: String,
) -> Option<Cause> {
    const MANY: usize = 50;
    all.habits.leaves_base_out().then(|| {
        Cause::new(
            ("base-url", ""),
            (format!("{}:{}", place.0, place.1), MANY),
            (message, "more links", help),
        )
    })
}

/// What links to a fragment that a page lacks may have in common.
pub(super) fn of_dead_fragment(
    context: &PostContext<'_>,
    all: &Knowledge<'_>,
    (place, span): (&Place, Span),
    page: &Outline<'_>,
    message: &str,
) -> Vec<Cause> {
    let fragment = place.fragment.as_deref().unwrap_or("");
    let own = &**context.document.path();
    let cause = |kind, name: String, member: &str, like: String, help: String| {
        Cause::new((kind, name), (member, SEVERAL), (message, like, help))
    };
    let mut causes = Vec::new();
    if let Some(kin) = all.lost_kin(page).filter(|_| place.path.is_empty()) {
        let pages = kin.described();
        let like =
            format!("more links to fragments of their own page on pages {pages}, where most lead nowhere");
        let help = "correct the fragments, or leave them out; if a script or the layout writes the ids, nothing is lost";
        causes.push(cause("own-page", kin.name().to_owned(), fragment, like, help.to_owned()));
    }
    if fragment.bytes().any(|byte| byte.is_ascii_digit()) {
        let shape = shape(fragment);
        let like = format!("more links to fragments like `{shape}`");
        let help = "correct the fragments, or leave them out; if a script or plugin writes such ids, nothing is lost";
        causes.push(cause("shape", shape, fragment, like, help.to_owned()));
    }
    let target = format!("{}#{fragment}", page.path());
    let like = format!("more links to `#{fragment}` there");
    let help =
        "correct the links, or give the heading this id; if a script or plugin writes it, nothing is lost";
    causes.push(cause("target", target, own, like, help.to_owned()));
    let help = "correct the links; if they show only what links look like, nothing is lost";
    let alike = of_one_file(context, &format!("{}#{fragment}", page.path()), span, message, help);
    causes.push(Cause { from: SEVERAL, like: format!("more links to `#{fragment}` in this file"), ..alike });
    causes
}

/// A fragment with a 0 for each number in it.
fn shape(fragment: &str) -> String {
    let mut shape = String::new();
    for c in fragment.chars() {
        match c {
            '0'..='9' if shape.ends_with('0') => {}
            '0'..='9' => shape.push('0'),
            _ => shape.push(c),
        }
    }
    shape
}

/// What front matter that names a missing file may have in common with others: the same file, a folder that the site does
/// not have, or names without a folder, which a layout puts before them.
pub(super) fn of_missing_file(
    context: &PostContext<'_>,
    key: &str,
    written: &str,
    message: &str,
) -> Vec<Cause> {
    let own = &**context.document.path();
    let cause = |kind, name: String, member: &str, from, like: String| {
        let help = "correct the paths, or remove the keys; if a layout or plugin finds the files elsewhere, nothing is lost";
        Cause::new((kind, name), (member, from), (message, like, help))
    };
    let mut causes = Vec::new();
    let rooted = format!("/{}", written.trim_start_matches('/'));
    let folder = missing_folder(context.site.index, &rooted);
    if let Some(folder) = folder {
        let like = format!("more values of `{key}` in `{folder}`, a folder that the site does not have");
        causes.push(cause(MISSING_FOLDER, format!("{key} {folder}"), written, PLACES, like));
    } else if !written.contains('/') {
        let like = format!("more values of `{key}` without a folder");
        causes.push(cause("bare", key.to_owned(), written, SEVERAL, like));
    }
    let like = format!("more files with `{written}`");
    causes.push(cause("target", written.to_owned(), own, SEVERAL, like));
    causes
}

/// The same words about several files: what they are about is not in any of them.
pub(super) fn of_same_words(context: &PostContext<'_>, message: &str, help: Option<&str>) -> Cause {
    Cause::new(
        ("words", message),
        (context.document.path().to_string(), SEVERAL),
        (message, "more places", help.unwrap_or("correct all of them")),
    )
}

/// The same about several places of one file.
pub(super) fn of_one_file(
    context: &PostContext<'_>,
    name: &str,
    span: Span,
    message: &str,
    help: &str,
) -> Cause {
    let own = &**context.document.path();
    Cause::new(
        ("file", format!("{name} {own}")),
        (span.start.to_string(), PLACES),
        (message, "more in this file", help),
    )
}

/// The same words about the Markdown of many files: the site may read it by other rules.
pub(super) fn of_other_markdown(context: &PostContext<'_>, message: &str, help: &str) -> Cause {
    /// So many files: people make the same mistakes too.
    const FILES: usize = 20;
    let cause = of_same_words(context, message, Some(help));
    Cause {
        from: FILES,
        like: "more places; if the site reads Markdown by other rules, nothing is lost".to_owned(),
        ..cause
    }
}

/// What so many documents of a site share that its authors write so.
pub(super) fn of_sites_habit(context: &PostContext<'_>, message: &str, help: &str) -> Cause {
    Cause {
        kind: "habit",
        name: String::new(),
        member: context.document.path().to_string(),
        from: MANY,
        message: message.to_owned(),
        like: "more documents; if the site writes them so on purpose, nothing is lost".to_owned(),
        help: help.to_owned(),
        total: 0,
    }
}

/// What documents of one layout or folder have in common, where it is most of them that a rule finds something in: the
/// layout may be made for it.
pub(super) fn of_layouts_habit(context: &PostContext<'_>, message: &str, help: &str) -> Option<Cause> {
    let kin = Kin::of(&context.document.outline);
    let documents = context.site.documents_of(kin.name());
    Some(Cause::new(
        ("layout", kin.name()),
        (context.document.path().to_string(), PLACES.max(documents / 2 + 1)),
        (
            message,
            format!(
                "more documents {}, most of them; if it is made for this, nothing is lost",
                kin.described()
            ),
            help,
        ),
    ))
    .filter(|_| documents >= SEVERAL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_has_no_numbers() {
        assert_eq!(shape("L120-L9"), "L0-L0");
        assert_eq!(shape("section-2.10-a"), "section-0.0-a");
    }
}

//! What layouts put around the text of a page: ids, the heading with its title, and where its relative links start.

use std::collections::{BTreeMap, BTreeSet};

use crate::lint::rule::base::base_href;
use crate::lint::rule::markdownified::Markdownified;
use crate::markup::constructs::{Construct, constructs};
use crate::markup::front_matter::{self, Map};
use crate::markup::markdown::{Link, Options};
use crate::site::WholeSite;
use crate::site::includes::Includes;
use crate::site::tree::Tree;
use crate::text::pieces::{Part as _, Pieces as _};

/// The layouts of a site, by name.
#[derive(Clone, Debug, Default)]
pub struct Layouts {
    layouts: BTreeMap<String, Layout>,
    /// What templates have that any page may be put into.
    anywhere: Layout,
}

/// A template around pages, with the files that it includes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    /// Its file.
    pub(crate) path: String,
    /// The files that it includes by name, and those that these include, by their paths below the folder of includes.
    pub(crate) includes: BTreeSet<String>,
    /// The layout around this one.
    parent: Option<String>,
    /// Its ids as they are written, and those of the files that it includes.
    ids: Vec<String>,
    /// The fragments that it links to on the page itself, as they are written: something there answers to them, a script
    /// perhaps.
    fragments: Vec<String>,
    /// Whether it has a heading of the first level that may be the title of a page.
    has_heading: bool,
    /// Whether it has the title of a page in a heading of a lower level.
    has_lower_title: bool,
    /// The values of front matter that it turns from Markdown into HTML.
    markdownified: Markdownified,
    /// The `href` of its `<base>`, as it is written.
    base: Option<String>,
    /// Whether a script in it gives ids to headings.
    has_ids_of_scripts: bool,
}

/// Whether a layout has an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InLayout {
    /// It is written there.
    Yes,
    /// A template there begins like it.
    Perhaps,
    /// Nothing of the kind is there.
    No,
}

/// So many layouts are around each other: one that is around itself ends there.
const DEEPEST: usize = 10;

impl Layouts {
    /// Reads the layouts of a site, with the files that they include.
    #[must_use]
    pub fn read(WholeSite { site, surroundings }: WholeSite<'_>, tree: &dyn Tree) -> Self {
        let includes = Includes::new(surroundings);
        let anywhere = anywhere(&site.settings.template_folders, &includes, tree);
        let Some(folder) = &site.settings.layouts_dir else {
            return Self { layouts: BTreeMap::new(), anywhere };
        };
        let folder = format!("{}{}", site.settings.source, folder.trim_matches('/'));
        let paths = tree.list(&folder, &|_| true).unwrap_or_default().files;
        let layout = |path: String| {
            let name = path.strip_prefix(folder.as_str())?.trim_start_matches('/');
            let name = name.rsplit_once('.').map_or(name, |(name, _)| name).to_owned();
            let text = String::from_utf8(tree.read(&path).ok()?).ok()?;
            let front_matter = front_matter::of_file(&path, &text, site.settings.convention.front_matter);
            let mut layout = Layout { parent: name_of(&front_matter.data), ..Layout::default() };
            layout.collect(&includes, text.part(front_matter.body..));
            layout.path = path;
            Some((name, layout))
        };
        Self { layouts: paths.into_iter().filter_map(layout).collect(), anywhere }
    }

    /// The layout of this name, and those around it.
    pub(crate) fn around(&self, name: &str) -> impl Iterator<Item = &Layout> + use<'_> {
        let mut next = self.layouts.get(name);
        let chain = std::iter::from_fn(move || {
            let layout = next?;
            next = layout.parent.as_ref().and_then(|name| self.layouts.get(name));
            Some(layout)
        });
        chain.take(DEEPEST)
    }

    /// Whether the layout that a page's front matter names, or one around that, has an id.
    pub(crate) fn find(&self, data: &Map, id: &str) -> InLayout {
        if self.anywhere.ids.iter().any(|own| own == id) {
            return InLayout::Yes;
        }
        let mut found = InLayout::No;
        let mut name = name_of(data);
        for _ in 0..DEEPEST {
            let Some(layout) = name.as_ref().and_then(|name| self.layouts.get(name)) else { break };
            if layout.ids.iter().any(|own| own == id) {
                return InLayout::Yes;
            }
            // `id="author-{{ name }}"`; nothing is known of `id="{{ name }}"`.
            let mut ids = layout.ids.iter().filter_map(|own| before_template(own));
            let mut fragments = layout.fragments.iter();
            // `href="#{{ name }}"` is a heading's, unless the layout has an id of that form too.
            let has_any = layout.ids.iter().any(|own| before_template(own) == Some(""));
            let may_be_linked = |own: &String| match before_template(own) {
                Some(start) => id.starts_with(start) && (has_any || !start.is_empty()),
                None => own == id,
            };
            if ids.any(|start| !start.is_empty() && id.starts_with(start)) || fragments.any(may_be_linked) {
                found = InLayout::Perhaps;
            }
            name.clone_from(&layout.parent);
        }
        found
    }
}

impl Layouts {
    /// The links in values of a page's front matter that the layouts around it turn from Markdown into HTML.
    /// `own` is what the page itself has, `data` the same with the configuration's defaults.
    pub(crate) fn links_in_values(
        &self,
        data: &Map,
        own: &Map,
        source: &str,
        options: &Options,
    ) -> Vec<Link> {
        let mut links = Vec::new();
        let mut name = name_of(data);
        for _ in 0..DEEPEST {
            let Some(layout) = name.as_ref().and_then(|name| self.layouts.get(name)) else { break };
            layout.markdownified.links(own, source, options, &mut links);
            name.clone_from(&layout.parent);
        }
        // A layout and the one around it may show the same.
        links.sort_by_key(|link| link.span);
        links.dedup_by_key(|link| link.span);
        links
    }

    /// The `href` of `<base>` in the layouts around a page, as it is written: its relative links start there.
    pub(crate) fn base(&self, data: &Map) -> Option<&str> {
        self.around_page(data).find_map(|layout| layout.base.as_deref())
    }

    /// Whether a template that may or may not be around a page has a `<base>`.
    pub(crate) fn may_have_base(&self, data: &Map) -> bool {
        self.anywhere.base.is_some() && self.base(data).is_none()
    }

    /// Whether a script in the layouts around a page gives ids to headings.
    pub(crate) fn have_ids_of_scripts(&self, data: &Map) -> bool {
        self.around_page(data).any(|layout| layout.has_ids_of_scripts)
    }

    /// The layouts around a page that are among the site's own, from the inside.
    fn around_page(&self, data: &Map) -> impl Iterator<Item = &Layout> {
        name_of(data).into_iter().flat_map(|name| self.around(&name))
    }

    /// Whether one of the layouts around a page is not among the site's own.
    pub(crate) fn are_elsewhere(&self, data: &Map) -> bool {
        let mut name = name_of(data);
        for _ in 0..DEEPEST {
            let Some(next) = &name else { return false };
            let Some(layout) = self.layouts.get(next) else { return true };
            name.clone_from(&layout.parent);
        }
        false
    }

    /// Whether the layouts around a page are all known, and show its title in a heading of a lower level than the first, which
    /// none of them has.
    pub(crate) fn show_title_lower(&self, data: &Map) -> bool {
        self.without_heading(data).is_some_and(|shows_title_lower| shows_title_lower)
    }

    /// Whether the layouts around a page are all known, and none has a heading of the first level that may be its title.
    pub(crate) fn lack_heading(&self, data: &Map) -> bool {
        self.without_heading(data).is_some()
    }

    /// Whether the layouts around a page show its title in a lower heading, where they are known and have none of the first
    /// level.
    fn without_heading(&self, data: &Map) -> Option<bool> {
        let mut shows = false;
        let mut name = name_of(data);
        for _ in 0..DEEPEST {
            let Some(next) = &name else { return Some(shows) };
            let layout = self.layouts.get(next).filter(|layout| !layout.has_heading)?;
            shows |= layout.has_lower_title;
            name.clone_from(&layout.parent);
        }
        None
    }
}

/// The ids in the templates of these folders.
fn anywhere(folders: &[String], includes: &Includes<'_>, tree: &dyn Tree) -> Layout {
    let is_template = |path: &&String| {
        let endings = [".html", ".njk", ".liquid", ".astro", ".webc", ".hbs", ".jsx", ".tsx"];
        endings.iter().any(|ending| path.ends_with(ending))
    };
    let mut all = Layout::default();
    for folder in folders {
        let paths = tree.list(folder, &|_| true).unwrap_or_default().files;
        for path in paths.iter().filter(is_template) {
            if let Some(text) = tree.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
                all.collect(includes, &text);
            }
        }
    }
    all
}

fn name_of(data: &Map) -> Option<String> {
    data.get("layout")?.as_str().map(str::to_owned)
}

/// What an attribute's value begins with before the first template in it.
fn before_template(value: &str) -> Option<&str> {
    Construct::next(value, 0).and_then(|template| value.get(..template.span.start))
}

impl Layout {
    /// Adds the ids and fragments of a template, and of the files that it includes by name, each once and in their order.
    fn collect(&mut self, includes: &Includes<'_>, text: &str) {
        self.add(text);
        for (name, text) in includes.within(text) {
            self.add(text);
            self.includes.insert(name.to_owned());
        }
    }

    /// Adds the ids and fragments of a template alone.
    fn add(&mut self, text: &str) {
        self.ids.extend(["id=", "name="].iter().flat_map(|mark| values(text, mark)).map(str::to_owned));
        self.has_heading |= has_heading(text);
        self.has_lower_title |= has_lower_title(text);
        self.markdownified.collect(text);
        self.base = self.base.take().or_else(|| base_href(text));
        self.has_ids_of_scripts |= gives_ids(text);
        let fragments = values(text, "href=").filter_map(|href| href.strip_prefix('#'));
        self.fragments.extend(fragments.filter(|fragment| !fragment.is_empty()).map(str::to_owned));
    }
}

/// Whether a script in a template writes ids of headings: by itself, or by jquery.tocify, whose ids are the headings' words.
fn gives_ids(text: &str) -> bool {
    const MARKS: [&str; 7] = [
        ".tocify(",
        ".attr('id',",
        ".attr(\"id\",",
        "setAttribute('id',",
        "setAttribute(\"id\",",
        "heading.id =",
        "header.id =",
    ];
    let mut scripts =
        text.split("<script").skip(1).map(|script| script.split("</script").next().unwrap_or(""));
    scripts.any(|script| MARKS.iter().any(|mark| script.contains(mark)))
}

/// Whether a template has a heading of the first level that may be a page's title. Fixed words, and the site's own name or
/// logo, are on every page.
fn has_heading(text: &str) -> bool {
    /// Tags that print nothing themselves.
    const SILENT: [&str; 15] = [
        "if",
        "elsif",
        "else",
        "endif",
        "unless",
        "endunless",
        "for",
        "endfor",
        "case",
        "when",
        "endcase",
        "assign",
        "capture",
        "endcapture",
        "break",
    ];
    let mut rest = text.split("<h1").skip(1).peekable();
    while let Some(heading) = rest.next() {
        if !heading.starts_with([' ', '\t', '\r', '\n', '>']) {
            continue;
        }
        let heading = match heading.split_once("</h1") {
            Some((heading, _)) => heading,
            // Another template ends it.
            None if rest.peek().is_none() => return true,
            None => heading,
        };
        let has_title = constructs(heading).any(|it| match it.is_tag {
            true => !SILENT.contains(&it.name),
            false => may_be_title(it.markup) && !is_in_tag(heading.part(..it.span.start)),
        });
        if has_title {
            return true;
        }
    }
    false
}

/// Whether a place is inside a tag, as an attribute is, after this much of an element from the name in its start tag on.
fn is_in_tag(before: &str) -> bool {
    let close = before.rfind('>');
    close.is_none_or(|close| before.part(close..).contains('<'))
}

/// Whether an output may be the title of a page: a value of the page, a title, or a variable of its own.
fn may_be_title(output: &str) -> bool {
    let value = output.up_to(['|', '[']).trim().trim_start_matches('.').to_ascii_lowercase();
    match value.split_once('.') {
        Some(("page" | "include" | "article" | "section" | "post" | "entry" | "layout", _)) | None => true,
        Some(("site" | "config", _)) => false,
        Some((_, rest)) => rest.contains("title") || rest.contains("heading"),
    }
}

/// Whether a template has a heading of the second level or a lower one with the title of a page: `<h3>{{ page.title }}</h3>`.
fn has_lower_title(text: &str) -> bool {
    const LONGEST: usize = 400;
    let levels = text
        .match_indices("<h")
        .filter(|(at, _)| matches!(text.as_bytes().get(at + 2..), Some([b'2'..=b'6', b' ' | b'>', ..])));
    levels.into_iter().any(|(at, _)| {
        let heading = text.part(at..).split("</h").next().unwrap_or("");
        // A list of posts shows their titles so too.
        let outputs = ["{{ page.title", "{{page.title", "{{ include.post.title", "{{ include.title"];
        heading.len() <= LONGEST && outputs.iter().any(|output| heading.contains(output))
    })
}

/// The values of an attribute, in quotes or without, which its name and the sign after that begin.
fn values<'t>(text: &'t str, mark: &'t str) -> impl Iterator<Item = &'t str> {
    text.match_indices(mark).filter_map(move |(at, _)| {
        let is_attribute = text.get(..at)?.ends_with(|c: char| c.is_ascii_whitespace());
        let value = text.get(at + mark.len()..)?;
        if !is_attribute {
            return None;
        }
        let Some(rest) = value.strip_prefix(['"', '\'']) else {
            return value
                .split(|c: char| c.is_ascii_whitespace() || c == '>')
                .next()
                .filter(|id| !id.is_empty());
        };
        rest.get(..rest.find(value.get(..1)?)?)
    })
}

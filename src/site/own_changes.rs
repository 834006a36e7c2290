//! What a site's own plugins do to the text of its files, as far as their source shows.

use std::collections::BTreeSet;

use crate::markup::liquid::Content;
use crate::site::plugin_source::literals;
use crate::text::pieces::{Part as _, Pieces as _};

/// Changes that a site's own plugins make, of which its files show nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnChanges {
    /// Whether they write ids into the text or its HTML, other than those of headings.
    pub ids: bool,
    /// Whether they change the first lines of code fences.
    pub fences: bool,
    /// Whether they replace links to source files, as jekyll-relative-links does.
    pub relative_links: bool,
    /// The placeholders of permalinks that they define, `number` for `:number`: keys of front matter as a rule.
    pub placeholders: Vec<String>,
    /// The placeholders that they fill in `redirect_from`.
    pub of_redirects: Vec<String>,
    /// The tags of theirs that print no ids.
    pub plain_tags: Vec<String>,
    /// The filters of theirs that print no ids.
    pub plain_filters: Vec<String>,
    /// Whether they may give templates more variables.
    pub variables: bool,
    /// Whether they have a tag `gist` of their own.
    pub gists: bool,
    /// Values that they give pages or documents, which replace those of front matter: `relative` for `page.relative`.
    pub keys: BTreeSet<(Content, String)>,
    /// Files that they put after the text of each, by the names that they have in the plugins.
    pub added_files: Vec<String>,
    /// The definitions of links in those files, a line each.
    pub added_definitions: String,
}

/// What is run on each file.
const RUNS: [&str; 4] = ["Hooks.register", "< Converter", "Jekyll::Converter", "Converters::Markdown"];
/// A program that computes content anew.
const WRITES: [&str; 8] =
    ["content =", "output =", "content.gsub", "output.gsub", "content.sub", ".gsub!", ".sub!", "def convert"];
/// What an id begins with: an attribute, or a list of kramdown's.
const IDS: [&str; 6] = [" id=", "id=\\\"", "{:#", "{: #", "[\"id\"]", "['id']"];
/// What shows that headings are looked for, whose ids are known.
const HEADINGS: [&str; 7] = ["<h\\d", "<h[", "<h(", "<h#", "<h1", "<h2", "'h2"];

impl OwnChanges {
    /// What the sources of plugins show.
    #[must_use]
    pub fn new<'p>(sources: impl IntoIterator<Item = &'p str>) -> Self {
        let mut changes = Self::default();
        let sources: Vec<&str> = sources.into_iter().collect();
        let one_prints_ids = sources.iter().any(|source| prints_ids(source));
        let defined: BTreeSet<&str> = sources.iter().flat_map(|source| classes(source)).collect();
        for source in sources {
            let has = |marks: &[&str]| marks.iter().any(|mark| source.contains(mark));
            if has(&RUNS) && has(&WRITES) {
                changes.ids |= has(&IDS) && !has(&HEADINGS);
                changes.fences |= has(&["```", "~~~"]);
            }
            if has(&RUNS) {
                changes.added_files.extend(added_files(source).map(str::to_owned));
            }
            let is_plain = || {
                !prints_ids(source)
                    && (!takes_from_others(source)
                        || !one_prints_ids
                            && parents(source).all(|parent| defined.contains(parent.after_last(':'))))
            };
            changes.variables |=
                ["payload", "environments", "assigns"].iter().any(|mark| source.contains(mark));
            changes.gists |= registered_tags(source).any(|tag| tag == "gist");
            if source.contains("register_filter") && is_plain() {
                changes.plain_filters.extend(methods(source).map(|method| name(method).to_owned()));
            }
            let assigned = assigned_keys(source)
                .flat_map(|key| [Content::Page, Content::Document].map(|content| (content, key)));
            let keys = keys_of_drops(source).chain(assigned);
            changes.keys.extend(keys.map(|(content, key)| (content, key.to_owned())));
            if source.contains("register_tag") && is_plain() {
                changes.plain_tags.extend(registered_tags(source).map(str::to_owned));
            }
            changes.relative_links |= has(&["relative_links", "RelativeLinks"]);
            if source.contains("UrlDrop") {
                changes.placeholders.extend(methods(source).map(|method| name(method).to_owned()));
            }
            if source.contains("redirect_from") {
                let literals = ["\":", "':"].iter().flat_map(|quote| source.split(quote).skip(1));
                changes.of_redirects.extend(literals.map(|literal| name(literal).to_owned()));
            }
        }
        changes
    }

    /// Reads the files that plugins put after the text of each.
    pub(super) fn read_added(&mut self, read: impl Fn(&str) -> Option<String>) {
        for text in self.added_files.iter().filter_map(|name| read(name)) {
            for line in definitions(&text) {
                self.added_definitions.push_str(line);
                self.added_definitions.push('\n');
            }
        }
    }
}

/// The definitions of methods, without `def`.
fn methods(source: &str) -> impl Iterator<Item = &str> {
    source.lines().filter_map(|line| line.trim_start().strip_prefix("def "))
}

/// The files that a plugin reads and puts after the text of another.
fn added_files(source: &str) -> impl Iterator<Item = &str> {
    const READS: [&str; 2] = ["File.read", "IO.read"];
    const ADDS: [&str; 4] = ["content +=", "content <<", "content.concat", "content.<<"];
    // `doc.content = doc.content + …`
    let is_added = |sum: &str| {
        sum.split_once(" +").is_some_and(|(first, _)| first.rsplit('.').next() == Some("content"))
    };
    let sums = || source.split("content = ").skip(1).any(is_added);
    let has = |marks: &[&str]| marks.iter().any(|mark| source.contains(mark));
    let found = if has(&READS) && (has(&ADDS) || sums()) { literals(source) } else { Vec::new() };
    found.into_iter().filter(|literal| [".md", ".markdown"].iter().any(|ending| literal.ends_with(ending)))
}

/// The lines of a file that define what a link by reference leads to.
fn definitions(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim_end).filter(|line| {
        let label = line.strip_prefix('[').filter(|label| !label.starts_with('^'));
        label.and_then(|label| label.split_once("]:")).is_some_and(|(label, _)| !label.contains(']'))
    })
}

/// The values that a plugin adds to those that templates get of a page: `to_liquid(ATTRIBUTES_FOR_LIQUID + %w[relative])`.
fn keys_of_drops(source: &str) -> impl Iterator<Item = (Content, &str)> {
    const FAR: usize = 200;
    let places = ["to_liquid", "ATTRIBUTES_FOR_LIQUID"].iter().flat_map(|name| source.match_indices(name));
    let classes = reopened(source);
    places.flat_map(move |(at, name)| {
        let rest = source.part(at + name.len()..);
        let near = rest.as_bytes().get(..FAR).unwrap_or(rest.as_bytes());
        let list = memchr::memmem::find(near, b"%w").map(|at| rest.part(at + 2..));
        let list = list.and_then(|list| list.strip_prefix(['[', '(', '{', '|']));
        let keys = list.map_or("", |list| list.up_to([']', ')', '}', '|'])).split_ascii_whitespace();
        let class = classes.partition_point(|(start, _)| *start < at).checked_sub(1);
        let content = class.and_then(|class| classes.get(class)).and_then(|(_, content)| *content);
        keys.flat_map(move |key| content.map(move |content| (content, key)))
    })
}

/// Where a plugin's source opens classes, and what they are. `Jekyll::Post` was one up to Jekyll 2.
fn reopened(source: &str) -> Vec<(usize, Option<Content>)> {
    let of_line = |(at, line): (usize, &str)| {
        let class = line.trim_start().strip_prefix("class ")?;
        let content = match class.trim_start().up_to([' ', '<', ';', '\n', '\r']).after_last(':') {
            "Page" | "Convertible" => Some(Content::Page),
            "Document" | "DocumentDrop" => Some(Content::Document),
            _ => None,
        };
        Some((at, content))
    };
    let mut start = 0;
    let lines = source.split_inclusive('\n').map(move |line| {
        let at = start;
        start += line.len();
        (at, line)
    });
    lines.filter_map(of_line).collect()
}

/// The values that a plugin sets in the front matter of documents that it was given: `document.data["status"] = …`. What it sets
/// of the pages that it makes is not among them.
fn assigned_keys(source: &str) -> impl Iterator<Item = &str> {
    /// What documents of the site are called, where a plugin makes pages too.
    const DOCUMENTS: [&str; 7] = ["d", "doc", "document", "entry", "item", "p", "post"];
    let makes_pages =
        ["Page.new", "PageWithoutAFile", "< Page", "< Jekyll::Page"].iter().any(|mark| source.contains(mark));
    let lines = source.lines().filter(|line| !line.trim_start().starts_with('#'));
    lines
        .flat_map(|line| line.match_indices(".data[").map(move |(at, mark)| (line, at, at + mark.len())))
        .filter_map(move |(line, at, key)| {
            let before = line.get(..at)?;
            let start = before.rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '@')));
            let receiver = before.get(start.map_or(0, |start| start + 1)..)?;
            let is_document = match makes_pages {
                true => DOCUMENTS.contains(&receiver),
                false => !matches!(receiver, "" | "self" | "site" | "@site"),
            };
            let quote = line.get(key..)?.strip_prefix(['"', '\''])?;
            let (key, after) = quote.split_once(['"', '\''])?;
            let after = after.strip_prefix(']')?.trim_start();
            let sets = ["||=", "<<", "+="].iter().any(|sign| after.starts_with(sign))
                || after.starts_with('=') && !after.starts_with("==") && !after.starts_with("=~");
            (is_document && sets).then_some(key)
        })
}

/// What shows that a tag may print ids: it writes them, or renders Markdown or another template.
const PRINTS_IDS: [&str; 13] = [
    "id=",
    " id:",
    "'id'",
    "\"id\"",
    "name=",
    "onverter",
    "convert(",
    "markdownify",
    "ramdown",
    "Include",
    "File.",
    "IO.",
    "Template.parse",
];

fn prints_ids(source: &str) -> bool {
    PRINTS_IDS.iter().any(|mark| source.contains(mark))
}

/// Classes that print nothing themselves.
const PLAIN_PARENTS: [&str; 7] =
    ["Liquid::Tag", "Liquid::Block", "Jekyll::Generator", "Generator", "StandardError", "Struct", "Object"];

/// The classes that a plugin's own have as parents, but for those that print nothing.
fn parents(source: &str) -> impl Iterator<Item = &str> {
    source.lines().filter_map(|line| {
        let (_, parent) = line.trim_start().strip_prefix("class ")?.split_once('<')?;
        let parent = parent.trim_start_matches([' ', ':']);
        let end = parent.find(|c: char| !(c.is_alphanumeric() || matches!(c, ':' | '_')));
        let parent = parent.part(..end.unwrap_or(parent.len()));
        // `class << self` has none.
        (!parent.is_empty() && !PLAIN_PARENTS.contains(&parent)).then_some(parent)
    })
}

/// Returns whether the tags of a plugin print what other files define: they have parents or modules of their own, or are defined
/// there.
fn takes_from_others(source: &str) -> bool {
    let takes_module = |line: &str| {
        ["include ", "extend ", "prepend "].iter().any(|word| line.trim_start().starts_with(word))
    };
    !source.contains("class ") || parents(source).next().is_some() || source.lines().any(takes_module)
}

/// The names of the classes that a plugin defines, without those of the modules that they are in.
fn classes(source: &str) -> impl Iterator<Item = &str> {
    source.lines().filter_map(|line| {
        let defined = line.trim_start().strip_prefix("class ")?.trim_start();
        let name = defined.up_to([' ', '<', ';', '(']).after_last(':');
        (!name.is_empty()).then_some(name)
    })
}

/// The names of the tags that a plugin registers: `register_tag('name', Tag)`.
fn registered_tags(source: &str) -> impl Iterator<Item = &str> {
    source.split("register_tag").skip(1).filter_map(|after| {
        let quoted = after.trim_start_matches(['(', ' ']).strip_prefix(['"', '\'', ':'])?;
        let length = quoted.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(quoted.len());
        quoted.get(..length).filter(|name| !name.is_empty())
    })
}

/// The name that a string begins with.
fn name(method: &str) -> &str {
    method.split(|c: char| !(c.is_ascii_lowercase() || c == '_')).next().unwrap_or("")
}

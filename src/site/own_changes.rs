//! What a site's own plugins do to the text of its files, as far as their source shows.

use std::collections::BTreeSet;

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
            let is_plain = || {
                !prints_ids(source)
                    && (!takes_from_others(source)
                        || !one_prints_ids
                            && parents(source).all(|parent| defined.contains(parent.after_last(':'))))
            };
            if source.contains("register_tag") && is_plain() {
                changes.plain_tags.extend(registered_tags(source).map(str::to_owned));
            }
            changes.relative_links |= has(&["relative_links", "RelativeLinks"]);
            if source.contains("UrlDrop") {
                let methods = source.lines().filter_map(|line| line.trim_start().strip_prefix("def "));
                changes.placeholders.extend(methods.map(|method| name(method).to_owned()));
            }
            if source.contains("redirect_from") {
                let literals = ["\":", "':"].iter().flat_map(|quote| source.split(quote).skip(1));
                changes.of_redirects.extend(literals.map(|literal| name(literal).to_owned()));
            }
        }
        changes
    }
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

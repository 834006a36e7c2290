//! Feed templates of the site's own, `layouts/**/rss.xml` and `list.atom.xml`: which feed each writes, and what is plain in it. They are not run.

use std::sync::{Arc, LazyLock};

use regex::{Captures, Regex};

use crate::markup::front_matter::{Map, Value};
use crate::site::OwnSource;
use crate::site::config::{Content, Summary};
use crate::site::conventions::hugo::values::{at, truth};
use crate::site::tree::Tree;

/// A template that writes feeds in the place of the built-in one.
#[derive(Clone, Debug)]
pub(super) struct Template {
    pub(super) path: String,
    pub(super) text: String,
    /// The partial templates that it calls by name.
    partials: String,
    /// What its feeds are: `rss` or `atom`.
    format: &'static str,
    /// The folder below the layouts: that of a section; empty for all.
    folder: String,
    /// The kind of page that its name names; empty for all.
    kind: String,
}

/// The kinds that a template's name may begin with, and the kinds of page that it is for.
const KINDS: &[(&str, &[&str])] = &[
    ("rss", &["home", "section", "taxonomy", "term"]),
    ("list", &["home", "section"]),
    ("index", &["home"]),
    ("home", &["home"]),
    ("section", &["section"]),
    ("taxonomy", &["taxonomy", "term"]),
    ("term", &["term"]),
    ("terms", &["taxonomy"]),
];

/// The templates of feeds below the folders of layouts, the site's own first.
pub(super) fn templates(tree: &dyn Tree, layouts: &[String], listed: &[String]) -> Vec<Template> {
    let mut found = Vec::new();
    for root in layouts {
        for path in listed {
            let Some(below) = path.strip_prefix(root.as_str()).and_then(|rest| rest.strip_prefix('/')) else {
                continue;
            };
            let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
            let parts: Vec<&str> = name.split('.').collect();
            let is_atom = parts.contains(&"atom");
            let is_feed = [".xml", ".atom.atom", ".rss.rss"].iter().any(|ending| name.ends_with(ending))
                && (is_atom || parts.contains(&"rss") || matches!(name, "section.xml" | "list.xml"));
            let kind = parts.first().copied().unwrap_or("");
            if !is_feed
                || !KINDS.iter().any(|(name, _)| *name == kind)
                || folder.starts_with("_partials")
                || folder.starts_with("partials")
            {
                continue;
            }
            let read = |path: &str| tree.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            let text = read(path).unwrap_or_default();
            let partials = PARTIAL.captures_iter(&text).filter_map(|found| {
                let name = found.name("name")?.as_str();
                let folders = ["_partials", "partials"];
                let paths = layouts.iter().flat_map(|root| folders.map(|it| format!("{root}/{it}/{name}")));
                paths.filter(|path| listed.contains(path)).find_map(|path| read(&path))
            });
            let partials = partials.collect();
            let folder = if folder == "_default" { String::new() } else { folder.to_lowercase() };
            let (path, kind) = (path.clone(), kind.to_owned());
            let format = if is_atom { "atom" } else { "rss" };
            found.push(Template { path, text, partials, format, folder, kind });
        }
    }
    found
}

impl Template {
    /// Whether it writes the feed of a format of a page of a kind in a section.
    fn is_for(&self, format: &str, kind: &str, section: &str) -> bool {
        let is_kind = KINDS.iter().any(|(name, kinds)| *name == self.kind && kinds.contains(&kind));
        let is_folder = self.folder.is_empty()
            || self.folder == section.split('/').next().unwrap_or("") && kind != "home"
            || self.folder == kind;
        self.format == format && is_kind && is_folder
    }

    /// What it shows of each page, where that is plain; `site` is the configuration.
    pub(super) fn content(&self, site: &Map) -> Option<Content> {
        let has = |name: &str| self.text.contains(name);
        if self.shows_content(site) {
            Some(Content::Full)
        } else if has(".Summary") || has(".Description") {
            Some(Content::Summary)
        } else {
            None
        }
    }

    /// Whether it shows whole content: parameters of the site may turn that off.
    fn shows_content(&self, site: &Map) -> bool {
        let mut open: Vec<&str> = Vec::new();
        for action in actions(&self.text) {
            let word = action.split_whitespace().next().unwrap_or("");
            match word {
                "if" | "with" | "range" | "block" | "define" => open.push(action),
                "else" => {
                    open.pop();
                    open.push("");
                }
                "end" => {
                    open.pop();
                }
                _ => {}
            }
            if has_word(action, ".Content") && open.iter().all(|condition| may_hold(condition, site)) {
                return true;
            }
        }
        false
    }

    /// Whether its feeds have a page: it may leave out layouts, or pages with a parameter; and that of the home page all
    /// sections but some.
    pub(super) fn takes(&self, kind: &str, page: &Candidate<'_>) -> bool {
        let is_hidden = LAYOUT
            .captures_iter(&self.text)
            .any(|found| page.layout == found.name("name").map(|it| it.as_str()))
            || PARAMETER.captures_iter(&self.text).any(|found| {
                let name = found.name("name").map_or("", |name| name.as_str()).to_lowercase();
                [format!("params.{name}"), name].iter().any(|key| truth(page.data, key) == Some(true))
            });
        let asked = SECTION.captures(&self.text).or_else(|| SECTION.captures(&self.partials));
        let is_main = || page.main_sections.iter().any(|section| section == page.section);
        let is_in_section = asked.is_none_or(|found| match (found.name("name"), found.name("variable")) {
            (Some(name), _) => name.as_str() == page.section,
            (None, Some(variable)) => !self.is_of_main_sections(variable.as_str()) || is_main(),
            (None, None) => is_main(),
        });
        !is_hidden && (kind != "home" || is_in_section)
    }

    /// Whether a variable is set to the main sections.
    fn is_of_main_sections(&self, variable: &str) -> bool {
        let mut set = actions(&self.text).chain(actions(&self.partials)).filter_map(|action| {
            let value = action.strip_prefix(variable)?.trim_start();
            value.strip_prefix(":=").or_else(|| value.strip_prefix('='))
        });
        set.any(|value| value.contains("mainSections"))
    }

    /// How it shows summaries beside whole content, where it does.
    pub(super) fn summary(&self, site: &Map) -> Option<Summary> {
        let has_both = self.text.contains("content:encoded") && self.shows_content(site);
        (has_both && self.text.contains(".Summary")).then_some(Summary::Html)
    }

    /// Whether what a page's front matter describes it by takes the place of its summary.
    pub(super) fn shows_descriptions(&self) -> bool {
        let place = |name: &str| self.text.find(name);
        place(".Description").is_some_and(|description| place(".Summary").is_none_or(|it| description < it))
    }

    /// The template as a file of the site's own.
    pub(super) fn source(&self) -> OwnSource {
        OwnSource { path: Arc::from(self.path.as_str()), text: self.text.clone() }
    }
}

/// A page as conditions of templates see it.
pub(super) struct Candidate<'p> {
    pub(super) data: &'p Map,
    pub(super) layout: Option<&'p str>,
    /// Its type: the first folder, where front matter names none.
    pub(super) section: &'p str,
    /// The sections that the site names as its main ones.
    pub(super) main_sections: &'p [String],
}

/// A pattern; nothing for one that is invalid, which a test rules out.
struct Pattern(LazyLock<Option<Regex>>);

impl Pattern {
    fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.0.as_ref()?.captures(text)
    }

    fn captures_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
        self.0.iter().flat_map(move |pattern| pattern.captures_iter(text))
    }
}

static LAYOUT: Pattern =
    Pattern(LazyLock::new(|| Regex::new("ne \\$?\\.Layout [\"`](?<name>[^\"`]+)[\"`]").ok()));
static PARAMETER: Pattern =
    Pattern(LazyLock::new(|| Regex::new("\"\\.?Params\\.(?<name>\\w+)\" +\"(?:!=|ne)\" +true").ok()));
static SECTION: Pattern = Pattern(LazyLock::new(|| {
    let named = "(?:\"(?:=|==|eq)\" +)?\"(?<name>[\\w-]+)\"";
    let main = "\"in\" +\\(?[$.\\w]*mainSections";
    let variable = "\"in\" +(?<variable>\\$\\w+)";
    Regex::new(&format!("\"\\.?(?:Type|Section)\" +(?:{main}|{variable}|{named})")).ok()
}));
static PARTIAL: Pattern =
    Pattern(LazyLock::new(|| Regex::new("partial(?:Cached)? +[\"`](?<name>[^\"`]+\\.html)[\"`]").ok()));

/// What is between the braces of a template.
fn actions(text: &str) -> impl Iterator<Item = &str> {
    text.split("{{")
        .skip(1)
        .filter_map(|part| part.split_once("}}"))
        .map(|(action, _)| action.trim_start_matches('-').trim_end_matches('-').trim())
}

/// Whether a name is in an action, and not as the beginning of another.
fn has_word(action: &str, name: &str) -> bool {
    action.match_indices(name).any(|(at, _)| {
        !action.get(at + name.len()..).is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()))
    })
}

/// Whether a condition may hold: it does not where it asks for a parameter that the site has not set.
fn may_hold(condition: &str, site: &Map) -> bool {
    let words = condition.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')'));
    let mut names = words.filter_map(|word| {
        let start = word.trim_start_matches(['.', '$']);
        start.strip_prefix("site.Params.").or_else(|| start.strip_prefix("Site.Params."))
    });
    condition.contains("not ")
        || condition.contains("default")
        || names.all(|name| match at(site, &format!("params.{}", name.to_lowercase())) {
            None | Some(Value::Bool(false)) => condition.contains("or "),
            Some(_) => true,
        })
}

/// The template that writes the feed of a page: one of its section, of its kind, or any.
pub(super) fn template_of<'t>(
    templates: &'t [Template],
    format: &str,
    (kind, section): (&str, &str),
) -> Option<&'t Template> {
    let all = || templates.iter().filter(|template| template.is_for(format, kind, section));
    all()
        .find(|template| !template.folder.is_empty())
        .or_else(|| all().find(|template| !matches!(template.kind.as_str(), "rss" | "list")))
        .or_else(|| all().find(|template| template.kind == "list"))
        .or_else(|| all().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::tree::MemoryTree;

    #[test]
    fn the_most_special_template_writes_a_feed() {
        let names = [
            "layouts/rss.xml",
            "layouts/posts/rss.xml",
            "layouts/home.rss.xml",
            "layouts/sitemap.xml",
            "layouts/_default/term.rss.xml",
        ];
        let tree = MemoryTree::new(names.map(|name| (name, "{{ .Content }}")));
        let listed = names.map(str::to_owned);
        let templates = templates(&tree, &["layouts".to_owned()], &listed);
        let path = |kind: &str, section: &str| {
            template_of(&templates, "rss", (kind, section)).map(|it| it.path.as_str())
        };
        assert_eq!(path("home", ""), Some("layouts/home.rss.xml"));
        assert_eq!(path("section", "posts/sub"), Some("layouts/posts/rss.xml"));
        assert_eq!(path("section", "notes"), Some("layouts/rss.xml"));
        assert_eq!(path("term", "tags"), Some("layouts/_default/term.rss.xml"));
        assert_eq!(path("taxonomy", "tags"), Some("layouts/rss.xml"));
    }

    fn template(text: &str) -> Template {
        Template {
            path: "rss.xml".to_owned(),
            text: text.to_owned(),
            partials: String::new(),
            format: "rss",
            folder: String::new(),
            kind: "rss".to_owned(),
        }
    }

    #[test]
    fn plain_facts_of_a_template_are_read() {
        let mut site = Map::default();
        let switched = template(
            "{{ range $pages }}{{ with .Description }}{{ . }}{{ else }}{{ .Summary }}{{ end }}{{- if and site.Params.Full .Content -}}<content:encoded>{{ .Content }}{{ end }}",
        );
        assert_eq!((switched.content(&site), switched.summary(&site)), (Some(Content::Summary), None));
        let full = crate::markup::front_matter::yaml::parse("params: {full: true}", 0).0.value;
        site = full.as_map().unwrap().clone();
        assert_eq!(
            (switched.content(&site), switched.summary(&site)),
            (Some(Content::Full), Some(Summary::Html))
        );
        assert!(switched.shows_descriptions());
        let plain = template(
            "{{ if not .Site.Params.short }}{{ .Content | html }}{{ else }}{{ .ContentWithoutSummary }}{{ end }}",
        );
        assert_eq!((plain.content(&site), plain.summary(&site)), (Some(Content::Full), None));
        for text in ["{{ end }}{{ else }}{{ .Content", "{{ if", "}} {{ if .Site.Params. }}{{ .Content }}"] {
            let _ = template(text).content(&site);
        }
    }

    #[test]
    fn templates_may_leave_pages_out() {
        let data = crate::markup::front_matter::yaml::parse("params: {hiddenfromfeed: true}", 0).0.value;
        let (hidden, empty) = (data.as_map().unwrap().clone(), Map::default());
        let main = ["posts".to_owned()];
        let takes = |text: &str, kind: &str, data: &Map, layout: Option<&str>, section: &str| {
            template(text).takes(kind, &Candidate { data, layout, section, main_sections: &main })
        };
        let layouts = "{{ if and (ne .Layout `search`) (ne .Layout \"archives\") }}";
        assert!(!takes(layouts, "section", &empty, Some("search"), "x"));
        assert!(takes(layouts, "section", &empty, Some("other"), "x"));
        let parameter = "{{ $pages = where $pages \"Params.hiddenFromFeed\" \"!=\" true }}";
        assert!(!takes(parameter, "home", &hidden, None, "x") && takes(parameter, "home", &empty, None, "x"));
        for sections in [
            "{{ where .Site.RegularPages \"Type\" \"in\" site.Params.mainSections }}",
            "{{ where .Site.RegularPages \"Section\" \"posts\" }}",
            "{{ where site.RegularPages \"Type\" \"==\" \"posts\" }}",
            "{{ $shown := site.Params.shown | default site.Params.mainSections }}{{ where site.RegularPages \"Type\" \"in\" $shown }}",
        ] {
            assert!(
                takes(sections, "home", &empty, None, "posts") && !takes(sections, "home", &empty, None, "x")
            );
            assert!(takes(sections, "section", &empty, None, "x"), "{sections}");
        }
        for pattern in [&LAYOUT, &PARAMETER, &SECTION, &PARTIAL] {
            assert!(pattern.0.is_some());
        }
    }
}

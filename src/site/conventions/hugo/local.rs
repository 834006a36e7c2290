//! The configuration as one language sees it: keys that the language sets take the place of the site's.
//!
//! Source: observed on Hugo 0.168; of mappings `params` alone are merged.

use chrono_tz::Tz;

use crate::markup::front_matter::{Map, Node, Value};
use crate::site::conventions::hugo::dates::DateKeys;
use crate::site::conventions::hugo::paths::PathStyle;
use crate::site::conventions::hugo::permalinks::Permalinks;
use crate::site::conventions::hugo::values::{at, list, number, table, text, truth};
use crate::site::post::Person;
use crate::text::date;

/// The configuration of a language.
#[derive(Clone, Debug)]
pub(super) struct Local {
    /// All of it, keys in lower case.
    pub(super) data: Map,
    pub(super) title: Option<String>,
    pub(super) copyright: Option<String>,
    /// `params.author` with a name and a mail address.
    pub(super) author: Option<Person>,
    pub(super) zone: Tz,
    /// The number of items of a feed, 0 for all.
    pub(super) limit: usize,
    pub(super) permalinks: Permalinks,
    pub(super) style: PathStyle,
    /// What date keys each date is taken from, `date` first.
    pub(super) dates: DateKeys,
}

impl Local {
    /// What a site's configuration comes to in a language that sets these keys.
    ///
    /// # Errors
    /// When the time zone is not known.
    pub(super) fn new(site: &Map, own: &Map) -> Result<Self, String> {
        let data = merged(site, own);
        let zone = match text(&data, "timezone") {
            None => Tz::UTC,
            Some(name) => date::zone(&name).map_err(|error| error.to_string())?,
        };
        Ok(Self {
            title: text(&data, "title"),
            copyright: text(&data, "copyright"),
            author: author(&data),
            zone,
            // `rssLimit` is what older sites have.
            limit: number(&data, "services.rss.limit").or_else(|| number(&data, "rsslimit")).unwrap_or(0),
            permalinks: Permalinks::new(&data),
            style: PathStyle {
                keeps_case: truth(&data, "disablepathtolower") == Some(true),
                without_accents: truth(&data, "removepathaccents") == Some(true),
            },
            dates: DateKeys::new(&data),
            data,
        })
    }

    /// Whether pages of a kind are written: `home`, `section`, `taxonomy`, `term`.
    pub(super) fn has_kind(&self, kind: &str) -> bool {
        !list(&self.data, "disablekinds").iter().any(|disabled| {
            let disabled = disabled.to_lowercase();
            disabled == kind || disabled == "taxonomyterm" && kind == "taxonomy"
        })
    }

    /// Whether the pages of a kind have feeds; `own` are the outputs that a page's front matter names.
    pub(super) fn has_feed(&self, kind: &str, own: Option<&Value>) -> bool {
        self.has_kind("rss") && self.names_output("rss", kind, own).unwrap_or(self.has_kind(kind))
    }

    /// The same for feeds of an output format that the site calls `atom`.
    pub(super) fn has_atom(&self, kind: &str, own: Option<&Value>) -> bool {
        table(&self.data, "outputformats.atom").is_some()
            && self.names_output("atom", kind, own) == Some(true)
    }

    /// Whether an output format is among those of a kind of page; nothing where none are named.
    fn names_output(&self, format: &str, kind: &str, own: Option<&Value>) -> Option<bool> {
        let is_it = |value: &Value| value.to_ruby_string().eq_ignore_ascii_case(format);
        let of_kind = at(&self.data, &format!("outputs.{kind}"));
        let named = own.or(of_kind)?;
        let has_it = match named {
            Value::List(list) => list.iter().any(|node| is_it(&node.value)),
            one => is_it(one),
        };
        Some(has_it && self.has_kind(kind))
    }

    /// The name of the file of a feed of a format.
    pub(super) fn feed_name(&self, format: &str) -> String {
        let set = |key: &str| text(&self.data, &format!("outputformats.{format}.{key}"));
        let name = set("basename").unwrap_or_else(|| "index".to_owned());
        let folder = set("path").map_or_else(String::new, |path| format!("{}/", path.trim_matches('/')));
        format!("{folder}{name}.{}", self.suffix(format))
    }

    /// The ending of such a file: the first of the format's media type. Hugo's own format `rss` keeps its ending unless the site
    /// sets its media type.
    fn suffix(&self, format: &str) -> String {
        let own =
            text(&self.data, &format!("outputformats.{format}.mediatype")).map(|own| own.to_lowercase());
        let media_type = own.or_else(|| (format != "rss").then(|| format!("application/{format}+xml")));
        let types = table(&self.data, "mediatypes");
        let known = types.and_then(|types| types.get(&media_type?)?.value.as_map());
        let suffixes = known.map(|known| list(known, "suffixes")).unwrap_or_default();
        suffixes.into_iter().next().unwrap_or_else(|| "xml".to_owned())
    }

    /// Adds parameters of themes where there are none of the site's own.
    pub(super) fn put_below(&mut self, params: &Map) {
        let mut all = params.clone();
        all.merge(table(&self.data, "params").unwrap_or(&Map::default()));
        self.data.insert("params", Node::unwritten(Value::Map(all)));
    }

    /// A switch at the top of the configuration.
    pub(super) fn switch(&self, key: &str, default: bool) -> bool {
        truth(&self.data, key).unwrap_or(default)
    }

    /// How many words a summary has at least.
    pub(super) fn summary_length(&self) -> usize {
        number(&self.data, "summarylength").filter(|length| *length > 0).unwrap_or(70)
    }
}

/// The keys of a site with those of a language in their place.
fn merged(site: &Map, own: &Map) -> Map {
    let mut data = site.clone();
    for entry in own {
        if entry.key == "params"
            && let (Some(theirs), Value::Map(ours)) = (table(site, "params"), &entry.value.value)
        {
            let mut params = theirs.clone();
            params.merge(ours);
            data.insert("params", Node::unwritten(Value::Map(params)));
        } else {
            data.set(entry.clone());
        }
    }
    data
}

/// The author that the parameters name.
fn author(data: &Map) -> Option<Person> {
    let email = text(data, "params.author.email")?;
    let name = text(data, "params.author.name").unwrap_or_else(|| email.clone());
    Some(Person { name, email: Some(email), uri: None })
}

//! What templates see of their page, and of the files beside it and below `assets`.

use std::ops::Bound;

use crate::markup::markdown::HeadingIds;
use crate::site::conventions::globs::Glob;
use crate::site::conventions::hugo::references::ASSETS;
use crate::site::conventions::hugo::shortcodes::scope::Scope;
use crate::site::conventions::hugo::shortcodes::value::ShortcodeValue;
use crate::site::conventions::hugo::values::text;

impl Scope<'_> {
    /// A field of the page; nothing for one that is not known.
    pub(super) fn of_page(&self, names: &[&str]) -> Option<ShortcodeValue> {
        let string = |text: &str| Some(ShortcodeValue::Text(text.to_owned()));
        let below = self.references.below(&self.post.path);
        let (folder, file) = below.rsplit_once('/').unwrap_or(("", below.as_str()));
        let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
        let is_language = |suffix: &str| self.references.languages.iter().any(|key| key == suffix);
        let base = stem.rsplit_once('.').filter(|(_, suffix)| is_language(suffix)).map_or(stem, |it| it.0);
        match names {
            ["Title"] => string(&self.post.title),
            ["LinkTitle"] => {
                string(&text(&self.post.data, "linktitle").unwrap_or_else(|| self.post.title.clone()))
            }
            ["Description"] => ShortcodeValue::of(self.own("description")),
            ["Slug"] => string(&self.post.slug),
            ["Section"] => string(folder.split('/').next().unwrap_or("")),
            ["Type"] => {
                let section = folder.split('/').next().filter(|section| !section.is_empty());
                string(&text(&self.post.data, "type").unwrap_or_else(|| section.unwrap_or("page").to_owned()))
            }
            ["Kind"] => string("page"),
            ["IsPage"] => Some(ShortcodeValue::Truth(true)),
            ["IsHome" | "IsSection" | "IsNode"] => Some(ShortcodeValue::Truth(false)),
            ["Draft"] => Some(ShortcodeValue::Truth(self.post.draft)),
            ["Lang"] | ["Language", "Lang" | "Name"] => string(self.language()?),
            ["File", "Path"] => string(&below),
            ["File", "Dir"] if folder.is_empty() => string(""),
            ["File", "Dir"] => string(&format!("{folder}/")),
            ["File", "LogicalName"] => string(file),
            ["File", "BaseFileName"] => string(stem),
            ["File", "TranslationBaseName"] => string(base),
            ["File", "ContentBaseName"] if base == "index" => string(folder.rsplit('/').next().unwrap_or("")),
            ["File", "ContentBaseName"] => string(base),
            ["File", "Ext"] => string(ending),
            _ => None,
        }
    }

    /// The id that a heading of this text has.
    pub(super) fn anchor(&self, text: &str) -> String {
        HeadingIds::default().of_heading(text, self.markdown).unwrap_or_default()
    }

    /// What a method of the files beside the page returns.
    pub(super) fn resources(&self, method: &str, arguments: &[ShortcodeValue]) -> Option<ShortcodeValue> {
        let pattern = arguments.first()?.text();
        let pattern = pattern.trim_start_matches("./").trim_start_matches('/');
        let (folder, file) = self.post.path.rsplit_once('/')?;
        if !file.starts_with("index.") {
            return Some(if method == "Match" {
                ShortcodeValue::List([].into())
            } else {
                ShortcodeValue::Nothing
            });
        }
        let folder = format!("{folder}/");
        let is_exact = |name: &str| self.references.files.contains(&format!("{folder}{name}"));
        let names = match method {
            "Get" | "GetMatch" if is_exact(pattern) => vec![pattern.to_owned()],
            "Get" if has_wildcards(pattern) => Vec::new(),
            "Get" | "GetMatch" | "Match" => self.matching(&folder, pattern)?,
            _ => return None,
        };
        // What front matter says of a file is not known here.
        let is_plain = self.post.data.get("resources").is_none();
        let mut found = names.iter().filter_map(|name| {
            let url = self.beside(name)?;
            Some(self.file(&url, Some(name.as_str()).filter(|_| is_plain)))
        });
        Some(if method == "Match" {
            ShortcodeValue::List(found.collect())
        } else {
            found.next().unwrap_or(ShortcodeValue::Nothing)
        })
    }

    /// What `resources.Get` and the like return: assets as they are. The result of processing one is unknown.
    pub(super) fn assets(&self, function: &str, pattern: &str) -> Option<ShortcodeValue> {
        let pattern = pattern.trim_start_matches('/');
        if pattern.contains("://") {
            return None;
        }
        let names = match function {
            _ if self.references.has_asset(pattern) => vec![pattern.to_owned()],
            "resources.Get" => Vec::new(),
            _ => self.matching(ASSETS, pattern)?,
        };
        let mut found = names.iter().map(|name| self.file(&self.rooted(name), Some(name)));
        Some(if function == "resources.Match" {
            ShortcodeValue::List(found.collect())
        } else {
            found.next().unwrap_or(ShortcodeValue::Nothing)
        })
    }

    /// The names of the files below a folder that a pattern fits, without regard to case.
    fn matching(&self, folder: &str, pattern: &str) -> Option<Vec<String>> {
        let pattern = Glob::new(&pattern.to_lowercase());
        let from = (Bound::Included(folder), Bound::Unbounded);
        let below = self.references.files.range::<str, _>(from).map_while(|path| path.strip_prefix(folder));
        let mut names = Vec::new();
        for name in below {
            self.budget.read(name)?;
            if pattern.matches(&name.to_lowercase()) {
                names.push(name.to_owned());
            }
        }
        Some(names)
    }

    /// What is known of a file by its address, and by its name where that is known.
    fn file(&self, url: &str, name: Option<&str>) -> ShortcodeValue {
        let field = |name: &str, value: ShortcodeValue| (name.to_owned(), value);
        let string = |text: &str| ShortcodeValue::Text(text.to_owned());
        let absolute = format!("{}{url}", self.site.settings.url.as_deref().unwrap_or(""));
        let mut fields = vec![field("RelPermalink", string(url)), field("Permalink", string(&absolute))];
        if let Some(name) = name {
            fields.extend([field("Name", string(name)), field("Title", string(name))]);
            fields.push(field("Params", ShortcodeValue::Map([].into())));
        }
        let ending = url.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
        if let Some((_, kind)) = KINDS.iter().find(|(known, _)| *known == ending) {
            let (main, sub) = kind.split_once('/').unwrap_or((kind, ""));
            let sub = sub.split('+').next().unwrap_or(sub);
            fields.push(field("ResourceType", string(main)));
            let media = [("Type", *kind), ("MainType", main), ("SubType", sub)];
            fields.push(field(
                "MediaType",
                ShortcodeValue::Fields(media.map(|(name, value)| field(name, string(value))).into()),
            ));
        }
        ShortcodeValue::Fields(fields.into())
    }
}

/// The media types of files by their endings.
const KINDS: [(&str, &str); 10] = [
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("svg", "image/svg+xml"),
    ("pdf", "application/pdf"),
    ("mp4", "video/mp4"),
    ("css", "text/css"),
    ("json", "application/json"),
];

fn has_wildcards(pattern: &str) -> bool {
    pattern.contains(['*', '?', '[', '{'])
}

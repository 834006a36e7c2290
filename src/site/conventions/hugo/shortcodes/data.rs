//! The files of `data`, which templates see as `site.Data`.

use crate::markup::front_matter::{Value, json, toml, yaml};
use crate::site::conventions::hugo::shortcodes::value::ShortcodeValue;
use crate::site::tree::Tree;

/// How long a file of data may be to be read.
const LONGEST: usize = 1 << 20;

/// The data of a site and its themes, a site's own before theirs; nothing where no template asks for any.
pub(super) fn read(tree: &dyn Tree, layouts: &[String], listed: &[String]) -> ShortcodeValue {
    let file = |path: &str| {
        let bytes = tree.read(path).ok().filter(|bytes| bytes.len() <= LONGEST)?;
        String::from_utf8(bytes).ok()
    };
    let folder = |(number, root): (usize, &String)| match root.strip_suffix("layouts").filter(|_| number > 0)
    {
        Some(theme) => format!("{theme}data/"),
        None => "data/".to_owned(),
    };
    let folders: Vec<String> = layouts.iter().enumerate().map(folder).collect();
    if !listed.iter().any(|path| folders.iter().any(|folder| path.starts_with(folder))) {
        return ShortcodeValue::Nothing;
    }
    let is_template = |path: &&String| {
        path.ends_with(".html") && layouts.iter().any(|root| path.starts_with(&format!("{root}/")))
    };
    let mut templates = listed.iter().filter(is_template).filter_map(|path| file(path));
    if !templates.any(|text| text.contains(".Data")) {
        return ShortcodeValue::Nothing;
    }
    let mut data = Folder::default();
    for folder in &folders {
        for path in listed {
            let Some((stem, ending)) =
                path.strip_prefix(folder.as_str()).and_then(|below| below.rsplit_once('.'))
            else {
                continue;
            };
            let value = file(path).and_then(|text| parsed(&text, ending));
            // What is not read is known to be there: a template that asks for it is not evaluated.
            data.set(stem, value.unwrap_or(ShortcodeValue::Fields([].into())));
        }
    }
    data.into_value()
}

/// A folder of data, while it is read.
#[derive(Default)]
struct Folder(Vec<(String, Item)>);

enum Item {
    File(ShortcodeValue),
    Folder(Folder),
}

impl Folder {
    /// Sets a value at a path of folders, unless there is one.
    fn set(&mut self, path: &str, value: ShortcodeValue) {
        let (name, rest) = path.split_once('/').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let place = self.0.iter().position(|(known, _)| known == name);
        let Some(rest) = rest else {
            if place.is_none() {
                self.0.push((name.to_owned(), Item::File(value)));
            }
            return;
        };
        let place = place.unwrap_or_else(|| {
            self.0.push((name.to_owned(), Item::Folder(Self::default())));
            self.0.len() - 1
        });
        if let Some((_, Item::Folder(inner))) = self.0.get_mut(place) {
            inner.set(rest, value);
        }
    }

    fn into_value(self) -> ShortcodeValue {
        let value = |item| match item {
            Item::File(value) => value,
            Item::Folder(folder) => folder.into_value(),
        };
        ShortcodeValue::Map(self.0.into_iter().map(|(name, item)| (name, value(item))).collect())
    }
}

fn parsed(text: &str, ending: &str) -> Option<ShortcodeValue> {
    let value = match ending {
        "toml" => match toml::parse(text, 0) {
            (data, None) => Value::Map(data),
            _ => return None,
        },
        "yaml" | "yml" => yaml::parse(text, 0).0.value,
        "json" => json::parse(text).ok()?.value,
        _ => return None,
    };
    ShortcodeValue::of(Some(&value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::tree::MemoryTree;

    fn of(template: &str) -> ShortcodeValue {
        let files = [
            ("layouts/_shortcodes/tools.html", template),
            ("content/a.md", ""),
            ("data/tools.yaml", "- name: bodkin\n"),
            ("data/deep/er/x.json", "{\"a\": 1}"),
            ("data/prices.csv", "a,b\n"),
            ("themes/reed/data/tools.toml", "no = 1\n"),
            ("themes/reed/data/other.toml", "[b]\nc = \"d\"\n"),
        ];
        let listed: Vec<String> = files.iter().map(|(path, _)| (*path).to_owned()).collect();
        let layouts = ["layouts", "themes/reed/layouts"].map(str::to_owned);
        read(&MemoryTree::new(files), &layouts, &listed)
    }

    #[test]
    fn reads_data_where_a_template_asks_for_it() {
        let data = of("{{ range site.Data.tools }}{{ .name }}{{ end }}");
        let below = |path: &str| data.below(&path.split('.').map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(below("deep.er.x.a"), Some(ShortcodeValue::Number(1)));
        assert_eq!(below("other.B.c"), Some(ShortcodeValue::Text("d".to_owned())));
        assert!(matches!(below("tools"), Some(ShortcodeValue::List(tools)) if tools.len() == 1));
        assert_eq!(below("none"), Some(ShortcodeValue::Nothing));
        assert_eq!(below("prices.a"), None);
        assert_eq!(of("{{ .Get 0 }}"), ShortcodeValue::Nothing);
    }
}

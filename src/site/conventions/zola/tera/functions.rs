//! Functions of templates: addresses, numbers, files of data, pictures.

use std::collections::BTreeMap;

use crate::markup::front_matter::{Map, Node, Value, csv, json, toml, yaml};
use crate::site::conventions::paths::joined;
use crate::site::conventions::zola::tera::files::Files;
use crate::site::tree::Tree;

/// How long a file of data may be to be read.
const LONGEST: usize = 1 << 20;

/// The files that may hold data: they are read only for sites whose shortcodes ask for any.
pub(in crate::site::conventions::zola) fn data_files(
    tree: &dyn Tree,
    paths: &[String],
) -> BTreeMap<String, String> {
    let kinds = ["json", "toml", "csv", "yaml", "yml", "txt", "svg", "md", "html"];
    let is_data = |path: &&String| path.rsplit_once('.').is_some_and(|(_, ending)| kinds.contains(&ending));
    let read = paths.iter().filter(is_data).filter_map(|path| {
        let bytes = tree.read(path).ok().filter(|bytes| bytes.len() <= LONGEST)?;
        Some((path.clone(), String::from_utf8(bytes).ok()?))
    });
    read.collect()
}

/// How much of a picture is read for its size.
const HEAD: usize = 1 << 17;

/// The width and height of the site's pictures.
pub(in crate::site::conventions::zola) fn picture_sizes(
    tree: &dyn Tree,
    paths: &[String],
) -> BTreeMap<String, (usize, usize)> {
    let kinds = ["png", "jpg", "jpeg", "gif", "webp", "avif"];
    let is_picture = |path: &&String| {
        let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        ending.is_some_and(|ending| kinds.contains(&ending.as_str()))
    };
    let sizes = paths.iter().filter(is_picture).filter_map(|path| {
        let size = imagesize::blob_size(&tree.read_start(path, HEAD).ok()?).ok()?;
        Some((path.clone(), (size.width, size.height)))
    });
    sizes.collect()
}

/// What a function returns, on a site of this address; nothing for one that is not understood.
pub(super) fn called(files: Files<'_>, address: &str, name: &str, given: &Map) -> Option<Value> {
    let string = |key: &str| given.get(key).and_then(Node::as_str);
    let whole = |key: &str| match given.get(key).map(|node| &node.value) {
        Some(Value::Int(number)) => Some(*number),
        _ => None,
    };
    match name {
        "get_url" => {
            let path = string("path")?;
            if path.starts_with("@/") || path.contains("://") {
                return Some(Value::from(path));
            }
            let trails = given.get("trailing_slash").and_then(|node| node.value.as_bool()) == Some(true);
            let slash = if trails && !path.ends_with('/') { "/" } else { "" };
            Some(Value::String(format!("{address}/{}{slash}", path.trim_start_matches('/'))))
        }
        "load_data" => match (string("path"), string("literal")) {
            (Some(path), _) => {
                let found = found(files.theme, path, |path| files.data.get_key_value(path));
                let is_optional = given.get("required").and_then(|node| node.value.as_bool()) == Some(false);
                let Some((path, text)) = found else { return is_optional.then_some(Value::Null) };
                let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
                parsed(text, string("format").unwrap_or(ending))
            }
            (None, Some(text)) => parsed(text, string("format").unwrap_or("plain")),
            (None, None) => None,
        },
        // The file that a build makes has a name that only it can tell; the picture that it is made of shows the same.
        "resize_image" => {
            let (path, url) = found(files.theme, string("path")?, |path| files.urls.get_key_value(path))?;
            let mut image = Map::default();
            let mut set = |key: &str, value: Value| image.insert(key, Node::unwritten(value));
            set("url", Value::String(format!("{address}{url}")));
            set("static_path", Value::from(path.as_str()));
            let given = (whole("width"), whole("height"));
            let size = files.sizes.get(path).map(|size| scaled(*size, given, string("op")));
            let size = size.unwrap_or(given);
            for (key, number) in [("width", size.0), ("height", size.1)] {
                if let Some(number) = number {
                    set(key, Value::Int(number));
                }
            }
            Some(Value::Map(image))
        }
        "get_image_metadata" => {
            let found = found(files.theme, string("path")?, |path| files.sizes.get_key_value(path));
            let is_optional = given.get("allow_missing").and_then(|node| node.value.as_bool()) == Some(true);
            let Some((path, (width, height))) = found else { return is_optional.then_some(Value::Null) };
            let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
            let number = |number: &usize| i64::try_from(*number).ok().map(Value::Int);
            let pairs =
                [("width", number(width)?), ("height", number(height)?), ("format", Value::from(ending))];
            Some(Value::Map(Map::from_iter(pairs)))
        }
        _ => None,
    }
}

/// The size of a picture after it is resized.
fn scaled(
    (width, height): (usize, usize),
    (to_width, to_height): (Option<i64>, Option<i64>),
    operation: Option<&str>,
) -> (Option<i64>, Option<i64>) {
    let (Ok(width), Ok(height)) = (i64::try_from(width.max(1)), i64::try_from(height.max(1))) else {
        return (to_width, to_height);
    };
    let by_width = |to: i64| (to, (height.saturating_mul(to) + width / 2) / width);
    let by_height = |to: i64| ((width.saturating_mul(to) + height / 2) / height, to);
    let size = match (operation.unwrap_or("fill"), to_width, to_height) {
        ("fit_width", Some(to), _) => by_width(to),
        ("fit_height", _, Some(to)) => by_height(to),
        // Within both bounds, and never larger than it is.
        ("fit", Some(to), Some(most)) => {
            let (to, most) = (to.min(width), most.min(height));
            let fitted = by_width(to);
            if fitted.1 <= most { fitted } else { by_height(most) }
        }
        _ => return (to_width, to_height),
    };
    (Some(size.0), Some(size.1))
}

/// What is known of a file: by its path, or in the folders that a build searches.
fn found<T>(theme: &str, path: &str, get: impl Fn(&str) -> Option<T>) -> Option<T> {
    let path = match path.strip_prefix("@/") {
        Some(below) => format!("content/{below}"),
        None => path.trim_start_matches('/').to_owned(),
    };
    ["", "static", "content", theme].into_iter().find_map(|folder| get(&joined(folder, &path)))
}

/// Data of a format; text for one that has no other form.
fn parsed(text: &str, format: &str) -> Option<Value> {
    match format {
        "json" => json::parse(text).ok().map(|node| node.value),
        "toml" => match toml::parse(text, 0) {
            (data, None) => Some(Value::Map(data)),
            _ => None,
        },
        "yaml" | "yml" => Some(yaml::parse(text, 0).0.value),
        "csv" => {
            let Value::List(rows) = csv::parse(text, ',') else { return None };
            let head = rows.first().and_then(|row| row.value.as_map());
            let names = head.iter().flat_map(|head| head.iter());
            let names = names.map(|cell| Value::from(cell.key.as_str()).into()).collect();
            let records = rows.iter().filter_map(|row| row.value.as_map()).map(|row| {
                let values: Vec<Node> = row.iter().map(|cell| cell.value.clone()).collect();
                Node::unwritten(Value::List(values.into()))
            });
            let records = Value::List(records.collect());
            Some(Value::Map(Map::from_iter([("headers", Value::List(names)), ("records", records)])))
        }
        "xml" | "bibtex" | "bib" => None,
        _ => Some(Value::from(text)),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashMap};

    use super::*;
    use crate::markup::markdown;
    use crate::site::conventions::jinja::{Run, World};
    use crate::site::conventions::zola::tera::Tera;

    fn written(template: &str) -> Option<String> {
        let text = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
        };
        let data = BTreeMap::from_iter(text(&[
            ("static/d.json", "{\"list\": [1, 2]}"),
            ("content/a/t.csv", "H,I\n\"c,d\",e\n"),
            ("x.toml", "k = 'v'"),
            ("content/n.md", "text"),
        ]));
        let urls = HashMap::from_iter(text(&[("content/a/p.png", "/a/p.png")]));
        let sizes = BTreeMap::from([("content/a/p.png".to_owned(), (400, 300))]);
        let (names, templates, markdown) =
            (Map::default(), BTreeMap::new(), markdown::Options::common_mark());
        let files = Files { data: &data, sizes: &sizes, urls: &urls, theme: "" };
        let world = World {
            language: &Tera { files, config: None },
            names: &names,
            templates: &templates,
            markdown: &markdown,
            address: "https://a.example",
        };
        Run::new(world, Map::default(), true).write(template)
    }

    #[test]
    fn functions_read_files_of_the_site() {
        for (template, expected) in [
            ("{% set d = load_data(path='d.json') %}{% for n in d.list %}{{ n }};{% endfor %}", Some("1;2;")),
            (
                "{% set d = load_data(path='@/a/t.csv') %}{{ d.headers | join(sep='+') }}{% for r in d.records %}{{ r[0] }}{% endfor %}",
                Some("H+Ic,d"),
            ),
            ("{% set d = load_data(path='x.toml') %}{{ d.k }}", Some("v")),
            (
                "{{ load_data(path='/content/n.md') }}{{ load_data(path='x.toml', format='plain') }}",
                Some("textk = &#39;v&#39;"),
            ),
            (
                "{% set d = load_data(path='no.json', required=false) %}{% if not d %}none{% endif %}",
                Some("none"),
            ),
            ("{{ load_data(path='no.json') }}", None),
            ("{{ load_data(url='https://b.example') }}", None),
            (
                "{% set i = resize_image(path='a/p.png', width=200, op='fit_width') %}{{ i.url }} {{ i.width }}x{{ i.height }}",
                Some("https://a.example/a/p.png 200x150"),
            ),
            (
                "{% set m = get_image_metadata(path='../content/a//p.png') %}{{ m.width }}x{{ m.height }} {{ m.format }}",
                Some("400x300 png"),
            ),
            ("{{ get_image_metadata(path='no.png') }}", None),
        ] {
            assert_eq!(written(template).as_deref(), expected, "{template}");
        }
        assert_eq!(scaled((400, 300), (Some(100), Some(30)), Some("fit")), (Some(40), Some(30)));
        assert_eq!(scaled((0, 0), (Some(100), None), None), (Some(100), None));
    }
}

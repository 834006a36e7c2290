//! The URL and head of a page: a file with front matter outside of collections.
//!
//! Source: Jekyll's `page.rb`. A page's template knows only `:path`, `:basename` and `:output_ext`.

use std::sync::Arc;

use super::head::path_in_collection;
use super::opened::Jekyll;
use super::paths::basename;
use crate::markup::front_matter::Value;
use crate::markup::liquid;
use crate::site::convention::{Document, Role};
use crate::site::conventions::fields::{strings, text_of};
use crate::site::conventions::permalink::with_suffix;
use crate::site::post::{Markup, POSTS};
use crate::site::{Page, StaticFile};
use crate::text::pieces::Part as _;
use crate::text::url::{escape_path, sanitize_path};

pub(super) fn page(jekyll: &Jekyll, document: Document<'_>) -> Page {
    let Document { path, text, front_matter, .. } = document;
    let relative = jekyll.paths.relative(path, false);
    let mut data = jekyll.defaults.of(relative, "pages");
    data.merge(&front_matter.data);
    let name = basename(path);
    let (stem, extension) =
        name.rfind('.').filter(|dot| *dot > 0).map_or((name, ""), |dot| (&name[..dot], &name[dot..]));
    let stem = stem.trim_end_matches('.');
    let markup = jekyll.markup(extension);
    let output_ext = match extension {
        _ if markup == Markup::Markdown => ".html",
        ".scss" | ".sass" => ".css",
        ".coffee" => ".js",
        other => other,
    };
    let template = match text_of(&data, "permalink") {
        Some(permalink) => permalink,
        None if !matches!(output_ext, ".html" | ".htm" | ".xhtml") => {
            "/:path/:basename:output_ext".to_owned()
        }
        None if stem == "index" => "/:path/".to_owned(),
        None => with_suffix("/:path/:basename", &jekyll.style),
    };
    let folder = relative.rfind('/').map_or("", |slash| &relative[..slash]);
    let url = template
        .replace(":path", &escape_path(folder))
        .replace(":basename", &escape_path(stem))
        .replace(":output_ext", output_ext);
    let body = text.part(front_matter.body..);
    Page {
        path: Arc::clone(path),
        hidden_path: path.len() - relative.len(),
        url: sanitize_path(&url),
        title: text_of(&data, "title"),
        redirect_to: strings(&data, "redirect_to").into_iter().find(|target| !target.trim().is_empty()),
        redirect_from: strings(&data, "redirect_from"),
        markup,
        liquid: !matches!(data.get("render_with_liquid").map(|node| &node.value), Some(Value::Bool(false)))
            && liquid::may_be_template(body),
        data,
        front_matter,
        text: None,
    }
}

/// A file that is copied as it is, to where the permalink of its collection places it; `None` where its collection is not
/// written. Jekyll 3 keeps its name, in the folder that the permalink has.
///
/// Source: Jekyll 4.3, `static_file.rb`, `url` and `write?`; Jekyll 3.10, the same, `destination` and `placeholders`.
pub(super) fn file(jekyll: &Jekyll, path: &str, size: u64) -> Option<StaticFile> {
    let collection = match jekyll.paths.role(path) {
        Role::Document { collection, .. } if &*collection != POSTS => Some(collection),
        _ => None,
    };
    let relative = jekyll.paths.relative(path, collection.is_some());
    let url = match collection {
        None => format!("/{relative}"),
        Some(collection) if jekyll.settings.collections.get(&*collection) == Some(&true) => {
            let name = basename(relative);
            let stem = name.rfind('.').map_or(name, |dot| &name[..dot]);
            let extension = &name[stem.len()..];
            let below = path_in_collection(relative, &collection, extension);
            let placeholders = [
                (":collection", &*collection),
                (":path", &below),
                (":output_ext", ""),
                (":name", if jekyll.files_keep_names { "" } else { stem }),
                (":title", ""),
            ];
            let template = jekyll.template(&collection).to_owned();
            let filled = placeholders.iter().fold(template, |url, (key, value)| url.replace(key, value));
            let filled = sanitize_path(&filled);
            let filled = filled.strip_suffix('/').unwrap_or(&filled);
            if jekyll.files_keep_names {
                format!("{}/{name}", filled.rsplit_once('/').map_or("", |(folder, _)| folder))
            } else {
                format!("{filled}{extension}")
            }
        }
        Some(_) => return None,
    };
    Some(StaticFile { url, path: path.to_owned(), hidden_path: path.len() - relative.len(), size })
}

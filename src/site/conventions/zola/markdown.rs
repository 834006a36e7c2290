//! `[markdown]`: how content is read.

use std::collections::BTreeMap;

use crate::markup::front_matter::{Map, Value};
use crate::markup::markdown::{
    self, AnchorPlace, Classes, CommonMark, HeadingAnchors, HeadingIdStyle, Highlighter,
};
use crate::site::conventions::fields::text_of;
use crate::site::conventions::jinja::{Run, World};
use crate::site::conventions::zola::configuration::{Configuration, is_true};
use crate::site::conventions::zola::slug::Slugs;
use crate::site::conventions::zola::tera::Tera;
use crate::site::conventions::zola::tera::files::Files;

/// The options of all pages; sections may have other anchors.
pub(super) fn options(configuration: &Configuration) -> markdown::Options {
    let empty = Map::default();
    let settings = configuration.data.get("markdown").and_then(|node| node.value.as_map()).unwrap_or(&empty);
    let is = |key: &str| is_true(settings, key);
    markdown::Options {
        auto_ids: true,
        syntax_highlighter: settings.get("highlighting").is_some() || is("highlight_code"),
        highlighter: highlighter(settings),
        link_attributes: link_attributes(settings),
        heading_anchors: anchors(text_of(settings, "insert_anchor_links").as_deref(), None, ""),
        common_mark: CommonMark {
            smart_punctuation: is("smart_punctuation"),
            heading_attributes: true,
            definition_lists: is("definition_list"),
            alerts: is("github_alerts"),
            bottom_footnotes: is("bottom_footnotes"),
            lazy_images: is("lazy_async_image"),
            heading_ids: match configuration.anchors {
                Slugs::On => HeadingIdStyle::Ascii,
                Slugs::Safe | Slugs::Off => HeadingIdStyle::Safe,
            },
            classes: Classes::Zola,
            ..CommonMark::DEFAULT
        },
        ..markdown::Options::common_mark()
    }
}

/// The highlighter, where it writes the colours of one theme beside each token.
fn highlighter(settings: &Map) -> Option<Highlighter> {
    let own = settings.get("highlighting")?.value.as_map()?;
    let is_inline = text_of(own, "style").is_none_or(|style| style != "class");
    text_of(own, "theme").filter(|_| is_inline).and_then(|theme| Highlighter::giallo(&theme))
}

/// The attributes of links to other hosts.
fn link_attributes(settings: &Map) -> String {
    let is = |key: &str| is_true(settings, &format!("external_links_{key}"));
    let mut relations = Vec::new();
    if is("target_blank") {
        relations.push("noopener");
    }
    if is("no_follow") {
        relations.push("nofollow");
    }
    if is("no_referrer") {
        relations.push("noreferrer");
    }
    if settings.get("external_links_external").and_then(|node| node.value.as_bool()) != Some(false) {
        relations.push("external");
    }
    let mut attributes = match relations.join(" ") {
        relations if relations.is_empty() => String::new(),
        relations => format!("rel=\"{relations}\" "),
    };
    if let Some(class) = text_of(settings, "external_links_class") {
        attributes.push_str(&format!("class=\"{class}\" "));
    }
    if is("target_blank") {
        attributes.push_str("target=\"_blank\" ");
    }
    attributes
}

/// The anchors that `insert_anchor_links` asks for; `template` is the site's own `anchor-link.html`.
pub(super) fn anchors(place: Option<&str>, template: Option<&str>, language: &str) -> Option<HeadingAnchors> {
    let place = match place? {
        "left" => AnchorPlace::Before,
        "right" => AnchorPlace::After,
        "heading" => AnchorPlace::LinkBase,
        _ => return None,
    };
    let options = markdown::Options::common_mark();
    let own = template.and_then(|template| {
        let arguments = Map::from_iter(
            [("id", "{id}"), ("level", "{level}"), ("lang", language)]
                .map(|(key, it)| (key, Value::from(it))),
        );
        let (names, templates) = (Map::default(), BTreeMap::new());
        let world = World {
            language: &Tera { files: Files::none(), config: None },
            names: &names,
            templates: &templates,
            markdown: &options,
            address: "",
        };
        Run::new(world, arguments, true).write(template)
    });
    let html = own.unwrap_or_else(|| {
        "<a class=\"zola-anchor\" href=\"#{id}\" aria-label=\"Anchor link for: {id}\">🔗</a>".to_owned()
    });
    let html = match (place, html.find("<a")) {
        (AnchorPlace::LinkBase, Some(start)) => {
            let end = html.get(start..)?.find('>')? + start + 1;
            html.get(start..end)?.to_owned()
        }
        (AnchorPlace::LinkBase, None) => return None,
        _ => html,
    };
    Some(HeadingAnchors { place, html })
}

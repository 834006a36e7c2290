//! `missing-file`: front matter that names a missing file.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule, RuleOption, StringsOption};
use crate::lint::rules::post::causes;
use crate::markup::front_matter::{Node, Value};
use crate::text::diagnostic::{Diagnostic, Level};
use crate::text::pieces::{Part as _, Pieces as _};
use crate::text::url;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "missing-file",
    level: Level::Error,
    fixable: false,
    on_by_default: true,
    summary: "front matter that names a missing file",
    page: Page {
        what: "An `image`, `thumbnail`, `download`, `audio`, `video` or `attachment` in front matter, or \
               another key that the option `keys` names, whose value is a path on this site without a file. The \
               same file in five posts, three files in one folder that the site does not have, and five names \
               without a folder are one finding.",
        why: "Previews on other sites, players and download buttons show nothing.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\nimage: /no-such-picture.png\n---\nIt is here.\n",
        }],
        good: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\nimage: /boat.svg\n---\nIt is here.\n",
            },
            Example { path: "boat.svg", text: "<svg/>\n" },
        ],
        options: &[RuleOption::Strings(&FURTHER_KEYS)],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

const FURTHER_KEYS: StringsOption =
    StringsOption { name: "keys", default: &[], meaning: "further keys that name files" };

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let own = context.options.strings(&FURTHER_KEYS);
    for entry in &context.document.front_matter.data {
        let key = entry.key.as_str();
        if !(KEYS.contains(&key) || own.contains(&key)) {
            continue;
        }
        match &entry.value.value {
            Value::Map(map) => {
                for part in ["path", "url", "src", "file"] {
                    out.extend(
                        map.get(part).and_then(|node| missing(context, &format!("{key}.{part}"), node)),
                    );
                }
            }
            Value::List(items) => out.extend(items.iter().filter_map(|node| missing(context, key, node))),
            _ => out.extend(missing(context, key, &entry.value)),
        }
    }
}

const KEYS: &[&str] = &[
    "image",
    "thumbnail",
    "cover",
    "cover_image",
    "teaser",
    "banner",
    "og_image",
    "header_image",
    "download",
    "download_url",
    "audio",
    "video",
    "attachment",
    "attachments",
    "images",
    "poster",
];

fn missing(context: &PostContext<'_>, key: &str, node: &Node) -> Option<Diagnostic> {
    let written = node.as_str()?.trim();
    let is_path = written.starts_with('/') && !written.starts_with("//")
        || written.rsplit_once('.').is_some_and(|(_, extension)| {
            (2..=5).contains(&extension.len()) && extension.chars().all(|c| c.is_ascii_alphanumeric())
        });
    if !is_path || written.contains([' ', ':', '{', '\n', '@']) || written.starts_with("//") {
        return None;
    }
    // To browsers a backslash is a slash (WHATWG URL, 4.4).
    let path = written.up_to(['?', '#']).replace('\\', "/");
    let path = format!("/{}", path.trim_start_matches('/'));
    let base = context.site.site.settings.base_path();
    let below = path.strip_prefix(base).filter(|_| !base.is_empty()).unwrap_or(&path);
    let site = context.site;
    let beside =
        context.document.url().map(|url| url::resolve(&format!("https://site.invalid{url}"), written));
    let beside = beside.as_deref().map(|url| url::parts(url).path.to_owned()).unwrap_or_default();
    let assets = format!("/assets{path}");
    let places = [path.as_str(), below, &beside, &assets];
    let is_there = places.iter().any(|path| !path.is_empty() && !site.index.find(path).is_empty());
    let is_absent = site.surroundings.absent.names(&path).is_some();
    // The layout may put a folder before it, unless it begins at the root.
    let ending = format!("/{}", written.trim_start_matches('/'));
    let is_below = |path: &str| path == ending.part(1..) || path.ends_with(&ending);
    let somewhere = || {
        let files = site.surroundings.files.iter().map(|file| file.path.as_str());
        let assets = site.surroundings.assets.iter().map(String::as_str);
        !written.starts_with(['/', '\\']) && files.chain(assets).any(is_below)
    };
    // Beside the source, where the generator takes images from there.
    let source = url::resolve(&format!("https://site.invalid/{}", context.document.path()), written);
    let source = url::percent_decode(url::parts(&source).path).trim_start_matches('/').to_owned();
    let is_beside = || site.surroundings.files.iter().any(|file| file.path == source);
    (!is_there && !is_absent && !somewhere() && !is_beside()).then(|| {
        let message = format!("`{key}: {written}` names a file that does not exist");
        let causes = causes::of_missing_file(context, key, written, &message);
        context
            .finding(node.span, message)
            .with_help("correct the path, or remove the key")
            .with_param("url", written)
            .with_causes(causes)
    })
}

//! Files that look like posts and are not read: what about them keeps them from being posts.

use std::collections::HashSet;
use std::sync::Arc;

use crate::markup::front_matter::{self, Format};
use crate::site::convention::{Generator, Role};
use crate::site::tree::Tree;
use crate::site::{Ignored, Site, name_date};

/// Adds to [`Site::ignored`] the files that lie where posts lie and look like posts, but are none to the generator.
///
/// Called when the posts have been read. It opens only files that are not posts, which few sites have.
pub(super) fn find_ignored(
    tree: &dyn Tree,
    files: &[(Arc<str>, Role)],
    generator: &dyn Generator,
    site: &mut Site,
) {
    let documents = files.iter().filter(|(_, role)| role.is_post()).count();
    let posts = site.posts.iter().filter(|post| post.is_post()).map(|post| &*post.path);
    let unreadable = site.unreadable.iter().filter(|post| post.is_post()).map(|post| &*post.path);
    let mut found = Vec::new();
    let is_known = !generator.settings().own_readers;
    if is_known && posts.clone().chain(unreadable.clone()).count() < documents {
        let read: HashSet<&str> = posts.chain(unreadable).collect();
        for (path, _) in files.iter().filter(|(path, role)| role.is_post() && !read.contains(&**path)) {
            // What the generator reads the head of is not a post because of what its head says.
            let formats = generator.settings().convention.front_matter;
            let is_read = |text: &String| front_matter::parse_as(text, formats).format != Format::None;
            if let Some(text) = text(tree, path).filter(|text| !is_read(text))
                && let Some((reason, help)) = look(path, &text)
            {
                found.push(Ignored { path: path.to_string(), reason, help });
            }
        }
    }
    for (path, role) in files {
        if *role == Role::PageOrFile
            && generator.may_be_unread_post(path)
            && text(tree, path).is_some_and(|text| has_front_matter(&text))
        {
            found.push(Ignored { path: path.to_string(), reason: STRANGE_ENDING.0, help: STRANGE_ENDING.1 });
        }
    }
    // A file without text keeps a folder in the repository.
    site.ignored.retain(|file| text(tree, &file.path).is_none_or(|text| !text.trim().is_empty()));
    site.ignored.append(&mut found);
    site.ignored.sort();
}

/// What is wrong with a file, as the end of a sentence, and what to do.
type Reason = (&'static str, &'static str);

const STRANGE_ENDING: Reason = (
    "its name does not end in `.md` or `.markdown`",
    "rename it to end in `.md`, or name it under `exclude` of `[posts]`",
);
const JSON: Reason = (
    "its front matter is JSON",
    "write it as YAML between two lines of `---`, or as TOML between two of `+++`",
);
const LANGUAGE: Reason = (
    "its front matter begins with a line other than `---` or `+++`",
    "write it as YAML between two lines of `---`",
);
const DISPLACED: Reason = (
    "its front matter does not begin on the file's first line",
    "begin the file with the line of `---`, and nothing before it",
);
const UNFENCED: Reason =
    ("its front matter has no lines of `---` around it", "write a line of `---` before and after it");
const DATED_NAME: Reason = (
    "it has no front matter, although its name begins with a date",
    "rename it to `YEAR-MONTH-DAY-title.md`, or give it front matter with `title` and `date`",
);

fn text(tree: &dyn Tree, path: &str) -> Option<String> {
    String::from_utf8(tree.read(path).ok()?).ok()
}

/// Why a file without front matter looks like a post; nothing where it does not.
fn look(path: &str, text: &str) -> Option<Reason> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let content = text.trim_start();
    if is_json(content) {
        return Some(JSON);
    }
    let first = content.lines().next().unwrap_or_default().trim_end();
    if matches!(
        first,
        "---json" | "---toml" | "---yaml" | "---yml" | "---js" | ";;;" | "--- json" | "--- toml"
    ) {
        return Some(LANGUAGE);
    }
    if content.len() < text.len() && has_front_matter(content) {
        return Some(DISPLACED);
    }
    if has_metadata(content) {
        return Some(UNFENCED);
    }
    name_date(path).map(|_| DATED_NAME)
}

/// Returns whether a file begins with a JSON object of at least one key; `{{`, `{%` and `{:` are Liquid and kramdown.
fn is_json(content: &str) -> bool {
    content.strip_prefix('{').is_some_and(|rest| {
        let rest = rest.trim_start().strip_prefix('"');
        let key = rest.and_then(|rest| rest.split_once('"'));
        key.is_some_and(|(_, behind)| behind.trim_start().starts_with(':'))
    })
}

/// Returns whether a file has front matter with a title or a date.
fn has_front_matter(text: &str) -> bool {
    let data = front_matter::parse(text).data;
    data.iter().any(|entry| is_telling(&entry.key))
}

fn is_telling(key: &str) -> bool {
    ["title", "date", "pubdate"].iter().any(|known| key.eq_ignore_ascii_case(known))
}

/// Returns whether a file begins with lines of `Key: value`, a title or date among them, up to a blank line, as Pelican and
/// MultiMarkdown have them. A single such line may be a sentence.
fn has_metadata(content: &str) -> bool {
    /// Nobody writes more keys than this.
    const MOST: usize = 40;
    let mut keys = 0;
    let mut telling = false;
    for line in content.lines().take(MOST).take_while(|line| !line.trim().is_empty()) {
        // A value goes on in indented lines.
        if line.starts_with([' ', '\t']) && keys > 0 {
            continue;
        }
        let Some((key, value)) = line.split_once(':') else { return false };
        let is_key = (1..=30).contains(&key.len())
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        if !is_key || value.starts_with('/') {
            return false;
        }
        keys += 1;
        telling |= is_telling(key);
    }
    keys > 1 && telling
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_look_like_posts_are_recognised() {
        for (path, text, reason) in [
            ("a.md", "{\n  \"title\": \"A\"\n}\nText.\n", Some(JSON)),
            ("a.md", "{\"title\": \"A\"}\n", Some(JSON)),
            ("a.md", "---json\n{}\n---\n", Some(LANGUAGE)),
            ("a.md", ";;;\n{}\n;;;\n", Some(LANGUAGE)),
            ("a.md", "\n---\ntitle: A\n---\n", Some(DISPLACED)),
            ("a.md", " +++\ntitle = \"A\"\n+++\n", Some(DISPLACED)),
            ("a.md", "\n+++\ntitle = \"A\"\n+++\n", Some(DISPLACED)),
            ("a.md", "Title: A\nDate: 2024-01-01\n\nText.\n", Some(UNFENCED)),
            ("a.md", "title: A\nauthor: B\n  C\n\nText.\n", Some(UNFENCED)),
            ("2024-07-01 Daily.md", "Text.\n", Some(DATED_NAME)),
            ("2024-07-01.md", "", Some(DATED_NAME)),
            ("20240701_x.md", "Text.\n", Some(DATED_NAME)),
            ("README.md", "# A\n\nText.\n", None),
            ("a.md", "", None),
            ("a.md", "{{ x }}\n", None),
            ("a.md", "{% include x %}\n", None),
            ("a.md", "{: .class}\n", None),
            ("a.md", "Title: a history of one word\n\nText.\n", None),
            ("a.md", "Note: this\nDate: that goes on\nwithout a key\n", None),
            ("a.md", "Warning: one\nNote: two\n", None),
            ("a.md", "\n---\n\nA rule above.\n\n---\n", None),
            ("2024 in review.md", "Text.\n", None),
            ("20245678.md", "Text.\n", None),
        ] {
            assert_eq!(look(path, text), reason, "{path}: {text:?}");
        }
    }
}

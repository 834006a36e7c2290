//! What fits at a place: link targets, fragments, names of posts, and keys and values of front matter.

use crate::lint::editor::view::View;
use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// Something to write at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is written.
    pub text: String,
    /// What it takes the place of.
    pub span: Span,
    /// What it is.
    pub kind: CompletionKind,
    /// A few words about it.
    pub detail: Option<String>,
}

/// What a [`Completion`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    /// A URL of the site.
    Url,
    /// An id on a page.
    Fragment,
    /// A file, by the name that a tag knows it by.
    File,
    /// A key of front matter.
    Key,
    /// A value of such a key.
    Value,
}

/// So many are offered at most; the next character that is typed leaves fewer.
const MOST: usize = 500;

impl View<'_> {
    /// What fits at a byte offset, the likeliest first.
    #[must_use]
    pub fn completions(&self, offset: usize) -> Vec<Completion> {
        let text = &*self.document.source.text;
        let Some(before) = text.get(..offset) else { return Vec::new() };
        let line = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let inner = self.document.front_matter.inner;
        let mut found =
            if !self.document.front_matter.block.is_empty() && (inner.start..=inner.end).contains(&offset) {
                self.front_matter(before, line)
            } else {
                self.in_body(before, line)
            };
        found.truncate(MOST);
        found
    }

    fn in_body(&self, before: &str, line: usize) -> Vec<Completion> {
        let typed = before.part(line..);
        // Code has them too: Liquid is run before Markdown is read.
        if self.workspace.session.knowledge.site.settings.convention.runs_liquid && !is_raw(before) {
            for (name, only_posts) in [("post_url", true), ("link", false)] {
                if let Some(at) = tag_argument(typed, name) {
                    return self.files(line + at, before.len(), only_posts);
                }
            }
        }
        let Some(start) = url_start(typed).map(|at| line + at) else { return Vec::new() };
        let typed = before.part(start..);
        match typed.split_once('#') {
            Some((page, fragment)) => {
                self.fragments(page, Span::new(before.len() - fragment.len(), before.len()))
            }
            None if typed.is_empty() || typed.starts_with('/') => {
                self.urls(typed, Span::new(start, before.len()))
            }
            None => Vec::new(),
        }
    }

    /// The URLs of the site that begin with, or else contain, what is typed.
    fn urls(&self, typed: &str, span: Span) -> Vec<Completion> {
        let knowledge = self.workspace.session.knowledge;
        let base = knowledge.site.settings.base_path();
        let mut found: Vec<(bool, Completion)> = Vec::new();
        for (url, targets) in knowledge.index.urls() {
            let text = format!("{base}{url}");
            if !text.contains(typed) {
                continue;
            }
            let page = targets.iter().find_map(|target| knowledge.page_behind(target));
            let detail = page.and_then(|page| page.data().get_str("title")).map(str::to_owned);
            let is_beginning = text.starts_with(typed);
            found.push((!is_beginning, Completion { text, span, kind: CompletionKind::Url, detail }));
        }
        found.sort_by_key(|(is_within, _)| *is_within);
        found.into_iter().map(|(_, completion)| completion).collect()
    }

    /// The ids on a page; on this one where none is named.
    fn fragments(&self, page: &str, span: Span) -> Vec<Completion> {
        let knowledge = self.workspace.session.knowledge;
        let completion =
            |text: String| Completion { text, span, kind: CompletionKind::Fragment, detail: None };
        if page.is_empty() {
            return self.document.facts.ids.iter().map(|id| completion(id.value.clone())).collect();
        }
        let base = knowledge.site.settings.base_path();
        let below = page.strip_prefix(base).unwrap_or(page);
        let found = knowledge.index.find(below).iter().find_map(|target| knowledge.page_behind(target));
        found.into_iter().flat_map(|page| page.ids.iter()).map(|id| completion(id.to_owned())).collect()
    }

    /// The posts by the names that `{% post_url %}` knows them by, or all files by those of `{% link %}`.
    fn files(&self, start: usize, end: usize, only_posts: bool) -> Vec<Completion> {
        let knowledge = self.workspace.session.knowledge;
        let name = |path: &str| {
            let below = path.rsplit_once("_posts/").map_or(path, |(_, below)| below);
            below.rsplit_once('.').map_or(below, |(stem, _)| stem).to_owned()
        };
        let outlines = knowledge.outlines.iter().filter(|outline| !only_posts || outline.is_post());
        // The newest posts have the last names.
        outlines
            .rev()
            .map(|outline| {
                let path = outline.relative_path();
                Completion {
                    text: if only_posts { name(path) } else { path.to_owned() },
                    span: Span::new(start, end),
                    kind: CompletionKind::File,
                    detail: outline.data().get_str("title").map(str::to_owned),
                }
            })
            .collect()
    }

    fn front_matter(&self, before: &str, line: usize) -> Vec<Completion> {
        let typed = before.part(line..);
        let values = &self.workspace.values;
        let counted = |(text, count): &(String, usize), span, kind| Completion {
            text: text.clone(),
            span,
            kind,
            detail: Some(if *count == 1 { "in 1 file".to_owned() } else { format!("in {count} files") }),
        };
        let (key, start) = match typed.find([':', '=']) {
            Some(at) => (typed.part(..at).trim(), line + value_start(typed, at + 1)),
            None if typed.trim_start().starts_with('-') => {
                let dash = typed.len() - typed.trim_start().len();
                (key_above(before.part(..line)), line + value_start(typed, dash + 1))
            }
            None => {
                // By its lines: while a key is typed the front matter cannot be read.
                let inner = self.document.front_matter.inner.of(&self.document.source.text);
                let has = |key: &str| {
                    inner.lines().any(|line| line.split([':', '=']).next().is_some_and(|it| it.trim() == key))
                };
                let span = Span::new(line, before.len());
                let keys = values.keys().iter().filter(|(key, _)| !has(key));
                return keys.map(|key| counted(key, span, CompletionKind::Key)).collect();
            }
        };
        let span = Span::new(start, before.len());
        values.of(key).iter().map(|value| counted(value, span, CompletionKind::Value)).collect()
    }
}

/// Where the value that is being typed begins in a line, after the key: after the last bracket or comma, blanks and the
/// opening quotation mark.
fn value_start(line: &str, after: usize) -> usize {
    let rest = line.part(after..);
    let begin = rest.rfind(['[', ',']).map_or(after, |at| after + at + 1);
    let value = line.part(begin..);
    begin + value.len() - value.trim_start_matches([' ', '"', '\'']).len()
}

/// The key of the list that ends before a line.
fn key_above(before: &str) -> &str {
    let lines = before.lines().rev();
    let key = lines.map(str::trim_end).find(|line| !line.trim_start().starts_with('-') && !line.is_empty());
    key.and_then(|line| line.split([':', '=']).next()).map_or("", str::trim)
}

/// Whether Liquid does not run what follows: a `raw` or `comment` tag is open.
fn is_raw(before: &str) -> bool {
    let last = |name: &str| {
        let tags = before.match_indices("{%").filter(|(at, mark)| {
            let tag = before.part(at + mark.len()..).trim_start_matches('-').trim_start();
            tag.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(['-', '%']))
        });
        tags.map(|(at, _)| at).last()
    };
    [("raw", "endraw"), ("comment", "endcomment")].iter().any(|(open, close)| last(open) > last(close))
}

/// Where the argument of a Liquid tag begins that is being typed at the end of a line.
fn tag_argument(line: &str, name: &str) -> Option<usize> {
    let tag = line.rfind("{%")? + 2;
    let rest = line.part(tag..);
    let argument = rest.trim_start_matches('-').trim_start().strip_prefix(name)?;
    let word = argument.trim_start();
    let is_typing = word.len() < argument.len() && !word.contains(['%', ' ']);
    is_typing.then_some(line.len() - word.len())
}

/// Where the URL begins that is being typed at the end of a line: `](`, `]: `, `href="`, `src="`.
fn url_start(line: &str) -> Option<usize> {
    const BEFORE: [&str; 6] = ["](", "](<", "]: ", "href=\"", "src=\"", "href='"];
    let start = BEFORE.iter().filter_map(|before| Some(line.rfind(before)? + before.len())).max()?;
    let typed = line.part(start..);
    (!typed.contains([' ', ')', '"', '\'', '>'])).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_is_being_typed() {
        assert_eq!(url_start("see [a](/x"), Some(8));
        assert_eq!(url_start("see [a](/x)"), None);
        assert_eq!(url_start("[a]: "), Some(5));
        assert_eq!(url_start("<a href=\"/x"), Some(9));
        assert_eq!(tag_argument("[a]({% post_url 2024-", "post_url"), Some(16));
        assert_eq!(tag_argument("[a]({% post_url 2024-05-31-b %})", "post_url"), None);
        let raw =
            ["{% raw %}{% link a", "{%- raw -%}\n", "{% comment %} {% endraw %}", "{% endraw %}{% raw %}"];
        assert!(raw.into_iter().all(is_raw));
        assert!(!["{% raw %}a{% endraw %}", "", "{% rawer %}", "{{ raw }}"].into_iter().any(is_raw));
        assert_eq!(value_start("tags: [a, \"b", 5), 11);
        assert_eq!(value_start("tags: ", 5), 6);
        assert_eq!(key_above("title: A\ntags:\n  - a\n"), "tags");
    }
}

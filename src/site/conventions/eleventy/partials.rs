//! Other templates in a template's text: what `include` and `render` of Liquid take in.

use std::collections::BTreeMap;

use crate::site::conventions::eleventy::feed_loop::tags;
use crate::site::conventions::paths::joined;

/// The contents of a site's includes, by their paths, and the folders that they are in.
#[derive(Debug, Default)]
pub(super) struct Partials {
    pub(super) texts: BTreeMap<String, String>,
    pub(super) folders: Vec<String>,
}

/// How deep templates may be in each other.
const DEEPEST: usize = 6;

/// How many bytes a template may grow to: hundreds of times a page.
const LONGEST: usize = 2_000_000;

impl Partials {
    fn get(&self, name: &str) -> Option<&str> {
        let name = name.trim().trim_matches(['"', '\'']);
        let endings = ["", ".njk", ".liquid", ".html"];
        let paths = self.folders.iter().flat_map(|folder| {
            endings
                .iter()
                .map(move |ending| joined(folder, &format!("{}{ending}", name.trim_start_matches("./"))))
        });
        paths.filter_map(|path| self.texts.get(&path)).map(String::as_str).next()
    }

    /// The text of a template by its name.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)
    }

    /// A template's text with its includes in their places. Those that are not found stay.
    pub(super) fn placed(&self, text: &str) -> String {
        self.included(text, 0)
    }

    fn included(&self, text: &str, depth: usize) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (tag, start, end) in tags(text) {
            let (word, rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
            if start < at || !matches!(word, "include" | "render") {
                continue;
            }
            let (name, given) = match rest.trim().split_once([',', ' ']) {
                Some((name, given)) => (name, given),
                None => (rest, ""),
            };
            let found = self.get(name).filter(|_| depth < DEEPEST && out.len() < LONGEST);
            let Some(partial) = found else { continue };
            out.push_str(text.get(at..start).unwrap_or(""));
            // `key: value` are variables of the partial.
            for part in split(given) {
                if let Some((key, value)) = part.split_once(':') {
                    out.push_str(&format!("{{% assign {} = {} %}}", key.trim(), value.trim()));
                }
            }
            out.push_str(self.included(partial, depth + 1).trim_end_matches('\n'));
            at = end;
        }
        out.push_str(text.get(at..).unwrap_or(""));
        out
    }
}

/// The parts of a list between commas, outside of quotes and brackets.
fn split(list: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut quote, mut depth, mut start) = (None, 0_usize, 0);
    for (at, c) in list.char_indices() {
        match (quote, c) {
            (Some(open), _) => quote = Some(open).filter(|open| *open != c),
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => {
                parts.push(list.get(start..at).unwrap_or(""));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(list.get(start..).unwrap_or(""));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn includes_are_written_in_place() {
        let texts = BTreeMap::from([("_inc/note.njk".to_owned(), "<p>{{ title }}</p>\n".to_owned())]);
        let partials = Partials { texts, folders: vec!["_inc".to_owned()] };
        for (text, expected) in [
            ("a {% include \"note.njk\" %} b", "a <p>{{ title }}</p> b"),
            ("{% include 'note', x: 'y' %}", "{% assign x = 'y' %}<p>{{ title }}</p>"),
            ("{% include \"gone.njk\" %}", "{% include \"gone.njk\" %}"),
        ] {
            assert_eq!(partials.placed(text), expected, "{text}");
        }
    }
}

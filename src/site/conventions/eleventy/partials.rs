//! Other templates in a template's text: what `include` and `render` take in, and macros, which are written where they are called.

use std::collections::BTreeMap;

use crate::site::conventions::eleventy::feed_loop::tags;
use crate::site::conventions::programs::joined;

/// The contents of a site's includes, by their paths, and the folders that they are in.
#[derive(Debug, Default)]
pub(super) struct Partials {
    pub(super) texts: BTreeMap<String, String>,
    pub(super) folders: Vec<String>,
}

/// A macro: the names of its parameters with what stands in for them, and its text.
struct Macro<'t> {
    name: &'t str,
    parameters: Vec<(&'t str, &'t str)>,
    text: &'t str,
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

    /// A template's text with its includes and macros in their places. Those that are not found stay.
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
        if out.contains("{% ") || out.contains("{%-") { self.with_macros(&out) } else { out }
    }

    /// A template whose macros, its own and those that it imports, are written where they are called.
    fn with_macros(&self, text: &str) -> String {
        let mut names: Vec<(String, Macro<'_>)> = Vec::new();
        let mut cut = Vec::new();
        let mut end_of_macro = 0;
        for (tag, start, end) in tags(text) {
            let (word, rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
            match word {
                "macro" if start >= end_of_macro => {
                    if let Some((own, close)) = defined(text, rest, end) {
                        names.push((own.name.to_owned(), own));
                        cut.push((start, close));
                        end_of_macro = close;
                    }
                }
                "import" | "from" => {
                    let is_from = word == "from";
                    let between = if is_from { " import " } else { " as " };
                    let Some((file, list)) = rest.split_once(between) else { continue };
                    let Some(partial) = self.get(file) else { continue };
                    let list = list.split(" with").next().unwrap_or(list);
                    let imported = tags(partial).filter_map(|(tag, _, end)| {
                        let rest = tag.strip_prefix("macro ")?;
                        Some(defined(partial, rest, end)?.0)
                    });
                    for own in imported {
                        let called = if is_from {
                            list.split(',').find_map(|one| {
                                let (name, alias) = one.split_once(" as ").unwrap_or((one, one));
                                (name.trim() == own.name).then(|| alias.trim().to_owned())
                            })
                        } else {
                            Some(format!("{}.{}", list.trim(), own.name))
                        };
                        names.extend(called.map(|called| (called, own)));
                    }
                    cut.push((start, end));
                }
                _ => {}
            }
        }
        if names.is_empty() {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (start, end) in cut {
            out.push_str(&called(text.get(at..start).unwrap_or(""), &names));
            at = end;
        }
        out.push_str(&called(text.get(at..).unwrap_or(""), &names));
        out
    }
}

/// The macro whose tag, of which `rest` is what follows its word, ends at `end`; and where it is closed.
fn defined<'t>(text: &'t str, rest: &'t str, end: usize) -> Option<(Macro<'t>, usize)> {
    let (name, parameters) = rest.split_once('(')?;
    let parameters = parameters.trim_end().strip_suffix(')')?;
    let after = text.get(end..)?;
    let (_, start, close) = tags(after).find(|(tag, ..)| tag.starts_with("endmacro"))?;
    let one = |part: &'t str| {
        let (name, default) = part.split_once('=').unwrap_or((part, "\"\""));
        (name.trim(), default.trim())
    };
    let parameters = split(parameters).into_iter().filter(|part| !part.trim().is_empty()).map(one).collect();
    let text = after.get(..start)?;
    Some((Macro { name: name.trim(), parameters, text }, end + close))
}

/// A template with macros in the places of their calls, `{{ name(…) }}`.
fn called(text: &str, names: &[(String, Macro<'_>)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("{{") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let Some(length) = from.find("}}").map(|end| end + 2) else { break };
        let (output, after) = from.split_at(length);
        let inner = output.trim_start_matches("{{").trim_end_matches("}}").trim_matches('-').trim();
        let inner =
            inner.strip_suffix("safe").and_then(|it| it.trim_end().strip_suffix('|')).unwrap_or(inner).trim();
        let call = inner.split_once('(').and_then(|(name, given)| {
            let given = given.strip_suffix(')')?;
            let (_, own) = names.iter().find(|(known, _)| known == name.trim())?;
            Some((own, given))
        });
        match call.filter(|_| out.len() < LONGEST) {
            Some((own, given)) => out.push_str(&written(own, given)),
            None => out.push_str(output),
        }
        rest = after;
    }
    out + rest
}

/// What a call of a macro writes: its parameters as variables, and its text.
fn written(own: &Macro<'_>, given: &str) -> String {
    let given: Vec<&str> = split(given).into_iter().map(str::trim).filter(|part| !part.is_empty()).collect();
    let is_name = |name: &str| own.parameters.iter().any(|(known, _)| *known == name);
    let named = |part: &&str| part.split_once('=').is_some_and(|(name, _)| is_name(name.trim()));
    let mut out = String::new();
    let mut places = given.iter().filter(|part| !named(part));
    for (name, default) in &own.parameters {
        let by_name = given.iter().filter(|part| named(part)).find_map(|part| {
            let (known, value) = part.split_once('=')?;
            (known.trim() == *name).then_some(value.trim())
        });
        let value = by_name.or_else(|| places.next().copied()).unwrap_or(default);
        out.push_str(&format!("{{% set {name} = {value} %}}"));
    }
    out.push_str(own.text);
    out
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
    fn includes_and_macros_are_written_in_place() {
        let texts = BTreeMap::from([
            ("_inc/note.njk".to_owned(), "<p>{{ title }}</p>\n".to_owned()),
            (
                "_inc/m.njk".to_owned(),
                "{% macro b(t, k=\"new\") %}<b class=\"{{ k }}\">{{ t }}</b>{% endmacro %}".to_owned(),
            ),
        ]);
        let partials = Partials { texts, folders: vec!["_inc".to_owned()] };
        for (text, expected) in [
            ("a {% include \"note.njk\" %} b", "a <p>{{ title }}</p> b"),
            ("{% include 'note', x: 'y' %}", "{% assign x = 'y' %}<p>{{ title }}</p>"),
            ("{% include \"gone.njk\" %}", "{% include \"gone.njk\" %}"),
            (
                "{% from \"m.njk\" import b %}{{ b(\"x\", k=\"old\") }}",
                "{% set t = \"x\" %}{% set k = \"old\" %}<b class=\"{{ k }}\">{{ t }}</b>",
            ),
            (
                "{% import \"m.njk\" as m %}{{ m.b(title) | safe }}{{ x(1) }}",
                "{% set t = title %}{% set k = \"new\" %}<b class=\"{{ k }}\">{{ t }}</b>{{ x(1) }}",
            ),
        ] {
            assert_eq!(partials.placed(text), expected, "{text}");
        }
    }
}

//! Shortcodes of a site's own in templates: what they make where their functions can be told, the text inside
//! them otherwise.

use crate::markup::front_matter::Map;
use crate::markup::front_matter::javascript::of_data;
use crate::markup::javascript::{Reader, Value};
use crate::markup::markdown::{self, prism_block};

/// Content without shortcodes, and those that could not be told: name and place.
#[derive(Debug, Default)]
pub(super) struct Expanded {
    pub(super) text: String,
    pub(super) unknown: Vec<(String, usize)>,
}

/// Tags of Liquid, which are not shortcodes.
const TAGS: &[&str] = &[
    "if",
    "elsif",
    "else",
    "endif",
    "unless",
    "endunless",
    "case",
    "when",
    "endcase",
    "for",
    "endfor",
    "break",
    "continue",
    "cycle",
    "assign",
    "capture",
    "endcapture",
    "increment",
    "decrement",
    "comment",
    "endcomment",
    "raw",
    "endraw",
    "tablerow",
    "endtablerow",
    "liquid",
    "echo",
    "ifchanged",
    "endifchanged",
];

/// The functions of a site's shortcodes.
#[derive(Clone, Debug, Default)]
pub(super) struct Shortcodes {
    pub(super) single: Vec<(String, Value)>,
    pub(super) paired: Vec<(String, Value)>,
    /// The attributes of `pre` where the plugin for Prism is there, which has `highlight`.
    pub(super) prism: Option<String>,
    /// Bundles, whose contents go to another place of the page.
    pub(super) bundles: Vec<String>,
    /// How `renderTemplate` writes Markdown, where the plugin for it is there.
    pub(super) markdown: Option<markdown::Options>,
}

/// How deep shortcodes may be in each other.
const DEEPEST: usize = 12;

impl Shortcodes {
    /// What a shortcode makes; nothing where that cannot be told.
    pub(super) fn made(
        &self,
        reader: &mut Reader<'_>,
        name: &str,
        arguments: &[Value],
        content: Option<&str>,
    ) -> Option<String> {
        let own = function(if content.is_some() { &self.paired } else { &self.single }, name);
        if let Some(function) = own {
            let content = content.map(|content| Value::Text(content.to_owned()));
            let given: Vec<Value> = content.into_iter().chain(arguments.iter().cloned()).collect();
            return reader.call(function, &given).to_text();
        }
        let first = arguments.first().and_then(Value::as_text).unwrap_or("");
        match (name, content) {
            ("highlight", Some(content)) => {
                Some(prism_block(content.trim_matches('\n'), first, self.prism.as_ref()?))
            }
            ("renderTemplate", Some(content)) if first.split(',').any(|engine| engine.trim() == "md") => {
                Some(markdown::render(content, self.markdown.as_ref()?))
            }
            (_, Some(_)) if self.bundles.iter().any(|bundle| bundle == name) => Some(String::new()),
            ("getBundle" | "getBundleFileUrl", None) if !self.bundles.is_empty() => Some(String::new()),
            _ => None,
        }
    }

    /// Content with every shortcode in it replaced; `link` stands for one that nobody can tell.
    pub(super) fn expand(&self, text: &str, data: &Map, link: &str, reader: &mut Reader<'_>) -> Expanded {
        let mut out = Expanded { text: String::with_capacity(text.len()), unknown: Vec::new() };
        self.expand_into(text, 0, (data, link), reader, &mut out, 0);
        out
    }

    fn expand_into(
        &self,
        text: &str,
        offset: usize,
        (data, link): (&Map, &str),
        reader: &mut Reader<'_>,
        out: &mut Expanded,
        depth: usize,
    ) {
        let mut at = 0;
        while let Some(found) = text.get(at..).and_then(|rest| rest.find("{%")) {
            let start = at + found;
            out.text.push_str(text.get(at..start).unwrap_or(""));
            let Some(tag) = Tag::at(text, start) else {
                at = start;
                break;
            };
            at = tag.end;
            if matches!(tag.name, "raw" | "comment") {
                // Nothing in it is a tag.
                let end = end_of(text, tag.end, tag.name).map_or(text.len(), |(_, end)| end);
                out.text.push_str(text.get(start..end).unwrap_or(""));
                at = end;
                continue;
            }
            if TAGS.contains(&tag.name) {
                out.text.push_str(text.get(start..tag.end).unwrap_or(""));
                continue;
            }
            let inner = end_of(text, tag.end, tag.name);
            if let Some((inner_end, end)) = inner {
                at = end;
                let inner = text.get(tag.end..inner_end).unwrap_or("");
                let mut arguments = values(tag.arguments, data);
                if tag.name == "highlight" {
                    // The language is not a key of the data.
                    let word = tag.arguments.split([' ', ',']).next().unwrap_or("");
                    arguments = vec![Value::Text(word.trim_matches(['"', '\'']).to_owned())];
                }
                let mut within = Expanded::default();
                if depth < DEEPEST {
                    self.expand_into(inner, offset + tag.end, (data, link), reader, &mut within, depth + 1);
                }
                let made = self.made(reader, tag.name, &arguments, Some(&within.text));
                out.unknown.append(&mut within.unknown);
                match made {
                    Some(made) => out.text.push_str(&made),
                    None => {
                        out.unknown.push((tag.name.to_owned(), offset + start));
                        out.text.push_str(&within.text);
                    }
                }
            } else {
                let made = self.made(reader, tag.name, &values(tag.arguments, data), None);
                match made {
                    Some(made) => out.text.push_str(&made),
                    None => {
                        out.unknown.push((tag.name.to_owned(), offset + start));
                        out.text.push_str(link);
                    }
                }
            }
        }
        out.text.push_str(text.get(at..).unwrap_or(""));
    }
}

fn function<'f>(all: &'f [(String, Value)], name: &str) -> Option<&'f Value> {
    all.iter().rev().find(|(known, _)| known == name).map(|(_, function)| function)
}

/// One tag: `{% name arguments %}`.
struct Tag<'t> {
    name: &'t str,
    arguments: &'t str,
    end: usize,
}

impl<'t> Tag<'t> {
    fn at(text: &'t str, start: usize) -> Option<Self> {
        let rest = text.get(start..)?;
        let length = rest.find("%}")? + 2;
        let inner = rest.get(2..length - 2)?.trim_start_matches('-').trim_end_matches('-').trim();
        let (name, arguments) =
            inner.split_once(|c: char| c.is_whitespace() || c == ',').unwrap_or((inner, ""));
        Some(Self { name, arguments: arguments.trim(), end: start + length })
    }
}

/// Where the tag that closes `name` begins and ends, those in between counted.
fn end_of(text: &str, from: usize, name: &str) -> Option<(usize, usize)> {
    let close = format!("end{name}");
    let (mut at, mut depth) = (from, 0_usize);
    loop {
        let start = at + text.get(at..)?.find("{%")?;
        let tag = Tag::at(text, start)?;
        at = tag.end;
        if tag.name == close {
            match depth {
                0 => return Some((start, tag.end)),
                _ => depth -= 1,
            }
        } else if tag.name == name {
            depth += 1;
        }
    }
}

/// The arguments of a tag: strings in quotes, numbers, and names of data, with commas or blanks between them.
fn values(arguments: &str, data: &Map) -> Vec<Value> {
    let mut out = Vec::new();
    let mut rest = arguments.trim_start_matches([',', ' ', '\n', '\t']);
    while let Some(first) = rest.chars().next() {
        let end = if matches!(first, '"' | '\'') {
            let close = rest.get(1..).and_then(|rest| rest.find(first)).map_or(rest.len(), |at| at + 1);
            out.push(Value::Text(rest.get(1..close).unwrap_or("").to_owned()));
            (close + 1).min(rest.len())
        } else {
            let end = rest.find([',', ' ', '\n', '\t']).unwrap_or(rest.len());
            out.push(value(rest.get(..end).unwrap_or(""), data));
            end
        };
        rest = rest.get(end..).unwrap_or("").trim_start_matches([',', ' ', '\n', '\t']);
    }
    out
}

fn value(word: &str, data: &Map) -> Value {
    match word {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => match word.parse() {
            Ok(number) => Value::Number(number),
            Err(_) => data.get_path(word).map_or(Value::Undefined, |node| of_data(&node.value)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::conventions::programs::Modules;

    #[test]
    fn unknown_shortcodes_leave_their_text() {
        let shortcodes = Shortcodes::default();
        let text = "A {% note %}b {% x 1 %}{% endnote %} {% raw %}{% x %}{% endraw %} {% if a %}c{% endif %}";
        let modules = Modules::alone();
        let expanded = shortcodes.expand(text, &Map::default(), "[link]", &mut Reader::new(&modules));
        assert_eq!(expanded.text, "A b [link] {% raw %}{% x %}{% endraw %} {% if a %}c{% endif %}");
        let names: Vec<(&str, usize)> =
            expanded.unknown.iter().map(|(name, at)| (name.as_str(), *at)).collect();
        assert_eq!(names, [("x", 14), ("note", 2)]);
    }
}

//! What a document defines for its text: targets of links, substitutions, footnotes.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use crate::site::conventions::pelican::rst::encode::escape;
use crate::site::conventions::pelican::rst::ids::{is_underline, section_id};

/// The names of one document.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The addresses that names lead to.
    pub(super) targets: HashMap<String, String>,
    /// The names that targets and links with an address define.
    explicit: Vec<String>,
    anonymous: Vec<String>,
    used: Cell<usize>,
    /// What names between bars stand for.
    pub(super) substitutions: HashMap<String, Substitution>,
    /// Footnotes by label: their number, or the label of a citation.
    pub(super) footnotes: Vec<(String, String)>,
    references: RefCell<usize>,
    /// How many references to footnotes without a label are read: each is one to the next footnote.
    unlabelled: Cell<usize>,
    /// How many of these footnotes are written.
    written: Cell<usize>,
    /// The language of the words that docutils adds.
    pub(super) language: String,
}

/// What a name between bars stands for.
#[derive(Clone, Debug)]
pub(super) enum Substitution {
    Text(String),
    Html(String),
}

/// A name as references are compared: in lower case, blanks as one.
pub(super) fn normalized(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl Names {
    /// Gathers the names of a document's lines.
    pub(super) fn of(lines: &[&str]) -> Self {
        let mut names = Self::default();
        for (at, line) in lines.iter().enumerate() {
            let text = line.trim_start();
            let next = lines.get(at + 1).copied().unwrap_or("");
            if is_underline(next) && !text.is_empty() && !line.starts_with(' ') {
                names.targets.entry(normalized(text)).or_insert_with(|| format!("#{}", section_id(text)));
            }
            if let Some(address) = text.strip_prefix("__ ").or_else(|| text.strip_prefix(".. __: ")) {
                names.anonymous.push(address.trim().to_owned());
            } else if let Some(explicit) = text.strip_prefix(".. ") {
                names.read(explicit.trim(), (continued(lines, at), option(lines, at, "alt")));
            }
        }
        let text = lines.join("\n");
        names.read_embedded(&text);
        names.number_footnotes();
        names
    }

    fn read(&mut self, explicit: &str, (more, alternative): (String, Option<&str>)) {
        if let Some(rest) = explicit.strip_prefix('_') {
            let quoted = rest.strip_prefix('`').and_then(|rest| rest.split_once("`:"));
            let Some((name, address)) = quoted.or_else(|| split_target(rest)) else { return };
            let address: String = (address.to_owned() + " " + &more).split_whitespace().collect();
            let target = match address.strip_suffix('_') {
                Some(other) if !address.contains(['/', ':']) => self.targets.get(&normalized(other)).cloned(),
                _ => None,
            };
            let own = || if address.is_empty() { format!("#{}", section_id(name)) } else { address };
            let name = normalized(&name.replace('\\', ""));
            self.explicit.push(name.clone());
            self.targets.insert(name, target.unwrap_or_else(own));
        } else if let Some(rest) = explicit.strip_prefix('|') {
            let Some((name, definition)) = rest.split_once('|') else { return };
            let definition = definition.trim();
            let meaning = if let Some(text) = definition.strip_prefix("replace::") {
                Substitution::Text([text.trim(), more.trim()].join(" ").trim().to_owned())
            } else if let Some(source) = definition.strip_prefix("image::") {
                let source = escape(source.trim());
                let alternative = alternative.unwrap_or(name);
                Substitution::Html(format!("<img alt=\"{}\" src=\"{source}\" />", escape(alternative)))
            } else {
                return;
            };
            self.substitutions.insert(normalized(name), meaning);
        } else if let Some((label, _)) = explicit.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            self.footnotes.push((label.to_owned(), label.to_owned()));
        }
    }

    /// `words <address>`_ names its address too.
    fn read_embedded(&mut self, text: &str) {
        for (end, _) in text.match_indices(">`_") {
            if text.get(end + 3..).is_some_and(|rest| rest.starts_with('_')) {
                continue;
            }
            let Some(start) = text.get(..end).and_then(|before| before.rfind('`')) else { continue };
            let inner = text.get(start + 1..end).unwrap_or("");
            if let Some((words, address)) = inner.rsplit_once('<') {
                let address: String = address.split_whitespace().collect();
                self.explicit.push(normalized(words));
                self.targets.entry(normalized(words)).or_insert(address);
            }
        }
    }

    /// Gives footnotes without a number the next free ones.
    fn number_footnotes(&mut self) {
        let taken: Vec<String> = self.footnotes.iter().map(|(label, _)| label.clone()).collect();
        let mut next = 1;
        for (label, number) in &mut self.footnotes {
            if label.starts_with('#') {
                while taken.contains(&next.to_string()) {
                    next += 1;
                }
                *number = next.to_string();
                next += 1;
            }
        }
    }

    /// The address that a name leads to.
    pub(super) fn target(&self, name: &str) -> Option<String> {
        self.targets.get(&normalized(&name.replace('\\', ""))).cloned()
    }

    /// The address of the next link without a name.
    pub(super) fn next_anonymous(&self) -> Option<String> {
        let at = self.used.get();
        self.used.set(at + 1);
        self.anonymous.get(at).cloned()
    }

    /// The number of the footnote that is written next with this label.
    pub(super) fn footnote(&self, label: &str) -> Option<&str> {
        self.number_of(label, &self.written)
    }

    /// The number of a label; of `#` those of all that have no other, one after the other.
    fn number_of(&self, label: &str, read: &Cell<usize>) -> Option<&str> {
        let before = if label == "#" { read.replace(read.get() + 1) } else { 0 };
        let mut of_label = self.footnotes.iter().filter(|(known, _)| known == label);
        of_label.nth(before).map(|(_, number)| number.as_str())
    }

    /// A reference to a footnote or a citation.
    pub(super) fn footnote_reference(&self, label: &str) -> Option<String> {
        let number = self.number_of(label, &self.unlabelled)?;
        let mut count = self.references.borrow_mut();
        *count += 1;
        let is_citation = !number.bytes().all(|byte| byte.is_ascii_digit());
        if is_citation {
            let id = section_id(number);
            return Some(format!(
                "<a class=\"citation-reference\" href=\"#{id}\" id=\"citation-reference-{count}\">[{number}]</a>"
            ));
        }
        Some(format!(
            "<a class=\"footnote-reference\" href=\"#{}\" id=\"footnote-reference-{count}\">[{number}]</a>",
            footnote_id(label, number)
        ))
    }
}

/// The id of a footnote: its name, or its number.
pub(super) fn footnote_id(label: &str, number: &str) -> String {
    let name = label.strip_prefix('#').map(section_id).filter(|name| !name.is_empty());
    name.unwrap_or_else(|| format!("footnote-{number}"))
}

/// The ids that explicit targets in lines take, also those of links with a name and an address.
pub(super) fn defined(lines: &[&str]) -> Vec<String> {
    let names = Names::of(lines);
    names.explicit.iter().map(|name| section_id(name)).filter(|id| !id.is_empty()).collect()
}

/// The name of a target and its address: the first colon that a blank or nothing follows ends the name.
fn split_target(rest: &str) -> Option<(&str, &str)> {
    let ends = rest.match_indices(':').map(|(at, _)| at);
    let mut ends = ends.filter(|at| {
        let after = rest.get(at + 1..).unwrap_or("");
        !rest.get(..*at).is_some_and(|it| it.ends_with('\\')) && (after.is_empty() || after.starts_with(' '))
    });
    let end = ends.next()?;
    Some((rest.get(..end)?, rest.get(end + 1..)?))
}

/// An option in the lines after one, which are indented deeper.
fn option<'l>(lines: &[&'l str], at: usize, name: &str) -> Option<&'l str> {
    let more = lines.iter().skip(at + 1).take_while(|line| line.starts_with(' '));
    more.filter_map(|line| line.trim().strip_prefix(':')?.split_once(':'))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.trim())
}

/// The lines after one that are indented deeper, as one.
fn continued(lines: &[&str], at: usize) -> String {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let own = lines.get(at).map_or(0, |line| indent(line));
    let more = lines.iter().skip(at + 1).take_while(|line| !line.trim().is_empty() && indent(line) > own);
    let more: Vec<&str> = more.map(|line| line.trim()).filter(|line| !line.starts_with(':')).collect();
    more.join(" ")
}

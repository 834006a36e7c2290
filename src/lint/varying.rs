//! Which URLs of a layout or include depend on the page that shows it.

use std::collections::{BTreeMap, BTreeSet};

use crate::markup::constructs::{Construct, constructs};
use crate::text::pieces::Part as _;

/// The variables that have the same value on every page.
const FIXED: [&str; 5] = ["site", "jekyll", "theme", "forloop", "tablerowloop"];

/// Words of tags and conditions that are not variables.
const WORDS: [&str; 10] =
    ["and", "or", "contains", "in", "reversed", "true", "false", "nil", "empty", "blank"];

/// So many rounds look for values that depend on each other.
const MOST_ROUNDS: usize = 30;

/// The variables that a template sets to the same value on every page.
pub(super) struct Varying<'t> {
    constant: BTreeSet<Name<'t>>,
}

/// A variable, or a block by its number: what is set in a block depends on the block's condition.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Name<'t> {
    Variable(&'t str),
    Block(usize),
}

/// An open block: its number, and the variable of a `capture`.
struct Open<'t> {
    block: Name<'t>,
    captured: Option<Name<'t>>,
}

impl<'t> Varying<'t> {
    /// Reads a template.
    pub(super) fn of(text: &'t str) -> Self {
        let depends = dependencies(text);
        let mut constant: BTreeSet<Name<'t>> = depends.keys().copied().collect();
        for round in 0.. {
            if round == MOST_ROUNDS {
                constant.clear();
            }
            let is_constant = |name: &Name<'t>| match name {
                Name::Variable(variable) => FIXED.contains(variable) || constant.contains(name),
                Name::Block(_) => constant.contains(name),
            };
            let varies =
                |name: &&Name<'t>| !depends.get(*name).is_some_and(|all| all.iter().all(is_constant));
            let varying: Vec<Name<'t>> = constant.iter().filter(varies).copied().collect();
            if varying.is_empty() {
                break;
            }
            varying.iter().for_each(|name| _ = constant.remove(name));
        }
        Self { constant }
    }

    /// Whether a URL, as it is written, may differ between pages.
    pub(super) fn is_in(&self, url: &str) -> bool {
        let is_constant = |name: &str| FIXED.contains(&name) || self.constant.contains(&Name::Variable(name));
        // Tags: `{% link x %}` is the same everywhere, `{% if x %}` what `x` is.
        constructs(url).any(|construct| {
            let is_file = matches!(construct.name, "link" | "post_url");
            !is_file && !variables(construct.markup).all(is_constant)
        })
    }
}

/// What each variable and block of a template is made of.
fn dependencies(text: &str) -> BTreeMap<Name<'_>, BTreeSet<Name<'_>>> {
    let mut depends: BTreeMap<Name<'_>, BTreeSet<Name<'_>>> = BTreeMap::new();
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut captures = 0_usize;
    for (number, Construct { name: tag, markup, is_tag, .. }) in constructs(text).enumerate() {
        let around = open.last().map(|open| open.block);
        let mut made_of: BTreeSet<Name<'_>> = around.into_iter().collect();
        match tag {
            "assign" => {
                let Some((variable, value)) = markup.split_once('=') else { continue };
                made_of.extend(variables(value).map(Name::Variable));
                depends.entry(Name::Variable(variable.trim())).or_default().extend(made_of);
            }
            "if" | "unless" | "case" | "for" | "tablerow" | "capture" => {
                let block = Name::Block(number);
                let captured =
                    (tag == "capture").then(|| Name::Variable(markup.trim_matches(['"', '\'', ' '])));
                match tag {
                    "capture" => captures += 1,
                    "for" | "tablerow" => {
                        let (variable, list) = markup.split_once(" in ").unwrap_or((markup, "page"));
                        made_of.extend(variables(list).map(Name::Variable));
                        depends.entry(Name::Variable(variable.trim())).or_default().insert(block);
                    }
                    _ => made_of.extend(variables(markup).map(Name::Variable)),
                }
                if let Some(variable) = captured {
                    depends.entry(variable).or_default().insert(block);
                }
                // What a block writes is a part of what is captured around it.
                if let Some(around) = around.filter(|_| captures > 0) {
                    depends.entry(around).or_default().insert(block);
                }
                depends.entry(block).or_default().extend(made_of);
                open.push(Open { block, captured });
            }
            "endif" | "endunless" | "endcase" | "endfor" | "endtablerow" | "endcapture" => {
                captures -= usize::from(open.pop().is_some_and(|open| open.captured.is_some()));
            }
            "elsif" | "when" => {
                if let Some(around) = around {
                    depends.entry(around).or_default().extend(variables(markup).map(Name::Variable));
                }
            }
            _ if captures > 0 => {
                let Some(around) = around else { continue };
                let of_block = depends.entry(around).or_default();
                // Nobody knows here what a tag writes.
                if is_tag && !matches!(tag, "else" | "comment" | "endcomment" | "raw" | "endraw") {
                    of_block.insert(Name::Variable("page"));
                }
                of_block.extend(variables(markup).map(Name::Variable));
            }
            _ => {}
        }
    }
    depends
}

/// The variables in an expression: words outside quotation marks that are not properties, filters or their parameters.
fn variables(markup: &str) -> impl Iterator<Item = &str> {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let mut at = 0;
    let mut before = ' ';
    std::iter::from_fn(move || {
        loop {
            let rest = markup.part(at..);
            let first = rest.chars().next()?;
            if matches!(first, '"' | '\'') {
                let inner = rest.part(1..);
                at += inner.find(first).map_or(rest.len(), |length| length + 2);
                before = first;
            } else if is_word(first) {
                let word = rest.part(..rest.find(|c| !is_word(c)).unwrap_or(rest.len()));
                at += word.len();
                let is_part = matches!(before, '.' | '|');
                before = first;
                let is_parameter = markup.part(at..).trim_start().starts_with(':');
                let is_number = first.is_ascii_digit() || first == '-';
                if !is_part && !is_parameter && !is_number && !WORDS.contains(&word) {
                    return Some(word);
                }
            } else {
                at += first.len_utf8();
                if !first.is_whitespace() {
                    before = first;
                }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_urls_that_depend_on_page() {
        for (template, url, expected) in [
            ("", "/a/", false),
            ("", "{{ site.baseurl }}/a/", false),
            ("", "{{ '/page/' | relative_url }}", false),
            ("", "{{ site.page | append: '/' }}", false),
            ("", "/a-{{ page.n }}/", true),
            ("", "{{ site.data.menu[page.lang].url }}", true),
            ("", "{{ '/a/' | append: page.n }}", true),
            ("", "{{ set_around }}", true),
            ("", "{% if page.n %}/a/{% endif %}", true),
            ("", "{% link a.md %}", false),
            ("{% for item in site.data.menu %}", "{{ item.url }}", false),
            ("{% for item in page.links reversed limit: 3 %}", "{{ item.url }}", true),
            ("{% assign a = '/x' %}{% assign b = a %}", "{{ b }}/", false),
            ("{% assign a = page.x %}{% assign b = a %}", "{{ b }}/", true),
            ("{% assign b = a %}{% assign a = page.x %}", "{{ b }}/", true),
            ("{% if page.x %}{% assign a = '/x' %}{% endif %}", "{{ a }}/", true),
            ("{% if page.x %}{% endif %}{% assign a = '/x' %}", "{{ a }}/", false),
            ("{% if site.x %}{% elsif page.x %}{% assign a = '/x' %}{% endif %}", "{{ a }}/", true),
            ("{% capture a %}/x{{ site.b }}{% endcapture %}", "{{ a }}/", false),
            ("{% capture a %}/x{{ page.b }}{% endcapture %}", "{{ a }}/", true),
            ("{% capture a %}{% if page.b %}/x{% endif %}{% endcapture %}", "{{ a }}/", true),
            ("{% capture a %}{% include b.html %}{% endcapture %}", "{{ a }}/", true),
        ] {
            assert_eq!(Varying::of(template).is_in(url), expected, "{template} {url}");
        }
    }
}

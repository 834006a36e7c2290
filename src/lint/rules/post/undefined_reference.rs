//! `undefined-reference`: `[text][label]` where nothing defines the label.

use crate::links::issue_ref::{Text, read_text};
use crate::lint::rule::{Check, Example, Knowledge, Page, PostContext, Rule};
use crate::lint::rules::post::causes;
use crate::lint::rules::post::common::{is_comment, is_in_quotation};
use crate::markup::markdown::{Definition, Link, LinkKind, UndefinedReference};
use crate::text::diagnostic::{Diagnostic, Fix, Level, Related, Safety};
use crate::text::pieces::{Part as _, Pieces as _};
use crate::text::suggest;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "undefined-reference",
    level: Level::Error,
    fixable: true,
    on_by_default: true,
    summary: "a reference link without a definition",
    page: Page {
        what: "`[text][label]`, `[label][]` and `![label]` without a definition `[label]: url`, and \
               `[label]` where a link was probably meant: the file defines nearly the same label, has other \
               links of that form, has the label in another reference or has a definition that no link \
               uses; or another file defines the label (three files, if it is one word). Brackets in prose \
               (`[sic]`, `[1]`, `[x]`, `list[0][1]`, `#[test]`) and in quotations are skipped, and so are a word at the \
               beginning of a list item (`- [parser] Fix`) and words before its link (`- [less easy] [Count](…)`) that no other reference or file has as a label; \
               labels with numbers make no habit of labels without. Of `[a][b]` with \
               single letters or numbers those are reported whose label is a reference's elsewhere.",
        why: "The brackets are shown as written, on the page and in every feed reader.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\n---\nSee the [notes][relnotes].\n\n[rel-notes]: https://wherry.example/notes/\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\n---\nSee the [notes][rel-notes] [sic].\n\n[rel-notes]: https://wherry.example/notes/\n",
        }],
        sources: &["CommonMark 0.31, section 6.3"],
        ..Page::EMPTY
    },
    check: Check::Among(check),
};

fn check(context: &PostContext<'_>, all: &Knowledge<'_>, out: &mut Vec<Diagnostic>) {
    let facts = &context.document.facts;
    let shortcuts = Shortcuts::of(&facts.links);
    for reference in &facts.undefined_references {
        let near = near_definition(&facts.definitions, &reference.label.value);
        if is_meant(context, all, reference, near, &shortcuts) {
            out.push(finding(context, reference, near));
        }
    }
}

/// Whether a reference was meant as a link.
fn is_meant(
    context: &PostContext<'_>,
    all: &Knowledge<'_>,
    reference: &UndefinedReference,
    near: Option<&Definition>,
    shortcuts: &Shortcuts,
) -> bool {
    let text = &*context.document.source.text;
    let before = text.get(..reference.span.start).and_then(|text| text.chars().next_back());
    let rest = text.part(reference.span.end..);
    // `[label][]` whose brackets the parser took apart.
    let collapsed = rest.starts_with("[]");
    let after = rest.chars().next().filter(|_| !collapsed);
    let label = reference.label.value.trim();
    // `list[0][1]` and `[major].[minor]`.
    let joined = before.is_some_and(|c| is_of_word(c) || matches!(c, ']' | ')' | '_' | '\\' | '['))
        || after.is_some_and(|c| is_of_word(c) || matches!(c, '[' | ']' | '_'));
    // An attribute of a programming language: `#[derive]`, `#![no_std]`.
    let is_attribute =
        text.part(..reference.span.start).ends_with('#') || text.part(..reference.span.start).ends_with("#!");
    // `![/img/a.png]` lacks its brackets.
    if joined || is_attribute || is_url(label) && !reference.image || is_of_other_syntax(reference, rest) {
        return false;
    }
    match reference.kind {
        LinkKind::Reference => {
            let is_noted = || {
                is_note(&reference.text)
                    && is_note(label)
                    && !is_numbered(&reference.text)
                    && !is_known_note(context, all, reference)
            };
            !is_placeholder(label)
                && !is_noted()
                && (near.is_some()
                    || !begins_a_quotation(text, reference) && !is_after_a_tag(context, reference))
        }
        LinkKind::Collapsed => !is_note(label) || is_numbered(label),
        _ if collapsed => !is_note(label) || is_numbered(label),
        // The editor's words: `"I forgot [Ada's] plan"`.
        _ if !reference.image && is_in_quotation(text, reference.span.start) => false,
        _ if is_numbered(label) => {
            let definitions = &context.document.facts.definitions;
            definitions.iter().any(|definition| matches!(read_text(&definition.label.value), Text::Ref(_)))
        }
        _ if is_note(label) => false,
        // The part of a project that an item of release notes is about, not a mistyped label.
        _ if is_tag_of_item(text, reference)
            && near.is_none_or(|near| near.used)
            && !is_label_elsewhere(context, all, label) =>
        {
            false
        }
        _ if near.is_some() => true,
        _ if reference.image => !is_cell_of_one_word(text, reference),
        _ => {
            let habit = shortcuts.like(label) >= SHORTCUTS_MAKE_A_HABIT
                || is_label_elsewhere(context, all, label)
                || has_idle_definition(context, label);
            habit && reads_like_a_link(label)
        }
    }
}

/// Whether two pairs of brackets are words before an inline link, `[manual][chapter 2](/2/)`, or code: `[Void][Reflection]::Load()`,
/// `['a']['b']`, `[drive:][path]`.
fn is_of_other_syntax(reference: &UndefinedReference, rest: &str) -> bool {
    if reference.kind != LinkKind::Reference {
        return false;
    }
    let inside = rest.strip_prefix('(').map(|inside| inside.up_to([')', '\n']));
    let is_url = inside.is_some_and(|inside| {
        let inside = inside.trim();
        // A title may follow.
        let url = inside.up_to([' ', '\t']);
        !url.is_empty()
            && inside.part(url.len()..).trim_start().chars().next().is_none_or(|c| c == '"' || c == '\'')
    });
    let is_quoted = |text: &str| {
        let text = text.trim();
        text.len() > 1 && ['"', '\''].iter().any(|quote| text.starts_with(*quote) && text.ends_with(*quote))
    };
    let is_code = is_quoted(&reference.text) && is_quoted(&reference.label.value);
    is_url || is_code || rest.starts_with("::") || reference.text.ends_with(':')
}

/// Whether a character joins what is beside it to one word. Scripts without spaces between words, and those whose endings follow a
/// bracket, join nothing.
fn is_of_word(c: char) -> bool {
    let has_no_spaces = matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}');
    c.is_alphanumeric() && !has_no_spaces
}

/// Whether words in brackets begin a quotation that goes on: `"[JS][Codegen] Objects lack a field"` is the title of an issue.
fn begins_a_quotation(text: &str, reference: &UndefinedReference) -> bool {
    let is_word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '-');
    let before = text.part(..reference.span.start).trim_end_matches([' ', '*', '_', '`']);
    let after = text.part(reference.span.end..);
    is_word(&reference.text)
        && is_word(reference.label.value.trim())
        && before.ends_with(['"', '\'', '“', '‘', '«', '„', '「', '『', '`'])
        && after.trim_start_matches(':').starts_with([' ', '\n'])
}

/// Whether one word in brackets begins an item of a list that goes on, or is after the item's first link: `- [parser] Fix…`,
/// `- [#12](…): [parser] Fix…`.
fn is_tag_of_item(text: &str, reference: &UndefinedReference) -> bool {
    let is_word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '+');
    let line = text.part(..reference.span.start).after_last('\n').trim();
    let (mark, rest) = line.split_once(' ').unwrap_or((line, ""));
    let is_item = matches!(mark, "-" | "*" | "+")
        || mark.strip_suffix('.').is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    let rest = rest.trim();
    let is_after_link = || rest.starts_with('[') && rest.trim_end_matches(':').ends_with([')', ']']);
    let after = text.part(reference.span.end..).trim_start_matches(':');
    // Words before a link are one, too: `- [good first] [Count the oars](…)`.
    let is_before_link = || rest.is_empty() && after.starts_with(" [");
    !reference.image
        && (is_word(reference.label.value.trim()) || is_before_link())
        && is_item
        && (rest.is_empty() || is_after_link())
        && after.starts_with(' ')
        && after.trim_start_matches(' ').starts_with(|c: char| !c.is_whitespace())
}

/// Whether the first of two words in brackets is alone in brackets elsewhere in the file: `[C++][Parser]` beside `[C++]`.
fn is_after_a_tag(context: &PostContext<'_>, reference: &UndefinedReference) -> bool {
    let text = reference.text.trim();
    let mut others = context.document.facts.undefined_references.iter();
    others.any(|other| other.kind == LinkKind::Shortcut && !other.image && other.label.value.trim() == text)
}

/// How many links of the form `[label]` a file has, of those with a number in the label and of others: a file with `[bug #12]`
/// has no habit of words in brackets.
#[derive(Default)]
struct Shortcuts {
    numbered: usize,
    others: usize,
}

impl Shortcuts {
    fn of(links: &[Link]) -> Self {
        let mut all = Self::default();
        for link in links.iter().filter(|link| link.kind == LinkKind::Shortcut) {
            *(if has_digit(&link.text) { &mut all.numbered } else { &mut all.others }) += 1;
        }
        all
    }

    fn like(&self, label: &str) -> usize {
        if has_digit(label) { self.numbered + self.others } else { self.others }
    }
}

fn has_digit(label: &str) -> bool {
    label.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether `![word]` is all that a cell of a table has: a command rather than a picture.
fn is_cell_of_one_word(text: &str, reference: &UndefinedReference) -> bool {
    let before = text.part(..reference.span.start).trim_end_matches(' ');
    let after = text.part(reference.span.end..).trim_start_matches(' ');
    let label = reference.label.value.trim();
    before.ends_with('|') && after.starts_with('|') && label.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Whether a definition of this file is used by no link: the reference to it may be the one that is mistyped.
fn has_idle_definition(context: &PostContext<'_>, label: &str) -> bool {
    let is_like = |other: &str| has_digit(label) || !has_digit(other);
    let facts = &context.document.facts;
    let mut definitions = facts.definitions.iter();
    facts.liquid.is_empty()
        && definitions.any(|it| {
            !it.used && is_like(&it.label.value) && !is_comment(it) && !it.label.value.starts_with(['^', '*'])
        })
}

/// Whether another place refers to a label or defines it: another reference of this file, or another file. One word may be
/// anything unless several files define it, and an include may define what the file itself does not.
fn is_label_elsewhere(context: &PostContext<'_>, all: &Knowledge<'_>, label: &str) -> bool {
    let facts = &context.document.facts;
    let here = facts.undefined_references.iter().any(|other| {
        other.kind == LinkKind::Reference
            && other.label.value.trim().eq_ignore_ascii_case(label)
            && !is_after_a_tag(context, other)
    });
    let text = &context.document.source.text;
    let includes = facts.liquid.iter().any(|tag| tag.of(text).contains("include"));
    let elsewhere = || all.labels.contains(&label.to_lowercase());
    !includes && (here || elsewhere())
}

/// Whether notes with a letter or a number, `[y][z]`, are references: another one of this file has the label, with words for its text,
/// or several files define it.
fn is_known_note(context: &PostContext<'_>, all: &Knowledge<'_>, reference: &UndefinedReference) -> bool {
    let facts = &context.document.facts;
    let label = reference.label.value.trim();
    let is_letter = label.chars().any(char::is_alphabetic);
    let is_same = |other: &str| other.trim().eq_ignore_ascii_case(label);
    let here = facts.undefined_references.iter().any(|other| {
        other.span != reference.span
            && other.kind == LinkKind::Reference
            && is_same(&other.label.value)
            && !is_note(&other.text)
    });
    let numbered = facts.definitions.iter().any(|it| it.used && is_note(it.label.value.trim()));
    here || numbered && !is_letter || is_letter && all.labels.contains(&label.to_lowercase())
}

/// A file with so many links of the form `[label]` uses brackets for links.
const SHORTCUTS_MAKE_A_HABIT: usize = 2;

/// `#12`
fn is_numbered(text: &str) -> bool {
    matches!(read_text(text), Text::Ref(found) if found.mark == "#")
}

/// `[1]`, `[*]`, `[x]`, `[…]`, `[]`: notes, boxes and omissions.
fn is_note(label: &str) -> bool {
    let letters = label.chars().filter(|c| c.is_alphabetic()).count();
    letters < 2 || label.len() < 2 || label.eq_ignore_ascii_case("sic")
}

/// `[a-z][a-z0-9]*`, `[OPTION][FILE]`, `[<args>]`.
fn is_placeholder(label: &str) -> bool {
    let shouted = label.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '-' | '_'));
    shouted || label.contains(['<', '>', '|', '=', '{', '}', '*', '^', '$']) || label.contains("a-z")
}

/// Words, as a link's text would have them: no command lines, no shouting, no remarks.
fn reads_like_a_link(label: &str) -> bool {
    const REMARKS: [&str; 14] = [
        "sic",
        "emphasis",
        "added",
        "update",
        "updated",
        "note",
        "edit",
        "edited",
        "redacted",
        "removed",
        "sig",
        "snip",
        "ed",
        "translation",
    ];
    let plain =
        label.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '’' | '.' | '_' | '`'));
    let first = label.up_to([' ', ':']).to_lowercase();
    let last = label.after_last(' ').to_lowercase();
    plain
        && label.len() >= 4
        && !is_placeholder(label)
        && !REMARKS.contains(&first.as_str())
        && !REMARKS.contains(&last.as_str())
}

fn is_url(label: &str) -> bool {
    label.contains("://") || label.starts_with("www.") || label.starts_with('/')
}

/// The definition that was meant.
fn near_definition<'d>(definitions: &'d [Definition], label: &str) -> Option<&'d Definition> {
    const MOST: usize = 500;
    const LONGEST: usize = 80;
    if label.len() < 3 || label.len() > LONGEST {
        return None;
    }
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let labels = definitions.iter().take(MOST).map(|definition| definition.label.value.as_str());
    let same_numbers = labels.filter(|other| digits(other) == digits(label) && other.len() <= LONGEST);
    let right = suggest::nearest(label, same_numbers)?;
    let limit = (label.len() / 4).max(1);
    if strsim::damerau_levenshtein(&right.to_lowercase(), &label.to_lowercase()) > limit {
        return None;
    }
    definitions.iter().find(|definition| definition.label.value == right)
}

fn finding(
    context: &PostContext<'_>,
    reference: &UndefinedReference,
    near: Option<&Definition>,
) -> Diagnostic {
    let label = &reference.label.value;
    let message = format!("nothing defines `[{label}]`, so the brackets are shown as written");
    let found = context.finding(reference.span, message.clone()).with_param("label", label.as_str());
    let Some(near) = near else {
        let help = format!("add a line `[{label}]: …` with the URL, or write `[…](…)`");
        let cause = causes::of_same_words(context, &message, Some(&help));
        return found.with_help(help).with_causes([cause]);
    };
    let right = &near.label.value;
    let edit = match reference.kind {
        LinkKind::Reference => context.edit(reference.label.span, right.clone()),
        _ => context.edit(
            reference.span,
            format!("{}[{}][{right}]", if reference.image { "!" } else { "" }, reference.text),
        ),
    };
    found
        .with_help(format!("did you mean `[{right}]`?"))
        .with_related(Related {
            path: context.document.path().clone(),
            span: near.label.span,
            label: "this is defined".to_owned(),
        })
        .with_fix(Fix::new(format!("refer to `[{right}]`"), Safety::Unsafe, edit))
}

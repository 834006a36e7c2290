//! The tags and outputs of a Liquid template: the one reader of `{% … %}` and `{{ … }}`.

use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// A tag or an output of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Construct<'s> {
    /// All of it, with its delimiters; to the end of the template where nothing closes it.
    pub(crate) span: Span,
    /// Whether it is a tag, `{% … %}`.
    pub(crate) is_tag: bool,
    /// The name of a tag, letters, digits and `_`; empty for an output.
    pub(crate) name: &'s str,
    /// What follows a tag's name, or all of an output, without delimiters, dashes and white space around it.
    pub(crate) markup: &'s str,
    /// Whether a dash at its end trims the text after it.
    pub(crate) trims_after: bool,
    /// Whether its delimiter closes it.
    pub(crate) is_closed: bool,
    /// Whether Liquid rejects an output because of a single `}` in it.
    pub(crate) has_lone_brace: bool,
}

impl<'s> Construct<'s> {
    /// Returns the first construct that begins at or after the byte `at`.
    pub(crate) fn next(source: &'s str, at: usize) -> Option<Self> {
        let start = at + start(source.get(at..)?)?;
        let is_tag = source.as_bytes().get(start + 1) == Some(&b'%');
        let rest = source.part(start + 2..);
        let close = if is_tag { "%}" } else { "}}" };
        let found = memchr::memmem::find(rest.as_bytes(), close.as_bytes());
        let inner = rest.part(..found.unwrap_or(rest.len()));
        let trims_after = inner.len() > 1 && inner.ends_with('-');
        let bare = inner.strip_prefix('-').unwrap_or(inner);
        let bare = bare.strip_suffix('-').unwrap_or(bare).trim();
        let (name, markup) = if is_tag { split_name(bare) } else { ("", bare) };
        Some(Self {
            span: Span::new(start, found.map_or(source.len(), |length| start + 2 + length + 2)),
            is_tag,
            name,
            markup,
            trims_after,
            is_closed: found.is_some(),
            has_lone_brace: !is_tag && inner.contains('}'),
        })
    }
}

/// Returns the tags and outputs of a template in order. An unclosed one is the last.
pub(crate) fn constructs(source: &str) -> impl Iterator<Item = Construct<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let next = Construct::next(source, at)?;
        at = next.span.end;
        Some(next)
    })
}

/// Returns those that Liquid evaluates: what is between `raw` or `comment` and its end is none.
pub(crate) fn evaluated(source: &str) -> impl Iterator<Item = Construct<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let next = Construct::next(source, at)?;
            at = next.span.end;
            if !matches!(next.name, "raw" | "comment") {
                return Some(next);
            }
            let end = find_end_tag(source, at, &format!("end{}", next.name));
            at = end.map_or(source.len(), |(end, _)| end.end);
        }
    })
}

/// Returns the span of the first tag `end` at or after the byte `at`, and whether a dash trims what follows. Everything
/// before it is skipped, as between `raw` and `endraw`.
pub(crate) fn find_end_tag(source: &str, at: usize, end: &str) -> Option<(Span, bool)> {
    let starts = memchr::memmem::find_iter(source.as_bytes().get(at..)?, b"{%");
    starts.map(|found| at + found).find_map(|open| end_tag(source, open, end))
}

/// Returns the span of the last tag `end` of a template.
pub(crate) fn find_last_end_tag(source: &str, end: &str) -> Option<Span> {
    source.rmatch_indices("{%").find_map(|(open, _)| end_tag(source, open, end)).map(|(span, _)| span)
}

/// The tag `name` that begins at `open`: the span, and whether it ends with a dash. Anything but another tag may follow its name
/// (`liquid/tags/raw.rb`).
fn end_tag(source: &str, open: usize, name: &str) -> Option<(Span, bool)> {
    let text = source.part(open + 2..);
    let rest = text.strip_prefix('-').unwrap_or(text).trim_start().strip_prefix(name)?;
    if rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
        return None;
    }
    let (inner, after) = rest.split_once("%}").filter(|(inner, _)| !inner.contains("{%"))?;
    Some((Span::new(open, source.len() - after.len()), inner.ends_with('-')))
}

/// The offset of the first `{{` or `{%`.
fn start(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'{', bytes).find(|at| matches!(bytes.get(at + 1), Some(b'{' | b'%')))
}

/// A tag's name, and what follows it.
fn split_name(inner: &str) -> (&str, &str) {
    let length = inner.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(inner.len());
    (inner.part(..length), inner.part(length..).trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> Vec<(&str, &str, &str)> {
        constructs(source).map(|it| (it.span.of(source), it.name, it.markup)).collect()
    }

    #[test]
    fn names_and_markup() {
        assert_eq!(
            shown("{ a {{- b | c -}} d {%- if x -%}{%endif%}{%%}{{"),
            [
                ("{{- b | c -}}", "", "b | c"),
                ("{%- if x -%}", "if", "x"),
                ("{%endif%}", "endif", ""),
                ("{%%}", "", ""),
                ("{{", "", ""),
            ]
        );
        assert_eq!(shown("{% # a comment %}"), [("{% # a comment %}", "", "# a comment")]);
        assert!(constructs("{{ a } }}").all(|it| it.has_lone_brace && it.is_closed));
        assert!(constructs("x {% if").all(|it| !it.is_closed && it.name == "if"));
        assert!(constructs("{%-%}").all(|it| !it.trims_after));
    }

    #[test]
    fn text_within_raw_and_comments_is_not_evaluated() {
        let source = "{{ a }}{% raw %}{{ b }}{% endraw %}{%- comment -%}{% c %}{% endcomment %}{% d %}{% raw %}{{ e }}";
        let shown = |source| evaluated(source).map(|it| it.span.of(source)).collect::<String>();
        assert_eq!(shown(source), "{{ a }}{% d %}");
        let source = "{% comment %}{{ b }}{% endcomments %}{{ c }}{% endcomment }%}{{ d }}{% raw %}{{ e }}{% endraw x -%}{{ f }}";
        assert_eq!(shown(source), "{{ d }}{{ f }}");
    }

    #[test]
    fn end_tags() {
        let source = "{% raw %} {{ {% endrawx %} {% endraw {% %} {%- endraw x -%} {% endraw %}";
        assert_eq!(
            find_end_tag(source, 9, "endraw").map(|(span, dash)| (span.of(source), dash)),
            Some(("{%- endraw x -%}", true))
        );
        assert_eq!(find_last_end_tag(source, "endraw").map(|span| span.of(source)), Some("{% endraw %}"));
        assert_eq!(find_end_tag("{% endraw", 0, "endraw"), None);
    }
}

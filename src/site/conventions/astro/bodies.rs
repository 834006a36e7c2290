//! The HTML of an entry; of MDX what is Markdown in it.

use std::collections::BTreeMap;

use crate::markup::markdown;
use crate::markup::markdown::code::{Fences, Place, fence_length, span_length};
use crate::site::conventions::astro::renderer::{Renderer, WITHOUT_TEXT};
use crate::site::post::Post;
use crate::site::{Bodies, Rendered, Site};

/// What makes HTML of a site's entries.
#[derive(Debug)]
pub(super) struct Texts {
    /// What the code of feeds calls in the place of Astro's own Markdown, by the numbers of their ways.
    pub(super) renderers: BTreeMap<usize, Renderer>,
}

impl Bodies for Texts {
    fn html(&self, site: &Site, post: &Post, body: &str) -> Rendered {
        let options = &site.settings.markdown;
        if post.way == WITHOUT_TEXT {
            return Rendered { html: String::new(), problems: Vec::new() };
        }
        if let Some(renderer) = self.renderers.get(&post.way) {
            return Rendered { html: renderer.html(body), problems: Vec::new() };
        }
        let html = if post.path.ends_with(".mdx") {
            markdown::render(&without_jsx(body), options)
        } else if post.path.ends_with(".mdoc") {
            markdown::render(&without_tags(body), options)
        } else {
            markdown::render(body, options)
        };
        Rendered { html, problems: Vec::new() }
    }

    fn summary(&self, _: &Site, _: &Post, _: &str, _: Option<&str>) -> Option<String> {
        None
    }
}

/// MDX without its program: `import` and `export` lines, comments, and the tags of components, whose inner text
/// stays.
fn without_jsx(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut fences, mut in_program) = (Fences::default(), false);
    for line in text.split_inclusive('\n') {
        if fences.read(line) != Place::Outside {
            out.push_str(line);
            continue;
        }
        // A statement ends with a blank line at the latest.
        in_program = !line.trim().is_empty()
            && (in_program || line.starts_with("import ") || line.starts_with("export "));
        if !in_program {
            push_without_components(line, &mut out);
        }
    }
    out
}

/// Markdoc without its tags, whose inner text stays: `{% callout %}`.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut is_start) = (text, true);
    while let Some(first) = rest.chars().next() {
        let fence = if is_start { fence_length(rest) } else { None };
        let (kept, left_out) = match (fence.or_else(|| (first == '`').then(|| span_length(rest))), first) {
            (Some(code), _) => (code, 0),
            (None, '{') => (0, tag_length(rest)),
            (None, _) => (0, 0),
        };
        let kept = if left_out > 0 { kept } else { kept.max(first.len_utf8()) };
        let (before, after) = rest.split_at_checked(kept).unwrap_or((rest, ""));
        out.push_str(before);
        is_start = before.ends_with('\n');
        rest = after.get(left_out..).unwrap_or("");
    }
    out
}

/// The length of the tag that text begins with, which may be of several lines; 0 where none does.
fn tag_length(text: &str) -> usize {
    let Some(inner) = text.strip_prefix("{%") else { return 0 };
    let mut marks = inner.match_indices(['%', '{', '\n']).filter_map(|(at, _)| {
        let from = inner.get(at..)?;
        ["%}", "{%", "\n\n"].into_iter().find(|mark| from.starts_with(mark)).map(|mark| (at, mark))
    });
    marks.next().filter(|(_, mark)| *mark == "%}").map_or(0, |(end, _)| end + 4)
}

fn push_without_components(line: &str, out: &mut String) {
    let mut rest = line;
    while let Some(at) = rest.find(['<', '{', '`']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if from.starts_with('`') {
            let end = span_length(from);
            out.push_str(from.get(..end).unwrap_or(""));
            rest = from.get(end..).unwrap_or("");
            continue;
        }
        let name = from.trim_start_matches(['<', '/']);
        let is_component = from.starts_with('<') && name.starts_with(|c: char| c.is_ascii_uppercase());
        let end = if is_component {
            from.find('>').map(|end| end + 1)
        } else if from.starts_with("{/*") {
            from.find("*/}").map(|end| end + 3)
        } else {
            None
        };
        match end {
            Some(end) => rest = from.get(end..).unwrap_or(""),
            None => {
                out.push_str(from.get(..1).unwrap_or(""));
                rest = from.get(1..).unwrap_or("");
            }
        }
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::{without_jsx, without_tags};

    #[test]
    fn markdoc_keeps_its_markdown() {
        let text = "# T {% #t %}\n\n{% note type=\"x\" %}\nin\n{% /note %}\n\n```\n{% a %}\n```\n{% open\n";
        assert_eq!(without_tags(text), "# T \n\n\nin\n\n\n```\n{% a %}\n```\n{% open\n");
        let text =
            "{% note\n   type=\"x\" %}é{% /note %} `{% a %}` {%\n\n%}\n````\n```\n{% b %}\n````\n{% c %}\n";
        let shown = "é `{% a %}` {%\n\n%}\n````\n```\n{% b %}\n````\n\n";
        assert_eq!(without_tags(text), shown);
    }

    #[test]
    fn mdx_keeps_its_markdown() {
        let text = "import A from './a';\nimport B\n  from 'b';\n\n# T\n\n<A x=\"y\">in `<B>` ``<C>` <D>``</A> {/* no */} {1}\n\n````\n```\nimport C\n````\n";
        assert_eq!(without_jsx(text), "\n# T\n\nin `<B>` ``<C>` <D>``  {1}\n\n````\n```\nimport C\n````\n");
    }
}

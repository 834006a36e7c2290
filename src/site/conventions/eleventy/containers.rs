//! Blocks between lines of colons, `::: note`, as markdown-it-container reads them: their tags are put around the Markdown.

use std::borrow::Cow;

use crate::markup::javascript::{Object, Reader, Value};
use crate::markup::markdown::code::{Fences, Place};
use crate::site::conventions::eleventy::library;
use crate::site::conventions::programs::Modules;

/// A kind of block.
#[derive(Clone, Debug)]
pub(super) struct Container {
    name: String,
    /// The sign of its lines.
    marker: char,
    /// The function that writes its tags, where the site has one.
    render: Option<Value>,
}

/// How deep blocks may be in each other.
const DEEPEST: usize = 8;

impl Container {
    /// The kind that a call of the plugin adds, of its arguments after the plugin.
    pub(super) fn of(arguments: &[Value]) -> Option<Self> {
        let name = arguments.first()?.as_text()?.to_owned();
        let option = |key: &str| arguments.get(1).and_then(|options| options.get(key));
        let marker = option("marker").and_then(Value::as_text).and_then(|marker| marker.chars().next());
        let render = option("render").filter(|value| matches!(value, Value::Function(_))).cloned();
        Some(Self { name, marker: marker.unwrap_or(':'), render })
    }

    /// The tags of a block whose first line has these words.
    fn tags(&self, words: &str) -> (String, String) {
        let plain = || (format!("<div class=\"{}\">", self.name), "</div>".to_owned());
        let Some(render) = &self.render else { return plain() };
        let calls = |name: &str, arguments: &[Value]| library::called(name, arguments);
        let modules = Modules { calls: &calls, ..Modules::alone() };
        let mut reader = Reader::new(&modules);
        let mut tag = |nesting: i8| {
            let mut token = Object::default();
            token.set("nesting", Value::Number(f64::from(nesting)), 0);
            token.set("info", Value::Text(words.to_owned()), 0);
            token.set("tag", Value::Text("div".to_owned()), 0);
            token.set("markup", Value::Text(self.marker.to_string().repeat(3)), 0);
            reader.call(render, &[Value::List([Value::Object(token)].into()), Value::Number(0.0)]).to_text()
        };
        match (tag(1), tag(-1)) {
            (Some(open), Some(close)) => (open, close),
            _ => plain(),
        }
    }
}

/// Markdown with tags in the places of the lines that begin and end blocks.
pub(super) fn with_tags<'t>(text: &'t str, containers: &[Container]) -> Cow<'t, str> {
    let is_there = |container: &Container| text.contains(&container.marker.to_string().repeat(3));
    if !containers.iter().any(is_there) {
        return Cow::Borrowed(text);
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut out = String::with_capacity(text.len() + 64);
    push_lines(&lines, containers, &mut out, 0);
    Cow::Owned(out)
}

fn push_lines(lines: &[&str], containers: &[Container], out: &mut String, depth: usize) {
    let mut rest = lines;
    let mut fences = Fences::default();
    while let [line, after @ ..] = rest {
        let is_outside = fences.read(line) == Place::Outside;
        rest = after;
        let found = containers.iter().find_map(|container| {
            let (count, words) = opening(line, container)?;
            Some((container, count, words))
        });
        let Some((container, count, words)) = found.filter(|_| is_outside && depth < DEEPEST) else {
            out.push_str(line);
            continue;
        };
        let is_end = |line: &&str| {
            let line = unindented(line).unwrap_or("").trim_end();
            line.chars().count() >= count && line.chars().all(|c| c == container.marker)
        };
        let end = after.iter().position(is_end).unwrap_or(after.len());
        let (inner, behind) = after.split_at(end);
        let (open, close) = container.tags(words);
        out.push_str(&format!("\n{}\n\n", open.trim_end()));
        push_lines(inner, containers, out, depth + 1);
        out.push_str(&format!("\n\n{}\n\n", close.trim_end()));
        rest = behind.get(1..).unwrap_or(&[]);
    }
}

/// How many signs the first line of a block has, and the words after them.
fn opening<'l>(line: &'l str, container: &Container) -> Option<(usize, &'l str)> {
    let line = unindented(line)?;
    let words = line.trim_start_matches(container.marker);
    let count = line.chars().take_while(|c| *c == container.marker).count();
    let is_named = words.trim().split(' ').next() == Some(container.name.as_str());
    (count >= 3 && is_named).then_some((count, words.trim_end()))
}

/// A line without the blanks before it; nothing for one that is indented further.
fn unindented(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(' ');
    (line.len() - rest.len() < 4).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::markdown;

    fn html(text: &str, program: &str) -> String {
        let modules = Modules::alone();
        let mut reader = Reader::new(&modules);
        let options = reader.exports("a.js", &format!("export default {{ {program} }};"));
        let options = options.get("default").cloned().unwrap_or_default();
        let containers = ["note", "warning"].map(|name| {
            Container::of(&[Value::Text(name.to_owned()), options.clone()]).expect("a container")
        });
        markdown::render(&with_tags(text, &containers), &markdown::Options::common_mark())
    }

    #[test]
    fn blocks_between_colons_are_elements() {
        for (text, expected) in [
            (
                "a\n::: note\n*b*\n:::\nc\n",
                "<p>a</p>\n<div class=\"note\">\n<p><em>b</em></p>\n</div>\n<p>c</p>\n",
            ),
            (
                ":::: note more\n::: warning\nx\n:::\n::::\n",
                "<div class=\"note\">\n<div class=\"warning\">\n<p>x</p>\n</div>\n</div>\n",
            ),
            ("::: other\nx\n:::\n", "<p>::: other\nx\n:::</p>\n"),
            ("```\n::: note\n```\n", "<pre><code>::: note\n</code></pre>\n"),
            ("::: note\nnever ends\n", "<div class=\"note\">\n<p>never ends</p>\n</div>\n"),
        ] {
            assert_eq!(html(text, ""), expected, "{text}");
        }
    }

    #[test]
    fn tags_are_those_of_the_sites_function() {
        let program = "render(tokens, idx) { const m = tokens[idx].info.trim().match(/^\\w+\\s+(.*)$/); return tokens[idx].nesting === 1 ? `<aside><h2>${m ? md.utils.escapeHtml(m[1]) : 'Note'}</h2>\\n` : '</aside>\\n'; }";
        let program = program.replace("md.utils", "markdownIt().utils");
        let expected = "<aside><h2>A &lt;b&gt;</h2>\n<p>x</p>\n</aside>\n";
        assert_eq!(html("::: note A <b>\nx\n:::\n", &program), expected);
        assert!(html("::: note\nx\n:::\n", &program).starts_with("<aside><h2>Note</h2>"));
    }
}

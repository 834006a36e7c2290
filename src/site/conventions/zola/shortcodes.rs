//! Shortcodes: `{{ name(argument="…") }}` and `{% name() %}…{% end %}`.

use std::collections::BTreeMap;

use crate::markup::front_matter::{Map, Node, Value};
use crate::site::conventions::jinja::{Run, World, arguments, text as text_of_value};
use crate::site::conventions::zola::tera::functions::{data_files, picture_sizes};
use crate::site::tree::Tree;
use crate::text::html::text::{escape, escape_attribute};

/// A template of the site's own.
#[derive(Clone, Debug)]
struct Template {
    text: String,
    /// Whether what it writes is Markdown.
    is_markdown: bool,
}

/// The shortcodes of a site.
#[derive(Clone, Debug, Default)]
pub(super) struct Shortcodes {
    own: BTreeMap<String, Template>,
    /// Other templates, by their paths below `templates`: macros, and what is included.
    pub(super) templates: BTreeMap<String, String>,
    /// Files that templates load data from.
    pub(super) data: BTreeMap<String, String>,
    /// The sizes of pictures, where templates ask for any.
    pub(super) sizes: BTreeMap<String, (usize, usize)>,
}

/// Content with its shortcodes replaced.
#[derive(Debug, Default)]
pub(super) struct Expanded {
    /// Markdown in which marks stand for HTML.
    pub(super) text: String,
    /// The HTML of each mark.
    html: Vec<String>,
    /// How often each was called.
    counts: BTreeMap<String, i64>,
    /// Shortcodes that cannot be evaluated: name and place.
    pub(super) unknown: Vec<(String, usize)>,
}

/// How deep shortcodes may be in each other.
const DEEPEST: usize = 12;

/// What marks begin and end with: characters for private use.
const MARK: (char, char) = ('\u{e000}', '\u{e001}');

/// One call.
struct Call<'t> {
    name: &'t str,
    arguments: &'t str,
    end: usize,
}

impl Shortcodes {
    /// Reads the templates of the site and of its themes; the site's own win.
    pub(super) fn read(tree: &dyn Tree, paths: &[String]) -> Self {
        let mut found = Self::default();
        let (own, themes): (Vec<&String>, Vec<&String>) =
            paths.iter().partition(|path| path.starts_with("templates/"));
        for path in themes.into_iter().filter(|path| path.starts_with("themes/")).chain(own) {
            let Some((_, below)) = path.split_once("templates/") else { continue };
            let Some((stem, ending @ ("html" | "md"))) = below.rsplit_once('.') else { continue };
            let Some(text) = tree.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok()) else {
                continue;
            };
            match stem.strip_prefix("shortcodes/") {
                Some(name) => {
                    found.own.insert(name.to_owned(), Template { text, is_markdown: ending == "md" });
                }
                None => {
                    found.templates.insert(below.to_owned(), text);
                }
            }
        }
        let is_asked = |function: &str| {
            let macros = found.templates.iter().filter(|(path, _)| path.starts_with("macros/"));
            let shortcodes = found.own.values().map(|template| &template.text);
            shortcodes.chain(macros.map(|(_, text)| text)).any(|text| text.contains(function))
        };
        let (asks_data, asks_sizes) =
            (is_asked("load_data("), is_asked("get_image_metadata(") || is_asked("resize_image("));
        if asks_data {
            found.data = data_files(tree, paths);
        }
        if asks_sizes {
            found.sizes = picture_sizes(tree, paths);
        }
        found
    }

    /// Replaces the shortcodes of a body; `link` is the HTML of what stands for one that cannot be evaluated.
    pub(super) fn expand(&self, text: &str, link: &str, world: World<'_>) -> Expanded {
        let mut out = Expanded { text: String::with_capacity(text.len()), ..Expanded::default() };
        let mut body = std::mem::take(&mut out.text);
        self.expand_into(text, 0, &mut body, &mut out, (link, world), 0);
        out.text = body;
        out
    }

    fn expand_into(
        &self,
        text: &str,
        offset: usize,
        body: &mut String,
        out: &mut Expanded,
        given: (&str, World<'_>),
        depth: usize,
    ) {
        let mut at = 0;
        while let Some(found) = text.get(at..).and_then(next) {
            let start = at + found;
            body.push_str(text.get(at..start).unwrap_or(""));
            if let Some((shown, end)) = escaped(text, start) {
                body.push_str(&shown);
                at = end;
                continue;
            }
            let is_paired = text.as_bytes().get(start + 1) == Some(&b'%');
            let call = call(text, start);
            let inner = call.as_ref().filter(|_| is_paired).and_then(|call| end_of(text, call.end));
            let Some(call) = call.filter(|_| !is_paired || inner.is_some()) else {
                body.push_str(text.get(start..start + 2).unwrap_or(""));
                at = start + 2;
                continue;
            };
            at = inner.map_or(call.end, |(_, end)| end);
            let inner = inner.map(|(inner_end, _)| {
                let mut within = String::new();
                if depth < DEEPEST {
                    let inner = text.get(call.end..inner_end).unwrap_or("");
                    self.expand_into(inner, offset + call.end, &mut within, out, given, depth + 1);
                }
                within
            });
            self.push(&call, offset + start, inner, body, out, given);
        }
        body.push_str(text.get(at..).unwrap_or(""));
    }

    /// Writes what a call comes to.
    fn push(
        &self,
        call: &Call<'_>,
        place: usize,
        inner: Option<String>,
        body: &mut String,
        out: &mut Expanded,
        (link, world): (&str, World<'_>),
    ) {
        let count = out.counts.entry(call.name.to_owned()).or_insert(0);
        *count += 1;
        let given = arguments(world, call.arguments);
        let given = given.map(|mut given| {
            given.insert("nth", Node::unwritten(Value::Int(*count)));
            if let Some(inner) = &inner {
                given.insert("body", Node::unwritten(Value::from(inner.trim())));
            }
            given
        });
        let template = self.own.get(call.name);
        let built_in = given.as_ref().filter(|_| template.is_none()).and_then(|it| built_in(call.name, it));
        let is_markdown = template.is_some_and(|template| template.is_markdown);
        let made = template
            .and_then(|template| Run::new(world, given?, !template.is_markdown).write(&template.text))
            .or(built_in);
        match (made, inner) {
            (Some(made), _) if is_markdown => body.push_str(&made),
            (Some(made), _) => out.push_mark(made, body),
            (None, inner) => {
                out.unknown.push((call.name.to_owned(), place));
                match inner {
                    Some(inner) => body.push_str(&inner),
                    None => out.push_mark(link.to_owned(), body),
                }
            }
        }
    }
}

impl Expanded {
    fn push_mark(&mut self, html: String, body: &mut String) {
        body.push_str(&format!("{}{}{}", MARK.0, self.html.len(), MARK.1));
        self.html.push(html);
    }

    /// HTML with that of each mark in its place; a paragraph of nothing but one mark is none.
    pub(super) fn fill(&self, html: &str) -> String {
        let mut out = String::with_capacity(html.len());
        self.fill_into(html, &mut out, 0);
        out
    }

    fn fill_into(&self, html: &str, out: &mut String, depth: usize) {
        let mut rest = html;
        while let Some(at) = rest.find(MARK.0) {
            let (before, from) = rest.split_at(at);
            let end = from.find(MARK.1).unwrap_or(from.len());
            let number = from.get(MARK.0.len_utf8()..end).and_then(|number| number.parse::<usize>().ok());
            let after = from.get(end + MARK.1.len_utf8()..).unwrap_or("");
            let made = number.and_then(|number| self.html.get(number)).filter(|_| depth < DEEPEST);
            match (before.strip_suffix("<p>"), after.strip_prefix("</p>")) {
                (Some(before), Some(after)) => {
                    out.push_str(before);
                    rest = after;
                }
                _ => {
                    out.push_str(before);
                    rest = after;
                }
            }
            let Some(made) = made else { continue };
            let is_code =
                out.rfind("<code").is_some_and(|open| out.rfind("</code>").is_none_or(|it| it < open));
            if is_code {
                out.push_str(&escape(made));
            } else {
                self.fill_into(made, out, depth + 1);
            }
        }
        out.push_str(rest);
    }
}

/// The place of the next `{{` or `{%`.
fn next(text: &str) -> Option<usize> {
    memchr::memchr_iter(b'{', text.as_bytes())
        .find(|at| matches!(text.as_bytes().get(at + 1), Some(b'{' | b'%')))
}

/// `{{/* name() */}}` and `{%/* name() */%}`, which show a shortcode: what they show, and where they end.
fn escaped(text: &str, start: usize) -> Option<(String, usize)> {
    let (open, rest) = text.get(start..)?.split_at_checked(2)?;
    let inner = rest.strip_prefix("/*")?;
    let close = if open == "{{" { "*/}}" } else { "*/%}" };
    let end = inner.find(close)?;
    // Only what calls a shortcode, or ends one, is shown by this.
    let is_call = open == "{%" || inner.get(..end)?.contains('(');
    is_call.then_some(())?;
    let shown = format!("{open}{}{}", inner.get(..end)?, &close[2..]);
    Some((shown, start + 4 + end + close.len()))
}

/// The call at a place.
fn call(text: &str, start: usize) -> Option<Call<'_>> {
    let close = if text.as_bytes().get(start + 1) == Some(&b'%') { "%}" } else { "}}" };
    let rest = text.get(start + 2..)?;
    let inner = rest.strip_prefix('-').unwrap_or(rest).trim_start();
    let length = inner.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
    let (name, after) = inner.split_at(length);
    let after = after.trim_start().strip_prefix('(')?;
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    // The bracket that closes the arguments is the first outside of quotes.
    let mut quote = None;
    let end = after.char_indices().find(|(_, c)| match quote {
        Some(open) => {
            quote = Some(open).filter(|open| open != c);
            false
        }
        None if matches!(c, '"' | '\'' | '`') => {
            quote = Some(*c);
            false
        }
        None => *c == ')',
    })?;
    let arguments = after.get(..end.0)?;
    let tail = after.get(end.0 + 1..)?.trim_start();
    let tail = tail.strip_prefix('-').unwrap_or(tail).strip_prefix(close)?;
    is_name.then(|| Call { name, arguments, end: text.len() - tail.len() })
}

/// Where the `{% end %}` of the call that ends at `from` begins and ends, those in between counted.
fn end_of(text: &str, from: usize) -> Option<(usize, usize)> {
    let (mut at, mut depth) = (from, 0_usize);
    loop {
        let start = at + text.get(at..)?.find("{%")?;
        let rest = text.get(start + 2..)?;
        let end = start + 2 + rest.find("%}")? + 2;
        let inner = text.get(start + 2..end - 2)?.trim_matches('-').trim();
        at = start + 2;
        if inner == "end" {
            match depth {
                0 => return Some((start, end)),
                _ => depth -= 1,
            }
        } else if call(text, start).is_some() {
            depth += 1;
        }
    }
}

/// A link in the place of what a built-in shortcode embeds.
fn built_in(name: &str, arguments: &Map) -> Option<String> {
    let text = |key: &str| text_of_value(&arguments.get(key)?.value);
    let address = match name {
        "youtube" => format!("https://www.youtube.com/watch?v={}", text("id")?),
        "vimeo" => format!("https://vimeo.com/{}", text("id")?),
        "streamable" => format!("https://streamable.com/{}", text("id")?),
        "gist" => text("url")?,
        _ => return None,
    };
    Some(format!("<p><a href=\"{}\">{}</a></p>", escape_attribute(&address), escape(&address)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::markdown;
    use crate::site::conventions::zola::tera::Tera;
    use crate::site::conventions::zola::tera::files::Files;

    fn html(text: &str) -> (String, Vec<(String, usize)>) {
        let template = |text: &str, is_markdown| Template { text: text.to_owned(), is_markdown };
        let own = BTreeMap::from([
            ("raw".to_owned(), template("<b>{{ text }}</b>", false)),
            ("md".to_owned(), template("*{{ text }}*", true)),
            ("note".to_owned(), template("<aside>{{ body | markdown | safe }}</aside>", false)),
            ("count".to_owned(), template("{{ nth }}", false)),
            ("far".to_owned(), template("{{ load_data(path='x') }}", false)),
        ]);
        let shortcodes = Shortcodes { own, ..Shortcodes::default() };
        let options = markdown::Options::common_mark();
        let world = World {
            language: &Tera { files: Files::none(), config: None },
            names: &Map::default(),
            templates: &shortcodes.templates,
            markdown: &options,
            address: "https://a.example",
        };
        let expanded = shortcodes.expand(text, "<a>page</a>", world);
        (expanded.fill(&markdown::render(&expanded.text, &options)), expanded.unknown)
    }

    #[test]
    fn shortcodes_come_out_as_their_templates_say() {
        for (text, expected) in [
            ("{{ raw(text=\"a\") }}", "<b>a</b>\n"),
            ("A {{ raw(text='b)') }} c", "<p>A <b>b)</b> c</p>\n"),
            ("{{ md(text=\"x\") }}", "<p><em>x</em></p>\n"),
            (
                "{% note() %}A *b* {{ raw(text=1) }}{% end %}",
                "<aside><p>A <em>b</em> <b>1</b></p>\n</aside>\n",
            ),
            ("{{ count() }}{{ count() }}", "<p>12</p>\n"),
            ("{{/* raw() */}} {{ name }}", "<p>{{ raw() }} {{ name }}</p>\n"),
            ("{{/* end */}} {%/* end */%}", "<p>{{/* end */}} {% end %}</p>\n"),
            (
                "{{ youtube(id=\"x\") }}",
                "<p><a href=\"https://www.youtube.com/watch?v=x\">https://www.youtube.com/watch?v=x</a></p>\n",
            ),
        ] {
            assert_eq!(html(text), (expected.to_owned(), Vec::new()), "{text}");
        }
    }

    #[test]
    fn unknown_ones_leave_their_text_or_a_link() {
        let (text, unknown) = html("A {{ far() }} {% wide(x=1) %}b {{ gone() }}{% end %}");
        assert_eq!(text, "<p>A <a>page</a> b <a>page</a></p>\n");
        let names: Vec<&str> = unknown.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["far", "gone", "wide"]);
    }
}

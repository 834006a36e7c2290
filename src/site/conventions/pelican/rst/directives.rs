//! What begins with `..`: directives, footnotes, targets and comments.

use crate::site::conventions::pelican::rst::contents::list_mark;
use crate::site::conventions::pelican::rst::encode::escape;
use crate::site::conventions::pelican::rst::ids::section_id;
use crate::site::conventions::pelican::rst::inline::inline;
use crate::site::conventions::pelican::rst::model::{Block, Place, Read, html, indented};
use crate::site::conventions::pelican::rst::names::{Names, footnote_id};
use crate::site::conventions::pelican::rst::quotes::quoted;
use crate::site::conventions::pelican::rst::{labels, rows, tables};

/// Adds the block of explicit markup; `lines` are all of it.
pub(super) fn explicit(lines: &[&str], (names, depth, read): (&Names, usize, Read), out: &mut Vec<Block>) {
    let first = lines.first().copied().unwrap_or("").get(2..).unwrap_or("").trim();
    if let Some((label, text)) = first.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return footnote((label, text.trim()), lines, (names, depth, read), out);
    }
    if let Some(id) = first.strip_prefix('_').and_then(own_id) {
        out.push(Block::Attribute("id", id));
        return;
    }
    if first.starts_with(['_', '|']) {
        return;
    }
    let Some((name, argument)) = first.split_once("::").map(|(name, it)| (name.trim_end(), it)) else {
        return;
    };
    let is_name =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_:+.".contains(&byte));
    if !is_name {
        return;
    }
    let (inner, _) = indented(lines.get(1..).unwrap_or(&[]));
    let is_option = |line: &&&str| line.starts_with(':') && line.get(1..).is_some_and(|it| it.contains(':'));
    // An argument may go on in lines of its own.
    let count = inner.iter().take_while(is_option).count();
    let options: Vec<(&str, &str)> = (inner.iter().take(count))
        .filter_map(|line| line.get(1..)?.split_once(':'))
        .map(|(key, value)| (key.trim(), value.trim()))
        .collect();
    let body: Vec<&str> = inner.get(count..).unwrap_or(&[]).to_vec();
    let body = body.get(body.iter().take_while(|line| line.trim().is_empty()).count()..).unwrap_or(&[]);
    if name == "class" && body.is_empty() {
        out.push(Block::Attribute("class", argument.trim().to_owned()));
        return;
    }
    let directive = Directive { argument: argument.trim(), options, body, names, depth, read };
    if let Some(html) = directive.html(&name.to_lowercase()) {
        out.push(Block::Html(html));
    }
}

/// The id that a target after `_` gives what follows it; nothing for one that leads elsewhere.
pub(super) fn own_id(target: &str) -> Option<String> {
    let name = target.trim_end().strip_suffix(':')?;
    let name = name.strip_prefix('`').and_then(|name| name.strip_suffix('`')).unwrap_or(name);
    Some(section_id(name)).filter(|id| !id.is_empty())
}

struct Directive<'l> {
    argument: &'l str,
    options: Vec<(&'l str, &'l str)>,
    body: &'l [&'l str],
    names: &'l Names,
    depth: usize,
    read: Read,
}

impl Directive<'_> {
    fn option(&self, name: &str) -> Option<&str> {
        self.options.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
    }

    fn blocks(&self, argument: &str) -> Vec<Block> {
        let mut lines = Vec::new();
        if !argument.is_empty() {
            lines.push(argument);
        }
        lines.extend(self.body);
        (self.read)(&lines, self.names, self.depth + 1)
    }

    fn html(&self, name: &str) -> Option<String> {
        if let Some(title) = labels::title(name, &self.names.language) {
            return Some(self.admonition(name, title, self.argument));
        }
        Some(match name {
            "admonition" => {
                let id = section_id(self.argument);
                self.admonition(&format!("admonition-{id}"), self.argument, "")
            }
            "code-block" | "code" | "sourcecode" => self.code(),
            "image" => self.image("img") + "\n",
            "figure" => self.figure(),
            "raw" if self.argument.split(' ').any(|format| format == "html") => self.body.join("\n") + "\n",
            "parsed-literal" => {
                let text = inline(&self.body.join("\n"), self.names);
                format!("<pre class=\"literal-block\">\n{text}\n</pre>\n")
            }
            "epigraph" | "highlights" | "pull-quote" => {
                let lines: Vec<&str> = [self.argument]
                    .into_iter()
                    .filter(|it| !it.is_empty())
                    .chain(self.body.iter().copied())
                    .collect();
                let inner = quoted(&lines, self.names, self.depth, self.read);
                let inner = html(&inner, Place { is_lone_bare: true, ..Place::BODY });
                format!("<blockquote class=\"{name}\">\n{inner}</blockquote>\n")
            }
            "topic" | "sidebar" => {
                // A sidebar's first and last elements are marked, its title among them.
                let (first, marks) =
                    if name == "sidebar" { ("first ", (false, true)) } else { ("", (false, false)) };
                let inner = html(&self.blocks(""), Place { marks, ..Place::BODY });
                let title = inline(self.argument, self.names);
                let subtitle =
                    self.option("subtitle").filter(|_| name == "sidebar").map_or_else(String::new, |it| {
                        format!("<p class=\"sidebar-subtitle\">{}</p>\n", inline(it, self.names))
                    });
                format!(
                    "<div class=\"{name}\">\n<p class=\"{first}{name}-title\">{title}</p>\n{subtitle}{inner}</div>\n"
                )
            }
            "container" | "compound" | "class" => {
                let inner = html(&self.blocks(""), Place::BODY);
                match name {
                    "container" => {
                        format!("<div class=\"{} docutils container\">\n{inner}</div>\n", self.argument)
                    }
                    "compound" => format!("<div class=\"compound\">\n{inner}</div>\n"),
                    _ => inner,
                }
            }
            "contents" => self.contents(),
            "rubric" => format!("<p class=\"rubric\">{}</p>\n", inline(self.argument, self.names)),
            "table" => html(&self.blocks(""), Place::BODY),
            "list-table" => self.table(rows::of_list(self.body)),
            "csv-table" => self.table(rows::of_values(self.body)),
            "youtube" | "vimeo" => {
                let host =
                    if name == "vimeo" { "https://vimeo.com/" } else { "https://www.youtube.com/watch?v=" };
                let address = escape(&format!("{host}{}", self.argument));
                format!("<p><a href=\"{address}\">{address}</a></p>\n")
            }
            _ => return None,
        })
    }

    /// The mark of a list of headings; one of a single section has no title of its own.
    fn contents(&self) -> String {
        let is_local = self.option("local").is_some();
        let title = match self.argument {
            "" => labels::contents(&self.names.language),
            argument => argument,
        };
        let id = section_id(title);
        let title = if is_local && self.argument.is_empty() { "" } else { title };
        list_mark(&inline(title, self.names), &id, &self.options)
    }

    /// A table of these rows, with the heads that options ask for.
    fn table(&self, mut rows: Vec<Vec<String>>) -> String {
        let count = self.option("header-rows").and_then(|count| count.parse::<usize>().ok()).unwrap_or(0);
        let body = rows.split_off(count.min(rows.len()));
        let mut heads = self.option("header").map_or_else(Vec::new, |header| rows::of_values(&[header]));
        heads.extend(rows);
        let columns = heads.iter().chain(&body).map(Vec::len).max().unwrap_or(0);
        let widths: Vec<usize> = self.option("widths").map_or_else(Vec::new, |widths| {
            widths.split([',', ' ']).filter_map(|width| width.trim().parse().ok()).collect()
        });
        let widths = if widths.len() == columns { widths } else { vec![100 / columns.max(1); columns] };
        let cell = |lines: &[&str]| html(&(self.read)(lines, self.names, self.depth + 1), Place::CELL);
        let table = tables::written(&widths, &heads, &body, &cell);
        let caption = inline(self.argument, self.names);
        match (caption.as_str(), table.split_once('\n')) {
            ("", _) | (_, None) => table,
            (caption, Some((open, rest))) => format!("{open}\n<caption>{caption}</caption>\n{rest}"),
        }
    }

    fn admonition(&self, class: &str, title: &str, argument: &str) -> String {
        let own = if class.starts_with("admonition-") {
            format!("{class} admonition")
        } else {
            format!("admonition {class}")
        };
        let inner = html(&self.blocks(argument), Place { marks: (false, true), ..Place::BODY });
        let title = inline(title, self.names);
        format!("<div class=\"{own}\">\n<p class=\"first admonition-title\">{title}</p>\n{inner}</div>\n")
    }

    fn code(&self) -> String {
        let code = self.body.join("\n");
        let code = code.trim_matches('\n').trim_end();
        let shown =
            code.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        let whole = format!("<pre><span></span>{shown}\n</pre>");
        let is_numbered = self.option("linenos").or_else(|| self.option("number-lines")).is_some();
        if !is_numbered || self.option("linenos") == Some("inline") {
            return format!("<div class=\"highlight\">{whole}</div>\n");
        }
        let first = self.option("linenostart").and_then(|first| first.parse::<usize>().ok()).unwrap_or(1);
        let last = first + code.lines().count();
        let width = (last.saturating_sub(1)).to_string().len();
        let numbers: Vec<String> =
            (first..last).map(|number| format!("<span class=\"normal\">{number:>width$}</span>")).collect();
        format!(
            "<table class=\"highlighttable\"><tr><td class=\"linenos\"><div class=\"linenodiv\"><pre>{}</pre></div></td><td class=\"code\"><div class=\"highlight\">{whole}</div></td></tr></table>\n",
            numbers.join("\n")
        )
    }

    fn image(&self, kind: &str) -> String {
        let mut attributes = String::new();
        let mut add = |name: &str, value: &str| {
            attributes.push_str(&format!(" {name}=\"{}\"", escape(value)));
        };
        add("alt", self.option("alt").unwrap_or(""));
        let align = self.option("align").filter(|_| kind == "img");
        if let Some(align) = align {
            add("class", &format!("align-{align}"));
        }
        add("src", self.argument.split_whitespace().collect::<String>().as_str());
        let length = |value: &str| {
            let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
            if is_number { format!("{value}px") } else { value.to_owned() }
        };
        let mut style = String::new();
        for name in ["width", "height"] {
            if let Some(value) = self.option(name) {
                style.push_str(&format!(
                    "{}{name}: {};",
                    if style.is_empty() { "" } else { " " },
                    length(value)
                ));
            }
        }
        if !style.is_empty() {
            add("style", &style);
        }
        let image = format!("<img{attributes} />");
        match self.option("target") {
            Some(target) => {
                let known = target.strip_suffix('_').and_then(|name| self.names.target(name));
                let address = known.unwrap_or_else(|| target.to_owned());
                let kind = if address.starts_with('#') { "internal" } else { "external" };
                format!(
                    "<a class=\"reference {kind} image-reference\" href=\"{}\">\n{image}\n</a>",
                    escape(&address)
                )
            }
            None => image,
        }
    }

    fn figure(&self) -> String {
        let align = self.option("align").map_or_else(String::new, |align| format!(" align-{align}"));
        let inner = self.blocks("");
        let mut out = format!("<div class=\"figure{align}\">\n{}\n", self.image("figure"));
        let mut rest = inner.as_slice();
        if let [Block::Paragraph(caption), more @ ..] = rest {
            out.push_str(&format!("<p class=\"caption\">{caption}</p>\n"));
            rest = more;
        }
        if !rest.is_empty() {
            out.push_str(&format!(
                "<div class=\"legend\">\n{}</div>\n",
                html(rest, Place { is_lone_bare: true, ..Place::BODY })
            ));
        }
        out + "</div>\n"
    }
}

fn footnote(
    (label, text): (&str, &str),
    lines: &[&str],
    (names, depth, read): (&Names, usize, Read),
    out: &mut Vec<Block>,
) {
    let Some(number) = names.footnote(label) else { return };
    let (more, _) = indented(lines.get(1..).unwrap_or(&[]));
    let mut inner = vec![text];
    inner.extend(more);
    let body = html(&read(&inner, names, depth + 1), Place::CELL);
    let is_citation = !number.bytes().all(|byte| byte.is_ascii_digit());
    let (kind, id) =
        if is_citation { ("citation", section_id(number)) } else { ("footnote", footnote_id(label, number)) };
    out.push(Block::Html(format!(
        "<table class=\"docutils {kind}\" frame=\"void\" id=\"{id}\" rules=\"none\">\n<colgroup><col class=\"label\" /><col /></colgroup>\n<tbody valign=\"top\">\n<tr><td class=\"label\"><a class=\"fn-backref\" href=\"#{kind}-reference-{number}\">[{}]</a></td><td>{body}</td></tr>\n</tbody>\n</table>\n",
        escape(number)
    )));
}

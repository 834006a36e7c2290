//! Lists of a file's headings, `.. contents::`, and the links from headings back to them.
//!
//! Source: docutils 0.23, `parsers/rst/directives/parts.py` and `transforms/parts.py`. A list needs all headings, so a mark
//! stands in its place until the whole file is written.

use crate::site::conventions::pelican::rst::encode::escape;

/// A heading.
#[derive(Debug)]
pub(super) struct Heading {
    /// How deep its section is in others, from 0.
    pub(super) level: usize,
    /// Its text as HTML.
    pub(super) words: String,
    /// The id of its section.
    pub(super) id: String,
    /// Whether its text begins with its number.
    pub(super) is_numbered: bool,
}

/// What marks begin and end with; it is taken out of what authors write.
pub(super) const MARK: char = '\u{e020}';

const BETWEEN: char = '\u{e021}';

/// The mark in the place of a heading's text.
pub(super) fn heading_mark(number: usize) -> String {
    format!("{MARK}{number}{MARK}")
}

/// The mark in the place of a list: whether it is of one section's headings, how deep it goes, and where headings link to.
pub(super) fn list_mark(title: &str, id: &str, options: &[(&str, &str)]) -> String {
    let option = |name: &str| options.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
    let local = if option("local").is_some() { "local" } else { "" };
    let depth = option("depth").unwrap_or("");
    let links = option("backlinks").unwrap_or("entry");
    let words = [local, depth, links, id, title].map(|word| word.replace(BETWEEN, ""));
    format!("{MARK}{}{MARK}", words.join(&BETWEEN.to_string()))
}

/// HTML with lists and headings in the places of their marks.
pub(super) fn filled(html: &str, headings: &[Heading]) -> String {
    let mut lists =
        Lists { headings, back: vec![None; headings.len()], entries: 0, topics: Vec::new(), unnamed: 0 };
    let mut last = None;
    let pieces: Vec<&str> = html.split(MARK).collect();
    let mut made = Vec::new();
    for mark in pieces.iter().skip(1).step_by(2) {
        match mark.parse::<usize>() {
            Ok(number) => last = Some(number),
            Err(_) => made.push(lists.list(mark, last)),
        }
    }
    let mut made = made.into_iter();
    let mut out = String::with_capacity(html.len());
    for (place, piece) in pieces.iter().enumerate() {
        match piece.parse::<usize>() {
            _ if place % 2 == 0 => out.push_str(piece),
            Ok(number) => out.push_str(&lists.words(number)),
            Err(_) => out.push_str(&made.next().unwrap_or_default()),
        }
    }
    out
}

struct Lists<'h> {
    headings: &'h [Heading],
    /// What each heading links to.
    back: Vec<Option<String>>,
    /// How many entries all lists have so far.
    entries: usize,
    /// The ids of the lists so far.
    topics: Vec<String>,
    /// How many of them have no name of their own.
    unnamed: usize,
}

impl Lists<'_> {
    /// A heading's text, with its link.
    fn words(&self, number: usize) -> String {
        let words = self.headings.get(number).map_or("", |heading| heading.words.as_str());
        match self.back.get(number).and_then(Option::as_ref).filter(|_| !words.contains("<a ")) {
            Some(id) => format!("<a class=\"toc-backref\" href=\"#{id}\">{words}</a>"),
            None => words.to_owned(),
        }
    }

    /// The list that a mark after the heading `last` stands for.
    fn list(&mut self, mark: &str, last: Option<usize>) -> String {
        let mut words = mark.splitn(5, BETWEEN);
        let mut next = || words.next().unwrap_or("");
        let (local, depth, links, id, title) = (next(), next(), next(), next(), next());
        let is_local = !local.is_empty();
        let section = last.filter(|_| is_local);
        let above = section.and_then(|number| self.headings.get(number)).map(|heading| heading.level);
        let base = above.map_or(0, |level| level + 1);
        let depth = depth.parse::<usize>().unwrap_or(usize::MAX);
        let all = self.headings.iter().enumerate().skip(section.map_or(0, |number| number + 1));
        let items: Vec<usize> = all
            .take_while(|(_, heading)| heading.level >= base)
            .filter(|(_, heading)| heading.level - base < depth)
            .map(|(number, _)| number)
            .collect();
        if items.is_empty() {
            return String::new();
        }
        let id = if id.is_empty() || self.topics.iter().any(|known| known == id) {
            self.unnamed += 1;
            format!("topic-{}", self.unnamed)
        } else {
            id.to_owned()
        };
        self.topics.push(id.clone());
        let entries = self.entries(&items, "simple", (links, &id));
        let class = if is_local { "contents local topic" } else { "contents topic" };
        let title = match title {
            "" => String::new(),
            title => format!(
                "<p class=\"topic-title\"><a class=\"reference internal\" href=\"#top\">{title}</a></p>\n"
            ),
        };
        format!("<div class=\"{class}\" id=\"{}\">\n{title}{entries}</div>\n", escape(&id))
    }

    fn entries(&mut self, items: &[usize], class: &str, (links, list): (&str, &str)) -> String {
        let level =
            items.first().and_then(|number| self.headings.get(*number)).map_or(0, |first| first.level);
        let mut own = items.iter().filter_map(|number| self.headings.get(*number));
        let last = own.rfind(|heading| heading.level <= level);
        let auto = if last.is_some_and(|last| last.is_numbered) { "auto-toc" } else { "" };
        let classes: Vec<&str> = [auto, class].into_iter().filter(|class| !class.is_empty()).collect();
        let mut out = match classes.join(" ") {
            none if none.is_empty() => "<ul>\n".to_owned(),
            classes => format!("<ul class=\"{classes}\">\n"),
        };
        let mut rest = items;
        while let [first, more @ ..] = rest {
            let Some(heading) = self.headings.get(*first) else { break };
            let is_below = |number: &&usize| {
                self.headings.get(**number).is_some_and(|other| other.level > heading.level)
            };
            let count = more.iter().take_while(is_below).count();
            let (inner, after) = more.split_at(count);
            self.entries += 1;
            let id = format!("toc-entry-{}", self.entries);
            let (words, section) = (without_links(&heading.words), &heading.id);
            out.push_str(&format!(
                "<li><a class=\"reference internal\" href=\"#{section}\" id=\"{id}\">{words}</a>"
            ));
            if let Some(back) = self.back.get_mut(*first) {
                match links {
                    "none" => {}
                    "top" => *back = Some(list.to_owned()),
                    _ => *back = Some(id),
                }
            }
            if !inner.is_empty() {
                out.push_str(&self.entries(inner, "", (links, list)));
            }
            out.push_str("</li>\n");
            rest = after;
        }
        out + "</ul>\n"
    }
}

/// A heading's text without the links in it.
fn without_links(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find("<a ") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        rest = from.find('>').and_then(|end| from.get(end + 1..)).unwrap_or("");
    }
    out.push_str(rest);
    out.replace("</a>", "")
}

#[cfg(test)]
mod tests {
    use crate::site::conventions::pelican::rst::html;

    const HEADINGS: &str = "One *a*\n=======\n\nx\n\nInner\n-----\n\ny\n\nTwo\n===\n\nz\n";

    fn written(directive: &str, language: &str) -> String {
        html(&format!("Title\n#####\n\n{directive}\n\n{HEADINGS}"), language)
    }

    #[test]
    fn lists_name_all_headings_which_link_back() {
        let list = "<div class=\"contents topic\" id=\"contents\">\n<p class=\"topic-title\"><a class=\"reference internal\" href=\"#top\">Contents</a></p>\n<ul class=\"simple\">\n<li><a class=\"reference internal\" href=\"#one-a\" id=\"toc-entry-1\">One <em>a</em></a><ul>\n<li><a class=\"reference internal\" href=\"#inner\" id=\"toc-entry-2\">Inner</a></li>\n</ul>\n</li>\n<li><a class=\"reference internal\" href=\"#two\" id=\"toc-entry-3\">Two</a></li>\n</ul>\n</div>\n";
        let made = written(".. contents::", "en");
        assert!(made.starts_with(list), "{made}");
        assert!(made.contains("<h2><a class=\"toc-backref\" href=\"#toc-entry-1\">One <em>a</em></a></h2>"));
        assert!(written(".. contents::", "fr").contains(">Sommaire</a></p>"));
    }

    #[test]
    fn options_of_a_list_are_read() {
        let made = written(".. contents:: Here\n   :depth: 1\n   :backlinks: none", "en");
        assert!(made.contains("id=\"here\"") && made.contains(">Here</a></p>"), "{made}");
        assert!(!made.contains("#inner") && made.contains("<h2>Two</h2>"), "{made}");
        let made = written(".. contents::\n   :backlinks: top", "en");
        assert!(made.contains("<a class=\"toc-backref\" href=\"#contents\">Two</a>"), "{made}");
    }

    #[test]
    fn a_local_list_has_the_headings_of_its_section() {
        let text = format!("Title\n#####\n\n{}", HEADINGS.replacen("x\n", ".. contents::\n   :local:\n", 1));
        let made = html(&text, "en");
        let list = "<div class=\"contents local topic\" id=\"contents\">\n<ul class=\"simple\">\n<li><a class=\"reference internal\" href=\"#inner\" id=\"toc-entry-1\">Inner</a></li>\n</ul>\n</div>\n";
        assert!(made.contains(list) && !made.contains("href=\"#two\""), "{made}");
        assert!(!html("Title\n#####\n\n.. contents::\n\nText.\n", "en").contains("contents"));
    }
}

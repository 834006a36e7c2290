//! The tags of shortcodes in Markdown: `{{< name args >}}`, `{{% name %}}`, and those that close them.

use std::collections::{BTreeMap, HashSet};

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    pub(super) name: &'t str,
    /// Whether what it makes is Markdown: `{{% %}}`.
    pub(super) is_markdown: bool,
    pub(super) is_closing: bool,
    /// Whether nothing closes it: `{{< name />}}`.
    pub(super) closes_itself: bool,
    pub(super) arguments: Arguments,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The arguments of a tag, by place or by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Arguments {
    pub(super) placed: Vec<String>,
    pub(super) named: Vec<(String, String)>,
}

impl Arguments {
    pub(super) fn named(&self, name: &str) -> Option<&str> {
        self.named.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn placed(&self, place: usize) -> Option<&str> {
        self.placed.get(place).map(String::as_str)
    }

    /// The argument of a name, or the one at a place.
    pub(super) fn either(&self, name: &str, place: usize) -> Option<&str> {
        self.named(name).or_else(|| self.placed(place))
    }
}

/// A shortcode that is being written, and the one that it is in.
pub(super) struct Frame<'a> {
    pub(super) name: &'a str,
    pub(super) arguments: &'a Arguments,
    /// The blanks that its line begins with.
    pub(super) indent: &'a str,
    /// How many come before it in the same text.
    pub(super) ordinal: usize,
    pub(super) parent: Option<&'a Frame<'a>>,
}

impl Frame<'_> {
    /// How many it is in.
    pub(super) fn depth(&self) -> usize {
        self.parent.map_or(0, |parent| parent.depth() + 1)
    }
}

/// What is found next in Markdown.
pub(super) enum Found<'t> {
    Tag(Tag<'t>),
    /// `{{</* name */>}}`: a tag that is shown; its place, and how it is shown.
    Shown(usize, usize, String),
}

/// The next tag at or after a place. `left` is how many more bytes may be read of tags that have no end: each of many may be read
/// up to the end of the text.
fn next<'t>(text: &'t str, from: usize, left: &mut usize) -> Option<Found<'t>> {
    let mut at = from;
    loop {
        let start = at + text.get(at..)?.find("{{")?;
        let rest = text.get(start..).filter(|_| *left > 0)?;
        let sign = match rest.as_bytes().get(2) {
            Some(b'<') => '>',
            Some(b'%') => '%',
            _ => {
                at = start + 2;
                continue;
            }
        };
        if let Some(shown) = shown(rest, sign, left) {
            return Some(Found::Shown(start, start + shown.1, shown.0));
        }
        let mut reader = Reader { text, at: start + 3 };
        match tag(&mut reader, start, sign) {
            Some(tag) => return Some(Found::Tag(tag)),
            None => {
                *left = left.saturating_sub(reader.at - start);
                at = start + 2;
            }
        }
    }
}

/// The tag that begins `{{</*`, as it is shown, and its length.
fn shown(rest: &str, sign: char, left: &mut usize) -> Option<(String, usize)> {
    let inner = rest.get(3..)?.trim_start().strip_prefix("/*")?;
    let begin = rest.len() - inner.len();
    let end = inner.find("*/");
    *left = left.saturating_sub(end.unwrap_or(inner.len()));
    let end = end?;
    let close = format!("{sign}}}}}");
    let following = inner.get(end + 2..)?;
    let after = following.trim_start().strip_prefix(close.as_str())?;
    let open = rest.get(..3)?;
    let text = format!("{open}{}{close}", inner.get(..end)?);
    Some((text, begin + end + 2 + (following.len() - after.len())))
}

fn tag<'t>(reader: &mut Reader<'t>, start: usize, sign: char) -> Option<Tag<'t>> {
    let close = format!("{sign}}}}}");
    reader.blanks();
    let is_closing = reader.takes("/");
    reader.blanks();
    let name = reader.word(&close)?;
    let mut arguments = Arguments::default();
    loop {
        reader.blanks();
        let closes_itself = reader.rest().starts_with('/') && reader.rest().get(1..)?.starts_with(&close);
        if closes_itself {
            reader.at += 1;
        }
        if reader.takes(&close) {
            keep_last(&mut arguments.named);
            return Some(Tag {
                name,
                is_markdown: sign == '%',
                is_closing,
                closes_itself,
                arguments,
                start,
                end: reader.at,
            });
        }
        let (value, is_bare) = reader.value(&close)?;
        let is_named = is_bare && reader.rest().trim_start().starts_with('=');
        if is_named {
            reader.blanks();
            reader.takes("=");
            reader.blanks();
            let (given, _) = reader.value(&close)?;
            arguments.named.push((value, given));
        } else {
            arguments.placed.push(value);
        }
    }
}

/// Keeps, of arguments of one name, the last one.
fn keep_last(named: &mut Vec<(String, String)>) {
    let mut known = HashSet::new();
    let mut is_last: Vec<bool> = named.iter().rev().map(|(name, _)| known.insert(name.as_str())).collect();
    named.retain(|_| is_last.pop().unwrap_or(true));
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn takes(&mut self, sign: &str) -> bool {
        let takes = self.rest().starts_with(sign);
        if takes {
            self.at += sign.len();
        }
        takes
    }

    /// A word up to a blank, an equals sign or the end of the tag.
    fn word(&mut self, close: &str) -> Option<&'t str> {
        let rest = self.rest();
        let is_end = |(at, c): &(usize, char)| {
            c.is_whitespace() || *c == '=' || rest.get(*at..).is_some_and(|rest| rest.starts_with(close))
        };
        let end = rest.char_indices().find(is_end).map_or(rest.len(), |(end, _)| end);
        let word = rest.get(..end)?;
        let is_last = rest.get(end..).is_some_and(|rest| rest.starts_with(close));
        let word = word.strip_suffix('/').filter(|_| is_last).unwrap_or(word);
        self.at += word.len();
        (!word.is_empty()).then_some(word)
    }

    /// A value, and whether it is written without quotes.
    fn value(&mut self, close: &str) -> Option<(String, bool)> {
        let rest = self.rest();
        if let Some(inner) = rest.strip_prefix('`') {
            let Some((value, _)) = inner.split_once('`') else {
                self.at = self.text.len();
                return None;
            };
            self.at += value.len() + 2;
            return Some((value.to_owned(), false));
        }
        let Some(inner) = rest.strip_prefix('"') else {
            return self.word(close).map(|word| (word.to_owned(), true));
        };
        let mut value = String::new();
        let mut characters = inner.char_indices();
        while let Some((at, c)) = characters.next() {
            match c {
                '"' => {
                    self.at += at + 2;
                    return Some((value, false));
                }
                '\\' => match characters.next()? {
                    (_, 'n') => value.push('\n'),
                    (_, escaped @ ('"' | '\\')) => value.push(escaped),
                    (_, other) => value.extend(['\\', other]),
                },
                c => value.push(c),
            }
        }
        self.at = self.text.len();
        None
    }
}

/// All tags, each with the place of the one that closes it, where one does.
pub(super) fn all(text: &str) -> Vec<(Found<'_>, Option<(usize, usize)>)> {
    let mut found: Vec<(Found<'_>, Option<(usize, usize)>)> = Vec::new();
    // The tags that nothing closes so far, and how many of them have a name.
    let mut open: Vec<usize> = Vec::new();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut at, mut left) = (0, text.len().saturating_mul(8).max(1));
    while let Some(next) = next(text, at, &mut left) {
        at = match &next {
            Found::Shown(_, end, _) => *end,
            Found::Tag(tag) => tag.end,
        };
        if let Found::Tag(tag) = &next {
            if tag.is_closing {
                let mut is_open = names.get(tag.name).is_some_and(|count| *count > 0);
                // Those within stay without an end.
                while let Some((Found::Tag(last), close)) =
                    open.pop_if(|_| is_open).and_then(|number| found.get_mut(number))
                {
                    if let Some(count) = names.get_mut(last.name) {
                        *count = count.saturating_sub(1);
                    }
                    if last.name == tag.name {
                        *close = Some((tag.start, tag.end));
                        is_open = false;
                    }
                }
            } else if !tag.closes_itself {
                open.push(found.len());
                *names.entry(tag.name).or_default() += 1;
            }
        }
        found.push((next, None));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Tag<'_> {
        match next(text, 0, &mut 1000) {
            Some(Found::Tag(tag)) => tag,
            _ => panic!("{text}"),
        }
    }

    #[test]
    fn arguments_have_places_or_names() {
        let tag = first("a {{< figure src=\"/a b.png\" width=10 alt=`\"q\"` >}} b");
        assert_eq!((tag.name, tag.start, tag.is_closing), ("figure", 2, false));
        assert_eq!(tag.arguments.named("src"), Some("/a b.png"));
        assert_eq!((tag.arguments.named("width"), tag.arguments.named("alt")), (Some("10"), Some("\"q\"")));
        let tag = first("{{% x \"a \\\"b\\\"\" c/d /%}}");
        assert_eq!(tag.arguments.placed, ["a \"b\"", "c/d"]);
        assert!(tag.is_markdown && tag.closes_itself);
        assert!(first("{{< /note >}}").is_closing);
        assert_eq!(first("{{<br>}}").name, "br");
    }

    #[test]
    fn the_last_argument_of_a_name_counts() {
        let tag = first("{{< x a=1 b=2 a=3 c=4 b=5 >}}");
        let named: Vec<(&str, &str)> =
            tag.arguments.named.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(named, [("a", "3"), ("c", "4"), ("b", "5")]);
    }

    #[test]
    fn a_tag_in_comments_is_shown() {
        match next("{{</* raw \"x\" */>}}.", 0, &mut 1000) {
            Some(Found::Shown(0, 19, text)) => assert_eq!(text, "{{< raw \"x\" >}}"),
            _ => panic!(),
        }
        assert!(next("{{ x }} {{< unclosed", 0, &mut 1000).is_none());
    }

    #[test]
    fn closing_tags_are_counted() {
        let closes = |text: &str| all(text).into_iter().map(|(_, close)| close).collect::<Vec<_>>();
        assert_eq!(
            closes("{{< a >}}{{< a >}}x{{< /a >}}y{{< /a >}}"),
            [Some((30, 40)), Some((19, 29)), None, None]
        );
        assert_eq!(closes("{{< a >}} {{< b >}}{{< /a >}}"), [Some((19, 29)), None, None]);
        let many = "{{< a >}} ".repeat(20_000);
        assert_eq!(closes(&many).len(), 20_000);
    }
}

//! Titles that Hugo makes of names: in title case, and in the plural.

/// A name in title case by the style that `titleCaseStyle` names.
pub(super) fn title_case(name: &str, style: &str) -> String {
    match style {
        "none" => name.to_owned(),
        "firstupper" => capitalized(name),
        _ => words(name, style == "go"),
    }
}

/// The words that are not capitalised within a title.
const SMALL: &[&str] = &[
    "a", "an", "and", "as", "at", "but", "by", "en", "for", "if", "in", "nor", "of", "on", "or", "per",
    "the", "to", "v", "v.", "vs", "vs.", "via",
];

/// Each word capitalised; the small ones only at the ends, unless `all`.
fn words(name: &str, all: bool) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let end = from.find(|c: char| c.is_whitespace() || matches!(c, '-' | '/')).unwrap_or(from.len());
        let (word, following) = from.split_at(end);
        let is_within = !out.is_empty() && !following.is_empty();
        let follows_blank = out.ends_with([' ', '-', '/']);
        let before_hyphen = following.starts_with('-') && !out.ends_with('-');
        let lower = word.to_lowercase();
        if !all && is_within && follows_blank && !before_hyphen && SMALL.contains(&lower.as_str()) {
            out.push_str(&lower);
        } else {
            out.push_str(&capitalized(word));
        }
        rest = following;
    }
    out + rest
}

fn capitalized(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Words that are the same in the plural.
const SAME: &[&str] = &[
    "aircraft",
    "data",
    "deer",
    "equipment",
    "fish",
    "information",
    "money",
    "moose",
    "news",
    "rice",
    "series",
    "sheep",
    "species",
    "metadata",
    "police",
    "jeans",
];

const IRREGULAR: &[(&str, &str)] = &[
    ("person", "people"),
    ("child", "children"),
    ("man", "men"),
    ("woman", "women"),
    ("tooth", "teeth"),
    ("foot", "feet"),
    ("goose", "geese"),
    ("mouse", "mice"),
    ("ox", "oxen"),
    ("quiz", "quizzes"),
    ("index", "indices"),
    ("matrix", "matrices"),
    ("vertex", "vertices"),
    ("datum", "data"),
    ("medium", "media"),
    ("half", "halves"),
    ("leaf", "leaves"),
    ("life", "lives"),
    ("knife", "knives"),
    ("wife", "wives"),
    ("wolf", "wolves"),
    ("shelf", "shelves"),
    ("loaf", "loaves"),
    ("thief", "thieves"),
    ("self", "selves"),
    ("hero", "heroes"),
    ("potato", "potatoes"),
    ("tomato", "tomatoes"),
    ("echo", "echoes"),
];

/// A name in the plural, as English has most words.
pub(super) fn plural(name: &str) -> String {
    let at = name.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + 1);
    let (before, word) = name.split_at_checked(at).unwrap_or(("", name));
    let lower = word.to_lowercase();
    if SAME.contains(&lower.as_str()) || lower.is_empty() || IRREGULAR.iter().any(|(_, many)| *many == lower)
    {
        return name.to_owned();
    }
    if let Some((one, many)) = IRREGULAR.iter().find(|(one, _)| lower == *one) {
        let kept = word.len().min(one.bytes().zip(many.bytes()).take_while(|(a, b)| a == b).count());
        return format!("{before}{}{}", word.get(..kept).unwrap_or(""), many.get(kept..).unwrap_or(""));
    }
    let without = |count: usize| word.get(..word.len().saturating_sub(count)).unwrap_or(word);
    let ending = if lower.ends_with("sis") {
        return format!("{before}{}es", without(2));
    } else if ["us", "ss", "x", "ch", "sh", "zz"].iter().any(|end| lower.ends_with(end)) {
        "es"
    } else if lower.ends_with('s') {
        ""
    } else if lower.strip_suffix('y').is_some_and(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u'])) {
        return format!("{before}{}ies", without(1));
    } else {
        "s"
    };
    format!("{name}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_titles_in_the_plural() {
        for (name, expected) in [
            ("posts", "Posts"),
            ("story", "Stories"),
            ("news", "News"),
            ("API", "APIs"),
            ("release-notes", "Release-Notes"),
            ("how-to-use-it", "How-to-Use-Its"),
            ("Mixed Case", "Mixed Cases"),
            ("my_docs", "My_docs"),
            ("person", "People"),
            ("bus", "Buses"),
            ("box", "Boxes"),
            ("leaf", "Leaves"),
            ("about", "Abouts"),
        ] {
            assert_eq!(title_case(&plural(name), "ap"), expected, "{name}");
        }
        for (name, expected) in
            [("two words", "Two Words"), (".NET", ".NET"), ("a/b", "A/B"), ("it's", "It's")]
        {
            assert_eq!(title_case(name, "ap"), expected, "{name}");
        }
    }
}

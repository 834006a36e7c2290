//! The nearest right word for a mistyped one.

use crate::text::neighbours::Neighbours;

/// The candidate that is most like `word`, when one is like enough that a person may have meant it.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_in(word, &mut candidates.into_iter())
}

/// The same, compiled once for iterators of all types.
fn nearest_in<'a>(word: &str, candidates: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase().replace('_', "-");
    candidates
        .map(|candidate| (likeness(&word, &candidate.to_lowercase().replace('_', "-")), candidate))
        .filter(|(likeness, _)| *likeness >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// Jaro and Winkler's measure. It sees no likeness in short words with two letters in each other's place, `ulr` and `url`.
fn likeness(word: &str, candidate: &str) -> f64 {
    let likeness = strsim::jaro_winkler(word, candidate);
    if is_transposed(word, candidate) { likeness.max(0.9) } else { likeness }
}

/// Returns whether two words differ in two neighbouring letters alone, which are in each other's place.
fn is_transposed(word: &str, candidate: &str) -> bool {
    let mut differing = word.chars().zip(candidate.chars()).enumerate().filter(|(_, (a, b))| a != b);
    let (Some((at, (a, b))), Some((next, (c, d))), None) =
        (differing.next(), differing.next(), differing.next())
    else {
        return false;
    };
    next == at + 1 && (a, b) == (d, c) && word.len() == candidate.len()
}

/// The number and text of the word in an index that is most like `word`, when one is like enough that a person may have
/// meant it.
#[must_use]
pub fn nearest_of<'a>(word: &str, words: &'a Neighbours) -> Option<(usize, &'a str)> {
    let near = words.of(word);
    let right = nearest(word, near.iter().map(|(_, near)| *near))?;
    near.into_iter().find(|(_, near)| *near == right)
}

/// ``; did you mean `…`?`` for the nearest candidate, or nothing.
#[must_use]
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, candidates).map_or_else(String::new, |right| format!("; did you mean `{right}`?"))
}

/// Returns what to print, after the name of what was asked for, in a program that was built without a feature of `Cargo.toml`.
#[must_use]
pub fn needs_feature(feature: &str) -> String {
    format!(
        "needs the feature `{feature}`, which this program was built without; install it again with `--features {feature}`"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_recognised_and_a_strange_word_is_not() {
        let keys = ["title", "categories", "exclude-tags"];
        assert_eq!(nearest("titel", keys), Some("title"));
        assert_eq!(nearest("exclude_tag", keys), Some("exclude-tags"));
        assert_eq!(nearest("zebra", keys), None);
        let keys = ["url", "title", "uri"];
        assert_eq!(nearest("ulr", keys), Some("url"));
        assert_eq!(nearest("lur", keys), None);
    }
}

//! The path of a site that a mistyped one may mean.

use crate::text::neighbours::Neighbours;
use crate::text::pieces::Pieces as _;

/// The path that is most like another one among those that `fits` is true of, where one is near enough to be meant.
pub(crate) fn nearest_path<'p>(
    paths: &'p Neighbours,
    path: &str,
    fits: &dyn Fn(&str) -> bool,
) -> Option<&'p str> {
    // No typing error is worth the time that long URLs cost.
    const LONGEST: usize = 200;
    if path.len() > LONGEST {
        return None;
    }
    let wanted = path.trim_end_matches('/');
    let name = wanted.after_last('/');
    let mut best: Option<(f64, &str)> = None;
    for (_, near) in paths.of(path).into_iter().filter(|(_, near)| fits(near)) {
        if near.len().abs_diff(wanted.len()) > 40 {
            continue;
        }
        let bare = near.trim_end_matches('/');
        if bare.eq_ignore_ascii_case(wanted) {
            return Some(near);
        }
        let other = bare.after_last('/');
        let same_name = !name.is_empty() && other == name;
        // Long paths are alike by their folders alone: the last parts must be alike too.
        let is_alike = strsim::jaro_winkler(name, other) >= 0.7 || share_word(name, other);
        if !same_name && (!is_alike || differ_by_number(name, other)) {
            continue;
        }
        let likeness = strsim::jaro_winkler(wanted, bare) + if same_name { 0.15 } else { 0.0 };
        if likeness > best.map_or(0.9, |(most, _)| most) {
            best = Some((likeness, near));
        }
    }
    best.map(|(_, near)| near)
}

/// Whether two names have a word of four letters or more in common, their endings left aside.
fn share_word(name: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let words = name.up_to('.').split(|c: char| !c.is_alphanumeric());
        words.filter(|word| word.chars().count() >= 4).map(str::to_lowercase).collect()
    };
    let others = words(other);
    words(name).iter().any(|word| others.contains(word))
}

/// Whether two names differ in their digits alone: another number, as a rule, is another thing. Their order may be mistyped.
fn differ_by_number(name: &str, other: &str) -> bool {
    let without = |name: &str| name.replace(|c: char| c.is_ascii_digit(), "");
    let sorted = |name: &str| {
        let mut digits: Vec<u8> = name.bytes().filter(u8::is_ascii_digit).collect();
        digits.sort_unstable();
        digits
    };
    without(name) == without(other) && sorted(name) != sorted(other)
}

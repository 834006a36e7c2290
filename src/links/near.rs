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
        let same_name = !name.is_empty() && bare.after_last('/') == name;
        let likeness = strsim::jaro_winkler(wanted, bare) + if same_name { 0.15 } else { 0.0 };
        if likeness > best.map_or(0.9, |(most, _)| most) {
            best = Some((likeness, near));
        }
    }
    best.map(|(_, near)| near)
}

//! Numbers of other kinds: `QSB-28`, `XSA 254`, `CVE-2024-1234`.

/// What a link's text and its URL call the same kind of thing, where they give it different numbers: the text's and the
/// URL's way of writing it.
///
/// The text must be nothing but capitals and a number; the URL must have the same letters with a number behind them.
#[must_use]
pub fn numbers_disagree(text: &str, url: &str) -> Option<(String, String)> {
    let (kind, number) = numbered(text)?;
    let url = url.to_ascii_lowercase();
    let wanted = kind.to_ascii_lowercase();
    let mut other = None;
    for (at, _) in url.match_indices(&wanted) {
        let before = url.get(..at).and_then(|before| before.chars().next_back());
        if before.is_some_and(|c| c.is_ascii_alphanumeric()) {
            continue;
        }
        let behind = url.get(at + wanted.len()..).unwrap_or("");
        let Some(found) = leading_number(behind, number.contains('-')) else { continue };
        if found == number {
            return None;
        }
        other.get_or_insert(found);
    }
    other.map(|found| (format!("{kind}-{number}"), format!("{kind}-{found}")))
}

/// `QSB`, `28` for `QSB-028`, `QSB #28`, `(QSB 28)`.
fn numbered(text: &str) -> Option<(&str, String)> {
    let text = text.trim().trim_matches(['(', ')', '[', ']', ':', ',', '.']);
    let end = text.find(|c: char| !c.is_ascii_uppercase())?;
    let (kind, rest) = text.split_at_checked(end)?;
    let digits = rest.strip_prefix(['-', ' ', '\u{a0}'])?.trim_start_matches('#');
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if kind.len() < 2 || !plain {
        return None;
    }
    Some((kind, leading_number(digits, digits.contains('-'))?))
}

/// The number that a text begins with, behind a few signs; with a year before it, both (`2024-1234`).
fn leading_number(text: &str, with_year: bool) -> Option<String> {
    const MOST_SIGNS: usize = 2;
    let digits = text.trim_start_matches(['-', '_', '/', '#', '.']);
    if text.len() - digits.len() > MOST_SIGNS {
        return None;
    }
    let take = |text: &str| -> (String, usize) {
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let number = text.get(..end).unwrap_or("").trim_start_matches('0');
        (number.to_owned(), end)
    };
    let (first, end) = take(digits);
    if first.is_empty() || first.len() > 9 {
        return None;
    }
    if !with_year {
        return Some(first);
    }
    let (second, _) = take(digits.get(end..)?.strip_prefix('-')?);
    (!second.is_empty()).then(|| format!("{first}-{second}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_one_kind_are_compared() {
        let url = "https://wherry.example/qsb/qsb-028-2016.txt";
        assert_eq!(numbers_disagree("QSB-28", url), None);
        assert_eq!(numbers_disagree("QSB #028", url), None);
        assert_eq!(numbers_disagree("QSB-82", url), Some(("QSB-82".into(), "QSB-28".into())));
        assert_eq!(
            numbers_disagree("CVE-2024-1234", "https://nvd.example/vuln/CVE-2024-1243"),
            Some(("CVE-2024-1234".into(), "CVE-2024-1243".into()))
        );
        assert_eq!(numbers_disagree("XSA-254", "/security/xsa/#254"), None);
    }

    #[test]
    fn other_texts_and_urls_are_left_alone() {
        for (text, url) in [
            ("QSB-28", "https://wherry.example/news/28/"),
            ("see QSB-28", "/qsb-29/"),
            ("QSB-28 and QSB-29", "/qsb-29/"),
            ("Wherry 3", "/wherry-4/"),
            ("QSB-28", "/news/2016/12/19/qsb-28-and-qsb-29/"),
            ("R-4", "/r-5/"),
        ] {
            assert_eq!(numbers_disagree(text, url), None, "{text} {url}");
        }
    }
}

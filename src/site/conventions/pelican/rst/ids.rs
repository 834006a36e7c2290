//! Lines of one sign, and the ids of sections.

/// Whether a line is nothing but one sign, as below a title.
pub(super) fn is_underline(line: &str) -> bool {
    let line = line.trim_end();
    let first = line.chars().next().filter(char::is_ascii_punctuation);
    line.len() > 1 && first.is_some_and(|first| line.chars().all(|c| c == first))
}

/// The id of a section: docutils' `make_id`.
pub(super) fn section_id(title: &str) -> String {
    let mut id = String::with_capacity(title.len());
    for c in title.chars() {
        let latin = if c.is_ascii() { None } else { deunicode::deunicode_char(c) };
        for c in latin.unwrap_or(c.encode_utf8(&mut [0; 4])).chars() {
            match c.to_ascii_lowercase() {
                c if c.is_ascii_alphanumeric() => id.push(c),
                _ if !id.ends_with('-') => id.push('-'),
                _ => {}
            }
        }
    }
    id.trim_start_matches(|c: char| c == '-' || c.is_ascii_digit()).trim_end_matches('-').to_owned()
}

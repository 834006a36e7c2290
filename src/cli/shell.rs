//! Words in commands that are proposed, to be pasted into a shell.

/// A word as a shell takes it.
pub(crate) fn quoted(word: &str) -> String {
    let word = word.strip_prefix("./").unwrap_or(word);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,+@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

//! Where strings end.

/// Where the string that begins at a quote ends, after its closing one; one of a single line ends with its line.
pub(super) fn end_of_string(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let Some(&quote) = bytes.get(start) else { return text.len() };
    let is_long = bytes.get(start..start + 3) == Some(&[quote; 3]);
    let close = if is_long { 3 } else { 1 };
    let mut at = start + close;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'\n' if !is_long => return at,
            _ if byte == quote && (!is_long || bytes.get(at..at + 3) == Some(&[quote; 3])) => {
                return at + close;
            }
            _ => {}
        }
        at += 1;
    }
    text.len()
}

//! How many words of a highlighted block of code count towards a summary.
//!
//! The highlighter puts each token into an element, and what looks like the beginning of one is not counted: of a string or a
//! comment that is all but its first word, of other code only the end of each line.

/// What opens a block that the highlighter has written.
pub(super) const OPEN: &str = "<div class=\"highlight\">";

/// Languages whose words are not tokens: those of text, and of shells.
const PLAIN: [&str; 16] = [
    "bash",
    "batch",
    "console",
    "diff",
    "fish",
    "markdown",
    "md",
    "patch",
    "plain",
    "plaintext",
    "sh",
    "shell",
    "shell-session",
    "text",
    "txt",
    "zsh",
];

/// The words that count of a block, which begins after [`OPEN`]; and what comes after its code.
pub(super) fn words(block: &str) -> (usize, &str) {
    let (block, after) = block.split_once("</code>").unwrap_or((block, ""));
    let (tags, code) =
        match block.find("<code").and_then(|at| block.get(at..)?.find('>').map(|end| at + end + 1)) {
            Some(end) => block.split_at(end),
            None => ("", block),
        };
    let language = tags.split_once("data-lang=\"").and_then(|(_, rest)| rest.split('"').next()).unwrap_or("");
    let all = code.split_whitespace().count();
    // What closes the last line is one with the word that follows.
    let ends = code.trim_end().lines().count().saturating_sub(1);
    let language = language.to_lowercase();
    if PLAIN.contains(&language.as_str()) {
        return (all + ends, after);
    }
    let has_classes = tags.contains("class=\"chroma\"");
    let signs: &[u8] = match language.as_str() {
        _ if has_classes => b"",
        "go" | "golang" => b"(){}[];,.:|^<>=!",
        _ => b"(){}[];,.:",
    };
    let words: usize = code.lines().map(|line| of_line(line, signs)).sum();
    (words + ends, after)
}

/// The words of a line that begin within a string or a comment; and words of signs that have no colour.
fn of_line(line: &str, signs: &[u8]) -> usize {
    let mut quote: Option<&str> = None;
    let mut is_comment = false;
    let mut count = 0;
    for word in line.split_whitespace() {
        if is_comment || quote.is_some() {
            count += 1;
        } else if word.starts_with("//")
            || word.starts_with('#')
            || word.starts_with("--")
            || word.starts_with("/*")
        {
            is_comment = true;
        } else if word.bytes().all(|byte| signs.contains(&byte)) {
            count += 1;
        }
        for mark in ["&quot;", "&#34;", "\"", "&#39;", "'", "`"] {
            if word.matches(mark).count() % 2 == 1 && quote.is_none_or(|open| open == mark) {
                quote = if quote.is_some() { None } else { Some(mark) };
                break;
            }
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_of_code_are_not_words() {
        let block = |language: &str, code: &str| {
            format!(
                "<pre><code class=\"language-{language}\" data-lang=\"{language}\">{code}</code></pre></div> rest"
            )
        };
        for (language, code, expected) in [
            ("go", "const A Pin = PA02\n", 1),
            ("c", "int a = 2;\nint b;\n", 1),
            ("go", "f(&quot;one two three&quot;, x) // a b\n", 4),
            ("go", "func main() {\n}\n", 3),
            ("bash", "apt install x\n", 3),
            ("go", "", 0),
        ] {
            let html = block(language, code);
            let (count, after) = words(&html);
            assert_eq!((count, after), (expected, "</pre></div> rest"), "{code}");
        }
    }
}

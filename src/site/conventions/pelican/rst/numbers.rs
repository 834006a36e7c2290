//! Numbers of headings, `.. sectnum::`.
//!
//! Source: docutils 0.23, `parsers/rst/directives/parts.py` and `transforms/parts.py`.

/// What counts the headings of a file; nothing where they have no numbers.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    is_on: bool,
    depth: Option<usize>,
    start: i64,
    affixes: (String, String),
    counts: Vec<i64>,
}

impl Numbers {
    /// What a file's directive asks for.
    pub(super) fn of(lines: &[&str]) -> Self {
        let is_directive = |line: &&str| {
            let name = line.strip_prefix(".. ").and_then(|rest| rest.split_once("::"));
            name.is_some_and(|(name, _)| matches!(name.trim(), "sectnum" | "section-numbering"))
        };
        let Some(at) = lines.iter().position(is_directive) else { return Self::default() };
        let options = lines.iter().skip(at + 1).take_while(|line| line.starts_with(' '));
        let mut numbers = Self { is_on: true, start: 1, ..Self::default() };
        for (name, value) in options.filter_map(|line| line.trim().strip_prefix(':')?.split_once(':')) {
            let value = value.trim();
            match name {
                "depth" => numbers.depth = value.parse().ok(),
                "start" => numbers.start = value.parse().unwrap_or(1),
                "prefix" => value.clone_into(&mut numbers.affixes.0),
                "suffix" => value.clone_into(&mut numbers.affixes.1),
                _ => {}
            }
        }
        numbers
    }

    /// What precedes the text of the next heading, so deep in others.
    pub(super) fn next(&mut self, level: usize) -> Option<String> {
        if !self.is_on || self.depth.is_some_and(|depth| level >= depth) {
            return None;
        }
        self.counts.truncate(level + 1);
        while self.counts.len() <= level {
            self.counts.push(if self.counts.is_empty() { self.start.saturating_sub(1) } else { 0 });
        }
        if let Some(last) = self.counts.last_mut() {
            *last = last.saturating_add(1);
        }
        let counts: Vec<String> = self.counts.iter().map(i64::to_string).collect();
        let (prefix, suffix) = &self.affixes;
        Some(format!("{prefix}{}{suffix}\u{a0}\u{a0}\u{a0}", counts.join(".")))
    }
}

#[cfg(test)]
mod tests {
    use crate::site::conventions::pelican::rst::html;

    #[test]
    fn headings_have_numbers_where_the_file_asks_for_them() {
        let text = "T\n==\n\n.. contents::\n.. sectnum::\n   :depth: 2\n\nAa\n--\n\nBb\n~~\n\nCc\n''\n\nDd\n--\n\nx\n";
        let made = html(text, "en");
        for part in [
            "<ul class=\"auto-toc simple\">",
            "id=\"toc-entry-1\">1&nbsp;&nbsp;&nbsp;Aa</a><ul class=\"auto-toc\">",
            ">1.1&nbsp;&nbsp;&nbsp;Bb</a></h3>",
            ">Cc</a></h4>",
            ">2&nbsp;&nbsp;&nbsp;Dd</a></h2>",
        ] {
            assert!(made.contains(part), "{part} in {made}");
        }
        assert!(!html("T\n=\n\nA\n-\n\nx\n", "en").contains("&nbsp;"));
    }

    #[test]
    fn numbers_begin_with_any_number() {
        for (start, [first, second]) in [
            ("0", ["0", "1"]),
            ("-3", ["-3", "-2"]),
            ("9223372036854775807", ["9223372036854775807", "9223372036854775807"]),
            // Larger than any number: as if it was not written.
            ("18446744073709551615", ["1", "2"]),
        ] {
            let text = format!("T\n==\n\n.. sectnum::\n   :start: {start}\n\nAa\n--\n\nBb\n--\n\nx\n");
            let made = html(&text, "en");
            for (number, words) in [(first, "Aa"), (second, "Bb")] {
                let heading = format!("<h2>{number}&nbsp;&nbsp;&nbsp;{words}</h2>");
                assert!(made.contains(&heading), "{heading} in {made}");
            }
        }
    }
}

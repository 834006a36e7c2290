//! `unclosed-fence`: a code fence that nothing closes.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::lint::rules::post::causes;
use crate::text::diagnostic::{Diagnostic, Level};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "unclosed-fence",
    level: Level::Error,
    fixable: false,
    on_by_default: true,
    summary: "a code fence that nothing closes, or that kramdown does not read",
    page: Page {
        what: "An opening line of three or more backquotes or tildes without its closing line; in kramdown \
               also one with more than one word after the marks (```` ```ruby lib/a.rb ````), which opens \
               no code block there.",
        why: "CommonMark shows the rest of the post as code, kramdown the backquotes and the code as text.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\n```sh\nferry run\n\nAnd so on.\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\n```sh\nferry run\n```\n\nAnd so on.\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    for span in &context.document.facts.wordy_fences {
        let fence = span.of(&context.document.source.text).trim();
        let first = fence.trim_start_matches(['`', '~']).split_whitespace().next().unwrap_or("");
        let message = "kramdown opens no code block here, since more than one word follows the marks";
        let help = format!("keep only `{first}` after the marks, and move the rest into the text above");
        let cause = causes::of_other_markdown(context, message, &help);
        out.push(context.finding(*span, message).with_help(help).with_causes([cause]));
    }
    let fences = &context.document.facts.unclosed_fences;
    let closing = if fences.is_empty() { Vec::new() } else { closed_by_tags(&context.document.source.text) };
    for span in fences {
        let fence = span.of(&context.document.source.text).trim();
        let mark: String = fence.chars().take_while(|c| matches!(c, '`' | '~')).collect();
        let closes = |(at, sign, count): &(usize, char, usize)| {
            *at >= span.end && mark.starts_with(*sign) && *count >= mark.len()
        };
        if closing.iter().any(closes) {
            continue;
        }
        let marks =
            if mark.starts_with('~') { format!("`{mark}`") } else { format!("{} backticks", mark.len()) };
        let message = if context.site.site.settings.markdown.is_kramdown() {
            "nothing closes this code fence, so kramdown shows it and the code as text"
        } else {
            "nothing closes this code fence, so all that follows is shown as code"
        };
        let help = format!("write a line of {marks} where the code ends");
        let cause = causes::of_other_markdown(context, message, &help);
        out.push(context.finding(*span, message).with_help(help).with_causes([cause]));
    }
}

/// The lines that close a fence once the template language has taken its tags out, `{% endraw %} ```` ` ```` `: where they begin,
/// the sign, and how many of it.
fn closed_by_tags(text: &str) -> Vec<(usize, char, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        if !line.contains("{%") {
            continue;
        }
        let line = without_tags(line);
        let line = line.trim();
        let Some(mark) = line.chars().next().filter(|c| matches!(c, '`' | '~')) else { continue };
        if line.chars().all(|c| c == mark) {
            found.push((at, mark, line.len()));
        }
    }
    found
}

fn without_tags(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, (_, after))) =
        rest.split_once("{%").and_then(|(before, inner)| Some((before, inner.split_once("%}")?)))
    {
        out.push_str(before);
        rest = after;
    }
    out + rest
}

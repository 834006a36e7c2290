//! For people: each finding with its lines of the source, as compilers show them.

use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{AnnotationKind, Level as Shown, Origin, Renderer, Snippet};

use crate::lint::report::{Excerpt, Finding, Report, Reporter, Strings, Style};
use crate::text::diagnostic::{Level, Safety};

/// The default reporter.
pub(crate) const REPORTER: Reporter = Reporter {
    name: "text",
    summary: "each finding with its lines of the source",
    for_people: true,
    from_repository: false,
    strings: Strings::Text,
    write,
};

fn write(report: &Report, style: Style) -> serde_json::Result<String> {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(if style.width == 0 { DEFAULT_TERM_WIDTH } else { style.width });
    let mut out = String::new();
    let (shown, left_out) = report.shown(style);
    for finding in shown {
        out.push_str(&snippet(finding, &renderer));
        out.push_str("\n\n");
    }
    out.push_str(&left_out_lines(&left_out));
    if !style.without_summary {
        out.push_str(&report.summary.to_string());
        out.push('\n');
    }
    Ok(out)
}

/// A line for each rule of which findings are left out.
pub(super) fn left_out_lines(left_out: &[(&str, usize)]) -> String {
    let line =
        |(rule, count): &(&str, usize)| format!("{rule}: {count} more findings (`--all` shows them)\n");
    let lines: String = left_out.iter().map(line).collect();
    if lines.is_empty() { lines } else { lines + "\n" }
}

fn snippet(finding: &Finding, renderer: &Renderer) -> String {
    let diagnostic = &finding.diagnostic;
    let level = match diagnostic.level {
        Level::Error => Shown::ERROR,
        Level::Warning => Shown::WARNING,
        Level::Info => Shown::INFO,
    };
    let mut group = level
        .primary_title(&*diagnostic.message)
        .id(diagnostic.rule)
        .elements(finding.excerpts.iter().map(lines));
    if !finding.excerpts.iter().any(|excerpt| excerpt.marks.iter().any(|mark| mark.primary)) {
        let place =
            Origin::path(&*diagnostic.path).line(finding.start.line).char_column(finding.start.column);
        group = group.element(place);
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Shown::HELP.message(&**help));
    }
    if let Some(fix) = diagnostic.fix() {
        let flag = if fix.safety == Safety::Safe { "--fix" } else { "--unsafe-fixes" };
        group = group.element(Shown::NOTE.message(format!("{flag} would {}", fix.title)));
    }
    renderer.render(&[group])
}

fn lines(excerpt: &Excerpt) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
    let marks = excerpt.marks.iter().map(|mark| {
        let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        kind.span(mark.span.into()).label(mark.label.as_deref())
    });
    Snippet::source(excerpt.text.as_str())
        .line_start(excerpt.first_line)
        .path(&*excerpt.path)
        .fold(true)
        .annotations(marks)
}

//! SARIF 2.1.0, which code scanning services read.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::collections::BTreeMap;

use serde::Serialize;

use crate::lint::report::{Finding, Fingerprint, Report, Reporter, RuleNote, Strings, Style};
use crate::text::diagnostic::{Fix, Level};
use crate::text::source::Position;

/// The reporter for code scanning.
pub(crate) const REPORTER: Reporter = Reporter {
    name: "sarif",
    summary: "SARIF 2.1.0 for code scanning",
    for_people: false,
    from_repository: true,
    strings: Strings::Json,
    write,
};

fn write(report: &Report, _: Style) -> serde_json::Result<String> {
    let log = Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "feedwright",
                    version: env!("CARGO_PKG_VERSION"),
                    rules: report.rules.iter().map(descriptor).collect(),
                },
            },
            // Columns are Unicode scalar values, as everywhere else in this program.
            column_kind: "unicodeCodePoints",
            original_uri_base_ids: report
                .root
                .iter()
                .map(|root| (ROOT, ArtifactLocation { uri: root.clone(), uri_base_id: None }))
                .collect(),
            results: report.findings.iter().map(|finding| result(finding, &report.rules)).collect(),
        }],
    };
    let mut out = serde_json::to_string_pretty(&log)?;
    out.push('\n');
    Ok(out)
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    column_kind: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    original_uri_base_ids: BTreeMap<&'a str, ArtifactLocation>,
    results: Vec<Result<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
struct Driver<'a> {
    name: &'a str,
    version: &'a str,
    rules: Vec<Descriptor<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    short_description: Text<'a>,
    full_description: Text<'a>,
    help: Text<'a>,
    default_configuration: Configuration<'a>,
}

#[derive(Serialize)]
struct Configuration<'a> {
    level: &'a str,
}

#[derive(Serialize)]
struct Text<'a> {
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Result<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'a str,
    message: Message,
    locations: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    partial_fingerprints: BTreeMap<&'a str, Fingerprint>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<SarifFix<'a>>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifFix<'a> {
    description: Text<'a>,
    artifact_changes: Vec<ArtifactChange<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'a> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Text<'a>,
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

fn descriptor(rule: &RuleNote) -> Descriptor<'_> {
    Descriptor {
        id: rule.name,
        short_description: Text { text: rule.summary },
        full_description: Text { text: rule.what },
        help: Text { text: rule.why },
        default_configuration: Configuration { level: level(rule.level) },
    }
}

fn result<'a>(finding: &'a Finding, rules: &[RuleNote]) -> Result<'a> {
    let diagnostic = &finding.diagnostic;
    let help = diagnostic.help.as_deref().map_or_else(String::new, |help| format!("\n{help}"));
    let related = diagnostic.related().iter().zip(&finding.related).enumerate();
    Result {
        rule_id: diagnostic.rule,
        rule_index: rules.iter().position(|rule| rule.name == diagnostic.rule),
        level: level(diagnostic.level),
        message: Message { text: format!("{}{help}", diagnostic.message) },
        locations: vec![location(None, &diagnostic.path, (finding.start, finding.end), None)],
        related_locations: related
            .map(|(id, (place, region))| location(Some(id), &place.path, *region, Some(&place.label)))
            .collect(),
        partial_fingerprints: BTreeMap::from([("feedwright/v1", finding.fingerprint)]),
        fixes: diagnostic.fix().into_iter().map(|fix| change(fix, &finding.edits)).collect(),
    }
}

fn location<'a>(
    id: Option<usize>,
    path: &str,
    (start, end): (Position, Position),
    label: Option<&'a str>,
) -> Location<'a> {
    Location {
        id,
        physical_location: PhysicalLocation { artifact_location: artifact(path), region: region(start, end) },
        message: label.map(|text| Text { text }),
    }
}

fn change<'a>(fix: &'a Fix, places: &[(Position, Position)]) -> SarifFix<'a> {
    let mut changes: BTreeMap<&str, Vec<Replacement<'a>>> = BTreeMap::new();
    for (edit, &(start, end)) in fix.edits.iter().zip(places) {
        changes.entry(&edit.path).or_default().push(Replacement {
            deleted_region: region(start, end),
            inserted_content: Text { text: &edit.replacement },
        });
    }
    SarifFix {
        description: Text { text: &fix.title },
        artifact_changes: changes
            .into_iter()
            .map(|(path, replacements)| ArtifactChange { artifact_location: artifact(path), replacements })
            .collect(),
    }
}

/// The name that code scanning services know the root of the repository by (section 3.14.14).
const ROOT: &str = "%SRCROOT%";

/// A path as the relative URI that SARIF wants (section 3.4.3), from the root of the repository.
fn artifact(path: &str) -> ArtifactLocation {
    const KEPT: &percent_encoding::AsciiSet =
        &percent_encoding::NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    let uri = percent_encoding::utf8_percent_encode(path, KEPT).to_string();
    ArtifactLocation { uri, uri_base_id: (!path.starts_with('/')).then_some(ROOT) }
}

fn region(start: Position, end: Position) -> Region {
    Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
}

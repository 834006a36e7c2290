//! The bytes and the markup of a feed: encodings, well-formedness, document types.

use crate::lint::rules::feed::judge::{Judge, Kind};
use crate::lint::rules::feed::tables::xml::{
    BAD_XML_VERSION, CONTAINS_SYSTEM_ENTITY, DEPRECATED_DTD, INVALID_DOCTYPE, MISSING_ENCODING,
    NONSTD_ENCODING, OBSCURE_ENCODING, SAX_ERROR, UNDEFINED_NAMED_ENTITY, UNICODE_ERROR, UNKNOWN_ENCODING,
    WP_BLANK_LINE,
};
use crate::lint::rules::feed::values::text::is_html_reference;
use crate::text::xml::{Fault, FaultKind};

/// Reports what was wrong with the bytes and the markup.
pub(crate) fn faults(judge: &mut Judge<'_>, faults: &[Fault]) {
    let external_subset = faults.iter().any(|fault| fault.kind == FaultKind::External);
    for fault in faults {
        let detail = fault.detail.as_str();
        match fault.kind {
            FaultKind::NotWellFormed => {
                judge.report(SAX_ERROR, fault.span, format!("not well-formed: {detail}"));
            }
            FaultKind::UndefinedEntity if judge.netscape_dtd.is_some() && is_html_reference(detail) => {}
            FaultKind::UndefinedEntity if external_subset => {
                let message = format!("`&{detail};` is defined elsewhere, if anywhere");
                judge.report(UNDEFINED_NAMED_ENTITY, fault.span, message).param("value", detail);
            }
            FaultKind::UndefinedEntity => {
                let message = format!("not well-formed: XML has no `&{detail};`");
                let noted = judge.report(SAX_ERROR, fault.span, message).param("value", detail);
                noted.help(format!("write the character itself, or in HTML `&amp;{detail};`"));
            }
            FaultKind::Bytes => {
                judge.report(UNICODE_ERROR, fault.span, detail);
            }
            FaultKind::UnknownEncoding => {
                judge
                    .report(UNKNOWN_ENCODING, fault.span, format!("unknown encoding `{detail}`"))
                    .param("encoding", detail);
            }
            FaultKind::ObscureEncoding => {
                judge
                    .report(OBSCURE_ENCODING, fault.span, format!("few readers know the encoding `{detail}`"))
                    .param("encoding", detail);
            }
            FaultKind::NonstdEncoding => {
                judge
                    .report(
                        NONSTD_ENCODING,
                        fault.span,
                        format!("a reader need not know the encoding `{detail}`"),
                    )
                    .param("encoding", detail);
            }
            FaultKind::MissingEncoding => {
                judge.report(MISSING_ENCODING, fault.span, "the encoding is not declared");
            }
            FaultKind::Version => {
                judge
                    .report(
                        BAD_XML_VERSION,
                        fault.span,
                        format!("the version of XML is `{detail}`, not `1.0`"),
                    )
                    .param("version", detail);
            }
            FaultKind::LeadingSpace => {
                let wordpress = judge.source.contains("<generator>")
                    && judge.source.to_ascii_lowercase().contains("wordpress");
                let rule = if wordpress { WP_BLANK_LINE } else { SAX_ERROR };
                judge
                    .report(rule, fault.span, "white space before the XML declaration")
                    .help(WP_BLANK_LINE.help);
            }
            FaultKind::External => document_type(judge, fault),
            FaultKind::Bomb => {
                judge
                    .report(
                        SAX_ERROR,
                        fault.span,
                        "the entities of the document type expand beyond all measure: nothing was read",
                    )
                    .help("write the entities' values");
            }
            FaultKind::TooDeep => {
                let message = format!("{detail}: nothing was read");
                judge
                    .report(SAX_ERROR, fault.span, message)
                    .help("nest fewer elements, and give them fewer attributes");
            }
        }
    }
}

const NETSCAPE: &str = "-//Netscape Communications//DTD RSS 0.91//EN";

fn document_type(judge: &mut Judge<'_>, fault: &Fault) {
    let rss_091 = fault.detail.contains(NETSCAPE);
    if !rss_091 {
        judge.report(
            CONTAINS_SYSTEM_ENTITY,
            fault.span,
            "the document type names something outside of the feed",
        );
        return;
    }
    if fault.detail.contains("my.netscape.com") {
        judge.report(DEPRECATED_DTD, fault.span, "Netscape's document type of RSS 0.91 is withdrawn");
    }
    judge.netscape_dtd = Some(fault.span);
}

/// RSS 0.91's document type stands for that version only.
pub(crate) fn version_of_dtd(judge: &mut Judge<'_>) {
    if let Some(span) = judge.netscape_dtd
        && judge.kind == Kind::Rss
        && !judge.version.is_empty()
        && judge.version != "0.91"
    {
        let message = format!("the document type is that of RSS 0.91, the version is `{}`", judge.version);
        judge.report(INVALID_DOCTYPE, span, message);
    }
}

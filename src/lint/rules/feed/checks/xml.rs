//! The bytes and the markup of a feed: encodings, well-formedness, document types.

use crate::lint::rules::feed::checker::{Checker, FeedKind};
use crate::lint::rules::feed::tables::xml::{
    BAD_XML_VERSION, CONTAINS_SYSTEM_ENTITY, DEPRECATED_DTD, INVALID_DOCTYPE, MISSING_ENCODING,
    NONSTD_ENCODING, OBSCURE_ENCODING, SAX_ERROR, UNDEFINED_NAMED_ENTITY, UNICODE_ERROR, UNKNOWN_ENCODING,
    WP_BLANK_LINE,
};
use crate::lint::rules::feed::values::text::is_html_reference;
use crate::text::xml::{Fault, FaultKind};

/// Reports what was wrong with the bytes and the markup.
pub(crate) fn faults(checker: &mut Checker<'_>, faults: &[Fault]) {
    let external_subset = faults.iter().any(|fault| fault.kind == FaultKind::External);
    for fault in faults {
        let detail = fault.detail.as_str();
        match fault.kind {
            FaultKind::NotWellFormed => {
                checker.report(SAX_ERROR, fault.span, format!("not well-formed: {detail}"));
            }
            FaultKind::UndefinedEntity if checker.netscape_dtd.is_some() && is_html_reference(detail) => {}
            FaultKind::UndefinedEntity if external_subset => {
                let message = format!("the feed does not define the entity `&{detail};`");
                checker.report(UNDEFINED_NAMED_ENTITY, fault.span, message).param("value", detail);
            }
            FaultKind::UndefinedEntity => {
                let message = format!("not well-formed: XML has no `&{detail};`");
                let noted = checker.report(SAX_ERROR, fault.span, message).param("value", detail);
                noted.help(format!("write the character itself, or in HTML `&amp;{detail};`"));
            }
            FaultKind::Bytes => {
                checker.report(UNICODE_ERROR, fault.span, detail);
            }
            FaultKind::UnknownEncoding => {
                checker
                    .report(UNKNOWN_ENCODING, fault.span, format!("unknown encoding `{detail}`"))
                    .param("encoding", detail);
            }
            FaultKind::ObscureEncoding => {
                checker
                    .report(OBSCURE_ENCODING, fault.span, format!("few readers know the encoding `{detail}`"))
                    .param("encoding", detail);
            }
            FaultKind::NonstdEncoding => {
                checker
                    .report(
                        NONSTD_ENCODING,
                        fault.span,
                        format!("a reader need not know the encoding `{detail}`"),
                    )
                    .param("encoding", detail);
            }
            FaultKind::MissingEncoding => {
                checker.report(MISSING_ENCODING, fault.span, "the encoding is not declared");
            }
            FaultKind::Version => {
                checker
                    .report(
                        BAD_XML_VERSION,
                        fault.span,
                        format!("the version of XML is `{detail}`, not `1.0`"),
                    )
                    .param("version", detail);
            }
            FaultKind::LeadingSpace => {
                let wordpress = checker.source.contains("<generator>")
                    && checker.source.to_ascii_lowercase().contains("wordpress");
                let rule = if wordpress { WP_BLANK_LINE } else { SAX_ERROR };
                checker
                    .report(rule, fault.span, "white space before the XML declaration")
                    .help(WP_BLANK_LINE.help);
            }
            FaultKind::External => document_type(checker, fault),
            FaultKind::Bomb => {
                checker
                    .report(
                        SAX_ERROR,
                        fault.span,
                        "the entities of the document type expand without limit: nothing was read",
                    )
                    .help("write the entities' values");
            }
            FaultKind::TooDeep => {
                let message = format!("{detail}: nothing was read");
                checker
                    .report(SAX_ERROR, fault.span, message)
                    .help("nest fewer elements, and give them fewer attributes");
            }
        }
    }
}

const NETSCAPE: &str = "-//Netscape Communications//DTD RSS 0.91//EN";

fn document_type(checker: &mut Checker<'_>, fault: &Fault) {
    let rss_091 = fault.detail.contains(NETSCAPE);
    if !rss_091 {
        checker.report(
            CONTAINS_SYSTEM_ENTITY,
            fault.span,
            "the document type names something outside of the feed",
        );
        return;
    }
    if fault.detail.contains("my.netscape.com") {
        checker.report(DEPRECATED_DTD, fault.span, "Netscape's document type of RSS 0.91 is withdrawn");
    }
    checker.netscape_dtd = Some(fault.span);
}

/// RSS 0.91's document type stands for that version only.
pub(crate) fn version_of_dtd(checker: &mut Checker<'_>) {
    if let Some(span) = checker.netscape_dtd
        && checker.kind == FeedKind::Rss
        && !checker.version.is_empty()
        && checker.version != "0.91"
    {
        let message = format!("the document type is that of RSS 0.91, the version is `{}`", checker.version);
        checker.report(INVALID_DOCTYPE, span, message);
    }
}

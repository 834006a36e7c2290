//! The protocol's types from and to ours.

use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use feedwright::lint::editor::{Completion, CompletionKind, Encoding, Lines, Symbol};
use feedwright::text::diagnostic::{Diagnostic, Level};
use feedwright::text::printable::printable;
use feedwright::text::source::Span;
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionItem, CompletionItemKind,
    CompletionOptions, CompletionTextEdit, DiagnosticRelatedInformation, DiagnosticSeverity, DocumentSymbol,
    HoverProviderCapability, Location, NumberOrString, OneOf, Position, PositionEncodingKind, Range,
    SaveOptions, ServerCapabilities, SymbolKind, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions, TextEdit, Uri,
};
use url::Url;

use crate::cli::lsp::buffers::Buffers;

/// What this server can do.
pub(super) fn capabilities(encoding: Encoding) -> ServerCapabilities {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::FULL),
        save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: None })),
        ..TextDocumentSyncOptions::default()
    };
    let kinds = vec![CodeActionKind::QUICKFIX, FIX_ALL];
    let actions = CodeActionOptions { code_action_kinds: Some(kinds), ..CodeActionOptions::default() };
    let triggers = ["(", "/", "#", "\"", " "].map(str::to_owned).to_vec();
    ServerCapabilities {
        position_encoding: Some(match encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
        }),
        text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(triggers),
            ..CompletionOptions::default()
        }),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(actions)),
        ..ServerCapabilities::default()
    }
}

/// All safe fixes of a file at once, for `codeActionsOnSave`.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.feedwright");

/// The file that a URI names.
pub(super) fn path_of(uri: &Uri) -> Option<PathBuf> {
    Url::parse(uri.as_str()).ok()?.to_file_path().ok()
}

/// The URI of a file of a site.
pub(super) fn uri_of(root: &Path, path: &str) -> Option<Uri> {
    let url = Url::from_file_path(root.join(path)).ok()?;
    Uri::from_str(url.as_str()).ok()
}

/// File contents in which places are counted as the editor counts them.
pub(super) struct Text<'t>(Lines<'t>);

impl<'t> Text<'t> {
    /// Reads the contents once.
    pub(super) fn new(text: &'t str, encoding: Encoding) -> Self {
        Self(Lines::new(text, encoding))
    }

    /// The range of a span.
    pub(super) fn range(&self, span: Span) -> Range {
        Range { start: self.position(span.start), end: self.position(span.end) }
    }

    fn position(&self, offset: usize) -> Position {
        let (line, character) = self.0.position(offset);
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Position { line: small(line), character: small(character) }
    }

    /// The byte offset of a position.
    pub(super) fn offset(&self, position: Position) -> usize {
        let wide = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        self.0.offset(wide(position.line), wide(position.character))
    }

    /// The span of a range.
    pub(super) fn span(&self, range: Range) -> Span {
        Span::new(self.offset(range.start), self.offset(range.end))
    }

    /// A finding; `buffers` have the files of its related places.
    pub(super) fn diagnostic(
        &self,
        found: &Diagnostic,
        buffers: &Buffers,
        encoding: Encoding,
    ) -> lsp_types::Diagnostic {
        let mut message = printable(&found.message).into_owned();
        if let Some(help) = &found.help {
            message.push_str("\nhelp: ");
            message.push_str(&printable(help));
        }
        let related = found.related().iter().filter_map(|related| {
            let location = location(buffers, &related.path, related.span, encoding)?;
            Some(DiagnosticRelatedInformation { location, message: printable(&related.label).into_owned() })
        });
        let related: Vec<DiagnosticRelatedInformation> = related.collect();
        lsp_types::Diagnostic {
            range: self.range(found.span),
            severity: Some(match found.level {
                Level::Error => DiagnosticSeverity::ERROR,
                Level::Warning => DiagnosticSeverity::WARNING,
                Level::Info => DiagnosticSeverity::INFORMATION,
            }),
            code: Some(NumberOrString::String(found.rule.to_owned())),
            source: Some("feedwright".to_owned()),
            message,
            related_information: Some(related).filter(|related| !related.is_empty()),
            ..lsp_types::Diagnostic::default()
        }
    }

    /// Something that can be written at a place; `number` is its place among the others.
    pub(super) fn completion(&self, completion: Completion, number: usize) -> CompletionItem {
        let kind = match completion.kind {
            CompletionKind::Url => CompletionItemKind::REFERENCE,
            CompletionKind::Fragment => CompletionItemKind::CONSTANT,
            CompletionKind::File => CompletionItemKind::FILE,
            CompletionKind::Key => CompletionItemKind::FIELD,
            CompletionKind::Value => CompletionItemKind::VALUE,
        };
        let edit = TextEdit { range: self.range(completion.span), new_text: completion.text.clone() };
        CompletionItem {
            label: printable(&completion.text).into_owned(),
            kind: Some(kind),
            detail: completion.detail.map(|detail| printable(&detail).into_owned()),
            filter_text: Some(completion.text),
            sort_text: Some(format!("{number:04}")),
            text_edit: Some(CompletionTextEdit::Edit(edit)),
            ..CompletionItem::default()
        }
    }

    /// The headings of a file as a tree.
    pub(super) fn symbols(&self, symbols: &[Symbol]) -> Vec<DocumentSymbol> {
        let mut tree = Vec::new();
        let mut rest = symbols;
        while let Some((first, after)) = rest.split_first() {
            let is_below = |next: &&Symbol| first.level > 0 && next.level > first.level;
            let below = after.iter().take_while(is_below).count();
            let (children, after) = after.split_at(below);
            tree.push(self.symbol(first, self.symbols(children)));
            rest = after;
        }
        tree
    }

    #[expect(deprecated, reason = "the struct still has the field, which nothing fills")]
    fn symbol(&self, symbol: &Symbol, children: Vec<DocumentSymbol>) -> DocumentSymbol {
        DocumentSymbol {
            name: printable(&symbol.name).into_owned(),
            detail: None,
            kind: if symbol.level == 0 { SymbolKind::NAMESPACE } else { SymbolKind::STRING },
            tags: None,
            deprecated: None,
            range: self.range(symbol.section),
            selection_range: self.range(symbol.heading),
            children: Some(children).filter(|children| !children.is_empty()),
        }
    }
}

/// A place in a file of the site; nothing where the file cannot be read.
pub(super) fn location(buffers: &Buffers, path: &str, span: Span, encoding: Encoding) -> Option<Location> {
    let uri = uri_of(buffers.root(), path)?;
    // The beginning of a file is the same in every text.
    if span.end == 0 {
        return Some(Location { uri, range: Range::default() });
    }
    let text = buffers.text(path)?;
    Some(Location { uri, range: Text::new(&text, encoding).range(span) })
}

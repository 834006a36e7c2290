//! An error that stops a template, before its place is known.

use crate::markup::front_matter::Fault;
use crate::text::source::Span;

/// A message and what to do, still without a place.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    message: String,
    help: &'static str,
}

impl Problem {
    pub(super) fn new(message: impl Into<String>, help: &'static str) -> Self {
        Self { message: message.into(), help }
    }

    pub(super) fn at(self, span: Span) -> Fault {
        Fault {
            span,
            message: self.message,
            help: Some(self.help.to_owned()),
            replacement: None,
            fatal: true,
        }
    }
}

/// The error of an included file, at the tag that includes it. Of files within files, the innermost is named.
pub(super) fn within(file: &str, span: Span, fault: Fault) -> Fault {
    let message = if fault.message.starts_with(INCLUDED) {
        fault.message
    } else {
        format!("{INCLUDED}`{file}`: {}", fault.message)
    };
    Fault { span, message, ..fault }
}

/// How the message of an error in an included file begins.
const INCLUDED: &str = "in the included ";

//! Tests of the texts that are read at a glance.

use crate::markup::markdown::chance;
use crate::markup::markdown::kramdown::{convert, parse};
use crate::markup::markdown::options::Options;

/// Texts that are read at a glance come out as pulldown-cmark would have them.
#[test]
fn simple_texts_have_the_html_of_all_others() {
    let hard_wrapped = Options { hard_wrap: true, ..Options::default() };
    let straight = Options { smart_quotes: false, typographic_symbols: false, ..Options::default() };
    for options in [Options::default(), hard_wrapped, straight] {
        for source in chance::texts(10_000, 11) {
            let html = |simple| convert::convert(parse(&source, &options), simple);
            assert_eq!(html(true), html(false), "{source:?}");
        }
    }
}

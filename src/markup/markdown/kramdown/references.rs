//! The names of characters that kramdown knows: those of HTML 4 and XHTML. Other names of HTML 5 are text to it.

use crate::markup::markdown::entity;
use crate::markup::markdown::escape::push_text;
use crate::text::pieces::Part as _;

/// Appends a reference as HTML: as its character, escaped where kramdown does not know it.
pub(crate) fn push_reference(out: &mut String, reference: &str) {
    match character(reference) {
        Some(c) => push_text(out, c.encode_utf8(&mut [0; 4])),
        None => {
            out.push_str("&amp;");
            out.push_str(reference.part(1..));
        }
    }
}

/// The character that a reference `&…;` stands for, if kramdown knows it.
pub(crate) fn character(reference: &str) -> Option<char> {
    let name = reference.strip_prefix('&')?.strip_suffix(';')?;
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|&c| c != '\0');
    }
    let decoded = entity::decode(reference).filter(|_| is_known(reference))?;
    let mut chars = decoded.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// Returns whether a reference `&name;` has a name that kramdown knows, or is a number.
fn is_known(reference: &str) -> bool {
    let name = reference.trim_start_matches('&').trim_end_matches(';');
    name.starts_with('#') || NAMES.split_ascii_whitespace().any(|known| known == name)
}

/// The names of HTML 4.01 (section 24), `apos` of XHTML, and some that kramdown adds.
const NAMES: &str = "
AElig Aacute Acirc Agrave Alpha Aring Atilde Auml Beta Ccedil Chi Dagger Delta ETH Eacute Ecirc Egrave Epsilon
Eta Euml Gamma Iacute Icirc Igrave Iota Iuml Kappa Lambda Mu Ntilde Nu OElig Oacute Ocirc Ograve Omega Omicron
Oslash Otilde Ouml Phi Pi Prime Psi Rho Scaron Sigma THORN Tau Theta Uacute Ucirc Ugrave Upsilon Uuml Xi
Yacute Yuml Zeta aacute acirc acute aelig agrave alefsym alpha amp and ang apos aring asymp atilde auml bdquo
beta brvbar bull cap ccedil cedil cent chi circ clubs cong copy crarr cup curren dArr dagger darr deg delta
diams divide eacute ecirc egrave empty emsp ensp epsilon equiv eta eth euml euro exist fnof forall frac12
frac14 frac34 frasl gamma ge gt hArr harr hearts hellip iacute icirc iexcl igrave image infin int iota iquest
isin iuml kappa lArr lambda lang laquo larr lceil ldquo le lfloor lowast loz lrm lsaquo lsquo lt macr mdash
micro middot minus mu nabla nbsp ndash ne ni not notin nsub ntilde nu oacute ocirc oelig ograve oline omega
omicron oplus or ordf ordm oslash otilde otimes ouml para part permil perp phi pi piv plusmn pound prime prod
prop psi quot rArr radic rang raquo rarr rceil rdquo real reg rfloor rho rlm rsaquo rsquo sbquo scaron sdot
sect shy sigma sigmaf sim spades sub sube sum sup sup1 sup2 sup3 supe szlig tau there4 theta thetasym thinsp
thorn tilde times trade uArr uacute uarr ucirc ugrave uml upsih upsilon uuml vellip weierp xi yacute yen yuml
zeta zwj zwnj
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_html_4_are_known() {
        for reference in ["&copy;", "&rarr;", "&apos;", "&zwnj;", "&#8212;", "&AElig;"] {
            assert!(is_known(reference), "{reference}");
        }
        for reference in ["&check;", "&AMP;", "&lbrace;", "&NotEqualTilde;"] {
            assert!(!is_known(reference), "{reference}");
        }
    }
}

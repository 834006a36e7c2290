//! Inventories: the `objects.inv` in which Sphinx and its kin list what the pages of a site document.
//!
//! Both versions are read, as `sphinx/util/inventory.py` reads them: plain lines (1), and lines compressed with zlib (2).

use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit};

/// The most bytes that an inventory may be unpacked to: thirty times what the largest known ones have.
const MOST_BYTES: usize = 64 << 20;

/// One thing that an inventory lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The domain of the entry: `py`, `std`, `c`.
    pub domain: String,
    /// The role of the entry in that domain: `doc`, `label`, `function`.
    pub role: String,
    /// The page, from the site's first page: `guide/install.html`; empty for that one.
    pub page: String,
    /// The id on the page; `None` for the page itself.
    pub fragment: Option<String>,
}

/// Why a file is not an inventory that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InventoryError {
    /// It does not begin as one.
    #[error("it is not a Sphinx inventory: it does not begin with `# Sphinx inventory version`")]
    NotOne,
    /// It is of a version that is not known.
    #[error("it is a Sphinx inventory of an unknown version; 1 and 2 can be read")]
    Version,
    /// Its compressed part is damaged.
    #[error("its compressed part is damaged; fetch or build it again")]
    Damaged,
    /// It would be too large.
    #[error("it unpacks to more than 64 MB, which no inventory has; fetch or build it again")]
    TooLarge,
}

/// Reads an inventory. Lines that are not entries are skipped, as in Sphinx.
///
/// # Errors
/// When the file is none, is of an unknown version, or cannot be unpacked within bounds.
pub fn parse(bytes: &[u8]) -> Result<Vec<Entry>, InventoryError> {
    let (first, rest) = line(bytes).ok_or(InventoryError::NotOne)?;
    let version = first.strip_prefix("# Sphinx inventory version ").ok_or(InventoryError::NotOne)?;
    // The project and its version stand in two lines of their own.
    let (_, rest) = line(rest).ok_or(InventoryError::NotOne)?;
    let (_, rest) = line(rest).ok_or(InventoryError::NotOne)?;
    match version.trim() {
        "1" => Ok(entries(rest, plain_entry)),
        "2" => {
            let (how, packed) = line(rest).ok_or(InventoryError::NotOne)?;
            if !how.contains("zlib") {
                return Err(InventoryError::Version);
            }
            Ok(entries(&unpack(packed, MOST_BYTES)?, entry))
        }
        _ => Err(InventoryError::Version),
    }
}

fn unpack(packed: &[u8], most: usize) -> Result<Vec<u8>, InventoryError> {
    decompress_to_vec_zlib_with_limit(packed, most).map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => InventoryError::TooLarge,
        _ => InventoryError::Damaged,
    })
}

/// The first line and what follows it.
fn line(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let (first, rest) = bytes.split_at_checked(end)?;
    Some((str::from_utf8(first).ok()?.trim_end_matches('\r'), rest.get(1..)?))
}

fn entries(bytes: &[u8], read: fn(&str) -> Option<Entry>) -> Vec<Entry> {
    String::from_utf8_lossy(bytes).lines().filter_map(|line| read(line.trim_end())).collect()
}

/// `name domain:role priority uri dispname`; the name may hold spaces, and `$` at the end of the URI stands for it.
fn entry(line: &str) -> Option<Entry> {
    let words: Vec<&str> = line.split(' ').collect();
    // The first word that can be a role, with a number after it, ends the name.
    let role_at = (1..words.len()).find(|at| {
        let number = words.get(at + 1).is_some_and(|word| word.parse::<i64>().is_ok());
        number && words.get(*at).is_some_and(|word| word.contains(':'))
    })?;
    let (domain, role) = words.get(role_at)?.split_once(':')?;
    let name = words.get(..role_at)?.join(" ");
    let uri = words.get(role_at + 2)?;
    let uri = match uri.strip_suffix('$') {
        Some(start) => format!("{start}{name}"),
        None => (*uri).to_owned(),
    };
    Some(entry_at(domain, role, &uri))
}

/// `name role uri`, the first version: the id is the name, and `module-` before that of a module.
fn plain_entry(line: &str) -> Option<Entry> {
    let mut words = line.splitn(3, ' ');
    let (name, role, uri) = (words.next()?, words.next()?, words.next()?);
    let (role, id) =
        if role == "mod" { ("module", format!("module-{name}")) } else { (role, name.to_owned()) };
    (!uri.is_empty()).then(|| entry_at("py", role, &format!("{uri}#{id}")))
}

fn entry_at(domain: &str, role: &str, uri: &str) -> Entry {
    let (page, fragment) = match uri.split_once('#') {
        Some((page, fragment)) => (page, Some(fragment.to_owned()).filter(|id| !id.is_empty())),
        None => (uri, None),
    };
    Entry { domain: domain.to_owned(), role: role.to_owned(), page: page.to_owned(), fragment }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "# Sphinx inventory version 2\n# Project: Wherry\n# Version: 4\n# The remainder of this file is compressed using zlib.\n";

    fn second(lines: &str) -> Vec<u8> {
        let packed = miniz_oxide::deflate::compress_to_vec_zlib(lines.as_bytes(), 6);
        [HEAD.as_bytes(), &packed].concat()
    }

    fn spoken(bytes: &[u8]) -> Vec<String> {
        let word = |entry: &Entry| {
            let fragment = entry.fragment.as_deref().map(|id| format!("#{id}")).unwrap_or_default();
            format!("{}:{} {}{fragment}", entry.domain, entry.role, entry.page)
        };
        parse(bytes).unwrap().iter().map(word).collect()
    }

    #[test]
    fn both_versions_are_read() {
        let lines = "wherry.deck py:module 0 api.html#module-$ -\n\
                     a name: with spaces std:label -1 guide/install.html#$ A name\n\
                     guide/install std:doc -1 guide/install.html How to install\n\
                     index std:doc -1  Wherry\nno entry\n";
        assert_eq!(
            spoken(&second(lines)),
            [
                "py:module api.html#module-wherry.deck",
                "std:label guide/install.html#a name: with spaces",
                "std:doc guide/install.html",
                "std:doc "
            ]
        );
        let first = "# Sphinx inventory version 1\n# Project: Wherry\n# Version: 4\n\
                     wherry.deck mod api.html\nwherry.deck.open function api.html\n";
        assert_eq!(
            spoken(first.as_bytes()),
            ["py:module api.html#module-wherry.deck", "py:function api.html#wherry.deck.open"]
        );
    }

    #[test]
    fn what_is_none_is_refused() {
        assert_eq!(parse(b"<html>\n"), Err(InventoryError::NotOne));
        assert_eq!(parse(b""), Err(InventoryError::NotOne));
        assert_eq!(parse(b"# Sphinx inventory version 9\na\nb\n"), Err(InventoryError::Version));
        assert_eq!(parse(HEAD.as_bytes()), Err(InventoryError::Damaged));
        assert_eq!(parse(&[HEAD.as_bytes(), b"garbage"].concat()), Err(InventoryError::Damaged));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_without_a_fall(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
            parse(&bytes).ok();
            parse(&[HEAD.as_bytes(), &bytes].concat()).ok();
            parse(&second(&String::from_utf8_lossy(&bytes))).unwrap();
        }

        #[test]
        fn any_lines_are_entries_or_passed_over(lines in "([a-z.$# :]{0,12}( [a-z]:[a-z]{1,3} -?[0-9] [a-z/$#%.]{0,9} )?-?\n){0,6}") {
            parse(&second(&lines)).unwrap();
        }
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let packed = miniz_oxide::deflate::compress_to_vec_zlib(&vec![b'a'; MOST_BYTES + 1], 1);
        assert!(packed.len() < 2 << 20);
        assert_eq!(parse(&[HEAD.as_bytes(), &packed].concat()), Err(InventoryError::TooLarge));
    }
}

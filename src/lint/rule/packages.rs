//! Names of files for download.

use crate::text::pieces::Part as _;

/// Endings of packages, images of disks, and of the signatures and checksums beside them.
const ENDINGS: [&str; 27] = [
    "7z", "apk", "appimage", "asc", "bz2", "deb", "dmg", "exe", "gem", "gz", "img", "iso", "jar", "msi",
    "pkg", "rpm", "sha1", "sha256", "sha512", "sig", "tar", "tgz", "war", "whl", "xz", "zip", "zst",
];

/// Splits the name of a package into its stem and all its endings, with their dots: `wherry-1.2` and `.tar.gz.asc`. The endings are
/// empty for any other file.
pub(crate) fn split_endings(name: &str) -> (&str, &str) {
    let mut stem = name;
    while let Some((shorter, ending)) = stem.rsplit_once('.')
        && ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending))
    {
        stem = shorter;
    }
    (stem, name.part(stem.len()..))
}

//! Files of expected output under `fixtures/`, rewritten by `SNAPSHOTS=overwrite cargo test`.

use std::path::Path;

/// Holds `actual` against `fixtures/<path>`.
pub(crate) fn check(path: &str, actual: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path);
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, actual).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    if expected != actual {
        #[cfg(feature = "fix-diff")]
        let diff = feedwright::lint::fix::diff(path, &expected, actual);
        #[cfg(not(feature = "fix-diff"))]
        let diff = actual;
        panic!("fixtures/{path} differs (SNAPSHOTS=overwrite cargo test takes it over):\n{diff}");
    }
}

//! Files as services know them that read reports: from the root of the repository.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use feedwright::lint::report::Report;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::cli::disk;

/// The folder that annotations take their paths from: the root of the repository, without one the folder that the program
/// runs in, or that of the site where it lies elsewhere.
pub(super) struct Repository {
    root: PathBuf,
    site: PathBuf,
}

impl Repository {
    /// The repository that a folder is in.
    pub(super) fn around(folder: &Path) -> Self {
        let site = disk::absolute(folder).unwrap_or_else(|| folder.to_owned());
        let of_git = site.ancestors().find(|folder| disk::is_there(&folder.join(".git")));
        let here = disk::absolute(Path::new(".")).filter(|here| site.starts_with(here));
        let root = of_git.map(Path::to_owned).or(here).unwrap_or_else(|| site.clone());
        Self { root, site }
    }

    /// The report with every file named from the root; one outside of it by its whole path. `path` is below the folder, or
    /// begins at the root of the disk.
    pub(super) fn report(&self, report: &Report) -> Report {
        let mut report = report.clone();
        report.rename(&|path| {
            let whole = self.site.join(&**path);
            let whole = disk::absolute(&whole).filter(|real| real.starts_with(&self.root)).unwrap_or(whole);
            let below = whole.strip_prefix(&self.root).unwrap_or(&whole);
            Arc::from(below.to_string_lossy().replace('\\', "/"))
        });
        report.root = Some(self.uri());
        report
    }

    fn uri(&self) -> String {
        const KEPT: &AsciiSet =
            &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b':');
        let path = self.root.to_string_lossy().replace('\\', "/");
        let path = utf8_percent_encode(path.trim_matches('/'), KEPT).to_string();
        if path.is_empty() { "file:///".to_owned() } else { format!("file:///{path}/") }
    }
}

//! What the server shows now: written by the thread that reads the site, read by those that answer.

use std::sync::{Arc, PoisonError, RwLock};

use feedwright::lint::preview::{Answer, Preview, State, answer};

/// What the server shows now.
#[derive(Default)]
pub(super) struct Shown(RwLock<Now>);

#[derive(Clone, Default)]
struct Now {
    version: u64,
    preview: Option<Arc<Preview>>,
    error: Option<Arc<[String]>>,
}

impl Shown {
    /// Shows a site, or above the one that was shown before why it cannot be read now: a message, and lines after it.
    pub(super) fn set(&self, site: Result<Preview, Vec<String>>) {
        let mut now = self.0.write().unwrap_or_else(PoisonError::into_inner);
        now.version += 1;
        match site {
            Ok(preview) => {
                now.preview = Some(Arc::new(preview));
                now.error = None;
            }
            Err(lines) => now.error = Some(lines.into()),
        }
    }

    /// The answer to a request, from one state of the site.
    pub(super) fn answer(&self, path: &str, query: &str) -> Answer {
        let Now { version, preview, error } = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        answer(State { version, preview: preview.as_deref(), error: error.as_deref() }, path, query)
    }
}

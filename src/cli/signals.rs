//! Signals that end the program: what has to be done before.

/// Makes a write error (`EFBIG`) of a file that gets larger than `ulimit -f` allows; the signal would end the program.
pub(crate) fn survive_large_files() {
    #[cfg(unix)]
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default()).ok();
}

/// Sees to it that `clean_up` is called before an interrupt (`SIGINT`), a request to end (`SIGTERM`) or the end of the
/// terminal (`SIGHUP`) ends the program, as it would have without. The first call counts.
pub(crate) fn before_the_end(clean_up: fn()) {
    #[cfg(unix)]
    unix::before_the_end(clean_up);
    #[cfg(not(unix))]
    let _ = clean_up;
}

#[cfg(unix)]
mod unix {
    use std::ffi::c_int;
    use std::fs;
    use std::sync::{Once, mpsc};
    use std::thread;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    pub(super) fn before_the_end(clean_up: fn()) {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            let (ready, is_ready) = mpsc::channel();
            let watch = move || {
                // In this thread, so that no signal is caught where there is none to act on it.
                let Ok(mut signals) = Signals::new(handled_signals()) else { return };
                ready.send(()).ok();
                for signal in signals.forever() {
                    clean_up();
                    emulate_default_handler(signal).ok();
                }
            };
            if thread::Builder::new().name("signals".to_owned()).spawn(watch).is_ok() {
                is_ready.recv().ok();
            }
        });
    }

    /// The signals to act on: not those that the program was told to ignore (`nohup`).
    fn handled_signals() -> Vec<c_int> {
        let ignored = ignored().unwrap_or(0);
        [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0).collect()
    }

    /// The signals that are ignored, a bit each, where the system tells.
    #[expect(clippy::disallowed_methods, reason = "it is not a file of the site")]
    fn ignored() -> Option<u64> {
        let status = fs::read_to_string("/proc/self/status").ok()?;
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
        u64::from_str_radix(mask.trim(), 16).ok()
    }
}

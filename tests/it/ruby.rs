//! Ruby, which Jekyll and kramdown run in, asked about many strings at once.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

/// What a program prints that reads one string a line, as JSON; none where there is no Ruby.
pub(crate) fn output(program: &str, texts: &[String]) -> Option<Output> {
    let mut child = Command::new("ruby")
        .args(["-W0", "-EUTF-8:UTF-8", "-e", program])
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut input = child.stdin.take()?;
    let lines: String = texts.iter().map(|text| serde_json::to_string(text).unwrap() + "\n").collect();
    let writer = std::thread::spawn(move || {
        // A kramdown that is not there closes the pipe: that shows in its output.
        let _ = input.write_all(lines.as_bytes());
    });
    let output = child.wait_with_output().ok()?;
    writer.join().ok()?;
    Some(output)
}

//! One hub: requests with a bound of time, repeated where another attempt may help.

use std::fmt;
use std::io::{self, Read as _};
use std::thread;
use std::time::Duration;

use ureq::http::{Response, StatusCode};
use ureq::{Agent, Body, Error};

use crate::cli::console::io_reason;

/// How long a hub is waited for, and how often it is asked again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    pub(super) time: Duration,
    pub(super) retries: u32,
}

/// A hub that is told of feeds.
pub(super) struct Hub<'a> {
    pub(super) address: &'a str,
    /// Whether it gave no answer although it was asked again.
    pub(super) is_silent: bool,
    patience: Patience,
    agent: Agent,
}

/// Why a hub was not told.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It answered something else than success, with these words of its own.
    Answer(StatusCode, String),
    /// It could not be asked, or did not answer.
    NoAnswer(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer(status, words) => {
                write!(out, "the hub answered {}", status.as_u16())?;
                if let Some(reason) = status.canonical_reason() {
                    write!(out, " ({reason})")?;
                }
                if status.is_redirection() {
                    out.write_str("; set its new address in `hubs`")?;
                }
                if words.is_empty() { Ok(()) } else { write!(out, ": {words}") }
            }
            Self::NoAnswer(reason) => out.write_str(reason),
        }
    }
}

impl<'a> Hub<'a> {
    pub(super) fn new(address: &'a str, patience: Patience) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(patience.time))
            // A request that is sent on would lose its body.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent(concat!("Feedwright/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { address, is_silent: false, patience, agent: config.new_agent() }
    }

    /// Tells the hub that the feed at an address changed.
    pub(super) fn tell(&mut self, topic: &str) -> Result<(), Refusal> {
        let mut attempt = 0;
        loop {
            let wait = match self.ask(topic) {
                Ok(response) if response.status().is_success() => return Ok(()),
                Ok(mut response) => {
                    let status = response.status();
                    let may_change = matches!(status.as_u16(), 408 | 425 | 429) || status.is_server_error();
                    if !may_change || attempt == self.patience.retries {
                        return Err(Refusal::Answer(status, words(&mut response)));
                    }
                    asked_wait(&response)
                }
                Err(error) => {
                    let reason = reason(&error, self.patience.time);
                    if is_final(&error) {
                        return Err(Refusal::NoAnswer(reason));
                    }
                    if attempt == self.patience.retries {
                        self.is_silent = true;
                        return Err(Refusal::NoAnswer(reason));
                    }
                    Duration::ZERO
                }
            };
            thread::sleep(wait.max(Duration::from_secs(1 << attempt)).min(LONGEST_WAIT));
            attempt += 1;
        }
    }

    /// Hubs differ in whether they call the feed `hub.url`, as PubSubHubbub did, or `hub.topic`; the specification leaves it open.
    fn ask(&self, topic: &str) -> Result<Response<Body>, Error> {
        let form = [("hub.mode", "publish"), ("hub.url", topic), ("hub.topic", topic)];
        self.agent.post(self.address).send_form(form)
    }
}

/// The longest time between two attempts.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// How long a hub asks to be left alone, where it gives that in seconds.
fn asked_wait(response: &Response<Body>) -> Duration {
    let header = response.headers().get("retry-after").and_then(|value| value.to_str().ok());
    let seconds = header.and_then(|value| value.trim().parse().ok());
    seconds.map_or(Duration::ZERO, Duration::from_secs)
}

/// The first line of an answer, shortened; nothing of a page.
fn words(response: &mut Response<Body>) -> String {
    let mut start = Vec::new();
    // What cannot be read is only missing from a message.
    response.body_mut().as_reader().take(MOST_READ).read_to_end(&mut start).ok();
    let text = String::from_utf8_lossy(&start);
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("");
    if line.starts_with('<') {
        return String::new();
    }
    line.chars().take(MOST_SHOWN).collect()
}

/// The most bytes of an answer that are read, and the most characters of it that are shown.
const MOST_READ: u64 = 1024;
const MOST_SHOWN: usize = 120;

/// Whether another attempt would end the same way.
fn is_final(error: &Error) -> bool {
    matches!(error, Error::Http(_) | Error::BadUri(_) | Error::InvalidProxyUrl | Error::Tls(_))
}

/// Why there is no answer, without any of the hub's words.
fn reason(error: &Error, time: Duration) -> String {
    match error {
        Error::Timeout(_) => format!("no answer within {} s", time.as_secs()),
        Error::HostNotFound => "the host is not known".to_owned(),
        Error::Http(_) | Error::BadUri(_) => "the hub's address is not a URL".to_owned(),
        Error::InvalidProxyUrl => "the address of the proxy in the environment is not a URL".to_owned(),
        Error::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => "no whole answer".to_owned(),
        Error::Io(error) => io_reason(error),
        Error::Tls(reason) => format!("no secure connection: {reason}"),
        Error::ConnectionFailed => "no connection".to_owned(),
        _ => "the answer is not HTTP".to_owned(),
    }
}

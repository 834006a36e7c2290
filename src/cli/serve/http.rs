//! HTTP on this machine alone: which requests are answered, and the headers that keep a page to itself.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use feedwright::lint::preview::Body as Content;
use feedwright::site::tree::Tree as _;
use oxhttp::Server;
use oxhttp::model::header::HOST;
use oxhttp::model::{Body, Method, Request, Response, StatusCode};

use crate::cli::console::io_reason;
use crate::cli::disk::Disk;
use crate::cli::failure::Failure;
use crate::cli::serve::shown::Shown;

/// A browser keeps six connections; more than these wait.
const MOST_CONNECTIONS: usize = 64;

/// A connection is closed when nothing is read or written for this time. Open pages ask once a second; idle connections would
/// keep others waiting.
const PATIENCE: Duration = Duration::from_secs(5);

/// Starts the server in threads of its own. Returns its port.
pub(super) fn start(port: u16, shown: Arc<Shown>, site: Disk) -> Result<u16, Failure> {
    let taken = |error: std::io::Error| {
        Failure::new(format!("port {port}: {}; name another one with `--port`", io_reason(&error)))
    };
    let port = match port {
        // The server does not tell which port it was given.
        0 => TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .and_then(|free| free.local_addr())
            .map_err(taken)?
            .port(),
        port => port,
    };
    let names = names(port);
    let server = Server::new(move |request: &mut Request<Body>| respond(request, &names, (&shown, &site)))
        .bind((Ipv4Addr::LOCALHOST, port))
        .with_max_concurrent_connections(MOST_CONNECTIONS)
        .with_global_timeout(PATIENCE);
    server.spawn().map_err(taken)?;
    Ok(port)
}

/// What browsers on this machine call the server. A page of another server that gave its own name this address (DNS rebinding)
/// asks by that name.
fn names(port: u16) -> Vec<String> {
    let hosts = ["127.0.0.1", "localhost"];
    let without_port = hosts.iter().filter(|_| port == 80).map(|host| (*host).to_owned());
    hosts.iter().map(|host| format!("{host}:{port}")).chain(without_port).collect()
}

fn respond(request: &Request<Body>, names: &[String], (shown, site): (&Shown, &Disk)) -> Response<Body> {
    let named = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let authority = request.uri().authority().map(|authority| authority.as_str());
    let is_ours =
        |name: Option<&str>| name.and_then(|name| names.iter().find(|own| own.eq_ignore_ascii_case(name)));
    let (Some(own), Some(_)) = (is_ours(named), is_ours(authority)) else {
        return plain(403, "This server answers by the names 127.0.0.1 and localhost alone.\n", "127.0.0.1");
    };
    if request.method() != Method::GET {
        // A client would read a body after HEAD as the next answer.
        let text = if request.method() == Method::HEAD { "" } else { "Only GET is answered.\n" };
        return plain(405, text, own);
    }
    let answer = shown.answer(request.uri().path(), request.uri().query().unwrap_or(""));
    let bytes = match answer.body {
        Content::Text(text) => Ok(text.into_bytes()),
        Content::File(path) => site.read(&path),
    };
    match bytes {
        Ok(bytes) => with_headers(answer.status, answer.media_type, bytes, own),
        Err(error) => plain(404, &format!("{error}\n"), own),
    }
}

fn plain(status: u16, text: &str, name: &str) -> Response<Body> {
    with_headers(status, "text/plain; charset=utf-8", text.as_bytes().to_vec(), name)
}

/// An answer with the headers that every one has; `name` is what the browser calls the server.
fn with_headers(status: u16, media_type: &str, body: Vec<u8>, name: &str) -> Response<Body> {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    // One script, by its address: a feed's own does not run even where the sanitiser failed.
    let policy = format!(
        "default-src 'none'; script-src http://{name}/live.js; style-src 'self'; img-src 'self'; connect-src 'self'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    let headers = [
        ("Content-Type", media_type),
        ("Content-Security-Policy", policy.as_str()),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-store"),
    ];
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(name, value);
    }
    if status == StatusCode::METHOD_NOT_ALLOWED {
        response = response.header("Allow", "GET");
    }
    response.body(Body::from(body)).unwrap_or_else(|_| Response::new(Body::empty()))
}

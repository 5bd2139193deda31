//! HTTP on the loopback address: who may ask, for what, and with which headers an answer goes out. The reload script is
//! added to the answer here; no page of the site knows of it.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, LOCATION, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::net::TcpListener;

use super::Error;
use super::answer::{Answer, File};
use super::stage::Desk;

const SCRIPT: &str = include_str!("reload.js");

/// As strict as the published pages are meant to bear.
const POLICY: &str =
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

#[derive(Clone)]
struct Preview {
    desk: Arc<Desk>,
    port: u16,
}

/// Answers until the process is ended.
pub(super) fn run(port: u16, desk: Arc<Desk>, ready: impl FnOnce(SocketAddr)) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.map_err(Error::Start)?.block_on(async {
        let unavailable = |source| Error::Port { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(unavailable)?;
        let address = listener.local_addr().map_err(unavailable)?;
        ready(address);
        let preview = Preview { desk, port: address.port() };
        let router = Router::new().fallback(respond).with_state(preview);
        axum::serve(listener, router).await.map_err(Error::Start)
    })
}

async fn respond(State(preview): State<Preview>, request: Request) -> Response {
    let mut response = match refusal(&request, preview.port) {
        Some(refusal) => refusal,
        None => match request.uri().path() {
            "/__mieruka/reload.js" => script(),
            "/__mieruka/news" => news(&preview.desk),
            path => page(&preview.desk, path).await,
        },
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn refusal(request: &Request, port: u16) -> Option<Response> {
    if !is_local(request.headers(), request.uri(), port) {
        return Some(plain(StatusCode::FORBIDDEN, "このプレビューは、この機械のブラウザーだけに見せます"));
    }
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "読むことだけができます");
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return Some(response);
    }
    None
}

/// A page elsewhere may have its name point to this machine; only our own names are answered.
fn is_local(headers: &HeaderMap, uri: &Uri, port: u16) -> bool {
    let is_ours = |name: &str| {
        ["127.0.0.1", "localhost", "[::1]"].iter().any(|host| {
            name.eq_ignore_ascii_case(&format!("{host}:{port}")) || port == 80 && name.eq_ignore_ascii_case(host)
        })
    };
    let mut hosts = headers.get_all(HOST).iter();
    let named = hosts.next().is_some_and(|host| host.to_str().is_ok_and(is_ours)) && hosts.next().is_none();
    named && uri.authority().is_none_or(|authority| is_ours(authority.as_str()))
}

async fn page(desk: &Desk, path: &str) -> Response {
    let Some(wanted) = decode(path.strip_prefix('/').unwrap_or(path)) else {
        return plain(StatusCode::BAD_REQUEST, "アドレスを読み取れません");
    };
    let edition = desk.news().borrow().edition;
    match desk.ask(&wanted).await {
        Answer::Found(file) => send(StatusCode::OK, file, edition),
        Answer::Missing(Some(file)) => send(StatusCode::NOT_FOUND, file, edition),
        Answer::Folder => redirect(path),
        Answer::Missing(None) => note(StatusCode::NOT_FOUND, "このアドレスのページはありません", edition),
        Answer::Failed(reason) => note(StatusCode::INTERNAL_SERVER_ERROR, &reason, edition),
        Answer::NothingYet => note(StatusCode::OK, "記録が直ると、ここにページが出ます", edition),
    }
}

fn send(status: StatusCode, file: File, edition: u64) -> Response {
    let media_type = file.media_type;
    let bytes = if file.is_page() { with_script(file.bytes, edition) } else { file.bytes };
    (status, [(CONTENT_TYPE, media_type)], bytes).into_response()
}

/// Adds the reload script where the page ends.
fn with_script(mut page: Vec<u8>, edition: u64) -> Vec<u8> {
    let script = format!("<script src=\"/__mieruka/reload.js?edition={edition}\"></script>");
    let end = page.windows(7).rposition(|piece| piece == b"</body>").unwrap_or(page.len());
    page.splice(end..end, script.into_bytes());
    page
}

/// A page of our own, where the site has none to show.
fn note(status: StatusCode, text: &str, edition: u64) -> Response {
    let page = format!(
        "<!DOCTYPE html><html lang=\"ja\"><meta charset=\"utf-8\"><title>プレビュー</title><body><pre>{}</pre></body></html>",
        escape(text)
    );
    let file = File { bytes: page.into_bytes(), media_type: "text/html; charset=utf-8" };
    send(status, file, edition)
}

/// To the folder's own address, said relatively, so that it can lead nowhere else.
fn redirect(path: &str) -> Response {
    let name = path.rsplit('/').next().unwrap_or_default();
    (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, format!("./{name}/"))]).into_response()
}

fn script() -> Response {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT).into_response()
}

/// Sends the present news at once, and again whenever they change.
fn news(desk: &Desk) -> Response {
    let mut news = desk.news();
    news.mark_changed();
    let events = stream::unfold(news, |mut news| async {
        news.changed().await.ok()?;
        let text = serde_json::to_string(&*news.borrow_and_update()).expect("numbers and texts are always JSON");
        Some((Ok::<_, Infallible>(Event::default().data(text)), news))
    });
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    (status, [(CONTENT_TYPE, "text/plain; charset=utf-8")], Body::from(format!("{text}\n"))).into_response()
}

/// Takes percent signs back; `None` where the bytes are no text.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte == b'%' {
            let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok())?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_are_taken_back_once() {
        assert_eq!(decode("a%2f%E3%81%82").as_deref(), Some("a/あ"));
        assert_eq!(decode("%252e").as_deref(), Some("%2e"));
        for bad in ["%", "%z1", "%ff", "%+1%"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_script_stands_at_the_end_of_the_page() {
        let page = with_script(b"<body>x</body></html>".to_vec(), 3);
        assert_eq!(page, b"<body>x<script src=\"/__mieruka/reload.js?edition=3\"></script></body></html>");
    }
}

//! HTTP on the loopback address: which requests are allowed, and the headers of responses. The preview's script is
//! added to the response here; the pages of the site do not contain it. The numbers of connections and of news
//! listeners are limited, and a request must arrive within a time limit, so that no client can block the preview.

use std::convert::Infallible;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue, LOCATION,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, StatusCode, Uri};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde::Serialize;
use tokio::net::TcpListener;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};
use tokio::time::sleep;

use super::Error;
use super::answer::{Answer, File};
use super::stage::{Desk, News};

const SCRIPT: &str = include_str!("preview.js");
const STYLE: &str = include_str!("preview.css");
const PLAIN: &str = "text/plain; charset=utf-8";

/// As strict as the published pages support.
const POLICY: &str =
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

/// The limit of open connections; a browser opens six.
const CONNECTIONS: usize = 512;

/// The limit of connections that wait for news; a hidden tab does not wait.
const LISTENERS: usize = 64;

/// The time limit for the headers of a request.
const HASTE: Duration = Duration::from_secs(10);

/// The longest time without data on a news connection: a proxy may close a silent connection.
const SILENCE: Duration = Duration::from_secs(15);

struct Preview {
    desk: Arc<Desk>,
    port: u16,
    /// Distinguishes this run from an earlier one at the same address.
    run: u64,
    listeners: Arc<Semaphore>,
}

/// Answers requests until the process ends.
pub(super) fn run(port: u16, desk: Arc<Desk>, ready: impl FnOnce(SocketAddr)) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.map_err(Error::Start)?.block_on(async {
        let unavailable = |source| Error::Port { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(unavailable)?;
        let address = listener.local_addr().map_err(unavailable)?;
        // `localhost` may mean this address first; a machine without it is served all the same.
        let second = TcpListener::bind((Ipv6Addr::LOCALHOST, address.port())).await;
        ready(address);
        let began = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        // A number that JavaScript represents exactly.
        let run = began.map_or(0, |since| since.as_micros() as u64 % (1 << 53));
        let listeners = Arc::new(Semaphore::new(LISTENERS));
        let preview = Arc::new(Preview { desk, port: address.port(), run, listeners });
        let places = Arc::new(Semaphore::new(CONNECTIONS));
        if let Ok(second) = second {
            let (preview, places) = (Arc::clone(&preview), Arc::clone(&places));
            tokio::spawn(async move { accept(&second, preview, places).await });
        }
        accept(&listener, preview, places).await;
        Ok(())
    })
}

async fn accept(listener: &TcpListener, preview: Arc<Preview>, places: Arc<Semaphore>) {
    while let Ok(place) = Arc::clone(&places).acquire_owned().await {
        let Ok((stream, _)) = listener.accept().await else {
            // The system cannot open another connection now.
            sleep(Duration::from_millis(50)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let preview = Arc::clone(&preview);
        tokio::spawn(async move {
            let answer = service_fn(|request: Request<Incoming>| {
                let preview = Arc::clone(&preview);
                async move { Ok::<_, Infallible>(respond(&preview, &request).await) }
            });
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(HASTE);
            // An aborted connection is not an error of the server.
            let _ = http.serve_connection(TokioIo::new(stream), answer).await;
            drop(place);
        });
    }
}

type Response = hyper::Response<Payload>;

/// The body of a response: complete bytes, or pieces that arrive over time.
enum Payload {
    Whole(Option<Bytes>),
    Pieces(mpsc::Receiver<Bytes>),
}

impl Body for Payload {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let piece = match self.get_mut() {
            Self::Whole(bytes) => Poll::Ready(bytes.take()),
            Self::Pieces(pieces) => pieces.poll_recv(context),
        };
        piece.map(|piece| piece.map(|bytes| Ok(Frame::data(bytes))))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            Self::Pieces(_) => SizeHint::default(),
        }
    }
}

/// A response with this media type.
fn answer(status: StatusCode, media_type: &'static str, payload: Payload) -> Response {
    let mut response = Response::new(payload);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

fn whole(status: StatusCode, media_type: &'static str, bytes: impl Into<Bytes>) -> Response {
    answer(status, media_type, Payload::Whole(Some(bytes.into())))
}

async fn respond(preview: &Preview, request: &Request<Incoming>) -> Response {
    let mut response = match refusal(request, preview.port) {
        Some(refusal) => refusal,
        None => match request.uri().path() {
            "/__mieruka/preview.js" => script(),
            "/__mieruka/findings" => findings(&preview.desk),
            "/__mieruka/news" => news(preview),
            path => page(preview, path).await,
        },
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn refusal(request: &Request<Incoming>, port: u16) -> Option<Response> {
    if !is_local(request.headers(), request.uri(), port) {
        return Some(plain(StatusCode::FORBIDDEN, "このプレビューは、このパソコンのブラウザーだけに表示します"));
    }
    if is_foreign(request.headers()) {
        return Some(plain(StatusCode::FORBIDDEN, "このプレビューは、ほかのサイトのページからは読めません"));
    }
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "このプレビューは、表示だけができます");
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return Some(response);
    }
    None
}

/// Another site may resolve its name to this machine (DNS rebinding), so only requests for local host names are
/// answered.
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

/// Whether a page of another site, or of another port, asks: it could load the search index as a script and read drafts in
/// it. A link from there may be followed. Browsers state both; the resource policy holds in those that do not.
fn is_foreign(headers: &HeaderMap) -> bool {
    let stated = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_followed_link =
        stated("sec-fetch-mode") == Some("navigate") && stated("sec-fetch-dest").is_none_or(|dest| dest == "document");
    stated("sec-fetch-site").is_some_and(|site| !["same-origin", "none"].contains(&site)) && !is_followed_link
}

async fn page(preview: &Preview, path: &str) -> Response {
    let Some(wanted) = decode(path.strip_prefix('/').unwrap_or(path)) else {
        return unreadable();
    };
    let loaded = Loaded { run: preview.run, news: preview.desk.state() };
    match preview.desk.ask(&wanted).await {
        Answer::Found(file) => send(StatusCode::OK, file, &loaded),
        Answer::Missing(Some(file)) => send(StatusCode::NOT_FOUND, file, &loaded),
        Answer::Folder => redirect(path),
        Answer::Missing(None) => note(StatusCode::NOT_FOUND, "このアドレスのページはありません", &loaded),
        Answer::Failed(reason) => note(StatusCode::INTERNAL_SERVER_ERROR, &reason, &loaded),
        Answer::NothingYet => note(StatusCode::OK, "エラーを直すと、ここにページが表示されます", &loaded),
    }
}

/// The state of the preview when a page was loaded.
struct Loaded {
    run: u64,
    news: (u64, u64),
}

fn send(status: StatusCode, file: File, loaded: &Loaded) -> Response {
    let media_type = file.media_type;
    let bytes = if file.is_page() { with_script(file.bytes, loaded) } else { file.bytes };
    whole(status, media_type, bytes)
}

/// Adds the preview's script at the end of the page.
fn with_script(mut page: Vec<u8>, Loaded { run, news: (edition, pages) }: &Loaded) -> Vec<u8> {
    let script =
        format!("<script src=\"/__mieruka/preview.js?run={run}&amp;edition={edition}&amp;pages={pages}\"></script>");
    let end = page.windows(7).rposition(|piece| piece == b"</body>").unwrap_or(page.len());
    page.splice(end..end, script.into_bytes());
    page
}

/// A generated page, if the site has none to show.
fn note(status: StatusCode, text: &str, loaded: &Loaded) -> Response {
    let page = format!(
        "<!DOCTYPE html><html lang=\"ja\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
        <title>プレビュー</title><body><pre>{}</pre></body></html>",
        escape(text)
    );
    let file = File { bytes: page.into_bytes(), media_type: "text/html; charset=utf-8" };
    send(status, file, loaded)
}

/// Redirects to the folder's address, as a relative link, so that it cannot lead elsewhere.
fn redirect(path: &str) -> Response {
    let name = path.rsplit('/').next().unwrap_or_default();
    let Ok(folder) = HeaderValue::try_from(format!("./{name}/")) else { return unreadable() };
    let mut response = whole(StatusCode::TEMPORARY_REDIRECT, PLAIN, Bytes::new());
    response.headers_mut().insert(LOCATION, folder);
    response
}

/// The script, which includes its stylesheet; the stylesheet is not used without it.
fn script() -> Response {
    let style = serde_json::to_string(STYLE).expect("a text is always JSON");
    whole(StatusCode::OK, "text/javascript; charset=utf-8", SCRIPT.replacen("STYLE", &style, 1))
}

fn findings(desk: &Desk) -> Response {
    let json = serde_json::to_string(&*desk.findings()).expect("numbers and texts are always JSON");
    whole(StatusCode::OK, "application/json", json)
}

/// Sends the current news at once, and again at every change.
fn news(preview: &Preview) -> Response {
    let Ok(place) = Arc::clone(&preview.listeners).try_acquire_owned() else {
        return plain(
            StatusCode::SERVICE_UNAVAILABLE,
            "プレビューを開いている画面が多すぎます。使っていないタブを閉じてください",
        );
    };
    let (listener, pieces) = mpsc::channel(1);
    tokio::spawn(send_news(preview.desk.news(), preview.run, listener, place));
    answer(StatusCode::OK, "text/event-stream", Payload::Pieces(pieces))
}

/// Sends the news as events until the client disconnects; `_place` is kept until then.
async fn send_news(
    mut news: watch::Receiver<News>,
    run: u64,
    listener: mpsc::Sender<Bytes>,
    _place: OwnedSemaphorePermit,
) {
    news.mark_changed();
    loop {
        let piece = tokio::select! {
            Ok(()) = news.changed() => event(&Run { run, news: &news.borrow_and_update() }),
            () = sleep(SILENCE) => Bytes::from_static(b":\n\n"),
            () = listener.closed() => return,
        };
        if listener.send(piece).await.is_err() {
            return;
        }
    }
}

fn event(news: &Run<'_>) -> Bytes {
    let json = serde_json::to_string(news).expect("numbers and texts are always JSON");
    // After a lost connection the browser tries again in half a second.
    format!("retry: 500\ndata: {json}\n\n").into()
}

/// The news with the run that sends them.
#[derive(Serialize)]
struct Run<'n> {
    run: u64,
    #[serde(flatten)]
    news: &'n News,
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    whole(status, PLAIN, format!("{text}\n"))
}

fn unreadable() -> Response {
    plain(StatusCode::BAD_REQUEST, "アドレスを読み取れません")
}

/// Decodes percent encoding; returns `None` if the bytes are not UTF-8.
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
    fn only_links_may_lead_here_from_elsewhere() {
        let is_foreign = |stated: &[(&'static str, &'static str)]| {
            let fields =
                stated.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
            is_foreign(&fields.collect())
        };
        for site in ["cross-site", "same-site"] {
            assert!(is_foreign(&[
                ("sec-fetch-site", site),
                ("sec-fetch-mode", "no-cors"),
                ("sec-fetch-dest", "script")
            ]));
            assert!(is_foreign(&[("sec-fetch-site", site)]));
            assert!(is_foreign(&[
                ("sec-fetch-site", site),
                ("sec-fetch-mode", "navigate"),
                ("sec-fetch-dest", "iframe")
            ]));
            assert!(!is_foreign(&[("sec-fetch-site", site), ("sec-fetch-mode", "navigate")]));
        }
        assert!(!is_foreign(&[]) && !is_foreign(&[("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "cors")]));
        assert!(!is_foreign(&[("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate")]));
    }

    #[test]
    fn the_script_stands_at_the_end_of_the_page() {
        let page = with_script(b"<body>x</body></html>".to_vec(), &Loaded { run: 1, news: (3, 2) });
        let script = "<script src=\"/__mieruka/preview.js?run=1&amp;edition=3&amp;pages=2\"></script>";
        assert_eq!(String::from_utf8_lossy(&page), format!("<body>x{script}</body></html>"));
    }
}

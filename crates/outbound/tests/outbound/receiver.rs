//! An endpoint to call: it answers as told, and remembers who came, what they sent, and how much it got rid of.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// How it answers.
#[derive(Clone)]
pub(crate) enum Answer {
    /// Status 200 with the challenge of the request within a longer text.
    Challenge,
    /// These bytes, with `{challenge}` replaced; then it closes.
    Bytes(String),
    /// The same in pieces, with a pause before each.
    Pieces(Vec<String>, Duration),
    /// Nothing, while the connection stays open.
    Silence,
    /// These bytes, then one more byte every few milliseconds, for ever.
    Drip(&'static str),
    /// These bytes, then as many more as are taken.
    Flood(&'static str),
    /// It closes after the request.
    Close,
}

/// What a caller sent.
#[derive(Clone)]
pub(crate) struct Seen {
    /// Request line and headers, one a line.
    pub(crate) head: Vec<String>,
    pub(crate) body: String,
}

impl Seen {
    /// The headers, sorted, each as `name: value`.
    pub(crate) fn headers(&self) -> Vec<&str> {
        let mut headers: Vec<_> = self.head.iter().skip(1).map(String::as_str).collect();
        headers.sort_unstable();
        headers
    }

    fn challenge(&self) -> String {
        if let Ok(json) = serde_json::from_str::<serde_json::Value>(&self.body) {
            return json["challenge"].as_str().unwrap().to_owned();
        }
        let after = self.head[0].split("challenge=").nth(1).unwrap();
        after.split([' ', '&']).next().unwrap().to_owned()
    }
}

#[derive(Default)]
struct Log {
    connections: AtomicUsize,
    ended: AtomicUsize,
    sent: AtomicUsize,
    seen: Mutex<Vec<Seen>>,
}

pub(crate) struct Receiver {
    pub(crate) address: SocketAddr,
    log: Arc<Log>,
    task: JoinHandle<()>,
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Receiver {
    pub(crate) async fn start(answer: Answer) -> Self {
        Self::start_with(answer, None).await
    }

    /// One that speaks HTTPS.
    pub(crate) async fn start_tls(answer: Answer, config: ServerConfig) -> Self {
        Self::start_with(answer, Some(TlsAcceptor::from(Arc::new(config)))).await
    }

    async fn start_with(answer: Answer, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::new(Log::default());
        let shared = log.clone();
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                shared.connections.fetch_add(1, Ordering::SeqCst);
                let (answer, tls, log) = (answer.clone(), tls.clone(), shared.clone());
                tokio::spawn(async move {
                    match tls {
                        None => serve(stream, &answer, &log).await,
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                serve(stream, &answer, &log).await;
                            }
                        }
                    }
                    log.ended.fetch_add(1, Ordering::SeqCst);
                });
            }
        });
        Self { address, log, task }
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Its URL with the address as host.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    pub(crate) fn connections(&self) -> usize {
        self.log.connections.load(Ordering::SeqCst)
    }

    /// Bytes of answers that it could hand over, to the caller or to the machine's buffers.
    pub(crate) fn sent(&self) -> usize {
        self.log.sent.load(Ordering::SeqCst)
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.log.seen.lock().unwrap().clone()
    }

    /// Waits until every connection so far has ended, which a caller that hangs on would not let happen.
    pub(crate) async fn all_ended(&self) {
        for _ in 0..500 {
            if self.log.ended.load(Ordering::SeqCst) == self.connections() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("a connection is still open");
    }
}

async fn serve<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, answer: &Answer, log: &Log) {
    let Some(seen) = read_request(&mut stream).await else { return };
    log.seen.lock().unwrap().push(seen.clone());
    let fill = |text: &str| {
        if text.contains("{challenge}") {
            text.replace("{challenge}", &seen.challenge())
        } else {
            text.to_owned()
        }
    };
    match answer {
        Answer::Challenge => {
            let body = format!("{{\"challenge\":\"{}\"}}", seen.challenge());
            let _ = send(&mut stream, log, &ok(&body)).await;
        }
        Answer::Bytes(text) => {
            let _ = send(&mut stream, log, &fill(text)).await;
        }
        Answer::Pieces(pieces, pause) => {
            for piece in pieces {
                tokio::time::sleep(*pause).await;
                if send(&mut stream, log, &fill(piece)).await.is_err() {
                    return;
                }
            }
        }
        Answer::Silence => {
            // Ends when the caller closes.
            let _ = stream.read(&mut [0]).await;
        }
        Answer::Drip(start) => {
            let _ = send(&mut stream, log, &fill(start)).await;
            while send(&mut stream, log, "x").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
        Answer::Flood(start) => {
            let _ = send(&mut stream, log, &fill(start)).await;
            let block = "x".repeat(64 * 1024);
            while send(&mut stream, log, &block).await.is_ok() {}
        }
        Answer::Close => {}
    }
    let _ = stream.shutdown().await;
}

/// A complete answer with this body.
pub(crate) fn ok(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

async fn send<S: AsyncWrite + Unpin>(stream: &mut S, log: &Log, text: &str) -> std::io::Result<()> {
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        let taken = stream.write(rest).await?;
        log.sent.fetch_add(taken, Ordering::SeqCst);
        rest = &rest[taken..];
    }
    stream.flush().await
}

/// `None` when the caller went away before its request was complete.
async fn read_request<S: AsyncRead + Unpin>(stream: &mut S) -> Option<Seen> {
    let mut text = Vec::new();
    let end = loop {
        if let Some(end) = text.windows(4).position(|part| part == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut text).await.ok()? == 0 {
            return None;
        }
    };
    let head: Vec<String> = String::from_utf8_lossy(&text[..end]).split("\r\n").map(str::to_owned).collect();
    let length = head.iter().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
    let whole = end + 4 + length.parse::<usize>().unwrap();
    while text.len() < whole {
        if stream.read_buf(&mut text).await.ok()? == 0 {
            return None;
        }
    }
    Some(Seen { head, body: String::from_utf8(text[end + 4..].to_vec()).unwrap() })
}

//! HTTP as far as the tests need it.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// What the control plane answered.
#[derive(Clone, Debug)]
pub struct Response {
    pub status: u16,
    pub body: Value,
}

impl Response {
    /// The kind of error.
    pub fn error(&self) -> &str {
        self.body["error"]["kind"].as_str().unwrap_or_default()
    }
}

pub fn get(address: SocketAddr, path: &str) -> io::Result<Response> {
    send(address, "GET", path, b"", &[])
}

pub fn post(address: SocketAddr, path: &str, body: &[u8]) -> io::Result<Response> {
    send(address, "POST", path, body, &[])
}

pub fn send(
    address: SocketAddr,
    method: &str,
    path: &str,
    body: &[u8],
    headers: &[(&str, &str)],
) -> io::Result<Response> {
    let mut stream = connect(address)?;
    stream.write_all(head(method, path, body.len(), headers).as_bytes())?;
    stream.write_all(body)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    parse(&answer)
}

/// Sends a body of `length` bytes from `pieces` and stops when an answer comes: the answer, and how much was sent.
pub fn upload(
    address: SocketAddr,
    path: &str,
    length: usize,
    pieces: impl Iterator<Item = Vec<u8>>,
) -> io::Result<(Response, usize)> {
    let mut stream = connect(address)?;
    stream.write_all(head("POST", path, length, &[]).as_bytes())?;
    let (mut answer, mut sent) = (vec![0; 4096], 0);
    let mut came = 0;
    for piece in pieces {
        stream.write_all(&piece)?;
        sent += piece.len();
        stream.set_read_timeout(Some(Duration::from_millis(2)))?;
        match stream.read(&mut answer) {
            Ok(length) => {
                came = length;
                break;
            }
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {}
            Err(error) => return Err(error),
        }
    }
    answer.truncate(came);
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.read_to_end(&mut answer)?;
    Ok((parse(&answer)?, sent))
}

fn connect(address: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(stream)
}

fn head(method: &str, path: &str, length: usize, headers: &[(&str, &str)]) -> String {
    let mut lines = vec![format!("{method} {path} HTTP/1.1"), format!("Content-Length: {length}")];
    lines.extend(["Host: test".to_owned(), "Connection: close".to_owned()]);
    lines.extend(headers.iter().map(|(name, value)| format!("{name}: {value}")));
    format!("{}\r\n\r\n", lines.join("\r\n"))
}

fn parse(answer: &[u8]) -> io::Result<Response> {
    let broken = || io::Error::new(io::ErrorKind::UnexpectedEof, "half an answer");
    let text = std::str::from_utf8(answer).map_err(io::Error::other)?;
    let (head, body) = text.split_once("\r\n\r\n").ok_or_else(broken)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(broken)?;
    Ok(Response { status, body: serde_json::from_str(body)? })
}

const PATIENCE: Duration = Duration::from_secs(3);

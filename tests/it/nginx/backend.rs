//! A back end that answers with what it was asked, over HTTP or `FastCGI`.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

/// How a back end is spoken to.
#[derive(Clone, Copy, Debug)]
pub enum Answer {
    FastCgi,
    Http,
}

/// A listener on loopback whose threads end with the test.
#[derive(Debug)]
pub struct Backend {
    pub port: u16,
}

impl Backend {
    pub fn start(answer: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
                thread::spawn(move || match answer {
                    Answer::FastCgi => fast_cgi(stream),
                    Answer::Http => http(stream),
                });
            }
        });
        Self { port }
    }
}

/// One request after another; the answer's body is the head of the request, a line each.
fn http(mut stream: TcpStream) -> Option<()> {
    let mut buffer = Vec::new();
    loop {
        let end = loop {
            if let Some(at) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                break at + 4;
            }
            read_more(&mut stream, &mut buffer)?;
        };
        let head = String::from_utf8_lossy(&buffer[..end]).replace('\r', "");
        let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: ")?.parse::<usize>().ok());
        let length = length.unwrap_or_default();
        while buffer.len() < end + length {
            read_more(&mut stream, &mut buffer)?;
        }
        buffer.drain(..end + length);
        if head.contains("\nUpgrade: websocket\n") {
            stream
                .write_all(b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
                .ok()?;
            while buffer.len() < 4 {
                read_more(&mut stream, &mut buffer)?;
            }
            stream.write_all(b"echo ").and_then(|()| stream.write_all(&buffer)).ok()?;
            return None;
        }
        let body = format!("\n{head}\nbody {length}\n");
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()).ok()?;
    }
}

/// One request; the answer's body is its parameters, a line each.
fn fast_cgi(mut stream: TcpStream) -> Option<()> {
    let mut parameters = Vec::new();
    loop {
        let mut header = [0; 8];
        stream.read_exact(&mut header).ok()?;
        let [_, kind, _, _, high, low, padding, _] = header;
        let mut content = vec![0; usize::from(high) << 8 | usize::from(low)];
        stream.read_exact(&mut content).ok()?;
        stream.read_exact(&mut vec![0; usize::from(padding)]).ok()?;
        match kind {
            4 => parameters.extend_from_slice(&content),
            5 if content.is_empty() => break,
            _ => {}
        }
    }
    let mut body = String::from("Content-Type: text/plain\r\n\r\n\n");
    let mut rest = &parameters[..];
    while !rest.is_empty() {
        let (name, value);
        (name, rest) = length(rest);
        (value, rest) = length(rest);
        let (key, after) = rest.split_at(name);
        let (text, after) = after.split_at(value);
        let _ = writeln!(body, "{}: {}", String::from_utf8_lossy(key), String::from_utf8_lossy(text));
        rest = after;
    }
    let length = u16::try_from(body.len()).unwrap().to_be_bytes();
    stream.write_all(&[1, 6, 0, 1, length[0], length[1], 0, 0]).ok()?;
    stream.write_all(body.as_bytes()).ok()?;
    stream.write_all(&[1, 3, 0, 1, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).ok()
}

/// A length of one byte, or of four when the first bit is set.
fn length(bytes: &[u8]) -> (usize, &[u8]) {
    if bytes[0] < 128 {
        return (usize::from(bytes[0]), &bytes[1..]);
    }
    let number = u32::from_be_bytes(bytes[..4].try_into().unwrap()) & 0x7fff_ffff;
    (number as usize, &bytes[4..])
}

fn read_more(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<()> {
    let mut chunk = [0; 8192];
    let count = stream.read(&mut chunk).ok()?;
    buffer.extend_from_slice(&chunk[..count]);
    if count == 0 { None } else { Some(()) }
}

//! A client that uploads as slowly as the server reads, and sees when it answers.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// A package on its way, in chunks: nobody has to know how long it will be.
pub struct Upload {
    stream: TcpStream,
    /// Bytes of the package that were sent.
    pub sent: usize,
    answer: Vec<u8>,
}

impl Upload {
    pub fn begin(address: SocketAddr, path: &str) -> Self {
        Self::with_header(address, path, "Transfer-Encoding: chunked")
    }

    pub fn with_header(address: SocketAddr, path: &str, header: &str) -> Self {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "PUT {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{header}\r\n\r\n").unwrap();
        Self { stream, sent: 0, answer: Vec::new() }
    }

    /// Sends pieces until an answer comes.
    pub fn flood(mut self, pieces: impl Iterator<Item = Vec<u8>>) -> (Answer, usize) {
        for piece in pieces {
            self.write_all(&piece).unwrap();
            if self.is_answered() {
                let sent = self.sent;
                return (self.answer(), sent);
            }
        }
        let sent = self.sent;
        (self.end(), sent)
    }

    /// Says that the package has ended, and waits for the answer.
    pub fn end(mut self) -> Answer {
        self.stream.write_all(b"0\r\n\r\n").unwrap();
        self.answer()
    }

    /// Waits for the answer.
    pub fn answer(mut self) -> Answer {
        self.stream.set_read_timeout(Some(PATIENCE)).unwrap();
        self.stream.read_to_end(&mut self.answer).unwrap();
        let text = String::from_utf8(self.answer).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, body: serde_json::from_str(body).unwrap() }
    }

    fn is_answered(&mut self) -> bool {
        self.stream.set_read_timeout(Some(Duration::from_millis(2))).unwrap();
        let mut start = [0; 1024];
        match self.stream.read(&mut start) {
            Ok(length) => {
                self.answer.extend(&start[..length]);
                true
            }
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => false,
            Err(error) => panic!("{error}"),
        }
    }
}

impl Write for Upload {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        if !piece.is_empty() {
            write!(self.stream, "{:x}\r\n", piece.len())?;
            self.stream.write_all(piece)?;
            self.stream.write_all(b"\r\n")?;
            self.sent += piece.len();
        }
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

impl Answer {
    /// The rules of its diagnostics.
    pub fn rules(&self) -> Vec<&str> {
        let diagnostics = self.body["diagnostics"].as_array().unwrap();
        diagnostics.iter().map(|diagnostic| diagnostic["rule"].as_str().unwrap()).collect()
    }
}

const PATIENCE: Duration = Duration::from_secs(20);

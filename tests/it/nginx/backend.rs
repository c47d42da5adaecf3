//! A back end that answers with what it was asked, over HTTP or `FastCGI`.

use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How a back end is spoken to.
#[derive(Clone, Copy, Debug)]
pub enum Answer {
    FastCgi,
    Http,
}

/// A listener on loopback whose threads end with the test, or a process that ends with this value.
#[derive(Debug)]
pub struct Backend {
    pub port: u16,
    _process: Option<PhpFpm>,
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
        Self { port, _process: None }
    }

    /// PHP's own `FastCGI` server.
    pub fn php_fpm(binary: &Path) -> Self {
        let process = PhpFpm::start(binary);
        Self { port: process.port, _process: Some(process) }
    }
}

/// A php-fpm of two workers.
#[derive(Debug)]
struct PhpFpm {
    child: Child,
    directory: PathBuf,
    port: u16,
}

impl PhpFpm {
    fn start(binary: &Path) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let directory = std::env::temp_dir().join(format!("cloudapp-php-{}-{number}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let user = String::from_utf8(Command::new("id").arg("-un").output().unwrap().stdout).unwrap();
        let configuration = format!(
            "[global]\nerror_log = {}/error.log\n[app]\nlisten = 127.0.0.1:{port}\nuser = {user}\npm = static\npm.max_children = 2\n",
            directory.display(),
        );
        let file = directory.join("php-fpm.conf");
        fs::write(&file, configuration).unwrap();
        // -R: the tests may run as root, and the worker then too.
        let arguments = ["--nodaemonize", "--allow-to-run-as-root", "--no-php-ini", "--fpm-config"];
        let child = Command::new(binary).args(arguments).arg(&file).stderr(Stdio::null()).spawn().unwrap();
        let process = Self { child, directory, port };
        let until = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "php-fpm did not start");
            thread::sleep(Duration::from_millis(20));
        }
        process
    }
}

impl Drop for PhpFpm {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.directory);
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

//! The installed nginx, on generated configurations moved into a directory and onto ports of their own.

#![allow(clippy::print_stdout, reason = "a test that could not run says so")]

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::backend::Backend;

/// The binary. Without one the test is skipped with a note, except in CI.
pub fn nginx() -> Option<&'static Path> {
    static NGINX: OnceLock<Option<PathBuf>> = OnceLock::new();
    NGINX.get_or_init(|| find("nginx", |name| name == "nginx")).as_deref()
}

/// PHP's `FastCGI` server, whose name ends with its version. Without one the test is skipped with a note, except in CI.
pub fn php_fpm() -> Option<&'static Path> {
    static PHP_FPM: OnceLock<Option<PathBuf>> = OnceLock::new();
    PHP_FPM.get_or_init(|| find("php-fpm", |name| name.starts_with("php-fpm"))).as_deref()
}

fn find(what: &str, fits: impl Fn(&str) -> bool) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let places = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    let files = places.filter_map(|place| fs::read_dir(place).ok()).flatten().filter_map(Result::ok);
    let mut found = files.filter(|file| file.file_name().to_str().is_some_and(&fits)).map(|file| file.path());
    let found = found.find(|file| file.is_file());
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "CI has no {what}");
        println!("skipped: no {what} on this machine");
    }
    found
}

/// Where a configuration runs: `/home/admin` and what nginx writes are in a directory that goes away with this value.
#[derive(Debug)]
pub struct Sandbox {
    directory: PathBuf,
    pub http: u16,
    pub https: u16,
}

impl Sandbox {
    pub fn new(config: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let directory = std::env::temp_dir().join(format!("cloudapp-nginx-{}-{number}", std::process::id()));
        let home = directory.join("home/admin");
        for path in ["logs", "sslcert", "app-run/public"] {
            fs::create_dir_all(home.join(path)).unwrap();
        }
        for file in ["mime.types", "fastcgi_params"] {
            fs::copy(Path::new("/etc/nginx").join(file), directory.join(file)).unwrap();
        }
        let (certificate, key) = certificate();
        fs::write(home.join("sslcert/cert.pem"), certificate).unwrap();
        fs::write(home.join("sslcert/cert.key"), key).unwrap();
        let [http, https] = free_ports();
        let sandbox = Self { directory, http, https };
        fs::write(sandbox.config(), sandbox.moved(config)).unwrap();
        sandbox
    }

    /// The configuration with its fixed places moved: paths, the user, and the ports.
    fn moved(&self, config: &str) -> String {
        let root = self.directory.display();
        let temporary: String = ["client_body", "proxy", "fastcgi", "scgi", "uwsgi"]
            .map(|module| format!("    {module}_temp_path {root}/{module};\n"))
            .concat();
        config
            .replace("http {\n", &format!("http {{\n{temporary}"))
            .replace("/home/admin", &format!("{root}/home/admin"))
            .replace("/var/run/nginx.pid", &format!("{root}/nginx.pid"))
            .replace("/etc/nginx/", &format!("{root}/"))
            .replace("user admin;", "user root;")
            .replace("listen 80", &format!("listen 127.0.0.1:{}", self.http))
            .replace("listen 443", &format!("listen 127.0.0.1:{}", self.https))
    }

    pub fn home(&self) -> PathBuf {
        self.directory.join("home/admin")
    }

    pub fn config(&self) -> PathBuf {
        self.directory.join("nginx.conf")
    }

    /// nginx on this configuration; what is left out of it (the pid, the early error log) is in the directory too.
    pub fn command(&self, binary: &Path) -> Command {
        let mut command = Command::new(binary);
        command.arg("-p").arg(&self.directory).arg("-c").arg(self.config());
        command.arg("-e").arg(self.directory.join("early.log"));
        command
    }

    /// What `nginx -t` says against the configuration.
    pub fn test(&self, binary: &Path) -> Result<(), String> {
        let Output { status, stderr, .. } = self.command(binary).arg("-t").output().unwrap();
        if status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&stderr).into_owned()) }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.directory);
    }
}

impl Sandbox {
    /// nginx at work on the configuration.
    pub fn start(self, binary: &Path, backend: Backend) -> Running {
        let child = self.command(binary).args(["-g", "daemon off;"]).stdin(Stdio::null()).spawn().unwrap();
        let running = Running { child, sandbox: self, _backend: backend };
        let until = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", running.http)).is_err() {
            assert!(Instant::now() < until, "nginx did not start");
            thread::sleep(Duration::from_millis(20));
        }
        running
    }
}

/// An nginx that ends with this value.
#[derive(Debug)]
pub struct Running {
    child: Child,
    sandbox: Sandbox,
    _backend: Backend,
}

impl Deref for Running {
    type Target = Sandbox;

    fn deref(&self) -> &Sandbox {
        &self.sandbox
    }
}

impl Running {
    /// The answer to a request over plain HTTP, to its end.
    pub fn get(&self, target: &str, headers: &str) -> String {
        self.send(&format!("GET {target} HTTP/1.1\r\n{headers}\r\nConnection: close\r\n\r\n"))
    }

    /// Sends bytes and reads until the other side closes.
    pub fn send(&self, request: &str) -> String {
        self.send_and_say(request, "")
    }

    /// The same, saying more once the first answer has come.
    pub fn send_and_say(&self, request: &str, more: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.http)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        if !more.is_empty() {
            let mut chunk = [0; 4096];
            let count = stream.read(&mut chunk).unwrap();
            answer.extend_from_slice(&chunk[..count]);
            stream.write_all(more.as_bytes()).unwrap();
        }
        // A connection that is reset is closed too.
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// The answer to a request over TLS.
    pub fn tls_get(&self, target: &str, headers: &str) -> String {
        let request = format!("GET {target} HTTP/1.1\r\n{headers}\r\nConnection: close\r\n\r\n");
        self.s_client("www.example.com", "-quiet", &request)
    }

    /// The answer to a request over TLS, saying more once the head of the first answer has come.
    pub fn tls_send_and_say(&self, request: &str, more: &str) -> String {
        let mut child = self.openssl("www.example.com", "-quiet");
        let (mut input, mut output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        input.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let mut chunk = [0; 4096];
        while !answer.windows(4).any(|window| window == b"\r\n\r\n") {
            let count = output.read(&mut chunk).unwrap();
            if count == 0 {
                break;
            }
            answer.extend_from_slice(&chunk[..count]);
        }
        input.write_all(more.as_bytes()).unwrap();
        output.read_to_end(&mut answer).unwrap();
        child.wait().unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// What openssl says of a handshake for `name`.
    pub fn handshake(&self, name: &str, options: &str) -> String {
        self.s_client(name, options, "")
    }

    fn s_client(&self, name: &str, options: &str, input: &str) -> String {
        let mut child = self.openssl(name, options);
        // The handshake may have failed already.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        String::from_utf8_lossy(&child.wait_with_output().unwrap().stdout).into_owned()
    }

    fn openssl(&self, name: &str, options: &str) -> Child {
        let address = format!("127.0.0.1:{}", self.https);
        Command::new("openssl")
            .args(["s_client", "-connect", &address, "-servername", name])
            .args(options.split(' '))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("openssl")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

/// A self-signed certificate for `www.example.com` and its key, made once.
pub fn certificate() -> &'static (String, String) {
    static CERTIFICATE: OnceLock<(String, String)> = OnceLock::new();
    CERTIFICATE.get_or_init(|| {
        let output = Command::new("openssl")
            .args(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=www.example.com"
                    .split(' '),
            )
            .args(["-addext", "subjectAltName=DNS:www.example.com", "-keyout", "-", "-out", "-"])
            .output()
            .expect("openssl");
        let text = String::from_utf8(output.stdout).unwrap();
        let at = text.find("-----BEGIN CERTIFICATE").expect("a certificate");
        (text[at..].to_owned(), text[..at].to_owned())
    })
}

fn free_ports<const N: usize>() -> [u16; N] {
    let listeners = [(); N].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    listeners.map(|listener| listener.local_addr().unwrap().port())
}

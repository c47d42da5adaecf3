//! Processes of the program.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use sqlx::{AnyConnection, Connection};

/// Where a test keeps its things: a directory and a database, both its own.
#[derive(Clone, Debug)]
pub struct Place {
    pub directory: PathBuf,
    pub database: String,
    /// A command that crashes the database's server and starts it again.
    crash: Option<String>,
}

impl Place {
    pub fn sqlite(name: &str) -> Self {
        let directory = directory(name);
        let database = format!("sqlite:{}", directory.join("control_plane.db").display());
        Self { directory, database, crash: None }
    }

    /// On the PostgreSQL that the environment names; `None` when it names none. Its tables are the test's alone.
    pub fn postgres(name: &str) -> Option<Self> {
        let database = std::env::var("CONTROL_PLANE_POSTGRES").ok()?;
        Some(Self { directory: directory(name), database, crash: std::env::var("CONTROL_PLANE_POSTGRES_CRASH").ok() })
    }

    pub fn packages(&self) -> PathBuf {
        self.directory.join("packages")
    }

    /// A file with a policy: its path.
    pub fn policy(&self, policy: &str) -> String {
        let path = self.directory.join("policy.json");
        std::fs::write(&path, policy).unwrap();
        path.to_string_lossy().into_owned()
    }

    /// A process that serves, and works as `arguments` say.
    pub fn serve(&self, arguments: &[&str]) -> Process {
        let mut command = self.program();
        command.args(["serve", "--listen", "127.0.0.1:0", "--packages"]).arg(self.packages()).args(arguments);
        let log = std::fs::File::options().create(true).append(true).open(self.directory.join("log")).unwrap();
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap_or_else(|| panic!("{}", self.log()));
        Process { address: address.parse().unwrap(), child }
    }

    /// Crashes the database's server, when there is one that may be; whether it did.
    pub fn crash(&self) -> bool {
        let Some(command) = &self.crash else { return false };
        let crashed = Command::new(command).stdout(Stdio::null()).status().unwrap();
        assert!(crashed.success(), "{command}");
        true
    }

    /// Whether the database's server may be crashed.
    pub fn can_crash(&self) -> bool {
        self.crash.is_some()
    }

    /// What an audit finds, and whether it is content.
    pub fn audit(&self) -> (Value, bool) {
        let output = self.program().args(["audit", "--packages"]).arg(self.packages()).output().unwrap();
        let audit = serde_json::from_slice(&output.stdout);
        let audit = audit.unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
        (audit, output.status.success())
    }

    /// Changes the database behind everyone's back.
    pub fn tamper(&self, statement: &'static str) {
        let changed = self.ask(async |connection| sqlx::query(statement).execute(connection).await);
        assert!(changed.rows_affected() > 0, "{statement}");
    }

    /// The first column of what the database answers.
    pub fn texts(&self, query: &'static str) -> Vec<String> {
        let rows: Vec<(String,)> = self.ask(async |connection| sqlx::query_as(query).fetch_all(connection).await);
        rows.into_iter().map(|(text,)| text).collect()
    }

    fn ask<T>(&self, question: impl AsyncFnOnce(&mut AnyConnection) -> sqlx::Result<T>) -> T {
        sqlx::any::install_default_drivers();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime
            .block_on(async {
                let mut connection = AnyConnection::connect(&self.database).await?;
                question(&mut connection).await
            })
            .unwrap()
    }

    /// The end of what all processes logged.
    pub fn log(&self) -> String {
        let log = std::fs::read_to_string(self.directory.join("log")).unwrap_or_default();
        let lines: Vec<_> = log.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }

    /// What they logged as errors, and where they panicked. The pool of connections has its own view of a database that
    /// crashes.
    pub fn errors(&self) -> String {
        let log = std::fs::read_to_string(self.directory.join("log")).unwrap_or_default();
        let is_error = |line: &&str| line.contains("ERROR control_plane") || line.contains("panicked");
        log.lines().filter(is_error).collect::<Vec<_>>().join("\n")
    }

    fn program(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_control_plane"));
        command.args(["--database", &self.database]);
        command
    }
}

/// A running process. It is killed in the end.
#[derive(Debug)]
pub struct Process {
    pub address: SocketAddr,
    child: Child,
}

impl Process {
    /// Ends it at once.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends it a signal by name.
    pub fn signal(&self, name: &str) {
        let process = self.child.id().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &process]).status().unwrap().success());
    }

    /// Waits for its end; whether it ended well.
    pub fn wait(&mut self) -> bool {
        self.child.wait().unwrap().success()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An empty directory. Each test has a name of its own.
fn directory(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&directory);
    std::fs::create_dir_all(&directory).unwrap();
    directory
}

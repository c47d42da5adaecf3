//! Where results go, and why a command could not give one.

use std::fmt;
use std::io::{self, BufWriter, Stdout, Write};
use std::path::Path;

use cloudapp::diagnostic::{Language, Phrase, Report, render};
use cloudapp::phrase;
use serde_json::Value;

use crate::Format;

/// Standard output in the asked format.
pub(crate) struct Output {
    pub(crate) format: Format,
    pub(crate) language: Language,
    stdout: BufWriter<Stdout>,
    sarif: Vec<(String, Report)>,
}

impl Output {
    pub(crate) fn new(format: Format, language: Language) -> Self {
        Self { format, language, stdout: BufWriter::new(io::stdout()), sarif: Vec::new() }
    }

    /// Prints text as it is.
    pub(crate) fn text(&mut self, text: impl fmt::Display) -> Result<(), Failure> {
        write!(self.stdout, "{text}").map_err(Failure::from)
    }

    /// Prints one line.
    pub(crate) fn line(&mut self, line: impl fmt::Display) -> Result<(), Failure> {
        writeln!(self.stdout, "{line}").map_err(Failure::from)
    }

    /// Prints a sentence on a line of its own, in the asked language.
    pub(crate) fn say(&mut self, words: &Phrase) -> Result<(), Failure> {
        self.line(words.text(self.language))
    }

    /// Prints an object on a line of its own.
    pub(crate) fn json(&mut self, object: &Value) -> Result<(), Failure> {
        self.line(object)
    }

    /// Keeps a report for the SARIF log, which is one over all inputs.
    pub(crate) fn sarif(&mut self, name: &str, report: &Report) {
        self.sarif.push((name.to_owned(), report.clone()));
    }

    /// Refuses `--format sarif` for a command whose results are no findings in files.
    pub(crate) fn no_sarif(&self, command: &str) -> Result<(), Failure> {
        if self.format == Format::Sarif {
            return Err(Failure::Message(phrase!(
                "`{command}` has no results in files; use --format text or json"
                    / "`{command}` 的结果不针对文件，请使用 --format text 或 json",
                command
            )));
        }
        Ok(())
    }

    /// Lets what is printed so far be seen.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        self.stdout.flush().map_err(Failure::from)
    }

    /// Prints what is still held back, if anything is.
    pub(crate) fn finish_found(self) -> Result<(), Failure> {
        if self.sarif.is_empty() { Ok(()) } else { self.finish() }
    }

    /// Prints what is still held back; a log that has nothing to say, too.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        if self.format == Format::Sarif {
            let inputs = self.sarif.iter().map(|(name, report)| (name.as_str(), report));
            let log = render::sarif(inputs, self.language);
            writeln!(self.stdout, "{log:#}")?;
        }
        self.flush()
    }
}

/// Why a command gave no verdict.
pub(crate) enum Failure {
    /// The reader of standard output went away: not a fault.
    Closed,
    /// Anything the user has to know.
    Message(Phrase),
}

impl Failure {
    /// A file that cannot be opened or read.
    pub(crate) fn file(path: &Path, error: &io::Error) -> Self {
        let chinese = match error.kind() {
            io::ErrorKind::InvalidData => "不是 UTF-8 文本".to_owned(),
            io::ErrorKind::IsADirectory => "是目录，应为文件".to_owned(),
            io::ErrorKind::NotFound => "文件不存在".to_owned(),
            io::ErrorKind::PermissionDenied => "没有权限".to_owned(),
            _ => format!("\"{error}\""),
        };
        let (path, error) = (path.display().to_string(), error.to_string());
        Self::Message(phrase!("{path}: {error}" / "{path}：{chinese}", path, error, chinese))
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::Closed;
        }
        let error = error.to_string();
        Self::Message(phrase!("standard output: {error}" / "标准输出：{error}", error))
    }
}

//! A file on a server, read in ranges as if it lay here.
//!
//! Every answer has to be the part that was asked for, of the file that the first answer was of. What was read stays here
//! for a while, in blocks. Where reading goes on and on a little further on, it is asked for further and further ahead: of
//! 3,000 classes of 9 KB that saves nine requests in ten.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::io::{self, Read, Seek, SeekFrom};
use std::time::Duration;

use ureq::http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_RANGE, ETAG, HeaderMap, HeaderName, IF_RANGE, LAST_MODIFIED, RANGE,
};
use ureq::http::{Response, StatusCode};
use ureq::{Agent, Body};

/// A file on a server.
#[derive(Debug)]
pub struct RemoteFile {
    server: Server,
    version: Version,
    length: u64,
    position: u64,
    blocks: BTreeMap<u64, Vec<u8>>,
    /// The numbers of the blocks, the oldest first.
    ages: VecDeque<u64>,
    /// The block behind the last request, and how many that one was for.
    last: (u64, u64),
}

impl RemoteFile {
    /// Asks for the first block, which also says how long the file is.
    ///
    /// # Errors
    ///
    /// When the server does not answer with that block, or not so that a change of the file would be noticed.
    pub fn open(url: &str) -> Result<Self, RemoteError> {
        let mut server = Server::new(url);
        let Answer { version, length, bytes } = server.part(Part { first: 0, end: BLOCK }, None)?;
        let (blocks, ages) = (BTreeMap::from([(0, bytes)]), VecDeque::from([0]));
        Ok(Self { server, version, length, position: 0, blocks, ages, last: (1, 1) })
    }

    /// How many bytes the file has.
    #[must_use]
    pub const fn length(&self) -> u64 {
        self.length
    }

    /// What reading has cost so far.
    #[must_use]
    pub const fn cost(&self) -> Cost {
        self.server.cost
    }

    /// Fetches the missing block `first` and those behind it, up to `end`.
    fn fetch(&mut self, first: u64, end: u64) -> Result<(), RemoteError> {
        let (behind, count) = self.last;
        let ahead = if (behind..behind + NEAR).contains(&first) { (count * 2).min(MOST_AHEAD) } else { 1 };
        let known = self.blocks.range(first..).next().map_or(u64::MAX, |(block, _)| *block);
        let end = end.max(first + ahead).min(known).min(first + MOST_AT_ONCE);
        self.last = (end, end - first);
        let asked = Part { first: first * BLOCK, end: self.length.min(end * BLOCK) };
        let answer = self.server.part(asked, Some(&self.version))?;
        if answer.length != self.length {
            return Err(RemoteError::Changed);
        }
        for (block, bytes) in (first..).zip(answer.bytes.chunks(BLOCK_BYTES)) {
            self.blocks.insert(block, bytes.to_vec());
            self.ages.push_back(block);
        }
        while self.ages.len() > MOST_KEPT {
            let oldest = self.ages.pop_front();
            oldest.and_then(|block| self.blocks.remove(&block));
        }
        Ok(())
    }
}

impl Read for RemoteFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let wanted = u64::try_from(buffer.len()).unwrap_or(u64::MAX);
        let end = self.position.saturating_add(wanted).min(self.length);
        if self.position >= end {
            return Ok(0);
        }
        let block = self.position / BLOCK;
        if !self.blocks.contains_key(&block) {
            self.fetch(block, end.div_ceil(BLOCK))?;
        }
        let skipped = usize::try_from(self.position % BLOCK).map_err(io::Error::other)?;
        let bytes = self.blocks.get(&block).and_then(|bytes| bytes.get(skipped..)).unwrap_or_default();
        let length = bytes.len().min(buffer.len());
        for (place, byte) in buffer.iter_mut().zip(bytes) {
            *place = *byte;
        }
        self.position += u64::try_from(length).map_err(io::Error::other)?;
        Ok(length)
    }
}

impl Seek for RemoteFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(offset) => self.length.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position = position.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "before the file"))?;
        Ok(self.position)
    }
}

/// What reading has cost.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Cost {
    /// Requests.
    pub requests: u64,
    /// Bytes of the file that came.
    pub bytes: u64,
}

/// The server, as far as it answers for one file.
#[derive(Debug)]
struct Server {
    agent: Agent,
    url: String,
    cost: Cost,
}

/// A part of the file, and what its answer says of the whole.
struct Answer {
    version: Version,
    length: u64,
    bytes: Vec<u8>,
}

impl Server {
    fn new(url: &str) -> Self {
        let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(LONGEST_REQUEST)).build();
        Self { agent: config.new_agent(), url: url.to_owned(), cost: Cost::default() }
    }

    /// Asks for a part of the file, which has to be of `version` when one is known.
    fn part(&mut self, asked: Part, version: Option<&Version>) -> Result<Answer, RemoteError> {
        let mut request =
            self.agent.get(&self.url).header(RANGE, asked.to_string()).header(ACCEPT_ENCODING, "identity");
        if let Some(validator) = version.and_then(Version::validator) {
            // A server whose file is another one by now sends no part but all of it.
            request = request.header(IF_RANGE, validator);
        }
        self.cost.requests += 1;
        let mut response = request.call().map_err(RemoteError::Http)?;
        let found = Version::of(response.headers());
        if response.status().is_success() && version.is_some_and(|version| *version != found) {
            return Err(RemoteError::Changed);
        }
        let length = whole_length(&response, asked)?;
        if found.validator().is_none() {
            return Err(RemoteError::Unversioned);
        }
        let expected = asked.end.min(length) - asked.first;
        let mut bytes = Vec::new();
        response.body_mut().as_reader().take(expected + 1).read_to_end(&mut bytes).map_err(RemoteError::Broken)?;
        let came = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.cost.bytes += came;
        if came != expected {
            return Err(RemoteError::Length { expected, came });
        }
        Ok(Answer { version: found, length, bytes })
    }
}

/// How long the file is, of whose part `asked` the response says that it is.
fn whole_length(response: &Response<Body>, asked: Part) -> Result<u64, RemoteError> {
    match response.status() {
        StatusCode::PARTIAL_CONTENT => {}
        StatusCode::OK => return Err(RemoteError::NoRanges),
        status => return Err(RemoteError::Status(status.as_u16())),
    }
    if let Some(encoding) = text(response.headers(), CONTENT_ENCODING).filter(|encoding| *encoding != "identity") {
        return Err(RemoteError::Encoded(encoding.to_owned()));
    }
    let range = text(response.headers(), CONTENT_RANGE).unwrap_or_default();
    let length = range.rsplit_once('/').and_then(|(_, length)| length.parse::<u64>().ok());
    // The last part ends with the file.
    let answered = |length| format!("{}/{length}", Part { end: asked.end.min(length), ..asked }.of("bytes "));
    match length {
        Some(length) if asked.first < length && range == answered(length) => Ok(length),
        _ => Err(RemoteError::OtherPart { asked: asked.of("bytes "), found: range.to_owned() }),
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// What tells one state of the file from another.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Version {
    etag: Option<String>,
    modified: Option<String>,
}

impl Version {
    fn of(headers: &HeaderMap) -> Self {
        let owned = |name| text(headers, name).map(ToOwned::to_owned);
        Self { etag: owned(ETAG), modified: owned(LAST_MODIFIED) }
    }

    /// What a server can hold its file against: an ETag, unless it is a weak one, which says less than every byte.
    fn validator(&self) -> Option<&str> {
        self.etag.as_deref().filter(|etag| !etag.starts_with("W/")).or(self.modified.as_deref())
    }
}

/// Bytes from `first` on, without the one at `end`.
#[derive(Clone, Copy, Debug)]
struct Part {
    first: u64,
    end: u64,
}

impl Part {
    fn of(self, unit: &str) -> String {
        format!("{unit}{}-{}", self.first, self.end - 1)
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.of("bytes="))
    }
}

/// Why a file cannot be read from its server.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RemoteError {
    /// The server was not reached, or its answer is no HTTP.
    #[error("the server does not answer: {0}")]
    Http(#[source] ureq::Error),
    /// There is no such file, or it may not be read.
    #[error("the server answers with status {0}, expected 206")]
    Status(u16),
    /// The server would send the whole file.
    #[error("the server does not serve ranges: it would send the whole file")]
    NoRanges,
    /// The server sent another part than was asked for.
    #[error("asked for {asked}, and Content-Range says {found:?}")]
    OtherPart {
        /// As Content-Range would say it.
        asked: String,
        /// What it says.
        found: String,
    },
    /// Content-Range and body differ.
    #[error("the part should have {expected} bytes, and {came} came")]
    Length {
        /// By Content-Range.
        expected: u64,
        /// At least.
        came: u64,
    },
    /// The part is one of another file than the one that is stored.
    #[error("the part is encoded as {0}, which was not asked for")]
    Encoded(String),
    /// The parts could be of different files.
    #[error("the server sends neither a strong ETag nor Last-Modified: the file could change unnoticed")]
    Unversioned,
    /// The parts are of different files.
    #[error("the file has changed since its first part was read")]
    Changed,
    /// The connection broke off.
    #[error("the answer broke off: {0}")]
    Broken(#[source] io::Error),
}

impl From<RemoteError> for io::Error {
    fn from(error: RemoteError) -> Self {
        Self::other(error)
    }
}

/// Enough for a local header of a ZIP and for the start of what follows it.
const BLOCK: u64 = 4096;
const BLOCK_BYTES: usize = 4096;
/// So few blocks further on reading counts as going on.
const NEAR: u64 = 8;
/// Blocks that are asked for when fewer would do: 128 KiB.
const MOST_AHEAD: u64 = 32;
/// Blocks of one request: 1 MiB.
const MOST_AT_ONCE: u64 = 256;
/// Blocks that stay here: 64 MiB.
const MOST_KEPT: usize = 16384;
const LONGEST_REQUEST: Duration = Duration::from_mins(1);

//! Uploaded packages: inspected while they arrive, kept when they are accepted.

use std::fs::File;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use cloudapp::diagnostic::{Accepted, Rejected};
use cloudapp::gate::{Admitted, Gate};
use cloudapp::package::Inspection;
use cloudapp::package::archive::{Limits, Progress};
use http_body_util::BodyExt;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;

/// Where packages are kept. Processes on several machines need one directory that all of them see.
#[derive(Clone, Debug)]
pub(crate) struct Packages {
    directory: Arc<Path>,
    /// The longest time between two pieces of a package, and for all of it.
    patience: (Duration, Duration),
    /// Each upload has a thread for as long as it lasts, so that there is an end to them.
    slots: Arc<Semaphore>,
}

impl Packages {
    /// Packages in `directory`, which is made when it is missing. One that is on its way may be silent for the time
    /// `silence`, and take the time `upload` in all.
    pub(crate) async fn open(directory: &Path, silence: Duration, upload: Duration) -> io::Result<Self> {
        tokio::fs::create_dir_all(directory).await?;
        let slots = Arc::new(Semaphore::new(UPLOADS_AT_ONCE));
        let packages = Self { directory: directory.into(), patience: (silence, upload), slots };
        packages.sweep().await?;
        Ok(packages)
    }

    /// Takes a package in through `gate`. Its bytes go to a file, and those of a tgz are judged as they come; an archive that
    /// cannot be read ends the upload.
    pub(crate) async fn receive(&self, body: &mut Body, gate: Gate<'static>) -> Result<Incoming, UploadError> {
        let slot = self.slots.clone().try_acquire_owned().map_err(|_| UploadError::Busy)?;
        // A few pieces under way: a slow disk slows the sender down instead of filling the memory.
        let (sender, receiver) = mpsc::channel(4);
        let path = self.directory.join(unique_name());
        let intake = tokio::task::spawn_blocking(move || {
            // The thread has the slot, not the request: that one is gone as soon as its client is.
            let _slot = slot;
            take_in(path, receiver, gate)
        });
        let (silence, upload) = self.patience;
        let sent = timeout(upload, pass_on(body, &sender, silence)).await;
        let sent = sent.unwrap_or(Err(UploadError::Slow { upload }));
        drop(sender);
        let taken = intake.await.map_err(|_| UploadError::Stopped)?;
        sent?;
        taken
    }

    /// Removes a kept package that nothing refers to.
    pub(crate) async fn remove(&self, name: &str) -> io::Result<()> {
        tokio::fs::remove_file(self.directory.join(name)).await
    }

    /// Removes what uploads left behind that were cut off by the end of their process.
    async fn sweep(&self) -> io::Result<()> {
        let mut entries = tokio::fs::read_dir(&self.directory).await?;
        while let Some(entry) = entries.next_entry().await? {
            if !entry.file_name().to_string_lossy().ends_with(PART) {
                continue;
            }
            // Other processes take files in and away meanwhile.
            let Ok(metadata) = entry.metadata().await else { continue };
            if metadata.modified()?.elapsed().unwrap_or_default() > LEFT_BEHIND {
                let _ = tokio::fs::remove_file(entry.path()).await;
            }
        }
        Ok(())
    }
}

/// A package that may be released, in a file that goes with this value unless it is kept.
#[derive(Debug)]
pub(crate) struct Incoming {
    admitted: Accepted<Admitted>,
    file: Part,
}

impl Incoming {
    /// Keeps the package: the name of its file.
    pub(crate) async fn keep(mut self) -> io::Result<(String, Accepted<Admitted>)> {
        let kept = self.file.path.with_extension("");
        tokio::fs::rename(&self.file.path, &kept).await?;
        self.file.path = kept;
        // The name has to be on the disk before a version refers to it.
        if let Some(directory) = self.file.path.parent() {
            tokio::fs::File::open(directory).await?.sync_all().await?;
        }
        self.file.kept = true;
        let name = self.file.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok((name, self.admitted))
    }
}

/// A file that is removed again unless it is kept.
#[derive(Debug)]
struct Part {
    path: PathBuf,
    kept: bool,
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.kept {
            // The sweep finds what stays behind.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// A part of a package on its way to the thread that takes it in.
enum Piece {
    Bytes(Bytes),
    /// All of it has come. Without this the upload broke off.
    End,
}

/// Sends a body piece by piece, until its end or until nobody wants more of it.
async fn pass_on(body: &mut Body, pieces: &mpsc::Sender<Piece>, silence: Duration) -> Result<(), UploadError> {
    loop {
        let frame = timeout(silence, body.frame()).await;
        let piece = match frame.map_err(|_| UploadError::Silent { silence })? {
            Some(Ok(frame)) => match frame.into_data() {
                Ok(bytes) => Piece::Bytes(bytes),
                Err(_trailers) => continue,
            },
            Some(Err(error)) => return Err(UploadError::Broken(error.to_string())),
            None => Piece::End,
        };
        let is_end = matches!(piece, Piece::End);
        // An intake that is gone has seen enough.
        if pieces.send(piece).await.is_err() || is_end {
            return Ok(());
        }
    }
}

/// Writes the pieces of a package to `path` while they go through `gate`. It runs where blocking is allowed.
fn take_in(path: PathBuf, mut pieces: mpsc::Receiver<Piece>, gate: Gate<'static>) -> Result<Incoming, UploadError> {
    let mut file = File::options().read(true).write(true).create_new(true).open(&path)?;
    let part = Part { path, kept: false };
    let most = Limits::default().archive();
    let mut arrival = gate.arrival();
    let mut size = 0_u64;
    loop {
        let piece = match pieces.blocking_recv() {
            Some(Piece::Bytes(piece)) => piece,
            Some(Piece::End) => break,
            None => return Err(UploadError::Broken("the client is gone".to_owned())),
        };
        size = size.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        if size > most.0 {
            return Err(UploadError::TooLong { most: most.0 });
        }
        if arrival.feed(&piece) == Progress::Stopped {
            break;
        }
        file.write_all(&piece)?;
    }
    let admitted = arrival.finish(BufReader::new(&file))?.map_err(UploadError::Rejected)?;
    file.sync_all()?;
    Ok(Incoming { admitted, file: part })
}

/// A name that no other upload has, on any machine.
fn unique_name() -> String {
    // The standard library's only source of randomness.
    let random = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}{PART}", random(), random())
}

/// Why a package is not taken in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UploadError {
    #[error("{UPLOADS_AT_ONCE} uploads are under way")]
    Busy,
    #[error("the upload broke off: {0}")]
    Broken(String),
    #[error("nothing came for {silence:?}")]
    Silent { silence: Duration },
    #[error("the package has not come within {upload:?}")]
    Slow { upload: Duration },
    #[error("a package over {most} bytes")]
    TooLong { most: u64 },
    #[error("{}", if .0.value().is_readable() { "the package cannot be released" } else { "the archive cannot be read" })]
    Rejected(Box<Rejected<Inspection>>),
    #[error("the inspection was stopped")]
    Stopped,
    #[error("the package could not be stored: {0}")]
    Io(#[from] io::Error),
}

const PART: &str = ".part";
const UPLOADS_AT_ONCE: usize = 64;
/// Nothing was written for so long: whoever did is gone.
const LEFT_BEHIND: Duration = Duration::from_hours(24);

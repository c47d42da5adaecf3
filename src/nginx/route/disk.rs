//! Files of the host, which only the embedder knows.

/// Says what is at a path of the host.
///
/// A closure is enough: `|path: &str| Some(Found::File)`.
pub trait Disk {
    /// What is at `path`, which has no final `/`; `None` when it is not known.
    fn find(&self, path: &str) -> Option<Found>;
}

impl<F: Fn(&str) -> Option<Found>> Disk for F {
    fn find(&self, path: &str) -> Option<Found> {
        self(path)
    }
}

/// What is at a path.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Found {
    /// A directory.
    Directory,
    /// A file that nginx can read.
    File,
    /// Nothing.
    Nothing,
}

/// Knows nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct UnknownDisk;

impl Disk for UnknownDisk {
    fn find(&self, _: &str) -> Option<Found> {
        None
    }
}

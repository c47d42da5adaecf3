//! The inspection of a tgz while it arrives.

use super::archive::{Progress, Tgz};
use super::collector::Collector;
use super::inspection::Inspected;
use super::inspector::Inspector;
use super::packaging::Packaging;
use crate::app::Container;
use crate::diagnostic::Findings;

/// A tgz that is inspected while it arrives, in pieces of any size, as [`Inspector::arrival`] begins it.
///
/// Its verdict is that of [`Inspector::inspect_bytes`] on the same bytes; what is no gzip is `package/wrong-container`. A
/// ZIP or JAR cannot be judged before its end, where its directory is: keep it, and [`inspect`](Inspector::inspect) it then.
/// Memory does not grow with the content, but with the number of entries and the files that a judgement looks into.
///
/// # Examples
///
/// ```
/// use cloudapp::app::{Framework, Policy};
/// use cloudapp::package::archive::Progress;
/// use cloudapp::package::{Inspector, Verdict};
///
/// let policy = Policy::default();
/// let mut arrival = Inspector::new(&policy).framework(Framework::NodeJs).arrival();
/// let mut pieces = std::iter::repeat([0x55; 1024]).take(1_000_000);
/// while let Some(piece) = pieces.next() {
///     if arrival.feed(&piece) == Progress::Stopped {
///         break;
///     }
/// }
/// assert_eq!(Verdict::of(&arrival.finish()), Verdict::Unreadable);
/// // The rest need not be sent.
/// assert_eq!(pieces.len(), 999_999);
/// ```
#[derive(Debug)]
pub struct Arrival<'a> {
    inspector: Inspector<'a>,
    tgz: Tgz,
    collector: Collector,
    findings: Findings<'static>,
}

impl<'a> Inspector<'a> {
    /// Begins the inspection of a tgz of which nothing has arrived.
    #[must_use]
    pub fn arrival(&self) -> Arrival<'a> {
        Arrival::new(self.clone())
    }
}

impl<'a> Arrival<'a> {
    fn new(inspector: Inspector<'a>) -> Self {
        let findings = Findings::owning(inspector.policy.levels.clone());
        let packaging = Packaging::of(Container::Tgz);
        let options = inspector.options(packaging);
        Self { tgz: Tgz::new(&options), collector: Collector::new(options, packaging), inspector, findings }
    }

    /// The next bytes have arrived. Once this says [`Progress::Stopped`] the package is unreadable, whatever follows.
    pub fn feed(&mut self, bytes: &[u8]) -> Progress {
        self.tgz.feed(bytes, &mut self.collector, &mut self.findings)
    }

    /// The package has ended, or its reading has stopped. One that was cut off is unreadable.
    #[expect(clippy::missing_errors_doc, reason = "the error is the answer: a package that may not be released")]
    pub fn finish(mut self) -> Inspected {
        let outcome = self.tgz.finish(&mut self.findings);
        self.inspector.judge(Packaging::of(Container::Tgz), &outcome, &self.collector.finish(), None, self.findings)
    }
}

//! Deliberate faults, so that the checker can be seen to find them. Outside this crate's own tests none can be switched
//! on: without the hidden feature the question below is a constant.

/// A fault that a checker must find.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(not(feature = "__breakages"), expect(unreachable_pub, reason = "public only for this crate's tests"))]
pub enum Breakage {
    /// A certificate is taken for any domain and any time.
    AnyCertificate,
    /// Host health is believed whatever installation it is about.
    AnyEpoch,
    /// A package is taken whatever it was admitted to, and on whose word.
    AnyProof,
    /// A rollback may go to any upload.
    AnyRollback,
    /// Resources may be deleted while the app runs.
    DeleteWhileRunning,
    /// The last time-out drops the step without a word.
    DroppedTimeOut,
    /// A retry gets a fresh id.
    FreshRetryId,
    /// A compensation forgets to put hosts back into rotation.
    ForgottenUndrain,
    /// A host is installed before its drain is acknowledged.
    HastyInstall,
    /// A release needs neither domain nor certificate.
    NoCertificateGate,
    /// The last serving host may be drained.
    NoLastHostGuard,
    /// Nothing is broken.
    #[cfg_attr(not(feature = "__breakages"), expect(dead_code, reason = "only this crate's tests ask for it"))]
    None,
    /// Reports are believed whatever effect they are about.
    StaleReports,
}

#[cfg(not(feature = "__breakages"))]
pub(super) const fn broken(_: Breakage) -> bool {
    false
}

#[cfg(feature = "__breakages")]
pub(super) fn broken(breakage: Breakage) -> bool {
    BROKEN.get() == Some(breakage)
}

/// Runs `work` on this thread with one fault switched on.
#[cfg(feature = "__breakages")]
pub fn with_breakage<T>(breakage: Breakage, work: impl FnOnce() -> T) -> T {
    let before = BROKEN.replace(Some(breakage));
    let result = work();
    BROKEN.set(before);
    result
}

#[cfg(feature = "__breakages")]
thread_local! {
    static BROKEN: std::cell::Cell<Option<Breakage>> = const { std::cell::Cell::new(None) };
}

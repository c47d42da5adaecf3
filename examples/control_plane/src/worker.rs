//! Workers: they claim effects, have them carried out, and report.

use std::time::Duration;

use cloudapp::release::Input;
use tokio::sync::watch;
use tracing::{error, info, warn};

use crate::database::DatabaseError;
use crate::outbox::Lease;
use crate::platform::{Answer, Platform, PlatformError};
use crate::store::{Store, StoreError};

/// What workers need.
#[derive(Clone, Debug)]
pub(crate) struct Worker {
    pub(crate) store: Store,
    pub(crate) platform: Platform,
    /// How long an effect stays with a worker that is no longer heard of.
    pub(crate) lease: Duration,
    /// How long a worker that found nothing waits before it looks again.
    pub(crate) poll: Duration,
}

impl Worker {
    /// Works until `stop` says otherwise; an effect that was begun is finished first.
    pub(crate) async fn work(self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let rest = match self.turn().await {
                Ok(Turn::Worked) => continue,
                Ok(Turn::NothingToDo) => self.poll,
                Err(failure) => {
                    failure.log("an effect is left to its lease");
                    self.poll.max(Duration::from_secs(1))
                }
            };
            tokio::select! {
                () = tokio::time::sleep(rest) => {}
                () = self.store.bell.notified() => {}
                _ = stop.changed() => {}
            }
        }
    }

    /// Says of effects whose deadline has passed that they timed out, until `stop` says otherwise.
    pub(crate) async fn watch_deadlines(self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            if let Err(failure) = self.pass_deadlines().await {
                WorkError::Database(failure).log("deadlines are left to others");
            }
            tokio::select! {
                () = tokio::time::sleep(self.poll.max(Duration::from_secs(1))) => {}
                _ = stop.changed() => {}
            }
        }
    }

    async fn turn(&self) -> Result<Turn, WorkError> {
        let Some(lease) = self.store.database.claim(self.lease).await? else { return Ok(Turn::NothingToDo) };
        let (app, effect) = (lease.app, &lease.effect);
        let action = effect.action.as_str();
        if lease.claims > 1 {
            info!(%app, environment = %effect.environment, effect = %effect.id, action, claims = lease.claims, "claimed");
        }
        let answer = tokio::select! {
            answer = self.platform.carry_out(app, effect) => answer?,
            lost = self.keep(&lease) => {
                lost?;
                warn!(%app, effect = %effect.id, action, "the lease was lost: another worker goes on");
                return Ok(Turn::Worked);
            }
        };
        match answer {
            Answer::Refused => warn!(%app, effect = %effect.id, action, "refused: a newer effect was asked for since"),
            Answer::Outcome(outcome) => {
                let input = Input::Report { environment: effect.environment, effect: effect.id, outcome };
                let applied = self.store.apply(app, input, None).await?;
                match applied.ignored {
                    None => info!(%app, environment = %effect.environment, effect = %effect.id, action, "reported"),
                    Some(ignored) => info!(%app, effect = %effect.id, action, why = ignored.as_str(), "report ignored"),
                }
            }
        }
        Ok(Turn::Worked)
    }

    /// Renews the lease for as long as it is held.
    async fn keep(&self, lease: &Lease) -> Result<(), DatabaseError> {
        loop {
            tokio::time::sleep(self.lease / 3).await;
            if !self.store.database.renew(lease, self.lease).await? {
                return Ok(());
            }
        }
    }

    async fn pass_deadlines(&self) -> Result<(), DatabaseError> {
        for (app, environment, effect) in self.store.database.overdue(OVERDUE_AT_ONCE).await? {
            warn!(%app, %environment, %effect, "the deadline has passed");
            match self.store.apply(app, Input::TimedOut { environment, effect }, None).await {
                Ok(_) => {}
                // The other apps would fare no better.
                Err(StoreError::Database(failure)) if failure.is_passing() => return Err(failure),
                // An app that cannot be read must not keep the others waiting.
                Err(failure) => WorkError::Store(failure).log("a deadline is left to others"),
            }
        }
        Ok(())
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Turn {
    NothingToDo,
    Worked,
}

/// Why a worker could not go on with an effect.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WorkError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Platform(#[from] PlatformError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl WorkError {
    fn log(&self, what_follows: &str) {
        let passing = match self {
            Self::Database(error)
            | Self::Platform(PlatformError::Database(error))
            | Self::Store(StoreError::Database(error)) => error.is_passing(),
            Self::Store(StoreError::Contended) => true,
            Self::Platform(_) | Self::Store(_) => false,
        };
        if passing {
            warn!(failure = %self, "{what_follows}");
        } else {
            error!(failure = %self, "{what_follows}");
        }
    }
}

const OVERDUE_AT_ONCE: i64 = 100;

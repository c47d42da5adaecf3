//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

/// A small control plane on top of cloudapp.
#[derive(Debug, Parser)]
#[command(name = "control_plane")]
pub(crate) struct Arguments {
    /// Database: `sqlite:FILE` or `postgres://USER:PASSWORD@HOST/NAME`.
    #[arg(
        long,
        env = "DATABASE_URL",
        hide_env_values = true,
        default_value = "sqlite:control_plane.db",
        global = true
    )]
    pub(crate) database: String,
    /// Policy of the platform as JSON, the same for all processes; without it the documented one with every tier on sale.
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) policy: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Answers HTTP requests and carries effects out.
    Serve {
        /// Address to listen on; port 0 takes a free one.
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        #[command(flatten)]
        uploads: Uploads,
        #[command(flatten)]
        work: Work,
    },
    /// Carries effects out, without HTTP.
    Work(Work),
    /// Holds everything stored against the logs; exits with 1 when something is wrong.
    Audit {
        /// Directory of uploaded packages, to look for the package of every version.
        #[arg(long)]
        packages: Option<PathBuf>,
    },
}

/// How packages are taken in.
#[derive(Args, Clone, Debug)]
pub(crate) struct Uploads {
    /// Directory of uploaded packages, the same for all processes.
    #[arg(long, default_value = "packages")]
    pub(crate) packages: PathBuf,
    /// Time that may pass between two pieces of a package, in milliseconds.
    #[arg(long, default_value_t = 30_000, value_name = "MS")]
    pub(crate) silence: u32,
    /// Time that all of a package may take to come, in milliseconds.
    #[arg(long, default_value_t = 3_600_000, value_name = "MS")]
    pub(crate) upload: u32,
}

impl Uploads {
    pub(crate) fn silence(&self) -> Duration {
        Duration::from_millis(self.silence.into())
    }

    pub(crate) fn upload(&self) -> Duration {
        Duration::from_millis(self.upload.into())
    }
}

/// How effects are carried out.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Work {
    /// Effects that are carried out at once.
    #[arg(long, default_value_t = 4)]
    pub(crate) workers: u16,
    /// Time after which an effect is free again whose worker is no longer heard of, in milliseconds.
    #[arg(long, default_value_t = 15_000, value_name = "MS")]
    pub(crate) lease: u32,
    /// Time between two looks at an empty outbox, in milliseconds.
    #[arg(long, default_value_t = 500, value_name = "MS")]
    pub(crate) poll: u32,
    /// Time that requests and effects which were begun may take once it is time to stop, in milliseconds.
    #[arg(long, default_value_t = 20_000, value_name = "MS")]
    pub(crate) grace: u32,
    /// Time that a call of the simulated platform takes each way, in milliseconds.
    #[arg(long, default_value_t = 200, value_name = "MS")]
    pub(crate) distance: u32,
    /// Installations and verifications of a thousand that fail on the simulated platform.
    #[arg(long, default_value_t = 0)]
    pub(crate) failures: u16,
    /// Calls of a thousand that the simulated platform never answers.
    #[arg(long, default_value_t = 0)]
    pub(crate) losses: u16,
    /// Simulated hosts forget what they were asked, to see what fences are for.
    #[arg(long, hide = true)]
    pub(crate) forgetful_hosts: bool,
}

impl Work {
    pub(crate) fn lease(self) -> Duration {
        Duration::from_millis(self.lease.max(100).into())
    }

    pub(crate) fn poll(self) -> Duration {
        Duration::from_millis(self.poll.max(1).into())
    }

    pub(crate) fn grace(self) -> Duration {
        Duration::from_millis(self.grace.into())
    }

    pub(crate) fn distance(self) -> Duration {
        Duration::from_millis(self.distance.into())
    }
}

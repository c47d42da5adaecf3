//! A small control plane that embeds `cloudapp`: an HTTP interface, a database that holds logs, snapshots and an outbox,
//! and workers that share the outbox. Processes serve, work or do both, and what one leaves undone another goes on with.

mod api;
mod arguments;
mod audit;
mod database;
mod outbox;
mod packages;
mod platform;
mod projection;
mod store;
mod worker;

use std::io::{self, Write};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use cloudapp::app::{Policy, Tier};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};
use tracing::{error, info, warn};

use api::Api;
use arguments::{Arguments, Command, Uploads, Work};
use audit::Audit;
use database::{Database, DatabaseError, Missing};
use packages::Packages;
use platform::{Memory, Platform};
use store::Store;
use worker::Worker;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt().with_writer(io::stderr).with_ansi(false).init();
    match run(&arguments).await {
        Ok(code) => code,
        Err(failure) => {
            error!(%failure, "the control plane ends");
            ExitCode::from(2)
        }
    }
}

async fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    match &arguments.command {
        Command::Serve { listen, uploads, work } => {
            let store = open(arguments, *work).await?;
            serve(store, *listen, uploads, *work).await?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Work(work) => {
            let store = open(arguments, *work).await?;
            let stop = stop_on_signal()?;
            let workers = start_workers(&store, *work, &stop);
            within_grace(finish(workers), stop, work.grace()).await?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Audit { packages } => {
            let database = Database::open(&arguments.database, 1, Missing::Refuse).await?;
            let audit = Audit::of(&database, packages.as_deref()).await?;
            let text = serde_json::to_string_pretty(&audit).map_err(io::Error::other)?;
            writeln!(io::stdout(), "{text}")?;
            Ok(if audit.is_sound() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
    }
}

async fn serve(store: Store, listen: SocketAddr, uploads: &Uploads, work: Work) -> Result<(), Failure> {
    let packages = Packages::open(&uploads.packages, uploads.silence(), uploads.upload()).await?;
    let listener = TcpListener::bind(listen).await?;
    writeln!(io::stdout(), "listening on http://{}", listener.local_addr()?)?;
    let stop = stop_on_signal()?;
    let workers = start_workers(&store, work, &stop);
    let serving = axum::serve(listener, api::router(Api { store, packages }))
        .with_graceful_shutdown(stopped(stop.clone(), Duration::ZERO));
    let serving = async { Ok(serving.await?) };
    within_grace(async { tokio::try_join!(serving, finish(workers)).map(drop) }, stop, work.grace()).await
}

/// Does `work` until it ends, or until it was time to stop and the time `grace` has passed. What is cut off is as after a
/// crash: whoever is still sending gets no answer, and effects are left to their leases.
async fn within_grace(
    work: impl Future<Output = Result<(), Failure>>,
    stop: watch::Receiver<bool>,
    grace: Duration,
) -> Result<(), Failure> {
    tokio::select! {
        ended = work => ended,
        () = stopped(stop, grace) => {
            warn!("what is under way is cut off");
            Ok(())
        }
    }
}

/// Waits until it is time to stop, and then for the time `grace`.
async fn stopped(mut stop: watch::Receiver<bool>, grace: Duration) {
    // An error means that nobody can say stop any more.
    let _ = stop.wait_for(|stop| *stop).await;
    tokio::time::sleep(grace).await;
}

async fn open(arguments: &Arguments, work: Work) -> Result<Store, Failure> {
    let policy = match &arguments.policy {
        Some(file) => serde_json::from_slice(&tokio::fs::read(file).await?).map_err(Failure::Policy)?,
        None => Policy::default().offering(Tier::ALL),
    };
    // A worker holds one connection at a time, and a second one to renew its lease; requests need some too.
    let connections = u32::from(work.workers).saturating_mul(2).saturating_add(8);
    Ok(Store::new(Database::open(&arguments.database, connections, Missing::Create).await?, policy))
}

fn start_workers(store: &Store, work: Work, stop: &watch::Receiver<bool>) -> JoinSet<()> {
    let platform = Platform {
        database: store.database.clone(),
        distance: work.distance(),
        failures: work.failures,
        losses: work.losses,
        memory: if work.forgetful_hosts { Memory::Lost } else { Memory::Kept },
    };
    let worker = Worker { store: store.clone(), platform, lease: work.lease(), poll: work.poll() };
    let mut tasks = JoinSet::new();
    for _ in 0..work.workers {
        tasks.spawn(worker.clone().work(stop.clone()));
    }
    tasks.spawn(worker.watch_deadlines(stop.clone()));
    tasks
}

/// Waits until all workers have ended. One that breaks off ends the process: whoever started it starts it again, while
/// nobody would start the worker again.
async fn finish(mut tasks: JoinSet<()>) -> Result<(), Failure> {
    while let Some(ended) = tasks.join_next().await {
        ended.map_err(Failure::Worker)?;
    }
    Ok(())
}

/// Turns true on SIGTERM or SIGINT.
fn stop_on_signal() -> io::Result<watch::Receiver<bool>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let (sender, receiver) = watch::channel(false);
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        info!("stopping: effects that were begun are finished first");
        sender.send_replace(true);
    });
    Ok(receiver)
}

/// Why the program ends.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error("the policy: {0}")]
    Policy(serde_json::Error),
    #[error("a worker broke off: {0}")]
    Worker(JoinError),
}

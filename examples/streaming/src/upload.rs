//! `PUT /packages/{name}`: a package is inspected while it arrives.
//!
//! A `.tgz` goes through the inspection piece by piece and is kept nowhere: memory does not follow its size, and the first
//! fault that makes it unreadable ends the upload. The directory of a `.jar` or `.zip` is at its end, so such a package
//! goes to a temporary file first, which is then read in ranges.

use std::fs::File;
use std::io::{self, BufReader, Write};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::put;
use axum::{Json, Router};
use cloudapp::app::{EnvironmentKind, Framework, Policy};
use cloudapp::diagnostic::{Language, Report, render};
use cloudapp::package::archive::{Limits, Progress};
use cloudapp::package::{Arrival, Inspected, Inspection, Inspector, Verdict};
use http_body_util::BodyExt;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio::task::block_in_place;
use tokio::time::timeout;

/// What uploads may cost, and what they are judged by.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What the platform demands of packages.
    pub policy: Policy,
    /// The most bytes that a package may have.
    pub longest: u64,
    /// The longest time between two pieces of a package.
    pub patience: Duration,
    /// The longest time that all of a package may take: whoever sends a byte now and then keeps a place from others.
    pub deadline: Duration,
    /// Packages that may be on their way at once.
    pub at_once: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            policy: Policy::default(),
            longest: Limits::default().archive().0,
            patience: Duration::from_secs(30),
            deadline: Duration::from_hours(1),
            at_once: 16,
        }
    }
}

/// The one route. It needs a runtime with several threads, since inspecting keeps one busy.
pub fn router(settings: Settings) -> Router {
    let slots = Semaphore::new(settings.at_once);
    Router::new()
        .route("/packages/{name}", put(receive).layer(DefaultBodyLimit::disable()))
        .with_state(Arc::new(Server { settings, slots }))
}

struct Server {
    settings: Settings,
    slots: Semaphore,
}

/// What is known of a package before it arrives.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    framework: Option<Framework>,
    environment: Option<EnvironmentKind>,
}

async fn receive(
    State(server): State<Arc<Server>>,
    Path(name): Path<String>,
    Query(expected): Query<Expected>,
    headers: HeaderMap,
    mut body: Body,
) -> Response {
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    let deadline = server.settings.deadline;
    let inspected = timeout(deadline, inspect(&server, &name, &expected, announced, &mut body)).await;
    let (status, answer) = match inspected.unwrap_or(Err(Failure::Slow { deadline })) {
        Ok(inspected) => report(&inspected),
        Err(failure) => (failure.status(), json!({ "error": failure.to_string() })),
    };
    if body.is_end_stream() { (status, Json(answer)).into_response() } else { answer_early(status, answer, body) }
}

async fn inspect(
    server: &Server,
    name: &str,
    expected: &Expected,
    announced: Option<u64>,
    body: &mut Body,
) -> Result<Inspected, Failure> {
    let Settings { policy, longest, patience, at_once, .. } = &server.settings;
    let _slot = server.slots.try_acquire().map_err(|_| Failure::Busy { at_once: *at_once })?;
    if announced.is_some_and(|length| length > *longest) {
        return Err(Failure::TooLong { longest: *longest });
    }
    let mut inspector = Inspector::new(policy).file_name(name);
    if let Some(framework) = expected.framework {
        inspector = inspector.framework(framework);
    }
    if let Some(environment) = expected.environment {
        inspector = inspector.environment(environment);
    }
    let mut intake = Intake::open(name, &inspector)?;
    let mut received = 0_u64;
    while let Some(piece) = next(body, *patience).await? {
        received = received.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        if received > *longest {
            return Err(Failure::TooLong { longest: *longest });
        }
        if block_in_place(|| intake.take(&piece))? == Progress::Stopped {
            break;
        }
    }
    Ok(block_in_place(|| intake.finish(&inspector))?)
}

/// The next piece of a body, as large as it came; `None` at its end.
async fn next(body: &mut Body, patience: Duration) -> Result<Option<Bytes>, Failure> {
    loop {
        match timeout(patience, body.frame()).await.map_err(|_| Failure::Silent { patience })? {
            None => return Ok(None),
            Some(Err(error)) => return Err(Failure::Broken(error)),
            Some(Ok(frame)) => {
                if let Ok(piece) = frame.into_data() {
                    return Ok(Some(piece));
                }
            }
        }
    }
}

/// What becomes of a package's bytes.
enum Intake<'a> {
    /// They are inspected as they come.
    Arrival(Box<Arrival<'a>>),
    /// They are kept, in a file without a name, until all of them are there.
    Spool(File),
}

impl<'a> Intake<'a> {
    fn open(name: &str, inspector: &Inspector<'a>) -> Result<Self, Failure> {
        match name.rsplit_once('.') {
            Some((_, "tgz" | "gz")) => Ok(Self::Arrival(Box::new(inspector.arrival()))),
            Some((_, "jar" | "zip")) => Ok(Self::Spool(tempfile::tempfile()?)),
            _ => Err(Failure::Name),
        }
    }

    fn take(&mut self, piece: &[u8]) -> io::Result<Progress> {
        match self {
            // Whoever keeps accepted packages writes the piece away here too.
            Self::Arrival(arrival) => Ok(arrival.feed(piece)),
            Self::Spool(file) => file.write_all(piece).map(|()| Progress::More),
        }
    }

    fn finish(self, inspector: &Inspector<'_>) -> io::Result<Inspected> {
        match self {
            Self::Arrival(arrival) => Ok(arrival.finish()),
            Self::Spool(file) => inspector.inspect(BufReader::new(file)),
        }
    }
}

fn report(inspected: &Inspected) -> (StatusCode, Value) {
    let status = if inspected.is_ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let answer = json!({
        "verdict": Verdict::of(inspected),
        "inspection": Inspection::of(inspected),
        "diagnostics": render::json(Report::of(inspected), Language::English),
    });
    (status, answer)
}

/// An answer to a request of which `rest` is still to come. A connection that is closed while its other end sends is reset,
/// and the answer may be lost; so what still comes is thrown away for a while.
fn answer_early(status: StatusCode, answer: Value, mut rest: Body) -> Response {
    tokio::spawn(async move {
        let thrown_away = async { while let Ok(Some(_)) = next(&mut rest, LINGER_SILENT).await {} };
        let _ = timeout(LINGER, thrown_away).await;
    });
    (status, [(header::CONNECTION, "close")], Json(answer)).into_response()
}

/// Why a package could not be inspected to its end.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("expected a name that ends in .tgz, .jar or .zip")]
    Name,
    #[error("no room for more than {at_once} at once: try again later")]
    Busy { at_once: usize },
    #[error("a package may have at most {longest} bytes")]
    TooLong { longest: u64 },
    #[error("nothing came for {patience:?}")]
    Silent { patience: Duration },
    #[error("the package has not come within {deadline:?}")]
    Slow { deadline: Duration },
    #[error("the upload broke off: {0}")]
    Broken(axum::Error),
    #[error("the temporary file: {0}")]
    Spool(#[from] io::Error),
}

impl Failure {
    const fn status(&self) -> StatusCode {
        match self {
            Self::Name | Self::Broken(_) => StatusCode::BAD_REQUEST,
            Self::Busy { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::TooLong { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Silent { .. } | Self::Slow { .. } => StatusCode::REQUEST_TIMEOUT,
            Self::Spool(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// How long what still comes after an answer is thrown away, and how long nothing may come meanwhile.
const LINGER: Duration = Duration::from_secs(5);
const LINGER_SILENT: Duration = Duration::from_millis(500);

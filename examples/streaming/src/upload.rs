//! `PUT /packages/{name}`: a package is inspected while it arrives.
//!
//! Its first bytes say what it is. A tgz goes through the gate piece by piece and is kept nowhere: memory does not follow its
//! size, and the first fault that makes it unreadable ends the upload. The directory of a JAR or ZIP is at its end, so such
//! a package goes to a temporary file first, which is then read in ranges.

use std::io::{self, BufReader, Write};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::put;
use axum::{Json, Router};
use cloudapp::app::{EnvironmentKind, Framework, Policy, Timestamp};
use cloudapp::diagnostic::{Language, Report, render};
use cloudapp::gate::{self, Gate};
use cloudapp::package::archive::{Limits, Progress};
use cloudapp::package::{Inspection, Inspector, Verdict};
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
) -> Result<gate::Verdict, Failure> {
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
    let mut arrival = Gate::new(inspector, now()).into_owned().arrival();
    // A file without a name: what has to be read from its end is kept there until all of it has come.
    let mut spool = tempfile::tempfile()?;
    let mut received = 0_u64;
    while let Some(piece) = next(body, *patience).await? {
        received = received.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        if received > *longest {
            return Err(Failure::TooLong { longest: *longest });
        }
        if block_in_place(|| arrival.feed(&piece)) == Progress::Stopped {
            break;
        }
        // Whoever keeps accepted packages writes every piece away here.
        if arrival.needs_whole() {
            block_in_place(|| spool.write_all(&piece))?;
        }
    }
    Ok(block_in_place(|| arrival.finish(BufReader::new(spool)))?)
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

/// The library knows no clock.
fn now() -> Timestamp {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX);
    Timestamp::from_unix_seconds(seconds).unwrap_or(Timestamp::MAX)
}

fn report(judged: &gate::Verdict) -> (StatusCode, Value) {
    let status = if judged.is_ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let answer = json!({
        "verdict": Verdict::of(judged),
        "inspection": Inspection::of(judged),
        "diagnostics": render::json(Report::of(judged), Language::English),
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
            Self::Broken(_) => StatusCode::BAD_REQUEST,
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

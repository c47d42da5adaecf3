//! Answers that come before a request has been sent to its end.
//!
//! A connection that is closed while its other end still sends is reset, and the answer may never be read. So what still
//! comes is thrown away for a while.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use http_body_util::BodyExt;
use tokio::time::timeout;

/// Answers a request of which `rest` is still to come.
pub(super) fn answer_early(mut response: Response, mut rest: Body) -> Response {
    tokio::spawn(timeout(LONGEST, async move {
        while let Ok(Some(Ok(_thrown_away))) = timeout(LONGEST_SILENCE, rest.frame()).await {}
    }));
    // What is left of the request would be read as the next one.
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

const LONGEST_SILENCE: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(5);

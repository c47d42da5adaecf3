//! Answers that come before a request has been sent to its end.
//!
//! A connection that is closed while its other end still sends is reset, and the answer may never be read. So the answer
//! goes out, and what still comes is thrown away for a while.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::response::Response;
use http_body::Frame;
use tokio::time::{Instant, Sleep, sleep};

/// What is left of a request, on its way along with a response.
#[derive(Clone, Debug)]
pub(super) struct Leftover(Arc<Mutex<Option<Body>>>);

impl Leftover {
    /// Sends `rest` along with `response`.
    pub(super) fn attach(rest: Body, response: &mut Response) {
        response.extensions_mut().insert(Self(Arc::new(Mutex::new(Some(rest)))));
    }

    /// A body that says `text` first.
    pub(super) fn behind(self, text: Bytes) -> Body {
        let rest = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        match rest {
            Some(rest) => Body::new(Lingering {
                text: Some(text),
                rest,
                silence: Box::pin(sleep(LONGEST_SILENCE)),
                end: Box::pin(sleep(LONGEST)),
            }),
            None => Body::from(text),
        }
    }
}

/// A text, and then nothing more until the rest of the request has come, or no more of it comes.
struct Lingering {
    text: Option<Bytes>,
    rest: Body,
    silence: Pin<Box<Sleep>>,
    end: Pin<Box<Sleep>>,
}

impl HttpBody for Lingering {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if let Some(text) = self.text.take() {
            return Poll::Ready(Some(Ok(Frame::data(text))));
        }
        while let Poll::Ready(frame) = Pin::new(&mut self.rest).poll_frame(context) {
            let Some(Ok(_thrown_away)) = frame else { return Poll::Ready(None) };
            self.silence.as_mut().reset(Instant::now() + LONGEST_SILENCE);
        }
        let silent = self.silence.as_mut().poll(context).is_ready();
        if silent || self.end.as_mut().poll(context).is_ready() { Poll::Ready(None) } else { Poll::Pending }
    }
}

const LONGEST_SILENCE: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(5);

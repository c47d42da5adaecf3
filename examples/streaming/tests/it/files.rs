//! A server that serves ranges of one file, well or badly.

use std::fs::File;
use std::net::SocketAddr;
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::server::serve;

/// How the server behaves.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Manners {
    Good,
    /// It has a date instead of an ETag.
    Dated,
    /// It cannot serve ranges.
    NoRanges,
    /// Content-Range names another part than was asked for.
    OtherPart,
    /// It sends less than Content-Range says.
    Short,
    /// After so many requests the file is another one.
    Changing(u64),
    /// The same, and it sends parts of it whatever If-Range says.
    ChangingCarelessly(u64),
    /// It says nothing that tells two states of the file apart.
    Unversioned,
    /// It packs what it sends.
    Packing,
}

pub struct Files {
    pub address: SocketAddr,
    counts: Arc<Served>,
}

struct Served {
    file: File,
    manners: Manners,
    requests: AtomicU64,
    bytes: AtomicU64,
}

impl Files {
    pub fn serve(file: File, manners: Manners) -> Self {
        let counts = Served { file, manners, requests: AtomicU64::new(0), bytes: AtomicU64::new(0) };
        let counts = Arc::new(counts);
        let address = serve(Router::new().route("/shop.jar", get(part)).with_state(counts.clone()));
        Self { address, counts }
    }

    pub fn url(&self) -> String {
        format!("http://{}/shop.jar", self.address)
    }

    /// Requests that came, and bytes that went.
    pub fn served(&self) -> (u64, u64) {
        (self.counts.requests.load(Ordering::Relaxed), self.counts.bytes.load(Ordering::Relaxed))
    }
}

async fn part(State(served): State<Arc<Served>>, headers: HeaderMap) -> Response {
    let number = served.requests.fetch_add(1, Ordering::Relaxed);
    let length = served.file.metadata().unwrap().len();
    let changed = match served.manners {
        Manners::Changing(after) | Manners::ChangingCarelessly(after) => number >= after,
        _ => false,
    };
    let etag = if changed { r#""two""# } else { r#""one""# };
    let date = "Tue, 24 Nov 2026 12:00:00 GMT";
    let version = match served.manners {
        Manners::Dated => [(header::ETAG, r#"W/"one""#), (header::LAST_MODIFIED, date)].to_vec(),
        Manners::Unversioned => [(header::ETAG, r#"W/"one""#)].to_vec(),
        _ => [(header::ETAG, etag)].to_vec(),
    };
    let mut response = Response::builder();
    for (name, value) in version {
        response = response.header(name, value);
    }
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap());
    let current = text(header::IF_RANGE).is_none_or(|condition| condition == etag || condition == date);
    let careless = matches!(served.manners, Manners::ChangingCarelessly(_));
    let range = text(header::RANGE).filter(|_| served.manners != Manners::NoRanges && (current || careless));
    let Some((first, last)) = range.and_then(|range| range.strip_prefix("bytes=")?.split_once('-')) else {
        // Whoever reads all of it has not noticed.
        return response.body(Body::from(vec![0; 1 << 20])).unwrap();
    };
    let (first, last) = (first.parse::<u64>().unwrap(), last.parse::<u64>().unwrap().min(length.saturating_sub(1)));
    if first >= length {
        return StatusCode::RANGE_NOT_SATISFIABLE.into_response();
    }
    let mut bytes = vec![0; usize::try_from(last + 1 - first).unwrap()];
    served.file.read_exact_at(&mut bytes, first).unwrap();
    served.bytes.fetch_add(last + 1 - first, Ordering::Relaxed);
    let shift = u64::from(served.manners == Manners::OtherPart);
    if served.manners == Manners::Short {
        bytes.pop();
    }
    if served.manners == Manners::Packing {
        response = response.header(header::CONTENT_ENCODING, "gzip");
    }
    response
        .status(StatusCode::PARTIAL_CONTENT)
        .header(header::CONTENT_RANGE, format!("bytes {}-{}/{length}", first + shift, last + shift))
        .body(Body::from(bytes))
        .unwrap()
}

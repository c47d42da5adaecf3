//! A request as it arrives.

use std::error::Error;
use std::net::{IpAddr, Ipv4Addr};
use std::str::FromStr;

use crate::diagnostic::{Phrase, speaks};
use crate::phrase;

/// A request.
///
/// `METHOD URL` or `METHOD PATH` reads as one: the host and the port are those of the URL, the scheme `http` or `https`.
///
/// # Examples
///
/// ```
/// use cloudapp::nginx::route::Request;
///
/// let request: Request = "POST https://www.example.com/api/x?y=1".parse().unwrap();
/// assert_eq!((request.port, request.target.as_str()), (443, "/api/x?y=1"));
/// assert_eq!(request.header("Host"), Some("www.example.com"));
/// assert_eq!(Request::get("/").with_header("X-Id", "7").headers.len(), 1);
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Request {
    /// Whether it comes over TLS.
    pub tls: bool,
    /// Port at which it arrives.
    pub port: u16,
    /// Address that it comes from.
    pub client: IpAddr,
    /// Method, in upper case.
    pub method: String,
    /// Path and query as sent, not decoded; or a URL, as proxies send it.
    pub target: String,
    /// Headers as sent, `Host` among them.
    pub headers: Vec<(String, String)>,
}

impl Request {
    /// `GET target` over http from 203.0.113.7, without a `Host`.
    #[must_use]
    pub fn get(target: impl Into<String>) -> Self {
        Self {
            tls: false,
            port: 80,
            client: CLIENT,
            method: "GET".to_owned(),
            target: target.into(),
            headers: Vec::new(),
        }
    }

    /// The same request with one more header.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The first header `name`, whatever its case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// As a browser sends it.
    pub(in crate::nginx) fn outside(tls: bool, host: &str, target: &str) -> Self {
        let port = if tls { 443 } else { 80 };
        Self { tls, port, ..Self::get(target) }.with_header("Host", host)
    }

    /// As it comes from the load balancer.
    pub(in crate::nginx) fn through_balancer(&self) -> Self {
        let scheme = if self.tls { "https" } else { "http" };
        let client = self.client.to_string();
        let mut arrived = Self { tls: false, port: 80, client: BALANCER, ..self.clone() };
        let claimed = self.header("X-Forwarded-For").map(|claimed| format!("{claimed}, "));
        let ours = ["X-Forwarded-For", "X-Forwarded-Proto"];
        arrived.headers.retain(|(name, _)| !ours.iter().any(|our| name.eq_ignore_ascii_case(our)));
        arrived
            .with_header("X-Forwarded-For", format!("{}{client}", claimed.unwrap_or_default()))
            .with_header("X-Forwarded-Proto", scheme)
    }
}

impl FromStr for Request {
    type Err = InvalidRequest;

    /// # Errors
    ///
    /// Not a method in capital letters, a space, and a path or a URL of http or https.
    fn from_str(text: &str) -> Result<Self, InvalidRequest> {
        let invalid = || InvalidRequest(text.to_owned());
        let (method, target) = text.trim().split_once(' ').ok_or_else(invalid)?;
        let is_method =
            !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_uppercase() || b"-_".contains(&byte));
        if !is_method {
            return Err(invalid());
        }
        let with_method = |request: Self| Self { method: method.to_owned(), ..request };
        if target.starts_with('/') {
            return Ok(with_method(Self::get(target)));
        }
        let (tls, rest) = match (target.strip_prefix("https://"), target.strip_prefix("http://")) {
            (Some(rest), _) => (true, rest),
            (_, Some(rest)) => (false, rest),
            _ => return Err(invalid()),
        };
        let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let port = match authority.rsplit_once(':').filter(|(_, port)| !port.contains(']')) {
            Some((_, port)) => port.parse().map_err(|_| invalid())?,
            None if tls => 443,
            None => 80,
        };
        if authority.is_empty() {
            return Err(invalid());
        }
        let slash = if path.starts_with('/') { "" } else { "/" };
        let request = Self::get(format!("{slash}{path}")).with_header("Host", authority);
        Ok(with_method(Self { tls, port, ..request }))
    }
}

/// What is no request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InvalidRequest(String);

impl InvalidRequest {
    fn phrase(&self) -> Phrase {
        phrase!(
            "`{found}` is no request, expected one like `GET /api/x` or `GET https://www.example.com/api/x`"
                / "`{found}` 不是请求，应如 `GET /api/x` 或 `GET https://www.example.com/api/x`",
            found = self.0.as_str()
        )
    }
}

impl Error for InvalidRequest {}

speaks!(InvalidRequest);

/// Of a network that is kept for documentation (RFC 5737).
const CLIENT: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7));
/// Of the network from which load balancers of the platform connect: 100.64.0.0/10.
const BALANCER: IpAddr = IpAddr::V4(Ipv4Addr::new(100, 64, 0, 1));

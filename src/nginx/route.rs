//! What a request gets: the server, the location, the rewrites, and at the end an answer or a program that is asked.
//!
//! The model follows nginx 1.22.1 phase by phase, and what later versions changed by the [`Site`]'s version. What the text
//! does not decide – whether a file exists, what a module adds at run time – is asked of a [`Disk`], or splits the
//! prediction into [ways](Prediction::ways), each with what it takes for granted. Nothing is opened, resolved or run.
//!
//! # Examples
//!
//! ```
//! use cloudapp::app::{Framework, TlsEnd};
//! use cloudapp::nginx::route::{Outcome, Request, Router};
//! use cloudapp::nginx::{Config, Site};
//!
//! let site = Site::production(Framework::NodeJs, TlsEnd::LoadBalancer, "www.example.com".parse()?);
//! let config = Config::parse(
//!     "http { server { listen 80; if ($scheme = http) { return 301 https://$host$request_uri; }
//!         location /api { proxy_pass http://127.0.0.1:7001/; } } }",
//! );
//! let router = Router::new(&site);
//! let outside: Request = "GET https://www.example.com/api/user".parse().unwrap();
//! // TLS ends at the load balancer, so that nginx sees http, whatever the browser does.
//! let prediction = router.predict(&config, &router.arrival(&outside));
//! let Outcome::Redirect { status, location } = &prediction.ways[0].outcome else { panic!("{prediction:?}") };
//! assert_eq!((*status, location.to_string().as_str()), (301, "https://www.example.com/api/user"));
//! # Ok::<(), cloudapp::app::ParseError>(())
//! ```

mod access;
mod backend;
mod disk;
mod escape;
mod location;
mod model;
mod pages;
mod pattern;
mod phases;
mod request;
mod run;
mod script;
mod search;
mod server;
mod table;
mod template;
mod text;
mod uri;
mod values;

use serde::Serialize;

pub use disk::{Disk, Found, UnknownDisk};
pub use request::{InvalidRequest, Request};
pub use text::{Piece, Text};

pub(in crate::nginx) use location::Modifier;
pub(in crate::nginx) use model::Model;
pub(in crate::nginx) use run::Way as Course;
pub(in crate::nginx) use server::{Audience, Listen, Server};

use super::config::Config;
use super::files::{Files, Sources};
use super::includes::{Includes, NoIncludes};
use super::site::Site;
use super::tree::{Statement, Tree};
use crate::app::TlsEnd;
use crate::diagnostic::Location;

/// Predicts what requests to a site get.
#[derive(Clone, Debug)]
pub struct Router<'s, I = NoIncludes, D = UnknownDisk> {
    site: &'s Site,
    includes: I,
    disk: D,
}

impl<'s> Router<'s> {
    /// A router for `site` that reads no included file and knows no file of the host.
    #[must_use]
    pub fn new(site: &'s Site) -> Self {
        Self { site, includes: NoIncludes, disk: UnknownDisk }
    }
}

impl<'s, I: Includes, D: Disk> Router<'s, I, D> {
    /// The same router, reading included files through `includes`.
    #[must_use]
    pub fn including<J: Includes>(self, includes: J) -> Router<'s, J, D> {
        Router { site: self.site, includes, disk: self.disk }
    }

    /// The same router on a host with the files of `disk`.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::Framework;
    /// use cloudapp::nginx::route::{Found, Outcome, Request, Router};
    /// use cloudapp::nginx::{Config, Site};
    ///
    /// let site = Site::test(Framework::Php);
    /// let disk = |path: &str| Some(if path == "/srv/a.png" { Found::File } else { Found::Nothing });
    /// let config = Config::parse("http { server { root /srv; } }");
    /// let prediction = Router::new(&site).with_disk(disk).predict(&config, &Request::get("/a.png"));
    /// assert_eq!(prediction.ways[0].outcome, Outcome::File { path: "/srv/a.png".into(), status: 200 });
    /// ```
    #[must_use]
    pub fn with_disk<E: Disk>(self, disk: E) -> Router<'s, I, E> {
        Router { site: self.site, includes: self.includes, disk }
    }

    /// What nginx sees of a request from outside: behind a load balancer it comes over http on port 80, from an address of
    /// the balancer, with `X-Forwarded-For` and `X-Forwarded-Proto`.
    #[must_use]
    pub fn arrival(&self, outside: &Request) -> Request {
        if self.site.tls_end() == Some(TlsEnd::LoadBalancer) { outside.through_balancer() } else { outside.clone() }
    }

    /// What `request`, as it arrives at nginx, gets from `config`.
    ///
    /// The configuration should have passed [`Check`](super::Check): of a text that nginx would refuse the prediction says
    /// something odd.
    #[must_use]
    pub fn predict(&self, config: &Config, request: &Request) -> Prediction {
        let files = Files::load(config, &self.includes);
        let tree = Tree::of(&files);
        let model = Model::of(&tree, self.site.nginx_version());
        let entry = Location::input();
        let sources = Sources::new(&files, &entry);
        let ways = model.ways(request, None, &self.disk);
        let step = |statement: &Statement<'_>| Step {
            line: sources.at(statement.file, Some(statement.span())).line().unwrap_or(1),
            directive: format!("{} {}", statement.name(), statement.joined()).trim_end().to_owned(),
        };
        let way = |course: Course<'_>| Way {
            assumptions: course.assumptions,
            steps: course.steps.iter().map(step).collect(),
            outcome: course.outcome,
            headers: course.headers,
        };
        Prediction { ways: ways.into_iter().map(way).collect() }
    }
}

/// What a request gets.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Prediction {
    /// One when the text decides, else up to sixteen of which one comes true. Never empty.
    pub ways: Vec<Way>,
}

/// One way that a request may take.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Way {
    /// What is taken for granted, in the order in which nginx would look.
    pub assumptions: Vec<Assumption>,
    /// Directives that decide, in order, each with its line.
    pub steps: Vec<Step>,
    /// How it ends.
    pub outcome: Outcome,
    /// Headers of `add_header` in the answer; none of those that a program adds.
    pub headers: Vec<(String, Text)>,
}

/// A directive on the way.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Step {
    /// Line of the file, from 1.
    pub line: u32,
    /// The directive without its block.
    pub directive: String,
}

/// Something that the text does not say.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Assumption {
    /// What is asked.
    pub what: Question,
    /// What is taken for the answer.
    pub holds: bool,
}

/// What the text does not say.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(tag = "kind", content = "of", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Question {
    /// Whether the path is a file.
    File(Text),
    /// Whether the path is a directory.
    Directory(Text),
    /// Whether an `if` holds, as written.
    Condition(String),
    /// Whether a regular expression matches.
    Match(String),
}

/// How a request ends.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Outcome {
    /// The connection is closed without an answer: `return 444`.
    Closed,
    /// A file, or with the `status` of an error its page.
    File {
        /// Path on the host.
        path: Text,
        /// Status of the answer.
        status: u16,
    },
    /// A module of nginx answers, named by its directive.
    Handler {
        /// Name of the directive.
        directive: String,
    },
    /// A list of the files in a directory.
    Listing {
        /// Path on the host.
        path: Text,
    },
    /// A program is asked.
    Passed(Passed),
    /// A redirect.
    Redirect {
        /// Status of the answer.
        status: u16,
        /// Header `Location` as it is sent.
        location: Text,
    },
    /// An answer of nginx's own.
    Status {
        /// Status of the answer.
        code: u16,
        /// The text of a `return`; without one nginx sends its own page.
        body: Option<Text>,
    },
    /// It is not known.
    Unknown {
        /// Why.
        reason: Reason,
    },
}

/// Why an outcome is not known.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(tag = "kind", content = "of", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Reason {
    /// What this directive does is not modelled, or known at run time only.
    Directive(String),
    /// It takes more steps, or more text, than a prediction may.
    Limit,
    /// What this pattern matches is not known.
    Pattern(String),
    /// The value of this variable is known at run time only.
    Variable(String),
}

/// A request as a program gets it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Passed {
    /// How it is spoken to.
    pub protocol: Protocol,
    /// Host and port as the directive gives them, or the name of an upstream.
    pub target: Text,
    /// Addresses of the servers of an upstream; nginx chooses one.
    pub servers: Vec<String>,
    /// Method.
    pub method: Text,
    /// Path and query. Empty for `FastCGI`, SCGI and uwsgi, whose parameters hold them.
    pub uri: Text,
    /// Headers, or parameters for `FastCGI`, SCGI and uwsgi, in the order in which they are sent.
    pub fields: Vec<(String, Text)>,
    /// The status that the client gets whatever the program says: of an `error_page`.
    pub status: Option<u16>,
}

/// How a program is spoken to.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Protocol {
    /// `fastcgi_pass`
    FastCgi,
    /// `grpc_pass`
    Grpc,
    /// `proxy_pass http://`
    Http,
    /// `proxy_pass https://`
    Https,
    /// `memcached_pass`
    Memcached,
    /// `scgi_pass`
    Scgi,
    /// `uwsgi_pass`
    Uwsgi,
}

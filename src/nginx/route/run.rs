//! A request on its way.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::disk::{Disk, Found, UnknownDisk};
use super::model::Model;
use super::pattern::Groups;
use super::request::Request;
use super::text::Text;
use super::{Assumption, Outcome, Passed, Question, Reason};
use crate::nginx::context::Context;
use crate::nginx::tree::{Statement, Tree};

/// One way that a request took.
#[derive(Clone)]
pub(in crate::nginx) struct Way<'a> {
    pub(in crate::nginx) assumptions: Vec<Assumption>,
    /// Directives that decided, in order; the last one is what answers, if a directive does.
    pub(in crate::nginx) steps: Vec<Statement<'a>>,
    pub(in crate::nginx) outcome: Outcome,
    pub(in crate::nginx) headers: Vec<(String, Text)>,
    /// The block of the location in which it ended; that of the server without one.
    pub(in crate::nginx) location: usize,
    /// The directive that answers.
    pub(in crate::nginx) last: Option<Statement<'a>>,
    /// An `if` was looked at.
    pub(in crate::nginx) conditional: bool,
    /// It went round inside nginx until that gave up.
    pub(in crate::nginx) exhausted: bool,
}

/// What ends a request, or `T` to go on with.
pub(super) type Flow<T> = Result<T, Box<Outcome>>;

/// A request in the middle of its way, with the fields of `ngx_http_request_t` that decide.
#[expect(clippy::struct_excessive_bools, reason = "the flags of nginx's own structure")]
pub(super) struct Run<'r, 'v, 'a> {
    pub(super) model: &'r Model<'v, 'a>,
    pub(super) tree: &'v Tree<'a>,
    pub(super) request: &'r Request,
    disk: &'r dyn Disk,
    /// Answers to take to the first questions.
    given: &'r [bool],
    made: Vec<Assumption>,
    pub(super) steps: Vec<Statement<'a>>,
    pub(super) conditional: bool,
    pub(super) last: Option<Statement<'a>>,

    pub(super) server: usize,
    pub(super) location: Option<usize>,
    /// The block whose settings are in force.
    pub(super) scope: usize,
    pub(super) handler: Option<Statement<'a>>,
    pub(super) client: IpAddr,
    /// As in `$host`: of the request in lower case and without port, else the server's first name.
    pub(super) host: Option<String>,
    /// Path and query as sent.
    pub(super) raw: String,
    pub(super) method: Text,
    pub(super) path: Vec<u8>,
    pub(super) arguments: Text,
    pub(super) quoted: bool,
    pub(super) plus: bool,
    pub(super) valid_raw: bool,
    pub(super) valid_location: bool,
    pub(super) internal: bool,
    pub(super) changed: bool,
    pub(super) path_behind_alias: bool,
    /// Changes of the path that are left, and one.
    pub(super) changes: u32,
    pub(super) had_error_page: bool,
    /// The status that an error page was asked for; 0: that of the page.
    pub(super) status: u16,
    pub(super) redirect: Option<Text>,
    pub(super) captures: Option<(Groups, Vec<u8>)>,
    /// Values of variables that are set or kept, by name in lower case.
    pub(super) values: BTreeMap<String, Text>,
    /// Work that may yet be done.
    left: usize,
}

impl<'a> Model<'_, 'a> {
    /// Each way that `request` may take, at `server` or at the one that its port and host lead to.
    pub(in crate::nginx) fn ways(&self, request: &Request, server: Option<usize>, disk: &dyn Disk) -> Vec<Way<'a>> {
        let mut ways: Vec<Way<'a>> = Vec::new();
        let mut given: Vec<bool> = Vec::new();
        loop {
            let way = Run::new(self, request, disk, &given).finish(server);
            given = way.assumptions.iter().map(|assumption| assumption.holds).collect();
            ways.push(way);
            // The last question that was taken to hold is taken not to.
            while given.last() == Some(&false) {
                given.pop();
            }
            match given.last_mut() {
                Some(last) if ways.len() < MOST_WAYS => *last = false,
                Some(_) => {
                    if let Some(way) = ways.last_mut() {
                        way.outcome = Outcome::Unknown { reason: Reason::Limit };
                        way.assumptions.clear();
                    }
                    return ways;
                }
                None => return ways,
            }
        }
    }
}

impl<'a> Model<'_, 'a> {
    /// What a `*_pass` sends for `request` when that comes to its block: no script is run.
    pub(in crate::nginx) fn asked(&self, pass: &Statement<'a>, request: &Request) -> Option<Passed> {
        let server = self.tree.around(pass.scope, Context::Server)?;
        let mut run = Run::new(self, request, &UnknownDisk, &[]);
        run.arrive(Some(server)).ok()?;
        run.location = self.tree.around(pass.scope, Context::Location);
        run.scope = pass.scope;
        run.handler = Some(*pass);
        run.real_address();
        match *run.pass(*pass).err()? {
            Outcome::Passed(passed) => Some(passed),
            _ => None,
        }
    }
}

impl<'r, 'v, 'a> Run<'r, 'v, 'a> {
    fn new(model: &'r Model<'v, 'a>, request: &'r Request, disk: &'r dyn Disk, given: &'r [bool]) -> Self {
        Self {
            model,
            tree: model.tree,
            request,
            disk,
            given,
            made: Vec::new(),
            steps: Vec::new(),
            conditional: false,
            last: None,
            server: 0,
            location: None,
            scope: 0,
            handler: None,
            client: request.client,
            host: None,
            raw: request.target.clone(),
            method: request.method.as_str().into(),
            path: Vec::new(),
            arguments: Text::default(),
            quoted: false,
            plus: false,
            valid_raw: true,
            valid_location: true,
            internal: false,
            changed: false,
            path_behind_alias: false,
            changes: MOST_CHANGES + 1,
            had_error_page: false,
            status: 0,
            redirect: None,
            captures: None,
            values: BTreeMap::new(),
            left: MOST_WORK,
        }
    }

    fn finish(mut self, server: Option<usize>) -> Way<'a> {
        let outcome = match self.follow(server) {
            Err(outcome) => *outcome,
            Ok(never) => match never {},
        };
        self.last = self.last.filter(|_| !matches!(outcome, Outcome::File { .. } | Outcome::Listing { .. }));
        let headers = self.answer_headers(&outcome);
        let location = self.location.unwrap_or(self.server);
        self.steps.extend(self.last);
        self.steps.dedup_by_key(|step| step.index);
        Way {
            assumptions: self.made,
            steps: self.steps,
            outcome,
            headers,
            location,
            last: self.last,
            conditional: self.conditional,
            exhausted: self.changes == 0,
        }
    }

    /// Takes note of work, which ends somewhere.
    pub(super) fn spend(&mut self, work: usize) -> Flow<()> {
        self.left = self.left.checked_sub(work + 1).ok_or_else(|| unknown(Reason::Limit))?;
        Ok(())
    }

    /// The answer to a question that the text leaves open: the same one each time.
    pub(super) fn decide(&mut self, what: Question) -> bool {
        if let Some(known) = self.made.iter().find(|known| known.what == what) {
            return known.holds;
        }
        let holds = self.given.get(self.made.len()).copied().unwrap_or(true);
        self.made.push(Assumption { what, holds });
        holds
    }

    pub(super) fn is_file(&mut self, path: &Text) -> bool {
        let ends_in_slash = path.known().is_some_and(|path| path.ends_with(b"/"));
        !ends_in_slash && self.is(path, Found::File)
    }

    pub(super) fn is_directory(&mut self, path: &Text) -> bool {
        self.is(path, Found::Directory)
    }

    fn is(&mut self, path: &Text, kind: Found) -> bool {
        let trimmed = path.map(|bytes| {
            let end = bytes.iter().rposition(|byte| *byte != b'/').map_or(bytes.len().min(1), |at| at + 1);
            bytes.get(..end).unwrap_or_default().to_vec()
        });
        let path = if path.known().is_some() { trimmed } else { path.clone() };
        let known = path.known().and_then(|bytes| self.disk.find(&String::from_utf8_lossy(bytes)));
        if let Some(known) = known {
            return known == kind;
        }
        let (file, directory) = (Question::File(path.clone()), Question::Directory(path));
        let (what, other) = if kind == Found::File { (file, directory) } else { (directory, file) };
        let is_other = self.made.iter().any(|known| known.holds && known.what == other);
        !is_other && self.decide(what)
    }
}

#[expect(clippy::unnecessary_box_returns, reason = "it is an error, which is boxed")]
pub(super) fn unknown(reason: Reason) -> Box<Outcome> {
    Box::new(Outcome::Unknown { reason })
}

/// `NGX_HTTP_MAX_URI_CHANGES`
const MOST_CHANGES: u32 = 10;
const MOST_WAYS: usize = 16;
/// Directives of scripts and bytes of text.
const MOST_WORK: usize = 1 << 20;

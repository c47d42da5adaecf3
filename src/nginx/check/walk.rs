//! The way through a configuration, in nginx's order.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::{Fault, Kind, Outcome, duplicate, text};
use super::files::{Files, Place, Resolved};
use super::hash_keys::HashKeys;
use super::listen::Listeners;
use super::location::{Location, LocationKind};
use super::script::Variables;
use super::slots;
use super::upstream::Upstreams;
use super::zones::Zones;
use crate::nginx::config::{Directive, Directives};
use crate::nginx::context::Context;
use crate::nginx::directives::{Definition, Level, Reader, SLOTS, named};
use crate::nginx::syntax_error::SyntaxError;
use crate::nginx::target::Target;

/// What a walk came upon, in nginx's order.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) faults: Vec<(Place, Fault)>,
    pub(super) syntax_errors: Vec<(usize, SyntaxError)>,
    pub(super) misses_events: bool,
    /// What nginx would only warn of.
    pub(super) warnings: Vec<(Place, Fault)>,
    pub(super) unread_includes: Vec<(Place, Vec<u8>)>,
}

impl Found {
    pub(super) fn is_clean(&self) -> bool {
        self.faults.is_empty() && self.syntax_errors.is_empty()
    }
}

/// Reads every directive as `target` would.
pub(super) fn walk<'a>(files: &'a Files<'a>, target: &'a Target) -> Found {
    let mut walker = Walker::new(files, target);
    walker.run();
    walker.found
}

/// What is being read, and what was read so far.
pub(super) struct Walker<'a> {
    pub(super) files: &'a Files<'a>,
    pub(super) target: &'a Target,
    pub(super) found: Found,
    cursors: Vec<Cursor>,
    pub(super) holders: Vec<Holder<'a>>,
    pub(super) servers: Vec<Server>,
    /// Faults that nginx finds at the end of the `http` block.
    pub(super) after_http: Vec<(Place, Fault)>,
    pub(super) http_variables: Variables<'a>,
    pub(super) stream_variables: Variables<'a>,
    pub(super) http_upstreams: Upstreams<'a>,
    pub(super) stream_upstreams: Upstreams<'a>,
    pub(super) http_listeners: Listeners<'a>,
    pub(super) stream_listeners: Listeners<'a>,
    pub(super) mail_listeners: Listeners<'a>,
    /// Names of servers, the server they are of, and where they stand.
    pub(super) server_names: Vec<(usize, &'a [u8], Place, usize)>,
    /// Hosts that `valid_referers` lets link here, by the object that has them.
    pub(super) referers: BTreeMap<usize, Referers>,
    pub(super) http_log_formats: BTreeSet<&'a [u8]>,
    pub(super) stream_log_formats: BTreeSet<&'a [u8]>,
    /// Size, flush time and compression of buffered logs.
    pub(super) log_buffers: BTreeMap<&'a [u8], (i64, i64, i64)>,
    pub(super) zones: Zones<'a>,
    /// Zones that limit a block: its object, the directive, the zone.
    pub(super) limits: BTreeSet<(usize, &'static str, &'a [u8])>,
    pub(super) charset_maps: BTreeSet<(Vec<u8>, Vec<u8>)>,
    pub(super) thread_pools: BTreeSet<&'a [u8]>,
    pub(super) used_thread_pools: Vec<(&'a [u8], Place)>,
    /// Locations by the object around them, kind and name.
    pub(super) location_names: BTreeSet<(usize, LocationKind, &'a [u8])>,
    /// The location whose block is entered next.
    pub(super) next_location: Location<'a>,
    /// Whether a block was read that fixes the list of modules.
    pub(super) modules_used: bool,
    pub(super) connections: Option<(i64, Place)>,
    events: bool,
}

/// The table of `valid_referers`.
#[derive(Debug)]
pub(super) struct Referers {
    pub(super) keys: HashKeys,
    /// The server around.
    pub(super) server: usize,
    /// The first directive.
    pub(super) place: Place,
    /// Whether the names of that server join the table.
    pub(super) takes_names: bool,
}

/// A row of directives that is being read.
#[derive(Clone, Copy)]
struct Cursor {
    file: usize,
    next: usize,
    end: usize,
    /// Whether the end of the row is the end of the frame's block, and not that of an included file.
    closes: bool,
    frame: Frame,
}

/// The block around a directive.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) context: Context,
    /// The directive that opens the block; meaningless outside any block.
    pub(super) place: Place,
    main: usize,
    server: usize,
    location: usize,
    /// Index of the server or upstream around.
    scope: usize,
}

impl Frame {
    /// The server or upstream around.
    pub(super) const fn scope(&self) -> usize {
        self.scope
    }

    /// The object at `level`.
    const fn at(&self, level: Level) -> usize {
        match level {
            Level::Main => self.main,
            Level::Server => self.server,
            Level::Location => self.location,
        }
    }

    /// The object that a location's directives store into.
    pub(super) const fn location(&self) -> usize {
        self.location
    }

    /// The innermost object: of the location in `http`, of the server in `stream`.
    pub(super) const fn holder(&self, stream: bool) -> usize {
        if stream { self.server } else { self.location }
    }
}

/// A configuration object of nginx: what one block stores into.
pub(super) struct Holder<'a> {
    taken: [u64; TAKEN],
    /// The object whose values this one inherits.
    pub(super) parent: Option<usize>,
    location: Location<'a>,
    /// Places that are taken, and by which directive.
    pub(super) settings: Vec<(u16, Place)>,
    lists: Vec<(&'static str, ListState)>,
}

/// What was given to a directive that takes `off` or any number of values.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ListState {
    pub(super) off: bool,
    pub(super) any: bool,
}

/// What is known of a `server` or `upstream` block.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) place: Place,
    pub(super) context: Context,
    /// The object of its server level.
    pub(super) holder: usize,
    pub(super) listens: bool,
    pub(super) tls_listen: Option<Place>,
    pub(super) quic_listen: Option<Place>,
    /// Servers of an upstream, and those that are no backup.
    pub(super) members: usize,
    pub(super) primaries: usize,
    /// Whether the balancing method of an upstream knows no backup servers.
    pub(super) without_backup: bool,
}

/// A directive in the block it stands in.
#[derive(Clone, Copy)]
pub(super) struct Statement<'a, 's> {
    pub(super) place: Place,
    pub(super) directive: Directive<'a>,
    pub(super) definition: &'static Definition,
    /// The words, the name first.
    pub(super) values: &'s [&'a [u8]],
    pub(super) frame: Frame,
}

impl<'a> Statement<'a, '_> {
    pub(super) fn name(&self) -> &'a [u8] {
        self.value(0)
    }

    /// The word `index`, the name being 0; empty past the last.
    pub(super) fn value(&self, index: usize) -> &'a [u8] {
        self.values.get(index).copied().unwrap_or_default()
    }

    pub(super) fn is_in_stream(&self) -> bool {
        self.frame.context.is_stream()
    }
}

impl<'a> Walker<'a> {
    fn new(files: &'a Files<'a>, target: &'a Target) -> Self {
        Self {
            files,
            target,
            found: Found::default(),
            cursors: Vec::new(),
            holders: Vec::new(),
            servers: Vec::new(),
            after_http: Vec::new(),
            http_variables: Variables::default(),
            stream_variables: Variables::default(),
            http_upstreams: Upstreams::default(),
            stream_upstreams: Upstreams::default(),
            http_listeners: Listeners::new(),
            stream_listeners: Listeners::new(),
            mail_listeners: Listeners::new(),
            server_names: Vec::new(),
            referers: BTreeMap::new(),
            http_log_formats: BTreeSet::new(),
            stream_log_formats: BTreeSet::new(),
            log_buffers: BTreeMap::new(),
            zones: Zones::new(),
            limits: BTreeSet::new(),
            charset_maps: BTreeSet::new(),
            thread_pools: BTreeSet::new(),
            used_thread_pools: Vec::new(),
            location_names: BTreeSet::new(),
            next_location: Location::default(),
            modules_used: false,
            connections: None,
            events: false,
        }
    }

    fn run(&mut self) {
        let place = Place { file: 0, node: 0 };
        let holder = self.holder(None);
        let scope = self.scope(place, Context::Main, holder);
        let frame = Frame { context: Context::Main, place, main: holder, server: holder, location: holder, scope };
        self.enter_file(0, frame);
        let mut values = Vec::new();
        while let Some(cursor) = self.cursors.last_mut() {
            if cursor.next >= cursor.end || self.found.faults.len() >= MOST_FAULTS {
                let cursor = *cursor;
                self.cursors.pop();
                if cursor.closes {
                    self.close(cursor.frame);
                }
                continue;
            }
            let place = Place { file: cursor.file, node: cursor.next };
            let frame = cursor.frame;
            let Some(directive) = self.files.directive(place) else { break };
            cursor.next = directive.end_index();
            values.clear();
            values.extend(directive.words().map(super::super::config::Word::value));
            if let Err(fault) = self.statement(place, directive, &values, frame) {
                self.found.faults.push((place, fault));
            }
        }
    }

    fn statement(&mut self, place: Place, directive: Directive<'a>, values: &[&'a [u8]], frame: Frame) -> Outcome {
        let definition = self.definition(directive, frame.context)?;
        let statement = Statement { place, directive, definition, values, frame };
        let counted = if definition.arguments.allow(values.len() - 1) {
            Ok(())
        } else {
            let words = format!("invalid number of arguments in \"{}\" directive", text(statement.name()));
            Err(Fault::new(Kind::ArgumentCount, words))
        };
        // A block whose own words are wrong is looked into all the same.
        let read = counted.and_then(|()| self.store(&statement)).and_then(|()| self.read(&statement));
        let refused_section = definition.reader == Reader::Section && read.is_err();
        if definition.block && !refused_section {
            self.enter(&statement);
        }
        read
    }

    /// The row of the table that nginx would take, walking through its modules.
    fn definition(&self, directive: Directive<'a>, context: Context) -> Result<&'static Definition, Fault> {
        let name = directive.name();
        let mut known = false;
        for definition in named(name).iter().filter(|definition| self.target.has(definition)) {
            known = true;
            if !definition.contexts.contain(context) {
                continue;
            }
            return match (definition.block, directive.is_block()) {
                (false, true) => {
                    let words = format!("directive \"{}\" is not terminated by \";\"", text(name));
                    Err(Fault::new(Kind::UnexpectedBlock, words))
                }
                (true, false) => {
                    let words = format!("directive \"{}\" has no opening \"{{\"", text(name));
                    Err(Fault::new(Kind::MissingBlock, words))
                }
                _ => Ok(definition),
            };
        }
        Err(if known {
            Fault::new(Kind::Misplaced, format!("\"{}\" directive is not allowed here", text(name)))
        } else {
            Fault::new(Kind::UnknownDirective, format!("unknown directive \"{}\"", text(name)))
        })
    }

    /// Refuses a second value for one place of one block.
    fn store(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let Some((level, slot)) = statement.definition.slot else { return Ok(()) };
        let holder = statement.frame.at(level);
        if let Some(holder) = self.holders.get_mut(holder) {
            holder.settings.push((slot, statement.place));
        }
        if !slots::holds_one(statement.definition.reader) {
            return Ok(());
        }
        if self.take(statement.frame, level, usize::from(slot)) {
            return Ok(());
        }
        // nginx reads it as superuser only: it is refused on the host, and not where a file is tried.
        if statement.definition.reader == Reader::User {
            self.found.warnings.push((statement.place, duplicate(statement.name())));
            return Ok(());
        }
        Err(duplicate(statement.name()))
    }

    /// Whether place `slot` of the object at `level` was still free; it no longer is.
    pub(super) fn take(&mut self, frame: Frame, level: Level, slot: usize) -> bool {
        let holder = frame.at(level);
        let Some(word) = self.holders.get_mut(holder).and_then(|holder| holder.taken.get_mut(slot / 64)) else {
            return true;
        };
        let free = *word & (1 << (slot % 64)) == 0;
        *word |= 1 << (slot % 64);
        free
    }

    /// Whether place `slot` of the object at `level` holds a value.
    pub(super) fn is_taken(&self, frame: Frame, level: Level, slot: usize) -> bool {
        let word = self.holders.get(frame.at(level)).and_then(|holder| holder.taken.get(slot / 64));
        word.is_some_and(|word| word & (1 << (slot % 64)) != 0)
    }

    /// Where the directive `name` stands in the location around, if it does.
    pub(super) fn setting(&self, frame: Frame, name: &[u8]) -> Option<Place> {
        let slots: Vec<u16> = named(name).iter().filter_map(|row| row.slot.map(|(_, slot)| slot)).collect();
        let holder = self.holders.get(frame.location)?;
        holder.settings.iter().find(|(slot, _)| slots.contains(slot)).map(|(_, place)| *place)
    }

    /// The same for the main object of the block around.
    pub(super) fn setting_at_main(&self, frame: Frame, name: &[u8]) -> Option<Place> {
        let slots: Vec<u16> = named(name).iter().filter_map(|row| row.slot.map(|(_, slot)| slot)).collect();
        let holder = self.holders.get(frame.main)?;
        holder.settings.iter().find(|(slot, _)| slots.contains(slot)).map(|(_, place)| *place)
    }

    /// The argument `index` of a directive.
    pub(super) fn argument(&self, place: Place, index: usize) -> &'a [u8] {
        self.files.directive(place).and_then(|directive| directive.argument(index)).unwrap_or_default()
    }

    pub(super) fn list_state(&self, statement: &Statement<'a, '_>) -> ListState {
        let lists = self.holders.get(statement.frame.location).map(|holder| holder.lists.as_slice());
        let name = statement.definition.name;
        lists.unwrap_or_default().iter().find(|(list, _)| *list == name).map(|(_, state)| *state).unwrap_or_default()
    }

    pub(super) fn set_list_state(&mut self, statement: &Statement<'a, '_>, off: bool) {
        let Some(holder) = self.holders.get_mut(statement.frame.location) else { return };
        holder.lists.retain(|(list, _)| *list != statement.definition.name);
        holder.lists.push((statement.definition.name, ListState { off, any: !off }));
    }

    /// The location around; a default one outside any.
    pub(super) fn location_of(&self, frame: Frame) -> Location<'a> {
        self.holders.get(frame.location).map(|holder| holder.location).unwrap_or_default()
    }

    /// What is known of the server or upstream around.
    pub(super) fn server_mut(&mut self, frame: Frame) -> &mut Server {
        if frame.scope >= self.servers.len() {
            self.scope(frame.place, frame.context, frame.server);
        }
        let index = frame.scope.min(self.servers.len() - 1);
        #[expect(clippy::indexing_slicing, reason = "a scope is pushed above when there is none")]
        &mut self.servers[index]
    }

    /// Whether no more faults are kept.
    pub(super) fn is_full(&self) -> bool {
        self.found.faults.len() >= MOST_FAULTS
    }

    #[expect(clippy::too_many_lines, reason = "one line a reader")]
    fn read(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let none = |outcome: Result<bool, Fault>| outcome.map(|_| ());
        match statement.definition.reader {
            Reader::AccessLog => self.access_log(statement),
            Reader::Aio => self.aio(statement),
            Reader::Alpn => Self::alpn(statement),
            Reader::AuthRequestSet => self.auth_request_set(statement),
            Reader::Balancer | Reader::UpstreamHash => self.balancer(statement),
            Reader::Bind => self.bind(statement),
            Reader::Browser => Self::browser(statement),
            Reader::CacheKey | Reader::Complex => none(self.complex(statement, 1)),
            Reader::CachePath => self.cache_path(statement),
            Reader::CacheValid => Self::cache_valid(statement),
            Reader::CacheZone => self.cache_zone(statement),
            Reader::CertificateCache => Self::certificate_cache(statement),
            Reader::Charset => {
                self.charset(statement);
                Ok(())
            }
            Reader::CharsetMap => self.charset_map(statement),
            Reader::ComplexList => self.http2_push(statement),
            Reader::ComplexSize => self.complex_size(statement),
            Reader::Connections => self.worker_connections(statement),
            Reader::CpuAffinity => Self::cpu_affinity(statement),
            Reader::DebugConnection => Self::debug_connection(statement),
            Reader::Directio => Self::directio(statement),
            Reader::DisableSymlinks => self.disable_symlinks(statement),
            Reader::ErrorLog => Self::error_log(statement),
            Reader::ErrorPage => self.error_page(statement),
            Reader::EventMethod => Self::event_method(statement),
            Reader::Expires => self.expires(statement),
            Reader::Geo => self.geo(statement),
            Reader::GzipDisable => Self::gzip_disable(statement),
            Reader::Header => self.header(statement),
            Reader::If => self.condition(statement),
            Reader::ImageFilter => self.image_filter(statement),
            Reader::ImageQuality => self.image_quality(statement),
            Reader::Include => self.include(statement),
            Reader::Index => self.index(statement),
            Reader::Keepalive => self.keepalive(statement),
            Reader::KeepaliveTimeout => Self::keepalive_timeout(statement),
            Reader::KeyValue | Reader::UpstreamParam => self.late_value(statement, 2),
            Reader::LimitConn => self.limit_conn(statement),
            Reader::LimitConnZone | Reader::LimitReqZone => self.limit_zone(statement),
            Reader::LimitExcept => Self::limit_except(statement),
            Reader::LimitReq => self.limit_req(statement),
            Reader::Listen => self.listen(statement),
            Reader::LoadModule => self.load_module(statement),
            Reader::Location => self.location_words(statement),
            Reader::LogFormat => self.log_format(statement),
            Reader::MailAuthHttp => Self::mail_auth_http(statement),
            Reader::MailProtocol => Self::mail_protocol(statement),
            Reader::Map => self.map(statement),
            Reader::Mirror => self.mirror(statement),
            Reader::NetworkRule => Self::network_rule(statement),
            Reader::OcspCache => self.ocsp_cache(statement),
            Reader::OpenFileCache => Self::open_file_cache(statement),
            Reader::OpenLogFileCache => Self::open_log_file_cache(statement),
            Reader::Pass => self.pass(statement),
            Reader::Perl if statement.name() == b"perl_set" => self.define(statement, 1),
            Reader::Predicates => self.predicates(statement),
            Reader::TryFiles => self.try_files(statement),
            Reader::Priority => Self::worker_priority(statement),
            Reader::Processes => Self::worker_processes(statement),
            Reader::ProxyCookieDomain | Reader::ProxyCookieFlags | Reader::ProxyCookiePath => {
                self.proxy_cookie(statement)
            }
            Reader::ProxyRedirect => self.proxy_redirect(statement),
            Reader::RealIpFrom => self.real_ip_from(statement),
            Reader::Resolver => self.resolver(statement),
            Reader::Return => self.return_code(statement),
            Reader::Rewrite => self.rewrite(statement),
            Reader::Root => self.root(statement),
            Reader::Section => {
                self.modules_used |= statement.frame.context == Context::Main;
                Ok(())
            }
            Reader::ServerName => self.server_name(statement),
            Reader::SessionCache => self.session_cache(statement),
            Reader::Set => self.set(statement),
            Reader::SplitClients => self.split_clients(statement),
            Reader::SplitPathInfo => Self::split_path_info(statement),
            Reader::Store => self.store_path(statement),
            Reader::StreamPass => self.stream_pass(statement),
            Reader::SubFilter => self.sub_filter(statement),
            Reader::ThreadPool => self.thread_pool(statement),
            Reader::Types => {
                self.types(statement);
                Ok(())
            }
            Reader::Upstream => self.upstream(statement),
            Reader::UpstreamServer => self.upstream_server(statement),
            Reader::UseridExpires => Self::userid_expires(statement),
            Reader::UseridMark => Self::userid_mark(statement),
            Reader::ValidReferers => self.valid_referers(statement),
            Reader::XsltParam => none(self.complex(statement, 2)),
            Reader::Zone => self.upstream_zone(statement),
            _ => {
                slots::read(statement, self.target)?;
                if LATE_VALUES.contains(&statement.definition.name) { self.late_value(statement, 1) } else { Ok(()) }
            }
        }
    }

    /// A value whose variables nginx looks at only at the end of the `http` block.
    fn late_value(&mut self, statement: &Statement<'a, '_>, word: usize) -> Outcome {
        if statement.definition.reader == Reader::UpstreamParam {
            Self::upstream_param(statement)?;
        }
        if !statement.definition.name.ends_with("conf_command")
            && let Err(fault) = self.complex(statement, word)
        {
            self.after_http.push((statement.place, fault));
        }
        Ok(())
    }

    /// Goes on with what stands in the block of `statement`.
    fn enter(&mut self, statement: &Statement<'a, '_>) {
        let outer = statement.frame;
        let same = Frame { place: statement.place, ..outer };
        let frame = match (statement.definition.reader, statement.name(), outer.context) {
            (Reader::Section, b"events", _) => self.section(same, Context::Events),
            (Reader::Section, b"http", _) => self.section(same, Context::Http),
            (Reader::Section, b"stream", _) => self.section(same, Context::Stream),
            (Reader::Section, b"mail", _) => self.section(same, Context::Mail),
            (Reader::Section, _, Context::Stream) => self.server(same, Context::StreamServer),
            (Reader::Section, _, Context::Mail) => self.server(same, Context::MailServer),
            (Reader::Section, ..) => self.server(same, Context::Server),
            (Reader::Upstream, _, Context::Stream) => self.server(same, Context::StreamUpstream),
            (Reader::Upstream, ..) => self.server(same, Context::Upstream),
            (Reader::Location, ..) => {
                let location = std::mem::take(&mut self.next_location);
                self.location(same, Context::Location, location)
            }
            (Reader::LimitExcept, ..) => self.location(same, Context::LimitExcept, Location::default()),
            (Reader::If, _, Context::Server) => self.location(same, Context::ServerIf, Location::default()),
            (Reader::If, ..) => self.location(same, Context::LocationIf, Location::default()),
            // What remains are tables: their lines are no directives.
            _ => return,
        };
        let Place { file, node } = statement.place;
        let closes = statement.directive.close().is_some();
        self.cursors.push(Cursor { file, next: node + 1, end: statement.directive.end_index(), closes, frame });
    }

    fn enter_file(&mut self, file: usize, frame: Frame) {
        if self.cursors.len() >= MOST_CURSORS {
            return;
        }
        let Some(config) = self.files.config(file) else { return };
        if let Some(error) = config.syntax_error() {
            self.found.syntax_errors.push((file, error.clone()));
        }
        let end = config.directives().map(Directive::end_index).last().unwrap_or_default();
        self.cursors.push(Cursor { file, next: 0, end, closes: file == 0, frame });
    }

    fn include(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        match self.files.included(statement.place) {
            Some(Resolved::Files(files)) => {
                // The first file has to come up first.
                for file in files.iter().rev() {
                    self.enter_file(*file, statement.frame);
                }
                Ok(())
            }
            Some(Resolved::Missing) => {
                let path = text(statement.value(1));
                let words = format!("open() \"{path}\" failed (2: No such file or directory)");
                Err(Fault::new(Kind::Value, words).at(1))
            }
            Some(Resolved::Unread) | None => {
                self.found.unread_includes.push((statement.place, statement.value(1).to_vec()));
                Ok(())
            }
        }
    }

    /// Directives of the files that an `include` in a table stands for; `None` when it is refused.
    pub(super) fn included_files(&mut self, place: Place, pattern: &'a [u8]) -> Option<Vec<(usize, Directives<'a>)>> {
        match self.files.included(place) {
            Some(Resolved::Files(files)) => {
                let files = files.iter().filter_map(|file| Some((*file, self.files.config(*file)?.directives())));
                Some(files.collect())
            }
            Some(Resolved::Missing) => None,
            Some(Resolved::Unread) | None => {
                self.found.unread_includes.push((place, pattern.to_vec()));
                Some(Vec::new())
            }
        }
    }

    /// The end of a block, or of the file.
    fn close(&mut self, frame: Frame) {
        let faults = match frame.context {
            Context::Main => self.end_file(),
            Context::Http => self.end_http(frame),
            Context::Stream => self.end_stream(),
            Context::Mail => self.end_mail(),
            Context::Server => {
                if !self.server_mut(frame).listens {
                    self.listen_by_default(frame.scope());
                }
                return;
            }
            Context::Upstream | Context::StreamUpstream => {
                if self.server_mut(frame).members == 0 {
                    let fault = Fault::new(Kind::EmptyUpstream, "no servers are inside upstream").at(CLOSE);
                    self.found.faults.push((frame.place, fault));
                }
                return;
            }
            _ => return,
        };
        // What nginx finds out at the end is worth hearing once nothing before is wrong.
        if self.found.is_clean() {
            self.found.faults = faults;
        }
    }

    pub(super) fn has_events(&self) -> bool {
        self.files.main.directives().any(|directive| directive.name() == b"events") || self.events
    }

    fn section(&mut self, frame: Frame, context: Context) -> Frame {
        let main = self.holder(None);
        let server = self.holder(None);
        let location = self.holder(None);
        let scope = self.scope(frame.place, context, server);
        self.events |= context == Context::Events;
        Frame { context, main, server, location, scope, ..frame }
    }

    fn server(&mut self, frame: Frame, context: Context) -> Frame {
        let server = self.holder(Some(frame.server));
        let location = self.holder(Some(frame.location));
        let scope = self.scope(frame.place, context, server);
        Frame { context, server, location, scope, ..frame }
    }

    fn location(&mut self, frame: Frame, context: Context, location: Location<'a>) -> Frame {
        let holder = self.holder(Some(frame.location));
        if let Some(holder) = self.holders.get_mut(holder) {
            holder.location = location;
        }
        Frame { context, location: holder, ..frame }
    }

    fn holder(&mut self, parent: Option<usize>) -> usize {
        let location = Location::default();
        let holder = Holder { taken: [0; TAKEN], parent, location, settings: Vec::new(), lists: Vec::new() };
        self.holders.push(holder);
        self.holders.len() - 1
    }

    fn scope(&mut self, place: Place, context: Context, holder: usize) -> usize {
        self.servers.push(Server {
            place,
            context,
            holder,
            listens: false,
            tls_listen: None,
            quic_listen: None,
            members: 0,
            primaries: 0,
            without_backup: false,
        });
        self.servers.len() - 1
    }
}

/// The place of a `root` and of an `alias`, which share one place in nginx.
pub(super) const ROOT: usize = SLOTS;
pub(super) const ALIAS: usize = SLOTS + 1;
/// A word past all others, for a fault at the end of a block.
pub(super) const CLOSE: usize = usize::MAX;

/// Plain texts whose variables nginx looks at after all.
const LATE_VALUES: &[&str] = &["proxy_set_body", "ssl_certificate", "ssl_certificate_key"];

/// Words of bits for the places of one object.
const TAKEN: usize = (SLOTS + 2).div_ceil(64);
/// Blocks and files that are open at once.
const MOST_CURSORS: usize = 10_000;
/// A walk ends after so many faults.
const MOST_FAULTS: usize = 1000;

//! Blocks and included files that the walk goes into, and the objects they store into.

use super::{Cursor, Holder, Server, TAKEN, Walker};
use crate::nginx::check::fault::{Fault, Kind, Outcome, text};
use crate::nginx::check::files::{Place, Resolved};
use crate::nginx::check::location::Location;
use crate::nginx::check::statement::{Frame, Statement};
use crate::nginx::config::{Directive, Directives};
use crate::nginx::context::Context;
use crate::nginx::directives::Reader;

impl<'a> Walker<'a> {
    /// Goes on with what stands in the block of `statement`.
    pub(super) fn enter(&mut self, statement: &Statement<'a, '_>) {
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

    pub(super) fn enter_file(&mut self, file: usize, frame: Frame) {
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

    pub(super) fn include(&mut self, statement: &Statement<'a, '_>) -> Outcome {
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
    pub(in crate::nginx::check) fn included_files(
        &mut self,
        place: Place,
        pattern: &'a [u8],
    ) -> Option<Vec<(usize, Directives<'a>)>> {
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

    pub(super) fn holder(&mut self, parent: Option<usize>) -> usize {
        let location = Location::default();
        let holder = Holder { taken: [0; TAKEN], parent, location, settings: Vec::new(), lists: Vec::new() };
        self.holders.push(holder);
        self.holders.len() - 1
    }

    pub(super) fn scope(&mut self, place: Place, context: Context, holder: usize) -> usize {
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

/// Blocks and files that are open at once.
const MOST_CURSORS: usize = 10_000;

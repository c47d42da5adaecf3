//! Blocks and included files that the walk goes into, and the objects they store into.

use super::{Cursor, Walker};
use crate::nginx::check::fault::{Fault, Kind, Outcome, text};
use crate::nginx::check::files::{Place, Resolved};
use crate::nginx::check::statement::{Frame, Statement};
use crate::nginx::config::Directive;
use crate::nginx::context::Context;
use crate::nginx::directives::Reader;

impl<'a> Walker<'a> {
    /// Goes on with what stands in the block of `statement`.
    pub(super) fn enter(&mut self, statement: &Statement<'a, '_>) {
        let outer = statement.frame;
        let (place, blocks) = (statement.place, &mut self.blocks);
        let frame = match (statement.definition.reader, statement.name(), outer.context) {
            (Reader::Section, b"events", _) => blocks.open_section(place, Context::Events),
            (Reader::Section, b"http", _) => blocks.open_section(place, Context::Http),
            (Reader::Section, b"stream", _) => blocks.open_section(place, Context::Stream),
            (Reader::Section, b"mail", _) => blocks.open_section(place, Context::Mail),
            (Reader::Section, _, Context::Stream) => blocks.open_server(place, Context::StreamServer, outer),
            (Reader::Section, _, Context::Mail) => blocks.open_server(place, Context::MailServer, outer),
            (Reader::Section, ..) => blocks.open_server(place, Context::Server, outer),
            (Reader::Upstream, _, Context::Stream) => blocks.open_server(place, Context::StreamUpstream, outer),
            (Reader::Upstream, ..) => blocks.open_server(place, Context::Upstream, outer),
            (Reader::Location, ..) => {
                let frame = blocks.open_location(place, Context::Location, outer);
                self.locations.enter(frame);
                frame
            }
            (Reader::LimitExcept, ..) => blocks.open_location(place, Context::LimitExcept, outer),
            (Reader::If, _, Context::Server) => blocks.open_location(place, Context::ServerIf, outer),
            (Reader::If, ..) => blocks.open_location(place, Context::LocationIf, outer),
            // What remains are tables: their lines are no directives.
            _ => return,
        };
        let Place { file, node } = place;
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
}

/// Blocks and files that are open at once.
const MOST_CURSORS: usize = 10_000;

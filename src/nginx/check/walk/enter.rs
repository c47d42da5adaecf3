//! Blocks and included files that the walk goes into, and the objects they store into.

use super::{Open, Walker};
use crate::nginx::check::fault::{Fault, Kind, Outcome, said, text};
use crate::nginx::check::statement::Statement;
use crate::nginx::context::Context;
use crate::nginx::files::Resolved;

impl<'a> Walker<'a> {
    /// Goes on with the block `scope`, which `statement` opens and which ends before the statement `end`.
    pub(super) fn enter(&mut self, statement: &Statement<'a, '_>, scope: usize, end: usize) {
        let (place, outer, blocks) = (statement.place, statement.frame, &mut self.blocks);
        let context = self.tree.context(scope);
        let frame = match context {
            Context::Main | Context::Events | Context::Http | Context::Stream | Context::Mail => {
                blocks.open_section(place, context)
            }
            Context::Server
            | Context::Upstream
            | Context::StreamServer
            | Context::StreamUpstream
            | Context::MailServer => blocks.open_server(place, context, outer),
            Context::Location | Context::LimitExcept | Context::ServerIf | Context::LocationIf => {
                blocks.open_location(place, context, outer)
            }
        };
        if context == Context::Location {
            self.locations.enter(frame);
        }
        self.open.push(Open { frame, end, closes: statement.directive.close().is_some() });
    }

    pub(super) fn include(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        match self.files.included(statement.place) {
            Some(Resolved::Files(files)) => {
                for file in files {
                    self.found.read_file(self.files, *file);
                }
                Ok(())
            }
            Some(Resolved::Missing) => {
                let path = text(statement.value(1));
                let words = said!("open() \"{path}\" failed (2: No such file or directory)"
                    / "无法打开“{path}”：文件不存在"; path);
                Err(Fault::new(Kind::Value, words).at(1))
            }
            Some(Resolved::Unread) | None => {
                self.found.unread_includes.push((statement.place, statement.value(1).to_vec()));
                Ok(())
            }
        }
    }
}

//! The way through a configuration, in nginx's order.

mod dispatch;
mod end;
mod enter;

use super::blocks::Blocks;
use super::charsets::Charsets;
use super::core::Core;
use super::fault::{Fault, Kind, Outcome, duplicate, text};
use super::files::{Files, Place};
use super::found::Found;
use super::listen::Listeners;
use super::location::Locations;
use super::logs::Logs;
use super::referers::Referers;
use super::script::Variables;
use super::slots;
use super::statement::{Frame, Statement};
use super::upstream::Upstreams;
use super::zones::Zones;
use crate::nginx::config::{Directive, Word};
use crate::nginx::context::Context;
use crate::nginx::directives::{Definition, Reader, named};
use crate::nginx::target::Target;

/// Reads every directive as `target` would.
pub(super) fn walk<'a>(files: &'a Files<'a>, target: &'a Target) -> Found {
    let mut walker = Walker::new(files, target);
    walker.run();
    walker.found
}

/// What is being read, and what was read so far, by family of directives.
struct Walker<'a> {
    files: &'a Files<'a>,
    target: &'a Target,
    cursors: Vec<Cursor>,
    found: Found,
    blocks: Blocks,
    core: Core<'a>,
    variables: Variables<'a>,
    zones: Zones<'a>,
    upstreams: Upstreams<'a>,
    listeners: Listeners<'a>,
    locations: Locations<'a>,
    referers: Referers,
    logs: Logs<'a>,
    charsets: Charsets,
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

impl<'a> Walker<'a> {
    fn new(files: &'a Files<'a>, target: &'a Target) -> Self {
        Self {
            files,
            target,
            cursors: Vec::new(),
            found: Found::default(),
            blocks: Blocks::default(),
            core: Core::default(),
            variables: Variables::new(target),
            zones: Zones::default(),
            upstreams: Upstreams::default(),
            listeners: Listeners::default(),
            locations: Locations::default(),
            referers: Referers::default(),
            logs: Logs::default(),
            charsets: Charsets::default(),
        }
    }

    fn run(&mut self) {
        let frame = self.blocks.open_file(Place { file: 0, node: 0 });
        self.enter_file(0, frame);
        let mut values = Vec::new();
        while let Some(cursor) = self.cursors.last_mut() {
            if cursor.next >= cursor.end || self.found.is_full() {
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
            values.extend(directive.words().map(Word::value));
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

    /// `ngx_conf_handler`: the row of the table that nginx would take, walking through its modules.
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
        self.blocks.set(statement.frame, level, slot, statement.place);
        if !slots::holds_one(statement.definition.reader) {
            return Ok(());
        }
        if self.blocks.take(statement.frame, level, usize::from(slot)) {
            return Ok(());
        }
        // nginx reads it as superuser only: it is refused on the host, and not where a file is tried.
        if statement.definition.reader == Reader::User {
            self.found.warnings.push((statement.place, duplicate(statement.name())));
            return Ok(());
        }
        Err(duplicate(statement.name()))
    }
}

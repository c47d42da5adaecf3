//! The way through a configuration, in nginx's order.

mod dispatch;
mod end;
mod enter;

use super::blocks::Blocks;
use super::charsets::CharsetMaps;
use super::core::Core;
use super::fault::{Fault, Kind, Outcome, duplicate, fault, said, text};
use super::found::Found;
use super::listen::Listeners;
use super::location::Locations;
use super::logs::Logs;
use super::referers::Referers;
use super::script::Variables;
use super::slots;
use super::statement::{Frame, Statement};
use super::upstream::Upstreams;
use super::warnings::Warnings;
use super::zones::Zones;
use crate::nginx::config::Word;
use crate::nginx::context::Context;
use crate::nginx::directives::{Definition, Reader};
use crate::nginx::files::{Files, Place};
use crate::nginx::target::Target;
use crate::nginx::tree::{Statement as Node, Tree};

/// Reads every directive as `target` would.
pub(super) fn walk<'a>(tree: &'a Tree<'a>, target: &'a Target) -> Found {
    let mut walker = Walker::new(tree, target);
    walker.run();
    walker.found
}

/// What is being read, and what was read so far, by family of directives.
struct Walker<'a> {
    tree: &'a Tree<'a>,
    files: &'a Files<'a>,
    target: &'a Target,
    /// Blocks that are being read, the innermost last.
    open: Vec<Open>,
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
    charset_maps: CharsetMaps,
    warnings: Warnings<'a>,
}

/// A block that is being read.
#[derive(Clone, Copy)]
struct Open {
    frame: Frame,
    /// Past its last statement.
    end: usize,
    /// Whether its `}` is there.
    closes: bool,
}

impl<'a> Walker<'a> {
    fn new(tree: &'a Tree<'a>, target: &'a Target) -> Self {
        Self {
            tree,
            files: tree.files,
            target,
            open: Vec::new(),
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
            charset_maps: CharsetMaps::default(),
            warnings: Warnings::default(),
        }
    }

    fn run(&mut self) {
        let frame = self.blocks.open_file(Place { file: 0, node: 0 });
        self.open.push(Open { frame, end: usize::MAX, closes: true });
        self.found.read_file(self.files, 0);
        let mut values = Vec::new();
        let mut next = 0;
        while let Some(open) = self.open.last() {
            let statement = self.tree.statement(next).filter(|_| next < open.end && !self.found.is_full());
            let (Some(statement), frame) = (statement, open.frame) else {
                if let Some(open) = self.open.pop().filter(|open| open.closes) {
                    self.close(open.frame);
                }
                continue;
            };
            values.clear();
            values.extend(statement.directive.words().map(Word::value));
            let (enters, outcome) = self.statement(&statement, &values, frame);
            next = if enters { statement.index + 1 } else { statement.end };
            if let Err(fault) = outcome {
                self.found.faults.push((statement.place(), fault));
            }
        }
    }

    /// Reads one directive; whether what it holds is read next.
    fn statement(&mut self, node: &Node<'a>, values: &[&'a [u8]], frame: Frame) -> (bool, Outcome) {
        let definition = match self.definition(node, frame.context) {
            Ok(definition) => definition,
            Err(fault) => return (false, Err(fault)),
        };
        let statement = Statement { place: node.place(), directive: node.directive, definition, values, frame };
        let counted = if definition.arguments.allow(values.len() - 1) {
            Ok(())
        } else {
            let words = said!("invalid number of arguments in \"{directive}\" directive"
                / "“{directive}”指令的参数个数无效"; directive = text(statement.name()));
            Err(Fault::new(Kind::ArgumentCount, words))
        };
        let read = counted.and_then(|()| self.store(&statement)).and_then(|()| self.read(&statement));
        if read.is_ok() && self.found.warnings.len() < MOST_WARNINGS {
            self.found.warnings.extend(self.warnings.read(&statement, self.files, self.target));
        }
        // The content of a block is checked even when its own words are wrong.
        let refused = matches!(definition.reader, Reader::Include | Reader::Section) && read.is_err();
        if let (false, Some(scope)) = (refused, node.opens) {
            self.enter(&statement, scope, node.end);
        }
        (!refused, read)
    }

    /// `ngx_conf_handler`: the row of the table that nginx would take, walking through its modules.
    fn definition(&self, node: &Node<'a>, context: Context) -> Result<&'static Definition, Fault> {
        let (name, directive) = (node.directive.name(), node.directive);
        let mut known = false;
        for definition in node.rows().iter().filter(|definition| self.target.has(definition)) {
            known = true;
            // A later module may have the same name for this block, as `server` of `upstream` after that of `http`.
            if !definition.contexts.contain(context) {
                continue;
            }
            return match (definition.block, directive.is_block()) {
                (false, true) => {
                    let words = said!("directive \"{name}\" is not terminated by \";\""
                        / "指令“{name}”没有以“;”结尾"; name = text(name));
                    Err(Fault::new(Kind::UnexpectedBlock, words))
                }
                (true, false) => {
                    let words = said!("directive \"{name}\" has no opening \"{{\""
                        / "指令“{name}”没有“{{”"; name = text(name));
                    Err(Fault::new(Kind::MissingBlock, words))
                }
                _ => Ok(definition),
            };
        }
        Err(if known {
            fault!(Misplaced, "\"{name}\" directive is not allowed here"
                / "“{name}”指令不能写在这里"; name = text(name))
        } else {
            fault!(UnknownDirective, "unknown directive \"{name}\"" / "未知指令“{name}”"; name = text(name))
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
        // ngx_set_user keeps a name only as superuser, so that a second one is a duplicate on the host alone, and not
        // where a file is tried.
        if statement.definition.reader == Reader::User {
            self.found.warnings.push((statement.place, duplicate(statement.name())));
            return Ok(());
        }
        Err(duplicate(statement.name()))
    }
}

/// A walk keeps so many warnings of single directives.
const MOST_WARNINGS: usize = 1000;

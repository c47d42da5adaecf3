//! Locations: their modifiers, how they nest, and that each is there once.

use std::collections::{BTreeMap, BTreeSet};

use super::blocks::{ALIAS, Blocks, ROOT};
use super::fault::{Fault, Kind, Outcome, duplicate, fault, said, text};
use super::script::Variables;
use super::statement::{Frame, Statement};
use crate::diagnostic::Phrase;
use crate::nginx::context::Context;
use crate::nginx::directives::Level;
use crate::nginx::files::Place;

/// What a location matches.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Location<'a> {
    pub(super) name: &'a [u8],
    pub(super) kind: LocationKind,
}

#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum LocationKind {
    /// Not a location of its own: a server, an `if`, a `limit_except`.
    #[default]
    None,
    Exact,
    Named,
    Prefix,
    Regex,
}

/// Locations that are open or were read.
#[derive(Debug, Default)]
pub(super) struct Locations<'a> {
    /// The location of an object.
    around: BTreeMap<usize, Location<'a>>,
    /// The location whose block is entered next.
    next: Location<'a>,
    /// Locations by the object around them, kind and name.
    names: BTreeSet<(usize, LocationKind, &'a [u8])>,
    /// Locations that are there twice: `ngx_http_join_exact_locations` finds them at the end of `http`.
    pub(super) repeated: Vec<(Place, Fault)>,
}

impl<'a> Locations<'a> {
    /// Goes into the block of the location that was read last.
    pub(super) fn enter(&mut self, block: Frame) {
        self.around.insert(block.location, std::mem::take(&mut self.next));
    }

    /// The location around; a default one outside any.
    pub(super) fn around(&self, frame: Frame) -> Location<'a> {
        self.around.get(&frame.location).copied().unwrap_or_default()
    }

    /// Reads the words of a `location`, before its block is entered: `ngx_http_core_location`.
    pub(super) fn read(&mut self, statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
        let mut regex = None;
        let (location, word) = match *statement.values {
            [_, b"=", name] => (Location { name, kind: LocationKind::Exact }, 2),
            [_, b"^~", name] => (Location { name, kind: LocationKind::Prefix }, 2),
            [_, b"~" | b"~*", name] => {
                regex = Some(name);
                (Location { name, kind: LocationKind::Regex }, 2)
            }
            [_, modifier, _] => {
                let words = said!("invalid location modifier \"{modifier}\""
                    / "location 修饰符“{modifier}”无效"; modifier = text(modifier));
                return Err(Fault::new(Kind::Location, words).at(1));
            }
            // One word is a modifier and a name without a space between, as in `=/`.
            [_, name] => match name {
                [b'=', name @ ..] => (Location { name, kind: LocationKind::Exact }, 1),
                [b'^', b'~', name @ ..] => (Location { name, kind: LocationKind::Prefix }, 1),
                [b'~', b'*', name @ ..] | [b'~', name @ ..] => {
                    regex = Some(name);
                    (Location { name, kind: LocationKind::Regex }, 1)
                }
                [b'@', ..] => (Location { name, kind: LocationKind::Named }, 1),
                _ => (Location { name, kind: LocationKind::Prefix }, 1),
            },
            _ => return Ok(()),
        };
        self.next = location;
        if let Some(pattern) = regex {
            variables.regex(statement, pattern, word)?;
        }
        self.check_nesting(statement, location).map_err(|words| Fault::new(Kind::Location, words).at(word))?;
        // Regular expressions are tried in turn: two alike are no error.
        if matches!(location.kind, LocationKind::Exact | LocationKind::Prefix) {
            let parent = statement.frame.location;
            let key = (parent, location.kind, location.name);
            if !self.names.insert(key) {
                let words =
                    said!("duplicate location \"{name}\"" / "location “{name}”重复"; name = text(location.name));
                let fault = Fault::new(Kind::DuplicateLocation, words).at(word);
                self.repeated.push((statement.place, fault));
            }
        }
        Ok(())
    }

    fn check_nesting(&self, statement: &Statement<'a, '_>, inner: Location<'a>) -> Result<(), Phrase> {
        if statement.frame.context != Context::Location {
            return Ok(());
        }
        let outer = self.around(statement.frame);
        let (name, around) = (text(inner.name), text(outer.name));
        if outer.kind == LocationKind::Exact {
            return Err(said!("location \"{name}\" cannot be inside the exact location \"{around}\""
                / "location “{name}”不能位于精确匹配的 location “{around}”中"; name, around));
        }
        if outer.kind == LocationKind::Named {
            return Err(said!("location \"{name}\" cannot be inside the named location \"{around}\""
                / "location “{name}”不能位于命名 location “{around}”中"; name, around));
        }
        if inner.kind == LocationKind::Named {
            return Err(said!("named location \"{name}\" can be on the server level only"
                / "命名 location “{name}”只能直接写在 server 中"; name));
        }
        // ngx_http_core_location compares names, not what the outer one matches: for a regular expression its text.
        if inner.kind != LocationKind::Regex && !inner.name.starts_with(outer.name) {
            return Err(said!("location \"{name}\" is outside location \"{around}\""
                / "location “{name}”不在 location “{around}”的范围内"; name, around));
        }
        Ok(())
    }
}

/// `ngx_http_core_limit_except`
pub(super) fn limit_except(statement: &Statement<'_, '_>) -> Outcome {
    for (word, method) in statement.values.iter().enumerate().skip(1) {
        if !METHODS.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(method)) {
            let words = said!("invalid method \"{method}\"" / "方法“{method}”无效"; method = text(method));
            return Err(Fault::new(Kind::Value, words).at(word));
        }
    }
    Ok(())
}

/// `root` and `alias`, which exclude each other: `ngx_http_core_root`.
pub(super) fn root<'a>(
    statement: &Statement<'a, '_>,
    locations: &Locations<'a>,
    blocks: &mut Blocks,
    variables: &mut Variables<'a>,
) -> Outcome {
    let name = statement.name();
    let alias = name == b"alias";
    let (slot, other) = if alias { (ALIAS, ROOT) } else { (ROOT, ALIAS) };
    // nginx keeps both in `clcf->root`, with a flag for `alias`: whichever comes second is the duplicate.
    if blocks.is_taken(statement.frame, Level::Location, other) {
        let other = if alias { "root" } else { "alias" };
        let words = said!("\"{name}\" directive is duplicate, \"{other}\" directive was specified earlier"
            / "“{name}”指令重复，之前已写“{other}”指令"; name = text(name), other);
        return Err(Fault::new(Kind::DuplicateDirective, words));
    }
    if !blocks.take(statement.frame, Level::Location, slot) {
        return Err(duplicate(name));
    }
    let conflict = |words: Phrase| Err(Fault::new(Kind::Conflict, words));
    let location = locations.around(statement.frame);
    if alias && location.kind == LocationKind::Named {
        return conflict(said!(
            "the \"alias\" directive cannot be used inside the named location" / "“alias”指令不能用在命名 location 中"
        ));
    }
    for variable in ["document_root", "realpath_root"] {
        let bare = format!("${variable}");
        let braced = format!("${{{variable}}}");
        if contains(statement.value(1), bare.as_bytes()) || contains(statement.value(1), braced.as_bytes()) {
            let words = said!("the ${variable} variable cannot be used in the \"{name}\" directive"
                / "“{name}”指令中不能使用变量 ${variable}"; name = text(name), variable);
            return Err(Fault::new(Kind::Value, words).at(1));
        }
    }
    variables.complex(statement, 1).map(|_| ())
}

/// `ngx_http_try_files`
pub(super) fn try_files<'a>(statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
    let last = statement.values.len() - 1;
    for word in 1..=last {
        variables.complex(statement, word)?;
    }
    if let [b'=', code @ ..] = statement.value(last)
        && super::number::number(code).is_none_or(|code| code > 999)
    {
        return Err(fault!(Value at last, "invalid code \"{code}\"" / "状态码“{code}”无效"; code = text(code)));
    }
    Ok(())
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

const METHODS: &[&str] = &[
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "MKCOL",
    "COPY",
    "MOVE",
    "OPTIONS",
    "PROPFIND",
    "PROPPATCH",
    "LOCK",
    "UNLOCK",
    "PATCH",
];

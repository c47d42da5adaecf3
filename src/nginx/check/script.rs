//! Values with variables, and regular expressions whose captures become variables.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::fault::{Fault, Kind, Outcome, fault, said, text};
use super::regex::{self, Captures};
use super::statement::Statement;
use crate::diagnostic::{Sentence, Value};
use crate::nginx::context::Context;
use crate::nginx::files::Place;
use crate::nginx::target::Target;
use crate::nginx::variables::{Family, built_in, has_known_prefix};

/// Variables of `http`, which `mail` shares, and of `stream`: what a configuration uses and what it defines.
#[derive(Debug)]
pub(super) struct Variables<'a> {
    target: &'a Target,
    http: Names<'a>,
    stream: Names<'a>,
}

/// Names of one family, in lower case.
#[derive(Debug, Default)]
struct Names<'a> {
    defined: BTreeSet<Cow<'a, [u8]>>,
    /// Where each is first used, and the number of that use.
    used: BTreeMap<Cow<'a, [u8]>, (usize, Place, usize)>,
    /// Faults of values that nginx compiles only when it merges the blocks of the family.
    late: Vec<(Place, Fault)>,
    /// Such values outside of servers: without a server they are never compiled.
    outer: Vec<(Place, &'a [u8], usize)>,
}

impl<'a> Variables<'a> {
    pub(super) fn new(target: &'a Target) -> Self {
        Self { target, http: Names::default(), stream: Names::default() }
    }

    /// `ngx_http_get_variable_index`: notes a use, which may come before the definition.
    pub(super) fn take(&mut self, statement: &Statement<'a, '_>, name: &'a [u8], word: usize) {
        self.take_at(family(statement), statement.place, name, word);
    }

    fn take_at(&mut self, family: Family, place: Place, name: &'a [u8], word: usize) {
        let used = &mut self.names_mut(family).used;
        let next = used.len();
        used.entry(lower(name)).or_insert((next, place, word));
    }

    /// The value of word `word`: text with variables. Whether there are any (`ngx_http_compile_complex_value`).
    pub(super) fn complex(&mut self, statement: &Statement<'a, '_>, word: usize) -> Result<bool, Fault> {
        self.complex_part(statement, statement.value(word), word)
    }

    /// The same for a part of word `word`: `ngx_http_script_compile`.
    pub(super) fn complex_part(
        &mut self,
        statement: &Statement<'a, '_>,
        value: &'a [u8],
        word: usize,
    ) -> Result<bool, Fault> {
        self.compile(family(statement), statement.place, value, word)
    }

    fn compile(&mut self, family: Family, place: Place, value: &'a [u8], word: usize) -> Result<bool, Fault> {
        let mut rest = value;
        let mut any = false;
        while let Some(dollar) = rest.iter().position(|byte| *byte == b'$') {
            any = true;
            rest = rest.get(dollar + 1..).unwrap_or_default();
            // ngx_http_script_compile takes one digit for a capture: `$10` is `$1` and a 0.
            if let [b'1'..=b'9', after @ ..] = rest {
                rest = after;
                continue;
            }
            let (name, after) = variable(rest).map_err(|words| Fault::new(Kind::Value, words).at(word))?;
            self.take_at(family, place, name, word);
            rest = after;
        }
        Ok(any)
    }

    /// A value that nginx compiles only when it merges the blocks of its family.
    pub(super) fn late(&mut self, statement: &Statement<'a, '_>, word: usize) {
        if matches!(statement.frame.context, Context::Http | Context::Stream) {
            self.names_mut(family(statement)).outer.push((statement.place, statement.value(word), word));
        } else if let Err(fault) = self.complex(statement, word) {
            self.names_mut(family(statement)).late.push((statement.place, fault));
        }
    }

    /// Compiles what stands outside of servers, when there are any.
    pub(super) fn settle(&mut self, family: Family, servers: bool) {
        let outer = std::mem::take(&mut self.names_mut(family).outer);
        for (place, value, word) in outer.into_iter().filter(|_| servers) {
            if let Err(fault) = self.compile(family, place, value, word) {
                self.names_mut(family).late.push((place, fault));
            }
        }
    }

    /// Faults that nginx finds when it merges the blocks of `family`.
    pub(super) fn late_faults(&self, family: Family) -> Vec<(Place, Fault)> {
        self.names(family).late.clone()
    }

    /// Word `word` as the name of a variable that the statement defines.
    pub(super) fn define(&mut self, statement: &Statement<'a, '_>, word: usize) -> Outcome {
        let name = variable_name(statement.value(word), word)?;
        self.add(statement, name).map_err(|fault| fault.at(word))
    }

    /// A pattern whose named groups become variables: `ngx_http_regex_compile`.
    pub(super) fn regex(
        &mut self,
        statement: &Statement<'a, '_>,
        pattern: &'a [u8],
        word: usize,
    ) -> Result<Captures<'a>, Fault> {
        let captures = compile(pattern).map_err(|fault| fault.at(word))?;
        for name in &captures.names {
            self.add(statement, name).map_err(|fault| fault.at(word))?;
        }
        Ok(captures)
    }

    /// `ngx_http_variables_init_vars`: uses of what nothing defines, in the order in which nginx looks them up.
    pub(super) fn unknown(&self, family: Family) -> Vec<(Place, Fault)> {
        let names = self.names(family);
        let known = |name: &[u8]| {
            names.defined.contains(name)
                || built_in(family, name, self.target).is_some()
                || has_known_prefix(family, name, self.target)
        };
        let mut unknown: Vec<_> = names.used.iter().filter(|(name, _)| !known(name)).collect();
        unknown.sort_by_key(|(_, (number, ..))| *number);
        unknown
            .into_iter()
            .map(|(name, (_, place, word))| {
                let words = said!("unknown \"{name}\" variable" / "未知变量“{name}”"; name = text(name));
                (*place, Fault::new(Kind::UnknownVariable, words).at(*word))
            })
            .collect()
    }

    /// `ngx_http_add_variable`: built-in names are taken, unless they may be changed.
    fn add(&mut self, statement: &Statement<'a, '_>, name: &'a [u8]) -> Outcome {
        if name.is_empty() {
            return Err(fault!(Value, "invalid variable name \"$\"" / "变量名“$”无效"));
        }
        let (family, lower) = (family(statement), lower(name));
        if built_in(family, &lower, self.target).is_some_and(|variable| !variable.changeable) {
            return Err(fault!(DuplicateName, "the duplicate \"{name}\" variable"
                / "变量“{name}”重复"; name = text(name)));
        }
        self.names_mut(family).defined.insert(lower);
        Ok(())
    }

    const fn names(&self, family: Family) -> &Names<'a> {
        match family {
            Family::Http => &self.http,
            Family::Stream => &self.stream,
        }
    }

    fn names_mut(&mut self, family: Family) -> &mut Names<'a> {
        match family {
            Family::Http => &mut self.http,
            Family::Stream => &mut self.stream,
        }
    }
}

/// The family whose variables a statement may name.
fn family(statement: &Statement<'_, '_>) -> Family {
    if statement.is_in_stream() { Family::Stream } else { Family::Http }
}

/// How many captures a pattern has that no variable comes from.
pub(super) fn plain_regex(pattern: &[u8], word: usize) -> Result<usize, Fault> {
    compile(pattern).map(|captures| captures.count).map_err(|fault| fault.at(word))
}

/// A pattern that PCRE compiles: `ngx_regex_compile`.
fn compile(pattern: &[u8]) -> Result<Captures<'_>, Fault> {
    regex::captures(pattern).map_err(|error| {
        let (words, shown) = (error.words, text(pattern));
        let rest = pattern.get(error.at..).filter(|rest| !rest.is_empty());
        let words = match rest.map(text) {
            Some(rest) => said!("pcre2_compile() failed: {words} in \"{shown}\" at \"{rest}\""
                / "pcre2_compile() 失败：“{shown}”的“{rest}”处{words}"; words, shown, rest),
            None => said!("pcre2_compile() failed: {words} in \"{shown}\""
                / "pcre2_compile() 失败：“{shown}”{words}"; words, shown),
        };
        Fault::new(Kind::Regex, words)
    })
}

/// The name in `$name`, as a directive that defines a variable wants it.
pub(super) fn variable_name(value: &[u8], word: usize) -> Result<&[u8], Fault> {
    value.strip_prefix(b"$").ok_or_else(
        || fault!(Value at word, "invalid variable name \"{value}\"" / "变量名“{value}”无效"; value = text(value)),
    )
}

/// Why there is no name after `$`.
pub(super) enum NameError<'a> {
    Invalid,
    /// The `}` of a name in braces is missing.
    Open(&'a [u8]),
}

impl From<NameError<'_>> for Value {
    fn from(error: NameError<'_>) -> Self {
        match error {
            NameError::Invalid => Sentence::plain("invalid variable name", "变量名无效").into(),
            NameError::Open(name) => said!("the closing bracket in \"{name}\" variable is missing"
                / "变量“{name}”缺少右括号"; name = text(name))
            .into(),
        }
    }
}

/// After `$`: a name, in braces or not, and what follows it.
pub(super) fn variable(rest: &[u8]) -> Result<(&[u8], &[u8]), NameError<'_>> {
    let braced = rest.strip_prefix(b"{");
    let body = braced.unwrap_or(rest);
    let length = body.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    let (name, after) = body.split_at_checked(length).unwrap_or_default();
    if braced.is_some() && body.is_empty() || name.is_empty() && braced.is_none() {
        return Err(NameError::Invalid);
    }
    if braced.is_none() {
        return Ok((name, after));
    }
    match after.strip_prefix(b"}") {
        None => Err(NameError::Open(name)),
        Some(_) if name.is_empty() => Err(NameError::Invalid),
        Some(after) => Ok((name, after)),
    }
}

// ngx_http_add_variable and ngx_http_get_variable_index keep names in lower case.
fn lower(name: &[u8]) -> Cow<'_, [u8]> {
    if name.iter().any(u8::is_ascii_uppercase) { Cow::Owned(name.to_ascii_lowercase()) } else { Cow::Borrowed(name) }
}

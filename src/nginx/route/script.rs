//! The directives of the rewrite module: `ngx_http_rewrite_handler` and `ngx_http_script.c`.

use super::escape;
use super::run::{Flow, Run, unknown};
use super::template::{Part, is_fixed, parts};
use super::text::Text;
use super::{Outcome, Question, Reason};
use crate::nginx::config::Word;
use crate::nginx::tree::Statement;

/// What a script leads to.
pub(super) enum Script {
    /// A status, which an error page may answer.
    Code(u16),
    Done,
}

/// Which captures are escaped, where the path held a `%` or a `+`.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Quote {
    All,
    None,
}

impl<'a> Run<'_, '_, 'a> {
    /// Runs the script of a server or location, its `if` blocks in their places.
    pub(super) fn script(&mut self, scope: usize) -> Flow<Script> {
        let tree = self.tree;
        let mut open = vec![tree.inside(scope)];
        let mut quote = Quote::All;
        while let Some(rows) = open.last_mut() {
            let Some(statement) = rows.next() else {
                open.pop();
                continue;
            };
            self.spend(0)?;
            match statement.name() {
                "if" => {
                    self.conditional = true;
                    let Some(inner) = statement.opens else { continue };
                    if self.condition(&statement, quote)? {
                        self.steps.push(statement);
                        // In a location the block is one too.
                        if self.location.is_some() {
                            self.enter(inner);
                        }
                        open.push(tree.inside(inner));
                    }
                }
                "set" => {
                    let value = self.expand(bytes(&statement, 1), quote)?;
                    let name = statement.argument(0).trim_start_matches('$').to_ascii_lowercase();
                    if name == "args" {
                        self.arguments = value;
                        self.valid_raw = false;
                    } else {
                        self.values.insert(name, value);
                    }
                }
                "break" => {
                    // `ngx_http_script_break_code`
                    self.valid_location &= !self.changed;
                    self.changed = false;
                    return Ok(Script::Done);
                }
                "return" => return self.return_now(statement),
                "rewrite" => match self.rewrite(statement, &mut quote)? {
                    Rewritten::On => {}
                    Rewritten::Stop => return Ok(Script::Done),
                    Rewritten::Code(code) => return Ok(Script::Code(code)),
                },
                _ => {}
            }
        }
        Ok(Script::Done)
    }

    fn return_now(&mut self, statement: Statement<'a>) -> Flow<Script> {
        self.last = Some(statement);
        let (first, second) = (bytes(&statement, 0), statement.directive.argument(1));
        let number = std::str::from_utf8(first).ok().and_then(|code| code.parse::<u16>().ok());
        let Some(code) = number else {
            self.redirect = Some(self.expand(first, Quote::None)?);
            return Ok(Script::Code(302));
        };
        let body = self.expand(second.unwrap_or_default(), Quote::None)?;
        if matches!(code, 301 | 302 | 303 | 307 | 308) {
            self.redirect = Some(body);
            return Ok(Script::Code(code));
        }
        if code < 400 || second.is_some_and(|text| !text.is_empty()) {
            let code = if self.status == 0 { code } else { self.status };
            return Err(Box::new(Outcome::Status { code, body: Some(body) }));
        }
        Ok(Script::Code(code))
    }

    fn rewrite(&mut self, statement: Statement<'a>, quote: &mut Quote) -> Flow<Rewritten> {
        let path = self.path.clone();
        self.spend(path.len())?;
        let pattern = bytes(&statement, 0);
        if !self.matched(pattern, false, &path, true)? {
            return Ok(Rewritten::On);
        }
        self.steps.push(statement);
        let (replacement, flag) = (bytes(&statement, 1), bytes(&statement, 2));
        let url = [&b"http://"[..], b"https://", b"$scheme"].iter().any(|start| replacement.starts_with(start));
        let code = match flag {
            b"permanent" => Some(301),
            b"redirect" => Some(302),
            _ => url.then_some(302),
        };
        let (replacement, keeps_arguments) =
            replacement.strip_suffix(b"?").map_or((replacement, true), |cut| (cut, false));
        if let Some(code) = code {
            let target = self.expand(replacement, Quote::All)?;
            let mut target = target.map(escape::unescaped_redirect);
            if keeps_arguments && !self.arguments.is_empty() {
                target.push(if replacement.contains(&b'?') { b"&" } else { b"?" });
                target.append(&self.arguments);
            }
            self.last = Some(statement);
            self.redirect = Some(target);
            return Ok(Rewritten::Code(code));
        }
        self.internal = true;
        self.valid_raw = false;
        let ends = flag == b"break";
        self.changed = !ends;
        self.valid_location &= !ends;
        *quote = Quote::None;
        let (path, arguments) = self.replacement(replacement)?;
        let Some(known) = path.known() else {
            let name = path.first_variable().unwrap_or_default();
            return Err(unknown(Reason::Variable(name.to_owned())));
        };
        if let Some(mut arguments) = arguments {
            if keeps_arguments && !self.arguments.is_empty() {
                arguments.push(b"&");
                arguments.append(&self.arguments);
            }
            self.arguments = arguments;
        } else if !keeps_arguments {
            self.arguments = Text::default();
        }
        self.path = known.to_vec();
        if self.path.is_empty() {
            return Ok(Rewritten::Code(500));
        }
        Ok(if ends || flag == b"last" { Rewritten::Stop } else { Rewritten::On })
    }

    /// The path and, after a `?`, the arguments of a replacement; only in those are captures escaped.
    fn replacement(&mut self, text: &[u8]) -> Flow<(Text, Option<Text>)> {
        let (mut path, mut arguments) = (Text::default(), None::<Text>);
        for part in parts(text) {
            let Part::Text(bytes) = part else {
                let quote = if arguments.is_some() { Quote::All } else { Quote::None };
                let value = self.part(part, quote)?;
                arguments.as_mut().unwrap_or(&mut path).append(&value);
                continue;
            };
            for (number, piece) in bytes.split(|byte| *byte == b'?').enumerate() {
                // Each `?` begins the arguments anew: `ngx_http_script_start_args_code`.
                if number > 0 {
                    path.append(&arguments.take().unwrap_or_default());
                    arguments = Some(Text::default());
                }
                arguments.as_mut().unwrap_or(&mut path).push(piece);
            }
        }
        Ok((path, arguments))
    }

    /// Whether an `if` holds: `ngx_http_rewrite_if_condition`.
    fn condition(&mut self, statement: &Statement<'a>, quote: Quote) -> Flow<bool> {
        let mut words: Vec<&[u8]> = statement.directive.arguments().map(Word::value).collect();
        if let Some(first) = words.first_mut() {
            *first = first.strip_prefix(b"(").unwrap_or(first);
        }
        if let Some(last) = words.last_mut() {
            *last = last.strip_suffix(b")").unwrap_or(last);
        }
        words.retain(|word| !word.is_empty());
        let asks = || Question::Condition(format!("if {}", statement.joined()));
        let (subject, operator, operand) = match &*words {
            [subject] => (*subject, &b""[..], &b""[..]),
            [test, path] if test.starts_with(b"-") || test.starts_with(b"!-") => {
                let path = self.expand(path, quote)?;
                let (negated, test) = test.strip_prefix(b"!").map_or((false, *test), |test| (true, test));
                let holds = match test {
                    b"-f" => self.is_file(&path),
                    b"-d" => self.is_directory(&path),
                    b"-e" => self.is_file(&path) || self.is_directory(&path),
                    _ => self.decide(asks()),
                };
                return Ok(holds != negated);
            }
            [subject, operator, operand] => (*subject, *operator, *operand),
            // An empty operand is lost above: `if ($x = "")`.
            [subject, operator @ (b"=" | b"!=")] => (*subject, *operator, &b""[..]),
            _ => return Ok(self.decide(asks())),
        };
        let value = self.expand(subject, quote)?;
        match operator {
            b"" => Ok(match value.known() {
                Some(known) => !known.is_empty() && known != b"0",
                None => self.decide(asks()),
            }),
            b"=" | b"!=" => {
                let other = self.expand(operand, quote)?;
                let same = match value.known().zip(other.known()) {
                    Some((one, other)) => one == other,
                    // Text that begins otherwise is another one, whatever comes later.
                    None if !value.head().starts_with(other.head()) && !other.head().starts_with(value.head()) => false,
                    None if value == other => true,
                    None => return Ok(self.decide(asks())),
                };
                Ok(same == (operator == b"="))
            }
            _ => {
                let Some(known) = value.known().map(<[u8]>::to_vec) else { return Ok(self.decide(asks())) };
                let ignore_case = operator.ends_with(b"*");
                let matched = self.matched(operand, ignore_case, &known, true)?;
                Ok(matched != operator.starts_with(b"!"))
            }
        }
    }

    /// Whether a pattern matches; captures are then the request's. With `forget` they are gone where it does not.
    pub(super) fn matched(&mut self, pattern: &[u8], ignore_case: bool, text: &[u8], forget: bool) -> Flow<bool> {
        self.spend(text.len())?;
        let compiled = self.model.patterns.compile(pattern, ignore_case);
        let Some(found) = compiled.as_ref().and_then(|pattern| pattern.find(text)) else {
            // Whatever it takes is not known then; nothing is made of it.
            let holds = self.decide(Question::Match(String::from_utf8_lossy(pattern).into_owned()));
            if holds && pattern.contains(&b'(') {
                self.captures = None;
            }
            return Ok(holds);
        };
        let Some(groups) = found else {
            if forget {
                self.captures = None;
            }
            return Ok(false);
        };
        if let Some(pattern) = compiled {
            for (name, group) in pattern.names() {
                self.values.insert(name.to_ascii_lowercase(), groups.of(text, group).into());
            }
            self.captures = pattern.captures().then(|| (groups, text.to_vec()));
        }
        Ok(true)
    }

    /// An argument with its variables and captures filled in.
    pub(super) fn expand(&mut self, text: &[u8], quote: Quote) -> Flow<Text> {
        if is_fixed(text) {
            return Ok(text.into());
        }
        let mut result = Text::default();
        for part in parts(text) {
            let value = self.part(part, quote)?;
            result.append(&value);
        }
        if result.length() > LONGEST {
            return Err(unknown(Reason::Limit));
        }
        Ok(result)
    }

    fn part(&mut self, part: Part<'_>, quote: Quote) -> Flow<Text> {
        let value = match part {
            Part::Text(bytes) => bytes.into(),
            Part::Variable(name) => self.variable(name)?,
            Part::Capture(number) => {
                let taken = self.captures.as_ref().map(|(groups, text)| groups.of(text, number)).unwrap_or_default();
                if quote == Quote::All && (self.quoted || self.plus) {
                    (&*escape::arguments(taken)).into()
                } else {
                    taken.into()
                }
            }
        };
        self.spend(value.length())?;
        Ok(value)
    }
}

enum Rewritten {
    Code(u16),
    On,
    Stop,
}

pub(super) fn bytes<'a>(statement: &Statement<'a>, index: usize) -> &'a [u8] {
    statement.directive.argument(index).unwrap_or_default()
}

const LONGEST: usize = 64 << 10;

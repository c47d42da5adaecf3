//! What a file of JavaScript loads, and how sure that is.

use std::ops::Range;

use super::lexer::{Bracket, Kind, Token, Unreadable, tokens};

/// What a file says of other modules and of its own kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    /// What it loads by literal names, in order.
    pub(super) references: Vec<Reference>,
    /// The first `import`, `export` or `import.meta` at the top, which only an ES module may hold.
    pub(super) module_syntax: Option<Range<usize>>,
    /// The first use of what only `CommonJS` has, on loading: its name.
    pub(super) commonjs: Option<Range<usize>>,
    /// Whether its `require` is what `createRequire` makes.
    pub(super) creates_require: bool,
    /// Whether it changes how modules are found, so that nothing is sure of any.
    pub(super) changes_resolution: bool,
}

/// A literal name of a module.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Reference {
    /// The name without its quotes.
    pub(super) name: Range<usize>,
    pub(super) how: How,
    pub(super) certainty: Certainty,
}

/// How a module is loaded.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum How {
    /// `import('x')`
    Dynamic,
    /// `import … from 'x'`, `export … from 'x'`
    Import,
    /// `require('x')`
    Require,
    /// `require.resolve('x')`, which fails in the same way and loads nothing.
    Resolve,
}

/// Whether code runs when its file is loaded; the least sure first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Certainty {
    /// Its failure is caught.
    Handled,
    /// Under a condition.
    Conditional,
    /// When something calls it.
    Later,
    /// It does.
    Sure,
}

/// Reads a file.
///
/// # Errors
///
/// Text that is no JavaScript.
pub(super) fn read(text: &str) -> Result<Reading, Unreadable> {
    let tokens = tokens(text)?;
    let mut reader = Reader {
        text,
        tokens: &tokens,
        scopes: vec![Scope::of(Bracket::Block, Certainty::Sure, 0)],
        closed: 0,
        reading: Reading::default(),
        binds: [false; COMMONJS.len()],
        uses: [const { None }; COMMONJS.len()],
        has_left: false,
    };
    for at in 0..tokens.len() {
        reader.token(at);
    }
    Ok(reader.finish())
}

/// A bracket, or the file.
#[derive(Debug)]
struct Scope {
    bracket: Bracket,
    /// Whether a `return` in it is a function's.
    is_in_function: bool,
    /// Of what stands in it.
    base: Certainty,
    /// Of the statement.
    statement: Certainty,
    /// Of what follows in the expression.
    expression: Certainty,
    /// How many references came before it.
    references: usize,
}

impl Scope {
    fn of(bracket: Bracket, base: Certainty, references: usize) -> Self {
        let is_in_function = matches!(bracket, Bracket::Class { .. } | Bracket::Function { .. });
        Self { bracket, is_in_function, base, statement: base, expression: base, references }
    }
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
    scopes: Vec<Scope>,
    /// How many references came before the bracket that was closed last.
    closed: usize,
    reading: Reading,
    /// Which names of `CommonJS` the file gives a meaning of its own.
    binds: [bool; COMMONJS.len()],
    /// Where they are first used on loading.
    uses: [Option<Range<usize>>; COMMONJS.len()],
    /// Whether a `return` or `process.exit` may have ended the file.
    has_left: bool,
}

impl<'a> Reader<'a> {
    fn token(&mut self, at: usize) {
        let Some(token) = self.tokens.get(at).copied() else { return };
        if token.starts_statement {
            self.statement(at);
        }
        match token.kind {
            Kind::Open(bracket) => self.open(bracket),
            Kind::Close(_) => {
                if self.scopes.len() > 1
                    && let Some(scope) = self.scopes.pop()
                {
                    self.closed = scope.references;
                }
            }
            Kind::Sign => self.sign(at),
            Kind::Name { is_property: false } => self.name(at, token),
            Kind::Name { is_property: true } => {
                let name = self.text_of(token);
                let of = at.checked_sub(2).map_or("", |at| self.text_at(at));
                self.reading.changes_resolution |=
                    CHANGERS.contains(&name) || (name == "paths" && matches!(of, "main" | "module"));
                self.has_left |= name == "exit" && of == "process" && !self.is_in_function();
            }
            _ => {}
        }
    }

    fn statement(&mut self, at: usize) {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before)).copied();
        let is_conditional = before.is_some_and(|token| match token.kind {
            Kind::Close(Bracket::Head { .. }) => true,
            Kind::Name { is_property: false } => matches!(self.text_of(token), "else" | "do"),
            _ => false,
        });
        let Some(scope) = self.scopes.last_mut() else { return };
        scope.statement = if is_conditional { scope.base.min(Certainty::Conditional) } else { scope.base };
        scope.expression = scope.statement;
    }

    fn open(&mut self, bracket: Bracket) {
        let outer = self.certainty();
        let base = match bracket {
            Bracket::ConditionalBlock => outer.min(Certainty::Conditional),
            Bracket::Class { .. } | Bracket::Function { .. } | Bracket::Parameters { .. } => {
                outer.min(Certainty::Later)
            }
            Bracket::Try => Certainty::Handled,
            _ => outer,
        };
        let mut references = self.reading.references.len();
        // A method's parameters stood in the bracket before its body.
        if matches!(bracket, Bracket::Function { .. }) {
            references = self.closed.min(references);
            self.demote(references, Certainty::Later);
        }
        let is_in_function = self.is_in_function();
        let mut scope = Scope::of(bracket, base, references);
        scope.is_in_function |= is_in_function;
        self.scopes.push(scope);
    }

    /// Makes references less sure, from one on.
    fn demote(&mut self, from: usize, to: Certainty) {
        for reference in self.reading.references.get_mut(from..).unwrap_or_default() {
            reference.certainty = reference.certainty.min(to);
        }
    }

    fn sign(&mut self, at: usize) {
        let sign = self.text_at(at);
        let limit = match sign {
            "&&" | "||" | "??" | "&&=" | "||=" | "??=" | "?" | "?." => Certainty::Conditional,
            "=>" => {
                self.demote_parameters(at);
                Certainty::Later
            }
            "," | ";" => {
                if let Some(scope) = self.scopes.last_mut() {
                    scope.expression = scope.statement;
                }
                return;
            }
            _ => return,
        };
        if let Some(scope) = self.scopes.last_mut() {
            scope.expression = scope.expression.min(limit);
        }
    }

    /// The parameters of an arrow function are values when it is called.
    fn demote_parameters(&mut self, arrow: usize) {
        let before = arrow.checked_sub(1).and_then(|before| self.tokens.get(before));
        if before.is_some_and(|token| matches!(token.kind, Kind::Close(_))) {
            self.demote(self.closed, Certainty::Later);
        }
    }

    fn name(&mut self, at: usize, token: Token) {
        let name = self.text_of(token);
        if let Some(known) = COMMONJS.iter().position(|known| *known == name) {
            self.commonjs(at, known, token);
        }
        match name {
            "require" => self.require(at),
            "import" => self.import(at, token),
            "export" if self.scopes.len() == 1 && token.starts_statement => self.export(at, token),
            "return" => self.has_left |= !self.is_in_function(),
            _ => {}
        }
    }

    fn is_in_function(&self) -> bool {
        self.scopes.last().is_some_and(|scope| scope.is_in_function || scope.expression == Certainty::Later)
    }

    /// A name that `CommonJS` gives to every file.
    fn commonjs(&mut self, at: usize, known: usize, token: Token) {
        let before = at.checked_sub(1).map_or("", |before| self.text_at(before));
        let next = self.text_at(at + 1);
        // `{ module: 1 }`
        if next == ":" && matches!(before, "{" | ",") {
            return;
        }
        let is_call = next == "(" && before != "function";
        let bracket = self.scopes.last().map_or(Bracket::Block, |scope| scope.bracket);
        // `import { a, __dirname }`, `{ __dirname } = paths`
        let is_in_braces = matches!(bracket, Bracket::Block | Bracket::Object) && matches!(before, "{" | "," | "as");
        let is_use = match COMMONJS.get(known).copied() {
            Some("require") => is_call || matches!(next, "." | "["),
            Some("module" | "exports") => matches!(next, "." | "["),
            _ => !is_in_braces && !matches!(before, "const" | "let" | "var") && next != "=",
        };
        let is_use = is_use && !matches!(bracket, Bracket::Parameters { .. });
        // Anything else may give the name another meaning: a parameter, a variable, an import.
        if !is_use && before != "typeof" {
            if let Some(binds) = self.binds.get_mut(known) {
                *binds = true;
            }
            return;
        }
        let is_run = match COMMONJS.get(known).copied() {
            // A method of that name has parameters.
            Some("require") => is_call && self.literal(at + 2).is_some(),
            // `module.hot` and the like ask bundlers and tests.
            Some("module") => next == "." && self.text_at(at + 2) == "exports" && self.text_at(at + 3) == "=",
            Some("exports") => next == "." && self.text_at(at + 3) == "=",
            _ => before != "typeof",
        };
        if is_run
            && self.certainty() == Certainty::Sure
            && let Some(uses) = self.uses.get_mut(known)
        {
            uses.get_or_insert(token.start..token.end);
        }
    }

    fn require(&mut self, at: usize) {
        let (open, how) = match (self.text_at(at + 1), self.text_at(at + 2)) {
            ("(", _) => (at + 1, How::Require),
            (".", "resolve") => (at + 3, How::Resolve),
            (".", "extensions" | "cache" | "main") => {
                self.reading.changes_resolution |= self.text_at(at + 2) == "extensions";
                return;
            }
            _ => return,
        };
        if let (Some(Kind::Open(_)), Some(name), Some(Kind::Close(_))) =
            (self.kind_at(open), self.literal(open + 1), self.kind_at(open + 2))
        {
            let certainty = self.certainty();
            self.reading.references.push(Reference { name, how, certainty });
        }
    }

    fn import(&mut self, at: usize, token: Token) {
        match self.text_at(at + 1) {
            "(" => {
                let is_method = matches!(self.kind_at(at + 3), Some(Kind::Close(_))) && self.text_at(at + 4) == "{";
                if let Some(name) = self.literal(at + 2).filter(|_| !is_method) {
                    // What it gives is a promise, whose failure may be awaited or caught anywhere.
                    let certainty = self.certainty().min(Certainty::Later);
                    self.reading.references.push(Reference { name, how: How::Dynamic, certainty });
                }
            }
            "." if self.text_at(at + 2) == "meta" => {
                self.reading.module_syntax.get_or_insert(token.start..token.end);
            }
            _ if self.scopes.len() == 1 && token.starts_statement => {
                self.reading.module_syntax.get_or_insert(token.start..token.end);
                self.declared(at + 1);
            }
            _ => {}
        }
    }

    fn export(&mut self, at: usize, token: Token) {
        self.reading.module_syntax.get_or_insert(token.start..token.end);
        if matches!(self.text_at(at + 1), "{" | "*") {
            self.declared(at + 1);
        }
    }

    /// The name at the end of a declaration, after `from` or alone.
    fn declared(&mut self, from: usize) {
        let is_part = |token: &Token| {
            matches!(token.kind, Kind::Name { .. } | Kind::Open(_) | Kind::Close(_))
                || matches!(self.text_of(*token), "*" | ",")
                // `import { 'a-b' as ab } from 'x'`
                || token.kind == Kind::Text
        };
        let rest = self.tokens.get(from..).unwrap_or_default();
        for (at, token) in (from..).zip(rest.iter().take(MOST_IN_A_CLAUSE).take_while(|token| is_part(token))) {
            let is_last = at == from || self.text_at(at.saturating_sub(1)) == "from";
            if token.kind == Kind::Text && is_last {
                if let Some(name) = self.literal(at) {
                    let certainty = Certainty::Sure;
                    self.reading.references.push(Reference { name, how: How::Import, certainty });
                }
                return;
            }
            // `export { a }` ends without a name where another statement starts.
            if token.starts_statement && self.text_of(*token) != "from" && at > from {
                return;
            }
        }
    }

    fn certainty(&self) -> Certainty {
        let certainty = self.scopes.last().map_or(Certainty::Sure, |scope| scope.expression);
        if self.has_left { certainty.min(Certainty::Conditional) } else { certainty }
    }

    fn finish(mut self) -> Reading {
        let [require, ..] = self.binds;
        self.reading.creates_require = self.creates_require();
        // The name may be a bundler's, or another loader's.
        if require && !self.reading.creates_require {
            self.reading.references.retain(|reference| !matches!(reference.how, How::Require | How::Resolve));
        }
        let uses = self.uses.into_iter().zip(self.binds).filter(|(_, binds)| !binds);
        self.reading.commonjs = uses.filter_map(|(used, _)| used).min_by_key(|used| used.start);
        self.reading
    }

    /// Whether `require` is what `require = createRequire(import.meta.url)` makes, which is `CommonJS`'s.
    fn creates_require(&self) -> bool {
        let words = ["require", "=", "createRequire", "(", "import", ".", "meta", ".", "url", ")"];
        let mut bound = 0;
        for at in 0..self.tokens.len() {
            if self.text_at(at) == "require" && self.text_at(at + 1) == "=" {
                bound += 1;
                if !words.iter().enumerate().all(|(offset, word)| self.text_at(at + offset) == *word) {
                    return false;
                }
            }
        }
        bound == 1
    }

    /// The text in quotes at a token, without escapes.
    fn literal(&self, at: usize) -> Option<Range<usize>> {
        let token = self.tokens.get(at).filter(|token| matches!(token.kind, Kind::Text | Kind::Template))?;
        let name = token.start + 1..token.end.checked_sub(1)?;
        self.text.get(name.clone()).filter(|text| !text.contains('\\')).map(|_| name)
    }

    fn kind_at(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn text_at(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| self.text_of(*token))
    }

    fn text_of(&self, token: Token) -> &'a str {
        self.text.get(token.start..token.end).unwrap_or_default()
    }
}

/// Names that `CommonJS` gives to every file (`Module.wrapper`).
const COMMONJS: [&str; 5] = ["require", "module", "exports", "__dirname", "__filename"];

/// Properties whose use changes how modules are found.
const CHANGERS: [&str; 6] = ["_extensions", "_initPaths", "_load", "_resolveFilename", "globalPaths", "registerHooks"];

/// Tokens of one `import` with all its names.
const MOST_IN_A_CLAUSE: usize = 10_000;

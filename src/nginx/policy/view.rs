//! A configuration as nginx sees it at run time: blocks, and what each inherits.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::nginx::config::{Config, Directive, Directives};
use crate::nginx::context::Context;

/// The blocks of a configuration that hold directives, outermost first. Tables such as `map` and `types` stand in it as
/// one directive.
pub(super) struct View<'a> {
    scopes: Vec<Scope<'a>>,
    statements: Vec<Statement<'a>>,
}

/// A block.
struct Scope<'a> {
    context: Context,
    parent: Option<usize>,
    opener: Option<usize>,
    /// Statements in the order of the text.
    statements: Vec<usize>,
    by_name: BTreeMap<&'a [u8], Vec<usize>>,
}

/// A directive and the block that it stands in.
#[derive(Clone, Copy)]
pub(super) struct Statement<'a> {
    pub(super) index: usize,
    pub(super) scope: usize,
    /// The block that it opens.
    pub(super) opens: Option<usize>,
    directive: Directive<'a>,
}

impl Statement<'_> {
    pub(super) fn name(&self) -> String {
        text(self.directive.name())
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.directive.name() == name.as_bytes()
    }

    /// The argument `index`, from 0; empty past the last.
    pub(super) fn argument(&self, index: usize) -> String {
        self.directive.argument(index).map(text).unwrap_or_default()
    }

    pub(super) fn arguments(&self) -> Vec<String> {
        self.directive.arguments().map(|word| text(word.value())).collect()
    }

    /// Its words, without the block.
    pub(super) fn span(&self) -> Range<usize> {
        let start = self.directive.span().start;
        let end = self.directive.words().last().map_or(start, |word| word.span().end);
        start..end
    }

    /// The lines of a table; none of a block of directives.
    pub(super) fn rows_of_table(&self) -> Vec<(String, Vec<String>)> {
        if self.opens.is_some() { Vec::new() } else { self.rows() }
    }

    /// The lines of a table: first word and the others.
    pub(super) fn rows(&self) -> Vec<(String, Vec<String>)> {
        let row = |line: Directive<'_>| {
            (text(line.name()), line.arguments().map(|word| text(word.value())).collect::<Vec<_>>())
        };
        self.directive.children().map(row).collect()
    }
}

impl<'a> View<'a> {
    pub(super) fn of(config: &'a Config) -> Self {
        let mut view = Self { scopes: vec![Scope::new(Context::Main, None, None)], statements: Vec::new() };
        let mut open: Vec<(usize, Directives<'a>)> = vec![(0, config.directives())];
        while let Some((scope, rest)) = open.last_mut() {
            let scope = *scope;
            let Some(directive) = rest.next() else {
                open.pop();
                continue;
            };
            let index = view.statements.len();
            let context = view.context(scope);
            let inner = if directive.is_block() { opened(context, directive.name()) } else { None };
            let opens = inner.map(|context| {
                view.scopes.push(Scope::new(context, Some(scope), Some(index)));
                view.scopes.len() - 1
            });
            view.statements.push(Statement { index, scope, opens, directive });
            if let Some(scope) = view.scopes.get_mut(scope) {
                scope.statements.push(index);
                scope.by_name.entry(directive.name()).or_default().push(index);
            }
            if let Some(opened) = opens {
                open.push((opened, directive.children()));
            }
        }
        view
    }

    /// Every directive, blocks before what they hold.
    pub(super) fn statements(&self) -> impl Iterator<Item = Statement<'a>> {
        self.statements.iter().copied()
    }

    pub(super) fn statement(&self, index: usize) -> Option<Statement<'a>> {
        self.statements.get(index).copied()
    }

    pub(super) fn context(&self, scope: usize) -> Context {
        self.scopes.get(scope).map_or(Context::Main, |scope| scope.context)
    }

    pub(super) fn parent(&self, scope: usize) -> Option<usize> {
        self.scopes.get(scope)?.parent
    }

    /// The directive that opens the block.
    pub(super) fn opener(&self, scope: usize) -> Option<Statement<'a>> {
        self.statement(self.scopes.get(scope)?.opener?)
    }

    /// What stands in the block, in the order of the text.
    pub(super) fn inside(&self, scope: usize) -> impl Iterator<Item = Statement<'a>> {
        let indices = self.scopes.get(scope).map_or(&[][..], |scope| &scope.statements);
        indices.iter().filter_map(|index| self.statement(*index))
    }

    /// The directives `name` that stand in the block itself.
    pub(super) fn own(&self, scope: usize, name: &str) -> impl Iterator<Item = Statement<'a>> {
        let named = self.scopes.get(scope).and_then(|scope| scope.by_name.get(name.as_bytes()));
        named.map_or(&[][..], Vec::as_slice).iter().filter_map(|index| self.statement(*index))
    }

    /// The directives `name` that hold in the block: those of the nearest block outwards that has any, for nginx
    /// inherits a setting, single or many, only where none stands further in. Of a long list the first few hundred, so
    /// that many blocks below a long list stay cheap.
    pub(super) fn effective(&self, scope: usize, name: &str) -> Vec<Statement<'a>> {
        let indices = self.holding(scope, name).iter().take(MOST_OF_A_KIND);
        indices.filter_map(|index| self.statement(*index)).collect()
    }

    /// The `allow` and `deny` that hold in the block, in the order of the text: they are one list, inherited as a whole.
    pub(super) fn access_rules(&self, scope: usize) -> Vec<Statement<'a>> {
        let mut at = Some(scope);
        while let Some(scope) = at.and_then(|scope| self.scopes.get(scope)) {
            let named = [&b"allow"[..], b"deny"].into_iter().filter_map(|name| scope.by_name.get(name)).flatten();
            let mut own: Vec<usize> = named.copied().take(MOST_OF_A_KIND).collect();
            if !own.is_empty() {
                own.sort_unstable();
                return own.into_iter().filter_map(|index| self.statement(index)).collect();
            }
            at = scope.parent;
        }
        Vec::new()
    }

    /// The first argument of the setting `name` that holds in the block.
    pub(super) fn setting(&self, scope: usize, name: &str) -> Option<String> {
        let index = self.holding(scope, name).last()?;
        self.statement(*index).map(|statement| statement.argument(0))
    }

    fn holding(&self, scope: usize, name: &str) -> &[usize] {
        let mut at = Some(scope);
        while let Some(scope) = at.and_then(|scope| self.scopes.get(scope)) {
            if let Some(own) = scope.by_name.get(name.as_bytes()) {
                return own;
            }
            at = scope.parent;
        }
        &[]
    }

    /// Blocks of a kind, in the order of the text.
    pub(super) fn scopes(&self, context: Context) -> impl Iterator<Item = usize> {
        self.scopes.iter().enumerate().filter(move |(_, scope)| scope.context == context).map(|(index, _)| index)
    }

    /// Blocks of upstreams by name, in lower case.
    pub(super) fn upstreams(&self) -> BTreeMap<String, usize> {
        let blocks = self.scopes(Context::Upstream).chain(self.scopes(Context::StreamUpstream));
        blocks.filter_map(|scope| Some((self.opener(scope)?.argument(0).to_ascii_lowercase(), scope))).collect()
    }

    /// The nearest block of kind `context` around the block, itself included.
    pub(super) fn around(&self, scope: usize, context: Context) -> Option<usize> {
        let mut at = Some(scope);
        while let Some(scope) = at {
            if self.context(scope) == context {
                return Some(scope);
            }
            at = self.parent(scope);
        }
        None
    }
}

impl Scope<'_> {
    const fn new(context: Context, parent: Option<usize>, opener: Option<usize>) -> Self {
        Self { context, parent, opener, statements: Vec::new(), by_name: BTreeMap::new() }
    }
}

/// The kind of block that a directive opens; `None` for tables.
fn opened(context: Context, name: &[u8]) -> Option<Context> {
    Some(match (context, name) {
        (Context::Main, b"events") => Context::Events,
        (Context::Main, b"http") => Context::Http,
        (Context::Main, b"stream") => Context::Stream,
        (Context::Main, b"mail") => Context::Mail,
        (Context::Http, b"server") => Context::Server,
        (Context::Http, b"upstream") => Context::Upstream,
        (Context::Stream, b"server") => Context::StreamServer,
        (Context::Stream, b"upstream") => Context::StreamUpstream,
        (Context::Mail, b"server") => Context::MailServer,
        (Context::Server | Context::Location, b"location") => Context::Location,
        (Context::Server, b"if") => Context::ServerIf,
        (Context::Location, b"if") => Context::LocationIf,
        (Context::Location, b"limit_except") => Context::LimitExcept,
        _ => return None,
    })
}

/// Directives of one name in one block that are looked at; real files stay below fifty.
const MOST_OF_A_KIND: usize = 500;

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

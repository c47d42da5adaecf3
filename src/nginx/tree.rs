//! A configuration as nginx reads it: one tree of blocks, with the included files in their places.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use super::config::{Config, Directive, Directives};
use super::context::Context;
use super::directives::{Definition, Effect, Name, foreign, name};
use super::files::{Files, Line, Place, Resolved};

/// Every directive in nginx's order, and the blocks that they are in. Words are those of the files; the lines of a
/// table such as `map` or `types` are no directives.
pub(super) struct Tree<'a> {
    pub(super) files: &'a Files<'a>,
    scopes: Vec<Scope>,
    statements: Vec<Statement<'a>>,
    by_name: OnceCell<(Vec<usize>, Vec<Named>)>,
}

/// A block.
struct Scope {
    context: Context,
    parent: Option<usize>,
    opener: Option<usize>,
    /// Statements in it and in the blocks inside.
    statements: Range<usize>,
}

/// A directive and the block that it is in.
#[derive(Clone, Copy)]
pub(super) struct Statement<'a> {
    pub(super) index: usize,
    pub(super) scope: usize,
    /// The block that it opens.
    pub(super) opens: Option<usize>,
    /// Past the last statement of its block, or of the files that it includes.
    pub(super) end: usize,
    pub(super) file: usize,
    pub(super) directive: Directive<'a>,
    name: Name,
}

impl<'a> Tree<'a> {
    pub(super) fn of(files: &'a Files<'a>) -> Self {
        let root = Scope { context: Context::Main, parent: None, opener: None, statements: 0..0 };
        let mut tree = Self { files, scopes: vec![root], statements: Vec::new(), by_name: OnceCell::new() };
        let mut open: Vec<Row<'a>> = files
            .config(0)
            .map(|config| Row { file: 0, scope: 0, opener: None, rest: config.directives() })
            .into_iter()
            .collect();
        while let Some(row) = open.last_mut() {
            let (scope, file) = (row.scope, row.file);
            let Some(directive) = row.rest.next() else {
                let end = tree.statements.len();
                if let Some(scope) = tree.scopes.get_mut(scope) {
                    scope.statements.end = end;
                }
                if let Some(statement) = row.opener.and_then(|opener| tree.statements.get_mut(opener)) {
                    statement.end = end;
                }
                open.pop();
                continue;
            };
            let index = tree.statements.len();
            let name = Name::find(directive.name());
            let mut statement = Statement { index, scope, opens: None, end: index + 1, file, directive, name };
            let opener = Some(index);
            if directive.is_block() {
                let context = tree.context(scope);
                let row = statement.rows().iter().find(|row| row.contexts.contain(context));
                if let Some(context) = row.and_then(|row| row.opens) {
                    let inner = tree.scopes.len();
                    let statements = index + 1..index + 1;
                    tree.scopes.push(Scope { context, parent: Some(scope), opener, statements });
                    statement.opens = Some(inner);
                    open.push(Row { file, scope: inner, opener, rest: directive.children() });
                }
            } else if let Some(Resolved::Files(included)) = files.included(statement.place()) {
                let most = MOST_OPEN.saturating_sub(open.len());
                // The first file has to come up first.
                for file in included.iter().take(most).rev() {
                    let rest = files.config(*file).map(Config::directives);
                    open.extend(rest.map(|rest| Row { file: *file, scope, opener, rest }));
                }
            }
            tree.statements.push(statement);
        }
        tree
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

    /// The directives in the block, in nginx's order.
    pub(super) fn inside(&self, scope: usize) -> impl Iterator<Item = Statement<'a>> {
        let Range { start, end } = self.scopes.get(scope).map_or(0..0, |scope| scope.statements.clone());
        self.range(start, end)
    }

    /// The directives after `statement` in its block.
    pub(super) fn following(&self, statement: &Statement<'a>) -> impl Iterator<Item = Statement<'a>> {
        let end = self.scopes.get(statement.scope).map_or(0, |scope| scope.statements.end);
        self.range(statement.next(), end)
    }

    /// Statements of one block.
    fn range(&self, start: usize, end: usize) -> impl Iterator<Item = Statement<'a>> {
        let at = move |index: usize| self.statements.get(index).filter(|_| index < end).copied();
        std::iter::successors(at(start), move |statement| at(statement.next()))
    }

    /// The directives `name` in the block itself.
    pub(super) fn own(&self, scope: usize, name: Name) -> impl DoubleEndedIterator<Item = Statement<'a>> {
        self.listed(self.named(scope, name))
    }

    /// The directives `name` that hold in the block: those of the nearest block outwards that has any, for nginx
    /// inherits a setting, single or many, only where there is none further in. Of a long list the first few hundred, so
    /// that many blocks below a long list stay cheap.
    pub(super) fn effective(&self, scope: usize, name: Name) -> impl DoubleEndedIterator<Item = Statement<'a>> {
        let holding = self.holding(scope, name);
        self.listed(holding.get(..MOST_OF_A_KIND).unwrap_or(holding))
    }

    /// The first argument of the setting `name` that holds in the block.
    pub(super) fn setting(&self, scope: usize, name: Name) -> Option<Cow<'a, str>> {
        self.listed(self.holding(scope, name)).next_back().map(|statement| statement.argument(0))
    }

    /// The `allow` and `deny` that hold in the block, in nginx's order: they are one list, inherited as a whole.
    pub(super) fn access_rules(&self, scope: usize) -> Vec<Statement<'a>> {
        for scope in self.outwards(scope) {
            let lists = [name!("allow"), name!("deny")].map(|name| self.named(scope, name));
            let own = lists.into_iter().flat_map(|list| self.listed(list.get(..MOST_OF_A_KIND).unwrap_or(list)));
            let mut own: Vec<Statement<'a>> = own.collect();
            if !own.is_empty() {
                own.sort_unstable_by_key(|statement| statement.index);
                return own;
            }
        }
        Vec::new()
    }

    /// Blocks of a kind, in nginx's order.
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
        self.outwards(scope).find(|scope| self.context(*scope) == context)
    }

    /// The lines of the table that `statement` opens, those of included files too; none of a block of directives.
    pub(super) fn lines(&self, statement: &Statement<'a>) -> impl Iterator<Item = Line<'a>> {
        let files = self.files;
        let table = statement.opens.is_none().then_some(statement.directive);
        table.into_iter().flat_map(move |directive| files.lines(statement.file, directive))
    }

    fn outwards(&self, scope: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(scope), |scope| self.parent(*scope))
    }

    fn holding(&self, scope: usize, name: Name) -> &[Named] {
        self.outwards(scope).map(|scope| self.named(scope, name)).find(|own| !own.is_empty()).unwrap_or_default()
    }

    fn named(&self, scope: usize, name: Name) -> &[Named] {
        let (ends, all) = self.by_name.get_or_init(|| self.index());
        let start = scope.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or_default();
        let own = all.get(start..ends.get(scope).copied().unwrap_or(start)).unwrap_or_default();
        let rest = own.get(own.partition_point(|(known, _)| *known < name)..).unwrap_or_default();
        rest.get(..rest.partition_point(|(known, _)| *known == name)).unwrap_or_default()
    }

    /// Statements of known names by block, name and order, and where those of each block end.
    fn index(&self) -> (Vec<usize>, Vec<Named>) {
        let mut all = Vec::with_capacity(self.statements.len());
        let ends = (0..self.scopes.len()).map(|scope| {
            let start = all.len();
            let known = self.inside(scope).filter(|statement| statement.name != Name::UNKNOWN);
            all.extend(known.map(|statement| (statement.name, statement.index)));
            all.get_mut(start..).unwrap_or_default().sort_unstable();
            all.len()
        });
        (ends.collect(), all)
    }

    fn listed(&self, names: &[Named]) -> impl DoubleEndedIterator<Item = Statement<'a>> {
        names.iter().filter_map(|(_, index)| self.statement(*index))
    }
}

impl<'a> Statement<'a> {
    /// Its name; empty when it is no text, as no directive of nginx is.
    pub(super) fn name(&self) -> &'a str {
        std::str::from_utf8(self.directive.name()).unwrap_or_default()
    }

    pub(super) fn is(&self, name: Name) -> bool {
        self.name == name
    }

    /// What the table says of its name, in the order in which nginx asks its modules.
    pub(super) fn rows(&self) -> &'static [Definition] {
        self.name.rows()
    }

    /// What it does, as the policy sees it.
    pub(super) fn effect(&self) -> Option<Effect> {
        if self.name == Name::UNKNOWN { foreign(self.name()) } else { self.name.effect() }
    }

    /// The argument `index`, from 0; empty past the last.
    pub(super) fn argument(&self, index: usize) -> Cow<'a, str> {
        String::from_utf8_lossy(self.directive.argument(index).unwrap_or_default())
    }

    pub(super) fn arguments(&self) -> impl DoubleEndedIterator<Item = Cow<'a, str>> + use<'a> {
        self.directive.arguments().map(|word| String::from_utf8_lossy(word.value()))
    }

    /// Its arguments, separated by spaces.
    pub(super) fn joined(&self) -> String {
        self.arguments().collect::<Vec<_>>().join(" ")
    }

    /// Its words, without the block.
    pub(super) fn span(&self) -> Range<usize> {
        let start = self.directive.span().start;
        let end = self.directive.words().last().map_or(start, |word| word.span().end);
        start..end
    }

    pub(super) const fn place(&self) -> Place {
        Place { file: self.file, node: self.directive.index() }
    }

    /// The next statement of its block.
    const fn next(&self) -> usize {
        if self.opens.is_some() { self.end } else { self.index + 1 }
    }
}

/// A block or an included file that is being read.
struct Row<'a> {
    file: usize,
    scope: usize,
    opener: Option<usize>,
    rest: Directives<'a>,
}

/// Name and number of a statement.
type Named = (Name, usize);

/// Blocks and files that are open at once.
const MOST_OPEN: usize = 10_000;
/// Directives of one name in one block that are looked at; real files stay below fifty.
const MOST_OF_A_KIND: usize = 500;

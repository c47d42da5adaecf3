//! The locations of a block.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Bound;

use crate::nginx::directives::name;
use crate::nginx::tree::{Statement, Tree};

/// The locations that stand in one block.
#[derive(Default)]
pub(super) struct Locations {
    exact: BTreeMap<Vec<u8>, Place>,
    prefixes: BTreeMap<Vec<u8>, Place>,
    patterns: Vec<(Vec<u8>, bool, usize)>,
    named: BTreeMap<Vec<u8>, usize>,
}

#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) scope: usize,
    pub(super) no_patterns: bool,
    /// It has a `*_pass` and a name that ends with a slash, so that nginx adds one to a path that lacks it.
    adds_slash: bool,
}

impl Locations {
    pub(super) fn of(tree: &Tree<'_>, scope: usize) -> Self {
        let mut locations = Self::default();
        for location in tree.own(scope, name!("location")) {
            let Some(opens) = location.opens else { continue };
            let (modifier, path) = Modifier::of(&location);
            let path = path.as_bytes().to_vec();
            let place = || Place {
                scope: opens,
                no_patterns: modifier == Modifier::NoRegex,
                adds_slash: path.ends_with(b"/") && passes(tree, opens),
            };
            match modifier {
                Modifier::Exact => {
                    let place = place();
                    locations.exact.entry(path).or_insert(place);
                }
                Modifier::Prefix | Modifier::NoRegex => {
                    let place = place();
                    locations.prefixes.entry(path).or_insert(place);
                }
                Modifier::Regex => locations.patterns.push((path, false, opens)),
                Modifier::RegexIgnoringCase => locations.patterns.push((path, true, opens)),
                Modifier::Named => {
                    locations.named.entry([b"@", &*path].concat()).or_insert(opens);
                }
            }
        }
        locations
    }

    pub(super) fn exact(&self, uri: &[u8]) -> Option<Place> {
        self.exact.get(uri).copied()
    }

    pub(super) fn has_prefix(&self, uri: &[u8]) -> bool {
        self.prefixes.contains_key(uri)
    }

    pub(super) fn named(&self, name: &[u8]) -> Option<usize> {
        self.named.get(name).copied()
    }

    /// The longest prefix of `uri`.
    pub(super) fn prefix(&self, uri: &[u8]) -> Option<Place> {
        let mut end = uri.len();
        loop {
            let before = (Bound::Unbounded, Bound::Included(uri.get(..end)?));
            let (found, place) = self.prefixes.range::<[u8], _>(before).next_back()?;
            if uri.starts_with(found) {
                return Some(*place);
            }
            // What comes before in the order shares at most this much with the path.
            end = found.iter().zip(uri).take_while(|(one, other)| one == other).count();
        }
    }

    /// The first pattern that matches, in the order of the text; `None` when that is not known.
    #[expect(clippy::option_option, reason = "the outer one is empty when the answer is not known")]
    pub(super) fn pattern(&self, mut matches: impl FnMut(&[u8], bool) -> Option<bool>) -> Option<Option<usize>> {
        for (pattern, ignore_case, opens) in &self.patterns {
            if matches(pattern, *ignore_case)? {
                return Some(Some(*opens));
            }
        }
        Some(None)
    }

    pub(super) fn slash(&self, uri: &[u8]) -> Option<usize> {
        let with = [uri, b"/"].concat();
        let both = [self.exact.get(&with), self.prefixes.get(&with)];
        let adds = both.iter().flatten().any(|place| place.adds_slash);
        both.into_iter().flatten().next().filter(|_| adds).map(|place| place.scope)
    }
}

/// Whether a handler of the location itself passes requests on.
fn passes(tree: &Tree<'_>, scope: usize) -> bool {
    let passes = [
        name!("proxy_pass"),
        name!("fastcgi_pass"),
        name!("uwsgi_pass"),
        name!("scgi_pass"),
        name!("grpc_pass"),
        name!("memcached_pass"),
    ];
    passes.into_iter().any(|name| tree.own(scope, name).next().is_some())
}

/// How a location is matched.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::nginx) enum Modifier {
    Exact,
    Named,
    NoRegex,
    Prefix,
    Regex,
    RegexIgnoringCase,
}

impl Modifier {
    /// The modifier of a `location` and its path or pattern. They may be written as one word.
    pub(in crate::nginx) fn of<'a>(location: &Statement<'a>) -> (Self, Cow<'a, str>) {
        let (first, second) = (location.argument(0), location.argument(1));
        let separate = !second.is_empty();
        for (word, modifier) in [
            ("^~", Self::NoRegex),
            ("~*", Self::RegexIgnoringCase),
            ("=", Self::Exact),
            ("~", Self::Regex),
            ("@", Self::Named),
        ] {
            if let Some(rest) = first.strip_prefix(word) {
                return (modifier, if separate { second } else { rest.to_owned().into() });
            }
        }
        (Self::Prefix, first)
    }
}

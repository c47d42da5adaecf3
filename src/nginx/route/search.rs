//! Which location a path leads to: `ngx_http_core_find_location`.

use super::model::Model;

/// What a path leads to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Located {
    /// The block of a location.
    Location(usize),
    /// A redirect to the path with a slash, which the location of this block takes.
    Slash(usize),
    /// No location.
    Nothing,
}

impl Model<'_, '_> {
    /// The location of `uri` in `server`. `matches` is told of each pattern that is tried, and whether it ignores
    /// case, and says whether it matches; `None` ends the search.
    pub(super) fn locate(
        &self,
        server: usize,
        uri: &[u8],
        mut matches: impl FnMut(&[u8], bool) -> Option<bool>,
    ) -> Option<Located> {
        let mut levels = vec![(server, false)];
        let mut found = Located::Nothing;
        // Down through prefixes.
        while let Some((level, _)) = levels.last() {
            let locations = self.locations(*level);
            if let Some(place) = locations.exact(uri) {
                return Some(Located::Location(place.scope));
            }
            let prefix = locations.prefix(uri);
            let equal = locations.has_prefix(uri);
            if let Some(scope) = locations.slash(uri).filter(|_| !equal) {
                return Some(Located::Slash(scope));
            }
            let Some(place) = prefix else { break };
            found = Located::Location(place.scope);
            if let Some((_, no_patterns)) = levels.last_mut() {
                *no_patterns = place.no_patterns;
            }
            levels.push((place.scope, false));
        }
        // And up through patterns: those of the innermost block first.
        while let Some((level, no_patterns)) = levels.pop() {
            if no_patterns {
                continue;
            }
            if let Some(scope) = self.locations(level).pattern(&mut matches)? {
                return self.inside_pattern(scope, matches).map(Located::Location);
            }
        }
        Some(found)
    }

    /// In the block of a pattern only patterns are reached: `ngx_http_init_locations` takes its list apart before
    /// `ngx_http_init_static_location_trees` would look at it.
    fn inside_pattern(&self, scope: usize, mut matches: impl FnMut(&[u8], bool) -> Option<bool>) -> Option<usize> {
        let mut at = scope;
        while let Some(inner) = self.locations(at).pattern(&mut matches)? {
            at = inner;
        }
        Some(at)
    }
}

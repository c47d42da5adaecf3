//! Pools of threads: declared in one place, used by name in others.

use std::collections::BTreeSet;

use super::fault::{Fault, Kind, Outcome, fault, said, text};
use super::number;
use super::statement::Statement;
use crate::nginx::files::Place;

#[derive(Debug, Default)]
pub(super) struct ThreadPools<'a> {
    declared: BTreeSet<&'a [u8]>,
    used: Vec<(&'a [u8], Place)>,
}

impl<'a> ThreadPools<'a> {
    /// `thread_pool`: `ngx_thread_pool`
    pub(super) fn declare(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let name = statement.value(1);
        if !self.declared.insert(name) {
            return Err(fault!(DuplicateName at 1, "duplicate thread pool \"{name}\""
                / "线程池“{name}”重复"; name = text(name)));
        }
        let mut threads = false;
        for (word, given) in statement.values.iter().copied().enumerate().skip(2) {
            let invalid = |what: &str| {
                Err(fault!(Value at word, "invalid {what} value \"{given}\""
                    / "{what} 的值“{given}”无效"; given = text(given), what))
            };
            // ngx_thread_pool passes over a parameter that it does not know.
            if let Some(count) = given.strip_prefix(b"threads=") {
                if number::number(count).is_none_or(|count| count <= 0) {
                    return invalid("threads");
                }
                threads = true;
            } else if let Some(count) = given.strip_prefix(b"max_queue=")
                && number::number(count).is_none()
            {
                return invalid("max_queue");
            }
        }
        if threads {
            return Ok(());
        }
        Err(fault!(Value, "\"thread_pool\" must have \"threads\" parameter" / "“thread_pool”必须有“threads”参数"))
    }

    /// Notes that `statement` uses the pool `name`, which may be declared later.
    pub(super) fn take(&mut self, statement: &Statement<'a, '_>, name: &'a [u8]) {
        self.used.push((name, statement.place));
    }

    /// Pools that are used and never declared; `ngx_thread_pool_init_conf` gives `default` its threads.
    pub(super) fn unknown(&self) -> Vec<(Place, Fault)> {
        let unknown = self.used.iter().filter(|(name, _)| !self.declared.contains(name) && *name != b"default");
        unknown
            .map(|(name, place)| {
                let words = said!("unknown thread pool \"{name}\"" / "未知线程池“{name}”"; name = text(name));
                (*place, Fault::new(Kind::UnknownZone, words).at(1))
            })
            .collect()
    }
}

//! Headers that say more of the entry after them: pax records and GNU's long names.

use super::{KEPT_BYTES, Walk};
use crate::diagnostic::{Findings, Location};
use crate::finding;
use crate::package::archive::name;
use crate::package::archive::rules::limit::MetadataKind;
use crate::package::archive::rules::path::PATH_CONTROL;
use crate::package::archive::rules::tar::{
    GnuFault, PaxFault, SizeFault, TAR_GNU_INVALID, TAR_PAX_GLOBAL, TAR_PAX_INVALID, TAR_SIZE_MISMATCH, TAR_SPARSE,
};
use crate::package::archive::stop::Stop;
use crate::package::archive::tar::pax::{self, Pax, PaxError, Scope};

/// Extension headers before their entry.
#[derive(Debug, Default)]
pub(super) struct Extensions {
    pub(super) data: Vec<u8>,
    pub(super) pax: Option<Pax>,
    pub(super) long_name: Option<Vec<u8>>,
    pub(super) long_link: Option<Vec<u8>>,
}

impl Extensions {
    pub(super) const fn is_pending(&self) -> bool {
        self.pax.is_some() || self.long_name.is_some() || self.long_link.is_some()
    }

    pub(super) fn both_names(&self) -> bool {
        let pax = self.pax.as_ref();
        (self.long_name.is_some() && pax.is_some_and(|pax| pax.path.is_some()))
            || (self.long_link.is_some() && pax.is_some_and(|pax| pax.link.is_some()))
    }
}

impl Walk {
    pub(super) fn extension(&mut self, kind: u8, findings: &mut Findings<'_>) -> Result<(), Stop> {
        let data = std::mem::take(&mut self.extensions.data);
        match kind {
            b'g' => {
                if self.extensions.is_pending() {
                    return Err(self.bad_pax(PaxFault::Dangling, &[], findings));
                }
                self.read_pax(&data, Scope::Global, findings)?;
            }
            b'x' => {
                if self.extensions.pax.is_some() {
                    return Err(self.bad_pax(PaxFault::Twice, &[], findings));
                }
                self.extensions.pax = Some(self.read_pax(&data, Scope::Next, findings)?);
            }
            _ => {
                // GNU tar writes one NUL after the name; others fill a field with them.
                let text = data.strip_suffix(&[0]).unwrap_or(&data);
                let end = text.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
                let text = text.get(..end).unwrap_or_default();
                let place = if kind == b'L' { &mut self.extensions.long_name } else { &mut self.extensions.long_link };
                let fault = if text.is_empty() {
                    Some(GnuFault::Empty)
                } else if text.contains(&0) {
                    Some(GnuFault::Nul)
                } else if place.is_some() {
                    Some(GnuFault::Twice)
                } else {
                    None
                };
                *place = Some(text.to_owned());
                if let Some(fault) = fault {
                    findings.add(self.header_place(Location::input()), finding!(TAR_GNU_INVALID { fault }));
                    return Err(Stop);
                }
            }
        }
        if self.extensions.both_names() {
            return Err(self.bad_pax(PaxFault::BothNames, b"path", findings));
        }
        // The buffer is used again, unless it has grown unusually.
        self.extensions.data = data;
        self.extensions.data.clear();
        self.extensions.data.shrink_to(KEPT_BYTES);
        Ok(())
    }

    pub(super) fn read_pax(&self, data: &[u8], scope: Scope, findings: &mut Findings<'_>) -> Result<Pax, Stop> {
        let records = self.options.limits().records();
        let place = self.header_place(Location::input());
        pax::read(data, scope, records.0).map_err(|error| {
            match error {
                PaxError::Fault(fault, key) => return self.bad_pax(fault, &key, findings),
                PaxError::Global(key) => findings.add(place, finding!(TAR_PAX_GLOBAL { key: name::shown(&key) })),
                PaxError::Newline(name) => findings.add(place, finding!(PATH_CONTROL { name: name::shown(&name) })),
                PaxError::SizeTwice => {
                    let name = name::shown(&self.last_name);
                    findings.add(place, finding!(TAR_SIZE_MISMATCH { name, fault: SizeFault::PaxTwice }));
                }
                PaxError::Sparse => findings.add(place, finding!(TAR_SPARSE { name: name::shown(&self.last_name) })),
                PaxError::TooMany(found) => return self.too_much(MetadataKind::Records, found, records.0, findings),
            }
            Stop
        })
    }

    pub(super) fn check_dangling(&self, findings: &mut Findings<'_>) -> Result<(), Stop> {
        if self.extensions.long_name.is_some() || self.extensions.long_link.is_some() {
            let finding = finding!(TAR_GNU_INVALID { fault: GnuFault::Dangling });
            findings.add(self.header_place(Location::input()), finding);
            return Err(Stop);
        }
        if self.extensions.pax.is_some() {
            return Err(self.bad_pax(PaxFault::Dangling, &[], findings));
        }
        Ok(())
    }

    pub(super) fn bad_pax(&self, fault: PaxFault, key: &[u8], findings: &mut Findings<'_>) -> Stop {
        let finding = finding!(TAR_PAX_INVALID { fault, key: name::shown(key) });
        findings.add(self.header_place(Location::input()), finding);
        Stop
    }
}

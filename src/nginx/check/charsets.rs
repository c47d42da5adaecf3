//! Tables between charsets, and the recodings that need one.

use std::collections::BTreeSet;

use super::fault::{Fault, Kind, Outcome, said, text, value};
use super::merge::Recoding;
use super::script::Variables;
use super::statement::Statement;
use super::tables::{Lines, entry};
use crate::diagnostic::Sentence;
use crate::nginx::files::Place;

/// Pairs of charsets that a `charset_map` stands between, in lower case and in order.
#[derive(Debug, Default)]
pub(super) struct Charsets {
    maps: BTreeSet<(Vec<u8>, Vec<u8>)>,
}

impl Charsets {
    /// `ngx_http_charset_map_block`
    pub(super) fn map<'a>(&mut self, statement: &Statement<'a, '_>, lines: &mut Lines<'_, 'a>) -> Outcome {
        let (source, target) = (statement.value(1).to_ascii_lowercase(), statement.value(2).to_ascii_lowercase());
        let (from, to) = (text(statement.value(1)), text(statement.value(2)));
        if source == target {
            let words = said!("\"charset_map\" between the same charsets \"{from}\" and \"{to}\""
                / "“charset_map”的两个字符集相同：“{from}”和“{to}”"; from, to);
            return Err(Fault::new(Kind::Conflict, words).at(2));
        }
        let pair = if source < target { (source, target.clone()) } else { (target.clone(), source) };
        if !self.maps.insert(pair) {
            let words = said!("duplicate \"charset_map\" between \"{from}\" and \"{to}\""
                / "“{from}”与“{to}”之间的“charset_map”重复"; from, to);
            return Err(Fault::new(Kind::DuplicateName, words).at(2));
        }
        let utf8 = target == b"utf-8";
        lines.read(statement, |line| {
            let [left, right] = *line.values.as_slice() else {
                return Err(entry(Sentence::plain("invalid parameters number", "参数个数无效")));
            };
            if !byte(left) {
                return Err(value(left, 0));
            }
            let valid = if utf8 { right.chunks(2).all(|pair| pair.len() == 2 && byte(pair)) } else { byte(right) };
            if valid { Ok(()) } else { Err(value(right, 1)) }
        });
        Ok(())
    }

    /// `ngx_http_charset_postconfiguration`: a table serves both directions.
    pub(super) fn without_map(&self, recodings: &[Recoding<'_>]) -> Vec<(Place, Fault)> {
        let mut faults = Vec::new();
        for Recoding { place, from, to } in recodings {
            let pair = (from.to_ascii_lowercase(), to.to_ascii_lowercase());
            let swapped = (pair.1.clone(), pair.0.clone());
            if pair.0 != pair.1 && !self.maps.contains(&pair) && !self.maps.contains(&swapped) {
                let (from, to) = (text(from), text(to));
                let words = said!("no \"charset_map\" between the charsets \"{from}\" and \"{to}\""
                    / "字符集“{from}”与“{to}”之间没有“charset_map”"; from, to);
                faults.push((*place, Fault::new(Kind::Conflict, words).at(1)));
            }
        }
        faults
    }
}

/// `charset` and its kin: `ngx_http_set_charset_slot` looks for a variable at the start only.
pub(super) fn charset<'a>(statement: &Statement<'a, '_>, variables: &mut Variables<'a>) {
    if let [b'$', name @ ..] = statement.value(1) {
        variables.take(statement, name, 1);
    }
}

/// Whether text is a number of 0 to ff.
fn byte(text: &[u8]) -> bool {
    let digits = text.iter().all(u8::is_ascii_hexdigit);
    let significant = text.iter().skip_while(|byte| **byte == b'0').count();
    digits && !text.is_empty() && significant <= 2
}

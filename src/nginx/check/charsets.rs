//! `charset_map` tables, and the conversions that need one.

use std::collections::BTreeSet;

use super::fault::{Fault, Kind, Outcome, said, text, value};
use super::merge::Recoding;
use super::script::Variables;
use super::statement::Statement;
use super::tables::{Lines, entry};
use crate::diagnostic::Sentence;
use crate::nginx::files::Place;

/// Pairs of charsets that have a `charset_map`, each as [`pair`] gives it.
#[derive(Debug, Default)]
pub(super) struct CharsetMaps {
    pairs: BTreeSet<(Vec<u8>, Vec<u8>)>,
}

impl CharsetMaps {
    /// `ngx_http_charset_map_block`
    pub(super) fn map<'a>(&mut self, statement: &Statement<'a, '_>, lines: &mut Lines<'_, 'a>) -> Outcome {
        let (source, target) = (statement.value(1), statement.value(2));
        let (from, to) = (text(source), text(target));
        if source.eq_ignore_ascii_case(target) {
            let words = said!("\"charset_map\" between the same charsets \"{from}\" and \"{to}\""
                / "“charset_map”的两个字符集相同：“{from}”和“{to}”"; from, to);
            return Err(Fault::new(Kind::Conflict, words).at(2));
        }
        if !self.pairs.insert(pair(source, target)) {
            let words = said!("duplicate \"charset_map\" between \"{from}\" and \"{to}\""
                / "“{from}”与“{to}”之间的“charset_map”重复"; from, to);
            return Err(Fault::new(Kind::DuplicateName, words).at(2));
        }
        let utf8 = target.eq_ignore_ascii_case(b"utf-8");
        lines.read(statement, |line| {
            let [left, right] = *line.values.as_slice() else {
                return Err(entry(Sentence::plain("invalid parameters number", "参数个数无效")));
            };
            if !is_hex_byte(left) {
                return Err(value(left, 0));
            }
            // A character of UTF-8 is written as its bytes in two digits each, without separators.
            let valid = if utf8 {
                right.chunks(2).all(|digits| digits.len() == 2 && is_hex_byte(digits))
            } else {
                is_hex_byte(right)
            };
            if valid { Ok(()) } else { Err(value(right, 1)) }
        });
        Ok(())
    }

    /// Recodings between charsets without a `charset_map`, which serves both directions:
    /// `ngx_http_charset_postconfiguration`.
    pub(super) fn unmapped(&self, recodings: &[Recoding<'_>]) -> Vec<(Place, Fault)> {
        let mut faults = Vec::new();
        for Recoding { place, from, to } in recodings {
            if !from.eq_ignore_ascii_case(to) && !self.pairs.contains(&pair(from, to)) {
                let (from, to) = (text(from), text(to));
                let words = said!("no \"charset_map\" between the charsets \"{from}\" and \"{to}\""
                    / "字符集“{from}”与“{to}”之间没有“charset_map”"; from, to);
                faults.push((*place, Fault::new(Kind::Conflict, words).at(1)));
            }
        }
        faults
    }
}

/// `charset` and `source_charset`: to `ngx_http_set_charset_slot` only a value that starts with `$` is a variable.
pub(super) fn charset<'a>(statement: &Statement<'a, '_>, variables: &mut Variables<'a>) {
    if let [b'$', name @ ..] = statement.value(1) {
        variables.take(statement, name, 1);
    }
}

/// Two charsets in lower case, the same pair in either order.
fn pair(one: &[u8], other: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let (one, other) = (one.to_ascii_lowercase(), other.to_ascii_lowercase());
    if one < other { (one, other) } else { (other, one) }
}

/// Whether `text` is a hexadecimal number up to ff; leading zeros are allowed.
fn is_hex_byte(text: &[u8]) -> bool {
    let all_digits = text.iter().all(u8::is_ascii_hexdigit);
    let significant = text.iter().skip_while(|byte| **byte == b'0').count();
    all_digits && !text.is_empty() && significant <= 2
}

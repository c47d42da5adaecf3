//! Two texts as a unified diff.

use std::fmt::Write;

/// What turns `old` into `new`, as `diff -u` prints it; empty when nothing does.
pub(crate) fn unified(name: &str, old: &[u8], new: &[u8]) -> String {
    if old == new {
        return String::new();
    }
    let [old, new] = [old, new].map(String::from_utf8_lossy);
    let lines = changes(&old.split_inclusive('\n').collect::<Vec<_>>(), &new.split_inclusive('\n').collect::<Vec<_>>());
    let mut out = format!("--- {name}\n+++ {name}\n");
    for hunk in hunks(&lines) {
        let Some(shown) = lines.get(hunk.clone()) else { continue };
        let before = lines.get(..hunk.start).unwrap_or_default();
        let count = |lines: &[Line<'_>], side: Side| lines.iter().filter(|line| line.side != side).count();
        let (from, removed) = (count(before, Side::New), count(shown, Side::New));
        let (to, added) = (count(before, Side::Old), count(shown, Side::Old));
        // A range of no lines is named by the line before it.
        let start = |at: usize, count: usize| if count == 0 { at } else { at + 1 };
        // Writing to a String cannot fail.
        let _ = writeln!(out, "@@ -{},{removed} +{},{added} @@", start(from, removed), start(to, added));
        for line in shown {
            let sign = match line.side {
                Side::Both => ' ',
                Side::Old => '-',
                Side::New => '+',
            };
            out.push(sign);
            out.push_str(line.text);
            if !line.text.ends_with('\n') {
                out.push_str("\n\\ No newline at end of file\n");
            }
        }
    }
    out
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Side {
    Both,
    Old,
    New,
}

#[derive(Clone, Copy)]
struct Line<'a> {
    side: Side,
    text: &'a str,
}

/// All lines, with the longest common part of both texts kept.
fn changes<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Line<'a>> {
    let same = |side: Side| move |text: &&'a str| Line { side, text };
    let head = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old_rest, new_rest) = (old.get(head..).unwrap_or_default(), new.get(head..).unwrap_or_default());
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(old, new)| old == new).count();
    let (old_middle, end) = old_rest.split_at(old_rest.len() - tail);
    let (new_middle, _) = new_rest.split_at(new_rest.len() - tail);
    let mut lines: Vec<Line<'a>> = old.iter().take(head).map(same(Side::Both)).collect();
    lines.extend(middle(old_middle, new_middle));
    lines.extend(end.iter().map(same(Side::Both)));
    lines
}

fn middle<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Line<'a>> {
    let width = new.len() + 1;
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        let removed = old.iter().map(|text| Line { side: Side::Old, text });
        return removed.chain(new.iter().map(|text| Line { side: Side::New, text })).collect();
    }
    // How many lines the rests of both have in common.
    let mut common = vec![0_u32; (old.len() + 1) * width];
    let at = |common: &[u32], row: usize, column: usize| common.get(row * width + column).copied().unwrap_or_default();
    for (row, one) in old.iter().enumerate().rev() {
        for (column, other) in new.iter().enumerate().rev() {
            let best = if one == other {
                at(&common, row + 1, column + 1) + 1
            } else {
                at(&common, row + 1, column).max(at(&common, row, column + 1))
            };
            if let Some(cell) = common.get_mut(row * width + column) {
                *cell = best;
            }
        }
    }
    let (mut row, mut column) = (0, 0);
    let mut lines = Vec::new();
    loop {
        match (old.get(row), new.get(column)) {
            (Some(one), Some(other)) if one == other => {
                lines.push(Line { side: Side::Both, text: one });
                (row, column) = (row + 1, column + 1);
            }
            (Some(text), other) if other.is_none() || at(&common, row + 1, column) >= at(&common, row, column + 1) => {
                lines.push(Line { side: Side::Old, text });
                row += 1;
            }
            (_, Some(text)) => {
                lines.push(Line { side: Side::New, text });
                column += 1;
            }
            (_, None) => return lines,
        }
    }
}

/// Changed lines with three around them; hunks that would touch are one.
fn hunks(lines: &[Line<'_>]) -> Vec<std::ops::Range<usize>> {
    let mut hunks: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, _) in lines.iter().enumerate().filter(|(_, line)| line.side != Side::Both) {
        let (start, end) = (at.saturating_sub(CONTEXT), (at + 1 + CONTEXT).min(lines.len()));
        match hunks.last_mut().filter(|hunk| start <= hunk.end) {
            Some(hunk) => hunk.end = end,
            None => hunks.push(start..end),
        }
    }
    hunks
}

/// Lines that are shown before and after a change.
const CONTEXT: usize = 3;
/// Pairs of lines that are compared; past it the changed part is shown as a whole.
const MOST_PAIRS: usize = 4 << 20;

//! Matching a text.
#![expect(clippy::option_option, reason = "the outer one is empty when the answer is not known")]

use super::{Anchor, Groups, Part, Pattern, Step};

/// The first match; `None` when it takes too long to tell.
pub(super) fn find(pattern: &Pattern, text: &[u8]) -> Option<Option<Groups>> {
    let mut matcher = Matcher { pattern, text, left: MOST_STEPS };
    for start in 0..=text.len() {
        let mut places = vec![None; 2 * (pattern.groups + 1) + pattern.loops];
        if matcher.part(0, start, &mut places, 0)?.is_some() {
            let groups = places.chunks(2).take(pattern.groups + 1).map(|pair| match pair {
                [Some(start), Some(end)] => Some((*start, *end)),
                _ => None,
            });
            return Some(Some(Groups(groups.collect())));
        }
    }
    Some(None)
}

struct Matcher<'p> {
    pattern: &'p Pattern,
    text: &'p [u8],
    /// Steps that may yet be taken.
    left: u32,
}

/// What to do when the way taken fails.
enum Retreat {
    Go { step: usize, at: usize },
    Put { place: usize, back: Option<usize> },
}

impl Matcher<'_> {
    /// Matches from `step` to the next `Done`, and says where that is in the text. Parts are as deep as groups.
    fn part(&mut self, step: usize, at: usize, places: &mut [Option<usize>], depth: usize) -> Option<Option<usize>> {
        if depth > MOST_DEPTH {
            return None;
        }
        let mut retreats: Vec<Retreat> = Vec::new();
        let (mut step, mut at) = (step, at);
        loop {
            self.left = self.left.checked_sub(1)?;
            let next = match self.pattern.steps.get(step)? {
                Step::Done => return Some(Some(at)),
                Step::Byte(set) => {
                    let fits = self.text.get(at).is_some_and(|byte| set.has(*byte));
                    fits.then_some((step + 1, at + 1))
                }
                Step::Either(first, second) => {
                    retreats.push(Retreat::Go { step: *second, at });
                    Some((*first, at))
                }
                Step::Jump(to) => Some((*to, at)),
                Step::Keep(place) => {
                    let back = places.get_mut(*place)?;
                    retreats.push(Retreat::Put { place: *place, back: *back });
                    *back = Some(at);
                    Some((step + 1, at))
                }
                Step::Progress { kept, exit } => {
                    let moved = places.get(*kept).copied().flatten() != Some(at);
                    Some((if moved { step + 1 } else { *exit }, at))
                }
                Step::At(anchor) => self.holds(*anchor, at).then_some((step + 1, at)),
                Step::Again { group, ignore_case } => {
                    self.again(*group, *ignore_case, at, places).map(|at| (step + 1, at))
                }
                Step::Part { kind, end } => {
                    let before = places.to_vec();
                    let found = self.look(*kind, step + 1, at, places, depth)?;
                    if found.is_some() {
                        let changed =
                            before.iter().enumerate().filter(|(place, back)| places.get(*place) != Some(*back));
                        retreats.extend(changed.map(|(place, back)| Retreat::Put { place, back: *back }));
                    }
                    found.map(|at| (*end, at))
                }
            };
            if let Some(next) = next {
                (step, at) = next;
                continue;
            }
            loop {
                match retreats.pop() {
                    None => return Some(None),
                    Some(Retreat::Go { step: back, at: place }) => {
                        (step, at) = (back, place);
                        break;
                    }
                    Some(Retreat::Put { place, back }) => *places.get_mut(place)? = back,
                }
            }
        }
    }

    /// Where the match goes on after a part, when it may.
    fn look(
        &mut self,
        kind: Part,
        step: usize,
        at: usize,
        places: &mut [Option<usize>],
        depth: usize,
    ) -> Option<Option<usize>> {
        let mut inner = places.to_vec();
        let found = match kind {
            Part::Ahead | Part::NotAhead | Part::Atomic => self.part(step, at, &mut inner, depth + 1)?,
            Part::Behind | Part::NotBehind => self.behind(step, at, &mut inner, depth)?,
        };
        Some(match (kind, found) {
            (Part::NotAhead | Part::NotBehind, None) => Some(at),
            (Part::NotAhead | Part::NotBehind, Some(_)) | (_, None) => None,
            (kind, Some(end)) => {
                places.copy_from_slice(&inner);
                Some(if kind == Part::Atomic { end } else { at })
            }
        })
    }

    /// Each alternative of what is behind has one length, so that the first start that ends here is it.
    fn behind(&mut self, step: usize, at: usize, places: &mut [Option<usize>], depth: usize) -> Option<Option<usize>> {
        for start in (at.saturating_sub(MOST_BEHIND)..=at).rev() {
            let mut inner = places.to_vec();
            if self.part(step, start, &mut inner, depth + 1)? == Some(at) {
                places.copy_from_slice(&inner);
                return Some(Some(at));
            }
        }
        Some(None)
    }

    fn again(&self, group: usize, ignore_case: bool, at: usize, places: &[Option<usize>]) -> Option<usize> {
        let place = |number: usize| places.get(number).copied().flatten();
        let taken = self.text.get(place(2 * group)?..place(2 * group + 1)?)?;
        let here = self.text.get(at..at + taken.len())?;
        let same = if ignore_case { taken.eq_ignore_ascii_case(here) } else { taken == here };
        same.then_some(at + taken.len())
    }

    fn holds(&self, anchor: Anchor, at: usize) -> bool {
        let byte = |at: Option<usize>| at.and_then(|at| self.text.get(at)).copied();
        let word = |at: Option<usize>| byte(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let boundary = word(at.checked_sub(1)) != word(Some(at));
        match anchor {
            Anchor::Start => at == 0,
            Anchor::LineStart => at == 0 || byte(at.checked_sub(1)) == Some(b'\n'),
            Anchor::End => at == self.text.len(),
            Anchor::EndOrBreak => self.text.get(at..).is_some_and(|rest| rest.is_empty() || rest == b"\n"),
            Anchor::LineEnd => at == self.text.len() || byte(Some(at)) == Some(b'\n'),
            Anchor::Boundary => boundary,
            Anchor::NoBoundary => !boundary,
        }
    }
}

/// A real pattern takes a few hundred on a long path.
const MOST_STEPS: u32 = 200_000;
const MOST_DEPTH: usize = 32;
/// PCRE allows 255 bytes and more; names of files are shorter.
const MOST_BEHIND: usize = 255;

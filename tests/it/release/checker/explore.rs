//! Walks through every state.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use super::invariants::{self, Broken};
use super::key::key;
use super::world::{Model, Move, Node};

/// What an exploration found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub states: usize,
    pub moves: usize,
    /// Longest of the shortest ways to a state.
    pub depth: usize,
    /// How often each invariant was broken, with the first way to it.
    pub broken: BTreeMap<Broken, (usize, Vec<String>)>,
    /// Whether exploration ended before every state was seen.
    pub is_cut: bool,
}

impl Found {
    fn add(&mut self, broken: Broken, way: impl FnOnce() -> Vec<String>) {
        self.broken.entry(broken).or_insert_with(|| (0, way())).0 += 1;
    }
}

/// When an exploration ends early.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Until {
    /// Never.
    End,
    /// At the first broken invariant, or when so many states were seen.
    Broken(usize),
}

/// Every state, breadth first, with exact keys; then the invariants of liveness over the whole graph.
pub fn explore(model: &Model, until: Until) -> Found {
    let mut found = Found::default();
    let mut graph = Graph::default();
    let mut queue = VecDeque::new();
    let start = model.start();
    graph.known.insert(key(model.config.kind, &start), 0);
    graph.add(None, model, &start, 0);
    queue.push_back((0_u32, start));
    while let Some((index, node)) = queue.pop_front() {
        for action in model.moves(&node) {
            let Some(mut step) = model.step(&node, &action) else { continue };
            let mut broken = Vec::new();
            invariants::of_move(model, &node, &action, &mut step, &mut broken);
            invariants::of_state(model, &step.node, &mut broken);
            found.moves += 1;
            let fresh = u32::try_from(graph.known.len()).unwrap();
            let known = *graph.known.entry(key(model.config.kind, &step.node)).or_insert(fresh);
            for broken in broken {
                found.add(broken, || graph.way(index, &action, &step.node, model));
            }
            if known == fresh {
                let depth = graph.states[index as usize].depth + 1;
                found.depth = found.depth.max(depth as usize);
                graph.add(Some((index, action.clone())), model, &step.node, depth);
                queue.push_back((known, step.node));
            }
            if known != index {
                if action.is_system() {
                    graph.system.push((index, known));
                }
                if !action.is_fault() {
                    graph.free.push((index, known));
                }
            }
        }
        if let Until::Broken(most) = until
            && (!found.broken.is_empty() || graph.known.len() > most)
        {
            found.is_cut = true;
            break;
        }
    }
    found.states = graph.known.len();
    if !found.is_cut {
        graph.liveness(&mut found);
    }
    found
}

/// Every state, depth first, known by fingerprints of 64 bits: little memory, no ways and no liveness.
pub fn explore_far(model: &Model, mut progress: impl FnMut(usize, usize)) -> Found {
    let mut found = Found::default();
    let mut known: HashSet<u64, Same> = HashSet::default();
    let start = model.start();
    known.insert(fingerprint(&key(model.config.kind, &start)));
    let mut stack = vec![start];
    while let Some(node) = stack.pop() {
        for action in model.moves(&node) {
            let Some(mut step) = model.step(&node, &action) else { continue };
            let mut broken = Vec::new();
            invariants::of_move(model, &node, &action, &mut step, &mut broken);
            invariants::of_state(model, &step.node, &mut broken);
            found.moves += 1;
            for broken in broken {
                found.add(broken, || vec![format!("{action:?}"), format!("{:?}", step.node)]);
            }
            if known.insert(fingerprint(&key(model.config.kind, &step.node))) {
                stack.push(step.node);
                if known.len().is_multiple_of(1_000_000) {
                    progress(known.len(), found.broken.len());
                }
            }
        }
        found.depth = found.depth.max(stack.len());
    }
    found.states = known.len();
    found
}

/// All states and how they lead to each other.
#[derive(Default)]
struct Graph {
    known: HashMap<Vec<u8>, u32>,
    states: Vec<State>,
    /// Moves that happen by themselves.
    system: Vec<(u32, u32)>,
    /// Moves without misbehaviour.
    free: Vec<(u32, u32)>,
}

struct State {
    from: Option<(u32, Move)>,
    depth: u32,
    is_quiet: bool,
    is_built: bool,
    is_healthy: bool,
}

impl Graph {
    fn add(&mut self, from: Option<(u32, Move)>, model: &Model, node: &Node, depth: u32) {
        let is_quiet = model.is_quiet(node);
        let is_built = model.environment(node).resources.is_some();
        let is_healthy = is_quiet && model.is_healthy(node);
        self.states.push(State { from, depth, is_quiet, is_built, is_healthy });
    }

    /// The moves that lead to state `index` and on by `action`, and where they end.
    fn way(&self, mut index: u32, action: &Move, end: &Node, model: &Model) -> Vec<String> {
        let mut way = vec![format!("{:?}", model.environment(end)), format!("{:?}", end.world), format!("{action:?}")];
        while let Some((from, action)) = &self.states[index as usize].from {
            way.push(format!("{action:?}"));
            index = *from;
        }
        way.reverse();
        way
    }

    fn trace(&self, mut index: u32) -> Vec<String> {
        let mut way = Vec::new();
        while let Some((from, action)) = &self.states[index as usize].from {
            way.push(format!("{action:?}"));
            index = *from;
        }
        way.reverse();
        way
    }

    fn liveness(&self, found: &mut Found) {
        let count = self.states.len();
        // L1: what happens by itself never goes round in a circle, and ends only in quiet states.
        let mut open = vec![0_u32; count];
        self.system.iter().for_each(|(from, _)| open[*from as usize] += 1);
        let back = reversed(count, &self.system);
        let mut ends: Vec<u32> = (0..count as u32).filter(|index| open[*index as usize] == 0).collect();
        for end in &ends {
            if !self.states[*end as usize].is_quiet {
                found.add(Broken::L1, || self.trace(*end));
            }
        }
        let mut settled = 0;
        while let Some(state) = ends.pop() {
            settled += 1;
            for from in back.before(state) {
                open[*from as usize] -= 1;
                if open[*from as usize] == 0 {
                    ends.push(*from);
                }
            }
        }
        if settled < count {
            let circling = open.iter().position(|open| *open > 0).unwrap();
            found.add(Broken::L1, || self.trace(circling as u32));
        }
        // L2: both goals can be reached from everywhere.
        let back = reversed(count, &self.free);
        let given_back = |state: &State| state.is_quiet && !state.is_built;
        for goal in [given_back, |state: &State| state.is_healthy] {
            let mut reaches: Vec<bool> = self.states.iter().map(goal).collect();
            let mut open: Vec<u32> = (0..count as u32).filter(|index| reaches[*index as usize]).collect();
            while let Some(state) = open.pop() {
                for from in back.before(state) {
                    if !reaches[*from as usize] {
                        reaches[*from as usize] = true;
                        open.push(*from);
                    }
                }
            }
            if let Some(stuck) = reaches.iter().position(|reaches| !reaches) {
                found.add(Broken::L2, || self.trace(stuck as u32));
            }
        }
    }
}

/// The edges of a graph by where they end.
struct Reversed {
    starts: Vec<u32>,
    from: Vec<u32>,
}

impl Reversed {
    fn before(&self, state: u32) -> &[u32] {
        &self.from[self.starts[state as usize] as usize..self.starts[state as usize + 1] as usize]
    }
}

fn reversed(count: usize, edges: &[(u32, u32)]) -> Reversed {
    let mut starts = vec![0_u32; count + 1];
    for (_, to) in edges {
        starts[*to as usize + 1] += 1;
    }
    for index in 0..count {
        starts[index + 1] += starts[index];
    }
    let mut next = starts.clone();
    let mut from = vec![0_u32; edges.len()];
    for (before, to) in edges {
        from[next[*to as usize] as usize] = *before;
        next[*to as usize] += 1;
    }
    Reversed { starts, from }
}

/// FNV-1a over words, mixed at the end.
fn fingerprint(key: &[u8]) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    for chunk in key.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = (hash ^ u64::from_le_bytes(word)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        hash ^= hash >> 29;
    }
    hash = (hash ^ key.len() as u64).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    hash ^ (hash >> 32)
}

/// Fingerprints need no further hashing.
#[derive(Clone, Copy, Default)]
struct Same;

impl std::hash::BuildHasher for Same {
    type Hasher = SameHasher;

    fn build_hasher(&self) -> SameHasher {
        SameHasher(0)
    }
}

struct SameHasher(u64);

impl std::hash::Hasher for SameHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

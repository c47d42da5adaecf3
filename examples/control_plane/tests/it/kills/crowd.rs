//! Processes that share a database, and what befalls them.

use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use crate::process::{Place, Process};

pub struct Crowd<'a> {
    place: &'a Place,
    arguments: Vec<String>,
    processes: Vec<Mutex<Process>>,
    crashes: AtomicU32,
    kills: AtomicU32,
    freezes: AtomicU32,
    pub given_twice: AtomicU32,
    pub unanswered: AtomicU32,
}

/// What befell processes and commands.
#[derive(Clone, Copy, Debug)]
pub struct Misfortune {
    /// Of the database's server.
    pub crashes: u32,
    pub kills: u32,
    pub freezes: u32,
    pub given_twice: u32,
    pub unanswered: u32,
}

impl<'a> Crowd<'a> {
    pub fn start(place: &'a Place, arguments: &[&str]) -> Self {
        let policy = place.policy(POLICY);
        let arguments: Vec<String> =
            SETTINGS.iter().chain(arguments).chain(&["--policy", policy.as_str()]).map(ToString::to_string).collect();
        let start = |_| Mutex::new(serve(place, &arguments));
        let processes = (0..PROCESSES).map(start).collect();
        let count = AtomicU32::default;
        Self {
            place,
            processes,
            arguments,
            crashes: count(),
            kills: count(),
            freezes: count(),
            given_twice: count(),
            unanswered: count(),
        }
    }

    /// Where one of them is to be reached, or was until just now.
    pub fn address(&self, which: u64) -> SocketAddr {
        let which = usize::try_from(which % PROCESSES).unwrap();
        self.processes[which].lock().unwrap().address
    }

    /// Kills and freezes processes until it is done, one at a time, so that there is always one that works.
    pub fn strike(&self, seed: u64, done: &AtomicBool) {
        let mut chance = Chance::new(seed);
        for strike in 1_u32.. {
            if done.load(Ordering::Relaxed) {
                return;
            }
            thread::sleep(Duration::from_millis(100 + chance.below(400)));
            if strike % STRIKES_A_CRASH == STRIKES_A_CRASH / 2 && self.place.crash() {
                self.crashes.fetch_add(1, Ordering::Relaxed);
                continue;
            }
            let victim = &self.processes[usize::try_from(chance.below(PROCESSES)).unwrap()];
            if chance.below(4) > 0 {
                let mut process = victim.lock().unwrap();
                process.kill();
                *process = serve(self.place, &self.arguments);
                self.kills.fetch_add(1, Ordering::Relaxed);
            } else {
                // Long enough for its leases to run out: others go on with its effects, and then it wakes up.
                victim.lock().unwrap().signal("STOP");
                thread::sleep(LEASE * 2);
                victim.lock().unwrap().signal("CONT");
                self.freezes.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    pub fn misfortune(&self) -> Misfortune {
        Misfortune {
            crashes: self.crashes.load(Ordering::Relaxed),
            kills: self.kills.load(Ordering::Relaxed),
            freezes: self.freezes.load(Ordering::Relaxed),
            given_twice: self.given_twice.load(Ordering::Relaxed),
            unanswered: self.unanswered.load(Ordering::Relaxed),
        }
    }
}

fn serve(place: &Place, arguments: &[String]) -> Process {
    place.serve(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Chance from a seed: the generator `SplitMix64`.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end
    }
}

const PROCESSES: u64 = 3;
const STRIKES_A_CRASH: u32 = 20;
const LEASE: Duration = Duration::from_millis(700);
const SETTINGS: &[&str] =
    &["--workers", "4", "--lease", "700", "--poll", "50", "--distance", "15", "--failures", "20", "--losses", "5"];
/// Deadlines short enough to pass in a test.
const POLICY: &str = r#"{
    "offered": ["starter", "standard"],
    "release": { "deadlines": { "resources": 5, "install": 5, "other": 5 } }
}"#;

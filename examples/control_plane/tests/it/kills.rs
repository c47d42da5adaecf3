//! Many releases, while the processes that carry them out are killed and frozen at random moments.
//!
//! Three processes share one database; each answers HTTP and works. Users give commands to whichever answers, give some
//! of them twice, and give them again when no answer comes. The simulated platform fails and loses calls. In the end every
//! order has to have ended, no place may have done an effect twice, and what is stored has to be what the log makes.

mod crowd;
mod users;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::process::Place;
use crowd::{Crowd, Misfortune};
use users::{Order, certificate, use_app};

#[test]
fn nothing_is_lost_or_doubled_on_sqlite() {
    nothing_is_lost_or_doubled(&Place::sqlite("kills-sqlite"), seed(1));
}

#[test]
fn nothing_is_lost_or_doubled_on_postgresql() {
    match Place::postgres("kills-postgresql") {
        Some(place) => nothing_is_lost_or_doubled(&place, seed(2)),
        None => eprintln!("SKIPPED: PostgreSQL (set CONTROL_PLANE_POSTGRES)"),
    }
}

/// The fences are what keeps effects from being doubled: without them the same misfortune doubles some.
#[test]
fn hosts_that_forget_do_things_twice() {
    let place = Place::sqlite("forgetful");
    let audit = run(&place, 3, 3, &["--forgetful-hosts"]).audit;
    assert!(audit["doubled"].as_u64().unwrap() > 0, "{audit}");
}

fn nothing_is_lost_or_doubled(place: &Place, seed: u64) {
    let begun = Instant::now();
    let Ended { audit, content, misfortune, acknowledged } = run(place, seed, RELEASES_AN_APP, &[]);
    let (orders, deeds) = (&audit["orders"], &audit["deeds"]);
    eprintln!(
        "{}: {} releases in {:.1} s, {} kills, {} freezes, {} crashes of the database, {} commands given twice, {} without an answer\n  \
         orders: {} succeeded, {} restored, {} failed, {} open; {} events\n  \
         effects: {} done, {} failed, {} answered from memory, {} refused as old\n  \
         lost {}, doubled {}, stale {}, mistaken {}, replayed {}; {} releases acknowledged",
        place.database.split(':').next().unwrap(),
        orders["total"],
        begun.elapsed().as_secs_f64(),
        misfortune.kills,
        misfortune.freezes,
        misfortune.crashes,
        misfortune.given_twice,
        misfortune.unanswered,
        orders["succeeded"],
        orders["restored"],
        orders["failed"],
        orders["open"],
        audit["events"],
        deeds["done"],
        deeds["failed"],
        deeds["remembered"],
        deeds["refused"],
        audit["lost"],
        audit["doubled"],
        audit["stale"],
        audit["mistaken"],
        if audit["faults"].as_array().unwrap().is_empty() { "to the stored state" } else { "to another state" },
        acknowledged.len(),
    );
    assert!(content, "{audit:#}");
    let ordered = APPS * u64::try_from(RELEASES_AN_APP).unwrap();
    assert_eq!(orders["total"], ordered, "{audit:#}");
    let nothing = ["waiting", "lost", "doubled", "stale", "mistaken"].map(|count| &audit[count]);
    for count in nothing.into_iter().chain([&orders["open"]]) {
        assert_eq!(*count, 0, "{audit:#}");
    }
    let forgotten: Vec<_> = acknowledged.difference(&logged(place)).cloned().collect();
    assert!(forgotten.is_empty(), "no log knows of {forgotten:?}");
    // The misfortune was real: it struck in the middle of effects, and success was still the rule.
    assert!(misfortune.kills >= 10 && misfortune.freezes > 0, "{misfortune:?}");
    assert_eq!(misfortune.crashes > 0, place.can_crash(), "{misfortune:?}");
    assert!(u64::try_from(acknowledged.len()).unwrap() > ordered / 2, "{acknowledged:?}");
    assert!(deeds["remembered"].as_u64().unwrap() >= 5, "{audit:#}");
    assert!(orders["succeeded"].as_u64().unwrap() > ordered / 2, "{audit:#}");
}

/// How it was in the end.
struct Ended {
    audit: Value,
    /// Whether the audit found nothing wrong.
    content: bool,
    misfortune: Misfortune,
    /// Orders that users were told of.
    acknowledged: BTreeSet<Order>,
}

/// Orders that were accepted, as the logs say.
fn logged(place: &Place) -> BTreeSet<Order> {
    let rows = place.texts("SELECT CAST(app AS TEXT) || ' ' || event FROM events");
    let order = |row: &String| {
        let (app, event) = row.split_once(' ').unwrap();
        let event: Value = serde_json::from_str(event).unwrap();
        let order = event["data"]["order"].as_str().filter(|_| event["type"] == "order-accepted")?;
        Some((app.parse().unwrap(), order.to_owned()))
    };
    rows.iter().filter_map(order).collect()
}

/// Lets users release, so often each, while misfortune strikes.
fn run(place: &Place, seed: u64, releases: usize, arguments: &[&str]) -> Ended {
    let certificate = certificate(&place.directory);
    let crowd = Crowd::start(place, arguments);
    let done = AtomicBool::new(false);
    let acknowledged = thread::scope(|scope| {
        let striking = scope.spawn(|| crowd.strike(seed, &done));
        let users: Vec<_> = (0..APPS)
            .map(|user| {
                let (crowd, certificate) = (&crowd, &certificate);
                scope.spawn(move || use_app(crowd, (user, releases), seed, certificate))
            })
            .collect();
        let ended: Vec<_> = users.into_iter().map(thread::ScopedJoinHandle::join).collect();
        done.store(true, Ordering::Relaxed);
        striking.join().unwrap();
        assert!(ended.iter().all(Result::is_ok), "a user gave up\n{}", place.log());
        ended.into_iter().flatten().flatten().collect()
    });
    // What is still under way at the workers comes back, and finds nobody who waits for it.
    thread::sleep(Duration::from_millis(500));
    assert_eq!(place.errors(), "");
    let (audit, content) = place.audit();
    Ended { audit, content, misfortune: crowd.misfortune(), acknowledged }
}

/// `CONTROL_PLANE_SEED`, for runs that look for something new.
fn seed(usual: u64) -> u64 {
    std::env::var("CONTROL_PLANE_SEED").map_or(usual, |seed| seed.parse().unwrap())
}

const APPS: u64 = 20;
const RELEASES_AN_APP: usize = 10;

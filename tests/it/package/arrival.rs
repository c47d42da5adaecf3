//! Packages that are inspected while they arrive.

use cloudapp::app::{Framework, Policy};
use cloudapp::diagnostic::Language;
use cloudapp::package::archive::Progress;
use cloudapp::package::{Inspector, Verdict};
use proptest::prelude::*;

use crate::support::tar::Tar;
use crate::support::zip::Zip;

fn node() -> Tar {
    let package_json = r#"{"name": "app", "scripts": {"start": "node server.js", "stop": "node stop.js"}}"#;
    Tar::new().file("package.json", package_json).file("server.js", "listen(7001)").file("stop.js", "")
}

#[test]
fn a_package_that_arrived_is_judged_as_one_in_memory() {
    let policy = Policy::default();
    let damaged = [&node().tgz()[..60], b"damage"].concat();
    for bytes in [node().tgz(), Tar::new().file("app/package.json", "{}").tgz(), damaged, Tar::new().tgz()] {
        let mut arrival = Inspector::new(&policy).arrival();
        let _ = arrival.feed(&bytes);
        assert_eq!(arrival.finish(), Inspector::new(&policy).inspect_bytes(&bytes));
    }
}

#[test]
fn a_package_that_is_cut_off_is_unreadable() {
    let policy = Policy::default();
    let package = node().tgz();
    for length in [0, 1, 5, package.len() / 2, package.len() - 1] {
        let mut arrival = Inspector::new(&policy).arrival();
        assert_eq!(arrival.feed(&package[..length]), Progress::More);
        assert_eq!(Verdict::of(&arrival.finish()), Verdict::Unreadable, "{length}");
    }
}

#[test]
fn what_is_no_gzip_stops_before_much_of_it_has_arrived() {
    let policy = Policy::default();
    let zip = [Zip::new().file("package.json", "{}").build(), vec![0; 4096]].concat();
    let mut arrival = Inspector::new(&policy).framework(Framework::NodeJs).arrival();
    let fed = zip.chunks(256).position(|piece| arrival.feed(piece) == Progress::Stopped);
    assert_eq!(fed, Some(1));
    let rejected = arrival.finish().unwrap_err();
    assert_eq!(rejected.report().diagnostics()[0].message(Language::English), "the file is ZIP, expected tgz");
}

#[test]
fn a_tgz_of_another_framework_is_told_at_its_end() {
    let policy = Policy::default();
    let mut arrival = Inspector::new(&policy).framework(Framework::SpringBoot).arrival();
    assert_eq!(arrival.feed(&node().tgz()), Progress::More);
    let rejected = arrival.finish().unwrap_err();
    assert_eq!(rejected.report().diagnostics()[0].rule().id, "package/framework-mismatch");
}

proptest! {
    #[test]
    fn the_verdict_does_not_depend_on_the_pieces(
        noise in prop::collection::vec(any::<u8>(), 0..3000),
        cuts in prop::collection::vec(0_usize..4000, 0..12),
        flip in prop::option::of((0_usize..4000, 1_u8..)),
    ) {
        let mut package = node().file("noise", noise).tgz();
        // The first two bytes say that it is a gzip.
        if let Some((at, bits)) = flip
            && let Some(byte) = package.get_mut(2..).and_then(|rest| rest.get_mut(at))
        {
            *byte ^= bits;
        }
        let mut cuts: Vec<_> = cuts.into_iter().map(|cut| cut.min(package.len())).collect();
        cuts.extend([0, package.len()]);
        cuts.sort_unstable();
        let policy = Policy::default();
        let mut arrival = Inspector::new(&policy).arrival();
        for cut in cuts.windows(2) {
            if arrival.feed(&package[cut[0]..cut[1]]) == Progress::Stopped {
                break;
            }
        }
        prop_assert_eq!(arrival.finish(), Inspector::new(&policy).inspect_bytes(&package));
    }
}

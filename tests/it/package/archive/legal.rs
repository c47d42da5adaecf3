//! What real tools write is accepted.

use cloudapp::app::Container;

use super::read;
use crate::support::tar::{Tar, TarHeader};

#[test]
fn git_archive_writes_its_commit_into_a_global_header() {
    let tar = Tar::new().pax_global(&["comment=7e622d0c"]).file("package.json", "{}");
    assert_eq!(read(&tar.tgz(), Container::Tgz).rules(), Vec::<String>::new());
}

#[test]
fn node_tar_writes_times_into_the_prefix() {
    let header = TarHeader::new(b'0', b"x", 0).set(476, "14717302000 14717302000 ");
    assert_eq!(read(&Tar::new().raw(&header, "").tgz(), Container::Tgz).rules(), Vec::<String>::new());
}

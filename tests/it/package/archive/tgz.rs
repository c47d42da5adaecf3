//! tgz: every lie is found, and its nearest legal neighbour is not.

use cloudapp::app::Container;

use super::read;
use crate::support::tar::{Tar, TarHeader, gzip};

fn app() -> Tar {
    Tar::new().file("package.json", "{}").file("server.js", "require('http')")
}

#[track_caller]
fn rules(tar: Tar) -> Vec<String> {
    read(&tar.tgz(), Container::Tgz).rules()
}

#[track_caller]
fn refused(tar: Tar, rule: &str) {
    let rules = rules(tar);
    assert!(rules.contains(&format!("error archive/{rule}")), "{rules:?}");
}

#[track_caller]
fn fine(tar: Tar) {
    assert_eq!(rules(tar), Vec::<String>::new());
}

#[test]
fn a_plain_tgz_is_read_entry_by_entry() {
    let tgz = read(&app().directory("lib/").symlink("lib/s", "../server.js").tgz(), Container::Tgz);
    assert_eq!(tgz.rules(), Vec::<String>::new());
    assert_eq!(tgz.order, ["package.json", "server.js", "lib", "lib/s"]);
    assert_eq!(tgz.entries["server.js"], b"require('http')");
    let summary = tgz.outcome.summary().unwrap();
    assert_eq!((summary.files, summary.directories, summary.links), (2, 1, 1));
}

#[test]
fn names_that_leave_the_archive_are_found() {
    refused(app().file("../x", ""), "path-traversal");
    refused(app().file("/x", ""), "path-absolute");
    refused(app().file("a\\b", ""), "path-backslash");
    fine(app().file("./a/x", "").directory("./"));
}

#[test]
fn links_that_lead_astray_are_found() {
    refused(app().symlink("l", "/etc/passwd"), "tar-link-escape");
    refused(app().symlink("l", "../x"), "tar-link-escape");
    refused(app().symlink("a/l", "../../x"), "tar-link-escape");
    refused(app().symlink("l", "l"), "tar-link-escape");
    refused(app().symlink("l", "m").symlink("m", "l"), "tar-link-escape");
    refused(app().symlink("l", "lib/..").directory("lib"), "tar-link-escape");
    refused(app().symlink("l", "."), "tar-link-escape");
    refused(app().symlink("d", "lib").file("d/x", ""), "tar-link-escape");
    refused(app().directory("lib").symlink("d", "lib").symlink("e", "d/x"), "tar-link-escape");
    refused(app().hardlink("h", "later").file("later", ""), "tar-link-escape");
    refused(app().hardlink("h", "/etc/passwd"), "tar-link-escape");
    refused(Tar::new().file("x", "{}").symlink("package.json", "x"), "tar-link-escape");
    fine(app().symlink("l", "server.js").symlink("a/m", "../l").hardlink("h", "server.js").hardlink("i", "h"));
    fine(app().symlink("dangling", "nowhere"));
}

#[test]
fn a_stream_that_was_cut_is_found() {
    let bytes = app().tgz();
    for length in 2..bytes.len() {
        assert_eq!(read(&bytes[..length], Container::Tgz).rules(), ["error archive/gzip-bad"], "{length}");
    }
    let tar = app().build();
    assert_eq!(read(&gzip(&tar[..600]), Container::Tgz).rules(), ["error archive/tar-truncated"]);
    assert_eq!(read(&gzip(&tar[..500]), Container::Tgz).rules(), ["error archive/tar-not-tar"]);
}

#[test]
fn more_members_are_read_and_anything_else_is_found() {
    let tar = app().build();
    let (one, two) = tar.split_at(700);
    let members = [gzip(one), gzip(""), gzip(two)].concat();
    assert_eq!(read(&members, Container::Tgz).rules(), Vec::<String>::new());
    let zeros = [gzip(&tar), vec![0; 512]].concat();
    assert_eq!(read(&zeros, Container::Tgz).rules(), ["warning archive/gzip-trailing-data"]);
    for tail in [&b"x"[..], b"hello, world", b"\0\0x", b"\x1f\x8b"] {
        let bytes = [&gzip(&tar), tail].concat();
        let rules = read(&bytes, Container::Tgz).rules();
        assert!(rules == ["error archive/gzip-trailing-data"] || rules == ["error archive/gzip-bad"], "{rules:?}");
    }
}

#[test]
fn a_second_size_is_found() {
    refused(app().pax(&["size=1024"]).file("x", "one"), "tar-size-mismatch");
    refused(app().pax(&["size=3", "size=3"]).file("x", "one"), "tar-size-mismatch");
    fine(app().pax(&["size=3"]).file("x", "one"));
}

#[test]
fn long_names_are_read_in_every_dialect() {
    let name = format!("{}/x", "d".repeat(200));
    let tgz = read(&app().pax(&[format!("path={name}").as_str()]).file("short", "one").tgz(), Container::Tgz);
    assert_eq!((tgz.rules(), &tgz.order[2]), (vec![], &name));
    let tgz = read(&app().extension(b'L', format!("{name}\0")).file("short", "one").tgz(), Container::Tgz);
    assert_eq!((tgz.rules(), &tgz.order[2]), (vec![], &name));
    let header = TarHeader::new(b'0', b"x", 0).set(345, "some/prefix");
    let tgz = read(&app().raw(&header, "").tgz(), Container::Tgz);
    assert_eq!((tgz.rules(), tgz.order[2].as_str()), (vec![], "some/prefix/x"));
}

#[track_caller]
fn warned(tar: Tar, rule: &str) {
    assert_eq!(rules(tar), [format!("warning archive/{rule}")]);
}

fn header(name: &str) -> TarHeader {
    TarHeader::new(b'0', name.as_bytes(), 0)
}

#[test]
fn names_with_needless_parts_are_normalised() {
    let tgz = read(&app().file("a//b/./c", "").tgz(), Container::Tgz);
    assert_eq!((tgz.rules(), tgz.order[2].as_str()), (vec!["warning archive/path-noncanonical".to_owned()], "a/b/c"));
    let tgz = read(&Tar::new().directory("./").file("./package.json", "{}").tgz(), Container::Tgz);
    assert_eq!((tgz.rules(), tgz.order), (vec![], vec!["package.json".to_owned()]));
    fine(app().directory("/"));
    refused(app().file("a/.../b", ""), "path-noncanonical");
    refused(app().file("a//b", "").file("a/b", ""), "name-duplicate");
}

#[test]
fn a_raw_name_of_another_encoding_is_warned_of_and_a_pax_one_is_not_let_through() {
    assert_eq!(rules(app().file(b"\xd6\xd0", "")), ["warning package/non-utf8-names"]);
    let mut record = crate::support::tar::record("path=xx");
    let end = record.len() - 1;
    record[end - 2..end].copy_from_slice(b"\xd6\xd0");
    refused(app().extension(b'x', record).file("x", ""), "path-encoding");
}

#[test]
fn a_wrong_checksum_is_found() {
    refused(app().raw(&TarHeader { checksum: Some(*b"0000001\0"), ..header("x") }, ""), "tar-checksum");
    refused(app().raw(&TarHeader { checksum: Some(*b"checksum"), ..header("x") }, ""), "tar-checksum");
    // The sum of signed bytes, which some old writers took.
    let signed = header("\u{e9}");
    let sum: i32 = signed
        .bytes()
        .iter()
        .enumerate()
        .map(|(at, byte)| if (148..156).contains(&at) { 32 } else { i32::from(i8::from_ne_bytes([*byte])) })
        .sum();
    let text = format!("{sum:06o}\0 ");
    let checksum = Some(text.as_bytes().try_into().unwrap());
    refused(app().raw(&TarHeader { checksum, ..signed }, ""), "tar-checksum");
}

#[test]
fn fields_that_readers_take_differently_are_found() {
    let set = |at: usize, bytes: &[u8]| app().raw(&header("x").set(at, bytes), "");
    for (at, bytes) in [
        (257, &b"ustar\x0001"[..]),
        (257, b"USTAR\x0000"),
        (100, b"000644x\0"),
        (108, b"8\0\0\0\0\0\0\0"),
        (116, b"\x80\0\0\0\0\0\0\x01x"),
        (124, b"           \0"),
        (124, b"-0000000001\0"),
        (124, b"0x000000000\0"),
        (124, b"0000000 001\0"),
        (124, b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"),
        (124, b"\x80\0\0\0\0\x20\0\0\0\0\0\0"),
        (124, b"\x81\0\0\0\0\0\0\0\0\0\0\0"),
        (136, b"yesterday\0\0\0"),
        (0, b"x\0y"),
        (157, b"y"),
        (265, b"root\0x"),
        (297, b"root\0x"),
        (329, b"notnum\0\0"),
        (345, b"a\0b"),
        (476, b"notnumbers"),
    ] {
        let tar = if at == 116 { set(116, &bytes[..8]).raw(&header("y").set(117, "x"), "") } else { set(at, bytes) };
        refused(tar, "tar-header-bad");
    }
    fine(set(136, b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"));
    fine(set(124, b"\x80\0\0\0\0\0\0\0\0\0\0\0"));
    fine(set(108, b"   1750 "));
    fine(set(108, &[0; 8]));
    refused(app().raw(&header("x").gnu().set(345, "prefix"), ""), "tar-header-bad");
    refused(app().raw(&header("x").v7().set(345, "prefix"), ""), "tar-header-bad");
    refused(app().raw(&TarHeader::new(b'x', b"x", 0).v7(), ""), "tar-header-bad");
    fine(app().raw(&header("x").gnu(), ""));
    fine(app().raw(&header("x").v7(), ""));
}

#[test]
fn a_size_that_does_not_fit_the_kind_is_found() {
    refused(app().raw(&TarHeader::new(b'5', b"d", 3), "one"), "tar-size-mismatch");
    refused(app().file("x/", ""), "tar-size-mismatch");
    refused(app().raw(&TarHeader::new(b'2', b"l", 3).set(157, "x"), "one"), "tar-link-escape");
    // The oldest dialect has no type for directories.
    fine(app().raw(&TarHeader::new(0, b"d/", 0).v7(), ""));
}

#[test]
fn malformed_pax_headers_are_found() {
    let pax = |data: &str| app().extension(b'x', data).file("x", "");
    for data in [
        "11 path=y\n",
        "8 path=y\n",
        "010 path=y\n",
        "path=y\n",
        "10 path=yy",
        "0 \n",
        "99999999999999999999 a=b\n",
        "7 path\n",
        "6 =yy\n",
        " 10 path=y\n",
        "+10 path=y\n",
    ] {
        refused(pax(data), "tar-pax-invalid");
    }
    refused(app().pax(&["path=a", "path=b"]).file("x", ""), "tar-pax-invalid");
    refused(app().pax(&["path="]).file("x", ""), "tar-pax-invalid");
    refused(app().pax(&["linkpath="]).file("x", ""), "tar-pax-invalid");
    refused(app().pax(&["size=0x3"]).file("x", "one"), "tar-pax-invalid");
    refused(app().pax(&["comment=a\nb"]).file("x", ""), "tar-pax-invalid");
    refused(app().pax(&["path=a\nb"]).file("x", ""), "path-control");
    refused(app().pax(&["SCHILY.xattr.user.x=a\n12 path=b"]).file("x", ""), "tar-pax-invalid");
    refused(app().pax(&["path=a"]).pax(&["path=b"]).file("x", ""), "tar-pax-invalid");
    refused(app().pax(&["path=a"]), "tar-pax-invalid");
    refused(app().pax(&["path=a"]).pax_global(&["comment=x"]).file("x", ""), "tar-pax-invalid");
    refused(app().pax(&["path=a"]).extension(b'L', "b\0").file("x", ""), "tar-pax-invalid");
    refused(app().pax(&["hdrcharset=BINARY"]).file("x", ""), "tar-pax-invalid");
    for record in ["gid=4294967296", "uid=-1", "gid=", "mtime=abc", "atime=", "ctime=99999999999999999999"] {
        refused(app().pax(&[record]).file("x", ""), "tar-pax-invalid");
    }
    for record in ["gid=4294967295", "uid=0012", "mtime=-5.25", "mtime=9223372036854775807"] {
        fine(app().pax(&[record]).file("x", ""));
    }
    fine(app().pax(&["hdrcharset=ISO-IR 10646 2000 UTF-8", "path=a"]).file("x", ""));
    fine(app().pax(&["mtime=1.5", "uid=1000", "SCHILY.xattr.user.x=a\nb", "comment="]).file("x", ""));
    fine(app().pax(&[]).file("x", ""));
}

#[test]
fn a_global_header_may_not_change_names_or_sizes() {
    for record in ["path=x", "linkpath=x", "size=1", "hdrcharset=BINARY"] {
        refused(app().pax_global(&[record]).file("x", ""), "tar-pax-global");
    }
    refused(app().pax_global(&["GNU.sparse.major=1"]).file("x", ""), "tar-sparse");
    fine(app().pax_global(&["comment=x", "mtime=1", "uid=0"]).file("x", ""));
}

#[test]
fn malformed_gnu_names_are_found() {
    refused(app().extension(b'L', "a\0").extension(b'L', "b\0").file("x", ""), "tar-gnu-invalid");
    refused(app().extension(b'L', "\0").file("x", ""), "tar-gnu-invalid");
    refused(app().extension(b'L', "").file("x", ""), "tar-gnu-invalid");
    refused(app().extension(b'L', "a\0b\0").file("x", ""), "tar-gnu-invalid");
    refused(app().extension(b'L', "a\0"), "tar-gnu-invalid");
    refused(app().extension(b'K', "a\0"), "tar-gnu-invalid");
    fine(app().extension(b'K', "server.js\0").extension(b'L', "link\0").symlink("x", "y"));
}

#[test]
fn sparse_and_unknown_entries_are_found() {
    refused(app().raw(&TarHeader::new(b'S', b"x", 0).gnu(), ""), "tar-sparse");
    for record in ["GNU.sparse.major=1", "GNU.sparse.size=9", "SCHILY.realsize=9", "SUN.holesdata=0 9"] {
        refused(app().pax(&[record]).file("x", ""), "tar-sparse");
    }
    for kind in *b"34679DMNVA" {
        refused(app().raw(&TarHeader::new(kind, b"x", 0), ""), "tar-type-unsupported");
    }
}

#[test]
fn what_follows_the_end_of_the_tar_is_found() {
    let tar = app().build();
    let tgz = |tail: &[u8]| read(&gzip([&tar, tail].concat()), Container::Tgz).rules();
    assert_eq!(tgz(&app().build()), ["error archive/tar-trailing-data"]);
    assert_eq!(tgz(&[0; 100]), ["error archive/tar-trailing-data"]);
    assert_eq!(tgz(&vec![0; 5 << 20]), ["error archive/tar-trailing-data"]);
    assert_eq!(tgz(&[0; 10_240]), Vec::<String>::new());
    let one = [app().build_open(), vec![0; 512], app().file("hidden", "").build()].concat();
    assert_eq!(read(&gzip(one), Container::Tgz).rules(), ["error archive/tar-trailing-data"]);
}

#[test]
fn a_tar_without_its_end_is_warned_of() {
    let open = |blocks: usize| {
        let tar = app().bytes(vec![0; 512 * blocks]).build_open();
        read(&gzip(tar), Container::Tgz).rules()
    };
    assert_eq!(open(0), ["warning archive/tar-end-missing"]);
    assert_eq!(open(1), ["warning archive/tar-end-missing"]);
    assert_eq!(open(2), Vec::<String>::new());
}

#[test]
fn a_tar_of_nothing_is_found() {
    refused(Tar::new(), "tar-empty");
    assert_eq!(read(&gzip(""), Container::Tgz).rules(), ["error archive/tar-not-tar"]);
    assert_eq!(read(&gzip("hello"), Container::Tgz).rules(), ["error archive/tar-not-tar"]);
    assert_eq!(read(&gzip([b'x'; 2000]), Container::Tgz).rules(), ["error archive/tar-not-tar"]);
}

#[test]
fn every_part_of_a_gzip_header_is_read_and_checked() {
    let plain = gzip(app().build());
    let body = &plain[10..];
    let with = |flags: u8, parts: &[u8]| {
        let mut bytes = plain[..10].to_vec();
        bytes[3] = flags;
        bytes.extend(parts);
        bytes
    };
    let rules = |header: Vec<u8>| read(&[&header, body].concat(), Container::Tgz).rules();
    let all = |change: u16| {
        let mut header = with(4 | 8 | 16 | 2, b"\x03\0abcname\0comment\0");
        let mut crc = flate2::Crc::new();
        crc.update(&header);
        header.extend((u16::try_from(crc.sum() & 0xffff).unwrap() ^ change).to_le_bytes());
        header
    };
    assert_eq!(rules(all(0)), Vec::<String>::new());
    assert_eq!(rules(all(1)), ["error archive/gzip-bad"]);
    assert_eq!(rules(with(1, b"")), Vec::<String>::new());
    assert_eq!(rules(with(0x20, b"")), ["error archive/gzip-bad"]);
    let mut other = with(0, b"");
    other[2] = 7;
    assert_eq!(rules(other), ["error archive/gzip-bad"]);
    for at in [plain.len() - 8, plain.len() - 1, 40] {
        let mut damaged = plain.clone();
        damaged[at] ^= 1;
        assert_eq!(read(&damaged, Container::Tgz).rules(), ["error archive/gzip-bad"], "{at}");
    }
}

#[test]
fn pairs_of_names_are_judged_as_in_a_zip() {
    refused(app().file("x", "one").file("x", "two"), "name-duplicate");
    refused(app().file("x", "").symlink("x", "server.js"), "name-duplicate");
    refused(app().file("x", "").directory("x"), "name-file-dir-conflict");
    refused(app().file("x", "").file("x/y", ""), "name-file-dir-conflict");
    refused(app().file("package.json", "{}").file("Package.JSON", ""), "name-case-collision");
    refused(Tar::new().directory("package.json"), "name-file-dir-conflict");
    warned(app().file("Server.js", ""), "name-case-collision");
    fine(app().directory("x").directory("x"));
}

#[test]
fn chains_of_links_end() {
    let chain = |length: u32| {
        (0..length).fold(app(), |tar, number| tar.symlink(format!("l{number}"), format!("l{}", number + 1)))
    };
    fine(chain(40));
    refused(chain(41), "tar-link-escape");
}

#[test]
fn the_first_fault_in_the_stream_is_reported_whatever_the_pieces() {
    // A header without its checksum, and soon after it data that cannot be unpacked.
    let tar = app().raw(&TarHeader { checksum: Some(*b"0000001\0"), ..header("x") }, "").build();
    let mut bytes = gzip(tar);
    let end = bytes.len() - 8;
    bytes.splice(end - 3..end, [0xff; 40]);
    assert_eq!(read(&bytes, Container::Tgz).rules(), ["error archive/tar-checksum"]);
}

#[test]
fn a_command_of_an_npm_workspace_may_lead_through_its_link() {
    let workspace = |module: &str, target: &str| {
        let commands = app().symlink("node_modules/.bin/x", format!("../{module}/bin/x.js"));
        commands.symlink(format!("node_modules/{module}"), target).file("packages/cli/bin/x.js", "")
    };
    fine(workspace("cli", "../packages/cli"));
    fine(workspace("@acme/cli", "../../packages/cli"));
    // The same in a workspace's own modules.
    fine(
        app()
            .symlink("packages/web/node_modules/.bin/x", "../cli/x.js")
            .symlink("packages/web/node_modules/cli", "../../cli")
            .file("packages/cli/x.js", ""),
    );
    // Nothing is there, a directory is, or another link stands on the way.
    refused(workspace("cli", "../packages/other"), "tar-link-escape");
    refused(workspace("cli", "../packages"), "tar-link-escape");
    refused(
        app()
            .symlink("node_modules/.bin/x", "../cli/bin")
            .symlink("node_modules/cli", "../packages/cli")
            .file("packages/cli/bin/x.js", ""),
        "tar-link-escape",
    );
    refused(
        app()
            .symlink("node_modules/.bin/x", "../cli/bin/x.js")
            .symlink("node_modules/cli", "../packages/cli")
            .symlink("packages/cli", "../code/cli")
            .file("code/cli/bin/x.js", ""),
        "tar-link-escape",
    );
    // The file has a second name.
    fine(
        app()
            .file("bin/x.js", "")
            .symlink("node_modules/.bin/x", "../cli/x.js")
            .symlink("node_modules/cli", "../packages/cli")
            .hardlink("packages/cli/x.js", "bin/x.js"),
    );
    // No such link leads up, around or to where something is written through it.
    refused(app().symlink("node_modules/a", ".."), "tar-link-escape");
    refused(
        app().file("f", "").symlink("node_modules/a", ".").symlink("node_modules/.bin/x", "../a/a/f"),
        "tar-link-escape",
    );
    refused(app().symlink("node_modules/a", "../packages/a").file("node_modules/a/f", ""), "tar-link-escape");
    // Outside of node_modules no tool makes such links.
    refused(app().symlink("x", "code/x.js").symlink("code", "src").file("src/x.js", ""), "tar-link-escape");
}

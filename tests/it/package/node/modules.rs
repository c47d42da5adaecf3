//! The modules of a package, and for which system they are.
#![allow(clippy::cast_possible_truncation, reason = "a field holds what fits it")]

use cloudapp::app::Glibc;
use cloudapp::package::node::Native;
use proptest::prelude::*;
use serde_json::json;

use super::support::Package;

const MACH_O: &[u8] = &[0xcf, 0xfa, 0xed, 0xfe, 0x0c, 0, 0, 1, 0, 0, 0, 0, 8, 0, 0, 0];
const PE: &[u8] = b"MZ\x90\0\x03\0\0\0";

/// A shared object with a table of the versions that it needs.
pub fn elf(machine: u16, versions: &[&str]) -> Vec<u8> {
    let mut strings = b"\0libc.so.6\0".to_vec();
    let mut needs = Vec::new();
    needs.extend(1_u16.to_le_bytes());
    needs.extend((versions.len() as u16).to_le_bytes());
    needs.extend([1_u32, 16, 0].map(u32::to_le_bytes).concat());
    for (index, version) in versions.iter().enumerate() {
        let next = if index + 1 < versions.len() { 16_u32 } else { 0 };
        needs.extend(
            [0_u32.to_le_bytes(), 0_u32.to_le_bytes(), (strings.len() as u32).to_le_bytes(), next.to_le_bytes()]
                .concat(),
        );
        strings.extend(version.as_bytes());
        strings.push(0);
    }
    let (strings_at, needs_at) = (64_u64, (64 + strings.len() as u64).next_multiple_of(8));
    let sections_at = (needs_at + needs.len() as u64).next_multiple_of(8);
    let mut bytes = vec![0x7f, b'E', b'L', b'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    bytes.extend([3_u16.to_le_bytes(), machine.to_le_bytes()].concat());
    bytes.extend(1_u32.to_le_bytes());
    bytes.extend([0_u64, 0, sections_at].map(u64::to_le_bytes).concat());
    bytes.extend(0_u32.to_le_bytes());
    bytes.extend([64_u16, 56, 0, 64, 3, 0].map(u16::to_le_bytes).concat());
    bytes.resize(strings_at as usize, 0);
    bytes.extend(&strings);
    bytes.resize(needs_at as usize, 0);
    bytes.extend(&needs);
    bytes.resize(sections_at as usize, 0);
    let section = |kind: u32, at: u64, size: u64, link: u32, info: u32| {
        let head = [0_u32.to_le_bytes(), kind.to_le_bytes()].concat();
        let place = [0_u64, 0, at, size].map(u64::to_le_bytes).concat();
        let tail = [link.to_le_bytes(), info.to_le_bytes()].concat();
        [head, place, tail, [8_u64, 0].map(u64::to_le_bytes).concat()].concat()
    };
    bytes.extend(section(0, 0, 0, 0, 0));
    bytes.extend(section(3, strings_at, strings.len() as u64, 0, 0));
    bytes.extend(section(0x6fff_fffe, needs_at, needs.len() as u64, 1, 1));
    bytes
}

fn with_native(path: &str, content: impl AsRef<[u8]>) -> Package {
    Package::scripts("node app.js", "exit 0").file(path, content)
}

#[test]
fn headers_are_read() {
    let needed = |versions: &[&str]| Native::read(&elf(62, versions));
    let linux = |glibc| Some(Native::Elf { x86_64: true, glibc, musl: false });
    assert_eq!(needed(&["GLIBC_2.2.5", "GLIBC_2.14", "GLIBC_2.9"]), linux(Some(Glibc { major: 2, minor: 14 })));
    assert_eq!(needed(&["GLIBCXX_3.4.21"]), linux(None));
    assert_eq!(
        Native::read(&elf(183, &["GLIBC_2.17"])).map(|native| matches!(native, Native::Elf { x86_64: false, .. })),
        Some(true)
    );
    assert_eq!(Native::read(MACH_O), Some(Native::MachO));
    assert_eq!(Native::read(PE), Some(Native::Pe));
    assert_eq!(Native::read(b""), None);
    // Of a long file only the start is there; the sections are not.
    let whole = elf(62, &["GLIBC_2.28"]);
    assert_eq!(Native::read(&whole[..whole.len() - 192]), linux(Some(Glibc { major: 2, minor: 28 })));
}

#[test]
fn add_ons_for_another_system_are_found() {
    let path = "node_modules/bcrypt/build/Release/bcrypt.node";
    for (content, system) in
        [(MACH_O.to_vec(), "macOS (Mach-O)"), (PE.to_vec(), "Windows (PE)"), (elf(183, &[]), "Linux (ELF, not x86-64)")]
    {
        let package = with_native(path, content);
        assert_eq!(
            package.the("node/foreign-native-binary"),
            format!("error: bcrypt contains a native add-on for {system}, expected Linux on x86-64")
        );
        assert!(package.inspect().is_err());
    }
    for good in [
        with_native(path, elf(62, &["GLIBC_2.2.5"])),
        with_native("node_modules/x/prebuilds/darwin-x64/node.napi.node", MACH_O),
        with_native("node_modules/x/prebuilds/win32-x64/node.napi.node", PE),
        with_native("node_modules/x/prebuilds/linux-arm64/node.napi.node", elf(183, &[])),
        with_native("node_modules/x/prebuilds/linux-x64/node.napi.musl.node", elf(62, &["GLIBC_2.99"])),
        with_native("node_modules/fsevents/fsevents.node", MACH_O),
        with_native("node_modules/mac-only/build/Release/x.node", MACH_O)
            .file("node_modules/mac-only/package.json", r#"{"os": ["darwin"]}"#),
        with_native("node_modules/x/test/fixtures/x.node", MACH_O),
        with_native("node_modules/x/x.dylib", MACH_O),
        with_native(path, "not a binary"),
    ] {
        assert!(good.of("node/foreign-native-binary").is_empty(), "{:?}", good.found());
        assert!(good.of("node/glibc-too-new").is_empty(), "{:?}", good.found());
    }
    let development =
        Package::start_with("node app.js", &json!({"devDependencies": {"bcrypt": "5"}})).file(path, MACH_O);
    assert!(development.the("node/foreign-native-binary").starts_with("warning: "));
}

#[test]
fn add_ons_that_need_a_newer_c_library_are_found_by_policy() {
    let path = "node_modules/better-sqlite3/build/Release/better_sqlite3.node";
    let package = with_native(path, elf(62, &["GLIBC_2.2.5", "GLIBC_2.17"]));
    assert_eq!(package.the("node/glibc-too-new"), "error: better-sqlite3 needs glibc 2.17, the hosts have 2.12");
    let newer = package.clone().policy(|policy| policy.glibc = Glibc { major: 2, minor: 17 });
    assert!(newer.of("node/glibc-too-new").is_empty());
    assert!(with_native(path, elf(62, &["GLIBC_2.12"])).of("node/glibc-too-new").is_empty());
}

#[test]
fn platform_packages_of_other_platforms_only_are_found() {
    let rule = "node/optional-platform-package-missing";
    for (there, family) in [
        ("@img/sharp-darwin-arm64", "@img/sharp-"),
        ("@esbuild/win32-x64", "@esbuild/"),
        ("@rollup/rollup-linux-x64-musl", "@rollup/rollup-"),
        ("esbuild-darwin-64", "esbuild-"),
        ("@img/sharp-linuxmusl-x64", "@img/sharp-"),
        ("@swc/core-linux-arm64-gnu", "@swc/core-"),
    ] {
        let package = with_native(&format!("node_modules/{there}/package.json"), "{}");
        assert_eq!(package.the(rule), format!("error: found {there}, expected {family}linux-x64 for the hosts"));
    }
    for others in [
        vec!["@img/sharp-darwin-arm64", "@img/sharp-linux-x64"],
        vec!["@rollup/rollup-linux-x64-musl", "@rollup/rollup-linux-x64-gnu"],
        vec!["@img/sharp-darwin-arm64", "@img/sharp-wasm32"],
        vec!["is-windows", "linux-x64-tool", "windows-release", "detect-libc", "os-darwin"],
    ] {
        let package = others.iter().fold(Package::scripts("node app.js", "exit 0"), |package, name| {
            package.file(&format!("node_modules/{name}/package.json"), "{}")
        });
        assert!(package.of(rule).is_empty(), "{others:?}: {:?}", package.found());
    }
    let development = Package::start_with("node app.js", &json!({"devDependencies": {"esbuild": "1"}}))
        .file("node_modules/@esbuild/darwin-arm64/package.json", "{}");
    assert!(development.the(rule).starts_with("warning: "));
}

#[test]
fn absent_modules_are_found_by_policy() {
    let rule = "node/modules-absent";
    let app = Package::start_with("node app.js", &json!({"dependencies": {"egg": "3", "mysql": "2"}}));
    let message = "2 of the dependencies are not in node_modules: egg, mysql";
    assert_eq!(app.the(rule), format!("warning: {message}"));
    assert_eq!(app.clone().bundled().the(rule), format!("error: {message}"));
    assert!(app.inspect().is_ok() && app.clone().bundled().inspect().is_err());
    let half = app.file("node_modules/egg/package.json", "{}");
    assert!(half.of(rule).is_empty());
    assert_eq!(half.clone().bundled().the(rule), "error: 1 of the dependencies are not in node_modules: mysql");
    let whole = half.file("node_modules/mysql/package.json", "{}");
    assert!(whole.clone().bundled().of(rule).is_empty());
    assert_eq!(whole.facts().modules, 2);
    for rest in [json!({"devDependencies": {"egg": "3"}}), json!({"optionalDependencies": {"egg": "3"}}), json!({})] {
        assert!(Package::start_with("node app.js", &rest).bundled().of(rule).is_empty(), "{rest}");
    }
}

#[test]
fn the_order_of_entries_changes_nothing() {
    let package = Package::scripts("pm2 start app.js", "pkill node")
        .link("node_modules/.bin/pm2", "../pm2/bin/pm2")
        .file("node_modules/pm2/bin/pm2", "#!/usr/bin/env node\r\n")
        .file("node_modules/x/build/Release/x.node", MACH_O)
        .file("node_modules/@img/sharp-darwin-arm64/package.json", "{}")
        .file("yarn.lock", "")
        .file("package-lock.json", "{}");
    assert!(package.found().len() > 4);
    assert_eq!(package.report(), package.clone().reversed().report());
}

proptest! {
    #[test]
    fn no_header_panics(start in 0_usize..4, mut bytes in proptest::collection::vec(any::<u8>(), 0..400), flips in proptest::collection::vec((0_usize..400, any::<u8>()), 0..8)) {
        let start: &[u8] = [b"\x7fELF\x02\x01\x01\0".as_slice(), b"\x7fELF\x01\x02\x01\0", MACH_O, b"MZ"][start];
        bytes.splice(0..0, start.iter().copied());
        let _ = Native::read(&bytes);
        let mut near = elf(62, &["GLIBC_2.17", "GLIBC_2.2"]);
        for (at, byte) in flips {
            let length = near.len();
            near[at % length] = byte;
        }
        let _ = Native::read(&near);
    }
}

#[test]
fn a_command_of_a_workspace_is_bundled() {
    let package = Package::scripts("acme-serve --port 7001", "exit 0")
        .link("node_modules/.bin/acme-serve", "../@acme/cli/bin/serve.js")
        .link("node_modules/@acme/cli", "../../packages/cli")
        .file("packages/cli/package.json", r#"{"name": "@acme/cli", "bin": {"acme-serve": "bin/serve.js"}}"#)
        .executable("packages/cli/bin/serve.js", "#!/usr/bin/env node\nrequire('../lib')");
    assert_eq!(package.found(), [""; 0]);
    assert!(package.inspect().is_ok());
}

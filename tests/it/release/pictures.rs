//! The committed table and diagrams are what the machine does.

use std::fs;
use std::path::Path;

use cloudapp::release::Transitions;

#[test]
fn the_committed_pictures_are_what_exploration_finds() {
    let transitions = Transitions::explore();
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let wanted = [
        ("release-table.md", format!("{HEAD}{}", transitions.table())),
        ("release.mmd", transitions.mermaid()),
        ("release.dot", transitions.dot()),
    ];
    let mut differing = Vec::new();
    for (name, text) in wanted {
        let path = directory.join(name);
        let committed = fs::read_to_string(&path).unwrap_or_default();
        if committed != text {
            let fresh = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
            fs::write(&fresh, text).unwrap();
            differing.push(format!("docs/{name} is not {}", fresh.display()));
        }
    }
    assert_eq!(differing, Vec::<String>::new());
}

const HEAD: &str = "# Transitions of an environment

Found by exploring the machine; a test fails when this table differs. `done`, `failed` and `timed-out` are answers to the
outstanding effect.

";

//! No text of JavaScript makes an inspection panic, whether it is read as CommonJS or as an ES module.
#![no_main]

use cloudapp::app::{Framework, Policy};
use cloudapp::package::Inspector;
use cloudapp_fuzz::gzip;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let policy = Policy::default();
    for kind in ["commonjs", "module"] {
        let manifest = format!(r#"{{"type": "{kind}", "scripts": {{"start": "node app.js", "stop": "true"}}}}"#);
        let mut tar = tar::Builder::new(Vec::new());
        for (path, content) in [("package.json", manifest.as_str()), ("app.js", text)] {
            let mut header = tar::Header::new_ustar();
            header.set_size(content.len() as u64);
            header.set_mode(0o644);
            tar.append_data(&mut header, path, content.as_bytes()).unwrap();
        }
        let tgz = gzip(&tar.into_inner().unwrap());
        let _ = Inspector::new(&policy).framework(Framework::NodeJs).inspect_bytes(&tgz);
    }
});

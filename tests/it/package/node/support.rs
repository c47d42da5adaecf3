//! Packages built from a list of files, and what an inspection says of them.

#![allow(dead_code, reason = "the rules that ask for the rest follow")]

use cloudapp::app::{Framework, NodeModules, Policy};
use cloudapp::diagnostic::{Diagnostic, Language, Report};
use cloudapp::package::node::NodeFacts;
use cloudapp::package::{Facts, Inspected, Inspector};

use crate::chinese::assert_chinese;
use crate::support::tar::{Tar, TarHeader};

/// A package in the making: a plain app that is accepted until a test changes it.
#[derive(Clone)]
pub struct Package {
    entries: Vec<Entry>,
    policy: Policy,
}

#[derive(Clone)]
struct Entry {
    path: String,
    content: Content,
}

#[derive(Clone)]
enum Content {
    File(Vec<u8>, &'static [u8]),
    Link(String),
}

impl Package {
    pub fn empty() -> Self {
        Self { entries: Vec::new(), policy: Policy::default() }
    }

    /// Only a `package.json` with this content.
    pub fn with(package_json: impl AsRef<[u8]>) -> Self {
        Self::empty().file("package.json", package_json)
    }

    /// `app.js` and these start and stop scripts.
    pub fn scripts(start: &str, stop: &str) -> Self {
        let manifest = serde_json::json!({"name": "shop", "scripts": {"start": start, "stop": stop}});
        Self::with(manifest.to_string()).file("app.js", "")
    }

    /// The same with a dependency that brings commands of this name.
    pub fn start_with(start: &str, rest: &serde_json::Value) -> Self {
        let mut manifest =
            serde_json::json!({"name": "shop", "scripts": {"start": start, "stop": "pkill node; sleep 1"}});
        for (key, value) in rest.as_object().unwrap() {
            if key == "scripts" {
                for (name, script) in value.as_object().unwrap() {
                    manifest["scripts"][name] = script.clone();
                }
            } else {
                manifest[key] = value.clone();
            }
        }
        Self::with(manifest.to_string()).file("app.js", "")
    }

    pub fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.entry(path, Content::File(content.as_ref().to_vec(), b"0000644\0"))
    }

    pub fn executable(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.entry(path, Content::File(content.as_ref().to_vec(), b"0000755\0"))
    }

    pub fn link(self, path: &str, target: &str) -> Self {
        self.entry(path, Content::Link(target.to_owned()))
    }

    fn entry(mut self, path: &str, content: Content) -> Self {
        self.entries.retain(|entry| entry.path != path);
        self.entries.push(Entry { path: path.to_owned(), content });
        self
    }

    pub fn without(mut self, path: &str) -> Self {
        self.entries.retain(|entry| entry.path != path);
        self
    }

    /// The same where `node_modules` must be in the package.
    pub fn bundled(mut self) -> Self {
        self.policy.node_modules = NodeModules::Bundled;
        self
    }

    pub fn policy(mut self, change: impl FnOnce(&mut Policy)) -> Self {
        change(&mut self.policy);
        self
    }

    /// The same with its entries the other way round.
    pub fn reversed(mut self) -> Self {
        self.entries.reverse();
        self
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut tar = Tar::new();
        for Entry { path, content } in &self.entries {
            tar = match content {
                Content::File(bytes, mode) => {
                    let header = TarHeader::new(b'0', path.as_bytes(), bytes.len() as u64).set(100, mode);
                    tar.raw(&header, bytes)
                }
                Content::Link(target) => tar.symlink(path, target),
            };
        }
        tar.tgz()
    }

    pub fn inspect(&self) -> Inspected {
        Inspector::new(&self.policy).framework(Framework::NodeJs).file_name("shop.tgz").inspect_bytes(&self.bytes())
    }

    #[track_caller]
    pub fn report(&self) -> Report {
        let report = Report::of(&self.inspect()).clone();
        assert_chinese(&report);
        report
    }

    pub fn facts(&self) -> NodeFacts {
        let inspection = match self.inspect() {
            Ok(accepted) => accepted.value().clone(),
            Err(rejected) => rejected.value().clone(),
        };
        match inspection.facts {
            Some(Facts::Node(facts)) => facts,
            other => panic!("{other:?}"),
        }
    }

    /// `severity rule: message` of each diagnostic about Node.js, except that modules are to be installed.
    pub fn found(&self) -> Vec<String> {
        let report = self.report();
        let of_node = report.diagnostics().iter().filter(|diagnostic| !QUIET.contains(&diagnostic.rule().id));
        of_node.map(line).collect()
    }

    /// The diagnostics of one rule.
    pub fn of(&self, rule: &str) -> Vec<Diagnostic> {
        self.report().diagnostics().iter().filter(|diagnostic| diagnostic.rule().id == rule).cloned().collect()
    }

    /// `severity: message` of the one diagnostic of a rule.
    #[track_caller]
    pub fn the(&self, rule: &str) -> String {
        match self.of(rule).as_slice() {
            [one] => format!("{}: {}", one.severity(), one.message(Language::English)),
            other => panic!("expected one {rule}, found {other:?}, in {:?}", self.found()),
        }
    }

    /// `line:column` of the one diagnostic of a rule, and the text there.
    #[track_caller]
    pub fn place(&self, rule: &str) -> String {
        let found = self.of(rule);
        let location = found[0].location();
        let fault = location.snippet().map(|snippet| snippet.fault.clone()).unwrap_or_default();
        format!("{}:{} {fault}", location.line().unwrap_or_default(), location.column().unwrap_or_default())
    }

    #[track_caller]
    pub fn help(&self, rule: &str) -> String {
        self.of(rule)[0].help(Language::English)
    }
}

/// A diagnostic in one line.
pub fn line(diagnostic: &Diagnostic) -> String {
    format!("{} {}: {}", diagnostic.severity(), diagnostic.rule().id, diagnostic.message(Language::English))
}

/// What nearly every small app is told.
const QUIET: [&str; 4] =
    ["node/modules-absent", "node/stop-does-nothing", "node/stop-start-race", "node/egg-stderr-aborts-start"];

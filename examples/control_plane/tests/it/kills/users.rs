//! Users, who give commands to whichever process answers.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::crowd::{Chance, Crowd};
use crate::client::{Response, get, post};
use crate::packages::node;

/// An app and the id of one of its release orders.
pub type Order = (u64, String);

/// Builds an app, uploads versions and releases, so many times: the orders whose acceptance was answered.
pub fn use_app(crowd: &Crowd<'_>, (number, releases): (u64, usize), seed: u64, certificate: &Value) -> Vec<Order> {
    let mut user = User {
        crowd,
        chance: Chance::new(seed.wrapping_mul(1000).wrapping_add(number)),
        app: 0,
        environment: if number.is_multiple_of(2) { "production" } else { "test" },
        patience: Instant::now() + PATIENCE,
        acknowledged: Vec::new(),
    };
    user.create(&format!("app{}", char::from(b'a' + u8::try_from(number).unwrap())));
    user.build();
    if user.environment == "production" {
        user.until(
            |slot| slot["domain"] == "www.example.com",
            &json!({"command":"set-domain","domain":"www.example.com"}),
        );
        user.set_certificate(certificate);
    }
    for version in VERSIONS {
        user.upload(version);
    }
    for count in 1..=releases {
        user.release(count);
    }
    user.acknowledged
}

struct User<'a> {
    crowd: &'a Crowd<'a>,
    chance: Chance,
    app: u64,
    environment: &'static str,
    patience: Instant,
    acknowledged: Vec<Order>,
}

impl User<'_> {
    fn create(&mut self, name: &str) {
        let body = json!({ "name": name, "framework": "node-js" }).to_string();
        while self.app == 0 {
            // When the answer was lost the name is taken: the list says by which number.
            let _ = self.post("/apps", body.as_bytes());
            let apps = self.get("/apps?limit=1000");
            let apps = apps["apps"].as_array().into_iter().flatten();
            self.app = apps.clone().find(|app| app["name"] == name).map_or(0, |app| app["number"].as_u64().unwrap());
        }
    }

    fn build(&mut self) {
        let command = match self.environment {
            "production" => json!({"command":"build","tier":"standard","billing":"pay-as-you-go","hosts":2}),
            _ => json!({"command":"build","tier":"starter","billing":"prepaid"}),
        };
        loop {
            let (slot, seen) = self.idle();
            match slot["status"].as_str().unwrap() {
                "not-built" => drop(self.command(seen, &command)),
                // Half of it may be there.
                "build-failed" | "deletion-failed" => drop(self.command(seen, &json!({"command":"delete-resources"}))),
                _ => return,
            }
        }
    }

    /// Gives a command until the environment is as wanted.
    fn until(&mut self, wanted: impl Fn(&Value) -> bool, command: &Value) {
        loop {
            let (slot, seen) = self.idle();
            if wanted(&slot) {
                return;
            }
            let _ = self.command(seen, command);
        }
    }

    fn set_certificate(&mut self, certificate: &Value) {
        loop {
            let (slot, seen) = self.idle();
            if !slot["certificate"].is_null() {
                return;
            }
            let path = format!("/apps/{}/{}/certificate?seen={seen}", self.app, self.environment);
            if let Ok(response) = self.post(&path, certificate.to_string().as_bytes()) {
                assert!(matches!(response.status, 200 | 409 | 503), "{response:?}");
            }
        }
    }

    fn upload(&mut self, version: &str) {
        loop {
            let versions = self.get(&format!("/apps/{}/{}/versions", self.app, self.environment));
            let mut versions = versions["versions"].as_array().into_iter().flatten();
            if versions.any(|uploaded| uploaded["label"] == version) {
                return;
            }
            let path = format!("/apps/{}/{}/versions?label={version}", self.app, self.environment);
            if let Ok(response) = self.post(&path, &node()) {
                assert!(matches!(response.status, 201 | 409 | 503), "{response:?}");
            }
        }
    }

    /// Sees to it that there are `count` orders and that the last one has ended.
    fn release(&mut self, count: usize) {
        let mut last = None;
        loop {
            // The revision first: a command that is accepted after it, but before the orders are read, makes it outdated.
            let (slot, seen) = self.idle();
            let orders = self.get(&format!("/apps/{}/{}/orders?limit=1000", self.app, self.environment));
            if orders["orders"].as_array().unwrap().len() >= count {
                break;
            }
            let command = self.choose(&slot);
            if let Some(accepted) = self.command(seen, &command).filter(|response| response.status == 200) {
                let order = accepted.body["environments"][self.environment]["order"].as_str().unwrap();
                self.acknowledged.push((self.app, order.to_owned()));
            }
            if self.chance.below(3) == 0 {
                self.twice(seen, &command);
            }
            if self.chance.below(8) == 0 {
                thread::sleep(Duration::from_millis(self.chance.below(60)));
                let seen = self.get(&format!("/apps/{}", self.app))["revision"].clone();
                let _ = self.command(seen.as_u64().unwrap(), &json!({"command":"abort"}));
            }
            last = Some((seen, command));
        }
        // A command may come a second time when the first is long done.
        if let Some((seen, command)) = last
            && self.chance.below(3) == 0
        {
            self.twice(seen, &command);
        }
    }

    fn choose(&mut self, slot: &Value) -> Value {
        let version = VERSIONS[usize::try_from(self.chance.below(3)).unwrap()];
        let strategy = if self.chance.below(3) == 0 { "swap" } else { "rolling" };
        let rollback = !slot["version"].is_null() && self.chance.below(5) == 0;
        json!({ "command": if rollback { "rollback" } else { "release" }, "version": version, "strategy": strategy })
    }

    /// Gives a command again on the state that it was given on before.
    fn twice(&mut self, seen: u64, command: &Value) {
        self.crowd.given_twice.fetch_add(1, Ordering::Relaxed);
        let _ = self.command(seen, command);
    }

    /// The environment once it is idle, and the app's revision.
    fn idle(&mut self) -> (Value, u64) {
        loop {
            let app = self.get(&format!("/apps/{}", self.app));
            let slot = &app["environments"][self.environment];
            if slot["busy"] == false {
                return (slot.clone(), app["revision"].as_u64().unwrap());
            }
            assert!(Instant::now() < self.patience, "app {} stays busy: {slot:#}", self.app);
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Gives a command; `None` when no answer came.
    fn command(&mut self, seen: u64, command: &Value) -> Option<Response> {
        let path = format!("/apps/{}/{}/commands?seen={seen}", self.app, self.environment);
        let response = self.post(&path, command.to_string().as_bytes()).ok()?;
        assert!(matches!(response.status, 200 | 409 | 503), "{command}: {response:?}");
        Some(response)
    }

    fn get(&mut self, path: &str) -> Value {
        loop {
            match get(self.crowd.address(self.chance.below(1 << 20)), path) {
                Ok(response) if response.status == 200 => return response.body,
                Ok(response) => assert_eq!(response.status, 503, "{path}: {response:?}"),
                Err(_) => {}
            }
            assert!(Instant::now() < self.patience, "nobody answers");
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn post(&mut self, path: &str, body: &[u8]) -> io::Result<Response> {
        assert!(Instant::now() < self.patience, "app {} is not done", self.app);
        let response = post(self.crowd.address(self.chance.below(1 << 20)), path, body);
        if response.is_err() {
            self.crowd.unanswered.fetch_add(1, Ordering::Relaxed);
            thread::sleep(Duration::from_millis(10));
        }
        response
    }
}

/// A certificate for the domain, and its key, as the interface takes them.
pub fn certificate(directory: &Path) -> Value {
    let made = Command::new("sh").args(["-ec", MAKE_CERTIFICATE]).current_dir(directory).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let (certificate, key) = (directory.join("certificate.pem"), directory.join("certificate.key"));
    let read = |path| fs::read_to_string(path).unwrap();
    json!({ "certificate": read(certificate), "key": read(key) })
}

/// Signed by an authority: nobody trusts one that is signed by itself. RSA and PKCS#1, since
/// load balancers take no other key.
const MAKE_CERTIFICATE: &str = "
new='-newkey rsa:2048 -nodes'
openssl req -x509 $new -days 300 -subj /CN=Authority -out authority.pem -keyout authority.key
openssl req $new -subj /CN=www.example.com -out site.csr -keyout site.key
openssl rsa -in site.key -traditional -out certificate.key
printf 'subjectAltName=DNS:www.example.com\nextendedKeyUsage=serverAuth\n' > site.ext
openssl x509 -req -in site.csr -CA authority.pem -CAkey authority.key -set_serial 1 -days 300 -extfile site.ext -out site.pem
cat site.pem authority.pem > certificate.pem
";
const VERSIONS: [&str; 3] = ["v1", "v2", "v3"];
const PATIENCE: Duration = Duration::from_secs(400);

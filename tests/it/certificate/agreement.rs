//! What openssl says of the same files.

use std::process::Command;

use cloudapp::app::{Policy, Timestamp};
use cloudapp::certificate::{File, Use, inspect};

use super::openssl::{directory, files, openssl};
use super::rules::found;

#[test]
fn a_key_belongs_to_a_certificate_exactly_when_openssl_derives_the_same_public_key() {
    let Some(files) = files() else { return };
    let certificates = ["rsa.pem", "p256.pem", "p384.pem", "p521.pem", "ed25519.pem"];
    let keys = [
        "rsa.key",
        "rsa.pkcs1.key",
        "p256.key",
        "p256.sec1.key",
        "p256.params.key",
        "p256.nopublic.key",
        "p384.key",
        "p384.sec1.key",
        "p521.key",
        "p521.sec1.key",
        "ed25519.key",
        "root.key",
        "intermediate.key",
    ];
    let public_keys = keys.map(|key| openssl(&format!("pkey -pubout -in {key}")).1);
    let mut pairs = 0;
    for certificate in certificates {
        let (_, certified) = openssl(&format!("x509 -noout -pubkey -in {certificate}"));
        for (key, public) in keys.iter().zip(&public_keys) {
            assert!(public.starts_with("-----BEGIN PUBLIC KEY"), "{key}: {public}");
            let rules = found(&files[certificate], &files[*key], &Use::default());
            let ours = !rules.contains(&"certificate/key-mismatch");
            assert!(!rules.contains(&"certificate/unknown-key"), "{certificate} {key}");
            assert_eq!(ours, certified == *public, "{certificate} {key}");
            pairs += usize::from(ours);
        }
    }
    assert_eq!(pairs, 11);
}

#[test]
fn a_domain_is_covered_exactly_when_openssl_matches_the_host() {
    let Some(files) = files() else { return };
    let hosts = [
        "www.example.com",
        "example.com",
        "WWW.Example.COM",
        "a.shop.example.com",
        "shop.example.com",
        "a.b.shop.example.com",
        "one.example.com",
        "two.example.com",
        "three.example.com",
        "upper.example.com",
        "xn--yet01dc35b.example.com",
        "a.deep.wild.example.com",
        "deep.wild.example.com",
        "www.example.com.cn",
        "wwwxexample.com",
        "www-example.com",
        "xwww.example.com",
    ];
    let mut covered = 0;
    for certificate in ["p256.pem", "many.pem", "rsa.pem", "self.pem"] {
        for host in hosts {
            let (_, text) = openssl(&format!("x509 -noout -in {certificate} -checkhost {host}"));
            let purpose = Use::new([host.parse().unwrap()]);
            let ours =
                !found(&files[certificate], &files["p256.key"], &purpose).contains(&"certificate/domain-not-covered");
            assert_eq!(ours, text.contains("does match certificate"), "{certificate} {host}: {text}");
            covered += usize::from(ours);
        }
    }
    assert_eq!(covered, 13);
}

#[test]
fn a_chain_is_valid_at_a_time_exactly_when_openssl_verifies_it_then() {
    let Some(files) = files() else { return };
    let chain = [&files["p256.pem"][..], &files["intermediate.pem"]].concat();
    let inspection = inspect(
        File { name: "chain.pem", bytes: &chain },
        File { name: "p256.key", bytes: &files["p256.key"] },
        &Use::default(),
        &Policy::default(),
    );
    let links = &inspection.certificate().unwrap().chain;
    assert_eq!(links.len(), 2);
    let mut times = Vec::new();
    for link in links {
        // openssl takes the last second as expired, which RFC 5280 §4.1.2.5 counts in.
        for near in [link.not_before.unix_seconds(), link.not_after.unix_seconds()] {
            times.extend([near - 2, near - 1, near + 1, near + 2]);
        }
    }
    let (mut valid, all) = (0, times.len());
    for time in times {
        let verify = "verify -CAfile root.pem -untrusted intermediate.pem -purpose sslserver";
        let (verified, text) = openssl(&format!("{verify} -attime {time} p256.pem"));
        let purpose = Use::default().at(Timestamp::from_unix_seconds(time).unwrap());
        let rules = found(&chain, &files["p256.key"], &purpose);
        let ours = !rules.contains(&"certificate/expired") && !rules.contains(&"certificate/not-yet-valid");
        assert_eq!(ours, verified, "{time}: {text} {rules:?}");
        valid += usize::from(ours);
    }
    // How many depends on the seconds between the making of the two certificates.
    assert!(0 < valid && valid < all, "{valid} of {all}");
}

#[test]
fn fingerprints_are_those_that_openssl_takes() {
    let Some(files) = files() else { return };
    let chain = [&files["p256.pem"][..], &files["intermediate.pem"]].concat();
    let file = |name| File { name, bytes: &chain };
    let examination = inspect(file("chain.pem"), file("chain.pem"), &Use::default(), &Policy::default());
    let certificate = examination.certificate().unwrap();
    let digest = |script: &str| {
        let output = Command::new("sh").args(["-ec", script]).current_dir(directory()).output().unwrap();
        String::from_utf8(output.stdout).unwrap().split(' ').next().unwrap().to_owned()
    };
    let key = "openssl x509 -in p256.pem -noout -pubkey | openssl pkey -pubin -outform der | sha256sum";
    assert_eq!(certificate.key_fingerprint, digest(key));
    let both = "for name in p256 intermediate; do openssl x509 -in $name.pem -outform der; done | sha256sum";
    assert_eq!(certificate.chain_fingerprint, digest(both));
    let [leaf, issuer] = &certificate.chain[..] else { panic!("two certificates") };
    assert_eq!(certificate.valid_from(), leaf.not_before.max(issuer.not_before));
    assert_eq!(certificate.valid_until(), leaf.not_after.min(issuer.not_after));
}

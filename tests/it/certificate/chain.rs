//! Chains of authorities: each fault found where every client refuses, and the nearest good chain let through, as `openssl
//! verify` says.

use cloudapp::certificate::{Answer, BalancerFacts, Root, Use};

use super::openssl::{files, openssl};
use super::rules::{found, look};
use cloudapp::app::TlsEnd;

/// A certificate below an authority, and the rule that is found.
const ROWS: [(&str, &str, &str); 19] = [
    ("server", "plain", ""),
    ("server", "plain2", ""),
    ("server", "spaced", ""),
    ("server", "permitted", ""),
    ("server", "shallow", ""),
    ("server", "pss", ""),
    ("server", "forged", "wrong-issuer"),
    ("server", "unfit", "not-an-authority"),
    ("server", "unsigning", "authority-not-for-signing"),
    ("server", "excluding", "name-constraint"),
    ("server", "elsewhere", "name-constraint"),
    ("server", "mail", "issuer-not-for-servers"),
    ("server", "strange", "critical-extension"),
    ("poison", "plain", "precertificate"),
    ("critical", "plain", "critical-extension"),
    ("signing", "plain", "key-usage"),
    ("anything", "plain", "not-for-servers"),
    ("old", "plain", "valid-too-long"),
    ("k256", "plain", "unusable-key"),
];

#[test]
fn each_fault_of_a_chain_is_found_where_openssl_refuses_it() {
    let Some(files) = files() else { return };
    for (leaf, authority, rule) in ROWS {
        let name = format!("{leaf}-{authority}");
        let chain = [&files[&format!("{name}.pem")][..], &files[&format!("{authority}-ca.pem")]].concat();
        let key = if leaf == "k256" { "k256.key" } else { "p256.key" };
        let purpose = Use::new(["www.example.com".parse().unwrap()]).trusting(Root::read_all(&files["root.pem"]));
        let rules = found(&chain, &files[key], &purpose);
        let expected: Vec<String> =
            [rule].iter().filter(|rule| !rule.is_empty()).map(|rule| format!("certificate/{rule}")).collect();
        assert_eq!(rules, expected, "{name}");
        // OpenSSL knows no limit of days, and finds what its clients do not offer only when they connect.
        if !matches!(rule, "valid-too-long" | "unusable-key") {
            let verify = "verify -purpose sslserver -verify_hostname www.example.com -CAfile root.pem";
            let (verified, _) = openssl(&format!("{verify} -untrusted {authority}-ca.pem {name}.pem"));
            assert_eq!(verified, rule.is_empty(), "{name}");
        }
    }
}

#[test]
fn an_authority_below_one_that_allows_none_is_found() {
    let Some(files) = files() else { return };
    let chain = [&files["server-deep.pem"][..], &files["deep-ca.pem"], &files["shallow-ca.pem"]].concat();
    assert_eq!(found(&chain, &files["p256.key"], &Use::default()), ["certificate/path-too-long"]);
}

#[test]
fn a_changed_byte_breaks_a_signature() {
    let Some(files) = files() else { return };
    let mut der = files["p256.der"].clone();
    let last = der.len() - 1;
    der[last] ^= 1;
    let changed = super::rules::block("CERTIFICATE", &der);
    let chain = [&changed[..], &files["intermediate.pem"]].concat();
    assert_eq!(found(&chain, &files["p256.key"], &Use::default()), ["certificate/broken-signature"]);
}

#[test]
fn whether_clients_trust_a_chain_is_known_by_its_root() {
    let Some(files) = files() else { return };
    let chain = [&files["p256.pem"][..], &files["intermediate.pem"]].concat();
    let answer = |root: &str| {
        let purpose = Use::default().trusting(Root::read_all(root.as_bytes()));
        look(&chain, &files["p256.key"], &purpose).facts().clients.answer
    };
    let text = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    assert_eq!(answer(""), Answer::Unknown);
    assert_eq!(answer(&text("root.pem")), Answer::Yes);
    assert_eq!(answer(&text("self.pem")), Answer::No);
}

#[test]
fn the_valid_one_of_two_authorities_counts() {
    let Some(files) = files() else { return };
    let [leaf, new, old] = ["server-plain.pem", "plain-ca.pem", "expired-ca.pem"].map(|name| &files[name][..]);
    let now = Use::default().at(cloudapp::app::Timestamp::from_unix_seconds(now()).unwrap());
    for chain in [[leaf, old, new], [leaf, new, old]] {
        let inspection = look(&chain.concat(), &files["p256.key"], &now);
        let rules: Vec<&str> = inspection.report().diagnostics().iter().map(|found| found.rule().id).collect();
        assert_eq!(rules, ["certificate/stray-certificate"]);
        assert_eq!(inspection.repaired().unwrap().as_bytes(), [leaf, new].concat());
    }
    let alone = [leaf, old].concat();
    assert_eq!(found(&alone, &files["p256.key"], &now), ["certificate/expired"]);
}

#[test]
fn the_load_balancer_takes_what_its_documentation_says() {
    let Some(files) = files() else { return };
    let standard = || Use::default().ending_in(TlsEnd::LoadBalancer);
    let chain = |leaf: &str| [&files[leaf][..], &files["intermediate.pem"]].concat();
    assert_eq!(found(&chain("rsa.pem"), &files["rsa.pkcs1.key"], &standard()), [""; 0]);
    assert_eq!(found(&chain("rsa.pem"), &files["rsa.key"], &standard()), ["certificate/balancer-key-format"]);
    assert_eq!(found(&chain("p256.pem"), &files["p256.key"], &standard()), ["certificate/balancer-algorithm"]);
    let spaced = [&files["rsa.pem"][..], b"\n", &files["intermediate.pem"]].concat();
    assert_eq!(found(&spaced, &files["rsa.pkcs1.key"], &standard()), ["certificate/balancer-blank-line"]);
    let long = String::from_utf8(chain("rsa.pem")).unwrap().replacen("\nMII", "\nM\nII", 1);
    assert_eq!(found(long.as_bytes(), &files["rsa.pkcs1.key"], &standard()), ["certificate/balancer-line-length"]);
    let mut facts = BalancerFacts::documented();
    (facts.takes_ecdsa, facts.takes_pkcs8) = (true, true);
    let mut own = standard();
    own.balancer = facts;
    assert_eq!(found(&chain("p256.pem"), &files["p256.key"], &own), [""; 0]);
}

fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

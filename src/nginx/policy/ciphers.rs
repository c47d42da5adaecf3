//! What a cipher string of OpenSSL admits that no client should meet.
//!
//! Each operator of a string works on each suite by itself, order aside: so it is enough to know the suites that offend.
//! Classes are those of OpenSSL 1.1 and 3: `HIGH` holds no 3DES. A word that OpenSSL does not know changes nothing, and
//! names are case-sensitive: `!ANULL` excludes nothing.

use crate::diagnostic::terms;
use crate::nginx::ciphers::{Element, Operator, elements, is_miscased};

terms! {
    /// A fault of suites.
    pub(super) Weakness {
        Anonymous = "anonymous" / "匿名",
        Des = "DES" / "DES",
        Export = "export" / "出口级",
        NoEncryption = "no encryption" / "不加密",
        Rc4 = "RC4" / "RC4",
        TripleDes = "3DES" / "3DES",
    }
}

/// What a string admits.
#[derive(Debug, Default)]
pub(super) struct Admitted {
    /// Offending suites by name.
    pub(super) suites: Vec<(&'static str, Weakness)>,
    /// Words that OpenSSL does not know in this case but in another.
    pub(super) miscased: Vec<String>,
}

/// Evaluates `string` as OpenSSL would.
pub(super) fn admitted(string: &str) -> Admitted {
    let mut active = [false; SUITES.len()];
    let mut killed = [false; SUITES.len()];
    let mut miscased = Vec::new();
    for Element { operator, words } in elements(string) {
        if operator == Operator::Command {
            continue;
        }
        let words: Vec<&str> = words.split('+').collect();
        let wrong = words.iter().filter(|word| !is_suite(word) && is_miscased(word));
        miscased.extend(wrong.map(|word| (*word).to_owned()));
        for ((suite, active), killed) in SUITES.iter().zip(&mut active).zip(&mut killed) {
            if !words.iter().all(|word| suite.matches(word)) {
                continue;
            }
            match operator {
                Operator::Kill => {
                    *killed = true;
                    *active = false;
                }
                Operator::Remove => *active = false,
                Operator::Add if !*killed => *active = true,
                _ => {}
            }
        }
    }
    let suites = SUITES.iter().zip(active).filter(|(_, active)| *active).map(|(suite, _)| (suite.name, suite.weakness));
    Admitted { suites: suites.collect(), miscased }
}

/// A suite that offends. Words that select it: its name, and those of its parts.
struct Suite {
    name: &'static str,
    weakness: Weakness,
    exchange: &'static str,
    authentication: &'static str,
    cipher: &'static str,
    digest: &'static str,
    strength: &'static str,
}

impl Suite {
    const fn new(name: &'static str, weakness: Weakness, parts: [&'static str; 4], strength: &'static str) -> Self {
        let [exchange, authentication, cipher, digest] = parts;
        Self { name, weakness, exchange, authentication, cipher, digest, strength }
    }

    /// The name in the registry of TLS, which OpenSSL takes from 3.2 on.
    fn standard_name(&self) -> String {
        let exchange = match (self.exchange, self.authentication) {
            ("RSA", _) => "RSA".to_owned(),
            ("DH" | "ECDH", "NULL") => format!("{}_anon", self.exchange),
            (exchange, authentication) => format!("{exchange}E_{authentication}"),
        };
        let export = if self.strength == "EXPORT" { "_EXPORT" } else { "" };
        let cipher = match (self.cipher, self.strength) {
            ("RC4", "EXPORT") => "RC4_40",
            ("RC4", _) => "RC4_128",
            ("RC2", _) => "RC2_CBC_40",
            ("DES", "EXPORT") => "DES40_CBC",
            ("DES", _) => "DES_CBC",
            ("3DES", _) => "3DES_EDE_CBC",
            ("AES128", _) => "AES_128_CBC",
            ("AES256", _) => "AES_256_CBC",
            ("AES128/AESGCM", _) => "AES_128_GCM",
            ("AES256/AESGCM", _) => "AES_256_GCM",
            ("CAMELLIA128", _) => "CAMELLIA_128_CBC",
            ("CAMELLIA256", _) => "CAMELLIA_256_CBC",
            (cipher, _) => cipher,
        };
        let digest = if self.digest == "SHA1" { "SHA" } else { self.digest };
        format!("TLS_{exchange}{export}_WITH_{cipher}_{digest}")
    }

    fn matches(&self, word: &str) -> bool {
        let anonymous = self.authentication == "NULL";
        match word {
            "ALL" => self.cipher != "NULL",
            "COMPLEMENTOFALL" | "eNULL" | "NULL" => self.cipher == "NULL",
            "COMPLEMENTOFDEFAULT" => (anonymous || matches!(self.cipher, "RC4" | "3DES")) && self.cipher != "NULL",
            "aNULL" => anonymous,
            "RSA" | "kRSA" => self.exchange == "RSA",
            "aRSA" => self.authentication == "RSA",
            "aDSS" | "DSS" => self.authentication == "DSS",
            "aECDSA" | "ECDSA" => self.authentication == "ECDSA",
            "kEDH" | "kDHE" | "DH" => self.exchange == "DH",
            "EDH" | "DHE" => self.exchange == "DH" && !anonymous,
            "ADH" => self.exchange == "DH" && anonymous,
            "kEECDH" | "kECDHE" | "ECDH" => self.exchange == "ECDH",
            "EECDH" | "ECDHE" => self.exchange == "ECDH" && !anonymous,
            "AECDH" => self.exchange == "ECDH" && anonymous,
            "AES" => self.cipher.starts_with("AES"),
            "AES128" | "AES256" | "AESGCM" | "CAMELLIA128" | "CAMELLIA256" | "RC4" | "RC2" | "DES" | "3DES" => {
                self.cipher.split('/').any(|part| part == word)
            }
            "CAMELLIA" => self.cipher.starts_with("CAMELLIA"),
            "SHA" => self.digest == "SHA1",
            "MD5" | "SHA1" | "SHA256" | "SHA384" => self.digest == word,
            "TLSv1.2" => matches!(self.digest, "SHA256" | "SHA384"),
            "SSLv3" => !matches!(self.digest, "SHA256" | "SHA384") && self.exchange != "ECDH",
            "TLSv1" | "TLSv1.0" => self.digest == "SHA1" && self.exchange == "ECDH",
            "EXP" | "EXPORT" => self.strength == "EXPORT",
            "LOW" | "MEDIUM" | "HIGH" => self.strength == word,
            _ => self.name == word || word.starts_with("TLS_") && word.len() > 15 && self.standard_name() == word,
        }
    }
}

fn is_suite(word: &str) -> bool {
    SUITES.iter().any(|suite| suite.name == word)
}

const SUITES: &[Suite] = &[
    Suite::new("ADH-AES128-GCM-SHA256", Weakness::Anonymous, ["DH", "NULL", "AES128/AESGCM", "SHA256"], "HIGH"),
    Suite::new("ADH-AES128-SHA", Weakness::Anonymous, ["DH", "NULL", "AES128", "SHA1"], "HIGH"),
    Suite::new("ADH-AES128-SHA256", Weakness::Anonymous, ["DH", "NULL", "AES128", "SHA256"], "HIGH"),
    Suite::new("ADH-AES256-GCM-SHA384", Weakness::Anonymous, ["DH", "NULL", "AES256/AESGCM", "SHA384"], "HIGH"),
    Suite::new("ADH-AES256-SHA", Weakness::Anonymous, ["DH", "NULL", "AES256", "SHA1"], "HIGH"),
    Suite::new("ADH-AES256-SHA256", Weakness::Anonymous, ["DH", "NULL", "AES256", "SHA256"], "HIGH"),
    Suite::new("ADH-CAMELLIA128-SHA", Weakness::Anonymous, ["DH", "NULL", "CAMELLIA128", "SHA1"], "HIGH"),
    Suite::new("ADH-CAMELLIA128-SHA256", Weakness::Anonymous, ["DH", "NULL", "CAMELLIA128", "SHA256"], "HIGH"),
    Suite::new("ADH-CAMELLIA256-SHA", Weakness::Anonymous, ["DH", "NULL", "CAMELLIA256", "SHA1"], "HIGH"),
    Suite::new("ADH-CAMELLIA256-SHA256", Weakness::Anonymous, ["DH", "NULL", "CAMELLIA256", "SHA256"], "HIGH"),
    Suite::new("ADH-DES-CBC-SHA", Weakness::Anonymous, ["DH", "NULL", "DES", "SHA1"], "LOW"),
    Suite::new("ADH-DES-CBC3-SHA", Weakness::Anonymous, ["DH", "NULL", "3DES", "SHA1"], "MEDIUM"),
    Suite::new("ADH-RC4-MD5", Weakness::Anonymous, ["DH", "NULL", "RC4", "MD5"], "MEDIUM"),
    Suite::new("AECDH-AES128-SHA", Weakness::Anonymous, ["ECDH", "NULL", "AES128", "SHA1"], "HIGH"),
    Suite::new("AECDH-AES256-SHA", Weakness::Anonymous, ["ECDH", "NULL", "AES256", "SHA1"], "HIGH"),
    Suite::new("AECDH-DES-CBC3-SHA", Weakness::Anonymous, ["ECDH", "NULL", "3DES", "SHA1"], "MEDIUM"),
    Suite::new("AECDH-NULL-SHA", Weakness::Anonymous, ["ECDH", "NULL", "NULL", "SHA1"], "NONE"),
    Suite::new("AECDH-RC4-SHA", Weakness::Anonymous, ["ECDH", "NULL", "RC4", "SHA1"], "MEDIUM"),
    Suite::new("DES-CBC-SHA", Weakness::Des, ["RSA", "RSA", "DES", "SHA1"], "LOW"),
    Suite::new("DES-CBC3-SHA", Weakness::TripleDes, ["RSA", "RSA", "3DES", "SHA1"], "MEDIUM"),
    Suite::new("DHE-DSS-DES-CBC3-SHA", Weakness::TripleDes, ["DH", "DSS", "3DES", "SHA1"], "MEDIUM"),
    Suite::new("DHE-RSA-DES-CBC3-SHA", Weakness::TripleDes, ["DH", "RSA", "3DES", "SHA1"], "MEDIUM"),
    Suite::new("ECDHE-ECDSA-DES-CBC3-SHA", Weakness::TripleDes, ["ECDH", "ECDSA", "3DES", "SHA1"], "MEDIUM"),
    Suite::new("ECDHE-ECDSA-NULL-SHA", Weakness::NoEncryption, ["ECDH", "ECDSA", "NULL", "SHA1"], "NONE"),
    Suite::new("ECDHE-ECDSA-RC4-SHA", Weakness::Rc4, ["ECDH", "ECDSA", "RC4", "SHA1"], "MEDIUM"),
    Suite::new("ECDHE-RSA-DES-CBC3-SHA", Weakness::TripleDes, ["ECDH", "RSA", "3DES", "SHA1"], "MEDIUM"),
    Suite::new("ECDHE-RSA-NULL-SHA", Weakness::NoEncryption, ["ECDH", "RSA", "NULL", "SHA1"], "NONE"),
    Suite::new("ECDHE-RSA-RC4-SHA", Weakness::Rc4, ["ECDH", "RSA", "RC4", "SHA1"], "MEDIUM"),
    Suite::new("EDH-DSS-DES-CBC-SHA", Weakness::Des, ["DH", "DSS", "DES", "SHA1"], "LOW"),
    Suite::new("EDH-DSS-DES-CBC3-SHA", Weakness::TripleDes, ["DH", "DSS", "3DES", "SHA1"], "MEDIUM"),
    Suite::new("EDH-RSA-DES-CBC-SHA", Weakness::Des, ["DH", "RSA", "DES", "SHA1"], "LOW"),
    Suite::new("EDH-RSA-DES-CBC3-SHA", Weakness::TripleDes, ["DH", "RSA", "3DES", "SHA1"], "MEDIUM"),
    Suite::new("EXP-ADH-DES-CBC-SHA", Weakness::Anonymous, ["DH", "NULL", "DES", "SHA1"], "EXPORT"),
    Suite::new("EXP-ADH-RC4-MD5", Weakness::Anonymous, ["DH", "NULL", "RC4", "MD5"], "EXPORT"),
    Suite::new("EXP-DES-CBC-SHA", Weakness::Export, ["RSA", "RSA", "DES", "SHA1"], "EXPORT"),
    Suite::new("EXP-EDH-RSA-DES-CBC-SHA", Weakness::Export, ["DH", "RSA", "DES", "SHA1"], "EXPORT"),
    Suite::new("EXP-RC2-CBC-MD5", Weakness::Export, ["RSA", "RSA", "RC2", "MD5"], "EXPORT"),
    Suite::new("EXP-RC4-MD5", Weakness::Export, ["RSA", "RSA", "RC4", "MD5"], "EXPORT"),
    Suite::new("NULL-MD5", Weakness::NoEncryption, ["RSA", "RSA", "NULL", "MD5"], "NONE"),
    Suite::new("NULL-SHA", Weakness::NoEncryption, ["RSA", "RSA", "NULL", "SHA1"], "NONE"),
    Suite::new("NULL-SHA256", Weakness::NoEncryption, ["RSA", "RSA", "NULL", "SHA256"], "NONE"),
    Suite::new("RC4-MD5", Weakness::Rc4, ["RSA", "RSA", "RC4", "MD5"], "MEDIUM"),
    Suite::new("RC4-SHA", Weakness::Rc4, ["RSA", "RSA", "RC4", "SHA1"], "MEDIUM"),
];

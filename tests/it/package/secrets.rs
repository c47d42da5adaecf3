//! Secrets and other things that should not be in a package.

use cloudapp::app::{Framework, Policy};
use cloudapp::diagnostic::{Language, Value, render};
use cloudapp::package::{SecretKind, Verdict};

use super::judged::{Judged, judge, php, zip};
use crate::support::tar::Tar;

/// A body that is no key: the letters of a key, and nothing in them.
const BODY: &str = "MIIEowIBAAKCAQEAq83vEjRWeJq83vEjRWeJq83vEjRWeJq83vEjRWeJq83vEjRW";
const ACCESS_ID: &str = "LTAI5tQ8Zk2mN4pR6sT8vW1x";
const ACCESS_SECRET: &str = "q7Rt2Yp9Lk4Jh6Gf3Ds1Aa8Zx5Cv0B";

fn key(kind: &str) -> String {
    format!("-----BEGIN {kind}PRIVATE KEY-----\n{BODY}\n-----END {kind}PRIVATE KEY-----\n")
}

fn with(path: &str, content: &str) -> Judged {
    php(&[("public/index.php", "<?php"), (path, content)])
}

#[track_caller]
fn found(path: &str, content: &str, severity: &str, kind: SecretKind) {
    let judged = with(path, content);
    assert_eq!(judged.rules(), [format!("{severity} package/secret-in-package")], "{path}: {content}");
    let finding = judged.only("package/secret-in-package").finding();
    let expected = (Some(&Value::from(kind)), Some(&Value::from(path)));
    assert_eq!((finding.get("kind"), finding.get("file")), expected, "{content}");
}

#[track_caller]
fn silent(path: &str, content: &str) {
    assert_eq!(with(path, content).rules(), Vec::<String>::new(), "{path}: {content}");
}

#[test]
fn a_private_key_is_found_wherever_it_stands() {
    for kind in ["", "RSA ", "EC ", "DSA ", "OPENSSH ", "ENCRYPTED "] {
        found("config/any.txt", &key(kind), "warning", SecretKind::PrivateKey);
    }
    let headers =
        format!("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123\n\n{BODY}\n");
    found("a.pem", &headers, "warning", SecretKind::PrivateKey);
    let in_code = format!("<?php $key = \"-----BEGIN PRIVATE KEY-----\\n{BODY}\\n\";");
    found("app/Pay.php", &in_code, "warning", SecretKind::PrivateKey);
    found("key.ppk", "PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\n", "warning", SecretKind::PrivateKey);
    found("id_rsa", "-----BEGIN OPENSSH PRIVATE KEY-----\nshort\n", "warning", SecretKind::PrivateKey);
}

#[test]
fn what_is_no_private_key_is_let_pass() {
    silent("a.pem", &key("").replace("PRIVATE", "PUBLIC"));
    silent("cert.pem", &format!("-----BEGIN CERTIFICATE-----\n{BODY}\n"));
    silent("Aop.php", "<?php $r = \"-----BEGIN RSA PRIVATE KEY-----\\n\" . wordwrap($key, 64, \"\\n\", true);");
    silent("help.txt", "paste it from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----");
    silent("help.txt", "-----BEGIN PRIVATE KEY-----\nMIIEvQ...\n-----END PRIVATE KEY-----");
}

#[test]
fn keys_of_published_code_tests_and_documentation_are_let_pass() {
    for path in
        ["vendor/a/key.pem", "app/tests/key.pem", "docs/tls.txt", "node_modules/a/key.pem", "a/fixtures/b/key.pem"]
    {
        silent(path, &key("RSA "));
    }
    let jwt_io = "MIIEvwIBADANBgkqhkiG9w0BAQEFAASCBKkwggSlAgEAAoIBAQC7VJTUt9Us8cKj";
    silent("jwt.txt", &key("").replace(BODY, jwt_io));
    let vagrant = "MIIEogIBAAKCAQEA6NF8iallvQVp22WDkTkyrtvp9eWW6A8YVr+kz4TjGYe7gHzI";
    silent("vagrant.txt", &key("RSA ").replace(BODY, vagrant));
}

#[test]
fn below_the_web_root_a_secret_is_an_error() {
    found("public/key.pem", &key(""), "error", SecretKind::PrivateKey);
    found("public/.env", "DB_PASSWORD=s3cr3t-value", "error", SecretKind::EnvironmentFile);
    found("publicity/key.pem", &key(""), "warning", SecretKind::PrivateKey);
    // A script is run, not shown.
    found("public/pay.php", &format!("<?php\n{}", key("")), "warning", SecretKind::PrivateKey);
}

#[test]
fn the_web_root_of_each_framework_counts() {
    let tar = |path: &str| {
        let bytes = Tar::new().file("package.json", "{}").file(path, key("")).tgz();
        judge(&bytes, Framework::NodeJs, &Policy::default(), None)
            .only("package/secret-in-package")
            .severity()
            .to_string()
    };
    assert_eq!([tar("app/public/a.key"), tar("public/a.key"), tar("config/a.key")], ["error", "error", "warning"]);
    let jar = |path: &str| {
        let zip = zip(&[("META-INF/MANIFEST.MF", "Main-Class: a.B\n"), (path, &key(""))]);
        let judged = judge(&zip.build(), Framework::SpringBoot, &Policy::default(), None);
        judged.only("package/secret-in-package").severity().to_string()
    };
    assert_eq!([jar("BOOT-INF/classes/static/a.key"), jar("BOOT-INF/classes/a.key")], ["error", "warning"]);
}

#[test]
fn an_environment_file_is_found_by_name() {
    for text in [
        "APP_KEY=base64:abcdefgh=",
        "[DATABASE]\nPASSWORD = root123",
        "export API_TOKEN='abcdef'",
        "JWT_SECRET=\"x1y2z3\"",
    ] {
        found(".env", text, "warning", SecretKind::EnvironmentFile);
        found("config/.env.production", text, "warning", SecretKind::EnvironmentFile);
    }
    found("public/.env", "APP_NAME=shop\nAPI_KEY=${KEY}", "warning", SecretKind::EnvironmentSettings);
    for path in [".env.example", ".env.sample", ".env.dist", ".env.production.example", ".envrc", "a.env.php"] {
        silent(path, "DB_PASSWORD=s3cr3t-value");
    }
    silent(".env", "# DB_PASSWORD=x\n\n");
    silent(".env", "");
}

#[test]
fn a_token_of_a_registry_is_found() {
    found(".npmrc", "//registry.npmjs.org/:_authToken=0123-4567-89ab\n", "warning", SecretKind::NpmToken);
    found(".npmrc", "_auth = YWRtaW46c2VjcmV0\n", "warning", SecretKind::NpmToken);
    found("deploy.sh", &format!("TOKEN=npm_{}", "a1B2c3D4e5F6".repeat(3)), "warning", SecretKind::NpmToken);
    found("deploy.sh", &format!("ghp_{}", "a1B2c3D4e5F6".repeat(3)), "warning", SecretKind::GithubToken);
    silent(".npmrc", "//registry.npmjs.org/:_authToken=${NPM_TOKEN}\nregistry=https://registry.npmmirror.com\n");
    silent(".npmrc", "; //registry.npmjs.org/:_authToken=0123-4567-89ab\n");
    silent("deploy.sh", &format!("npm_{}", "x".repeat(36)));
}

#[test]
fn an_access_key_is_found_with_its_secret() {
    let oss = format!("return ['id' => '{ACCESS_ID}',\n 'secret' => '{ACCESS_SECRET}'];");
    found("config/oss.php", &oss, "warning", SecretKind::AlibabaAccessKey);
    let tencent = format!("id: AKID{}\nkey: {}", "z8Y7x6W5".repeat(4), "b2C3d4E5".repeat(4));
    found("cos.yml", &tencent, "warning", SecretKind::TencentAccessKey);
    let aws = format!("aws_access_key_id=AKIAQ4WERTYUIOP23ZXC\naws_secret_access_key={}", "b2C3d4E5".repeat(5));
    found("credentials", &aws, "warning", SecretKind::AwsAccessKey);
    silent("config/oss.php", &format!("return ['id' => '{ACCESS_ID}', 'secret' => getenv('OSS_SECRET')];"));
    silent("config/oss.php", &format!("return ['id' => 'LTAIxxxxxxxxxxxxxxxx', 'secret' => '{ACCESS_SECRET}'];"));
    silent("s3.md", "AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
}

#[test]
fn the_value_of_a_secret_is_nowhere_in_the_report() {
    let oss = format!("<?php\nreturn ['id' => '{ACCESS_ID}', 'secret' => '{ACCESS_SECRET}'];\n");
    let env = "A=1\nDB_PASSWORD=s3cr3t-value\n";
    let judged =
        php(&[("public/index.php", "<?php"), ("config/oss.php", &oss), (".env", env), ("k.pem", &key("RSA "))]);
    assert_eq!(judged.rules(), ["warning package/secret-in-package"; 3]);
    let languages = [Language::English, Language::Chinese];
    let mut texts: Vec<_> =
        languages.iter().map(|language| render::text(judged.report(), "a.zip", *language)).collect();
    texts.push(format!("{judged:?}", judged = judged.report()));
    texts.extend(judged.report().diagnostics().iter().map(|found| found.data().to_string()));
    for text in texts {
        for value in ["s3cr3t", &ACCESS_SECRET[4..16], &ACCESS_ID[4..12], &BODY[..16], "BEGIN RSA"] {
            assert!(!text.contains(value), "{value} in {text}");
        }
    }
    let env = judged.report().diagnostics()[0].location();
    assert_eq!(
        (env.entry_name().unwrap().as_str(), env.line(), env.span().map(|span| span.start)),
        (".env", Some(2), Some(4))
    );
}

#[test]
fn a_secret_far_inside_a_big_file_is_not_looked_for_and_one_near_its_start_is() {
    let long = |padding: usize| format!("{}\n{}", "x\n".repeat(padding / 2), key(""));
    found("a.sql", &long(250 << 10), "warning", SecretKind::PrivateKey);
    silent("a.sql", &long(300 << 10));
}

#[test]
fn metadata_of_macos_is_reported_once() {
    let judged = php(&[
        ("public/index.php", "<?php"),
        ("__MACOSX/public/._index.php", "x"),
        (".DS_Store", "x"),
        ("public/.DS_Store", "x"),
        ("public/._a", "x"),
    ]);
    assert_eq!(judged.rules(), ["info package/macos-metadata"]);
    assert_eq!(judged.message("package/macos-metadata"), ".DS_Store is metadata of macOS, 4 such entries in all");
    assert_eq!(judged.verdict(), Verdict::Accepted);
    silent("public/_index.php", "x");
    silent("public/DS_Store", "x");
}

//! Refusals as people read them, and serde through the same check.

use cloudapp::app::{
    AppName, Billing, Description, DnsRecord, DomainName, DomainPattern, EnvironmentKind, Framework, PackageVersion,
    Policy, Remark, Tier, Weight,
};

fn refusal<T: std::str::FromStr<Err = cloudapp::app::ParseError> + std::fmt::Debug>(text: &str) -> String {
    text.parse::<T>().unwrap_err().to_string()
}

#[test]
fn a_refused_name_says_which_character_at_which_byte() {
    assert_eq!(refusal::<AppName>("appé"), "app name: 'é' at byte 3, expected a letter a-z or A-Z or a digit 0-9");
    assert_eq!(refusal::<AppName>(&"a".repeat(51)), "app name: 51 characters from byte 0, expected at most 50");
}

#[test]
fn fifty_characters_are_a_name() {
    assert!("a".repeat(50).parse::<AppName>().is_ok());
}

#[test]
fn a_version_label_cannot_climb_out_of_a_directory() {
    assert_eq!(
        refusal::<PackageVersion>("../v1"),
        "package version: '.' at byte 0, expected a letter a-z or A-Z or a digit 0-9"
    );
    assert_eq!(
        refusal::<PackageVersion>("v1/2"),
        "package version: '/' at byte 2, expected a letter, a digit, '.', '_' or '-'"
    );
}

#[test]
fn domains_that_would_leave_a_server_name_are_refused() {
    let expected = "expected a letter, a digit, '-', '_' or '.'";
    for (text, found, at) in [
        ("a.com;", ';', 5),
        ("a .com", ' ', 1),
        ("*.a.com", '*', 0),
        ("~^a.com$", '~', 0),
        ("a.com{", '{', 5),
        ("a\n.com", '\n', 1),
        ("\"a.com", '"', 0),
        ("$host.com", '$', 0),
        ("a/b.com", '/', 1),
    ] {
        assert_eq!(refusal::<DomainName>(text), format!("domain name: {found:?} at byte {at}, {expected}"));
    }
}

#[test]
fn characters_that_map_to_forbidden_ones_are_refused() {
    // FULLWIDTH SEMICOLON, GREEK QUESTION MARK and FULLWIDTH SOLIDUS map to `;`, `;` and `/`.
    for text in ["a.com\u{ff1b}", "a.com\u{37e}", "a\u{ff0f}b.com", "a.c\u{0}om"] {
        assert!(text.parse::<DomainName>().is_err(), "{text:?}");
    }
}

#[test]
fn the_ascii_form_of_an_international_name_is_a_domain() {
    let domain: DomainName = "www.XN--yet01dc35b.xn--fiqs8s".parse().unwrap();
    assert_eq!(domain.as_str(), "www.xn--yet01dc35b.xn--fiqs8s");
    let unicode = if cfg!(feature = "idn") { "www.小程序.中国" } else { domain.as_str() };
    assert_eq!(domain.to_unicode(), unicode);
}

#[cfg(feature = "idn")]
#[test]
fn an_international_name_becomes_its_ascii_form() {
    assert_eq!("www.小程序.中国".parse::<DomainName>().unwrap().as_str(), "www.xn--yet01dc35b.xn--fiqs8s");
    assert_eq!(
        refusal::<DomainName>("www.xn--a.com"),
        "domain name: a label that internationalised names do not allow at byte 4, expected letters that UTS #46 allows, \
         in one writing direction, and valid xn-- labels"
    );
}

#[cfg(not(feature = "idn"))]
#[test]
fn without_the_feature_an_international_name_is_refused_at_its_label() {
    assert_eq!(
        refusal::<DomainName>("www.小程序.中国"),
        "domain name: a label with letters outside ASCII at byte 4, expected its xn-- form: this program is built \
         without international names (feature idn)"
    );
}

#[test]
fn ip_addresses_and_single_labels_are_no_domains() {
    assert_eq!(
        refusal::<DomainName>("127.0.0.1"),
        "domain name: a number as the last label at byte 8, expected a domain name, not an IP address"
    );
    assert_eq!(
        refusal::<DomainName>("localhost"),
        "domain name: a single label at byte 0, expected a name like www.example.com"
    );
    assert!("1.2.3.0x7f".parse::<DomainName>().is_err());
}

#[test]
fn a_label_over_63_characters_is_refused_where_it_starts() {
    assert_eq!(
        refusal::<DomainName>(&format!("www.{}.com", "a".repeat(64))),
        "domain name: 64 characters from byte 4, expected at most 63"
    );
}

#[test]
fn an_empty_label_is_refused_where_it_stands() {
    let expected = "expected a label between dots, and none after the last label";
    assert_eq!(refusal::<DomainName>("a..com"), format!("domain name: an empty label at byte 2, {expected}"));
    assert_eq!(refusal::<DomainName>("a.com.."), format!("domain name: an empty label at byte 6, {expected}"));
}

#[test]
fn the_roots_dot_is_taken_off_a_domain() {
    assert_eq!("a.com.".parse::<DomainName>().unwrap().as_str(), "a.com");
    assert!("a.com.".parse::<DomainPattern>().is_err(), "clients compare a certificate's name as it stands");
}

#[test]
fn a_wildcard_covers_no_label_with_an_underscore() {
    let domain: DomainName = "my_shop.example.com".parse().unwrap();
    let covers = |pattern: &str| pattern.parse::<DomainPattern>().unwrap().covers(&domain);
    assert!(covers("my_shop.example.com") && !covers("*.example.com"));
}

#[test]
fn a_wildcard_covers_one_label_of_its_parent() {
    let pattern: DomainPattern = "*.example.com".parse().unwrap();
    let covered = |domain: &str| pattern.covers(&domain.parse().unwrap());
    assert_eq!(
        [covered("www.example.com"), covered("example.com"), covered("a.b.example.com"), covered("www.example.org")],
        [true, false, false, false]
    );
}

#[test]
fn a_word_out_of_place_lists_the_accepted_ones() {
    assert_eq!(refusal::<Framework>("rails"), "framework: \"rails\", expected one of node-js, php, spring-boot");
    assert_eq!(refusal::<EnvironmentKind>("prod"), "environment: \"prod\", expected one of test, production");
    assert_eq!(refusal::<Tier>(""), "tier: \"\", expected one of starter, standard");
    assert_eq!(refusal::<Billing>("postpaid"), "billing: \"postpaid\", expected one of prepaid, pay-as-you-go");
}

#[test]
fn a_remark_is_one_line() {
    assert_eq!(
        refusal::<Remark>("a\nb"),
        "remark: '\\n' at byte 1, expected text on one line without control characters"
    );
    assert!("修复登录".parse::<Remark>().is_ok());
    assert_eq!(
        refusal::<Description>(&"字".repeat(201)),
        "description: 201 characters from byte 0, expected at most 200"
    );
}

#[test]
fn serde_runs_the_same_check() {
    let error = serde_json::from_str::<AppName>("\"Todo\"").unwrap_err().to_string();
    assert!(error.starts_with("app name: 'T' at byte 0, expected a lowercase letter a-z"), "{error}");
    assert_eq!(serde_json::to_string(&"todo".parse::<AppName>().unwrap()).unwrap(), "\"todo\"");
    assert!(serde_json::from_str::<Weight>("101").is_err());
    assert!(serde_json::from_str::<Tier>("\"Starter\"").is_err());
}

#[test]
fn a_policy_reads_back_and_refuses_what_it_does_not_know() {
    let policy = Policy::default().with(|policy| policy.java_limit = 17).offering(Tier::ALL);
    let text = serde_json::to_string(&policy).unwrap();
    assert_eq!(serde_json::from_str::<Policy>(&text).unwrap(), policy);
    assert_eq!(serde_json::from_str::<Policy>("{}").unwrap(), Policy::default());
    assert!(serde_json::from_str::<Policy>(r#"{"java":17}"#).is_err());
}

#[test]
fn the_dns_record_is_the_documented_one() {
    let record = DnsRecord::for_environment([203, 0, 113, 7].into());
    assert_eq!(
        serde_json::to_value(&record).unwrap(),
        serde_json::json!({"kind": "A", "host": "www", "line": "default", "value": "203.0.113.7", "ttl_seconds": 600})
    );
}

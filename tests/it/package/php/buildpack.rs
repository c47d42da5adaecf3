//! The grammar of `_buildpack`.

use cloudapp::package::php::Buildpack;
use proptest::prelude::*;

fn settings(text: &str) -> Vec<(&str, &str)> {
    let buildpack = Buildpack::parse(text.as_bytes());
    assert_eq!(buildpack.faults(), [], "{text:?}");
    buildpack.settings().iter().map(|setting| (setting.key, setting.value)).collect()
}

fn faults(text: &[u8]) -> Vec<(usize, String)> {
    Buildpack::parse(text).faults().iter().map(|fault| (fault.line, fault.to_string())).collect()
}

#[test]
fn the_two_lines_of_the_guide_are_settings() {
    assert_eq!(settings("app_entry=public_html"), [("app_entry", "public_html")]);
    let text = "php_extensions=php-extesion-name1 php-extension-name2\n";
    assert_eq!(settings(text), [("php_extensions", "php-extesion-name1 php-extension-name2")]);
}

#[test]
fn an_empty_file_has_no_settings() {
    for text in ["", "\n", " \t\r\n\n", "# app_entry=x", "\u{feff}"] {
        assert_eq!(settings(text), [], "{text:?}");
    }
}

#[test]
fn blanks_around_key_and_value_do_not_belong_to_them() {
    assert_eq!(settings("\t app_entry\t = \t public html \t"), [("app_entry", "public html")]);
}

#[test]
fn a_value_goes_to_the_end_of_the_line() {
    assert_eq!(settings("a=b=c # d\nempty="), [("a", "b=c # d"), ("empty", "")]);
    assert_eq!(settings("a=\"b\""), [("a", "\"b\"")]);
}

#[test]
fn only_a_number_sign_at_the_start_of_a_line_makes_a_comment() {
    assert_eq!(settings("  # one\n#two\na#=1"), [("a#", "1")]);
}

#[test]
fn lines_end_with_lf_or_crlf() {
    assert_eq!(settings("a=1\r\nb=2\nc=3\r\n"), [("a", "1"), ("b", "2"), ("c", "3")]);
    assert_eq!(faults(b"a=1\rb=2"), [(1, "the control character '\\r', expected text".to_owned())]);
}

#[test]
fn a_byte_order_mark_is_not_part_of_the_first_key() {
    let buildpack = Buildpack::parse("\u{feff}app_entry=web".as_bytes());
    assert!(buildpack.has_bom());
    assert_eq!(buildpack.setting("app_entry").unwrap().value, "web");
    assert_eq!(buildpack.setting("app_entry").unwrap().key_span(), 3..12);
}

#[test]
fn a_line_without_an_equals_sign_is_a_fault() {
    assert_eq!(
        faults(b"# web root\napp_entry: web\n\nphp-redis"),
        [
            (2, r#"no = in "app_entry: web", expected key=value"#.to_owned()),
            (4, r#"no = in "php-redis", expected key=value"#.to_owned())
        ]
    );
}

#[test]
fn a_line_without_a_key_is_a_fault() {
    assert_eq!(faults(b" = web"), [(1, r#"no key before the = in "= web", expected key=value"#.to_owned())]);
}

#[test]
fn a_key_may_stand_once() {
    let text = b"app_entry=a\nx=1\napp_entry = b\napp_entry=c";
    let fault = |line| (line, r#""app_entry" for the second time, first on line 1, expected it once"#.to_owned());
    assert_eq!(faults(text), [fault(3), fault(4)]);
    let buildpack = Buildpack::parse(text);
    assert_eq!(buildpack.setting("app_entry").unwrap().value, "a");
    assert_eq!(buildpack.settings().len(), 2);
    assert_eq!(buildpack.faults()[0].span, 16..25);
}

#[test]
fn a_line_that_is_not_utf_8_is_a_fault_and_the_others_are_read() {
    let text = b"# \xd6\xd0\xce\xc4\napp_entry=web";
    assert_eq!(faults(text), [(1, "bytes that are not UTF-8, expected UTF-8 text".to_owned())]);
    assert_eq!(Buildpack::parse(text).setting("app_entry").unwrap().value, "web");
    assert_eq!(Buildpack::parse(text).faults()[0].span, 2..3);
}

#[test]
fn a_control_character_is_a_fault_even_in_a_comment() {
    assert_eq!(faults(b"# a\x1b[2J\n"), [(1, "the control character '\\u{1b}', expected text".to_owned())]);
    assert_eq!(faults(b"a=\tb"), []);
}

#[test]
fn a_long_line_is_cut_in_the_message() {
    let [(1, message)] = &faults("页".repeat(500).as_bytes())[..] else { panic!("one fault") };
    assert_eq!(message, &format!("no = in \"{}…\", expected key=value", "页".repeat(60)));
}

#[test]
fn a_file_as_long_as_is_accepted_is_read_and_a_longer_one_is_not() {
    let text = |length: usize| format!("app_entry=web\n#{}", "-".repeat(length - 15)).into_bytes();
    assert_eq!(faults(&text(Buildpack::MAX_LENGTH)), []);
    let long = text(Buildpack::MAX_LENGTH + 1);
    assert_eq!(faults(&long), [(1, "65537 bytes, expected at most 65536".to_owned())]);
    assert_eq!(Buildpack::parse(&long).settings(), []);
}

#[test]
fn words_know_where_they_start() {
    let buildpack = Buildpack::parse(b"php_extensions = php-redis \t php-gd");
    let words: Vec<_> = buildpack.settings()[0].words().collect();
    assert_eq!(words, [(17, "php-redis"), (29, "php-gd")]);
}

proptest! {
    #[test]
    fn any_bytes_are_read_and_every_span_is_in_the_file(text in proptest::collection::vec(any::<u8>(), 0..300)) {
        let buildpack = Buildpack::parse(&text);
        for setting in buildpack.settings() {
            prop_assert_eq!(&text[setting.key_span()], setting.key.as_bytes());
            prop_assert_eq!(&text[setting.value_span()], setting.value.as_bytes());
            for (start, word) in setting.words() {
                prop_assert_eq!(&text[start..start + word.len()], word.as_bytes());
            }
        }
        for fault in buildpack.faults() {
            prop_assert!(text.get(fault.span.clone()).is_some());
        }
    }

    #[test]
    fn what_is_written_is_what_is_read(
        pairs in proptest::collection::btree_map("[a-z_]{1,12}", "[!-~]([ !-~]{0,20}[!-~])?", 0..6),
        ends in proptest::sample::select(vec!["\n", "\r\n", " \t\n\n# comment\n"]),
    ) {
        let lines: Vec<_> = pairs.iter().map(|(key, value)| format!("{key}={value}{ends}")).collect();
        let text = lines.concat();
        let read = settings(&text).into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
        prop_assert_eq!(pairs, read);
    }
}

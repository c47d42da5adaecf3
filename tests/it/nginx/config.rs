use cloudapp::nginx::{Config, SyntaxErrorKind};

fn words(text: &str) -> Vec<Vec<String>> {
    let config = Config::parse(text);
    assert_eq!(config.syntax_error(), None, "{text}");
    config
        .all_directives()
        .map(|directive| directive.words().map(|word| String::from_utf8(word.value().to_vec()).unwrap()).collect())
        .collect()
}

#[test]
fn quotes_come_off_and_only_six_escapes_are_replaced() {
    assert_eq!(words(r#"a "b c" 'd;e' f\;g "h\"i\\j\tk\q";"#), [["a", "b c", "d;e", "f\\;g", "h\"i\\j\tk\\q"]]);
}

#[test]
fn a_sharp_and_braces_inside_a_word_are_literal() {
    assert_eq!(words("a b#c d}e ${f}g;"), [["a", "b#c", "d}e", "${f}g"]]);
}

#[test]
fn an_open_brace_ends_a_bare_word() {
    let config = Config::parse("location /a{ b; }");
    let location = config.directives().next().unwrap();
    assert_eq!(location.argument(0), Some(&b"/a"[..]));
    assert_eq!(location.children().count(), 1);
}

#[test]
fn a_parenthesis_may_follow_a_closing_quote() {
    assert_eq!(words("if ($a = \"b\") {}"), [["if", "($a", "=", "b", ")"]]);
}

#[test]
fn another_character_after_a_closing_quote_is_an_error() {
    let error = Config::parse("a \"b\"c;").syntax_error().cloned().unwrap();
    assert_eq!(error.to_string(), "unexpected \"c\"");
    assert_eq!(error.span, 5..6);
}

#[test]
fn the_end_of_the_text_is_told_by_what_it_leaves_open() {
    let kind = |text: &str| Config::parse(text).syntax_error().cloned().unwrap().kind;
    assert_eq!(kind("http {\n"), SyntaxErrorKind::EndInBlock { opened: 5 });
    assert_eq!(kind("a b"), SyntaxErrorKind::EndInStatement);
    assert_eq!(kind("a 'b;"), SyntaxErrorKind::OpenQuote { quote: '\'', opened: 2 });
    assert_eq!(Config::parse("a;\n}\n").syntax_error().unwrap().to_string(), "unexpected \"}\"");
}

#[test]
fn words_are_bounded_by_the_buffer_of_nginx() {
    let fails = |text: String| Config::parse(text).syntax_error().is_some();
    let long = |count: usize| "x".repeat(count);
    assert!(!fails(format!("a {};\n", long(4095))));
    assert!(fails(format!("a {};\n", long(4096))));
    assert!(fails(format!("a {} ;\n", long(4095))));
    assert!(!fails(format!("a \"{}\";\n", long(4094))));
    assert!(fails(format!("a \"{}\";\n", long(4095))));
    assert!(!fails(format!("#{}\na;\n", long(4094))));
    assert!(fails(format!("#{}\na;\n", long(4096))));
    assert!(!fails(format!("# {}", long(4094))));
}

#[test]
fn a_byte_order_mark_is_part_of_the_first_name() {
    assert_eq!(Config::parse("\u{feff}events {}").directives().next().unwrap().name(), "\u{feff}events".as_bytes());
}

#[test]
fn blocks_deeper_than_the_bound_are_an_error_and_cost_no_stack() {
    let error = Config::parse("a {".repeat(100_000)).syntax_error().cloned().unwrap();
    assert_eq!(error.kind, SyntaxErrorKind::TooDeep { most: 256 });
}

#[test]
fn bytes_that_are_not_utf_8_are_kept() {
    let config = Config::parse(&b"a \xff\xfe;"[..]);
    assert_eq!(config.as_bytes(), b"a \xff\xfe;");
    assert_eq!(config.directives().next().unwrap().argument(0), Some(&b"\xff\xfe"[..]));
}

#[test]
fn spans_are_bytes_of_the_text() {
    let text = "http {\n  # note\n  listen \"80\" ;\n}\n";
    let config = Config::parse(text);
    let http = config.directives().next().unwrap();
    let listen = http.children().next().unwrap();
    assert_eq!(&text[http.span()], text.trim_end());
    assert_eq!(&text[listen.span()], "listen \"80\" ;");
    assert_eq!(&text[listen.words().nth(1).unwrap().span()], "\"80\"");
    assert_eq!(config.comments().map(|span| &text[span]).collect::<Vec<_>>(), ["# note"]);
}

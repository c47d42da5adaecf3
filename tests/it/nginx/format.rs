use cloudapp::nginx::{Config, format};
use proptest::prelude::*;

fn formatted(text: &str) -> String {
    String::from_utf8(format(&Config::parse(text)).unwrap()).unwrap()
}

/// Words and comments of a text, in order.
fn tokens(text: &[u8]) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let config = Config::parse(text);
    assert_eq!(config.syntax_error(), None, "{}", String::from_utf8_lossy(text));
    let words = config.all_directives().flat_map(|directive| {
        let end = if directive.is_block() { b"{".to_vec() } else { b";".to_vec() };
        directive.words().map(|word| word.raw().to_vec()).chain([end]).collect::<Vec<_>>()
    });
    let comments = config.comments().map(|span| text[span].trim_ascii_end().to_vec());
    (words.collect(), comments.collect())
}

#[test]
fn blocks_are_indented_by_four_and_words_are_one_space_apart() {
    assert_eq!(
        formatted("http{server{listen   80;\n\tlocation   /a{}}}"),
        "http {\n    server {\n        listen 80;\n        location /a {}\n    }\n}\n"
    );
}

#[test]
fn comments_stay_where_they_stood() {
    let text = "# top\nhttp { # opens\n  # inside\n  gzip on; # behind\n  # last\n}\n# end";
    assert_eq!(formatted(text), "# top\nhttp { # opens\n    # inside\n    gzip on; # behind\n    # last\n}\n# end\n");
}

#[test]
fn one_blank_line_stays_of_many_and_none_at_the_edges_of_a_block() {
    assert_eq!(formatted("\n\na;\n\n\n\nb {\n\nc;\n\n}\n\n"), "a;\n\nb {\n    c;\n}\n");
}

#[test]
fn words_on_lines_of_their_own_stay_so() {
    assert_eq!(
        formatted("log_format main '$a'\n'$b' # note\n\"$c\"\n;"),
        "log_format main '$a'\n    '$b' # note\n    \"$c\";\n"
    );
}

#[test]
fn quotes_and_escapes_are_kept_as_written() {
    assert_eq!(formatted("a \"b\\\" c\" 'd' e\\;f;"), "a \"b\\\" c\" 'd' e\\;f;\n");
}

#[test]
fn a_text_with_a_syntax_error_has_no_layout() {
    assert_eq!(format(&Config::parse("http {")).unwrap_err().to_string(), "unexpected end of file, expecting \"}\"");
}

#[test]
fn an_empty_text_stays_empty() {
    assert_eq!(formatted(""), "");
    assert_eq!(formatted("\n \n"), "");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn formatting_twice_is_formatting_once(text in PIECES) {
        let config = Config::parse(text.as_bytes());
        if let Ok(once) = format(&config) {
            prop_assert_eq!(tokens(text.as_bytes()), tokens(&once));
            let twice = format(&Config::parse(once.clone())).unwrap();
            prop_assert_eq!(String::from_utf8_lossy(&once), String::from_utf8_lossy(&twice));
        }
    }

    #[test]
    fn what_was_read_prints_back(text in ".{0,200}") {
        let config = Config::parse(text.as_bytes());
        prop_assert_eq!(config.as_bytes(), text.as_bytes());
    }
}

/// Texts that tend to be configurations.
const PIECES: &str =
    "(a|bc|\"d e\"|'f;'|\\$\\{g\\}| |  |\n|\n\n|\r\n|;|;|;| \\{|\\{|\\}|\\}|# x\n|#y;\n|\\\\;|\t){0,24}";

//! The grammar of scripts.

use cloudapp::package::node::{Item, Script, Weight};
use proptest::prelude::*;

fn commands(line: &str) -> Vec<String> {
    Script::parse(line).commands().map(ToString::to_string).collect()
}

fn weights(line: &str) -> Vec<Weight> {
    Script::parse(line).commands().map(|command| command.weight).collect()
}

#[test]
fn lines_are_cut_at_operators() {
    for line in [
        "a && b",
        "a || b",
        "a; b",
        "a | b",
        "a & b",
        "a\nb",
        "a&&b",
        "a;b;",
        "(a); b",
        "{ a; b; }",
        "a |& b",
        "! a && b",
    ] {
        assert_eq!(commands(line), ["a", "b"], "{line}");
    }
}

#[test]
fn quotes_and_escapes_are_taken_off() {
    assert_eq!(commands(r#"node 'a b' "c d" e\ f g"h"'i'"#), ["node a b c d e f ghi"]);
    assert_eq!(commands(r#"echo "a \"b\" \n && c""#), [r#"echo a "b" \n && c"#]);
    assert_eq!(commands("echo ''"), ["echo "]);
}

#[test]
fn redirections_and_comments_are_left_out() {
    for line in [
        "node a > out 2>&1",
        "node a >>out 2>err",
        "node a &> out",
        "node a < in",
        "> out node a",
        "node a # b && c",
        "node a 1>/dev/null",
    ] {
        assert_eq!(commands(line), ["node a"], "{line}");
    }
    assert_eq!(commands("node a#b"), ["node a#b"]);
    assert_eq!(commands("sleep 2 > x"), ["sleep 2"]);
}

#[test]
fn assignments_stand_before_the_command() {
    let script = Script::parse("A=1 B='x y' node C=2");
    let command = script.commands().next().unwrap();
    let names: Vec<&str> = command.assignments.iter().map(|assignment| assignment.name.as_str()).collect();
    assert_eq!(names, ["A", "B"]);
    assert_eq!(command.words.iter().map(|word| word.text().unwrap()).collect::<Vec<_>>(), ["node", "C=2"]);
    assert_eq!(commands("'A'=1 node"), ["A=1 node"]);
    assert_eq!(Script::parse("'A'=1 node").commands().next().unwrap().words.len(), 2);
}

#[test]
fn words_that_the_shell_makes_are_unknown() {
    for word in ["$(a b)", "`a`", "*.js", "a?", "[ab]", "$1", "${A:-b}", "$((1 + 2))", "\"$(a)\""] {
        let script = Script::parse(&format!("node {word}"));
        let command = script.commands().next().unwrap();
        assert_eq!(command.words.len(), 2, "{word}");
        assert_eq!(command.words[1].text(), None, "{word}");
    }
    assert_eq!(Script::parse("echo $").commands().next().unwrap().words[1].text().as_deref(), Some("$"));
    assert_eq!(commands("node '$A' \"*\""), ["node $A *"]);
}

#[test]
fn compound_commands_give_their_commands() {
    assert_eq!(commands("if a; then b; else c; fi; d"), ["a", "b", "c", "d"]);
    assert_eq!(commands("for x in 1 2; do a $x; done"), ["a ${x}"]);
    assert_eq!(commands("while a; do b; done"), ["a", "b"]);
    assert_eq!(commands("case x in a) b;; *) c;; esac; d"), ["d"]);
    let script = Script::parse("f() { a; }; f");
    assert_eq!(script.functions(), ["f"]);
    assert_eq!(weights("f() { a; }; b"), [Weight::Conditional, Weight::Deciding]);
}

#[test]
fn what_a_failure_means_is_known() {
    use Weight::{Conditional, Deciding, Fallback, Handled, Passing};
    for (line, expected) in [
        ("a", vec![Deciding]),
        ("a && b", vec![Deciding, Deciding]),
        ("a || b", vec![Handled, Fallback]),
        ("a && b || c", vec![Handled, Handled, Fallback]),
        ("a || b && c", vec![Handled, Fallback, Deciding]),
        ("a; b", vec![Passing, Deciding]),
        ("a; b;", vec![Passing, Deciding]),
        ("a & b", vec![Passing, Deciding]),
        ("a &", vec![Deciding]),
        ("a | b", vec![Deciding, Deciding]),
        ("(a; b) || c", vec![Handled, Handled, Fallback]),
        ("(a && b) && c", vec![Deciding, Deciding, Deciding]),
        ("if a; then b; fi", vec![Conditional, Conditional]),
        ("test -f x && a; b", vec![Passing, Conditional, Deciding]),
        ("{ a; } && b", vec![Deciding, Deciding]),
    ] {
        assert_eq!(weights(line), expected, "{line}");
    }
}

#[test]
fn subshells_keep_their_edges() {
    let script = Script::parse("(cd a && b) && c");
    let shape: String = script
        .items()
        .iter()
        .map(|item| match item {
            Item::Open => '(',
            Item::Close => ')',
            Item::Command(_) => 'c',
        })
        .collect();
    assert_eq!(shape, "(cc)c");
}

#[test]
fn spans_are_places_in_the_line() {
    let line = "A=1 node 'my app.js' && echo ok > x";
    let script = Script::parse(line);
    let places: Vec<&str> = script.commands().map(|command| &line[command.span.clone()]).collect();
    assert_eq!(places, ["A=1 node 'my app.js'", "echo ok"]);
    let words: Vec<&str> =
        script.commands().flat_map(|command| &command.words).map(|word| &line[word.span()]).collect();
    assert_eq!(words, ["node", "'my app.js'", "echo", "ok"]);
}

#[test]
fn hostile_lines_cost_no_stack_and_little_time() {
    for piece in ["(", "{ ", "if ", "$(", "`", "'", "\"", "case a in ", "f() ", "&&", "<", "${", "\\"] {
        let line = piece.repeat(100_000);
        let _ = Script::parse(&line);
    }
}

proptest! {
    #[test]
    fn no_line_panics_and_spans_are_in_it(line in "[ -~\n\u{e9}\u{4e2d}]{0,60}") {
        for command in Script::parse(&line).commands() {
            prop_assert!(line.get(command.span.clone()).is_some());
            for word in &command.words {
                prop_assert!(line.get(word.span()).is_some());
            }
        }
    }

    #[test]
    fn plain_words_are_read_as_they_are(words in proptest::collection::vec("[a-z./@:-]{1,8}", 1..6)) {
        let words: Vec<String> = words.into_iter().map(|word| format!("w{word}")).collect();
        prop_assert_eq!(commands(&words.join(" ")), vec![words.join(" ")]);
    }
}

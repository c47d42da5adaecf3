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
    // Within the function, `a` decides.
    assert_eq!(weights("f() { x; a; }; b"), [Weight::Passing, Weight::Deciding, Weight::Deciding]);
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
        ("{ a; b; }", vec![Passing, Deciding]),
        ("(a; b)", vec![Passing, Deciding]),
        ("a && { b; c; }", vec![Deciding, Passing, Deciding]),
        ("a || b | c; d", vec![Handled, Fallback, Fallback, Deciding]),
        ("a || b && c", vec![Handled, Fallback, Deciding]),
        ("if [ a ]; then b; [ c ]; fi && d", vec![Conditional, Conditional, Conditional, Deciding]),
        ("case x in x) [ a ];; esac && b", vec![Deciding]),
        ("a && exec b && c; d", vec![Passing, Passing, Conditional, Deciding]),
        ("! a && b; c", vec![Handled, Conditional, Deciding]),
        ("! { a; } && b; c", vec![Passing, Conditional, Deciding]),
        ("set -e; { a; b; }", vec![Deciding, Deciding, Deciding]),
        ("set -euo pipefail\na\nb", vec![Deciding, Deciding, Deciding]),
        ("set -o errexit; a; b", vec![Deciding, Deciding, Deciding]),
        ("test -f x && { a; b; }; c", vec![Passing, Conditional, Conditional, Deciding]),
        ("test -f x &&\n a; b", vec![Passing, Conditional, Deciding]),
        ("a || { b; c; }; d", vec![Handled, Fallback, Fallback, Deciding]),
        ("a ||\n\n b; c", vec![Handled, Fallback, Deciding]),
        ("f() { [ x ] && a; b; }; f", vec![Passing, Conditional, Deciding, Deciding]),
    ] {
        assert_eq!(weights(line), expected, "{line}");
    }
}

#[test]
fn arrays_are_words() {
    for (line, expected) in [
        ("A=(--port 7001 --title a); node b", vec!["A=(--port 7001 --title a)", "node b"]),
        ("A+=(--port 7001) node b", vec!["A=${A}(--port 7001) node b"]),
        ("A+=c; node b", vec!["A=${A}c", "node b"]),
        ("declare -a L=(a b c); node b", vec!["declare -a L=(a b c)", "node b"]),
        ("A=(--title 'a (b' \"c)\" d\\)) && node b", vec!["A=(--title 'a (b' \"c)\" d\\))", "node b"]),
        ("A=( # don't (\n a\n); node b", vec!["A=( # don't (\n a\n)", "node b"]),
        ("A=$(echo ')' \")\"); node b", vec!["A=$(echo ')' \")\")", "node b"]),
    ] {
        assert_eq!(commands(line), expected, "{line}");
    }
    let script = Script::parse("ARGS=(--port 7001)");
    let assignment = &script.commands().next().unwrap().assignments[0];
    assert_eq!((assignment.name.as_str(), assignment.value.text()), ("ARGS", None));
    // Without a name before the `=` it is no array.
    assert_eq!(commands("-x=(a)"), ["a"]);
}

#[test]
fn operators_of_a_test_cut_nothing() {
    for test in ["[[ $x =~ ^(a|b)$ ]]", "[[ a || b && ( c ) ]]", "((a&&b))", "((a))", "(( $# > 1 ))", "((a || !b ))"] {
        assert_eq!(commands(&format!("if {test}; then d; fi")).last().unwrap(), "d", "{test}");
        assert!(commands(&format!("if {test}; then d; fi")).len() <= 2, "{test}");
    }
    // As bash does: only what `))` ends is arithmetic.
    assert_eq!(commands("((a b&&c)); ((a; b))"), [""; 0]);
    assert_eq!(commands("((a) && (b))"), ["a", "b"]);
    assert_eq!(weights("((x > 1)) && a; b"), [Weight::Conditional, Weight::Deciding]);
}

#[test]
fn what_stands_after_the_end_is_not_run() {
    for line in [
        "a; exit $?; b",
        "a; exit\nb",
        "exec a; b",
        "exec a \"$@\"; b",
        "exec a && b",
        "{ a; exit 1; }; b",
        "{ { exit; } }; b",
        "a & exit; b",
        "a | c; exit; b",
        "exit || b",
        "! exit; b",
        "A=1 exit; b",
        "exit; f() { b; }; f",
        "exit; case x in x) b;; esac; (b); if b; then b; fi; b &",
        "f() { a; return; b; }; f",
        "(a; exit; b)",
    ] {
        assert!(!commands(line).iter().any(|command| command == "b"), "{line}: {:?}", commands(line));
    }
    for line in [
        "a && exit; b",
        "a && exit\nb",
        "a || exit; b",
        "a ||\nexit; b",
        "a || { c; exit 1; }; b",
        "a && { c; exit 1; }; b",
        "[ a ] && { c; exit 1; }; b",
        "((a)) || exit; b",
        "if a; then exit; fi; b",
        "case $1 in a) exit;; esac; b",
        "case $1 in a) { exit; };; esac; b",
        "f() { exit 1; }; b",
        "f() ( exit 1 ); b",
        "f() ( c; exit 1; ); b",
        "function f { return; }; b",
        "(exit 1); b",
        "( c; exit 1; ); b",
        "exit | a; b",
        "a | exit; b",
        "a | { exit; }; b",
        "exit & b",
        "{ a; exit; } & b",
        "{ a; exit; } | b",
        "exec > log 2>&1; b",
        "exec > >(tee log) 2>&1; b",
        "exec 3<&0; b",
        "exec {out}>log; b",
        "exec \"$@\"; b",
        "exec $RUN; b",
        "coproc exec a; b",
        "echo exit; b",
        "'exit_now'; b",
    ] {
        assert!(commands(line).iter().any(|command| command == "b"), "{line}: {:?}", commands(line));
    }
    assert_eq!(weights("a; exit; b"), [Weight::Passing, Weight::Deciding]);
}

#[test]
fn words_of_bash_are_taken_whole() {
    for (line, expected) in [
        ("a <(b c) >(d); e", vec!["a <(b c) >(d)", "e"]),
        ("a @(b|c).js +(d|e) *(f) ?(g); h", vec!["a @(b|c).js +(d|e) *(f) ?(g)", "h"]),
        ("a $(b ')' \"$(c \")\")\" # don't )\n); d", vec!["a $(b ')' \"$(c \")\")\" # don't )\n)", "d"]),
        ("a ${B:-${C:-}} $'d\\'e'; f", vec!["a ${B:-${C:-}} $'d\\'e'", "f"]),
        ("a $\"b c\"; d", vec!["a b c", "d"]),
        ("A[0]=b c; d", vec!["A=[0]=b c", "d"]),
        ("time { a; b; }; time (c); time d", vec!["a", "b", "c", "time d"]),
        ("!(a); if !(b); then c; fi", vec!["a", "b", "c"]),
        ("[[ $a == b* && -n $c\n || x < y ]] && d", vec!["[[ ${a} == b* && -n ${c} || x < y ]]", "d"]),
    ] {
        assert_eq!(commands(line), expected, "{line}");
    }
}

#[test]
fn lists_in_the_background_and_members_of_pipelines_have_shells_of_their_own() {
    assert_eq!(shape("cd a && b & cd c && d"), "(cc)cc");
    assert_eq!(shape("a; b && c & d"), "c(cc)c");
    assert_eq!(shape("a | b && c | { d; e; } | f; g"), "(c)(c)(c)(cc)(c)c");
    assert_eq!(shape("a && b | c & d"), "(c(c)(c))c");
    assert_eq!(shape("(a | b) | c"), "(((c)(c)))(c)");
    assert_eq!(shape("if a; then b & fi"), "c(c)");
    assert_eq!(shape("{ a; b; } & (c) &"), "(cc)((c))");
    assert_eq!(shape("case x in a) b & c;; (d|e) f;; esac; f() { b & }; g() ( c )"), "?ff");
    assert_eq!(shape("(case x in a) b;; esac; c); d"), "(?c)c");
}

#[test]
fn a_choice_and_a_coprocess_are_no_commands() {
    assert_eq!(commands("select x in a b; do c; done; d"), ["c", "d"]);
    assert_eq!(commands("coproc a b; d"), ["a b", "d"]);
    assert_eq!(commands("coproc NAME { a; b; }; d"), ["a", "b", "d"]);
    assert_eq!(commands("coproc NAME (a; b); d"), ["a", "b", "d"]);
}

#[test]
fn subshells_keep_their_edges() {
    assert_eq!(shape("(cd a && b) && c"), "(cc)c");
}

fn shape(line: &str) -> String {
    let mark = |item: &Item| match item {
        Item::Open => '(',
        Item::Close => ')',
        Item::Choice(_) => '?',
        Item::Command(_) => 'c',
        Item::Function(_) => 'f',
    };
    Script::parse(line).items().iter().map(mark).collect()
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
        let script = Script::parse(&words.join(" "));
        let read = script.commands().flat_map(|command| &command.words).map(|word| word.text().unwrap_or_default());
        prop_assert_eq!(read.collect::<Vec<_>>(), words);
    }
}

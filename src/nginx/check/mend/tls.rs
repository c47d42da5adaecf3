//! TLS and HTTP/2, which moved between directives and the words of `listen`.

use super::{Case, Mend, indent, shown, whole_line};
use crate::nginx::check::edits::Edits;
use crate::nginx::check::fault::said;
use crate::nginx::config::Word;
use crate::nginx::directives::name;
use crate::nginx::tree::Statement;

/// `ssl on` of nginx before 1.25.1 and `http2 on` of those from it, as a word of `listen`.
pub(super) fn moved_word(case: &Case<'_, '_>) -> Vec<Mend> {
    let Some(own) = case.statement() else { return Vec::new() };
    let on = own.argument(0).eq_ignore_ascii_case("on");
    let word = match own.name() {
        "ssl" | "http2" if !on => {
            let help = said!("delete it: it is off without" / "删除它：不写即为关闭";);
            return vec![Mend::sure(case.deleted()).told(help)];
        }
        "ssl" => "ssl",
        "http2" => "http2",
        _ => return Vec::new(),
    };
    let listens = case.tree.own(own.scope, name!("listen")).filter(|listen| listen.file == own.file);
    // Of several ports only those that speak TLS by their number, or are the only one.
    let listens: Vec<Statement<'_>> = listens.collect();
    let speaks_tls = |listen: &&Statement<'_>| {
        let words = listen.joined();
        let has = |word: &str| words.split(' ').any(|other| other == word);
        !has(word) && if word == "ssl" { !words.starts_with("80") || listens.len() == 1 } else { has("ssl") }
    };
    let chosen: Vec<&Statement<'_>> = listens.iter().filter(speaks_tls).collect();
    let Some(first) = chosen.first() else { return Vec::new() };
    let line = format!("{} {word};", shown(case.text.get(first.span()).unwrap_or_default()));
    let old = shown(case.text.get(case.span()).unwrap_or_default());
    let mut edits = vec![(whole_line(case.text, case.directive.span()), String::new())];
    edits.extend(chosen.iter().map(|listen| (listen.span().end..listen.span().end, format!(" {word}"))));
    let help = said!("write `{line}` and delete `{old}`" / "写成 `{line}`，并删除 `{old}`"; line, old);
    vec![Mend::sure(Edits::of(edits)).told(help)]
}

/// What nginx still takes, in its newer form.
pub(super) fn deprecated(case: &Case<'_, '_>) -> Vec<Mend> {
    if case.directive.name() == b"listen" {
        let words: Vec<_> = case.directive.words().map(Word::span).collect();
        let (Some(before), Some(word)) = (words.get(case.fault.word.wrapping_sub(1)), words.get(case.fault.word))
        else {
            return Vec::new();
        };
        let Some(own) = case.statement() else { return Vec::new() };
        let mut edits = vec![(before.end..word.end, String::new())];
        let line = shown(&Edits::of(edits.clone()).apply_within(case.text, case.span()));
        let end = case.directive.terminator() + 1;
        if case.tree.own(own.scope, name!("http2")).next().is_some() {
            let help = said!("write `{line}`" / "应写成 `{line}`"; line);
            return vec![Mend::sure(Edits::of(edits)).told(help)];
        }
        let blanks = String::from_utf8_lossy(indent(case.text, case.directive.span().start)).into_owned();
        edits.push((end..end, format!("\n{blanks}http2 on;")));
        let help = said!("write `{line}` and add `http2 on;`" / "写成 `{line}`，并添加 `http2 on;`"; line);
        return vec![Mend::guess(Edits::of(edits)).told(help)];
    }
    let ignored =
        matches!(case.directive.name(), b"http2_push" | b"http2_push_preload" | b"http2_max_concurrent_pushes");
    if ignored { vec![Mend::sure(case.deleted())] } else { moved_word(case) }
}

/// The files that the platform keeps a certificate and its key in.
pub(super) fn certificate(case: &Case<'_, '_>) -> Vec<Mend> {
    let server = case.statement().and_then(|own| own.opens);
    let listens = server.into_iter().flat_map(|server| case.tree.own(server, name!("listen")));
    let mut listens = listens.filter(|listen| listen.file == 0 && listen.arguments().any(|word| word == "ssl"));
    let Some(listen) = listens.next() else { return Vec::new() };
    let blanks = String::from_utf8_lossy(indent(case.text, listen.span().start)).into_owned();
    let end = listen.directive.terminator() + 1;
    let lines = CERTIFICATE.map(|line| format!("\n{blanks}{line}")).concat();
    let [chain, key] = CERTIFICATE;
    let help = said!("add `{chain}` and `{key}`, or take `ssl` off the `listen`"
        / "添加 `{chain}` 和 `{key}`，或从 `listen` 去掉 `ssl`"; chain, key);
    vec![Mend::guess(Edits::one(end..end, lines)).told(help)]
}

const CERTIFICATE: [&str; 2] =
    ["ssl_certificate /home/admin/sslcert/cert.pem;", "ssl_certificate_key /home/admin/sslcert/cert.key;"];

//! `src/nginx/directives/table.rs` is written from `table.tsv`. After a change of the second:
//! `BLESS=1 cargo test --test it nginx::table`.

use std::collections::BTreeSet;
use std::fmt::Write;

const SOURCE: &str = "src/nginx/directives/table.tsv";
const TABLE: &str = "src/nginx/directives/table.rs";

#[test]
fn the_table_is_what_its_source_says() {
    let source = std::fs::read_to_string(SOURCE).unwrap();
    let expected = render(&source);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(TABLE, &expected).unwrap();
    }
    assert!(std::fs::read_to_string(TABLE).unwrap() == expected, "BLESS=1 cargo test --test it nginx::table");
}

#[test]
fn the_source_is_sorted_by_name_module_and_version() {
    let source = std::fs::read_to_string(SOURCE).unwrap();
    let key = |line: &str| {
        let columns: Vec<&str> = line.split('\t').collect();
        let since: Vec<u16> = columns[12].split('.').filter_map(|number| number.parse().ok()).collect();
        (columns[0].to_owned(), columns[1].to_owned(), since)
    };
    let keys: Vec<_> = source.lines().skip(1).map(key).collect();
    assert!(keys.len() > 800);
    assert!(keys.is_sorted());
}

fn render(source: &str) -> String {
    let rows: Vec<Vec<&str>> = source.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    let modules: Vec<&str> = rows.iter().map(|row| row[1]).collect::<BTreeSet<_>>().into_iter().collect();
    let slots: Vec<&str> =
        rows.iter().map(|row| row[10]).filter(|slot| !slot.is_empty()).collect::<BTreeSet<_>>().into_iter().collect();
    let mut out = String::from(
        "//! Written from `table.tsv` by the test `the_table_is_what_its_source_says`; edit that.\n\n\
         use super::{Arguments, Definition, Effect, Level, Reader};\n\
         use crate::app::NginxVersion;\n\
         use crate::nginx::context::{Context, Contexts};\n\n\
         const fn v(major: u16, minor: u16, patch: u16) -> NginxVersion {\n    \
         NginxVersion::new(major, minor, patch)\n}\n\n",
    );
    writeln!(
        out,
        "/// How many places directives store into.\npub(in crate::nginx) const SLOTS: usize = {};\n",
        slots.len()
    )
    .unwrap();
    writeln!(out, "#[rustfmt::skip]\npub(in crate::nginx) static MODULES: [&str; {}] = [", modules.len()).unwrap();
    for module in &modules {
        writeln!(out, "    \"{module}\",").unwrap();
    }
    writeln!(out, "];\n\n#[rustfmt::skip]\npub(in crate::nginx) static DEFINITIONS: [Definition; {}] = [", rows.len())
        .unwrap();
    for row in &rows {
        let [
            name,
            module,
            contexts,
            arguments,
            form,
            opens,
            value,
            words,
            bounds,
            level,
            slot,
            effect,
            since,
            until,
            holes,
        ] = row[..]
        else {
            panic!("columns of {row:?}");
        };
        let contexts = if contexts == "any" {
            "Contexts::ANY".to_owned()
        } else {
            let names: Vec<String> = contexts.split(',').map(|name| format!("Context::{}", context(name))).collect();
            format!("Contexts::of(&[{}])", names.join(", "))
        };
        let words: Vec<String> = words.split(',').filter(|word| !word.is_empty()).map(word).collect();
        let slot = match slots.binary_search(&slot) {
            Ok(index) => format!("Some((Level::{}, {index}))", pascal(level)),
            Err(_) => "None".to_owned(),
        };
        let holes: Vec<String> = holes.split(',').filter(|hole| !hole.is_empty()).map(version).collect();
        writeln!(
            out,
            "    Definition {{ name: \"{name}\", module: {}, contexts: {contexts}, arguments: {}, block: {}, opens: {}, \
             reader: Reader::{}, words: &[{}], bounds: {}, slot: {slot}, effect: {}, since: {}, until: {}, \
             holes: &[{}] }},",
            modules.binary_search(&module).unwrap(),
            counts(arguments),
            form == "block",
            if opens.is_empty() { "None".to_owned() } else { format!("Some(Context::{})", context(opens)) },
            pascal(value),
            words.join(", "),
            bounds.split_once("..").map_or("None".to_owned(), |(least, most)| format!("Some(({least}, {most}))")),
            if effect.is_empty() { "None".to_owned() } else { format!("Some(Effect::{})", pascal(effect)) },
            optional(since),
            optional(until),
            holes.join(", "),
        )
        .unwrap();
    }
    out + "];\n"
}

fn context(name: &str) -> &'static str {
    match name {
        "main" => "Main",
        "events" => "Events",
        "http" => "Http",
        "server" => "Server",
        "location" => "Location",
        "server-if" => "ServerIf",
        "location-if" => "LocationIf",
        "limit_except" => "LimitExcept",
        "upstream" => "Upstream",
        "stream" => "Stream",
        "stream-server" => "StreamServer",
        "stream-upstream" => "StreamUpstream",
        "mail" => "Mail",
        "mail-server" => "MailServer",
        other => panic!("context {other}"),
    }
}

fn counts(arguments: &str) -> String {
    match arguments {
        "flag" => "Arguments::Counts(0b10)".to_owned(),
        "any" => "Arguments::AtLeast(0)".to_owned(),
        "1+" => "Arguments::AtLeast(1)".to_owned(),
        "2+" => "Arguments::AtLeast(2)".to_owned(),
        list => {
            let bits: u8 = list.split('|').map(|count| 1 << count.parse::<u8>().unwrap()).sum();
            format!("Arguments::Counts({bits:#b})")
        }
    }
}

fn word(word: &str) -> String {
    match word.split_once('@') {
        Some((word, since)) => format!("(\"{word}\", {})", optional(since)),
        None => format!("(\"{word}\", None)"),
    }
}

fn optional(text: &str) -> String {
    if text.is_empty() { "None".to_owned() } else { format!("Some({})", version(text)) }
}

fn version(text: &str) -> String {
    format!("v({})", text.replace('.', ", "))
}

fn pascal(kebab: &str) -> String {
    kebab.split('-').map(|part| part[..1].to_uppercase() + &part[1..]).collect()
}

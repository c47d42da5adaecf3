//! Data flows one way: which module of `src` may name which.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::Visit;

/// Arrows that are allowed: a module and the modules that it may name. A child not listed here has its parent's arrows
/// and may name its siblings.
const ARROWS: &[(&str, &[&str])] = &[
    ("app", &["diagnostic"]),
    ("certificate", &["app", "diagnostic"]),
    ("diagnostic", &[]),
    ("gate", &["app", "certificate", "diagnostic", "nginx", "package", "release"]),
    ("nginx", &["app", "diagnostic"]),
    ("package", &["app", "diagnostic"]),
    ("plan", &["app", "diagnostic"]),
    ("release", &["app", "diagnostic", "plan"]),
];

/// Macros that `diagnostic` declares. The language puts exported ones at the root.
const MACROS: &[&str] = &["finding", "phrase", "rule_table"];

/// Modules inside a module that name no sibling: the ground their siblings stand on.
const GROUND: &[&str] = &["package::archive"];

#[test]
fn modules_name_only_modules_below_them() {
    let mut wrong = BTreeSet::new();
    let mut seen = 0;
    for file in rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let module = module_of(&file);
        let names = names_in(&fs::read_to_string(&file).unwrap(), &module);
        seen += names.len();
        wrong.extend(
            names
                .into_iter()
                .filter(|name| !allowed(&module, name))
                .map(|name| format!("{} names {}", module.join("::"), name.join("::"))),
        );
    }
    assert!(seen > 100, "only {seen} names were found: the reader no longer reads");
    assert_eq!(wrong, BTreeSet::new());
}

#[test]
fn no_file_leans_on_a_file_that_leans_on_it() {
    let sources = sources();
    let arrows = arrows(&sources);
    let count: usize = arrows.values().map(BTreeSet::len).sum();
    assert!(arrows.len() > 200 && count > 600, "only {count} arrows of {} files were read", arrows.len());
    assert_eq!(circles(&arrows), Vec::<Vec<&str>>::new());
}

#[test]
fn files_that_lean_on_each_other_are_seen() {
    for (texts, expected) in [
        (["use super::b::B; pub struct A;", "use super::a::A; pub struct B;", ""], vec![vec!["m::a", "m::b"]]),
        (["use super::B; pub struct A;", "pub struct B; fn f() { super::a::A }", ""], vec![vec!["m::a", "m::b"]]),
        (["use super::b; fn f() { b::c() }", "pub fn c() {}", ""], vec![]),
        (["use super::here;", "", "fn here() { a::f() }"], vec![]),
    ] {
        let [a, b, rest] = texts;
        let root = format!("mod a; mod b; pub use b::B; {rest}");
        let sources = BTreeMap::from([
            ("m".to_owned(), root),
            ("m::a".to_owned(), a.to_owned()),
            ("m::b".to_owned(), b.to_owned()),
        ]);
        assert_eq!(circles(&arrows(&sources)), expected, "{sources:?}");
    }
}

/// Every file by the path of its module.
fn sources() -> BTreeMap<String, String> {
    let files = rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    files.iter().map(|file| (module_of(file).join("::"), fs::read_to_string(file).unwrap())).collect()
}

/// The files that each file names. A file and the folder of its name are one module: they may name each other. What is only
/// handed on by `pub use` is no arrow of the file that hands it on: who names it there names the file that it comes from.
fn arrows(sources: &BTreeMap<String, String>) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut handed_on: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    let mut named = BTreeMap::new();
    for (file, text) in sources {
        let module: Vec<String> = file.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let children: BTreeSet<String> = sources
            .keys()
            .filter_map(|other| {
                let child =
                    if file.is_empty() { other } else { other.strip_prefix(file.as_str())?.strip_prefix("::")? };
                (!child.is_empty() && !child.contains("::")).then(|| child.to_owned())
            })
            .collect();
        let mut reader = Reader { module, names: Vec::new(), children, handed_on: Vec::new() };
        reader.visit_file(&syn::parse_file(text).unwrap());
        for path in reader.handed_on {
            handed_on.insert((file.clone(), path.last().unwrap().clone()), path);
        }
        named.insert(file.as_str(), reader.names);
    }
    let origin = |path: &[String]| {
        let mut path = path.to_vec();
        for _ in 0..8 {
            let length = (0..=path.len()).rev().find(|length| sources.contains_key(&path[..*length].join("::")))?;
            let file = path[..length].join("::");
            match path.get(length).and_then(|item| handed_on.get(&(file.clone(), item.clone()))) {
                Some(next) => path = [next.as_slice(), &path[length + 1..]].concat(),
                None => return sources.get_key_value(&file).map(|(file, _)| file.as_str()),
            }
        }
        None
    };
    let target = |file: &str, names: Vec<Vec<String>>| -> BTreeSet<&str> {
        let others = names.iter().filter_map(|path| origin(path)).filter(|other| !other.is_empty());
        others.filter(|other| !is_inside(file, other) && !is_inside(other, file)).collect()
    };
    named.into_iter().map(|(file, names)| (file, target(file, names))).collect()
}

/// Whether `file` is `other` or in the folder of its name.
fn is_inside(file: &str, other: &str) -> bool {
    file.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Groups of files of which each reaches the others.
fn circles<'a>(arrows: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> Vec<Vec<&'a str>> {
    let reach = |from: &'a str| {
        let mut seen = BTreeSet::new();
        let mut open = vec![from];
        while let Some(file) = open.pop() {
            open.extend(arrows.get(file).into_iter().flatten().copied().filter(|next| seen.insert(*next)));
        }
        seen
    };
    let reached: BTreeMap<&str, BTreeSet<&str>> = arrows.keys().map(|file| (*file, reach(file))).collect();
    let circle = |file: &'a str| -> Vec<&'a str> {
        reached[file]
            .iter()
            .copied()
            .filter(|other| reached.get(other).is_some_and(|back| back.contains(file)))
            .collect()
    };
    let found: BTreeSet<Vec<&str>> =
        arrows.keys().map(|file| circle(file)).filter(|circle| !circle.is_empty()).collect();
    found.into_iter().collect()
}

#[test]
fn a_use_of_a_module_above_is_seen() {
    let module = ["app".to_owned(), "name".to_owned()];
    for text in [
        "use crate::release::Event;",
        "use crate::{diagnostic::Rule, release};",
        "use super::super::release::{self, Event};",
        "use crate::{app as words, release as above};",
        "fn f() { crate::release::decide(); }",
        "fn f(_: &super::super::release::Event) {}",
        "mod inner { use super::super::super::release; }",
        "fn f() { println!(\"{}\", crate::release::LABEL); }",
        "macro_rules! m { () => { $crate::release::Event } }",
        "pub use crate::release::*;",
        "use crate::rules;",
    ] {
        let names = names_in(text, &module);
        assert!(names.iter().any(|name| !allowed(&module, name)), "not seen: {text}");
    }
}

#[test]
fn a_use_of_a_module_below_is_allowed() {
    let module = ["app".to_owned(), "name".to_owned()];
    for text in ["use crate::diagnostic::Rule;", "use super::parse::Fault;", "use std::fmt;", "use self::inner::X;"] {
        let names = names_in(text, &module);
        assert!(names.iter().all(|name| allowed(&module, name)), "refused: {text}");
    }
}

fn allowed(module: &[String], name: &[String]) -> bool {
    let (Some(own), Some(named)) = (module.first(), name.first()) else {
        // The root draws the crate together; and a bare `crate` names nothing in particular.
        return true;
    };
    if MACROS.contains(&named.as_str()) {
        return allowed(module, &["diagnostic".to_owned()]);
    }
    if !ARROWS.iter().any(|(known, _)| known == named) {
        // An item of the root: nothing below may lean on it.
        return false;
    }
    let ground = GROUND.iter().any(|ground| module.join("::").starts_with(ground));
    if own == named {
        return !ground || module[..2] == name[..name.len().min(2)];
    }
    ARROWS.iter().any(|(from, to)| from == own && to.contains(&named.as_str()))
}

fn rust_files(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn module_of(file: &Path) -> Vec<String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let relative = file.strip_prefix(source).unwrap().with_extension("");
    let parts = relative.iter().map(|part| part.to_str().unwrap().to_owned());
    parts.filter(|part| part != "lib" && part != "mod").collect()
}

/// Absolute paths below the crate that `text`, the source of `module`, names.
fn names_in(text: &str, module: &[String]) -> Vec<Vec<String>> {
    let mut reader = Reader { module: module.to_vec(), ..Reader::default() };
    reader.visit_file(&syn::parse_file(text).unwrap());
    reader.names
}

#[derive(Default)]
struct Reader {
    module: Vec<String>,
    names: Vec<Vec<String>>,
    /// Modules below this one, which paths may begin with.
    children: BTreeSet<String>,
    /// What other modules may name here although it stands elsewhere.
    handed_on: Vec<Vec<String>>,
}

impl Reader {
    fn add(&mut self, path: &[String]) {
        self.names.extend(self.absolute(path));
    }

    fn absolute(&self, path: &[String]) -> Option<Vec<String>> {
        let mut absolute = match path.first().map(String::as_str) {
            Some("crate") => Vec::new(),
            Some("self" | "super") => self.module.clone(),
            Some(name) if self.children.contains(name) => self.module.clone(),
            _ => return None,
        };
        for part in path {
            match part.as_str() {
                "crate" | "self" => {}
                "super" => drop(absolute.pop()),
                _ => absolute.push(part.clone()),
            }
        }
        Some(absolute)
    }

    fn add_tree(&mut self, mut prefix: Vec<String>, tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.add_tree(prefix, &path.tree);
            }
            syn::UseTree::Name(name) => {
                prefix.push(name.ident.to_string());
                self.add(&prefix);
            }
            syn::UseTree::Rename(rename) => {
                prefix.push(rename.ident.to_string());
                self.add(&prefix);
            }
            syn::UseTree::Glob(_) => self.add(&prefix),
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.add_tree(prefix.clone(), tree);
                }
            }
        }
    }
}

impl<'a> Visit<'a> for Reader {
    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        let before = self.names.len();
        self.add_tree(Vec::new(), &item.tree);
        if !self.children.is_empty() {
            // A private `use` hands on to the modules below.
            let names = self.names[before..].to_vec();
            self.handed_on.extend(names.iter().filter(|path| !path.is_empty()).cloned());
            if !matches!(item.vis, syn::Visibility::Inherited) {
                self.names.truncate(before);
            }
        }
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        let parts: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.add(&parts);
        syn::visit::visit_path(self, path);
    }

    fn visit_visibility(&mut self, _: &'a syn::Visibility) {
        // Who may see an item is no use of theirs.
    }

    fn visit_item_mod(&mut self, item: &'a syn::ItemMod) {
        self.module.push(item.ident.to_string());
        syn::visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_macro(&mut self, item: &'a syn::Macro) {
        // A macro's input has no grammar to visit: read its words.
        let tokens = item.tokens.to_string();
        let words: Vec<&str> = tokens.split(|c: char| c.is_whitespace() || "$(){}[],;<>&".contains(c)).collect();
        let words: Vec<&str> = words.into_iter().flat_map(split_colons).filter(|word| !word.is_empty()).collect();
        for (at, word) in words.iter().enumerate() {
            if matches!(*word, "crate" | "super") && (at == 0 || !matches!(words[at - 1], "::" | "in")) {
                let mut path = vec![(*word).to_owned()];
                let mut rest = words[at + 1..].iter();
                while let (Some(&"::"), Some(part)) = (rest.next(), rest.next()) {
                    path.push((*part).to_owned());
                }
                self.add(&path);
            }
        }
        syn::visit::visit_macro(self, item);
    }
}

/// Cuts `a::b` into `a`, `::`, `b`.
fn split_colons(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for (index, part) in word.split("::").enumerate() {
        if index > 0 {
            parts.push("::");
        }
        parts.push(part);
    }
    parts
}

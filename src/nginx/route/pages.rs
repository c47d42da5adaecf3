//! Files of the host: `try_files`, `index`, `autoindex`, and the files themselves.

use super::phases::Next;
use super::run::{Flow, Run, unknown};
use super::script::{Quote, bytes};
use super::template::is_fixed;
use super::text::Text;
use super::{Modifier, Outcome, Reason};
use crate::nginx::config::Word;
use crate::nginx::context::Context;
use crate::nginx::directives::name;

/// How the path on the host is made.
enum Alias {
    /// Below a `root`.
    No,
    /// So many bytes of the path are replaced.
    Prefix(usize),
    /// The whole path is: of a location with a pattern.
    Whole,
}

impl Run<'_, '_, '_> {
    /// `ngx_http_try_files_handler`; `None` goes on to the content.
    pub(super) fn try_files(&mut self) -> Flow<Option<Next>> {
        let Some(tried) = self.tree.own(self.scope, name!("try_files")).next_back() else { return Ok(None) };
        self.steps.push(tried);
        let words: Vec<&[u8]> = tried.directive.arguments().map(Word::value).collect();
        let Some((last, names)) = words.split_last() else { return Ok(None) };
        let (base, alias) = self.root()?;
        for name in names {
            let (wanted, is_directory) = name.strip_suffix(b"/").map_or((*name, false), |cut| (cut, true));
            let text = self.tried(wanted, &alias)?;
            if matches!(alias, Alias::Prefix(_)) && !self.valid_location {
                return Ok(Some(Next::Code(500)));
            }
            let mut path = base.clone();
            path.append(&text);
            let found = if is_directory { self.is_directory(&path) } else { self.is_file(&path) };
            if !found {
                continue;
            }
            match alias {
                Alias::No => self.path = Self::known(&text)?,
                Alias::Prefix(length) => {
                    self.path.truncate(length);
                    self.path.extend(Self::known(&text)?);
                }
                Alias::Whole if !is_directory => {
                    self.path = Self::known(&text)?;
                    self.path_behind_alias = true;
                }
                Alias::Whole => {}
            }
            return Ok(None);
        }
        if let Some(code) = last.strip_prefix(b"=") {
            self.last = Some(tried);
            let code = std::str::from_utf8(code).ok().and_then(|code| code.parse().ok());
            return Ok(Some(Next::Code(code.unwrap_or(404))));
        }
        let target = self.tried(last, &alias)?;
        self.jump(&target).map(Some)
    }

    /// A name of `try_files`; with a variable the name of the location is cut from it under an `alias`.
    fn tried(&mut self, name: &[u8], alias: &Alias) -> Flow<Text> {
        let text = self.expand(name, Quote::None)?;
        let Alias::Prefix(length) = alias else { return Ok(text) };
        let prefix = self.path.get(..*length).unwrap_or_default();
        if is_fixed(name) || !text.head().starts_with(prefix) {
            return Ok(text);
        }
        let cut = std::cell::Cell::new(true);
        Ok(text.map(|bytes| bytes.get(if cut.replace(false) { *length } else { 0 }..).unwrap_or_default().to_vec()))
    }

    /// `index`, `autoindex` and `static`, in the order of `ngx_http_core_content_phase`.
    pub(super) fn file(&mut self) -> Flow<Next> {
        let method = self.method.to_string();
        let reads = matches!(method.as_str(), "GET" | "HEAD" | "POST");
        if !reads {
            let dav = self.tree.effective(self.scope, name!("dav_methods")).next_back();
            if dav.is_some_and(|dav| dav.arguments().any(|word| word == method)) {
                return Err(Box::new(Outcome::Handler { directive: "dav_methods".to_owned() }));
            }
            return Ok(Next::Code(405));
        }
        let Some(path) = self.file_path()? else { return Ok(Next::Code(500)) };
        if self.path.ends_with(b"/") {
            return self.directory(&path, &method);
        }
        if self.is_directory_first(&path) {
            self.redirect = Some(self.with_slash());
            return Ok(Next::Code(301));
        }
        if !self.is_file(&path) {
            return Ok(Next::Code(404));
        }
        if method == "POST" {
            return Ok(Next::Code(405));
        }
        let status = if self.status == 0 { 200 } else { self.status };
        Err(Box::new(Outcome::File { path, status }))
    }

    /// Asks for a file before it asks for a directory, which is the rarer of the two.
    fn is_directory_first(&mut self, path: &Text) -> bool {
        !self.is_file(path) && self.is_directory(path)
    }

    /// `ngx_http_index_handler`, `ngx_http_autoindex_handler`
    fn directory(&mut self, path: &Text, method: &str) -> Flow<Next> {
        let mut names: Vec<&[u8]> = self
            .tree
            .effective(self.scope, name!("index"))
            .flat_map(|index| index.directive.arguments().map(Word::value))
            .collect();
        if names.is_empty() {
            names.push(b"index.html");
        }
        let mut exists = false;
        for name in names {
            let name = self.expand(name, Quote::None)?;
            if name.head().starts_with(b"/") {
                let (path, arguments) = (Self::known(&name)?, self.arguments.clone());
                return Ok(self.internal_redirect(path, arguments));
            }
            let mut file = path.clone();
            file.append(&name);
            if self.is_file(&file) {
                let mut path = self.path.clone();
                path.extend(Self::known(&name)?);
                let arguments = self.arguments.clone();
                return Ok(self.internal_redirect(path, arguments));
            }
            // An index that is a directory is an internal redirect too, and ends as one to its slash.
            // A file in its place, which an `alias` without a slash may name, is 500: `ngx_http_index_test_dir`.
            if !exists && !self.is_directory(path) {
                return Ok(Next::Code(if self.is_file(path) { 500 } else { 404 }));
            }
            exists = true;
        }
        let lists = self.tree.setting(self.scope, name!("autoindex")).is_some_and(|value| value == "on");
        if lists && method != "POST" {
            self.last = None;
            return Err(Box::new(Outcome::Listing { path: path.clone() }));
        }
        self.last = None;
        Ok(Next::Code(403))
    }

    /// The directory in force, or the text of an `alias`.
    fn root(&mut self) -> Flow<(Text, Alias)> {
        let mut scope = Some(self.scope);
        let found = loop {
            let Some(at) = scope else { break None };
            let own = self.tree.inside(at).filter(|row| row.is(name!("root")) || row.is(name!("alias"))).last();
            if own.is_some() {
                break own;
            }
            scope = self.tree.parent(at);
        };
        let Some(setting) = found else { return Ok((Text::from(DEFAULT_ROOT), Alias::No)) };
        let written = bytes(&setting, 0);
        let mut path = self.expand(written, Quote::None)?;
        if !written.starts_with(b"/") && !written.starts_with(b"$") {
            let below = path;
            path = Text::from(PREFIX);
            path.append(&below);
        }
        if setting.is(name!("root")) {
            let known = path.known().map(|path| path.strip_suffix(b"/").unwrap_or(path).to_vec());
            return Ok((known.map_or(path, |known| (&*known).into()), Alias::No));
        }
        let around = self.tree.around(setting.scope, Context::Location).and_then(|scope| self.tree.opener(scope));
        let alias = match around.map(|opener| Modifier::of(&opener)) {
            Some((Modifier::Regex | Modifier::RegexIgnoringCase, _)) => Alias::Whole,
            Some((_, name)) => Alias::Prefix(name.len()),
            None => Alias::No,
        };
        Ok((path, alias))
    }

    pub(super) fn document_root(&mut self) -> Flow<Text> {
        self.root().map(|(path, _)| path)
    }

    /// The path on the host: `ngx_http_map_uri_to_path`; `None` where nginx answers 500.
    pub(super) fn file_path(&mut self) -> Flow<Option<Text>> {
        let (mut path, alias) = self.root()?;
        match alias {
            Alias::No => path.push(&self.path),
            Alias::Prefix(_) | Alias::Whole if !self.valid_location => return Ok(None),
            Alias::Prefix(length) => path.push(self.path.get(length..).unwrap_or_default()),
            Alias::Whole if self.path_behind_alias => path.push(&self.path),
            Alias::Whole => {}
        }
        if path.length() > LONGEST_PATH {
            return Err(unknown(Reason::Limit));
        }
        Ok(Some(path))
    }
}

/// Where Debian's nginx looks for relative paths.
const PREFIX: &str = "/usr/share/nginx/";
const DEFAULT_ROOT: &str = "/usr/share/nginx/html";
const LONGEST_PATH: usize = 64 << 10;

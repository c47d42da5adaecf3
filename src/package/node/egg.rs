//! Egg: its command line and its settings.

use super::app::App;
use super::javascript::{self, Kind, Token, Value};
use super::steps::{Action, Program, Step};

/// A run of `egg-scripts` or `eggctl`.
#[derive(Clone, Debug)]
pub(super) struct Egg<'a> {
    pub(super) step: &'a Step,
    pub(super) is_start: bool,
    words: Vec<&'a str>,
    /// Whether every word is known before the shell runs.
    is_known: bool,
}

impl<'a> Egg<'a> {
    /// The runs of Egg's scripts among steps.
    pub(super) fn runs(steps: &'a [Step]) -> Vec<Self> {
        steps.iter().filter_map(Self::of).collect()
    }

    fn of(step: &'a Step) -> Option<Self> {
        let Action::Program(Program { name, arguments, .. }) = &step.action else { return None };
        if !matches!(name.as_str(), "egg-scripts" | "eggctl") {
            return None;
        }
        let words: Vec<&str> = arguments.iter().flatten().map(String::as_str).collect();
        // The first word that is no option is the subcommand for common-bin, which egg-scripts is built on.
        let is_start = words.iter().find(|word| !word.starts_with('-')).is_some_and(|word| *word == "start");
        Some(Self { step, is_start, is_known: words.len() == arguments.len(), words })
    }

    pub(super) fn is_known(&self) -> bool {
        self.is_known
    }

    pub(super) fn is_stop(&self) -> bool {
        !self.is_start && self.words.contains(&"stop")
    }

    pub(super) fn option(&self, names: &[&str]) -> Option<String> {
        option(&self.words, names)
    }

    pub(super) fn has_flag(&self, name: &str) -> bool {
        self.words.iter().any(|word| {
            // yargs takes `--daemon=false` as off.
            word.strip_prefix(name).is_some_and(|rest| rest.is_empty() || (rest.starts_with('=') && rest != "=false"))
        })
    }
}

/// The value of an option: `--name=value` or `--name value`; the last one counts.
pub(super) fn option(words: &[&str], names: &[&str]) -> Option<String> {
    let mut words = words.iter();
    let mut found = None;
    while let Some(word) = words.next() {
        if let Some((name, value)) = word.split_once('=') {
            if names.contains(&name) {
                found = Some(value.to_owned());
            }
        } else if names.contains(word) {
            found = words.next().map(|value| (*value).to_owned());
        }
    }
    found
}

/// `cluster.listen.port` as the settings for `environment` give it: the file and the number.
pub(super) fn configured_port(app: &App<'_>, environment: &str) -> Option<(String, Value)> {
    let names = [
        // Egg merges the environment's file over the default one.
        format!("config/config.{environment}.js"),
        "config/config.default.js".to_owned(),
        "config/config.js".to_owned(),
    ];
    names.into_iter().find_map(|path| {
        let text = String::from_utf8_lossy(app.files.content(&path)?);
        Some((path, cluster_port(&text)?))
    })
}

/// The port in `cluster: { listen: { port: 7001 } }`, in a returned object, an export or an assignment.
fn cluster_port(text: &str) -> Option<Value> {
    let tokens = javascript::tokens(text);
    let is_key = |index: usize, name: &str| {
        matches!(tokens.get(index).map(|token| &token.kind), Some(Kind::Name(key) | Kind::Text(key)) if *key == name)
            && matches!(tokens.get(index + 1).map(|token| &token.kind), Some(Kind::Other(':' | '=')))
    };
    let cluster = (0..tokens.len()).find(|index| is_key(*index, "cluster"))?;
    let end = closing(&tokens, cluster + 2)?;
    let listen = (cluster..end).find(|index| is_key(*index, "listen"))?;
    let end = closing(&tokens, listen + 2)?;
    let port = (listen..end).find(|index| is_key(*index, "port"))?;
    javascript::value(tokens.get(port + 2..)?, &tokens)
}

/// Where the object that starts at `start` ends.
fn closing(tokens: &[Token<'_>], start: usize) -> Option<usize> {
    if tokens.get(start)?.kind != Kind::Other('{') {
        return None;
    }
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(start) {
        match token.kind {
            Kind::Other('{') => depth += 1,
            Kind::Other('}') => {
                depth -= 1;
                if depth == 0 {
                    return Some(index);
                }
            }
            _ => {}
        }
    }
    None
}

//! pm2's ecosystem files: the apps that they start.

use super::super::javascript::{Kind, Token, tokens};

/// An app of an ecosystem file, as far as it is written in literals.
#[derive(Debug, Default)]
pub(super) struct EcosystemApp {
    pub(super) script: String,
    pub(super) directory: Option<String>,
    /// `PORT` of `env`.
    pub(super) port: Option<String>,
}

/// Whether pm2 reads a file as an ecosystem and does not run it (`isConfigFile` of pm2 5).
pub(super) fn is_ecosystem(path: &str) -> bool {
    [".config.js", ".config.cjs", ".config.mjs", ".json"].iter().any(|ending| path.ends_with(ending))
}

/// The apps that are run by Node.js, each with a literal script.
pub(super) fn apps(text: &str) -> Vec<EcosystemApp> {
    let tokens = tokens(text);
    let is_sign = |at: usize, sign: char| tokens.get(at).is_some_and(|token| token.kind == Kind::Other(sign));
    let mut apps = Vec::new();
    // The brackets that are open, each with where it opened.
    let mut open: Vec<usize> = Vec::new();
    for at in 0..tokens.len() {
        match tokens.get(at).map(|token| &token.kind) {
            Some(Kind::Other('{' | '[' | '(')) => open.push(at),
            Some(Kind::Other('}' | ']' | ')')) => {
                let Some(start) = open.pop().filter(|start| is_sign(*start, '{') && is_sign(at, '}')) else { continue };
                let inside = tokens.get(start + 1..at).unwrap_or_default();
                if open.len() <= MOST_NESTED
                    && let Some(app) = app(inside)
                {
                    apps.push(app);
                }
            }
            _ => {}
        }
        if apps.len() >= MOST_APPS {
            break;
        }
    }
    apps
}

/// The app that an object describes; `None` for another object, and for an app of another interpreter.
fn app(object: &[Token<'_>]) -> Option<EcosystemApp> {
    let mut app = EcosystemApp::default();
    let mut depth = 0_usize;
    let mut in_environment = false;
    for (at, token) in object.iter().enumerate() {
        match token.kind {
            Kind::Other('{' | '[' | '(') => depth += 1,
            Kind::Other('}' | ']' | ')') => {
                depth = depth.saturating_sub(1);
                in_environment &= depth > 0;
            }
            Kind::Name(key) | Kind::Text(key) => {
                let is_key = object.get(at + 1).is_some_and(|token| token.kind == Kind::Other(':'));
                let value = object.get(at + 2).filter(|_| is_key);
                // A value that another part of an expression follows is not the whole.
                let ends = object.get(at + 3).is_none_or(|token| matches!(token.kind, Kind::Other(',' | '}')));
                let text = value.filter(|_| ends).and_then(|token| match token.kind {
                    Kind::Text(text) => Some(text.to_owned()),
                    Kind::Number(number) => Some(number.to_string()),
                    _ => None,
                });
                match (depth, key) {
                    (0, "script") if is_key => app.script = text?,
                    (0, "cwd") if is_key => app.directory = Some(text?),
                    (0, "interpreter" | "exec_interpreter") if is_key && text.as_deref() != Some("node") => {
                        return None;
                    }
                    (0, "node_args" | "interpreter_args") if is_key => return None,
                    (0, "env") if is_key => in_environment = true,
                    (1, "PORT") if in_environment => app.port = text,
                    _ => {}
                }
            }
            _ => {}
        }
    }
    (!app.script.is_empty()).then_some(app)
}

/// Objects inside each other in which an app is looked for: `module.exports = {apps: [{…}]}`.
const MOST_NESTED: usize = 4;

/// Apps of one file that are read.
const MOST_APPS: usize = 50;

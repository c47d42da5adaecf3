//! A demand on Node.js that the hosts cannot meet.

use crate::app::Glibc;
use crate::diagnostic::{Finding, Language, Page, Rule, Severity};

/// No Node.js that the hosts can run satisfies `engines.node`.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct EnginesUnsatisfiable {
    /// The range as written.
    pub range: String,
    /// What is wrong with it.
    pub fault: EnginesFault,
}

/// Why no Node.js satisfies a range.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EnginesFault {
    /// No version at all is in it.
    Contradiction,
    /// The official binaries of its versions need a newer GNU C library than the hosts have.
    Host {
        /// First major version that the hosts cannot run.
        below: u64,
        /// GNU C library of the hosts.
        glibc: Glibc,
    },
    /// It is no range.
    Unreadable,
}

impl Finding for EnginesUnsatisfiable {
    const RULE: &'static Rule = &Rule::declare(
        "node/engines-unsatisfiable",
        Severity::Warning,
        "npm: engines; Node.js BUILDING.md: glibc of the official x64 binaries; CentOS 6 has 2.12 (guide §1.2)",
        "{\"engines\": {\"node\": \">=18\"}} on hosts with glibc 2.12",
        Page::new(
            "no Node.js that the hosts can run satisfies engines",
            "npm warns and goes on, or refuses with engine-strict; code for a newer Node.js then fails where it uses what the older \
             one lacks",
            "ask for a version that the hosts can run, and test with it",
        ),
        Page::new(
            "服务器能运行的 Node.js 都不满足 engines",
            "npm 会警告后继续，若设置 engine-strict 则拒绝；为更新的 Node.js 编写的代码会在旧版本缺少的功能处失败",
            "请要求服务器能运行的版本，并用它测试",
        ),
    );

    fn message(&self, language: Language) -> String {
        let range = &self.range;
        match (language, self.fault) {
            (Language::English, EnginesFault::Contradiction) => {
                format!("no version of Node.js is in the range {range}")
            }
            (Language::English, EnginesFault::Host { below, glibc }) => format!(
                "engines asks for Node.js {range}; hosts with glibc {glibc} run official binaries below version {below}"
            ),
            (Language::English, EnginesFault::Unreadable) => {
                format!("engines asks for Node.js {range}, which is no range")
            }
            (Language::Chinese, EnginesFault::Contradiction) => format!("没有任何 Node.js 版本满足范围 {range}"),
            (Language::Chinese, EnginesFault::Host { below, glibc }) => {
                format!("engines 要求 Node.js {range}；glibc {glibc} 的服务器只能运行低于 {below} 的官方版本")
            }
            (Language::Chinese, EnginesFault::Unreadable) => format!("engines 要求 Node.js {range}，这不是版本范围"),
        }
    }

    fn help(&self, language: Language) -> String {
        match (language, self.fault) {
            (Language::English, EnginesFault::Host { .. }) => {
                "bring a Node.js built for the hosts, or ask for an older one in engines".to_owned()
            }
            (Language::Chinese, EnginesFault::Host { .. }) => {
                "请自带适合服务器的 Node.js，或在 engines 中要求较旧的版本".to_owned()
            }
            (Language::English, _) => "write a range such as \">=8\" in engines.node".to_owned(),
            (Language::Chinese, _) => "请在 engines.node 中写版本范围，例如 \">=8\"".to_owned(),
        }
    }
}

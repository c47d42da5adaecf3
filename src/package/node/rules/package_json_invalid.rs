//! A `package.json` that npm cannot read.

use crate::diagnostic::rule;

rule! {
    /// `package.json` is no JSON object.
    pub struct PackageJsonInvalid {
        /// Line of the fault, from 1.
        pub line: usize,
        /// Column of the fault in characters, from 1.
        pub column: usize,
        /// What stands there; `EOF` at the end of the text.
        pub found: String,
        /// What JSON has there.
        pub expected: String,
    }
    id: "node/package-json-invalid",
    severity: Error,
    source: "npm: package.json must be actual JSON, not just JavaScript",
    example: "{\"name\": \"app\",}",
    english: {
        what: "package.json is not a JSON object",
        why: "npm stops with EJSONPARSE before it runs start or stop",
        fix: "mend the line: JSON has no comments, no trailing commas and only double quotes",
        message: "package.json is not valid JSON at line {line}, column {column}: found {found}, expected {expected}",
        help: "mend line {line}; check with: node -p \"JSON.parse(require('fs').readFileSync('package.json'))\"",
    },
    chinese: {
        what: "package.json 不是 JSON 对象",
        why: "npm 在执行 start 或 stop 之前就以 EJSONPARSE 退出",
        fix: "请修正该行：JSON 没有注释，没有末尾逗号，只用双引号",
        message: "package.json 第 {line} 行第 {column} 列不是有效的 JSON：出现 {found}，应为 {expected}",
        help: "请修正第 {line} 行；可用命令检查：node -p \"JSON.parse(require('fs').readFileSync('package.json'))\"",
    },
}

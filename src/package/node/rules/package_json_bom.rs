//! A `package.json` that starts with a byte order mark.

use crate::diagnostic::rule;

rule! {
    /// `package.json` starts with a byte order mark.
    pub struct PackageJsonBom {}
    id: "node/package-json-bom",
    severity: Warning,
    source: "npm accepts the mark; JSON.parse and require of older Node.js do not",
    example: "EF BB BF 7B 22 …",
    english: {
        what: "package.json starts with a byte order mark",
        why: "npm skips it, but code that reads package.json with JSON.parse fails on its first character",
        fix: "save the file as UTF-8 without byte order mark",
        message: "package.json starts with a byte order mark (EF BB BF), expected {{",
        help: "sed -i '1s/^\\xEF\\xBB\\xBF//' package.json",
    },
    chinese: {
        what: "package.json 以字节顺序标记（BOM）开头",
        why: "npm 会跳过它，但用 JSON.parse 读取 package.json 的代码会在第一个字符处失败",
        fix: "请把文件保存为不带 BOM 的 UTF-8",
        message: "package.json 以字节顺序标记（EF BB BF）开头，应为 {{",
        help: "sed -i '1s/^\\xEF\\xBB\\xBF//' package.json",
    },
}

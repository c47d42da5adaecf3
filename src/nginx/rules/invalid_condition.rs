//! The condition of `if` is not one that nginx knows.

use crate::diagnostic::rule;

rule! {
    /// The condition of `if` is not one that nginx knows.
    pub struct InvalidCondition {
        /// Name of the directive.
        pub directive: String,
        /// What nginx says.
        pub words: String,
    }
    id: "nginx/invalid-condition",
    severity: Error,
    source: "nginx -t",
    example: "if ($host == \"a\") {}",
    english: {
        what: "the condition of `if` is not one that nginx knows",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "write `($variable)`, `($variable = text)`, `!=`, `~`, `~*`, `!~`, `!~*`, or `-f`, `-d`, `-e`, `-x` and their negations",
        message: "{words}",
        help: "write `{directive} ($variable = text)`, or another of the operators `!=`, `~`, `~*`, `!~`, `!~*`, `-f`, `-d`, `-e`, `-x`",
    },
    chinese: {
        what: "`if` 的条件不是 nginx 支持的形式",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "写成 `($变量)`、`($变量 = 文本)`，或使用 `!=`、`~`、`~*`、`!~`、`!~*`、`-f`、`-d`、`-e`、`-x` 及其否定",
        message: "nginx 报告：{words}",
        help: "写成 `{directive} ($变量 = 文本)`，或使用 `!=`、`~`、`~*`、`!~`、`!~*`、`-f`、`-d`、`-e`、`-x`",
    },
}

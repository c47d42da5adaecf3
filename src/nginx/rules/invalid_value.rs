//! A value is not one that the directive takes.

use crate::diagnostic::rule;

rule! {
    /// A value is not one that the directive takes.
    pub struct InvalidValue {
        /// Name of the directive.
        pub directive: String,
        /// What nginx says.
        pub words: String,
        /// How the directive is written.
        pub usage: String,
    }
    id: "nginx/invalid-value",
    severity: Error,
    source: "nginx -t",
    example: "server_tokens maybe;",
    english: {
        what: "a value is not one that the directive takes",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "write a value of the kind that the directive takes",
        message: "{words}",
        help: "write {usage}",
    },
    chinese: {
        what: "指令的取值有误",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "写成该指令接受的取值",
        message: "nginx 报告：{words}",
        help: "应写成 {usage}",
    },
}

//! A directive has too few or too many arguments.

use crate::diagnostic::rule;

rule! {
    /// A directive has too few or too many arguments.
    pub struct ArgumentCount {
        /// Name of the directive.
        pub directive: String,
        /// What nginx says.
        pub words: String,
        /// How the directive is written.
        pub usage: String,
    }
    id: "nginx/argument-count",
    severity: Error,
    source: "nginx -t",
    example: "listen;",
    english: {
        what: "a directive has too few or too many arguments",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "give it as many arguments as it takes; a `;` missing on the line before gives it too many",
        message: "{words}",
        help: "write {usage}; a directive ends with `;`",
    },
    chinese: {
        what: "指令的参数太少或太多",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "按规定的个数写参数；上一行漏写 `;` 也会造成参数过多",
        message: "nginx 报告：{words}",
        help: "应写成 {usage}；指令以 `;` 结尾",
    },
}

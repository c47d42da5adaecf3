//! No module of the target nginx has this directive.

use crate::diagnostic::rule;

rule! {
    /// No module of the target nginx has this directive.
    pub struct UnknownDirective {
        /// The name as written.
        pub directive: String,
        /// What nginx says.
        pub words: String,
        /// What may have been meant.
        pub hint: String,
    }
    id: "nginx/unknown-directive",
    severity: Error,
    source: "nginx -t",
    example: "sevrer {}",
    english: {
        what: "no module of the target nginx has this directive",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "correct the name; a directive of another version or of a third-party module must go",
        message: "{words}",
        help: "{hint}",
    },
    chinese: {
        what: "目标 nginx 的任何模块都没有这个指令",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "改正名称；其他版本或第三方模块的指令须删除",
        message: "nginx 报告：{words}",
        help: "{hint}",
    },
}

//! A directive stands in a block that it does not belong to.

use crate::diagnostic::rule;

rule! {
    /// A directive stands in a block that it does not belong to.
    pub struct MisplacedDirective {
        /// Name of the directive.
        pub directive: String,
        /// What nginx says.
        pub words: String,
        /// The blocks that take it.
        pub places: String,
    }
    id: "nginx/misplaced-directive",
    severity: Error,
    source: "nginx -t",
    example: "http { listen 80; }",
    english: {
        what: "a directive stands in a block that it does not belong to",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "move it into a block that takes it",
        message: "{words}",
        help: "move `{directive}` into {places}",
    },
    chinese: {
        what: "指令放在了不允许的块中",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "移到允许它的块中",
        message: "nginx 报告：{words}",
        help: "把 `{directive}` 移到 {places}",
    },
}

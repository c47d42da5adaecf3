//! A line of a table block cannot be read.

use crate::diagnostic::rule;

rule! {
    /// A line of a table block cannot be read.
    pub struct InvalidEntry {
        /// Name of the directive.
        pub directive: String,
        /// What nginx says.
        pub words: String,
    }
    id: "nginx/invalid-entry",
    severity: Error,
    source: "nginx -t",
    example: "map $a $b { x; }",
    english: {
        what: "a line of a table block cannot be read",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "write the lines of the block as its directive asks for",
        message: "{words}",
        help: "mend this line of the `{directive}` block",
    },
    chinese: {
        what: "表格块中的一行无法读取",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "按该指令的要求书写块中的各行",
        message: "nginx 报告：{words}",
        help: "修改 `{directive}` 块中的这一行",
    },
}

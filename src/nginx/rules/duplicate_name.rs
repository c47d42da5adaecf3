//! A name is defined twice.

use crate::diagnostic::rule;

rule! {
    /// A name is defined twice.
    pub struct DuplicateName {
        /// Name of the directive.
        pub directive: String,
        /// What nginx says.
        pub words: String,
    }
    id: "nginx/duplicate-name",
    severity: Error,
    source: "nginx -t",
    example: "upstream a { server b; } upstream a { server c; }",
    english: {
        what: "a name is defined twice",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "rename or delete one of the definitions",
        message: "{words}",
        help: "give this `{directive}` another name, or delete it",
    },
    chinese: {
        what: "同一个名称定义了两次",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "改名或删除其中一个",
        message: "nginx 报告：{words}",
        help: "给这个 `{directive}` 换一个名称，或删除它",
    },
}

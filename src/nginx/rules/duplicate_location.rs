//! Two locations of one server match the same.

use crate::diagnostic::rule;

rule! {
    /// Two locations of one server match the same.
    pub struct DuplicateLocation {
        /// Name of the directive.
        pub directive: String,
        /// What nginx says.
        pub words: String,
    }
    id: "nginx/duplicate-location",
    severity: Error,
    source: "nginx -t",
    example: "location / {} location / {}",
    english: {
        what: "two locations of one server match the same",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "merge the two blocks",
        message: "{words}",
        help: "merge this `{directive}` with the one before it",
    },
    chinese: {
        what: "同一个 server 中有两个相同的 location",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "合并两个块",
        message: "nginx 报告：{words}",
        help: "把这个 `{directive}` 与前面的合并",
    },
}

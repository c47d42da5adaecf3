//! A shared memory zone or cache is used that nothing defines.

use crate::diagnostic::rule;

rule! {
    /// A shared memory zone or cache is used that nothing defines.
    pub struct UnknownZone {
        /// Name of the directive.
        pub directive: String,
        /// What nginx says.
        pub words: String,
    }
    id: "nginx/unknown-zone",
    severity: Error,
    source: "nginx -t",
    example: "limit_req zone=api;",
    english: {
        what: "a shared memory zone or cache is used that nothing defines",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "define the zone in the `http` block",
        message: "{words}",
        help: "define the zone in the `http` block, or correct the name in `{directive}`",
    },
    chinese: {
        what: "使用了未定义的共享内存区或缓存",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "在 `http` 块中定义该区",
        message: "nginx 报告：{words}",
        help: "在 `http` 块中定义该区，或改正 `{directive}` 中的名称",
    },
}

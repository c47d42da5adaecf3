//! A limit of uploads that surprises.

use crate::diagnostic::rule;

rule! {
    /// A limit of uploads that surprises.
    pub struct MissingBodyLimit {
        /// What is set.
        pub found: &'static str,
    }
    id: "nginx/missing-body-limit",
    severity: Warning,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "no client_max_body_size",
    english: {
        what: "the greatest request body is left to chance",
        why: "without a limit set, uploads over 1 MB get 413; with 0 one client fills the disk",
        fix: "set the limit that the app needs",
        message: "{found}",
        help: "write `client_max_body_size 50m;` with the limit that the app needs",
    },
    chinese: {
        what: "请求体上限没有明确设置",
        why: "未设置时超过 1 MB 的上传会得到 413；设为 0 时一个客户端即可占满磁盘",
        fix: "请设置应用所需的上限",
        message: "{found}",
        help: "请写 `client_max_body_size 50m;` 并改为应用所需的上限",
    },
}

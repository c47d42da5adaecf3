//! An access log uses a format that is not defined before it.

use crate::diagnostic::rule;

rule! {
    /// An access log uses a format that is not defined before it.
    pub struct UnknownLogFormat {
        /// Name of the directive.
        pub directive: String,
        /// What nginx says.
        pub words: String,
    }
    id: "nginx/unknown-log-format",
    severity: Error,
    source: "nginx -t",
    example: "access_log a.log main;",
    english: {
        what: "an access log uses a format that is not defined before it",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "define it with `log_format` in the `http` block, above",
        message: "{words}",
        help: "define the format with `log_format` above this `{directive}`, or use `combined`",
    },
    chinese: {
        what: "访问日志使用了此前未定义的格式",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "在 `http` 块中先用 `log_format` 定义",
        message: "nginx 报告：{words}",
        help: "在这个 `{directive}` 之前用 `log_format` 定义格式，或使用 `combined`",
    },
}

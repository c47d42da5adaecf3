//! More than the host has.

use crate::diagnostic::rule;

rule! {
    /// More than the host has.
    pub struct ExcessiveSize {
        /// Name of the directive.
        pub directive: String,
        /// The value.
        pub value: String,
        /// Greatest sensible value.
        pub most: &'static str,
    }
    id: "nginx/excessive-size",
    severity: Warning,
    source: "guide §1.2: hosts of the tiers",
    example: "worker_processes 512;",
    english: {
        what: "a size is far beyond the host",
        why: "a host has 1 or 2 cores and 2 or 4 GiB: nginx starves the app or does not start",
        fix: "take a size that fits the host",
        message: "`{directive} {value}` is far beyond the host, expected at most {most}",
        help: "write at most {most}, or `auto` for worker_processes",
    },
    chinese: {
        what: "数值远超主机能力",
        why: "主机只有 1 到 2 核、2 到 4 GiB：nginx 会挤占应用或无法启动",
        fix: "请使用适合主机的数值",
        message: "`{directive} {value}` 远超主机能力，最多 {most}",
        help: "请写不超过 {most} 的值，worker_processes 可写 `auto`",
    },
}

//! A key that the platform does not know.

use crate::diagnostic::rule;

rule! {
    /// A key of `_buildpack` that the platform does not know.
    pub struct BuildpackUnknownKey {
        /// The key.
        pub key: String,
        /// The known key that was most likely meant, or both.
        pub expected: String,
    }
    id: "php/buildpack-unknown-key",
    severity: Warning,
    source: "guide §1.3.3: app_entry and php_extensions",
    example: "app-entry=public_html",
    english: {
        what: "_buildpack holds a key that the platform does not know",
        why: "the line is ignored silently and the default stays in force",
        fix: "write app_entry or php_extensions, or remove the line",
        message: "unknown key {key:?}, expected {expected}",
        help: "write {expected}, or remove the line",
    },
    chinese: {
        what: "_buildpack 中有平台不认识的键",
        why: "该行会被静默忽略，默认设置继续生效",
        fix: "请改为 app_entry 或 php_extensions，或删除该行",
        message: "未知的键 {key:?}，应为 {expected}",
        help: "请改为 {expected}，或删除该行",
    },
}

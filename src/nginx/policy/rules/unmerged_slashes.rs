//! Paths with doubled slashes that miss their location.

use crate::diagnostic::rule;

rule! {
    /// Paths with doubled slashes that miss their location.
    pub struct UnmergedSlashes {}
    id: "nginx/unmerged-slashes",
    severity: Warning,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "merge_slashes off;",
    english: {
        what: "doubled slashes of a path are kept",
        why: "`//admin/` and `/x//../admin/` pass by a location for `/admin/`, and `..` after doubled slashes reaches the app",
        fix: "leave `merge_slashes` on",
        message: "with `merge_slashes off` a path such as //admin/ passes by the locations meant for it",
        help: "delete the line",
    },
    chinese: {
        what: "路径中的连续斜杠被保留",
        why: "`//admin/` 和 `/x//../admin/` 会绕过 `/admin/` 的 location，连续斜杠后的 `..` 会传到应用",
        fix: "请保持 `merge_slashes` 开启",
        message: "`merge_slashes off` 使 //admin/ 之类的路径绕过为其设置的 location",
        help: "请删除该行",
    },
}

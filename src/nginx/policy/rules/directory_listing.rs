//! Directories shown to everybody.

use crate::diagnostic::rule;

rule! {
    /// Directories shown to everybody.
    pub struct DirectoryListing {
    }
    id: "nginx/directory-listing",
    severity: Warning,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "autoindex on;",
    english: {
        what: "the names of all files are shown",
        why: "visitors find backups and files that were never linked",
        fix: "delete `autoindex`",
        message: "`autoindex on` shows the names of all files",
        help: "delete the line",
    },
    chinese: {
        what: "会显示所有文件名",
        why: "访客可找到备份和未公开的文件",
        fix: "请删除 `autoindex`",
        message: "`autoindex on` 会显示所有文件名",
        help: "请删除该行",
    },
}

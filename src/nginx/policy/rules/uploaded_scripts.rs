//! Uploaded files that run.

use crate::diagnostic::rule;

rule! {
    /// Uploaded files that run.
    pub struct UploadedScripts {
        /// A request that runs an uploaded file.
        pub uri: String,
    }
    id: "nginx/uploaded-scripts",
    severity: Warning,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "location ~ \\.php$ and an upload directory below root",
    english: {
        what: "PHP runs in upload directories",
        why: "who can upload a file runs code on the host",
        fix: "refuse PHP there",
        message: "{uri} is run by PHP",
        help: "add `location ~* ^/(?:uploads?|files|images|static)/.*\\.php {{ return 404; }}` before the location for PHP",
    },
    chinese: {
        what: "上传目录中的 PHP 会被执行",
        why: "能上传文件的人即可在主机上执行代码",
        fix: "请禁止",
        message: "{uri} 会由 PHP 执行",
        help: "请在 PHP 的 location 之前加入 `location ~* ^/(?:uploads?|files|images|static)/.*\\.php {{ return 404; }}`",
    },
}

//! A location for PHP that matches more than scripts.

use crate::diagnostic::rule;

rule! {
    /// A location for PHP that matches more than scripts.
    pub struct UnanchoredPhp {
        /// The pattern.
        pub pattern: String,
    }
    id: "nginx/unanchored-php",
    severity: Warning,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "location ~ \\.php { … }",
    english: {
        what: "the pattern for PHP is not anchored",
        why: "`/upload/photo.jpg.php.txt` or `/photo.jpg/x.php` runs as a script",
        fix: "end the pattern with `$`",
        message: "location {pattern} matches names that only contain .php",
        help: "write `location ~ \\.php$`",
    },
    chinese: {
        what: "PHP 的匹配模式没有锚定",
        why: "`/upload/photo.jpg.php.txt` 或 `/photo.jpg/x.php` 会作为脚本执行",
        fix: "请以 `$` 结束模式",
        message: "location {pattern} 会匹配仅包含 .php 的名称",
        help: "请写 `location ~ \\.php$`",
    },
}

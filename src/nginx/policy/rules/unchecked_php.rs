//! Scripts passed on without a look whether they exist.

use crate::diagnostic::rule;

rule! {
    /// Scripts passed on without a look whether they exist.
    pub struct UncheckedPhp {
        /// The pattern.
        pub pattern: String,
    }
    id: "nginx/unchecked-php",
    severity: Warning,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "location ~ \\.php$ { fastcgi_pass 127.0.0.1:9000; }",
    english: {
        what: "a path is passed to PHP without a look whether the file exists",
        why: "PHP may run `/photo.jpg` for `/photo.jpg/x.php`: an uploaded picture becomes a script",
        fix: "add `try_files $uri =404;`",
        message: "location {pattern} passes paths to PHP without `try_files`",
        help: "add `try_files $uri =404;` to the location",
    },
    chinese: {
        what: "未检查文件是否存在就交给 PHP",
        why: "对 `/photo.jpg/x.php` PHP 可能执行 `/photo.jpg`：上传的图片会变成脚本",
        fix: "请加入 `try_files $uri =404;`",
        message: "location {pattern} 未用 `try_files` 就将路径交给 PHP",
        help: "请在该 location 中加入 `try_files $uri =404;`",
    },
}

//! Build files and backups served as text.

use crate::diagnostic::rule;

rule! {
    /// Build files and backups served as text.
    pub struct ServedSources {
        /// A request that is answered with such a file.
        pub uri: String,
    }
    id: "nginx/served-sources",
    severity: Warning,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "root /home/admin/app-run/public; and composer.json in it",
    english: {
        what: "files that build the app are served",
        why: "`/composer.json`, `/_buildpack` and `/config.php.bak` tell how the app is made, passwords included",
        fix: "deny them",
        message: "{uri} is served as text",
        help: "add `location ~* (?:^/(?:_buildpack|composer\\.(?:json|lock))$|\\.(?:bak|sql|ini|log)$) {{ return 404; }}`",
    },
    chinese: {
        what: "构建应用的文件可被下载",
        why: "`/composer.json`、`/_buildpack`、`/config.php.bak` 会暴露应用结构乃至口令",
        fix: "请禁止访问",
        message: "{uri} 会作为文本提供",
        help: "请加入 `location ~* (?:^/(?:_buildpack|composer\\.(?:json|lock))$|\\.(?:bak|sql|ini|log)$) {{ return 404; }}`",
    },
}

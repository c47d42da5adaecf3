//! What the gate finds, beside what those find whom it asks.

use crate::rule_table;

rule_table! {
    /// Rules about the parts of a release, sorted by id.
    pub RULES

    NOT_WHOLE_FILE: Error "nginx-file/not-whole-file" { found }
        source "guide §1.3: a custom file replaces the whole nginx.conf"
        example "package.json: {}\nconf/nginx.test.conf: server { listen 80; }"
        what "a custom nginx file is only a part of a configuration" / "自定义 nginx 文件只是配置的一部分"
        why "the file replaces the whole nginx.conf, so that nginx refuses it and does not start"
          / "该文件会替换整个 nginx.conf，因此 nginx 会拒绝它并无法启动"
        fix "write a whole nginx.conf: events, and http with the servers inside"
          / "请写完整的 nginx.conf：events，以及包含各个 server 的 http"
        help "write: events {{}} http {{ include mime.types; server {{ ... }} }}; cloudapp nginx generate prints a whole file to start from"
           / "请写成：events {{}} http {{ include mime.types; server {{ ... }} }}；cloudapp nginx generate 可生成完整的文件作为起点"
        message "{found} outermost, expected events and http" / "最外层是 {found}，应为 events 和 http"
}

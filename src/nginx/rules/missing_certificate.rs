//! TLS is on without a certificate or without its key.

use crate::diagnostic::rule;

rule! {
    /// TLS is on without a certificate or without its key.
    pub struct MissingCertificate {
        /// Name of the directive.
        pub directive: String,
        /// What nginx says.
        pub words: String,
    }
    id: "nginx/missing-certificate",
    severity: Error,
    source: "nginx -t",
    example: "server { listen 443 ssl; }",
    english: {
        what: "TLS is on without a certificate or without its key",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "name both files, or take `ssl` off",
        message: "{words}",
        help: "add `ssl_certificate /home/admin/sslcert/cert.pem;` and `ssl_certificate_key /home/admin/sslcert/cert.key;`, or take `ssl` off `{directive}`",
    },
    chinese: {
        what: "开启了 TLS，却没有证书或私钥",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "写明两个文件，或去掉 `ssl`",
        message: "nginx 报告：{words}",
        help: "添加 `ssl_certificate /home/admin/sslcert/cert.pem;` 和 `ssl_certificate_key /home/admin/sslcert/cert.key;`，或从 `{directive}` 去掉 `ssl`",
    },
}

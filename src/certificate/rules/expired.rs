//! A certificate past its last day.

use crate::app::Timestamp;
use crate::diagnostic::rule;

rule! {
    /// A certificate past its last day.
    pub struct Expired {
        /// Subject of the certificate.
        pub subject: String,
        /// Last second of its validity.
        pub not_after: Timestamp,
        /// Time for which it was judged.
        pub at: Timestamp,
    }
    id: "certificate/expired",
    severity: Error,
    source: "nginx and OpenSSL, ssl_certificate and ssl_certificate_key",
    example: "a certificate of last year",
    english: {
        what: "a certificate is no longer valid",
        why: "clients refuse the connection: the mini program shows a certificate error",
        fix: "renew the certificate",
        message: "the certificate of {subject} ended at {not_after}, before {at}",
        help: "renew it at its authority and upload the new one with its key",
    },
    chinese: {
        what: "证书已过期",
        why: "客户端会拒绝连接：小程序会提示证书错误",
        fix: "请续期证书",
        message: "证书 {subject} 已于 {not_after} 到期，早于 {at}",
        help: "请在签发机构续期，并上传新证书及其私钥",
    },
}

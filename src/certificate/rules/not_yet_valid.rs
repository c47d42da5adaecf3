//! A certificate before its first day.

use crate::app::Timestamp;
use crate::diagnostic::rule;

rule! {
    /// A certificate before its first day.
    pub struct NotYetValid {
        /// Subject of the certificate.
        pub subject: String,
        /// First second of its validity.
        pub not_before: Timestamp,
        /// Time for which it was judged.
        pub at: Timestamp,
    }
    id: "certificate/not-yet-valid",
    severity: Error,
    source: "nginx and OpenSSL, ssl_certificate and ssl_certificate_key",
    example: "a certificate that starts tomorrow",
    english: {
        what: "a certificate is not valid yet",
        why: "clients refuse the connection until it is",
        fix: "release it after its first day, or keep the present certificate until then",
        message: "the certificate of {subject} starts at {not_before}, after {at}",
        help: "keep the present certificate until {not_before}",
    },
    chinese: {
        what: "证书尚未生效",
        why: "在生效之前客户端会拒绝连接",
        fix: "请在生效后再发布，或在此之前继续使用现有证书",
        message: "证书 {subject} 于 {not_before} 生效，晚于 {at}",
        help: "请在 {not_before} 之前继续使用现有证书",
    },
}

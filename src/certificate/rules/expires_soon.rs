//! A certificate with few days left.

use crate::app::Timestamp;
use crate::diagnostic::rule;

rule! {
    /// A certificate with few days left.
    pub struct ExpiresSoon {
        /// Subject of the certificate.
        pub subject: String,
        /// Last second of its validity.
        pub not_after: Timestamp,
        /// Whole days left.
        pub days: i64,
    }
    id: "certificate/expires-soon",
    severity: Warning,
    source: "decided: 30 days",
    example: "a certificate that ends in a week",
    english: {
        what: "the certificate ends within 30 days",
        why: "clients refuse the connection from then on, and a new one takes effect at a release only",
        fix: "renew it and release before that day",
        message: "the certificate of {subject} ends at {not_after}, in {days} days",
        help: "renew it, upload it and release before {not_after}",
    },
    chinese: {
        what: "证书将在 30 天内到期",
        why: "到期后客户端会拒绝连接，而新证书要到下次发布才生效",
        fix: "请在此之前续期并发布",
        message: "证书 {subject} 将于 {not_after} 到期，剩余 {days} 天",
        help: "请在 {not_after} 之前续期、上传并发布",
    },
}

//! A domain that the certificate is not for.

use super::Names;
use crate::app::DomainName;
use crate::diagnostic::rule;

rule! {
    /// A domain that the certificate is not for.
    pub struct DomainNotCovered {
        /// The domain.
        pub domain: DomainName,
        /// DNS names that the certificate is for.
        pub names: Names,
        /// Its common name, which clients do not read.
        pub common_name: Option<String>,
    }
    id: "certificate/domain-not-covered",
    severity: Error,
    source: "RFC 6125 §6.4; RFC 9525: the common name is not read",
    example: "a certificate for *.example.com and the domain example.com",
    english: {
        what: "the certificate is not for the domain",
        why: "clients refuse the connection: the mini program shows a certificate error",
        fix: "get a certificate that names the domain; `*.` stands for exactly one label",
        message: "the certificate is for {names}, not for {domain}",
        help: "get a certificate with the subject alternative name {domain}; a wildcard stands for exactly one label, and a common name alone does not count",
    },
    chinese: {
        what: "证书不适用于该域名",
        why: "客户端会拒绝连接：小程序会提示证书错误",
        fix: "请申请包含该域名的证书；`*.` 只代表一级",
        message: "证书适用于 {names}，不适用于 {domain}",
        help: "请申请使用者可选名称（SAN）包含 {domain} 的证书；通配符只代表一级，仅有通用名（CN）无效",
    },
}

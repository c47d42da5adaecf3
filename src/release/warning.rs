//! What a decision lets pass and warns of.

use serde::{Deserialize, Serialize};

use crate::app::{DomainName, Timestamp};
use crate::diagnostic::{Language, Phrase, Sentence, speaks};
use crate::phrase;

/// Something that is not in the way of a command, and will be in the way of a later one, or of visitors.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Warning {
    /// The certificate ends soon ([`certificate_warning_days`](crate::app::ReleasePolicy::certificate_warning_days)).
    CertificateEndsSoon {
        /// Its last second.
        until: Timestamp,
    },
    /// The certificate that is set is not for the domain: a release would be refused.
    DomainNotCovered {
        /// The domain.
        domain: DomainName,
    },
    /// The rules of another version of this crate judged the package.
    OtherRules {
        /// The version.
        version: String,
    },
}

impl Warning {
    /// The word that names the kind of warning.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::CertificateEndsSoon { .. } => "certificate-ends-soon",
            Self::DomainNotCovered { .. } => "domain-not-covered",
            Self::OtherRules { .. } => "other-rules",
        }
    }

    /// What would help.
    #[must_use]
    pub const fn help(&self, language: Language) -> &'static str {
        let help = match self {
            Self::CertificateEndsSoon { .. } => Sentence::plain(
                "renew it at its authority, set the new one and release",
                "向签发机构续期，配置新证书并发布",
            ),
            Self::DomainNotCovered { .. } => {
                Sentence::plain("set a certificate for this domain", "配置包含该域名的证书")
            }
            Self::OtherRules { .. } => {
                Sentence::plain("inspect the package again and readmit the version", "重新检查软件包，并重新准入该版本")
            }
        };
        help.template(language)
    }

    fn phrase(&self) -> Phrase {
        match self {
            Self::CertificateEndsSoon { until } => {
                phrase!("the certificate ends at {until}" / "证书将于 {until} 到期", until = until.to_string())
            }
            Self::DomainNotCovered { domain } => phrase!(
                "the certificate that is set is not for {domain}" / "已配置的证书不包含域名 {domain}",
                domain = domain.to_string()
            ),
            Self::OtherRules { version } => phrase!(
                "the package was inspected by the rules of version {version}" / "软件包是按 {version} 版本的规则检查的",
                version = version
            ),
        }
    }
}

speaks!(Warning);

//! What a document leaves to others.

use super::DocumentFormat;
use super::blueprint::Blueprint;
use crate::app::parse::words;
use crate::app::{Billing, EnvironmentKind, Tier};
use crate::diagnostic::{Language, Sentence};
use crate::plan::choice::LoadBalancerSpec;

words! {
    /// A part of a plan that a document leaves to others.
    #[non_exhaustive]
    pub enum NotExpressed: "part of a plan" / "方案内容" {
        /// The certificate of a host, which a release installs.
        HostCertificate = "host-certificate",
        /// The database on the host, which its image or first start must bring.
        HostDatabase = "host-database",
        /// How people log in to the hosts.
        HostLogin = "host-login",
        /// A prepaid load balancer.
        PrepaidLoadBalancer = "prepaid-load-balancer",
        /// nginx, the runtime and the package, which a release brings.
        Software = "software",
        /// The domain of a test environment, which the platform assigns.
        TestDomain = "test-domain",
    }
}

impl NotExpressed {
    /// Who has to do what instead, in one sentence without a full stop.
    #[must_use]
    pub const fn explanation(self, language: Language) -> &'static str {
        let sentence = match self {
            Self::HostCertificate => Sentence::over(
                &[],
                "the certificate is a file on the host: a release installs it in /home/admin/sslcert",
                "证书是主机上的文件：由发布安装到 /home/admin/sslcert",
            ),
            Self::HostDatabase => Sentence::over(
                &[],
                "MySQL runs on the host: use an image that has it, or add user data that installs it",
                "MySQL 运行在主机上：请使用预装镜像，或在实例自定义数据中安装",
            ),
            Self::HostLogin => Sentence::over(
                &[],
                "no password or key is set: add one, or reach the hosts through the provider's agent",
                "未设置密码或密钥：请自行添加，或通过云助手登录主机",
            ),
            Self::PrepaidLoadBalancer => Sentence::over(
                &[],
                "the load balancer is billed pay-as-you-go: the target cannot order it prepaid",
                "负载均衡按量计费：目标格式无法表达预付费",
            ),
            Self::Software => Sentence::over(
                &[],
                "nginx, the runtime and the package come with a release, not with the resources",
                "nginx、运行环境和发布包由发布带来，不属于资源",
            ),
            Self::TestDomain => Sentence::over(
                &[],
                "the platform assigns the domain of a test environment and its DNS record",
                "测试环境的域名及其 DNS 记录由平台分配",
            ),
        };
        sentence.template(language)
    }
}

pub(super) fn of(blueprint: &Blueprint<'_>, target: DocumentFormat) -> Vec<NotExpressed> {
    let plan = blueprint.plan;
    let holds = |part: &NotExpressed| match part {
        _ if target == DocumentFormat::Mermaid => false,
        NotExpressed::HostCertificate => plan.tier == Tier::Starter && plan.environment.needs_certificate(),
        NotExpressed::HostDatabase => plan.tier == Tier::Starter,
        NotExpressed::HostLogin | NotExpressed::Software => true,
        NotExpressed::PrepaidLoadBalancer => {
            // Terraform orders it with `payment_type` and `period`; ROS has no field for either.
            let expressible =
                target == DocumentFormat::Terraform && plan.load_balancer != Some(LoadBalancerSpec::ByUse);
            plan.load_balancer.is_some() && plan.billing == Billing::Prepaid && !expressible
        }
        NotExpressed::TestDomain => plan.environment == EnvironmentKind::Test,
    };
    NotExpressed::ALL.iter().copied().filter(holds).collect()
}

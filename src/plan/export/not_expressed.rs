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
        /// Access logs of the load balancer, which need a log project.
        AccessLogs = "access-logs",
        /// Addresses of the hosts on the allow lists of those they call.
        AllowLists = "allow-lists",
        /// When the database is backed up, and how long backups are kept.
        BackupSchedule = "backup-schedule",
        /// Encryption of the database's files.
        DatabaseEncryption = "database-encryption",
        /// Log settings of `PostgreSQL` that policy scanners ask of every database.
        DatabaseLogParameters = "database-log-parameters",
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
            Self::AccessLogs => Sentence::over(
                &[],
                "access logs of the load balancer go to a project of the log service: switch them on in the console",
                "负载均衡的访问日志需要日志服务的 Project：请在控制台开通",
            ),
            Self::AllowLists => Sentence::over(
                &[],
                "platforms that admit known addresses only, such as those of WeChat and Alipay, have to be told the \
                 addresses that the hosts call from: the outbound addresses of the outputs",
                "微信、支付宝等开放平台的 IP 白名单需登记主机的出口地址：见文档输出项中的出口地址",
            ),
            Self::BackupSchedule => Sentence::over(
                &[],
                "the database is backed up as the service does by default, kept 7 days: another schedule is a resource \
                 of its own, alicloud_db_backup_policy",
                "数据库按服务的默认策略备份，保留 7 天：其他策略需另加资源 alicloud_db_backup_policy",
            ),
            Self::DatabaseEncryption => Sentence::over(
                &[],
                "files of the database are not encrypted (scanners: CKV_ALI_22): that needs a key service that is \
                 authorised in the account, and cannot be switched off again; choose it in the console",
                "数据库文件未加密（扫描规则 CKV_ALI_22）：需要账号已授权密钥管理服务，且开启后无法关闭；请在控制台自行选择",
            ),
            Self::DatabaseLogParameters => Sentence::over(
                &[],
                "log_connections, log_disconnections and log_duration (scanners: CKV_ALI_35 to 37) are parameters of \
                 PostgreSQL, and this is another database: its SQL audit is on instead",
                "log_connections、log_disconnections 和 log_duration（扫描规则 CKV_ALI_35 至 37）是 PostgreSQL 的参数，\
                 不适用于此数据库；已改为开启 SQL 审计",
            ),
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
        NotExpressed::AccessLogs | NotExpressed::DatabaseEncryption => plan.tier == Tier::Standard,
        NotExpressed::BackupSchedule => plan.tier == Tier::Standard && target == DocumentFormat::Terraform,
        NotExpressed::DatabaseLogParameters => {
            blueprint.database.is_some_and(|service| !service.engine.as_str().eq_ignore_ascii_case("PostgreSQL"))
        }
        NotExpressed::HostCertificate => plan.tier == Tier::Starter && plan.environment.needs_certificate(),
        NotExpressed::HostDatabase => plan.tier == Tier::Starter,
        NotExpressed::AllowLists | NotExpressed::HostLogin | NotExpressed::Software => true,
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

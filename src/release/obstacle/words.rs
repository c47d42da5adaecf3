//! What obstacles say, and what would help.

use super::{Activity, Obstacle};
use crate::app::Tier;
use crate::diagnostic::{Language, Phrase, Sentence, speaks};
use crate::phrase;

impl Obstacle {
    /// What would help.
    #[must_use]
    pub const fn help(&self, language: Language) -> &'static str {
        self.help_sentence().template(language)
    }

    #[expect(clippy::too_many_lines, reason = "one sentence for each obstacle, like a table")]
    pub(super) fn phrase(&self) -> Phrase {
        match self {
            Self::AlreadyBuilt { status } => {
                phrase!("the environment is {status} already" / "环境状态为“{status}”，已经存在", status = *status)
            }
            Self::AppDeleted => phrase!("the app was deleted" / "应用已删除"),
            Self::Busy { activity } => match activity {
                Activity::Database => phrase!("a change of the database is under way" / "正在变更数据库"),
                Activity::Order(order) => {
                    phrase!("release order {order} is active" / "发布单 {order} 正在执行", order = order.to_string())
                }
                Activity::Repair => phrase!("a repair is under way" / "正在修复"),
                Activity::Stop => phrase!("the app is being stopped" / "正在停止应用"),
                Activity::Weights => {
                    phrase!("the weights are being sent to the load balancer" / "正在同步负载均衡权重")
                }
            },
            Self::CertificateExpired { until } => {
                phrase!("the certificate ended at {until}" / "证书已于 {until} 到期", until = until.to_string())
            }
            Self::CertificateNotYetValid { from } => phrase!(
                "the certificate is not valid before {from}" / "证书自 {from} 起才有效",
                from = from.to_string()
            ),
            Self::CertificateOfAnotherTier { tier } => phrase!(
                "the certificate was not examined for the {tier} tier of this environment"
                    / "证书不是按该环境的{tier}检查的",
                tier = *tier
            ),
            Self::CertificateUnderAnotherPolicy => phrase!(
                "the certificate was examined under another policy than the one in force"
                    / "证书是按另一套策略检查的，与当前策略不同"
            ),
            Self::CertificateUnproven => {
                phrase!("the certificate was set without being examined" / "证书未经检查就已配置")
            }
            Self::CertificateVouched => phrase!(
                "the certificate was not examined, only vouched for, which the policy does not allow"
                    / "证书未经检查，只有担保，而策略不接受担保"
            ),
            Self::Degraded => {
                phrase!("the app does not run on every host as it should" / "应用没有在所有主机上正常运行")
            }
            Self::DomainAssigned => {
                phrase!("the platform assigns the domain of a test environment" / "测试环境的域名由平台分配")
            }
            Self::DomainNotCovered { domain } => {
                phrase!("the certificate is not for {domain}" / "证书不包含域名 {domain}", domain = domain.to_string())
            }
            Self::EnvironmentBuilt { environment, status } => phrase!(
                "the {environment} environment is {status}" / "{environment}状态为“{status}”",
                environment = *environment,
                status = *status
            ),
            Self::Expired => phrase!("the resources have expired" / "资源已到期"),
            Self::FrameworkMismatch { app, package } => phrase!(
                "the package is for {package}, the app for {app}" / "发布包的框架是 {package}，应用的框架是 {app}",
                package = package.name(),
                app = app.name()
            ),
            Self::InStep => phrase!("hosts and load balancer are as they should be" / "主机和负载均衡均正常"),
            Self::LabelTaken { label } => {
                phrase!("version {label} was uploaded before" / "版本 {label} 已经上传过", label = label.to_string())
            }
            Self::MissingCertificate => phrase!("no certificate is set" / "没有配置证书"),
            Self::MissingDomain => phrase!("no domain is set" / "没有配置域名"),
            Self::NeverSucceeded { version } => phrase!(
                "version {version} never ran in this environment" / "版本 {version} 从未在该环境成功运行",
                version = version.to_string()
            ),
            Self::NotBuilt { status } => {
                phrase!("the environment is {status}" / "环境状态为“{status}”", status = *status)
            }
            Self::NotRunning { status } => phrase!(
                "the app does not run: the environment is {status}" / "应用没有运行，环境状态为“{status}”",
                status = *status
            ),
            Self::NothingToAbort => phrase!("no release is going forward" / "没有正在发布的发布单"),
            Self::Outdated { seen, commanded } => phrase!(
                "the command was given on revision {seen}, and another one was accepted at {commanded}"
                    / "命令基于修订 {seen}，而修订 {commanded} 已接受另一条命令",
                commanded = commanded.to_string(),
                seen = seen.to_string()
            ),
            Self::PackageChanged => {
                phrase!("the package is another one than the one that was inspected" / "软件包与检查过的不是同一个")
            }
            Self::PackageNotAdmitted { environment, tier } => phrase!(
                "the package was not inspected for the {environment} environment in the {tier} tier"
                    / "软件包没有按{environment}（{tier}）检查过",
                environment = *environment,
                tier = *tier
            ),
            Self::PackageUnderAnotherPolicy => phrase!(
                "the package was inspected under another policy than the one in force"
                    / "软件包是按另一套策略检查的，与当前策略不同"
            ),
            Self::PackageUnproven => {
                phrase!("the version was uploaded without proof of an inspection" / "该版本上传时没有检查证明")
            }
            Self::PackageVouched => phrase!(
                "the package was not inspected, only vouched for, which the policy does not allow"
                    / "软件包未经检查，只有担保，而策略不接受担保"
            ),
            Self::PlanOfAnotherEnvironment { plan } => {
                phrase!("the plan is for the {plan} environment" / "该方案属于{plan}", plan = *plan)
            }
            Self::StillRunning => phrase!("the app is running" / "应用正在运行"),
            Self::Suspended => phrase!("the platform suspended the resources" / "资源已被平台停机"),
            Self::TooManyHosts { hosts, most } => phrase!(
                "{hosts} hosts, expected at most {most} and at least one new"
                    / "共 {hosts} 台主机，最多 {most} 台，且至少新增一台",
                hosts = *hosts,
                most = *most
            ),
            Self::Unchanged => phrase!("nothing would change" / "没有变化"),
            Self::UnknownHost { host, hosts } => phrase!(
                "there is no host {host} among {hosts}" / "共 {hosts} 台主机，没有主机 {host}",
                host = host.to_string(),
                hosts = hosts.to_string()
            ),
            Self::UnknownRevision { seen, revision } => phrase!(
                "the command was given on revision {seen}, and the app is at {revision}"
                    / "命令基于修订 {seen}，而应用当前为修订 {revision}",
                revision = revision.to_string(),
                seen = seen.to_string()
            ),
            Self::UnknownVersion { version } => phrase!(
                "version {version} was not uploaded to this environment" / "版本 {version} 没有上传到该环境",
                version = version.to_string()
            ),
            Self::WouldStopTraffic { weighted } => phrase!(
                "too few hosts would serve: {weighted} with a weight above zero"
                    / "将没有主机提供服务：权重大于零的主机只有 {weighted} 台",
                weighted = *weighted
            ),
            Self::WrongTier { needs } => phrase!("only the {needs} tier has this" / "只有{needs}支持", needs = *needs),
        }
    }

    const fn help_sentence(&self) -> Sentence {
        match self {
            Self::AlreadyBuilt { .. } => Sentence::plain(
                "use it, or stop the app and delete the resources first",
                "直接使用，或先停止应用并删除资源",
            ),
            Self::AppDeleted => Sentence::plain("create another app", "创建新的应用"),
            Self::Busy { activity: Activity::Order(_) } => {
                Sentence::plain("wait until it ends, or abort it", "等待其结束，或终止该发布单")
            }
            Self::Busy { .. } => Sentence::plain("wait until it ends", "等待其结束"),
            Self::CertificateExpired { .. } => Sentence::plain(
                "renew the certificate at its authority and set the new one",
                "向签发机构续期，并配置新证书",
            ),
            Self::CertificateNotYetValid { .. } => {
                Sentence::plain("wait until then, or set another certificate", "等到该时间，或配置其他证书")
            }
            Self::CertificateOfAnotherTier { .. }
            | Self::CertificateUnderAnotherPolicy
            | Self::CertificateUnproven
            | Self::CertificateVouched => Sentence::plain(
                "set the certificate again: it is examined on the way",
                "重新配置证书，配置时会进行检查",
            ),
            Self::Degraded => {
                Sentence::plain("repair, or release the current version again", "先修复，或重新发布当前版本")
            }
            Self::DomainAssigned => {
                Sentence::plain("set the domain in the production environment", "在生产环境配置域名")
            }
            Self::DomainNotCovered { .. } => Sentence::plain(
                "set a certificate for this domain, or another domain",
                "配置包含该域名的证书，或更换域名",
            ),
            Self::EnvironmentBuilt { .. } => {
                Sentence::plain("stop its app and delete its resources first", "先停止应用并删除资源")
            }
            Self::Expired => {
                Sentence::plain("renew the resources, or stop the app and delete them", "续费，或停止应用并删除资源")
            }
            Self::FrameworkMismatch { .. } => Sentence::plain(
                "upload a package of the app's framework, or create another app",
                "上传与应用框架一致的发布包，或创建新的应用",
            ),
            Self::InStep => Sentence::plain("nothing has to be repaired", "无需修复"),
            Self::LabelTaken { .. } => Sentence::plain("upload it under another label", "使用其他版本号上传"),
            Self::MissingCertificate => Sentence::plain("upload the certificate and its key", "上传证书和私钥"),
            Self::MissingDomain => Sentence::plain("set the domain", "配置域名"),
            Self::NeverSucceeded { .. } => Sentence::plain(
                "release it, or roll back to a version that ran here",
                "改用发布，或回滚到成功运行过的版本",
            ),
            Self::NotBuilt { .. } => {
                Sentence::plain("build the environment first, or wait until it is built", "先构建环境，或等待构建完成")
            }
            Self::NotRunning { .. } => Sentence::plain("release a version first", "先发布一个版本"),
            Self::NothingToAbort => {
                Sentence::plain("roll back instead, once the environment is idle", "待环境空闲后使用回滚")
            }
            Self::Outdated { .. } | Self::UnknownRevision { .. } => Sentence::plain(
                "look at the environment again, then repeat the command if it is still wanted",
                "刷新后确认，仍需要时重新提交",
            ),
            Self::PackageChanged => {
                Sentence::plain("inspect the package that is kept, and upload it", "检查实际保存的软件包，然后上传")
            }
            Self::PackageNotAdmitted { .. } => Sentence::plain(
                "inspect it for this environment and tier, then upload it or readmit the version",
                "按该环境和套餐检查软件包，然后上传，或重新准入该版本",
            ),
            Self::PackageUnderAnotherPolicy | Self::PackageUnproven | Self::PackageVouched => Sentence::plain(
                "inspect the package again, then upload it or readmit the version",
                "重新检查软件包，然后上传，或重新准入该版本",
            ),
            Self::PlanOfAnotherEnvironment { .. } => {
                Sentence::plain("make a plan for this environment", "为该环境制定方案")
            }
            Self::StillRunning => Sentence::plain("stop the app first", "先停止应用"),
            Self::Suspended => Sentence::plain("pay what is owed, or delete the resources", "结清欠费，或删除资源"),
            Self::TooManyHosts { .. } => Sentence::plain("add fewer hosts, at least one", "减少新增主机数，至少一台"),
            Self::Unchanged => Sentence::plain("nothing has to be done", "无需操作"),
            Self::UnknownHost { .. } => Sentence::plain("name one of the environment's hosts", "选择该环境的主机"),
            Self::UnknownVersion { .. } => Sentence::plain("upload it first", "先上传该版本"),
            Self::WouldStopTraffic { .. } => {
                Sentence::plain("give at least two hosts a weight above zero first", "先让至少两台主机的权重大于零")
            }
            Self::WrongTier { needs: Tier::Standard } => {
                Sentence::plain("build the environment in the standard tier", "使用标准版构建环境")
            }
            Self::WrongTier { needs: Tier::Starter } => Sentence::plain(
                "use the database service's own databases and accounts",
                "使用数据库服务自身的数据库和账号",
            ),
        }
    }
}

speaks!(Obstacle);

//! Why a command is refused, in words that help.

use serde::{Deserialize, Serialize};

use super::id::{HostNumber, Revision};
use super::machine::Operation;
use super::status::Status;
use crate::app::{EnvironmentKind, Framework, PackageVersion, ReleaseOrderId, Tier};
use crate::diagnostic::{Language, Phrase, Sentence, speaks};
use crate::phrase;

/// Why a command is refused: everything that is in its way, in a fixed order, at least one thing.
///
/// # Examples
///
/// ```
/// use cloudapp::diagnostic::Language;
/// use cloudapp::release::{Obstacle, Rejection};
///
/// let refused = Rejection::from(Obstacle::MissingDomain);
/// assert_eq!(refused.message(Language::English), "no domain is set");
/// assert_eq!(refused.obstacles()[0].help(Language::Chinese), "配置域名");
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Rejection {
    obstacles: Vec<Obstacle>,
}

impl Rejection {
    /// What is in the way.
    #[must_use]
    pub fn obstacles(&self) -> &[Obstacle] {
        &self.obstacles
    }

    fn phrase(&self) -> Phrase {
        let mut rest = self.obstacles.iter().map(Obstacle::phrase);
        let first = rest.next().unwrap_or_else(|| phrase!("" / " "));
        rest.fold(first, |before, next| phrase!("{before}; {next}" / "{before}；{next}", before, next))
    }
}

impl From<Obstacle> for Rejection {
    fn from(obstacle: Obstacle) -> Self {
        Self { obstacles: vec![obstacle] }
    }
}

speaks!(Rejection);

impl std::error::Error for Rejection {}

/// Collects obstacles.
#[derive(Default)]
pub(super) struct Obstacles(Vec<Obstacle>);

impl Obstacles {
    pub(super) fn add_if(&mut self, is_there: bool, obstacle: impl FnOnce() -> Obstacle) {
        if is_there {
            self.0.push(obstacle());
        }
    }

    pub(super) fn add(&mut self, obstacle: Option<Obstacle>) {
        self.0.extend(obstacle);
    }

    pub(super) fn finish(self) -> Result<(), Rejection> {
        if self.0.is_empty() { Ok(()) } else { Err(Rejection { obstacles: self.0 }) }
    }
}

/// What an environment is busy with.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Activity {
    /// A change of the database.
    Database,
    /// A release order.
    Order(ReleaseOrderId),
    /// Looking again at hosts and load balancer.
    Repair,
    /// Stopping the app.
    Stop,
    /// Telling the load balancer what the user changed.
    Weights,
}

impl From<&Operation> for Activity {
    fn from(operation: &Operation) -> Self {
        match operation {
            Operation::Balancing => Self::Weights,
            Operation::Database => Self::Database,
            Operation::Order(order) => Self::Order(order.id.clone()),
            Operation::Repairing => Self::Repair,
            Operation::Stopping => Self::Stop,
        }
    }
}

/// One thing that is in the way of a command.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Obstacle {
    /// The environment is built already.
    AlreadyBuilt {
        /// Its state.
        status: Status,
    },
    /// The app was deleted.
    AppDeleted,
    /// The environment is busy.
    Busy {
        /// With what.
        activity: Activity,
    },
    /// The app runs, but not everywhere as it should.
    Degraded,
    /// The platform assigns the domain of this environment.
    DomainAssigned,
    /// An environment is still built.
    EnvironmentBuilt {
        /// Which one.
        environment: EnvironmentKind,
        /// Its state.
        status: Status,
    },
    /// The resources are no longer paid for.
    Expired,
    /// The package is of another framework than the app.
    FrameworkMismatch {
        /// The app's.
        app: Framework,
        /// The package's.
        package: Framework,
    },
    /// Everything is in step.
    InStep,
    /// The label is taken.
    LabelTaken {
        /// The label.
        label: PackageVersion,
    },
    /// No certificate is set.
    MissingCertificate,
    /// No domain is set.
    MissingDomain,
    /// The version never ran in this environment.
    NeverSucceeded {
        /// Its label.
        version: PackageVersion,
    },
    /// The resources are not there.
    NotBuilt {
        /// The environment's state.
        status: Status,
    },
    /// No release has succeeded, or the app is stopped.
    NotRunning {
        /// The environment's state.
        status: Status,
    },
    /// No order is active that goes forward.
    NothingToAbort,
    /// Another command was accepted after the state that this command's user saw.
    Outdated {
        /// The revision that the user saw.
        seen: Revision,
        /// The revision of the command that came in between.
        commanded: Revision,
    },
    /// The plan is for the other environment.
    PlanOfAnotherEnvironment {
        /// The plan's.
        plan: EnvironmentKind,
    },
    /// The app still runs.
    StillRunning,
    /// The platform stopped the resources.
    Suspended,
    /// More hosts than an environment can have, or none.
    TooManyHosts {
        /// How many there would be.
        hosts: u32,
        /// The greatest number.
        most: u16,
    },
    /// It is so already.
    Unchanged,
    /// The environment has no such host.
    UnknownHost {
        /// The number.
        host: HostNumber,
        /// How many hosts it has.
        hosts: usize,
    },
    /// The command names a revision that the app does not have yet.
    UnknownRevision {
        /// The revision that the user is said to have seen.
        seen: Revision,
        /// The app's.
        revision: Revision,
    },
    /// The version was not uploaded to this environment.
    UnknownVersion {
        /// Its label.
        version: PackageVersion,
    },
    /// Only the other tier has this.
    WrongTier {
        /// The tier that has it.
        needs: Tier,
    },
    /// Nobody would serve.
    WouldStopTraffic {
        /// Hosts whose weight is above zero.
        weighted: usize,
    },
}

impl Obstacle {
    /// The word that names the kind of obstacle.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::AlreadyBuilt { .. } => "already-built",
            Self::AppDeleted => "app-deleted",
            Self::Busy { .. } => "busy",
            Self::Degraded => "degraded",
            Self::DomainAssigned => "domain-assigned",
            Self::EnvironmentBuilt { .. } => "environment-built",
            Self::Expired => "expired",
            Self::FrameworkMismatch { .. } => "framework-mismatch",
            Self::InStep => "in-step",
            Self::LabelTaken { .. } => "label-taken",
            Self::MissingCertificate => "missing-certificate",
            Self::MissingDomain => "missing-domain",
            Self::NeverSucceeded { .. } => "never-succeeded",
            Self::NotBuilt { .. } => "not-built",
            Self::NotRunning { .. } => "not-running",
            Self::NothingToAbort => "nothing-to-abort",
            Self::Outdated { .. } => "outdated",
            Self::PlanOfAnotherEnvironment { .. } => "plan-of-another-environment",
            Self::StillRunning => "still-running",
            Self::Suspended => "suspended",
            Self::TooManyHosts { .. } => "too-many-hosts",
            Self::Unchanged => "unchanged",
            Self::UnknownHost { .. } => "unknown-host",
            Self::UnknownRevision { .. } => "unknown-revision",
            Self::UnknownVersion { .. } => "unknown-version",
            Self::WrongTier { .. } => "wrong-tier",
            Self::WouldStopTraffic { .. } => "would-stop-traffic",
        }
    }

    /// What would help.
    #[must_use]
    pub const fn help(&self, language: Language) -> &'static str {
        self.help_sentence().template(language)
    }

    fn phrase(&self) -> Phrase {
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
            Self::Degraded => {
                phrase!("the app does not run on every host as it should" / "应用没有在所有主机上正常运行")
            }
            Self::DomainAssigned => {
                phrase!("the platform assigns the domain of a test environment" / "测试环境的域名由平台分配")
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
            Self::Degraded => {
                Sentence::plain("repair, or release the current version again", "先修复，或重新发布当前版本")
            }
            Self::DomainAssigned => {
                Sentence::plain("set the domain in the production environment", "在生产环境配置域名")
            }
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

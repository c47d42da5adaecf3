//! An environment on one host.

use crate::app::EnvironmentKind;
use crate::diagnostic::rule;

rule! {
    /// An environment on one host.
    pub struct SingleInstance {
        /// The environment.
        pub environment: EnvironmentKind,
    }
    id: "plan/single-instance",
    severity: Info,
    source: "guide §1.2: the starter tier has one host",
    example: "the starter tier in production",
    english: {
        what: "the environment has one host",
        why: "each release stops the app for its duration, and the loss of the host is an outage that also takes the \
              database",
        fix: "choose the standard tier for an app that must stay up, and back the database up elsewhere",
        message: "the {environment} environment has one host: each release and each failure of it is an outage",
        help: "choose the standard tier: --tier standard; or schedule releases and backups accordingly",
    },
    chinese: {
        what: "该环境只有一台主机",
        why: "每次发布期间应用都会停止服务；主机故障即服务中断，数据库也随之不可用",
        fix: "需要持续可用的应用请选择标准版，并在别处备份数据库",
        message: "{environment} 环境只有一台主机：每次发布和故障都会中断服务",
        help: "请选择标准版：--tier standard；或据此安排发布与备份",
    },
}

//! A database version that its makers no longer mend.

use crate::app::Date;
use crate::diagnostic::rule;

rule! {
    /// A database version that its makers no longer mend.
    pub struct DatabaseEndOfLife {
        /// The engine.
        pub engine: String,
        /// Its version.
        pub version: String,
        /// The last day on which it was mended.
        pub since: Date,
        /// When the provider of the service stops supporting it, before or after today.
        pub end_of_support: Option<Date>,
    }
    id: "plan/database-end-of-life",
    severity: Warning,
    source: "catalogue: end of life of the engine; MySQL 5.6: 2021-02-28, supported by the service until 2025-04-21",
    example: "the standard tier, bought on 2021-03-01",
    english: {
        what: "the database version has reached its end of life",
        why: "holes and faults found since then stay open, and the provider ends its support and may upgrade or stop \
              selling the version",
        fix: "plan with a newer version of the engine and test the app with it",
        message: "{engine} {version} has not been mended since {since}",
        help: "set a newer version and its class in the catalogue: `standard.database.version`, `standard.database.class`",
    },
    chinese: {
        what: "数据库版本已停止维护",
        why: "此后发现的漏洞和缺陷不再修复，云服务商也会停止支持，可能强制升级或停售",
        fix: "请使用更新的数据库版本，并用它测试应用",
        message: "{engine} {version} 自 {since} 起不再维护",
        help: "请在资源目录中设置更新的版本和规格：`standard.database.version`、`standard.database.class`",
    },
}

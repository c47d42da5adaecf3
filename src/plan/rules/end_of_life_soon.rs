//! Something that will end within a year.

use crate::app::Date;
use crate::app::parse::words;
use crate::diagnostic::rule;

rule! {
    /// Something that will end within a year.
    pub struct EndOfLifeSoon {
        /// What ends.
        pub subject: Ending,
        /// Its name.
        pub name: String,
        /// The day on which it ends.
        pub on: Date,
    }
    id: "plan/end-of-life-soon",
    severity: Info,
    source: "catalogue: dated facts; one year ahead is decided, the usual term of a prepaid purchase",
    example: "CentOS 6.5 hosts, bought on 2020-06-01",
    english: {
        what: "a part of the plan will no longer be mended or sold within a year",
        why: "what is bought today outlives its support, and scaling out or renewing may no longer be possible then",
        fix: "choose the successor now, or plan the move before the day",
        message: "{subject}: {name} ends on {on}",
        help: "plan the move to its successor before {on}",
    },
    chinese: {
        what: "方案中的某项资源将在一年内停止维护或停售",
        why: "现在购买的资源会比其支持期更长，届时可能无法扩容或续费",
        fix: "请现在就选择后续产品，或在该日期之前安排迁移",
        message: "{subject}：{name} 将于 {on} 终止",
        help: "请在 {on} 之前安排迁移到后续产品",
    },
}

words! {
    /// What ends.
    pub enum Ending: "ending" {
        /// Updates of the engine of the database.
        Database = "database",
        /// Sale of a load balancer specification.
        LoadBalancerSpec = "load-balancer-spec",
        /// Sale of prepaid load balancers.
        LoadBalancerSubscription = "load-balancer-subscription",
        /// Updates of the operating system.
        OperatingSystem = "operating-system",
    }
}

//! A database in the memory of the app.

use crate::diagnostic::rule;
use crate::plan::Mib;

rule! {
    /// A database in the memory of the app.
    pub struct DatabaseSharesInstanceMemory {
        /// The database engine.
        pub engine: String,
        /// Memory of the host.
        pub memory: Mib,
    }
    id: "plan/database-shares-instance-memory",
    severity: Info,
    source: "guide §1.2: the database of the starter tier is preinstalled on its host",
    example: "the starter tier",
    english: {
        what: "the database runs in the memory of the app's host",
        why: "when both grow, the kernel ends one of them, usually the database, and the app loses it",
        fix: "count the database's memory into that of the instance, or choose the standard tier",
        message: "{engine} shares {memory} with the app",
        help: "state the app's and the database's memory together: \"memory_mib_per_instance\"",
    },
    chinese: {
        what: "数据库与应用共用主机内存",
        why: "两者内存增长时，内核会终止其中之一（通常是数据库），应用随即失去数据库",
        fix: "请把数据库的内存计入实例内存，或选择标准版",
        message: "{engine} 与应用共用 {memory}",
        help: "请把应用与数据库的内存合计填写：\"memory_mib_per_instance\"",
    },
}

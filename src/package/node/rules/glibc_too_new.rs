//! A native add-on for a newer C library.

use crate::app::Glibc;
use crate::diagnostic::rule;

rule! {
    /// A native add-on needs a newer GNU C library than the hosts have.
    pub struct GlibcTooNew {
        /// The module that holds it.
        pub module: String,
        /// Version it needs.
        pub needed: Glibc,
        /// Version of the hosts.
        pub available: Glibc,
    }
    id: "node/glibc-too-new",
    severity: Error,
    source: "ELF version needs (GLIBC_x.y); CentOS 6 has glibc 2.12 (guide §1.2)",
    example: "a prebuilt better_sqlite3.node that needs GLIBC_2.29",
    english: {
        what: "a native add-on needs a newer GNU C library than the hosts have",
        why: "require of the module fails with version GLIBC_x.y not found, and the app does not start",
        fix: "build the module from source on a system as old as the hosts",
        message: "{module} needs glibc {needed}, the hosts have {available}",
        help: "npm rebuild {module} --build-from-source on a system with glibc {available}, then pack",
    },
    chinese: {
        what: "原生模块需要比服务器更新的 GNU C 库",
        why: "require 该模块会以 version GLIBC_x.y not found 失败，应用无法启动",
        fix: "请在与服务器同样旧的系统上从源码编译该模块",
        message: "{module} 需要 glibc {needed}，服务器是 {available}",
        help: "请在 glibc {available} 的系统上执行 npm rebuild {module} --build-from-source，然后打包",
    },
}

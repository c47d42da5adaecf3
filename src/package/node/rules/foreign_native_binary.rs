//! A native add-on for another system.

use crate::diagnostic::rule;

rule! {
    /// A native add-on is for another system than the hosts.
    pub struct ForeignNativeBinary {
        /// The module that holds it.
        pub module: String,
        /// What it is for.
        pub found: String,
    }
    id: "node/foreign-native-binary",
    severity: Error,
    source: "file headers: ELF, Mach-O, PE; hosts are CentOS on x86-64 (guide §1.2)",
    example: "node_modules/bcrypt/build/Release/bcrypt_lib.node built on macOS",
    english: {
        what: "a native add-on is built for another system than the hosts",
        why: "require of the module fails with invalid ELF header, and the app does not start",
        fix: "install the modules on Linux x86-64, or leave node_modules out where the platform installs them",
        message: "{module} brings a native add-on for {found}, expected Linux on x86-64",
        help: "rm -rf node_modules && npm ci on Linux x86-64, then pack",
    },
    chinese: {
        what: "原生模块是为其他系统编译的",
        why: "require 该模块会以 invalid ELF header 失败，应用无法启动",
        fix: "请在 Linux x86-64 上安装依赖；若由平台安装依赖，则不要打包 node_modules",
        message: "{module} 带有用于 {found} 的原生模块，应为 Linux x86-64",
        help: "请在 Linux x86-64 上执行 rm -rf node_modules && npm ci，然后打包",
    },
}

//! A platform package for other platforms only.

use crate::diagnostic::rule;

rule! {
    /// Of a package that exists once for each platform, the hosts' is missing.
    pub struct OptionalPlatformPackageMissing {
        /// One that is there.
        pub found: String,
        /// The one the hosts need, without the C library's name.
        pub expected: String,
    }
    id: "node/optional-platform-package-missing",
    severity: Error,
    source: "npm: optionalDependencies with os and cpu; npm/cli issue 4828",
    example: "node_modules/@img/sharp-darwin-arm64 without @img/sharp-linux-x64",
    english: {
        what: "of a package that exists once for each platform, only others' are there",
        why: "modules installed on macOS or Windows lack the part for Linux; npm does not add it to modules that are there, and require fails at start",
        fix: "install the modules for Linux x64, or leave node_modules out where the platform installs them",
        message: "found {found}, expected {expected} for the hosts",
        help: "rm -rf node_modules && npm ci --os=linux --cpu=x64 --libc=glibc, then pack",
    },
    chinese: {
        what: "按平台分发的包中只有其他平台的版本",
        why: "在 macOS 或 Windows 上安装的依赖缺少 Linux 部分；npm 不会为已有的 node_modules 补装，启动时 require 失败",
        fix: "请为 Linux x64 安装依赖；若由平台安装依赖，则不要打包 node_modules",
        message: "找到 {found}，服务器需要 {expected}",
        help: "请执行 rm -rf node_modules && npm ci --os=linux --cpu=x64 --libc=glibc，然后打包",
    },
}

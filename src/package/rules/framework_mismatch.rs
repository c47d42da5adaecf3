//! A package of another framework than the app's.

use crate::app::{Container, Framework};
use crate::diagnostic::rule;

rule! {
    /// The package is for another framework than the app.
    pub struct FrameworkMismatch {
        /// Framework that the package is for.
        pub found: Framework,
        /// File that shows it.
        pub evidence: String,
        /// The app's framework.
        pub expected: Framework,
        /// Format of the packages of that framework.
        pub container: Container,
    }
    id: "package/framework-mismatch",
    severity: Error,
    source: "guide §2.4, §3.4",
    example: "a package.json in the package of a PHP app",
    english: {
        what: "the package is for another framework than the app",
        why: "the hosts run what the app's framework was chosen for at its creation, which cannot start this package",
        fix: "upload a package of the app's framework, or create an app for the package's framework",
        message: "{evidence} makes this a {found} package, the app's framework is {expected}",
        help: "upload a {expected} package (.{container}), or create a {found} app for this one: a framework is fixed once chosen",
    },
    chinese: {
        what: "发布包的框架与云应用的框架不一致",
        why: "服务器按创建云应用时选择的框架运行，无法启动此发布包",
        fix: "请上传与云应用框架一致的发布包，或为该框架新建云应用",
        message: "{evidence} 表明这是 {found} 发布包，而云应用的框架是 {expected}",
        help: "请上传 {expected} 发布包（.{container}），或为此发布包新建 {found} 云应用：框架选定后不能更改",
    },
}

//! A script runs a command that the package does not bring.

use crate::diagnostic::rule;

rule! {
    /// A script runs a command that neither the package brings nor the platform provides.
    pub struct CommandNotBundled {
        /// The script.
        pub script: String,
        /// The command.
        pub command: String,
        /// The npm package that brings it.
        pub package: String,
    }
    id: "node/command-not-bundled",
    severity: Error,
    source: "guide §6: a development library was installed locally, the command is not found in the cloud, e.g. pm2",
    example: "{\"scripts\": {\"start\": \"pm2 start app.js\"}} without pm2 in dependencies",
    english: {
        what: "a script runs a command that neither the package brings nor the platform provides",
        why: "the command was installed on the developer's machine only; on the hosts the shell ends with 127, command not found",
        fix: "add the package that brings the command to dependencies, so that npm puts it into node_modules/.bin",
        message: "script {script} runs {command}, which is in neither node_modules/.bin nor dependencies, and the platform does not provide it",
        help: "npm install --save {package}, and pack again",
    },
    chinese: {
        what: "脚本执行的命令既不在发布包中，平台也不提供",
        why: "该命令只安装在开发者的机器上；在服务器上 shell 以 127（找不到命令）退出",
        fix: "请把提供该命令的包加入 dependencies，npm 会把它放进 node_modules/.bin",
        message: "脚本 {script} 执行 {command}，但它既不在 node_modules/.bin 也不在 dependencies 中，平台也不提供",
        help: "npm install --save {package}，然后重新打包",
    },
}

//! A script runs a command of a development dependency.

use crate::diagnostic::rule;

rule! {
    /// A script runs a command that only a development dependency brings.
    pub struct CommandOnlyInDevDependencies {
        /// The script.
        pub script: String,
        /// The command.
        pub command: String,
        /// The development dependency that brings it.
        pub package: String,
    }
    id: "node/command-only-in-dev-dependencies",
    severity: Error,
    source: "npm: install --omit=dev and NODE_ENV=production leave devDependencies out",
    example: "{\"scripts\": {\"start\": \"nodemon app.js\"}, \"devDependencies\": {\"nodemon\": \"3\"}}",
    english: {
        what: "a script that the platform runs needs a development dependency",
        why: "a production install leaves devDependencies out, so that the shell ends with 127, command not found",
        fix: "move the package to dependencies",
        message: "script {script} runs {command}, which only the development dependency {package} brings",
        help: "npm install --save-prod {package}",
    },
    chinese: {
        what: "平台要执行的脚本依赖开发依赖",
        why: "生产环境安装不含 devDependencies，shell 以 127（找不到命令）退出",
        fix: "请把该包移到 dependencies",
        message: "脚本 {script} 执行 {command}，而只有开发依赖 {package} 提供它",
        help: "npm install --save-prod {package}",
    },
}

//! A script installs packages for all users.

use crate::diagnostic::rule;

rule! {
    /// A script installs packages globally.
    pub struct GlobalInstallInScript {
        /// The script.
        pub script: String,
        /// The packages.
        pub packages: String,
    }
    id: "node/global-install-in-script",
    severity: Warning,
    source: "npm: install -g writes outside the package",
    example: "{\"scripts\": {\"start\": \"npm i -g pm2 && pm2 start app.js\"}}",
    english: {
        what: "a script installs packages for all users of the host",
        why: "it needs rights and a registry at each start, gets whatever version is newest that day, and fails the start when either is missing",
        fix: "add the packages to dependencies; npm puts their commands on the PATH of scripts",
        message: "script {script} installs {packages} globally at run time",
        help: "npm install --save {packages}, and take the installation out of the script",
    },
    chinese: {
        what: "脚本为主机的所有用户安装软件包",
        why: "每次启动都需要权限和镜像源，装到的是当天的最新版本；缺一样启动就会失败",
        fix: "请把这些包加入 dependencies，npm 会把它们的命令加入脚本的 PATH",
        message: "脚本 {script} 在运行时全局安装 {packages}",
        help: "npm install --save {packages}，并从脚本中去掉安装命令",
    },
}

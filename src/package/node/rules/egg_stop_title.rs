//! Egg stopped by another title.

use crate::diagnostic::rule;

rule! {
    /// Egg is stopped by another title than it is started with.
    pub struct EggStopTitle {
        /// Title it is started with.
        pub started: String,
        /// Title it is stopped by.
        pub stopped: String,
    }
    id: "node/egg-stop-title",
    severity: Warning,
    source: "egg-scripts: stop finds processes by --title; start's default is egg-server-NAME",
    example: "start --title=egg-server-shop, stop --title=egg-shop",
    english: {
        what: "the app is stopped by another title than it is started with",
        why: "egg-scripts stop finds no process of that title and succeeds; the old app goes on and keeps the port",
        fix: "give start and stop the same title",
        message: "the app is started with the title {started} and stopped by the title {stopped}",
        help: "write --title={started} in stop",
    },
    chinese: {
        what: "停止应用时的 title 与启动时不同",
        why: "egg-scripts stop 找不到该 title 的进程，却成功返回；旧应用继续运行并占用端口",
        fix: "请让 start 和 stop 使用相同的 title",
        message: "应用以 title {started} 启动，却以 title {stopped} 停止",
        help: "请在 stop 中写 --title={started}",
    },
}

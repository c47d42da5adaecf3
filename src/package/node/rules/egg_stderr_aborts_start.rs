//! A start that anything on stderr ends.

use crate::diagnostic::rule;

rule! {
    /// Egg's start in the background fails on any output to stderr.
    pub struct EggStderrAbortsStart {
        /// The script.
        pub script: String,
    }
    id: "node/egg-stderr-aborts-start",
    severity: Info,
    source: "egg-scripts: start --daemon reads the stderr of the start, and fails when there is any",
    example: "egg-scripts start --daemon",
    english: {
        what: "a start in the background fails when anything is written to stderr meanwhile",
        why: "a deprecation warning of Node.js or of a module is enough: egg-scripts reports an error and ends with 1 although the app runs",
        fix: "add --ignore-stderr when the app is known to write warnings at start",
        message: "script {script} starts Egg with --daemon and without --ignore-stderr: a warning on stderr fails the start",
        help: "add --ignore-stderr to egg-scripts start",
    },
    chinese: {
        what: "后台启动期间只要有内容写到 stderr，启动就会失败",
        why: "Node.js 或某个模块的弃用警告就足以触发：应用已运行，egg-scripts 却报错并以 1 退出",
        fix: "若已知应用启动时会输出警告，请加 --ignore-stderr",
        message: "脚本 {script} 以 --daemon 启动 Egg 而没有 --ignore-stderr：stderr 上的一条警告就会使启动失败",
        help: "请给 egg-scripts start 加上 --ignore-stderr",
    },
}

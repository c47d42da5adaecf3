//! A signal that nothing waits for.

use crate::diagnostic::rule;

rule! {
    /// A process is told to end, and nothing waits until it has.
    pub struct StopStartRace {
        /// The script.
        pub script: String,
        /// The command that sends the signal.
        pub command: String,
    }
    id: "node/stop-start-race",
    severity: Warning,
    source: "POSIX: kill returns when the signal is sent, not when the process has ended",
    example: "{\"scripts\": {\"stop\": \"pkill node\"}}",
    english: {
        what: "a process is told to end, and nothing waits until it has",
        why: "the command returns at once; the next start finds the port still in use and ends with EADDRINUSE",
        fix: "wait until the process has ended",
        message: "script {script} sends a signal with {command} and does not wait until the process has ended",
        help: "add a wait after it: while pgrep -f '[n]ode ' > /dev/null; do sleep 1; done",
    },
    chinese: {
        what: "向进程发送了结束信号，却没有等待它结束",
        why: "命令立即返回；接着启动时端口仍被占用，以 EADDRINUSE 退出",
        fix: "请等待进程结束",
        message: "脚本 {script} 用 {command} 发送信号，却没有等待进程结束",
        help: "请在其后等待：while pgrep -f '[n]ode ' > /dev/null; do sleep 1; done",
    },
}

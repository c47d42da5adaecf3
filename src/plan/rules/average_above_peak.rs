//! An average that is higher than the peak.

use crate::diagnostic::rule;

rule! {
    /// An average that is higher than the peak.
    pub struct AverageAbovePeak {
        /// Average requests a second.
        pub average_per_second: u64,
        /// Requests a second in the peak.
        pub peak_per_second: u64,
    }
    id: "plan/average-above-peak",
    severity: Warning,
    source: "arithmetic",
    example: "{\"peak_requests_per_second\": 10, \"average_requests_per_second\": 20}",
    english: {
        what: "the workload's average is higher than its peak",
        why: "one of the numbers is wrong, and the plan is as wrong as the number",
        fix: "measure both over the same days",
        message: "{average_per_second} requests/s on average, {peak_per_second} requests/s in the peak",
        help: "swap or correct \"average_requests_per_second\" and \"peak_requests_per_second\"",
    },
    chinese: {
        what: "负载的平均值高于峰值",
        why: "其中一个数字有误，方案也会随之出错",
        fix: "请在同一时段测量两者",
        message: "平均 {average_per_second} 次/秒，峰值 {peak_per_second} 次/秒",
        help: "请对调或更正 \"average_requests_per_second\" 与 \"peak_requests_per_second\"",
    },
}

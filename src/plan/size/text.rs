//! What a sizing says to people.

use super::{Asked, Constraint, Dimension, Fit, Question};
use crate::diagnostic::Language;
use crate::plan::unit::Permille;

impl Constraint {
    /// Why the verdict is what it is, in one sentence without a full stop.
    #[must_use]
    pub fn why(&self, language: Language) -> String {
        let subject = self.dimension.subject(language);
        let unit = self.unit;
        let (demand, limit) = match (self.demand, self.limit.as_ref().map(|limit| *limit.value())) {
            (None, _) => return Self::unstated(subject, Asked::Workload, language),
            (Some(_), None) => return Self::unstated(subject, Asked::Catalogue, language),
            (Some(demand), Some(limit)) => (demand, limit),
        };
        if self.dimension == Dimension::InstanceLoss {
            return match (language, demand > limit) {
                (Language::English, false) => format!("{subject}: {limit}, of which one may be lost"),
                (Language::English, true) => format!("{subject}: {limit}, of which none may be lost"),
                (Language::Chinese, false) => format!("{subject}：{limit} 台，可损失一台"),
                (Language::Chinese, true) => format!("{subject}：{limit} 台，不能损失任何一台"),
            };
        }
        let used = self.utilisation.map_or(String::new(), |Permille(used)| format!(" ({}.{} %)", used / 10, used % 10));
        let over = demand.saturating_sub(limit);
        match (language, self.verdict) {
            (Language::English, Fit::Fits) => format!("{subject}: {demand} of {limit} {unit}{used}"),
            (Language::English, Fit::Tight) => {
                format!("{subject}: {demand} of {limit} {unit}{used}, without the headroom that is asked for")
            }
            (Language::English, Fit::Exceeds) => {
                format!("{subject}: {demand} of {limit} {unit}{used}, {over} {unit} too much")
            }
            (Language::English, Fit::Unknown) => {
                format!("{subject}: {demand} {unit}, over the default of {limit}, which its owner can raise")
            }
            (Language::Chinese, Fit::Fits) => format!("{subject}：{demand} / {limit} {unit}{used}"),
            (Language::Chinese, Fit::Tight) => format!("{subject}：{demand} / {limit} {unit}{used}，余量不足"),
            (Language::Chinese, Fit::Exceeds) => {
                format!("{subject}：{demand} / {limit} {unit}{used}，超出 {over} {unit}")
            }
            (Language::Chinese, Fit::Unknown) => {
                format!("{subject}：{demand} {unit}，超过默认值 {limit}，可由用户调高")
            }
        }
    }

    fn unstated(subject: &str, of: Asked, language: Language) -> String {
        match (language, of) {
            (Language::English, Asked::Workload) => format!("{subject}: the workload does not state it"),
            (Language::English, Asked::Catalogue) => format!("{subject}: no limit is documented"),
            (Language::Chinese, Asked::Workload) => format!("{subject}：负载未说明"),
            (Language::Chinese, Asked::Catalogue) => format!("{subject}：没有文档说明上限"),
        }
    }
}

impl Question {
    /// The question, in one sentence.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let (subject, field) = (self.dimension.subject(language), self.field);
        match (language, self.of) {
            (Language::English, Asked::Workload) => format!("{subject}: state \"{field}\" in the workload"),
            (Language::English, Asked::Catalogue) => format!("{subject}: state `{field}` in the catalogue"),
            (Language::Chinese, Asked::Workload) => format!("{subject}：请在负载中填写 \"{field}\""),
            (Language::Chinese, Asked::Catalogue) => format!("{subject}：请在资源目录中填写 `{field}`"),
        }
    }
}

impl Dimension {
    /// What is compared, for people.
    #[must_use]
    pub const fn subject(self, language: Language) -> &'static str {
        match language {
            Language::English => match self {
                Self::Cpu => "CPU in the peak",
                Self::CpuCredits => "average CPU against the baseline of a burstable host",
                Self::Memory => "memory of a host",
                Self::InstanceLoss => "hosts",
                Self::DatabaseConnections => "connections to the database",
                Self::DatabaseIops => "reads and writes of the database",
                Self::DatabaseStorage => "storage of the database",
                Self::LoadBalancerConnections => "connections to the load balancer",
                Self::LoadBalancerNewConnections => "new connections to the load balancer",
                Self::LoadBalancerRequests => "requests to the load balancer",
                Self::Bandwidth => "responses in the peak",
            },
            Language::Chinese => match self {
                Self::Cpu => "峰值 CPU",
                Self::CpuCredits => "平均 CPU（对比突发性能实例基准）",
                Self::Memory => "单台主机内存",
                Self::InstanceLoss => "主机数量",
                Self::DatabaseConnections => "数据库连接数",
                Self::DatabaseIops => "数据库读写次数",
                Self::DatabaseStorage => "数据库存储",
                Self::LoadBalancerConnections => "负载均衡连接数",
                Self::LoadBalancerNewConnections => "负载均衡新建连接数",
                Self::LoadBalancerRequests => "负载均衡请求数",
                Self::Bandwidth => "峰值响应带宽",
            },
        }
    }
}

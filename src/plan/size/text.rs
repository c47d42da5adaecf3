//! What a sizing says to people.

use super::{Asked, Constraint, Dimension, Fit, Question};
use crate::diagnostic::{Language, Phrase, Sentence};
use crate::phrase;
use crate::plan::unit::Permille;

impl Constraint {
    /// Why the verdict is what it is, in one sentence without a full stop.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::{Billing, EnvironmentKind, Tier};
    /// use cloudapp::diagnostic::Language;
    /// use cloudapp::plan::{self, Catalogue, Plan, Workload};
    ///
    /// let plan = Plan::new(EnvironmentKind::Production, Tier::Starter, Billing::Prepaid);
    /// let workload = Workload::from_json(r#"{"db_connections_per_instance": 20}"#)?;
    /// let sizing = plan::size(&workload, plan, &Catalogue::documented());
    /// let connections = sizing.constraint(plan::Dimension::DatabaseConnections).unwrap();
    /// assert_eq!(connections.why(Language::English), "connections to the database: 20 of 151 connections (13.3 %)");
    /// # Ok::<(), cloudapp::plan::ReadError>(())
    /// ```
    #[must_use]
    pub fn why(&self, language: Language) -> String {
        self.phrase().text(language)
    }

    pub(in crate::plan) fn phrase(&self) -> Phrase {
        let (subject, amounts) = (self.dimension.sentence(), self.amounts());
        phrase!("{subject}: {amounts}" / "{subject}：{amounts}", subject, amounts)
    }

    /// Demand and limit, and how they compare.
    pub(in crate::plan) fn amounts(&self) -> Phrase {
        let unit = self.unit;
        let (demand, limit) = match (self.demand, self.limit.as_ref().map(|limit| *limit.value())) {
            (None, _) => return phrase!("the workload does not state it" / "负载未说明"),
            (Some(_), None) => return phrase!("no limit is documented" / "没有文档说明上限"),
            (Some(demand), Some(limit)) => (demand, limit),
        };
        if self.dimension == Dimension::InstanceLoss {
            return if demand > limit {
                phrase!("{limit}, of which none may be lost" / "{limit} 台，不能损失任何一台", limit)
            } else {
                phrase!("{limit}, of which one may be lost" / "{limit} 台，可损失一台", limit)
            };
        }
        let used = self.utilisation.map_or(String::new(), |Permille(used)| format!(" ({}.{} %)", used / 10, used % 10));
        let over = demand.saturating_sub(limit);
        match self.verdict {
            Fit::Fits => {
                phrase!(
                    "{demand} of {limit} {unit}{used}" / "{demand} / {limit} {unit}{used}",
                    demand,
                    limit,
                    unit,
                    used
                )
            }
            Fit::Tight => phrase!(
                "{demand} of {limit} {unit}{used}, without the requested headroom"
                    / "{demand} / {limit} {unit}{used}，余量不足",
                demand,
                limit,
                unit,
                used
            ),
            Fit::Exceeds => phrase!(
                "{demand} of {limit} {unit}{used}, {over} {unit} too much"
                    / "{demand} / {limit} {unit}{used}，超出 {over} {unit}",
                demand,
                limit,
                unit,
                used,
                over
            ),
            Fit::Unknown => phrase!(
                "{demand} {unit}, over the default of {limit}, which its owner can raise"
                    / "{demand} {unit}，超过默认值 {limit}，可由用户调高",
                demand,
                limit,
                unit
            ),
        }
    }
}

impl Question {
    /// The question, in one sentence.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::{Billing, EnvironmentKind, Tier};
    /// use cloudapp::diagnostic::Language;
    /// use cloudapp::plan::{self, Catalogue, Plan, Workload};
    ///
    /// let plan = Plan::new(EnvironmentKind::Production, Tier::Starter, Billing::Prepaid);
    /// let workload = Workload::from_json(r#"{"db_connections_per_instance": 20}"#)?;
    /// let sizing = plan::size(&workload, plan, &Catalogue::documented());
    /// assert_eq!(sizing.unknown[0].text(Language::English), "CPU in the peak: state \"peak_requests_per_second\" in the workload");
    /// # Ok::<(), cloudapp::plan::ReadError>(())
    /// ```
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let (subject, field) = (self.dimension.sentence(), self.field);
        let phrase = match self.of {
            Asked::Workload if self.dimension == Dimension::NginxConnections => phrase!(
                "{subject}: state \"{field}\" in the workload, `worker_processes` times `worker_connections` of the nginx \
                 that runs"
                    / "{subject}：请在负载中填写 \"{field}\"，即实际 nginx 的 `worker_processes` 乘以 `worker_connections`",
                subject,
                field
            ),
            Asked::Workload => phrase!(
                "{subject}: state \"{field}\" in the workload" / "{subject}：请在负载中填写 \"{field}\"",
                subject,
                field
            ),
            Asked::Catalogue => phrase!(
                "{subject}: state `{field}` in the catalogue" / "{subject}：请在资源目录中填写 `{field}`",
                subject,
                field
            ),
        };
        phrase.text(language)
    }
}

impl Dimension {
    /// What is compared, for people.
    #[must_use]
    pub const fn subject(self, language: Language) -> &'static str {
        self.sentence().template(language)
    }

    const fn sentence(self) -> Sentence {
        match self {
            Self::Cpu => Sentence::plain("CPU in the peak", "峰值 CPU"),
            Self::CpuCredits => Sentence::plain(
                "average CPU against the baseline of a burstable host",
                "平均 CPU（对比突发性能实例基准）",
            ),
            Self::Memory => Sentence::plain("memory of a host", "单台主机内存"),
            Self::InstanceLoss => Sentence::plain("hosts", "主机数量"),
            Self::DatabaseConnections => Sentence::plain("connections to the database", "数据库连接数"),
            Self::DatabaseIops => Sentence::plain("reads and writes of the database", "数据库读写次数"),
            Self::DatabaseStorage => Sentence::plain("storage of the database", "数据库存储"),
            Self::LoadBalancerConnections => Sentence::plain("connections to the load balancer", "负载均衡连接数"),
            Self::LoadBalancerNewConnections => {
                Sentence::plain("new connections to the load balancer", "负载均衡新建连接数")
            }
            Self::LoadBalancerRequests => Sentence::plain("requests to the load balancer", "负载均衡请求数"),
            Self::LoadBalancerBandwidth => Sentence::plain("bandwidth of the load balancer", "负载均衡带宽"),
            Self::Bandwidth => Sentence::plain("responses in the peak", "峰值响应带宽"),
            Self::Burst => Sentence::plain("length of a peak against the CPU credits", "峰值持续时间（对比 CPU 积分）"),
            Self::NginxConnections => {
                Sentence::plain("connections of nginx, two for each client", "nginx 连接数（每个客户端占用两个）")
            }
            Self::DiskThroughput => Sentence::plain("throughput of the disk", "磁盘吞吐量"),
            Self::DatabaseCpu => Sentence::plain("CPU of the database in the peak", "数据库峰值 CPU"),
            Self::DatabaseMemory => Sentence::plain("memory of the database", "数据库内存"),
            Self::Packets => Sentence::plain("packets of the hosts", "主机网络收发包"),
        }
    }
}

//! What would make a demand fit.

use super::{Constraint, Dimension, Fit};
use crate::diagnostic::{Language, Phrase, Sentence};
use crate::phrase;

impl Constraint {
    /// What would make it fit with the headroom, in one sentence without a full stop; none when it does, and when nothing is
    /// known to change.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::{Billing, EnvironmentKind, Tier};
    /// use cloudapp::diagnostic::Language;
    /// use cloudapp::plan::{self, Catalogue, Dimension, Plan, Workload};
    ///
    /// let plan = Plan::new(EnvironmentKind::Production, Tier::Starter, Billing::Prepaid);
    /// let workload = Workload::from_json(r#"{"memory_mib": 1900}"#)?;
    /// let sizing = plan::size(&workload, plan, &Catalogue::documented());
    /// let memory = sizing.constraint(Dimension::Memory).unwrap();
    /// assert_eq!(
    ///     memory.remedy(Language::English).unwrap(),
    ///     "at most 1706 MiB would fit: give the processes less memory, or choose a tier whose hosts have more"
    /// );
    /// # Ok::<(), cloudapp::plan::ReadError>(())
    /// ```
    #[must_use]
    pub fn remedy(&self, language: Language) -> Option<String> {
        self.remedy_phrase().map(|words| words.text(language))
    }

    pub(in crate::plan) fn remedy_phrase(&self) -> Option<Phrase> {
        let lever = lever(self.dimension);
        match (self.verdict, self.fits_up_to) {
            (Fit::Fits, _) => None,
            (Fit::Unknown, _) => {
                let raises = [Dimension::DatabaseConnections, Dimension::NginxConnections].contains(&self.dimension);
                (raises && self.demand.is_some()).then(|| phrase!("{lever}" / "{lever}", lever))
            }
            (Fit::Tight | Fit::Exceeds, None | Some(0)) => Some(phrase!("{lever}" / "{lever}", lever)),
            (Fit::Tight | Fit::Exceeds, Some(most)) => {
                let unit = self.unit;
                Some(phrase!(
                    "at most {most} {unit} would fit: {lever}" / "不超过 {most} {unit}，即可满足：{lever}",
                    most,
                    unit,
                    lever
                ))
            }
        }
    }
}

const fn lever(dimension: Dimension) -> Sentence {
    match dimension {
        Dimension::InstanceLoss => Sentence::plain("one more host", "增加一台主机"),
        Dimension::Cpu => Sentence::plain(
            "use less CPU for each request, or more hosts, which the standard tier can have",
            "降低每个请求的 CPU 用量，或增加主机（标准版可扩容）",
        ),
        Dimension::CpuCredits | Dimension::Burst => Sentence::plain(
            "use less CPU, or hosts that are not burstable, which the standard tier has",
            "降低 CPU 用量，或使用非突发性能实例（标准版）",
        ),
        Dimension::Memory => Sentence::plain(
            "give the processes less memory, or choose a tier whose hosts have more",
            "减少进程内存，或选择主机内存更大的套餐",
        ),
        Dimension::NginxConnections => Sentence::plain(
            "raise `worker_connections` of nginx (`cloudapp nginx generate` writes 10240 for each vCPU), or use more hosts",
            "调高 nginx 的 `worker_connections`（`cloudapp nginx generate` 为每个 vCPU 写入 10240），或增加主机",
        ),
        Dimension::DiskThroughput => Sentence::plain(
            "write less to the disk, or use a faster kind, stated in the catalogue",
            "减少磁盘读写，或使用更快的云盘（写入资源目录）",
        ),
        Dimension::DatabaseConnections => Sentence::plain(
            "use smaller connection pools, or raise `max_connections` or the class of the database",
            "缩小连接池，或调高 `max_connections` 或数据库规格",
        ),
        Dimension::DatabaseCpu | Dimension::DatabaseIops => Sentence::plain(
            "spare the database with indexes and a cache, or choose a larger class, stated in the catalogue",
            "用索引和缓存减轻数据库负担，或选择更大的数据库规格（写入资源目录）",
        ),
        Dimension::DatabaseMemory => Sentence::plain(
            "choose a larger class of the database, stated in the catalogue",
            "选择更大的数据库规格（写入资源目录）",
        ),
        Dimension::DatabaseStorage => Sentence::plain(
            "keep less in the database, files in object storage, or buy more storage",
            "减少库内数据，文件放入对象存储，或购买更多存储",
        ),
        Dimension::LoadBalancerConnections
        | Dimension::LoadBalancerNewConnections
        | Dimension::LoadBalancerRequests
        | Dimension::LoadBalancerBandwidth => Sentence::plain(
            "a larger load balancer: --load-balancer slb.lcu.elastic is the largest on sale",
            "更大的负载均衡：在售的最大规格为 --load-balancer slb.lcu.elastic",
        ),
        Dimension::Bandwidth | Dimension::Packets => Sentence::plain(
            "serve images and downloads from object storage behind a CDN, or use more hosts",
            "图片和下载改由对象存储加 CDN 提供，或增加主机",
        ),
    }
}

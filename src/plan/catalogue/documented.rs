//! The built-in catalogue: documented facts as tables.

use super::{
    Burst, Catalogue, DatabaseService, Disk, HostSpec, Image, Instance, LoadBalancer, LoadBalancers, LocalDatabase,
    ProductCode, Standard, Starter,
};
use crate::app::Date;
use crate::diagnostic::{Sentence, sentences};
use crate::plan::choice::LoadBalancerSpec;
use crate::plan::fact::{Basis, Fact, Source};
use crate::plan::unit::{
    Connections, Gb, Gib, Iops, MbitPerSecond, MbytePerSecond, Mib, MilliCredits, MilliVcpu, PerSecond, Permille,
    Seconds,
};

impl Catalogue {
    /// The platform's documented tiers (§1.2) with the limits that the products' documents state.
    #[must_use]
    pub fn documented() -> Self {
        Self {
            starter: Starter { host: STARTER_HOST, database: STARTER_DATABASE, public_bandwidth: None },
            standard: Standard {
                host: STANDARD_HOST,
                database: STANDARD_DATABASE,
                load_balancers: LoadBalancers::known(LADDER.map(LoadBalancer::from).into()),
                load_balancer_subscription_withdrawn: Some(LOAD_BALANCER_SUBSCRIPTION_WITHDRAWN),
                public_bandwidth: None,
            },
            dns_ttl_minimum: documented(Seconds(600), &DNS_PAGE),
        }
    }
}

const fn documented<T>(value: T, source: &Source) -> Fact<T> {
    Fact::known(value, source, Basis::Documented, None)
}

const fn inferred<T>(value: T, source: &Source) -> Fact<T> {
    Fact::known(value, source, Basis::Inferred, None)
}

const fn disputed<T>(value: T, source: &Source, conflict: Sentence) -> Fact<T> {
    Fact::known(value, source, Basis::Documented, Some(conflict))
}

const STARTER_HOST: HostSpec = HostSpec {
    instance: Instance {
        code: ProductCode::known("ecs.t5-lc1m2.small"),
        vcpus: documented(MilliVcpu(1_000), &GUIDE_PAGE),
        memory: documented(Mib(2_048), &GUIDE_PAGE),
        network: documented(MbitPerSecond(200), &BURSTABLE_PAGE),
        packets: Some(documented(PerSecond(60_000), &FAMILIES_PAGE)),
        // Until 2020-09-11 the same page said 10 %, 6 credits an hour and at most 144.
        burst: Some(Burst {
            baseline: documented(Permille(200), &BURSTABLE_PAGE),
            earned_per_hour: documented(MilliCredits(12_000), &BURSTABLE_PAGE),
            initial_per_vcpu: documented(MilliCredits(30_000), &BURSTABLE_PAGE),
            greatest_balance: documented(MilliCredits(288_000), &BURSTABLE_PAGE),
        }),
    },
    image: IMAGE,
    disk: DISK,
    nginx_connections: Some(NGINX_CONNECTIONS),
};

const STARTER_DATABASE: LocalDatabase = LocalDatabase {
    engine: ProductCode::known("MySQL"),
    default_connections: Some(inferred(Connections(151), &MAX_CONNECTIONS_PAGE)),
};

const STANDARD_HOST: HostSpec = HostSpec {
    instance: Instance {
        code: ProductCode::known("ecs.c5.large"),
        vcpus: documented(MilliVcpu(2_000), &GUIDE_PAGE),
        memory: documented(Mib(4_096), &GUIDE_PAGE),
        network: documented(MbitPerSecond(1_000), &FAMILIES_PAGE),
        packets: Some(documented(PerSecond(300_000), &FAMILIES_PAGE)),
        burst: None,
    },
    image: IMAGE,
    disk: DISK,
    nginx_connections: Some(NGINX_CONNECTIONS),
};

const IMAGE: Image = Image {
    system: ProductCode::known("CentOS-6.5-64bit"),
    end_of_life: Some(documented(Date::known(2020, 11, 30), &CENTOS_PAGE)),
};

const DISK: Disk = Disk {
    category: ProductCode::known("cloud_efficiency"),
    size: documented(Gib(40), &GUIDE_PAGE),
    // min(1800 + 8 × 40, 5000)
    iops: documented(Iops(2_120), &BLOCK_STORAGE_PAGE),
    // min(100 + 0.15 × 40, 140)
    throughput: Some(documented(MbytePerSecond(106), &BLOCK_STORAGE_PAGE)),
};

/// One worker of 1024 connections.
const NGINX_CONNECTIONS: Fact<Connections> = disputed(Connections(1_024), &NGINX_PAGE, NGINX_NODE_JS);

const STANDARD_DATABASE: DatabaseService = DatabaseService {
    class: inferred(ProductCode::known("rds.mysql.s2.large"), &CLASS_PAGE),
    engine: ProductCode::known("MySQL"),
    version: ProductCode::known("5.6"),
    storage: documented(Gb(250), &GUIDE_PAGE),
    vcpus: Some(documented(MilliVcpu(2_000), &GUIDE_PAGE)),
    memory: Some(documented(Mib(4_096), &GUIDE_PAGE)),
    connections: inferred(Connections(1_200), &CLASSES_PAGE),
    iops: inferred(Iops(2_000), &CLASSES_PAGE),
    // The basic edition, which has none, was never sold with MySQL 5.6.
    standby: true,
    end_of_life: Some(disputed(Date::known(2021, 2, 5), &LIFECYCLE_PAGE, MYSQL_LATER)),
    end_of_support: Some(disputed(Date::known(2028, 2, 5), &LIFECYCLE_PAGE, MYSQL_EARLIER)),
};

const LOAD_BALANCER_SUBSCRIPTION_WITHDRAWN: Fact<Date> = documented(Date::known(2024, 12, 1), &SUBSCRIPTIONS_PAGE);

/// Specification, connections, new connections a second, requests a second.
const LADDER: [(LoadBalancerSpec, u64, u64, u64); 7] = [
    (LoadBalancerSpec::S1Small, 5_000, 3_000, 1_000),
    (LoadBalancerSpec::S2Small, 50_000, 5_000, 5_000),
    (LoadBalancerSpec::S2Medium, 100_000, 10_000, 10_000),
    (LoadBalancerSpec::S3Small, 200_000, 20_000, 20_000),
    (LoadBalancerSpec::S3Medium, 500_000, 50_000, 30_000),
    (LoadBalancerSpec::S3Large, 1_000_000, 100_000, 50_000),
    (LoadBalancerSpec::ByUse, 1_000_000, 100_000, 50_000),
];

impl From<(LoadBalancerSpec, u64, u64, u64)> for LoadBalancer {
    fn from((specification, connections, new_connections, requests): (LoadBalancerSpec, u64, u64, u64)) -> Self {
        // Of the two days the earlier one warns in time.
        let withdrawn = disputed(Date::known(2025, 6, 1), &SPECIFICATIONS_PAGE, SPECIFICATIONS_LATER);
        let by_use = specification == LoadBalancerSpec::ByUse;
        let page = if by_use { &BY_USE_PAGE } else { &LADDER_PAGE };
        Self {
            specification,
            connections: documented(Connections(connections), page),
            new_connections: documented(PerSecond(new_connections), page),
            requests: documented(PerSecond(requests), page),
            bandwidth: by_use.then(|| documented(MbitPerSecond(5_000), page)),
            withdrawn: (!by_use).then_some(withdrawn),
        }
    }
}

const fn page(words: Sentence, link: Option<&'static str>, as_of: Date) -> Source {
    Source { words, link, as_of }
}

const GUIDE_DATE: Date = Date::known(2021, 11, 25);
const GUIDE_PAGE: Source = page(GUIDE, None, GUIDE_DATE);
const NGINX_PAGE: Source = page(GUIDE_NGINX, None, GUIDE_DATE);
const BURSTABLE_PAGE: Source = page(BURSTABLE, None, Date::known(2021, 5, 1));
const FAMILIES_PAGE: Source = page(
    FAMILIES,
    Some("https://www.alibabacloud.com/help/en/elastic-compute-service/latest/instance-type-families"),
    Date::known(2021, 7, 1),
);
const CLASSES_PAGE: Source = page(DATABASE_CLASSES, None, GUIDE_DATE);
const CLASS_PAGE: Source = page(DATABASE_CLASS, None, GUIDE_DATE);
const LADDER_PAGE: Source =
    page(LADDER_SOURCE, Some("https://www.alibabacloud.com/help/doc-detail/85939.htm"), Date::known(2024, 12, 9));
const BY_USE_PAGE: Source =
    page(BY_USE, Some("https://www.alibabacloud.com/help/doc-detail/127268.html"), Date::known(2025, 6, 1));
const DNS_PAGE: Source = page(DNS, None, GUIDE_DATE);
const MAX_CONNECTIONS_PAGE: Source = page(
    MAX_CONNECTIONS,
    Some("https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_max_connections"),
    GUIDE_DATE,
);
const BLOCK_STORAGE_PAGE: Source = page(
    BLOCK_STORAGE,
    Some("https://www.alibabacloud.com/help/tc/ecs/user-guide/block-storage-performance"),
    Date::known(2021, 4, 1),
);
const CENTOS_PAGE: Source = page(CENTOS, Some("https://wiki.centos.org/About/Product"), Date::known(2020, 11, 30));
const LIFECYCLE_PAGE: Source = page(
    LIFECYCLE,
    Some("https://www.alibabacloud.com/help/en/rds/apsaradb-rds-for-mysql/major-version-lifecycle-description"),
    Date::known(2026, 3, 28),
);
const SUBSCRIPTIONS_PAGE: Source = page(
    SUBSCRIPTIONS,
    Some("https://help.aliyun.com/en/slb/classic-load-balancer/support/faq-about-clb-2"),
    Date::known(2024, 12, 1),
);
const SPECIFICATIONS_PAGE: Source = page(
    SPECIFICATIONS,
    Some("https://www.alibabacloud.com/help/en/slb/classic-load-balancer/support/faq-about-clb-2"),
    Date::known(2025, 6, 1),
);

sentences! {
    /// What other sources say instead.
    pub(in crate::plan) CONFLICTS
    MYSQL_EARLIER = "a notice of the database service named 2025-04-21; the day of the lifecycle page is an estimate"
        / "数据库服务的一则公告为 2025-04-21；生命周期页面的日期为预计值",
    MYSQL_LATER = "older notices say 2021-02-28" / "其他来源为 2021-02-28",
    NGINX_NODE_JS = "the default of Node.js has 20480 (§1.3.2), those of Spring Boot and PHP 1024"
        / "Node.js 的默认配置为 20480（§1.3.2），Spring Boot 和 PHP 为 1024",
    SPECIFICATIONS_LATER = "another page of the service says 2026-01-01" / "该服务的另一页面为 2026-01-01",
}

sentences! {
    /// Sources of the facts.
    pub(in crate::plan) SOURCES
    GUIDE = "product guide §1.2" / "产品指南 §1.2",
    BURSTABLE = "product documentation: burstable instances, overview" / "产品文档：突发性能实例概述",
    FAMILIES = "product documentation: instance families" / "产品文档：实例规格族",
    DATABASE_CLASSES = "product documentation: RDS for MySQL instance types" / "产品文档：RDS MySQL 实例规格",
    DATABASE_CLASS = "product documentation: RDS for MySQL instance types; the only class with 2 vCPU, 4 GiB and MySQL 5.6"
        / "产品文档：RDS MySQL 实例规格，唯一同时具有 2 vCPU、4 GiB 和 MySQL 5.6 的规格",
    LADDER_SOURCE = "product documentation: SLB FAQ" / "产品文档：SLB 常见问题",
    DNS = "DNS documentation: the free edition" / "DNS 文档：免费版",
    MAX_CONNECTIONS = "MySQL reference manual: default of max_connections in 5.1 to 8.4; the guide states no setting"
        / "MySQL 参考手册：5.1 到 8.4 中 max_connections 的默认值；指南没有说明设置",
    BLOCK_STORAGE = "product documentation: block storage performance, 1800 + 8 a GiB, at most 5000"
        / "产品文档：块存储性能，1800 + 每 GiB 8，最高 5000",
    CENTOS = "CentOS 6 life cycle of its makers" / "CentOS 6 官方生命周期",
    GUIDE_NGINX = "product guide §1.3, default nginx configuration" / "产品指南 §1.3，nginx 默认配置",
    BY_USE = "product documentation: CLB paid by use (LCU)" / "产品文档：按使用量（LCU）计费的 CLB",
    LIFECYCLE = "lifecycles of RDS for MySQL versions" / "RDS MySQL 版本生命周期",
    SUBSCRIPTIONS = "notice of the load balancing service about subscriptions" / "负载均衡服务关于包年包月的公告",
    SPECIFICATIONS = "notice of the load balancing service about specifications" / "负载均衡服务关于规格的公告",
}

//! The built-in catalogue: documented facts as tables.

use super::{
    Burst, Catalogue, DatabaseService, Disk, HostSpec, Image, Instance, LoadBalancer, LoadBalancers, LocalDatabase,
    ProductCode, Standard, Starter,
};
use crate::app::Date;
use crate::diagnostic::{Sentence, sentences};
use crate::plan::choice::LoadBalancerSpec;
use crate::plan::fact::{Basis, Fact};
use crate::plan::unit::{
    Connections, Gb, Gib, Iops, MbitPerSecond, Mib, MilliCredits, MilliVcpu, PerSecond, Permille, Seconds,
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
            dns_ttl_minimum: documented(Seconds(600), DNS, GUIDE_DATE),
        }
    }
}

const fn documented<T>(value: T, source: Sentence, as_of: Date) -> Fact<T> {
    Fact::known(value, source.english, as_of, Basis::Documented)
}

const fn inferred<T>(value: T, source: Sentence, as_of: Date) -> Fact<T> {
    Fact::known(value, source.english, as_of, Basis::Inferred)
}

const GUIDE_DATE: Date = Date::known(2021, 11, 25);
const BURSTABLE_DATE: Date = Date::known(2021, 5, 1);
const FAMILIES_DATE: Date = Date::known(2021, 7, 1);
const LADDER_DATE: Date = Date::known(2021, 3, 1);

const STARTER_HOST: HostSpec = HostSpec {
    instance: Instance {
        code: ProductCode::known("ecs.t5-lc1m2.small"),
        vcpus: documented(MilliVcpu(1_000), GUIDE, GUIDE_DATE),
        memory: documented(Mib(2_048), GUIDE, GUIDE_DATE),
        network: documented(MbitPerSecond(200), BURSTABLE, BURSTABLE_DATE),
        // Until 2020-09-11 the same page said 10 %, 6 credits an hour and at most 144.
        burst: Some(Burst {
            baseline: documented(Permille(200), BURSTABLE, BURSTABLE_DATE),
            earned_per_hour: documented(MilliCredits(12_000), BURSTABLE, BURSTABLE_DATE),
            initial_per_vcpu: documented(MilliCredits(30_000), BURSTABLE, BURSTABLE_DATE),
            greatest_balance: documented(MilliCredits(288_000), BURSTABLE, BURSTABLE_DATE),
        }),
    },
    image: IMAGE,
    disk: DISK,
};

const STARTER_DATABASE: LocalDatabase = LocalDatabase {
    engine: ProductCode::known("MySQL"),
    default_connections: Some(inferred(Connections(151), MAX_CONNECTIONS, GUIDE_DATE)),
};

const STANDARD_HOST: HostSpec = HostSpec {
    instance: Instance {
        code: ProductCode::known("ecs.c5.large"),
        vcpus: documented(MilliVcpu(2_000), GUIDE, GUIDE_DATE),
        memory: documented(Mib(4_096), GUIDE, GUIDE_DATE),
        network: documented(MbitPerSecond(1_000), FAMILIES, FAMILIES_DATE),
        burst: None,
    },
    image: IMAGE,
    disk: DISK,
};

const IMAGE: Image = Image {
    system: ProductCode::known("CentOS-6.5-64bit"),
    end_of_life: Some(documented(Date::known(2020, 11, 30), CENTOS, Date::known(2020, 11, 30))),
};

const DISK: Disk = Disk {
    category: ProductCode::known("cloud_efficiency"),
    size: documented(Gib(40), GUIDE, GUIDE_DATE),
    // min(1800 + 8 × 40, 5000)
    iops: documented(Iops(2_120), BLOCK_STORAGE, Date::known(2021, 4, 1)),
};

const STANDARD_DATABASE: DatabaseService = DatabaseService {
    class: inferred(ProductCode::known("rds.mysql.s2.large"), DATABASE_CLASS, GUIDE_DATE),
    engine: ProductCode::known("MySQL"),
    version: ProductCode::known("5.6"),
    storage: documented(Gb(250), GUIDE, GUIDE_DATE),
    connections: inferred(Connections(1_200), DATABASE_CLASSES, GUIDE_DATE),
    iops: inferred(Iops(2_000), DATABASE_CLASSES, GUIDE_DATE),
    // The basic edition, which has none, was never sold with MySQL 5.6.
    standby: true,
    end_of_life: Some(documented(Date::known(2021, 2, 28), MYSQL, Date::known(2021, 2, 28))),
    end_of_support: Some(documented(Date::known(2025, 4, 21), MYSQL_NOTICE, Date::known(2025, 4, 21))),
};

const LOAD_BALANCER_SUBSCRIPTION_WITHDRAWN: Fact<Date> =
    documented(Date::known(2024, 12, 1), SUBSCRIPTIONS, Date::known(2024, 12, 1));

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
        // One page of the provider says 2025-06-01 and another 2026-01-01; the earlier day warns in time.
        let withdrawn = documented(Date::known(2025, 6, 1), SPECIFICATIONS, Date::known(2025, 6, 1));
        Self {
            specification,
            connections: documented(Connections(connections), LADDER_SOURCE, LADDER_DATE),
            new_connections: documented(PerSecond(new_connections), LADDER_SOURCE, LADDER_DATE),
            requests: documented(PerSecond(requests), LADDER_SOURCE, LADDER_DATE),
            withdrawn: (specification != LoadBalancerSpec::ByUse).then_some(withdrawn),
        }
    }
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
    MYSQL = "MySQL 5.6 life cycle of its makers" / "MySQL 5.6 官方生命周期",
    MYSQL_NOTICE = "notice of the database service about MySQL 5.6" / "数据库服务关于 MySQL 5.6 的公告",
    SUBSCRIPTIONS = "notice of the load balancing service about subscriptions" / "负载均衡服务关于包年包月的公告",
    SPECIFICATIONS = "notice of the load balancing service about specifications" / "负载均衡服务关于规格的公告",
}

//! An operating system that its makers no longer mend.

use crate::app::Date;
use crate::diagnostic::rule;

rule! {
    /// An operating system that its makers no longer mend.
    pub struct OsEndOfLife {
        /// The image's system.
        pub system: String,
        /// The last day on which it was mended.
        pub since: Date,
        /// The document that says so.
        pub source: String,
    }
    id: "plan/os-end-of-life",
    severity: Warning,
    source: "catalogue: end of life of the image; CentOS 6: 2020-11-30",
    example: "CentOS 6.5 hosts, bought on 2021-01-01",
    english: {
        what: "the hosts' operating system has reached its end of life",
        why: "holes found since then stay open, and package repositories of the system move to archives, so that \
              installing with yum fails",
        fix: "plan with an image that is still mended, or keep the hosts behind a load balancer and replace the \
              repositories by an archive's",
        message: "{system} has had no security updates since {since}",
        help: "choose another image for the `ImageId` parameter, and state it in the catalogue: `host.image`",
    },
    chinese: {
        what: "主机的操作系统已停止维护",
        why: "此后发现的漏洞不再修复，系统的软件仓库移入归档，yum 安装会失败",
        fix: "请使用仍在维护的镜像；或将主机置于负载均衡之后，并把软件源换成归档源",
        message: "{system} 自 {since} 起不再提供安全更新",
        help: "请为参数 `ImageId` 选择其他镜像，并写入资源目录 `host.image`",
    },
}

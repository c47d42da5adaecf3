//! A port that an import may set.

use crate::diagnostic::rule;

rule! {
    /// Something outside the package may set the port.
    pub struct PortImported {
        /// The import as written.
        pub import: String,
        /// The platform's port.
        pub expected: u16,
    }
    id: "spring-boot/port-imported",
    severity: Warning,
    source: "Spring Boot reference, Importing Additional Data",
    example: "spring.config.import=nacos:shop.yml",
    english: {
        what: "the configuration imports something that is not in the package and that may set the port",
        why: "what it imports goes before the package's own settings: another port than the platform's means 502 for every request, and an import that is missing on the hosts ends the start",
        fix: "set the platform's port where it cannot be overridden, and import only what the package holds or what is optional",
        message: "{import} is imported and not among the files that were read: it may set server.port, expected {expected}",
        help: "make sure that it leaves server.port at {expected} and can be reached from the hosts; `optional:` before a location lets it be absent",
    },
    chinese: {
        what: "配置引入了软件包之外、可能设置端口的内容",
        why: "引入的内容优先于软件包自身的设置：端口与平台不同则所有请求返回 502，而服务器上缺少所引入的内容则无法启动",
        fix: "请在不会被覆盖的位置设置平台端口，只引入软件包内的或可选的内容",
        message: "引入的 {import} 不在已读取的文件中：它可能设置 server.port，应为 {expected}",
        help: "请确认它不改变 server.port（{expected}），且服务器可以访问；在位置前加 `optional:` 表示可以没有",
    },
}

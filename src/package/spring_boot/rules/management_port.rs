//! Actuator endpoints on a port of their own.

use crate::diagnostic::rule;

rule! {
    /// The management endpoints have another port than the application.
    pub struct ManagementPort {
        /// Property that says so.
        pub property: String,
        /// The port.
        pub port: u16,
        /// The application's port.
        pub application: u16,
    }
    id: "spring-boot/management-port",
    severity: Info,
    source: "Spring Boot reference, Customizing the Management Server Port",
    example: "management.server.port=8081",
    english: {
        what: "the management endpoints listen on another port than the application",
        why: "nginx does not forward to that port, so the endpoints can be reached on the host only, which may be what is meant",
        fix: "leave the setting out if health checks come through nginx",
        message: "{property} is {port}: nginx forwards to {application}, so the management endpoints stay on the host",
        help: "delete `{property}` if the endpoints shall be reached through nginx",
    },
    chinese: {
        what: "管理端点监听的端口与应用不同",
        why: "nginx 不转发到该端口，因此端点只能在服务器本机访问，这也可能正是所需",
        fix: "如果健康检查经过 nginx，请去掉该设置",
        message: "{property} 为 {port}：nginx 转发到 {application}，管理端点只能在服务器本机访问",
        help: "如需经过 nginx 访问端点，请删除 `{property}`",
    },
}

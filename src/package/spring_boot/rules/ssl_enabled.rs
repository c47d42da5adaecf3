//! An application that wants TLS where nginx speaks plain HTTP.

use crate::diagnostic::rule;

rule! {
    /// The application's own port speaks TLS.
    pub struct SslEnabled {
        /// Property that switches it on.
        pub property: String,
    }
    id: "spring-boot/ssl-enabled",
    severity: Error,
    source: "guide §1.3.1, §3.3: TLS ends at nginx or before it; Spring Boot reference, Configure SSL",
    example: "server.ssl.key-store=classpath:keystore.p12",
    english: {
        what: "the application's port speaks TLS, to which nginx forwards plain HTTP",
        why: "Spring Boot answers `This combination of host and port requires TLS`, and nginx hands that on as 400 Bad Request",
        fix: "switch TLS off in the application: certificates belong to the platform's domain settings",
        message: "{property} switches TLS on for the application's port, expected plain HTTP behind nginx",
        help: "write `server.ssl.enabled=false` or delete the server.ssl settings, and upload the certificate as the environment's",
    },
    chinese: {
        what: "应用端口使用 TLS，而 nginx 以明文 HTTP 转发",
        why: "Spring Boot 会返回 `This combination of host and port requires TLS`，nginx 把它作为 400 Bad Request 转出",
        fix: "请在应用中关闭 TLS：证书属于平台的域名设置",
        message: "{property} 使应用端口启用 TLS，应在 nginx 之后使用明文 HTTP",
        help: "请写 `server.ssl.enabled=false` 或删除 server.ssl 设置，并把证书上传到环境的域名设置",
    },
}

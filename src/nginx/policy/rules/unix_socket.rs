//! Requests passed to a socket in the file system.

use crate::diagnostic::rule;

rule! {
    /// Requests passed to a socket in the file system.
    pub struct UnixSocket {
        /// Name of the directive.
        pub directive: String,
        /// The socket.
        pub target: String,
    }
    id: "nginx/unix-socket",
    severity: Error,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "proxy_pass http://unix:/var/run/docker.sock;",
    english: {
        what: "requests are passed to a socket in the file system",
        why: "sockets of the host control it: containers, databases, the init system",
        fix: "pass to 127.0.0.1 and the port of the app",
        message: "`{directive}` leads to the socket {target}, expected 127.0.0.1 and a port",
        help: "write 127.0.0.1 and the port of the app",
    },
    chinese: {
        what: "请求被转发到文件系统中的套接字",
        why: "主机的套接字可控制主机：容器、数据库、初始化系统",
        fix: "请转发到 127.0.0.1 和应用的端口",
        message: "`{directive}` 指向套接字 {target}，应为 127.0.0.1 和端口",
        help: "请写 127.0.0.1 和应用的端口",
    },
}

//! A file of the host that nginx would read.

use crate::diagnostic::rule;

rule! {
    /// A file of the host that nginx would read.
    pub struct HostFile {
        /// Name of the directive.
        pub directive: String,
        /// The path.
        pub path: String,
    }
    id: "nginx/host-file",
    severity: Error,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "auth_basic_user_file /etc/shadow;",
    english: {
        what: "nginx reads a file that came neither with the app nor with the platform",
        why: "nginx opens it as root and shows clients what it holds, or lets them try it: passwords, keys, documents",
        fix: "put the file into the package and name it below /home/admin/app-run",
        message: "`{directive}` reads {path}, expected a path below /home/admin/app-run",
        help: "put the file into the package and write its path below /home/admin/app-run",
    },
    chinese: {
        what: "nginx 读取了既不属于应用也不属于平台的文件",
        why: "nginx 以 root 打开该文件，并向客户端展示其内容或供其试探：口令、密钥、文档",
        fix: "请把文件放入发布包，并写 /home/admin/app-run 下的路径",
        message: "`{directive}` 读取 {path}，应位于 /home/admin/app-run 下",
        help: "请把文件放入发布包，并写它在 /home/admin/app-run 下的路径",
    },
}

//! A path that leaves the directory it is looked up in.

use crate::diagnostic::rule;

rule! {
    /// A path that leaves the directory it is looked up in.
    pub struct ClimbingPath {
        /// Name of the directive.
        pub directive: String,
        /// The path as written.
        pub path: String,
        /// What makes it climb.
        pub by: String,
    }
    id: "nginx/climbing-path",
    severity: Error,
    source: "checked on nginx 1.22.1: paths of a configuration are not normalised",
    example: "try_files /../../etc/passwd =404;",
    english: {
        what: "a path leaves the directory it is looked up in",
        why: "nginx normalises the paths of requests and not those of a configuration: `..` in one, or in a variable that a client sets, reaches any file of the host",
        fix: "write paths without `..`, and `$uri` where the path of the request is meant",
        message: "{path} of `{directive}` may lead out of the root through {by}",
        help: "write a path without `..`; of a request take `$uri`, which nginx has normalised",
    },
    chinese: {
        what: "路径离开了查找它的目录",
        why: "nginx 只规范化请求的路径，不规范化配置中的路径：其中的 `..` 或由客户端设置的变量可到达主机上的任何文件",
        fix: "请写不含 `..` 的路径；需要请求路径时请用 `$uri`",
        message: "`{directive}` 的 {path} 可通过 {by} 离开根目录",
        help: "请写不含 `..` 的路径；取请求路径时请用已规范化的 `$uri`",
    },
}

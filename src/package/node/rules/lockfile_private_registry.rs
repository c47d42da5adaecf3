//! A lock file that names a private registry.

use crate::diagnostic::rule;

rule! {
    /// A lock file takes packages from a host that is not known to be public.
    pub struct LockfilePrivateRegistry {
        /// The host.
        pub host: String,
    }
    id: "node/lockfile-private-registry",
    severity: Warning,
    source: "npm, yarn, pnpm: the lock file's addresses are asked first",
    example: "\"resolved\": \"http://nexus.corp/npm/egg/-/egg-3.17.5.tgz\"",
    english: {
        what: "a lock file takes packages from a host that is not known to be public",
        why: "the hosts of the platform cannot reach a registry inside a company's network; npm install waits, then fails",
        fix: "make the lock file with the public registry",
        message: "packages come from {host}, which the hosts may not reach",
        help: "npm config set registry https://registry.npmmirror.com, remove the lock file, and run npm install",
    },
    chinese: {
        what: "锁文件从未知是否公开的主机下载包",
        why: "平台的服务器无法访问公司内网的镜像源；npm install 会一直等待，然后失败",
        fix: "请用公开镜像源重新生成锁文件",
        message: "软件包来自 {host}，服务器可能无法访问",
        help: "npm config set registry https://registry.npmmirror.com，删除锁文件后执行 npm install",
    },
}

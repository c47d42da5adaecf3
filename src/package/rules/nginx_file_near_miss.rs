//! An nginx file whose name the platform does not know.

use crate::diagnostic::rule;

rule! {
    /// A file that looks meant to replace nginx's configuration, under a name that the platform does not look for.
    pub struct NearMiss {
        /// The file.
        pub found: String,
        /// The name that the platform looks for; both names when it could be either.
        pub expected: String,
    }
    id: "nginx-file/near-miss",
    severity: Warning,
    source: "guide §1.3.1–1.3.3: names of custom nginx files; of another name the default is used silently",
    example: "conf/nginx-test.conf in a Node.js package, which is looked for as conf/nginx.test.conf",
    english: {
        what: "an nginx file has a name that the platform does not look for",
        why: "the platform uses its default configuration without a word, and the file has no effect",
        fix: "give the file the exact name for the framework and environment: folder, separators and letter case count",
        message: "{found} is ignored, expected {expected}",
        help: "rename it: {found} -> {expected}; or remove it when the default configuration is meant",
    },
    chinese: {
        what: "nginx 文件的名称不是平台所查找的名称",
        why: "平台会静默使用默认配置，该文件不起任何作用",
        fix: "请使用该框架和环境所规定的准确名称：目录、分隔符和大小写都必须一致",
        message: "{found} 会被忽略，应为 {expected}",
        help: "请重命名：{found} -> {expected}；若本意是使用默认配置，请删除该文件",
    },
}

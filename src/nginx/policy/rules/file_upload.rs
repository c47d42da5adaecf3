//! Methods that change files.

use crate::diagnostic::rule;

rule! {
    /// Methods that change files.
    pub struct FileUpload {
        /// The methods.
        pub methods: String,
    }
    id: "nginx/file-upload",
    severity: Error,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "dav_methods PUT DELETE;",
    english: {
        what: "clients may create and delete files",
        why: "whoever reaches the location changes the app",
        fix: "delete `dav_methods`, and let the app take uploads",
        message: "`dav_methods {methods}` lets clients change files",
        help: "delete the line",
    },
    chinese: {
        what: "客户端可创建和删除文件",
        why: "能访问该 location 的人都能改变应用",
        fix: "请删除 `dav_methods`，由应用处理上传",
        message: "`dav_methods {methods}` 允许客户端改变文件",
        help: "请删除该行",
    },
}

//! A package whose files are all inside one directory.

use crate::diagnostic::rule;

rule! {
    /// Everything is inside one directory instead of at the root.
    pub struct WrapperDirectory {
        /// The directory.
        pub directory: String,
        /// The file inside it that should be at the root.
        pub manifest: String,
        /// The command that packs the same files at the root.
        pub command: String,
    }
    id: "package/wrapper-directory",
    severity: Error,
    source: "guide §1.3.2, §1.3.3: source files at the root of the archive",
    example: "tar czf app.tgz app",
    english: {
        what: "everything is inside one directory instead of at the root",
        why: "the platform unpacks the archive and looks at its root, where it finds neither the application nor its settings",
        fix: "pack the directory's content, not the directory",
        message: "everything is inside {directory}/: found {directory}/{manifest}, expected {manifest} at the root",
        help: "pack the directory's content: {command}",
    },
    chinese: {
        what: "所有文件都在一个目录里，而不在压缩包根目录",
        why: "平台解压后只在根目录查找应用及其配置，因此什么也找不到",
        fix: "请打包目录里的内容，而不是目录本身",
        message: "所有文件都在 {directory}/ 里：找到 {directory}/{manifest}，应为根目录下的 {manifest}",
        help: "请打包目录里的内容：{command}",
    },
}

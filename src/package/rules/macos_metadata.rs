//! Files that macOS adds to archives.

use crate::diagnostic::rule;

rule! {
    /// Metadata of macOS in the package.
    pub struct MacosMetadata {
        /// The first of the entries.
        pub first: String,
        /// How many there are.
        pub count: u64,
        /// The command that packs without them.
        pub command: &'static str,
    }
    id: "package/macos-metadata",
    severity: Info,
    source: "what Finder and the tar and zip of macOS write",
    example: "__MACOSX/._index.php",
    english: {
        what: "the package holds metadata of macOS",
        why: "nothing reads these files on the hosts; they cost space, and in a web root they can be downloaded",
        fix: "leave __MACOSX/, ._ files and .DS_Store out of the package",
        message: "{first} is metadata of macOS, {count} such entries in all",
        help: "pack without them: {command}",
    },
    chinese: {
        what: "软件包中有 macOS 的元数据",
        why: "服务器上没有程序会读取这些文件；它们占用空间，在 Web 根目录中还可被下载",
        fix: "请不要打包 __MACOSX/、._ 文件和 .DS_Store",
        message: "{first} 是 macOS 的元数据，此类条目共 {count} 个",
        help: "打包时请排除：{command}",
    },
}

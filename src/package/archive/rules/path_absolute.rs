use crate::diagnostic::rule;

rule! {
    /// An entry's name starts at the root or with a drive letter.
    pub struct PathAbsolute {
        /// Name as the archive holds it, made printable.
        pub name: String,
    }
    id: "archive/path-absolute",
    severity: Error,
    source: "readers strip or keep the root",
    example: "an entry `/etc/cron.d/x` or `C:/x`",
    english: {
        what: "an entry's name starts at the root or with a drive letter",
        why: "some readers drop the root, others write there",
        fix: "pack with relative names",
        message: "`{name}` is an absolute path, expected one below the archive's root",
        help: "pack with relative names: do not pass `-P` to tar, and pass `.` instead of a full path",
    },
    chinese: {
        what: "条目名从根目录或盘符开始",
        why: "有的读取工具去掉根目录，有的真的写到那里",
        fix: "用相对路径打包",
        message: "`{name}` 是绝对路径，应位于压缩包根目录之下",
        help: "用相对路径打包：tar 不要加 `-P`，并用 `.` 代替完整路径",
    },
}

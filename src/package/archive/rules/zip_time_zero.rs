use crate::diagnostic::rule;

rule! {
    /// Entries have a modification time that does not exist.
    pub struct ZipTimeZero {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// Entries with that time.
        pub count: u64,
    }
    id: "archive/zip-time-zero",
    severity: Warning,
    source: "the zeroth day of the zeroth month",
    example: "an entry with DOS time 0",
    english: {
        what: "entries have a modification time that does not exist",
        why: "readers show 1979 or 1980, or fail to set it",
        fix: "touch the files before packing",
        message: "`{name}` is the first of {count} entries with the time 0, expected a date from 1980 on",
        help: "touch the files before packing",
    },
    chinese: {
        what: "条目的修改时间不存在",
        why: "读取工具显示 1979 或 1980 年，或无法设置",
        fix: "打包前更新文件时间",
        message: "`{name}` 是 {count} 个时间为 0 的条目中的第一个，日期应不早于 1980 年",
        help: "打包前更新文件时间",
    },
}

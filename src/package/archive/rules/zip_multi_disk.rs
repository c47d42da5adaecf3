use crate::diagnostic::rule;

rule! {
    /// The ZIP says that it is one of several disks.
    pub struct ZipMultiDisk {
        /// The number of a disk that is not the first.
        pub disk: u64,
    }
    id: "archive/zip-multi-disk",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "a part of a split ZIP",
    english: {
        what: "the ZIP says that it is one of several disks",
        why: "the other parts are missing",
        fix: "pack into one file",
        message: "the archive names disk {disk}, expected a single file",
        help: "join the parts: `zip -s 0 split.zip --out app.zip`",
    },
    chinese: {
        what: "ZIP 声称自己是多个分卷之一",
        why: "缺少其他分卷",
        fix: "打包成一个文件",
        message: "压缩包提到分卷 {disk}，应为单个文件",
        help: "合并分卷：`zip -s 0 split.zip --out app.zip`",
    },
}

//! A JAR packed without directory entries.

use crate::diagnostic::rule;

rule! {
    /// The directory of the application's classes has no entry of its own.
    pub struct ClassesDirectoryEntryMissing {
        /// The directory.
        pub directory: String,
        /// Files below it.
        pub files: usize,
    }
    id: "spring-boot/classes-directory-entry-missing",
    severity: Error,
    source: "tried with the launchers of Spring Boot 2.2.0, 2.6.6 and 3.2.3",
    example: "zip -D -r app.jar .",
    english: {
        what: "the JAR has no entry for the directory BOOT-INF/classes/, only for the files in it",
        why: "Spring Boot's launcher adds the directory to the class path when it meets its entry; without it the launcher ends with ClassNotFoundException",
        fix: "pack with directory entries",
        message: "there is no entry `{directory}` although {files} files are below it, expected the directory entry that the launcher looks for",
        help: "upload the JAR as the build wrote it, or pack again with directories and without compression: zip -0 -r app.jar . (no -D), jar cfM0 app.jar .",
    },
    chinese: {
        what: "JAR 里没有 BOOT-INF/classes/ 的目录条目，只有其中的文件",
        why: "Spring Boot 启动器遇到该目录条目时才把它加入类路径；没有它，启动器会以 ClassNotFoundException 退出",
        fix: "打包时请保留目录条目",
        message: "没有 `{directory}` 条目，但其下有 {files} 个文件，应有启动器所寻找的目录条目",
        help: "请上传构建生成的原始 JAR，或保留目录且不压缩地重新打包：zip -0 -r app.jar .（不要用 -D）或 jar cfM0 app.jar .",
    },
}
